//! Two machines without a network: a copy is taken, both are worked with, the record comes home.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rusqlite::Connection;

use super::attendance::{rows, small};
use super::support::Meibo;

/// What a register says, without keys that are its own.
const SAID: &[&str] = &[
    "SELECT p.code, family_name, given_name, title, country, coalesce(o.name, ''), position, email,
            role, track, status, diet, note
     FROM participant p LEFT JOIN organization o ON o.id = p.organization_id",
    "SELECT e.uuid, e.participant_id, s.code, e.kind, e.at, e.recorded_at, d.uuid, e.seq, e.actor,
            hex(e.hash)
     FROM attendance_event e JOIN session s ON s.id = e.session_id JOIN desk d ON d.id = e.desk_id",
    "SELECT a.participant_id, s.code, a.inside, a.first_in_at, a.last_at, d.uuid
     FROM attendance a JOIN session s ON s.id = a.session_id JOIN desk d ON d.id = a.desk_id",
    "SELECT e.participant_id, s.code, e.reason FROM absence_excuse e JOIN session s ON s.id = e.session_id",
    "SELECT participant_id, name, value FROM participant_extra",
    "SELECT s.participant_id, s.round, g.track, g.number, s.pinned
     FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id",
    "SELECT participant_id, seat, bus, cleared FROM excursion_place",
    // The desk at which the merges themselves are entered is another one in every order.
    "SELECT uuid, name, seq, hex(head) FROM desk WHERE name <> 'A'",
];

fn said(register: &Connection) -> Vec<String> {
    let mut found = Vec::new();
    for question in SAID {
        let mut statement = register.prepare(question).unwrap();
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..columns)
                .map(|at| row.get_ref(at).map(|value| format!("{value:?}")))
                .collect::<Result<Vec<_>, _>>()
        });
        let mut rows: Vec<String> = rows.unwrap().map(|row| row.unwrap().join("|")).collect();
        rows.sort();
        found.extend(rows);
    }
    found
}

fn open(meibo: &Meibo, file: &str) -> Connection {
    Connection::open(meibo.path(file)).unwrap()
}

fn at(meibo: &Meibo, file: &str, line: &str) {
    meibo.line(&format!("--db {file} {line}")).done();
}

fn count(meibo: &Meibo, file: &str, question: &str) -> i64 {
    open(meibo, file).query_row(question, [], |row| row.get(0)).unwrap()
}

#[test]
fn what_a_second_machine_recorded_comes_home() {
    let meibo = small(4);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "checkin p0@x.example --session D1-A --at '2019-02-26 09:25'");
    at(&meibo, "annex.db", "--desk B checkin p1@x.example --session D1-A --at '2019-02-26 09:20'");
    at(
        &meibo,
        "annex.db",
        "register --family Late --given Comer --organization 'New Body' --walk-in",
    );
    at(&meibo, "annex.db", "edit p2@x.example --position Chair");
    at(&meibo, "annex.db", "attendance mark p3@x.example --excused --session D1-A --reason ill");
    let code: String = open(&meibo, "annex.db")
        .query_row("SELECT code FROM participant WHERE family_name = 'Late'", [], |row| row.get(0))
        .unwrap();
    at(&meibo, "annex.db", &format!("checkin {code} --session D1-A --at '2019-02-26 09:28'"));
    at(&meibo, "meibo.db", "checkin p1@x.example --session D1-A --at '2019-02-26 09:26'");
    at(&meibo, "meibo.db", "register --family Home --given Comer");
    let before = meibo.everything();
    at(&meibo, "meibo.db", "desk merge annex.db --dry-run");
    assert_eq!(meibo.everything(), before);

    let told = meibo.line("desk merge annex.db --format csv").done();
    assert!(told.stderr.contains("3 events, 1 new person, 1 edit, 0 conflicts"), "{}", told.stderr);
    let what: Vec<String> = rows(&told).into_iter().map(|row| row["what"].clone()).collect();
    assert_eq!(what, ["both doors", "edit", "excuse", "new person"]);
    at(&meibo, "meibo.db", "check");
    at(&meibo, "annex.db", "check");
    let first = "SELECT count(*) FROM attendance WHERE first_in_at LIKE '%09:20:00.000Z' OR
                 first_in_at LIKE '%00:20:00.000Z'";
    assert_eq!(count(&meibo, "meibo.db", first), 1, "the earlier of both doors counts");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM attendance_event"), 4);
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(DISTINCT code) FROM participant"), 6);
    let names = "SELECT count(*) FROM desk WHERE name IN ('ANNEX/A', 'ANNEX/B')";
    assert_eq!(count(&meibo, "meibo.db", names), 2);

    let merged = meibo.everything();
    let again = meibo.line("desk merge annex.db").done();
    assert!(again.stderr.starts_with("0 events, 0 new persons, 0 edits"), "{}", again.stderr);
    assert_eq!(meibo.everything(), merged, "a second merge changes nothing");

    at(&meibo, "annex.db", "checkout p0@x.example --session D1-A --at '2019-02-26 09:29'");
    let more = meibo.line("desk merge annex.db").done();
    assert!(more.stderr.starts_with("1 event, 0 new persons"), "{}", more.stderr);
    at(&meibo, "meibo.db", "check");
    let refused = meibo.line("undo").ended(1).stderr;
    assert!(refused.contains("part of the record"), "{refused}");
}

