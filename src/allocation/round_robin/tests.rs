//! Tests of the dealing, with a brute-force witness on small cases.

use super::*;
use proptest::prelude::*;

fn person(number: usize, country: &str, organization: &str, pinned: Option<usize>) -> Person {
    Person {
        key: format!("P{number:05}"),
        country: country.to_owned(),
        organization: organization.to_owned(),
        pinned,
    }
}

fn anyone(people: usize) -> Vec<Person> {
    (0..people).map(|n| person(n, "", "", None)).collect()
}

fn recount(people: &[Person], group_of: &[usize]) -> u64 {
    let mut total = 0;
    for (a, first) in people.iter().enumerate() {
        for (b, second) in people.iter().enumerate().skip(a + 1) {
            let together = group_of[a] == group_of[b];
            if together && !first.country.is_empty() && first.country == second.country {
                total += 1;
            }
        }
    }
    total
}

fn within_one(sizes: &[usize]) -> bool {
    sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1
}

fn keeps_pins(people: &[Person], group_of: &[usize]) -> bool {
    people.iter().zip(group_of).all(|(person, &group)| person.pinned.is_none_or(|pin| pin == group))
}

fn sizes_of(group_of: &[usize], groups: usize) -> Vec<usize> {
    (0..groups).map(|group| group_of.iter().filter(|&&g| g == group).count()).collect()
}

/// The fewest pairs over every allowed plan, or `None` when there is no allowed plan.
fn exhaustive(people: &[Person], groups: usize) -> Option<u64> {
    let plans = groups.pow(u32::try_from(people.len()).unwrap());
    (0..plans)
        .filter_map(|mut code| {
            let group_of: Vec<usize> = people
                .iter()
                .map(|_| {
                    let group = code % groups;
                    code /= groups;
                    group
                })
                .collect();
            let allowed = within_one(&sizes_of(&group_of, groups)) && keeps_pins(people, &group_of);
            allowed.then(|| recount(people, &group_of))
        })
        .min()
}

/// People of 32 countries of very different sizes.
fn seminar() -> Vec<Person> {
    let mut people = Vec::new();
    let mut stream = SplitMix64::new(32);
    while people.len() < 200 {
        let country = if people.len() < 32 {
            u64::try_from(people.len()).unwrap()
        } else {
            (stream.next() % 32).min(stream.next() % 32)
        };
        let organization = format!("org {}", stream.next() % 60);
        people.push(person(people.len(), &format!("C{country:02}"), &organization, None));
    }
    people
}

fn a_person() -> impl Strategy<Value = (usize, usize, Option<usize>)> {
    (0..5_usize, 0..4_usize, prop::option::weighted(0.3, 0..9_usize))
}

/// People whose keys are in no order, with pins that can be out of range only when `wild`.
fn instance(
    most: usize,
    groups: usize,
    wild: bool,
) -> impl Strategy<Value = (Vec<Person>, Request)> {
    (prop::collection::vec(a_person(), 1..=most), 1..=groups, any::<u64>(), any::<bool>()).prop_map(
        move |(rows, groups, seed, pins)| {
            let groups = if wild { groups } else { groups.min(rows.len()) };
            let people = rows
                .into_iter()
                .enumerate()
                .map(|(n, (country, organization, pinned))| {
                    let pinned = pinned.filter(|_| pins);
                    person(
                        n * 7919 % 65_537,
                        ["", "JP", "ID", "KE", "PE"][country],
                        ["", "alpha", "beta", "gamma"][organization],
                        if wild { pinned } else { pinned.map(|p| p % groups) },
                    )
                })
                .collect();
            (people, Request { groups, seed })
        },
    )
}

/// Unpins whoever is pinned to a group that cannot seat another pin.
fn tame(people: &mut [Person], groups: usize) {
    let small = people.len() / groups;
    let mut extra = people.len() % groups;
    let mut pins = vec![0; groups];
    for person in people {
        let Some(group) = person.pinned else { continue };
        if pins[group] > small || (pins[group] == small && extra == 0) {
            person.pinned = None;
            continue;
        }
        if pins[group] == small {
            extra -= 1;
        }
        pins[group] += 1;
    }
}

