//! Brings people, rooms and rules before the allocation engine, and reads its answers back.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::OpError;
use crate::allocation::{Attribute, GroupRequest, Person, Place, Problem, TrackRequest};
use crate::domain::{GroupName, Role, RuleKind, SessionCode, Track, Trait};
use crate::store::{BreakoutRule, GroupTerms, Reader, Seat};

/// What is asked of a round besides its rooms.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// The round.
    pub(super) round: u32,
    /// One track only.
    pub(super) track: Option<Track>,
    /// What is spread, the most important first; nothing for everything that is known.
    pub(super) balance: Option<Vec<Trait>>,
    /// Only who is inside this session gets a new seat.
    pub(super) present: Option<SessionCode>,
    /// Only who has a seat is looked at, and the seat decides the track of who declared none.
    pub(super) seated: bool,
    /// Whoever has a seat keeps it, present or not.
    pub(super) late: bool,
    /// What decides between equally good groups.
    pub(super) seed: u64,
}

/// The groups of one track.
#[derive(Debug, Clone)]
pub(super) struct Rooms {
    pub(super) track: Track,
    pub(super) groups: Vec<GroupTerms>,
    /// The greatest size asked for, which holds besides the capacities.
    pub(super) limit: Option<u32>,
}

/// Everybody of a round: who is in the draw, who leads, who stays out.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) question: Question,
    pub(super) balance: Vec<Trait>,
    pub(super) seats: Vec<Seat>,
    /// Positions in `seats` of who is in the draw, with the track where it is settled.
    pub(super) drawn: Vec<(usize, Option<Track>)>,
    /// Positions in `seats` of facilitators and rapporteurs.
    pub(super) leaders: Vec<usize>,
    /// People who sit out the round.
    pub(super) left_out: usize,
    /// People who are not inside the session.
    pub(super) absent: usize,
    rules: Vec<BreakoutRule>,
    /// Where people were put by hand, where that is not the seat at hand.
    pub(super) pins: Option<HashMap<i64, GroupName>>,
    /// The groups of the rounds before, by participant.
    pub(super) earlier: Vec<HashMap<i64, GroupName>>,
}

impl Pool {
    /// Reads who is in the draw of a round.
    pub(super) fn read(register: &Reader<'_>, question: Question) -> Result<Self, OpError> {
        let seats = register.seats(question.round)?;
        Self::of(register, question, seats)
    }

    /// The same with seats that may be other ones than those of the register.
    pub(super) fn of(
        register: &Reader<'_>,
        question: Question,
        seats: Vec<Seat>,
    ) -> Result<Self, OpError> {
        let rules = register.breakout_rules()?;
        let mut earlier: BTreeMap<u32, HashMap<i64, GroupName>> = BTreeMap::new();
        for seating in register.seatings()?.iter().filter(|seat| seat.round < question.round) {
            earlier.entry(seating.round).or_default().insert(seating.participant, seating.group);
        }
        let earlier: Vec<_> = earlier.into_values().collect();
        let returners = rules.iter().any(|rule| rule.kind == RuleKind::Returning);
        let balance = question.balance.clone().unwrap_or_else(|| {
            let known = |&what: &Trait| what != Trait::Experience || returners;
            Trait::ALL.iter().copied().filter(known).collect()
        });
        let inside = match &question.present {
            None => None,
            Some(session) => Some(register.inside(session)?),
        };
        let mut pool = Self {
            question,
            balance,
            seats,
            drawn: Vec::new(),
            leaders: Vec::new(),
            left_out: 0,
            absent: 0,
            rules,
            pins: None,
            earlier,
        };
        pool.draw(inside.as_ref());
        Ok(pool)
    }

    /// Decides who is in the draw.
    fn draw(&mut self, inside: Option<&HashSet<i64>>) {
        let question = self.question.clone();
        let round = question.round.to_string();
        let of = |kind: RuleKind, rules: &[BreakoutRule]| -> HashSet<i64> {
            let meant = |rule: &&BreakoutRule| {
                rule.kind == kind && (kind != RuleKind::LeftOut || rule.name == round)
            };
            rules.iter().filter(meant).map(|rule| rule.participant).collect()
        };
        let left_out = of(RuleKind::LeftOut, &self.rules);
        let accompanied = of(RuleKind::Together, &self.rules);
        for (at, seat) in self.seats.iter().enumerate() {
            let held = seat.group.map(|held| held.group.track);
            if !seat.status.counts() || question.seated && held.is_none() {
                continue;
            }
            let before =
                || self.earlier.iter().rev().find_map(|round| round.get(&seat.participant));
            let mut track = seat.track.or_else(|| before().map(|group| group.track));
            if question.seated || question.track.is_some() || question.late {
                track = track.or(held);
            }
            let other = |wanted| track.is_some_and(|track| track != wanted);
            if matches!(seat.role, Role::Facilitator | Role::Rapporteur) {
                self.leaders.push(at);
                continue;
            }
            if question.track.is_some_and(|wanted| track.is_none() || other(wanted)) {
                continue;
            }
            let helper = matches!(seat.role, Role::Staff | Role::Interpreter);
            if track.is_none() && helper && !accompanied.contains(&seat.participant) {
                continue;
            }
            if left_out.contains(&seat.participant) {
                self.left_out += 1;
                continue;
            }
            let stays = question.late && held.is_some();
            if !stays && inside.is_some_and(|inside| !inside.contains(&seat.participant)) {
                self.absent += 1;
                continue;
            }
            self.drawn.push((at, track));
        }
    }

