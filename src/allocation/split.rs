//! Chooses the tracks of those who declared none, so that the bounds of all tracks together are
//! lowest.

use std::ops::RangeInclusive;

use super::bounds::Share;
use super::case::{Case, NONE, Unit, number};
use super::column::Column;
use super::random::SplitMix64;
use super::sizes;

/// Up to so many units every choice is tried.
const ENUMERATED: usize = 14;
/// Up to so many choices are listed if the best one cannot be seated; of more, so many are drawn.
const LISTED: usize = 4096;
const DRAWN: usize = 50;
/// What stands for a choice for which there are no seats.
const NO_SEATS: i64 = 1 << 40;

/// Says whether a unit's track is for the engine to choose.
fn is_open(unit: &Unit) -> bool {
    unit.track == NONE
}

/// What it costs at each level to have more or fewer of the open people in each track.
pub(super) struct Split<'a> {
    case: &'a Case<'a>,
    /// The open units.
    pub(super) units: Vec<u32>,
    /// The tracks that each of them may be in.
    options: Vec<Vec<u32>>,
    columns: Vec<Column>,
    /// The track of each open unit.
    pub(super) track: Vec<u32>,
    /// Pairs at each level among people who share a value with an open one; before them the pairs of
    /// people whoever they are, for even sizes.
    cost: Vec<i64>,
    /// Pairs at each level among the others.
    rest: Vec<u64>,
}

impl<'a> Split<'a> {
    /// Takes stock of the people whom `chosen` puts in a track, the open ones where it says.
    pub(super) fn new(case: &'a Case<'a>, chosen: &[u32]) -> Self {
        let here = |unit: &Unit| unit.people().find(|&person| chosen[person] != NONE);
        let units: Vec<u32> = (0..case.units.len())
            .filter(|&unit| is_open(&case.units[unit]) && here(&case.units[unit]).is_some())
            .map(number)
            .collect();
        let may = |unit: u32, track: usize| {
            case.tracks[track].clone().any(|group| case.may_sit(unit as usize, number(group)))
        };
        let options: Vec<Vec<u32>> = (units.iter())
            .map(|&unit| (0..case.tracks.len()).filter(|&t| may(unit, t)).map(number).collect())
            .collect();
        let of = |&unit: &u32| here(&case.units[unit as usize]).map_or(0, |person| chosen[person]);
        let mut split = Self {
            case,
            track: units.iter().map(of).collect(),
            units,
            options,
            columns: Vec::new(),
            cost: vec![0; case.levels + 1],
            rest: vec![0; case.levels],
        };
        let sizes = split.sizes(chosen);
        split.columns.push(sizes);
        for feature in 0..case.features.len() {
            let column = split.column(feature, chosen);
            split.columns.push(column);
        }
        for column in &mut split.columns {
            for (values, &track) in column.values.iter().zip(&split.track) {
                for &value in values {
                    column.taken[value as usize][track as usize] += 1;
                }
            }
            for (taken, costs) in column.taken.iter().zip(&column.costs) {
                let costs = taken.iter().zip(costs).map(|(&taken, costs)| costs[taken]);
                split.cost[column.level] += costs.sum::<i64>();
            }
        }
        split
    }

    /// The sizes of the groups as if all people shared one value.
    fn sizes(&self, chosen: &[u32]) -> Column {
        let present = |person: &usize| chosen[*person] != NONE;
        let here = |unit: &Unit| unit.people().filter(present).count();
        let mut settled = vec![0; self.case.tracks.len()];
        for unit in self.case.units.iter().filter(|unit| !is_open(unit)) {
            settled[unit.track as usize] += here(unit);
        }
        let values: Vec<Vec<u32>> =
            self.units.iter().map(|&u| vec![0; here(&self.case.units[u as usize])]).collect();
        let open = values.iter().map(Vec::len).sum();
        let costs = |track: usize| {
            let pairs = |more: usize| {
                let pairs = sizes::pairs_of_track(self.case, track, settled[track] + more);
                pairs.map_or(NO_SEATS, u64::cast_signed)
            };
            (0..=open).map(pairs).collect()
        };
        let tracks = self.case.tracks.len();
        let costs = if open == 0 { Vec::new() } else { vec![(0..tracks).map(costs).collect()] };
        Column { level: 0, values, taken: vec![vec![0; tracks]; costs.len()], costs }
    }

