//! The making of groups: every option, the proof, rounds, and what cannot be made.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Meibo, assert_same};

/// Who is in the draw of a round: all who take part, but those who lead, and helpers of no track.
const IN_THE_DRAW: &str = "p.status IN ('registered', 'confirmed', 'walk-in')
    AND p.role NOT IN ('facilitator', 'rapporteur')
    AND (p.track <> '' OR p.role NOT IN ('staff', 'interpreter'))";

/// A seminar of invented people, the same for the same number: countries, bodies, tracks by turns.
fn seminar(people: usize, undeclared: usize) -> Meibo {
    const COUNTRIES: &[&str] =
        &["JP", "VN", "KR", "FR", "US", "LA", "KH", "MM", "ID", "PH", "DE", "AU", "IN", "TH"];
    let meibo = Meibo::with_register();
    let mut list = "family_name,country,organization,category,track\n".to_owned();
    for number in 0..people {
        let country = COUNTRIES[number * number % 97 % COUNTRIES.len()];
        let body = number % 5;
        let category = ["government", "company", "academia"][number % 7 % 3];
        let track = match number {
            number if number < undeclared => "",
            number if number % 2 == 0 => "policy",
            _ => "licensing",
        };
        list.push_str(&format!("Person {number},{country},Body {body},{category},{track}\n"));
    }
    meibo.write("list.csv", list);
    meibo.line("import list.csv").done();
    meibo
}

/// Returns the code of the person whose family name ends in this number.
fn code(meibo: &Meibo, number: usize) -> String {
    let question = "SELECT code FROM participant WHERE family_name = ?1";
    meibo.sql().query_row(question, [format!("Person {number}")], |row| row.get(0)).unwrap()
}

/// Returns code and group of everybody who has a seat in a round.
fn seats(meibo: &Meibo, round: u32) -> BTreeMap<String, String> {
    let register = meibo.sql();
    let mut rows = register
        .prepare(
            "SELECT p.code, upper(substr(g.track, 1, 1)) || g.number FROM breakout_seat s
             JOIN breakout_group g ON g.id = s.group_id
             JOIN participant p ON p.id = s.participant_id WHERE s.round = ?1",
        )
        .unwrap();
    let rows = rows.query_map([round], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn json(meibo: &Meibo, line: &str) -> Vec<Value> {
    let answer = meibo.line(&format!("{line} --format json")).done().stdout;
    serde_json::from_str::<Value>(&answer).unwrap().as_array().unwrap().clone()
}

/// Counts pairs of one round and group who share a value, by SQL.
fn pairs(meibo: &Meibo, round: u32, value: &str) -> i64 {
    meibo.count(&format!(
        "WITH seated AS (
           SELECT s.group_id AS g, s.round AS r, p.id AS id, {value} AS value FROM breakout_seat s
           JOIN participant p ON p.id = s.participant_id
           LEFT JOIN organization o ON o.id = p.organization_id
           LEFT JOIN country c ON c.code = p.country WHERE {IN_THE_DRAW})
         SELECT count(*) FROM seated a JOIN seated b
         ON a.g = b.g AND a.id < b.id AND a.value = b.value WHERE a.r = {round} AND a.value <> ''"
    ))
}

#[test]
fn the_proof_counts_what_a_second_count_counts() {
    let meibo = seminar(60, 7);
    meibo.line(&format!("breakout returning {} {}", code(&meibo, 3), code(&meibo, 8))).done();
    let proof = json(&meibo, "breakout assign --groups 4 --rounds 2");
    let values = [
        ("country or region", "p.country"),
        (
            "organization",
            "CASE p.category WHEN 'government' THEN p.country || o.name_key ELSE o.name_key END",
        ),
        ("region of the world", "c.region"),
        ("category", "p.category"),
        (
            "first-time or returning",
            "EXISTS (SELECT 1 FROM breakout_rule r
            WHERE r.kind = 'returning' AND r.participant_id = p.id)",
        ),
    ];
    for round in [1, 2] {
        let rows: Vec<&Value> = proof.iter().filter(|row| row["round"] == round).collect();
        assert_eq!(rows.len(), values.len() + usize::from(round == 2), "{proof:#?}");
        for (row, (name, value)) in rows.iter().zip(values) {
            assert_eq!(row["attribute"], name);
            assert_eq!(row["pairs"], pairs(&meibo, round, value), "{name}");
        }
        for row in rows {
            let number = |key: &str| row[key].as_i64().unwrap();
            assert!(number("bound") <= number("pairs"), "{row}");
            assert!(number("bound_any_tracks") <= number("bound"), "{row}");
            assert_eq!(number("excess"), number("pairs") - number("bound"));
            assert_eq!(number("excess_any_tracks"), number("pairs") - number("bound_any_tracks"));
            for (excess, verdict) in
                [("excess", "verdict"), ("excess_any_tracks", "verdict_any_tracks")]
            {
                let best = row[verdict] == "proved best";
                assert_eq!(best, number(excess) == 0, "{row}");
                assert!(best || row[verdict].as_str().unwrap().starts_with("within "), "{row}");
            }
        }
    }
    let again = meibo.count(
        "SELECT count(*) FROM breakout_seat a JOIN breakout_seat b
         ON a.group_id = b.group_id AND a.participant_id < b.participant_id
         JOIN breakout_seat c ON c.participant_id = a.participant_id
         JOIN breakout_seat d ON d.participant_id = b.participant_id AND c.group_id = d.group_id
         WHERE a.round = 1 AND c.round = 2",
    );
    let last = proof.last().unwrap();
    assert_eq!((&last["attribute"], &last["pairs"]), (&"met before".into(), &again.into()));
}