fn no_exchange_helps(people: &[Person], group_of: &[usize]) -> bool {
    let now = recount(people, group_of);
    (0..people.len()).all(|a| {
        (0..a).all(|b| {
            let mut exchanged = group_of.to_vec();
            exchanged.swap(a, b);
            let pinned = people[a].pinned.is_some() || people[b].pinned.is_some();
            pinned || recount(people, &exchanged) >= now
        })
    })
}

#[test]
fn the_stream_of_a_seed_is_frozen() {
    let mut stream = SplitMix64::new(1_234_567);
    let first: Vec<u64> = (0..5).map(|_| stream.next()).collect();
    assert_eq!(
        first,
        [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ]
    );
    let mut stream = SplitMix64::new(0);
    assert_eq!(stream.next(), 0xE220_A839_7B1D_CDAF);
    assert_eq!(stream.next(), 0x6E78_9E6A_A1B9_65F4);
    assert_eq!(stream.next(), 0x06C4_5D18_8009_454F);
}

#[test]
fn no_groups_are_refused() {
    let request = Request { groups: 0, seed: 1 };
    let refusal = assign(&anyone(3), &request).unwrap_err();
    assert_eq!(refusal, Refusal::NoGroups);
    assert_eq!(refusal.to_string(), "the number of groups has to be at least one");
}

#[test]
fn an_empty_group_is_refused() {
    let request = Request { groups: 2, seed: 1 };
    let refusal = assign(&anyone(1), &request).unwrap_err();
    assert_eq!(refusal, Refusal::MoreGroupsThanPeople { groups: 2, people: 1 });
    assert_eq!(refusal.to_string(), "2 groups cannot be formed from 1 person");
    let vast = Request { groups: usize::MAX, seed: 1 };
    assert!(assign(&anyone(1), &vast).is_err());
    assert!(assign(&[], &request).is_err());
}

#[test]
fn a_pin_out_of_range_is_refused_by_the_first_key() {
    let mut people = anyone(4);
    people[3].pinned = Some(2);
    people[1].pinned = Some(5);
    let request = Request { groups: 2, seed: 1 };
    for _ in 0..2 {
        let refusal = assign(&people, &request).unwrap_err();
        assert_eq!(
            refusal,
            Refusal::PinOutOfRange { key: "P00001".to_owned(), group: 5, groups: 2 }
        );
        assert_eq!(refusal.to_string(), "P00001 is pinned to group 6, but there are only 2 groups");
        people.reverse();
    }
    people[0].pinned = Some(usize::MAX);
    assert!(assign(&people, &request).unwrap_err().to_string().starts_with("P0000"));
}

#[test]
fn pins_beyond_the_larger_size_are_refused() {
    let mut people = anyone(5);
    for person in &mut people[..4] {
        person.pinned = Some(1);
    }
    let refusal = assign(&people, &Request { groups: 2, seed: 1 }).unwrap_err();
    assert_eq!(refusal, Refusal::TooManyPins { group: 1, pins: 4, size: 3 });
    assert_eq!(refusal.to_string(), "group 2 has 4 people pinned to it, but it can seat only 3");
}

#[test]
fn pins_that_need_more_larger_groups_than_there_are_are_refused() {
    // Seven people in three groups sit 3, 2, 2, so only one group can keep three pins.
    let mut people = anyone(7);
    for (n, person) in people.iter_mut().enumerate().take(6) {
        person.pinned = Some(n % 2 + 1);
    }
    let request = Request { groups: 3, seed: 1 };
    assert_eq!(assign(&people, &request), Err(Refusal::TooManyPins { group: 2, pins: 3, size: 2 }));
    people[1].pinned = None;
    let plan = assign(&people, &request).unwrap();
    assert_eq!(plan.sizes, [2, 3, 2]);
}

#[test]
fn a_plan_without_pins_deals_in_turn() {
    let people: Vec<Person> =
        [("JP", "b"), ("JP", "a"), ("JP", "b"), ("KE", "c"), ("KE", "c"), ("", "b"), ("PE", "")]
            .iter()
            .enumerate()
            .map(|(n, (country, organization))| person(n, country, organization, None))
            .collect();
    let plan = assign(&people, &Request { groups: 3, seed: 7 }).unwrap();
    assert_eq!(plan.group_of[..5], [1, 0, 2, 0, 1]);
    assert_eq!(plan.sizes, [3, 2, 2]);
    assert_eq!((plan.same_country_pairs, plan.fewest_possible), (0, 0));
}

