//! Seats everybody: a first seating, then the search for a better one.

use super::case::{Case, NONE};
use super::clash;
use super::exact;
use super::halve;
use super::judge;
use super::part::Part;
use super::problem::{Answer, Problem};
use super::random::SplitMix64;
use super::refusal::Refusal;
use super::seating::{NODES, seated};

/// More units than these are worth a second thread.
const LARGE: usize = 2_000;

/// So many are seated in the best way there is by trying every way, with at most so many looks at a
/// seat.
const FEW: usize = 8;
const LOOKS: usize = 300_000;

/// Puts everybody into a group so that every hard rule holds and as few pairs as possible share a
/// value, in the order of importance.
///
/// Hard rules are the declared track, capacities, pins, who stays together and apart, languages, and
/// sizes within one or, where there are capacities, as even as these allow. Repeats of earlier rounds
/// come after the first attribute. The same problem gives the same answer on every machine, in
/// whatever order its people and rules are listed.
///
/// # Errors
/// Refuses rules that clash, naming them and the people.
pub fn allocate(problem: &Problem) -> Result<Answer, Refusal> {
    let mut case = Case::new(problem, None);
    let (chosen, seated) = seated(&mut case, NODES, &mut SplitMix64::new(problem.seed))
        .map_err(|refusal| clash::name_rules(problem, refusal))?;
    Ok(answer(&case, &improved(&case, &chosen, &seated), &[]))
}

/// Improves the seats of all tracks; returns each person's group of the common row.
pub(super) fn improved(case: &Case, chosen: &[u32], seated: &[(Part, Vec<u32>)]) -> Vec<u32> {
    let work = |(part, seats): &(Part, Vec<u32>)| {
        let track = part.groups.first().copied().unwrap_or(0);
        let seed = SplitMix64::branch(case.problem.seed, u64::from(track) + 1).next();
        let mut seats = seats.clone();
        if !try_all(case, part, &mut seats) {
            halve::improve(case, part, &mut seats, chosen, seed);
        }
        seats
    };
    let large = case.units.len() > LARGE;
    let improved: Vec<Vec<u32>> =
        if large { halve::in_two(seated, &work) } else { seated.iter().map(work).collect() };
    let mut at = vec![NONE; case.input.len()];
    for ((part, _), seats) in seated.iter().zip(&improved) {
        for (&unit, &group) in part.units.iter().zip(seats) {
            at[case.units[unit as usize].people()].fill(part.groups[group as usize]);
        }
    }
    at
}

/// Makes the answer of groups of the common row.
pub(super) fn answer(case: &Case, at: &[u32], proved: &[u64]) -> Answer {
    let mut places = vec![super::problem::Place::default(); at.len()];
    for (&index, &group) in case.input.iter().zip(at) {
        places[index as usize] = case.place(group);
    }
    Answer { places, judgement: judge::figures(case, at, proved) }
}

/// Replaces the seats of a few people by the best there are; says whether these were found.
fn try_all(case: &Case, part: &Part, seats: &mut [u32]) -> bool {
    let free = part.units.iter().filter(|&&unit| case.units[unit as usize].is_free());
    if free.count() > FEW {
        return false;
    }
    let mut at = vec![NONE; case.input.len()];
    let mut units = Vec::new();
    for (index, &unit) in part.units.iter().enumerate() {
        if case.units[unit as usize].is_free() {
            units.push(unit);
        } else {
            let group = part.groups[seats[index] as usize];
            at[case.units[unit as usize].people()].fill(group);
        }
    }
    let mut base = vec![0; case.groups.len()];
    let mut grows = vec![false; case.groups.len()];
    for (index, &group) in part.groups.iter().enumerate() {
        base[group as usize] = part.sizes.base[index];
        grows[group as usize] = part.sizes.may_grow[index];
    }
    let extras = part.sizes.extras;
    let sizes = exact::Sizes::Given { base: &base, grows: &grows, extras };
    let (Some(best), true) = exact::search(case, &units, &at, sizes, LOOKS) else {
        return false;
    };
    for (&unit, &group) in units.iter().zip(&best) {
        if let Ok(index) = part.units.binary_search(&unit) {
            seats[index] = group - part.groups[0];
        }
    }
    true
}
