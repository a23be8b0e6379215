//! Keeps discussion groups and who sits in them.

use std::collections::HashSet;

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, Row, params};

use super::convert::{parsed, track};
use super::images::{BREAKOUT_GROUP, BREAKOUT_SEAT, Change};
use super::{Reader, StoreError, Writer};
use crate::domain::{Category, GroupName, Role, SessionCode, Status, Track, display_name};

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
    /// Region of the world by UN M49, or empty.
    pub region: String,
    /// Name of the organization.
    pub organization: String,
    /// Folded name of the organization, or empty.
    pub organization_key: String,
    /// The kind of body.
    pub category: Category,
    /// What the person does.
    pub role: Role,
    /// The person's own track.
    pub track: Option<Track>,
    /// How far the registration has come.
    pub status: Status,
    /// The seat, if the person has one.
    pub group: Option<GroupSeat>,
}

impl Seat {
    /// Returns what the person represents: the country or region, else the organization.
    pub fn represents(&self) -> &str {
        if self.country_name.is_empty() { &self.organization } else { &self.country_name }
    }

    /// Returns `CODE Family, Given`, as messages name a person.
    pub fn described(&self) -> String {
        format!("{} {}", self.code, self.name)
    }
}

/// Whether somebody stays in a group when groups are made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// The person was put there by hand.
    Pinned,
    /// The person may be put into another one.
    Free,
}

impl FromSql for Stay {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(if value.as_i64()? == 1 { Self::Pinned } else { Self::Free })
    }
}

/// A seat in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSeat {
    /// Join key of the seat.
    pub id: i64,
    /// The group.
    pub group: GroupName,
    /// Whether the person stays there.
    pub stay: Stay,
}

impl GroupSeat {
    /// Returns whether the person was put there by hand.
    pub fn is_pinned(&self) -> bool {
        self.stay == Stay::Pinned
    }
}

/// A discussion group of one round, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakoutGroup {
    /// Join key.
    pub id: i64,
    /// Its name.
    pub name: GroupName,
    /// Where it meets and for whom.
    pub terms: GroupTerms,
    /// Whether the round was announced.
    pub announced: bool,
    /// The operation that formed the round's groups.
    pub formed_by: i64,
}

/// Where a group meets and for whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupTerms {
    /// The room, or empty.
    pub room: String,
    /// The most people, facilitators and rapporteurs not counted.
    pub capacity: Option<u32>,
    /// Languages spoken, separated by blanks.
    pub languages: String,
}

/// Who sat where in one round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seating {
    /// The round.
    pub round: u32,
    /// Join key of the participant.
    pub participant: i64,
    /// The group.
    pub group: GroupName,
}

const SEATS: &str = "
SELECT p.id, p.code, p.family_name, p.given_name, coalesce(p.country, ''), coalesce(c.name, ''),
       coalesce(o.name, ''), p.category, p.track, p.status, s.id, g.track, g.number, s.pinned,
       coalesce(c.region, ''), coalesce(o.name_key, ''), p.role
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
SELECT id, track, number, room, capacity, languages, announced, formed_by FROM breakout_group
WHERE round = ?1 ORDER BY track DESC, number";
const FIND_GROUP: &str =
    "SELECT id FROM breakout_group WHERE track = ?1 AND round = ?2 AND number = ?3";
const ADD_GROUP: &str = "
INSERT INTO breakout_group
  (track, round, number, room, capacity, languages, announced, formed_by, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?7) RETURNING id";
