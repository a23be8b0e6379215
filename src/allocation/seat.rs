//! Seats everybody so that every hard rule holds, or proves that nobody can.

use std::collections::HashMap;

use super::case::{Case, NONE, number};
use super::part::Part;
use super::random::SplitMix64;

/// What came of seating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seated {
    /// The group, as a position in the part, of each unit of the part.
    Yes(Vec<u32>),
    /// No seating keeps the rules.
    Impossible,
    /// None was found, and none was ruled out.
    NotFound,
}

/// Seats a part, trying at most so many seats one by one where there is no plain way.
pub(super) fn seat(case: &Case, part: &Part, nodes: &mut usize, stream: &mut SplitMix64) -> Seated {
    let mut seating = Seating::new(case, part);
    if !seating.put_fixed() {
        return Seated::Impossible;
    }
    let mut easy = Vec::new();
    let mut hard = Vec::new();
    let positions: HashMap<u32, u32> =
        part.units.iter().enumerate().map(|(at, &unit)| (unit, number(at))).collect();
    for unit in part.in_nested_order(case, stream) {
        let at = positions[&unit];
        if case.units[unit as usize].is_free() {
            if seating.is_hard(at) { hard.push(at) } else { easy.push(at) }
        }
    }
    let options = |at: &u32| seating.options(*at).count();
    let keys: HashMap<u32, _> =
        hard.iter().map(|at| (*at, (options(at), usize::MAX - seating.len(*at)))).collect();
    hard.sort_by_key(|at| keys[at]);
    let fixed = seating.clone();
    if !hard.iter().all(|&at| seating.place_well(at)) {
        seating = fixed;
        match seating.search(&mut hard.clone(), nodes) {
            Some(true) => {}
            Some(false) => return Seated::Impossible,
            None => return Seated::NotFound,
        }
    }
    seating.deal(&easy, stream);
    Seated::Yes(seating.at)
}

/// Who sits where so far.
#[derive(Clone)]
struct Seating<'a> {
    case: &'a Case<'a>,
    part: &'a Part,
    /// The group of each unit of the part.
    at: Vec<u32>,
    size: Vec<u32>,
    extras_left: u32,
    /// How many of each set to be kept apart are in each group.
    apart: HashMap<(u32, u32), u32>,
    members: Vec<Vec<u32>>,
}

impl<'a> Seating<'a> {
    fn new(case: &'a Case<'a>, part: &'a Part) -> Self {
        Self {
            case,
            part,
            at: vec![NONE; part.units.len()],
            size: vec![0; part.groups.len()],
            extras_left: part.sizes.extras,
            apart: HashMap::new(),
            members: vec![Vec::new(); part.groups.len()],
        }
    }

    fn unit(&self, at: u32) -> usize {
        self.part.units[at as usize] as usize
    }

    fn len(&self, at: u32) -> usize {
        self.case.units[self.unit(at)].size()
    }

    /// Says whether a rule other than sizes limits where a unit can be.
    fn is_hard(&self, at: u32) -> bool {
        let unit = self.unit(at);
        self.len(at) > 1 || self.case.units[unit].list != NONE || !self.case.apart[unit].is_empty()
    }

    /// Puts everybody who has to be in a group there; says whether there is room.
    fn put_fixed(&mut self) -> bool {
        for at in 0..number(self.part.units.len()) {
            if let Some(group) = self.part.fixed(self.case, self.part.units[at as usize]) {
                self.put(at, group);
            }
        }
        let over = |group: usize| self.size[group] > self.part.sizes.most(group);
        let grown = |group: &usize| self.size[*group] > self.part.sizes.base[*group];
        let grown = (0..self.size.len()).filter(grown).count();
        !(0..self.size.len()).any(over) && grown <= self.part.sizes.extras as usize
    }

    fn put(&mut self, at: u32, group: usize) {
        let before = self.size[group] > self.part.sizes.base[group];
        self.size[group] += number(self.len(at));
        if !before && self.size[group] > self.part.sizes.base[group] {
            self.extras_left = self.extras_left.saturating_sub(1);
        }
        self.at[at as usize] = number(group);
        self.members[group].push(at);
        for &set in &self.case.apart[self.unit(at)] {
            *self.apart.entry((set, number(group))).or_default() += 1;
        }
    }

    fn take(&mut self, at: u32) {
        let group = self.at[at as usize] as usize;
        let before = self.size[group] > self.part.sizes.base[group];
        self.size[group] -= number(self.len(at));
        if before && self.size[group] <= self.part.sizes.base[group] {
            self.extras_left += 1;
        }
        self.at[at as usize] = NONE;
        self.members[group].retain(|&member| member != at);
        for &set in &self.case.apart[self.unit(at)] {
            if let Some(count) = self.apart.get_mut(&(set, number(group))) {
                *count -= 1;
            }
        }
    }

    fn has_room(&self, group: usize, people: usize) -> bool {
        let size = self.size[group] as usize + people;
        let base = self.part.sizes.base[group] as usize;
        let grows = self.part.sizes.may_grow[group]
            && (self.extras_left > 0 || self.size[group] as usize > base);
        size <= base + usize::from(grows)
    }

    /// Says whether rules other than sizes let a unit into a group.
    fn may(&self, at: u32, group: usize) -> bool {
        let unit = self.unit(at);
        self.case.may_sit(unit, self.part.groups[group])
            && self.case.apart[unit]
                .iter()
                .all(|&set| self.apart.get(&(set, number(group))).is_none_or(|&count| count == 0))
    }

