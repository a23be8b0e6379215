//! Takes back check-ins and check-outs by further events, and enters again what was taken back.

use std::collections::BTreeSet;

use crate::domain::{AttendanceEvent, EventKind, Participant, Source, Timestamp};
use crate::store::{Entry, LatestEvent, StoreError, Writer};

/// Who takes back or enters again, and how it is said.
pub(in crate::ops) struct Correction<'c> {
    pub(in crate::ops) entry: &'c Entry,
    /// When the correction is made.
    pub(in crate::ops) at: Timestamp,
    pub(in crate::ops) source: Source,
    pub(in crate::ops) reason: &'c str,
    pub(in crate::ops) new_id: &'c dyn Fn() -> String,
}

impl Correction<'_> {
    fn event(&self, of: &LatestEvent, person: &Participant, kind: EventKind) -> AttendanceEvent {
        AttendanceEvent {
            event: (self.new_id)(),
            participant: of.participant,
            code: person.code.clone(),
            session: of.session,
            session_code: of.session_code.clone(),
            kind,
            at: self.at,
            recorded_at: self.entry.at,
            source: self.source,
            nonce: None,
            undoes: None,
            reason: self.reason.to_owned(),
        }
    }

    /// Takes back all that the command recorded whose event is the desk's latest one; returns it with
    /// the people, in the order in which it was recorded.
    pub(in crate::ops) fn take_back(
        &self,
        tx: &Writer<'_>,
        latest: &LatestEvent,
    ) -> Result<Vec<(LatestEvent, Participant)>, StoreError> {
        let mut taken = self.each(tx, tx.recorded_with(latest)?, |event, person, nonce| {
            tx.undo_event(&AttendanceEvent {
                nonce,
                undoes: Some(event.event.clone()),
                ..self.event(event, person, EventKind::Undo)
            })
        })?;
        taken.reverse();
        Ok(taken)
    }

    /// Enters again, with the times at which it happened, all that the command took back whose
    /// correction is the desk's latest one; returns it with the people, in the order in which it was
    /// recorded.
    pub(in crate::ops) fn enter_again(
        &self,
        tx: &Writer<'_>,
        latest: &LatestEvent,
    ) -> Result<Vec<(LatestEvent, Participant)>, StoreError> {
        // What was recorded last was taken back first.
        self.each(tx, tx.taken_back_with(latest)?, |undone, person, nonce| {
            let again = self.event(undone, person, undone.kind);
            tx.record_scan(&AttendanceEvent { at: undone.at, nonce, ..again }).map(drop)
        })
    }

    /// Corrects events one by one; the first correction carries the caller's mark. Returns those of
    /// people who are in the register.
    fn each(
        &self,
        tx: &Writer<'_>,
        events: Vec<LatestEvent>,
        correct: impl Fn(&LatestEvent, &Participant, Option<String>) -> Result<(), StoreError>,
    ) -> Result<Vec<(LatestEvent, Participant)>, StoreError> {
        let mut nonce = self.entry.nonce.clone();
        let mut corrected = Vec::new();
        for event in events {
            let Some(person) = tx.participant_by_id(event.participant)? else { continue };
            correct(&event, &person, nonce.take())?;
            corrected.push((event, person));
        }
        Ok(corrected)
    }
}

/// Returns how many persons events are about.
pub(in crate::ops) fn persons(events: &[(LatestEvent, Participant)]) -> usize {
    events.iter().map(|(event, _)| event.participant).collect::<BTreeSet<_>>().len()
}
