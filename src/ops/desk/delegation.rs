//! Lets people in together: a delegation, or those who were selected, but for those left out.

use super::gather::{Gathered, gather, leave_out};
use super::rules::{Programme, desk_note};
use super::{Answer, Desk, Outcome, Outside, Pending, Together};
use crate::domain::{EventKind, LeftOut, Participant, SessionCode, Source, Timestamp};
use crate::ops::attend::{Attended, Door, Scan, moment, nonce_left, record, refuse_repeated};
use crate::ops::{OpError, find_person};
use crate::store::{Entry, Reader, Store, StoreError, Writer};

/// What came of people who come in together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegated {
    /// The country, region or organization.
    pub label: String,
    /// Those who are in now, or were before.
    pub attended: Vec<Attended>,
    /// Those who were left out, each with the reason.
    pub left_out: Vec<(Participant, String)>,
}

/// How a delegation is let in.
struct Admission<'a> {
    programme: &'a Programme,
    session: Option<&'a SessionCode>,
    at: Timestamp,
    now: bool,
    source: Source,
    anyway: bool,
    moves: bool,
}

impl Admission<'_> {
    /// Returns why a member stays out, if the member does.
    fn against(
        &self,
        register: &Reader<'_>,
        person: &Participant,
        session: &crate::domain::Session,
    ) -> Result<Option<String>, StoreError> {
        let state = register.attendance_state(person.id, session.id)?;
        if self.anyway || state.is_some_and(|state| state.inside) {
            return Ok(None);
        }
        Ok(match (self.programme.objection(session, person, self.at), desk_note(person)) {
            (Some(reason), _) => Some(reason),
            (None, Some((note, true))) => Some(format!("has a note to acknowledge: {note}")),
            _ => None,
        })
    }

    fn admit(
        &self,
        tx: &Writer<'_>,
        entry: &Entry,
        gathered: &Gathered,
        out: &[i64],
        new_id: &dyn Fn() -> String,
    ) -> Result<Delegated, StoreError> {
        let mut delegated =
            Delegated { label: gathered.label.clone(), attended: Vec::new(), left_out: Vec::new() };
        for &id in &gathered.members {
            let Some(person) = tx.participant_by_id(id)? else { continue };
            if out.contains(&id) {
                delegated.left_out.push((person, "not there".to_owned()));
                continue;
            }
            let session = match self.programme.session_for(self.session, self.at, &person) {
                Ok(session) => session,
                Err(reason) => {
                    delegated.left_out.push((person, reason));
                    continue;
                }
            };
            if let Some(reason) = self.against(tx, &person, &session)? {
                delegated.left_out.push((person, reason));
                continue;
            }
            let scan = Scan {
                kind: EventKind::In,
                at: self.at,
                now: self.now,
                recorded_at: entry.at,
                source: self.source,
                nonce: nonce_left(entry, &delegated.attended),
                reason: String::new(),
                moves: self.moves,
            };
            let recorded = record(tx, &self.programme.seminar, &session, &person, scan, new_id)?;
            delegated.attended.push(Attended {
                person,
                session: session.item.code,
                at: recorded.at,
                result: recorded.result,
                message: recorded.message,
            });
        }
        Ok(delegated)
    }
}

