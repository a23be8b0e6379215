//! Groups that were announced: late arrivals, withdrawals, moves by hand, the menu, the judge.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Meibo, assert_same};

/// Thirty policy officials of six countries in three groups.
fn formed() -> Meibo {
    let meibo = Meibo::with_register();
    let countries = ["JP", "VN", "KR", "FR", "US", "LA"];
    let people: Vec<String> = (0..30)
        .map(|number| {
            format!("Person {number},{},Body {},policy", countries[number % 6], number % 10)
        })
        .collect();
    meibo.write(
        "list.csv",
        format!("family_name,country,organization,track\n{}\n", people.join("\n")),
    );
    meibo.line("import list.csv").done();
    meibo.line("breakout assign --groups 3").done();
    meibo
}

fn code(meibo: &Meibo, name: &str) -> String {
    let question = "SELECT code FROM participant WHERE family_name = ?1";
    meibo.sql().query_row(question, [name], |row| row.get(0)).unwrap()
}

/// Returns code and group of everybody who has a seat.
fn seats(meibo: &Meibo) -> BTreeMap<String, i64> {
    let register = meibo.sql();
    let mut rows = register
        .prepare(
            "SELECT p.code, g.number FROM breakout_seat s
             JOIN breakout_group g ON g.id = s.group_id
             JOIN participant p ON p.id = s.participant_id WHERE s.round = 1",
        )
        .unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn json(meibo: &Meibo, line: &str) -> Vec<Value> {
    let answer = meibo.line(&format!("{line} --format json")).done().stdout;
    serde_json::from_str::<Value>(&answer).unwrap().as_array().unwrap().clone()
}

/// Returns the figures of the present groups by attribute.
fn figures(meibo: &Meibo) -> BTreeMap<String, i64> {
    // The sizes may differ after moves by hand, which the judge says by its exit code.
    let answer = meibo.line("breakout check --format json").stdout;
    let rows: Value = serde_json::from_str(&answer).unwrap();
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| (row["attribute"].as_str().unwrap().to_owned(), row["pairs"].as_i64().unwrap()))
        .collect()
}

#[test]
fn late_arrivals_no_shows_and_withdrawals_move_nobody() {
    let meibo = formed();
    meibo.line("breakout announce").done();
    let before = seats(&meibo);
    let gone = code(&meibo, "Person 3");
    meibo.line(&format!("withdraw {gone}")).done();
    for number in 0..3 {
        meibo.line(&format!("register --family Late{number} --country JP --track policy")).done();
    }
    meibo.line("register --family LateToo --country VN").done();
    let said = meibo.line("breakout assign").done();
    let after = seats(&meibo);
    for (code, group) in &before {
        if *code == gone {
            assert!(!after.contains_key(code));
        } else {
            assert_eq!(after[code], *group, "{code} was moved");
        }
    }
    assert_eq!(after.len(), before.len() + 3);
    assert!(said.stderr.contains("Person 3 takes part no longer; a seat of P"), "{said:?}");
    assert!(said.stderr.contains("announced before: 4 persons were seated, nobody else was moved"));
    let sizes: Vec<usize> =
        (1..=3).map(|number| after.values().filter(|group| **group == number).count()).collect();
    assert_eq!(sizes, [11, 11, 11]);
    // Nothing is left to do, and nothing is done.
    let facts = meibo.facts();
    meibo.line("breakout assign --seed 9").done();
    assert_same(&facts, &meibo.facts(), "a second run");
    meibo.line("undo").done();
}

