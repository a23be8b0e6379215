//! Checks people in and out at the door of a session.

use super::super::boarding::check_boarding;
use super::super::programme::find_session;
use super::super::{OpError, find_person};
use crate::domain::{
    AttendanceEvent, CheckIn, CheckOut, EventKind, Moment, Participant, Session, SessionCode,
    SessionKind, Source, TimeError, Timestamp, span,
};
use crate::store::{Entry, Reader, Seminar, Store, StoreError, Writer};

/// Minutes before a session from which people are let in without naming it.
const DOORS_OPEN_BEFORE: i64 = 60;

/// Minutes by which what is said may be ahead of the clock: two clocks differ as much.
const CLOCKS_DIFFER: i64 = 2;

/// What is to be recorded, for whom and where.
#[derive(Debug, Clone)]
pub struct Door {
    /// In or out.
    pub kind: EventKind,
    /// The session; nothing means the one that is on.
    pub session: Option<SessionCode>,
    /// When it happened; nothing means now.
    pub at: Option<Moment>,
    /// Where the report comes from.
    pub source: Source,
    /// Whether people are let in who do not come, by the register, and at a time that is to come.
    pub anyway: bool,
    /// Whether who comes in leaves the other sessions that are not over.
    pub moves: bool,
    /// Whether this is the door of a bus: who has no seat, or was not cleared, does not get on; with
    /// the bus whose door it is.
    pub boarding: Option<Option<String>>,
}

/// What came of one person at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attended {
    /// The person.
    pub person: Participant,
    /// The session.
    pub session: SessionCode,
    /// When it happened.
    pub at: Timestamp,
    /// "in", "already", "out" or "not in".
    pub result: &'static str,
    /// What a person at the desk would want to know.
    pub message: String,
}

/// Checks people in or out, each once; all of them or, where one is refused, none.
pub fn attend(
    store: &mut Store,
    entry: &Entry,
    door: &Door,
    people: &[String],
    new_id: &dyn Fn() -> String,
) -> Result<Vec<Attended>, OpError> {
    store.record(entry, |tx| {
        let seminar = tx.seminar()?;
        let at = moment(&seminar, door, entry.at)?;
        refuse_repeated(tx, entry)?;
        let mut attended: Vec<Attended> = Vec::new();
        for typed in people {
            let person = find_person(tx, typed, seminar.code_prefix)?;
            let session = match &door.session {
                Some(code) => find_session(tx, code)?,
                None => session_at(&tx.sessions()?, &seminar, at, &person)?,
            };
            if !person.status.counts() && !door.anyway && door.kind == EventKind::In {
                let who = format!("{} {}", person.code, person.described());
                return Err(OpError::NotAwaited { who, status: person.status.as_str() });
            }
            if let (Some(bus), false) = (&door.boarding, door.anyway) {
                check_boarding(tx, &session, &person, bus.as_deref())?;
            }
            let scan = Scan {
                kind: door.kind,
                at,
                now: door.at.is_none(),
                recorded_at: entry.at,
                source: door.source,
                nonce: nonce_left(entry, &attended),
                reason: String::new(),
                moves: door.moves,
            };
            let Recorded { at, result, message } =
                record(tx, &seminar, &session, &person, scan, new_id)?;
            attended.push(Attended { person, session: session.item.code, at, result, message });
        }
        Ok(attended)
    })
}

/// Returns the caller's mark where no event carries it yet: one request has one, and whoever was in
/// already left no event to carry it.
pub(in crate::ops) fn nonce_left(entry: &Entry, attended: &[Attended]) -> Option<String> {
    let is_recorded = |one: &Attended| matches!(one.result, "in" | "out");
    entry.nonce.clone().filter(|_| !attended.iter().any(is_recorded))
}

/// Refuses a request whose nonce was recorded before.
pub(in crate::ops) fn refuse_repeated(register: &Reader<'_>, entry: &Entry) -> Result<(), OpError> {
    match &entry.nonce {
        Some(nonce) if register.event_of_nonce(nonce)?.is_some() => Err(OpError::RecordedBefore),
        _ => Ok(()),
    }
}

/// What is said about one person at a session.
#[derive(Debug, Clone)]
pub(in crate::ops) struct Scan {
    /// In or out.
    pub(in crate::ops) kind: EventKind,
    /// When.
    pub(in crate::ops) at: Timestamp,
    /// Whether that is the present time, read from the clock.
    pub(in crate::ops) now: bool,
    /// When it is recorded.
    pub(in crate::ops) recorded_at: Timestamp,
    /// Where it comes from.
    pub(in crate::ops) source: Source,
    /// The caller's mark.
    pub(in crate::ops) nonce: Option<String>,
    /// Why it was recorded although something stood against it, or empty.
    pub(in crate::ops) reason: String,
    /// Whether who comes in leaves the other sessions that are not over.
    pub(in crate::ops) moves: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ops) struct Recorded {
    pub(in crate::ops) at: Timestamp,
    pub(in crate::ops) result: &'static str,
    pub(in crate::ops) message: String,
}

