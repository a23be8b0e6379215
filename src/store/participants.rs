//! Keeps participants: adding, changing and finding single people. Lists are in `roster`.

use rusqlite::{OptionalExtension, params};

use super::convert::{parsed, track, track_text};
use super::excursions::MAIN_EXCURSION;
use super::images::{Change, PARTICIPANT};
use super::{Reader, StoreError, Writer};
use crate::domain::{Category, Email, ExcursionWish, NewParticipant, Participant, ParticipantCode};
use crate::matching::name_key;

/// What came of adding a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insertion {
    /// The person is in the register now.
    Added {
        /// Join key.
        id: i64,
        /// The code that the person got.
        code: ParticipantCode,
    },
    /// The code or the e-mail address belongs to somebody in the register.
    Taken,
    /// This copy of the register has given out all its numbers.
    NoNumberLeft,
}

/// Where an imported person belongs, once names have been looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredFields {
    /// Join key of the organization.
    pub organization: Option<i64>,
    /// The kind of body.
    pub category: Category,
}

const PERSON: &str = "
SELECT id, code, family_name, given_name, native_name, title, country, organization_id, category,
       position, email, role, track, status, diet, note, same_as
FROM participant WHERE id = ?1";
const ID_BY_EMAIL: &str = "
SELECT coalesce(same_as, id) FROM participant WHERE lower(email) = lower(?1) AND email <> ''";
const MADE_BY: &str = "SELECT id FROM participant WHERE made_by = ?1 ORDER BY id LIMIT 1";
const CODES: &str = "SELECT code FROM participant ORDER BY id";
const NUMBERING: &str = "
SELECT next_number, last_number, (SELECT max(id) FROM participant WHERE id <= last_number)
FROM numbering WHERE id = 1";
const ADVANCE_NUMBERING: &str =
    "UPDATE numbering SET next_number = ?1 WHERE id = 1 AND next_number < ?1";
