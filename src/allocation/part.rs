//! A piece of the work: some groups of one track with the people who sit in them.

use super::case::{Case, NONE, number};
use super::random::SplitMix64;
use super::sizes::Sizes;

/// Some groups of one track, how many each of them seats, and who is to sit there.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) units: Vec<u32>,
    pub(super) groups: Vec<u32>,
    pub(super) sizes: Sizes,
}

impl Part {
    /// All of a track: every unit with somebody in it.
    pub(super) fn of_track(case: &Case, track: usize, chosen: &[u32], sizes: Sizes) -> Self {
        let here =
            |unit: &usize| case.units[*unit].people().any(|person| chosen[person] == number(track));
        let units = (0..case.units.len()).filter(here).map(number).collect();
        Self { units, groups: case.tracks[track].clone().map(number).collect(), sizes }
    }

    /// The position in this part of the group that a unit has to be in.
    pub(super) fn fixed(&self, case: &Case, unit: u32) -> Option<usize> {
        let group = case.units[unit as usize].fixed;
        (group != NONE).then(|| self.groups.binary_search(&group).ok()).flatten()
    }

    /// The position of the only group that pins and languages leave to a unit.
    pub(super) fn only(&self, case: &Case, unit: u32) -> Option<usize> {
        let list = case.units[unit as usize].list;
        let Some(list) = case.lists.get(list as usize) else { return self.fixed(case, unit) };
        let mut open = (0..self.groups.len()).filter(|&at| list[self.groups[at] as usize]);
        self.fixed(case, unit).or_else(|| open.next().filter(|_| open.next().is_none()))
    }

    /// Orders units so that dealing them in turn spreads every value of the first attribute, of those
    /// it is part of, and then of the others. The seed decides between equals.
    pub(super) fn in_nested_order(&self, case: &Case, stream: &mut SplitMix64) -> Vec<u32> {
        let order = nested(case, &self.units);
        let mut keyed: Vec<(Vec<u32>, u64, u32)> = (self.units.iter())
            .map(|&unit| {
                let person = case.units[unit as usize].first as usize;
                let values = order.iter().map(|&feature| case.features[feature].values[person]);
                (values.collect(), stream.next(), unit)
            })
            .collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, _, unit)| unit).collect()
    }
}

/// Lists the features: those that the first one is part of, the coarsest first, then the first, then
/// the others.
fn nested(case: &Case, units: &[u32]) -> Vec<usize> {
    let Some(first) = case.features.first() else { return Vec::new() };
    let mut coarser: Vec<usize> = (1..case.features.len())
        .filter(|&other| {
            let mut of = vec![None; first.count];
            units.iter().all(|&unit| {
                let person = case.units[unit as usize].first as usize;
                let (value, wider) = (first.values[person], case.features[other].values[person]);
                value == NONE || *of[value as usize].get_or_insert(wider) == wider
            })
        })
        .collect();
    coarser.sort_by_key(|&feature| case.features[feature].count);
    let rest = (1..case.features.len()).filter(|feature| !coarser.contains(feature));
    let rest: Vec<usize> = rest.collect();
    coarser.into_iter().chain([0]).chain(rest).collect()
}
