//! Seats people on a schedule in which nobody meets anybody twice.

use super::anneal::Cooling;
use super::bounds;
use super::case::{Case, NONE, number};
use super::design::{self, Schedule};
use super::part::Part;
use super::problem::{Answer, Place, Problem};
use super::random::SplitMix64;
use super::sizes;
use super::table::Table;

/// Changes of seats tried for each person and round, and how often the search begins again.
const CHANGES: usize = 60;
const GOES: usize = 3;

/// Seats one track on a schedule in all rounds; nothing where there is none, or where rules bind
/// somebody of the track to a group or to other people.
pub(super) fn by_schedule(
    problems: &[Problem],
    answers: &[Answer],
    track: usize,
) -> Option<Vec<Vec<Place>>> {
    let settled: Vec<Problem> = problems.iter().zip(answers).map(settled).collect();
    let cases: Vec<Case<'_>> = settled.iter().map(|problem| Case::new(problem, None)).collect();
    let rounds: Vec<Round<'_>> =
        cases.iter().map(|case| Round::new(case, track)).collect::<Option<_>>()?;
    let (first, rest) = rounds.split_first()?;
    if !rest.iter().all(|round| round.keys() == first.keys() && round.alike(first)) {
        return None;
    }
    let (groups, people) = (first.part.groups.len(), first.part.units.len());
    let schedule = design::schedule(groups, people.div_ceil(groups), rounds.len())?;
    let mut seats = seats(&schedule, people)?;
    let mut stream = SplitMix64::branch(problems[0].seed, track as u64);
    stream.shuffle(&mut seats);
    let tables = rounds.iter().zip(&schedule).map(|(round, groups)| {
        let at: Vec<u32> = seats.iter().map(|&seat| groups[seat]).collect();
        Table::new(round.case, &round.part, &at)
    });
    let mut tables: Vec<Table> = tables.collect();
    let bounds: Vec<Vec<i64>> = rounds.iter().map(Round::bounds).collect();
    improve(&mut tables, &bounds, &mut stream);
    let mut places: Vec<Vec<Place>> = answers.iter().map(|answer| answer.places.clone()).collect();
    for ((round, table), places) in rounds.iter().zip(&tables).zip(&mut places) {
        for (&unit, &group) in round.part.units.iter().zip(&table.at) {
            let person = round.case.input[round.case.units[unit as usize].first as usize];
            places[person as usize] = Place { track, group: group as usize };
        }
    }
    Some(places)
}

/// A problem with everybody in the track of an answer.
fn settled((problem, answer): (&Problem, &Answer)) -> Problem {
    let mut problem = problem.clone();
    for (person, place) in problem.people.iter_mut().zip(&answer.places) {
        person.track = Some(place.track);
    }
    problem
}

/// One round of the track.
struct Round<'a> {
    case: &'a Case<'a>,
    part: Part,
    chosen: Vec<u32>,
}

impl<'a> Round<'a> {
    fn new(case: &'a Case<'a>, track: usize) -> Option<Self> {
        if track >= case.tracks.len() || case.tracks[track].is_empty() || !case.refusals.is_empty()
        {
            return None;
        }
        let person = |person: &u32| &case.problem.people[*person as usize];
        let chosen: Vec<u32> =
            case.input.iter().map(|index| person(index).track.map_or(NONE, number)).collect();
        let people = chosen.iter().filter(|&&chosen| chosen as usize == track).count();
        let part = Part::of_track(case, track, &chosen, sizes::of_track(case, track, people)?);
        let easy = |&unit: &u32| {
            let of = &case.units[unit as usize];
            of.is_free() && of.len == 1 && of.list == NONE && case.apart[unit as usize].is_empty()
        };
        let even = part.sizes.base.windows(2).all(|pair| pair[0] == pair[1])
            && (part.sizes.extras == 0 || part.sizes.may_grow.iter().all(|&grows| grows));
        (part.units.iter().all(easy) && even).then_some(Self { case, part, chosen })
    }

    fn keys(&self) -> Vec<&str> {
        let person = |&unit: &u32| self.case.input[self.case.units[unit as usize].first as usize];
        let key = |unit| self.case.problem.people[person(unit) as usize].key.as_str();
        self.part.units.iter().map(key).collect()
    }

    fn alike(&self, other: &Self) -> bool {
        self.part.groups.len() == other.part.groups.len() && self.case.levels == other.case.levels
    }

    fn bounds(&self) -> Vec<i64> {
        let bounds = bounds::of_part(self.case, &self.part, &self.chosen, false);
        bounds.into_iter().map(u64::cast_signed).collect()
    }
}

/// The seats of a schedule for so many people. Those left empty never meet, so that no group lacks
/// more than one.
fn seats(schedule: &Schedule, people: usize) -> Option<Vec<usize>> {
    let all = schedule.first()?.len();
    let meet = |a: usize, b: usize| schedule.iter().any(|groups| groups[a] == groups[b]);
    let empty = (0..all).find_map(|first| {
        let mut empty: Vec<usize> = Vec::new();
        for seat in (0..all).map(|step| (first + step) % all) {
            if empty.len() < all - people && !empty.iter().any(|&other| meet(seat, other)) {
                empty.push(seat);
            }
        }
        (empty.len() == all - people).then_some(empty)
    })?;
    Some((0..all).filter(|seat| !empty.contains(seat)).collect())
}

/// Lets two people change seats in all rounds at once, as long as some round is above its bound.
fn improve(tables: &mut [Table], bounds: &[Vec<i64>], stream: &mut SplitMix64) {
    let people = tables[0].at.len();
    let levels = tables[0].cost.len();
    let done =
        |tables: &[Table]| tables.iter().zip(bounds).all(|(table, bound)| table.cost == *bound);
    let total = |tables: &[Table]| -> Vec<i64> {
        (0..levels).map(|level| tables.iter().map(|table| table.cost[level]).sum()).collect()
    };
    let at = |tables: &[Table]| -> Vec<Vec<u32>> {
        tables.iter().map(|table| table.at.clone()).collect()
    };
    let mut best = (total(tables), at(tables));
    for go in 0..GOES {
        // Flat weights find what is best at all levels at once, where there is such a thing.
        let weight = |level: usize| if go == 0 { 1 } else { 1 << (levels - 1 - level).min(4) };
        let weights = tables[0].weights(&(0..levels).map(weight).collect::<Vec<i32>>());
        let mut cooling = Cooling::new((CHANGES * people * tables.len()) << go, false);
        while let Some(chances) = cooling.next_stage() {
            for _ in 0..cooling.steps() {
                if done(tables) {
                    return;
                }
                let (p, q) = (number(stream.below(people)), number(stream.below(people)));
                let apart = |table: &&mut Table| table.at[p as usize] != table.at[q as usize];
                let cost: i32 = (tables.iter_mut().filter(apart))
                    .map(|table| table.swap_cost(p, q, &weights))
                    .sum();
                if p != q && chances.pass(cost, stream) {
                    tables.iter_mut().filter(apart).for_each(|table| table.swap(p, q));
                    let now = total(tables);
                    if now < best.0 {
                        best = (now, at(tables));
                    }
                }
            }
        }
        for (table, at) in tables.iter_mut().zip(&best.1) {
            table.restore(at);
        }
    }
}
