//! Shows what was wrong with the rows of a file.

use super::{ReportError, text};
use crate::intake::RowProblem;
use crate::render::{Cell, Column, Fit, RowWriter};

/// A problem of a row.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("line", "Line", Fit::Right),
    Column::new("column", "Column", Fit::Whole),
    Column::new("value", "Value", Fit::Words),
    Column::new("reason", "Reason", Fit::Words),
];

/// Writes the problems in the order of lines.
pub fn problems(problems: &[RowProblem], out: &mut dyn RowWriter) -> Result<(), ReportError> {
    for problem in problems {
        out.row(&[
            Cell::Count(i64::try_from(problem.line).unwrap_or(i64::MAX)),
            Cell::Text(problem.column),
            text(&problem.value),
            Cell::Text(&problem.reason),
        ])?;
    }
    Ok(())
}
