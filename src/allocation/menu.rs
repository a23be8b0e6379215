//! Offers what few moves would save, for groups that are announced and not to be made again.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::case::{Case, NONE, number};
use super::judge;
use super::part::Part;
use super::problem::{Place, Problem, Suggestion};
use super::sizes::Sizes;
use super::table::Table;

/// Looks at most at so many swaps, those of people who share most in their group first.
const LOOKED_AT: usize = 1_000_000;
/// Offers at most so many suggestions.
const OFFERED: usize = 10;

/// Lists what moving or swapping a few people would save, the best first: single steps, and steps one
/// after another as long as each saves something, with at most `moves` people moved.
///
/// Every hard rule holds after each suggestion that held before it: nobody leaves a track, a pin or
/// the people to stay together with, and no group becomes larger than the one left.
pub fn menu(problem: &Problem, places: &[Place], moves: usize) -> Vec<Suggestion> {
    let problem = kept(problem, places);
    let case = Case::new(&problem, None);
    let mut suggestions = Vec::new();
    for (track, of) in tables(&case, places).into_iter().enumerate() {
        let (part, mut table) = of;
        let mut steps = all_steps(&case, &part, &table, moves);
        steps.sort_by(|a, b| a.saves.cmp(&b.saves).then_with(|| a.moved.cmp(&b.moved)));
        steps.dedup_by(|a, b| a.moved == b.moved);
        steps.truncate(OFFERED);
        let mut left = moves;
        let mut chain = Vec::new();
        let mut next = steps.first().cloned();
        while let Some(step) = next.take() {
            left -= step.moved.len();
            for &(unit, to) in &step.moved {
                table.shift(unit, to as usize);
            }
            chain.push(step);
            next = all_steps(&case, &part, &table, left)
                .into_iter()
                .min_by(|a, b| a.saves.cmp(&b.saves).then_with(|| a.moved.cmp(&b.moved)));
        }
        let suggestion = |steps: &[Step]| suggest(&case, &part, track, steps);
        suggestions.extend(steps.iter().map(|step| suggestion(std::slice::from_ref(step))));
        suggestions.extend((2..=chain.len()).map(|length| suggestion(&chain[..length])));
    }
    let order = |suggestion: &Suggestion| -> (Vec<i64>, usize) {
        let levels = judge::by_level(&case, &suggestion.saves);
        (levels.iter().map(|saved| -saved).collect(), suggestion.steps.len())
    };
    suggestions.sort_by_cached_key(order);
    suggestions
}

/// The problem without the sets of people to be kept together who are not.
pub(super) fn kept<'a>(problem: &'a Problem, places: &[Place]) -> Cow<'a, Problem> {
    let whole =
        |set: &Vec<usize>| set.windows(2).all(|pair| places.get(pair[0]) == places.get(pair[1]));
    if problem.together.iter().all(whole) {
        return Cow::Borrowed(problem);
    }
    let mut kept = problem.clone();
    kept.together.retain(whole);
    Cow::Owned(kept)
}

/// Some units that change places, and by how many pairs each level grows.
#[derive(Debug, Clone)]
struct Step {
    moved: Vec<(u32, u32)>,
    saves: Vec<i64>,
}

/// The tracks with everybody where `places` says.
pub(super) fn tables<'a>(case: &'a Case<'a>, places: &[Place]) -> Vec<(Part, Table)> {
    let at: Vec<u32> = (case.units.iter())
        .map(|unit| {
            let place = places.get(case.input[unit.first as usize] as usize);
            place.and_then(|&place| case.flat(place)).unwrap_or(NONE)
        })
        .collect();
    let track = |track: usize| {
        let range = &case.tracks[track];
        let here = |&unit: &u32| range.contains(&(at[unit as usize] as usize));
        let units: Vec<u32> = (0..number(at.len())).filter(here).collect();
        let seats: Vec<u32> =
            units.iter().map(|&unit| at[unit as usize] - number(range.start)).collect();
        let groups = range.len();
        let sizes = Sizes { base: vec![0; groups], may_grow: vec![false; groups], extras: 0 };
        let part = Part { units, groups: range.clone().map(number).collect(), sizes };
        let table = Table::new(case, &part, &seats);
        (part, table)
    };
    (0..case.tracks.len()).map(track).collect()
}

/// Lists every step of at most so many people that makes things better in the order of importance.
fn all_steps(case: &Case, part: &Part, table: &Table, moves: usize) -> Vec<Step> {
    let mut table = table.clone();
    let before = table.cost.clone();
    let mut steps = Vec::new();
    let mut note = |table: &Table, moved: Vec<(u32, u32)>| {
        if table.cost < before {
            let saves = table.cost.iter().zip(&before).map(|(now, then)| now - then).collect();
            steps.push(Step { moved, saves });
        }
    };
    let free: Vec<u32> = table.free.iter().copied().filter(|&unit| table.len(unit) == 1).collect();
    let mut first = free.clone();
    first.sort_by_cached_key(|&unit| (Reverse(table.shared(unit)), unit));
    first.truncate(LOOKED_AT / free.len().max(1) + 1);
    for &p in &first {
        let from = table.at[p as usize];
        for to in 0..table.groups {
            let capacity = case.groups[part.groups[to] as usize].capacity;
            let fits = table.size[to] < table.size[from as usize] && table.size[to] < capacity;
            if moves >= 1 && fits && table.may_enter(p, to, &[]) {
                table.shift(p, to);
                note(&table, vec![(p, number(to))]);
                table.shift(p, from as usize);
            }
        }
        for &q in &free {
            let to = table.at[q as usize];
            if moves >= 2 && from != to && p != q && table.may_swap(p, q) {
                table.swap(p, q);
                note(
                    &table,
                    if p < q { vec![(p, to), (q, from)] } else { vec![(q, from), (p, to)] },
                );
                table.swap(p, q);
            }
        }
    }
    steps
}

fn suggest(case: &Case, part: &Part, track: usize, steps: &[Step]) -> Suggestion {
    let mut moved: Vec<(u32, u32)> = Vec::new();
    let mut levels = vec![0; case.levels];
    for step in steps {
        for &(unit, to) in &step.moved {
            moved.retain(|&(other, _)| other != unit);
            moved.push((unit, to));
        }
        for (total, saves) in levels.iter_mut().zip(&step.saves) {
            *total -= saves;
        }
    }
    let step = |(unit, to): (u32, u32)| {
        let person = case.units[part.units[unit as usize] as usize].first as usize;
        (case.input[person] as usize, Place { track, group: to as usize })
    };
    Suggestion {
        steps: moved.into_iter().map(step).collect(),
        saves: judge::by_line(case, &levels),
    }
}