/// Records one person's coming or going.
///
/// What happens now happens after what was recorded of the person before, even where the clock was
/// set back in between: it gets the instant after that, not an earlier one.
pub(in crate::ops) fn record(
    tx: &Writer<'_>,
    seminar: &Seminar,
    session: &Session,
    person: &Participant,
    scan: Scan,
    new_id: &dyn Fn() -> String,
) -> Result<Recorded, StoreError> {
    let before = tx.attendance_state(person.id, session.id)?;
    let at = match &before {
        Some(state) if scan.now => scan.at.max(state.last_at.next()),
        _ => scan.at,
    };
    let event = AttendanceEvent {
        event: new_id(),
        participant: person.id,
        code: person.code.clone(),
        session: session.id,
        session_code: session.item.code.to_string(),
        kind: scan.kind,
        at,
        recorded_at: scan.recorded_at,
        source: scan.source,
        nonce: scan.nonce,
        undoes: None,
        reason: scan.reason,
    };
    let clock = seminar.zone.clock(at);
    let (result, mut message) = if scan.kind == EventKind::In {
        match tx.check_in(&event)? {
            CheckIn::New if before.is_some() => ("in", format!("in again at {clock}")),
            CheckIn::New => ("in", late(session, at, seminar, &clock)),
            CheckIn::Already(state) => {
                let since = seminar.zone.clock(state.last_at);
                ("already", format!("already in since {since}, desk {}", state.desk))
            }
        }
    } else {
        match tx.check_out(&event)? {
            CheckOut::Out => ("out", format!("out at {clock}")),
            CheckOut::NotIn => ("not in", "was not in".to_owned()),
        }
    };
    if scan.moves && result == "in" {
        for (other, code) in tx.inside_elsewhere(person.id, session.id, at)? {
            let left = AttendanceEvent {
                event: new_id(),
                session: other,
                session_code: code.clone(),
                kind: EventKind::Out,
                nonce: None,
                reason: format!("came in at {}", session.item.code),
                ..event.clone()
            };
            if tx.check_out(&left)? == CheckOut::Out {
                message = format!("{message}, left {code}");
            }
        }
    }
    Ok(Recorded { at, result, message })
}

/// Returns the instant that was said, or the present one.
pub(in crate::ops) fn moment(
    seminar: &Seminar,
    door: &Door,
    now: Timestamp,
) -> Result<Timestamp, OpError> {
    let Some(said) = door.at else { return Ok(now) };
    let at = seminar
        .zone
        .instant(said, seminar.zone.day(now))
        .map_err(|reason: TimeError| OpError::Time { text: "the time".to_owned(), reason })?;
    let minutes = at.minutes_since(now);
    if minutes > CLOCKS_DIFFER && !door.anyway {
        return Err(OpError::Future { at: seminar.zone.day_and_clock(at), minutes });
    }
    Ok(at)
}

fn late(session: &Session, at: Timestamp, seminar: &Seminar, clock: &str) -> String {
    let minutes = at.minutes_since(session.item.starts_at);
    if at >= session.item.ends_at {
        format!(
            "in at {clock}, after the end at {}",
            seminar.zone.day_and_clock(session.item.ends_at)
        )
    } else if minutes > seminar.grace_minutes {
        format!("in at {clock}, {} after the beginning", span(minutes))
    } else {
        format!("in at {clock}")
    }
}

/// Returns the session that is on for a person: it has begun or begins within the hour; of
/// parallel ones, that of the person's track.
pub(in crate::ops) fn session_at(
    sessions: &[Session],
    seminar: &Seminar,
    at: Timestamp,
    person: &Participant,
) -> Result<Session, OpError> {
    if sessions.is_empty() {
        return Err(OpError::NoProgramme);
    }
    let fits = |session: &&Session| {
        session.item.track.is_none()
            || session.item.track == person.track
            || session.item.kind != SessionKind::Breakout
    };
    let on = |session: &&Session| session.item.starts_at <= at && at < session.item.ends_at;
    let soon = |session: &&Session| {
        session.item.starts_at > at && at.plus_minutes(DOORS_OPEN_BEFORE) >= session.item.starts_at
    };
    let mut found: Vec<&Session> = sessions.iter().filter(on).filter(fits).collect();
    if found.is_empty() {
        found = sessions.iter().filter(soon).filter(fits).collect();
        let first = found.first().map(|session| session.item.starts_at);
        found.retain(|session| Some(session.item.starts_at) == first);
    }
    match found.as_slice() {
        [session] => Ok((*session).clone()),
        [] => Err(OpError::WhichSession {
            found: "no session is on or begins within the hour".to_owned(),
            at: seminar.zone.day_and_clock(at),
        }),
        several => {
            let codes: Vec<_> = several.iter().map(|session| session.item.code.as_str()).collect();
            Err(OpError::WhichSession {
                found: format!("several sessions are on: {}", codes.join(", ")),
                at: seminar.zone.day_and_clock(at),
            })
        }
    }
}
