//! Reads the cells of one row and collects what is wrong with them.

use super::RowProblem;
use super::names::{self, Name};
use super::participant_fields::{
    CODE, FAMILY_NAME, FIELDS, FULL_NAME, GIVEN_NAME, NAME, NATIVE_FAMILY, NATIVE_GIVEN,
    NATIVE_NAME, TITLE,
};
use super::profile::Profile;
use super::words::{is_as_above, is_error, is_no_text, is_nothing, word};
use crate::domain::clean;
use crate::matching::fold;

/// A field and its text.
pub(super) type FieldText<'t> = (usize, &'t str);

/// What is wrong with a name that a spreadsheet has lost.
const NAME_LOST: &str = "is an error of the spreadsheet; write what belongs there";

/// What is wrong with a mark for the cell above, since rows are sorted and mended one by one.
const AS_ABOVE: &str = "stands for what is above it; write that";

/// Cells that hold an error of a spreadsheet and were taken as empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// How many there are.
    pub cells: u64,
    /// The line of the first.
    pub line: u64,
    /// The field of the first.
    pub field: &'static str,
}

/// Reads the cells of a row.
pub(super) struct Cells<'p, F> {
    pub(super) line: u64,
    pub(super) cell: F,
    /// How the sender's system says things.
    pub(super) profile: Option<&'p Profile>,
    /// Whether the list may say in words that there is nothing to say.
    pub(super) is_foreign: bool,
    pub(super) problems: Vec<RowProblem>,
    /// Fields whose cell is an error of a spreadsheet, and is taken as empty.
    pub(super) lost: Vec<usize>,
}

impl<'t, F: Fn(usize) -> Option<&'t str>> Cells<'_, F> {
    pub(super) fn refuse(&mut self, field: usize, value: &str, reason: impl std::fmt::Display) {
        self.problems.push(RowProblem::new(self.line, FIELDS[field].name, value, reason));
    }

    /// Returns a cell without the blanks around it.
    pub(super) fn text(&mut self, field: usize) -> &'t str {
        let cell = (self.cell)(field).unwrap_or_default();
        match clean(cell) {
            Ok(text) => text,
            Err(reason) => {
                self.refuse(field, cell.trim(), reason);
                ""
            }
        }
    }

    /// Returns a cell in which any text may stand; empty where it says that there is nothing to say, or
    /// where a spreadsheet has lost it.
    pub(super) fn said(&mut self, field: usize) -> &'t str {
        match self.text(field) {
            text if !self.is_foreign => text,
            text if is_nothing(text) => "",
            text if is_as_above(text) => {
                self.refuse(field, text, AS_ABOVE);
                ""
            }
            text => self.unless_lost(field, text),
        }
    }

    fn unless_lost(&mut self, field: usize, text: &'t str) -> &'t str {
        if !is_error(text) {
            return text;
        }
        self.lost.push(field);
        ""
    }

    /// Returns a cell of a name, which may be any word, but neither a stroke nor lost.
    fn of_name(&mut self, field: usize) -> &'t str {
        let text = self.text(field);
        if self.is_foreign && (is_error(text) || is_as_above(text)) {
            self.refuse(field, text, if is_as_above(text) { AS_ABOVE } else { NAME_LOST });
            return "";
        }
        let stands_for_none = |profile: &Profile| profile.value(field, text) == Some("");
        let is_none = is_no_text(text) || self.profile.is_some_and(stands_for_none);
        if self.is_foreign && is_none { "" } else { text }
    }

    /// Reads title, family and given name, from whichever columns have them; also returns the field
    /// and text of a whole name that says more than its parts.
    pub(super) fn name(&mut self) -> (Name, Option<FieldText<'t>>) {
        let (family, given) = (self.of_name(FAMILY_NAME), self.of_name(GIVEN_NAME));
        let title = self.said(TITLE);
        let (field, whole) = self.whole_name();
        let is_full = field == FULL_NAME;
        let cells = names::Cells { family, given, name: whole, is_full };
        let (mut name, says_more) = names::together(cells);
        if name.title.is_empty() || fold(&name.title) == fold(title) {
            title.clone_into(&mut name.title);
        } else if !title.is_empty() {
            name.title = format!("{title} {}", name.title);
        }
        (name, says_more.then_some((field, whole)))
    }

    /// Returns the field and text of a name in one piece.
    pub(super) fn whole_name(&mut self) -> FieldText<'t> {
        match (self.of_name(FULL_NAME), self.of_name(NAME)) {
            ("", bare) => (NAME, bare),
            (full, _) => (FULL_NAME, full),
        }
    }

    /// Reads the name in its own script, which may come in two cells.
    pub(super) fn native_name(&mut self) -> String {
        let whole = self.of_name(NATIVE_NAME);
        if whole.is_empty() {
            let parts = [self.of_name(NATIVE_FAMILY), self.of_name(NATIVE_GIVEN)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
        } else {
            whole.to_owned()
        }
    }

    /// Reads a cell into a domain type; nothing where it is empty or refused.
    pub(super) fn read<T, E: std::fmt::Display>(
        &mut self,
        field: usize,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let ours = self.profile.and_then(|profile| profile.value(field, text)).unwrap_or(text);
        let value = read(ours).or_else(|reason| match word(FIELDS[field].name, ours) {
            Some(word) => read(word),
            None => Err(reason),
        });
        match value {
            Ok(value) => Some(value),
            Err(_) if field != CODE && is_nothing(ours) => None,
            Err(_) if field != CODE && self.is_foreign && is_error(ours) => {
                self.lost.push(field);
                None
            }
            Err(_) if self.is_foreign && is_as_above(ours) => {
                self.refuse(field, text, AS_ABOVE);
                None
            }
            Err(reason) => {
                self.refuse(field, text, reason);
                None
            }
        }
    }
}
