//! Keeps why somebody does not come to a session.

use rusqlite::{OptionalExtension, params};

use super::images::{ABSENCE_EXCUSE, Change};
use super::{Reader, StoreError, Writer};

/// Why one person does not come to one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// Join key of the participant.
    pub participant: i64,
    /// Join key of the session.
    pub session: i64,
    /// Why.
    pub reason: String,
}

const ALL: &str = "
SELECT participant_id, session_id, reason FROM absence_excuse ORDER BY participant_id, session_id";
const FIND: &str = "
SELECT id, reason FROM absence_excuse WHERE participant_id = ?1 AND session_id = ?2";
const ADD: &str = "
INSERT INTO absence_excuse (participant_id, session_id, reason, made_by) VALUES (?1, ?2, ?3, ?4)";
const SET: &str = "UPDATE absence_excuse SET reason = ?2 WHERE id = ?1";

impl Reader<'_> {
    /// Returns every excuse, in the order of participants' and sessions' keys.
    pub fn excuses(&self) -> Result<Vec<Excuse>, StoreError> {
        let mut statement = self.connection.prepare_cached(ALL)?;
        let excuses = statement.query_map([], |row| {
            Ok(Excuse { participant: row.get(0)?, session: row.get(1)?, reason: row.get(2)? })
        })?;
        Ok(excuses.collect::<Result<_, _>>()?)
    }

    fn excuse(&self, participant: i64, session: i64) -> Result<Option<(i64, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(FIND)?;
        let found = statement
            .query_row(params![participant, session], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(found.optional()?)
    }
}

impl Writer<'_> {
    /// Stores why somebody does not come; returns false where just that was known.
    pub fn set_excuse(&self, excuse: &Excuse) -> Result<bool, StoreError> {
        match self.excuse(excuse.participant, excuse.session)? {
            Some((_, reason)) if reason == excuse.reason => return Ok(false),
            Some((id, _)) => {
                self.keep(ABSENCE_EXCUSE, id, Change::Update)?;
                self.connection.prepare_cached(SET)?.execute(params![id, excuse.reason])?;
            }
            None => {
                self.connection.prepare_cached(ADD)?.execute(params![
                    excuse.participant,
                    excuse.session,
                    excuse.reason,
                    self.operation()?
                ])?;
                self.made();
            }
        }
        Ok(true)
    }

    /// Takes an excuse back; returns false where there was none.
    pub fn remove_excuse(&self, participant: i64, session: i64) -> Result<bool, StoreError> {
        match self.excuse(participant, session)? {
            Some((id, _)) => self.remove(ABSENCE_EXCUSE, id).map(|()| true),
            None => Ok(false),
        }
    }
}
