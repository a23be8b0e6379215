//! Asks what a desk needs to answer at once: names, delegations, and what changed since it looked.

use rusqlite::{OptionalExtension, params};

use super::convert::{parsed, track};
use super::{Reader, StoreError};
use crate::domain::{Session, Status};

const LATEST_OPERATION: &str = "SELECT coalesce(max(id), 0) FROM operation";
const COUNTER: &str = "
SELECT seq FROM desk WHERE name = (SELECT own_desk || ?1 FROM numbering WHERE id = 1)";
const LATEST_EVENT: &str = "SELECT coalesce(max(id), 0) FROM attendance_event";
// Answered from the index of names alone.
const NAMES: &str = "SELECT id, name_key FROM participant";
const OF_COUNTRY: &str =
    "SELECT id FROM participant WHERE country = ?1 AND same_as IS NULL ORDER BY id";
const OF_ORGANIZATION: &str = "
SELECT p.id FROM participant p JOIN organization o ON o.id = p.organization_id
WHERE o.name_key = ?1 ORDER BY p.id";
const INSIDE: &str = "SELECT participant_id FROM attendance WHERE session_id = ?1 AND inside = 1";
const MOVES: &str = "
SELECT e.id, e.participant_id, coalesce(a.inside, 0)
FROM attendance_event e
LEFT JOIN attendance a
  ON a.participant_id = e.participant_id AND a.session_id = e.session_id
WHERE e.id > ?1 AND e.session_id = ?2
ORDER BY e.id";
const MERGED_SINCE: &str = "
SELECT count(*) FROM operation WHERE id > ?1 AND (verb = 'desk merge' OR merged_by IS NOT NULL)";
const CHANGED_SINCE: &str = "
SELECT table_name, row_id FROM row_image WHERE operation_id > ?1";
const LAST_PERSON: &str = "SELECT coalesce(max(id), 0) FROM participant";
const PEOPLE_AFTER: &str = "SELECT id FROM participant WHERE id > ?1";
const EXPECTED_ONE: &str = "
SELECT p.status, p.track, x.seat IS NOT NULL
FROM participant p
LEFT JOIN excursion_place x ON x.participant_id = p.id AND x.excursion_id = 1
WHERE p.id = ?1";
const EXPECTED: &str = "
SELECT p.id, p.status, p.track, x.seat IS NOT NULL
FROM participant p
LEFT JOIN excursion_place x ON x.participant_id = p.id AND x.excursion_id = 1";

/// A person of whom something was recorded at a session, and where the person is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Position of the event in the record.
    pub event: i64,
    /// Join key of the participant.
    pub participant: i64,
    /// Whether the person is inside.
    pub inside: bool,
}

impl Reader<'_> {
    /// Returns the number of the latest operation: while it stays, so do people and programme.
    pub fn latest_operation_number(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached(LATEST_OPERATION)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Returns how many entries a desk has made; none where nobody knows it.
    pub fn desk_counter(&self, desk: &str) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached(COUNTER)?;
        Ok(statement.query_row([desk], |row| row.get(0)).optional()?.unwrap_or_default())
    }

    /// Returns the position of the latest attendance event.
    pub fn latest_event_number(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached(LATEST_EVENT)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Lends the join key and the folded names of every participant, in no order.
    pub fn each_name(&self, mut each: impl FnMut(i64, &str)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(NAMES)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?);
        }
        Ok(())
    }

    /// Returns the keys of the participants of a country or region.
    pub fn people_of_country(&self, country: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(OF_COUNTRY)?;
        let people = statement.query_map([country], |row| row.get(0))?;
        Ok(people.collect::<Result<_, _>>()?)
    }

    /// Returns the keys of the participants of an organization, given its folded name.
    pub fn people_of_organization(&self, name_key: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(OF_ORGANIZATION)?;
        let people = statement.query_map([name_key], |row| row.get(0))?;
        Ok(people.collect::<Result<_, _>>()?)
    }

    /// Lends the key of everybody who is expected at a session.
    pub fn each_expected(
        &self,
        session: &Session,
        mut each: impl FnMut(i64),
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(EXPECTED)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let status: Status = parsed(row, 1)?;
            if session.item.expects(status, track(row, 2)?, row.get(3)?) {
                each(row.get(0)?);
            }
        }
        Ok(())
    }

    /// Returns the greatest key of a participant.
    pub fn last_person(&self) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached(LAST_PERSON)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Returns whom operations changed, or registered with a key after `last`, since the one of a
    /// number; nothing where they may have changed more than people.
    pub fn people_changed_since(
        &self,
        operation: i64,
        last: i64,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let mut merged = self.connection.prepare_cached(MERGED_SINCE)?;
        if merged.query_row([operation], |row| row.get::<_, i64>(0))? > 0 {
            return Ok(None);
        }
        let mut people = Vec::new();
        let mut statement = self.connection.prepare_cached(CHANGED_SINCE)?;
        let mut rows = statement.query([operation])?;
        while let Some(row) = rows.next()? {
            match row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)? {
                "participant" => people.push(row.get(1)?),
                "session" | "seminar" => return Ok(None),
                _ => {}
            }
        }
        let mut statement = self.connection.prepare_cached(PEOPLE_AFTER)?;
        for person in statement.query_map([last], |row| row.get(0))? {
            people.push(person?);
        }
        Ok(Some(people))
    }

    /// Returns whether a person, if there is one of the key, is expected at a session.
    pub fn is_expected(&self, session: &Session, participant: i64) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(EXPECTED_ONE)?;
        let expected = statement.query_row([participant], |row| {
            let status: Status = parsed(row, 0)?;
            Ok(session.item.expects(status, track(row, 1)?, row.get(2)?))
        });
        Ok(expected.optional()?.unwrap_or_default())
    }

    /// Lends the key of everybody who is inside at a session.
    pub fn each_inside(&self, session: i64, mut each: impl FnMut(i64)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(INSIDE)?;
        let mut rows = statement.query([session])?;
        while let Some(row) = rows.next()? {
            each(row.get(0)?);
        }
        Ok(())
    }

    /// Returns who moved at a session since an event, at any desk.
    pub fn moves_since(&self, event: i64, session: i64) -> Result<Vec<Move>, StoreError> {
        let mut statement = self.connection.prepare_cached(MOVES)?;
        let moves = statement.query_map(params![event, session], |row| {
            Ok(Move {
                event: row.get(0)?,
                participant: row.get(1)?,
                inside: row.get::<_, i64>(2)? == 1,
            })
        })?;
        Ok(moves.collect::<Result<_, _>>()?)
    }
}
