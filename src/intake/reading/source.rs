//! Is what every kind of file comes to: rows of text cells, one after another.

use csv::StringRecord;

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

/// The rows of a file, whatever its kind.
pub(super) trait RowSource {
    /// Reads the next row, which may be blank; returns nothing at the end.
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault>;
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
