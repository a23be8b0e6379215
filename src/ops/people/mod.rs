//! Registers single people, finds, changes and withdraws them, and makes one of two.

pub(super) mod edit;
pub(super) mod enrol;
mod find;
mod strangers;
mod substitute;
pub(super) mod unite;

pub use edit::{Edited, edit, withdraw};
pub use enrol::{Duplicates, Enrolled, Seating, register};
pub use find::find_person;
pub use substitute::{Substituted, substitute};
pub use unite::{OnePerson, United, unite};
