//! Improves a plan by letting two people at a time change places.

use super::round_robin::Person;

/// How often the improvement goes through everybody before it settles for what it has.
const PASSES: usize = 20;

/// Counts the pairs among a number of people.
pub(super) fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

/// Lowers the number of same-country pairs by exchanging two people at a time.
pub(super) struct Improvement<'a> {
    countries: &'a [Option<usize>],
    groups: usize,
    group_of: &'a mut [usize],
    /// Those without a pin, in the order of dealing.
    movable: Vec<usize>,
    /// Those without a pin, by group.
    members: Vec<Vec<usize>>,
    /// How many of each country are in each group, country by country.
    counts: Vec<u64>,
}

impl<'a> Improvement<'a> {
    /// Takes stock of a plan.
    pub(super) fn new(
        people: &[Person],
        countries: &'a [Option<usize>],
        order: &[usize],
        groups: usize,
        group_of: &'a mut [usize],
    ) -> Self {
        let rows = countries.iter().flatten().max().map_or(0, |last| last + 1);
        let mut counts = vec![0; rows * groups];
        for (country, &group) in countries.iter().zip(&*group_of) {
            if let Some(country) = country {
                counts[country * groups + group] += 1;
            }
        }
        let movable: Vec<usize> =
            order.iter().copied().filter(|&index| people[index].pinned.is_none()).collect();
        let mut members = vec![Vec::new(); groups];
        for &index in &movable {
            members[group_of[index]].push(index);
        }
        Self { countries, groups, group_of, movable, members, counts }
    }

    /// Exchanges people until no exchange helps, the goal is reached or the passes are used up, and
    /// returns the number of pairs left.
    pub(super) fn run(mut self, goal: u64) -> u64 {
        let mut left: u64 = self.counts.iter().copied().map(pairs).sum();
        for _ in 0..PASSES {
            let before = left;
            for turn in 0..self.movable.len() {
                if left == goal {
                    return left;
                }
                let index = self.movable[turn];
                if let Some((gain, group, place)) = self.best_exchange(index) {
                    self.exchange(index, group, place);
                    left -= gain;
                }
            }
            if left == before {
                break;
            }
        }
        left
    }

    /// Finds the exchange that takes this person out of a group with too many compatriots and saves
    /// the most pairs: how many, with which group and with which of its members.
    ///
    /// An exchange that helps at all helps one of the two in this way, so looking from everybody's
    /// side finds every one of them.
    fn best_exchange(&self, index: usize) -> Option<(u64, usize, usize)> {
        let home = self.group_of[index];
        let country = self.countries[index]?;
        let row = &self.counts[country * self.groups..][..self.groups];
        let mut best: Option<(u64, usize, usize)> = None;
        for (group, &there) in row.iter().enumerate() {
            if row[home] < there + 2 {
                continue;
            }
            for (place, &other) in self.members[group].iter().enumerate() {
                let (before, after) = match self.countries[other] {
                    Some(theirs) if theirs == country => continue,
                    Some(theirs) => (
                        row[home] + self.counts[theirs * self.groups + group],
                        there + self.counts[theirs * self.groups + home] + 2,
                    ),
                    None => (row[home], there + 1),
                };
                let gain = before.saturating_sub(after);
                if gain > best.map_or(0, |(most, _, _)| most) {
                    best = Some((gain, group, place));
                }
            }
        }
        best
    }

    /// Lets a person and a member of another group change places.
    fn exchange(&mut self, index: usize, group: usize, place: usize) {
        let home = self.group_of[index];
        let other = self.members[group][place];
        self.members[group][place] = index;
        for member in &mut self.members[home] {
            if *member == index {
                *member = other;
            }
        }
        for (who, from, to) in [(index, home, group), (other, group, home)] {
            self.group_of[who] = to;
            if let Some(country) = self.countries[who] {
                self.counts[country * self.groups + from] -= 1;
                self.counts[country * self.groups + to] += 1;
            }
        }
    }
}
