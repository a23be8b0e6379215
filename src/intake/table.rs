//! Reads a file row by row, with its header resolved into fields. Meaning of cells is not here.

use csv::StringRecord;

use super::choices::{Choices, detected, without_header};
use super::columns::{Columns, resolve};
use super::fields::FieldList;
use super::headers::meaning;
use super::profile::Profile;
use super::reading::{Input, Reading, Rows};
use super::short_rows::{SCRAPS, Shape, WINDOW};
use super::{IntakeError, RowProblem};
use crate::domain::EventKind;
use crate::domain::guard::unmarked;

/// A file of rows with a known header.
pub struct Table {
    rows: Rows,
    name: String,
    fields: &'static FieldList,
    columns: Columns,
    header: StringRecord,
    row: ReadRow,
    any_row: bool,
    /// Whether the writer was found to leave out the empty cells at the end of a row.
    leaves_out: bool,
    /// How many rows are left of those that were looked at for that.
    looked_at: usize,
    /// Whether the rest of a row that was broken within a cell is to come.
    is_broken: bool,
}

/// A row as it was read, without what its columns mean.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadRow {
    line: u64,
    /// What makes the row one that cannot be taken.
    trouble: Option<String>,
    is_guarded: bool,
    record: StringRecord,
}

impl ReadRow {
    /// Returns the row with what its columns mean.
    pub(super) fn raw<'t>(&'t self, columns: &'t Columns) -> RawRow<'t> {
        RawRow {
            line: self.line,
            trouble: self.trouble.as_deref(),
            is_guarded: self.is_guarded,
            record: &self.record,
            columns,
        }
    }
}

/// One row of a file: its line and its cells by field.
#[derive(Debug, Clone, Copy)]
pub struct RawRow<'t> {
    /// The line where the row begins, counted from 1.
    pub line: u64,
    trouble: Option<&'t str>,
    /// Whether an apostrophe may stand before a cell to keep it from being a formula.
    is_guarded: bool,
    record: &'t StringRecord,
    columns: &'t Columns,
}

impl<'t> RawRow<'t> {
    /// Returns the cell of a field, or nothing where the file has no such column.
    pub fn cell(&self, field: usize) -> Option<&'t str> {
        let own = self.columns.position(field).and_then(|at| self.record.get(at))?;
        let is_blank = |cell: &str| cell.trim().is_empty();
        let mut others = self.columns.others(field).filter_map(|at| self.record.get(at));
        let other = others.find(|cell| !is_blank(cell)).filter(|_| is_blank(own));
        Some(self.without_guard(other.unwrap_or(own)))
    }

    fn without_guard(&self, cell: &'t str) -> &'t str {
        match self.is_guarded {
            true if self.columns.is_canonical() => unmarked(cell),
            true => text_of_formula(unmarked(cell)),
            false => cell,
        }
    }

    /// Returns the cell of a field without the blanks around it; empty where there is none.
    pub fn text(&self, field: usize) -> &'t str {
        self.cell(field).unwrap_or_default().trim()
    }

    /// Returns whether the file says anything of a field: in its own column, or, for the parts of a
    /// name, in one that holds the whole name.
    pub fn speaks_of(&self, field: usize) -> bool {
        self.columns.speak_of(field)
    }

    /// Returns the names and cells of the columns that are kept as extra fields.
    pub fn extras(&self) -> impl Iterator<Item = (&'t str, &'t str)> + use<'t> {
        let row = *self;
        let extras = self.columns.extras().iter();
        extras.map(move |(at, name)| {
            (name.as_str(), row.without_guard(row.record.get(*at).unwrap_or_default().trim()))
        })
    }

    /// Returns what the file says about when this person came in and went out, with its headers.
    pub fn attendance(&self) -> impl Iterator<Item = (EventKind, &'t str, &'t str)> + use<'t> {
        let row = *self;
        self.columns.attendance().iter().filter_map(move |(at, kind)| {
            let cell = row.record.get(*at).map(str::trim).filter(|cell| !cell.is_empty())?;
            Some((*kind, row.columns.name(*at), cell))
        })
    }

    /// Returns the header of a field's column; empty where there is none.
    pub fn header(&self, field: usize) -> &'t str {
        self.columns.header(field)
    }

    /// Returns the one cell that holds anything, where there are several.
    pub(super) fn alone(&self) -> Option<&'t str> {
        let mut filled = self.record.iter().map(str::trim).filter(|cell| !cell.is_empty());
        let alone = filled.next().filter(|_| self.record.len() > 1)?;
        filled.next().is_none().then_some(alone)
    }

    /// Returns the cells as they stand in the file.
    pub fn record(&self) -> &'t StringRecord {
        self.record
    }

    /// Returns what is wrong with the shape of the row.
    pub fn ragged(&self) -> Option<RowProblem> {
        if let Some(trouble) = self.trouble {
            return Some(RowProblem::new(self.line, "row", "", trouble));
        }
        if self.columns.is_header(self.record) {
            let reason = "is the header once more; delete the row";
            return Some(RowProblem::new(self.line, "row", "", reason));
        }
        let cells = self.record.len();
        let width = self.columns.width();
        (cells != width).then(|| {
            let cells = if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
            let reason = format!(
                "has {cells} where the header has {width}; a comma or a quote is missing or one too many"
            );
            RowProblem::new(self.line, "row", "", reason)
        })
    }
}

