//! Seats a few people in the best way there is, by trying every way that could be better.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::case::{Case, NONE, number};
use super::sizes::pairs;

/// What the search minds, most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sizes<'a> {
    /// Sizes come first: as even as they can be.
    First,
    /// Sizes are given: the people of each group, and how many of those that may grow have one more.
    Given { base: &'a [u32], grows: &'a [bool], extras: u32 },
}

/// Seats units beside the people who sit at `at` already, trying at most so many seats
/// one by one.
/// Returns the group of each unit in the best seating found, if any was, and says whether every way
/// was tried.
pub(super) fn search(
    case: &Case,
    units: &[u32],
    at: &[u32],
    sizes: Sizes,
    nodes: usize,
) -> (Option<Vec<u32>>, bool) {
    let mut search = Search::new(case, units, at, sizes, nodes);
    let complete = search.descend(0);
    (search.best.map(|(_, seats)| seats), complete)
}

struct Search<'a> {
    case: &'a Case<'a>,
    units: &'a [u32],
    sizes: Sizes<'a>,
    size: Vec<u32>,
    extras_left: u32,
    /// Where the counts of each feature's values begin; those that no unit has are not counted.
    rows: Vec<Vec<u32>>,
    counts: Vec<u32>,
    /// How many of each set to be kept apart are in each group.
    apart: Vec<u32>,
    /// Pairs so far: by size, then level by level.
    cost: Vec<u64>,
    /// What the last so many units add to the first entry at least.
    to_come: Vec<u64>,
    seats: Vec<u32>,
    best: Option<(Vec<u64>, Vec<u32>)>,
    nodes: usize,
}

impl<'a> Search<'a> {
    fn new(
        case: &'a Case<'a>,
        units: &'a [u32],
        at: &[u32],
        sizes: Sizes<'a>,
        nodes: usize,
    ) -> Self {
        let extras_left = match sizes {
            Sizes::First => 0,
            Sizes::Given { extras, .. } => extras,
        };
        let mut search = Self {
            case,
            units,
            sizes,
            size: vec![0; case.groups.len()],
            extras_left,
            rows: case.features.iter().map(|feature| vec![NONE; feature.count]).collect(),
            counts: Vec::new(),
            apart: vec![0; case.apart_sets * case.groups.len()],
            cost: vec![0; case.levels + 1],
            to_come: Vec::new(),
            seats: vec![NONE; units.len()],
            best: None,
            nodes,
        };
        for &unit in units {
            for person in case.units[unit as usize].people() {
                for (rows, feature) in search.rows.iter_mut().zip(&case.features) {
                    let value = feature.values[person];
                    if value != NONE && rows[value as usize] == NONE {
                        rows[value as usize] = number(search.counts.len());
                        search.counts.resize(search.counts.len() + case.groups.len(), 0);
                    }
                }
            }
        }
        for (index, unit) in case.units.iter().enumerate() {
            let group = at[unit.first as usize];
            if group != NONE && units.binary_search(&number(index)).is_err() {
                search.put(index, group);
            }
        }
        search.cost[0] = search.size.iter().map(|&size| pairs(u64::from(size))).sum();
        search.to_come = match sizes {
            Sizes::First => search.least_to_come(),
            Sizes::Given { .. } => vec![0; units.len() + 1],
        };
        search
    }

    /// The smallest sum of pairs by size that the last units can add: each person at least as much as
    /// the emptiest seats there are.
    fn least_to_come(&self) -> Vec<u64> {
        let people = |&unit: &u32| self.case.units[unit as usize].size();
        let mut seats: BinaryHeap<Reverse<u32>> = self.size.iter().copied().map(Reverse).collect();
        let mut to_come = vec![0; self.units.len() + 1];
        // The last unit gets the emptiest seats, then the last two, and so on.
        for turn in (0..self.units.len()).rev() {
            to_come[turn] = to_come[turn + 1];
            for _ in 0..people(&self.units[turn]) {
                if let Some(mut emptiest) = seats.peek_mut() {
                    to_come[turn] += u64::from(emptiest.0);
                    emptiest.0 += 1;
                }
            }
        }
        to_come
    }

