//! Keeps excursions: seats as claims, and the waiting list.

use rusqlite::{OptionalExtension, params};

use super::facts::since;
use super::images::{Change, EXCURSION, EXCURSION_PLACE};
use super::{Reader, StoreError, Writer};
use crate::domain::ExcursionWish;

/// The excursion that the column `excursion` of the participants' list speaks of.
pub const MAIN_EXCURSION: i64 = 1;

/// An excursion with what is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcursionRow {
    /// Join key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Seats; nothing for no limit.
    pub places: Option<i64>,
    /// The sites that let in only whom they have cleared.
    pub sites: Vec<String>,
    /// Persons with a seat.
    pub seated: i64,
    /// Persons on the waiting list.
    pub waiting: i64,
}

/// A person on an excursion's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// Join key of the place.
    pub id: i64,
    /// Join key of the participant.
    pub participant: i64,
    /// The number of the seat; nothing on the waiting list.
    pub seat: Option<i64>,
    /// The bus by which the person goes; empty where that is open.
    pub bus: String,
    /// The sites that have cleared the person.
    pub cleared: Vec<String>,
    /// Since when the person has been on the list: text that orders people in every copy alike.
    pub since: String,
}

const ALL: &str = "
SELECT e.id, e.name, e.places, count(x.seat),
       count(*) FILTER (WHERE x.id IS NOT NULL AND x.seat IS NULL), e.sites
FROM excursion e LEFT JOIN excursion_place x ON x.excursion_id = e.id
GROUP BY e.id, e.name, e.places, e.sites ORDER BY e.id";
const ADD: &str = "
INSERT INTO excursion (name, places, made_by) VALUES (?1, ?2, ?3) RETURNING id";
const SET: &str = "UPDATE excursion SET name = ?2, places = ?3 WHERE id = ?1";
const SET_SITES: &str = "UPDATE excursion SET sites = ?2 WHERE id = ?1";
const PLACES: &str = "
SELECT x.id, x.participant_id, x.seat, x.bus, x.cleared, x.since, o.at
FROM excursion_place x JOIN operation o ON o.id = x.made_by
WHERE x.excursion_id = ?1 ORDER BY x.seat IS NULL, x.seat, x.id";
const PLACE_OF: &str = "
SELECT x.id, x.participant_id, x.seat, x.bus, x.cleared, x.since, o.at
FROM excursion_place x JOIN operation o ON o.id = x.made_by
WHERE x.excursion_id = ?1 AND x.participant_id = ?2";
const SEAT_OF: &str = "
SELECT seat FROM excursion_place WHERE excursion_id = ?1 AND participant_id = ?2";
const ADD_PLACE: &str = "
INSERT INTO excursion_place (participant_id, excursion_id, seat, made_by) VALUES (?1, ?2, ?3, ?4)";
const SAME_PLACE: &str = "
SELECT 1 FROM excursion_place WHERE id = ?1 AND bus = ?2 AND cleared = ?3";
const SET_PLACE: &str = "UPDATE excursion_place SET bus = ?2, cleared = ?3 WHERE id = ?1";
const ADD_PLACE_SINCE: &str = "
INSERT INTO excursion_place (participant_id, excursion_id, made_by, since)
VALUES (?1, ?2, ?3, ?4) RETURNING id";
const WAITING: &str = "
SELECT id, made_by FROM excursion_place WHERE participant_id = ?1 AND seat IS NULL ORDER BY id";
const SET_SINCE: &str = "UPDATE excursion_place SET since = ?2 WHERE id = ?1";
const SET_SEAT: &str = "UPDATE excursion_place SET seat = ?2 WHERE id = ?1";

fn read_place(row: &rusqlite::Row<'_>) -> rusqlite::Result<PlaceRow> {
    Ok(PlaceRow {
        id: row.get(0)?,
        participant: row.get(1)?,
        seat: row.get(2)?,
        bus: row.get(3)?,
        cleared: listed(row, 4)?,
        since: since(row.get(5)?, row.get_ref(6)?.as_str()?, row.get(0)?),
    })
}

/// Reads what stands one a line in a column.
fn listed(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Vec<String>> {
    let text = row.get_ref(column)?.as_str()?;
    Ok(text.lines().map(str::to_owned).collect())
}

impl Reader<'_> {
    /// Returns every excursion.
    pub fn excursions(&self) -> Result<Vec<ExcursionRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(ALL)?;
        let excursions = statement.query_map([], |row| {
            Ok(ExcursionRow {
                id: row.get(0)?,
                name: row.get(1)?,
                places: row.get(2)?,
                seated: row.get(3)?,
                waiting: row.get(4)?,
                sites: listed(row, 5)?,
            })
        })?;
        Ok(excursions.collect::<Result<_, _>>()?)
    }

    /// Returns everybody on an excursion's list: seats by number, then the waiting list in order.
    pub fn places(&self, excursion: i64) -> Result<Vec<PlaceRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(PLACES)?;
        let mut places: Vec<PlaceRow> =
            statement.query_map([excursion], read_place)?.collect::<Result<_, _>>()?;
        let waiting = places.partition_point(|place| place.seat.is_some());
        places[waiting..].sort_by(|one, other| one.since.cmp(&other.since));
        Ok(places)
    }

    /// Returns the place of a participant, if the person is on the list.
    pub fn place(&self, excursion: i64, participant: i64) -> Result<Option<PlaceRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(PLACE_OF)?;
        Ok(statement.query_row(params![excursion, participant], read_place).optional()?)
    }

    /// Returns whether a participant is on an excursion's list, and the seat, if the person has one.
    pub(super) fn seat_on(
        &self,
        excursion: i64,
        participant: i64,
    ) -> Result<(ExcursionWish, Option<i64>), StoreError> {
        let mut statement = self.connection.prepare_cached(SEAT_OF)?;
        let found = statement.query_row(params![excursion, participant], |row| row.get(0));
        Ok(match found.optional()? {
            None => (ExcursionWish::No, None),
            Some(None) => (ExcursionWish::Waiting, None),
            Some(seat) => (ExcursionWish::Yes, seat),
        })
    }
}

