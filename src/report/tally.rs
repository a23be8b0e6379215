//! Counts persons: who was expected and who came, by session, by day and on the whole.
//! Every figure that a report prints about presence comes from here.

use std::collections::HashMap;

use super::ReportError;
use crate::domain::{Category, Session, Status, Timestamp};
use crate::store::{Reader, Seminar};

/// Persons at one session or on one day; every person counts once.
///
/// `expected` = those of them who came + `absent`;
/// `present` = expected who came + `walk_ins` + `unexpected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Presence {
    /// Registered or confirmed before, and meant to be there.
    pub(super) expected: i64,
    /// Came.
    pub(super) present: i64,
    /// Of the present, those who came more than the grace after the beginning.
    pub(super) late: i64,
    /// Of the present, those who registered at the desk.
    pub(super) walk_ins: i64,
    /// Of the present, those who were not meant to be there: other track, no seat, withdrawn.
    pub(super) unexpected: i64,
    /// Expected and did not come.
    pub(super) absent: i64,
    /// Of the absent, those who came to nothing at all.
    pub(super) no_shows: i64,
}

/// What is counted of one person, once all the person's attendance is known.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub(super) id: i64,
    pub(super) country: String,
    pub(super) organization: i64,
    pub(super) category: Category,
    pub(super) status: Status,
    pub(super) has_seat: bool,
    pub(super) waits: bool,
    /// Sessions, by position in the programme, at which the person is expected.
    pub(super) expected: Vec<bool>,
    /// For every session when the person first came in.
    pub(super) came: Vec<Option<Timestamp>>,
    /// For every session whether the person is inside now.
    pub(super) inside: Vec<bool>,
    /// For every session whether the person went before its end.
    pub(super) left_early: Vec<bool>,
}

impl Counted {
    /// Returns whether the person came to anything.
    pub(super) fn came_at_all(&self) -> bool {
        self.came.iter().any(Option::is_some)
    }

    /// Adds the person to the figures of a set of sessions.
    pub(super) fn add_to(
        &self,
        presence: &mut Presence,
        sessions: &[Session],
        which: impl Fn(usize, &Session) -> bool + Copy,
        grace: i64,
    ) {
        let chosen =
            || sessions.iter().enumerate().filter(move |(at, session)| which(*at, session));
        let expected = chosen().any(|(at, _)| self.expected[at]);
        let first = chosen().filter_map(|(at, _)| self.came[at]).min();
        presence.expected += i64::from(expected);
        let Some(first) = first else {
            presence.absent += i64::from(expected);
            presence.no_shows += i64::from(expected && !self.came_at_all());
            return;
        };
        presence.present += 1;
        presence.walk_ins += i64::from(self.status == Status::WalkIn);
        presence.unexpected += i64::from(!expected && self.status != Status::WalkIn);
        let due = chosen()
            .filter(|(at, _)| self.expected[*at] || (!expected && self.came[*at].is_some()))
            .map(|(_, session)| session.item.starts_at)
            .min();
        presence.late += i64::from(due.is_some_and(|due| first.minutes_since(due) > grace));
    }
}

/// The whole seminar as far as counting goes.
pub(super) struct Tally {
    pub(super) seminar: Seminar,
    pub(super) sessions: Vec<Session>,
    pub(super) people: Vec<Counted>,
}

impl Tally {
    /// Reads everything that is counted.
    pub(super) fn read(register: &Reader<'_>) -> Result<Self, ReportError> {
        let seminar = register.seminar()?;
        let sessions = register.sessions()?;
        let position: HashMap<i64, usize> =
            sessions.iter().enumerate().map(|(at, session)| (session.id, at)).collect();
        let mut people: Vec<Counted> = Vec::new();
        register.each_counted_person(|person| {
            let expected = sessions
                .iter()
                .map(|session| session.item.expects(person.status, person.track, person.has_seat))
                .collect();
            people.push(Counted {
                id: person.id,
                country: person.country.to_owned(),
                organization: person.organization,
                category: person.category,
                status: person.status,
                has_seat: person.has_seat,
                waits: person.waits,
                expected,
                came: vec![None; sessions.len()],
                inside: vec![false; sessions.len()],
                left_early: vec![false; sessions.len()],
            });
        })?;
        let mut next = 0;
        let grace = seminar.grace_minutes;
        register.each_attendance(|row| {
            // Both lists come in the order of the participants' keys.
            while people.get(next).is_some_and(|person| person.id < row.participant) {
                next += 1;
            }
            let (Some(person), Some(&at)) = (people.get_mut(next), position.get(&row.session))
            else {
                return;
            };
            if person.id != row.participant {
                return;
            }
            person.came[at] = row.first_in_at.parse().ok();
            person.inside[at] = row.inside;
            person.left_early[at] = !row.inside
                && row.last_at.parse().is_ok_and(|last: Timestamp| {
                    sessions[at].item.ends_at.minutes_since(last) > grace
                });
        })?;
        Ok(Self { seminar, sessions, people })
    }

    /// Counts persons over a set of sessions.
    pub(super) fn presence(
        &self,
        people: impl Fn(&Counted) -> bool,
        which: impl Fn(usize, &Session) -> bool + Copy,
    ) -> Presence {
        let mut presence = Presence::default();
        for person in self.people.iter().filter(|person| people(person)) {
            person.add_to(&mut presence, &self.sessions, which, self.seminar.grace_minutes);
        }
        presence
    }

    /// Returns the numbers of the seminar's days that have sessions.
    pub(super) fn days(&self) -> Vec<u32> {
        let mut days: Vec<u32> = self.sessions.iter().map(|session| session.item.day).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Returns whether anybody came to anything.
    pub(super) fn has_attendance(&self) -> bool {
        self.people.iter().any(Counted::came_at_all)
    }
}
