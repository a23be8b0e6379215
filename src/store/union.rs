//! Makes one person of two registrations: what belongs to the second goes to the first.

use rusqlite::params;

use super::convert::parsed;
use super::images::{
    ABSENCE_EXCUSE, BREAKOUT_RULE, BREAKOUT_SEAT, Change, EXCURSION_PLACE, PARTICIPANT,
    PARTICIPANT_EXTRA, SOURCE_ROW, Table,
};
use super::{Reader, StoreError, Writer};
use crate::domain::{EventKind, Source, Timestamp};

/// An event of the record, as it is told again for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldEvent {
    /// `UUIDv7` text.
    pub event: String,
    /// Join key of the participant.
    pub participant: i64,
    /// The participant's code.
    pub code: String,
    /// Join key of the session.
    pub session: i64,
    /// The session's code.
    pub session_code: String,
    /// In or out.
    pub kind: EventKind,
    /// When it happened.
    pub at: Timestamp,
    /// Where it comes from.
    pub source: Source,
}

const SEATS: &str = "
SELECT one.id, EXISTS (SELECT 1 FROM breakout_seat other
  WHERE other.participant_id = ?2 AND other.round = one.round)
FROM breakout_seat one WHERE one.participant_id = ?1 ORDER BY one.id";
const GIVE_SEATS: &str = "UPDATE breakout_seat SET participant_id = ?2 WHERE id = ?1";
const RULES: &str = "
SELECT one.id, EXISTS (SELECT 1 FROM breakout_rule other
  WHERE other.participant_id = ?2 AND other.kind = one.kind AND other.name = one.name)
FROM breakout_rule one WHERE one.participant_id = ?1 ORDER BY one.id";
const GIVE_RULES: &str = "UPDATE breakout_rule SET participant_id = ?2 WHERE id = ?1";
const EXTRAS: &str = "
SELECT one.id, EXISTS (SELECT 1 FROM participant_extra other
  WHERE other.participant_id = ?2 AND other.name = one.name)
FROM participant_extra one WHERE one.participant_id = ?1 ORDER BY one.id";
const GIVE_EXTRAS: &str = "UPDATE participant_extra SET participant_id = ?2 WHERE id = ?1";
const EXCUSES: &str = "
SELECT one.id, EXISTS (SELECT 1 FROM absence_excuse other
  WHERE other.participant_id = ?2 AND other.session_id = one.session_id)
FROM absence_excuse one WHERE one.participant_id = ?1 ORDER BY one.id";
const GIVE_EXCUSES: &str = "UPDATE absence_excuse SET participant_id = ?2 WHERE id = ?1";
const SAID: &str = "
SELECT one.id, EXISTS (SELECT 1 FROM source_row other
  WHERE other.participant_id = ?2 AND other.source = one.source)
FROM source_row one WHERE one.participant_id = ?1 ORDER BY one.id";
const GIVE_SAID: &str = "UPDATE source_row SET participant_id = ?2 WHERE id = ?1";
const PLACES: &str = "
SELECT one.id, EXISTS (SELECT 1 FROM excursion_place other
  WHERE other.participant_id = ?2 AND other.excursion_id = one.excursion_id)
FROM excursion_place one WHERE one.participant_id = ?1 ORDER BY one.id";
const GIVE_PLACES: &str = "UPDATE excursion_place SET participant_id = ?2 WHERE id = ?1";

/// Rows of people: the table, how to find those of one person (each with whether the other person
/// has a row in the same place), and how to give one to the other person.
type Belongings = (&'static Table, &'static str, &'static str);

const BELONGINGS: [Belongings; 6] = [
    (BREAKOUT_SEAT, SEATS, GIVE_SEATS),
    (BREAKOUT_RULE, RULES, GIVE_RULES),
    (PARTICIPANT_EXTRA, EXTRAS, GIVE_EXTRAS),
    (ABSENCE_EXCUSE, EXCUSES, GIVE_EXCUSES),
    (SOURCE_ROW, SAID, GIVE_SAID),
    (EXCURSION_PLACE, PLACES, GIVE_PLACES),
];

// A seat is worth more than a turn on the waiting list.
const WAITS_IN_VAIN: &str = "
SELECT kept.id FROM excursion_place kept
JOIN excursion_place dropped ON dropped.excursion_id = kept.excursion_id
WHERE kept.participant_id = ?2 AND dropped.participant_id = ?1
  AND kept.seat IS NULL AND dropped.seat IS NOT NULL ORDER BY kept.id";
const SAME_AS: &str = "
UPDATE participant SET same_as = ?2, status = 'withdrawn',
  email = CASE WHEN ?3 = 1 THEN '' ELSE email END,
  email_key = CASE WHEN ?3 = 1 THEN NULL ELSE email_key END
WHERE id = ?1";
const LED_HERE: &str = "SELECT id FROM participant WHERE same_as = ?1 ORDER BY id";
const LEAD: &str = "UPDATE participant SET same_as = ?2 WHERE id = ?1";

const EVENTS_OF: &str = "
SELECT e.uuid, e.participant_id, p.code, e.session_id, s.code, e.kind, e.at, e.source
FROM attendance_event e
JOIN participant p ON p.id = e.participant_id
JOIN session s ON s.id = e.session_id
WHERE e.participant_id = ?1 AND e.kind <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM attendance_event u
    WHERE u.participant_id = e.participant_id AND u.session_id = e.session_id
      AND u.undoes = e.uuid)
