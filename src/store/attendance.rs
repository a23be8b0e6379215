//! Keeps the attendance record: events that are only added, and where each person stands.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::chain::hexadecimal;
use super::convert::parsed;
use super::standing::stands;
use super::verify::seal_of;
use super::{Reader, StoreError, Writer};
use crate::domain::{
    AttendanceEvent, AttendanceState, CheckIn, CheckOut, EventKind, SessionCode, Timestamp, Visit,
};

/// One row of the attendance record, as it is exported.
#[derive(Debug, Clone, Copy)]
pub struct AttendanceEventRow<'r> {
    /// `UUIDv7` text.
    pub event: &'r str,
    /// The participant's code.
    pub code: &'r str,
    /// The session's code.
    pub session: &'r str,
    /// In, out or undo.
    pub kind: &'r str,
    /// When it happened.
    pub at: &'r str,
    /// When it was recorded.
    pub recorded_at: &'r str,
    /// At which desk.
    pub desk: &'r str,
    /// By whom.
    pub by: &'r str,
    /// Scan, hand, paper or import.
    pub source: &'r str,
}

/// What came of recording a scan from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// The person came in, or went out, by it.
    New,
    /// It was recorded and says what was known: in twice, or out without having been in.
    Known,
    /// The same scan was recorded before; nothing was stored.
    Before,
}

/// What the record has beside an event that is about to be recorded.
struct Beside {
    /// How many events of the person at the session follow it.
    later: i64,
    /// How many say the same at the same instant.
    same: i64,
}

const ADD: &str = "
INSERT INTO attendance_event
  (uuid, participant_id, session_id, kind, at, recorded_at, desk_id, seq, actor, source, nonce,
   undoes, reason, part_of, told_by, seal, hash)
