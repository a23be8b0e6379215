//! Why no assignment can be given: the rules that clash and the people they name.

use std::error::Error;
use std::fmt;

use super::problem::Problem;

/// Names at most so many people in a sentence.
const NAMED: usize = 6;

/// Why there is no assignment. People and groups are named as sentences name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no track to seat people in.
    NoTracks,
    /// A track has no groups.
    NoGroups {
        /// The track.
        track: String,
    },
    /// A group has no seats.
    NoSeats {
        /// The group.
        group: String,
    },
    /// A group would stay empty.
    MoreGroupsThanPeople {
        /// The track.
        track: String,
        /// The number of its groups.
        groups: usize,
        /// The number of people who can be in it.
        people: usize,
    },
    /// There are more people than seats.
    TooFewSeats {
        /// The track, or all of them.
        track: String,
        /// The number of seats.
        seats: usize,
        /// The number of people.
        people: usize,
    },
    /// Somebody is to be in a track or group that is not there.
    NoSuchPlace {
        /// The person.
        person: String,
        /// The track, counted from zero.
        track: usize,
        /// The group, counted from zero, where one was named.
        group: Option<usize>,
    },
    /// Somebody is pinned to a group of another track than the declared one.
    PinInOtherTrack {
        /// The person.
        person: String,
        /// The declared track.
        track: String,
        /// The group.
        group: String,
    },
    /// Somebody is pinned to a group that speaks none of the languages needed.
    PinWithoutLanguage {
        /// The person.
        person: String,
        /// The person and those who stay together with him or her.
        block: Vec<String>,
        /// The group.
        group: String,
    },
    /// More people are pinned to a group than it seats while sizes stay as even as they can.
    TooManyPins {
        /// The group.
        group: String,
        /// The people pinned to it, and those kept together with them.
        people: Vec<String>,
        /// The number of people it seats: the smaller of two sizes where other groups need every
        /// larger one for their own pins.
        seats: usize,
    },
    /// Two people who stay together are pinned to different groups.
    TogetherPinned {
        /// Everybody who stays together.
        block: Vec<String>,
        /// The two, each with the group.
        pins: Box<[[String; 2]; 2]>,
    },
    /// Two people who stay together declared different tracks.
    TogetherInTwoTracks {
        /// Everybody who stays together.
        block: Vec<String>,
        /// The two, each with the track.
        tracks: Box<[[String; 2]; 2]>,
    },
    /// People who stay together are more than any group seats.
    TogetherTooLarge {
        /// The people.
        people: Vec<String>,
        /// The seats of the largest group.
        seats: usize,
    },
    /// Two people are to stay together and apart.
    TogetherAndApart {
        /// Everybody who stays together.
        block: Vec<String>,
        /// The two.
        people: [String; 2],
    },
    /// Two people who stay apart are pinned to one group, or kept together with people who are.
    ApartPinned {
        /// The two.
        people: [String; 2],
        /// The group.
        group: String,
    },
    /// People who stay apart are more than there are groups for them.
    ApartTooMany {
        /// The people.
        people: Vec<String>,
        /// The number of groups.
        groups: usize,
    },
    /// No group speaks the languages that people need.
    NoLanguage {
        /// The track they have to be in, if any.
        track: Option<String>,
        /// The people: one, or several who stay together.
        people: Vec<String>,
    },
    /// Every way to seat the people of a track was tried and breaks a rule.
    Impossible {
        /// The track.
        track: String,
        /// The rules that play a part, in words.
        rules: Vec<String>,
    },
    /// No way was found in the time given, and none was proved not to exist.
    NotFound {
        /// The track.
        track: String,
        /// The rules that play a part, in words.
        rules: Vec<String>,
    },
}

/// Names a person for a sentence.
pub(super) fn describe(problem: &Problem, index: usize) -> String {
    let person = &problem.people[index];
    if person.name.is_empty() {
        person.key.clone()
    } else {
        format!("{} {}", person.key, person.name)
    }
}

