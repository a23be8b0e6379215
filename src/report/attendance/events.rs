//! Writes the attendance record, one row an event.

use super::super::{ReportError, text};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// The canonical attendance events.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("event", "Event", Fit::Whole),
    Column::new("code", "Code", Fit::Whole),
    Column::new("session", "Session", Fit::Whole),
    Column::new("kind", "Kind", Fit::Whole),
    Column::new("at", "At", Fit::Whole),
    Column::new("recorded_at", "Recorded", Fit::Whole),
    Column::new("desk", "Desk", Fit::Whole),
    Column::new("by", "By", Fit::Whole),
    Column::new("source", "Source", Fit::Whole),
];

/// Writes every event in the order of recording.
pub fn events(register: &Reader<'_>, out: &mut dyn RowWriter) -> Result<(), ReportError> {
    let zone = register.seminar()?.zone;
    let local = |utc: &str| utc.parse().map(|at| zone.day_and_clock(at)).unwrap_or_default();
    register.each_event(|event| {
        out.row(&[
            Cell::Text(event.event),
            Cell::Text(event.code),
            Cell::Text(event.session),
            Cell::Text(event.kind),
            Cell::Time { utc: event.at, local: &local(event.at) },
            Cell::Time { utc: event.recorded_at, local: &local(event.recorded_at) },
            Cell::Text(event.desk),
            text(event.by),
            Cell::Text(event.source),
        ])?;
        Ok(())
    })
}
