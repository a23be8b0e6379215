//! What a copy of the register did comes home, whatever it was, and can be taken back again.

use super::attendance::{rows, small};
use super::merge::{at, count, grouped, open};
use super::support::Meibo;

/// Merges a copy and returns `what field there` of everything that was reported.
pub(crate) fn merged(meibo: &Meibo, line: &str) -> Vec<String> {
    let told = meibo.line(&format!("desk merge {line} --format csv"));
    let told = if told.code == 1 { told.ended(1) } else { told.done() };
    let said: Vec<String> = rows(&told)
        .into_iter()
        .map(|row| {
            let keys = ["what", "code", "field", "here", "there", "settled"];
            keys.map(|key| row[key].as_str()).join(" | ")
        })
        .collect();
    at(meibo, "meibo.db", "check");
    said
}

pub(crate) fn said(said: &[String], parts: &[&str]) -> bool {
    said.iter().any(|line| parts.iter().all(|part| line.contains(part)))
}

/// Returns the codes of the people with a seat, and those of the people who wait, in order.
fn list(meibo: &Meibo, file: &str) -> (Vec<String>, Vec<String>) {
    let told = meibo.line(&format!("--db {file} excursion roster --format csv")).done();
    let (seated, waiting): (Vec<_>, Vec<_>) =
        rows(&told).into_iter().partition(|row| row["place"] == "seat");
    let codes = |rows: Vec<std::collections::BTreeMap<String, String>>| {
        rows.into_iter().map(|row| row["code"].clone()).collect::<Vec<_>>()
    };
    (codes(seated), codes(waiting))
}

const SEATS: &str = "SELECT g.track || g.number || ':' || s.participant_id || ':' || s.pinned
    FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id ORDER BY s.participant_id";

fn seats(meibo: &Meibo, file: &str) -> Vec<String> {
    let register = open(meibo, file);
    let mut statement = register.prepare(SEATS).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn groups_that_a_copy_formed_anew_come_home() {
    let meibo = grouped(6);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "meibo.db", "breakout move p0@x.example P2");
    at(&meibo, "annex.db", "breakout assign --track policy --groups 3 --seed 7");
    at(&meibo, "annex.db", "breakout announce");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["edit", "groups of policy", "3 groups formed", "announced"]), "{told:?}");
    assert_eq!(seats(&meibo, "meibo.db"), seats(&meibo, "annex.db"));
    let announced = "SELECT count(*) FROM breakout_group WHERE announced = 1";
    assert_eq!(count(&meibo, "meibo.db", announced), 3);
    at(&meibo, "meibo.db", "undo");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM breakout_group"), 2);
    at(&meibo, "meibo.db", "check");
}

#[test]
fn groups_that_both_formed_are_settled_by_hand() {
    for prefer in ["mine", "theirs"] {
        let meibo = grouped(6);
        at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
        at(&meibo, "meibo.db", "breakout assign --track policy --groups 2 --seed 3");
        at(&meibo, "annex.db", "breakout assign --track policy --groups 3 --seed 7");
        let mine = seats(&meibo, "meibo.db");
        assert!(said(&merged(&meibo, "annex.db"), &["conflict", "groups of policy"]));
        assert_eq!(seats(&meibo, "meibo.db"), mine);
        merged(&meibo, &format!("annex.db --prefer {prefer}"));
        let wanted = if prefer == "mine" { mine } else { seats(&meibo, "annex.db") };
        assert_eq!(seats(&meibo, "meibo.db"), wanted, "{prefer}");
    }
}

#[test]
fn moves_within_groups_that_are_no_more_are_told() {
    let meibo = grouped(6);
    at(&meibo, "meibo.db", "breakout move p0@x.example P1");
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "breakout move p0@x.example P2");
    at(&meibo, "meibo.db", "breakout assign --track policy --groups 3 --seed 7");
    let mine = seats(&meibo, "meibo.db");
    assert!(said(&merged(&meibo, "annex.db"), &["not brought", "group, round 1", "P2"]));
    assert_eq!(seats(&meibo, "meibo.db"), mine);
}