#[test]
fn withdrawals_leave_announced_groups_uneven_and_that_is_no_fault() {
    let meibo = formed();
    let first: Vec<String> =
        seats(&meibo).into_iter().filter(|(_, group)| *group == 1).map(|(code, _)| code).collect();
    meibo.line("breakout announce").done();
    for code in &first[..3] {
        meibo.line(&format!("withdraw {code}")).done();
    }
    let seated = meibo.line("breakout check").ended(1).stderr;
    assert!(seated.contains("is withdrawn and sits in P1"), "{seated}");
    meibo.line("breakout assign").done();
    let told = meibo.line("breakout check").done().stderr;
    for part in [
        "round 1: announced, so nobody is moved although sizes differ by more than one: P",
        "has 10 people and P1 has 7\n",
        "round 1: 27 persons in groups, no hard rule is broken\n",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    // Of a proposal it is one, and so it is of a file made elsewhere.
    meibo.line("export breakouts --output groups.csv").done();
    let fault = meibo.line("breakout check groups.csv").ended(1).stderr;
    assert!(fault.contains("broken: sizes differ by more than one"), "{fault}");
    meibo.line("breakout announce --off").done();
    meibo.line("breakout check").ended(1);
}

#[test]
fn announced_groups_are_made_anew_only_when_asked() {
    let meibo = formed();
    meibo.says(
        "breakout announce",
        "
Round  Groups  Persons  Result
-----  ------  -------  ---------
    1       3       30  announced
--- stderr ---
[exit 0]
",
    );
    for option in ["--groups 4", "--size 5", "--capacity 12,12,12"] {
        meibo.says(
            &format!("breakout assign {option}"),
            "
--- stderr ---
error: round 1 was announced; its groups stay
hint: without these flags only those without a seat get one; --anew makes groups anew
[exit 1]
",
        );
    }
    meibo.line("breakout assign --anew --groups 4").done();
    assert_eq!(meibo.count("SELECT max(announced) FROM breakout_group"), 0);
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group"), 4);
    meibo.line("breakout announce --round 1").done();
    let again = meibo.line("breakout announce").done().stdout;
    assert!(again.contains("was announced before"), "{again}");
    let before = meibo.facts();
    meibo.line("breakout announce --off").done();
    assert_eq!(meibo.count("SELECT max(announced) FROM breakout_group"), 0);
    meibo.line("undo").done();
    assert_same(&before, &meibo.facts(), "the undo of taking an announcement back");
    let none = meibo.line("breakout announce --round 7").ended(1);
    assert!(none.stderr.contains("there are no groups in round 7"), "{none:?}");
}

#[test]
fn a_proposal_made_of_data_that_has_changed_is_refused_with_what_changed() {
    let meibo = formed();
    let [gone, other, edited] = ["Person 3", "Person 4", "Person 5"].map(|name| code(&meibo, name));
    meibo.line(&format!("withdraw {gone}")).done();
    meibo.line(&format!("edit {edited} --country DE")).done();
    meibo.line(&format!("edit {other} --position Clerk")).done();
    meibo.line("register --family New --country JP --track policy").done();
    meibo.line(&format!("breakout apart {other} {edited} --name rivals")).done();
    let before = meibo.everything();
    let refused = meibo.line("breakout announce").ended(1);
    let new = code(&meibo, "New");
    assert_eq!(
        refused.stderr.lines().next().unwrap(),
        format!(
            "error: the groups of round 1 were made of other data: {gone} Person 3 is withdrawn; \
             {edited} Person 5: another country; {new} New was registered; \
             the rule apart rivals was made"
        )
    );
    assert_same(&before, &meibo.everything(), "a refused announcement");
    meibo.line("breakout announce --anyway --dry-run").done();
    meibo.line("breakout assign").done();
    meibo.line("breakout announce").done();
    assert!(!seats(&meibo).contains_key(&gone) && seats(&meibo).contains_key(&new));
}

#[test]
fn what_was_changed_and_changed_back_does_not_count() {
    let meibo = formed();
    let person = code(&meibo, "Person 3");
    meibo.line(&format!("edit {person} --country DE")).done();
    meibo.line("undo").done();
    meibo.line("register --family New --country JP --track policy").done();
    meibo.line("undo").done();
    meibo.line("breakout announce").done();
}

#[test]
fn the_menu_says_what_moves_save_and_taking_an_item_saves_it() {
    let meibo = formed();
    // By hand the groups are made worse.
    let at = seats(&meibo);
    let of =
        |number: i64| at.iter().filter(move |(_, group)| **group == number).map(|(code, _)| code);
    let country = |code: &str| {
        meibo
            .sql()
            .query_row("SELECT country FROM participant WHERE code = ?1", [code], |row| {
                row.get::<_, String>(0)
            })
            .unwrap()
    };
    let one = of(1).find(|code| country(code) == "JP").unwrap();
    let other = of(2).find(|code| country(code) == "VN").unwrap();
    let best = figures(&meibo);
    meibo.line(&format!("breakout swap {one} {other}")).done();
    meibo.line(&format!("breakout pin {one} --off")).done();
    meibo.line(&format!("breakout pin {other} --off")).done();
    meibo.line("breakout announce").done();
    let before = figures(&meibo);
    assert!(before["country or region"] > best["country or region"]);
    let facts = meibo.facts();
    let menu = json(&meibo, "breakout assign --moves 2");
    assert_same(&facts, &meibo.facts(), "a menu");
    let first = &menu[0];
    assert!(first["effect"].as_str().unwrap().starts_with("moving 2 persons saves "), "{first}");
    let item = first["take"].as_str().unwrap();
    let moved = json(&meibo, &format!("breakout assign --take {item}"));
    let after = figures(&meibo);
    assert_eq!(moved[0]["pairs"], after["country or region"]);
    for (name, pairs) in &before {
        let saved = pairs - after[name];
        let words = if saved.abs() == 1 { "pair" } else { "pairs" };
        let part = match saved {
            0 => continue,
            saved if saved > 0 => format!("saves {saved} {words} ({name})"),
            saved => format!("adds {} {words} ({name})", -saved),
        };
        assert!(first["effect"].as_str().unwrap().contains(&part), "{part}: {first}");
    }
    assert!(after["country or region"] < before["country or region"]);
    let refused = meibo.line(&format!("breakout assign --take {item}")).ended(1);
    assert!(refused.stderr.contains("is not on the menu"), "{refused:?}");
    meibo.line("undo").done();
    assert_same(&facts, &meibo.facts(), "the undo of a move of the menu");
}

#[test]
fn moves_by_hand_say_what_they_cost_and_rules_are_broken_only_with_a_reason() {
    let meibo = formed();
    let at = seats(&meibo);
    let mover = at.iter().find(|(_, group)| **group == 1).unwrap().0.clone();
    let before = figures(&meibo);
    let said = meibo.line(&format!("breakout move {mover} P2 --dry-run")).done().stderr;
    meibo.line(&format!("breakout move {mover} P2")).done();
    let after = figures(&meibo);
    for (name, pairs) in &before {
        let part = format!("{name} {pairs} → {}", after[name]);
        assert!(said.contains(&part), "{part}: {said}");
    }
    meibo.line("breakout group P3 --capacity 10").done();
    let facts = meibo.everything();
    let refused = meibo.line(&format!("breakout move {mover} P3")).ended(1);
    assert_eq!(
        refused.stderr,
        "error: that breaks a rule: P3 has 11 people and seats 10\nhint: do it all the same with --reason TEXT\n"
    );
    assert_same(&facts, &meibo.everything(), "a refused move");
    let said = meibo.line(&format!("breakout move {mover} P3 --reason 'a chair was found'")).done();
    assert!(said.stderr.contains("broken for the reason given: P3 has 11 people and seats 10\n"));
    let log = meibo.line("log --limit 1 --format csv").done().stdout;
    assert!(log.contains("to P3: a chair was found"), "{log}");

    let other = at.iter().find(|(_, group)| **group == 2).unwrap().0.clone();
    meibo.line(&format!("breakout apart {mover} {other}")).done();
    let refused = meibo.line(&format!("breakout move {other} P3")).ended(1);
    assert!(refused.stderr.contains("stay apart and are in P3"), "{refused:?}");
    let refused = meibo.line(&format!("breakout swap {mover} {mover}")).ended(1);
    assert!(refused.stderr.contains("are both in P3"), "{refused:?}");
    let before = seats(&meibo);
    let said = meibo.line(&format!("breakout swap {mover} {other} --format csv")).done().stdout;
    assert_eq!(said.lines().count(), 3);
    assert_eq!(seats(&meibo)[&mover], before[&other]);
    assert_eq!(seats(&meibo)[&other], before[&mover]);
}

#[test]
fn an_assignment_made_elsewhere_is_judged_with_the_same_figures() {
    let meibo = formed();
    meibo.line("export breakouts --output groups.csv").done();
    let own = meibo.line("breakout check --format csv").done();
    let file = meibo.line("breakout check groups.csv --format csv").done();
    assert_eq!(own, file);
    assert_eq!(file.stderr, "round 1: 30 persons in groups, no hard rule is broken\n");

    // Sizes that differ, somebody withdrawn, somebody missing, a pin and a set that are not kept.
    let [a, b, gone, away] =
        ["Person 1", "Person 2", "Person 3", "Person 4"].map(|name| code(&meibo, name));
    meibo.line(&format!("withdraw {gone}")).done();
    let row = |code: &str, group: &str| format!("{code},{group}\n");
    let mut rows = "Code,Group\n".to_owned();
    for (code, group) in seats(&meibo) {
        if code != away {
            let group = if code == a || code == b { 1 } else { group };
            rows.push_str(&row(&code, &format!("P{group}")));
        }
    }
    meibo.write("bad.csv", &rows);
    meibo.line(&format!("breakout apart {a} {b}")).done();
    meibo.line(&format!("breakout pin {a} P3 --reason test")).done();
    let facts = meibo.everything();
    let judged = meibo.line("breakout check bad.csv").ended(1).stderr;
    for part in [
        format!("{a} Person 1 is pinned to P3 and is in P1"),
        "stay apart and are in P1".to_owned(),
        format!("{gone} Person 3 is withdrawn and sits in P"),
        format!("1 person who takes part has no group: {away} Person 4"),
        "hard rules are broken".to_owned(),
    ] {
        assert!(judged.contains(&part), "{part}:\n{judged}");
    }
    assert_same(&facts, &meibo.everything(), "a judgement");

    meibo.write(
        "worse.csv",
        format!("code,group\n{a},P1\n{a},P2\nnobody,P1\n{b},X9\n{b},P4000000000\n"),
    );
    let judged = meibo.line("breakout check worse.csv").ended(1);
    for part in [
        "is in P1 of round 1 already",
        "is nobody in the register",
        "is not a group",
        "that no group has",
    ] {
        assert!(
            judged.stdout.replace('\n', " ").contains(part.split(' ').next().unwrap()),
            "{judged:?}"
        );
    }
    let json = meibo.line("breakout check worse.csv --format json").ended(1);
    for part in [
        "is in P1 of round 1 already",
        "is nobody in the register",
        "is not a group",
        "that no group has",
    ] {
        assert!(json.stderr.contains(part), "{part}: {json:?}");
    }
    let none = meibo.line("breakout check missing.csv").ended(1);
    assert!(none.stderr.contains("missing.csv"), "{none:?}");
}

#[test]
fn why_somebody_is_in_a_group_is_what_a_count_says() {
    let meibo = formed();
    let person = code(&meibo, "Person 7");
    let at = seats(&meibo);
    let answer = meibo.line(&format!("breakout show --why {person} --format json")).done();
    let rows: Value = serde_json::from_str(&answer.stdout).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        let group: i64 = row["group"].as_str().unwrap()[1..].parse().unwrap();
        assert_eq!(row["present"], at[&person] == group);
        let others = meibo.count(&format!(
            "SELECT count(*) FROM participant p JOIN breakout_seat s ON s.participant_id = p.id
             JOIN breakout_group g ON g.id = s.group_id
             WHERE g.number = {group} AND p.code <> '{person}'
             AND p.country = (SELECT country FROM participant WHERE code = '{person}')"
        ));
        assert_eq!(row["country_or_region"], others, "{row}");
    }
    assert!(answer.stderr.contains("the best change of places, with P-"), "{answer:?}");
    let unseated = Meibo::with_register();
    unseated.line("register --family A --country JP --track policy").done();
    let refused = unseated.line("breakout show --why 1").ended(1);
    assert!(refused.stderr.contains("has no group in round 1"), "{refused:?}");
}

