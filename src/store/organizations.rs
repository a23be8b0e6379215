//! Keeps organizations: one row for each spelling of a name.

use rusqlite::{OptionalExtension, params};

use super::convert::parsed;
use super::{Reader, StoreError, Writer};
use crate::domain::Category;
use crate::matching::fold::fold;

const FIND: &str = "SELECT id, category FROM organization WHERE name = ?1";
const NAME: &str = "SELECT name FROM organization WHERE id = ?1";
const ADD: &str = "
INSERT INTO organization (id, name, name_key, category, made_by) VALUES (?1, ?2, ?3, ?4, ?5)";
const LAST: &str = "SELECT coalesce(max(id), 0) FROM organization";

impl Reader<'_> {
    /// Returns the key and the kind of an organization, if it is known.
    pub fn organization(&self, name: &str) -> Result<Option<(i64, Category)>, StoreError> {
        let mut statement = self.connection.prepare_cached(FIND)?;
        let found = statement.query_row([name], |row| Ok((row.get(0)?, parsed(row, 1)?)));
        Ok(found.optional()?)
    }

    /// Returns the name of an organization, if there is one of this key.
    pub(super) fn organization_name(&self, id: i64) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(NAME)?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }
}

impl Writer<'_> {
    /// Stores an organization and returns its key.
    pub fn add_organization(&self, name: &str, category: Category) -> Result<i64, StoreError> {
        // Given out here: RETURNING would cost a temporary table for every row of an import.
        let id = self.next_organization(|| {
            let mut last = self.connection.prepare_cached(LAST)?;
            Ok(last.query_row([], |row| row.get(0))?)
        })?;
        let mut name_key = fold(name);
        if name_key.is_empty() {
            // A name of signs alone folds to nothing; two of them are two bodies all the same.
            name.clone_into(&mut name_key);
        }
        let values = params![id, name, name_key, category.as_str(), self.operation()?];
        self.connection.prepare_cached(ADD)?.execute(values)?;
        self.made();
        Ok(id)
    }
}
