//! Counts persons: who was expected and who came, by session, by day and on the whole.
//! Every figure that a report prints about presence comes from here.

use std::collections::HashMap;

use super::ReportError;
use crate::domain::{Facts, Hours, Session, Standing, Status, Visit};
use crate::store::{AttendanceRow, CountedPerson, Excuse, Reader, Seminar};

/// Persons at one session or on one day; every person counts once.
///
/// `expected` = those of them who came + `excused` + `absent` + `unknown`;
/// `present` = expected who came + `walk_ins` + `unexpected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Presence {
    /// Registered or confirmed before, and meant to be there.
    pub(super) expected: i64,
    /// Came.
    pub(super) present: i64,
    /// Of the present, those who came more than the grace after the beginning.
    pub(super) late: i64,
    /// Of the present, those who went more than the grace before the end.
    pub(super) left_early: i64,
    /// Of the present, those who registered at the desk.
    pub(super) walk_ins: i64,
    /// Of the present, those who were not meant to be there: other track, no seat, withdrawn.
    pub(super) unexpected: i64,
    /// Expected, did not come, and said why.
    pub(super) excused: i64,
    /// Expected and did not come.
    pub(super) absent: i64,
    /// Expected where nobody at all was recorded.
    pub(super) unknown: i64,
    /// Of the absent, those who came to nothing at all.
    pub(super) no_shows: i64,
}

impl Presence {
    /// The figure for which a table has no room.
    pub(super) const NOT_IN_TABLES: &'static str = "left_early";

    /// Name and heading of each figure.
    pub(super) const FIGURES: [(&'static str, &'static str); 10] = [
        ("expected", "Expected"),
        ("present", "Present"),
        ("late", "Late"),
        ("left_early", "Left early"),
        ("walk_ins", "Walk-ins"),
        ("unexpected", "Not due"),
        ("excused", "Excused"),
        ("absent", "Absent"),
        ("unknown", "Not known"),
        ("no_shows", "No-shows"),
    ];

    /// Returns the figures in that order.
    pub(super) const fn figures(self) -> [i64; 10] {
        [
            self.expected,
            self.present,
            self.late,
            self.left_early,
            self.walk_ins,
            self.unexpected,
            self.excused,
            self.absent,
            self.unknown,
            self.no_shows,
        ]
    }
}

/// One person at one session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Whether the person was meant to be there.
    pub(super) expected: bool,
    /// The visit, if the person came.
    pub(super) visit: Option<Visit>,
    /// Join key of the desk where the person was last seen there.
    pub(super) desk: i64,
    /// The position of the person's excuse.
    excuse: Option<usize>,
}

/// A person with what is known of every session, in the order of the programme.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'r> {
    /// The person.
    pub(super) person: CountedPerson<'r>,
    /// One place a session.
    pub(super) places: &'r [Place],
}

impl Counted<'_> {
    /// Returns whether the person came to anything.
    pub(super) fn came_at_all(&self) -> bool {
        self.places.iter().any(|place| place.visit.is_some())
    }

    /// Returns whether the person had registered before the doors opened.
    pub(super) fn registered(&self) -> bool {
        self.person.status.expected()
    }
}

/// The programme and everything by which presence is judged.
pub(super) struct Programme {
    /// The seminar.
    pub(super) seminar: Seminar,
    /// The sessions in order of time.
    pub(super) sessions: Vec<Session>,
    recorded: Vec<bool>,
    positions: HashMap<i64, usize>,
    excuses: Vec<Excuse>,
}

impl Programme {
    /// Reads what all people have in common.
    pub(super) fn read(register: &Reader<'_>) -> Result<Self, ReportError> {
        let sessions = register.sessions()?;
        let attended = register.attended_sessions(sessions.len())?;
        Ok(Self {
            seminar: register.seminar()?,
            recorded: sessions.iter().map(|session| attended.contains(&session.id)).collect(),
            positions: sessions.iter().enumerate().map(|(at, s)| (s.id, at)).collect(),
            excuses: register.excuses()?,
            sessions,
        })
    }

