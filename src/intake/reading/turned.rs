//! Turns a list round whose people stand beside one another and whose first column names the fields, as
//! in a form that somebody has filled in.

use std::collections::BTreeSet;

use csv::StringRecord;

/// How many columns may stand before the people.
const COLUMNS_LOOKED_AT: usize = 3;

/// How many fields a column must name, so that it is no column of words that are headers as well.
const FEWEST_FIELDS: usize = 3;

/// Returns the column that names the fields, if the first rows are written so; `known` counts how many
/// cells of a row are headers that mean something, and no row has more than one.
pub(super) fn column_of_fields(
    rows: &[&StringRecord],
    known: &dyn Fn(&StringRecord) -> usize,
) -> Option<usize> {
    (0..COLUMNS_LOOKED_AT).find(|&at| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(str::trim);
        let cells: BTreeSet<&str> = cells.filter(|cell| !cell.is_empty()).collect();
        let fields = known(&cells.iter().collect());
        fields >= FEWEST_FIELDS && fields * 2 >= cells.len()
    })
}

/// Returns the header and the people of a list whose column `at` names the fields, each person with the
/// number of the column.
pub(super) fn turned(
    rows: &[StringRecord],
    at: usize,
    known: &dyn Fn(&StringRecord) -> usize,
) -> (StringRecord, Vec<(u64, StringRecord)>) {
    let cell = |row: &StringRecord, at: usize| row.get(at).unwrap_or_default().trim().to_owned();
    let is_known = |row: &&StringRecord| known(&StringRecord::from(vec![cell(row, at)])) > 0;
    let has_values =
        |row: &&StringRecord| row.iter().skip(at + 1).any(|cell| !cell.trim().is_empty());
    // What stands above the first field is a title, and what says nothing of anybody a remark.
    let first = rows.iter().position(|row| is_known(&row)).unwrap_or(0);
    let rows = rows.iter().skip(first).filter(|row| is_known(row) || has_values(row));
    let rows: Vec<&StringRecord> = rows.collect();
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let column = |at: usize| rows.iter().map(|row| cell(row, at)).collect::<StringRecord>();
    let people = (at + 1..width).map(|at| (at as u64 + 1, column(at)));
    let people = people.filter(|(_, person)| person.iter().any(|cell| !cell.is_empty()));
    (column(at), people.collect())
}
