//! Holds the engine of the breakout groups to answers found by trying everything.
//!
//! The checker shares no code with the engine: it counts pairs by looking at every pair of people,
//! and finds what is possible by listing every assignment of a small problem. All people are invented.

use meibo::allocation::{
    Answer, Attribute, GroupRequest, Line, Person, Place, Problem, TrackRequest, allocate, judge,
};

/// How many small problems are made.
const CASES: u64 = 600;

/// A small generator of its own, so that cases do not change with the engine's.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let mixed = (self.0 ^ (self.0 >> 29)).wrapping_mul(0x9E6F_51AF_4E1D_7F35);
        usize::try_from((mixed >> 33) % sides as u64).unwrap()
    }

    fn chance(&mut self, of: usize) -> bool {
        self.roll(of) == 0
    }
}

/// Makes a problem small enough to list every assignment of, with a few rules of every kind.
fn small(case: u64) -> Problem {
    let mut dice = Dice(case.wrapping_mul(7919).wrapping_add(17));
    let tracks: Vec<usize> = if dice.chance(2) {
        vec![1 + dice.roll(3)]
    } else {
        vec![1 + dice.roll(2), 1 + dice.roll(2)]
    };
    let most = if tracks.iter().sum::<usize>() > 3 { 6 } else { 8 };
    let people = 1 + dice.roll(most);
    let capacities = dice.chance(3);
    let place = |dice: &mut Dice, wild: bool| {
        let track = dice.roll(tracks.len());
        let groups = tracks[track] + usize::from(wild && dice.chance(20));
        Place { track, group: dice.roll(groups) }
    };
    let mut problem = Problem {
        attributes: (0..=dice.roll(3).min(2))
            .map(|a| Attribute { name: format!("a{a}") })
            .collect(),
        tracks: Vec::new(),
        people: Vec::new(),
        together: Vec::new(),
        apart: Vec::new(),
        earlier: Vec::new(),
        seed: case,
    };
    for (track, &groups) in tracks.iter().enumerate() {
        let group = |dice: &mut Dice, group: usize| GroupRequest {
            name: format!("{}{}", ["P", "L"][track], group + 1),
            capacity: (capacities && dice.chance(2)).then(|| dice.roll(5)),
        };
        let groups = (0..groups).map(|number| group(&mut dice, number)).collect();
        problem.tracks.push(TrackRequest { name: format!("t{track}"), groups });
    }
    for person in 0..people {
        let values = problem.attributes.iter().map(|_| match dice.roll(4) {
            0 => String::new(),
            value => format!("v{}", value % 3),
        });
        let values = values.collect();
        let track = (!dice.chance(4)).then(|| dice.roll(tracks.len()));
        problem.people.push(Person {
            key: format!("K{:02}", (person * 7) % 31),
            name: format!("Person {person}"),
            values,
            fixed: dice.chance(7).then(|| place(&mut dice, true)),
            allowed: dice.chance(8).then(|| (0..2).map(|_| place(&mut dice, false)).collect()),
            track,
        });
    }
    let set = |dice: &mut Dice, size: usize| (0..size).map(|_| dice.roll(people)).collect();
    for _ in 0..dice.roll(3) {
        let size = 2 + dice.roll(2);
        problem.together.push(set(&mut dice, size));
    }
    for _ in 0..dice.roll(3) {
        let size = 2 + dice.roll(3);
        problem.apart.push(set(&mut dice, size));
    }
    for _ in 0..dice.roll(3) {
        let group = |dice: &mut Dice| (!dice.chance(6)).then(|| dice.roll(3));
        problem.earlier.push((0..people).map(|_| group(&mut dice)).collect());
    }
    problem
}

/// Pairs in one group that share a value, attribute by attribute, and the repeats, by looking at
/// every pair.
fn count(problem: &Problem, places: &[Place]) -> Vec<u64> {
    let mut costs = vec![0; problem.attributes.len() + 1];
    for a in 0..places.len() {
        for b in 0..a {
            if places[a] != places[b] {
                continue;
            }
            let (one, other) = (&problem.people[a], &problem.people[b]);
            for (cost, (x, y)) in costs.iter_mut().zip(one.values.iter().zip(&other.values)) {
                *cost += u64::from(!x.is_empty() && x == y);
            }
            let met =
                problem.earlier.iter().filter(|round| round[a].is_some() && round[a] == round[b]);
            costs[problem.attributes.len()] += met.count() as u64;
        }
    }
    costs
}

/// Orders costs as the engine has to: the first attribute, repeats, the other attributes.
fn in_order(costs: &[u64]) -> Vec<u64> {
    let (repeats, attributes) = costs.split_last().unwrap();
    let mut order = attributes.to_vec();
    order.insert(1.min(attributes.len()), *repeats);
    order
}

/// The sizes of all groups.
fn sizes(problem: &Problem, places: &[Place]) -> Vec<Vec<usize>> {
    let group = |place: Place| places.iter().filter(|other| **other == place).count();
    let track = |(track, request): (usize, &TrackRequest)| {
        (0..request.groups.len()).map(|of| group(Place { track, group: of })).collect()
    };
    problem.tracks.iter().enumerate().map(track).collect()
}