    fn column(&mut self, feature: usize, chosen: &[u32]) -> Column {
        let feature = &self.case.features[feature];
        let tracks = self.case.tracks.len();
        let rooms: Vec<Option<Vec<u32>>> =
            (0..tracks).map(|track| self.room(track, chosen)).collect();
        let shares = self.shares(&feature.values, feature.count, chosen);
        let mut numbers = vec![NONE; feature.count];
        let mut costs = Vec::new();
        for (value, tracks) in shares.iter().enumerate() {
            let own = |(track, share): (usize, &Share)| {
                let range = &self.case.tracks[track];
                let speaks =
                    |list: u32, at: usize| self.case.lists[list as usize][range.start + at];
                share.costs(range.len(), rooms[track].as_deref(), speaks)
            };
            let own: Vec<Vec<u64>> = tracks.iter().enumerate().map(own).collect();
            if tracks[0].open == 0 {
                self.rest[feature.level] += own.iter().map(|costs| costs[0]).sum::<u64>();
                continue;
            }
            numbers[value] = number(costs.len());
            let signed = |costs: Vec<u64>| costs.into_iter().map(u64::cast_signed).collect();
            costs.push(own.into_iter().map(signed).collect());
        }
        let value = |person: usize| feature.values[person];
        let values = self.units.iter().map(|&unit| {
            let people = self.case.units[unit as usize].people();
            let people = people.filter(|&person| chosen[person] != NONE && value(person) != NONE);
            people.map(|person| numbers[value(person) as usize]).collect()
        });
        Column {
            level: feature.level + 1,
            values: values.collect(),
            taken: vec![vec![0; tracks]; costs.len()],
            costs,
        }
    }

    /// The room that each group of a track has whatever tracks are chosen; nothing for no limit.
    fn room(&self, track: usize, chosen: &[u32]) -> Option<Vec<u32>> {
        let range = self.case.tracks[track].clone();
        let groups = &self.case.groups[range.clone()];
        groups.iter().any(|group| group.capacity != NONE).then(|| {
            let mut room: Vec<u32> = groups.iter().map(|group| group.capacity).collect();
            for unit in self.case.units.iter().filter(|unit| !unit.is_free()) {
                let group = unit.fixed as usize;
                if range.contains(&group) && room[group - range.start] != NONE {
                    let here = unit.people().filter(|&person| chosen[person] == number(track));
                    let room = &mut room[group - range.start];
                    *room = room.saturating_sub(number(here.count()));
                }
            }
            room
        })
    }

    /// The people of each value in each track.
    fn shares(&self, values: &[u32], count: usize, chosen: &[u32]) -> Vec<Vec<Share>> {
        let mut shares = vec![vec![Share::default(); self.case.tracks.len()]; count];
        let mut own: Vec<(u32, u32)> = Vec::new();
        for unit in &self.case.units {
            own.clear();
            let people = unit.people().filter(|&person| chosen[person] != NONE);
            own.extend(people.map(|p| (values[p], chosen[p])).filter(|own| own.0 != NONE));
            own.sort_unstable();
            for same in own.chunk_by(|a, b| a == b) {
                let (tracks, track) = (&mut shares[same[0].0 as usize], same[0].1 as usize);
                if is_open(unit) {
                    for share in tracks {
                        share.open += number(same.len());
                    }
                    continue;
                }
                let range = &self.case.tracks[track];
                let fixed = !unit.is_free() && range.contains(&(unit.fixed as usize));
                let group = if fixed { unit.fixed - number(range.start) } else { NONE };
                tracks[track].add(group, unit.list, same.len());
            }
        }
        shares
    }

    /// Puts an open unit into a track.
    fn put(&mut self, index: usize, to: u32) {
        let from = std::mem::replace(&mut self.track[index], to) as usize;
        let to = to as usize;
        for column in &mut self.columns {
            for &value in &column.values[index] {
                let (taken, costs) =
                    (&mut column.taken[value as usize], &column.costs[value as usize]);
                let cost = &mut self.cost[column.level];
                *cost -= costs[from][taken[from]] + costs[to][taken[to]];
                taken[from] -= 1;
                taken[to] += 1;
                *cost += costs[from][taken[from]] + costs[to][taken[to]];
            }
        }
    }

    /// Chooses, and returns the track of each open unit.
    pub(super) fn choose(&mut self, stream: &mut SplitMix64) -> Vec<u32> {
        let goal = self.fewest();
        let mut best = (self.cost.clone(), self.track.clone());
        let movable: Vec<usize> =
            (0..self.units.len()).filter(|&index| self.options[index].len() > 1).collect();
        if movable.is_empty() {
            return best.1;
        }
        for go in 0..4 {
            if best.0 == goal {
                return best.1;
            }
            self.descend(&movable, go > 0, &goal, stream);
            if self.cost < best.0 {
                best = (self.cost.clone(), self.track.clone());
            }
        }
        if best.0 != goal && movable.len() <= ENUMERATED {
            self.enumerate(&movable, &mut best);
        }
        best.1
    }

