//! Keeps the programme: sessions and who speaks at them.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};

use super::convert::{parsed, track, track_text};
use super::images::{Change, SESSION, SESSION_SPEAKER};
use super::{Reader, StoreError, Writer};
use crate::domain::{NewSession, Session, SessionCode, Speaker};

const ALL: &str = "
SELECT id, code, day, title, kind, starts_at, ends_at, room, track FROM session
ORDER BY starts_at, code";
const BY_CODE: &str = "
SELECT id, code, day, title, kind, starts_at, ends_at, room, track FROM session WHERE code = ?1";
const SPEAKERS: &str = "
SELECT session_id, name, country FROM session_speaker ORDER BY session_id, position";
const SPEAKER_IDS: &str = "SELECT id FROM session_speaker WHERE session_id = ?1 ORDER BY position";
const ADD: &str = "
INSERT INTO session (code, day, title, kind, starts_at, ends_at, room, track, made_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
const UPDATE: &str = "
UPDATE session SET day = ?2, title = ?3, kind = ?4, starts_at = ?5, ends_at = ?6, room = ?7,
  track = ?8
WHERE id = ?1";
const ADD_SPEAKER: &str = "
INSERT INTO session_speaker (session_id, position, name, country, made_by)
VALUES (?1, ?2, ?3, ?4, ?5)";

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        id: row.get(0)?,
        item: NewSession {
            code: parsed(row, 1)?,
            day: row.get(2)?,
            title: row.get(3)?,
            kind: parsed(row, 4)?,
            starts_at: parsed(row, 5)?,
            ends_at: parsed(row, 6)?,
            room: row.get(7)?,
            track: track(row, 8)?,
            speakers: Vec::new(),
        },
    })
}

impl Reader<'_> {
    /// Returns the programme in order of time.
    pub fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        let mut statement = self.connection.prepare_cached(ALL)?;
        let mut sessions: Vec<Session> =
            statement.query_map([], read)?.collect::<Result<_, _>>()?;
        let mut speakers = self.speakers()?;
        for session in &mut sessions {
            session.item.speakers = speakers.remove(&session.id).unwrap_or_default();
        }
        Ok(sessions)
    }

    /// Returns a session by its code.
    pub fn session(&self, code: &SessionCode) -> Result<Option<Session>, StoreError> {
        let mut statement = self.connection.prepare_cached(BY_CODE)?;
        let Some(mut session) = statement.query_row([code.as_str()], read).optional()? else {
            return Ok(None);
        };
        session.item.speakers = self.speakers()?.remove(&session.id).unwrap_or_default();
        Ok(Some(session))
    }

    fn speakers(&self) -> Result<HashMap<i64, Vec<Speaker>>, StoreError> {
        let mut statement = self.connection.prepare_cached(SPEAKERS)?;
        let mut rows = statement.query([])?;
        let mut speakers: HashMap<i64, Vec<Speaker>> = HashMap::new();
        while let Some(row) = rows.next()? {
            let speaker = Speaker { name: row.get(1)?, country: row.get(2)? };
            speakers.entry(row.get(0)?).or_default().push(speaker);
        }
        Ok(speakers)
    }

    /// Returns the keys of the participants who are expected at a session.
    pub(super) fn expected_at(&self, code: &SessionCode) -> Result<HashSet<i64>, StoreError> {
        let Some(session) = self.session(code)? else {
            return Ok(HashSet::new());
        };
        let mut expected = HashSet::new();
        self.each_expected(&session, |id| {
            expected.insert(id);
        })?;
        Ok(expected)
    }
}

impl Writer<'_> {
    /// Stores a session; returns false where its code is taken.
    pub fn add_session(&self, session: &NewSession) -> Result<bool, StoreError> {
        if self.session(&session.code)?.is_some() {
            return Ok(false);
        }
        let operation = self.operation()?;
        let mut add = self.connection.prepare_cached(ADD)?;
        let id = add.query_row(
            params![
                session.code.as_str(),
                session.day,
                session.title,
                session.kind.as_str(),
                session.starts_at.to_string(),
                session.ends_at.to_string(),
                session.room,
                track_text(session.track),
                operation
            ],
            |row| row.get(0),
        )?;
        self.made();
        self.add_speakers(id, &session.speakers)?;
        Ok(true)
    }

    /// Overwrites a stored session.
    pub fn update_session(&self, id: i64, session: &NewSession) -> Result<(), StoreError> {
        self.keep(SESSION, id, Change::Update)?;
        self.connection.prepare_cached(UPDATE)?.execute(params![
            id,
            session.day,
            session.title,
            session.kind.as_str(),
            session.starts_at.to_string(),
            session.ends_at.to_string(),
            session.room,
            track_text(session.track)
        ])?;
        let before: Vec<i64> = {
            let mut statement = self.connection.prepare_cached(SPEAKER_IDS)?;
            statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        for speaker in before {
            self.remove(SESSION_SPEAKER, speaker)?;
        }
        self.add_speakers(id, &session.speakers)
    }

    fn add_speakers(&self, session: i64, speakers: &[Speaker]) -> Result<(), StoreError> {
        let operation = self.operation()?;
        let mut add = self.connection.prepare_cached(ADD_SPEAKER)?;
        for (position, speaker) in (1_i64..).zip(speakers) {
            add.execute(params![session, position, speaker.name, speaker.country, operation])?;
            self.made();
        }
        Ok(())
    }
}
