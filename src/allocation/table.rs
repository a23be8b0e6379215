//! Counts who sits where in a part, and what every change of places costs.

use super::case::{Case, NONE, number};
use super::part::Part;

/// The row of the counts for people who share nothing; its counts mean nothing.
const NOTHING: u32 = 0;

/// Everything about a part that a search needs, side by side in memory.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) groups: usize,
    /// The first person of each unit, and at the end the number of people.
    first: Vec<u32>,
    /// The group of each unit.
    pub(super) at: Vec<u32>,
    /// For each person and feature, where the counts of the person's value begin.
    rows: Vec<u32>,
    width: usize,
    level_of: Vec<usize>,
    /// People of each value in each group.
    counts: Vec<i32>,
    /// Pairs at each level.
    pub(super) cost: Vec<i64>,
    pub(super) size: Vec<u32>,
    base: Vec<u32>,
    may_grow: Vec<bool>,
    /// Units of each group that may move, and where each of them stands in that list.
    pub(super) members: Vec<Vec<u32>>,
    slot: Vec<u32>,
    /// Units that may move.
    pub(super) free: Vec<u32>,
    /// Whether a unit is limited to some groups or kept apart from others.
    pub(super) bound: Vec<bool>,
    lists: Vec<u32>,
    open: Vec<Vec<bool>>,
    apart: Vec<Vec<u32>>,
    apart_counts: Vec<u32>,
}

impl Table {
    /// Makes the table of a part with everybody seated.
    pub(super) fn new(case: &Case, part: &Part, at: &[u32]) -> Self {
        let groups = part.groups.len();
        let units = || part.units.iter().map(|&unit| &case.units[unit as usize]);
        let mut first = vec![0];
        for unit in units() {
            first.push(first[first.len() - 1] + unit.len);
        }
        let mut table = Self {
            groups,
            at: at.to_vec(),
            rows: Vec::new(),
            width: case.features.len(),
            level_of: case.features.iter().map(|feature| feature.level).collect(),
            counts: Vec::new(),
            cost: vec![0; case.levels],
            size: vec![0; groups],
            base: part.sizes.base.clone(),
            may_grow: part.sizes.may_grow.clone(),
            members: vec![Vec::new(); groups],
            slot: vec![0; part.units.len()],
            free: Vec::new(),
            bound: Vec::new(),
            lists: Vec::new(),
            open: Vec::new(),
            apart: Vec::new(),
            apart_counts: Vec::new(),
            first,
        };
        table.number_rows(case, part);
        table.note_rules(case, part);
        for (unit, &group) in at.iter().enumerate() {
            let group = group as usize;
            table.size[group] += table.first[unit + 1] - table.first[unit];
            if case.units[part.units[unit] as usize].is_free() {
                table.free.push(number(unit));
                table.slot[unit] = number(table.members[group].len());
                table.members[group].push(number(unit));
            }
            for &set in &table.apart[unit] {
                table.apart_counts[set as usize * groups + group] += 1;
            }
            for person in table.first[unit] as usize..table.first[unit + 1] as usize {
                table.enter(person, group);
            }
        }
        table
    }

