//! Holds what changes the register: one verb a file, the same for every front end.
//! Nothing here prints, asks the clock or knows a terminal.

mod attend;
mod backup;
mod boarding;
mod breakout;
mod check_ins;
mod country;
mod date_order;
mod desk;
mod edit;
mod enrol;
mod error;
mod excursion;
mod import;
mod init;
mod mark;
mod meant;
mod merge;
mod people;
mod programme;
mod purge;
mod revise;
mod revised;
mod scanned;
mod scans;
mod sentences;
mod sheet;
mod substitute;
mod take;
mod take_back;
mod undo;
mod unite;

pub use crate::store::{DataClass, Seminar};
pub use attend::{Attended, Door, attend};
pub use backup::back_up;
pub use boarding::{
    BoardError, Boarding, boarding_session, clear, fill_buses, put_on_bus, set_sites,
};
pub use breakout::{
    Announced, AssignRequest, Checked, Formed, FormedTrack, GroupError, GroupView, HandMoved, Late,
    MenuItem, Moved, RuleChange, Ruled, Why, WhyOption, WhySwap, announce, assign, check_file,
    check_groups, group_view, move_to_group, pin, rule, set_group, swap, why,
};
pub use country::{CountryChange, registration, set_countries};
pub use desk::{
    Answer, Delegated, Desk, DeskSetup, DeskTally, Gathering, Outcome, Outside, attend_together,
};
pub use edit::{Edited, edit, withdraw};
pub use enrol::{Enrolled, Seating, register};
pub use error::OpError;
pub use excursion::{
    Joined, Left, Promoted, add_excursion, find_excursion, join, leave, promote, set_excursion,
};
pub use import::{ImportOutcome, ImportRequest, import};
pub use init::{NewSeminar, init};
pub use mark::{Mark, MarkAs, Marked, mark};
pub use merge::{Difference, Merged, Stands, WITHOUT_GROUP, What, merge};
pub use people::find_person;
pub use programme::{
    ProgrammeOutcome, SessionChanges, add_session, edit_session, find_session, import_programme,
};
pub use purge::{purge, scrub};
pub use revised::{Revised, Revising, Revision, Side};
pub use scanned::ScansOutcome;
pub use scans::{import_codes, import_scans};
pub use sentences::described;
pub use sheet::{SheetOf, make_sheet};
pub use substitute::{Substituted, substitute};
pub use take::{Copy, Taken, take};
pub use undo::{Reverted, undo};
pub use unite::{OnePerson, United, unite};

/// Returns what the log keeps of a file whose rows were all read.
fn source_file(name: &str, table: &crate::intake::Table) -> crate::store::SourceFile {
    let (sha256, reading) = (table.sha256(), table.reading().to_string());
    crate::store::SourceFile { name: name.to_owned(), sha256, reading }
}
