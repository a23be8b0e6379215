//! Keeps the register in one SQLite file: the only place that names `rusqlite`, and all the SQL.
//! What a change means is decided above; what a caller may rely on is said at [`Store`].

mod attendance;
mod breakout_rules;
mod breakouts;
mod chain;
mod convert;
mod countries;
mod counts;
mod data_class;
mod desk;
mod error;
mod excursions;
mod handover;
mod images;
mod open;
mod operations;
mod organizations;
mod participants;
mod roster;
mod selection;
mod seminar;
mod sessions;
mod sources;
mod transaction;
mod writer;

pub use attendance::{AttendanceEventRow, LatestEvent};
pub use breakout_rules::{BreakoutRule, Since};
pub use breakouts::{BreakoutGroup, GroupSeat, GroupTerms, Seat, Seating};
pub use counts::{AttendanceRow, CountedOrganization, CountedPerson};
pub use data_class::{COLUMNS as DATA_CLASSES, DataClass};
pub use desk::Move;
pub use error::StoreError;
pub use excursions::{ExcursionRow, MAIN_EXCURSION, PlaceRow};
pub use images::Undone;
pub use open::{Access, Store};
pub use operations::{Entry, Operation, SourceFile};
pub use participants::{Insertion, StoredFields};
pub use roster::{ExportedRow, RosterRow};
pub use selection::Selection;
pub use seminar::Seminar;
pub use sources::{Image, SourceRow};
pub use transaction::Operated;
pub use writer::{Reader, Writer};
