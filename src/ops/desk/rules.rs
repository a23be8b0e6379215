//! Knows what a desk goes by: programme, clock, notes, and what stands against letting somebody in.

use super::super::attendance::attend::session_at;
use crate::domain::{ExcursionWish, Participant, Session, SessionCode, SessionKind, Timestamp};
use crate::store::{Entry, Reader, Seminar, StoreError};

/// Seminar and sessions, kept for as long as no operation may have changed them.
pub(super) struct Programme {
    pub(super) seminar: Seminar,
    pub(super) sessions: Vec<Session>,
    operation: i64,
}

/// The desk's clock, which may be set back while it works.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clock {
    read: Option<Timestamp>,
    recorded: Option<Timestamp>,
}

impl Programme {
    pub(super) fn read(register: &Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            seminar: register.seminar()?,
            sessions: register.sessions()?,
            operation: register.latest_operation_number()?,
        })
    }

    /// Reads again what an operation may have changed.
    pub(super) fn refresh(&mut self, register: &Reader<'_>) -> Result<(), StoreError> {
        if register.latest_operation_number()? != self.operation {
            *self = Self::read(register)?;
        }
        Ok(())
    }

    /// Returns the number of the last operation that it knows.
    pub(super) const fn operation(&self) -> i64 {
        self.operation
    }

    /// Returns the session that is meant for a person, or why there is none.
    pub(super) fn session_for(
        &self,
        wanted: Option<&SessionCode>,
        at: Timestamp,
        person: &Participant,
    ) -> Result<Session, String> {
        match wanted {
            None => session_at(&self.sessions, &self.seminar, at, person)
                .map_err(|error| error.to_string()),
            Some(code) => {
                let found = self.sessions.iter().find(|session| session.item.code == *code);
                found.cloned().ok_or_else(|| format!("there is no session {code} any more"))
            }
        }
    }

    /// Returns what stands against letting a person in, if anything does.
    pub(super) fn objection(
        &self,
        session: &Session,
        person: &Participant,
        at: Timestamp,
    ) -> Option<String> {
        let item = &session.item;
        let zone = self.seminar.zone;
        if item.ends_at < at && zone.day(item.ends_at) != zone.day(at) {
            return Some(format!("{} ended on {}", item.code, zone.day_and_clock(item.ends_at)));
        }
        if !person.status.counts() {
            return Some(format!("is {}", person.status));
        }
        if item.kind == SessionKind::Excursion && person.seat.is_none() {
            return Some(match person.excursion {
                ExcursionWish::Waiting => "is on the waiting list of the excursion".to_owned(),
                _ => "is not on the excursion".to_owned(),
            });
        }
        match (item.track, person.track) {
            (Some(track), Some(own)) if track != own => {
                Some(format!("is in the {own} track; {} is for {track}", item.code))
            }
            (Some(track), None) => Some(format!("has no track; {} is for {track}", item.code)),
            _ => None,
        }
    }
}

/// Returns what a desk is to be told of a person, and whether it must say that it was read.
///
/// The secretariat's notes are its own; for the desk is one that begins with `*`, or with `!` where
/// it must be acknowledged. Its first line is shown.
pub(super) fn desk_note(person: &Participant) -> Option<(&str, bool)> {
    let first = person.note.lines().next()?.trim();
    let note = first.strip_prefix(['*', '!'])?.trim();
    (!note.is_empty()).then_some((note, first.starts_with('!')))
}

impl Clock {
    /// Takes the clock as it was read. Times of recording never go back at one desk; minutes are
    /// returned by which the clock did.
    pub(super) fn tick(&mut self, entry: &mut Entry) -> (Timestamp, Option<i64>) {
        let read = entry.at;
        let back = self.read.map_or(0, |before| before.minutes_since(read));
        self.read = Some(read);
        entry.at = self.recorded.map_or(read, |before| before.max(read));
        self.recorded = Some(entry.at);
        (read, (back >= 2).then_some(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: &str) -> Entry {
        Entry {
            uuid: String::new(),
            desk_uuid: String::new(),
            at: format!("2019-02-26T{at}.000Z").parse().unwrap(),
            actor: String::new(),
            desk: "A".to_owned(),
            salt: [0; 32],
            verb: "checkin",
            command: String::new(),
            nonce: None,
            undoes: None,
            rehearse: false,
        }
    }

    #[test]
    fn a_clock_that_is_set_back_never_makes_the_time_of_recording_go_back() {
        let mut clock = Clock::default();
        let mut recorded = Vec::new();
        for (read, told) in [
            ("09:30:00", None),
            ("09:31:00", None),
            // A second does not matter to anybody, an hour does, and it is told once.
            ("09:30:59", None),
            ("08:30:59", Some(60)),
            ("08:31:30", None),
            ("09:40:00", None),
        ] {
            let mut entry = entry(read);
            let (at, back) = clock.tick(&mut entry);
            assert_eq!(at.to_string(), format!("2019-02-26T{read}.000Z"), "read as it is");
            assert_eq!(back, told, "{read}");
            recorded.push(entry.at);
        }
        assert!(recorded.is_sorted(), "{recorded:?}");
        assert_eq!(recorded.last().unwrap().to_string(), "2019-02-26T09:40:00.000Z");
    }
}
