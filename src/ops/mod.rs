//! Holds what changes the register: one verb a file, the same for every front end.
//! Nothing here prints, asks the clock or knows a terminal.

mod attendance;
mod backup;
mod boarding;
mod breakout;
mod country;
mod date_order;
mod desk;
mod error;
mod excursion;
mod init;
mod lists;
mod merge;
mod people;
mod programme;
mod purge;
mod rejects;
mod sentences;
mod take;
mod undo;

pub use crate::store::{DataClass, Seminar};
pub use attendance::{
    Attended, Door, Mark, MarkAs, Marked, ScansFile, ScansOutcome, SheetOf, attend, import_codes,
    import_scans, make_sheet, mark,
};
pub use backup::back_up;
pub use boarding::{
    BoardError, Boarding, Clearance, boarding_session, clear, fill_buses, put_on_bus, set_sites,
};
pub use breakout::{
    Announced, Announcing, AssignRequest, Checked, Formed, FormedTrack, GroupError, GroupView,
    HandMoved, Late, MenuItem, Moved, RuleChange, Ruled, Why, WhyOption, WhySwap, announce, assign,
    check_file, check_groups, group_view, move_to_group, pin, rule, set_group, swap, unpin, why,
};
pub use country::{CountryChange, registration, set_countries};
pub use desk::{
    Answer, Delegated, Desk, DeskSetup, DeskTally, Gathering, Outcome, Outside, attend_together,
};
pub use error::OpError;
pub use excursion::{
    Joined, Left, Promoted, add_excursion, find_excursion, join, leave, promote, set_excursion,
};
pub use init::{NewSeminar, init};
pub use lists::{ImportOutcome, ImportRequest, Revised, Revising, Revision, Side, import};
pub use merge::{Difference, Merged, Stands, WITHOUT_GROUP, What, merge};
pub use people::{
    Duplicates, Edited, Enrolled, OnePerson, Seating, Substituted, United, edit, find_person,
    register, substitute, unite, withdraw,
};
pub use programme::{
    ProgrammeOutcome, SessionChanges, add_session, edit_session, find_session, import_programme,
};
pub use purge::{purge, scrub};
pub use sentences::described;
pub use take::{Copy, Taken, take};
pub use undo::{Reverted, Undoing, undo};

/// Returns what the log keeps of a file whose rows were all read.
fn source_file(name: &str, table: &crate::intake::Table) -> crate::store::SourceFile {
    let (sha256, reading) = (table.sha256(), table.reading().to_string());
    crate::store::SourceFile { name: name.to_owned(), sha256, reading }
}
