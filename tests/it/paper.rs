//! Paper: numbered sheets, what is keyed in from them, excuses, corrections, lists of codes.

use super::attendance::{rows, small};
use super::support::Meibo;

/// Prints the sheet of a session; returns its version and the page.
fn sheet(meibo: &Meibo, arguments: &str) -> (String, String) {
    let said = meibo.line(&format!("attendance sheet {arguments} --output sheet.html")).done();
    let version = said.stderr.split([' ', ':']).nth(1).unwrap().to_owned();
    let page = meibo.read("sheet.html");
    assert!(page.contains(&format!("Sheet {version}, ")), "{page}");
    (version, page)
}

fn count(meibo: &Meibo, condition: &str) -> i64 {
    meibo.count(&format!("SELECT count(*) FROM attendance_event WHERE {condition}"))
}

#[test]
fn numbers_of_a_sheet_are_keyed_in_by_ranges() {
    let meibo = small(8);
    let (version, page) = sheet(&meibo, "--session D1-A");
    assert_eq!(page.matches("<tr>").count(), 1 + 8 + 3, "{page}");
    let line = format!("attendance mark 3,5-6 8 --session D1-A --sheet {version} --by ann");
    let marked = rows(&meibo.line(&format!("{line} --format csv")).done());
    let names: Vec<&str> = marked.iter().map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Person2", "Person4", "Person5", "Person7"]);
    assert_eq!(count(&meibo, "kind = 'in' AND source = 'paper' AND actor = 'ann'"), 4);
    let again = rows(&meibo.line(&format!("{line} --format csv")).done());
    assert!(again.iter().all(|row| row["result"] == "already"), "{again:?}");
    assert_eq!(count(&meibo, "1 = 1"), 4);
    let state = rows(&meibo.line("attendance --by session --format csv").done());
    assert_eq!((state[0]["present"].as_str(), state[0]["late"].as_str()), ("4", "0"));
    for wrong in ["0", "9", "3-x", "7-2"] {
        meibo.line(&format!("attendance mark {wrong} --session D1-A --sheet {version}")).ended(1);
    }
    let unknown = meibo.line("attendance mark 1 --session D1-A --sheet 00000000").ended(1).stderr;
    assert!(unknown.contains(&format!("printed last: {version}")), "{unknown}");
    assert_eq!(count(&meibo, "1 = 1"), 4);
}

