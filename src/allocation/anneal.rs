//! Improves a seating by changing places, now and then for the worse so as to get on.

use super::random::SplitMix64;
use super::table::Table;

/// How often, of 2^32 times, a change for the worse by one pair is let through at the beginning, and
/// what is left of that from one stage to the next. Whole numbers are the same on every machine.
const BEGIN: u32 = 1_417_000_000;
const COOLING: u32 = 3_728_000_000;
/// In how many steps it cools.
const STAGES: usize = 40;
/// So many times the search begins with flat weights.
const FLAT: usize = 4;
/// Worsenings above this are never let through.
const WORST: usize = 64;

/// How long the search may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// The changes tried in the first go.
    pub(super) steps: usize,
    /// How often it begins again, each time with twice as many changes.
    pub(super) goes: usize,
    /// Whether less for the worse is let through from the beginning, since all but a few pairs are as
    /// they should be.
    pub(super) cold: bool,
}

/// Searches until every level is at its bound or the budget is used up, and leaves the best seating
/// found in the table. Says whether every level is at its bound.
pub(super) fn improve(
    table: &mut Table,
    bounds: &[u64],
    budget: Budget,
    stream: &mut SplitMix64,
) -> bool {
    let mut search = Search::new(table, bounds);
    let levels = bounds.len();
    let mut steps = budget.steps;
    for go in 0..budget.goes {
        if search.is_done() {
            break;
        }
        // Flat weights find what is best at all levels at once, where there is such a thing. Steep
        // ones keep to the order of importance where there is none.
        let steep = go >= FLAT;
        let weight = |level: usize| if steep { 1 << (levels - 1 - level).min(4) } else { 1 };
        let weights: Vec<i32> = (0..levels).map(weight).collect();
        search.anneal(&weights, Cooling::new(steps, budget.cold), stream);
        steps *= 2;
        search.return_to_best();
    }
    search.is_done()
}

struct Search<'a> {
    table: &'a mut Table,
    bounds: Vec<i64>,
    best: Vec<u32>,
    best_cost: Vec<i64>,
    blocks: Vec<u32>,
    resizable: bool,
    levels: Vec<i32>,
}

impl<'a> Search<'a> {
    fn new(table: &'a mut Table, bounds: &[u64]) -> Self {
        let (best, best_cost) = (table.at.clone(), table.cost.clone());
        let blocks = table.free.iter().copied().filter(|&unit| table.len(unit) > 1).collect();
        let groups = table.groups;
        let resizable =
            (0..groups).any(|from| (0..groups.min(64)).any(|to| table.may_resize(from, to)));
        let bounds = bounds.iter().map(|bound| bound.cast_signed()).collect();
        Self { table, bounds, best, best_cost, blocks, resizable, levels: Vec::new() }
    }

    fn is_done(&self) -> bool {
        self.best_cost == self.bounds || self.table.free.len() < 2
    }

    fn return_to_best(&mut self) {
        let best = std::mem::take(&mut self.best);
        self.table.restore(&best);
        self.best = best;
    }

    /// Keeps the present seating if it is the best so far; says whether none can be better.
    fn note(&mut self) -> bool {
        if self.table.cost < self.best_cost {
            self.best.copy_from_slice(&self.table.at);
            self.best_cost.copy_from_slice(&self.table.cost);
            return self.best_cost == self.bounds;
        }
        false
    }

    fn anneal(&mut self, levels: &[i32], mut cooling: Cooling, stream: &mut SplitMix64) {
        let weights = self.table.weights(levels);
        self.levels = levels.to_vec();
        while let Some(chances) = cooling.next_stage() {
            for _ in 0..cooling.steps() {
                let draw = stream.next();
                if self.attempt(draw, &weights, &chances, stream) && self.note() {
                    return;
                }
            }
        }
    }

