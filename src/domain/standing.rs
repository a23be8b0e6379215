//! Derives what the record says of one person at one session: where the person was, and why it is
//! called late, absent or unknown. Pure: the record and the programme decide, never a clock.

use std::str::FromStr;

use super::{EventKind, Timestamp, Zone};

/// One person at one session, folded from the events in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Whether the person is inside.
    pub inside: bool,
    /// When the person first came in.
    pub first_in_at: Timestamp,
    /// When the person last came in or went out.
    pub last_at: Timestamp,
}

impl Visit {
    /// Returns the visit after a further event; nothing where the person never came in.
    ///
    /// To come in twice is to be inside still; to go out without having been in says nothing.
    #[must_use]
    pub fn after(before: Option<Self>, kind: EventKind, at: Timestamp) -> Option<Self> {
        match (before, kind) {
            (None, EventKind::In) => Some(Self { inside: true, first_in_at: at, last_at: at }),
            (Some(visit), EventKind::In) => Some(Self { inside: true, last_at: at, ..visit }),
            (Some(visit), EventKind::Out) if visit.inside => {
                Some(Self { inside: false, last_at: at, ..visit })
            }
            (before, _) => before,
        }
    }
}

/// What is said of a person at a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Came in time.
    Present,
    /// Came more than the grace after the beginning.
    Late,
    /// Came in time and went more than the grace before the end.
    LeftEarly,
    /// Expected, did not come, and said why.
    Excused,
    /// Expected and did not come, though others were recorded there.
    Absent,
    /// Expected, but nobody at all was recorded at the session.
    Unknown,
}

impl Standing {
    /// Every standing, in the order in which lists explain them.
    pub const ALL: [Self; 6] =
        [Self::Present, Self::Late, Self::LeftEarly, Self::Excused, Self::Absent, Self::Unknown];

    /// Returns the word that lists show.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Late => "late",
            Self::LeftEarly => "left early",
            Self::Excused => "excused",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }

    /// Returns whether the person was there.
    pub const fn came(self) -> bool {
        matches!(self, Self::Present | Self::Late | Self::LeftEarly)
    }
}

/// When a session was, and when one is late for it or leaves it early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Minutes that nobody counts.
    pub grace: i64,
}

impl Hours {
    /// Returns whether somebody who first came in then is late: more than the grace, in whole
    /// minutes, after the beginning.
    pub fn is_late(self, first_in_at: Timestamp) -> bool {
        first_in_at.minutes_since(self.starts_at) > self.grace
    }

    /// Returns whether somebody went early: is out, and more than the grace before the end.
    pub fn left_early(self, visit: Visit) -> bool {
        !visit.inside && self.ends_at.minutes_since(visit.last_at) > self.grace
    }
}

/// Everything that a standing is derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'f> {
    /// When the session was.
    pub hours: Hours,
    /// What the record has of the person there.
    pub visit: Option<Visit>,
    /// Whether the person was meant to be there.
    pub expected: bool,
    /// Why the person does not come, if that was said.
    pub excuse: Option<&'f str>,
    /// Whether anybody was recorded at the session.
    pub recorded: bool,
}

impl Facts<'_> {
    /// Returns what is said of the person; nothing of one who neither came nor was expected.
    pub fn standing(&self) -> Option<Standing> {
        match self.visit {
            Some(visit) if self.hours.is_late(visit.first_in_at) => Some(Standing::Late),
            Some(visit) if self.hours.left_early(visit) => Some(Standing::LeftEarly),
            Some(_) => Some(Standing::Present),
            None if !self.expected => None,
            None if self.excuse.is_some() => Some(Standing::Excused),
            None if self.recorded => Some(Standing::Absent),
            None => Some(Standing::Unknown),
        }
    }

    /// Explains the standing in the words and times that led to it; empty where there is nothing
    /// to explain.
    pub fn why(&self, zone: Zone) -> String {
        let Hours { starts_at, ends_at, grace } = self.hours;
        let mut reasons = Vec::new();
        match self.visit {
            Some(visit) => {
                if self.hours.is_late(visit.first_in_at) {
                    reasons.push(format!(
                        "first in {}, session began {}, grace {grace} minutes",
                        zone.clock_beside(visit.first_in_at, starts_at),
                        zone.clock(starts_at)
                    ));
                }
                if self.hours.left_early(visit) {
                    reasons.push(format!(
                        "last out {}, session ended {}",
                        zone.clock_beside(visit.last_at, ends_at),
                        zone.clock(ends_at)
                    ));
                }
                if let Some(excuse) = self.excuse {
                    reasons.push(format!("was excused: {excuse}"));
                }
            }
            None => match self.standing() {
                Some(Standing::Excused) => reasons.extend(self.excuse.map(str::to_owned)),
                Some(Standing::Unknown) => {
                    reasons.push("nobody was recorded at this session".to_owned());
                }
                _ => {}
            },
        }
        reasons.join("; ")
    }
}

