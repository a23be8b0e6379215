//! The fewest pairs there can be: bounds that no assignment which keeps the rules can beat.
//!
//! Each value of each attribute is looked at alone and each track alone. Leaving rules out can only
//! lower a bound, so every shortcut here leaves rules out.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::case::{Case, NONE, number};
use super::part::Part;
use super::sizes::{even_pairs, pairs};
use super::spread::{self, Row};

/// Keeps the greater of two bounds, number by number.
fn greater(best: &mut [u64], other: Vec<u64>) {
    for (best, other) in best.iter_mut().zip(other) {
        *best = (*best).max(other);
    }
}

/// The people of one value who have to be in one track, or could be.
#[derive(Debug, Clone, Default)]
pub(super) struct Share {
    /// The groups of those who have to be in one.
    pub(super) fixed: Vec<u32>,
    /// How many of them are in each block of people who stay together.
    pub(super) blocks: Vec<u32>,
    /// Those who are in no block.
    pub(super) singles: u32,
    /// Those whose track is not settled.
    pub(super) open: u32,
    /// How many of those who do not have to be in one group are limited to a list of groups.
    limited: Vec<(u32, u32)>,
}

impl Share {
    /// Adds so many people of one unit: to the group they have to be in, or to the others, who may be
    /// limited to a list of groups.
    pub(super) fn add(&mut self, fixed: u32, list: u32, people: usize) {
        if fixed != NONE {
            self.fixed.extend(std::iter::repeat_n(fixed, people));
            return;
        }
        if list != NONE {
            self.limited.push((list, number(people)));
        }
        if people > 1 {
            self.blocks.push(number(people));
        } else {
            self.singles += 1;
        }
    }

    /// The fewest pairs with none to all of the open people in this track.
    ///
    /// Convex: each further person costs at least as much as the one before. `speaks` says which groups
    /// a list leaves.
    pub(super) fn costs(
        &self,
        groups: usize,
        room: Option<&[u32]>,
        speaks: impl Fn(u32, usize) -> bool,
    ) -> Vec<u64> {
        let plain = self.fixed.is_empty() && self.blocks.is_empty() && self.limited.is_empty();
        if plain && room.is_none() {
            let people = u64::from(self.singles);
            let more = 0..=u64::from(self.open);
            return more.map(|more| even_pairs(people + more, groups as u64)).collect();
        }
        let mut start = vec![0_u32; groups];
        for &group in &self.fixed {
            start[group as usize] += 1;
        }
        let people = self.singles + self.blocks.iter().sum::<u32>();
        let mut best = self.poured(&start, &[], people, room);
        // Blocks of one length on the emptiest groups first are best; longer ones are cut to that
        // length, and shorter ones to single people.
        let mut lengths = self.blocks.clone();
        lengths.sort_unstable();
        lengths.dedup();
        for length in lengths.into_iter().filter(|&length| length > 1) {
            let whole: u32 = self.blocks.iter().map(|block| block / length).sum();
            let blocks = vec![length; whole as usize];
            greater(&mut best, self.poured(&start, &blocks, people - whole * length, None));
        }
        // People whom a list limits are poured into its groups first, with those whom a shorter list
        // limits: where that is a limit, nobody else comes there.
        let mut lists: Vec<u32> = self.limited.iter().map(|limited| limited.0).collect();
        lists.sort_unstable();
        lists.dedup();
        for list in lists {
            let within = |&&(other, _): &&(u32, u32)| {
                (0..groups).all(|group| !speaks(other, group) || speaks(list, group))
            };
            let limited = self.limited.iter().filter(within).map(|limited| limited.1).sum();
            let (mut start, mut room) = (start.clone(), room.map(<[u32]>::to_vec));
            for _ in 0..limited {
                let has_room = |&group: &usize| room.as_ref().is_none_or(|room| room[group] > 0);
                let open = (0..groups).filter(|&group| speaks(list, group)).filter(has_room);
                // Where there is no seat for all of them, there is nothing to bound.
                let Some(group) = open.min_by_key(|&group| start[group]) else { return best };
                start[group] += 1;
                if let Some(room) = &mut room {
                    room[group] -= 1;
                }
            }
            greater(&mut best, self.poured(&start, &[], people - limited, room.as_deref()));
        }
        best
    }

