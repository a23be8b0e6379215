//! Finds the order in which a file writes its dates, from all of them together.

use super::OpError;
use crate::domain::{Day, Moment};
use crate::intake::{DateOrder, Dates, IntakeError, RawRow, Table};

/// Returns the order as it was said, or as the file tells; nothing where its dates are written as
/// 2019-02-26. `cells` hands on what may be a date in a row.
pub(super) fn date_order(
    name: &str,
    said: Option<DateOrder>,
    open: impl FnOnce() -> Result<Table, IntakeError>,
    cells: impl Fn(&RawRow<'_>, &mut dyn FnMut(&str)),
) -> Result<Option<DateOrder>, OpError> {
    if said.is_some() {
        return Ok(said);
    }
    let mut table = open()?;
    let mut dates = Dates::default();
    while let Some(row) = table.next_row()? {
        cells(&row, &mut |text| {
            if text.parse::<Moment>().is_err() && text.parse::<Day>().is_err() {
                dates.see(row.line, text);
            }
        });
    }
    let name = name.to_owned();
    Ok(dates.order().map_err(|doubt| IntakeError::DateDoubt { name, doubt })?)
}
