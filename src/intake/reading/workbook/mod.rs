//! Reads the sheets of workbooks: XLSX, ODS and XLS.

mod cell;
mod layout;
mod merged;
mod ods;
mod package;
mod records;
mod xls;
mod xls_layout;
mod xlsx;

use csv::StringRecord;

use super::delimited::ROWS_LOOKED_AT;
use super::input::Input;
use super::source::{Fault, RowSource};
use ods::Ods;
use package::Package;
use xls::Xls;
use xlsx::Xlsx;

/// A workbook.
pub(super) enum Workbook<'i> {
    Xlsx(Xlsx<'i>),
    Ods(Ods<'i>),
    Xls(Xls),
}

/// What a file that looks like a workbook is.
pub(super) enum Opened<'i> {
    Workbook(Box<Workbook<'i>>),
    /// Something else.
    Other(&'static str),
}

impl<'i> Workbook<'i> {
    /// Opens a zip file.
    pub(super) fn of_zip(input: Input<'i>) -> Result<Opened<'i>, Fault> {
        let package = Package::open(input)?;
        let others = [
            ("word/document.xml", "a text document"),
            ("ppt/presentation.xml", "a presentation"),
            ("xl/workbook.bin", "an XLSB workbook"),
        ];
        if let Some((_, what)) = others.iter().find(|(part, _)| package.has(part)) {
            return Ok(Opened::Other(what));
        }
        Ok(Opened::Workbook(Box::new(if package.has("[Content_Types].xml") {
            Self::Xlsx(Xlsx::open(package)?)
        } else if package.has("content.xml") {
            Self::Ods(Ods::open(package)?)
        } else {
            return Ok(Opened::Other("a zip file"));
        })))
    }

    /// Opens a file of the kind that old workbooks and old documents are.
    pub(super) fn of_compound(input: Input<'i>) -> Result<Opened<'i>, Fault> {
        Ok(match Xls::open(input)? {
            Some(workbook) => Opened::Workbook(Box::new(Self::Xls(workbook))),
            None => Opened::Other("an old document"),
        })
    }

    /// Returns what kind of workbook it is.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Xlsx(_) => "XLSX",
            Self::Ods(_) => "ODS",
            Self::Xls(_) => "XLS",
        }
    }

    /// Returns the names of the sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xlsx(workbook) => workbook.sheets(),
            Self::Ods(workbook) => workbook.sheets(),
            Self::Xls(workbook) => workbook.sheets(),
        }
    }

    /// Says whether a sheet is hidden from whoever opens the workbook.
    fn is_hidden(&self, at: usize) -> bool {
        match self {
            Self::Xlsx(workbook) => workbook.is_hidden(at),
            Self::Ods(workbook) => workbook.is_hidden(at),
            Self::Xls(workbook) => workbook.is_hidden(at),
        }
    }

    /// Opens a sheet by its place, counted from 0.
    pub(super) fn sheet(&mut self, at: usize) -> Result<Box<dyn RowSource>, Fault> {
        match self {
            Self::Xlsx(workbook) => workbook.sheet(at),
            Self::Ods(workbook) => workbook.sheet(at),
            Self::Xls(workbook) => workbook.sheet(at),
        }
    }

    /// Finds the sheet whose first rows have the most headers that are known, else the first one
    /// that holds anything; a hidden one only where no other has a header that is known. Also returns
    /// the other sheets that have as many, and are lists as well.
    pub(super) fn likely_sheet(
        &mut self,
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> Result<(usize, Vec<String>), Fault> {
        let mut best = (0, 0);
        let mut lists = Vec::new();
        let all = 0..self.sheets().len();
        let (hidden, visible): (Vec<_>, Vec<_>) = all.partition(|&at| self.is_hidden(at));
        for (at, is_hidden) in
            visible.into_iter().map(|at| (at, false)).chain(hidden.into_iter().map(|at| (at, true)))
        {
            if is_hidden && best.0 > 1 {
                break;
            }
            let mut sheet = self.sheet(at)?;
            let mut row = StringRecord::new();
            let mut most = 0;
            for _ in 0..ROWS_LOOKED_AT {
                if sheet.read(&mut row)?.is_none() {
                    break;
                }
                let count = 2 * known(&row) + usize::from(!row.is_empty());
                most = most.max(count);
                if count > best.0 {
                    best = (count, at);
                }
            }
            lists.push((at, most));
        }
        // One header alone may be that of a list of choices.
        let is_other = |&(at, most): &(usize, usize)| at != best.1 && most == best.0 && most > 4;
        let others = lists.into_iter().filter(is_other);
        Ok((best.1, others.filter_map(|(at, _)| self.sheets().get(at).cloned()).collect()))
    }
}
