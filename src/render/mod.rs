//! Turns rows into a table, CSV, JSON or a workbook from one list of columns.
//! Nothing here knows participants, the store or the clock: callers hand over finished values.

mod csv;
mod fit;
mod html;
mod json;
mod kept;
mod new_file;
mod qr;
mod table;
pub mod terminal;
pub mod words;
mod xlsx;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

pub use fit::{folded, wrapped};
pub use html::Html;
pub use json::object;
pub use new_file::NewFile;
pub use terminal::escape;

/// The forms a list of rows can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Columns aligned for reading.
    #[default]
    Table,
    /// An array of objects.
    Json,
    /// Comma-separated values with a header line.
    Csv,
    /// The same as a spreadsheet opens it right: UTF-8 with a mark, and texts marked as texts.
    CsvForExcel,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// The formats that have a name, in the order help texts list them.
    pub const ALL: [Self; 3] = [Self::Table, Self::Json, Self::Csv];

    /// Gives the name under which the format is chosen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv | Self::CsvForExcel => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Says that a text names none of the formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat {
    name: String,
}

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = words::list(&Format::ALL.map(Format::as_str), "or");
        let name = words::quoted(&self.name);
        write!(f, "unknown format {name}; choose {known}")
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.as_str() == name)
            .ok_or_else(|| UnknownFormat { name: name.into() })
    }
}

/// How a column of a table gives way when the table is too wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Never wrapped while anything else can give way, for codes and names.
    Whole,
    /// Wrapped at spaces, for free text.
    Words,
    /// Aligned to the right and wrapped last of all, for counts.
    Right,
}

/// One column of the output, shared by all formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// The name in CSV headers and JSON objects.
    pub key: &'a str,
    /// The heading in tables.
    pub heading: &'a str,
    /// How the column gives way in tables.
    pub fit: Fit,
}

impl<'a> Column<'a> {
    /// Describes a column.
    pub const fn new(key: &'a str, heading: &'a str, fit: Fit) -> Self {
        Self { key, heading, fit }
    }
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// No value: `-` in tables, nothing in CSV, `null` in JSON.
    Empty,
    /// A text.
    Text(&'a str),
    /// A text as the register has it, which nobody has read yet.
    Raw(&'a [u8]),
    /// A whole number, a JSON number.
    Count(i64),
    /// A yes or no, a JSON boolean.
    Flag(bool),
    /// A moment, shown as the local time in tables and as UTC elsewhere.
    Time {
        /// The moment in UTC.
        utc: &'a str,
        /// The moment at the place of the seminar.
        local: &'a str,
    },
}

/// Returns the cell of a text that may be empty.
pub const fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// What the output is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The width a table should fit, in terminal columns; 0 stands for unknown.
    pub width: usize,
    /// Whether the output goes to a terminal, which must not see control characters.
    pub to_terminal: bool,
}

impl Layout {
    /// The width used when none is known.
    pub const WIDTH: usize = 80;
}

impl Default for Layout {
    fn default() -> Self {
        Self { width: Self::WIDTH, to_terminal: false }
    }
}

/// Takes the rows of one output, one after the other.
pub trait RowWriter {
    /// Adds a row with one cell for each column.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Writes what is still held back; without it the output is incomplete.
    fn finish(&mut self) -> io::Result<()>;
}

/// Starts an output in the given format.
pub fn writer<'w>(
    format: Format,
    columns: &'w [Column<'w>],
    layout: Layout,
    out: &'w mut dyn Write,
) -> Box<dyn RowWriter + 'w> {
    match format {
        Format::Table => Box::new(table::Writer::new(columns, layout, Sink::new(out))),
        Format::Json => Box::new(json::Writer::new(columns, layout, Sink::new(out))),
        Format::Csv => Box::new(csv::Writer::new(columns, layout, Sink::new(out), false)),
        Format::CsvForExcel => Box::new(csv::Writer::new(columns, layout, Sink::new(out), true)),
        Format::Xlsx => Box::new(xlsx::Writer::new(columns, out)),
    }
}

/// The word for a flag where there is no boolean.
const fn yes_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// Collects bytes and passes them on in large pieces.
struct Sink<'w> {
    out: &'w mut dyn Write,
    bytes: Vec<u8>,
}

impl<'w> Sink<'w> {
    const FULL: usize = 64 * 1024;

