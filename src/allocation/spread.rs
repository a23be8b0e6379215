//! The fewest pairs of one attribute if all its values are spread at once over groups of given sizes.
//!
//! Where sizes are even, each value can be spread as if it were alone. Where some groups are smaller,
//! values take the room from one another, and a bound that looks at each alone is too low.

use super::sizes::{Sizes, pairs};

/// A larger table of values and groups is not looked at, nor a smaller one more often than so.
const CELLS: usize = 100_000;
const LOOKS: usize = 20_000_000;

/// The people of one value.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// The groups of those who have to be in one.
    pub(super) fixed: Vec<u32>,
    /// How many there are besides.
    pub(super) loose: u32,
}

/// The fewest pairs of people who share a row; nothing if that takes too long to find out. The last
/// row is of people who share nothing.
///
/// People come in one by one. Each comes in by the chain of moves that costs least, which keeps the
/// spread best for those who are in: a flow of least cost, whose costs are convex.
pub(super) fn fewest(sizes: &Sizes, rows: &[Row]) -> Option<u64> {
    let groups = sizes.base.len();
    if rows.len() * groups > CELLS {
        return None;
    }
    let mut fixed = vec![vec![0; groups]; rows.len()];
    for (row, counts) in rows.iter().zip(&mut fixed) {
        row.fixed.iter().for_each(|&group| counts[group as usize] += 1);
    }
    let total: Vec<u32> =
        (0..groups).map(|group| fixed.iter().map(|counts| counts[group]).sum()).collect();
    if (0..groups).any(|group| total[group] > sizes.most(group)) {
        return None;
    }
    let grown = |group: &usize| total[*group] > sizes.base[*group];
    let grown = u32::try_from((0..groups).filter(grown).count()).ok()?;
    let mut spread = Spread {
        sizes,
        counts: fixed.clone(),
        fixed,
        total,
        extras: sizes.extras.checked_sub(grown)?,
        looks: LOOKS,
    };
    for (row, of) in rows.iter().enumerate() {
        for _ in 0..of.loose {
            spread.come(row)?;
        }
    }
    let together = |&count: &u32| pairs(u64::from(count));
    Some(spread.counts.iter().take(rows.len() - 1).flatten().map(together).sum())
}

struct Spread<'a> {
    sizes: &'a Sizes,
    /// By row and group: people, and those of them who have to be there.
    counts: Vec<Vec<u32>>,
    fixed: Vec<Vec<u32>>,
    total: Vec<u32>,
    /// How many more groups may have one person more than their base.
    extras: u32,
    looks: usize,
}

impl Spread<'_> {
    /// The pairs that one more person of a row makes in a group.
    fn cost(&self, row: usize, group: usize) -> i64 {
        if row + 1 == self.counts.len() { 0 } else { i64::from(self.counts[row][group]) }
    }

    fn has_room(&self, group: usize) -> bool {
        let (total, base) = (self.total[group], self.sizes.base[group]);
        total < base || total == base && self.extras > 0 && self.sizes.may_grow[group]
    }

    /// Lets one more person of a row in; nothing if there is no room, or no time.
    fn come(&mut self, row: usize) -> Option<()> {
        let groups = 0..self.total.len();
        self.looks = self.looks.checked_sub(groups.len())?;
        let least = groups.clone().map(|group| self.cost(row, group)).min()?;
        // No chain of moves costs less than its first step, since the others are spread best.
        let best = groups
            .filter(|&group| self.cost(row, group) == least && self.has_room(group))
            .max_by_key(|&group| i64::from(self.sizes.base[group]) - i64::from(self.total[group]));
        let Some(group) = best else { return self.push_through(row) };
        self.counts[row][group] += 1;
        if self.total[group] >= self.sizes.base[group] {
            self.extras -= 1;
        }
        self.total[group] += 1;
        Some(())
    }

    /// Lets a person in by a chain of moves from group to group. The place behind the last group
    /// stands for the extras, which a group that has one can leave to another.
    fn push_through(&mut self, row: usize) -> Option<()> {
        let (rows, groups) = (self.counts.len(), self.total.len());
        let extras = groups;
        let mut chains = Chains {
            costs: (0..groups).map(|group| self.cost(row, group)).chain([FAR]).collect(),
            before: vec![None; groups + 1],
            shorter: true,
        };
        while std::mem::take(&mut chains.shorter) {
            self.looks = self.looks.checked_sub(rows * groups * groups)?;
            for group in 0..groups {
                if self.total[group] > self.sizes.base[group] {
                    chains.extend(extras, group, 0, row);
                } else if self.total[group] == self.sizes.base[group] && self.sizes.may_grow[group]
                {
                    chains.extend(group, extras, 0, row);
                }
                let movers =
                    (0..rows).filter(|&row| self.counts[row][group] > self.fixed[row][group]);
                for mover in movers {
                    let left = (self.cost(mover, group) - 1).max(0);
                    for to in (0..groups).filter(|&to| to != group) {
                        chains.extend(group, to, self.cost(mover, to) - left, mover);
                    }
                }
            }
        }
        let open = |&place: &usize| match self.total.get(place) {
            Some(&total) => total < self.sizes.base[place],
            None => self.extras > 0 && chains.costs[extras] < FAR,
        };
        let mut place = (0..=groups).filter(open).min_by_key(|&place| chains.costs[place])?;
        if place == extras {
            self.extras -= 1;
        } else {
            self.total[place] += 1;
        }
        while let Some((before, mover)) = chains.before[place] {
            if place == extras {
                self.total[before] += 1;
            } else if before == extras {
                self.total[place] -= 1;
            } else {
                self.counts[mover][before] -= 1;
                self.counts[mover][place] += 1;
            }
            place = before;
        }
        self.counts[row][place] += 1;
        Some(())
    }
}

