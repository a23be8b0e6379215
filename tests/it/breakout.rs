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
        for track in ["policy", "licensing"] {
            let sizes = sizes(&meibo, track);
            assert_eq!(sizes.len(), groups, "{track}");
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            assert!(most - least <= 1, "{track} in {groups}: {sizes:?}");
            let people = meibo
                .count(&format!("SELECT count(*) FROM participant WHERE {TAKE_PART}'{track}'"));
            assert_eq!(sizes.iter().sum::<i64>(), people, "{track}");
        }
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
fn a_move_pins_and_is_taken_back() {
    let meibo = Meibo::with_sample();
    let before = meibo.facts();
    meibo.says("breakout list --group P1 --format csv", r#"
code,name,country,organization,category,track,round,group
P-0017-V,"Okonkwo-Bell, Adaeze",GB,HM Revenue and Customs,government,policy,1,P1
P-0032-X,"Sok, Piseth",KH,Ministry of Commerce,government,policy,1,P1
P-0042-V,"Gurungma, Sunita",NP,Department of Customs,government,policy,1,P1
P-0066-F,"Krishnaswamyan, Lakshmi",IN,Directorate General of Foreign Trade,government,policy,1,P1
P-0082-F,"Shen, Boyuan",CN,Ministry of Commerce,government,policy,1,P1
P-0113-V,"Grünewaldt, Annegret",DE,Federal Office for Economic Affairs and Export Control (BAFA),government,policy,1,P1
P-0130-V,"Hlaing, Ei Shwe Yi",MM,Myanmar Customs Department,government,policy,1,P1
P-0141-P,"binti Kamaruzlan, Siti Hajar",MY,Ministry of Foreign Affairs,government,policy,1,P1
P-0233-H,"Ma, Ye-rin",KR,Korea Customs Service,government,policy,1,P1
P-0300-R,"Hirota, Tsuneo",JP,Center for Information on Security Trade Control,other,policy,1,P1
--- stderr ---
[exit 0]
"#);
    meibo.says(
        "breakout move 10 P5",
        "
Code      Name             From  To  Pinned
--------  ---------------  ----  --  ------
P-0010-A  Sjöqvarn, Oskar  -     P5  yes
--- stderr ---
[exit 0]
",
    );
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
    let policy = "SELECT count(*) FROM breakout_seat s JOIN participant p ON p.id = s.participant_id
        JOIN breakout_group g ON g.id = s.group_id WHERE g.track <> p.track OR p.status = 'withdrawn'";
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
