//! Finds out which rules clash where no seating keeps all of them.

use super::case::Case;
use super::problem::{Place, Problem};
use super::random::SplitMix64;
use super::refusal::{Refusal, describe, listed};
use super::seating::seated;

/// Of more rules than these, the clashing ones are not sought.
const SOUGHT: usize = 80;
/// How many seats are tried to see whether a rule matters.
const NODES: usize = 20_000;

/// A rule that the problem would be without if it were taken out.
#[derive(Debug, Clone, Copy)]
enum Rule {
    Together(usize),
    Apart(usize),
    Pin(usize),
    Languages(usize),
    Capacity(Place),
}

/// Names the rules of a refusal that was found by trying.
///
/// Of a proved contradiction one rule after another is taken out, and stays out if there still is a
/// contradiction. Those that are left clash, and any of them could be given up.
pub(super) fn name_rules(problem: &Problem, refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Impossible { track, .. } => {
            let rules = clashing(problem);
            Refusal::Impossible { track, rules }
        }
        Refusal::NotFound { track, .. } => {
            let rules = all(problem);
            let rules = rules.into_iter().map(|rule| say(problem, rule)).collect();
            Refusal::NotFound { track, rules }
        }
        named => named,
    }
}

fn clashing(problem: &Problem) -> Vec<String> {
    let mut rules = all(problem);
    if rules.len() <= SOUGHT {
        let mut left = problem.clone();
        rules.retain(|&rule| {
            let trial = without(&left, rule);
            let still = contradicts(&trial);
            if still {
                left = trial;
            }
            !still
        });
    }
    rules.into_iter().map(|rule| say(problem, rule)).collect()
}

/// Lists the rules in an order that does not depend on the order of the input.
fn all(problem: &Problem) -> Vec<Rule> {
    let key = |&index: &usize| problem.people.get(index).map(|person| person.key.clone());
    let by_names = |sets: &[Vec<usize>]| -> Vec<usize> {
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by_cached_key(|&set| {
            let mut keys: Vec<_> = sets[set].iter().map(key).collect();
            keys.sort();
            keys
        });
        order
    };
    let mut people: Vec<usize> = (0..problem.people.len()).collect();
    people.sort_by(|&a, &b| problem.people[a].key.cmp(&problem.people[b].key));
    let person = |&index: &usize| &problem.people[index];
    let mut rules = Vec::new();
    for (track, request) in problem.tracks.iter().enumerate() {
        let limited = request.groups.iter().enumerate().filter(|own| own.1.capacity.is_some());
        rules.extend(limited.map(|(group, _)| Rule::Capacity(Place { track, group })));
    }
    let speaking = people.iter().copied().filter(|index| person(index).allowed.is_some());
    rules.extend(speaking.map(Rule::Languages));
    let pinned = people.iter().copied().filter(|index| person(index).fixed.is_some());
    rules.extend(pinned.map(Rule::Pin));
    rules.extend(by_names(&problem.apart).into_iter().map(Rule::Apart));
    rules.extend(by_names(&problem.together).into_iter().map(Rule::Together));
    rules
}

fn without(problem: &Problem, rule: Rule) -> Problem {
    let mut problem = problem.clone();
    match rule {
        Rule::Together(set) => problem.together[set].clear(),
        Rule::Apart(set) => problem.apart[set].clear(),
        Rule::Pin(person) => problem.people[person].fixed = None,
        Rule::Languages(person) => problem.people[person].allowed = None,
        Rule::Capacity(place) => {
            problem.tracks[place.track].groups[place.group].capacity = None;
        }
    }
    problem
}

/// Says whether a problem is proved to have no answer.
fn contradicts(problem: &Problem) -> bool {
    let mut stream = SplitMix64::new(problem.seed);
    let seated = seated(&mut Case::new(problem, None), NODES, &mut stream);
    seated.is_err_and(|refusal| !matches!(refusal, Refusal::NotFound { .. }))
}

fn say(problem: &Problem, rule: Rule) -> String {
    let group = |place: &Place| {
        let groups = problem.tracks.get(place.track).map(|track| &track.groups);
        let group = groups.and_then(|groups| groups.get(place.group));
        group.map_or_else(String::new, |group| group.name.clone())
    };
    let names = |set: &[usize]| {
        let mut set: Vec<usize> =
            set.iter().copied().filter(|&index| index < problem.people.len()).collect();
        set.sort_by(|&a, &b| problem.people[a].key.cmp(&problem.people[b].key));
        set.dedup();
        listed(&set.into_iter().map(|index| describe(problem, index)).collect::<Vec<_>>())
    };
    match rule {
        Rule::Together(set) => format!("{} stay together", names(&problem.together[set])),
        Rule::Apart(set) => format!("{} stay apart", names(&problem.apart[set])),
        Rule::Pin(index) => {
            let place = problem.people[index].fixed.iter().map(group).collect::<String>();
            format!("{} is pinned to {place}", describe(problem, index))
        }
        Rule::Languages(index) => {
            let allowed = problem.people[index].allowed.iter().flatten();
            let groups: Vec<String> = allowed.map(group).collect();
            format!("{} can sit only in {}", describe(problem, index), listed(&groups))
        }
        Rule::Capacity(place) => {
            let capacity = problem.tracks[place.track].groups[place.group].capacity;
            format!("{} seats {}", group(&place), capacity.unwrap_or_default())
        }
    }
}