#[test]
fn an_announcement_comes_home() {
    let meibo = grouped(4);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "breakout announce");
    assert!(said(&merged(&meibo, "annex.db"), &["edit", "P1", "announced, round 1"]));
    let announced = "SELECT count(*) FROM breakout_group WHERE announced = 1";
    assert_eq!(count(&meibo, "meibo.db", announced), 2);
}

#[test]
fn the_programme_comes_home() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "session edit D1-A --room Annex --speakers 'A;B'");
    let new = "session add D2-B --day 2 --title New --kind panel --from 09:00 --to 10:00";
    at(&meibo, "annex.db", new);
    at(&meibo, "annex.db", "checkin p0@x.example --session D2-B --at '2019-02-26 09:30' --anyway");
    at(&meibo, "meibo.db", "session edit D1-A --title Mine --speakers 'A;B'");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["edit", "D1-A", "room", "Annex"]), "{told:?}");
    assert!(said(&told, &["new", "D2-B"]), "{told:?}");
    assert!(!said(&told, &["conflict"]), "{told:?}");
    let both = "SELECT count(*) FROM session s WHERE room = 'Annex' AND title = 'Mine' AND 2 =
                (SELECT count(*) FROM session_speaker k WHERE k.session_id = s.id)";
    assert_eq!(count(&meibo, "meibo.db", both), 1);
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM attendance_event"), 1);
    at(&meibo, "annex.db", "session edit D1-A --room Other");
    at(&meibo, "meibo.db", "session edit D1-A --room Third");
    assert!(said(&merged(&meibo, "annex.db"), &["conflict", "D1-A", "Third", "Other"]));
    merged(&meibo, "annex.db --prefer theirs");
    let other = "SELECT count(*) FROM session WHERE room = 'Other'";
    assert_eq!(count(&meibo, "meibo.db", other), 1);
}

#[test]
fn a_seat_given_at_both_machines_goes_to_who_asked_first() {
    let meibo = small(4);
    at(&meibo, "meibo.db", "excursion edit --places 2");
    at(&meibo, "meibo.db", "excursion join p0@x.example");
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "excursion join p1@x.example");
    at(&meibo, "meibo.db", "excursion join p2@x.example");
    at(&meibo, "annex.db", "excursion join p3@x.example");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["seat", "waiting list", "both sides gave"]), "{told:?}");
    let code = |number: i64| -> String {
        open(&meibo, "meibo.db")
            .query_row(
                "SELECT code FROM participant WHERE email = ?1",
                [format!("p{number}@x.example")],
                |row| row.get(0),
            )
            .unwrap()
    };
    let wanted = (vec![code(0), code(1)], vec![code(2), code(3)]);
    assert_eq!(list(&meibo, "meibo.db"), wanted);
    // Who leaves there makes room for the first who waits here.
    at(&meibo, "annex.db", "excursion leave p0@x.example");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["seat", &code(2), "has a seat now"]), "{told:?}");
    assert_eq!(list(&meibo, "meibo.db").1, [code(3)]);
    at(&meibo, "meibo.db", "undo");
    assert_eq!(list(&meibo, "meibo.db"), wanted);
}

#[test]
fn a_seat_that_was_handed_over_there_is_handed_over_here() {
    let meibo = small(3);
    at(&meibo, "meibo.db", "excursion edit --places 1");
    at(&meibo, "meibo.db", "excursion join p0@x.example");
    at(&meibo, "meibo.db", "excursion join p1@x.example");
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "substitute p0@x.example --family Instead");
    merged(&meibo, "annex.db");
    assert_eq!(list(&meibo, "meibo.db"), list(&meibo, "annex.db"));
    let instead = "SELECT count(*) FROM excursion_place x JOIN participant p ON
        p.id = x.participant_id WHERE x.seat = 1 AND p.family_name = 'Instead'";
    assert_eq!(count(&meibo, "meibo.db", instead), 1);
}

