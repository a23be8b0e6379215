//! Several rounds made together, held to what looking at every pair finds. All people are invented.

use std::collections::{BTreeMap, BTreeSet};

use meibo::allocation::{
    Answer, Attribute, GroupRequest, Person, Place, Problem, TrackRequest, allocate_rounds,
};

use crate::allocation::{
    Dice, all, count, in_order, keeps_rules, lines, pairs, sizes, small, tracks,
};

/// A round of a plan as it is by itself: everybody in the track of the rounds before, and these among
/// the earlier ones.
fn alone(problems: &[Problem], answers: &[Answer], round: usize) -> Problem {
    let mut problem = problems[round].clone();
    for (before, answer) in problems.iter().zip(answers).take(round) {
        let at: BTreeMap<&str, Place> = before
            .people
            .iter()
            .map(|p| p.key.as_str())
            .zip(answer.places.iter().copied())
            .collect();
        let own = |person: &Person| at.get(person.key.as_str()).copied();
        let group = |place: Place| place.track * 100 + place.group;
        problem.earlier.push(problem.people.iter().map(|p| own(p).map(group)).collect());
        for person in &mut problem.people {
            if let (None, Some(place)) = (person.fixed, at.get(person.key.as_str())) {
                person.track = person.track.or(Some(place.track));
            }
        }
    }
    problem
}

#[test]
fn small_plans_are_counted_as_looking_counts_them() {
    let (mut rounds_seen, mut refused, mut met, mut without) = (0, 0, 0, 0);
    for case in 0..300 {
        let whole = small(case);
        let mut dice = Dice(case + 31);
        let mut problems = vec![whole.clone(), whole.clone(), whole];
        // Somebody sits the second round out.
        if problems[1].people.len() > 2 && dice.chance(2) {
            let out = problems[1].people.len() - 1;
            let second = &mut problems[1];
            second.people.pop();
            second
                .together
                .iter_mut()
                .chain(&mut second.apart)
                .for_each(|set| set.retain(|&p| p != out));
            second.earlier.iter_mut().for_each(|round| round.truncate(out));
            without += 1;
        }
        let answers = match allocate_rounds(&problems) {
            Ok(answers) => answers,
            Err((round, refusal)) => {
                // What a later round refuses may depend on the tracks chosen before.
                let possible = || all(&problems[round]);
                assert!(round > 0 || possible().is_empty(), "case {case}: {refusal}");
                refused += 1;
                continue;
            }
        };
        for (round, answer) in answers.iter().enumerate() {
            let problem = alone(&problems, &answers, round);
            assert!(
                keeps_rules(&problem, &answer.places),
                "case {case}, round {round}: {problem:?}"
            );
            let cost = count(&problem, &answer.places);
            let possible = all(&problem);
            let even = possible.iter().map(|places| pairs(&sizes(&problem, places))).min().unwrap();
            let fewest = |index: usize, which: &dyn Fn(&Vec<Place>) -> bool| {
                let costs = possible.iter().filter(|places| which(places));
                costs.map(|places| count(&problem, places)[index]).min().unwrap()
            };
            for (index, line) in lines(answer).iter().enumerate() {
                let same = fewest(index, &|places| tracks(places) == tracks(&answer.places));
                let any = fewest(index, &|places| pairs(&sizes(&problem, places)) == even);
                assert_eq!(line.cost, cost[index], "case {case}, round {round}");
                assert!(
                    line.bound <= same && line.bound_any_tracks <= any,
                    "case {case}, round {round}: {line:?}, {same}, {any}"
                );
            }
            met += cost[cost.len() - 1];
            rounds_seen += 1;
        }
    }
    assert!(rounds_seen > 150 && refused > 50 && met > 50 && without > 50);
}