impl Table {
    /// Finds out how a file is written, reads its header and resolves it into fields.
    pub fn open(
        input: Input<'_>,
        fields: &'static FieldList,
        choices: &Choices,
    ) -> Result<Self, IntakeError> {
        let known = |row: &StringRecord| known_headers(row, fields, choices);
        let mut rows = Rows::open(input, &choices.reading, &known)?;
        let mut unnamed = None;
        let header = rows.header(&known, &mut |first| {
            unnamed = without_header(first, fields, choices);
            unnamed.as_ref().map(Profile::header)
        })?;
        let columns = resolve(
            &header,
            (input.name, rows.reading().header_line()),
            fields,
            choices,
            unnamed.as_ref(),
        )?;
        rows.pass_over_header(&|row| columns.are_named_again(row, fields))?;
        Ok(Self {
            rows,
            name: input.name.to_owned(),
            fields,
            columns,
            header,
            row: ReadRow::default(),
            any_row: false,
            leaves_out: false,
            looked_at: 0,
            is_broken: false,
        })
    }

    /// Returns the header as it stands in the file.
    pub fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Returns what the columns mean.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Returns the position of a field's column.
    pub fn position(&self, field: usize) -> Option<usize> {
        self.columns.position(field)
    }

    /// Returns how the file was read.
    pub fn reading(&self) -> &Reading {
        self.rows.reading()
    }

    /// Returns how many bytes were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.rows.bytes_read()
    }

    /// Returns the next row that is not blank, or nothing at the end.
    pub fn next_row(&mut self) -> Result<Option<RawRow<'_>>, IntakeError> {
        let Some(taken) = self.rows.next(&mut self.row.record)? else {
            if self.any_row {
                return Ok(None);
            }
            return Err(IntakeError::NoRows { name: self.name.clone() });
        };
        self.any_row = true;
        if self.rows.are_of_sheet() {
            // A sheet writes no empty cells behind the last one of a row, its header among them.
            if self.fields.keeps_others {
                self.columns.widen(self.row.record.len());
            }
            while self.row.record.len() < self.columns.width() {
                self.row.record.push_field("");
            }
        }
        let width = self.columns.width();
        if self.row.record.len() > width
            && self.row.record.iter().skip(width).all(|cell| cell.trim().is_empty())
        {
            // Spreadsheets write empty cells behind the last column as well.
            self.row.record.truncate(width);
        }
        self.looked_at = self.looked_at.saturating_sub(1);
        if self.row.record.len() < width && taken.trouble.is_none() {
            self.fill_up(taken.line)?;
        }
        (self.row.line, self.row.trouble) = (taken.line, taken.trouble);
        // Spreadsheets never write JSON, and what they keep of a CSV file they keep in a sheet.
        self.row.is_guarded = !self.rows.reading().is_json();
        Ok(Some(self.row.raw(&self.columns)))
    }

    /// Takes the cells that a short row lacks for empty ones, where its writer leaves such cells out.
    fn fill_up(&mut self, line: u64) -> Result<(), IntakeError> {
        let needed = self.fields.iter().zip(self.columns.positions());
        let needed = needed.filter(|(field, _)| field.required).filter_map(|(_, at)| *at).max();
        let shape = Shape {
            width: self.columns.width(),
            needed: needed.map_or(0, |at| at + 1),
            email: self.fields.position("email").and_then(|email| self.columns.position(email)),
        };
        let row = &mut self.row.record;
        if !self.leaves_out && self.looked_at == 0 {
            self.rows.look_ahead(WINDOW)?;
            self.leaves_out = shape.is_habit(std::iter::once(&*row).chain(self.rows.ahead()));
            self.looked_at = WINDOW;
        }
        if !self.leaves_out {
            return Ok(());
        }
        self.rows.look_ahead(SCRAPS)?;
        if self.is_broken {
            self.is_broken = shape.is_scrap(row);
        } else if shape.is_broken(row, self.rows.ahead()) {
            self.is_broken = true;
        } else if shape.is_whole(row) {
            row.extend(std::iter::repeat_n("", shape.width - row.len()));
            self.rows.was_filled_up(line);
        }
        Ok(())
    }

    /// Gives the present row away, for one that is no longer needed.
    pub(super) fn hand_over(&mut self, row: &mut ReadRow) {
        std::mem::swap(&mut self.row, row);
    }

    /// Returns the SHA-256 of the file, in hexadecimal digits, once all rows were read.
    pub fn sha256(&self) -> String {
        self.rows.sha256()
    }
}

/// Returns the text of a formula that is nothing but a text, `="0099"`, as systems write numbers of which
/// a spreadsheet would change the digits.
fn text_of_formula(cell: &str) -> &str {
    let text = cell.trim_start().strip_prefix("=\"");
    let text = text.and_then(|text| text.trim_end().strip_suffix('"'));
    text.filter(|text| !text.contains('"')).unwrap_or(cell)
}

/// Returns the profile that a row speaks for, if it is a header.
fn profile_of<'c>(
    row: &StringRecord,
    fields: &FieldList,
    choices: &'c Choices,
) -> Option<&'c Profile> {
    let header = || row.iter().map(str::to_owned).collect::<Vec<_>>();
    let is_any = fields.keeps_others && choices.profile.is_none() && row.len() > 1;
    if is_any { detected(&choices.profiles, &header()) } else { choices.profile.as_ref() }
}

/// Returns how many cells of a row are headers that mean something, by themselves or to the system that
/// the row as a whole speaks for; by them the row that names the columns is told from titles above it.
fn known_headers(row: &StringRecord, fields: &'static FieldList, choices: &Choices) -> usize {
    let profile = profile_of(row, fields, choices);
    let is_known = |cell: &&str| {
        let is_theirs = || profile.is_some_and(|profile| profile.has_header(cell));
        let is_mapped = || choices.map.iter().any(|(_, header)| header == cell);
        !cell.is_empty() && (meaning(fields, cell).is_some() || is_mapped() || is_theirs())
    };
    row.iter().map(str::trim).filter(is_known).count()
}
