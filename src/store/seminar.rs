//! Keeps the seminar itself: its days, zone and rules.

use rusqlite::{OptionalExtension, params};

use super::convert::parsed;
use super::{Reader, StoreError, Writer};
use crate::domain::{Day, Zone};

/// What the register is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seminar {
    /// `UUIDv7` text.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// Its edition, such as "26th", or empty.
    pub edition: String,
    /// The first day.
    pub first_day: Day,
    /// The last day.
    pub last_day: Day,
    /// The time zone of the place.
    pub zone: Zone,
    /// Where, or empty.
    pub venue: String,
    /// The letter that begins participants' codes.
    pub code_prefix: char,
    /// Minutes after the beginning of a session from which somebody is late.
    pub grace_minutes: i64,
}

const FIND: &str = "
SELECT uuid, name, edition, first_day, last_day, zone, venue, code_prefix, grace_minutes
FROM seminar WHERE id = 1";
const ADD: &str = "
INSERT INTO seminar
  (id, uuid, name, edition, first_day, last_day, zone, venue, code_prefix, grace_minutes, made_by)
VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const ADD_NUMBERING: &str =
    "INSERT INTO numbering (id, next_number, last_number, own_desk) VALUES (1, ?1, ?2, '')";

impl Reader<'_> {
    /// Returns the seminar.
    pub fn seminar(&self) -> Result<Seminar, StoreError> {
        let mut statement = self.connection.prepare_cached(FIND)?;
        let seminar = statement
            .query_row([], |row| {
                Ok(Seminar {
                    uuid: row.get(0)?,
                    name: row.get(1)?,
                    edition: row.get(2)?,
                    first_day: parsed(row, 3)?,
                    last_day: parsed(row, 4)?,
                    zone: parsed(row, 5)?,
                    venue: row.get(6)?,
                    code_prefix: row.get::<_, String>(7)?.chars().next().unwrap_or('P'),
                    grace_minutes: row.get(8)?,
                })
            })
            .optional()?;
        seminar.ok_or_else(|| StoreError::Damaged { detail: "it holds no seminar".to_owned() })
    }
}

impl Writer<'_> {
    /// Stores the seminar of a new register.
    pub fn add_seminar(&self, seminar: &Seminar, last_number: u32) -> Result<(), StoreError> {
        self.connection.prepare_cached(ADD)?.execute(params![
            seminar.uuid,
            seminar.name,
            seminar.edition,
            seminar.first_day.to_string(),
            seminar.last_day.to_string(),
            seminar.zone.to_string(),
            seminar.venue,
            seminar.code_prefix.to_string(),
            seminar.grace_minutes,
            self.operation()?
        ])?;
        self.connection.prepare_cached(ADD_NUMBERING)?.execute(params![1, last_number])?;
        self.made();
        Ok(())
    }
}
