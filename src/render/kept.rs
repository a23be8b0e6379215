//! Keeps what the cells of a table show until all rows are known.

use std::borrow::Cow;
use std::fmt::Write;

use super::{Cell, escape, yes_no};

/// The cells of all rows in one text, which takes far less room than a text for each.
#[derive(Default)]
pub(super) struct Kept {
    text: String,
    ends: Vec<usize>,
}

impl Kept {
    /// Keeps what a cell shows and gives it back.
    pub(super) fn add(&mut self, cell: Cell<'_>) -> &str {
        let start = self.text.len();
        match cell {
            Cell::Empty => self.text.push('-'),
            Cell::Text(text) | Cell::Time { local: text, .. } => self.text.push_str(&shown(text)),
            Cell::Raw(text) => self.text.push_str(&shown(&String::from_utf8_lossy(text))),
            Cell::Flag(flag) => self.text.push_str(yes_no(flag)),
            Cell::Count(number) => {
                // Writing to a String cannot fail.
                let _ = write!(self.text, "{number}");
            }
        }
        self.ends.push(self.text.len());
        &self.text[start..]
    }

    /// Returns what the cells show, row by row.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let ranges = starts.zip(&self.ends);
        ranges.map(|(start, end)| &self.text[*start..*end])
    }
}

/// Returns what a cell shows: one line, safe for a terminal.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return escape(text);
    }
    let line = text.replace("\r\n", " ").replace(['\n', '\r'], " ");
    Cow::Owned(escape(&line).into_owned())
}
