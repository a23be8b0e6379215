//! Reads a CSV file row by row, with its header resolved into fields. Meaning of cells is not here.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use sha2::{Digest, Sha256};

use super::columns::{Choices, Columns, Mapping, resolve};
use super::fields::FieldList;
use super::{IntakeError, RowProblem};

/// The most bytes of one row.
const MOST_ROW_BYTES: usize = 1024 * 1024;

/// A reader that computes the SHA-256 of what passes through it.
struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

/// A file of rows with a known header.
pub struct Table<R> {
    reader: csv::Reader<Hashing<R>>,
    name: String,
    fields: &'static FieldList,
    columns: Columns,
    header: StringRecord,
    record: StringRecord,
    any_row: bool,
}

/// One row of a file: its line and its cells by field.
#[derive(Debug, Clone, Copy)]
pub struct RawRow<'t> {
    /// The line where the row begins, counted from 1.
    pub line: u64,
    record: &'t StringRecord,
    columns: &'t Columns,
}

impl<'t> RawRow<'t> {
    /// Returns the cell of a field, or nothing where the file has no such column.
    pub fn cell(&self, field: usize) -> Option<&'t str> {
        self.columns.position(field).and_then(|at| self.record.get(at))
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
        let record = self.record;
        let extras = self.columns.extras().iter();
        extras.map(move |(at, name)| (name.as_str(), record.get(*at).unwrap_or_default().trim()))
    }

    /// Returns the header of a field's column; empty where there is none.
    pub fn header(&self, field: usize) -> &'t str {
        self.columns.header(field)
    }

    /// Returns the cells as they stand in the file.
    pub fn record(&self) -> &'t StringRecord {
        self.record
    }

    /// Returns what is wrong with the shape of the row.
    pub fn ragged(&self) -> Option<RowProblem> {
        let cells = self.record.len();
        let width = self.columns.width();
        (cells != width).then(|| {
            let reason = format!(
                "has {cells} cells where the header has {width}; a comma or a quote is missing or one too many"
            );
            RowProblem::new(self.line, "row", "", reason)
        })
    }
}

impl<R: Read> Table<R> {
    /// Reads the header of a file and resolves it into fields.
    pub fn open(
        input: R,
        name: &str,
        fields: &'static FieldList,
        choices: &Choices,
    ) -> Result<Self, IntakeError> {
        let input = Hashing { inner: input, hash: Sha256::new() };
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(input);
        let mut header = StringRecord::new();
        let mut record = ByteRecord::new();
        let read = reader.read_byte_record(&mut record).map_err(|error| failed(name, error))?;
        if !read {
            return Err(IntakeError::Empty { name: name.to_owned() });
        }
        if let Ok(text) = StringRecord::from_byte_record(record) {
            header = text;
        }
        if header.is_empty() || header.iter().any(|cell| cell.contains('\0')) {
            return Err(IntakeError::NotText { name: name.to_owned(), line: 1 });
        }
        let columns = resolve(&header, name, fields, choices)?;
        Ok(Self {
            reader,
            name: name.to_owned(),
            fields,
            columns,
            header,
            record: StringRecord::new(),
            any_row: false,
        })
    }

    /// Returns the header as it stands in the file.
    pub fn header(&self) -> &StringRecord {
        &self.header
    }

    /// Returns what the columns were taken for.
    pub fn mapping(&self) -> &Mapping {
        self.columns.mapping()
    }

    /// Returns the position of a field's column.
    pub fn position(&self, field: usize) -> Option<usize> {
        self.columns.position(field)
    }

    /// Returns the fields of this kind of file.
    pub fn fields(&self) -> &'static FieldList {
        self.fields
    }

    /// Returns how many bytes were read so far.
    pub fn bytes_read(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Returns the next row that is not blank, or nothing at the end.
    pub fn next_row(&mut self) -> Result<Option<RawRow<'_>>, IntakeError> {
        loop {
            let read = self
                .reader
                .read_record(&mut self.record)
                .map_err(|error| failed(&self.name, error))?;
            if !read {
                if self.any_row {
                    return Ok(None);
                }
                return Err(IntakeError::NoRows { name: self.name.clone() });
            }
            let line = self.record.position().map_or(0, csv::Position::line);
            if self.record.as_slice().len() > MOST_ROW_BYTES {
                let name = self.name.clone();
                return Err(IntakeError::RowTooLong { name, line, limit: MOST_ROW_BYTES });
            }
            // Spreadsheets leave rows of commas behind the last person.
            if self.record.as_slice().trim().is_empty() {
                continue;
            }
            self.any_row = true;
            return Ok(Some(RawRow { line, record: &self.record, columns: &self.columns }));
        }
    }

    /// Returns the SHA-256 of the file, in hexadecimal digits, once all rows were read.
    pub fn sha256(self) -> String {
        use std::fmt::Write as _;
        let hash = self.reader.into_inner().hash.finalize();
        hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn failed(name: &str, error: csv::Error) -> IntakeError {
    let name = name.to_owned();
    let line = error.position().map_or(1, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(source) => IntakeError::Unreadable { name, source },
        _ => IntakeError::NotText { name, line },
    }
}
