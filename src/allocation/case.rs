//! A problem made ready: people in an order of their own, blocks merged, values numbered.

use std::collections::HashMap;
use std::ops::Range;

use super::problem::{Place, Problem};
use super::refusal::{Refusal, describe};

/// Stands for no value, no group, no track, no list.
pub(super) const NONE: u32 = u32::MAX;

/// A problem in numbers. People are numbered by name, values, track and key, those who stay together
/// side by side, so that nothing from here on depends on the order of the input.
pub(super) struct Case<'a> {
    pub(super) problem: &'a Problem,
    /// Whether some people are seated already and stay, whatever sizes come of it.
    pub(super) seated: bool,
    /// The index in the problem of each person.
    pub(super) input: Vec<u32>,
    pub(super) units: Vec<Unit>,
    /// The sets of people to be kept apart that each unit has a part in.
    pub(super) apart: Vec<Vec<u32>>,
    pub(super) apart_sets: usize,
    /// The groups of all tracks in one row.
    pub(super) groups: Vec<Group>,
    /// Which of them belong to each track.
    pub(super) tracks: Vec<Range<usize>>,
    pub(super) features: Vec<Feature>,
    /// The number of steps of importance.
    pub(super) levels: usize,
    /// The lists of groups that some units are limited to, as one flag a group.
    pub(super) lists: Vec<Vec<bool>>,
    /// What was found to be contradictory on the way.
    pub(super) refusals: Vec<Refusal>,
}

/// People who stay together; most often one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) first: u32,
    pub(super) len: u32,
    /// The track, or nothing where it is still to be chosen.
    pub(super) track: u32,
    /// The group the unit has to be in.
    pub(super) fixed: u32,
    /// The list of groups the unit is limited to.
    pub(super) list: u32,
}

/// One group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) track: u32,
    pub(super) capacity: u32,
}

/// Something people share: an attribute, or the group of an earlier round.
pub(super) struct Feature {
    pub(super) level: usize,
    /// Of each person; nothing where nobody shares it.
    pub(super) values: Vec<u32>,
    pub(super) count: usize,
}

impl Unit {
    pub(super) fn people(&self) -> Range<usize> {
        self.first as usize..(self.first + self.len) as usize
    }

    pub(super) fn size(&self) -> usize {
        self.len as usize
    }

    pub(super) fn is_free(&self) -> bool {
        self.fixed == NONE
    }
}

/// Makes a number of a size; no list here is longer than a `u32` counts.
pub(super) fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(NONE)
}

impl<'a> Case<'a> {
    /// Makes a problem ready. Whoever is seated in `seated` stays there, whatever the rules say of
    /// it.
    pub(super) fn new(problem: &'a Problem, seated: Option<&[Option<Place>]>) -> Self {
        let mut groups = Vec::new();
        let mut tracks = Vec::new();
        for (track, request) in problem.tracks.iter().enumerate() {
            let first = groups.len();
            groups.extend(request.groups.iter().map(|group| Group {
                track: number(track),
                capacity: group.capacity.map_or(NONE, number),
            }));
            tracks.push(first..groups.len());
        }
        let mut case = Self {
            problem,
            seated: seated.is_some(),
            input: Vec::new(),
            units: Vec::new(),
            apart: Vec::new(),
            apart_sets: 0,
            groups,
            tracks,
            features: Vec::new(),
            levels: 0,
            lists: Vec::new(),
            refusals: Vec::new(),
        };
        case.check_request();
        let seat = |index: usize| seated.and_then(|seated| *seated.get(index)?);
        let unit_of = case.merge_blocks(seat);
        case.describe_units(seat);
        case.number_values();
        case.number_apart(&unit_of, seat);
        case
    }

    /// Returns the group in the common row; nothing if there is none.
    pub(super) fn flat(&self, place: Place) -> Option<u32> {
        let range = self.tracks.get(place.track)?;
        (place.group < range.len()).then(|| number(range.start + place.group))
    }

    /// Returns the place of a group of the common row.
    pub(super) fn place(&self, group: u32) -> Place {
        let track = self.groups[group as usize].track as usize;
        Place { track, group: group as usize - self.tracks[track].start }
    }

    pub(super) fn group_name(&self, group: u32) -> String {
        let place = self.place(group);
        self.problem.tracks[place.track].groups[place.group].name.clone()
    }

    pub(super) fn track_name(&self, track: usize) -> String {
        self.problem.tracks.get(track).map_or_else(String::new, |track| track.name.clone())
    }

    /// Names a person for a sentence.
    pub(super) fn who(&self, person: usize) -> String {
        describe(self.problem, self.input[person] as usize)
    }

