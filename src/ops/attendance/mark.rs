//! Enters afterwards what paper or people say: who was there, who was not, who is excused.

use super::super::programme::find_session;
use super::super::{OpError, find_person};
use super::attend::refuse_repeated;
use super::sheet::{at_numbers, only_sheet};
use crate::domain::{
    AttendanceEvent, EventKind, Moment, Participant, Session, SessionCode, Source, Timestamp,
    line_numbers,
};
use crate::render::words::count;
use crate::store::{Entry, Excuse, Reader, Seminar, Store, Writer};

/// What is entered of the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkAs {
    /// They were there.
    Present,
    /// They were not: what was recorded of them there is taken back.
    Absent,
    /// They do not come, and said why.
    Excused,
    /// They are not excused after all.
    NotExcused,
}

/// What is to be entered, of whom, and where.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Codes or e-mail addresses, or numbers of the lines of a sheet.
    pub who: Vec<String>,
    /// The session; nothing means every session at which the person is expected, for excuses only.
    pub session: Option<SessionCode>,
    /// The version of the sheet whose numbers are meant; nothing means the one that was printed.
    pub sheet: Option<String>,
    /// Whether the paper counts although the list has moved since.
    pub as_printed: bool,
    /// What is entered.
    pub mark: MarkAs,
    /// When they came; nothing means at the beginning of the session.
    pub at: Option<Moment>,
    /// Where the report comes from.
    pub source: Source,
    /// Why.
    pub reason: String,
}

/// What came of marking one person at one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The person.
    pub person: Participant,
    /// The session.
    pub session: SessionCode,
    /// What the person is marked as now.
    pub result: &'static str,
    /// What somebody at the desk would want to know.
    pub message: String,
}

/// Enters one mark for each of some people; all of them or, where one is refused, none.
pub fn mark(
    store: &mut Store,
    entry: &Entry,
    request: &Mark,
    new_id: &dyn Fn() -> String,
) -> Result<Vec<Marked>, OpError> {
    if request.reason.is_empty() && matches!(request.mark, MarkAs::Absent | MarkAs::Excused) {
        return Err(OpError::NoReason);
    }
    match request.mark {
        MarkAs::Excused | MarkAs::NotExcused => mark_excuses(store, entry, request),
        MarkAs::Present | MarkAs::Absent => mark_attendance(store, entry, request, new_id),
    }
}

fn mark_excuses(store: &mut Store, entry: &Entry, request: &Mark) -> Result<Vec<Marked>, OpError> {
    let operated = store.operate(entry, |tx| {
        let mut marked = Vec::new();
        for (person, session) in people(tx, request)? {
            marked.extend(excuse(tx, request, person, session)?);
        }
        let codes: Vec<_> = marked.iter().map(|one| one.person.code.as_str()).collect();
        tx.summarize(codes.join(", "));
        Ok::<_, OpError>(marked)
    })?;
    Ok(operated.value)
}

fn mark_attendance(
    store: &mut Store,
    entry: &Entry,
    request: &Mark,
    new_id: &dyn Fn() -> String,
) -> Result<Vec<Marked>, OpError> {
    store.record(entry, |tx| {
        refuse_repeated(tx, entry)?;
        let seminar = tx.seminar()?;
        // One request has one mark; the first of its events carries it.
        let mut nonce = entry.nonce.clone();
        let mut marked = Vec::new();
        for (person, session) in people(tx, request)? {
            let event = |kind, at, undoes| AttendanceEvent {
                event: new_id(),
                participant: person.id,
                code: person.code.clone(),
                session: session.id,
                session_code: session.item.code.to_string(),
                kind,
                at,
                recorded_at: entry.at,
                source: request.source,
                nonce: None,
                undoes,
                reason: request.reason.clone(),
            };
            let was = tx.attendance_state(person.id, session.id)?;
            let (result, message) = if request.mark == MarkAs::Absent {
                let standing = tx.standing_events(person.id, session.id)?;
                for undone in &standing {
                    let undo = event(EventKind::Undo, entry.at, Some(undone.clone()));
                    tx.undo_event(&AttendanceEvent { nonce: nonce.take(), ..undo })?;
                }
                let taken_back = count(standing.len(), "entry", "entries");
                ("absent", format!("{taken_back} taken back"))
            } else if let Some(state) = was.filter(|_| request.at.is_none()) {
                ("already", format!("in since {}", seminar.zone.clock(state.first_in_at)))
            } else {
                let at = moment(&seminar, request.at, &session)?;
                let event =
                    AttendanceEvent { nonce: nonce.take(), ..event(EventKind::In, at, None) };
                tx.record_scan(&event)?;
                ("present", format!("in at {}", seminar.zone.clock(at)))
            };
            let session = session.item.code;
            marked.push(Marked { person, session, result, message });
        }
        Ok(marked)
    })
}