/// Joins names with commas and "and"; of many it names the first.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= NAMED => format!("{} and {last}", first.join(", ")),
        _ => format!("{} and {} more", names[..NAMED - 1].join(", "), names.len() - NAMED + 1),
    }
}

/// Writes a number with its noun.
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn people(number: usize) -> String {
    counted(number, "person", "people")
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTracks => f.write_str("there is no track to form groups in"),
            Self::NoGroups { track } => {
                write!(f, "the number of groups of track {track} has to be at least one")
            }
            Self::NoSeats { group } => write!(f, "group {group} has a capacity of zero"),
            Self::MoreGroupsThanPeople { track, groups, people: number } => write!(
                f,
                "{} cannot be formed from {} in track {track}",
                counted(*groups, "group", "groups"),
                people(*number)
            ),
            Self::TooFewSeats { track, seats, people: number } => write!(
                f,
                "{} cannot sit on the {} of track {track}",
                people(*number),
                counted(*seats, "seat", "seats")
            ),
            Self::NoSuchPlace { person, track, group } => match group {
                Some(group) => write!(
                    f,
                    "{person} is pinned to group {} of track {}, which is not there",
                    group.saturating_add(1),
                    track.saturating_add(1)
                ),
                None => write!(
                    f,
                    "{person} is in track {}, which is not there",
                    track.saturating_add(1)
                ),
            },
            Self::PinInOtherTrack { person, track, group } => {
                write!(f, "{person} declared track {track} and is pinned to group {group}")
            }
            Self::PinWithoutLanguage { person, block, group } => {
                write!(
                    f,
                    "{person} is pinned to group {group}, which speaks no language that fits"
                )?;
                if block.len() > 1 {
                    write!(f, " {}, who stay together", listed(block))?;
                }
                Ok(())
            }
            Self::TooManyPins { group, people: who, seats } => write!(
                f,
                "group {group} has {} pinned to it, but it can seat only {seats}: {}",
                people(who.len()),
                listed(who)
            ),
            Self::NoLanguage { track, people: who } => {
                let of = track.as_ref().map_or(String::new(), |track| format!(" of track {track}"));
                write!(f, "no group{of} speaks a language that fits {}", listed(who))
            }
            _ => self.rules_that_clash(f),
        }
    }
}

impl Refusal {
    /// The sentences about rules between people.
    fn rules_that_clash(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TogetherPinned { block, pins } => {
                let [[a, first], [b, second]] = &**pins;
                write!(f, "{} stay together, but ", listed(block))?;
                write!(f, "{a} is pinned to group {first} and {b} to {second}")
            }
            Self::TogetherInTwoTracks { block, tracks } => {
                let [[a, first], [b, second]] = &**tracks;
                write!(f, "{} stay together, but ", listed(block))?;
                write!(f, "{a} is in track {first} and {b} in {second}")
            }
            Self::TogetherTooLarge { people: who, seats } => write!(
                f,
                "{} stay together, but no group seats more than {seats}: {}",
                people(who.len()),
                listed(who)
            ),
            Self::TogetherAndApart { block, people: [a, b] } if block.len() > 2 => {
                write!(f, "{} stay together, but {a} and {b} stay apart", listed(block))
            }
            Self::TogetherAndApart { people: [a, b], .. } => {
                write!(f, "{a} and {b} are to stay together and to stay apart")
            }
            Self::ApartPinned { people: [a, b], group } => {
                write!(f, "{a} and {b} stay apart, but both have to be in group {group}")
            }
            Self::ApartTooMany { people: who, groups } => write!(
                f,
                "{} stay apart, but there {} only {} for them: {}",
                people(who.len()),
                if *groups == 1 { "is" } else { "are" },
                counted(*groups, "group", "groups"),
                listed(who)
            ),
            Self::Impossible { track, rules } => write!(
                f,
                "no way to fill the groups of track {track} keeps all rules: {}",
                rules.join("; ")
            ),
            Self::NotFound { track, rules } => write!(
                f,
                "no way to fill the groups of track {track} was found that keeps all rules, though \
                 one may exist: {}",
                rules.join("; ")
            ),
            _ => Ok(()),
        }
    }
}

impl Error for Refusal {}