    /// Names the people of a unit.
    pub(super) fn whole(&self, unit: &Unit) -> Vec<String> {
        unit.people().map(|person| self.who(person)).collect()
    }

    /// Says whether a unit's track, pin and languages let it be in a group.
    pub(super) fn may_sit(&self, unit: usize, group: u32) -> bool {
        let unit = &self.units[unit];
        let track = self.groups[group as usize].track;
        (unit.track == NONE || unit.track == track)
            && (unit.fixed == NONE || unit.fixed == group)
            && (unit.list == NONE || self.lists[unit.list as usize][group as usize])
    }

    fn check_request(&mut self) {
        if self.tracks.is_empty() {
            self.refusals.push(Refusal::NoTracks);
        }
        for track in 0..self.tracks.len() {
            if self.tracks[track].is_empty() {
                self.refusals.push(Refusal::NoGroups { track: self.track_name(track) });
            }
        }
        if let Some(group) = self.groups.iter().position(|group| group.capacity == 0) {
            self.refusals.push(Refusal::NoSeats { group: self.group_name(number(group)) });
        }
    }

    /// Orders people by what is known of them, with those who stay together side by side, and returns the unit of each
    /// person of the input. Whoever is seated already is a unit alone.
    fn merge_blocks(&mut self, seat: impl Fn(usize) -> Option<Place>) -> Vec<u32> {
        let people = &self.problem.people;
        let mut order: Vec<usize> = (0..people.len()).collect();
        // Codes are given in the order in which people came, so what else is known comes first.
        let known = |index: usize| {
            let person = &people[index];
            (&person.name, &person.values, person.track, &person.key)
        };
        order.sort_by(|&a, &b| known(a).cmp(&known(b)).then(a.cmp(&b)));
        let mut rank = vec![0_usize; people.len()];
        for (position, &index) in order.iter().enumerate() {
            rank[index] = position;
        }
        let mut root: Vec<usize> = (0..people.len()).collect();
        for set in &self.problem.together {
            let mut loose =
                set.iter().filter(|&&index| index < people.len() && seat(index).is_none());
            if let Some(&first) = loose.next() {
                for &index in loose {
                    let (a, b) = (find(&mut root, rank[first]), find(&mut root, rank[index]));
                    root[a.max(b)] = a.min(b);
                }
            }
        }
        let leaders: Vec<usize> = (0..people.len()).map(|rank| find(&mut root, rank)).collect();
        order.sort_by_key(|&index| (leaders[rank[index]], rank[index]));
        let mut unit_of = vec![NONE; people.len()];
        for (position, &index) in order.iter().enumerate() {
            let leader = leaders[rank[index]];
            match self.units.last_mut() {
                Some(unit) if leaders[rank[order[unit.first as usize]]] == leader => unit.len += 1,
                _ => self.units.push(Unit {
                    first: number(position),
                    len: 1,
                    track: NONE,
                    fixed: NONE,
                    list: NONE,
                }),
            }
            unit_of[index] = number(self.units.len() - 1);
        }
        self.input = order.into_iter().map(number).collect();
        unit_of
    }

    /// Gives each unit the track, the pin and the list of groups that follow from its people.
    fn describe_units(&mut self, seat: impl Fn(usize) -> Option<Place>) {
        let followed = self.followed(&seat);
        let mut known: HashMap<Vec<bool>, u32> = HashMap::new();
        for index in 0..self.units.len() {
            let mut unit = self.units[index];
            let first = self.input[unit.first as usize] as usize;
            if let Some(group) = seat(first).and_then(|place| self.flat(place)) {
                unit.fixed = group;
                unit.track = self.groups[group as usize].track;
                self.units[index] = unit;
                continue;
            }
            let (mut pinned, mut declared, mut list) = (None, None, None::<Vec<bool>>);
            for person in unit.people() {
                self.take_track(person, &mut unit, &mut declared);
                self.take_pin(person, &mut unit, &mut pinned);
                if let Some(&group) = followed.get(&self.input[person])
                    && unit.fixed == NONE
                {
                    unit.fixed = group;
                }
                self.take_list(person, &mut list);
            }
            if unit.fixed != NONE {
                self.check_pin(&unit, list.as_deref(), declared, pinned);
                unit.track = self.groups[unit.fixed as usize].track;
            } else if let Some(list) = list {
                let open = |group: usize| {
                    list[group] && [NONE, self.groups[group].track].contains(&unit.track)
                };
                let mut open = (0..list.len()).filter(|&group| open(group)).peekable();
                let first = open.peek().map(|&group| self.groups[group].track);
                let single =
                    first.filter(|&track| open.all(|group| self.groups[group].track == track));
                match (first, single) {
                    (None, _) => self.refusals.push(Refusal::NoLanguage {
                        track: (unit.track != NONE).then(|| self.track_name(unit.track as usize)),
                        people: self.whole(&unit),
                    }),
                    (_, Some(track)) => unit.track = track,
                    _ => {}
                }
                let next = number(self.lists.len());
                unit.list = *known.entry(list).or_insert_with_key(|list| {
                    self.lists.push(list.clone());
                    next
                });
            }
            self.units[index] = unit;
        }
    }