#[test]
fn a_field_that_both_changed_is_settled_by_hand() {
    for (prefer, wanted) in [("mine", "Clerk"), ("theirs", "Chair")] {
        let meibo = small(1);
        at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
        at(&meibo, "annex.db", "edit p0@x.example --position Chair --title Dr.");
        at(&meibo, "meibo.db", "edit p0@x.example --position Clerk");
        let before = meibo.everything();
        let refused = meibo.line("desk merge annex.db --format csv").ended(1);
        assert!(refused.stderr.contains("1 conflict\n"), "{}", refused.stderr);
        let conflict = rows(&refused).into_iter().find(|row| row["what"] == "conflict").unwrap();
        assert_eq!((conflict["here"].as_str(), conflict["there"].as_str()), ("Clerk", "Chair"));
        assert_eq!(meibo.everything(), before, "nothing was stored");
        at(&meibo, "meibo.db", &format!("desk merge annex.db --prefer {prefer}"));
        let question = format!(
            "SELECT count(*) FROM participant WHERE position = '{wanted}' AND title = 'Dr.'"
        );
        assert_eq!(count(&meibo, "meibo.db", &question), 1, "{prefer}");
        at(&meibo, "meibo.db", "check");
    }
}

/// People of one track in two groups, with seats on an excursion to a site that clears them.
fn grouped(people: usize) -> Meibo {
    let meibo = small(people);
    for person in 0..people {
        let who = format!("p{person}@x.example");
        at(&meibo, "meibo.db", &format!("edit {who} --track policy"));
        at(&meibo, "meibo.db", &format!("excursion join {who}"));
    }
    at(&meibo, "meibo.db", "excursion edit --site Lab");
    at(&meibo, "meibo.db", "breakout assign --track policy --groups 2");
    meibo
}

const GROUP_OF: &str = "SELECT count(*) FROM breakout_seat s JOIN breakout_group g ON
    g.id = s.group_id JOIN participant p ON p.id = s.participant_id WHERE g.number = 2 AND p.email";