    /// Gives each value that two or more people of the part share its row of counts.
    fn number_rows(&mut self, case: &Case, part: &Part) {
        let people: Vec<usize> =
            (part.units.iter()).flat_map(|&unit| case.units[unit as usize].people()).collect();
        self.rows = vec![NOTHING; people.len() * self.width];
        let mut next = 1;
        for (column, feature) in case.features.iter().enumerate() {
            let mut values: Vec<(u32, usize)> = (people.iter().enumerate())
                .map(|(person, &of)| (feature.values[of], person))
                .filter(|&(value, _)| value != NONE)
                .collect();
            values.sort_unstable();
            for same in values.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
                for &(_, person) in same {
                    self.rows[person * self.width + column] = number(next * self.groups);
                }
                next += 1;
            }
        }
        self.counts = vec![0; next * self.groups];
    }

    fn note_rules(&mut self, case: &Case, part: &Part) {
        let mut sets: Vec<u32> = (part.units.iter())
            .flat_map(|&unit| case.apart[unit as usize].iter().copied())
            .collect();
        sets.sort_unstable();
        sets.dedup();
        self.apart_counts = vec![0; sets.len() * self.groups];
        for &unit in &part.units {
            let own = case.apart[unit as usize].iter();
            self.apart
                .push(own.filter_map(|set| sets.binary_search(set).ok()).map(number).collect());
            let list = case.units[unit as usize].list;
            self.lists.push(list);
            self.bound.push(list != NONE || !case.apart[unit as usize].is_empty());
        }
        let here =
            |list: &Vec<bool>| part.groups.iter().map(|&group| list[group as usize]).collect();
        self.open = case.lists.iter().map(here).collect();
    }

    fn enter(&mut self, person: usize, group: usize) {
        for column in 0..self.width {
            let row = self.rows[person * self.width + column];
            if row != NOTHING {
                let count = &mut self.counts[row as usize + group];
                self.cost[self.level_of[column]] += i64::from(*count);
                *count += 1;
            }
        }
    }

    fn leave(&mut self, person: usize, group: usize) {
        for column in 0..self.width {
            let row = self.rows[person * self.width + column];
            if row != NOTHING {
                let count = &mut self.counts[row as usize + group];
                *count -= 1;
                self.cost[self.level_of[column]] -= i64::from(*count);
            }
        }
    }

    /// With how many others of its group a unit shares a value, level by level.
    pub(super) fn shared(&self, unit: u32) -> Vec<i64> {
        let mut shared = vec![0; self.cost.len()];
        let group = self.at[unit as usize] as usize;
        for person in self.first[unit as usize] as usize..self.first[unit as usize + 1] as usize {
            for (column, &level) in self.level_of.iter().enumerate() {
                let row = self.rows[person * self.width + column];
                if row != NOTHING {
                    shared[level] += i64::from(self.counts[row as usize + group]) - 1;
                }
            }
        }
        shared
    }

    pub(super) fn len(&self, unit: u32) -> usize {
        (self.first[unit as usize + 1] - self.first[unit as usize]) as usize
    }

    /// What it costs, weighted, that two single people change places.
    #[inline]
    pub(super) fn swap_cost(&self, p: u32, q: u32, weights: &[i32]) -> i32 {
        let (from, to) = (self.at[p as usize] as usize, self.at[q as usize] as usize);
        let width = self.width;
        let start = |unit: u32| self.first[unit as usize] as usize * width;
        let ours = &self.rows[start(p)..][..width];
        let theirs = &self.rows[start(q)..][..width];
        let mut total = 0;
        for ((&a, &b), &weight) in ours.iter().zip(theirs).zip(weights) {
            if a == b {
                continue;
            }
            let (x, y) = (a as usize, b as usize);
            let leaves = self.counts[x + to] - self.counts[x + from] + 1;
            let comes = self.counts[y + from] - self.counts[y + to] + 1;
            total += weight * (leaves * i32::from(a != NOTHING) + comes * i32::from(b != NOTHING));
        }
        total
    }

    /// What it costs, weighted, that a single person moves to another group.
    pub(super) fn move_cost(&self, p: u32, to: usize, weights: &[i32]) -> i32 {
        let from = self.at[p as usize] as usize;
        let start = self.first[p as usize] as usize * self.width;
        let rows = &self.rows[start..][..self.width];
        rows.iter()
            .zip(weights)
            .filter(|&(&row, _)| row != NOTHING)
            .map(|(&row, weight)| {
                let row = row as usize;
                weight * (self.counts[row + to] - self.counts[row + from] + 1)
            })
            .sum()
    }

    /// Says whether the lists and sets of two units let them change places.
    pub(super) fn may_swap(&self, p: u32, q: u32) -> bool {
        let (from, to) = (self.at[p as usize] as usize, self.at[q as usize] as usize);
        self.may_enter(p, to, &[q]) && self.may_enter(q, from, &[p])
    }

    /// Says whether a unit's list and sets let it into a group that others leave for it.
    pub(super) fn may_enter(&self, unit: u32, group: usize, leaving: &[u32]) -> bool {
        let unit = unit as usize;
        let list = self.lists[unit];
        (list == NONE || self.open[list as usize][group])
            && self.apart[unit].iter().all(|set| {
                let out = leaving.iter().filter(|&&q| self.apart[q as usize].contains(set)).count();
                self.apart_counts[*set as usize * self.groups + group] as usize == out
            })
    }

    /// Says whether a single person can move from one group to another with sizes as even as before.
    pub(super) fn may_resize(&self, from: usize, to: usize) -> bool {
        self.size[from] > self.base[from] && self.size[to] == self.base[to] && self.may_grow[to]
    }

    /// Lets two single people change places.
    pub(super) fn swap(&mut self, p: u32, q: u32) {
        let (from, to) = (self.at[p as usize], self.at[q as usize]);
        self.shift(p, to as usize);
        self.shift(q, from as usize);
    }

    /// Puts a unit into another group.
    pub(super) fn shift(&mut self, unit: u32, to: usize) {
        let index = unit as usize;
        let from = self.at[index] as usize;
        for person in self.first[index] as usize..self.first[index + 1] as usize {
            self.leave(person, from);
            self.enter(person, to);
        }
        let len = self.first[index + 1] - self.first[index];
        self.size[from] -= len;
        self.size[to] += len;
        self.at[index] = number(to);
        let slot = self.slot[index] as usize;
        self.members[from].swap_remove(slot);
        if let Some(&moved) = self.members[from].get(slot) {
            self.slot[moved as usize] = number(slot);
        }
        self.slot[index] = number(self.members[to].len());
        self.members[to].push(unit);
        for &set in &self.apart[index] {
            self.apart_counts[set as usize * self.groups + from] -= 1;
            self.apart_counts[set as usize * self.groups + to] += 1;
        }
    }

    /// Puts everybody back to where they were.
    pub(super) fn restore(&mut self, at: &[u32]) {
        for (index, &group) in at.iter().enumerate() {
            if self.at[index] != group {
                self.shift(number(index), group as usize);
            }
        }
    }

    /// The weight of each feature, from that of each level.
    pub(super) fn weights(&self, levels: &[i32]) -> Vec<i32> {
        self.level_of.iter().map(|&level| levels[level]).collect()
    }
}
