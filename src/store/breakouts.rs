//! Keeps discussion groups and who sits in them.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Row, params};

use super::convert::{parsed, track};
use super::images::{BREAKOUT_GROUP, BREAKOUT_SEAT, Change};
use super::{Reader, StoreError, Writer};
use crate::domain::{Category, GroupName, Status, Track, display_name};

/// A person who can sit in a group, and the group, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Join key of the participant.
    pub participant: i64,
    /// The participant's code.
    pub code: String,
    /// The name as lists show it.
    pub name: String,
    /// ISO 3166 code, or empty.
    pub country: String,
    /// The organizer's display name of the country or region, or empty.
    pub country_name: String,
    /// Name of the organization.
    pub organization: String,
    /// The kind of body.
    pub category: Category,
    /// The person's own track.
    pub track: Option<Track>,
    /// How far the registration has come.
    pub status: Status,
    /// The seat, if the person has one.
    pub group: Option<GroupSeat>,
}

/// A seat in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSeat {
    /// Join key of the seat.
    pub id: i64,
    /// The group.
    pub group: GroupName,
    /// Whether the person was put there by hand.
    pub pinned: bool,
}

const SEATS: &str = "
SELECT p.id, p.code, p.family_name, p.given_name, coalesce(p.country, ''), coalesce(c.name, ''),
       coalesce(o.name, ''), p.category, p.track, p.status, s.id, g.track, g.number, s.pinned
FROM participant p
LEFT JOIN country c ON c.code = p.country
LEFT JOIN organization o ON o.id = p.organization_id
LEFT JOIN breakout_seat s ON s.participant_id = p.id AND s.round = ?1
LEFT JOIN breakout_group g ON g.id = s.group_id
ORDER BY p.id";
const MEMBERS: &str = "
SELECT s.participant_id FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
WHERE g.track = ?1 AND g.number = ?2";
const GROUPS: &str = "
SELECT id, number FROM breakout_group WHERE track = ?1 AND round = ?2 ORDER BY number";
const FIND_GROUP: &str =
    "SELECT id FROM breakout_group WHERE track = ?1 AND round = ?2 AND number = ?3";
const ADD_GROUP: &str = "
INSERT INTO breakout_group (track, round, number, made_by) VALUES (?1, ?2, ?3, ?4) RETURNING id";
const ADD_SEAT: &str = "
INSERT INTO breakout_seat (group_id, participant_id, round, pinned, made_by)
VALUES (?1, ?2, ?3, ?4, ?5)";
const MOVE_SEAT: &str = "UPDATE breakout_seat SET group_id = ?2, pinned = ?3 WHERE id = ?1";
const SEAT_OF: &str = "
SELECT s.round, g.track, g.number FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
WHERE s.participant_id = ?1 ORDER BY s.round LIMIT 1";
const LAST_ROUND: &str = "SELECT coalesce(max(round), 0) FROM breakout_group WHERE track = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<Seat> {
    let family = row.get_ref(2)?.as_str()?;
    let given = row.get_ref(3)?.as_str()?;
    let group = match row.get::<_, Option<i64>>(10)? {
        None => None,
        Some(id) => Some(GroupSeat {
            id,
            group: GroupName { track: parsed(row, 11)?, number: row.get(12)? },
            pinned: row.get(13)?,
        }),
    };
    Ok(Seat {
        participant: row.get(0)?,
        code: row.get(1)?,
        name: display_name(family, given),
        country: row.get(4)?,
        country_name: row.get(5)?,
        organization: row.get(6)?,
        category: parsed(row, 7)?,
        track: track(row, 8)?,
        status: parsed(row, 9)?,
        group,
    })
}

