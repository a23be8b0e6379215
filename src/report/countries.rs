//! Says what texts are taken for: which country or region, how that is known, or why none.

use std::collections::HashMap;

use super::{ReportError, text};
use crate::matching::{Aliases, Country, Recognised};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{CountryRow, Reader, StoreError};

/// One row a text.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("input", "Input", Fit::Words),
    Column::new("country", "Code", Fit::Whole),
    Column::new("name", "Country/region", Fit::Words),
    Column::new("how", "How, or why not", Fit::Words),
    Column::new("choices", "Choices", Fit::Words),
];

/// One row a country or region: what the seminar calls it, and how it groups it.
pub const SETTINGS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Country/region", Fit::Words),
    Column::new("region", "Region", Fit::Words),
    Column::new("subregion", "Sub-region", Fit::Words),
    Column::new("groupings", "Groupings", Fit::Words),
    Column::new("aliases", "Aliases", Fit::Words),
];

/// Writes countries and regions as the seminar has them.
pub fn country_settings(rows: &[CountryRow], out: &mut dyn RowWriter) -> Result<(), ReportError> {
    for row in rows {
        let (groupings, aliases) = (row.groupings.join("; "), row.aliases.join("; "));
        let cells = [&row.code, &row.name, &row.region, &row.subregion, &groupings, &aliases];
        out.row(&cells.map(|cell| text(cell)))?;
    }
    Ok(())
}

/// Says what a text was taken for.
pub fn taken_as(text: &str, country: &Country) -> String {
    format!("\"{text}\" as {} ({})", country.name, country.code)
}

/// What a seminar calls countries and regions; without a seminar, what everybody does.
#[derive(Debug, Default)]
pub struct CountryWords {
    names: HashMap<String, String>,
    aliases: Aliases,
}

impl CountryWords {
    /// Reads the seminar's display names and aliases.
    pub fn read(register: &Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self { names: register.country_names()?, aliases: register.country_aliases()? })
    }

    fn name(&self, country: &Country) -> &str {
        self.names.get(country.code).map_or(country.name, String::as_str)
    }

    /// Writes the row of a text; returns whether it is a country or region.
    pub fn write(&self, input: &str, out: &mut dyn RowWriter) -> Result<bool, ReportError> {
        let (country, how, choices) = match self.aliases.recognise(input) {
            Recognised::Country { country, how } => (Some(country), how.as_str(), Vec::new()),
            Recognised::None { why, choices } => (None, why.as_str(), choices),
        };
        let choices: Vec<String> = choices
            .into_iter()
            .map(|country| format!("{} {}", country.code, self.name(country)))
            .collect();
        out.row(&[
            text(input),
            country.map_or(Cell::Empty, |country| Cell::Text(country.code)),
            country.as_ref().map_or(Cell::Empty, |country| Cell::Text(self.name(country))),
            Cell::Text(how),
            text(&choices.join("; ")),
        ])?;
        Ok(country.is_some())
    }
}
