//! Reads the sheets of an XLS workbook, the format of spreadsheets before 2007.
//!
//! The libraries for it end the program where a damaged file lies about a length, and do not show a
//! number as its cell does; so the records are read here.

use std::io::{Read, SeekFrom};
use std::rc::Rc;

use csv::StringRecord;

use super::super::TextEncoding;
use super::super::input::{Input, Seekable};
use super::super::source::{Fault, Oddities, RowSource, Taken};
use super::cell::{NumberFormat, plain};
use super::layout::Layout;
use super::package::failed;
use super::records::{MOST_XLS_COLUMNS, Record, Records, double, long, word};
use super::xls_layout;

/// The most bytes of such a workbook, which has to be read as a whole.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// The most cells of a sheet.
const MOST_CELLS: usize = 4 * 1024 * 1024;
/// The most texts that its cells share.
const MOST_TEXTS: u32 = 4 * 1024 * 1024;
/// The most sheets of a workbook.
const MOST_SHEETS: usize = 1_000;
/// The kinds of records that say anything about a list.
mod kind {
    pub(super) use super::super::records::{BEGIN, END};

    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const PASSWORD: u16 = 0x002F;
    pub(super) const CODE_PAGE: u16 = 0x0042;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const MANY_NUMBERS: u16 = 0x00BD;
    pub(super) const RICH_LABEL: u16 = 0x00D6;
    pub(super) const STYLE: u16 = 0x00E0;
    pub(super) const SHARED_TEXTS: u16 = 0x00FC;
    pub(super) const SHARED_LABEL: u16 = 0x00FD;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_OR_ERROR: u16 = 0x0205;
    pub(super) const RESULT: u16 = 0x0207;
    pub(super) const SMALL_NUMBER: u16 = 0x027E;
    pub(super) const FORMAT: u16 = 0x041E;
}

const DAMAGED: Fault = Fault::Damaged { line: 1 };

/// An XLS workbook.
pub(in super::super) struct Xls {
    book: Rc<Book>,
    /// Names of the sheets, where they begin and end, and whether they are hidden.
    sheets: Vec<(String, usize, usize, bool)>,
}

/// What all sheets of a workbook have in common.
struct Book {
    records: Records,
    texts: Vec<Box<str>>,
    formats: Vec<NumberFormat>,
    from_1904: bool,
}

impl Xls {
    /// Opens a workbook; returns nothing where the file is another kind of old document.
    pub(super) fn open(input: Input<'_>) -> Result<Option<Self>, Fault> {
        let mut bytes = (input.open)().map_err(failed)?;
        if bytes.seek(SeekFrom::End(0)).map_err(failed)? > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        bytes.rewind().map_err(failed)?;
        match stream(bytes)? {
            Some(records) => Self::read(Records::new(records)).map(Some),
            None => Ok(None),
        }
    }