    fn options(&self, at: u32) -> impl Iterator<Item = usize> {
        let people = self.len(at);
        (0..self.size.len())
            .filter(move |&group| self.has_room(group, people) && self.may(at, group))
    }

    /// Seats a unit where it shares least, making room by moving single people on if need be.
    fn place_well(&mut self, at: u32) -> bool {
        let best = self.options(at).min_by_key(|&group| (self.shared(at, group), self.size[group]));
        if let Some(group) = best {
            self.put(at, group);
            return true;
        }
        self.len(at) == 1 && self.push_through(at)
    }

    /// How much a unit shares with those in a group.
    fn shared(&self, at: u32, group: usize) -> usize {
        let people = || self.members[group].iter();
        let own = self.case.units[self.unit(at)].first as usize;
        self.case
            .features
            .iter()
            .filter(|feature| feature.values[own] != NONE)
            .map(|feature| {
                let same = |at: &&u32| {
                    let unit = &self.case.units[self.unit(**at)];
                    feature.values[unit.first as usize] == feature.values[own]
                };
                people().filter(same).count()
            })
            .sum()
    }

    /// Seats one person by a chain of moves, each making room for the one before.
    fn push_through(&mut self, at: u32) -> bool {
        let groups = self.size.len();
        let mut from: Vec<Option<(usize, u32)>> = vec![None; groups];
        let mut queue: Vec<usize> = Vec::new();
        let mut seen = vec![false; groups];
        for group in (0..groups).filter(|&group| self.may(at, group)) {
            seen[group] = true;
            queue.push(group);
        }
        let mut next = 0;
        while next < queue.len() {
            let group = queue[next];
            next += 1;
            for &member in &self.members[group] {
                let unit = &self.case.units[self.unit(member)];
                if unit.len > 1 || !unit.is_free() {
                    continue;
                }
                for to in 0..groups {
                    if seen[to] || !self.may(member, to) {
                        continue;
                    }
                    seen[to] = true;
                    from[to] = Some((group, member));
                    if self.has_room(to, 1) {
                        self.shift_along(&from, to, at);
                        return self.at[at as usize] != NONE;
                    }
                    queue.push(to);
                }
            }
        }
        false
    }

    fn shift_along(&mut self, from: &[Option<(usize, u32)>], end: usize, at: u32) {
        let mut to = end;
        let mut chain = Vec::new();
        while let Some((group, member)) = from[to] {
            chain.push((member, group, to));
            to = group;
        }
        for &(member, _, to) in &chain {
            self.take(member);
            self.put(member, to);
        }
        // Somebody along the chain may have met a person to stay apart from.
        let clash = chain.iter().any(|&(member, _, to)| self.clashes(member, to));
        if clash || !self.may(at, to) {
            for &(member, group, _) in chain.iter().rev() {
                self.take(member);
                self.put(member, group);
            }
            return;
        }
        self.put(at, to);
    }

    fn clashes(&self, at: u32, group: usize) -> bool {
        let sets = &self.case.apart[self.unit(at)];
        sets.iter().any(|&set| self.apart.get(&(set, number(group))).is_some_and(|&n| n > 1))
    }

    /// Tries every way to seat the units that rules limit, the most limited first. Nothing if that
    /// takes too long.
    fn search(&mut self, left: &mut Vec<u32>, nodes: &mut usize) -> Option<bool> {
        let most_limited = (0..left.len()).min_by_key(|&index| {
            let at = left[index];
            (self.options(at).count(), usize::MAX - self.len(at), at)
        });
        let Some(index) = most_limited else { return Some(true) };
        let at = left.swap_remove(index);
        let options: Vec<usize> = self.options(at).collect();
        let mut tried: Vec<usize> = Vec::new();
        for group in options {
            // An empty group like another empty group that was no good is no good either.
            if tried.iter().any(|&other| self.alike(group, other)) {
                continue;
            }
            tried.push(group);
            *nodes = nodes.checked_sub(1)?;
            self.put(at, group);
            if self.search(left, nodes)? {
                return Some(true);
            }
            self.take(at);
        }
        left.push(at);
        Some(false)
    }

    fn alike(&self, a: usize, b: usize) -> bool {
        let sizes = &self.part.sizes;
        self.members[a].is_empty()
            && self.members[b].is_empty()
            && sizes.base[a] == sizes.base[b]
            && sizes.may_grow[a] == sizes.may_grow[b]
            && self.case.lists.iter().all(|list| {
                list[self.part.groups[a] as usize] == list[self.part.groups[b] as usize]
            })
    }

    /// Deals everybody who can be anywhere, one after another to the groups in turn. There is room:
    /// sizes add up to the number of people.
    fn deal(&mut self, easy: &[u32], stream: &mut SplitMix64) {
        let mut turns: Vec<usize> = (0..self.size.len()).collect();
        stream.shuffle(&mut turns);
        let mut next = 0;
        for &at in easy {
            while !turns.is_empty() {
                let group = turns[next % turns.len()];
                if self.has_room(group, 1) {
                    self.put(at, group);
                    next = next % turns.len() + 1;
                    break;
                }
                // A group that is full now stays full.
                let full = next % turns.len();
                turns.remove(full);
                next = full;
            }
        }
    }
}
