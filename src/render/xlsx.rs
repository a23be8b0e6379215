//! Writes rows as a workbook: counts as numbers, moments as dates, every text as text, so that no leading zero and no
//! telephone number is lost and nothing runs as a formula.
//! Reading workbooks is not here.

use std::io::{self, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::{Cell, Column, RowWriter};
use crate::domain::guard::looks_marked;

/// The widest column, in characters; longer texts run on when their cell is opened.
const WIDEST: usize = 60;

/// Writes one sheet whose header stays in sight and filters.
pub(super) struct Writer<'w> {
    columns: &'w [Column<'w>],
    out: &'w mut dyn Write,
    workbook: Workbook,
    /// The number of the next row; the header has 0.
    next: u32,
    widths: Vec<usize>,
    is_finished: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(columns: &'w [Column<'w>], out: &'w mut dyn Write) -> Self {
        let mut workbook = Workbook::new();
        // Rows go to a temporary file at once, so that a long list needs no memory. Where there is
        // no room for one, the sheet is missing and its first row says so.
        let _ = workbook.add_worksheet_with_constant_memory();
        let widths = vec![0; columns.len()];
        Self { columns, out, workbook, next: 0, widths, is_finished: false }
    }

    fn header(&mut self) -> Result<(), XlsxError> {
        if self.next > 0 {
            return Ok(());
        }
        self.next = 1;
        let bold = Format::new().set_bold();
        let sheet = self.workbook.worksheet_from_index(0)?;
        for ((at, column), width) in (0_u16..).zip(self.columns).zip(&mut self.widths) {
            sheet.write_string_with_format(0, at, column.key, &bold)?;
            // The button of the filter takes room too.
            *width = column.key.width() + 3;
        }
        Ok(())
    }

    fn write_row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        self.header()?;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for ((at, cell), width) in (0_u16..).zip(cells).zip(&mut self.widths) {
            *width = (*width).max(write(sheet, self.next, at, *cell)?);
        }
        self.next += 1;
        Ok(())
    }

    fn workbook(&mut self) -> Result<Vec<u8>, XlsxError> {
        self.header()?;
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (at, &width) in (0_u16..).zip(&self.widths) {
            let width = u32::try_from(width.min(WIDEST)).unwrap_or_default();
            sheet.set_column_width(at, f64::from(width) + 1.0)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        if let Some(last) = u16::try_from(self.columns.len()).ok().and_then(|n| n.checked_sub(1)) {
            sheet.autofilter(0, 0, self.next - 1, last)?;
        }
        self.workbook.save_to_buffer()
    }
}

impl RowWriter for Writer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        debug_assert_eq!(cells.len(), self.columns.len(), "one cell for each column");
        self.write_row(cells).map_err(|error| cause(&error))
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.is_finished {
            return Ok(());
        }
        self.is_finished = true;
        let bytes = self.workbook().map_err(|error| cause(&error))?;
        self.out.write_all(&bytes)?;
        self.out.flush()
    }
}

/// Writes one cell; returns its width.
fn write(sheet: &mut Worksheet, row: u32, at: u16, cell: Cell<'_>) -> Result<usize, XlsxError> {
    match cell {
        Cell::Empty | Cell::Text("") => Ok(0),
        Cell::Time { local, .. } => match ExcelDateTime::parse_from_str(local) {
            Ok(moment) => {
                let shown = if local.contains('-') { "yyyy-mm-dd hh:mm" } else { "hh:mm" };
                let format = Format::new().set_num_format(shown);
                sheet.write_datetime_with_format(row, at, moment, &format)?;
                Ok(local.len())
            }
            Err(_) => write(sheet, row, at, Cell::Text(local)),
        },
        Cell::Text(text) => {
            if looks_marked(text) {
                // Reading takes one mark off, as it does from CSV that went through a spreadsheet.
                sheet.write_string(row, at, format!("'{text}"))?;
            } else {
                sheet.write_string(row, at, text)?;
            }
            Ok(text.lines().map(UnicodeWidthStr::width).max().unwrap_or_default())
        }
        Cell::Raw(text) => write(sheet, row, at, Cell::Text(&String::from_utf8_lossy(text))),
        Cell::Flag(flag) => {
            sheet.write_boolean(row, at, flag)?;
            Ok(5)
        }
        Cell::Count(number) => {
            #[expect(clippy::cast_precision_loss, reason = "a workbook has no other numbers")]
            sheet.write_number(row, at, number as f64)?;
            Ok(8)
        }
    }
}

/// Says what does not fit into a workbook, and what does.
fn cause(error: &XlsxError) -> io::Error {
    io::Error::other(match error {
        XlsxError::MaxStringLengthExceeded => {
            "a text is longer than the 32,767 characters of a workbook's cell; write .csv"
                .to_owned()
        }
        XlsxError::RowColumnLimitError => {
            "there are more rows than the 1,048,576 of a workbook; write .csv".to_owned()
        }
        error => error.to_string(),
    })
}