/// How much of the programme somebody must have attended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttendanceRule {
    /// Of the sessions that count for the person, at least this many in a hundred.
    Share(u32),
    /// At least this many sessions.
    Sessions(u32),
}

/// Why a text is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is no rule; write 80% for a share of the sessions, or 5 for a number of them")]
pub struct AttendanceRuleError;

impl AttendanceRule {
    /// Returns whether somebody who attended `attended` of `counted` sessions meets the rule.
    /// Nobody meets a share of no sessions.
    pub fn is_met(self, attended: usize, counted: usize) -> bool {
        match self {
            Self::Share(percent) => {
                counted > 0 && attended * 100 >= counted * usize::try_from(percent).unwrap_or(100)
            }
            Self::Sessions(sessions) => usize::try_from(sessions).is_ok_and(|n| attended >= n),
        }
    }
}

impl FromStr for AttendanceRule {
    type Err = AttendanceRuleError;

    fn from_str(text: &str) -> Result<Self, AttendanceRuleError> {
        let text = text.trim();
        match text.strip_suffix('%') {
            Some(percent) => match percent.trim().parse() {
                Ok(percent @ 1..=100) => Ok(Self::Share(percent)),
                _ => Err(AttendanceRuleError),
            },
            None => match text.parse() {
                Ok(sessions @ 1..) => Ok(Self::Sessions(sessions)),
                _ => Err(AttendanceRuleError),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> Timestamp {
        format!("2019-02-26T{clock}:00.000Z").parse().unwrap()
    }

    fn facts(visit: impl Into<Option<Visit>>) -> Facts<'static> {
        let hours = Hours { starts_at: at("09:30"), ends_at: at("12:00"), grace: 10 };
        Facts { hours, visit: visit.into(), expected: true, excuse: None, recorded: true }
    }

    fn visit(first: &str, last: &str, inside: bool) -> Visit {
        Visit { inside, first_in_at: at(first), last_at: at(last) }
    }

    #[test]
    fn each_standing_is_explained() {
        let utc: Zone = "UTC".parse().unwrap();
        let said = |facts: Facts<'_>| (facts.standing().map(Standing::as_str), facts.why(utc));
        let none = String::new;
        assert_eq!(said(facts(visit("09:40", "09:40", true))), (Some("present"), none()));
        assert_eq!(
            said(facts(visit("09:41", "09:41", true))),
            (Some("late"), "first in 09:41, session began 09:30, grace 10 minutes".to_owned())
        );
        assert_eq!(
            said(facts(visit("09:30", "11:20", false))),
            (Some("left early"), "last out 11:20, session ended 12:00".to_owned())
        );
        assert_eq!(said(facts(visit("09:30", "11:50", false))), (Some("present"), none()));
        assert_eq!(said(facts(None)), (Some("absent"), none()));
        assert_eq!(
            said(Facts { excuse: Some("ill"), ..facts(None) }),
            (Some("excused"), "ill".to_owned())
        );
        assert_eq!(
            said(Facts { recorded: false, ..facts(None) }),
            (Some("unknown"), "nobody was recorded at this session".to_owned())
        );
        assert_eq!(said(Facts { expected: false, ..facts(None) }), (None, none()));
        let both = said(facts(visit("10:00", "11:00", false)));
        assert_eq!(both.0, Some("late"));
        assert!(both.1.contains("first in 10:00") && both.1.contains("last out 11:00"));
        let next_day = Some(Visit {
            inside: true,
            first_in_at: "2019-02-27T08:00:00Z".parse().unwrap(),
            last_at: "2019-02-27T08:00:00Z".parse().unwrap(),
        });
        assert!(said(facts(next_day)).1.starts_with("first in 2019-02-27 08:00, session began"));
    }

    #[test]
    fn rules_are_a_share_or_a_number() {
        let rule = |text: &str| text.parse::<AttendanceRule>();
        assert_eq!(rule("80%"), Ok(AttendanceRule::Share(80)));
        assert_eq!(rule(" 5 "), Ok(AttendanceRule::Sessions(5)));
        for text in ["", "0", "0%", "101%", "-1", "most", "%"] {
            assert_eq!(rule(text), Err(AttendanceRuleError), "{text}");
        }
        let share = AttendanceRule::Share(80);
        assert!(share.is_met(4, 5) && !share.is_met(3, 5) && !share.is_met(0, 0));
        assert!(AttendanceRule::Sessions(3).is_met(3, 9));
    }
}
