//! Reads from a copy of the register what the register does not have: operations, events, desks.

use std::collections::{HashMap, HashSet};

use rusqlite::Row;
use serde_json::{Map, Value};

use super::images::TABLES;
use super::{Reader, StoreError};
use crate::domain::{EventKind, PARTICIPANT_COLUMNS, SessionCode, Timestamp};

use super::convert::parsed;

/// A desk as a copy knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignDesk {
    /// `UUIDv7` text.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// The number of its latest entry.
    pub seq: i64,
    pub(super) head: Vec<u8>,
}

/// The row that an operation changed or removed, as it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignImage {
    pub(super) position: i64,
    /// The table.
    pub table: String,
    /// Join key within the copy; that of a participant is the same everywhere.
    pub row: i64,
    /// Insert, update or delete.
    pub change: String,
    pub(super) before: String,
}

/// An operation that only the copy has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignOperation {
    pub(super) id: i64,
    /// `UUIDv7` text.
    pub uuid: String,
    /// The desk's `UUIDv7` text.
    pub desk: String,
    /// The desk's counter.
    pub seq: i64,
    pub(super) at: String,
    pub(super) actor: String,
    /// What was done.
    pub verb: String,
    pub(super) nonce: Option<String>,
    pub(super) undoes: Option<String>,
    pub(super) made_count: i64,
    pub(super) changed: i64,
    pub(super) commitment: Vec<u8>,
    pub(super) hash: Vec<u8>,
    /// Nothing where the content was erased.
    pub(super) salt: Option<Vec<u8>>,
    pub(super) command: String,
    /// What it did, in a few words; empty where that was erased.
    pub summary: String,
    pub(super) source_name: String,
    pub(super) source_sha256: String,
    pub(super) source_reading: String,
    /// What it changed or removed.
    pub images: Vec<ForeignImage>,
    /// The rows that it made and that are still there, by table and key.
    pub made: Vec<(&'static str, i64)>,
    /// The merge in the copy that brought it there, by its `UUIDv7` text.
    pub merged_by: Option<String>,
}

/// An attendance event that only the copy has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignEvent {
    /// `UUIDv7` text.
    pub uuid: String,
    /// Join key of the participant: the number in the code.
    pub participant: i64,
    /// The participant's code.
    pub code: String,
    /// The session's code.
    pub session: SessionCode,
    /// In, out or undo.
    pub kind: EventKind,
    /// When it happened.
    pub at: Timestamp,
    pub(super) recorded_at: String,
    /// The desk's `UUIDv7` text.
    pub desk: String,
    /// The desk's name.
    pub desk_name: String,
    /// The desk's counter.
    pub seq: i64,
    pub(super) actor: String,
    pub(super) source: String,
    pub(super) nonce: Option<String>,
    pub(super) undoes: Option<String>,
    pub(super) reason: String,
    pub(super) told_by: Option<String>,
    pub(super) seal: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

const OPERATION_UUIDS: &str = "SELECT uuid FROM operation";
const EVENT_UUIDS: &str = "SELECT uuid FROM attendance_event";
const DESKS: &str = "SELECT uuid, name, seq, head FROM desk ORDER BY id";
const OPERATIONS: &str = "
SELECT o.id, o.uuid, d.uuid, o.seq, o.at, o.actor, o.verb, o.nonce, u.uuid, o.made, o.changed,
       o.commitment, o.hash, o.salt, o.command, o.summary, o.source_name, o.source_sha256,
       o.source_reading, m.uuid
FROM operation o JOIN desk d ON d.id = o.desk_id LEFT JOIN operation u ON u.id = o.undoes
LEFT JOIN operation m ON m.id = o.merged_by
ORDER BY o.id";
const IMAGES: &str = "
SELECT position, table_name, row_id, change, before FROM row_image WHERE operation_id = ?1
ORDER BY position";
const EVENTS: &str = "
SELECT e.uuid, e.participant_id, p.code, s.code, e.kind, e.at, e.recorded_at, d.uuid, d.name, e.seq,
       e.actor, e.source, e.nonce, e.undoes, e.reason, e.told_by, e.seal, e.hash
FROM attendance_event e
JOIN participant p ON p.id = e.participant_id
JOIN session s ON s.id = e.session_id
JOIN desk d ON d.id = e.desk_id
ORDER BY e.id";
fn operation(row: &Row<'_>) -> rusqlite::Result<ForeignOperation> {
    Ok(ForeignOperation {
        id: row.get(0)?,
        uuid: row.get(1)?,
        desk: row.get(2)?,
        seq: row.get(3)?,
        at: row.get(4)?,
        actor: row.get(5)?,
        verb: row.get(6)?,
        nonce: row.get(7)?,
        undoes: row.get(8)?,
        made_count: row.get(9)?,
        changed: row.get(10)?,
        commitment: row.get(11)?,
        hash: row.get(12)?,
        salt: row.get(13)?,
        command: row.get(14)?,
        summary: row.get(15)?,
        source_name: row.get(16)?,
        source_sha256: row.get(17)?,
        source_reading: row.get(18)?,
        images: Vec::new(),
        made: Vec::new(),
        merged_by: row.get(19)?,
    })
}

