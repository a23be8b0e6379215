//! Two machines without a network: a copy is taken, both are worked with, the record comes home.

use rusqlite::Connection;

use super::attendance::{rows, small};
use super::support::Meibo;

pub(crate) fn open(meibo: &Meibo, file: &str) -> Connection {
    Connection::open(meibo.path(file)).unwrap()
}

pub(crate) fn at(meibo: &Meibo, file: &str, line: &str) {
    meibo.line(&format!("--db {file} {line}")).done();
}

pub(crate) fn count(meibo: &Meibo, file: &str, question: &str) -> i64 {
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
    assert!(
        told.stderr.contains("3 events, 1 new person, 2 edits, 0 conflicts"),
        "{}",
        told.stderr
    );
    let what: Vec<String> = rows(&told).into_iter().map(|row| row["what"].clone()).collect();
    assert_eq!(what, ["both doors", "new person", "edit", "edit"]);
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
pub(crate) fn grouped(people: usize) -> Meibo {
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

pub(crate) const GROUP_OF: &str = "SELECT count(*) FROM breakout_seat s JOIN breakout_group g ON
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
    let gone = "edit Excursion not on the list".to_owned();
    assert!(what.contains(&gone), "{what:?}");
    assert_eq!(count(&meibo, "meibo.db", &format!("{GROUP_OF} = 'p0@x.example'")), 1);
    for (question, wanted) in [
        (
            "SELECT count(*) FROM participant_extra WHERE name = 'Passport' AND value IN ('B', 'L')",
            2,
        ),
        ("SELECT count(*) FROM participant_extra WHERE name = 'Visa'", 0),
        ("SELECT count(*) FROM participant_extra WHERE name = 'Hotel'", 1),
        ("SELECT count(*) FROM excursion_place WHERE bus = '2' AND cleared = 'Lab'", 1),
        ("SELECT count(*) FROM excursion_place", 3),
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
