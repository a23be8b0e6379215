//! Standings and counts against an independent fold of the scans, and against SQL.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::attendance::ask;
use super::support::Meibo;

const PEOPLE: usize = 6;
const GRACE: i64 = 10;

/// Code, beginning and end in minutes of the first day, and the track that it is for.
const SESSIONS: [(&str, i64, i64, &str); 3] =
    [("D1-A", 570, 690, ""), ("D1-B", 780, 840, "policy"), ("D1-C", 850, 900, "")];

/// One scan: person, session, whether it is an in, minutes after the beginning.
type Scan = (usize, usize, bool, i64);

fn clock(minutes: i64) -> String {
    format!("2019-02-26 {:02}:{:02}", minutes / 60, minutes % 60)
}

/// The first person is a walk-in, the second has withdrawn; odd ones are of the other track.
fn expected(person: usize, session: usize) -> bool {
    let of_track = SESSIONS[session].3.is_empty() || person.is_multiple_of(2);
    person > 1 && of_track
}

/// When somebody first came, and when the person left for good, if the person did.
fn fold(scans: &[Scan], person: usize, session: usize) -> Option<(i64, Option<i64>)> {
    let mut mine: Vec<(i64, usize, bool)> = scans
        .iter()
        .enumerate()
        .filter(|(_, scan)| scan.0 == person && scan.1 == session)
        .map(|(order, scan)| (SESSIONS[session].1 + scan.3, order, scan.2))
        .collect();
    mine.sort_unstable();
    let mut found: Option<(i64, Option<i64>)> = None;
    for (at, _, is_in) in mine {
        found = match (found, is_in) {
            (None, true) => Some((at, None)),
            (Some((first, _)), true) => Some((first, None)),
            (Some((first, None)), false) => Some((first, Some(at))),
            (found, false) => found,
        };
    }
    found
}

fn standing(
    scans: &[Scan],
    excused: &[(usize, usize)],
    person: usize,
    session: usize,
) -> Option<&'static str> {
    let (_, begin, end, _) = SESSIONS[session];
    match fold(scans, person, session) {
        Some((first, _)) if first - begin > GRACE => Some("late"),
        Some((_, Some(last))) if end - last > GRACE => Some("left early"),
        Some(_) => Some("present"),
        None if !expected(person, session) => None,
        None if excused.contains(&(person, session)) => Some("excused"),
        None if (0..PEOPLE).any(|other| fold(scans, other, session).is_some()) => Some("absent"),
        None => Some("unknown"),
    }
}

fn register(scans: &[Scan], excused: &[(usize, usize)]) -> Meibo {
    let meibo = Meibo::with_register();
    let people: String = (0..PEOPLE)
        .map(|person| {
            let status = ["walk-in", "withdrawn", "confirmed"][person.min(2)];
            let track = ["policy", "licensing"][person % 2];
            format!("Person{person},p{person}@x.example,{status},{track}\n")
        })
        .collect();
    meibo.write("people.csv", format!("family_name,email,status,track\n{people}"));
    meibo.line("import people.csv").done();
    for (code, begin, end, track) in SESSIONS {
        let kind = if track.is_empty() { "plenary" } else { "breakout" };
        let (from, to) = (clock(begin), clock(end));
        let track = if track.is_empty() { String::new() } else { format!("--track {track}") };
        let line = format!("session add {code} --day 1 --title T --kind {kind} {track}");
        meibo.line(&format!("{line} --from {} --to {}", &from[11..], &to[11..])).done();
    }
    let rows: String = scans
        .iter()
        .map(|&(person, session, is_in, minutes)| {
            let (code, begin, ..) = SESSIONS[session];
            let kind = if is_in { "in" } else { "out" };
            format!("p{person}@x.example,{code},{kind},{}\n", clock(begin + minutes))
        })
        .collect();
    meibo.write("scans.csv", format!("code,session,kind,at\n{rows}"));
    meibo.line("attendance import scans.csv").done();
    for (person, session) in excused {
        let code = SESSIONS[*session].0;
        let who = format!("attendance mark p{person}@x.example --excused --reason ill");
        meibo.line(&format!("{who} --session {code}")).done();
    }
    meibo
}

