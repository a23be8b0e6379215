//! Writes rows as a JSON array of objects, one object on each line and none of them kept.
//! Single objects and reading JSON are not here.

use std::io::{self, Write};

use super::terminal::Hidden;
use super::{Cell, Column, Layout, RowWriter, Sink};

/// Writes an array that grows by one object with each row.
pub(super) struct Writer<'w> {
    columns: &'w [Column<'w>],
    to_terminal: bool,
    sink: Sink<'w>,
    /// What comes before each value, ready to copy: a separator, the key and a colon.
    keys: Vec<Vec<u8>>,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    NoRows,
    Rows,
    Finished,
}

impl<'w> Writer<'w> {
    pub(super) fn new(columns: &'w [Column<'w>], layout: Layout, sink: Sink<'w>) -> Self {
        let keys = columns.iter().enumerate().map(|(index, column)| {
            let mut key = vec![if index == 0 { b'{' } else { b',' }];
            string(&mut key, column.key, layout.to_terminal);
            key.push(b':');
            key
        });
        Self {
            columns,
            to_terminal: layout.to_terminal,
            sink,
            keys: keys.collect(),
            state: State::NoRows,
        }
    }
}

impl RowWriter for Writer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), self.columns.len(), "one cell for each column");
        let bytes = &mut self.sink.bytes;
        let before: &[u8] = match self.state {
            State::NoRows => b"[\n",
            State::Rows | State::Finished => b",\n",
        };
        bytes.extend_from_slice(before);
        self.state = State::Rows;
        for (key, cell) in self.keys.iter().zip(cells) {
            bytes.extend_from_slice(key);
            value(bytes, cell, self.to_terminal)?;
        }
        if self.keys.is_empty() {
            bytes.push(b'{');
        }
        bytes.push(b'}');
        self.sink.settle()
    }

    fn finish(&mut self) -> io::Result<()> {
        let end: &[u8] = match self.state {
            State::NoRows => b"[]\n",
            State::Rows => b"\n]\n",
            State::Finished => b"",
        };
        self.sink.bytes.extend_from_slice(end);
        self.state = State::Finished;
        self.sink.finish()
    }
}

/// Writes one object in a line of its own, for answers that are read as they come.
pub fn object(columns: &[Column<'_>], cells: &[Cell<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    for (number, (column, cell)) in columns.iter().zip(cells).enumerate() {
        bytes.push(if number == 0 { b'{' } else { b',' });
        string(&mut bytes, column.key, false);
        bytes.push(b':');
        value(&mut bytes, cell, false)?;
    }
    bytes.extend_from_slice(b"}\n");
    out.write_all(&bytes)
}

/// Adds the value of a cell.
fn value(bytes: &mut Vec<u8>, cell: &Cell<'_>, to_terminal: bool) -> io::Result<()> {
    match *cell {
        Cell::Empty => bytes.extend_from_slice(b"null"),
        Cell::Text(text) | Cell::Time { utc: text, .. } => string(bytes, text, to_terminal),
        Cell::Raw(text) => string(bytes, &String::from_utf8_lossy(text), to_terminal),
        Cell::Count(number) => write!(bytes, "{number}")?,
        Cell::Flag(true) => bytes.extend_from_slice(b"true"),
        Cell::Flag(false) => bytes.extend_from_slice(b"false"),
    }
    Ok(())
}

/// Adds a JSON string, with hidden characters escaped if a terminal shows it.
fn string(bytes: &mut Vec<u8>, text: &str, to_terminal: bool) {
    bytes.push(b'"');
    let mut done = 0;
    if to_terminal {
        for (at, character) in Hidden::of(text) {
            part(bytes, &text[done..at]);
            for unit in character.encode_utf16(&mut [0; 2]) {
                unicode_escape(bytes, *unit);
            }
            done = at + character.len_utf8();
        }
    }
    part(bytes, &text[done..]);
    bytes.push(b'"');
}

/// Adds a part of a string with only those characters escaped that JSON requires.
fn part(bytes: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, 0..=0x1f | b'"' | b'\\')) {
        bytes.extend_from_slice(&rest[..at]);
        match rest[at] {
            b'"' => bytes.extend_from_slice(b"\\\""),
            b'\\' => bytes.extend_from_slice(b"\\\\"),
            b'\n' => bytes.extend_from_slice(b"\\n"),
            b'\r' => bytes.extend_from_slice(b"\\r"),
            b'\t' => bytes.extend_from_slice(b"\\t"),
            control => unicode_escape(bytes, control.into()),
        }
        rest = &rest[at + 1..];
    }
    bytes.extend_from_slice(rest);
}

fn unicode_escape(bytes: &mut Vec<u8>, unit: u16) {
    bytes.extend_from_slice(b"\\u");
    for shift in [12, 8, 4, 0] {
        bytes.push(b"0123456789abcdef"[usize::from(unit >> shift & 0xf)]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::super::tests::text;
    use super::super::{Fit, Format, escape};
    use super::*;

    const TWO: [Column<'static>; 2] =
        [Column::new("a", "A", Fit::Whole), Column::new("b\"", "B", Fit::Whole)];

    fn json(to_terminal: bool, rows: &[&[Cell<'_>]]) -> String {
        let layout = Layout { to_terminal, ..Layout::default() };
        text(Format::Json, &TWO, layout, rows)
    }

    #[test]
    fn escapes_what_json_requires() {
        let row = [Cell::Text("\"\\/\u{8}\n"), Cell::Text("\u{7f}\u{202e}é")];
        assert_eq!(
            json(false, &[&row]),
            "[\n{\"a\":\"\\\"\\\\/\\u0008\\n\",\"b\\\"\":\"\u{7f}\u{202e}é\"}\n]\n"
        );
    }

    #[test]
    fn escapes_more_on_a_terminal() {
        let row = [Cell::Text("\u{1b}\u{7f}\u{202e}é"), Cell::Text("\u{e0041}")];
        assert_eq!(
            json(true, &[&row]),
            "[\n{\"a\":\"\\u001b\\u007f\\u202eé\",\"b\\\"\":\"\\udb40\\udc41\"}\n]\n"
        );
    }

    proptest! {
        #[test]
        fn a_reader_gets_back_what_was_written(
            rows in prop::collection::vec(
                ("(?s)[\\PC\u{0}-\u{1f}\"\\\\\u{200c}-\u{202e}\u{e0041}]{0,12}", any::<i64>()), 0..6
            ),
            to_terminal in any::<bool>(),
        ) {
            let cells: Vec<[Cell<'_>; 2]> = rows
                .iter()
                .map(|(text, number)| [Cell::Text(text), Cell::Count(*number)])
                .collect();
            let slices: Vec<&[Cell<'_>]> = cells.iter().map(<[_; 2]>::as_slice).collect();
            let written = json(to_terminal, &slices);
            let expected: Vec<Value> = rows
                .iter()
                .map(|(text, number)| json!({ "a": text, "b\"": number }))
                .collect();
            prop_assert_eq!(serde_json::from_str::<Vec<Value>>(&written).unwrap(), expected);
            if to_terminal {
                for line in written.lines() {
                    prop_assert_eq!(escape(line), line);
                }
            }
        }
    }
}
