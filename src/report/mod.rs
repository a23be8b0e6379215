//! Answers questions about the register as flat rows: numbers and their meaning, no layout.
//! Nothing here changes the register.

mod attendance;
mod breakouts;
mod countries;
mod duplicates;
mod excursion;
mod faults;
mod headcount;
mod log;
mod participants;
mod person;
mod pick;
mod printed;
mod problems;
mod sessions;
mod summary;
mod tally;

use std::io;

/// Of what entries the log is asked.
pub use crate::store::Logged;
/// What questions are asked of.
pub use crate::store::Reader;
pub use attendance::{
    ARRIVAL_COLUMNS, ARRIVAL_NUMBERS, By, COLUMNS_BY, Came, DELEGATION_COLUMNS, DelegationBy,
    EVENT_COLUMNS, Expected, INSIDE_COLUMNS, INSIDE_SHORT, Inside, LETTERS, MEMBER_COLUMNS,
    NAME_COLUMNS, RULE_MET_COLUMNS, STANDING_COLUMNS, Sessions, arrivals, attendance, count_matrix,
    delegations, events, expected, inside, matrix_columns, matrix_sessions, members, met, names,
    person_matrix, table_columns,
};
pub use breakouts::{
    BY_NAME as BY_NAME_COLUMNS, CANONICAL as BREAKOUT_COLUMNS, GROUPS as GROUP_COLUMNS,
    GROUPS_SHORT as GROUP_SHORT, RULES as RULE_COLUMNS, breakout_rules, breakouts, by_name, groups,
    seated_rows,
};
pub use countries::{
    COLUMNS as COUNTRY_COLUMNS, CountryWords, SETTINGS as COUNTRY_SETTINGS, country_settings,
    taken_as,
};
pub use duplicates::{COLUMNS as DUPLICATE_COLUMNS, SHORT as DUPLICATE_SHORT, duplicates};
pub use excursion::{
    EXCURSIONS as EXCURSION_COLUMNS, ROSTER as EXCURSION_ROSTER_COLUMNS, excursions, roster,
    roster_columns,
};
pub use faults::{COLUMNS as FAULT_COLUMNS, faults};
pub use headcount::{HEADCOUNT as HEADCOUNT_COLUMNS, headcount};
pub use log::{COLUMNS as LOG_COLUMNS, SHORT as LOG_SHORT, log};
pub use participants::{
    CANONICAL as PARTICIPANT_COLUMNS, LIST as LIST_COLUMNS, SHORT as LIST_SHORT, everybody, list,
    selected,
};
pub use person::{Fact, person};
pub use pick::{Picked, UnknownColumn, pick};
pub use printed::{
    BADGE_COLUMNS, BADGE_SHORT, Badge, CERTIFICATE_COLUMNS, Certified, NameOrder, Printed,
    badge_page, badge_rows, badges, certificate_page, certificate_rows, certified, door_signs,
    numbered_sheet, sign_in_sheets,
};
pub use problems::{
    COLUMNS as PROBLEM_COLUMNS, FILE_COLUMNS as FILE_PROBLEM_COLUMNS, file_problems, problems,
};
pub use sessions::{CANONICAL as SESSION_COLUMNS, SHORT as SESSION_SHORT, sessions};
pub use summary::{
    MET_BY_COLUMNS, MET_COLUMNS, Meetings, MetFigure, Published, SUMMARY_COLUMNS, SUMMARY_LEGEND,
    Section, Summary, published, summary,
};

use crate::render::text;
use crate::store::StoreError;

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The register could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answer could not be written.
    #[error(transparent)]
    Output(#[from] io::Error),
}

/// Returns a number of things as figures hold it.
fn counted(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