#[test]
fn what_was_put_back_by_an_undo_there_damages_no_merge() {
    let meibo = grouped(3);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "excursion leave p0@x.example");
    at(&meibo, "annex.db", "undo");
    merged(&meibo, "annex.db");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM excursion_place"), 3);
}

#[test]
fn two_registrations_made_one_person_there_are_one_here() {
    let meibo = small(3);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "merge 1 2");
    at(&meibo, "meibo.db", "checkin p1@x.example --session D1-A --at '2019-02-26 09:20'");
    let one = "SELECT count(*) FROM participant WHERE same_as IS NOT NULL";
    let dropped: i64 = open(&meibo, "annex.db")
        .query_row("SELECT id FROM participant WHERE same_as IS NOT NULL", [], |row| row.get(0))
        .unwrap();
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["edit", "same person as"]), "{told:?}");
    assert!(said(&told, &["same person", "1 attendance event |", "told again"]), "{told:?}");
    assert_eq!(count(&meibo, "meibo.db", one), 1);
    let of = format!("SELECT count(*) FROM attendance WHERE participant_id = {dropped}");
    assert_eq!(count(&meibo, "meibo.db", &of), 0, "told again for the other code");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM attendance"), 1);
    at(&meibo, "meibo.db", "undo");
    assert_eq!(count(&meibo, "meibo.db", one), 0);
    assert_eq!(count(&meibo, "meibo.db", &of), 1);
    at(&meibo, "meibo.db", "check");
}

/// Returns everything but what only ever grows: the log and the record.
fn standing(meibo: &Meibo) -> Vec<String> {
    const GROWS: [&str; 5] = ["operation", "row_image", "desk", "numbering", "attendance_event"];
    let grows = |line: &String| {
        let table = line.split(' ').next().unwrap_or_default();
        GROWS.iter().any(|grows| table.starts_with(grows))
    };
    let mut standing = meibo.everything();
    standing.retain(|line| !grows(line));
    standing
}

/// Returns what only one of two registers says.
fn apart(one: &[String], other: &[String]) -> Vec<String> {
    let only = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|line| !other.contains(line)).cloned().collect()
    };
    [only(one, other), only(other, one)].concat()
}

#[test]
fn a_merge_can_be_taken_back_and_done_again() {
    let meibo = grouped(4);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "edit p0@x.example --position Chair --extra Visa=yes");
    at(&meibo, "annex.db", "register --family Late --excursion yes");
    at(&meibo, "annex.db", "register --family Seen");
    at(&meibo, "annex.db", "excursion bus p1@x.example --bus 2");
    at(&meibo, "annex.db", "checkin p1@x.example --session D1-A --at '2019-02-26 09:20'");
    at(&meibo, "meibo.db", "checkin p2@x.example --session D1-A --at '2019-02-26 09:20'");
    let before = standing(&meibo);
    merged(&meibo, "annex.db");
    let merged_once = standing(&meibo);
    assert!(!apart(&merged_once, &before).is_empty());
    at(&meibo, "meibo.db", "undo");
    assert_eq!(apart(&standing(&meibo), &before), Vec::<String>::new());
    at(&meibo, "meibo.db", "check");
    let refused = meibo.line("desk merge annex.db").ended(1).stderr;
    assert!(refused.contains("took back") && refused.contains("meibo undo"), "{refused}");
    at(&meibo, "meibo.db", "redo");
    // The check-in of the copy was told again, at this desk: its reason says where it was made.
    let mut differ = apart(&standing(&meibo), &merged_once);
    differ.retain(|line| !line.starts_with("attendance "));
    assert_eq!(differ, Vec::<String>::new());
    let told =
        "SELECT count(*) FROM attendance_event WHERE reason LIKE 'recorded % at desk ANNEX/A'";
    assert_eq!(count(&meibo, "meibo.db", told), 1);
    at(&meibo, "meibo.db", "check");
}

