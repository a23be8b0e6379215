//! Shows what was done to the register, by whom, at which desk.

use super::{ReportError, text};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{Logged, Operation, Reader, StoreError};

/// An entry of the log.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("operation", "No.", Fit::Right),
    Column::new("at", "When", Fit::Whole),
    Column::new("desk", "Desk", Fit::Whole),
    Column::new("by", "By", Fit::Whole),
    Column::new("command", "Command", Fit::Whole),
    Column::new("what", "What", Fit::Words),
    Column::new("undone_by", "Undone by", Fit::Right),
    Column::new("entry", "Entry", Fit::Whole),
    Column::new("seq", "Desk's number", Fit::Right),
    Column::new("source", "File", Fit::Words),
    Column::new("source_sha256", "SHA-256", Fit::Whole),
    Column::new("source_reading", "Read as", Fit::Words),
];

/// The columns that fit on a screen.
pub const SHORT: &[&str] = &["operation", "at", "desk", "by", "command", "what", "undone_by"];

/// Writes the latest entries of a kind, newest first: so many, or all there are.
pub fn log(
    register: &Reader<'_>,
    logged: Logged,
    most: Option<u32>,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let zone = register.seminar()?.zone;
    let mut entries: Vec<Operation> = Vec::new();
    register.log(logged, most, |entry| -> Result<(), StoreError> {
        entries.push(entry.clone());
        Ok(())
    })?;
    for entry in &entries {
        let local = entry.at.parse().map(|at| zone.day_and_clock(at)).unwrap_or_default();
        let undone_by = entry.number.map(|number| register.undone_by(number)).transpose()?;
        out.row(&[
            entry.number.map_or(Cell::Empty, Cell::Count),
            Cell::Time { utc: &entry.at, local: &local },
            Cell::Text(&entry.desk),
            text(&entry.by),
            Cell::Text(&entry.verb),
            text(&entry.summary),
            undone_by.flatten().map_or(Cell::Empty, Cell::Count),
            Cell::Text(&entry.entry),
            Cell::Count(entry.seq),
            text(&entry.source),
            text(&entry.source_sha256),
            text(&entry.source_reading),
        ])?;
    }
    Ok(())
}
