//! Answers questions about the register as flat rows: numbers and their meaning, no layout.
//! Nothing here changes the register.

mod arrivals;
mod attendance;
mod badges;
mod bodies;
mod breakouts;
mod certificates;
mod countries;
mod delegations;
mod duplicates;
mod events;
mod excursion;
mod faults;
mod headcount;
mod inside;
mod log;
mod matrix;
mod meetings;
mod participants;
mod person;
mod pick;
mod places;
mod problems;
mod published;
mod roll;
mod section;
mod sessions;
mod sheets;
mod sign_in;
mod summary;
mod tally;

use std::io;

/// What questions are asked of.
pub use crate::store::Reader;
pub use arrivals::{COLUMNS as ARRIVAL_COLUMNS, NUMBERS as ARRIVAL_NUMBERS, arrivals};
pub use attendance::{
    By, COLUMNS_BY, PERSON as STANDING_COLUMNS, Sessions, attendance, table_columns,
};
pub use badges::{BADGE_COLUMNS, BADGE_SHORT, Badge, NameOrder, badge_page, badge_rows, badges};
pub use breakouts::{
    BY_NAME as BY_NAME_COLUMNS, CANONICAL as BREAKOUT_COLUMNS, GROUPS as GROUP_COLUMNS,
    GROUPS_SHORT as GROUP_SHORT, RULES as RULE_COLUMNS, breakout_rules, breakouts, by_name, groups,
    seated_rows,
};
pub use certificates::{
    COLUMNS as CERTIFICATE_COLUMNS, Certified, certificate_page, certificate_rows, certified,
};
pub use countries::{
    COLUMNS as COUNTRY_COLUMNS, CountryWords, SETTINGS as COUNTRY_SETTINGS, country_settings,
    taken_as,
};
pub use delegations::{
    DELEGATIONS as DELEGATION_COLUMNS, DelegationBy, MEMBERS as MEMBER_COLUMNS, delegations,
    members,
};
pub use duplicates::{COLUMNS as DUPLICATE_COLUMNS, SHORT as DUPLICATE_SHORT, duplicates};
pub use events::{COLUMNS as EVENT_COLUMNS, events};
pub use excursion::{
    EXCURSIONS as EXCURSION_COLUMNS, ROSTER as EXCURSION_ROSTER_COLUMNS, excursions, roster,
    roster_columns,
};
pub use faults::{COLUMNS as FAULT_COLUMNS, faults};
pub use headcount::{HEADCOUNT as HEADCOUNT_COLUMNS, headcount};
pub use inside::{COLUMNS as INSIDE_COLUMNS, Inside, SHORT as INSIDE_SHORT, inside};
pub use log::{COLUMNS as LOG_COLUMNS, SHORT as LOG_SHORT, log};
pub use matrix::{LETTERS, count_matrix, matrix_columns, matrix_sessions, person_matrix};
pub use meetings::{MET as MET_COLUMNS, MET_BY as MET_BY_COLUMNS, Meetings, MetFigure};
pub use participants::{
    CANONICAL as PARTICIPANT_COLUMNS, LIST as LIST_COLUMNS, SHORT as LIST_SHORT, everybody, list,
    selected,
};
pub use person::{Fact, person};
pub use pick::{Picked, UnknownColumn, pick};
pub use problems::{
    COLUMNS as PROBLEM_COLUMNS, FILE_COLUMNS as FILE_PROBLEM_COLUMNS, file_problems, problems,
};
pub use published::{Published, published};
pub use roll::{
    Came, Expected, MET as RULE_MET_COLUMNS, NAMES as NAME_COLUMNS, expected, met, names,
};
pub use section::Section;
pub use sessions::{CANONICAL as SESSION_COLUMNS, SHORT as SESSION_SHORT, sessions};
pub use sheets::{Printed, door_signs, sign_in_sheets};
pub use sign_in::numbered_sheet;
pub use summary::{COLUMNS as SUMMARY_COLUMNS, LEGEND as SUMMARY_LEGEND, Summary, summary};

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