/// Returns whether somebody wrote numbers of a sheet without naming it: several in one word, as no
/// codes are written.
fn are_lines(who: &[String]) -> bool {
    who.iter().any(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        && line_numbers(&who.join(",")).is_ok()
}

/// Returns the people who are meant, with the session of each.
fn people(register: &Reader<'_>, request: &Mark) -> Result<Vec<(Participant, Session)>, OpError> {
    let prefix = register.seminar()?.code_prefix;
    let session = request.session.as_ref().map(|code| find_session(register, code)).transpose()?;
    let mut people = Vec::new();
    let said = request.who.join(",");
    let sheet = match (&request.sheet, &session) {
        (None, Some(session)) if are_lines(&request.who) => Some(only_sheet(register, session)?),
        (sheet, _) => sheet.clone(),
    };
    match (sheet, &session) {
        (Some(version), Some(session)) => {
            let numbers = line_numbers(&said)?;
            for id in at_numbers(register, session, &version, &numbers, request.as_printed)? {
                people.extend(register.participant_by_id(id)?);
            }
        }
        _ => {
            for typed in &request.who {
                people.push(find_person(register, typed, prefix)?);
            }
        }
    }
    if let Some(session) = session {
        return Ok(people.into_iter().map(|person| (person, session.clone())).collect());
    }
    let programme = register.sessions()?;
    let mut pairs = Vec::new();
    for person in people {
        let seated = person.seat.is_some();
        let sessions = programme
            .iter()
            .filter(|session| session.item.expects(person.status, person.track, seated));
        pairs.extend(sessions.map(|session| (person.clone(), session.clone())));
    }
    Ok(pairs)
}

/// Returns when somebody came who was at a session: what was said, or its beginning.
pub(super) fn moment(
    seminar: &Seminar,
    said: Option<Moment>,
    session: &Session,
) -> Result<Timestamp, OpError> {
    let begins = session.item.starts_at;
    let Some(said) = said else { return Ok(begins) };
    // A bare clock time is one of the session's day, not of the day on which paper is entered.
    seminar
        .zone
        .instant(said, seminar.zone.day(begins))
        .map_err(|reason| OpError::Time { text: "the time".to_owned(), reason })
}

/// Excuses a person, or takes the excuse back; without a session only where the person did not come.
fn excuse(
    tx: &Writer<'_>,
    request: &Mark,
    person: Participant,
    session: Session,
) -> Result<Option<Marked>, OpError> {
    let came = tx.attendance_state(person.id, session.id)?.is_some();
    if came && request.session.is_none() {
        return Ok(None);
    }
    let (result, changed) = if request.mark == MarkAs::Excused {
        let reason = request.reason.clone();
        let excuse = Excuse { participant: person.id, session: session.id, reason };
        ("excused", tx.set_excuse(&excuse)?)
    } else {
        ("not excused", tx.remove_excuse(person.id, session.id)?)
    };
    let message = match (changed, came) {
        (true, false) => request.reason.clone(),
        (true, true) => format!("{}; came all the same", request.reason),
        (false, _) => "was so before".to_owned(),
    };
    Ok(Some(Marked { person, session: session.item.code, result, message }))
}
