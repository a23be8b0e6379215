//! Discussion groups: even sizes, pins, moves.

use crate::support::{Meibo, assert_same};

/// Returns the sizes of the groups of the first round, by SQL.
fn sizes(meibo: &Meibo, track: &str) -> Vec<i64> {
    let register = meibo.sql();
    let mut sizes = register
        .prepare(
            "SELECT count(s.id) FROM breakout_group g LEFT JOIN breakout_seat s ON s.group_id = g.id
             WHERE g.track = ?1 AND g.round = 1 GROUP BY g.id ORDER BY g.number",
        )
        .unwrap();
    sizes.query_map([track], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

const TAKE_PART: &str = "status IN ('registered', 'confirmed', 'walk-in') AND track = ";

#[test]
fn sizes_differ_by_one_at_most_for_every_number_of_groups() {
    let meibo = Meibo::with_sample();
    for groups in [1, 2, 3, 5, 7, 11, 40] {
        meibo.line(&format!("breakout assign --groups {groups}")).done();
        let mut seated = 0;
        for track in ["policy", "licensing"] {
            let sizes = sizes(&meibo, track);
            assert_eq!(sizes.len(), groups, "{track}");
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            assert!(most - least <= 1, "{track} in {groups}: {sizes:?}");
            seated += sizes.iter().sum::<i64>();
        }
        let people = "SELECT count(*) FROM participant
            WHERE status IN ('registered', 'confirmed', 'walk-in')
            AND role NOT IN ('facilitator', 'rapporteur')
            AND (track <> '' OR role NOT IN ('staff', 'interpreter'))";
        assert_eq!(seated, meibo.count(people));
    }
}

#[test]
fn a_greatest_size_is_kept() {
    let meibo = Meibo::with_sample();
    meibo.line("breakout assign --size 10").done();
    for track in ["policy", "licensing"] {
        assert!(sizes(&meibo, track).iter().all(|&size| size <= 10));
    }
}

#[test]
fn the_same_seed_makes_the_same_groups() {
    let (one, two) = (Meibo::with_sample(), Meibo::with_sample());
    for meibo in [&one, &two] {
        meibo.line("breakout assign --groups 6 --seed 42").done();
    }
    let groups = |meibo: &Meibo| meibo.line("export breakouts").done().stdout;
    assert_eq!(groups(&one), groups(&two));
}

#[test]
fn pinned_people_stay_when_groups_are_made_again() {
    let meibo = Meibo::with_sample();
    let register = meibo.sql();
    let mut codes = register
        .prepare(&format!(
            "SELECT code FROM participant WHERE {TAKE_PART}'policy' ORDER BY id LIMIT 6"
        ))
        .unwrap();
    let codes: Vec<String> =
        codes.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for (at, code) in codes.iter().enumerate() {
        meibo.line(&format!("breakout pin {code} P{}", at % 3 + 1)).done();
    }
    for seed in 1..=3 {
        meibo.line(&format!("breakout assign --groups 8 --seed {seed}")).done();
        for (at, code) in codes.iter().enumerate() {
            let listed = meibo.line(&format!("list --count --group P{} {code}", at % 3 + 1)).done();
            assert_eq!(listed.stdout, "1\n", "{code} with seed {seed}");
        }
    }
    meibo.line(&format!("breakout pin {} --off", codes[0])).done();
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_seat WHERE pinned = 1"), 5);
}

#[test]
fn a_list_of_a_group_is_that_of_the_register() {
    let meibo = Meibo::with_sample();
    let listed = meibo.line("breakout list --group P1 --format csv").done().stdout;
    let register = meibo.sql();
    let mut rows = register
        .prepare(
            "SELECT p.code FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
             JOIN participant p ON p.id = s.participant_id
             WHERE g.track = 'policy' AND g.number = 1 ORDER BY p.id",
        )
        .unwrap();
    let codes = rows.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
    let mut lines = listed.lines();
    assert_eq!(lines.next(), Some("code,name,country,organization,category,track,round,group"));
    for code in codes {
        let line = lines.next().unwrap();
        assert!(line.starts_with(&format!("{code},")) && line.ends_with(",policy,1,P1"), "{line}");
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn a_move_pins_and_is_taken_back() {
    let meibo = Meibo::with_sample();
    let from = meibo.count(
        "SELECT g.number FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
         WHERE s.participant_id = 17 AND g.track = 'policy'",
    );
    let to = from % 8 + 1;
    let before = meibo.facts();
    let moved = meibo.line(&format!("breakout move 17 P{to} --format csv")).done();
    assert_eq!(
        moved.stdout,
        format!("code,name,from,to,pinned\nP-0017-V,\"Okonkwo-Bell, Adaeze\",P{from},P{to},yes\n")
    );
    assert!(moved.stderr.starts_with("pairs in one group: country or region "), "{moved:?}");
    meibo.says(
        "undo",
        "
No.  Took back                    Rows
---  ---------------------------  ----
  7  operation 6 (breakout move)     1
--- stderr ---
[exit 0]
",
    );
    assert_same(&before, &meibo.facts(), "the undo of a move");
}

#[test]
fn who_leaves_the_track_leaves_the_group_when_groups_are_made_again() {
    let meibo = Meibo::with_sample();
    let policy =
        "SELECT count(*) FROM breakout_seat s JOIN participant p ON p.id = s.participant_id
        JOIN breakout_group g ON g.id = s.group_id WHERE p.track <> '' AND g.track <> p.track
        OR p.status = 'withdrawn'";
    meibo.line("edit 10 --track licensing").done();
    meibo.line("withdraw 15").done();
    meibo.line("breakout assign").done();
    assert_eq!(meibo.count(policy), 0);
    assert_eq!(
        meibo.count("SELECT count(*) - count(DISTINCT participant_id) FROM breakout_seat"),
        0
    );
}

#[test]
fn rounds_are_apart() {
    let meibo = Meibo::with_sample();
    let first = meibo.line("breakout list --format csv").done().stdout;
    meibo.line("breakout assign --round 2 --groups 4").done();
    assert_eq!(meibo.line("breakout list --format csv").done().stdout, first);
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group WHERE round = 2"), 8);
}

/// Returns a column of an answer in CSV.
fn column(meibo: &Meibo, line: &str, name: &str) -> Vec<String> {
    let answer = meibo.line(&format!("{line} --format csv")).done().stdout;
    let mut rows = csv::Reader::from_reader(answer.as_bytes());
    let at = rows.headers().unwrap().iter().position(|header| header == name).unwrap();
    rows.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

#[test]
fn a_later_round_is_listed_shown_judged_and_changed_by_hand_alone() {
    let meibo = Meibo::with_sample();
    meibo.line("breakout assign --groups 5 --rounds 2").done();
    let before = meibo.everything();
    let first = column(&meibo, "breakout list --track licensing", "code");
    let second = column(&meibo, "breakout list --track licensing --round 2", "code");
    assert_eq!(first.len(), second.len());
    assert_ne!(first, second, "people of a group in the order of codes");
    let groups = column(&meibo, "breakout list --track licensing --round 2", "group");
    assert!(groups.iter().all(|group| group.starts_with('L')));

    let members = |round: u32, group: &str| {
        column(&meibo, &format!("breakout show {group} --round {round}"), "code")
    };
    assert_eq!(members(2, "L1"), column(&meibo, "breakout list --round 2 --group L1", "code"));
    let (one, other) = (&members(2, "L1")[0], &members(2, "L2")[0]);
    meibo.line(&format!("breakout swap {one} {other} --round 2 --dry-run")).done();
    assert_same(&before, &meibo.everything(), "rehearsed");

    let rows = |line: &str| column(&meibo, line, "round");
    assert_eq!(rows("breakout check --round 2 --balance region,country"), ["2", "2", "2"]);
    assert_eq!(
        column(&meibo, "breakout check --round 2 --balance region,country", "attribute"),
        ["region of the world", "country or region", "met before"]
    );

    meibo.line(&format!("breakout apart {one} {}", members(2, "L2")[1])).done();
    let swap = format!("breakout swap {one} {other} --round 2");
    let refused = meibo.line(&swap).ended(1);
    assert!(refused.stderr.contains("stay apart and are in L2"), "{refused:?}");
    meibo.line(&format!("{swap} --reason embassy")).done();
    assert!(members(2, "L2").contains(one) && members(2, "L1").contains(other));
    assert_eq!(first, column(&meibo, "breakout list --track licensing", "code"));
    let (last, operation) = (meibo.line("log --format csv").done().stdout, "embassy");
    assert!(last.contains(operation), "{last}");
    meibo.line("undo").done();
    assert!(members(2, "L1").contains(one));
}

#[test]
fn a_group_or_round_that_is_not_there_was_answered_with_nobody() {
    let said = Meibo::with_register().line("breakout list").done().stderr;
    assert!(said.contains("there are no groups yet"), "{said}");
    let meibo = Meibo::with_sample();
    let said = meibo.line("breakout list --group P9").ended(1).stderr;
    assert!(said.contains("there is no group P9\nhint: there are L1, L2, "), "{said}");
    let said = meibo.line("breakout list --round 2").ended(1).stderr;
    assert!(said.contains("there are no groups in round 2"), "{said}");
}