impl Reader<'_> {
    /// Returns every participant with the seat in a round, in the order of their codes' numbers.
    pub fn seats(&self, round: u32) -> Result<Vec<Seat>, StoreError> {
        let mut statement = self.connection.prepare_cached(SEATS)?;
        Ok(statement.query_map([round], read)?.collect::<Result<_, _>>()?)
    }

    /// Returns the first round and group in which a participant has a seat.
    pub fn seat_of(&self, participant: i64) -> Result<Option<(u32, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(SEAT_OF)?;
        let seat = statement.query_row([participant], |row| {
            let group = GroupName { track: parsed(row, 1)?, number: row.get(2)? };
            Ok((row.get(0)?, group.to_string()))
        });
        Ok(seat.optional()?)
    }

    /// Returns the number of rounds of a track that have groups.
    pub fn rounds(&self, track: Track) -> Result<u32, StoreError> {
        let mut statement = self.connection.prepare_cached(LAST_ROUND)?;
        Ok(statement.query_row([track.as_str()], |row| row.get(0))?)
    }

    /// Returns how many groups a track has in a round.
    pub fn group_count(&self, track: Track, round: u32) -> Result<u32, StoreError> {
        let mut statement = self.connection.prepare_cached(GROUPS)?;
        let groups = statement.query_map(params![track.as_str(), round], |_| Ok(()))?;
        Ok(u32::try_from(groups.count()).unwrap_or(u32::MAX))
    }

    /// Returns the keys of a group's members in any round.
    pub(super) fn members(&self, group: GroupName) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(MEMBERS)?;
        let members =
            statement.query_map(params![group.track.as_str(), group.number], |row| row.get(0))?;
        Ok(members.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Returns the key of a group, if it exists.
    pub fn group(&self, group: GroupName, round: u32) -> Result<Option<i64>, StoreError> {
        let mut find = self.connection.prepare_cached(FIND_GROUP)?;
        let values = params![group.track.as_str(), round, group.number];
        Ok(find.query_row(values, |row| row.get(0)).optional()?)
    }

    /// Makes a track have groups 1 to `count` in a round, and returns their keys in order.
    ///
    /// Groups beyond that are removed; their seats must be removed before.
    pub fn set_groups(&self, track: Track, round: u32, count: u32) -> Result<Vec<i64>, StoreError> {
        let existing: Vec<(i64, u32)> = {
            let mut statement = self.connection.prepare_cached(GROUPS)?;
            let rows = statement
                .query_map(params![track.as_str(), round], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        for &(id, number) in &existing {
            if number > count {
                self.remove(BREAKOUT_GROUP, id)?;
            }
        }
        let operation = self.operation()?;
        (1..=count)
            .map(|number| {
                if let Some(&(id, _)) = existing.iter().find(|(_, found)| *found == number) {
                    return Ok(id);
                }
                let mut add = self.connection.prepare_cached(ADD_GROUP)?;
                let values = params![track.as_str(), round, number, operation];
                let id = add.query_row(values, |row| row.get(0))?;
                self.made();
                Ok(id)
            })
            .collect()
    }

    /// Gives a participant a seat in a round where the person has none.
    pub fn add_seat(
        &self,
        group: i64,
        participant: i64,
        round: u32,
        pinned: bool,
    ) -> Result<(), StoreError> {
        let values = params![group, participant, round, i64::from(pinned), self.operation()?];
        self.connection.prepare_cached(ADD_SEAT)?.execute(values)?;
        self.made();
        Ok(())
    }

    /// Moves a seat to a group, or pins or frees it there.
    pub fn move_seat(&self, seat: i64, group: i64, pinned: bool) -> Result<(), StoreError> {
        self.keep(BREAKOUT_SEAT, seat, Change::Update)?;
        let values = params![seat, group, i64::from(pinned)];
        self.connection.prepare_cached(MOVE_SEAT)?.execute(values)?;
        Ok(())
    }

    /// Takes a seat away.
    pub fn remove_seat(&self, seat: i64) -> Result<(), StoreError> {
        self.remove(BREAKOUT_SEAT, seat)
    }
}
