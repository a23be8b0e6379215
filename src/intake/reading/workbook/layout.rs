//! Knows what a sheet shows in another way than cell by cell: cells merged over several rows, and rows
//! and columns that are hidden.

use super::super::source::{Fault, Oddities};

/// The most merged cells of a sheet.
const MOST_MERGED: usize = 64 * 1024;

/// How often the value of a merged cell is taken for one of its rows, in a whole sheet.
const MOST_TAKEN: usize = 8 * 1024 * 1024;

/// A cell that is merged over several rows; both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) first: u64,
    pub(super) last: u64,
    /// The column of its value, counted from 0.
    pub(super) column: usize,
}

/// What is special about the rows of one sheet.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    /// Merged cells that lie ahead, the next one last.
    merged: Vec<Merged>,
    /// Merged cells that reach over the present row, with their values.
    open: Vec<(Merged, String)>,
    hidden_columns: Vec<(usize, usize)>,
    width: usize,
    /// How often a value was taken for another row.
    taken: usize,
    found: Oddities,
}

impl Layout {
    /// Takes merged cells in any order.
    pub(super) fn of_merged(mut merged: Vec<Merged>) -> Self {
        merged.sort_by_key(|merged| std::cmp::Reverse((merged.first, merged.column)));
        Self { merged, ..Self::default() }
    }

    /// Notes a cell that is merged over the rows that follow.
    pub(super) fn merge(&mut self, merged: Merged) -> Result<(), Fault> {
        if self.merged.len() >= MOST_MERGED {
            return Err(Fault::TooLarge);
        }
        self.merged.push(merged);
        Ok(())
    }

    /// Notes columns that are hidden, counted from 0.
    pub(super) fn hide_columns(&mut self, first: usize, last: usize) {
        if self.hidden_columns.len() < MOST_MERGED {
            self.hidden_columns.push((first, last));
        }
    }

    /// Gives a row the values that are merged over it. A row that has nothing of its own gets none.
    pub(super) fn complete(
        &mut self,
        row: u64,
        is_hidden: bool,
        cells: &mut Vec<String>,
    ) -> Result<(), Fault> {
        self.open.retain(|(merged, _)| merged.last >= row);
        if cells.iter().all(String::is_empty) {
            return Ok(());
        }
        self.taken += self.open.len();
        if self.taken > MOST_TAKEN {
            return Err(Fault::TooLarge);
        }
        for (merged, value) in &self.open {
            if cells.len() <= merged.column {
                cells.resize(merged.column + 1, String::new());
            }
            if cells[merged.column].is_empty() {
                cells[merged.column].clone_from(value);
            }
        }
        while let Some(merged) = self.merged.pop_if(|merged| merged.first <= row) {
            let value = cells.get(merged.column).filter(|value| !value.is_empty());
            if let (Some(value), true) = (value, merged.first == row && merged.last > row) {
                self.open.push((merged, value.clone()));
                self.found.merged += 1;
            }
        }
        self.width = self.width.max(cells.len());
        self.found.hidden_rows += u64::from(is_hidden);
        Ok(())
    }

    /// Returns what was odd about the rows that were read so far.
    pub(super) fn oddities(&self) -> Oddities {
        let hidden = |at: &usize| {
            self.hidden_columns.iter().any(|(first, last)| (first..=last).contains(&at))
        };
        Oddities { hidden_columns: (0..self.width).filter(hidden).count(), ..self.found }
    }
}

/// Checks that a sheet has no more merged cells than are kept.
pub(super) fn not_too_many(merged: &[Merged]) -> Result<(), Fault> {
    if merged.len() > MOST_MERGED { Err(Fault::TooLarge) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_over_endless_rows_end() {
        let all = |column| Merged { first: 1, last: 2_000_000, column };
        let mut layout = Layout::of_merged((0..64).map(all).collect());
        let mut refused = 0;
        for row in 1..200_000 {
            let mut cells = vec!["x".to_owned()];
            cells.resize(if row == 1 { 64 } else { 1 }, "x".to_owned());
            if layout.complete(row, false, &mut cells).is_err() {
                refused = row;
                break;
            }
            assert_eq!(cells, vec!["x"; 64], "{row}");
        }
        assert_eq!(refused, 2 + (MOST_TAKEN / 64) as u64);
    }
}
