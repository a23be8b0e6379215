//! Takes a track with many groups apart into pieces that can be searched one by one.
//!
//! Groups are halved again and again. People without rules of their own change places between the
//! halves until each value is spread over them so that pieces at their own bounds make up a whole at
//! its bound.

use std::iter;
use std::ops::Range;
use std::thread;

use super::anneal::{self, Budget};
use super::bounds;
use super::case::{Case, NONE, number};
use super::judge;
use super::part::Part;
use super::random::SplitMix64;
use super::sizes::{Sizes, even_pairs};
use super::table::Table;

/// A piece has about so many groups.
const GROUPS: usize = 12;
/// A track of fewer people is searched as a whole.
const WHOLE: usize = 600;
/// How long a whole track is searched, a piece, and pieces that are joined. Steps are for each person.
const TRACK: Budget = Budget { steps: 400, goes: 6, cold: false };
const FIRST: Budget = Budget { steps: 400, goes: 3, cold: false };
const AGAIN: Budget = Budget { steps: 600, goes: 2, cold: true };
/// How often pieces that are not at their bound are joined with others and searched again.
const JOINED: usize = 4;
/// Changes tried between two halves for each person in them.
const BETWEEN: usize = 16;

/// Searches a part for a better seating than the one given, as a whole or in pieces.
pub(super) fn improve(case: &Case, part: &Part, seats: &mut [u32], chosen: &[u32], seed: u64) {
    let groups = part.groups.len();
    if part.units.len() < WHOLE || groups < 2 * GROUPS {
        let piece = Piece { groups: iter::once(0..groups).collect(), own: Vec::new(), seed };
        let (found, _) = piece.search(case, part, seats, chosen, TRACK);
        for (unit, group) in found {
            seats[unit as usize] = group;
        }
        return;
    }
    let mut stream = SplitMix64::new(seed);
    let units: Vec<u32> = (0..number(part.units.len())).collect();
    let mut ranges = Vec::new();
    Halves::new(case, part, seats).divide(units, 0..groups, &mut ranges, &mut stream);
    let piece = |(index, own): (u64, Vec<usize>)| Piece {
        groups: own.iter().map(|&own| ranges[own].clone()).collect(),
        own,
        seed: SplitMix64::branch(seed, index).next(),
    };
    let mut pieces: Vec<Piece> =
        (0..).zip((0..ranges.len()).map(|own| vec![own])).map(piece).collect();
    for round in 0..=JOINED {
        let budget = if round == 0 { FIRST } else { AGAIN };
        let mut left = search_all(case, part, seats, chosen, &pieces, budget);
        if left.is_empty() {
            if is_best(case, part, seats, chosen) {
                return;
            }
            // Halves were not as even as they might be, so all pieces are to be joined.
            left = (0..ranges.len()).collect();
        }
        // Each piece that is left is searched with another one, in each round with a different one.
        let mut used = vec![false; ranges.len()];
        let mut joined = Vec::new();
        for own in left {
            let other = |step: usize| (own + round + step) % ranges.len();
            let free = |step: &usize| other(*step) != own && !used[other(*step)];
            if used[own] {
                continue;
            }
            let Some(step) = (1..=ranges.len()).find(free) else { continue };
            let other = other(step);
            (used[own], used[other]) = (true, true);
            joined.push(vec![own.min(other), own.max(other)]);
        }
        let first = (round as u64 + 1) << 32;
        pieces = (first..).zip(joined).map(piece).collect();
    }
}

/// Says whether a whole part is at its bound.
fn is_best(case: &Case, part: &Part, seats: &[u32], chosen: &[u32]) -> bool {
    let mut at = vec![NONE; case.input.len()];
    for (&unit, &group) in part.units.iter().zip(seats) {
        at[case.units[unit as usize].people()].fill(part.groups[group as usize]);
    }
    judge::costs(case, &at) == bounds::of_part(case, part, chosen, false)
}