#[test]
fn people_without_a_country_are_spread_by_organization() {
    let mut people: Vec<Person> =
        (0..9).map(|n| person(n, "", ["a", "b", "c"][n / 3], None)).collect();
    for pin in [None, Some(2)] {
        people[4].pinned = pin;
        let plan = assign(&people, &Request { groups: 3, seed: 3 }).unwrap();
        for part in plan.group_of.chunks(3) {
            let mut part = part.to_vec();
            part.sort_unstable();
            assert_eq!(part, [0, 1, 2]);
        }
        assert_eq!((plan.same_country_pairs, plan.fewest_possible), (0, 0));
    }
}

#[test]
fn an_extra_seat_taken_by_pins_is_not_given_again() {
    // The third group has nobody from KE, but the one extra seat is in the first.
    let people: Vec<Person> = [
        ("JP", Some(0)),
        ("ID", Some(0)),
        ("", Some(0)),
        ("KE", Some(1)),
        ("PE", Some(2)),
        ("PE", Some(2)),
        ("KE", None),
    ]
    .iter()
    .enumerate()
    .map(|(n, &(country, pinned))| person(n, country, "", pinned))
    .collect();
    let plan = assign(&people, &Request { groups: 3, seed: 1 }).unwrap();
    assert_eq!(plan.sizes, [3, 2, 2]);
    assert_eq!((plan.same_country_pairs, plan.fewest_possible), (2, 1));
}

#[test]
fn colleagues_from_different_countries_are_kept_apart() {
    for (organization, expected) in [("alpha", 1), ("", 0)] {
        let people: Vec<Person> = [
            ("AA", organization, Some(0)),
            ("BB", organization, None),
            ("BB", "omega", None),
            ("CC", "beta", Some(1)),
            ("DD", "gamma", Some(1)),
            ("EE", "delta", None),
            ("FF", "delta", None),
            ("GG", "delta", None),
        ]
        .iter()
        .enumerate()
        .map(|(n, &(country, organization, pinned))| person(n, country, organization, pinned))
        .collect();
        for seed in 0..10 {
            let plan = assign(&people, &Request { groups: 2, seed }).unwrap();
            assert_eq!(plan.group_of[1..3], [expected, 1 - expected]);
        }
    }
}

#[test]
fn the_bound_fills_up_from_the_pins() {
    // Three of five are pinned together; the other two go to the two empty groups.
    let mut people: Vec<Person> =
        (0..9).map(|n| person(n, if n < 5 { "JP" } else { "" }, "", None)).collect();
    for person in &mut people[..3] {
        person.pinned = Some(0);
    }
    let plan = assign(&people, &Request { groups: 3, seed: 3 }).unwrap();
    assert_eq!((plan.same_country_pairs, plan.fewest_possible), (3, 3));
}

#[test]
fn the_seed_decides_between_equals() {
    let people: Vec<Person> =
        (0..24).map(|n| person(n, &format!("C{}", n / 3), "", None)).collect();
    let plan = |seed| assign(&people, &Request { groups: 4, seed }).unwrap();
    assert_eq!(plan(1), plan(1));
    assert!((2..12).any(|seed| plan(seed) != plan(1)));
}

#[test]
fn a_seminar_comes_within_three_pairs_of_the_fewest_possible() {
    let mut people = seminar();
    for seed in 0..20 {
        let plan = assign(&people, &Request { groups: 8, seed }).unwrap();
        assert_eq!(plan.sizes, [25; 8]);
        assert_eq!(plan.same_country_pairs, plan.fewest_possible);
    }
    let mut stream = SplitMix64::new(8);
    for seed in 0..40 {
        for person in &mut people {
            person.pinned = None;
            if stream.next().is_multiple_of(5) {
                person.pinned = Some(usize::try_from(stream.next() % 8).unwrap());
            }
        }
        let plan = assign(&people, &Request { groups: 8, seed }).unwrap();
        assert!(
            plan.same_country_pairs <= plan.fewest_possible + 3,
            "{} pairs, {} possible",
            plan.same_country_pairs,
            plan.fewest_possible
        );
    }
}