const ADD_FORMED: &str = "
INSERT INTO breakout_group
  (track, round, number, room, capacity, languages, announced, formed_by, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
const SEATS_OF: &str = "
SELECT participant_id, pinned FROM breakout_seat WHERE group_id = ?1 ORDER BY participant_id";
const SEAT_IN: &str = "SELECT id FROM breakout_seat WHERE participant_id = ?1 AND round = ?2";
const SET_GROUP: &str = "
UPDATE breakout_group SET room = ?2, capacity = ?3, languages = ?4, announced = ?5, formed_by = ?6
WHERE id = ?1";
const ADD_SEAT: &str = "
INSERT INTO breakout_seat (group_id, participant_id, round, pinned, made_by)
VALUES (?1, ?2, ?3, ?4, ?5)";
const MOVE_SEAT: &str = "UPDATE breakout_seat SET group_id = ?2, pinned = ?3 WHERE id = ?1";
const SEAT_OF: &str = "
SELECT s.round, g.track, g.number FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
WHERE s.participant_id = ?1 ORDER BY s.round LIMIT 1";
const SEATINGS: &str = "
SELECT s.round, s.participant_id, g.track, g.number
FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
ORDER BY s.round, s.participant_id";
const LAST_ROUND: &str = "SELECT coalesce(max(round), 0) FROM breakout_group";
const INSIDE: &str = "
SELECT a.participant_id FROM attendance a JOIN session s ON s.id = a.session_id
WHERE s.code = ?1 AND a.inside = 1";

fn read(row: &Row<'_>) -> rusqlite::Result<Seat> {
    let family = row.get_ref(2)?.as_str()?;
    let given = row.get_ref(3)?.as_str()?;
    let group = match row.get::<_, Option<i64>>(10)? {
        None => None,
        Some(id) => Some(GroupSeat {
            id,
            group: GroupName { track: parsed(row, 11)?, number: row.get(12)? },
            stay: row.get(13)?,
        }),
    };
    Ok(Seat {
        participant: row.get(0)?,
        code: row.get(1)?,
        name: display_name(family, given),
        country: row.get(4)?,
        country_name: row.get(5)?,
        region: row.get(14)?,
        organization: row.get(6)?,
        organization_key: row.get(15)?,
        category: parsed(row, 7)?,
        role: parsed(row, 16)?,
        track: track(row, 8)?,
        status: parsed(row, 9)?,
        group,
    })
}

fn read_group(row: &Row<'_>) -> rusqlite::Result<BreakoutGroup> {
    Ok(BreakoutGroup {
        id: row.get(0)?,
        name: GroupName { track: parsed(row, 1)?, number: row.get(2)? },
        terms: GroupTerms { room: row.get(3)?, capacity: row.get(4)?, languages: row.get(5)? },
        announced: row.get(6)?,
        formed_by: row.get(7)?,
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

    /// Returns the number of the last round that has groups, or 0.
    pub fn rounds(&self) -> Result<u32, StoreError> {
        let mut statement = self.connection.prepare_cached(LAST_ROUND)?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Returns the groups of a round: policy first, each track in the order of numbers.
    pub fn breakout_groups(&self, round: u32) -> Result<Vec<BreakoutGroup>, StoreError> {
        let mut statement = self.connection.prepare_cached(GROUPS)?;
        Ok(statement.query_map([round], read_group)?.collect::<Result<_, _>>()?)
    }

    /// Returns who sits where in every round, round by round.
    pub fn seatings(&self) -> Result<Vec<Seating>, StoreError> {
        let mut statement = self.connection.prepare_cached(SEATINGS)?;
        let seatings = statement.query_map([], |row| {
            let group = GroupName { track: parsed(row, 2)?, number: row.get(3)? };
            Ok(Seating { round: row.get(0)?, participant: row.get(1)?, group })
        })?;
        Ok(seatings.collect::<Result<_, _>>()?)
    }

    /// Returns who sits in a group, each with whether the person stays there.
    pub fn seats_of(&self, group: i64) -> Result<Vec<(i64, Stay)>, StoreError> {
        let mut statement = self.connection.prepare_cached(SEATS_OF)?;
        let seats = statement.query_map([group], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(seats.collect::<Result<_, _>>()?)
    }

    /// Returns the key of a participant's seat in a round, if the person has one.
    pub fn seat_in(&self, participant: i64, round: u32) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(SEAT_IN)?;
        Ok(statement.query_row(params![participant, round], |row| row.get(0)).optional()?)
    }

    /// Returns the keys of those who are inside a session now.
    pub fn inside(&self, session: &SessionCode) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(INSIDE)?;
        let inside = statement.query_map([session.as_str()], |row| row.get(0))?;
        Ok(inside.collect::<Result<_, _>>()?)
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

    /// Makes a track have exactly these groups in a round, proposed by this operation, and returns
    /// their keys in order; those that are there already come as `existing`.
    pub fn form_groups(
        &self,
        track: Track,
        round: u32,
        existing: &[BreakoutGroup],
        terms: &[GroupTerms],
    ) -> Result<Vec<i64>, StoreError> {
        let operation = self.operation()?;
        (1..)
            .zip(terms)
            .map(|(number, terms)| {
                let name = GroupName { track, number };
                if let Some(group) = existing.iter().find(|group| group.name == name) {
                    let terms = terms.clone();
                    let formed = BreakoutGroup { terms, announced: false, ..group.clone() };
                    self.set_group(&BreakoutGroup { formed_by: operation, ..formed })?;
                    return Ok(group.id);
                }
                let GroupTerms { room, capacity, languages } = terms;
                let mut add = self.connection.prepare_cached(ADD_GROUP)?;
                let id = add.query_row(
                    params![track.as_str(), round, number, room, capacity, languages, operation],
                    |row| row.get(0),
                )?;
                self.made();
                Ok(id)
            })
            .collect()
    }

    /// Stores a group that another copy of the register formed, by an operation that is known here.
    pub fn add_formed_group(
        &self,
        group: &BreakoutGroup,
        round: u32,
        formed_by: Option<i64>,
    ) -> Result<i64, StoreError> {
        let GroupTerms { room, capacity, languages } = &group.terms;
        let operation = self.operation()?;
        let mut add = self.connection.prepare_cached(ADD_FORMED)?;
        let id = add.query_row(
            params![
                group.name.track.as_str(),
                round,
                group.name.number,
                room,
                capacity,
                languages,
                i64::from(group.announced),
                formed_by.unwrap_or(operation),
                operation
            ],
            |row| row.get(0),
        )?;
        self.made();
        Ok(id)
    }

    /// Overwrites what a group has besides its name.
    pub fn set_group(&self, group: &BreakoutGroup) -> Result<(), StoreError> {
        self.keep(BREAKOUT_GROUP, group.id, Change::Update)?;
        self.connection.prepare_cached(SET_GROUP)?.execute(params![
            group.id,
            group.terms.room,
            group.terms.capacity,
            group.terms.languages,
            i64::from(group.announced),
            group.formed_by
        ])?;
        Ok(())
    }

    /// Removes a group in which nobody sits.
    pub fn remove_group(&self, group: i64) -> Result<(), StoreError> {
        self.remove(BREAKOUT_GROUP, group)
    }

    /// Gives a participant a seat in a round where the person has none.
    pub fn add_seat(
        &self,
        group: i64,
        participant: i64,
        round: u32,
        stay: Stay,
    ) -> Result<(), StoreError> {
        let values =
            (group, participant, round, i64::from(stay == Stay::Pinned), self.operation()?);
        self.connection.prepare_cached(ADD_SEAT)?.execute(values)?;
        self.made();
        Ok(())
    }

    /// Moves a seat to a group, or pins or frees it there.
    pub fn move_seat(&self, seat: i64, group: i64, stay: Stay) -> Result<(), StoreError> {
        self.keep(BREAKOUT_SEAT, seat, Change::Update)?;
        let values = params![seat, group, i64::from(stay == Stay::Pinned)];
        self.connection.prepare_cached(MOVE_SEAT)?.execute(values)?;
        Ok(())
    }

    /// Takes a seat away.
    pub fn remove_seat(&self, seat: i64) -> Result<(), StoreError> {
        self.remove(BREAKOUT_SEAT, seat)
    }
}