/// Searches pieces on two threads and takes over what they find. Returns those not at their bound.
fn search_all(
    case: &Case,
    part: &Part,
    seats: &mut [u32],
    chosen: &[u32],
    pieces: &[Piece],
    budget: Budget,
) -> Vec<usize> {
    let search = |piece: &Piece| piece.search(case, part, seats, chosen, budget);
    let found = in_two(pieces, &search);
    let mut left = Vec::new();
    for (piece, (found, done)) in pieces.iter().zip(found) {
        for (unit, group) in found {
            seats[unit as usize] = group;
        }
        if !done {
            left.extend(&piece.own);
        }
    }
    left
}

/// Works on a list with two threads; the answers come in the order of the list.
pub(super) fn in_two<T: Sync, A: Send>(list: &[T], work: &(impl Fn(&T) -> A + Sync)) -> Vec<A> {
    let (first, second) = list.split_at(list.len() / 2);
    thread::scope(|scope| {
        let other = scope.spawn(|| first.iter().map(work).collect::<Vec<A>>());
        let second: Vec<A> = second.iter().map(work).collect();
        // A thread that came to grief is taken up here once more.
        let mut all = other.join().unwrap_or_else(|_| first.iter().map(work).collect());
        all.extend(second);
        all
    })
}

/// Some groups of a part.
struct Piece {
    groups: Vec<Range<usize>>,
    /// The numbers of the pieces that it is joined of.
    own: Vec<usize>,
    seed: u64,
}

impl Piece {
    /// Searches for better seats of the units in these groups; says whether they are at their bound.
    fn search(
        &self,
        case: &Case,
        part: &Part,
        seats: &[u32],
        chosen: &[u32],
        budget: Budget,
    ) -> (Vec<(u32, u32)>, bool) {
        let groups: Vec<usize> = self.groups.iter().cloned().flatten().collect();
        let mut local = vec![NONE; part.groups.len()];
        for (index, &group) in groups.iter().enumerate() {
            local[group] = number(index);
        }
        let units: Vec<u32> = (0..number(part.units.len()))
            .filter(|&unit| local[seats[unit as usize] as usize] != NONE)
            .collect();
        let own: Vec<u32> =
            units.iter().map(|&unit| local[seats[unit as usize] as usize]).collect();
        let mut size = vec![0; groups.len()];
        for (&unit, &group) in units.iter().zip(&own) {
            size[group as usize] += case.units[part.units[unit as usize] as usize].len;
        }
        let base: Vec<u32> = groups.iter().map(|&group| part.sizes.base[group]).collect();
        let extras = size.iter().zip(&base).filter(|(size, base)| size > base).count();
        let piece = Part {
            units: units.iter().map(|&unit| part.units[unit as usize]).collect(),
            groups: groups.iter().map(|&group| part.groups[group]).collect(),
            sizes: Sizes {
                base,
                may_grow: groups.iter().map(|&group| part.sizes.may_grow[group]).collect(),
                extras: number(extras),
            },
        };
        let bounds = bounds::of_part(case, &piece, chosen, false);
        let mut table = Table::new(case, &piece, &own);
        let budget = Budget { steps: budget.steps * piece.units.len() + 20_000, ..budget };
        let done = anneal::improve(&mut table, &bounds, budget, &mut SplitMix64::new(self.seed));
        let seats = table.at.iter().map(|&group| number(groups[group as usize]));
        (units.into_iter().zip(seats).collect(), done)
    }
}

/// Two halves of some groups with how many people of each value are in each.
struct Halves<'a> {
    case: &'a Case<'a>,
    part: &'a Part,
    seats: &'a mut [u32],
    counts: [Vec<Vec<u32>>; 2],
}

impl<'a> Halves<'a> {
    fn new(case: &'a Case<'a>, part: &'a Part, seats: &'a mut [u32]) -> Self {
        let none = || case.features.iter().map(|feature| vec![0; feature.count]).collect();
        Self { case, part, seats, counts: [none(), none()] }
    }

    /// Divides groups until the pieces are small, and lists these.
    fn divide(
        &mut self,
        units: Vec<u32>,
        groups: Range<usize>,
        pieces: &mut Vec<Range<usize>>,
        stream: &mut SplitMix64,
    ) {
        if groups.len() < 2 * GROUPS {
            pieces.push(groups);
            return;
        }
        let middle = groups.start + groups.len() / 2;
        self.balance(&units, &groups, middle, stream);
        let (first, second): (Vec<u32>, Vec<u32>) =
            units.into_iter().partition(|&unit| (self.seats[unit as usize] as usize) < middle);
        self.divide(first, groups.start..middle, pieces, stream);
        self.divide(second, middle..groups.end, pieces, stream);
    }

