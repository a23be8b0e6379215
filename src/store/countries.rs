//! Keeps the organizer's display names of countries and regions.

use std::collections::HashMap;

use rusqlite::params;

use super::{Reader, StoreError, Writer};

const ADD: &str = "INSERT INTO country (code, name, region, subregion) VALUES (?1, ?2, ?3, ?4)";
const NAME: &str = "SELECT name FROM country WHERE code = ?1";
const NAMES: &str = "SELECT code, name FROM country";

impl Reader<'_> {
    /// Returns the display name of a country or region.
    pub(super) fn country_name(&self, code: &str) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached(NAME)?;
        Ok(statement.query_row([code], |row| row.get(0))?)
    }

    /// Returns the display names by code.
    pub fn country_names(&self) -> Result<HashMap<String, String>, StoreError> {
        let mut statement = self.connection.prepare_cached(NAMES)?;
        let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Stores a country or region of a new register.
    pub fn add_country(
        &self,
        code: &str,
        name: &str,
        region: &str,
        subregion: &str,
    ) -> Result<(), StoreError> {
        self.connection.prepare_cached(ADD)?.execute(params![code, name, region, subregion])?;
        Ok(())
    }
}