VALUES
  (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
const COME_IN: &str = "
INSERT INTO attendance (participant_id, session_id, inside, first_in_at, last_at, desk_id)
VALUES (?1, ?2, 1, ?3, ?3, ?4)
ON CONFLICT (participant_id, session_id) DO UPDATE
SET inside = 1, last_at = excluded.last_at, desk_id = excluded.desk_id
WHERE attendance.inside = 0";
const GO_OUT: &str = "
UPDATE attendance SET inside = 0, last_at = ?3, desk_id = ?4
WHERE participant_id = ?1 AND session_id = ?2 AND inside = 1";
// Mostly nothing follows; then the person's events need not be compared with each other.
const FOLLOWED: &str = "
SELECT 1 FROM attendance_event WHERE participant_id = ?1 AND session_id = ?2 AND at >= ?3 LIMIT 1";
const BESIDE: &str = concat!(
    "
SELECT count(*) FILTER (WHERE e.at > ?3
         OR (e.at = ?3 AND (e.recorded_at > ?4 OR (e.recorded_at = ?4 AND e.seq > ?5)))),
       count(*) FILTER (WHERE e.at = ?3 AND e.kind = ?6)
FROM attendance_event e
WHERE e.participant_id = ?1 AND e.session_id = ?2 AND ",
    stands!(),
);
const STATE: &str = "
SELECT a.inside, a.first_in_at, a.last_at, d.name
FROM attendance a JOIN desk d ON d.id = a.desk_id
WHERE a.participant_id = ?1 AND a.session_id = ?2";
const INSIDE_ELSEWHERE: &str = "
SELECT s.id, s.code FROM attendance a JOIN session s ON s.id = a.session_id
WHERE a.participant_id = ?1 AND a.session_id <> ?2 AND a.inside = 1 AND s.ends_at > ?3
ORDER BY s.starts_at, s.code";
const FORGET: &str = "DELETE FROM attendance WHERE participant_id = ?1 AND session_id = ?2";
const SET_STATE: &str = "
INSERT INTO attendance (participant_id, session_id, inside, first_in_at, last_at, desk_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
// The order is the same in every copy of the register, in whatever order events reached it.
const STANDING: &str = concat!(
    "
SELECT e.kind, e.at, e.desk_id, e.uuid FROM attendance_event e
WHERE e.participant_id = ?1 AND e.session_id = ?2 AND ",
    stands!(),
    "
ORDER BY e.at, e.recorded_at, e.seq, e.uuid",
);
const ATTENDED: &str = "
SELECT s.code, a.first_in_at FROM attendance a JOIN session s ON s.id = a.session_id
WHERE a.participant_id = ?1 ORDER BY s.starts_at, s.code";
const NONCE: &str = "SELECT kind FROM attendance_event WHERE nonce = ?1";
const CAME: &str = "
SELECT a.participant_id FROM attendance a JOIN session s ON s.id = a.session_id WHERE s.code = ?1";
const EVENTS: &str = "
SELECT e.uuid, p.code, s.code, e.kind, e.at, e.recorded_at, d.name, e.actor, e.source
FROM attendance_event e
JOIN participant p ON p.id = e.participant_id
JOIN session s ON s.id = e.session_id
JOIN desk d ON d.id = e.desk_id
ORDER BY e.id";

impl Reader<'_> {
    /// Returns where a person stands with a session; nothing where the person never came.
    pub fn attendance_state(
        &self,
        participant: i64,
        session: i64,
    ) -> Result<Option<AttendanceState>, StoreError> {
        let mut statement = self.connection.prepare_cached(STATE)?;
        let state = statement.query_row(params![participant, session], |row| {
            Ok(AttendanceState {
                inside: row.get(0)?,
                first_in_at: parsed(row, 1)?,
                last_at: parsed(row, 2)?,
                desk: row.get(3)?,
            })
        });
        Ok(state.optional()?)
    }

    /// Returns the codes of the sessions to which a person came, in order of time, and when the
    /// person first came in.
    pub fn attended(&self, participant: i64) -> Result<Vec<(String, Timestamp)>, StoreError> {
        let mut statement = self.connection.prepare_cached(ATTENDED)?;
        let rows = statement.query_map([participant], |row| Ok((row.get(0)?, parsed(row, 1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Returns key and code of the other sessions, not over at some instant, in which a person is.
    pub fn inside_elsewhere(
        &self,
        participant: i64,
        session: i64,
        at: Timestamp,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(INSIDE_ELSEWHERE)?;
        let values = params![participant, session, at.to_string()];
        let sessions = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(sessions.collect::<Result<_, _>>()?)
    }

    /// Returns the identifiers of a person's events at a session that were not taken back.
    pub fn standing_events(
        &self,
        participant: i64,
        session: i64,
    ) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(STANDING)?;
        let events = statement.query_map(params![participant, session], |row| row.get(3))?;
        Ok(events.collect::<Result<_, _>>()?)
    }

    /// Returns the kind of the event that carries a nonce.
    pub fn event_of_nonce(&self, nonce: &str) -> Result<Option<EventKind>, StoreError> {
        let mut statement = self.connection.prepare_cached(NONCE)?;
        Ok(statement.query_row([nonce], |row| parsed(row, 0)).optional()?)
    }

    /// Returns the keys of those who came to a session.
    pub(super) fn came_to(&self, session: &SessionCode) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(CAME)?;
        let came = statement.query_map([session.as_str()], |row| row.get(0))?;
        Ok(came.collect::<Result<_, _>>()?)
    }

    /// Lends every event in the order of recording.
    pub fn each_event<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(&AttendanceEventRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare_cached(EVENTS).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let text = |at| -> Result<&str, StoreError> {
                row.get_ref(at).and_then(|value| Ok(value.as_str()?)).map_err(StoreError::from)
            };
            each(&AttendanceEventRow {
                event: text(0)?,
                code: text(1)?,
                session: text(2)?,
                kind: text(3)?,
                at: text(4)?,
                recorded_at: text(5)?,
                desk: text(6)?,
                by: text(7)?,
                source: text(8)?,
            })?;
        }
        Ok(())
    }
}

impl Writer<'_> {
    /// Records that a person came in, unless the person was in then.
    pub fn check_in(&self, event: &AttendanceEvent) -> Result<CheckIn, StoreError> {
        if self.beside(event)?.later > 0 {
            let state = self.attendance_state(event.participant, event.session)?;
            if let Some(state) = state
                && self.was_inside(event)?
            {
                return Ok(CheckIn::Already(state));
            }
            self.add_and_fold(event)?;
            return Ok(CheckIn::New);
        }
        let desk = self.desk();
        let values = params![event.participant, event.session, event.at.to_string(), desk];
        if self.connection.prepare_cached(COME_IN)?.execute(values)? == 0 {
            let state = self.attendance_state(event.participant, event.session)?;
            return state.map(CheckIn::Already).ok_or_else(|| StoreError::Damaged {
                detail: "a check-in without its state".to_owned(),
            });
        }
        self.add_event(event)?;
        Ok(CheckIn::New)
    }

    /// Records that a person went out, if the person is in.
    pub fn check_out(&self, event: &AttendanceEvent) -> Result<CheckOut, StoreError> {
        if self.beside(event)?.later > 0 {
            let state = self.attendance_state(event.participant, event.session)?;
            if !state.is_some_and(|state| state.inside) || !self.was_inside(event)? {
                return Ok(CheckOut::NotIn);
            }
            self.add_and_fold(event)?;
            return Ok(CheckOut::Out);
        }
        let values = params![event.participant, event.session, event.at.to_string(), self.desk()];
        if self.connection.prepare_cached(GO_OUT)?.execute(values)? == 0 {
            return Ok(CheckOut::NotIn);
        }
        self.add_event(event)?;
        Ok(CheckOut::Out)
    }

    /// Records a scan that another device or a sheet of paper has: it happened, whatever is known
    /// so far. So the order in which scans arrive does not matter.
    pub fn record_scan(&self, event: &AttendanceEvent) -> Result<Recorded, StoreError> {
        if self.beside(event)?.same > 0 {
            return Ok(Recorded::Before);
        }
        let is_news = self.was_inside(event)? != (event.kind == EventKind::In);
        self.add_and_fold(event)?;
        Ok(if is_news { Recorded::New } else { Recorded::Known })
    }

    /// Records that an earlier event was a mistake, and folds the person's events again.
    pub fn undo_event(&self, event: &AttendanceEvent) -> Result<(), StoreError> {
        self.add_and_fold(event)
    }

    /// Records an event that does not simply follow the person's latest one.
    fn add_and_fold(&self, event: &AttendanceEvent) -> Result<(), StoreError> {
        self.add_event(event)?;
        self.fold_events(event.participant, event.session)
    }

    fn beside(&self, event: &AttendanceEvent) -> Result<Beside, StoreError> {
        let mut followed = self.connection.prepare_cached(FOLLOWED)?;
        let at = event.at.to_string();
        if !followed.exists(params![event.participant, event.session, at])? {
            return Ok(Beside { later: 0, same: 0 });
        }
        let values = params![
            event.participant,
            event.session,
            at,
            event.recorded_at.to_string(),
            self.next_seq(),
            event.kind.as_str()
        ];
        let mut statement = self.connection.prepare_cached(BESIDE)?;
        Ok(statement
            .query_row(values, |row| Ok(Beside { later: row.get(0)?, same: row.get(1)? }))?)
    }

    /// Returns whether the person was inside when an event happened.
    fn was_inside(&self, event: &AttendanceEvent) -> Result<bool, StoreError> {
        let then = self.folded(event.participant, event.session, Some(event.at))?;
        Ok(then.is_some_and(|(visit, _)| visit.inside))
    }

    /// Derives where a person stands with a session from the events alone.
    pub fn fold_events(&self, participant: i64, session: i64) -> Result<(), StoreError> {
        self.connection.prepare_cached(FORGET)?.execute(params![participant, session])?;
        if let Some((visit, desk)) = self.folded(participant, session, None)? {
            self.connection.prepare_cached(SET_STATE)?.execute(params![
                participant,
                session,
                i64::from(visit.inside),
                visit.first_in_at.to_string(),
                visit.last_at.to_string(),
                desk
            ])?;
        }
        Ok(())
    }

    /// Folds the events of a person at a session, all of them or those up to an instant; with the
    /// desk that recorded the last one of them that changed anything.
    fn folded(
        &self,
        participant: i64,
        session: i64,
        until: Option<Timestamp>,
    ) -> Result<Option<(Visit, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(STANDING)?;
        let mut rows = statement.query(params![participant, session])?;
        let mut state: Option<(Visit, i64)> = None;
        while let Some(row) = rows.next()? {
            let at: Timestamp = parsed(row, 1)?;
            if until.is_some_and(|until| at > until) {
                break;
            }
            let before = state.map(|(visit, _)| visit);
            let kind: EventKind = parsed(row, 0)?;
            let after = Visit::after(before, kind, at);
            // To come in again at the same instant leaves the visit as it was, but not the desk.
            let tells = kind == EventKind::In || after != before;
            if let (Some(visit), true) = (after, tells) {
                state = Some((visit, row.get(2)?));
            }
        }
        Ok(state)
    }

    fn add_event(&self, event: &AttendanceEvent) -> Result<(), StoreError> {
        let at = event.at.to_string();
        let recorded_at = event.recorded_at.to_string();
        let undoes = event.undoes.as_deref().unwrap_or_default();
        let told_by = self.operation_uuid();
        let seal = self.seal(&event.event);
        let commitment = hexadecimal(&seal_of(&seal, &self.actor(), &event.reason));
        let (desk, seq, hash) = self.chain(&[
            &event.event,
            &event.code,
            &event.session_code,
            event.kind.as_str(),
            &at,
            &recorded_at,
            event.source.as_str(),
            undoes,
            told_by.unwrap_or_default(),
            &commitment,
        ]);
        self.connection.prepare_cached(ADD)?.execute(params![
            event.event,
            event.participant,
            event.session,
            event.kind.as_str(),
            at,
            recorded_at,
            desk,
            seq,
            self.actor(),
            event.source.as_str(),
            event.nonce,
            event.undoes,
            event.reason,
            self.first_event(),
            told_by,
            seal,
            hash
        ])?;
        self.recorded(self.connection.last_insert_rowid());
        Ok(())
    }
}
