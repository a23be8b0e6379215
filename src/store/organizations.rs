//! Keeps organizations: one row a body, found again by its folded name.

use rusqlite::{OptionalExtension, params};

use super::convert::parsed;
use super::{Reader, StoreError, Writer};
use crate::domain::Category;
use crate::matching::fold::fold;

const FIND: &str = "SELECT id, category FROM organization WHERE identity = ?1";
const ADD: &str = "
INSERT INTO organization (id, name, identity, country, category, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const LAST: &str = "SELECT coalesce(max(id), 0) FROM organization";

/// Returns the identities under which a body may be stored: as one body everywhere, or as one of
/// the bodies of a country.
fn identities(name: &str, country: Option<&str>) -> (String, String) {
    let mut everywhere = fold(name);
    if everywhere.is_empty() {
        // A name of signs alone folds to nothing; two of them are two bodies all the same.
        everywhere = name.replace('|', "/");
    }
    let of_country = format!("{everywhere}|{}", country.unwrap_or_default());
    (everywhere, of_country)
}

/// Returns whether a body of this category is one body in every country.
fn is_one_everywhere(category: Category) -> bool {
    matches!(category, Category::Company | Category::InternationalOrganization)
}

impl Reader<'_> {
    /// Returns the key and category of an organization, if it is known.
    ///
    /// With a category, the body of that kind; without one, whichever there is.
    pub fn organization(
        &self,
        name: &str,
        country: Option<&str>,
        category: Option<Category>,
    ) -> Result<Option<(i64, Category)>, StoreError> {
        let (everywhere, of_country) = identities(name, country);
        let mut statement = self.connection.prepare_cached(FIND)?;
        let mut find = |identity: &str| {
            statement.query_row([identity], |row| Ok((row.get(0)?, parsed(row, 1)?))).optional()
        };
        Ok(match category {
            Some(category) if is_one_everywhere(category) => find(&everywhere)?,
            Some(_) => find(&of_country)?,
            None => match find(&of_country)? {
                None => find(&everywhere)?,
                found => found,
            },
        })
    }
}

impl Writer<'_> {
    /// Stores an organization and returns its key.
    pub fn add_organization(
        &self,
        name: &str,
        country: Option<&str>,
        category: Category,
    ) -> Result<i64, StoreError> {
        let (everywhere, of_country) = identities(name, country);
        let (identity, country) =
            if is_one_everywhere(category) { (everywhere, None) } else { (of_country, country) };
        // Given out here: RETURNING would cost a temporary table for every row of an import.
        let id = self.next_organization(|| {
            let mut last = self.connection.prepare_cached(LAST)?;
            Ok(last.query_row([], |row| row.get(0))?)
        })?;
        let values = params![id, name, identity, country, category.as_str(), self.operation()?];
        self.connection.prepare_cached(ADD)?.execute(values)?;
        self.made();
        Ok(id)
    }
}