    fn new(out: &'w mut dyn Write) -> Self {
        Self { out, bytes: Vec::new() }
    }

    /// Passes the bytes on once enough of them came together.
    fn settle(&mut self) -> io::Result<()> {
        if self.bytes.len() < Self::FULL {
            return Ok(());
        }
        self.pass_on()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.out.flush()
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let written = self.out.write_all(&self.bytes);
        // Bytes that failed once must not be repeated by a later call.
        self.bytes.clear();
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column<'static>; 5] = [
        Column::new("code", "Code", Fit::Whole),
        Column::new("name", "Name", Fit::Words),
        Column::new("events", "Events", Fit::Right),
        Column::new("paid", "Paid", Fit::Whole),
        Column::new("at", "Registered", Fit::Whole),
    ];

    pub(super) fn text(
        format: Format,
        columns: &[Column<'_>],
        layout: Layout,
        rows: &[&[Cell<'_>]],
    ) -> String {
        let mut out = Vec::new();
        let mut writer = writer(format, columns, layout, &mut out);
        for row in rows {
            writer.row(row).unwrap();
        }
        writer.finish().unwrap();
        drop(writer);
        String::from_utf8(out).unwrap()
    }

    fn both_rows(format: Format) -> String {
        let at = Cell::Time { utc: "2026-10-01T00:30:00Z", local: "2026-10-01 09:30" };
        text(
            format,
            &COLUMNS,
            Layout::default(),
            &[
                &[
                    Cell::Text("P-001"),
                    Cell::Text("Ada \"Countess\" Lovelace, née Byron"),
                    Cell::Count(12),
                    Cell::Flag(true),
                    at,
                ],
                &[
                    Cell::Text("P-002"),
                    Cell::Text("山田 太郎"),
                    Cell::Count(-3),
                    Cell::Flag(false),
                    Cell::Empty,
                ],
            ],
        )
    }

    #[test]
    fn table_as_text() {
        assert_eq!(
            both_rows(Format::Table),
            "\
Code   Name                                Events  Paid  Registered
-----  ----------------------------------  ------  ----  ----------------
P-001  Ada \"Countess\" Lovelace, née Byron      12  yes   2026-10-01 09:30
P-002  山田 太郎                               -3  no    -
"
        );
    }

    #[test]
    fn csv_as_text() {
        assert_eq!(
            both_rows(Format::Csv),
            "\
code,name,events,paid,at
P-001,\"Ada \"\"Countess\"\" Lovelace, née Byron\",12,yes,2026-10-01T00:30:00Z
P-002,山田 太郎,-3,no,
"
        );
    }

    #[test]
    fn json_as_text() {
        assert_eq!(
            both_rows(Format::Json),
            r#"[
{"code":"P-001","name":"Ada \"Countess\" Lovelace, née Byron","events":12,"paid":true,"at":"2026-10-01T00:30:00Z"},
{"code":"P-002","name":"山田 太郎","events":-3,"paid":false,"at":null}
]
"#
        );
    }

    #[test]
    fn no_rows() {
        let columns = &COLUMNS[..2];
        let empty = |format| text(format, columns, Layout::default(), &[]);
        assert_eq!(empty(Format::Table), "Code  Name\n----  ----\n");
        assert_eq!(empty(Format::Csv), "code,name\n");
        assert_eq!(empty(Format::Json), "[]\n");
    }

    #[test]
    fn finish_twice_adds_nothing() {
        for format in Format::ALL {
            let mut out = Vec::new();
            let mut writer = writer(format, &COLUMNS[..1], Layout::default(), &mut out);
            writer.row(&[Cell::Text("a")]).unwrap();
            writer.finish().unwrap();
            writer.finish().unwrap();
            drop(writer);
            let once = text(format, &COLUMNS[..1], Layout::default(), &[&[Cell::Text("a")]]);
            assert_eq!(String::from_utf8(out).unwrap(), once);
        }
    }

    #[test]
    fn errors_of_the_output_come_back() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for format in Format::ALL {
            let mut out = Closed;
            let mut writer = writer(format, &COLUMNS[..1], Layout::default(), &mut out);
            writer.row(&[Cell::Text("a")]).unwrap();
            let error = writer.finish().unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    }

    #[test]
    fn formats_have_names() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!(
            "xml".parse::<Format>().unwrap_err().to_string(),
            "unknown format \"xml\"; choose table, json or csv"
        );
    }
}