#[test]
fn who_was_seen_at_a_door_stays_when_a_merge_is_taken_back() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    at(&meibo, "annex.db", "register --family Late --walk-in");
    let late = "SELECT code FROM participant WHERE family_name = 'Late'";
    let code: String = open(&meibo, "annex.db").query_row(late, [], |row| row.get(0)).unwrap();
    at(&meibo, "annex.db", &format!("checkin {code} --session D1-A --at '2019-02-26 09:20'"));
    merged(&meibo, "annex.db");
    let told = meibo.line("undo").done().stderr;
    assert!(told.contains(&code) && told.contains("still in the register"), "{told}");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM attendance"), 0);
    at(&meibo, "meibo.db", "check");
}

#[test]
fn a_copy_of_a_copy_comes_home_by_either_way() {
    for through in [true, false] {
        let meibo = grouped(4);
        at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
        at(&meibo, "annex.db", "desk take hall.db --name HALL --numbers 50");
        at(&meibo, "hall.db", "edit p0@x.example --position Chair");
        at(&meibo, "hall.db", "register --family Late --excursion yes");
        at(&meibo, "hall.db", "checkin p1@x.example --session D1-A --at '2019-02-26 09:20'");
        at(&meibo, "annex.db", "excursion leave p2@x.example");
        if through {
            at(&meibo, "annex.db", "desk merge hall.db");
        } else {
            merged(&meibo, "hall.db");
        }
        merged(&meibo, "annex.db");
        merged(&meibo, "hall.db");
        for (question, wanted) in [
            ("SELECT count(*) FROM participant WHERE position = 'Chair'", 1),
            ("SELECT count(*) FROM participant WHERE family_name = 'Late'", 1),
            ("SELECT count(*) FROM excursion_place", 4),
            ("SELECT count(*) FROM attendance", 1),
        ] {
            assert_eq!(count(&meibo, "meibo.db", question), wanted, "{through} {question}");
        }
    }
}

#[test]
fn a_copy_from_before_an_import_at_home_comes_home() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    meibo.write("more.csv", "family_name,email\nMore,more@x.example\n");
    at(&meibo, "meibo.db", "import more.csv");
    at(&meibo, "annex.db", "register --family More --email more@x.example");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["same e-mail", "registered twice?"]), "{told:?}");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM participant"), 4);
}

#[test]
fn files_that_are_no_copies_are_refused_with_words() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
    let itself = meibo.line("desk merge meibo.db").ended(1).stderr;
    assert!(itself.contains("itself"), "{itself}");
    meibo.write("text.db", "no register at all\n");
    let annex = std::fs::read(meibo.path("annex.db")).unwrap();
    std::fs::write(meibo.path("half.db"), &annex[..annex.len() / 2]).unwrap();
    for file in ["nowhere.db", "text.db", "half.db"] {
        let output = meibo.line(&format!("desk merge {file}"));
        assert!(output.code > 0, "{output}");
        let told = output.stderr;
        // What is wrong is wrong with the copy: nobody is sent to the register's backups.
        assert!(told.contains("nothing was stored") && !told.contains("backup"), "{told}");
    }
    at(&meibo, "meibo.db", "check");
}

#[test]
fn a_copy_that_cannot_be_made_uses_up_no_name_and_no_numbers() {
    let meibo = small(1);
    let before = meibo.everything();
    let told = meibo.line("desk take nowhere/annex.db --name ANNEX").ended(1).stderr;
    assert!(told.contains("nowhere/annex.db"), "{told}");
    assert!(meibo.everything() == before);
    meibo.line("desk take meibo.db --name ANNEX").ended(1);
    assert!(meibo.everything() == before);
    at(&meibo, "meibo.db", "desk take annex.db --name ANNEX");
}
