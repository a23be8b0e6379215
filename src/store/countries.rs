//! Keeps what the organizer calls countries and regions, and how the seminar groups them.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};

use super::images::{COUNTRY, Change};
use super::{Reader, StoreError, Writer};
use crate::matching::{Aliases, Country, countries};

const NAME: &str = "SELECT name FROM country WHERE code = ?1";
const ADD: &str = "
INSERT INTO country (code, id, name, region, subregion, groupings, aliases, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ?7)";
const NAMES: &str = "SELECT code, name FROM country";
const ALIASES: &str = "SELECT code, aliases FROM country WHERE aliases <> ''";
const ALL: &str = "
SELECT id, code, name, region, subregion, groupings, aliases FROM country ORDER BY code";
const ONE: &str = "
SELECT id, code, name, region, subregion, groupings, aliases FROM country WHERE code = ?1";
const SET: &str = "UPDATE country SET name = ?2, groupings = ?3, aliases = ?4 WHERE id = ?1";

/// What stands between the names in one column.
const BETWEEN: &str = "; ";

/// A country or region as the seminar has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryRow {
    /// The number of ISO 3166-1, by which the row is known.
    pub id: i64,
    /// The two-letter code.
    pub code: String,
    /// The name to show.
    pub name: String,
    /// Region of the world by UN M49, or empty.
    pub region: String,
    /// Sub-region by UN M49, or empty.
    pub subregion: String,
    /// The seminar's groupings that it belongs to.
    pub groupings: Vec<String>,
    /// What else the seminar understands by it.
    pub aliases: Vec<String>,
}

fn names(text: &str) -> Vec<String> {
    text.split(BETWEEN).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn country_row(row: &Row<'_>) -> rusqlite::Result<CountryRow> {
    Ok(CountryRow {
        id: row.get(0)?,
        code: row.get(1)?,
        name: row.get(2)?,
        region: row.get(3)?,
        subregion: row.get(4)?,
        groupings: names(row.get_ref(5)?.as_str()?),
        aliases: names(row.get_ref(6)?.as_str()?),
    })
}

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

    /// Returns what the seminar says that texts mean.
    pub fn country_aliases(&self) -> Result<Aliases, StoreError> {
        let mut statement = self.connection.prepare_cached(ALIASES)?;
        let mut rows = statement.query([])?;
        let mut aliases = Aliases::default();
        while let Some(row) = rows.next()? {
            let (code, texts): (String, String) = (row.get(0)?, row.get(1)?);
            if let Some(country) = countries::by_code(&code) {
                texts.split(BETWEEN).for_each(|text| aliases.add(text, country));
            }
        }
        Ok(aliases)
    }

    /// Returns every country and region in the order of their codes.
    pub fn countries(&self) -> Result<Vec<CountryRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(ALL)?;
        let countries = statement.query_map([], country_row)?;
        Ok(countries.collect::<Result<_, _>>()?)
    }

    /// Returns the country or region of a code.
    pub fn country(&self, code: &str) -> Result<Option<CountryRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(ONE)?;
        Ok(statement.query_row([code], country_row).optional()?)
    }

    /// Returns the codes of a grouping of the seminar, or of a region or sub-region of the world of
    /// this name; or, where there is none, the names that there are.
    pub fn region(&self, name: &str) -> Result<Result<HashSet<String>, Vec<String>>, StoreError> {
        let all = self.countries()?;
        let is_it = |known: &str| known.eq_ignore_ascii_case(name);
        let codes = |belongs: &dyn Fn(&CountryRow) -> bool| -> HashSet<String> {
            all.iter().filter(|row| belongs(row)).map(|row| row.code.clone()).collect()
        };
        let grouped = codes(&|row| row.groupings.iter().any(|grouping| is_it(grouping)));
        if !grouped.is_empty() {
            return Ok(Ok(grouped));
        }
        let of_the_world = codes(&|row| is_it(&row.region) || is_it(&row.subregion));
        if !name.is_empty() && !of_the_world.is_empty() {
            return Ok(Ok(of_the_world));
        }
        let known = all
            .into_iter()
            .flat_map(|row| row.groupings.into_iter().chain([row.region, row.subregion]));
        let known: BTreeSet<String> = known.filter(|name| !name.is_empty()).collect();
        Ok(Err(known.into_iter().collect()))
    }
}

impl Writer<'_> {
    /// Stores a country or region of a new register.
    pub fn add_country(&self, country: &Country, groupings: &[&str]) -> Result<(), StoreError> {
        let id: i64 = country.numeric.parse().unwrap_or_default();
        self.connection.prepare_cached(ADD)?.execute(params![
            country.code,
            id,
            country.name,
            country.region,
            country.subregion,
            groupings.join(BETWEEN),
            self.operation()?
        ])?;
        Ok(())
    }

    /// Changes name, groupings and aliases of a country or region.
    pub fn set_country(&self, row: &CountryRow) -> Result<(), StoreError> {
        self.keep(COUNTRY, row.id, Change::Update)?;
        let (groupings, aliases) = (row.groupings.join(BETWEEN), row.aliases.join(BETWEEN));
        let values = params![row.id, row.name, groupings, aliases];
        self.connection.prepare_cached(SET)?.execute(values)?;
        Ok(())
    }
}
