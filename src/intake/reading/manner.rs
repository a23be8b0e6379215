//! Tells how a file was read: for the person who sent it in, and for the log.

use super::source::Oddities;
use super::{Delimiter, TextEncoding};

/// What the caller says about how a file is written; what is left open is found out.
#[derive(Debug, Clone, Default)]
pub struct ReadingChoices {
    /// The encoding of a text.
    pub encoding: Option<TextEncoding>,
    /// The character between two cells of a text.
    pub delimiter: Option<Delimiter>,
    /// The name of a workbook's sheet, or its number counted from 1.
    pub sheet: Option<String>,
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    packed: bool,
    kind: Kind,
    /// The line of the header; 0 where there is none.
    header_line: u64,
    /// The header's second line, if it has one.
    second_line: Option<u64>,
    passed_over: usize,
    /// The column that names the fields, where the people stand beside one another.
    turned: Option<usize>,
    /// Rows without the empty cells at their end, and the line of the first.
    filled_up: Option<(u64, u64)>,
    oddities: Oddities,
}

/// What is found out about a file, and whether it is a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<T> {
    pub(super) what: T,
    pub(super) guessed: bool,
}

/// What kind of file it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text with delimiters.
    Delimited { encoding: Found<TextEncoding>, delimiter: Found<Delimiter> },
    /// JSON, and which of its lists, if they are within an object.
    Json { encoding: Found<TextEncoding>, list: Option<Found<String>> },
    /// A sheet of a workbook, and other sheets of it that read like a list as well.
    Sheet { format: &'static str, sheet: Found<String>, of: usize, others: Vec<String> },
}

impl<T: std::fmt::Display> std::fmt::Display for Found<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.what, if self.guessed { " (guessed)" } else { "" })
    }
}

impl Reading {
    pub(super) fn new(kind: Kind, packed: bool) -> Self {
        Self {
            packed,
            kind,
            header_line: 1,
            second_line: None,
            passed_over: 0,
            turned: None,
            filled_up: None,
            oddities: Oddities::default(),
        }
    }

    /// Returns the encoding of a text.
    pub(super) fn encoding(&self) -> TextEncoding {
        match &self.kind {
            Kind::Delimited { encoding, .. } | Kind::Json { encoding, .. } => encoding.what,
            Kind::Sheet { .. } => TextEncoding::UTF_8,
        }
    }

    /// Returns whether the rows are the objects of a JSON file.
    pub(in crate::intake) fn is_json(&self) -> bool {
        matches!(self.kind, Kind::Json { .. })
    }

    /// Returns whether the rows are those of a sheet.
    pub(super) fn is_sheet(&self) -> bool {
        matches!(self.kind, Kind::Sheet { .. })
    }

    pub(super) fn header_in(&mut self, line: u64, passed_over: usize) {
        self.header_line = line;
        self.passed_over = passed_over;
    }

    /// Returns the line of the header; 0 where there is none.
    pub(in crate::intake) fn header_line(&self) -> u64 {
        self.header_line
    }

    /// The fields stand in this column, and each person in one of those behind it.
    pub(super) fn turned(&mut self, column: usize) {
        self.turned = Some(column);
    }

    /// The header goes on in this line.
    pub(super) fn header_and(&mut self, line: u64) {
        self.second_line = Some(line);
    }

    /// The row of this line has none of the empty cells at its end.
    pub(super) fn filled_up(&mut self, line: u64) {
        let (count, first) = self.filled_up.unwrap_or((0, line));
        self.filled_up = Some((count + 1, first));
    }

    /// Tells what was odd about the rows.
    pub(super) fn was_odd(&mut self, oddities: Oddities) {
        self.oddities = oddities;
    }

    /// Returns whether anything was guessed that may be wrong, or passed over.
    pub fn is_worth_saying(&self) -> bool {
        let guessed = match &self.kind {
            Kind::Delimited { encoding, delimiter } => encoding.guessed || delimiter.guessed,
            Kind::Json { encoding, list } => encoding.guessed || list.is_some(),
            Kind::Sheet { sheet, .. } => sheet.guessed,
        };
        let is_odd = self.oddities != Oddities::default() || self.second_line.is_some();
        let is_odd = is_odd || self.filled_up.is_some() || self.turned.is_some();
        guessed || self.passed_over > 0 || self.header_line == 0 || is_odd
    }
}

impl std::fmt::Display for Reading {
    /// Writes it as a list of facts: `Shift_JIS (guessed), semicolon (guessed), header in line 4`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.packed {
            f.write_str("gzip, ")?;
        }
        let line = match &self.kind {
            Kind::Delimited { encoding, delimiter } => {
                write!(f, "{encoding}, {delimiter}")?;
                "line"
            }
            Kind::Json { encoding, list } => {
                write!(f, "JSON, {encoding}")?;
                return list.iter().try_for_each(|list| write!(f, ", list {list}"));
            }
            Kind::Sheet { format, sheet, of, others } => {
                write!(f, "{format}, sheet {sheet}")?;
                if *of > 1 {
                    write!(f, " of {of}")?;
                }
                if let Some((first, more)) = others.split_first() {
                    let more = if more.is_empty() {
                        String::new()
                    } else {
                        format!(" and {} more", more.len())
                    };
                    write!(f, ", \"{first}\"{more} not read (--sheet reads another list)")?;
                }
                "row"
            }
        };
        match (self.header_line, self.second_line) {
            _ if self.turned.is_some() => {
                let column = self.turned.unwrap_or(0) + 1;
                write!(f, ", fields in column {column} and a person in each one behind it")?;
            }
            (0, _) => f.write_str(", without a header")?,
            (number, None) => write!(f, ", header in {line} {number}")?,
            (number, Some(second)) => write!(f, ", header in {line}s {number} and {second}")?,
        }
        match self.filled_up {
            None => {}
            Some((1, line)) => write!(f, ", line {line} filled up with empty cells")?,
            Some((count, line)) => {
                write!(
                    f,
                    ", {count} short rows filled up with empty cells, the first in line {line}"
                )?;
            }
        }
        write!(f, "{}", self.oddities)
    }
}
