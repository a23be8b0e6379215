//! Lends the facts that figures are counted from: who could come, and who came where.

use rusqlite::Row;

use super::convert::{parsed, track};
use super::{Reader, StoreError};
use crate::domain::{Category, Role, Status, Track};

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
    /// What the person does.
    pub role: Role,
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
pub struct AttendanceRow<'r> {
    /// Join key of the participant; ascending from row to row.
    pub participant: i64,
    /// Join key of the session.
    pub session: i64,
    /// Whether the person is inside now.
    pub inside: bool,
    /// When the person first came in, as stored.
    pub first_in_at: &'r str,
    /// When the person last came in or went out, as stored.
    pub last_at: &'r str,
}

const PEOPLE: &str = "
SELECT p.id, coalesce(p.country, ''), coalesce(p.organization_id, 0), p.category, p.role, p.track,
       p.status, x.seat IS NOT NULL, x.id IS NOT NULL AND x.seat IS NULL
FROM participant p
LEFT JOIN excursion_place x ON x.participant_id = p.id AND x.excursion_id = 1
ORDER BY p.id";
const ORGANIZATIONS: &str = "SELECT id, name_key, category FROM organization ORDER BY id";
const ATTENDANCE: &str = "
SELECT participant_id, session_id, inside, first_in_at, last_at FROM attendance
ORDER BY participant_id, session_id";
const REGIONS: &str = "SELECT code, name, region FROM country ORDER BY code";
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
        role: parsed(row, 4)?,
        track: track(row, 5)?,
        status: parsed(row, 6)?,
        has_seat: row.get(7)?,
        waits: row.get(8)?,
    })
}

fn attendance<'r>(row: &'r Row<'_>) -> rusqlite::Result<AttendanceRow<'r>> {
    Ok(AttendanceRow {
        participant: row.get(0)?,
        session: row.get(1)?,
        inside: row.get(2)?,
        first_in_at: row.get_ref(3)?.as_str()?,
        last_at: row.get_ref(4)?.as_str()?,
    })
}

impl Reader<'_> {
    /// Lends every participant, in ascending order of keys.
    pub fn each_counted_person(
        &self,
        mut each: impl FnMut(&CountedPerson<'_>),
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(PEOPLE)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(&person(row)?);
        }
        Ok(())
    }

    /// Lends where everybody stands with every session, in ascending order of participants' keys.
    pub fn each_attendance(
        &self,
        mut each: impl FnMut(&AttendanceRow<'_>),
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(ATTENDANCE)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            each(&attendance(row)?);
        }
        Ok(())
    }

    /// Returns every organization.
    pub fn organizations(&self) -> Result<Vec<CountedOrganization>, StoreError> {
        let mut statement = self.connection.prepare_cached(ORGANIZATIONS)?;
        let organizations = statement.query_map([], |row| {
            Ok(CountedOrganization { id: row.get(0)?, key: row.get(1)?, category: parsed(row, 2)? })
        })?;
        Ok(organizations.collect::<Result<_, _>>()?)
    }

    /// Returns code, display name and region of the world of every country and region.
    pub fn countries(&self) -> Result<Vec<(String, String, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(REGIONS)?;
        let countries =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(countries.collect::<Result<_, _>>()?)
    }

    /// Returns track, round, number and size of every discussion group.
    pub fn group_sizes(&self) -> Result<Vec<(Track, u32, u32, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(GROUP_SIZES)?;
        let sizes = statement
            .query_map([], |row| Ok((parsed(row, 0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        Ok(sizes.collect::<Result<_, _>>()?)
    }
}
