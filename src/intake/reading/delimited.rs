//! Reads rows of text cells with a delimiter between them.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use super::quotes::Quotes;
use super::source::{Fault, RowSource, Taken};
use super::watched::Watched;

/// The character between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(pub(super) u8);

/// Delimiters that are looked for, with their names; the first one where all are equally likely.
const USUAL: &[(u8, &str)] =
    &[(b',', "comma"), (b';', "semicolon"), (b'\t', "tab"), (b'|', "pipe")];

/// How many rows are looked at to guess a delimiter and to find the header.
pub(super) const ROWS_LOOKED_AT: usize = 20;

impl Delimiter {
    pub(super) const COMMA: Self = Self(b',');
}

impl std::str::FromStr for Delimiter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = USUAL.iter().find(|(_, name)| *name == text);
        match (named, text.as_bytes()) {
            (Some((byte, _)), _) => Ok(Self(*byte)),
            (None, b"\\t") => Ok(Self(b'\t')),
            (None, [b'"' | b'\n' | b'\r']) => Err("ends rows or encloses cells"),
            (None, [byte]) if byte.is_ascii() => Ok(Self(*byte)),
            _ => Err("is no delimiter; write comma, semicolon, tab, pipe or one character"),
        }
    }
}

impl std::fmt::Display for Delimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match USUAL.iter().find(|(byte, _)| *byte == self.0) {
            Some((_, name)) => f.write_str(name),
            None => write!(f, "{:?}", char::from(self.0)),
        }
    }
}

/// Returns a reader of rows that takes every cell as it stands.
pub(super) fn reader<R: Read>(input: R, delimiter: Delimiter) -> csv::Reader<R> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.0)
        .buffer_capacity(64 * 1024)
        .from_reader(input)
}

/// Finds the delimiter by which a text falls into rows with headers that are known, then into rows
/// of one width; `known` counts how many cells of a row are headers.
pub(super) fn guess(text: &str, known: &dyn Fn(&StringRecord) -> usize) -> Delimiter {
    let mut best = ((0, 0), Delimiter::COMMA);
    for (byte, _) in USUAL {
        let delimiter = Delimiter(*byte);
        let rows = reader(text.as_bytes(), delimiter).into_records().map_while(Result::ok);
        let (mut headers, mut widths) = (0, Vec::new());
        for row in rows.take(ROWS_LOOKED_AT) {
            let count = known(&row);
            if count > 1 && count == filled(&row) {
                return delimiter;
            }
            headers = headers.max(count);
            widths.push(row.len());
        }
        widths.retain(|width| *width > 1);
        widths.sort_unstable();
        let same = widths.chunk_by(|a, b| a == b).map(<[usize]>::len).max().unwrap_or(0);
        if (headers, same) > best.0 {
            best = ((headers, same), delimiter);
        }
    }
    best.1
}

/// Returns how many cells of a row hold anything.
pub(super) fn filled(row: &StringRecord) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Says whether a cell is enclosed in quotes that no reader of delimited text takes for such.
fn is_in_other_quotes(cell: &str) -> bool {
    let mut letters = cell.chars();
    matches!(
        (letters.next(), letters.next_back()),
        (Some('\'' | '‘' | '`' | '´' | '‚'), Some('\'' | '’' | '‘' | '´'))
            | (Some('“' | '„' | '”' | '«' | '»'), Some('”' | '“' | '»' | '«'))
    )
}

/// Says whether all cells of a header are enclosed in such quotes.
pub(super) fn has_other_quotes(header: &StringRecord) -> bool {
    let mut cells = header.iter().map(str::trim).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(is_in_other_quotes)
}

/// Stands behind the last line of a text: as a row of its own, or, where a quote was opened and never
/// closed, within the cell that has swallowed all rows behind it. No list has such characters.
const END: &str = "\u{1}\u{2}\u{3}\u{2}\u{1}";

/// What is wrong with a row in which a quote closes a cell too early.
const CLOSED_EARLY: &str = "has a quote within a cell in quotes; write it twice";

/// A file of delimited text, read row by row.
pub(super) struct Delimited {
    reader: csv::Reader<Watched<Quotes<Box<dyn Read>>>>,
}

impl Delimited {
    pub(super) fn new(text: Box<dyn Read>, delimiter: Delimiter) -> Self {
        let text = text.chain(b"\n".as_slice()).chain(END.as_bytes());
        let text = Quotes::new(Box::new(text) as Box<dyn Read>, delimiter.0);
        Self { reader: reader(Watched::new(text), delimiter) }
    }

    /// Says what it means that a row ends with [`END`].
    fn at_end(&mut self, row: &mut StringRecord, line: u64) -> Result<Option<Taken>, Fault> {
        let is_alone = row.as_slice() == END;
        match self.reader.read_record(row) {
            Ok(false) if is_alone => Ok(None),
            Ok(false) => Err(Fault::OpenQuote { line }),
            // The file itself has these characters.
            _ => Err(Fault::NoText { line }),
        }
    }
}

impl RowSource for Delimited {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        self.reader.get_mut().row_begins();
        let place = self.reader.position().byte();
        match self.reader.read_record(row) {
            Ok(false) => Ok(None),
            Ok(true) => {
                let line = self.reader.get_mut().line_at(place);
                if row.as_slice().ends_with(END) {
                    return self.at_end(row, line);
                }
                let end = self.reader.position().byte();
                let is_cut = self.reader.get_mut().inner().any_before(end);
                Ok(Some(Taken { line, trouble: is_cut.then(|| CLOSED_EARLY.to_owned()) }))
            }
            Err(error) => {
                let line = self.reader.get_mut().line_at(place);
                let last = self.reader.get_ref().last_line();
                Err(match error.into_kind() {
                    csv::ErrorKind::Io(error) => Fault::Input { error, line, last },
                    _ => Fault::NotUtf8 { line },
                })
            }
        }
    }
}
