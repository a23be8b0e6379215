//! Counts what an organizer publishes, part by part, and writes it out.

mod bodies;
mod figures;
mod meetings;
mod places;
pub(super) mod published;
mod section;

pub use figures::{COLUMNS as SUMMARY_COLUMNS, LEGEND as SUMMARY_LEGEND, Summary, summary};
pub use meetings::{MET as MET_COLUMNS, MET_BY as MET_BY_COLUMNS, Meetings, MetFigure};
pub use published::{Published, published};
pub use section::Section;
