//! Writes rows as comma-separated values, streaming and quoted only where needed.
//! Reading CSV is not here.

use std::io::{self, Write};

use super::{Cell, Column, Layout, RowWriter, Sink, escape, yes_no};
use crate::domain::guard::{looks_marked, would_change};

/// Writes CSV with a header line, also when there are no rows.
pub(super) struct Writer<'w> {
    columns: &'w [Column<'w>],
    to_terminal: bool,
    for_excel: bool,
    sink: Sink<'w>,
    has_header: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(
        columns: &'w [Column<'w>],
        layout: Layout,
        sink: Sink<'w>,
        for_excel: bool,
    ) -> Self {
        Self { columns, to_terminal: layout.to_terminal, for_excel, sink, has_header: false }
    }

    fn header(&mut self) {
        if self.has_header {
            return;
        }
        self.has_header = true;
        if self.for_excel {
            self.sink.bytes.extend_from_slice("\u{feff}".as_bytes());
        }
        for column in self.columns {
            self.text(column.key);
        }
        self.end_line();
    }

    fn text(&mut self, text: &str) {
        if self.is_plain(text.as_bytes()) {
            return field(text.as_bytes(), &mut self.sink.bytes);
        }
        let marked;
        let text = if looks_marked(text) || self.for_excel && would_change(text) {
            marked = format!("'{text}");
            &marked
        } else {
            text
        };
        if self.to_terminal {
            field(escape(text).as_bytes(), &mut self.sink.bytes);
        } else {
            field(text.as_bytes(), &mut self.sink.bytes);
        }
    }

    /// Says whether a text goes out as it is, but for quotes.
    fn is_plain(&self, text: &[u8]) -> bool {
        !self.to_terminal && !self.for_excel && text.first() != Some(&b'\'')
    }

    /// Ends a line whose fields all have a comma behind them.
    fn end_line(&mut self) {
        let bytes = &mut self.sink.bytes;
        bytes.pop();
        // A reader would pass over an empty line.
        if bytes.last().is_none_or(|&last| last == b'\n') {
            bytes.extend_from_slice(b"\"\"");
        }
        if self.for_excel {
            bytes.push(b'\r');
        }
        bytes.push(b'\n');
    }
}

/// Appends a field and a comma; in quotes only where a reader would go astray without them.
fn field(text: &[u8], bytes: &mut Vec<u8>) {
    if text.iter().any(|&byte| NEEDS_QUOTES[usize::from(byte)]) {
        bytes.push(b'"');
        for &byte in text {
            if byte == b'"' {
                bytes.push(b'"');
            }
            bytes.push(byte);
        }
        bytes.push(b'"');
    } else {
        bytes.extend_from_slice(text);
    }
    bytes.push(b',');
}

/// By byte, whether a field with it stands in quotes.
const NEEDS_QUOTES: [bool; 256] = {
    let mut needs = [false; 256];
    needs[b',' as usize] = true;
    needs[b'"' as usize] = true;
    needs[b'\n' as usize] = true;
    needs[b'\r' as usize] = true;
    needs
};

impl RowWriter for Writer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), self.columns.len(), "one cell for each column");
        self.header();
        for cell in cells {
            match *cell {
                Cell::Empty => self.sink.bytes.push(b','),
                Cell::Raw(text) if self.is_plain(text) => field(text, &mut self.sink.bytes),
                Cell::Raw(text) => self.text(&String::from_utf8_lossy(text)),
                Cell::Text(text) | Cell::Time { utc: text, .. } => self.text(text),
                Cell::Flag(flag) => self.text(yes_no(flag)),
                Cell::Count(number) => write!(self.sink.bytes, "{number},")?,
            }
        }
        self.end_line();
        self.sink.settle()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.header();
        self.sink.finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::text;
    use super::super::{Fit, Format};
    use super::*;
    use crate::domain::guard::unmarked;

    const TWO: [Column<'static>; 2] =
        [Column::new("a", "A", Fit::Whole), Column::new("b", "B", Fit::Whole)];

    fn csv(columns: &[Column<'_>], to_terminal: bool, rows: &[&[Cell<'_>]]) -> String {
        let layout = Layout { to_terminal, ..Layout::default() };
        text(Format::Csv, columns, layout, rows)
    }

    #[test]
    fn quotes_only_where_needed() {
        let rows: [&[Cell<'_>]; 4] = [
            &[Cell::Text(" a "), Cell::Text("'x;y'")],
            &[Cell::Text("a,b"), Cell::Text("a\nb")],
            &[Cell::Text("\""), Cell::Text("\r")],
            &[Cell::Text(""), Cell::Empty],
        ];
        assert_eq!(
            csv(&TWO, false, &rows),
            "a,b\n a ,'x;y'\n\"a,b\",\"a\nb\"\n\"\"\"\",\"\r\"\n,\n"
        );
    }

    #[test]
    fn an_empty_line_is_never_written() {
        let rows: [&[Cell<'_>]; 3] = [&[Cell::Empty], &[Cell::Text("")], &[Cell::Text("x")]];
        assert_eq!(csv(&TWO[..1], false, &rows), "a\n\"\"\n\"\"\nx\n");
    }

    #[test]
    fn control_characters_are_shown_on_a_terminal_only() {
        let rows: [&[Cell<'_>]; 1] = [&[Cell::Text("\u{1b}[1m,"), Cell::Text("a\nb")]];
        assert_eq!(csv(&TWO, true, &rows), "a,b\n\"\\u{1b}[1m,\",a\\u{a}b\n");
        assert_eq!(csv(&TWO, false, &rows), "a,b\n\"\u{1b}[1m,\",\"a\nb\"\n");
    }

    proptest! {
        #[test]
        fn a_reader_gets_back_what_was_written(
            rows in (1..4_usize).prop_flat_map(|width| {
                let field = "(?s)([\",\r\n a😀é]|.){0,12}";
                prop::collection::vec(prop::collection::vec(field, width), 1..6)
            })
        ) {
            let columns = vec![Column::new("key", "Key", Fit::Whole); rows[0].len()];
            let cells: Vec<Vec<_>> = rows
                .iter()
                .map(|row| row.iter().map(|text| Cell::Text(text)).collect())
                .collect();
            let slices: Vec<&[Cell<'_>]> = cells.iter().map(Vec::as_slice).collect();
            let written = csv(&columns, false, &slices);
            let mut reader = ::csv::Reader::from_reader(written.as_bytes());
            let read: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(|text| unmarked(text).to_owned()).collect())
                .collect();
            prop_assert_eq!(read, rows);
        }
    }
}
