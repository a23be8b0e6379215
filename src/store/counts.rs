//! Lends the facts that figures are counted from: who could come, and who came where.

use std::collections::{HashMap, HashSet};

use rusqlite::{Row, Rows};

use super::convert::{parsed, track};
use super::{Reader, StoreError};
use crate::domain::{Category, Status, Track, Visit};

/// A person as far as counting goes.
#[derive(Debug, Clone, Copy)]
pub struct CountedPerson<'r> {
    /// Join key; ascending from row to row.
    pub id: i64,
    /// ISO 3166 code, or empty.
    pub country: &'r str,
    /// Join key of the organization, or 0.
    pub organization: i64,
    /// The kind of body.
    pub category: Category,
    /// The track, if any.
    pub track: Option<Track>,
    /// How far the registration has come.
    pub status: Status,
    /// Whether the person holds a seat on the excursion.
    pub has_seat: bool,
    /// Whether the person waits for a seat on the excursion.
    pub waits: bool,
}

/// An organization as far as counting goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedOrganization {
    /// Join key.
    pub id: i64,
    /// The folded name.
    pub key: String,
    /// The kind of body.
    pub category: Category,
}

/// Where one person stands with one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttendanceRow {
    /// Join key of the session.
    pub session: i64,
    /// The person's visit.
    pub visit: Visit,
    /// Join key of the desk that recorded the latest of it.
    pub desk: i64,
}

// Joined in the program instead of by SQL: every list comes in the order of participants' keys.
const PEOPLE: &str = "
SELECT id, coalesce(country, ''), coalesce(organization_id, 0), category, track, status
FROM participant WHERE same_as IS NULL ORDER BY id";
const ORGANIZATIONS: &str = "SELECT id, name_key, category FROM organization ORDER BY id";
// The sum keeps SQLite from the index of the seats, after which it would sort the whole list.
const MAIN_PLACES: &str = "
SELECT participant_id, seat IS NOT NULL FROM excursion_place
WHERE excursion_id + 0 = 1 ORDER BY participant_id";
const ATTENDANCE: &str = "
SELECT participant_id, session_id, inside, first_in_at, last_at, desk_id FROM attendance
ORDER BY participant_id, session_id";
const DESKS: &str = "SELECT id, name FROM desk ORDER BY id";
const ATTENDED_SESSIONS: &str = "SELECT session_id FROM attendance";
const GROUP_SIZES: &str = "
SELECT g.track, g.round, g.number, count(s.id)
FROM breakout_group g LEFT JOIN breakout_seat s ON s.group_id = g.id
GROUP BY g.track, g.round, g.number
ORDER BY g.round, g.track DESC, g.number";

fn person<'r>(row: &'r Row<'_>) -> rusqlite::Result<CountedPerson<'r>> {
    Ok(CountedPerson {
        id: row.get(0)?,
        country: row.get_ref(1)?.as_str()?,
        organization: row.get(2)?,
        category: parsed(row, 3)?,
        track: track(row, 4)?,
        status: parsed(row, 5)?,
        has_seat: false,
        waits: false,
    })
}

/// Reads the rows of a list in the order of participants' keys, one ahead.
struct Beside<'s, T> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> rusqlite::Result<T>,
    next: Option<(i64, T)>,
}

impl<'s, T> Beside<'s, T> {
    fn new(rows: Rows<'s>, read: fn(&Row<'_>) -> rusqlite::Result<T>) -> Result<Self, StoreError> {
        let mut beside = Self { rows, read, next: None };
        beside.advance()?;
        Ok(beside)
    }

    fn advance(&mut self) -> Result<Option<(i64, T)>, StoreError> {
        let following = match self.rows.next()? {
            Some(row) => Some((row.get(0)?, (self.read)(row)?)),
            None => None,
        };
        Ok(std::mem::replace(&mut self.next, following))
    }

    /// Passes on the rows of one participant.
    fn of(&mut self, participant: i64, mut each: impl FnMut(T)) -> Result<(), StoreError> {
        while self.next.as_ref().is_some_and(|(next, _)| *next <= participant) {
            if let Some((found, value)) = self.advance()?
                && found == participant
            {
                each(value);
            }
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Lends every participant with the sessions that the person attended, in ascending order of
    /// keys; needs the memory of one person.
    pub fn each_counted<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(&CountedPerson<'_>, &[AttendanceRow]) -> Result<(), E>,
    ) -> Result<(), E> {
        let lift = StoreError::from;
        let mut people = self.connection.prepare_cached(PEOPLE).map_err(lift)?;
        let mut seats = self.connection.prepare_cached(MAIN_PLACES).map_err(lift)?;
        let mut attendance = self.connection.prepare_cached(ATTENDANCE).map_err(lift)?;
        let mut seats = Beside::new(seats.query([]).map_err(lift)?, |row| row.get::<_, bool>(1))?;
        let mut attendance = Beside::new(attendance.query([]).map_err(lift)?, |row| {
            let visit = Visit {
                inside: row.get(2)?,
                first_in_at: parsed(row, 3)?,
                last_at: parsed(row, 4)?,
            };
            Ok(AttendanceRow { session: row.get(1)?, visit, desk: row.get(5)? })
        })?;
        let mut attended = Vec::new();
        let mut rows = people.query([]).map_err(lift)?;
        while let Some(row) = rows.next().map_err(lift)? {
            let mut person = person(row).map_err(lift)?;
            seats.of(person.id, |seated| {
                (person.has_seat, person.waits) = (seated, !seated);
            })?;
            attended.clear();
            attendance.of(person.id, |row| attended.push(row))?;
            each(&person, &attended)?;
        }
        Ok(())
    }

    /// Returns the keys of the sessions at which anybody was recorded, of so many in all.
    pub fn attended_sessions(&self, sessions: usize) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(ATTENDED_SESSIONS)?;
        let mut rows = statement.query([])?;
        let mut found = HashSet::new();
        // Mostly the first people came to everything that there was.
        while found.len() < sessions
            && let Some(row) = rows.next()?
        {
            found.insert(row.get(0)?);
        }
        Ok(found)
    }

    /// Returns the name of every desk by its key.
    pub fn desks(&self) -> Result<HashMap<i64, String>, StoreError> {
        let mut statement = self.connection.prepare_cached(DESKS)?;
        let desks = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(desks.collect::<Result<_, _>>()?)
    }

    /// Returns every organization.
    pub fn organizations(&self) -> Result<Vec<CountedOrganization>, StoreError> {
        let mut statement = self.connection.prepare_cached(ORGANIZATIONS)?;
        let organizations = statement.query_map([], |row| {
            Ok(CountedOrganization { id: row.get(0)?, key: row.get(1)?, category: parsed(row, 2)? })
        })?;
        Ok(organizations.collect::<Result<_, _>>()?)
    }

    /// Returns track, round, number and size of every discussion group.
    pub fn group_sizes(&self) -> Result<Vec<(Track, u32, u32, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(GROUP_SIZES)?;
        let sizes = statement
            .query_map([], |row| Ok((parsed(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(sizes.collect::<Result<_, _>>()?)
    }
}
