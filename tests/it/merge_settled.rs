//! What a merge cannot simply take over: what both sides touched, and what is there at one side only.

use super::attendance::{rows, small};
use super::merge::{at, count, grouped, open};
use super::merge_home::{merged, said};
use super::support::Meibo;

fn copied(meibo: &Meibo) {
    at(meibo, "meibo.db", "desk take annex.db --name ANNEX");
}

fn texts(meibo: &Meibo, question: &str) -> Vec<String> {
    let register = open(meibo, "meibo.db");
    let mut statement = register.prepare(question).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn words_for_countries_come_home() {
    let meibo = small(1);
    copied(&meibo);
    at(&meibo, "annex.db", "country VN --name Annam");
    at(&meibo, "annex.db", "country --alias VN1 VN");
    at(&meibo, "annex.db", "country VN --into Mekong");
    at(&meibo, "annex.db", "country KH --name Kampuchea");
    at(&meibo, "meibo.db", "country KH --name 'Kingdom of Cambodia'");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["conflict", "KH", "Kingdom of Cambodia", "Kampuchea"]), "{told:?}");
    let told = merged(&meibo, "annex.db --prefer mine");
    assert!(said(&told, &["edit", "VN", "name", "Annam"]), "{told:?}");
    let names = "SELECT name || ' ' || aliases FROM country WHERE code = 'VN' AND
                 groupings LIKE '%Mekong%'";
    let names = texts(&meibo, names);
    assert!(names.len() == 1 && names[0].starts_with("Annam "), "{names:?}");
    assert!(names[0].to_lowercase().contains("vn1"), "{names:?}");
    assert_eq!(
        texts(&meibo, "SELECT name FROM country WHERE code = 'KH'"),
        ["Kingdom of Cambodia"]
    );
}

const EXCURSIONS: &str = "
    SELECT name || ': ' || coalesce(places, 0) || ': ' || sites FROM excursion ORDER BY name";

#[test]
fn excursions_that_were_added_or_named_anew_come_home() {
    let meibo = small(2);
    at(&meibo, "meibo.db", "excursion add Port --places 5");
    copied(&meibo);
    at(&meibo, "annex.db", "excursion add Castle --places 9");
    at(&meibo, "annex.db", "excursion edit --excursion Castle --site Gate --site Keep");
    at(&meibo, "annex.db", "excursion join p0@x.example --excursion Castle");
    at(&meibo, "annex.db", "excursion edit --excursion Port --places 4");
    at(&meibo, "annex.db", "excursion edit --site Lab");
    at(&meibo, "annex.db", "excursion join p1@x.example --excursion Port");
    at(&meibo, "meibo.db", "excursion edit --excursion Port --name Harbour");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["new", "Castle", "excursion", "added"]), "{told:?}");
    assert!(said(&told, &["edit", "Harbour", "places", "4"]), "{told:?}");
    assert!(said(&told, &["edit", "Excursion", "sites", "Lab"]), "{told:?}");
    assert_eq!(
        texts(&meibo, EXCURSIONS),
        ["Castle: 9: Gate\nKeep", "Excursion: 0: Lab", "Harbour: 4: "]
    );
    let listed = "
        SELECT e.name || ' ' || p.email FROM excursion_place x
        JOIN excursion e ON e.id = x.excursion_id JOIN participant p ON p.id = x.participant_id
        ORDER BY e.name";
    assert_eq!(texts(&meibo, listed), ["Castle p0@x.example", "Harbour p1@x.example"]);
    let merged_once = meibo.everything();
    merged(&meibo, "annex.db");
    assert_eq!(meibo.everything(), merged_once, "a second merge changes nothing");
}

#[test]
fn excursions_of_one_key_that_were_added_at_both_sides_stay_two() {
    let meibo = small(1);
    copied(&meibo);
    at(&meibo, "annex.db", "excursion add Castle");
    at(&meibo, "meibo.db", "excursion add Port");
    merged(&meibo, "annex.db");
    let names = texts(&meibo, "SELECT name FROM excursion ORDER BY name");
    assert_eq!(names, ["Castle", "Excursion", "Port"]);
}

#[test]
fn a_session_that_was_taken_back_there_stays_here() {
    let meibo = small(1);
    copied(&meibo);
    let added = texts(&meibo, "SELECT CAST(id AS TEXT) FROM operation WHERE verb = 'session add'");
    at(&meibo, "annex.db", &format!("undo {}", added[0]));
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["not brought", "D1-A", "taken back there"]), "{told:?}");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM session"), 1);
}

#[test]
fn what_is_said_of_somebody_whose_registration_was_taken_back_here_is_told() {
    let meibo = small(1);
    at(&meibo, "meibo.db", "register --family Late --email late@x.example");
    copied(&meibo);
    at(&meibo, "annex.db", "edit late@x.example --extra Visa=yes");
    let registered = "SELECT CAST(id AS TEXT) FROM operation WHERE verb = 'register'";
    at(&meibo, "meibo.db", &format!("undo {}", texts(&meibo, registered)[0]));
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["not brought", "Visa", "yes", "taken back here"]), "{told:?}");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM participant_extra"), 0);
}

