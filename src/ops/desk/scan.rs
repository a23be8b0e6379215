//! Lets one person in or out, takes it back, and says what came of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::super::attendance::attend::{Recorded, Scan, record};
use super::super::attendance::take_back::{Correction, persons};
use super::super::boarding::against_boarding;
use super::counted::Counted;
use super::rules::desk_note;
use super::{Answer, Desk, How, Outcome, Outside, Pending};
use crate::domain::{EventKind, Participant, Session, SessionCode, Status, Timestamp, span};
use crate::store::{Move, Store, StoreError, Writer};

/// What was found out about one person within the transaction.
enum Scanned {
    Nobody,
    NoSession { person: Participant, reason: String },
    Objection { person: Participant, session: SessionCode, reason: String },
    Note { person: Participant, session: SessionCode, note: String },
    Done { person: Participant, session: Session, recorded: Recorded, moves: Vec<Move> },
}

impl Desk {
    /// Lets one person in or out.
    pub(super) fn scan(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        whom: i64,
        how: How,
    ) -> Result<Answer, StoreError> {
        let mut entry = (outside.entry)("checkin");
        let (at, back) = self.clock.tick(&mut entry);
        let Self { setup, programme, counted, .. } = self;
        let scanned = store.record(&entry, |tx| {
            programme.refresh(tx)?;
            let Some(person) = tx.participant_by_id(whom)? else {
                return Ok(Scanned::Nobody);
            };
            let session = match programme.session_for(setup.session.as_ref(), at, &person) {
                Ok(session) => session,
                Err(reason) => return Ok(Scanned::NoSession { person, reason }),
            };
            let inside = |tx: &Writer<'_>| -> Result<bool, StoreError> {
                let state = tx.attendance_state(person.id, session.id)?;
                Ok(state.is_some_and(|state| state.inside))
            };
            let comes = how.kind == EventKind::In && !how.walk_in;
            let mut objection = comes.then(|| programme.objection(&session, &person, at)).flatten();
            if comes && objection.is_none() {
                objection = against_boarding(tx, &session, &person, setup.bus.as_deref())?;
            }
            if let Some(reason) = &objection
                && !how.anyway
                && !inside(tx)?
            {
                let (session, reason) = (session.item.code, reason.clone());
                return Ok(Scanned::Objection { person, session, reason });
            }
            if comes
                && let Some((note, true)) = desk_note(&person)
                && !how.read
                && !inside(tx)?
            {
                let note = note.to_owned();
                return Ok(Scanned::Note { session: session.item.code, note, person });
            }
            let scan = Scan {
                kind: how.kind,
                at,
                now: true,
                recorded_at: entry.at,
                source: setup.source,
                nonce: entry.nonce.clone(),
                reason: objection.map(|reason| format!("anyway: {reason}")).unwrap_or_default(),
                moves: setup.moves,
            };
            let recorded = record(tx, &programme.seminar, &session, &person, scan, outside.new_id)?;
            let moves = news(tx, counted, session.id)?;
            Ok::<_, StoreError>(Scanned::Done { person, session, recorded, moves })
        })?;
        self.told(store, scanned, at, how, back)
    }

    /// Makes the answer of what was found out and done.
    fn told(
        &mut self,
        store: &Store,
        scanned: Scanned,
        at: Timestamp,
        how: How,
        back: Option<i64>,
    ) -> Result<Answer, StoreError> {
        let refused = |message: String| Answer::new(Outcome::Refused, message);
        let mut answer = match scanned {
            Scanned::Nobody => Answer::new(Outcome::Unknown, "nobody has this code"),
            Scanned::NoSession { person, reason } => refused(reason).about(&person),
            Scanned::Objection { person, session, reason } => {
                self.pending = Pending::Refused { whom: person.id };
                refused(format!("{reason}; ! lets in all the same")).about(&person).at(&session, at)
            }
            Scanned::Note { person, session, note } => {
                let code = person.code.clone();
                self.pending = Pending::Unread { whom: person.id, code, how };
                Answer::new(Outcome::Choose, format!("{note}; scan again or type ok"))
                    .about(&person)
                    .at(&session, at)
            }
            Scanned::Done { person, session, recorded, moves } => {
                let outcome = match recorded.result {
                    "in" if how.walk_in => Outcome::WalkIn,
                    "in" => Outcome::In,
                    "already" => Outcome::Already,
                    "out" => Outcome::Out,
                    _ => Outcome::Refused,
                };
                let mut message = vec![recorded.message];
                message.extend(desk_note(&person).map(|(note, _)| note.to_owned()));
                let code = session.item.code.clone();
                self.latest = Some(session);
                self.follow(&moves);
                self.count(store)?;
                message.extend(self.standing().map(|(_, standing)| standing));
                Answer::new(outcome, message.join("; ")).about(&person).at(&code, recorded.at)
            }
        };
        if let Some(minutes) = back {
            answer.message =
                format!("{}; the clock went back by {}", answer.message, span(minutes));
        }
        Ok(answer)
    }

    /// Takes into the latest session's count what was recorded; in a rehearsal nothing was.
    pub(super) fn follow(&mut self, moves: &[Move]) {
        if self.rehearse {
            return;
        }
        let session = self.latest.as_ref().map(|session| session.id);
        if let Some(counted) = session.and_then(|id| self.counted.get_mut(&id)) {
            counted.follow(moves);
        }
    }

    /// Counts the latest session from the beginning where it is not counted yet, and takes in what
    /// operations changed since.
    pub(super) fn count(&mut self, store: &Store) -> Result<(), StoreError> {
        let Self { latest: Some(session), counted, programme, .. } = self else { return Ok(()) };
        let known = counted.get(&session.id);
        if known.is_some_and(|counted| counted.operation() == programme.operation()) {
            return Ok(());
        }
        store.read(|register| match counted.entry(session.id) {
            Entry::Occupied(known) => known.into_mut().catch_up(register, session),
            Entry::Vacant(new) => Counted::read(register, session).map(|counted| {
                new.insert(counted);
            }),
        })
    }

    /// Takes back this desk's latest check-in or check-out that stands, with those that were entered
    /// with it: a delegation that came in together, the sessions that the person left by it.
    pub(super) fn undo(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        reason: &str,
    ) -> Result<Answer, StoreError> {
        let mut entry = (outside.entry)("undo");
        let (at, _) = self.clock.tick(&mut entry);
        let undone = store.record(&entry, |tx| {
            let latest = tx.latest_event(&entry.desk)?;
            let Some(event) = latest.filter(|event| event.seq > self.began_at) else {
                return Ok(None);
            };
            let together = self.together.iter().find(|one| one.entries.contains(&event.seq));
            let correction = Correction {
                entry: &entry,
                at,
                source: self.setup.source,
                reason,
                new_id: outside.new_id,
            };
            let taken = correction.take_back(tx, &event)?;
            let persons = persons(&taken);
            let Some((event, person)) = taken.into_iter().next() else { return Ok(None) };
            let moves = news(tx, &self.counted, event.session)?;
            let label = together.map(|one| one.label.clone());
            Ok::<_, StoreError>(Some((event, person, label, persons, moves)))
        })?;
        let Some((event, person, label, persons, moves)) = undone else {
            let message =
                "nothing was entered here since the desk began; `meibo undo` reaches further back";
            return Ok(Answer::new(Outcome::Refused, message));
        };
        let session = self.programme.sessions.iter().find(|one| one.id == event.session).cloned();
        self.latest = session.or_else(|| self.latest.take());
        // Another process may have entered several at this desk by one command.
        let several = label.is_some() || persons > 1;
        if several {
            // They may have come to several sessions, of which only this one is followed.
            self.counted.retain(|session, _| *session == event.session);
        }
        self.follow(&moves);
        self.count(store)?;
        let standing = self.standing().map(|(_, standing)| standing).unwrap_or_default();
        let what = match (several, person.status) {
            (true, _) if persons == 1 => format!("check-{} of 1 person", event.kind),
            (true, _) => format!("check-{} of {persons} persons", event.kind),
            (false, Status::WalkIn) if event.kind == EventKind::In => {
                format!("the person stays registered; check-in at {}", event.session_code)
            }
            (false, _) => format!("check-{} at {}", event.kind, event.session_code),
        };
        let mut answer = Answer::new(Outcome::Undone, format!("{what} taken back; {standing}"));
        if several {
            answer.name = label;
            answer.persons = persons;
        } else {
            answer = answer.about(&person);
        }
        answer.session = event.session_code.parse().ok();
        answer.at = Some(at);
        Ok(answer)
    }
}

/// Returns who moved at a session since it was counted, if it was.
fn news(
    tx: &Writer<'_>,
    counted: &HashMap<i64, Counted>,
    session: i64,
) -> Result<Vec<Move>, StoreError> {
    match counted.get(&session) {
        Some(counted) => tx.moves_since(counted.event(), session),
        None => Ok(Vec::new()),
    }
}
