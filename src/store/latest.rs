//! Finds what a desk recorded last, and what it took back last.

use rusqlite::{OptionalExtension, Row};

use super::convert::parsed;
use super::standing::stands;
use super::{Reader, StoreError};
use crate::domain::{EventKind, Timestamp};

/// A desk's latest event that can be taken back, or made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestEvent {
    /// `UUIDv7` text.
    pub event: String,
    /// Join key of the participant.
    pub participant: i64,
    /// Join key of the session.
    pub session: i64,
    /// The session's code.
    pub session_code: String,
    /// In or out.
    pub kind: EventKind,
    /// When it happened.
    pub at: Timestamp,
    /// The desk's counter: that of the event, or of its having been taken back.
    pub seq: i64,
    /// Key of the first event of the command that recorded it, or took it back.
    command: i64,
}

macro_rules! recorded {
    () => {
        "
SELECT e.uuid, e.participant_id, e.session_id, s.code, e.kind, e.at, e.seq,
       coalesce(e.part_of, e.id)
FROM attendance_event e
JOIN session s ON s.id = e.session_id"
    };
}
macro_rules! taken_back {
    () => {
        "
SELECT e.uuid, e.participant_id, e.session_id, s.code, e.kind, e.at, u.seq,
       coalesce(u.part_of, u.id)
FROM attendance_event u
JOIN attendance_event e ON e.uuid = u.undoes
JOIN session s ON s.id = u.session_id"
    };
}
// Done again is what the desk entered a second time after it had taken it back.
macro_rules! not_entered_again {
    () => {
        "u.kind = 'undo' AND NOT EXISTS (SELECT 1 FROM attendance_event r
    WHERE r.participant_id = e.participant_id AND r.session_id = e.session_id
      AND r.kind = e.kind AND r.at = e.at AND r.desk_id = u.desk_id AND r.seq > u.seq)"
    };
}

// What a merge of two registrations told again is taken back with the merge.
const LATEST: &str = concat!(
    recorded!(),
    "
JOIN desk d ON d.id = e.desk_id
WHERE d.name = (SELECT own_desk || ?1 FROM numbering WHERE id = 1)
  AND e.told_by IS NULL
  AND ",
    stands!(),
    "
ORDER BY e.id DESC LIMIT 1",
);
const OF_COMMAND: &str = concat!(
    recorded!(),
    "
WHERE e.id >= ?1 AND coalesce(e.part_of, e.id) = ?1 AND ",
    stands!(),
    "
ORDER BY e.id DESC",
);
const LATEST_UNDONE: &str = concat!(
    taken_back!(),
    "
JOIN desk d ON d.id = u.desk_id
WHERE d.name = (SELECT own_desk || ?1 FROM numbering WHERE id = 1)
  AND u.told_by IS NULL
  AND ",
    not_entered_again!(),
    "
ORDER BY u.id DESC LIMIT 1",
);
const UNDONE_BY_COMMAND: &str = concat!(
    taken_back!(),
    "
WHERE u.id >= ?1 AND coalesce(u.part_of, u.id) = ?1 AND ",
    not_entered_again!(),
    "
ORDER BY u.id DESC",
);

fn latest(row: &Row<'_>) -> rusqlite::Result<LatestEvent> {
    Ok(LatestEvent {
        event: row.get(0)?,
        participant: row.get(1)?,
        session: row.get(2)?,
        session_code: row.get(3)?,
        kind: parsed(row, 4)?,
        at: parsed(row, 5)?,
        seq: row.get(6)?,
        command: row.get(7)?,
    })
}

impl Reader<'_> {
    /// Returns a desk's latest event that was not taken back.
    pub fn latest_event(&self, desk: &str) -> Result<Option<LatestEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(LATEST)?;
        Ok(statement.query_row([desk], latest).optional()?)
    }

    /// Returns what the command that recorded an event recorded, at whatever desk, and was not taken
    /// back, the last one first.
    pub fn recorded_with(&self, event: &LatestEvent) -> Result<Vec<LatestEvent>, StoreError> {
        self.of_command(OF_COMMAND, event.command)
    }

    /// Returns the event that a desk took back last and has not entered again.
    pub fn latest_undone_event(&self, desk: &str) -> Result<Option<LatestEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(LATEST_UNDONE)?;
        Ok(statement.query_row([desk], latest).optional()?)
    }

    /// Returns what the command that took back an event took back, and was not entered again, the
    /// last one first.
    pub fn taken_back_with(&self, undone: &LatestEvent) -> Result<Vec<LatestEvent>, StoreError> {
        self.of_command(UNDONE_BY_COMMAND, undone.command)
    }

    fn of_command(
        &self,
        statement: &'static str,
        command: i64,
    ) -> Result<Vec<LatestEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(statement)?;
        let events = statement.query_map([command], latest)?;
        Ok(events.collect::<Result<_, _>>()?)
    }
}
