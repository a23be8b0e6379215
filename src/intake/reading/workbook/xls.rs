//! Reads the sheets of an XLS workbook, the format of spreadsheets before 2007.

use std::io::{Read, SeekFrom};

use calamine::{Data, Range, Reader};
use csv::StringRecord;

use super::super::MOST_COLUMNS;
use super::super::input::{Input, Seekable};
use super::super::source::{Fault, RowSource, Taken};
use super::cell::{NumberFormat, plain};
use super::package::failed;

/// The most bytes of such a workbook, which has to be read as a whole.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// The most cells of the areas that the sheets span, empty ones included.
const MOST_CELLS: u64 = 4 * 1024 * 1024;

/// An XLS workbook.
pub(in super::super) struct Xls {
    workbook: calamine::Xls<Box<dyn Seekable>>,
}

impl Xls {
    /// Opens a workbook; returns nothing where the file is another kind of old document.
    pub(super) fn open(input: Input<'_>) -> Result<Option<Self>, Fault> {
        let damaged = Fault::Damaged { line: 1 };
        let mut bytes = (input.open)().map_err(failed)?;
        let length = bytes.seek(SeekFrom::End(0)).map_err(failed)?;
        if length > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        bytes.rewind().map_err(failed)?;
        let Ok(mut parts) = cfb::CompoundFile::open(bytes) else {
            return Err(damaged);
        };
        if parts.exists("/EncryptedPackage") {
            return Err(Fault::Locked);
        }
        let Some(book) = ["/Workbook", "/Book"].into_iter().find(|part| parts.exists(part)) else {
            return Ok(None);
        };
        let mut records = Vec::new();
        let stream = parts.open_stream(book).map_err(|_| Fault::Damaged { line: 1 })?;
        stream
            .take(MOST_BYTES)
            .read_to_end(&mut records)
            .map_err(|_| Fault::Damaged { line: 1 })?;
        drop(parts);
        check_places(&records)?;
        let bytes = (input.open)().map_err(failed)?;
        match calamine::Xls::new(bytes) {
            Ok(workbook) => Ok(Some(Self { workbook })),
            Err(calamine::XlsError::Password) => Err(Fault::Locked),
            Err(_) => Err(damaged),
        }
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        let sheets = self.workbook.sheets_metadata().iter();
        let tables = sheets.filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet);
        tables.map(|sheet| sheet.name.clone()).collect()
    }

    pub(super) fn sheet(&mut self, at: usize) -> Result<Box<dyn RowSource>, Fault> {
        let name = self.sheets().get(at).cloned().unwrap_or_default();
        let range = self.workbook.worksheet_range(&name).map_err(|_| Fault::Damaged { line: 1 })?;
        Ok(Box::new(Sheet { range, row: 0 }))
    }
}

/// Refuses a workbook whose cells stand where no sheet has any: it would fill the memory with the
/// empty cells between them.
fn check_places(records: &[u8]) -> Result<(), Fault> {
    const SUBSTREAM: u16 = 0x0809;
    const DIMENSIONS: u16 = 0x0200;
    const CELLS: &[u16] =
        &[0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E];
    let word = |at: usize| Some(u16::from_le_bytes([*records.get(at)?, *records.get(at + 1)?]));
    let (mut at, mut rows, mut columns, mut cells) = (0, 0_u64, 0_u64, 0_u64);
    while let (Some(kind), Some(length)) = (word(at), word(at + 2)) {
        let data = at + 4;
        match kind {
            SUBSTREAM => {
                cells += rows * columns;
                (rows, columns) = (0, 0);
            }
            DIMENSIONS => {
                // First and last row, first and last column; the last ones are excluded.
                let long = |at| Some(u64::from(word(at)?) | u64::from(word(at + 2)?) << 16);
                let wide = |at| word(at).map(u64::from);
                let corners = if length >= 14 {
                    (long(data), long(data + 4), wide(data + 8), wide(data + 10))
                } else {
                    (wide(data), wide(data + 2), wide(data + 4), wide(data + 6))
                };
                let (Some(top), Some(bottom), Some(left), Some(right)) = corners else {
                    return Err(Fault::Damaged { line: 1 });
                };
                if bottom < top || right < left || bottom > 65_536 || right > 256 {
                    return Err(Fault::Damaged { line: 1 });
                }
                rows = rows.max(bottom - top);
                columns = columns.max(right - left);
            }
            cell if CELLS.contains(&cell) => {
                let (row, column) = (word(data).unwrap_or(0), word(data + 2).unwrap_or(0));
                if column > 255 {
                    return Err(Fault::Damaged { line: u64::from(row) + 1 });
                }
                rows = rows.max(u64::from(row) + 1);
                columns = columns.max(u64::from(column) + 1);
            }
            _ => {}
        }
        if cells + rows * columns > MOST_CELLS {
            return Err(Fault::TooLarge);
        }
        at = data + usize::from(length);
    }
    Ok(())
}

/// One sheet, which is in memory.
struct Sheet {
    range: Range<Data>,
    row: usize,
}

impl RowSource for Sheet {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        let Some((top, left)) = self.range.start() else {
            return Ok(None);
        };
        let line = u64::from(top) + self.row as u64 + 1;
        let left = usize::try_from(left).unwrap_or(usize::MAX).min(MOST_COLUMNS);
        if self.row >= self.range.height() {
            return Ok(None);
        }
        let cells = (0..self.range.width()).filter_map(|at| self.range.get((self.row, at)));
        let cells: Vec<String> = cells.map(text).collect();
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        row.clear();
        if filled > 0 {
            (0..left).for_each(|_| row.push_field(""));
            cells[..filled].iter().for_each(|cell| row.push_field(cell));
        }
        self.row += 1;
        Ok(Some(Taken::at(line)))
    }
}

/// Returns a cell as a person reads it.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => plain(*number),
        Data::Bool(value) => if *value { "yes" } else { "no" }.to_owned(),
        Data::Error(error) => error.to_string(),
        Data::DateTime(moment) if moment.is_duration() => {
            NumberFormat::Duration.show(moment.as_f64(), false)
        }
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let clock = match second {
                0 => format!("{hour:02}:{minute:02}"),
                second => format!("{hour:02}:{minute:02}:{second:02}"),
            };
            let date = format!("{year:04}-{month:02}-{day:02}");
            match moment.as_f64() {
                time if time < 1.0 => clock,
                whole if whole.fract() == 0.0 => date,
                _ => format!("{date} {clock}"),
            }
        }
    }
}
