//! Keeps what lists say of people beyond the fields of the register.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::images::{Change, PARTICIPANT_EXTRA};
use super::{Reader, StoreError, Writer};
use crate::domain::Extra;
use crate::matching::fold;

const NAMES: &str = "SELECT name FROM participant_extra GROUP BY name ORDER BY min(id)";
const OF_PERSON: &str =
    "SELECT name, value FROM participant_extra WHERE participant_id = ?1 ORDER BY id";
const TAGS: &str = "
SELECT participant_id, value FROM participant_extra WHERE lower(name) = 'tags' OR lower(name) = 'tag'";
const FIND: &str = "
SELECT id, value FROM participant_extra WHERE participant_id = ?1 AND name = ?2";
const LAST_WRITER: &str = "
SELECT o.verb FROM participant_extra x
JOIN operation o ON o.id = coalesce(
  (SELECT max(i.operation_id) FROM row_image i
   WHERE i.table_name = 'participant_extra' AND i.row_id = x.id),
  x.made_by)
WHERE x.participant_id = ?1 AND x.name = ?2";
const ADD: &str = "
INSERT INTO participant_extra (participant_id, name, value, made_by) VALUES (?1, ?2, ?3, ?4)";
const SET: &str = "UPDATE participant_extra SET value = ?2 WHERE id = ?1";

impl Reader<'_> {
    /// Returns the names of all extra fields, in the order in which they came.
    pub fn extra_names(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(NAMES)?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// Returns the extra fields of one person, in the order in which they came.
    pub fn extras(&self, participant: i64) -> Result<Vec<Extra>, StoreError> {
        let mut statement = self.connection.prepare_cached(OF_PERSON)?;
        let extras = statement
            .query_map([participant], |row| Ok(Extra { name: row.get(0)?, value: row.get(1)? }))?;
        Ok(extras.collect::<Result<_, _>>()?)
    }

    /// Returns the command that wrote an extra field last, if the person has the field.
    pub fn extra_writer(&self, participant: i64, name: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(LAST_WRITER)?;
        Ok(statement.query_row(params![participant, name], |row| row.get(0)).optional()?)
    }
}

impl Reader<'_> {
    /// Returns the keys of the participants whose extra field `tags` has a word.
    pub(super) fn tagged(&self, tag: &str) -> Result<HashSet<i64>, StoreError> {
        let wanted = fold(tag);
        let mut tagged = HashSet::new();
        let mut statement = self.connection.prepare_cached(TAGS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut tags = row.get_ref(1)?.as_str().unwrap_or_default().split([',', ';']);
            if tags.any(|one| fold(one) == wanted) {
                tagged.insert(row.get(0)?);
            }
        }
        Ok(tagged)
    }
}

impl Writer<'_> {
    /// Stores an extra field that the person does not have yet.
    pub fn add_extra(&self, participant: i64, extra: &Extra) -> Result<(), StoreError> {
        let values = params![participant, extra.name, extra.value, self.operation()?];
        self.connection.prepare_cached(ADD)?.execute(values)?;
        self.made();
        Ok(())
    }

    /// Gives a person's extra field another value; an empty one removes it.
    pub fn set_extra(&self, participant: i64, extra: &Extra) -> Result<(), StoreError> {
        let mut find = self.connection.prepare_cached(FIND)?;
        let found: Option<(i64, String)> = find
            .query_row(params![participant, extra.name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match found {
            None if extra.value.is_empty() => Ok(()),
            None => self.add_extra(participant, extra),
            Some((_, value)) if value == extra.value => Ok(()),
            Some((id, _)) if extra.value.is_empty() => self.remove(PARTICIPANT_EXTRA, id),
            Some((id, _)) => {
                self.keep(PARTICIPANT_EXTRA, id, Change::Update)?;
                self.connection.prepare_cached(SET)?.execute(params![id, extra.value])?;
                Ok(())
            }
        }
    }
}