#[test]
fn a_sheet_that_is_older_than_the_list_is_refused_and_says_what_moved() {
    let meibo = small(4);
    let (version, _) = sheet(&meibo, "--session D1-A");
    assert_eq!(sheet(&meibo, "--session D1-A").0, version, "the same list is the same sheet");
    meibo.line("withdraw p1@x.example").done();
    meibo.line("register --family Aaa --country JP").done();
    let line = format!("attendance mark 1-4 --session D1-A --sheet {version}");
    let error = meibo.line(&line).ended(1).stderr;
    assert!(error.contains("Person1 (number 2) is off the list"), "{error}");
    assert!(error.contains("Aaa is new on the list"), "{error}");
    assert!(error.contains("--as-printed"), "{error}");
    assert_eq!(count(&meibo, "1 = 1"), 0);
    let (newer, page) = sheet(&meibo, "--session D1-A");
    assert_ne!(newer, version);
    let number = |name: &str| {
        let row = page.lines().find(|line| line.contains(name)).unwrap();
        row.split("<bdi>").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!((number("Person0"), number("Person3")), ("1".to_owned(), "4".to_owned()));
    assert_eq!(number(">Aaa<"), "5", "who is new comes at the end, though Aaa is first by name");
    assert!(!page.contains("Person1<"), "{page}");
    let gone = meibo.line(&format!("attendance mark 2 --session D1-A --sheet {newer}")).ended(1);
    assert!(gone.stderr.contains("has nobody at number 2"), "{}", gone.stderr);
    meibo.line(&format!("{line} --as-printed")).done();
    assert_eq!(count(&meibo, "kind = 'in'"), 4);
}

#[test]
fn numbers_without_a_version_are_those_of_the_sheet_that_was_printed() {
    let meibo = small(16);
    let line = "attendance mark 3,7,12-15 --session D1-A --source paper";
    let none = meibo.line(line).ended(1).stderr;
    assert!(none.starts_with("error: no sheet was printed for D1-A\n"), "{none}");
    let _ = sheet(&meibo, "--session D1-A");
    let marked = rows(&meibo.line(&format!("{line} --format csv")).done());
    let names: Vec<&str> = marked.iter().map(|row| row["name"].as_str()).collect();
    // In the order of names: Person0, Person1, Person10, ...
    assert_eq!(names, ["Person10", "Person14", "Person5", "Person6", "Person7", "Person8"]);
    assert_eq!(count(&meibo, "kind = 'in' AND source = 'paper'"), 6);
    meibo.line("withdraw p10@x.example").done();
    let moved = meibo.line("attendance mark 1,2 --session D1-A").ended(1).stderr;
    assert!(moved.contains("Person10 (number 3) is off the list"), "{moved}");
    meibo.line("attendance mark 1,2 --session D1-A --as-printed").done();
    assert_eq!(count(&meibo, "kind = 'in' AND source = 'paper'"), 8);
    // A range is never read as a code.
    meibo.line("attendance mark 1-4 --session D1-A").ended(1);

    let meibo = Meibo::with_sample();
    for group in ["P3", "P4"] {
        let _ = sheet(&meibo, &format!("--session D2-POLICY --group {group}"));
    }
    let several = meibo.line("attendance mark 1,2 --session D2-POLICY").ended(1).stderr;
    let wanted = "error: several sheets were printed for D2-POLICY; name one with --sheet\n";
    assert!(several.starts_with(wanted), "{several}");
    assert!(several.contains("printed last: "), "{several}");
}

#[test]
fn sheets_are_made_for_groups_and_for_the_excursion() {
    let meibo = Meibo::with_sample();
    let members = meibo.count(
        "SELECT count(*) FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
         WHERE g.track = 'policy' AND g.number = 3 AND g.round = 1",
    );
    let (_, page) = sheet(&meibo, "--session D2-POLICY --group P3");
    assert_eq!(page.matches("<tr>").count() - 4, usize::try_from(members).unwrap());
    let seats = meibo.count(
        "SELECT count(*) FROM excursion_place x JOIN participant p ON p.id = x.participant_id
         WHERE x.seat IS NOT NULL AND x.excursion_id = 1
           AND p.status IN ('registered', 'confirmed', 'walk-in')",
    );
    let (_, page) = sheet(&meibo, "--session D3-TOUR --excursion");
    assert_eq!(page.matches("<tr>").count() - 4, usize::try_from(seats).unwrap());
    let error = meibo.line("list --output list.html").ended(2).stderr;
    assert!(error.contains("would be a page"), "{error}");
}

#[test]
fn excuses_are_one_operation_and_are_taken_back() {
    let meibo = small(3);
    let mark = "attendance mark p0@x.example p1@x.example --excused --session D1-A --reason";
    meibo.line(&format!("{mark} 'flight delayed'")).done();
    meibo.line("checkin p2@x.example --session D1-A --at '2019-02-26 09:20'").done();
    let said = rows(&meibo.line("attendance --by person --format csv").done());
    assert_eq!((said[0]["state"].as_str(), said[0]["why"].as_str()), ("excused", "flight delayed"));
    let figures = &rows(&meibo.line("attendance --format csv").done())[0];
    assert_eq!((figures["excused"].as_str(), figures["absent"].as_str()), ("2", "0"));
    let before = meibo.facts();
    meibo.line("attendance mark p0@x.example --not-excused --session D1-A").done();
    let said = rows(&meibo.line("attendance --by person --format csv").done());
    assert_eq!(said[0]["state"], "absent");
    meibo.line("undo").done();
    assert_eq!(meibo.facts(), before);
    meibo.line("attendance mark p0@x.example --excused --session D1-A").ended(2);
    let blank = "attendance mark p0@x.example --excused --session D1-A --reason ' '";
    assert!(meibo.line(blank).ended(1).stderr.contains("no reason was given"));
}

#[test]
fn a_correction_carries_its_reason_and_deletes_nothing() {
    let meibo = small(1);
    meibo.line("attendance mark p0@x.example --session D1-A --at 09:50").done();
    assert_eq!(count(&meibo, "1 = 1"), 1);
    let line = "attendance mark p0@x.example --absent --session D1-A --reason 'wrong line'";
    meibo.line(line).done();
    assert_eq!(count(&meibo, "kind = 'in'"), 1);
    assert_eq!(count(&meibo, "kind = 'undo' AND reason = 'wrong line'"), 1);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance"), 0);
    meibo.line("check").done();
}

#[test]
fn a_list_of_codes_is_imported() {
    let meibo = small(4);
    meibo.line("checkin p0@x.example --session D1-A --at '2019-02-26 09:10'").done();
    meibo.write(
        "codes.txt",
        "Code\np0@x.example\n\n P1@X.example \np2@x.example\nnobody@x.example\n",
    );
    let said = meibo.line("attendance import codes.txt --session D1-A").ended(1);
    assert!(said.stderr.starts_with("2 scans in, 0 out, 1 repeated, 1 refused"), "{}", said.stderr);
    assert!(said.stdout.contains("is nobody in the register"), "{}", said.stdout);
    assert_eq!(count(&meibo, "source = 'import'"), 2);
    assert_eq!(
        meibo.count("SELECT count(DISTINCT at) FROM attendance_event WHERE source = 'import'"),
        1
    );
    meibo.write("wide.csv", "p1@x.example,x\n");
    let said = meibo.line("attendance import wide.csv --session D1-A").ended(1);
    assert!(said.stdout.contains("has more than one cell"), "{}", said.stdout);
    meibo.write("empty.txt", "");
    meibo.line("attendance import empty.txt --session D1-A").ended(1);
}