    fn people(&self, unit: usize) -> std::ops::Range<usize> {
        self.case.units[unit].people()
    }

    fn put(&mut self, unit: usize, group: u32) {
        for person in self.people(unit) {
            let size = &mut self.size[group as usize];
            if self.sizes == Sizes::First {
                self.cost[0] += u64::from(*size);
            }
            *size += 1;
            for (rows, feature) in self.rows.iter().zip(&self.case.features) {
                let row = row(rows, feature.values[person]);
                if row != NONE {
                    let count = &mut self.counts[(row + group) as usize];
                    self.cost[feature.level + 1] += u64::from(*count);
                    *count += 1;
                }
            }
        }
        for &set in &self.case.apart[unit] {
            self.apart[set as usize * self.size.len() + group as usize] += 1;
        }
        self.count_extra(unit, group, true);
    }

    fn take(&mut self, unit: usize, group: u32) {
        self.count_extra(unit, group, false);
        for person in self.people(unit) {
            let size = &mut self.size[group as usize];
            *size -= 1;
            if self.sizes == Sizes::First {
                self.cost[0] -= u64::from(*size);
            }
            for (rows, feature) in self.rows.iter().zip(&self.case.features) {
                let row = row(rows, feature.values[person]);
                if row != NONE {
                    let count = &mut self.counts[(row + group) as usize];
                    *count -= 1;
                    self.cost[feature.level + 1] -= u64::from(*count);
                }
            }
        }
        for &set in &self.case.apart[unit] {
            self.apart[set as usize * self.size.len() + group as usize] -= 1;
        }
    }

    /// Notes that a group has one person more than its base since this unit came.
    fn count_extra(&mut self, unit: usize, group: u32, comes: bool) {
        let Sizes::Given { base, .. } = self.sizes else { return };
        let (base, size) = (base[group as usize], self.size[group as usize]);
        if size > base && size - self.case.units[unit].len <= base {
            self.extras_left =
                if comes { self.extras_left.saturating_sub(1) } else { self.extras_left + 1 };
        }
    }

    fn may(&self, unit: usize, group: u32) -> bool {
        let size = self.size[group as usize].saturating_add(self.case.units[unit].len);
        let of = self.case.groups[group as usize];
        let room = match self.sizes {
            Sizes::First => size <= of.capacity,
            Sizes::Given { base, grows, .. } => {
                let grows = grows[group as usize] && self.extras_left > 0;
                size <= base[group as usize] + u32::from(grows)
            }
        };
        room && self.case.may_sit(unit, group)
            && self.case.apart[unit]
                .iter()
                .all(|&set| self.apart[set as usize * self.size.len() + group as usize] == 0)
    }

    /// Tries every seat of the units from a turn on; says whether none was left out for want of time.
    fn descend(&mut self, turn: usize) -> bool {
        let Some(&unit) = self.units.get(turn) else {
            if self.best.as_ref().is_none_or(|(best, _)| self.cost < *best) {
                self.best = Some((self.cost.clone(), self.seats.clone()));
            }
            return true;
        };
        let unit = unit as usize;
        let Some(nodes) = self.nodes.checked_sub(self.size.len()) else { return false };
        self.nodes = nodes;
        let open: Vec<u32> =
            (0..number(self.size.len())).filter(|&group| self.may(unit, group)).collect();
        let mut options: Vec<(Vec<u64>, u32)> = Vec::new();
        for group in open {
            self.put(unit, group);
            options.push((self.cost.clone(), group));
            self.take(unit, group);
        }
        options.sort_unstable();
        for (mut cost, group) in options {
            cost[0] += self.to_come[turn + 1];
            if self.best.as_ref().is_some_and(|(best, _)| cost >= *best) {
                continue;
            }
            self.put(unit, group);
            self.seats[turn] = group;
            let complete = self.descend(turn + 1);
            self.take(unit, group);
            if !complete {
                return false;
            }
        }
        true
    }
}

fn row(rows: &[u32], value: u32) -> u32 {
    rows.get(value as usize).copied().unwrap_or(NONE)
}
