//! Answers from the operation log: what was done, when, at which desk, and whether it stands.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};

use super::convert::parsed;
use super::{Reader, StoreError};
use crate::domain::Timestamp;

/// Which entries of the log are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logged {
    /// The operations.
    Operations,
    /// The operations and the events of the attendance record.
    Everything,
}

/// An entry of the log: an operation, or an attendance event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The operation's number; nothing for an attendance event.
    pub number: Option<i64>,
    /// `UUIDv7` text.
    pub entry: String,
    /// When it was recorded.
    pub at: String,
    /// At which desk.
    pub desk: String,
    /// The desk's counter.
    pub seq: i64,
    /// By whom.
    pub by: String,
    /// What was done.
    pub verb: String,
    /// In a few words, with what.
    pub summary: String,
    /// The file that was read, or empty.
    pub source: String,
    /// SHA-256 of that file, or empty.
    pub source_sha256: String,
    /// How that file was read, or empty.
    pub source_reading: String,
    /// The operation that this one took back.
    pub undoes: Option<i64>,
}

impl Operation {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            entry: row.get(1)?,
            at: row.get(2)?,
            desk: row.get(3)?,
            seq: row.get(4)?,
            by: row.get(5)?,
            verb: row.get(6)?,
            summary: row.get(7)?,
            source: row.get(8)?,
            source_sha256: row.get(9)?,
            source_reading: row.get(10)?,
            undoes: row.get(11)?,
        })
    }
}

const LOG: &str = "
SELECT number, entry, at, desk, seq, actor, verb, summary, source_name, source_sha256,
       source_reading, undoes
FROM (
  SELECT o.id AS number, o.uuid AS entry, o.at AS at, d.name AS desk, o.seq AS seq,
         o.actor AS actor, o.verb AS verb, o.summary AS summary, o.source_name AS source_name,
         o.source_sha256 AS source_sha256, o.source_reading AS source_reading, o.undoes AS undoes
  FROM operation o
  JOIN desk d ON d.id = o.desk_id
  UNION ALL
  SELECT NULL, e.uuid, e.recorded_at, d.name, e.seq, e.actor,
         CASE e.kind WHEN 'in' THEN 'checkin' WHEN 'out' THEN 'checkout' ELSE 'undo' END,
         p.code || ' ' || s.code || CASE WHEN e.reason = '' THEN '' ELSE ': ' || e.reason END,
         '', '', '', NULL
  FROM attendance_event e
  JOIN desk d ON d.id = e.desk_id
  JOIN participant p ON p.id = e.participant_id
  JOIN session s ON s.id = e.session_id
  WHERE ?2 = 1
) AS entry
ORDER BY at DESC, desk, seq DESC
LIMIT ?1";
// The counter of an operation that is still being made is 0: it took nothing back so far.
const UNDOES: &str = "
SELECT undoes, id FROM operation WHERE undoes IS NOT NULL AND seq > 0 ORDER BY id";
const FIRST_VERB: &str = "SELECT verb FROM operation ORDER BY id LIMIT 1";
const MERGED_BY: &str = "SELECT merged_by FROM operation WHERE id = ?1";
const LATEST: &str = "SELECT uuid FROM operation ORDER BY id DESC LIMIT 100";
const TIME: &str = "SELECT at FROM operation WHERE id = ?1";
const VERB: &str = "SELECT verb FROM operation WHERE id = ?1";
const OPERATION_OF: &str = "SELECT id FROM operation WHERE uuid = ?1";
const UUID: &str = "SELECT uuid FROM operation WHERE id = ?1";
const DESK_OPERATIONS: &str = "
SELECT o.id, o.seq, o.undoes FROM operation o JOIN desk d ON d.id = o.desk_id
WHERE d.name = (SELECT own_desk || ?1 FROM numbering WHERE id = 1) ORDER BY o.seq DESC";

