//! Is what every kind of file comes to: rows of text cells, one after another.

use csv::StringRecord;

use super::watched::{MOST_ROW_BYTES, Stop};
use super::{MOST_COLUMNS, TextEncoding};
use crate::intake::IntakeError;

/// A row that was read.
pub(in crate::intake) struct Taken {
    /// The line of the file, or the row of the sheet, counted from 1.
    pub(in crate::intake) line: u64,
    /// What makes the row one that cannot be taken, whatever its cells mean.
    pub(in crate::intake) trouble: Option<String>,
}

impl Taken {
    /// A row at a line, with nothing wrong about it.
    pub(super) fn at(line: u64) -> Self {
        Self { line, trouble: None }
    }
}

/// What was odd about the rows that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Oddities {
    /// Merged cells whose value was taken for each of their rows.
    pub(super) merged: usize,
    /// Rows that hold anything and are hidden.
    pub(super) hidden_rows: u64,
    /// Columns among those that hold anything and are hidden.
    pub(super) hidden_columns: usize,
}

impl std::fmt::Display for Oddities {
    /// Writes it as a list of facts, each with a comma before it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut one = |count: u64, one: &str, many: &str| match count {
            0 => Ok(()),
            1 => write!(f, ", {one}"),
            count => write!(f, ", {count} {many}"),
        };
        one(
            self.merged as u64,
            "a merged cell taken for each of its rows",
            "merged cells taken for each of their rows",
        )?;
        one(self.hidden_rows, "a hidden row read as well", "hidden rows read as well")?;
        let columns = self.hidden_columns as u64;
        one(columns, "a hidden column read as well", "hidden columns read as well")
    }
}

/// The rows of a file, whatever its kind.
pub(super) trait RowSource {
    /// Reads the next row, which may be blank; returns nothing at the end.
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault>;

    /// Returns what was odd about the rows that were read so far.
    fn oddities(&self) -> Oddities {
        Oddities::default()
    }
}

/// Why nothing more of a file can be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// The input gives no more.
    Input {
        error: std::io::Error,
        /// The line where the row begins.
        line: u64,
        /// The line that was reached.
        last: u64,
    },
    /// The row is not UTF-8.
    NotUtf8 { line: u64 },
    /// The row holds what no text holds.
    NoText { line: u64 },
    /// A quote opens a cell in this row and nothing closes it.
    OpenQuote { line: u64 },
    /// The row is longer than any row of people.
    RowTooLong { line: u64 },
    /// There are more columns than any list of people has.
    TooManyColumns { line: u64 },
    /// The text is no JSON from here on.
    NotJson { line: u64, reason: String },
    /// The parts of a workbook do not fit together.
    Damaged { line: u64 },
    /// The workbook can be opened with a password only.
    Locked,
    /// The workbook holds more than fits into memory.
    TooLarge,
}

/// Says why nothing more of a file can be read.
pub(super) fn refusal(name: String, encoding: TextEncoding, fault: Fault) -> IntakeError {
    match fault {
        Fault::NotUtf8 { line } => IntakeError::NotText { name, line },
        Fault::NoText { line } => IntakeError::NoText { name, line },
        Fault::OpenQuote { line } => IntakeError::OpenQuote { name, line },
        Fault::RowTooLong { line } => IntakeError::RowTooLong { name, line, limit: MOST_ROW_BYTES },
        Fault::TooManyColumns { line } => {
            IntakeError::TooManyColumns { name, line, limit: MOST_COLUMNS }
        }
        Fault::NotJson { line, reason } => IntakeError::NotJson { name, line, reason },
        Fault::Damaged { line } => IntakeError::Damaged { name, line },
        Fault::Locked => IntakeError::Locked { name },
        Fault::TooLarge => IntakeError::TooLarge { name, line: 1 },
        Fault::Input { error, line, last } => match Stop::of(&error) {
            Some(Stop::RowTooLong) => refusal(name, encoding, Fault::RowTooLong { line }),
            Some(Stop::Malformed) => IntakeError::Malformed { name, encoding, line: last },
            Some(Stop::Damaged) => IntakeError::Damaged { name, line: last },
            Some(Stop::Expands) => IntakeError::TooLarge { name, line: last },
            None => IntakeError::Unreadable { name, source: error },
        },
    }
}