#[test]
fn groups_further_columns_buses_and_clearances_come_home() {
    let meibo = grouped(4);
    at(&meibo, "meibo.db", "breakout move p0@x.example P1");
    at(&meibo, "meibo.db", "edit p0@x.example --extra Passport=A --extra Visa=yes");
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "breakout move p0@x.example P2");
    at(&meibo, "annex.db", "edit p0@x.example --extra Passport=B --extra Visa= --extra Hotel=Inn");
    at(&meibo, "annex.db", "excursion bus p1@x.example --bus 2");
    at(&meibo, "annex.db", "excursion clear p1@x.example --site lab");
    at(&meibo, "annex.db", "register --family Late --email late@x.example");
    at(&meibo, "annex.db", "edit late@x.example --extra Passport=L");
    at(&meibo, "annex.db", "excursion leave p3@x.example");
    let told = meibo.line("desk merge annex.db --format csv").done();
    let what: Vec<String> = rows(&told)
        .into_iter()
        .map(|row| format!("{} {} {}", row["what"], row["field"], row["there"]))
        .collect();
    assert!(what.contains(&"edit Passport B".to_owned()), "{what:?}");
    assert!(what.contains(&"edit group, round 1 P2 pinned".to_owned()), "{what:?}");
    assert!(what.contains(&"edit bus 2".to_owned()), "{what:?}");
    assert!(what.iter().any(|what| what.starts_with("not brought excursion_place")), "{what:?}");
    assert_eq!(count(&meibo, "meibo.db", &format!("{GROUP_OF} = 'p0@x.example'")), 1);
    for (question, wanted) in [
        (
            "SELECT count(*) FROM participant_extra WHERE name = 'Passport' AND value IN ('B', 'L')",
            2,
        ),
        ("SELECT count(*) FROM participant_extra WHERE name = 'Visa'", 0),
        ("SELECT count(*) FROM participant_extra WHERE name = 'Hotel'", 1),
        ("SELECT count(*) FROM excursion_place WHERE bus = '2' AND cleared = 'Lab'", 1),
        ("SELECT count(*) FROM excursion_place", 4),
    ] {
        assert_eq!(count(&meibo, "meibo.db", question), wanted, "{question}");
    }
    at(&meibo, "meibo.db", "check");
    let merged = meibo.everything();
    at(&meibo, "meibo.db", "desk merge annex.db");
    assert_eq!(meibo.everything(), merged, "a second merge changes nothing");
}

#[test]
fn a_group_that_both_changed_is_settled_by_hand() {
    for (prefer, wanted) in [("mine", 0), ("theirs", 1)] {
        let meibo = grouped(4);
        at(&meibo, "meibo.db", "breakout move p0@x.example P1");
        at(&meibo, "meibo.db", "edit p0@x.example --extra Passport=A");
        at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
        at(&meibo, "annex.db", "breakout move p0@x.example P2");
        at(&meibo, "meibo.db", "breakout pin p0@x.example --off");
        let before = meibo.everything();
        let refused = meibo.line("desk merge annex.db").ended(1);
        assert!(refused.stderr.contains("1 conflict\n"), "{}", refused.stderr);
        assert_eq!(meibo.everything(), before, "nothing was stored");
        at(&meibo, "meibo.db", &format!("desk merge annex.db --prefer {prefer}"));
        assert_eq!(count(&meibo, "meibo.db", &format!("{GROUP_OF} = 'p0@x.example'")), wanted);
        at(&meibo, "meibo.db", "check");
    }
}

#[test]
fn groups_that_a_copy_made_anew_stay_there() {
    let meibo = grouped(6);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "breakout assign --track policy --groups 3 --seed 7");
    let seats = "SELECT group_concat(group_id || ':' || participant_id, ',') FROM
                 (SELECT * FROM breakout_seat ORDER BY participant_id)";
    let seats =
        || -> String { open(&meibo, "meibo.db").query_row(seats, [], |row| row.get(0)).unwrap() };
    let before = seats();
    let told = rows(&meibo.line("desk merge annex.db --format csv").done());
    assert_eq!(told[0]["what"], "not brought");
    assert!(told[0]["field"].contains("breakout_seat"), "{told:?}");
    assert_eq!(seats(), before);
}

#[test]
fn what_a_merge_cannot_bring_is_said() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "session edit D1-A --room Annex");
    let told = rows(&meibo.line("desk merge annex.db --format csv").done());
    assert_eq!(told[0]["what"], "not brought");
    assert_eq!(told[0]["name"], "session edit");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM session WHERE room = 'Annex'"), 0);
}

