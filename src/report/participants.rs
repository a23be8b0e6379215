//! Lists participants: for reading, and losslessly for export.

use super::{ReportError, text};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{Reader, RosterRow, Selection};

/// The canonical participants' list; its keys are those of the CSV that is exported and imported.
pub const CANONICAL: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("family_name", "Family name", Fit::Whole),
    Column::new("given_name", "Given name", Fit::Whole),
    Column::new("native_name", "Native name", Fit::Whole),
    Column::new("title", "Title", Fit::Whole),
    Column::new("country", "Country/region", Fit::Whole),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("category", "Category", Fit::Whole),
    Column::new("position", "Position", Fit::Words),
    Column::new("email", "E-mail", Fit::Whole),
    Column::new("role", "Role", Fit::Whole),
    Column::new("track", "Track", Fit::Whole),
    Column::new("status", "Status", Fit::Whole),
    Column::new("excursion", "Excursion", Fit::Whole),
    Column::new("diet", "Diet", Fit::Words),
    Column::new("note", "Note", Fit::Words),
];

/// Everything that `list` can show; the canonical columns and what is derived from them.
pub const LIST: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("family_name", "Family name", Fit::Whole),
    Column::new("given_name", "Given name", Fit::Whole),
    Column::new("native_name", "Native name", Fit::Whole),
    Column::new("title", "Title", Fit::Whole),
    Column::new("country", "Country", Fit::Whole),
    Column::new("country_name", "Country/region", Fit::Words),
    Column::new("region", "Region", Fit::Whole),
    Column::new("subregion", "Sub-region", Fit::Words),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("category", "Category", Fit::Whole),
    Column::new("position", "Position", Fit::Words),
    Column::new("email", "E-mail", Fit::Whole),
    Column::new("role", "Role", Fit::Whole),
    Column::new("track", "Track", Fit::Whole),
    Column::new("status", "Status", Fit::Whole),
    Column::new("excursion", "Excursion", Fit::Whole),
    Column::new("diet", "Diet", Fit::Words),
    Column::new("note", "Note", Fit::Words),
];

/// The columns of `list` that fit on a screen.
pub const SHORT: &[&str] = &["code", "name", "country_name", "organization", "status"];

/// Writes everybody with the canonical columns and these extra fields, row by row.
pub fn everybody(
    register: &Reader<'_>,
    extras: &[String],
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    register.each_exported(!extras.is_empty(), |values, known| {
        let cells =
            values.map(|value| if value.is_empty() { Cell::Empty } else { Cell::Raw(value) });
        if extras.is_empty() {
            return Ok(out.row(&cells)?);
        }
        let extras = extras.iter().map(|name| {
            let extra = known.iter().find(|extra| extra.name == *name);
            extra.map_or(Cell::Empty, |extra| Cell::Text(&extra.value))
        });
        let cells: Vec<Cell<'_>> = cells.into_iter().chain(extras).collect();
        Ok(out.row(&cells)?)
    })
}

/// Writes the people of a selection with the canonical columns and these extra fields.
pub fn selected(
    register: &Reader<'_>,
    selection: &Selection,
    extras: &[String],
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let canonical: Vec<usize> = CANONICAL
        .iter()
        .filter_map(|column| LIST.iter().position(|listed| listed.key == column.key))
        .collect();
    register.each_selected(selection, |row| -> Result<(), ReportError> {
        let known = if extras.is_empty() { Vec::new() } else { register.extras(row.id)? };
        let values = values(row, "");
        let canonical = canonical.iter().map(|&at| text(values[at]));
        let extras = extras.iter().map(|name| {
            let extra = known.iter().find(|extra| extra.name == *name);
            extra.map_or(Cell::Empty, |extra| Cell::Text(&extra.value))
        });
        let cells: Vec<Cell<'_>> = canonical.chain(extras).collect();
        Ok(out.row(&cells)?)
    })
}

/// Writes the people of a selection; sorted by a column of [`LIST`], else by code. Returns how many
/// there are.
pub fn list(
    register: &Reader<'_>,
    selection: &Selection,
    sort: Option<usize>,
    out: &mut dyn RowWriter,
) -> Result<u64, ReportError> {
    let mut count = 0;
    let Some(column) = sort else {
        register.each_selected(selection, |row| -> Result<(), ReportError> {
            count += 1;
            let name = row.name();
            Ok(out.row(&cells(&values(row, &name)))?)
        })?;
        return Ok(count);
    };
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    register.each_selected(selection, |row| -> Result<(), ReportError> {
        let name = row.name();
        let row = values(row, &name);
        let key = crate::matching::fold(row[column]);
        rows.push((key, row.iter().map(|&value| value.to_owned()).collect()));
        Ok(())
    })?;
    rows.sort();
    for (_, row) in &rows {
        count += 1;
        let cells: Vec<Cell<'_>> = row.iter().map(|value| text(value)).collect();
        out.row(&cells)?;
    }
    Ok(count)
}

fn values<'r>(row: &RosterRow<'r>, name: &'r str) -> [&'r str; 20] {
    [
        row.code,
        name,
        row.family_name,
        row.given_name,
        row.native_name,
        row.title,
        row.country,
        row.country_name,
        row.region,
        row.subregion,
        row.organization,
        row.category,
        row.position,
        row.email,
        row.role,
        row.track,
        row.status,
        row.excursion,
        row.diet,
        row.note,
    ]
}

fn cells<'r>(values: &[&'r str; 20]) -> [Cell<'r>; 20] {
    values.map(text)
}
