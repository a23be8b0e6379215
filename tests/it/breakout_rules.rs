//! What the making of groups heeds: sets together and apart, languages, rounds sat out, returners.

use crate::support::{Meibo, assert_same};

/// A register of ten policy officials.
fn ten() -> Meibo {
    let meibo = Meibo::with_register();
    let people: Vec<String> =
        ('a'..='j').map(|letter| format!("Person {letter},JP,policy")).collect();
    meibo.write("list.csv", format!("family_name,country,track\n{}\n", people.join("\n")));
    meibo.line("import list.csv").done();
    meibo
}

/// Returns the codes of everybody.
fn codes(meibo: &Meibo) -> Vec<String> {
    let register = meibo.sql();
    let mut codes = register.prepare("SELECT code FROM participant ORDER BY id").unwrap();
    let codes = codes.query_map([], |row| row.get(0)).unwrap();
    codes.map(Result::unwrap).collect()
}

#[test]
fn rules_are_listed_with_the_people_and_taken_away() {
    let meibo = ten();
    let codes = codes(&meibo);
    let (a, b, c) = (&codes[0], &codes[1], &codes[2]);
    let said = meibo.line(&format!("breakout together {a} {b}")).done();
    assert_eq!(said.stderr, "together 1: 2 persons added, 0 removed\n");
    let said = meibo.line(&format!("breakout together {b} {c} --name 1")).done();
    assert_eq!(said.stderr, "together 1: 1 person added, 1 the same as before, 0 removed\n");
    meibo.line(&format!("breakout apart {a} {} --name rivals", codes[4])).done();
    meibo.line(&format!("breakout language FR {c}")).done();
    meibo.line(&format!("breakout returning {a}")).done();
    let rules = meibo.line("breakout rules --format csv").done().stdout;
    let expected = format!(
        "rule,name,code,person\napart,rivals,{a},Person a\napart,rivals,{},Person e\n\
         language,fr,{c},Person c\nreturning,,{a},Person a\n\
         together,1,{a},Person a\ntogether,1,{b},Person b\ntogether,1,{c},Person c\n",
        codes[4]
    );
    assert_eq!(rules, expected);
    let listed = |line: &str| meibo.line(line).done().stdout.lines().count();
    assert_eq!(listed("breakout together --format csv"), 4);
    assert_eq!(listed("breakout apart --format csv"), 3);
    assert_eq!(listed("breakout returning --format csv"), 2);

    meibo.line(&format!("breakout together {a} --off")).done();
    assert_eq!(listed("breakout together --format csv"), 3);
    // Whoever is left alone is together with nobody.
    meibo.line(&format!("breakout together {b} --off")).done();
    assert_eq!(listed("breakout together --format csv"), 1);
    meibo.line("breakout apart --off --name RIVALS").done();
    meibo.line(&format!("breakout language fr {c} --off")).done();
    meibo.line(&format!("breakout returning {a} --off")).done();
    assert_eq!(listed("breakout rules --format csv"), 1);
}

#[test]
fn every_change_of_a_rule_is_one_operation_that_can_be_rehearsed_and_taken_back() {
    let meibo = ten();
    let codes = codes(&meibo);
    meibo.line(&format!("breakout together {} {}", codes[0], codes[1])).done();
    meibo.line("breakout assign --groups 2").done();
    for line in [
        format!("breakout together {} {}", codes[2], codes[3]),
        format!("breakout together {} --off", codes[0]),
        format!("breakout apart {} {}", codes[4], codes[5]),
        format!("breakout language fr {}", codes[6]),
        format!("breakout returning {}", codes[6]),
        "breakout group P1 --room 'Room 301' --capacity 9 --languages FR,en".to_owned(),
    ] {
        let before = meibo.facts();
        meibo.line(&format!("{line} --dry-run")).done();
        assert_same(&before, &meibo.facts(), &format!("{line} --dry-run"));
        let operations = meibo.count("SELECT count(*) FROM operation");
        meibo.line(&line).done();
        let after = meibo.facts();
        assert_ne!(before, after, "{line}");
        assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations + 1, "{line}");
        meibo.line("undo").done();
        assert_same(&before, &meibo.facts(), &format!("the undo of {line}"));
        meibo.line("redo").done();
        assert_same(&after, &meibo.facts(), &format!("the redo of {line}"));
    }
}

#[test]
fn a_group_keeps_room_capacity_and_languages_when_groups_are_made_again() {
    let meibo = ten();
    meibo.line("breakout assign --groups 2").done();
    meibo.line("breakout group P2 --room 'Room 301' --capacity 9 --languages FR,en").done();
    meibo.line("breakout assign --groups 2 --seed 5").done();
    let sizes = meibo.line("breakout list --sizes --format csv").done().stdout;
    assert!(sizes.contains("\nP2,policy,1,5,1,0,0,Room 301,9,fr en,no\n"), "{sizes}");
    meibo.line("breakout group P2 --capacity 0").done();
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group WHERE capacity IS NOT NULL"), 0);
    let said = meibo.line("breakout group P2 --room 'Room 301'").done();
    assert_eq!(said.stderr, "P2 had these values before\n");
}

#[test]
fn rules_that_cannot_be_made() {
    let meibo = ten();
    let before = meibo.everything();
    meibo.says(
        "breakout together 1",
        "
--- stderr ---
error: together holds two people at least
hint: name two people or more, or add to a set: `meibo breakout together CODE --name NAME`
[exit 1]
",
    );
    meibo.says(
        "breakout apart --off",
        "
--- stderr ---
error: --off needs a code or --name
[exit 2]
",
    );
    meibo.says(
        "breakout apart --off --name rivals",
        "
--- stderr ---
error: there is no such rule (apart)
hint: `meibo breakout rules` shows all of them
[exit 1]
",
    );
    meibo.says(
        "breakout group P1 --room A",
        "
--- stderr ---
error: there is no group P1 in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout group P1",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 2]
",
    );
    assert_same(&before, &meibo.everything(), "what was refused");
}
