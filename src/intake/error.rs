//! Says why a file cannot be read at all, and what is wrong with a single row.

use super::TextEncoding;
use super::dates::DateDoubt;

/// Why nothing of a file could be read.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file cannot be opened or read.
    #[error("{name} cannot be read: {source}")]
    Unreadable {
        /// The file.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file holds nothing.
    #[error("{name} is empty")]
    Empty {
        /// The file.
        name: String,
    },
    /// The file holds a header and no rows.
    #[error("{name} has a header and no rows")]
    NoRows {
        /// The file.
        name: String,
    },
    /// The file holds bytes that are not UTF-8 text.
    #[error("{name} is not UTF-8 text (line {line})")]
    NotText {
        /// The file.
        name: String,
        /// The line where it ceases to be text.
        line: u64,
    },
    /// The file holds bytes that are no text in any encoding.
    #[error("{name} is no text (line {line})")]
    NoText {
        /// The file.
        name: String,
        /// The line where that shows.
        line: u64,
    },
    /// The file holds bytes that its encoding does not have.
    #[error("{name} has bytes that are not {encoding} (line {line})")]
    Malformed {
        /// The file.
        name: String,
        /// The encoding that was named or guessed.
        encoding: TextEncoding,
        /// The line of the first such byte.
        line: u64,
    },
    /// The file is of another kind than any list.
    #[error("{name} is {what} and no list")]
    NotAList {
        /// The file.
        name: String,
        /// What it is.
        what: &'static str,
    },
    /// The file is not whole.
    #[error("{name} is damaged or cut off (line {line})")]
    Damaged {
        /// The file.
        name: String,
        /// The line or row that was reached.
        line: u64,
    },
    /// The file cannot be opened without a password.
    #[error("{name} is protected by a password")]
    Locked {
        /// The file.
        name: String,
    },
    /// The file unpacks to more than any list of people.
    #[error("{name} unpacks to more than a list of people can be (line {line})")]
    TooLarge {
        /// The file.
        name: String,
        /// The line or row that was reached.
        line: u64,
    },
    /// The text is no JSON.
    #[error("{name} is no JSON (line {line}): {reason}")]
    NotJson {
        /// The file.
        name: String,
        /// The line of the object.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// The workbook has no such sheet.
    #[error("{name} has no sheet {sheet}; there are: {}", listed(.sheets))]
    NoSuchSheet {
        /// The file.
        name: String,
        /// What was asked for.
        sheet: String,
        /// The sheets.
        sheets: Vec<String>,
    },
    /// The header is no header of a list of people.
    #[error("{name} has more than {limit} columns (line {line})")]
    TooManyColumns {
        /// The file.
        name: String,
        /// The line of the header.
        line: u64,
        /// The most columns.
        limit: usize,
    },
    /// The cells are enclosed in quotes that are none to a reader of such files.
    #[error("{name} encloses its cells in quotes of another kind than \" (line {line})")]
    OtherQuotes {
        /// The file.
        name: String,
        /// The line of the header.
        line: u64,
    },
    /// A quote is opened and never closed, and so the rest of the file is in one cell.
    #[error("{name} has a quote that is never closed (line {line})")]
    OpenQuote {
        /// The file.
        name: String,
        /// The line where the row begins.
        line: u64,
    },
    /// One row is longer than any row of people.
    #[error("{name} has a row of more than {limit} bytes (line {line})")]
    RowTooLong {
        /// The file.
        name: String,
        /// The line where the row begins.
        line: u64,
        /// The most bytes of a row.
        limit: usize,
    },
    /// A date can be read in two ways.
    #[error("{name} has a date {} (line {}) that is {}", .doubt.text, .doubt.line, .doubt)]
    DateDoubt {
        /// The file.
        name: String,
        /// The date.
        doubt: DateDoubt,
    },
    /// The header names a column twice.
    #[error("{name} has two columns for {field}: {} (line {line})", listed(.headers))]
    DoubledColumn {
        /// The file.
        name: String,
        /// What both columns mean.
        field: &'static str,
        /// Both headers.
        headers: Vec<String>,
        /// The line of the header.
        line: u64,
    },
    /// Two columns that are to be kept have the same header.
    #[error("{name} has two columns called {} (line {line})", cut(.header))]
    DoubledHeader {
        /// The file.
        name: String,
        /// The header.
        header: String,
        /// The line of the header.
        line: u64,
    },
    /// The header names columns that mean nothing here.
    #[error("{name} has columns that meibo does not know: {}", listed(.headers))]
    UnknownColumns {
        /// The file.
        name: String,
        /// The headers.
        headers: Vec<String>,
        /// Those that may be misspelt, with the field that they may mean.
        near: Vec<(String, &'static str)>,
    },
    /// The header lacks a column that is needed.
    #[error("{name} has no column {field}; its header is: {}", listed(.headers))]
    MissingColumn {
        /// The file.
        name: String,
        /// What is missing.
        field: &'static str,
        /// The headers that there are.
        headers: Vec<String>,
    },
    /// A choice of the caller names a field that is not there.
    #[error("there is no field {field} to map a header to; there are {}", .known.join(", "))]
    NoSuchField {
        /// What was named.
        field: String,
        /// The fields of this kind of file.
        known: Vec<&'static str>,
    },
    /// A choice of the caller names a header that is not there.
    #[error("{name} has no header {header}")]
    NoSuchHeader {
        /// The file.
        name: String,
        /// The header.
        header: String,
    },
}

/// The most names that a sentence lists, and the most letters of each.
const NAMES_LISTED: usize = 30;
const LETTERS_SHOWN: usize = 60;

/// Writes names of columns or sheets as far as a person reads them: a file may have four thousand.
fn listed(names: &[String]) -> String {
    let shown: Vec<_> = names.iter().take(NAMES_LISTED).map(|name| cut(name)).collect();
    match names.len().saturating_sub(NAMES_LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Cuts a name that is too long for a sentence.
fn cut(name: &str) -> std::borrow::Cow<'_, str> {
    match name.char_indices().nth(LETTERS_SHOWN) {
        None => name.into(),
        Some((at, _)) => format!("{}…", &name[..at]).into(),
    }
}

/// What is wrong with one cell of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The line of the file where the row begins, counted from 1.
    pub line: u64,
    /// The column, by its canonical name; "row" for the row as a whole.
    pub column: &'static str,
    /// The cell as it was read.
    pub value: String,
    /// What is wrong and what to write.
    pub reason: String,
}

impl RowProblem {
    /// Returns a problem of a cell.
    pub fn new(
        line: u64,
        column: &'static str,
        value: impl Into<String>,
        reason: impl std::fmt::Display,
    ) -> Self {
        Self { line, column, value: value.into(), reason: reason.to_string() }
    }
}