    /// Lends every person, in the order of codes.
    pub(super) fn each_person(
        &self,
        register: &Reader<'_>,
        mut each: impl FnMut(&Counted<'_>) -> Result<(), ReportError>,
    ) -> Result<(), ReportError> {
        let mut places = Vec::new();
        let mut excuses = self.excuses.iter().enumerate().peekable();
        register.each_counted(|person, attended| {
            self.fill(&mut places, person, attended);
            while let Some((at, excuse)) = excuses.next_if(|(_, e)| e.participant <= person.id) {
                if let (true, Some(&position)) =
                    (excuse.participant == person.id, self.positions.get(&excuse.session))
                {
                    places[position].excuse = Some(at);
                }
            }
            each(&Counted { person: *person, places: &places })
        })
    }

    fn fill(
        &self,
        places: &mut Vec<Place>,
        person: &CountedPerson<'_>,
        attended: &[AttendanceRow],
    ) {
        places.clear();
        places.extend(self.sessions.iter().map(|session| Place {
            expected: session.item.expects(person.status, person.track, person.has_seat),
            ..Place::default()
        }));
        for row in attended {
            if let Some(&position) = self.positions.get(&row.session) {
                places[position].visit = Some(row.visit);
                places[position].desk = row.desk;
            }
        }
    }

    /// Returns when a session was.
    pub(super) fn hours(&self, at: usize) -> Hours {
        let item = &self.sessions[at].item;
        let grace = self.seminar.grace_minutes;
        Hours { starts_at: item.starts_at, ends_at: item.ends_at, grace }
    }

    /// Returns what a person's standing at a session is derived from.
    pub(super) fn facts(&self, at: usize, place: Place) -> Facts<'_> {
        Facts {
            hours: self.hours(at),
            visit: place.visit,
            expected: place.expected,
            excuse: place.excuse.map(|at| self.excuses[at].reason.as_str()),
            recorded: self.recorded[at],
        }
    }

    /// Adds a person to the figures of a set of sessions.
    pub(super) fn add(
        &self,
        presence: &mut Presence,
        counted: &Counted<'_>,
        which: impl Fn(usize, &Session) -> bool + Copy,
    ) {
        let chosen = || {
            let both = self.sessions.iter().zip(counted.places).enumerate();
            both.filter(move |(at, (session, _))| which(*at, session))
        };
        let expected = chosen().any(|(_, (_, place))| place.expected);
        let visits = || chosen().filter_map(|(at, (_, place))| Some((at, place.visit?)));
        presence.expected += i64::from(expected);
        let Some(first) = visits().map(|(_, visit)| visit.first_in_at).min() else {
            if expected {
                self.add_missing(presence, counted, chosen().map(|(at, (_, place))| (at, *place)));
            }
            return;
        };
        let walk_in = counted.person.status == Status::WalkIn;
        presence.present += 1;
        presence.walk_ins += i64::from(walk_in);
        presence.unexpected += i64::from(!expected && !walk_in);
        let due = chosen()
            .filter(|(_, (_, place))| place.expected || (!expected && place.visit.is_some()))
            .map(|(at, (session, _))| (session.item.starts_at, at))
            .min();
        presence.late += i64::from(due.is_some_and(|(_, at)| self.hours(at).is_late(first)));
        let early = visits().any(|(at, visit)| self.hours(at).left_early(visit));
        presence.left_early += i64::from(early);
    }

    /// Adds a person who was expected and did not come.
    fn add_missing(
        &self,
        presence: &mut Presence,
        counted: &Counted<'_>,
        places: impl Iterator<Item = (usize, Place)>,
    ) {
        let worst = places.filter_map(|(at, place)| match self.facts(at, place).standing()? {
            Standing::Absent => Some(2),
            Standing::Unknown => Some(1),
            _ => Some(0),
        });
        match worst.max() {
            Some(2) => {
                presence.absent += 1;
                presence.no_shows += i64::from(!counted.came_at_all());
            }
            Some(1) => presence.unknown += 1,
            _ => presence.excused += 1,
        }
    }

    /// Returns whether anybody was recorded at a session.
    pub(super) fn recorded(&self, at: usize) -> bool {
        self.recorded[at]
    }

    /// Returns the numbers of the seminar's days that have sessions.
    pub(super) fn days(&self) -> Vec<u32> {
        let mut days: Vec<u32> = self.sessions.iter().map(|session| session.item.day).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