#[test]
fn who_declared_no_track_is_distributed_and_declares_none_by_that() {
    let meibo = seminar(40, 9);
    let said = meibo.line("breakout assign --groups 3").done().stderr;
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE track = ''"), 9);
    let to = |track: &str| {
        meibo.count(&format!(
            "SELECT count(*) FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
             JOIN participant p ON p.id = s.participant_id
             WHERE g.track = '{track}' AND p.track = ''"
        ))
    };
    let (policy, licensing) = (to("policy"), to("licensing"));
    assert_eq!(policy + licensing, 9);
    assert_eq!(
        said,
        format!(
            "round 1: 9 persons without a track: {policy} to policy, {licensing} to licensing\nseed 1\n"
        )
    );
    let shown = meibo.line("breakout assign --groups 3 --dry-run").done().stdout;
    for part in ["Pairs who share", "Tracks left free", "country or region"] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn a_later_round_leaves_people_in_the_track_of_the_first_one() {
    let meibo = seminar(40, 9);
    meibo.line("breakout assign --groups 3 --rounds 3").done();
    let first = seats(&meibo, 1);
    for round in [2, 3] {
        for (code, group) in seats(&meibo, round) {
            assert_eq!(group[..1], first[&code][..1], "{code} in round {round}");
        }
    }
}

#[test]
fn capacities_are_kept_and_remembered() {
    let meibo = seminar(40, 0);
    meibo
        .line("breakout assign --capacity policy:8,8,4 --capacity licensing:10,10,3 --dry-run")
        .done();
    meibo.line("breakout assign --capacity policy:8,8,4 --capacity licensing:10,10,3").done();
    let sizes = || -> Vec<(String, i64, i64)> {
        let rows = json(&meibo, "breakout list --sizes");
        rows.iter()
            .map(|row| {
                let number = |key: &str| row[key].as_i64().unwrap();
                (row["group"].as_str().unwrap().to_owned(), number("persons"), number("capacity"))
            })
            .collect()
    };
    for (group, persons, capacity) in sizes() {
        assert!(persons <= capacity, "{group}");
    }
    meibo.line("breakout assign --seed 4").done();
    assert_eq!(sizes().iter().map(|(_, _, capacity)| *capacity).sum::<i64>(), 43);
    let refused = meibo.line("breakout assign --capacity policy:8,8,3").ended(1);
    assert!(
        refused.stderr.contains("20 people cannot sit on the 19 seats of track policy"),
        "{refused:?}"
    );
    let refused = meibo.line("breakout assign --capacity 8,0,8").ended(2);
    assert!(refused.stderr.contains("a group of zero is no group"), "{refused:?}");
    let refused = meibo.line("breakout assign --capacity 8,x").ended(2);
    assert!(refused.stderr.contains("write numbers with commas"), "{refused:?}");
    assert_eq!(sizes().len(), 6);
}

#[test]
fn the_greatest_size_holds_with_those_of_no_track_too() {
    for undeclared in [0, 5, 17, 40] {
        let meibo = seminar(40, undeclared);
        meibo.line("breakout assign --size 7").done();
        for row in json(&meibo, "breakout list --sizes") {
            assert!(row["persons"].as_i64().unwrap() <= 7, "{row}");
        }
        assert_eq!(seats(&meibo, 1).len(), 40);
    }
}

#[test]
fn what_is_balanced_comes_in_the_order_asked_for() {
    let meibo = seminar(30, 0);
    let names = |line: &str| -> Vec<String> {
        let rows = json(&meibo, line);
        rows.iter().map(|row| row["attribute"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        names("breakout assign --balance category,country"),
        ["category", "country or region"]
    );
    // Nobody is known to return, so there is nothing to mix.
    assert_eq!(names("breakout assign").len(), 4);
    assert_eq!(names("breakout assign --balance experience"), ["first-time or returning"]);
    let refused = meibo.line("breakout assign --balance shoe").ended(2);
    assert!(refused.stderr.contains("write country, organization, region, category, experience"));
}

#[test]
fn groups_of_those_who_are_there() {
    let meibo = seminar(30, 4);
    meibo.line("session add D1 --day 1 --title Day --from 09:00 --to 18:00").done();
    let here: Vec<String> = (0..20).map(|number| code(&meibo, number)).collect();
    meibo.line(&format!("checkin {} --session D1 --at 09:00", here.join(" "))).done();
    meibo.line(&format!("checkout {} {} --session D1 --at 09:20", here[0], here[1])).done();
    let said = meibo.line("breakout assign --groups 2 --present D1").done().stderr;
    assert!(said.contains("round 1: 12 persons are not there\n"), "{said}");
    let seated: BTreeSet<String> = seats(&meibo, 1).into_keys().collect();
    assert_eq!(seated, here[2..].iter().cloned().collect());
    let refused = meibo.line("breakout assign --present D9").ended(1);
    assert!(refused.stderr.contains("there is no session D9"), "{refused:?}");
}

#[test]
fn who_is_left_out_sits_out_until_taken_in_again() {
    let meibo = seminar(20, 0);
    let (one, other) = (code(&meibo, 2), code(&meibo, 3));
    let said = meibo.line(&format!("breakout assign --rounds 2 --leave-out {one} {other}")).done();
    assert!(said.stderr.contains("rounds 1 and 2: 2 persons are left out\n"), "{said:?}");
    meibo.line(&format!("breakout assign --round 2 --take-in {one}")).done();
    assert!(!seats(&meibo, 1).contains_key(&one));
    assert!(seats(&meibo, 2).contains_key(&one) && !seats(&meibo, 2).contains_key(&other));
    meibo.line("breakout assign --seed 3").done();
    assert!(!seats(&meibo, 2).contains_key(&other));
    let rules = meibo.line("breakout rules --format csv").done().stdout;
    assert!(rules.contains(&format!("left-out,2,{other},Person 3\n")), "{rules}");
}

#[test]
fn who_leads_a_group_stays_with_it_and_is_in_no_draw() {
    let meibo = seminar(24, 0);
    let [leader, reporter] = [code(&meibo, 4), code(&meibo, 6)];
    meibo.line(&format!("edit {leader} --role facilitator")).done();
    meibo.line(&format!("edit {reporter} --role rapporteur")).done();
    let said = meibo.line("breakout assign --groups 2").done().stderr;
    let nobody = format!(
        "no group is led by facilitator {leader} Person 4 and rapporteur {reporter} Person 6"
    );
    assert!(said.contains(&nobody), "{said}");
    meibo.line(&format!("breakout pin {leader} P2")).done();
    meibo.line(&format!("breakout pin {reporter} P2")).done();
    let shown = meibo.line("breakout assign --groups 2 --rounds 2 --seed 9").done().stdout;
    assert!(
        shown.contains(
            "    1  policy          2       10         5        5       0         0        2\n"
        ),
        "{shown}"
    );
    for round in [1, 2] {
        assert_eq!(seats(&meibo, round)[&leader], "P2");
        assert_eq!(seats(&meibo, round)[&reporter], "P2");
        let sizes = seats(&meibo, round).values().filter(|group| *group == "P2").count();
        assert_eq!(sizes, 7, "five of the draw and the two who lead");
    }
    let refused = meibo.line("breakout assign --groups 1").ended(1);
    assert!(
        refused.stderr.contains(&format!(
            "facilitator {leader} Person 4 is in P2, which would be there no longer"
        )),
        "{refused:?}"
    );
    let why = meibo.line(&format!("breakout show --why {leader}")).ended(1);
    assert!(why.stderr.contains("is facilitator and left out of the draw"), "{why:?}");
    // Whoever stays with the facilitator comes along, whoever stays apart does not; also in a round
    // that is new.
    meibo.line(&format!("breakout together {leader} {}", code(&meibo, 8))).done();
    meibo.line(&format!("breakout apart {leader} {}", code(&meibo, 10))).done();
    meibo.line("breakout assign --rounds 4 --seed 5").done();
    for round in 1..=4 {
        assert_eq!(seats(&meibo, round)[&leader], "P2");
        assert_eq!(seats(&meibo, round)[&code(&meibo, 8)], "P2");
        assert_eq!(seats(&meibo, round)[&code(&meibo, 10)], "P1");
    }
}

#[test]
fn a_language_leads_to_a_group_where_it_is_spoken() {
    let meibo = seminar(24, 0);
    meibo.line("breakout assign --groups 3").done();
    meibo.line("breakout group P3 --languages fr,en").done();
    let people = [code(&meibo, 2), code(&meibo, 4), code(&meibo, 6)];
    meibo.line(&format!("breakout language fr {}", people.join(" "))).done();
    for seed in 1..4 {
        meibo.line(&format!("breakout assign --seed {seed}")).done();
        for person in &people {
            assert_eq!(seats(&meibo, 1)[person], "P3", "seed {seed}");
        }
    }
    let before = meibo.everything();
    meibo.line(&format!("breakout language ja {}", people[0])).done();
    meibo.line("breakout assign").done();
    meibo.line(&format!("breakout language km {}", code(&meibo, 12))).done();
    let refused = meibo.line("breakout assign").ended(1);
    assert!(refused.stderr.contains("Person 12 needs km, and no group speaks it"), "{refused:?}");
    assert_ne!(before, meibo.everything());
}

#[test]
fn sets_are_kept_together_and_apart() {
    let meibo = seminar(40, 6);
    let codes: Vec<String> = (0..40).map(|number| code(&meibo, number)).collect();
    meibo.line(&format!("breakout together {} {}", codes[1], codes[11])).done();
    meibo.line(&format!("breakout together {} {} {}", codes[2], codes[20], codes[22])).done();
    meibo
        .line(&format!("breakout apart {} {} {} {}", codes[7], codes[9], codes[13], codes[15]))
        .done();
    for seed in 1..6 {
        meibo.line(&format!("breakout assign --groups 4 --seed {seed}")).done();
        let seats = seats(&meibo, 1);
        assert_eq!(seats[&codes[1]], seats[&codes[11]]);
        assert_eq!(seats[&codes[2]], seats[&codes[20]]);
        assert_eq!(seats[&codes[2]], seats[&codes[22]]);
        let apart: BTreeSet<&String> = [7, 9, 13, 15].map(|at| &seats[&codes[at]]).into();
        assert_eq!(apart.len(), 4);
        let _ = meibo.line("breakout check").done();
    }
}

#[test]
fn rules_that_clash_are_refused_with_the_people_before_anything_is_stored() {
    let meibo = seminar(20, 0);
    meibo.line("breakout assign --groups 2").done();
    let codes: Vec<String> = (0..20).map(|number| code(&meibo, number)).collect();
    meibo.line(&format!("breakout together {} {}", codes[2], codes[4])).done();
    let refusals = [
        (
            format!("breakout apart {} {}", codes[2], codes[4]),
            vec!["to stay together and to stay apart", "Person 2", "Person 4"],
        ),
        (
            format!("breakout together {} {}", codes[6], codes[7]),
            vec!["Person 6 is in track policy", "Person 7 in licensing"],
        ),
        (
            format!("breakout apart {} {} {}", codes[6], codes[8], codes[10]),
            vec!["3 people stay apart, but there are only 2 groups", "Person 8"],
        ),
    ];
    for (line, parts) in refusals {
        let before = meibo.everything();
        let refused = meibo.line(&line).ended(1);
        for part in parts {
            assert!(refused.stderr.contains(part), "{line}: {refused:?}");
        }
        assert_same(&before, &meibo.everything(), &line);
    }
    meibo.line(&format!("breakout pin {} P1", codes[6])).done();
    meibo.line(&format!("breakout pin {} P2", codes[8])).done();
    let refused = meibo.line(&format!("breakout together {} {}", codes[6], codes[8])).ended(1);
    assert!(refused.stderr.contains("is pinned to group P1 and"), "{refused:?}");
}

#[test]
fn a_plan_can_be_written_without_storing_it() {
    let meibo = seminar(30, 4);
    let before = meibo.everything();
    meibo.line("breakout assign --groups 3 --seed 5 --dry-run --plan --output plan.csv").done();
    assert_same(&before, &meibo.everything(), "a rehearsal");
    assert!(
        meibo
            .read("plan.csv")
            .starts_with("code,name,country,organization,category,track,round,group\n")
    );
    meibo.line("breakout assign --groups 3 --seed 5").done();
    assert_eq!(meibo.line("export breakouts").done().stdout, meibo.read("plan.csv"));
    let checked = meibo.line("breakout check plan.csv --format csv").done().stdout;
    assert_eq!(checked, meibo.line("breakout check --format csv").done().stdout);
}

#[test]
fn a_track_without_people_does_not_hinder_the_other() {
    let meibo = seminar(12, 0);
    for number in (1..12).step_by(2) {
        meibo.line(&format!("edit {} --track policy", code(&meibo, number))).done();
    }
    meibo.line("breakout assign").done();
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group WHERE track = 'licensing'"), 0);
    assert_eq!(seats(&meibo, 1).len(), 12);
}

#[test]
fn a_pin_to_a_group_that_would_go_names_the_person_and_the_group() {
    let meibo = seminar(20, 0);
    meibo.line("breakout assign --groups 3").done();
    meibo.line(&format!("breakout pin {} P3", code(&meibo, 4))).done();
    let before = meibo.everything();
    let refused = meibo.line("breakout assign --groups 2").ended(1);
    let said = format!("{} Person 4 is in P3, which would be there no longer", code(&meibo, 4));
    assert!(refused.stderr.contains(&said), "{refused:?}");
    assert_same(&before, &meibo.everything(), "a refused draw");
    meibo.line("breakout group P3 --capacity 1").done();
    let crowded = meibo.line(&format!("breakout pin {} P3", code(&meibo, 6))).ended(1);
    assert!(crowded.stderr.contains("that breaks a rule: P3 has "), "{crowded:?}");
    meibo.line(&format!("breakout pin {} P3 --reason 'asked for'", code(&meibo, 6))).done();
    let refused = meibo.line("breakout assign").ended(1);
    assert!(
        refused.stderr.contains("group P3 has 2 people pinned to it, but it can seat only 1"),
        "{refused:?}"
    );
}

#[test]
fn whoever_declares_no_track_may_be_pinned_to_another_one_in_a_later_round() {
    let meibo = seminar(24, 4);
    meibo.line("breakout assign --groups 2 --rounds 2").done();
    let person = code(&meibo, 1);
    let other = if seats(&meibo, 1)[&person].starts_with('P') { "L1" } else { "P1" };
    meibo.line(&format!("breakout pin {person} {other} --round 2 --reason 'asked for'")).done();
    meibo.line("breakout assign --seed 2").done();
    assert_eq!(seats(&meibo, 2)[&person], other);
    assert_eq!(seats(&meibo, 2).len(), 24);
}

#[test]
fn a_track_given_by_a_proposal_hinders_no_rule() {
    let meibo = seminar(24, 4);
    meibo.line("breakout assign --groups 2 --rounds 2").done();
    // Somebody without a track, and a person of the track that the proposal did not give.
    let undeclared = code(&meibo, 1);
    let other = if seats(&meibo, 1)[&undeclared].starts_with('P') { 5 } else { 6 };
    let other = code(&meibo, other);
    meibo.line(&format!("breakout together {undeclared} {other}")).done();
    meibo.line("breakout assign --rounds 2").done();
    for round in [1, 2] {
        assert_eq!(seats(&meibo, round)[&undeclared], seats(&meibo, round)[&other]);
    }
}

#[test]
fn a_size_or_a_capacity_above_the_number_of_people_makes_one_group() {
    let meibo = seminar(10, 0);
    meibo.line("breakout assign --size 500").done();
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group"), 2);
    meibo.line("breakout assign --capacity 500").done();
    assert_eq!(seats(&meibo, 1).len(), 10);
}

#[test]
fn a_seminar_that_has_no_tracks_asks_for_one_and_has_it() {
    let meibo = seminar(12, 12);
    let said = meibo.line("breakout assign --track policy --groups 3 --rounds 2").done().stderr;
    assert!(said.contains("12 persons without a track: 12 to policy"), "{said}");
    assert_eq!(seats(&meibo, 1).len(), 12);
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group WHERE track = 'licensing'"), 0);
    meibo.line("breakout check").done();
    // As soon as somebody declares one, the others are distributed.
    meibo.line(&format!("edit {} --track licensing", code(&meibo, 3))).done();
    let refused = meibo.line("breakout assign --track policy --groups 3 --round 3").done().stderr;
    assert!(refused.contains("11 to policy"), "{refused}");
}

#[test]
fn ten_rounds_of_eight_groups_of_four_repeat_no_meeting() {
    let meibo = Meibo::with_register();
    let countries = ["JP", "VN", "KR", "FR"];
    let person = |number: usize| format!("Person {number},{},policy", countries[number % 4]);
    let people: Vec<String> = (0..32).map(person).collect();
    meibo.write("list.csv", format!("family_name,country,track\n{}\n", people.join("\n")));
    meibo.line("import list.csv").done();
    let proof = json(&meibo, "breakout assign --groups 8 --rounds 10 --balance experience");
    let met = proof.iter().filter(|row| row["attribute"] == "met before");
    assert!(met.clone().all(|row| row["pairs"] == 0) && met.count() == 9, "{proof:?}");
    let again = meibo.count(
        "SELECT count(*) FROM (SELECT 1 FROM breakout_seat a JOIN breakout_seat b
         ON a.group_id = b.group_id AND a.participant_id < b.participant_id
         GROUP BY a.participant_id, b.participant_id HAVING count(*) > 1)",
    );
    assert_eq!((again, seats(&meibo, 10).len()), (0, 32));
}

#[test]
fn without_a_word_groups_are_of_at_most_twelve_then_as_many_as_before() {
    let meibo = seminar(100, 8);
    meibo.line("breakout assign").done();
    let groups = meibo.count("SELECT count(*) FROM breakout_group");
    assert!((9..=10).contains(&groups), "{groups}");
    assert!(
        json(&meibo, "breakout list --sizes")
            .iter()
            .all(|row| row["persons"].as_i64().unwrap() <= 13)
    );
    meibo.line("breakout assign --groups 3").done();
    meibo.line("breakout assign --seed 2").done();
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group"), 6);
    meibo.line("breakout assign --round 2").done();
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group WHERE round = 2"), 6);
}

#[test]
fn strange_seminars_have_an_answer_or_a_refusal_in_words() {
    let meibo = Meibo::with_register();
    let refused = meibo.line("breakout assign").ended(1);
    assert!(refused.stderr.contains("nobody who takes part can be put into groups"), "{refused:?}");
    meibo.line("register --family Alone --country JP --track policy").done();
    let proof = json(&meibo, "breakout assign --rounds 2");
    assert!(proof.iter().all(|row| row["pairs"] == 0 && row["verdict"] == "proved best"));
    assert_eq!(seats(&meibo, 2).len(), 1);

    let everyone_of_one = seminar(20, 20);
    let proof = json(&everyone_of_one, "breakout assign --groups 2");
    assert_eq!(seats(&everyone_of_one, 1).len(), 20, "nobody declared a track");
    assert_eq!(proof.len(), 4);

    let japan = Meibo::with_register();
    let list: Vec<String> = (0..10).map(|number| format!("Person {number},JP,policy")).collect();
    japan.write("list.csv", format!("family_name,country,track\n{}\n", list.join("\n")));
    japan.line("import list.csv").done();
    let proof = json(&japan, "breakout assign --groups 3");
    assert_eq!((&proof[0]["pairs"], &proof[0]["verdict"]), (&12.into(), &"proved best".into()));
    for (line, part) in [
        (
            "breakout assign --groups 0",
            "the number of groups of track policy has to be at least one",
        ),
        ("breakout assign --groups 11", "11 groups cannot be formed from 10 people"),
        (
            "breakout assign --groups 4000000000",
            "4000000000 groups cannot be formed from 10 people",
        ),
        ("breakout assign --capacity 3,3", "10 people cannot sit on the 6 seats of track policy"),
        ("breakout assign --track licensing", "nobody who takes part is in the licensing track"),
        ("breakout assign --moves 1", "was not announced"),
    ] {
        let before = japan.everything();
        let refused = japan.line(line).ended(1);
        assert!(refused.stderr.contains(part), "{line}: {refused:?}");
        assert!(refused.stderr.contains("\nhint: "), "{line}: {refused:?}");
        assert_same(&before, &japan.everything(), line);
    }
    for number in 0..6 {
        japan.line(&format!("breakout pin {} P1 --reason test", code(&japan, number))).done();
    }
    let refused = japan.line("breakout assign --groups 3").ended(1);
    assert!(
        refused.stderr.contains("group P1 has 6 people pinned to it, but it can seat only 4"),
        "{refused:?}"
    );
}

#[test]
fn the_same_people_in_another_order_of_the_list_get_the_same_groups() {
    let groups = |back: bool| {
        let meibo = Meibo::with_register();
        let mut list: Vec<String> = (0..60)
            .map(|number: usize| {
                let country = ["JP", "VN", "KR", "FR", "US", "LA"][number * number % 17 % 6];
                let track = ["policy", "licensing", ""][number % 13 / 2 % 3];
                format!("Person {number:02},{country},Body {},{track}", number % 4)
            })
            .collect();
        if back {
            list.reverse();
        }
        let list = format!("family_name,country,organization,track\n{}\n", list.join("\n"));
        meibo.write("list.csv", list);
        meibo.line("import list.csv").done();
        meibo.line("breakout assign --groups 3 --rounds 2 --seed 4").done();
        let seats = json(&meibo, "export breakouts");
        let key = |row: &Value| format!("{} {} {}", row["name"], row["round"], row["group"]);
        seats.iter().map(key).collect::<BTreeSet<String>>()
    };
    // The codes are other ones.
    assert_eq!(groups(false), groups(true));
}

#[test]
fn a_round_is_not_refused_for_the_tracks_that_the_one_before_chose() {
    let meibo = Meibo::with_register();
    let people = |track: &str, from: usize, to: usize| -> String {
        (from..to).map(|number| format!("Person {number},JP,{track}\n")).collect()
    };
    let list = people("policy", 0, 3) + &people("licensing", 3, 8) + &people("", 8, 9);
    meibo.write("list.csv", format!("family_name,country,track\n{list}"));
    meibo.line("import list.csv").done();
    let [first, second, third] = [0, 1, 8].map(|number| code(&meibo, number));
    // In the first round the third could be in either track, and policy is the smaller one.
    meibo.line(&format!("breakout assign --groups 2 --leave-out {first}")).done();
    assert!(seats(&meibo, 1)[&third].starts_with('P'));
    meibo.line(&format!("breakout apart {first} {second} {third}")).done();
    meibo.line("breakout assign --groups 2 --rounds 2").done();
    assert!(seats(&meibo, 1)[&third].starts_with('L'));
    assert!(seats(&meibo, 2)[&third].starts_with('L'));
    // With one more policy official in the set no track is left for a second round.
    meibo
        .line(&format!("breakout apart {} {second} {first} --name more", code(&meibo, 2)))
        .ended(1);
}

#[test]
fn a_round_that_cannot_be_formed_is_named_among_several() {
    let meibo = seminar(12, 0);
    meibo.line("breakout assign --groups 2 --rounds 2").done();
    meibo.line("breakout group P1 --round 2 --capacity 1").done();
    meibo.line("breakout group P2 --round 2 --capacity 1").done();
    let refused = meibo.line("breakout assign --rounds 2").ended(1);
    assert!(
        refused.stderr.contains(
            "no groups can be formed in round 2: 6 people cannot sit on the 2 seats of track policy"
        ),
        "{refused:?}"
    );
}

#[test]
fn a_session_that_nobody_is_inside_is_no_want_of_tracks() {
    let meibo = seminar(12, 0);
    meibo.line("session add D1-OPEN --day 1 --title Opening --from 09:00 --to 10:00").done();
    let refused = meibo.line("breakout assign --present D1-OPEN").ended(1);
    assert!(refused.stderr.contains("of 12 who take part nobody is inside D1-OPEN"), "{refused:?}");
    assert!(!refused.stderr.contains("--track"), "{refused:?}");
}

#[test]
fn an_attribute_that_is_named_twice_counts_once() {
    let meibo = seminar(12, 0);
    let proof = json(&meibo, "breakout assign --groups 2 --balance country,region,country");
    let names: Vec<&Value> = proof.iter().map(|row| &row["attribute"]).collect();
    assert_eq!(names, ["country or region", "region of the world"]);
}

#[test]
fn rooms_of_different_sizes_are_filled_as_well_as_it_can_be_proved() {
    let meibo = seminar(60, 4);
    let rooms = "--capacity policy:4,12,14 --capacity licensing:6,12,14";
    let line = format!("breakout assign {rooms} --rounds 2 --balance country,category");
    for row in json(&meibo, &line) {
        assert_eq!(row["excess"], 0, "{row}");
        assert_eq!(row["verdict"], "proved best", "{row}");
    }
    let sizes = json(&meibo, "breakout list --sizes");
    let small: Vec<&Value> = sizes.iter().take(2).map(|row| &row["persons"]).collect();
    assert_eq!(small, [4, 12]);
}

#[test]
fn a_language_that_only_the_other_track_speaks_is_said_to_be_missing_in_this_one() {
    let meibo = seminar(12, 0);
    meibo.line("breakout assign --groups 2").done();
    meibo.line("breakout group P1 --languages fr").done();
    meibo.line(&format!("breakout language fr {}", code(&meibo, 1))).done();
    let refused = meibo.line("breakout assign").ended(1);
    assert!(
        refused.stderr.contains("no group of track licensing speaks a language that fits"),
        "{refused:?}"
    );
}

#[test]
fn a_round_far_from_the_last_one_is_not_made_with_a_gap_before_it() {
    let meibo = seminar(12, 0);
    meibo.line("breakout assign --groups 2").done();
    let before = meibo.everything();
    let refused = meibo.line("breakout assign --round 3 --groups 2").ended(1);
    assert!(refused.stderr.contains("there are no groups in round 2"), "{refused:?}");
    assert_same(&before, &meibo.everything(), "a gap");
    meibo.line("breakout assign --round 2").done();
    meibo.line("breakout announce").done();
    meibo.line("breakout check").done();
}
