//! Brings people, rooms and rules before the allocation engine, and reads its answers back.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::OpError;
use super::draw::Pool;
use super::error::GroupError;
use super::rooms::{Rooms, place_of};
use crate::allocation::{Attribute, Person, Place, Problem};
use crate::domain::{GroupName, RuleKind, Track, Trait};
use crate::store::Seat;

impl Pool {
    /// Returns the present places of the draw.
    pub(super) fn places(&self, rooms: &[Rooms]) -> Vec<Option<Place>> {
        let place = |&(at, _): &(usize, Option<Track>)| {
            let seat = &self.seats[at];
            let held = seat
                .group
                .filter(|held| self.question.seated || Self::may_keep(seat, held.group.track));
            place_of(rooms, held?.group)
        };
        self.drawn.iter().map(place).collect()
    }

    /// Writes down what the engine is asked.
    pub(super) fn problem(&self, rooms: &[Rooms]) -> Result<Problem, OpError> {
        let position: HashMap<i64, usize> = self
            .drawn
            .iter()
            .enumerate()
            .map(|(person, (at, _))| (self.seats[*at].participant, person))
            .collect();
        let mut people = self.people(rooms)?;
        self.seat_by_language(rooms, &position, &mut people)?;
        let leaders = self.leaders_seated(rooms);
        let [together, apart] = [RuleKind::Together, RuleKind::Apart].map(|kind| {
            beside_leaders(kind, self.sets(kind, &position, &leaders), rooms, &mut people)
        });
        let earlier = self.earlier.iter().map(|round| {
            let number = |(at, _): &(usize, Option<Track>)| {
                let group = round.get(&self.seats[*at].participant)?;
                // Groups of the two tracks alternate, so that each has a number of its own.
                Some(group.number as usize * 2 + usize::from(group.track == Track::Licensing))
            };
            self.drawn.iter().map(number).collect()
        });
        Ok(Problem {
            attributes: self
                .balance
                .iter()
                .map(|what| Attribute { name: what.described().to_owned() })
                .collect(),
            tracks: rooms.iter().map(Rooms::request).collect(),
            people,
            together,
            apart,
            earlier: earlier.collect(),
            seed: self.question.seed,
        })
    }

    /// Returns the people of the draw, those who are pinned in their places.
    fn people(&self, rooms: &[Rooms]) -> Result<Vec<Person>, OpError> {
        let returning: HashSet<i64> = self
            .rules
            .iter()
            .filter(|rule| rule.kind == RuleKind::Returning)
            .map(|rule| rule.participant)
            .collect();
        let mut people = Vec::new();
        for &(at, track) in &self.drawn {
            let seat = &self.seats[at];
            let pin = match &self.pins {
                Some(pins) => pins.get(&seat.participant).copied(),
                None => seat.group.filter(|held| held.is_pinned()).map(|held| held.group),
            };
            let fixed = match pin.filter(|group| Self::may_keep(seat, group.track)) {
                None => None,
                Some(group) => Some(place_of(rooms, group).ok_or_else(|| {
                    GroupError::GroupWouldGo { who: seat.described(), group: group.to_string() }
                })?),
            };
            let value = |&what: &Trait| value(what, seat, &returning);
            people.push(Person {
                key: seat.code.clone(),
                name: seat.name.clone(),
                track: track.and_then(|track| rooms.iter().position(|r| r.track == track)),
                values: self.balance.iter().map(value).collect(),
                fixed,
                allowed: None,
            });
        }
        Ok(people)
    }

    /// Keeps people who need a language to the groups where it is spoken.
    fn seat_by_language(
        &self,
        rooms: &[Rooms],
        position: &HashMap<i64, usize>,
        people: &mut [Person],
    ) -> Result<(), OpError> {
        let speakers = speakers(rooms);
        for (person, languages) in self.languages(position) {
            let mut allowed: Vec<Place> = Vec::new();
            for language in &languages {
                allowed.extend(speakers.get(*language).into_iter().flatten());
            }
            if allowed.is_empty() {
                return Err(GroupError::NoGroupSpeaks {
                    who: self.seat(person).described(),
                    languages: languages.join(" or "),
                }
                .into());
            }
            people[person].allowed = Some(allowed);
        }
        Ok(())
    }