    /// Returns how many of the draw are settled in a track.
    pub(super) fn settled(&self, track: Track) -> usize {
        self.drawn.iter().filter(|(_, settled)| *settled == Some(track)).count()
    }

    /// Returns whether the person's own track allows a seat in a track.
    fn may_keep(seat: &Seat, track: Track) -> bool {
        seat.track.is_none_or(|own| own == track)
    }

    /// Returns the seat of a person of the draw, by the position in the problem.
    pub(super) fn seat(&self, person: usize) -> &Seat {
        &self.seats[self.drawn[person].0]
    }

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
        let returning: HashSet<i64> = self
            .rules
            .iter()
            .filter(|rule| rule.kind == RuleKind::Returning)
            .map(|rule| rule.participant)
            .collect();
        let mut people: Vec<Person> = self
            .drawn
            .iter()
            .map(|&(at, track)| {
                let seat = &self.seats[at];
                let pin = match &self.pins {
                    Some(pins) => pins.get(&seat.participant).copied(),
                    None => seat.group.filter(|held| held.pinned).map(|held| held.group),
                };
                let pin = pin.filter(|group| Self::may_keep(seat, group.track));
                let value = |&what: &Trait| value(what, seat, &returning);
                Person {
                    key: seat.code.clone(),
                    name: seat.name.clone(),
                    track: track.and_then(|track| rooms.iter().position(|r| r.track == track)),
                    values: self.balance.iter().map(value).collect(),
                    fixed: pin.map(|group| beyond(rooms, group)),
                    allowed: None,
                }
            })
            .collect();
        let speakers = speakers(rooms);
        for (person, languages) in self.languages(&position) {
            let mut allowed: Vec<Place> = Vec::new();
            for language in &languages {
                allowed.extend(speakers.get(*language).into_iter().flatten());
            }
            if allowed.is_empty() {
                return Err(OpError::NoGroupSpeaks {
                    who: self.seat(person).described(),
                    languages: languages.join(" or "),
                });
            }
            people[person].allowed = Some(allowed);
        }
        let leaders = self.leaders_seated(rooms);
        let mut sets: [Vec<Vec<usize>>; 2] = [Vec::new(), Vec::new()];
        for (of, kind) in [RuleKind::Together, RuleKind::Apart].into_iter().enumerate() {
            for (members, led) in self.sets(kind, &position, &leaders) {
                for place in led {
                    for &member in &members {
                        let person = &mut people[member];
                        if kind == RuleKind::Together {
                            person.fixed = person.fixed.or(Some(place));
                        } else {
                            let all = || every_place(rooms).collect();
                            person.allowed.get_or_insert_with(all).retain(|p| *p != place);
                        }
                    }
                }
                if members.len() > 1 {
                    sets[of].push(members);
                }
            }
        }
        let [together, apart] = sets;
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
        self.leaders
            .iter()
            .filter_map(|&at| {
                let seat = &self.seats[at];
                Some((seat.participant, place_of(rooms, seat.group?.group)?))
            })
            .collect()
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

impl Rooms {
    /// Returns a group by its position.
    pub(super) fn name(&self, group: usize) -> GroupName {
        let number = u32::try_from(group + 1).unwrap_or(u32::MAX);
        GroupName { track: self.track, number }
    }

    fn request(&self) -> TrackRequest {
        let group = |(at, terms): (usize, &GroupTerms)| {
            let capacity = match (terms.capacity, self.limit) {
                (Some(capacity), Some(limit)) => Some(capacity.min(limit)),
                (capacity, limit) => capacity.or(limit),
            };
            let capacity = capacity.map(|capacity| capacity as usize);
            GroupRequest { name: self.name(at).to_string(), capacity }
        };
        TrackRequest {
            name: self.track.to_string(),
            groups: self.groups.iter().enumerate().map(group).collect(),
        }
    }
}

/// Returns the groups that a round has, track by track; a track without any is left out.
pub(super) fn rooms_of(
    register: &Reader<'_>,
    round: u32,
    track: Option<Track>,
) -> Result<Vec<Rooms>, OpError> {
    let groups = register.breakout_groups(round)?;
    let tracks = Track::ALL.iter().filter(|one| track.is_none_or(|track| track == **one));
    let rooms = tracks.map(|&track| {
        let groups = groups.iter().filter(|group| group.name.track == track);
        Rooms { track, groups: groups.map(|group| group.terms.clone()).collect(), limit: None }
    });
    Ok(rooms.filter(|rooms| !rooms.groups.is_empty()).collect())
}

/// Returns the place of a group; nothing where there is no such group.
pub(super) fn place_of(rooms: &[Rooms], group: GroupName) -> Option<Place> {
    let place = beyond(rooms, group);
    rooms.get(place.track).filter(|rooms| place.group < rooms.groups.len()).map(|_| place)
}

/// Returns the place of a group even where there is no such group, for the engine to say so.
fn beyond(rooms: &[Rooms], group: GroupName) -> Place {
    let track = rooms.iter().position(|rooms| rooms.track == group.track);
    Place { track: track.unwrap_or(rooms.len()), group: group.number as usize - 1 }
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

/// Returns the group of a place.
pub(super) fn group_at(rooms: &[Rooms], place: Place) -> GroupName {
    rooms[place.track].name(place.group)
}
