//! Changes the programme: one session, or all of them from a file.

use super::date_order::date_order;
use super::{OpError, source_file};
use crate::domain::{NewSession, Session, SessionCode};
use crate::intake::{
    Choices, DateOrder, Input, RowProblem, SESSION_DATES, SESSION_FIELDS, SessionReader, Table,
};
use crate::matching::nearest;
use crate::store::{Entry, Operated, Reader, Store};

/// What is to be changed of a session, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionChanges {
    /// Number or date of the day.
    pub day: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// What kind of item it is.
    pub kind: Option<String>,
    /// When it begins, by the clock of the place.
    pub starts_at: Option<String>,
    /// When it ends, by the clock of the place.
    pub ends_at: Option<String>,
    /// Where.
    pub room: Option<String>,
    /// For which track; `none` for everybody.
    pub track: Option<String>,
    /// Who speaks, separated by semicolons.
    pub speakers: Option<String>,
}

/// What came of importing a programme; rows, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgrammeOutcome {
    /// Rows whose sessions are in the programme now.
    pub added: u64,
    /// Rows whose sessions were changed.
    pub changed: u64,
    /// Rows whose sessions were there before, with the same values.
    pub same: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// What was wrong.
    pub problems: Vec<RowProblem>,
}

/// Returns how sessions of this seminar are read.
fn session_reader(register: &Reader<'_>) -> Result<SessionReader, OpError> {
    let seminar = register.seminar()?;
    Ok(SessionReader {
        first_day: seminar.first_day,
        last_day: seminar.last_day,
        zone: seminar.zone,
        order: None,
        aliases: register.country_aliases()?,
    })
}

/// Returns the session of a code.
pub fn find_session(register: &Reader<'_>, code: &SessionCode) -> Result<Session, OpError> {
    if let Some(session) = register.session(code)? {
        return Ok(session);
    }
    let sessions = register.sessions()?;
    let codes: Vec<&str> = sessions.iter().map(|session| session.item.code.as_str()).collect();
    let near = nearest(code.as_str(), codes.iter().copied(), 3);
    let near = near.into_iter().map(str::to_owned).collect();
    Err(OpError::UnknownSession { session: code.clone(), near })
}

/// Adds a session to the programme.
pub fn add_session(
    store: &mut Store,
    entry: &Entry,
    code: &SessionCode,
    values: &SessionChanges,
) -> Result<Operated<NewSession>, OpError> {
    store.operate(entry, |tx| {
        let session = read(&session_reader(tx)?, code, values, None)?;
        if !tx.add_session(&session)? {
            return Err(OpError::SessionExists { session: code.clone() });
        }
        tx.summarize(code.to_string());
        Ok(session)
    })
}

/// Changes a session of the programme.
pub fn edit_session(
    store: &mut Store,
    entry: &Entry,
    code: &SessionCode,
    changes: &SessionChanges,
) -> Result<Operated<NewSession>, OpError> {
    if *changes == SessionChanges::default() {
        return Err(OpError::NothingToDo);
    }
    store.operate(entry, |tx| {
        let before = find_session(tx, code)?;
        let session = read(&session_reader(tx)?, code, changes, Some(&before.item))?;
        if session != before.item {
            tx.update_session(before.id, &session)?;
        }
        tx.summarize(code.to_string());
        Ok(session)
    })
}

/// Makes a session of what was typed; what was left open stays as it was.
fn read(
    reader: &SessionReader,
    code: &SessionCode,
    typed: &SessionChanges,
    before: Option<&NewSession>,
) -> Result<NewSession, OpError> {
    let before_day = before.map(|session| session.day.to_string());
    let stored = before.map(|session| {
        let zone = reader.zone;
        let speakers: Vec<_> = session.speakers.iter().map(|s| s.name.as_str()).collect();
        [zone.clock(session.starts_at), zone.clock(session.ends_at), speakers.join("; ")]
    });
    let track = before.and_then(|session| session.track).map_or("", |track| track.as_str());
    let kind = before.map_or("", |session| session.kind.as_str());
    let cells = [
        Some(code.as_str()),
        typed.day.as_deref().or(before_day.as_deref()),
        typed.title.as_deref().or(before.map(|session| session.title.as_str())),
        typed.kind.as_deref().or(Some(kind)),
        typed.starts_at.as_deref().or(stored.as_ref().map(|stored| stored[0].as_str())),
        typed.ends_at.as_deref().or(stored.as_ref().map(|stored| stored[1].as_str())),
        typed.room.as_deref().or(before.map(|session| session.room.as_str())),
        typed.track.as_deref().or(Some(track)),
        typed.speakers.as_deref().or(stored.as_ref().map(|stored| stored[2].as_str())),
    ];
    reader
        .read_fields(0, |field| cells.get(field).copied().flatten().unwrap_or_default())
        .map_err(OpError::Values)
}

/// Imports a programme: new sessions are added, known ones changed to what the file says.
pub fn import_programme(
    store: &mut Store,
    entry: &Entry,
    input: Input<'_>,
    order: Option<DateOrder>,
) -> Result<Operated<ProgrammeOutcome>, OpError> {
    store.operate(entry, |tx| {
        let open = || Table::open(input, SESSION_FIELDS, &Choices::default());
        let order = date_order(input.name, order, open, |row, see| {
            for field in SESSION_DATES {
                see(row.text(field));
            }
        })?;
        let reader = SessionReader { order, ..session_reader(tx)? };
        let mut table = open()?;
        let mut outcome = ProgrammeOutcome::default();
        while let Some(row) = table.next_row()? {
            match reader.read(&row) {
                Err(problems) => {
                    outcome.refused += 1;
                    outcome.problems.extend(problems);
                }
                Ok(session) => match tx.session(&session.code)? {
                    None => {
                        tx.add_session(&session)?;
                        outcome.added += 1;
                    }
                    Some(before) if before.item == session => outcome.same += 1,
                    Some(before) => {
                        tx.update_session(before.id, &session)?;
                        outcome.changed += 1;
                    }
                },
            }
        }
        tx.reads(source_file(input.name, &table));
        tx.summarize(format!(
            "{}: {} added, {} changed, {} the same, {} refused",
            input.name, outcome.added, outcome.changed, outcome.same, outcome.refused
        ));
        Ok(outcome)
    })
}
