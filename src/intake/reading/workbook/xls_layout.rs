//! Finds what a sheet of an XLS workbook shows in another way than cell by cell.

use super::super::source::Fault;
use super::layout::{Layout, Merged, not_too_many};
use super::records::{BEGIN, END, MOST_XLS_COLUMNS, Records, word};

const COLUMNS: u16 = 0x007D;
const MERGED: u16 = 0x00E5;
const ROW: u16 = 0x0208;

/// Finds the merged cells of a sheet, and its rows that are hidden, in their order.
pub(super) fn of(records: &Records, start: usize, end: usize) -> Result<(Layout, Vec<u16>), Fault> {
    let (mut merged, mut hidden, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    let mut depth = 0_usize;
    let mut at = records.at(start).and_then(|begin| records.after(begin));
    while let Some(record) = at.filter(|record| record.place() < end) {
        let data = records.data(record);
        let number = |at: usize| word(data, at);
        match record.kind {
            BEGIN => depth += 1,
            END if depth == 0 => break,
            END => depth -= 1,
            // Of a row's flags this one says that it has no height, and of a column's the lowest.
            ROW if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                hidden.extend(number(0));
            }
            COLUMNS if data.get(8).is_some_and(|flags| flags & 1 != 0) => {
                columns.extend(number(0).zip(number(2)));
            }
            MERGED => {
                let ranges = data.get(2..).unwrap_or_default().chunks_exact(8);
                merged.extend(ranges.filter_map(|range| {
                    let (first, last) = (word(range, 0)?, word(range, 2)?);
                    let column = usize::from(word(range, 4)?);
                    let (first, last) = (u64::from(first) + 1, u64::from(last) + 1);
                    let is_one = column < usize::from(MOST_XLS_COLUMNS) && last > first;
                    is_one.then_some(Merged { first, last, column })
                }));
                not_too_many(&merged)?;
            }
            _ => {}
        }
        at = records.after(record);
    }
    let mut layout = Layout::of_merged(merged);
    for (first, last) in columns {
        layout.hide_columns(first.into(), last.into());
    }
    hidden.sort_unstable();
    Ok((layout, hidden))
}
