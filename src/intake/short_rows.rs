//! Tells rows whose writer left out the empty cells at their end from rows that lack a cell.
//!
//! Spreadsheets leave such cells out for sixteen rows at a time, scripts row by row; a row that lacks a
//! comma or a quote stands alone among rows that are whole.

use csv::StringRecord;

use crate::domain::Email;

/// How many rows are looked at, from the first one that is short.
pub(super) const WINDOW: usize = 48;

/// How many rows are looked at for the rest of a row that was broken within a cell.
pub(super) const SCRAPS: usize = 4;

/// The fewest short rows that show a habit of their writer.
const FEWEST: usize = 3;

/// What the header says about every row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// How many columns there are.
    pub(super) width: usize,
    /// How many cells reach to the last column that no row may lack.
    pub(super) needed: usize,
    /// The column of e-mail addresses.
    pub(super) email: Option<usize>,
}

impl Shape {
    /// Says whether rows, of which the first is short, are those of a writer who leaves out the empty
    /// cells at the end of a row.
    pub(super) fn is_habit<'r>(self, rows: impl Iterator<Item = &'r StringRecord>) -> bool {
        let rows: Vec<&StringRecord> = rows.collect();
        let short: Vec<_> = rows.iter().filter(|row| self.is_short(row)).collect();
        let is_alike = |row: &&StringRecord| row.len() == rows[0].len();
        let alike = rows.iter().take_while(|row| is_alike(row)).count();
        // Who writes such cells in other rows does not leave them out now and then.
        let writes_some = || {
            let mut whole = rows.iter().filter(|row| row.len() >= self.width);
            whole.any(|row| is_blank(row.get(self.width - 1)))
        };
        let is_long = |row: &&StringRecord| row.iter().skip(self.width).any(|c| !is_blank(Some(c)));
        let is_even = alike >= FEWEST || short.len() >= FEWEST && !writes_some();
        is_even && !rows.iter().any(is_long) && !self.are_halves(&rows)
    }

    /// Says whether a short row can be taken with the cells that it lacks as empty ones.
    pub(super) fn is_whole(self, row: &StringRecord) -> bool {
        !self.is_scrap(row) && row.len() >= self.needed && !self.is_shifted(row)
    }

    /// Says whether a row is the first part of one that was broken within a cell, and the next rows are
    /// its others; between them may be lines of that cell alone.
    pub(super) fn is_broken<'r>(
        self,
        row: &StringRecord,
        next: impl Iterator<Item = &'r StringRecord>,
    ) -> bool {
        let mut next = next.skip_while(|row| self.is_scrap(row));
        !self.is_scrap(row) && next.next().is_some_and(|next| self.are_one(row, next))
    }

    /// Says whether a row is a single cell.
    pub(super) fn is_scrap(self, row: &StringRecord) -> bool {
        row.len() == 1 && self.width > 2
    }

    fn is_short(self, row: &StringRecord) -> bool {
        row.len() < self.width
    }

    /// Says whether an address stands where none belongs, and none where one does.
    fn is_shifted(self, row: &StringRecord) -> bool {
        let is_address = |cell: &str| cell.contains('@') && cell.trim().parse::<Email>().is_ok();
        self.email.is_some_and(|email| {
            !row.get(email).is_some_and(is_address) && row.iter().any(is_address)
        })
    }

    fn are_one(self, row: &StringRecord, next: &StringRecord) -> bool {
        let is_begun =
            self.email.and_then(|email| next.get(email)).is_some_and(|c| c.contains('@'));
        self.is_short(next) && row.len() + next.len() == self.width + 1 && !is_begun
    }

    /// Says whether all short rows are parts of such rows.
    fn are_halves(self, rows: &[&StringRecord]) -> bool {
        let mut rest = rows.iter().filter(|row| !self.is_scrap(row) && self.is_short(row));
        while let Some(row) = rest.next() {
            if !rest.next().is_some_and(|next| self.are_one(row, next)) {
                return false;
            }
        }
        true
    }
}

fn is_blank(cell: Option<&str>) -> bool {
    cell.is_none_or(|cell| cell.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<StringRecord> {
        text.split('/').map(|row| row.split(',').collect()).collect()
    }

    #[test]
    fn a_habit_is_told_from_a_fault() {
        let shape = Shape { width: 5, needed: 0, email: Some(3) };
        for (text, expected) in [
            // A spreadsheet: the rows of a block have one width.
            ("A,B,JP/C,D,JP/E,F,JP/G,H,JP,,", true),
            // A script: no row has an empty cell at its end.
            ("A,B/C,D,JP,c@x.example/E,F,JP,,note/G,H,JP", true),
            // One row, or two, may just as well lack a comma.
            ("A,B,JP/C,D,JP,c@x.example,", false),
            ("A,B,JP/C,D,JP,c@x.example,x/E,F,JP", false),
            // Empty cells are written elsewhere.
            ("A,B/C,D,JP/E,F,JP,,/G,H,JP,,x/I,J,JP,i@x.example", false),
            // A comma too many.
            ("A,B,JP/C,D,JP/E,F,JP/G,H,JP,,x,y", false),
            // Rows that were broken within a cell.
            ("A,B,Line 1/Line 2,c@x.example,x/A,B,Line 1/Line 2,c@x.example,x", false),
            ("A,B/Line 2,JP,x,y/A,B/Line 2,JP,x,z", false),
            ("A,B,Line 1/Line 2/Line 3,c@x.example,x/A,B,JP,c@x.example,", false),
            // People with an address are whole rows, although two would fill the width.
            ("A,B,JP,a@x.example/C,D,JP,c@x.example/E,F,JP,e@x.example", true),
        ] {
            let rows = rows(text);
            assert_eq!(shape.is_habit(rows.iter()), expected, "{text}");
        }
    }

    #[test]
    fn a_row_that_lacks_more_than_empty_cells_is_not_whole() {
        let shape = Shape { width: 5, needed: 2, email: Some(3) };
        let row = |text: &str| text.split(',').collect::<StringRecord>();
        assert!(shape.is_whole(&row("A,B,JP")) && shape.is_whole(&row("A,B,JP,a@x.example")));
        // A remark; a comma that is missing before the address.
        assert!(!shape.is_whole(&row("Remark")) && !shape.is_whole(&row("A,B,a@x.example")));
        for (text, expected) in [
            ("A,B,Line 1/Line 2,a@x.example,x", true),
            ("A,B,Line 1/Line 2/Line 3,a@x.example,x", true),
            ("A,B,JP/C,D,JP,c@x.example", false),
            ("A,B/C,D,JP", false),
            ("A,B/", false),
        ] {
            let rows = rows(text);
            assert_eq!(shape.is_broken(&rows[0], rows[1..].iter()), expected, "{text}");
        }
    }
}
