//! Reads files from outside into domain types: bytes, rows, fields, values. Nothing is stored here.

mod addresses;
mod ahead;
mod alike;
mod breakouts;
mod calendars;
mod cells;
mod choices;
mod clocks;
mod columns;
mod dates;
mod error;
mod faults;
mod fields;
mod groups;
mod headers;
mod mapping;
mod names;
mod nations;
mod nobody;
pub mod participant_fields;
mod profile;
mod reading;
mod registration;
mod scans;
mod sessions;
mod short_rows;
mod table;
mod titles;
mod words;

pub use ahead::{List, ListedRow, ReadFile, read_ahead};
pub use breakouts::{BreakoutRow, FIELDS as BREAKOUT_FIELDS, read_breakout};
pub use cells::Lost;
pub use choices::Choices;
pub use columns::Columns;
pub use dates::{DateDoubt, DateOrder, Dates};
pub use error::{IntakeError, RowProblem};
pub use fields::{FieldList, FieldSpec};
pub use mapping::Mapping;
pub use names::{Name, told_apart};
pub use nations::read_country;
pub use participant_fields::FIELDS as PARTICIPANT_FIELDS;
pub use profile::{Profile, ProfileError};
pub use reading::{Delimiter, Input, Open, Reading, ReadingChoices, Seekable, TextEncoding};
pub use registration::Registration;
pub use scans::{
    AT as SCAN_AT, FIELDS as SCAN_FIELDS, ListedCode, Presence, REASON as SCAN_REASON, Scan,
    moments, read_codes, read_presence, read_scan, taken_back,
};
pub use sessions::{DATES as SESSION_DATES, FIELDS as SESSION_FIELDS, SessionReader};
pub use table::{RawRow, Table};
pub use words::{is_error, read_track};