/// Says whether an assignment keeps every hard rule.
fn keeps_rules(problem: &Problem, places: &[Place]) -> bool {
    let each = problem.people.iter().zip(places).all(|(person, place)| {
        person.track.is_none_or(|track| track == place.track)
            && person.fixed.is_none_or(|fixed| fixed == *place)
            && person.allowed.as_ref().is_none_or(|allowed| allowed.contains(place))
    });
    let together = problem
        .together
        .iter()
        .all(|set| set.iter().all(|&person| places[person] == places[set[0]]));
    let apart = problem
        .apart
        .iter()
        .all(|set| set.iter().all(|&a| set.iter().all(|&b| a == b || places[a] != places[b])));
    let sizes = sizes(problem, places);
    let even = problem.tracks.iter().zip(&sizes).all(|(track, sizes)| {
        let full =
            |group: usize| track.groups[group].capacity.is_some_and(|most| sizes[group] >= most);
        let over =
            |group: usize| track.groups[group].capacity.is_some_and(|most| sizes[group] > most);
        let all = 0..sizes.len();
        all.clone().all(|a| {
            sizes[a] > 0 && !over(a) && all.clone().all(|b| full(b) || sizes[a] <= sizes[b] + 1)
        })
    });
    each && together && apart && even
}

/// Lists every assignment that keeps the rules.
fn all(problem: &Problem) -> Vec<Vec<Place>> {
    let mut groups = Vec::new();
    for (track, request) in problem.tracks.iter().enumerate() {
        groups.extend((0..request.groups.len()).map(|group| Place { track, group }));
    }
    if problem.tracks.iter().any(|t| t.groups.iter().any(|group| group.capacity == Some(0))) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = vec![0; problem.people.len()];
    loop {
        let places: Vec<Place> = at.iter().map(|&group| groups[group]).collect();
        if keeps_rules(problem, &places) {
            found.push(places);
        }
        let Some(next) = at.iter().position(|&group| group + 1 < groups.len()) else {
            return found;
        };
        at[..next].fill(0);
        at[next] += 1;
    }
}

fn lines(answer: &Answer) -> Vec<Line> {
    let mut lines = answer.judgement.attributes.clone();
    lines.push(answer.judgement.repeats.clone().unwrap_or_default());
    lines
}

fn pairs(sizes: &[Vec<usize>]) -> usize {
    sizes.iter().flatten().map(|size| size * size).sum()
}

fn tracks(places: &[Place]) -> Vec<usize> {
    places.iter().map(|place| place.track).collect()
}

#[test]
fn small_problems_are_answered_as_trying_everything_answers_them() {
    let (mut answered, mut refused, mut best, mut exact, mut lines_seen) = (0, 0, 0, 0, 0);
    for case in 0..CASES {
        let problem = small(case);
        let possible = all(&problem);
        let answer = match allocate(&problem) {
            Ok(answer) => answer,
            Err(refusal) => {
                assert!(possible.is_empty(), "case {case}: {refusal}\n{problem:?}");
                refused += 1;
                continue;
            }
        };
        answered += 1;
        assert!(keeps_rules(&problem, &answer.places), "case {case}: {problem:?}\n{answer:?}");
        assert_eq!(answer.judgement.sizes, sizes(&problem, &answer.places), "case {case}");
        let seated: Vec<Option<Place>> = answer.places.iter().copied().map(Some).collect();
        assert_eq!(judge(&problem, &seated), answer.judgement, "case {case}");
        let cost = count(&problem, &answer.places);
        let same: Vec<&Vec<Place>> =
            possible.iter().filter(|other| tracks(other) == tracks(&answer.places)).collect();
        let even = possible.iter().map(|places| pairs(&sizes(&problem, places))).min().unwrap();
        for (index, line) in lines(&answer).iter().enumerate() {
            let fewest = same.iter().map(|places| count(&problem, places)[index]).min().unwrap();
            let fewest_of_all = possible
                .iter()
                .filter(|places| pairs(&sizes(&problem, places)) == even)
                .map(|places| count(&problem, places)[index])
                .min()
                .unwrap();
            assert_eq!(line.cost, cost[index], "case {case}, line {index}");
            assert!(
                line.bound <= fewest && line.bound_any_tracks <= fewest_of_all,
                "case {case}, line {index}: {line:?}, {fewest}, {fewest_of_all}\n{problem:?}"
            );
            lines_seen += 1;
            exact += usize::from(line.bound == fewest);
        }
        let order = in_order(&cost);
        best += usize::from(same.iter().all(|places| in_order(&count(&problem, places)) >= order));
    }
    assert!(exact * 100 >= lines_seen * 90, "{exact} of {lines_seen} bounds exact");
    assert!(answered > 100 && refused > 100, "{answered} answered, {refused} refused");
    assert!(best * 100 >= answered * 98, "{best} of {answered} best for their tracks");
}