#[test]
fn a_group_is_shown_with_members_room_and_pairs() {
    let meibo = formed();
    meibo.line("breakout group P2 --room 'Room 301' --capacity 12 --languages fr").done();
    let leader = code(&meibo, "Person 20");
    meibo.line(&format!("edit {leader} --role facilitator")).done();
    meibo.line(&format!("breakout move {leader} P2")).done();
    let shown = meibo.line("breakout show P2 --format json").done();
    let rows: Value = serde_json::from_str(&shown.stdout).unwrap();
    let members: BTreeSet<&str> =
        rows.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap()).collect();
    let at = seats(&meibo);
    let expected: BTreeSet<&str> =
        at.iter().filter(|(_, group)| **group == 2).map(|(code, _)| code.as_str()).collect();
    assert_eq!(members, expected);
    assert_eq!(rows[0]["role"], "facilitator");
    assert!(
        shown.stderr.contains("P2 in round 1, Room 301, capacity 12, languages fr, proposed\n"),
        "{shown:?}"
    );
    assert!(shown.stderr.contains("pairs who share: country or region "), "{shown:?}");
    let refused = meibo.line("breakout show P9").ended(1);
    assert!(refused.stderr.contains("there is no group P9 in round 1"), "{refused:?}");
    let refused = meibo.line("breakout show").ended(2);
    assert!(refused.stderr.contains("<GROUP>"), "{refused:?}");
}

