//! Registrations of one person: found, made one, taken apart again.

use crate::support::{Meibo, assert_same};

/// Makes a register with one person registered twice, both with seats, scans and more.
fn registered_twice() -> Meibo {
    let meibo = Meibo::with_sample();
    meibo
        .line(
            "register --family Lan --given 'Dang Thi Huong' --country VN
             --organization 'Ministry of Industry and Trade' --diet halal --track licensing",
        )
        .done();
    meibo
}

/// Returns the facts without the desk that told of attendance last: a merge tells it again.
fn facts(meibo: &Meibo) -> Vec<String> {
    let cut = |row: String| match row.rsplit_once('|') {
        Some((rest, _)) if row.starts_with("attendance ") => rest.to_owned(),
        _ => row,
    };
    meibo.facts().into_iter().map(cut).collect()
}

fn second(meibo: &Meibo) -> String {
    let code = "SELECT code FROM participant ORDER BY id DESC LIMIT 1";
    meibo.sql().query_row(code, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_likely_pair_comes_first_with_its_reasons() {
    let meibo = registered_twice();
    let found = meibo.line("duplicates --format csv").done().stdout;
    let best = found.lines().nth(1).unwrap();
    let second = second(&meibo);
    assert!(best.starts_with("85,P-0163-D,\"Đặng, Thị Hương Lan\","), "{best}");
    assert!(best.contains(&second) && best.contains("same name in another order"), "{best}");
    // The sample has two people of one name from one country: a person decides.
    assert_eq!(found.lines().count(), 3, "{found}");
    assert!(found.lines().nth(2).unwrap().starts_with("55,P-0217-H,"), "{found}");
}

#[test]
fn two_registrations_become_one_person_and_two_again() {
    let meibo = registered_twice();
    let second = second(&meibo);
    for line in [
        format!("checkin {second} --session D1-OPEN --at '2019-02-26 09:40' --desk B"),
        format!("checkin {second} --session D1-RECEP --at '2019-02-26 18:05' --desk B --anyway"),
        format!("checkout {second} --session D1-RECEP --at '2019-02-26 19:00' --desk B --anyway"),
        format!("excursion join {second}"),
        format!("breakout returning {second}"),
        "checkout 163 --session D1-OPEN --at '2019-02-26 10:20' --anyway".to_owned(),
    ] {
        let _ = meibo.line(&line);
    }
    let before = facts(&meibo);
    let rehearsed = meibo.line(&format!("merge 163 {second} --dry-run")).done();
    assert_same(&before, &facts(&meibo), "a rehearsal changes nothing");
    let told = meibo.line(&format!("merge 163 {second}")).done();
    assert_eq!(told.stdout, rehearsed.stdout);
    assert!(told.stdout.contains("halal"), "{told:?}");

    // One person everywhere, and the old badge still works.
    let count = |filter: &str| meibo.line(&format!("list --count {filter}")).stdout;
    assert_eq!(count("--match 'huong lan'"), "1\n");
    let shown = meibo.line(&format!("show {second} --format json")).done();
    assert_eq!(shown, meibo.line("show 163 --format json").done());
    assert!(shown.stdout.contains("D1-RECEP"), "{shown:?}");
    let export = meibo.line("export participants").done().stdout;
    assert!(!export.contains(&second) && export.contains("halal"));
    let nothing = meibo.line("redo").ended(1).stderr;
    assert!(nothing.contains("has taken nothing back"), "{nothing}");
    let again = meibo.line(&format!(
        "checkin {second} --session D1-RECEP --anyway
        --at '2019-02-26 19:30' --format csv"
    ));
    assert!(again.stdout.contains("P-0163-D"), "{again}");
    meibo.line("check").done();
    meibo.line("undo").done();

    // The sender's list may still hold both rows.
    meibo.write(
        "list.csv",
        "family_name,given_name,country,organization\n\
         Lan,Dang Thi Huong,VN,Ministry of Industry and Trade\n",
    );
    let people = meibo.count("SELECT count(*) FROM participant");
    let _ = meibo.line("import list.csv");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), people);

    let merge = meibo.count("SELECT max(id) FROM operation WHERE verb = 'merge'");
    meibo.line(&format!("undo {merge}")).done();
    assert_same(&before, &facts(&meibo), "an undo makes two registrations again");
    meibo.line("check").done();
    meibo.line("redo").done();
    assert!(meibo.line("show 163").done().stdout.contains("D1-RECEP"));
    meibo.line("check").done();
}

#[test]
fn a_seat_on_the_excursion_that_one_person_held_twice_goes_to_the_first_who_waits() {
    let meibo = Meibo::with_sample();
    let seated = "SELECT count(*) FROM excursion_place WHERE seat IS NOT NULL";
    assert_eq!(meibo.count(seated), 50);
    let told = meibo.line("merge P-0007-Z P-0010-A").done();
    assert!(told.stderr.contains("the seat on the excursion goes to P-0283-Y"), "{told:?}");
    assert_eq!(meibo.count(seated), 50);
    // A seat is worth more than a turn on the waiting list.
    meibo.line("merge P-0295-Q P-0016-X").done();
    let seat = "SELECT count(*) FROM excursion_place x JOIN participant p
        ON p.id = x.participant_id WHERE p.code = 'P-0295-Q' AND seat IS NOT NULL";
    assert_eq!(meibo.count(seat), 1);
    meibo.line("undo").done();
    meibo.line("undo").done();
    assert_eq!(meibo.count(seated), 50);
    meibo.line("check").done();
}

#[test]
fn who_led_to_a_registration_leads_where_that_one_leads() {
    let meibo = Meibo::with_register();
    for family in ["Abe", "Baba", "Chiba"] {
        meibo.line(&format!("register --family {family} --country JP")).done();
    }
    let before = meibo.facts();
    meibo.line("merge 1 2").done();
    let once = meibo.facts();
    meibo.line("merge 7 1").done();
    let leads = "SELECT count(*) FROM participant s JOIN participant f ON f.id = s.same_as
                 WHERE f.family_name = 'Chiba'";
    assert_eq!(meibo.count(leads), 2);
    meibo.line("undo").done();
    assert_same(&once, &meibo.facts(), "the second merge");
    meibo.line("undo 5").done();
    assert_same(&before, &meibo.facts(), "both");
}