    /// Reads what stands before the sheets.
    fn read(mut records: Records) -> Result<Self, Fault> {
        let begin = records.at(0).filter(|record| record.kind == kind::BEGIN).ok_or(DAMAGED)?;
        let version = word(records.data(begin), 0).ok_or(DAMAGED)?;
        records.is_unicode = version >= 0x0600;
        let (mut own, mut styles, mut sheets) = (Vec::new(), Vec::new(), Vec::new());
        let (mut texts, mut from_1904) = (Vec::new(), false);
        let mut at = records.after(begin);
        while let Some(record) = at.filter(|record| record.kind != kind::END) {
            let data = records.data(record);
            match record.kind {
                kind::PASSWORD => return Err(Fault::Locked),
                kind::CODE_PAGE => {
                    let page = word(data, 0).unwrap_or_default();
                    records.encoding = TextEncoding::of_code_page(page).unwrap_or(records.encoding);
                }
                kind::DATE_MODE => from_1904 = word(data, 0) == Some(1),
                kind::FORMAT => {
                    let id = word(data, 0).ok_or(DAMAGED)?;
                    let length = if records.is_unicode { 2 } else { 1 };
                    let code = records.reader(record, 2).text(length)?;
                    own.push((u32::from(id), NumberFormat::of_code(&code)));
                }
                kind::STYLE => styles.push(u32::from(word(data, 2).ok_or(DAMAGED)?)),
                kind::SHEET if data.get(5) == Some(&0) => {
                    let start = long(data, 0).and_then(|at| usize::try_from(at).ok());
                    let name = records.reader(record, 6).text(1)?;
                    let is_hidden = data.get(4).is_some_and(|state| state & 3 != 0);
                    sheets.push((name, start.ok_or(DAMAGED)?, is_hidden));
                    if sheets.len() > MOST_SHEETS {
                        return Err(Fault::TooLarge);
                    }
                }
                kind::SHARED_TEXTS => {
                    let count = long(data, 4).ok_or(DAMAGED)?;
                    if count > MOST_TEXTS {
                        return Err(Fault::TooLarge);
                    }
                    let mut reader = records.reader(record, 8);
                    texts.clear();
                    for _ in 0..count {
                        texts.push(reader.text(2)?.into_boxed_str());
                    }
                }
                _ => {}
            }
            at = records.after(record);
        }
        let format = |id: &u32| {
            let own = own.iter().rev().find(|(own, _)| own == id);
            own.map_or_else(|| NumberFormat::built_in(*id), |(_, format)| format.clone())
        };
        let formats = styles.iter().map(format).collect();
        // A sheet ends at the latest where another one begins, so that none is read twice.
        let starts: Vec<usize> = sheets.iter().map(|(_, start, _)| *start).collect();
        let end = |start| starts.iter().copied().filter(|s| *s > start).min().unwrap_or(usize::MAX);
        let sheets = sheets
            .into_iter()
            .map(|(name, start, is_hidden)| (name, start, end(start), is_hidden))
            .collect();
        Ok(Self { book: Rc::new(Book { records, texts, formats, from_1904 }), sheets })
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, ..)| name.clone()).collect()
    }

    pub(super) fn is_hidden(&self, at: usize) -> bool {
        self.sheets.get(at).is_some_and(|(.., is_hidden)| *is_hidden)
    }

    pub(super) fn sheet(&mut self, at: usize) -> Result<Box<dyn RowSource>, Fault> {
        let (_, start, end, _) = self.sheets.get(at).ok_or(DAMAGED)?;
        let cells = self.book.cells(*start, *end)?;
        let (layout, hidden) = xls_layout::of(&self.book.records, *start, *end)?;
        let (book, row) = (Rc::clone(&self.book), Vec::new());
        Ok(Box::new(Sheet { book, cells, next: 0, row, layout, hidden }))
    }
}

/// Returns the stream of records of a file, or nothing where it has none.
fn stream(bytes: Box<dyn Seekable>) -> Result<Option<Vec<u8>>, Fault> {
    let mut parts = cfb::CompoundFile::open(bytes).map_err(|_| DAMAGED)?;
    if parts.exists("/EncryptedPackage") {
        return Err(Fault::Locked);
    }
    let Some(book) = ["/Workbook", "/Book"].into_iter().find(|part| parts.exists(part)) else {
        return Ok(None);
    };
    let mut records = Vec::new();
    let stream = parts.open_stream(book).map_err(|_| DAMAGED)?;
    stream.take(MOST_BYTES).read_to_end(&mut records).map_err(|_| DAMAGED)?;
    Ok(Some(records))
}

/// Where a cell stands, and where its record begins; there may be four million.
struct Place {
    row: u16,
    column: u16,
    at: u32,
}

impl Book {
    /// Finds all cells of a sheet that hold anything, row by row; some programs write them in the
    /// order in which they were filled in.
    fn cells(&self, start: usize, end: usize) -> Result<Vec<Place>, Fault> {
        let begin = self.records.at(start).filter(|record| record.kind == kind::BEGIN);
        let (mut cells, mut depth) = (Vec::new(), 0_usize);
        let mut at = self.records.after(begin.ok_or(DAMAGED)?);
        while let Some(record) = at.filter(|record| record.place() < end) {
            let data = self.records.data(record);
            match record.kind {
                // Charts lie within sheets as sheets do within the workbook.
                kind::BEGIN => depth += 1,
                kind::END if depth == 0 => break,
                kind::END => depth -= 1,
                kind::FORMULA
                | kind::RICH_LABEL
                | kind::SHARED_LABEL
                | kind::NUMBER
                | kind::LABEL
                | kind::BOOL_OR_ERROR
                | kind::SMALL_NUMBER
                | kind::MANY_NUMBERS
                    if depth == 0 =>
                {
                    let (Some(row), Some(first)) = (word(data, 0), word(data, 2)) else {
                        return Err(DAMAGED);
                    };
                    let count = match record.kind {
                        kind::MANY_NUMBERS => data.len().saturating_sub(6) / 6,
                        _ => 1,
                    };
                    let columns = first..first.saturating_add(u16::try_from(count).unwrap_or(0));
                    if columns.end > MOST_XLS_COLUMNS {
                        return Err(Fault::Damaged { line: u64::from(row) + 1 });
                    }
                    let at = u32::try_from(record.place()).map_err(|_| Fault::TooLarge)?;
                    cells.extend(columns.map(|column| Place { row, column, at }));
                    if cells.len() > MOST_CELLS {
                        return Err(Fault::TooLarge);
                    }
                }
                _ => {}
            }
            at = self.records.after(record);
        }
        if !cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        Ok(cells)
    }