    /// Pours blocks and then people into the emptiest groups that have room.
    fn poured(
        &self,
        start: &[u32],
        blocks: &[u32],
        singles: u32,
        room: Option<&[u32]>,
    ) -> Vec<u64> {
        let mut total: u64 = start.iter().map(|&people| pairs(u64::from(people))).sum();
        let left = |group: usize| room.map_or(NONE, |room| room[group]);
        let mut heap: BinaryHeap<Reverse<(u32, u32)>> = (start.iter().enumerate())
            .filter(|&(group, _)| left(group) > 0)
            .map(|(group, &people)| Reverse((people, left(group))))
            .collect();
        let mut costs = Vec::with_capacity(self.open as usize + 1);
        let ones = (singles + self.open) as usize;
        for (turn, &length) in blocks.iter().chain(std::iter::repeat_n(&1, ones)).enumerate() {
            if turn >= blocks.len() + singles as usize {
                costs.push(total);
            }
            // Where no room is left nobody can be, and no bound is asked for.
            let Some(Reverse((people, left))) = heap.pop() else { continue };
            total += u64::from(people) * u64::from(length) + pairs(u64::from(length));
            if left > length {
                let left = if left == NONE { NONE } else { left - length };
                heap.push(Reverse((people + length, left)));
            }
        }
        costs.push(total);
        costs
    }
}

/// The fewest pairs that the people of a part can have at each level, by the people who are in its
/// track by `chosen`. Values are spread at once where groups differ in size, or if it is to be `exact`.
pub(super) fn of_part(case: &Case, part: &Part, chosen: &[u32], exact: bool) -> Vec<u64> {
    let track = part.groups.first().map_or(NONE, |&group| case.groups[group as usize].track);
    let present = |person: &usize| chosen[*person] == track;
    let room = room(case, part, present);
    let at_once = exact || part.sizes.base.windows(2).any(|pair| pair[0] != pair[1]);
    let only: Vec<u32> =
        part.units.iter().map(|&unit| part.only(case, unit).map_or(NONE, number)).collect();
    let mut bounds = vec![0; case.levels];
    // Each person's value, unit and group to be in; those who share nothing last.
    let mut own: Vec<(u32, u32, u32)> = Vec::new();
    for feature in &case.features {
        own.clear();
        for (&unit, &only) in part.units.iter().zip(&only) {
            let people = case.units[unit as usize].people().filter(present);
            own.extend(people.map(|person| (feature.values[person], only, unit)));
        }
        own.sort_unstable();
        let mut bound = 0;
        let mut rows = Vec::new();
        let values = own.chunk_by(|a, b| a.0 == b.0);
        for same in values.filter(|same| at_once || same[0].0 != NONE) {
            let mut share = Share::default();
            for unit in same.chunk_by(|a, b| a.2 == b.2 && a.1 == b.1) {
                let (_, only, of) = unit[0];
                share.add(only, case.units[of as usize].list, unit.len());
            }
            if same[0].0 != NONE {
                let speaks =
                    |list: u32, at: usize| case.lists[list as usize][part.groups[at] as usize];
                bound += share.costs(part.groups.len(), room.as_deref(), speaks)[0];
            }
            let loose = share.singles + share.blocks.iter().sum::<u32>();
            rows.push(Row { fixed: share.fixed, loose });
        }
        if at_once {
            if own.last().is_none_or(|last| last.0 != NONE) {
                rows.push(Row::default());
            }
            bound = bound.max(spread::fewest(&part.sizes, &rows).unwrap_or(0));
        }
        bounds[feature.level] += bound;
    }
    bounds
}

/// The room that each group has beside those who have to be in it; nothing where it cannot matter.
fn room(case: &Case, part: &Part, present: impl Fn(&usize) -> bool) -> Option<Vec<u32>> {
    let mut room: Vec<u32> = (0..part.groups.len()).map(|group| part.sizes.most(group)).collect();
    let mut limited = part.groups.iter().any(|&group| case.groups[group as usize].capacity != NONE);
    for &unit in &part.units {
        if let Some(group) = part.only(case, unit) {
            let people = case.units[unit as usize].people().filter(&present).count();
            room[group] = room[group].saturating_sub(number(people));
            limited = true;
        }
    }
    limited.then_some(room)
}