    /// Tries one change of places; says whether it was made and may have made things better.
    #[inline]
    fn attempt(
        &mut self,
        draw: u64,
        weights: &[i32],
        chances: &Chances,
        stream: &mut SplitMix64,
    ) -> bool {
        let free = self.table.free.len() as u64;
        let p = self.table.free[(((draw >> 32) * free) >> 32) as usize];
        let q = self.table.free[(((draw & 0xFFFF_FFFF) * free) >> 32) as usize];
        let (from, to) = (self.table.at[p as usize] as usize, self.table.at[q as usize] as usize);
        if from == to {
            return false;
        }
        if !self.blocks.is_empty() && (self.table.len(p) > 1 || self.table.len(q) > 1) {
            return self.attempt_block(p, q, chances, stream);
        }
        if self.resizable && self.table.may_resize(from, to) && draw.is_multiple_of(4) {
            if self.table.bound[p as usize] && !self.table.may_enter(p, to, &[]) {
                return false;
            }
            let cost = self.table.move_cost(p, to, weights);
            if !chances.pass(cost, stream) {
                return false;
            }
            self.table.shift(p, to);
            return cost <= 0;
        }
        let cost = self.table.swap_cost(p, q, weights);
        if !chances.pass(cost, stream) {
            return false;
        }
        let limited = self.table.bound[p as usize] || self.table.bound[q as usize];
        if limited && !self.table.may_swap(p, q) {
            return false;
        }
        self.table.swap(p, q);
        true
    }

    fn weigh(&self) -> i64 {
        self.table
            .cost
            .iter()
            .zip(&self.levels)
            .map(|(cost, &weight)| cost * i64::from(weight))
            .sum()
    }

    /// Tries to let a block change places with as many people of another group.
    fn attempt_block(
        &mut self,
        p: u32,
        q: u32,
        chances: &Chances,
        stream: &mut SplitMix64,
    ) -> bool {
        let (block, other) = if self.table.len(p) >= self.table.len(q) { (p, q) } else { (q, p) };
        let (from, to) =
            (self.table.at[block as usize] as usize, self.table.at[other as usize] as usize);
        let mut back = vec![other];
        let mut people = self.table.len(other);
        let needed = self.table.len(block);
        for _ in 0..2 * needed {
            if people >= needed {
                break;
            }
            let there = &self.table.members[to];
            let unit = there[stream.below(there.len())];
            if !back.contains(&unit) && people + self.table.len(unit) <= needed {
                people += self.table.len(unit);
                back.push(unit);
            }
        }
        if people != needed || !self.table.may_enter(block, to, &back) {
            return false;
        }
        let before = self.weigh();
        self.table.shift(block, to);
        let mut fits = true;
        for &unit in &back {
            fits &= self.table.may_enter(unit, from, &[]);
            self.table.shift(unit, from);
        }
        let cost = i32::try_from(self.weigh() - before).unwrap_or(i32::MAX);
        if fits && chances.pass(cost, stream) {
            return true;
        }
        for &unit in &back {
            self.table.shift(unit, to);
        }
        self.table.shift(block, from);
        false
    }
}

/// Cools a search down, stage by stage.
pub(super) struct Cooling {
    steps: usize,
    stage: usize,
    chance: u32,
}

impl Cooling {
    /// Begins a search of so many steps; a cold one later on.
    pub(super) fn new(steps: usize, cold: bool) -> Self {
        let stage = if cold { STAGES / 4 } else { 0 };
        let chance = (0..stage).fold(BEGIN, |chance, _| share(chance, COOLING));
        Self { steps, stage, chance }
    }

    /// The chances of the next stage; nothing after the last one.
    pub(super) fn next_stage(&mut self) -> Option<Chances> {
        let chances = (self.stage < STAGES).then(|| Chances::new(self.chance));
        self.stage += 1;
        self.chance = share(self.chance, COOLING);
        chances
    }

    /// The steps of each stage.
    pub(super) fn steps(&self) -> usize {
        self.steps / STAGES
    }
}

/// How often, of 2^32 times, a change for the worse by so much is let through.
pub(super) struct Chances([u32; WORST]);

impl Chances {
    /// Follows from how often one by a single pair is let through.
    fn new(one: u32) -> Self {
        let mut chances = [u32::MAX; WORST];
        for worse in 1..WORST {
            chances[worse] = share(chances[worse - 1], one);
        }
        Self(chances)
    }

    /// Says whether a change is let through that costs so much.
    #[inline]
    pub(super) fn pass(&self, cost: i32, stream: &mut SplitMix64) -> bool {
        let Ok(worse) = usize::try_from(cost) else { return true };
        worse == 0
            || self.0.get(worse).is_some_and(|&chance| stream.next() >> 32 < u64::from(chance))
    }
}

/// Multiplies two shares of 2^32.
fn share(a: u32, b: u32) -> u32 {
    u32::try_from((u64::from(a) * u64::from(b)) >> 32).unwrap_or(u32::MAX)
}