proptest! {
    #[test]
    fn a_plan_keeps_every_rule((mut people, request) in instance(60, 9, false)) {
        tame(&mut people, request.groups);
        let plan = assign(&people, &request).unwrap();
        prop_assert_eq!(plan.group_of.len(), people.len());
        prop_assert_eq!(&plan.sizes, &sizes_of(&plan.group_of, request.groups));
        prop_assert!(within_one(&plan.sizes));
        prop_assert!(keeps_pins(&people, &plan.group_of));
        prop_assert_eq!(plan.same_country_pairs, recount(&people, &plan.group_of));
        prop_assert!(plan.same_country_pairs >= plan.fewest_possible);
        if people.iter().all(|person| person.pinned.is_none()) {
            prop_assert_eq!(plan.same_country_pairs, plan.fewest_possible);
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(
        ((people, request), shuffled) in (instance(40, 9, false), any::<bool>()).prop_flat_map(
            |((mut people, request), refused)| {
                if !refused {
                    tame(&mut people, request.groups);
                }
                let shuffled = Just(people.clone()).prop_shuffle();
                (Just((people, request)), shuffled)
            },
        )
    ) {
        let by_key = |people: &[Person]| {
            assign(people, &request).map(|plan| {
                let groups: BTreeMap<String, usize> = people
                    .iter()
                    .map(|person| person.key.clone())
                    .zip(plan.group_of)
                    .collect();
                (groups, plan.sizes, plan.same_country_pairs, plan.fewest_possible)
            })
        };
        prop_assert_eq!(by_key(&people), by_key(&shuffled));
    }

    #[test]
    fn no_exchange_of_two_people_helps((mut people, request) in instance(24, 6, false)) {
        tame(&mut people, request.groups);
        let plan = assign(&people, &request).unwrap();
        prop_assert!(no_exchange_helps(&people, &plan.group_of));
    }

    #[test]
    fn the_worst_of_plans_is_improved((mut people, request) in instance(24, 6, false)) {
        // Pins where people already sit, and compatriots next to each other.
        people.sort_by(|a, b| a.country.cmp(&b.country));
        let order: Vec<usize> = (0..people.len()).collect();
        let start: Vec<usize> = order
            .iter()
            .map(|index| index * request.groups / people.len())
            .collect();
        for (person, &group) in people.iter_mut().zip(&start) {
            person.pinned = person.pinned.map(|_| group);
        }
        let countries = number_countries(&people);
        let mut group_of = start.clone();
        let left =
            Improvement::new(&people, &countries, &order, request.groups, &mut group_of).run(0);
        prop_assert_eq!(left, recount(&people, &group_of));
        prop_assert!(left <= recount(&people, &start));
        prop_assert!(no_exchange_helps(&people, &group_of));
        prop_assert!(keeps_pins(&people, &group_of));
        prop_assert_eq!(
            sizes_of(&group_of, request.groups),
            sizes_of(&start, request.groups)
        );
    }

    #[test]
    fn a_small_plan_is_held_against_every_other((people, request) in instance(7, 3, false)) {
        let best = exhaustive(&people, request.groups);
        match (assign(&people, &request), best) {
            (Ok(plan), Some(best)) => {
                prop_assert!(plan.fewest_possible <= best);
                prop_assert!(plan.same_country_pairs >= best);
                prop_assert!(within_one(&plan.sizes));
                prop_assert!(keeps_pins(&people, &plan.group_of));
            }
            (Err(_), None) => {}
            (outcome, best) => prop_assert!(false, "{:?} against {:?}", outcome, best),
        }
    }

    #[test]
    fn a_refusal_is_a_lower_case_sentence((people, request) in instance(6, 9, true)) {
        if let Err(refusal) = assign(&people, &request) {
            let text = refusal.to_string();
            prop_assert!(!text.ends_with('.') && !text.contains('\n'));
            prop_assert!(text.starts_with(|c: char| c.is_lowercase() || c.is_numeric() || c == 'P'));
        }
    }
}