ORDER BY e.at, e.recorded_at, e.seq, e.uuid";
const TOLD_FOR: &str = "
SELECT e.uuid, e.participant_id, p.code, e.session_id, s.code, e.kind, e.at, e.source
FROM attendance_event e
JOIN participant p ON p.id = e.participant_id
JOIN session s ON s.id = e.session_id
WHERE e.reason = ?1 AND e.kind <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM attendance_event u
    WHERE u.participant_id = e.participant_id AND u.session_id = e.session_id
      AND u.undoes = e.uuid)
ORDER BY e.id";
const TAKEN_BACK_FOR: &str = "
SELECT e.uuid, e.participant_id, p.code, e.session_id, s.code, e.kind, e.at, e.source
FROM attendance_event e
JOIN participant p ON p.id = e.participant_id
JOIN session s ON s.id = e.session_id
JOIN attendance_event u ON u.undoes = e.uuid
WHERE u.reason = ?1 ORDER BY u.id";

impl Reader<'_> {
    /// Returns a person's events that stand, in the order in which they happened.
    pub fn told_events(&self, participant: i64) -> Result<Vec<ToldEvent>, StoreError> {
        self.events(EVENTS_OF, &participant)
    }

    /// Returns the events that stand and give this reason, and those that were taken back for it.
    pub fn events_of_reason(
        &self,
        reason: &str,
    ) -> Result<(Vec<ToldEvent>, Vec<ToldEvent>), StoreError> {
        Ok((self.events(TOLD_FOR, &reason)?, self.events(TAKEN_BACK_FOR, &reason)?))
    }

    fn events(
        &self,
        question: &'static str,
        about: &dyn rusqlite::ToSql,
    ) -> Result<Vec<ToldEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(question)?;
        let events = statement.query_map([about], |row| {
            Ok(ToldEvent {
                event: row.get(0)?,
                participant: row.get(1)?,
                code: row.get(2)?,
                session: row.get(3)?,
                session_code: row.get(4)?,
                kind: parsed(row, 5)?,
                at: parsed(row, 6)?,
                source: parsed(row, 7)?,
            })
        })?;
        Ok(events.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Makes the second registration lead to the first, as whatever led to the second does. Its
    /// e-mail address is given up where the first takes it over.
    pub fn lead_to(&self, first: i64, second: i64, gives_email: bool) -> Result<(), StoreError> {
        self.keep(PARTICIPANT, second, Change::Update)?;
        let values = params![second, first, i64::from(gives_email)];
        self.connection.prepare_cached(SAME_AS)?.execute(values)?;
        for led in self.keys(LED_HERE, params![second])? {
            self.keep(PARTICIPANT, led, Change::Update)?;
            self.connection.prepare_cached(LEAD)?.execute(params![led, first])?;
        }
        Ok(())
    }

    /// Gives seats, places, rules, extra fields and excuses to another person, where that one has
    /// none in the same place; the others are removed.
    pub fn give_belongings(&self, from: i64, to: i64) -> Result<(), StoreError> {
        for place in self.keys(WAITS_IN_VAIN, params![from, to])? {
            self.remove(EXCURSION_PLACE, place)?;
        }
        for (table, of, give) in BELONGINGS {
            let rows: Vec<(i64, bool)> = {
                let mut statement = self.connection.prepare_cached(of)?;
                let found =
                    statement.query_map(params![from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
                found.collect::<Result<_, _>>()?
            };
            for (row, taken) in rows {
                if taken {
                    self.remove(table, row)?;
                } else {
                    self.keep(table, row, Change::Update)?;
                    self.connection.prepare_cached(give)?.execute(params![row, to])?;
                }
            }
        }
        Ok(())
    }

    fn keys(
        &self,
        question: &'static str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(question)?;
        let keys = statement.query_map(values, |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }
}
