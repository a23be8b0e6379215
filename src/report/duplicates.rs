//! Shows registrations that are likely of one person, best first, with the reasons.

use super::{ReportError, counted, text};
use crate::matching::duplicates::{Registered, likely};
use crate::matching::fold;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{Reader, Selection};

/// One row a pair; `code` is the earlier registration.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("likeness", "Likeness", Fit::Right),
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("other_code", "Other code", Fit::Whole),
    Column::new("other_name", "Other name", Fit::Whole),
    Column::new("country_name", "Country/region", Fit::Words),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("other_organization", "Other organization", Fit::Words),
    Column::new("status", "Status", Fit::Whole),
    Column::new("other_status", "Other status", Fit::Whole),
    Column::new("reasons", "Reasons", Fit::Words),
];

/// The columns that fit on a screen.
pub const SHORT: &[&str] = &["likeness", "code", "name", "other_code", "other_name", "reasons"];

/// What is shown of a registration.
struct Shown {
    code: String,
    name: String,
    country: String,
    organization: String,
    status: String,
}

/// Writes the likely pairs and returns how many there are.
pub fn duplicates(register: &Reader<'_>, out: &mut dyn RowWriter) -> Result<u64, ReportError> {
    let mut compared = Vec::new();
    let mut shown = Vec::new();
    register.each_selected(&Selection::default(), |row| -> Result<(), ReportError> {
        compared.push(Registered {
            name: fold(&format!("{} {}", row.family_name, row.given_name)),
            native_name: fold(row.native_name),
            country: row.country.to_owned(),
            organization: row.organization_key.to_owned(),
            email: row.email.to_ascii_lowercase(),
        });
        shown.push(Shown {
            code: row.code.to_owned(),
            name: row.name(),
            country: row.country_name.to_owned(),
            organization: row.organization.to_owned(),
            status: row.status.to_owned(),
        });
        Ok(())
    })?;
    let pairs = likely(&compared);
    for pair in &pairs {
        let (one, other) = (&shown[pair.of.0], &shown[pair.of.1]);
        out.row(&[
            Cell::Count(i64::from(pair.score)),
            Cell::Text(&one.code),
            Cell::Text(&one.name),
            Cell::Text(&other.code),
            Cell::Text(&other.name),
            text(&one.country),
            text(&one.organization),
            text(&other.organization),
            Cell::Text(&one.status),
            Cell::Text(&other.status),
            Cell::Text(&pair.reasons.join("; ")),
        ])?;
    }
    Ok(u64::try_from(counted(pairs.len())).unwrap_or_default())
}