fn event(row: &Row<'_>) -> rusqlite::Result<ForeignEvent> {
    Ok(ForeignEvent {
        uuid: row.get(0)?,
        participant: row.get(1)?,
        code: row.get(2)?,
        session: parsed(row, 3)?,
        kind: parsed(row, 4)?,
        at: parsed(row, 5)?,
        recorded_at: row.get(6)?,
        desk: row.get(7)?,
        desk_name: row.get(8)?,
        seq: row.get(9)?,
        actor: row.get(10)?,
        source: row.get(11)?,
        nonce: row.get(12)?,
        undoes: row.get(13)?,
        reason: row.get(14)?,
        told_by: row.get(15)?,
        seal: row.get(16)?,
        hash: row.get(17)?,
    })
}

impl Reader<'_> {
    /// Returns the identifiers of all operations.
    pub fn operation_uuids(&self) -> Result<HashSet<String>, StoreError> {
        self.uuids(OPERATION_UUIDS)
    }

    /// Returns the identifiers of all attendance events.
    pub fn event_uuids(&self) -> Result<HashSet<String>, StoreError> {
        self.uuids(EVENT_UUIDS)
    }

    fn uuids(&self, question: &'static str) -> Result<HashSet<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(question)?;
        let uuids = statement.query_map([], |row| row.get(0))?;
        Ok(uuids.collect::<Result<_, _>>()?)
    }

    /// Returns every desk.
    pub fn foreign_desks(&self) -> Result<Vec<ForeignDesk>, StoreError> {
        let mut statement = self.connection.prepare_cached(DESKS)?;
        let desks = statement.query_map([], |row| {
            Ok(ForeignDesk {
                uuid: row.get(0)?,
                name: row.get(1)?,
                seq: row.get(2)?,
                head: row.get(3)?,
            })
        })?;
        Ok(desks.collect::<Result<_, _>>()?)
    }

    /// Returns the operations that are not among the known ones, in order, with everything of them.
    pub fn foreign_operations(
        &self,
        known: &HashSet<String>,
    ) -> Result<Vec<ForeignOperation>, StoreError> {
        let mut statement = self.connection.prepare_cached(OPERATIONS)?;
        let all = statement.query_map([], operation)?.collect::<Result<Vec<_>, _>>()?;
        let mut news: Vec<ForeignOperation> =
            all.into_iter().filter(|operation| !known.contains(&operation.uuid)).collect();
        for operation in &mut news {
            let mut images = self.connection.prepare_cached(IMAGES)?;
            let images = images.query_map([operation.id], |row| {
                Ok(ForeignImage {
                    position: row.get(0)?,
                    table: row.get(1)?,
                    row: row.get(2)?,
                    change: row.get(3)?,
                    before: row.get(4)?,
                })
            })?;
            operation.images = images.collect::<Result<_, _>>()?;
        }
        self.rows_made(&mut news)?;
        Ok(news)
    }

    /// Finds the rows that operations made: one look at each table serves all of them.
    fn rows_made(&self, operations: &mut [ForeignOperation]) -> Result<(), StoreError> {
        let Some(first) = operations.iter().map(|operation| operation.id).min() else {
            return Ok(());
        };
        let places: HashMap<i64, usize> =
            operations.iter().enumerate().map(|(at, operation)| (operation.id, at)).collect();
        for table in TABLES {
            let mut made = self.connection.prepare_cached(table.made_since)?;
            let mut made = made.query([first])?;
            while let Some(row) = made.next()? {
                if let Some(&at) = places.get(&row.get(0)?) {
                    operations[at].made.push((table.name, row.get(1)?));
                }
            }
        }
        Ok(())
    }

    /// Returns the events that are not among the known ones, in the order of recording.
    pub fn foreign_events(&self, known: &HashSet<String>) -> Result<Vec<ForeignEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(EVENTS)?;
        let all = statement.query_map([], event)?.collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().filter(|event| !known.contains(&event.uuid)).collect())
    }

    /// Returns the values of the participants' list as an image has them; nothing for a column that
    /// is not one of the row.
    pub fn fields_before(&self, image: &ForeignImage) -> Result<[Option<String>; 16], StoreError> {
        let unreadable = |_| StoreError::Damaged { detail: format!("image of {}", image.table) };
        let object: Map<String, Value> = serde_json::from_str(&image.before).map_err(unreadable)?;
        let mut fields = PARTICIPANT_COLUMNS.map(|column| match object.get(column) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Null) => Some(String::new()),
            _ => None,
        });
        let organization = match object.get("organization_id").and_then(Value::as_i64) {
            None => Some(String::new()),
            Some(id) => self.organization_name(id)?,
        };
        for (field, column) in fields.iter_mut().zip(PARTICIPANT_COLUMNS) {
            if column == "organization" {
                field.clone_from(&organization);
            }
        }
        Ok(fields)
    }
}
