//! Numbers what people share, and who stays apart from whom.

use std::collections::HashMap;

use super::case::{Case, Feature, NONE, number};
use super::problem::Place;
use super::refusal::Refusal;

impl Case<'_> {
    /// Numbers what people share, leaving out what only one person has.
    pub(super) fn number_values(&mut self) {
        let problem = self.problem;
        let repeats = usize::from(!problem.earlier.is_empty());
        self.levels = problem.attributes.len() + repeats;
        let after_first = problem.attributes.len().min(1);
        for attribute in 0..problem.attributes.len() {
            let level = if attribute < after_first { attribute } else { attribute + repeats };
            let value = |index: usize| {
                let values = &problem.people[index].values;
                values.get(attribute).map(String::as_str).filter(|value| !value.is_empty())
            };
            self.features.push(feature(level, &self.input, value));
        }
        for round in &problem.earlier {
            let value = |index: usize| round.get(index).copied().flatten();
            self.features.push(feature(after_first, &self.input, value));
        }
    }

    /// Notes for each unit the sets to be kept apart that it has a part in.
    pub(super) fn number_apart(&mut self, unit_of: &[u32], seat: impl Fn(usize) -> Option<Place>) {
        self.apart = vec![Vec::new(); self.units.len()];
        let mut rank = vec![0; self.input.len()];
        for (person, &index) in self.input.iter().enumerate() {
            rank[index as usize] = person;
        }
        for set in &self.problem.apart {
            let mut people: Vec<usize> =
                set.iter().filter(|&&index| index < rank.len()).map(|&index| rank[index]).collect();
            people.sort_unstable();
            people.dedup();
            let unit = |person: usize| unit_of[self.input[person] as usize];
            let loose = |person: &usize| seat(self.input[*person] as usize).is_none();
            let clash = people.windows(2).find(|pair| unit(pair[0]) == unit(pair[1]));
            if let Some(pair) = clash {
                let people = [self.who(pair[0]), self.who(pair[1])];
                let block = self.whole(&self.units[unit(pair[0]) as usize]);
                self.refusals.push(Refusal::TogetherAndApart { block, people });
                continue;
            }
            if people.len() < 2 || !people.iter().any(loose) {
                continue;
            }
            for &person in &people {
                let unit = unit_of[self.input[person] as usize] as usize;
                self.apart[unit].push(number(self.apart_sets));
            }
            self.apart_sets += 1;
        }
    }
}

/// Numbers values in the order in which people have them; a value of one person alone is none.
fn feature<V: std::hash::Hash + Eq>(
    level: usize,
    input: &[u32],
    value: impl Fn(usize) -> Option<V>,
) -> Feature {
    let mut numbers: HashMap<V, u32> = HashMap::new();
    let mut people: Vec<u32> = Vec::new();
    let mut values = Vec::with_capacity(input.len());
    for &index in input {
        values.push(value(index as usize).map_or(NONE, |value| {
            let next = number(people.len());
            let given = *numbers.entry(value).or_insert(next);
            if given == next {
                people.push(0);
            }
            people[given as usize] += 1;
            given
        }));
    }
    let mut count = 0;
    let renumbered: Vec<u32> = people
        .iter()
        .map(|&people| {
            if people < 2 {
                return NONE;
            }
            count += 1;
            count - 1
        })
        .collect();
    for value in values.iter_mut().filter(|value| **value != NONE) {
        *value = renumbered[*value as usize];
    }
    Feature { level, values, count: count as usize }
}