    /// Returns the languages that people of the draw need.
    fn languages(&self, position: &HashMap<i64, usize>) -> BTreeMap<usize, Vec<&str>> {
        let mut needed: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for rule in self.rules.iter().filter(|rule| rule.kind == RuleKind::Language) {
            if let Some(&person) = position.get(&rule.participant) {
                needed.entry(person).or_default().push(&rule.name);
            }
        }
        needed
    }

    /// Returns where facilitators and rapporteurs sit.
    fn leaders_seated(&self, rooms: &[Rooms]) -> HashMap<i64, Place> {
        let place = |(&leader, &group): (&i64, &GroupName)| Some((leader, place_of(rooms, group)?));
        self.led.iter().filter_map(place).collect()
    }

    /// Returns the sets of a kind: the people of the draw, and the places of those who lead.
    fn sets(
        &self,
        kind: RuleKind,
        position: &HashMap<i64, usize>,
        leaders: &HashMap<i64, Place>,
    ) -> Vec<(Vec<usize>, Vec<Place>)> {
        let mut sets: BTreeMap<&str, (Vec<usize>, Vec<Place>)> = BTreeMap::new();
        for rule in self.rules.iter().filter(|rule| rule.kind == kind) {
            let (members, led) = sets.entry(&rule.name).or_default();
            members.extend(position.get(&rule.participant));
            led.extend(leaders.get(&rule.participant));
        }
        sets.into_values().collect()
    }
}

/// Puts who belongs to a leader into the leader's group, or keeps them out of it; returns the sets of
/// people of the draw.
fn beside_leaders(
    kind: RuleKind,
    sets: Vec<(Vec<usize>, Vec<Place>)>,
    rooms: &[Rooms],
    people: &mut [Person],
) -> Vec<Vec<usize>> {
    for (members, led) in &sets {
        for (&member, &place) in members.iter().flat_map(|one| led.iter().map(move |at| (one, at)))
        {
            let person = &mut people[member];
            if kind == RuleKind::Together {
                person.fixed = person.fixed.or(Some(place));
            } else {
                let all = || every_place(rooms).collect();
                person.allowed.get_or_insert_with(all).retain(|at| *at != place);
            }
        }
    }
    sets.into_iter().map(|(members, _)| members).filter(|members| members.len() > 1).collect()
}

/// Returns what a person shares with others in one respect; empty where it is not known.
fn value(what: Trait, seat: &Seat, returning: &HashSet<i64>) -> String {
    match what {
        Trait::Country => seat.country.clone(),
        // Every state has a ministry of that name, so one of another state is another one.
        Trait::Organization if seat.organization_key.is_empty() => String::new(),
        Trait::Organization if seat.category == crate::domain::Category::Government => {
            format!("{} {}", seat.country, seat.organization_key)
        }
        Trait::Organization => seat.organization_key.clone(),
        Trait::Region => seat.region.clone(),
        Trait::Category => seat.category.to_string(),
        Trait::Experience if returning.contains(&seat.participant) => "returning".to_owned(),
        Trait::Experience => "first time".to_owned(),
    }
}

/// Returns the groups where each language is spoken.
fn speakers(rooms: &[Rooms]) -> HashMap<&str, Vec<Place>> {
    let mut speakers: HashMap<&str, Vec<Place>> = HashMap::new();
    for (track, rooms) in rooms.iter().enumerate() {
        for (group, terms) in rooms.groups.iter().enumerate() {
            for language in terms.languages.split(' ') {
                speakers.entry(language).or_default().push(Place { track, group });
            }
        }
    }
    speakers
}

fn every_place(rooms: &[Rooms]) -> impl Iterator<Item = Place> {
    rooms
        .iter()
        .enumerate()
        .flat_map(|(track, rooms)| (0..rooms.groups.len()).map(move |group| Place { track, group }))
}