const ADD_PARTICIPANT: &str = "
INSERT INTO participant
  (id, code, family_name, given_name, native_name, title, name_key, country, organization_id,
   category, position, email, role, track, status, diet, note, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
ON CONFLICT DO NOTHING";
const UPDATE: &str = "
UPDATE participant SET
  family_name = ?2, given_name = ?3, native_name = ?4, title = ?5, name_key = ?6, country = ?7,
  organization_id = ?8, category = ?9, position = ?10, email = ?11, role = ?12,
  track = ?13, status = ?14, diet = ?15, note = ?16
WHERE id = ?1";

impl Reader<'_> {
    /// Returns the participant of a code; that of a second registration leads to the first.
    pub fn participant(&self, code: ParticipantCode) -> Result<Option<Participant>, StoreError> {
        match self.person(i64::from(code.number()))? {
            Some((_, Some(first))) => self.participant_by_id(first),
            found => Ok(found.map(|(person, _)| person)),
        }
    }

    /// Returns the participant of a join key.
    pub fn participant_by_id(&self, id: i64) -> Result<Option<Participant>, StoreError> {
        Ok(self.person(id)?.map(|(person, _)| person))
    }

    /// Returns the participant of a join key, and the join key of the first registration if this is
    /// a second one of the same person.
    ///
    /// Asked in several small questions: one with three joins takes longer to prepare than all of
    /// these, and most commands ask for one person.
    fn person(&self, id: i64) -> Result<Option<(Participant, Option<i64>)>, StoreError> {
        let mut statement = self.connection.prepare_cached(PERSON)?;
        let found = statement.query_row([id], |row| {
            let organization: Option<i64> = row.get(7)?;
            let person = Participant {
                id: row.get(0)?,
                code: row.get(1)?,
                family_name: row.get(2)?,
                given_name: row.get(3)?,
                native_name: row.get(4)?,
                title: row.get(5)?,
                country: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
                country_name: String::new(),
                organization: String::new(),
                category: parsed(row, 8)?,
                position: row.get(9)?,
                email: row.get(10)?,
                role: parsed(row, 11)?,
                track: track(row, 12)?,
                status: parsed(row, 13)?,
                excursion: ExcursionWish::No,
                seat: None,
                diet: row.get(14)?,
                note: row.get(15)?,
            };
            Ok((person, organization, row.get(16)?))
        });
        let Some((mut person, organization, same_as)) = found.optional()? else { return Ok(None) };
        if !person.country.is_empty() {
            person.country_name = self.country_name(&person.country)?;
        }
        if let Some(organization) = organization {
            person.organization = self.organization_name(organization)?.unwrap_or_default();
        }
        (person.excursion, person.seat) = self.seat_on(MAIN_EXCURSION, id)?;
        Ok(Some((person, same_as)))
    }

    /// Returns the participant who has an e-mail address, whatever its letter case.
    pub fn participant_by_email(&self, email: &str) -> Result<Option<Participant>, StoreError> {
        let id = self.id_by_email(email)?;
        Ok(id.map(|id| self.participant_by_id(id)).transpose()?.flatten())
    }

    /// Returns the key of the participant who has an e-mail address, whatever its letter case.
    pub fn id_by_email(&self, email: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(ID_BY_EMAIL)?;
        Ok(statement.query_row([email], |row| row.get(0)).optional()?)
    }

    /// Returns the participant whom an operation made, the first if it made several.
    pub fn participant_made_by(&self, operation: i64) -> Result<Option<Participant>, StoreError> {
        let mut statement = self.connection.prepare_cached(MADE_BY)?;
        let id = statement.query_row([operation], |row| row.get(0)).optional()?;
        Ok(id.map(|id| self.participant_by_id(id)).transpose()?.flatten())
    }

    /// Returns every code, for near matches.
    pub fn codes(&self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(CODES)?;
        let codes = statement.query_map([], |row| row.get(0))?;
        Ok(codes.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Stores a participant under the code that the person brings, or else under the next one.
    ///
    /// `name_key` is the person's [`crate::matching::name_key`].
    pub fn add_participant(
        &self,
        person: &NewParticipant,
        name_key: &str,
        fields: StoredFields,
        prefix: char,
    ) -> Result<Insertion, StoreError> {
        let next = self.next_number()?;
        let code = match person.code {
            Some(code) => code,
            None => match ParticipantCode::issue_from(prefix, next) {
                Some(code) if code.number() <= self.last_number()? => code,
                _ => return Ok(Insertion::NoNumberLeft),
            },
        };
        let id = i64::from(code.number());
        let code_text = code.to_string();
        let values = [
            id.into(),
            code_text.as_str().into(),
            person.family_name.as_str().into(),
            person.given_name.as_str().into(),
            person.native_name.as_str().into(),
            person.title.as_str().into(),
            name_key.into(),
            person.country.into(),
            fields.organization.into(),
            fields.category.as_str().into(),
            person.position.as_str().into(),
            person.email.as_ref().map_or("", Email::as_str).into(),
            person.role.as_str().into(),
            track_text(person.track).into(),
            person.status.as_str().into(),
            person.diet.as_str().into(),
            person.note.as_str().into(),
            self.operation()?.into(),
        ];
        let added = self.held().add_participant.run(self.connection, ADD_PARTICIPANT, &values)?;
        if added == 0 {
            return Ok(Insertion::Taken);
        }
        if code.number() >= next {
            self.count_on(code.number() + 1);
        }
        self.made();
        Ok(Insertion::Added { id, code })
    }

    /// Overwrites everything of a participant but code and excursion.
    pub fn update_participant(
        &self,
        id: i64,
        person: &NewParticipant,
        fields: StoredFields,
    ) -> Result<(), StoreError> {
        self.keep(PARTICIPANT, id, Change::Update)?;
        self.connection.prepare_cached(UPDATE)?.execute(params![
            id,
            person.family_name,
            person.given_name,
            person.native_name,
            person.title,
            name_key(person.names()),
            person.country,
            fields.organization,
            fields.category.as_str(),
            person.position,
            person.email.as_ref().map_or("", Email::as_str),
            person.role.as_str(),
            track_text(person.track),
            person.status.as_str(),
            person.diet,
            person.note
        ])?;
        Ok(())
    }

    /// Reads the block of numbers once a transaction; afterwards the writer counts on by itself.
    pub(super) fn read_numbering(&self) -> Result<(u32, u32), StoreError> {
        let mut statement = self.connection.prepare_cached(NUMBERING)?;
        Ok(statement.query_row([], |row| {
            let (next, last, latest): (u32, u32, Option<u32>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok((next.max(latest.map_or(0, |latest| latest + 1)), last))
        })?)
    }

    /// Stores that the numbers before `next` are given out, whether or not people have them.
    pub(super) fn give_out(&self, next: u32) -> Result<(), StoreError> {
        self.count_on(next);
        self.connection.prepare_cached(ADVANCE_NUMBERING)?.execute([next])?;
        Ok(())
    }
}
