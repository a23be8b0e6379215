//! Takes lists of people in: new ones, and revised ones of the same sender.

mod booked;
mod gone;
mod import;
pub(super) mod meant;
mod revise;
mod revised;

pub use import::{ImportOutcome, ImportRequest, import};
pub use revised::{Revised, Revising, Revision, Side};