    fn people(&self, unit: u32) -> Range<usize> {
        self.case.units[self.part.units[unit as usize] as usize].people()
    }

    /// Counts a unit in one half, or no longer.
    fn count(&mut self, unit: u32, half: usize, comes: bool) {
        for person in self.people(unit) {
            for (counts, feature) in self.counts[half].iter_mut().zip(&self.case.features) {
                let value = feature.values[person];
                if value != NONE {
                    let count = &mut counts[value as usize];
                    *count = if comes { *count + 1 } else { *count - 1 };
                }
            }
        }
    }

    /// Lets people change places between two halves until each value is spread evenly.
    fn balance(
        &mut self,
        units: &[u32],
        groups: &Range<usize>,
        middle: usize,
        stream: &mut SplitMix64,
    ) {
        let mut easy = [Vec::new(), Vec::new()];
        for &unit in units {
            let half = usize::from(self.seats[unit as usize] as usize >= middle);
            self.count(unit, half, true);
            let index = self.part.units[unit as usize] as usize;
            let of = &self.case.units[index];
            let limited = of.list != NONE || !self.case.apart[index].is_empty();
            if of.is_free() && of.len == 1 && !limited {
                easy[half].push(unit);
            }
        }
        let sizes =
            [middle - groups.start, groups.end - middle].map(|size| i64::from(number(size)));
        let mut excess = self.excess(units, sizes);
        let [first, second] = &mut easy;
        if !first.is_empty() && !second.is_empty() {
            for change in 0..BETWEEN * units.len() {
                if excess == 0 && change >= units.len() {
                    break;
                }
                let (a, b) = (stream.below(first.len()), stream.below(second.len()));
                let (p, q) = (first[a], second[b]);
                let (pairs, evenness) = self.swap_cost(p, q, sizes);
                if (pairs, evenness) <= (0, 0) {
                    excess += pairs;
                    self.seats.swap(p as usize, q as usize);
                    (first[a], second[b]) = (q, p);
                    for (unit, from, to) in [(p, 0, 1), (q, 1, 0)] {
                        self.count(unit, from, false);
                        self.count(unit, to, true);
                    }
                }
            }
        }
        for &unit in units {
            let half = usize::from(self.seats[unit as usize] as usize >= middle);
            self.count(unit, half, false);
        }
    }

    /// How many more pairs there have to be in the halves than in the whole.
    fn excess(&self, units: &[u32], sizes: [i64; 2]) -> i64 {
        let [a, b] = sizes.map(i64::cast_unsigned);
        let mut excess = 0;
        for (column, feature) in self.case.features.iter().enumerate() {
            let mut values: Vec<u32> = (units.iter())
                .flat_map(|&unit| self.people(unit))
                .map(|person| feature.values[person])
                .filter(|&value| value != NONE)
                .collect();
            values.sort_unstable();
            values.dedup();
            for value in values {
                let [x, y] =
                    [0, 1].map(|half| u64::from(self.counts[half][column][value as usize]));
                excess += even_pairs(x, a) + even_pairs(y, b) - even_pairs(x + y, a + b);
            }
        }
        excess.cast_signed()
    }

    /// What it costs in pairs, and in evenness of halves, that two people change halves.
    fn swap_cost(&self, one: u32, other: u32, sizes: [i64; 2]) -> (i64, i64) {
        let people = [self.people(one).start, self.people(other).start];
        let (mut pairs, mut evenness) = (0, 0);
        for (column, feature) in self.case.features.iter().enumerate() {
            let values = people.map(|person| feature.values[person]);
            if values[0] == values[1] {
                continue;
            }
            for (from, value) in values.into_iter().enumerate().filter(|own| own.1 != NONE) {
                let to = 1 - from;
                let count = |half: usize| i64::from(self.counts[half][column][value as usize]);
                pairs += count(to) / sizes[to] - (count(from) - 1) / sizes[from];
                evenness += (2 * count(to) + 1) * sizes[from] - (2 * count(from) - 1) * sizes[to];
            }
        }
        (pairs, evenness)
    }
}
