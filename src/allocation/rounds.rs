//! Makes several rounds with one another in mind.

use std::borrow::Cow;
use std::collections::HashMap;

use super::allocate::{allocate, answer};
use super::case::{Case, NONE};
use super::joint;
use super::problem::{Answer, Place, Problem};
use super::random::SplitMix64;
use super::refusal::Refusal;
use super::template;

/// So many rounds are made once more with other draws, if people times rounds are at most so many.
const AGAIN: usize = 9;
const SEATS: usize = 1_000;

/// Puts everybody into groups in one round after another, so that people meet new people each time.
///
/// Each problem is one round, in their order; its earlier rounds are those before the first of them,
/// and people are the same by their key. Whoever declared no track stays in that of the round before.
/// If not everything is at its bound, the rounds are sought as a whole: by a schedule in which nobody
/// meets anybody twice, where one can be built, and by making late rounds once more. Of all plans that
/// with the fewest pairs in all rounds is taken, in the order of importance.
///
/// # Errors
/// Refuses rules that clash, naming them and the people, with the position of the round.
pub fn allocate_rounds(problems: &[Problem]) -> Result<Vec<Answer>, (usize, Refusal)> {
    let mut best = Vec::new();
    if let Err((round, refusal)) = in_turn(problems, &mut best, 0) {
        if round == 0 {
            return Err((round, refusal));
        }
        let settled = joint::settle(problems, &best, refusal)?;
        let places = allocate_rounds(&settled)?.into_iter().map(|answer| answer.places);
        return Ok(judged(problems, &places.collect::<Vec<_>>()));
    }
    if problems.len() < 2 || short(&best).is_none() {
        return Ok(best);
    }
    if best
        .iter()
        .any(|answer| answer.judgement.repeats.as_ref().is_some_and(|line| line.excess() > 0))
    {
        for track in 0..problems[0].tracks.len() {
            if let Some(places) = template::by_schedule(problems, &best, track) {
                keep(&mut best, judged(problems, &places));
            }
        }
    }
    let seats: usize = problems.iter().map(|problem| problem.people.len()).sum();
    let mut again = if seats <= SEATS { AGAIN } else { 0 };
    for go in 1.. {
        let Some(first) = short(&best) else { break };
        let mut other = best[..first.saturating_sub(1)].to_vec();
        let Some(left) = again.checked_sub(problems.len() - other.len()) else { break };
        again = left;
        if in_turn(problems, &mut other, go).is_ok() {
            keep(&mut best, other);
        }
    }
    Ok(best)
}

/// Makes the rounds that are still to be made, one after another, up to one that is refused.
fn in_turn(problems: &[Problem], made: &mut Vec<Answer>, go: u64) -> Result<(), (usize, Refusal)> {
    for round in made.len()..problems.len() {
        let places: Vec<&[Place]> = made.iter().map(|answer| answer.places.as_slice()).collect();
        let mut problem = after(problems, &places);
        if go > 0 {
            let seed = SplitMix64::branch(problem.seed, go << 32 | round as u64).next();
            problem.to_mut().seed = seed;
        }
        made.push(allocate(&problem).map_err(|refusal| (round, refusal))?);
    }
    Ok(())
}

/// The problem of the round that comes after those made.
pub(super) fn after<'a>(problems: &'a [Problem], made: &[&[Place]]) -> Cow<'a, Problem> {
    let problem = &problems[made.len()];
    if made.is_empty() {
        return Cow::Borrowed(problem);
    }
    let mut problem = problem.clone();
    for (before, places) in problems.iter().zip(made) {
        let at: HashMap<&str, Place> = before
            .people
            .iter()
            .zip(*places)
            .map(|(person, place)| (person.key.as_str(), *place))
            .collect();
        let groups = |track: usize| before.tracks[track].groups.len();
        let first: Vec<usize> =
            (0..before.tracks.len()).map(|track| (0..track).map(groups).sum()).collect();
        let group = |place: &Place| first[place.track] + place.group;
        let own = problem.people.iter().map(|person| at.get(person.key.as_str()).map(group));
        let own = own.collect();
        problem.earlier.push(own);
        let name = |place: &Place| &before.tracks[place.track].name;
        for person in &mut problem.people {
            if let Some(place) = at.get(person.key.as_str())
                && person.fixed.is_none()
            {
                let track = problem.tracks.iter().position(|track| track.name == *name(place));
                person.track = person.track.or(track);
            }
        }
    }
    Cow::Owned(problem)
}

/// Judges a plan of all rounds.
fn judged(problems: &[Problem], places: &[Vec<Place>]) -> Vec<Answer> {
    let round = |round: usize| {
        let made: Vec<&[Place]> = places[..round].iter().map(Vec::as_slice).collect();
        let problem = after(problems, &made);
        let case = Case::new(&problem, None);
        let at: Vec<u32> = (case.input.iter())
            .map(|&index| case.flat(places[round][index as usize]).unwrap_or(NONE))
            .collect();
        answer(&case, &at, &[])
    };
    (0..problems.len()).map(round).collect()
}

/// The first round with something above its bound.
fn short(answers: &[Answer]) -> Option<usize> {
    answers.iter().position(|answer| {
        let lines = &answer.judgement;
        lines.attributes.iter().chain(&lines.repeats).any(|line| line.excess() > 0)
    })
}

/// Takes another plan if it is better.
fn keep(best: &mut Vec<Answer>, other: Vec<Answer>) {
    if pairs(&other) < pairs(best) {
        *best = other;
    }
}

/// The pairs of all rounds, in the order of importance.
fn pairs(answers: &[Answer]) -> Vec<u64> {
    let attributes = answers.first().map_or(0, |answer| answer.judgement.attributes.len());
    let mut pairs = vec![0; attributes + 1];
    let repeats = attributes.min(1);
    for answer in answers {
        for (index, line) in answer.judgement.attributes.iter().enumerate() {
            pairs[if index < repeats { index } else { index + 1 }] += line.cost;
        }
        pairs[repeats] += answer.judgement.repeats.as_ref().map_or(0, |line| line.cost);
    }
    pairs
}