#[test]
fn what_a_sender_said_there_is_known_here() {
    let meibo = small(1);
    meibo.write("one.csv", "family_name,email,position\nPerson0,p0@x.example,Chair\n");
    at(&meibo, "meibo.db", "import one.csv --source Ministry");
    copied(&meibo);
    meibo.write(
        "two.csv",
        "family_name,email,position\nPerson0,p0@x.example,Clerk\nNew,n@x.example,\n",
    );
    at(&meibo, "annex.db", "import two.csv --source Ministry");
    merged(&meibo, "annex.db");
    let at_home = meibo.line("import two.csv --source Ministry --format csv").done();
    assert!(rows(&at_home).is_empty(), "the same list says nothing new: {}", at_home.stdout);
    meibo.write("three.csv", "family_name,email,position\nPerson0,p0@x.example,Clerk\n");
    let gone = meibo.line("import three.csv --source Ministry --format csv").done();
    assert!(gone.stdout.contains("New"), "{}", gone.stdout);
}

#[test]
fn rules_and_excuses_that_were_taken_away_there_go_here() {
    let meibo = grouped(4);
    let excuse = "attendance mark p0@x.example p1@x.example --session D1-A --excused --reason ill";
    at(&meibo, "meibo.db", excuse);
    at(&meibo, "meibo.db", "breakout together p0@x.example p1@x.example --name pair");
    copied(&meibo);
    at(&meibo, "annex.db", "attendance mark p0@x.example --session D1-A --not-excused");
    let excuse = "attendance mark p2@x.example --session D1-A --excused --reason elsewhere";
    at(&meibo, "annex.db", excuse);
    at(&meibo, "annex.db", "breakout together --name pair --off");
    at(&meibo, "annex.db", "breakout apart p2@x.example p3@x.example --name foes");
    merged(&meibo, "annex.db");
    let excuses = "
        SELECT p.email || ': ' || e.reason FROM absence_excuse e
        JOIN participant p ON p.id = e.participant_id ORDER BY p.email";
    assert_eq!(texts(&meibo, excuses), ["p1@x.example: ill", "p2@x.example: elsewhere"]);
    let rules = "
        SELECT r.kind || ' ' || r.name || ' ' || p.email FROM breakout_rule r
        JOIN participant p ON p.id = r.participant_id ORDER BY p.email";
    assert_eq!(texts(&meibo, rules), ["apart foes p2@x.example", "apart foes p3@x.example"]);
}

#[test]
fn two_registrations_made_one_person_both_ways_round_keep_the_lower_code() {
    let meibo = small(2);
    copied(&meibo);
    let codes = texts(&meibo, "SELECT code FROM participant ORDER BY id");
    at(&meibo, "annex.db", &format!("merge {} {}", codes[1], codes[0]));
    at(&meibo, "meibo.db", &format!("merge {} {}", codes[0], codes[1]));
    let told = merged(&meibo, "annex.db");
    let told =
        if said(&told, &["conflict"]) { merged(&meibo, "annex.db --prefer theirs") } else { told };
    assert!(said(&told, &["same person", "both ways round"]), "{told:?}");
    let leads = "
        SELECT s.code || ' ' || f.code FROM participant s JOIN participant f ON f.id = s.same_as";
    assert_eq!(texts(&meibo, leads), [format!("{} {}", codes[1], codes[0])]);
}

#[test]
fn who_leads_to_a_second_registration_leads_to_the_first_one() {
    let meibo = small(3);
    copied(&meibo);
    let codes = texts(&meibo, "SELECT code FROM participant ORDER BY id");
    at(&meibo, "annex.db", &format!("merge {} {}", codes[0], codes[1]));
    at(&meibo, "meibo.db", &format!("merge {} {}", codes[1], codes[2]));
    merged(&meibo, "annex.db");
    let leads = "
        SELECT s.code || ' ' || f.code FROM participant s JOIN participant f ON f.id = s.same_as
        ORDER BY s.id";
    let wanted = [1, 2].map(|second| format!("{} {}", codes[second], codes[0]));
    assert_eq!(texts(&meibo, leads), wanted);
}

#[test]
fn a_sheet_that_was_printed_there_is_keyed_in_here() {
    let meibo = small(3);
    copied(&meibo);
    let sheet =
        meibo.line("--db annex.db attendance sheet --session D1-A --output sheet.html").done();
    merged(&meibo, "annex.db");
    let versions = texts(&meibo, "SELECT version FROM sign_in_sheet");
    assert_eq!(versions.len(), 1, "{}", sheet.stderr);
    let mark = format!("attendance mark 1,3 --session D1-A --sheet {}", versions[0]);
    at(&meibo, "meibo.db", &mark);
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM attendance"), 2);
    merged(&meibo, "annex.db");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM sign_in_sheet"), 1);
}

