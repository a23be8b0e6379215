//! Shows who was expected and who came: counted, in a table of sessions, and by name.

mod arrivals;
mod by;
mod delegations;
mod events;
mod inside;
mod matrix;
mod roll;
pub(super) mod who;

pub use arrivals::{COLUMNS as ARRIVAL_COLUMNS, NUMBERS as ARRIVAL_NUMBERS, arrivals};
pub use by::{By, COLUMNS_BY, PERSON as STANDING_COLUMNS, Sessions, attendance, table_columns};
pub use delegations::{
    DELEGATIONS as DELEGATION_COLUMNS, DelegationBy, MEMBERS as MEMBER_COLUMNS, delegations,
    members,
};
pub use events::{COLUMNS as EVENT_COLUMNS, events};
pub use inside::{COLUMNS as INSIDE_COLUMNS, Inside, SHORT as INSIDE_SHORT, inside};
pub use matrix::{LETTERS, count_matrix, matrix_columns, matrix_sessions, person_matrix};
pub use who::{
    Came, Expected, MET as RULE_MET_COLUMNS, NAMES as NAME_COLUMNS, expected, met, names,
};
