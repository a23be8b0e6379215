//! Takes back a check-in or check-out by a further event, and enters again what was taken back.

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

    /// Takes back an event that is the desk's latest one. Where a person left other sessions by
    /// coming in to one, all of that is taken back; the event by which the person came is returned.
    pub(in crate::ops) fn take_back(
        &self,
        tx: &Writer<'_>,
        latest: LatestEvent,
    ) -> Result<Option<(LatestEvent, Participant)>, StoreError> {
        let Some(person) = tx.participant_by_id(latest.participant)? else { return Ok(None) };
        let mut event = latest;
        let mut nonce = self.entry.nonce.clone();
        loop {
            tx.undo_event(&AttendanceEvent {
                nonce: nonce.take(),
                undoes: Some(event.event.clone()),
                ..self.event(&event, &person, EventKind::Undo)
            })?;
            let before = tx.latest_event(&self.entry.desk)?.filter(|before| {
                event.kind == EventKind::Out
                    && before.participant == event.participant
                    && before.session != event.session
                    && before.at == event.at
                    && before.seq == event.seq - 1
            });
            match before {
                Some(before) => event = before,
                None => return Ok(Some((event, person))),
            }
        }
    }

    /// Enters again, with the time at which it happened, what was taken back.
    pub(in crate::ops) fn enter_again(
        &self,
        tx: &Writer<'_>,
        undone: &LatestEvent,
    ) -> Result<Option<Participant>, StoreError> {
        let Some(person) = tx.participant_by_id(undone.participant)? else { return Ok(None) };
        tx.record_scan(&AttendanceEvent {
            at: undone.at,
            nonce: self.entry.nonce.clone(),
            ..self.event(undone, &person, undone.kind)
        })?;
        Ok(Some(person))
    }
}