/// Stands for a place that no chain has come to.
const FAR: i64 = 1 << 40;

/// The cheapest chains of moves found so far, by the place where they end.
struct Chains {
    costs: Vec<i64>,
    /// The place before, and the row of the person who moves on from there.
    before: Vec<Option<(usize, usize)>>,
    shorter: bool,
}

impl Chains {
    fn extend(&mut self, from: usize, to: usize, cost: i64, mover: usize) {
        let cost = self.costs[from] + cost;
        if cost < self.costs[to] {
            self.costs[to] = cost;
            self.before[to] = Some((from, mover));
            self.shorter = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::SplitMix64;
    use super::*;

    /// Seats the loose people of each row in every way.
    fn by_trying(sizes: &Sizes, rows: &[Row]) -> Option<u64> {
        let groups = sizes.base.len();
        let mut people: Vec<(usize, Option<usize>)> = Vec::new();
        for (row, of) in rows.iter().enumerate() {
            people.extend(of.fixed.iter().map(|&group| (row, Some(group as usize))));
            people.extend((0..of.loose).map(|_| (row, None)));
        }
        let loose = people.iter().filter(|person| person.1.is_none()).count();
        let ways = groups.pow(u32::try_from(loose).unwrap());
        let pairs = |way: usize| {
            let mut digits = way;
            let mut total = vec![0; groups];
            let mut counts = vec![vec![0; groups]; rows.len()];
            for &(row, fixed) in &people {
                let group = fixed.unwrap_or(digits % groups);
                if fixed.is_none() {
                    digits /= groups;
                }
                counts[row][group] += 1;
                total[group] += 1;
            }
            let grown = |&group: &usize| total[group] == sizes.base[group] + 1;
            let fits = |group: usize| {
                total[group] <= sizes.base[group] || grown(&group) && sizes.may_grow[group]
            };
            let extras = (0..groups).filter(grown).count();
            let pairs = counts[..rows.len() - 1]
                .iter()
                .flatten()
                .map(|&n: &u64| n * n.saturating_sub(1) / 2);
            ((0..groups).all(fits) && extras <= sizes.extras as usize).then(|| pairs.sum())
        };
        (0..ways).filter_map(pairs).min()
    }

    #[test]
    fn values_spread_at_once_are_as_few_pairs_as_trying_everything_finds() {
        let mut stream = SplitMix64::new(3);
        let (mut found, mut more) = (0, 0);
        for case in 0..3_000 {
            let groups = 1 + stream.below(3);
            let mut rows: Vec<Row> = (0..2 + stream.below(3)).map(|_| Row::default()).collect();
            for _ in 0..stream.below(10) {
                let row = stream.below(rows.len());
                if stream.below(4) == 0 {
                    rows[row].fixed.push(u32::try_from(stream.below(groups)).unwrap());
                } else {
                    rows[row].loose += 1;
                }
            }
            let mut number = |below: usize| u32::try_from(stream.below(below)).unwrap();
            let sizes = Sizes {
                base: (0..groups).map(|_| number(5)).collect(),
                may_grow: (0..groups).map(|_| number(2) == 0).collect(),
                extras: number(3),
            };
            let expected = by_trying(&sizes, &rows);
            assert_eq!(fewest(&sizes, &rows), expected, "case {case}: {sizes:?} {rows:?}");
            found += usize::from(expected.is_some());
            more += usize::from(expected.is_some_and(|pairs| pairs > 0));
        }
        assert!(found > 1_000 && more > 200, "{found}, {more}");
    }
}