#[test]
fn standings_and_counts_are_those_of_an_independent_fold() {
    let config =
        Config { cases: 8, failure_persistence: None, max_shrink_iters: 16, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let scan = (0..PEOPLE, 0_usize..3, prop::bool::weighted(0.6), 0_i64..100).prop_map(
        |(person, session, is_in, minutes)| {
            let after = if is_in { minutes / 2 - 20 } else { 10 + minutes };
            (person, session, is_in, after)
        },
    );
    let seen = std::cell::RefCell::new(BTreeMap::<&str, usize>::new());
    let inputs = (
        prop::collection::vec(scan, 0..26),
        prop::collection::vec((2..PEOPLE, 0_usize..3), 0..4),
        // At one session nobody may have been recorded at all.
        0_usize..4,
    );
    runner
        .run(&inputs, |(mut scans, mut excused, empty)| {
            scans.retain(|scan| scan.1 != empty);
            excused.retain(|(person, session)| expected(*person, *session));
            let meibo = register(&scans, &excused);
            let mut wanted = BTreeMap::new();
            for person in 0..PEOPLE {
                for (session, (code, ..)) in SESSIONS.iter().enumerate() {
                    if let Some(state) = standing(&scans, &excused, person, session) {
                        *seen.borrow_mut().entry(state).or_default() += 1;
                        let key = (format!("Person{person}"), (*code).to_owned());
                        wanted.insert(key, state.to_owned());
                    }
                }
            }
            let said: BTreeMap<(String, String), String> = ask(&meibo, "attendance --by person")
                .into_iter()
                .map(|row| ((row["name"].clone(), row["session"].clone()), row["state"].clone()))
                .collect();
            prop_assert_eq!(said, wanted);

            for row in ask(&meibo, "attendance --by session") {
                let figure = |key: &str| row[key].parse::<i64>().unwrap();
                let session =
                    SESSIONS.iter().position(|(code, ..)| *code == row["session"]).unwrap();
                let persons = |of: &dyn Fn(usize) -> bool| {
                    i64::try_from((0..PEOPLE).filter(|&person| of(person)).count()).unwrap()
                };
                let came = |person: usize| fold(&scans, person, session).is_some();
                let is = |state: &'static str| {
                    let excused = excused.clone();
                    let scans = scans.clone();
                    move |person: usize| standing(&scans, &excused, person, session) == Some(state)
                };
                prop_assert_eq!(figure("expected"), persons(&|one| expected(one, session)));
                prop_assert_eq!(figure("present"), persons(&came));
                prop_assert_eq!(figure("late"), persons(&is("late")));
                prop_assert_eq!(figure("walk_ins"), i64::from(came(0)));
                for state in ["excused", "absent", "unknown"] {
                    prop_assert_eq!(figure(state), persons(&is(state)), "{}", state);
                }
                let came_expected = persons(&|one| came(one) && expected(one, session));
                let parts = figure("excused") + figure("absent") + figure("unknown");
                prop_assert_eq!(figure("expected"), came_expected + parts);
                let others = figure("walk_ins") + figure("unexpected");
                prop_assert_eq!(figure("present"), came_expected + others);
                let stored = meibo.count(&format!(
                    "SELECT count(DISTINCT e.participant_id) FROM attendance_event e
                     JOIN session s ON s.id = e.session_id
                     WHERE e.kind = 'in' AND s.code = '{}'",
                    row["session"]
                ));
                prop_assert_eq!(figure("present"), stored);
            }
            Ok(())
        })
        .unwrap();
    let seen = seen.borrow();
    for state in ["present", "late", "left early", "excused", "absent", "unknown"] {
        assert!(seen.get(state).is_some_and(|times| *times > 0), "{state} never came up: {seen:?}");
    }
}