/// People of one track in groups; each of so many countries or regions in turn.
fn one_track(people: usize, groups: usize, countries: usize) -> Problem {
    let group = |number: usize| GroupRequest { name: format!("P{}", number + 1), capacity: None };
    let person = |number: usize| Person {
        key: format!("K-{number:03}"),
        track: Some(0),
        values: vec![format!("country {}", number % countries)],
        ..Person::default()
    };
    Problem {
        attributes: vec![Attribute { name: "country or region".to_owned() }],
        tracks: vec![TrackRequest {
            name: "policy".to_owned(),
            groups: (0..groups).map(group).collect(),
        }],
        people: (0..people).map(person).collect(),
        seed: 3,
        ..Problem::default()
    }
}

/// Counts the meetings beyond the first of every two people, by looking.
fn repeats(answers: &[Answer]) -> usize {
    let people = answers[0].places.len();
    let times = |a: usize, b: usize| answers.iter().filter(|r| r.places[a] == r.places[b]).count();
    let pairs = (0..people).flat_map(|b| (0..b).map(move |a| (a, b)));
    pairs.map(|(a, b)| times(a, b).saturating_sub(1)).sum()
}

#[test]
fn many_rounds_repeat_no_meeting_where_a_schedule_can_be_built() {
    // In the second, each round has groups of five and of four.
    for (people, groups, countries, rounds) in [(32, 8, 16, 10), (29, 7, 29, 6), (18, 6, 18, 8)] {
        let problems = vec![one_track(people, groups, countries); rounds];
        let answers = allocate_rounds(&problems).unwrap();
        let what = format!("{people} people, {groups} groups, {rounds} rounds");
        assert_eq!(repeats(&answers), 0, "{what}");
        for (round, answer) in answers.iter().enumerate() {
            let problem = alone(&problems, &answers, round);
            assert!(keeps_rules(&problem, &answer.places), "{what}");
            assert_eq!(in_order(&count(&problem, &answer.places)), [0, 0], "{what}");
        }
    }
}

#[test]
fn a_schedule_never_breaks_a_rule() {
    let plain = one_track(9, 3, 9);
    let pinned = |people: Vec<Person>| Problem { people, ..plain.clone() };
    let mut people = plain.people.clone();
    people[3].fixed = Some(Place { track: 0, group: 2 });
    for problem in [
        pinned(people),
        Problem { together: vec![vec![7, 8]], ..plain.clone() },
        Problem { apart: vec![vec![1, 2], vec![3, 4, 5]], ..plain.clone() },
    ] {
        let problems = vec![problem; 4];
        let answers = allocate_rounds(&problems).unwrap();
        for (round, answer) in answers.iter().enumerate() {
            assert!(keeps_rules(&alone(&problems, &answers, round), &answer.places), "{round}");
        }
    }
    assert_eq!(repeats(&allocate_rounds(&vec![plain; 4]).unwrap()), 0);
}

#[test]
fn one_round_more_than_there_are_people_to_meet_repeats_as_few_as_it_says() {
    let problems = vec![one_track(9, 3, 9); 6];
    let answers = allocate_rounds(&problems).unwrap();
    let counted: u64 =
        answers.iter().filter_map(|a| a.judgement.repeats.as_ref()).map(|l| l.cost).sum();
    // Nine people have 36 pairs, and six rounds of three groups of three use 54.
    assert_eq!((counted, repeats(&answers)), (18, 18));
}

