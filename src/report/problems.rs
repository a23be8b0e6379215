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

/// A problem of a row of one of several files.
pub const FILE_COLUMNS: &[Column<'static>] =
    &[Column::new("file", "File", Fit::Whole), COLUMNS[0], COLUMNS[1], COLUMNS[2], COLUMNS[3]];

/// Writes the problems of several files, file by file.
pub fn file_problems(
    files: &[(&str, &[RowProblem])],
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    for (file, problems) in files {
        for problem in *problems {
            let [line, column, value, reason] = cells(problem);
            out.row(&[Cell::Text(file), line, column, value, reason])?;
        }
    }
    Ok(())
}

/// Writes the problems in the order of lines.
pub fn problems(problems: &[RowProblem], out: &mut dyn RowWriter) -> Result<(), ReportError> {
    for problem in problems {
        out.row(&cells(problem))?;
    }
    Ok(())
}

fn cells(problem: &RowProblem) -> [Cell<'_>; 4] {
    [
        Cell::Count(i64::try_from(problem.line).unwrap_or(i64::MAX)),
        Cell::Text(problem.column),
        text(&problem.value),
        Cell::Text(&problem.reason),
    ]
}