    /// Returns a cell as a person reads it.
    fn text(&self, cell: &Place) -> Option<String> {
        let record = self.records.at(usize::try_from(cell.at).ok()?)?;
        let data = self.records.data(record);
        let style = word(data, 4);
        Some(match record.kind {
            kind::NUMBER => self.show(double(data, 6)?, style),
            kind::SMALL_NUMBER => self.show(small(long(data, 6)?), style),
            kind::MANY_NUMBERS => {
                let at = 4 + 6 * usize::from(cell.column - word(data, 2)?);
                self.show(small(long(data, at + 2)?), word(data, at))
            }
            kind::SHARED_LABEL => {
                let at = usize::try_from(long(data, 6)?).ok()?;
                self.texts.get(at)?.to_string()
            }
            kind::LABEL | kind::RICH_LABEL => self.records.reader(record, 6).text(2).ok()?,
            kind::BOOL_OR_ERROR => yes_or_error(*data.get(6)?, *data.get(7)? != 0),
            _ => self.result(record, data, style)?,
        })
    }

    /// Returns what a formula came to when the workbook was saved.
    fn result(&self, record: Record, data: &[u8], style: Option<u16>) -> Option<String> {
        if word(data, 12)? != 0xFFFF {
            return Some(self.show(double(data, 6)?, style));
        }
        match *data.get(6)? {
            0 => {
                // A formula that several cells share may stand between.
                let first = self.records.after(record)?;
                let second = self.records.after(first);
                let result = [Some(first), second].into_iter().flatten();
                let result = result.into_iter().find(|record| record.kind == kind::RESULT);
                result.map_or(Some(String::new()), |r| self.records.reader(r, 0).text(2).ok())
            }
            1 => Some(yes_or_error(*data.get(8)?, false)),
            2 => Some(yes_or_error(*data.get(8)?, true)),
            _ => Some(String::new()),
        }
    }

    fn show(&self, number: f64, style: Option<u16>) -> String {
        let format = style.and_then(|style| self.formats.get(usize::from(style)));
        format.map_or_else(|| plain(number), |format| format.show(number, self.from_1904))
    }
}

/// Returns a number that was packed into four bytes.
fn small(packed: u32) -> f64 {
    let number = if packed & 2 == 0 {
        f64::from_bits(u64::from(packed & !3) << 32)
    } else {
        f64::from(packed.cast_signed() >> 2)
    };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

fn yes_or_error(value: u8, is_error: bool) -> String {
    let text = match (is_error, value) {
        (false, 0) => "no",
        (false, _) => "yes",
        (true, 0x00) => "#NULL!",
        (true, 0x07) => "#DIV/0!",
        (true, 0x0F) => "#VALUE!",
        (true, 0x17) => "#REF!",
        (true, 0x1D) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, _) => "#N/A",
    };
    text.to_owned()
}

/// One sheet, whose cells are read as its rows are.
struct Sheet {
    book: Rc<Book>,
    cells: Vec<Place>,
    next: usize,
    row: Vec<String>,
    layout: Layout,
    /// The rows that are hidden, in their order.
    hidden: Vec<u16>,
}

impl RowSource for Sheet {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        self.row.clear();
        let Some(number) = self.cells.get(self.next).map(|cell| cell.row) else {
            return Ok(None);
        };
        let line = u64::from(number) + 1;
        while let Some(cell) = self.cells.get(self.next).filter(|cell| cell.row == number) {
            let text = self.book.text(cell).ok_or(Fault::Damaged { line })?;
            self.next += 1;
            // Of two records for one cell the last one holds, as where it is shown.
            let is_last = self
                .cells
                .get(self.next)
                .is_none_or(|next| (next.row, next.column) != (number, cell.column));
            if is_last && !text.is_empty() {
                self.row.resize(usize::from(cell.column), String::new());
                self.row.push(text);
            }
        }
        let is_hidden = self.hidden.binary_search(&number).is_ok();
        self.layout.complete(line, is_hidden, &mut self.row)?;
        row.clear();
        for cell in &self.row {
            row.push_field(cell);
        }
        Ok(Some(Taken::at(line)))
    }

    fn oddities(&self) -> Oddities {
        self.layout.oddities()
    }
}
