//! Seats those who come when groups have been announced, and moves nobody.

use super::allocate::{answer, improved};
use super::case::{Case, NONE, number};
use super::check;
use super::exact::{self, Sizes};
use super::judge;
use super::problem::{Answer, Place, Problem};
use super::random::SplitMix64;
use super::refusal::{Refusal, listed};
use super::seating::{NODES, seat_all};

/// Every way to seat so many who come late is tried, if it takes at most so many looks at a seat.
const FEW: usize = 12;
const LOOKS: usize = 2_000_000;
/// So many are seated one after another if there is no better way.
const MANY: usize = 500;

/// Seats those who have no place yet beside those who have one, who all stay where they are.
///
/// Groups become as even as that allows, within capacities; then as few pairs as possible share a
/// value, in the order of importance. A few people are seated in the best way there is.
///
/// # Errors
/// Refuses rules that clash for the people to be seated, naming them.
pub fn seat_late(problem: &Problem, places: &[Option<Place>]) -> Result<Answer, Refusal> {
    let mut case = Case::new(problem, Some(places));
    check::check(&mut case);
    if let Some(refusal) = case.refusals.drain(..).next() {
        return Err(refusal);
    }
    let mut at = vec![NONE; case.input.len()];
    let mut late = Vec::new();
    for (index, unit) in case.units.iter().enumerate() {
        let first = case.input[unit.first as usize] as usize;
        let seated = places.get(first).copied().flatten().and_then(|place| case.flat(place));
        if seated.is_some() {
            at[unit.people()].fill(unit.fixed);
        } else {
            late.push(number(index));
        }
    }
    if late.len() > FEW {
        let mut stream = SplitMix64::new(problem.seed);
        match seat_all(&case, NODES, &mut stream) {
            Ok((chosen, seated)) => {
                return Ok(answer(&case, &improved(&case, &chosen, &seated), &[]));
            }
            Err(refusal) if late.len() > MANY => return Err(refusal),
            // Blocks may not fit sizes that are as even as single people could make them.
            Err(_) => {}
        }
    }
    let (seats, complete) = exact::search(&case, &late, &at, Sizes::First, LOOKS);
    let Some(seats) = seats else {
        return Err(late_clash(&case, &late, complete));
    };
    for (&unit, &group) in late.iter().zip(&seats) {
        at[case.units[unit as usize].people()].fill(group);
    }
    let first = usize::from(complete).min(case.levels);
    let proved = judge::costs(&case, &at)[..first].to_vec();
    Ok(answer(&case, &at, &proved))
}

/// Says for whom no seat was found.
fn late_clash(case: &Case, late: &[u32], proved: bool) -> Refusal {
    let names: Vec<String> =
        late.iter().flat_map(|&unit| case.whole(&case.units[unit as usize])).collect();
    let rules =
        vec![format!("nobody who has a place moves, and seats are sought for {}", listed(&names))];
    match check::impossible(case, proved) {
        Refusal::Impossible { track, .. } => Refusal::Impossible { track, rules },
        Refusal::NotFound { track, .. } => Refusal::NotFound { track, rules },
        other => other,
    }
}