    /// Finds the groups of seated people with whom others are to be together.
    fn followed(&self, seat: &impl Fn(usize) -> Option<Place>) -> HashMap<u32, u32> {
        let mut followed = HashMap::new();
        for set in &self.problem.together {
            let known = set.iter().filter(|&&index| index < self.input.len());
            let group = known
                .clone()
                .filter_map(|&index| Some((&self.problem.people[index].key, seat(index)?)))
                .filter_map(|(key, place)| Some((key, self.flat(place)?)))
                .min();
            if let Some((_, group)) = group {
                for &index in known {
                    followed
                        .entry(number(index))
                        .and_modify(|held: &mut u32| *held = group.min(*held))
                        .or_insert(group);
                }
            }
        }
        followed
    }

    fn take_track(&mut self, person: usize, unit: &mut Unit, declared: &mut Option<usize>) {
        let Some(track) = self.problem.people[self.input[person] as usize].track else { return };
        if track >= self.tracks.len() {
            let person = self.who(person);
            self.refusals.push(Refusal::NoSuchPlace { person, track, group: None });
            return;
        }
        match *declared {
            None => {
                *declared = Some(person);
                unit.track = number(track);
            }
            Some(other) if unit.track != number(track) => {
                self.refusals.push(Refusal::TogetherInTwoTracks {
                    block: self.whole(unit),
                    tracks: Box::new([
                        [self.who(other), self.track_name(unit.track as usize)],
                        [self.who(person), self.track_name(track)],
                    ]),
                });
            }
            Some(_) => {}
        }
    }

    fn take_pin(&mut self, person: usize, unit: &mut Unit, pinned: &mut Option<usize>) {
        let Some(place) = self.problem.people[self.input[person] as usize].fixed else { return };
        let Some(group) = self.flat(place) else {
            let (track, group) = (place.track, Some(place.group));
            let person = self.who(person);
            self.refusals.push(Refusal::NoSuchPlace { person, track, group });
            return;
        };
        match *pinned {
            None => {
                *pinned = Some(person);
                unit.fixed = group;
            }
            Some(other) if unit.fixed != group => self.refusals.push(Refusal::TogetherPinned {
                block: self.whole(unit),
                pins: Box::new([
                    [self.who(other), self.group_name(unit.fixed)],
                    [self.who(person), self.group_name(group)],
                ]),
            }),
            Some(_) => {}
        }
    }

    fn take_list(&self, person: usize, list: &mut Option<Vec<bool>>) {
        let Some(allowed) = &self.problem.people[self.input[person] as usize].allowed else {
            return;
        };
        let mut own = vec![false; self.groups.len()];
        for group in allowed.iter().filter_map(|&place| self.flat(place)) {
            own[group as usize] = true;
        }
        match list {
            Some(list) => list.iter_mut().zip(own).for_each(|(both, own)| *both &= own),
            None => *list = Some(own),
        }
    }

    fn check_pin(
        &mut self,
        unit: &Unit,
        list: Option<&[bool]>,
        declared: Option<usize>,
        pinned: Option<usize>,
    ) {
        let group = self.group_name(unit.fixed);
        let by = pinned.unwrap_or(unit.first as usize);
        if let Some(declared) = declared
            && self.groups[unit.fixed as usize].track != unit.track
        {
            let track = self.track_name(unit.track as usize);
            self.refusals.push(if declared == by {
                Refusal::PinInOtherTrack { person: self.who(declared), track, group }
            } else {
                let pin_track = self.groups[unit.fixed as usize].track as usize;
                Refusal::TogetherInTwoTracks {
                    block: self.whole(unit),
                    tracks: Box::new([
                        [self.who(declared), track],
                        [self.who(by), self.track_name(pin_track)],
                    ]),
                }
            });
        } else if list.is_some_and(|list| !list[unit.fixed as usize]) {
            let (person, block) = (self.who(by), self.whole(unit));
            self.refusals.push(Refusal::PinWithoutLanguage { person, block, group });
        }
    }
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}
