//! What it costs in one attribute to have more or fewer of the undeclared people in each track.

use std::ops::RangeInclusive;

/// One feature, with the values that open people have.
pub(super) struct Column {
    pub(super) level: usize,
    /// The values of each open unit's people.
    pub(super) values: Vec<Vec<u32>>,
    /// By value and track: how many open people are there now, and what each number costs.
    pub(super) taken: Vec<Vec<usize>>,
    pub(super) costs: Vec<Vec<Vec<i64>>>,
}

impl Column {
    pub(super) fn people(&self) -> usize {
        self.values.iter().map(Vec::len).sum()
    }

    /// The fewest pairs with so many of all open people in the first of two tracks. Costs are convex,
    /// so the people whom it costs least to have there are there.
    pub(super) fn fewest_of_two(&self, reach: &RangeInclusive<usize>, open: usize) -> i64 {
        let mut total = 0;
        let mut differences = vec![0; open - self.people()];
        for costs in &self.costs {
            let (first, second) = (&costs[0], &costs[1]);
            let people = first.len() - 1;
            total += first[0] + second[people];
            differences.extend((0..people).map(|taken| {
                first[taken + 1]
                    - first[taken]
                    - (second[people - taken] - second[people - taken - 1])
            }));
        }
        differences.sort_unstable();
        let mut best = i64::MAX;
        for taken in 0..=open {
            if reach.contains(&taken) {
                best = best.min(total);
            }
            total += differences.get(taken).copied().unwrap_or(0);
        }
        best
    }

    /// The fewest pairs with each value's open people wherever they cost least.
    pub(super) fn fewest(&self) -> i64 {
        let mut total = 0;
        for costs in &self.costs {
            let mut taken = vec![0; costs.len()];
            total += costs.iter().map(|costs| costs[0]).sum::<i64>();
            for _ in 1..costs[0].len() {
                let step = |track: usize| {
                    let (costs, taken) = (&costs[track], taken[track]);
                    costs[taken + 1] - costs[taken]
                };
                if let Some(track) = (0..costs.len()).min_by_key(|&track| step(track)) {
                    total += step(track);
                    taken[track] += 1;
                }
            }
        }
        total
    }
}