/// Who comes in together.
#[derive(Debug, Clone, Copy)]
pub enum Gathering<'a> {
    /// Everybody of a country or region, in any spelling, or of an organization.
    Delegation(&'a str),
    /// People who were selected, by code.
    Selected(&'a [String]),
}

/// Checks people in together, all but those left out; with `anyway` those as well against whom
/// something stands.
///
/// # Errors
/// Where the delegation, or one of those to be left out, is not found; nobody is checked in then.
pub fn attend_together(
    store: &mut Store,
    entry: &Entry,
    door: &Door,
    gathering: Gathering<'_>,
    but: &[String],
    new_id: &dyn Fn() -> String,
) -> Result<Delegated, OpError> {
    store.record(entry, |tx| {
        let programme = Programme::read(tx)?;
        let at = moment(&programme.seminar, door, entry.at)?;
        refuse_repeated(tx, entry)?;
        if let Some(code) = &door.session {
            crate::ops::programme::find_session(tx, code)?;
        }
        let prefix = programme.seminar.code_prefix;
        let gathered = match gathering {
            Gathering::Delegation(whose) => gather(tx, whose)?.map_err(OpError::Delegation)?,
            Gathering::Selected(codes) => {
                let members = codes.iter().map(|code| Ok(find_person(tx, code, prefix)?.id));
                let members = members.collect::<Result<_, OpError>>()?;
                Gathered { label: "those selected".to_owned(), members, shown: Vec::new() }
            }
        };
        let out = leave_out(tx, &gathered, prefix, but)?;
        let out = out.map_err(OpError::Delegation)?;
        let admission = Admission {
            programme: &programme,
            session: door.session.as_ref(),
            at,
            now: door.at.is_none(),
            source: door.source,
            anyway: door.anyway,
            moves: door.moves,
        };
        Ok(admission.admit(tx, entry, &gathered, &out, new_id)?)
    })
}

impl Desk {
    /// Lets a delegation in, or asks who of it is left out.
    pub(super) fn delegation(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        whose: &str,
        but: &LeftOut,
    ) -> Result<Answer, StoreError> {
        let prefix = self.programme.seminar.code_prefix;
        let found = store.read(|register| {
            let gathered = match gather(register, whose)? {
                Ok(gathered) => gathered,
                Err(reason) => return Ok(Err((Outcome::Unknown, reason))),
            };
            let typed: &[String] = if let LeftOut::These(typed) = but { typed } else { &[] };
            let out = leave_out(register, &gathered, prefix, typed)?;
            Ok::<_, StoreError>(
                out.map(|out| (gathered, out)).map_err(|reason| (Outcome::Refused, reason)),
            )
        })?;
        let (gathered, out) = match found {
            Ok(found) => found,
            Err((outcome, reason)) => return Ok(Answer::new(outcome, reason)),
        };
        match but {
            LeftOut::Count(count) if *count > 0 => self.ask(store, outside, gathered, *count),
            _ => self.admit(store, outside, &gathered, &out),
        }
    }

    /// Numbers those who would come in, to be told who of them is not there.
    fn ask(
        &mut self,
        store: &Store,
        outside: &Outside<'_>,
        mut gathered: Gathered,
        count: usize,
    ) -> Result<Answer, StoreError> {
        let entry = (outside.entry)("checkin");
        let admission = self.admission(entry.at);
        let shown = store.read(|register| {
            let mut shown = Vec::new();
            for &id in &gathered.members {
                let Some(person) = register.participant_by_id(id)? else { continue };
                let session = admission.programme.session_for(admission.session, entry.at, &person);
                let Ok(session) = session else { continue };
                let state = register.attendance_state(id, session.id)?;
                let inside = state.is_some_and(|state| state.inside);
                if !inside && admission.against(register, &person, &session)?.is_none() {
                    shown.push(person);
                }
            }
            Ok::<_, StoreError>(shown)
        })?;
        let lines: Vec<String> = (1..)
            .zip(&shown)
            .map(|(number, person): (usize, _)| {
                format!("{number} {} {}", person.code, person.name())
            })
            .collect();
        if shown.len() <= count {
            let label = &gathered.label;
            let message = match shown.len() {
                0 => format!("nobody of {label} is awaited here who is not in"),
                awaited if awaited < count => {
                    format!(
                        "only {awaited} of {label} are awaited here who are not in, not {count}"
                    )
                }
                _ => format!("of {label} just these {count} are awaited here; nobody comes in"),
            };
            return Ok(Answer::new(Outcome::Refused, message).lines(lines));
        }
        gathered.shown = shown.iter().map(|person| person.id).collect();
        let message = format!("{}: which {count} of these are not there?", gathered.label);
        let answer = Answer::new(Outcome::Choose, message).lines(lines);
        self.pending = Pending::LeftOut { gathered, count };
        Ok(answer)
    }

    /// Lets a delegation in without those whose numbers are given.
    pub(super) fn without(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        gathered: &Gathered,
        count: usize,
        numbers: &[usize],
    ) -> Result<Answer, StoreError> {
        let chosen = |number: &usize| gathered.shown.get(number.wrapping_sub(1)).copied();
        let mut out: Vec<i64> = numbers.iter().filter_map(chosen).collect();
        out.sort_unstable();
        out.dedup();
        if out.len() != count || numbers.len() != count {
            let message = format!("type {count} different numbers of the list");
            self.pending = Pending::LeftOut { gathered: gathered.clone(), count };
            return Ok(Answer::new(Outcome::Refused, message));
        }
        self.admit(store, outside, gathered, &out)
    }

    fn admission(&self, at: Timestamp) -> Admission<'_> {
        Admission {
            programme: &self.programme,
            session: self.setup.session.as_ref(),
            at,
            now: true,
            source: self.setup.source,
            anyway: false,
            moves: self.setup.moves,
        }
    }

    fn admit(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        gathered: &Gathered,
        out: &[i64],
    ) -> Result<Answer, StoreError> {
        let mut entry = (outside.entry)("checkin");
        let (at, _) = self.clock.tick(&mut entry);
        store.read(|register| self.programme.refresh(register))?;
        let (delegated, entries) = store.record(&entry, |tx| {
            let before = tx.desk_counter(&entry.desk)?;
            let delegated = self.admission(at).admit(tx, &entry, gathered, out, outside.new_id)?;
            let last = tx.latest_event(&entry.desk)?.map_or(before, |event| event.seq);
            Ok::<_, StoreError>((delegated, before + 1..=last))
        })?;
        if !entries.is_empty() && !self.rehearse {
            self.together.push(Together { entries, label: delegated.label.clone() });
        }
        let session = delegated.attended.first().map(|one| one.session.clone());
        if let Some(code) = &session {
            let found = self.programme.sessions.iter().find(|known| known.item.code == *code);
            self.latest = found.cloned();
        }
        self.count(store)?;
        if let Some(session) = &self.latest
            && let Some(counted) = self.counted.get(&session.id)
        {
            let moves = store.read(|register| register.moves_since(counted.event(), session.id))?;
            self.follow(&moves);
        }
        let came = delegated.attended.iter().filter(|one| one.result == "in").count();
        let already = delegated.attended.len() - came;
        let outcome = match (came, already) {
            (0, 0) => Outcome::Refused,
            (0, _) => Outcome::Already,
            _ => Outcome::In,
        };
        let figures = [(already, "already in"), (delegated.left_out.len(), "left out")];
        let others = figures.into_iter().filter(|(number, _)| *number > 0);
        let mut figures = vec![format!("{came} in")];
        figures.extend(others.map(|(number, what)| format!("{number} {what}")));
        let standing = self.standing().map(|(_, standing)| format!("; {standing}"));
        let message = figures.join(", ") + &standing.unwrap_or_default();
        let left_out = delegated.left_out.iter();
        let lines =
            left_out.map(|(person, reason)| format!("{} {}: {reason}", person.code, person.name()));
        let mut answer = Answer::new(outcome, message).lines(lines.collect());
        answer.name = Some(delegated.label.clone());
        answer.session = session;
        answer.at = Some(at);
        answer.persons = came;
        Ok(answer)
    }
}
