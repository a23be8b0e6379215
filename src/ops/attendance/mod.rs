//! Records who was there: at the door, afterwards from paper, and from what others recorded.

pub(super) mod attend;
mod check_ins;
mod mark;
mod scanned;
mod scans;
mod sheet;
pub(super) mod take_back;

pub use attend::{Attended, Door, attend};
pub use mark::{Mark, MarkAs, Marked, mark};
pub use scanned::{ScansFile, ScansOutcome};
pub use scans::{import_codes, import_scans};
pub use sheet::{SheetOf, make_sheet};
