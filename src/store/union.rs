//! Makes one person of two registrations: what belongs to the second goes to the first.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params};

use super::convert::parsed;
use super::images::{
    ABSENCE_EXCUSE, BREAKOUT_RULE, BREAKOUT_SEAT, Change, EXCURSION_PLACE, PARTICIPANT,
    PARTICIPANT_EXTRA, SOURCE_ROW, Table,
};
use super::standing::stands;
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
    /// Where and when it was recorded first.
    pub recorded: String,
}

/// The events that a merge brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BroughtEvents {
    /// Check-ins and check-outs among them that stand.
    pub standing: Vec<ToldEvent>,
    /// Those known before that they took back.
    pub taken_back: Vec<ToldEvent>,
    /// The identifiers of all of them.
    pub all: HashSet<String>,
}

/// Rows of people: the table, how to find those of one person (each with whether the other person
/// has a row in the same place), and how to give one to the other person.
type Belongings = (&'static Table, &'static str, &'static str);

/// Makes the statements from the columns that say in what place a row of a person is.
macro_rules! belongings {
    ($($constant:ident = $table:literal at $($place:literal),+;)+) => {
        const BELONGINGS: &[Belongings] = &[$((
            $constant,
            concat!(
                "SELECT one.id, EXISTS (SELECT 1 FROM ", $table, " other WHERE other.participant_id = ?2",
                $(" AND other.", $place, " = one.", $place,)+
                ") FROM ", $table, " one WHERE one.participant_id = ?1 ORDER BY one.id"
            ),
            concat!("UPDATE ", $table, " SET participant_id = ?2 WHERE id = ?1"),
        )),+];
    };
}

belongings! {
    BREAKOUT_SEAT = "breakout_seat" at "round";
    BREAKOUT_RULE = "breakout_rule" at "kind", "name";
    PARTICIPANT_EXTRA = "participant_extra" at "name";
    ABSENCE_EXCUSE = "absence_excuse" at "session_id";
    SOURCE_ROW = "source_row" at "source";
    EXCURSION_PLACE = "excursion_place" at "excursion_id";
}

// A seat is worth more than a turn on the waiting list.
const WAITS_IN_VAIN: &str = "
SELECT kept.id FROM excursion_place kept
JOIN excursion_place dropped ON dropped.excursion_id = kept.excursion_id
WHERE kept.participant_id = ?2 AND dropped.participant_id = ?1
  AND kept.seat IS NULL AND dropped.seat IS NOT NULL ORDER BY kept.id";
const SAME_AS: &str = "
UPDATE participant SET same_as = ?2, status = 'withdrawn',
  email = CASE WHEN ?3 = 1 THEN '' ELSE email END
WHERE id = ?1";
const SECOND_OF_EMAIL: &str = "
SELECT id FROM participant WHERE lower(email) = lower(?1) AND email <> '' AND same_as = ?2";
const NO_EMAIL: &str = "UPDATE participant SET email = '' WHERE id = ?1";
const LED_HERE: &str = "SELECT id FROM participant WHERE same_as = ?1 ORDER BY id";
const LEAD: &str = "UPDATE participant SET same_as = ?2 WHERE id = ?1";
const SECONDS: &str = "
SELECT p.id, p.same_as FROM participant p WHERE p.same_as IS NOT NULL ORDER BY p.id";
const FIRST_OF: &str = "SELECT same_as FROM participant WHERE id = ?1";
const SET_SAME_AS: &str = "
UPDATE participant SET same_as = (SELECT f.id FROM participant f WHERE f.code = ?2) WHERE id = ?1";

/// What is asked of events `e` that are to be told again.
macro_rules! told {
    () => {
        "
SELECT e.uuid, e.participant_id, p.code, e.session_id, s.code, e.kind, e.at, e.source,
       e.reason, e.told_by, e.recorded_at, d.name
FROM attendance_event e
JOIN desk d ON d.id = e.desk_id
JOIN participant p ON p.id = e.participant_id
JOIN session s ON s.id = e.session_id"
    };
}

const EVENTS_OF: &str = concat!(
    told!(),
    "
WHERE e.participant_id = ?1 AND ",
    stands!(),
    "
ORDER BY e.at, e.recorded_at, e.seq, e.uuid",
);
const TOLD_BY: &str = concat!(
    told!(),
    "
WHERE e.told_by = ?1 AND ",
    stands!(),
    "
ORDER BY e.id",
);
const TAKEN_BACK_BY: &str = concat!(
    told!(),
    "
JOIN attendance_event u ON u.undoes = e.uuid
WHERE u.told_by = ?1 ORDER BY u.id",
);
const BROUGHT: &str = "
SELECT i.row_id, CAST(i.before AS INTEGER) FROM row_image i
WHERE i.operation_id = ?1 AND i.table_name = 'attendance_event'";
const STANDING_AMONG: &str = concat!(
    told!(),
    "
WHERE e.id >= ?1 AND e.id <= ?2 AND ",
    stands!(),
    "
ORDER BY e.id",
);
const TAKEN_BACK_AMONG: &str = concat!(
    told!(),
    "
JOIN attendance_event u ON u.undoes = e.uuid
WHERE u.id >= ?1 AND u.id <= ?2 AND (e.id < ?1 OR e.id > ?2) ORDER BY u.id",
);
const AMONG: &str = "SELECT uuid FROM attendance_event WHERE id >= ?1 AND id <= ?2";

/// Says where and when an event was recorded first; one that was told again gives it as its reason.
fn recorded(row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    let (reason, told_by) = (row.get_ref(8)?.as_str()?, row.get_ref(9)?.as_str_or_null()?);
    if told_by.is_some() && !reason.is_empty() {
        return Ok(reason.to_owned());
    }
    let (at, desk) = (row.get_ref(10)?.as_str()?, row.get_ref(11)?.as_str()?);
    Ok(format!("recorded {at} at desk {desk}"))
}

impl Reader<'_> {
    /// Returns the registration to which a second one leads.
    pub fn first_of(&self, second: i64) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(FIRST_OF)?;
        let first: Option<Option<i64>> =
            statement.query_row([second], |row| row.get(0)).optional()?;
        Ok(first.flatten())
    }

    /// Returns the events that a merge brought.
    pub fn events_brought(&self, operation: i64) -> Result<BroughtEvents, StoreError> {
        let mut brought = self.connection.prepare_cached(BROUGHT)?;
        let range = brought.query_row([operation], |row| Ok((row.get(0)?, row.get(1)?)));
        let Some((first, last)): Option<(i64, i64)> = range.optional()? else {
            return Ok(BroughtEvents::default());
        };
        let mut among = self.connection.prepare_cached(AMONG)?;
        let all = among.query_map([first, last], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let range = params![first, last];
        let standing = self.events(STANDING_AMONG, range)?;
        let taken_back = self.events(TAKEN_BACK_AMONG, range)?;
        Ok(BroughtEvents { standing, taken_back, all })
    }

    /// Returns every second registration with the first one to which it leads.
    pub fn second_registrations(&self) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(SECONDS)?;
        let seconds = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(seconds.collect::<Result<_, _>>()?)
    }

    /// Returns a person's events that stand, in the order in which they happened.
    pub fn told_events(&self, participant: i64) -> Result<Vec<ToldEvent>, StoreError> {
        self.events(EVENTS_OF, params![participant])
    }

    /// Returns the events that an operation told again, as far as they stand, and those that it took
    /// back.
    pub fn events_told_by(
        &self,
        operation: &str,
    ) -> Result<(Vec<ToldEvent>, Vec<ToldEvent>), StoreError> {
        let told = self.events(TOLD_BY, params![operation])?;
        Ok((told, self.events(TAKEN_BACK_BY, params![operation])?))
    }

    fn events(
        &self,
        question: &'static str,
        about: &[&dyn rusqlite::ToSql],
    ) -> Result<Vec<ToldEvent>, StoreError> {
        let mut statement = self.connection.prepare_cached(question)?;
        let events = statement.query_map(about, |row| {
            Ok(ToldEvent {
                event: row.get(0)?,
                participant: row.get(1)?,
                code: row.get(2)?,
                session: row.get(3)?,
                session_code: row.get(4)?,
                kind: parsed(row, 5)?,
                at: parsed(row, 6)?,
                source: parsed(row, 7)?,
                recorded: recorded(row)?,
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

    /// Takes an e-mail address from a second registration of a person, who is to have it.
    pub fn give_up_email(&self, email: &str, first: i64) -> Result<(), StoreError> {
        for second in self.keys(SECOND_OF_EMAIL, params![email, first])? {
            self.keep(PARTICIPANT, second, Change::Update)?;
            self.connection.prepare_cached(NO_EMAIL)?.execute([second])?;
        }
        Ok(())
    }

    /// Makes a registration lead to the one of a code, or to none where there is no code.
    pub fn set_same_as(&self, second: i64, first: &str) -> Result<(), StoreError> {
        self.keep(PARTICIPANT, second, Change::Update)?;
        self.connection.prepare_cached(SET_SAME_AS)?.execute(params![second, first])?;
        Ok(())
    }

    /// Gives seats, places, rules, extra fields and excuses to another person, where that one has
    /// none in the same place; the others are removed.
    pub fn give_belongings(&self, from: i64, to: i64) -> Result<(), StoreError> {
        for place in self.keys(WAITS_IN_VAIN, params![from, to])? {
            self.remove(EXCURSION_PLACE, place)?;
        }
        for &(table, of, give) in BELONGINGS {
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