#[test]
fn ten_thousand_countries_and_other_extremes_have_an_answer_or_a_refusal() {
    let answer =
        |problem: Problem| allocate_rounds(&[problem]).map(|mut answers| answers.remove(0));
    let zero = |problem: &Problem, answer: &Answer| {
        assert_eq!(answer.places.len(), problem.people.len());
        answer
            .judgement
            .attributes
            .iter()
            .for_each(|line| assert_eq!(line.excess(), 0, "{line:?}"));
    };
    // Everybody from a country of his or her own, and two of each.
    for (people, groups, countries) in [(10_000, 100, 10_000), (12_000, 150, 6_000), (50, 1, 1)] {
        let problem = one_track(people, groups, countries);
        zero(&problem, &answer(problem.clone()).unwrap());
    }
    let says = |problem: Problem| answer(problem).unwrap_err().1.to_string();
    assert_eq!(says(one_track(3, 8, 2)), "8 groups cannot be formed from 3 people in track policy");
    assert_eq!(
        says(one_track(3, 0, 2)),
        "the number of groups of track policy has to be at least one"
    );
    assert_eq!(says(Problem::default()), "there is no track to form groups in");
    let mut closed = one_track(3, 2, 2);
    closed.tracks[0].groups[1].capacity = Some(0);
    assert_eq!(says(closed), "group P2 has a capacity of zero");
    let mut pinned = one_track(6, 2, 2);
    pinned.tracks[0].groups[0].capacity = Some(2);
    // People of one country or region come one after another.
    pinned.people[..3].iter_mut().for_each(|p| p.fixed = Some(Place { track: 0, group: 0 }));
    assert_eq!(
        says(pinned),
        "group P1 has 3 people pinned to it, but it can seat only 2: K-000, K-002 and K-001"
    );
    let nobody = Problem { people: Vec::new(), ..one_track(1, 1, 1) };
    assert_eq!(says(nobody), "1 group cannot be formed from 0 people in track policy");
    let alone = one_track(1, 1, 1);
    zero(&alone, &answer(alone.clone()).unwrap());
}

/// Makes one round of a plan different from the others: somebody sits out, other pins, other seats.
fn changed(whole: &Problem, dice: &mut Dice) -> Problem {
    let mut problem = whole.clone();
    if problem.people.len() > 2 && dice.chance(2) {
        let out = problem.people.len() - 1;
        problem.people.pop();
        let sets = problem.together.iter_mut().chain(&mut problem.apart);
        sets.for_each(|set| set.retain(|&person| person != out));
        problem.earlier.iter_mut().for_each(|round| round.truncate(out));
    }
    for person in &mut problem.people {
        if dice.chance(3) {
            let track = person.track.unwrap_or_else(|| dice.roll(whole.tracks.len()));
            let group = dice.roll(whole.tracks[track].groups.len());
            person.fixed = dice.chance(2).then_some(Place { track, group });
        }
    }
    for group in problem.tracks.iter_mut().flat_map(|track| &mut track.groups) {
        if dice.chance(4) {
            group.capacity = dice.chance(2).then(|| 1 + dice.roll(4));
        }
    }
    problem
}

/// Says by trying everything whether rounds can be filled one after another with everybody who
/// declared no track in that of the first round he or she was in.
fn can_be_filled(problems: &[Problem], known: &BTreeMap<String, usize>) -> bool {
    let Some((first, rest)) = problems.split_first() else { return true };
    let mut problem = first.clone();
    for person in problem.people.iter_mut().filter(|person| person.fixed.is_none()) {
        person.track = person.track.or(known.get(&person.key).copied());
    }
    let ways: BTreeSet<Vec<usize>> = all(&problem).iter().map(|places| tracks(places)).collect();
    ways.iter().any(|way| {
        let mut known = known.clone();
        for (person, track) in problem.people.iter().zip(way) {
            known.entry(person.key.clone()).or_insert(*track);
        }
        can_be_filled(rest, &known)
    })
}

#[test]
fn a_plan_is_refused_only_where_no_choice_of_tracks_fills_all_rounds() {
    let (mut made, mut refused, mut later) = (0, 0, 0);
    for case in 0..1_500 {
        let whole = small(case);
        let mut dice = Dice(case + 57);
        let rounds = 2 + dice.roll(2);
        let problems: Vec<Problem> = (0..rounds).map(|_| changed(&whole, &mut dice)).collect();
        match allocate_rounds(&problems) {
            Ok(answers) => {
                for (round, answer) in answers.iter().enumerate() {
                    let problem = alone(&problems, &answers, round);
                    assert!(keeps_rules(&problem, &answer.places), "case {case}: {problem:?}");
                }
                made += 1;
            }
            Err((round, refusal)) => {
                assert!(
                    !can_be_filled(&problems, &BTreeMap::new()),
                    "case {case}, round {round}: {refusal}\n{problems:?}"
                );
                refused += 1;
                later += usize::from(round > 0);
            }
        }
    }
    assert!(made > 200 && later > 100, "{made} made, {refused} refused, {later} in later rounds");
}
