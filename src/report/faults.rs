//! Shows what a check found.

use super::ReportError;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Verified;

/// One row a fault.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("part", "Part", Fit::Whole),
    Column::new("place", "Place", Fit::Words),
    Column::new("fault", "Fault", Fit::Words),
];

/// Writes every fault.
pub fn faults(verified: &Verified, out: &mut dyn RowWriter) -> Result<(), ReportError> {
    for fault in &verified.faults {
        out.row(&[Cell::Text(fault.part), Cell::Text(&fault.place), Cell::Text(&fault.detail)])?;
    }
    Ok(())
}