#[test]
fn an_address_that_somebody_else_got_here_is_told() {
    let meibo = small(1);
    copied(&meibo);
    at(&meibo, "annex.db", "edit p0@x.example --email new@x.example");
    at(&meibo, "meibo.db", "register --family Other --email new@x.example");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["not brought", "new@x.example", "by hand"]), "{told:?}");
    let addresses = texts(&meibo, "SELECT email FROM participant ORDER BY id");
    assert_eq!(addresses, ["p0@x.example", "new@x.example"]);
}

#[test]
fn an_address_that_was_passed_on_there_is_passed_on_here() {
    let meibo = small(2);
    copied(&meibo);
    at(&meibo, "annex.db", "edit p1@x.example --email third@x.example");
    at(&meibo, "annex.db", "edit p0@x.example --email p1@x.example");
    let told = merged(&meibo, "annex.db");
    assert!(!said(&told, &["not brought"]), "{told:?}");
    let addresses = texts(&meibo, "SELECT email FROM participant ORDER BY id");
    assert_eq!(addresses, ["p1@x.example", "third@x.example"]);
}

#[test]
fn of_two_registrations_with_one_address_the_lower_code_has_it() {
    let meibo = small(1);
    copied(&meibo);
    at(&meibo, "annex.db", "register --family There --email one@x.example");
    at(&meibo, "annex.db", "register --family Later --email two@x.example");
    at(&meibo, "meibo.db", "register --family Here --email one@x.example");
    at(&meibo, "meibo.db", "edit p0@x.example --email two@x.example");
    let told = merged(&meibo, "annex.db");
    let same = told.iter().filter(|line| line.starts_with("same e-mail"));
    assert_eq!(same.count(), 2, "{told:?}");
    let have = "SELECT family_name || ' ' || email FROM participant ORDER BY id";
    let wanted = ["Person0 two@x.example", "There one@x.example", "Later ", "Here "];
    assert_eq!(texts(&meibo, have), wanted);
}

#[test]
fn what_was_said_there_of_groups_that_were_formed_anew_here_is_told() {
    let meibo = grouped(4);
    copied(&meibo);
    at(&meibo, "annex.db", "breakout group P1 --room Annex");
    at(&meibo, "meibo.db", "breakout assign --track policy --groups 2 --seed 5");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["not brought", "groups of policy", "these stand"]), "{told:?}");
    assert_eq!(
        count(&meibo, "meibo.db", "SELECT count(*) FROM breakout_group WHERE room <> ''"),
        0
    );
}

#[test]
fn who_came_here_in_the_meantime_is_without_a_group_that_came_home() {
    let meibo = grouped(4);
    copied(&meibo);
    at(&meibo, "annex.db", "breakout assign --track policy --groups 2 --seed 9");
    at(&meibo, "meibo.db", "register --family Late --email late@x.example --track policy");
    at(&meibo, "meibo.db", "breakout move late@x.example P1");
    let told = merged(&meibo, "annex.db --prefer theirs");
    let without: Vec<_> = told.iter().filter(|line| line.contains("without a group")).collect();
    assert!(without.len() == 1 && said(&told, &["not brought", "P1", "without"]), "{told:?}");
    assert_eq!(count(&meibo, "meibo.db", "SELECT count(*) FROM breakout_seat"), 4);
}

#[test]
fn who_changed_tracks_here_gets_the_seat_of_the_groups_that_came_home() {
    let meibo = grouped(4);
    copied(&meibo);
    at(&meibo, "annex.db", "breakout assign --track policy --groups 2 --seed 9");
    at(&meibo, "meibo.db", "edit p0@x.example --track licensing");
    at(&meibo, "meibo.db", "breakout assign --track licensing --groups 1");
    merged(&meibo, "annex.db --prefer theirs");
    let seats = "SELECT count(*) FROM breakout_seat s JOIN participant p ON p.id = s.participant_id
                 WHERE p.email = 'p0@x.example'";
    assert_eq!(count(&meibo, "meibo.db", seats), 1);
    at(&meibo, "meibo.db", "check");
}

#[test]
fn speakers_that_both_sides_changed_are_told_as_one_list() {
    let meibo = small(1);
    at(&meibo, "meibo.db", "session edit D1-A --speakers 'Japan; Baba'");
    copied(&meibo);
    at(&meibo, "annex.db", "session edit D1-A --speakers 'Japan; Doi'");
    let told = merged(&meibo, "annex.db --dry-run");
    assert!(said(&told, &["edit", "speakers", "Japan (JP); Baba", "Japan (JP); Doi"]), "{told:?}");
    at(&meibo, "meibo.db", "session edit D1-A --speakers 'Viet Nam'");
    let told = merged(&meibo, "annex.db");
    assert!(said(&told, &["conflict", "Viet Nam (VN)", "Japan (JP); Doi"]), "{told:?}");
    merged(&meibo, "annex.db --prefer theirs");
    let speakers =
        "SELECT name || ' ' || coalesce(country, '-') FROM session_speaker ORDER BY position";
    assert_eq!(texts(&meibo, speakers), ["Japan JP", "Doi -"]);
}