impl Reader<'_> {
    /// Hands on the latest entries of the log, newest first: so many, or all there are.
    pub fn log(
        &self,
        logged: Logged,
        most: Option<u32>,
        mut each: impl FnMut(&Operation) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(LOG)?;
        let most = most.map_or(i64::MAX, i64::from);
        let mut rows = statement.query(params![most, i64::from(logged == Logged::Everything)])?;
        while let Some(row) = rows.next()? {
            each(&Operation::read(row)?)?;
        }
        Ok(())
    }

    /// Returns the verb of an operation, or nothing where there is no operation of this number.
    pub fn verb(&self, operation: i64) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(VERB)?;
        Ok(statement.query_row([operation], |row| row.get(0)).optional()?)
    }

    /// Returns the identifier of an operation that is the same in every copy of the register.
    pub fn uuid(&self, operation: i64) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(UUID)?;
        Ok(statement.query_row([operation], |row| row.get(0)).optional()?)
    }

    /// Returns the number that an operation has here, by its identifier.
    pub fn operation_of(&self, uuid: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(OPERATION_OF)?;
        Ok(statement.query_row([uuid], |row| row.get(0)).optional()?)
    }

    /// Returns the merge that brought an operation here, if one did.
    pub fn merged_by(&self, operation: i64) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(MERGED_BY)?;
        let found: Option<Option<i64>> =
            statement.query_row([operation], |row| row.get(0)).optional()?;
        Ok(found.flatten())
    }

    /// Returns the identifiers of the latest operations, the last one first.
    pub fn latest_operations(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(LATEST)?;
        let uuids = statement.query_map([], |row| row.get(0))?;
        Ok(uuids.collect::<Result<_, _>>()?)
    }

    /// Returns when an operation was done.
    pub fn operation_time(&self, operation: i64) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.connection.prepare_cached(TIME)?;
        Ok(statement.query_row([operation], |row| parsed(row, 0)).optional()?)
    }

    /// Returns the verb of the operation that made the register.
    pub fn made_by_verb(&self) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(FIRST_VERB)?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?)
    }

    /// Returns which operation took back which.
    pub(super) fn undoings(&self) -> Result<Undoings, StoreError> {
        let mut statement = self.connection.prepare_cached(UNDOES)?;
        let mut undoings = Undoings::default();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (undone, by): (i64, i64) = (row.get(0)?, row.get(1)?);
            undoings.by.entry(undone).or_default().push(by);
            undoings.of.insert(by, undone);
        }
        Ok(undoings)
    }

    /// Returns the operation by which another one was taken back, if it still is.
    pub fn undone_by(&self, operation: i64) -> Result<Option<i64>, StoreError> {
        Ok(self.undoings()?.undone_by(operation))
    }

    /// Returns the desk's latest operation that is in effect, with its counter: one that is no undo,
    /// or, for `redo`, one that is.
    pub fn latest_operation(
        &self,
        desk: &str,
        redo: bool,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        let undoings = self.undoings()?;
        let mut statement = self.connection.prepare_cached(DESK_OPERATIONS)?;
        let mut rows = statement.query([desk])?;
        while let Some(row) = rows.next()? {
            let (number, seq, undoes): (i64, i64, Option<i64>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            // What was redone is in effect again, by the operation that was undone first.
            let is_undo = undoes.is_some();
            let is_redo = undoes.is_some_and(|undone| undoings.of.contains_key(&undone));
            if redo && !is_undo {
                return Ok(None);
            }
            if is_undo == redo && !is_redo && undoings.undone_by(number).is_none() {
                return Ok(Some((number, seq)));
            }
        }
        Ok(None)
    }
}

/// Which operation took back which.
#[derive(Debug, Default)]
pub(super) struct Undoings {
    by: HashMap<i64, Vec<i64>>,
    of: HashMap<i64, i64>,
}

impl Undoings {
    /// Returns the operation in effect that took this one back.
    fn undone_by(&self, operation: i64) -> Option<i64> {
        let by = self.by.get(&operation)?;
        by.iter().copied().find(|&undo| self.undone_by(undo).is_none())
    }

    /// Returns whether a later operation's changes count when `operation` is to be taken back: not
    /// if they were taken back themselves, and not if they only took back such a one.
    pub(super) fn stands_since(&self, later: i64, operation: i64) -> bool {
        let restores = self.of.get(&later).is_some_and(|&undone| undone > operation);
        self.undone_by(later).is_none() && !restores
    }
}