#[test]
fn groups_that_are_announced_may_be_announced_again_whatever_has_changed() {
    let meibo = formed();
    meibo.line("breakout announce").done();
    meibo.line("register --family Late --country JP --track policy").done();
    meibo.line("breakout announce").done();
    meibo.line("breakout announce --off").done();
    let refused = meibo.line("breakout announce").ended(1).stderr;
    assert!(refused.contains("Late"), "{refused}");
}

#[test]
fn a_proposal_that_breaks_a_rule_is_not_announced() {
    let meibo = formed();
    let (one, other) = (code(&meibo, "Person 1"), code(&meibo, "Person 2"));
    meibo.line(&format!("breakout apart {one} {other} --name rivals")).done();
    meibo.line("breakout assign --groups 3").done();
    let seats = seats(&meibo);
    let group = format!("P{}", seats[&other]);
    meibo.line(&format!("breakout move {one} {group} --reason asked")).done();
    let refused = meibo.line("breakout announce").ended(1).stderr;
    assert!(refused.contains(&one) && refused.contains(&other), "{refused}");
    meibo.line("breakout announce --anyway").done();
}

#[test]
fn a_proposal_whose_rule_was_taken_away_is_not_announced() {
    let meibo = formed();
    let (one, other) = (code(&meibo, "Person 1"), code(&meibo, "Person 2"));
    meibo.line(&format!("breakout together {one} {other} --name pair")).done();
    meibo.line("breakout assign --groups 3").done();
    meibo.line("breakout together --name pair --off").done();
    let refused = meibo.line("breakout announce").ended(1).stderr;
    assert!(refused.contains("the rule together pair was taken away"), "{refused}");
    meibo.line("undo").done();
    meibo.line("breakout announce").done();
}
