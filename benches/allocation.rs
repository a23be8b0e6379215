//! Measures the allocation of breakout groups on made-up seminars: how often every figure is at its
//! bound, and how long it takes in process.
//!
//! `cargo bench --bench allocation -- [SEEDS] [CASE ...]`, where a case is one of `plain`, `rules`,
//! `languages`, `rooms`, `thousands`, `thousands-rules`, `ten-thousands`, `hundred-thousands`, `rounds`,
//! `late` and `golfers`. All people are invented, and made from the seed.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use meibo::allocation::{
    Answer, Attribute, GroupRequest, Line, Person, Place, Problem, TrackRequest, allocate,
    allocate_rounds, seat_late,
};

/// A generator of its own, so that seminars do not change with the engine's.
struct Dice(u64);

impl Dice {
    fn draw(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (self.0 ^ (self.0 >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        mixed ^ (mixed >> 33)
    }

    fn roll(&mut self, sides: usize) -> usize {
        (self.draw() % sides as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

const COUNTRIES: usize = 32;
const REGIONS: [usize; 12] = [0, 0, 1, 1, 2, 2, 3, 4, 5, 0, 1, 2];
const ATTRIBUTES: [&str; 5] =
    ["country or region", "organization", "region", "category", "experience"];

/// A seminar: countries of very different numbers, most organizations within one country, a tenth of
/// the people without one, 7 % without a track.
fn seminar(people: usize, groups: usize, seed: u64) -> Problem {
    let mut dice = Dice(seed.wrapping_mul(7919).wrapping_add(13));
    let weight = |country: usize| 1.0 / (1.0 + country as f64).powf(0.7);
    let total: f64 = (0..COUNTRIES).map(weight).sum();
    let bodies = people.div_ceil(COUNTRIES * 3) + 1;
    let mut persons = Vec::new();
    for number in 0..people {
        let mut left = dice.share() * total;
        let mut country = 0;
        while country + 1 < COUNTRIES && left > weight(country) {
            left -= weight(country);
            country += 1;
        }
        let category = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4][dice.roll(20)];
        let organization = match (dice.roll(10), category) {
            (0, _) => String::new(),
            (_, 1) => format!("international {}", dice.roll(people / 20 + 1)),
            _ => format!("{country}/{}", (dice.share() * dice.share() * bodies as f64) as usize),
        };
        let track = match dice.roll(100) {
            0..=6 => None,
            7..=53 => Some(0),
            _ => Some(1),
        };
        persons.push(Person {
            key: format!("P-{number:06}"),
            name: format!("Person {number:06}"),
            track,
            values: vec![
                country.to_string(),
                organization,
                REGIONS[country % REGIONS.len()].to_string(),
                category.to_string(),
                (dice.roll(5) / 3).to_string(),
            ],
            ..Person::default()
        });
    }
    let track = |name: &str| TrackRequest {
        name: name.to_owned(),
        groups: (0..groups)
            .map(|group| GroupRequest { name: format!("{name} {}", group + 1), capacity: None })
            .collect(),
    };
    Problem {
        attributes: ATTRIBUTES.iter().map(|name| Attribute { name: (*name).to_owned() }).collect(),
        tracks: ["policy", "licensing"].map(track).to_vec(),
        people: persons,
        seed,
        ..Problem::default()
    }
}

/// The same with 4 % pinned, 8 % in pairs that stay together, and sets of three to five apart.
fn constrained(people: usize, groups: usize, seed: u64) -> Problem {
    let mut problem = seminar(people, groups, seed);
    let mut dice = Dice(seed.wrapping_mul(104_729).wrapping_add(5));
    let mut used = BTreeSet::new();
    for _ in 0..people / 25 {
        let person = dice.roll(people);
        if let Some(track) = problem.people[person].track
            && used.insert(person)
        {
            problem.people[person].fixed = Some(Place { track, group: dice.roll(groups) });
        }
        let (a, b) = (dice.roll(people), dice.roll(people));
        let same =
            problem.people[a].track.is_some() && problem.people[a].track == problem.people[b].track;
        if a != b && same && !used.contains(&a) && !used.contains(&b) {
            used.extend([a, b]);
            problem.together.push(vec![a, b]);
        }
    }
    for _ in 0..people / 50 {
        let size = 3 + dice.roll(3);
        let set = (0..size).map(|_| dice.roll(people)).filter(|&person| used.insert(person));
        problem.apart.push(set.collect());
    }
    problem
}

/// The same in rooms of different sizes: every other group has at most eight to thirteen people for
/// the twelve or thirteen that there would be on average.
fn in_rooms(people: usize, groups: usize, seed: u64) -> Problem {
    let mut problem = seminar(people, groups, seed);
    let mut dice = Dice(seed.wrapping_mul(7_919).wrapping_add(3));
    for track in &mut problem.tracks {
        for group in track.groups.iter_mut().step_by(2) {
            group.capacity = Some(8 + dice.roll(6));
        }
    }
    problem
}

/// The same with languages: three groups of a track speak what half of the people of two countries or
/// regions need.
fn in_languages(people: usize, groups: usize, seed: u64) -> Problem {
    let mut problem = seminar(people, groups, seed);
    let mut dice = Dice(seed.wrapping_mul(6_007).wrapping_add(11));
    for person in &mut problem.people {
        if ["0", "4"].contains(&person.values[0].as_str()) && dice.roll(2) == 0 {
            let place = |track: usize| (0..3).map(move |group| Place { track, group });
            person.allowed = Some((0..2).flat_map(place).collect());
        }
    }
    problem
}

/// Says whether pins, pairs, sets and sizes hold, by looking.
fn keeps_rules(problem: &Problem, places: &[Place]) -> bool {
    let mut sizes: BTreeMap<Place, usize> = BTreeMap::new();
    for &place in places {
        *sizes.entry(place).or_default() += 1;
    }
    let room = |place: &Place| problem.tracks[place.track].groups[place.group].capacity;
    let even = (0..problem.tracks.len()).all(|track| {
        let own = || sizes.iter().filter(|(place, _)| place.track == track);
        let full =
            |(place, size): &(&Place, &usize)| room(place).is_some_and(|most| **size >= most);
        let least = own().filter(|own| !full(own)).map(|(_, size)| *size).min();
        let over = own().any(|(place, &size)| room(place).is_some_and(|most| size > most));
        let most = own().map(|(_, size)| *size).max();
        !over && most.zip(least).is_none_or(|(most, least)| most <= least + 1)
    });
    let each = problem.people.iter().zip(places).all(|(person, place)| {
        person.track.is_none_or(|track| track == place.track)
            && person.fixed.is_none_or(|fixed| fixed == *place)
    });
    let together = problem.together.iter().all(|set| places[set[0]] == places[set[1]]);
    let apart = problem.apart.iter().all(|set| {
        set.iter().map(|&person| places[person]).collect::<BTreeSet<_>>().len() == set.len()
    });
    even && each && together && apart
}

fn timed<A>(work: impl FnOnce() -> A) -> (A, f64) {
    let start = Instant::now();
    let answer = work();
    (answer, start.elapsed().as_secs_f64() * 1000.0)
}

/// Writes one line of the table.
fn row(what: &str, seeds: u64, result: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("| {what} | {seeds} | {result} | {:.1} | {:.1} | {:.1} |", at(50), at(95), at(100));
}

fn at_bound(line: &Line) -> bool {
    line.excess() == 0
}

fn is_zero(answer: &Answer) -> bool {
    answer.judgement.attributes.iter().chain(&answer.judgement.repeats).all(at_bound)
}

/// Allocates seminars of many seeds.
fn seeds(what: &str, number: u64, make: impl Fn(u64) -> Problem) {
    let (mut zero, mut country, mut broken, mut excess, mut times) = (0, 0, 0, 0, Vec::new());
    for seed in 0..number {
        let problem = make(seed);
        let (answer, time) = timed(|| allocate(&problem).unwrap());
        times.push(time);
        zero += u64::from(is_zero(&answer));
        excess += answer.judgement.attributes.iter().map(|line| line.excess()).sum::<u64>();
        let first = &answer.judgement.attributes[0];
        country += u64::from(first.cost == first.bound_any_tracks);
        broken += u64::from(!keeps_rules(&problem, &answer.places));
    }
    let result = format!(
        "every excess zero on {zero}, country best whatever tracks on {country}, pairs over in all \
         {excess}, rules broken {broken}"
    );
    row(what, number, &result, times);
}

fn rounds(number: u64) {
    let (mut repeats, mut attributes, mut times) = (0, 0, Vec::new());
    for seed in 0..number {
        let round = |round: u64| Problem { seed: seed * 3 + round, ..seminar(200, 8, seed) };
        let rounds: Vec<Problem> = (0..3).map(round).collect();
        let (answers, time) = timed(|| allocate_rounds(&rounds).unwrap());
        times.push(time);
        let met = |answer: &Answer| answer.judgement.repeats.as_ref().is_none_or(at_bound);
        let spread = |answer: &Answer| answer.judgement.attributes.iter().all(at_bound);
        repeats += u64::from(answers.iter().all(met));
        attributes += u64::from(answers.iter().all(spread));
    }
    let result =
        format!("repeats at the bound on {repeats}, attributes in all rounds on {attributes}");
    row("three rounds of 200 people, 2 x 8 groups (time of all)", number, &result, times);
}

fn late(number: u64) {
    let (mut moved, mut best, mut all, mut times) = (0, 0, 0, Vec::new());
    for seed in 0..number {
        let mut whole = seminar(205, 8, seed);
        let mut first = whole.clone();
        first.people.truncate(200);
        let answer = allocate(&first).unwrap();
        let mut places: Vec<Option<Place>> = answer.places.into_iter().map(Some).collect();
        places.resize(205, None);
        whole.seed = seed;
        let (answer, time) = timed(|| seat_late(&whole, &places).unwrap());
        times.push(time);
        moved +=
            places.iter().zip(&answer.places).filter(|(p, q)| p.is_some_and(|p| p != **q)).count();
        best += u64::from(answer.judgement.attributes[0].excess() == 0);
        all += u64::from(is_zero(&answer));
    }
    let result =
        format!("moved {moved}, country at the exact frozen bound on {best}, every bound on {all}");
    row("five late arrivals at 200 people", number, &result, times);
}

/// Ten rounds of 32 golfers in 8 foursomes.
fn golfers(number: u64) {
    let (mut clean, mut repeats, mut times) = (0, 0, Vec::new());
    for seed in 0..number {
        let groups = (0..8).map(|group| GroupRequest { name: group.to_string(), capacity: None });
        let track = TrackRequest { name: "golf".to_owned(), groups: groups.collect() };
        let golfer = |number: u32| Person {
            key: format!("G-{number:02}"),
            track: Some(0),
            ..Person::default()
        };
        let problem = Problem {
            tracks: vec![track],
            people: (0..32).map(golfer).collect(),
            seed,
            ..Problem::default()
        };
        let rounds = vec![problem.clone(); 10];
        let (answers, time) = timed(|| allocate_rounds(&rounds).unwrap());
        times.push(time);
        assert!(answers.iter().all(|answer| keeps_rules(&problem, &answer.places)));
        let again = met_again(&answers);
        clean += u64::from(again == 0);
        repeats += again;
    }
    let result = format!("no repeat on {clean}, repeats in all {repeats}");
    row("social golfers 8 x 4 x 10 (time of all)", number, &result, times);
}

/// Counts how often two people meet once more, by looking at every pair.
fn met_again(answers: &[Answer]) -> u64 {
    let people = answers[0].places.len();
    let meetings = |a: usize, b: usize| {
        answers.iter().filter(|answer| answer.places[a] == answer.places[b]).count() as u64
    };
    let pairs = (0..people).flat_map(|b| (0..b).map(move |a| (a, b)));
    pairs.map(|(a, b)| meetings(a, b).saturating_sub(1)).sum()
}

/// Describes the machine.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let known = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = known.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, model)| model);
    format!("{cores} virtual cores, {model}, {}", std::env::consts::OS)
}

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let number = words.iter().find_map(|word| word.parse().ok()).unwrap_or(100);
    let names: Vec<&String> = words.iter().filter(|word| word.parse::<u64>().is_err()).collect();
    let few = (number / 10).max(1);
    println!("{}\n", machine());
    println!("| case | seeds | result | median ms | p95 ms | max ms |");
    println!("|---|---|---|---|---|---|");
    let wanted = |name: &str| names.is_empty() || names.iter().any(|word| *word == name);
    let cases: [(&str, &dyn Fn()); 11] = [
        ("plain", &|| seeds("200 people, 2 x 8 groups", number, |seed| seminar(200, 8, seed))),
        ("rules", &|| {
            let what = "the same with pins, pairs, sets apart";
            seeds(what, number, |seed| constrained(200, 8, seed));
        }),
        ("languages", &|| {
            seeds("the same with languages", number, |seed| in_languages(200, 8, seed));
        }),
        ("rooms", &|| {
            seeds("the same in rooms of different sizes", number, |seed| in_rooms(200, 8, seed));
        }),
        ("thousands", &|| {
            seeds("2,000 people, 2 x 80 groups", number, |seed| seminar(2_000, 80, seed));
        }),
        ("thousands-rules", &|| {
            let what = "the same with pins, pairs, sets apart";
            seeds(what, number, |seed| constrained(2_000, 80, seed));
        }),
        ("ten-thousands", &|| {
            seeds("20,000 people, 2 x 800 groups", few, |seed| seminar(20_000, 800, seed));
        }),
        ("hundred-thousands", &|| {
            seeds("200,000 people, 2 x 8,000 groups", 1, |seed| seminar(200_000, 8_000, seed));
        }),
        ("rounds", &|| rounds(number)),
        ("late", &|| late(number)),
        ("golfers", &|| golfers(few)),
    ];
    for (_, run) in cases.iter().filter(|(name, _)| wanted(name)) {
        run();
    }
}
