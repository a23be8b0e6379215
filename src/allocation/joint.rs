//! Finds tracks for those who declared none in which every round of a plan can be filled.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::case::Case;
use super::clash;
use super::problem::{Answer, Place, Problem};
use super::random::SplitMix64;
use super::refusal::{Refusal, describe, listed};
use super::seating::seated;

/// So many choices of tracks are tried, if the people of all rounds, each time counted, are at most so
/// many.
const TRIED: usize = 500;
const SEATED: usize = 500_000;
/// How many seats are tried to see whether a round can be filled.
const NODES: usize = 20_000;

/// Returns the rounds with tracks in which all of them can be filled, if need be other ones than those
/// of the rounds that were made before one was refused.
///
/// # Errors
/// Refuses a round that cannot be filled by itself, or else names the people whose track, the same in
/// all rounds, is good for one round and bad for another.
pub(super) fn settle(
    problems: &[Problem],
    made: &[Answer],
    refusal: Refusal,
) -> Result<Vec<Problem>, (usize, Refusal)> {
    for (round, problem) in problems.iter().enumerate() {
        fill(problem).map_err(|refusal| (round, clash::name_rules(problem, refusal)))?;
    }
    let mut names: Vec<&str> = Vec::new();
    for track in problems.iter().flat_map(|problem| &problem.tracks) {
        if !names.contains(&track.name.as_str()) {
            names.push(&track.name);
        }
    }
    let first = first_places(problems);
    let open = open(problems, &first);
    if open.is_empty() {
        return Err((made.len(), refusal));
    }
    let start = open.iter().map(|&(round, person)| {
        let place = made.get(round).map_or_else(Place::default, |made| made.places[person]);
        let name = &problems[round].tracks[place.track].name;
        names.iter().position(|other| other == name).unwrap_or(0)
    });
    let people: usize = problems.iter().map(|problem| problem.people.len()).sum();
    let most = TRIED.min(SEATED / people.max(1));
    let mut proved = true;
    let mut tried = 0;
    let mut queue = VecDeque::from([(start.collect::<Vec<usize>>(), 0)]);
    while let Some((tracks, from)) = queue.pop_front() {
        tried += 1;
        let mut settled = first.clone();
        for (&(round, person), &track) in open.iter().zip(&tracks) {
            settled.insert(&problems[round].people[person].key, names[track]);
        }
        let rounds: Vec<Problem> = problems.iter().map(|problem| stay(problem, &settled)).collect();
        match rounds.iter().try_for_each(fill) {
            Ok(()) => return Ok(rounds),
            Err(Refusal::NotFound { .. }) => proved = false,
            Err(_) => {}
        }
        // One person more in another track; only people after those changed before, so that each
        // choice comes once.
        for person in from..tracks.len() {
            for other in (0..names.len()).filter(|&other| other != tracks[person]) {
                if tried + queue.len() >= most {
                    proved = false;
                    break;
                }
                let mut next = tracks.clone();
                next[person] = other;
                queue.push_back((next, person + 1));
            }
        }
    }
    let who: Vec<String> =
        open.iter().map(|&(round, person)| describe(&problems[round], person)).collect();
    let stays = format!("who declared no track stays in one for all rounds: {}", listed(&who));
    let (track, rules) = (names.join(" and "), vec![stays, refusal.to_string()]);
    let refusal = if proved {
        Refusal::Impossible { track, rules }
    } else {
        Refusal::NotFound { track, rules }
    };
    Err((made.len(), refusal))
}

/// Tries to fill a round.
fn fill(problem: &Problem) -> Result<(), Refusal> {
    let mut stream = SplitMix64::new(problem.seed);
    seated(&mut Case::new(problem, None), NODES, &mut stream).map(|_| ())
}

/// The tracks of those who have to be in one when they are there first.
fn first_places(problems: &[Problem]) -> HashMap<&str, &str> {
    let mut seen: HashMap<&str, Option<&str>> = HashMap::new();
    for problem in problems {
        for person in &problem.people {
            let track = person.fixed.map(|place| place.track).or(person.track);
            let name = track.and_then(|track| problem.tracks.get(track));
            seen.entry(&person.key).or_insert(name.map(|track| track.name.as_str()));
        }
    }
    seen.into_iter().filter_map(|(key, track)| Some((key, track?))).collect()
}

/// Those whose track is chosen when they are there first and kept later on, in the order of keys; each
/// by round and position there.
fn open(problems: &[Problem], first: &HashMap<&str, &str>) -> Vec<(usize, usize)> {
    let mut open: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
    for (round, problem) in problems.iter().enumerate() {
        for (index, person) in problem.people.iter().enumerate() {
            if !first.contains_key(person.key.as_str()) {
                let free = person.track.is_none() && person.fixed.is_none();
                open.entry(&person.key)
                    .and_modify(|(_, _, kept)| *kept |= free)
                    .or_insert((round, index, false));
            }
        }
    }
    let kept = open.into_values().filter(|(_, _, kept)| *kept);
    kept.map(|(round, index, _)| (round, index)).collect()
}

/// A round with those who declared no track in the one where they stay.
fn stay(problem: &Problem, tracks: &HashMap<&str, &str>) -> Problem {
    let mut problem = problem.clone();
    for person in problem.people.iter_mut().filter(|person| person.fixed.is_none()) {
        let own = tracks.get(person.key.as_str());
        let track = own.and_then(|own| problem.tracks.iter().position(|track| track.name == **own));
        person.track = person.track.or(track);
    }
    problem
}