    /// Moves and swaps open units as long as nothing gets worse in the order of importance.
    fn descend(&mut self, movable: &[usize], shaken: bool, goal: &[i64], stream: &mut SplitMix64) {
        if shaken {
            for &index in movable {
                if stream.below(4) == 0 {
                    let options = &self.options[index];
                    let to = options[stream.below(options.len())];
                    self.put(index, to);
                }
            }
        }
        let mut before = self.cost.clone();
        for _ in 0..movable.len() * 60 + 400 {
            if before == goal {
                return;
            }
            let first = movable[stream.below(movable.len())];
            let second = movable[stream.below(movable.len())];
            let (from, other) = (self.track[first], self.track[second]);
            let options = &self.options[first];
            let to = options[stream.below(options.len())];
            let swap = stream.below(4) > 0 && from != other;
            if swap {
                if !self.options[first].contains(&other) || !self.options[second].contains(&from) {
                    continue;
                }
                self.put(first, other);
                self.put(second, from);
            } else if to != from {
                self.put(first, to);
            } else {
                continue;
            }
            if self.cost <= before {
                before.copy_from_slice(&self.cost);
            } else {
                self.put(first, from);
                if swap {
                    self.put(second, other);
                }
            }
        }
    }

    /// Tries every choice, one unit at a time changing its track.
    fn enumerate(&mut self, movable: &[usize], best: &mut (Vec<i64>, Vec<u32>)) {
        let Some((&index, rest)) = movable.split_first() else {
            if self.cost < best.0 {
                *best = (self.cost.clone(), self.track.clone());
            }
            return;
        };
        for choice in 0..self.options[index].len() {
            let to = self.options[index][choice];
            if to != self.track[index] {
                self.put(index, to);
            }
            self.enumerate(rest, best);
        }
    }

    /// Notes the tracks of open units with each of their people.
    pub(super) fn follow(&self, tracks: &[u32], chosen: &mut [u32]) {
        for (&unit, &track) in self.units.iter().zip(tracks) {
            chosen[self.case.units[unit as usize].people()].fill(track);
        }
    }

    /// Lists other choices, the best first; says whether there is none beside them.
    pub(super) fn others(&mut self, stream: &mut SplitMix64) -> (Vec<Vec<u32>>, bool) {
        let product = |product: usize, options: &Vec<u32>| product.checked_mul(options.len());
        let number = self.options.iter().try_fold(1, product).filter(|&number| number <= LISTED);
        let mut others: Vec<(Vec<i64>, Vec<u32>)> = Vec::new();
        for turn in 0..number.unwrap_or(DRAWN) {
            let mut digits = turn;
            for index in 0..self.units.len() {
                let options = self.options[index].len();
                let option =
                    if number.is_some() { digits % options } else { stream.below(options) };
                digits /= options;
                self.put(index, self.options[index][option]);
            }
            others.push((self.cost.clone(), self.track.clone()));
        }
        others.sort_unstable();
        (others.into_iter().map(|(_, track)| track).collect(), number.is_some())
    }

    /// The fewest pairs at each level, each for itself. Sizes are as even as they can be, or as they
    /// are now.
    fn fewest(&self) -> Vec<i64> {
        let reach = self.reach();
        let mut fewest = vec![0; self.cost.len()];
        for column in &self.columns {
            fewest[column.level] += match &reach {
                Some(reach) => column.fewest_of_two(reach, self.columns[0].people()),
                None => column.fewest(),
            };
        }
        fewest
    }

    /// The bound of each level with the open people in whatever track.
    pub(super) fn bounds(&self) -> Vec<u64> {
        let fewest = self.fewest().into_iter().skip(1).map(i64::cast_unsigned);
        fewest.zip(&self.rest).map(|(open, rest)| open + rest).collect()
    }

    /// How many open people can be in the first of two tracks with sizes most even.
    fn reach(&self) -> Option<RangeInclusive<usize>> {
        let [first, second] = self.columns[0].costs.first()?.as_slice() else { return None };
        let open = self.columns[0].people();
        let costs: Vec<i64> = (0..=open).map(|taken| first[taken] + second[open - taken]).collect();
        let best = costs.iter().min()?;
        let now = self.columns[0].taken[0][0];
        let low = costs.iter().position(|cost| cost == best)?;
        let high = costs.iter().rposition(|cost| cost == best)?;
        Some(low.min(now)..=high.max(now))
    }
}