#[test]
fn copies_that_are_none_are_refused() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX --numbers 10");
    let taken = meibo.line("desk take other.db --name ANNEX").ended(1).stderr;
    assert!(taken.contains("ANNEX"), "{taken}");
    meibo.line("desk take annex.db --name THIRD").ended(1);
    meibo.line("--desk ANNEX/A checkin p0@x.example --session D1-A").ended(2);
    at(&meibo, "meibo.db", "backup plain.db");
    at(&meibo, "plain.db", "checkin p0@x.example --session D1-A");
    at(&meibo, "meibo.db", "checkin p1@x.example --session D1-A");
    let forked = meibo.line("desk merge plain.db").ended(1).stderr;
    assert!(forked.contains("desk A"), "{forked}");
    at(&meibo, "new.db", "init --name Other --from 2019-02-26 --to 2019-02-28");
    let other = meibo.line("desk merge new.db").ended(1).stderr;
    assert!(other.contains("another seminar"), "{other}");
    open(&meibo, "annex.db").execute("UPDATE desk SET seq = seq + 1 WHERE id = 1", []).unwrap();
    let damaged = meibo.line("desk merge annex.db").ended(1).stderr;
    assert!(damaged.contains("does not hold together"), "{damaged}");
    at(&meibo, "meibo.db", "check");
}

#[test]
fn copies_give_out_codes_that_never_meet() {
    let meibo = small(1);
    at(&meibo, "meibo.db", "desk take b.db --name B --numbers 20");
    at(&meibo, "meibo.db", "desk take c.db --name C --numbers 20");
    for file in ["meibo.db", "b.db", "c.db"] {
        for number in 0..5 {
            at(&meibo, file, &format!("register --family {}{number}", &file[..1]));
        }
    }
    at(&meibo, "meibo.db", "desk merge b.db");
    at(&meibo, "meibo.db", "desk merge c.db");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(DISTINCT code) FROM participant"), 16);
    let many = (0..30).map(|number| format!("X{number}\n")).collect::<String>();
    meibo.write("many.csv", format!("family_name\n{many}"));
    let full = meibo.line("--db b.db import many.csv").ended(1).stderr;
    assert!(full.contains("has given out all its participants' numbers"), "{full}");
}

#[test]
fn the_order_of_merges_does_not_matter() {
    let config =
        Config { cases: 6, failure_persistence: None, max_shrink_iters: 8, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let step = (0_usize..3, 0_u32..11, 0_u32..3, 0_u32..30);
    let events = Cell::new(0);
    runner
        .run(&prop::collection::vec(step, 12..22), |steps| {
            let meibo = grouped(3);
            at(&meibo, "meibo.db", "desk take b.db --name B");
            at(&meibo, "meibo.db", "desk take c.db --name C");
            for (number, (machine, action, person, minute)) in steps.iter().enumerate() {
                let file = ["meibo.db", "b.db", "c.db"][*machine];
                // Each machine changes a field of its own: what both change is another test.
                let field = ["note", "title", "position"][*machine];
                let who = format!("p{person}@x.example");
                let time = format!("--session D1-A --at '2019-02-26 09:{minute:02}'");
                let line = match action {
                    0..=2 => format!("checkin {who} {time}"),
                    3 => format!("checkout {who} {time}"),
                    4 => "undo".to_owned(),
                    5 => format!("register --family W{number} --organization O{number} --walk-in"),
                    6 => format!("edit {who} --{field} V{number}"),
                    7 => format!("edit {who} --extra X{machine}=V{}", number % 3),
                    8 => format!("breakout move p{machine}@x.example P{}", 1 + number % 2),
                    9 if *machine == 1 => format!("excursion bus {who} --bus {}", number % 2),
                    9 if *machine == 2 => format!("excursion clear {who}"),
                    _ => format!("--desk X checkin {who} {time}"),
                };
                let output = meibo.line(&format!("--db {file} {line}"));
                assert!(output.code <= 1, "{line}: {output}");
            }
            at(&meibo, "meibo.db", "backup other.db");
            for line in ["desk merge b.db", "desk merge c.db"] {
                at(&meibo, "meibo.db", line);
            }
            for line in ["desk merge c.db", "desk merge b.db", "desk merge c.db"] {
                at(&meibo, "other.db", line);
            }
            for file in ["meibo.db", "other.db"] {
                at(&meibo, file, "check");
            }
            prop_assert_eq!(said(&open(&meibo, "meibo.db")), said(&open(&meibo, "other.db")));
            let brought = "SELECT count(*) FROM attendance_event e JOIN desk d ON d.id = e.desk_id
                           WHERE d.name LIKE '%/%'";
            events.set(events.get() + count(&meibo, "meibo.db", brought));
            Ok(())
        })
        .unwrap();
    assert!(events.get() > 15, "{events:?}");
}
