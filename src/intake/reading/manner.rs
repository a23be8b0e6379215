//! Tells how a file was read: for the person who sent it in, and for the log.

use super::{Delimiter, TextEncoding};

/// What the caller says about how a file is written; what is left open is found out.
#[derive(Debug, Clone, Default)]
pub struct ReadingChoices {
    /// The encoding of a text.
    pub encoding: Option<TextEncoding>,
    /// The character between two cells of a text.
    pub delimiter: Option<Delimiter>,
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    encoding: TextEncoding,
    encoding_is_guessed: bool,
    delimiter: Delimiter,
    delimiter_is_guessed: bool,
    header_line: u64,
    passed_over: usize,
}

impl Reading {
    pub(super) fn of_text(encoding: TextEncoding, is_guessed: bool) -> Self {
        Self {
            encoding,
            encoding_is_guessed: is_guessed,
            delimiter: Delimiter::COMMA,
            delimiter_is_guessed: false,
            header_line: 1,
            passed_over: 0,
        }
    }

    pub(super) fn encoding(&self) -> TextEncoding {
        self.encoding
    }

    pub(super) fn delimited_by(&mut self, delimiter: Delimiter, is_guessed: bool) {
        self.delimiter = delimiter;
        self.delimiter_is_guessed = is_guessed && delimiter != Delimiter::COMMA;
    }

    pub(super) fn header_in(&mut self, line: u64, passed_over: usize) {
        self.header_line = line;
        self.passed_over = passed_over;
    }

    /// Returns whether the file was read in any other way than UTF-8 with commas from line 1 on.
    pub fn is_worth_saying(&self) -> bool {
        self.encoding_is_guessed || self.delimiter_is_guessed || self.passed_over > 0
    }
}

impl std::fmt::Display for Reading {
    /// Writes it as a list of facts: `Shift_JIS (guessed), semicolon (guessed), header in line 4`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let guessed = |is_guessed| if is_guessed { " (guessed)" } else { "" };
        write!(
            f,
            "{}{}, {}{}, header in line {}",
            self.encoding,
            guessed(self.encoding_is_guessed),
            self.delimiter,
            guessed(self.delimiter_is_guessed),
            self.header_line
        )
    }
}
