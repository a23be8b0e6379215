//! Says why a person sits in a group: what every other group would cost, and the best swap.

use super::case::{Case, NONE, number};
use super::judge;
use super::menu::{kept, tables};
use super::part::Part;
use super::problem::{Choice, Explanation, Place, Problem, Swap};
use super::refusal::{counted, describe, listed};
use super::table::Table;

/// Explains where a person sits, given the places of all people.
pub fn explain(problem: &Problem, places: &[Place], person: usize) -> Explanation {
    let nothing = Explanation { options: Vec::new(), best_swap: None };
    let whole = kept(problem, places);
    let case = Case::new(&whole, None);
    let Some(&place) = places.get(person) else { return nothing };
    let mut tables = tables(&case, places);
    if place.track >= tables.len() || person >= problem.people.len() {
        return nothing;
    }
    let (part, mut table) = tables.swap_remove(place.track);
    let rank = case.input.iter().position(|&index| index as usize == person);
    let unit = part.units.iter().position(|&unit| {
        rank.is_some_and(|rank| case.units[unit as usize].people().contains(&rank))
    });
    let (Some(rank), Some(unit)) = (rank, unit) else { return nothing };
    let options = (0..part.groups.len()).map(|group| Choice {
        place: Place { track: place.track, group },
        pairs: judge::by_line(&case, &shared(&case, places, rank, part.groups[group])),
        barred: barred(&case, places, person, part.groups[group]),
    });
    let options = options.collect();
    let best_swap = best_swap(&case, &part, &mut table, number(unit), place.track);
    Explanation { options, best_swap }
}

/// With how many people of a group a person shares a value, level by level.
fn shared(case: &Case, places: &[Place], rank: usize, group: u32) -> Vec<u64> {
    let mut shared = vec![0; case.levels];
    let place = case.place(group);
    for (other, &index) in case.input.iter().enumerate() {
        if other == rank || places.get(index as usize) != Some(&place) {
            continue;
        }
        for feature in &case.features {
            let value = feature.values[rank];
            shared[feature.level] += u64::from(value != NONE && feature.values[other] == value);
        }
    }
    shared
}

/// The rule that keeps a person out of a group other than the present one.
fn barred(case: &Case, places: &[Place], index: usize, group: u32) -> Option<String> {
    let problem = case.problem;
    let (person, place) = (&problem.people[index], case.place(group));
    if places.get(index) == Some(&place) {
        return None;
    }
    if let Some(pin) = person.fixed.and_then(|pin| case.flat(pin)) {
        return Some(format!("pinned to {}", case.group_name(pin)));
    }
    if person.allowed.as_ref().is_some_and(|allowed| !allowed.contains(&place)) {
        return Some("no language that fits".to_owned());
    }
    let others = |sets: &[Vec<usize>], there: bool| -> Vec<String> {
        let mut others: Vec<usize> = (sets.iter())
            .filter(|set| set.contains(&index))
            .flatten()
            .copied()
            .filter(|&other| other != index && (places.get(other) == Some(&place)) == there)
            .filter(|&other| other < places.len())
            .collect();
        others.sort_by_key(|&other| &problem.people[other].key);
        others.dedup();
        others.into_iter().map(|other| describe(problem, other)).collect()
    };
    let together = others(&problem.together, false);
    if !together.is_empty() {
        return Some(format!("stays together with {}", listed(&together)));
    }
    let apart = others(&problem.apart, true);
    if !apart.is_empty() {
        return Some(format!("stays apart from {}", listed(&apart)));
    }
    let size = places.iter().filter(|&&other| other == place).count();
    let capacity = case.groups[group as usize].capacity as usize;
    (size >= capacity)
        .then(|| format!("seats {} and is full", counted(capacity, "person", "people")))
}

/// The change of places with another person that makes things best, or least bad.
fn best_swap(case: &Case, part: &Part, table: &mut Table, unit: u32, track: usize) -> Option<Swap> {
    if !table.free.contains(&unit) || table.len(unit) > 1 {
        return None;
    }
    let before = table.cost.clone();
    let others: Vec<u32> = table.free.clone();
    let mut best: Option<(Vec<i64>, u32)> = None;
    for other in others {
        let same = table.at[unit as usize] == table.at[other as usize];
        if same || table.len(other) > 1 || !table.may_swap(unit, other) {
            continue;
        }
        table.swap(unit, other);
        if best.as_ref().is_none_or(|(cost, _)| table.cost < *cost) {
            best = Some((table.cost.clone(), other));
        }
        table.swap(unit, other);
    }
    let (cost, other) = best?;
    let saves: Vec<i64> = before.iter().zip(&cost).map(|(before, after)| before - after).collect();
    let person = case.units[part.units[other as usize] as usize].first as usize;
    Some(Swap {
        with: case.input[person] as usize,
        place: Place { track, group: table.at[other as usize] as usize },
        saves: judge::by_line(case, &saves),
    })
}