impl Writer<'_> {
    /// Stores an excursion and returns its key.
    pub fn add_excursion(&self, name: &str, places: Option<i64>) -> Result<i64, StoreError> {
        let values = params![name, places, self.operation()?];
        let id = self.connection.prepare_cached(ADD)?.query_row(values, |row| row.get(0))?;
        self.made();
        Ok(id)
    }

    /// Changes name and number of seats of an excursion.
    pub fn set_excursion(
        &self,
        id: i64,
        name: &str,
        places: Option<i64>,
    ) -> Result<(), StoreError> {
        self.keep(EXCURSION, id, Change::Update)?;
        self.connection.prepare_cached(SET)?.execute(params![id, name, places])?;
        Ok(())
    }

    /// Changes which sites of an excursion let in only whom they have cleared.
    pub fn set_sites(&self, id: i64, sites: &[String]) -> Result<(), StoreError> {
        self.keep(EXCURSION, id, Change::Update)?;
        self.connection.prepare_cached(SET_SITES)?.execute(params![id, sites.join("\n")])?;
        Ok(())
    }

    /// Stores bus and clearance of a place; says whether they are other than before.
    pub fn set_place(&self, place: &PlaceRow) -> Result<bool, StoreError> {
        let cleared = place.cleared.join("\n");
        let mut same = self.connection.prepare_cached(SAME_PLACE)?;
        if same.exists(params![place.id, place.bus, cleared])? {
            return Ok(false);
        }
        self.keep(EXCURSION_PLACE, place.id, Change::Update)?;
        let mut set = self.connection.prepare_cached(SET_PLACE)?;
        set.execute(params![place.id, place.bus, cleared])?;
        Ok(true)
    }

    /// Puts a participant on an excursion's list: on a seat, or on the waiting list.
    pub fn add_place(
        &self,
        excursion: i64,
        participant: i64,
        seat: Option<i64>,
    ) -> Result<(), StoreError> {
        let values = [participant.into(), excursion.into(), seat.into(), self.operation()?.into()];
        self.held().add_place.run(self.connection, ADD_PLACE, &values)?;
        self.made();
        Ok(())
    }

    /// Puts a participant on an excursion's list as of an earlier time, without a seat; returns the
    /// key of the place.
    pub fn add_place_since(
        &self,
        excursion: i64,
        participant: i64,
        since: &str,
    ) -> Result<i64, StoreError> {
        let values = params![participant, excursion, self.operation()?, since];
        let mut add = self.connection.prepare_cached(ADD_PLACE_SINCE)?;
        let id = add.query_row(values, |row| row.get(0))?;
        self.made();
        Ok(id)
    }

    /// Says since when somebody has been on an excursion's list.
    pub fn set_since(&self, place: i64, since: &str) -> Result<(), StoreError> {
        self.keep(EXCURSION_PLACE, place, Change::Update)?;
        self.connection.prepare_cached(SET_SINCE)?.execute(params![place, since])?;
        Ok(())
    }

    /// Puts a person at the end of every waiting list on which the person is.
    pub fn wait_from_now(&self, participant: i64) -> Result<(), StoreError> {
        let operation = self.operation()?;
        let at = self.operation_time(operation)?.map(|at| at.to_string()).unwrap_or_default();
        let waiting: Vec<(i64, i64)> = {
            let mut statement = self.connection.prepare_cached(WAITING)?;
            let found = statement.query_map([participant], |row| Ok((row.get(0)?, row.get(1)?)))?;
            found.collect::<Result<_, _>>()?
        };
        for (place, made_by) in waiting {
            if made_by != operation {
                self.set_since(place, &since(String::new(), &at, place))?;
            }
        }
        Ok(())
    }

    /// Gives somebody of an excursion's list a seat, or puts the person on the waiting list.
    pub fn set_seat(&self, place: i64, seat: Option<i64>) -> Result<(), StoreError> {
        self.keep(EXCURSION_PLACE, place, Change::Update)?;
        self.connection.prepare_cached(SET_SEAT)?.execute(params![place, seat])?;
        Ok(())
    }

    /// Puts somebody who waits before the one who is the first of those who wait, and behind all who
    /// were on the list before that one.
    pub fn put_first(&self, place: i64, first: &PlaceRow) -> Result<(), StoreError> {
        let at = first.since.find(['!', '#']).unwrap_or(first.since.len());
        let (at, behind) = first.since.split_at(at);
        let before = behind.bytes().take_while(|byte| *byte == b'!').count() + 1;
        // The mark sorts before the one that stands behind other times.
        self.set_since(place, &format!("{at}{}#{place:012}", "!".repeat(before)))
    }

    /// Takes a participant off an excursion's list.
    pub fn remove_place(&self, place: i64) -> Result<(), StoreError> {
        self.remove(EXCURSION_PLACE, place)
    }
}
