//! Faults that were found once, each under the name of what went wrong.

use std::process::{Child, Stdio};

use super::support::{Meibo, assert_same, fixture};

fn seats(meibo: &Meibo) -> Vec<(i64, i64)> {
    let register = meibo.sql();
    let mut statement =
        register.prepare("SELECT id, participant_id FROM excursion_place ORDER BY id").unwrap();
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn newest(meibo: &Meibo) -> String {
    meibo.count("SELECT max(id) FROM operation").to_string()
}

#[test]
fn an_undo_does_not_take_itself_for_an_earlier_undo() {
    let meibo = Meibo::with_sample();
    let _ = meibo.run(&["edit", "1", "--position", "Guest of honour"]).done();
    let _ = meibo.run(&["undo"]).done();
    assert_eq!(
        meibo.count("SELECT count(*) FROM participant WHERE position = 'Guest of honour'"),
        0
    );
    let _ = meibo.run(&["redo"]).done();
    assert_eq!(
        meibo.count("SELECT count(*) FROM participant WHERE position = 'Guest of honour'"),
        1
    );
}

#[test]
fn an_undo_does_not_overwrite_a_row_that_got_the_number_of_a_removed_one() {
    let meibo = Meibo::with_sample();
    let last = meibo.count("SELECT participant_id FROM excursion_place ORDER BY id DESC LIMIT 1");
    let _ = meibo.run(&["excursion", "leave", &last.to_string()]).done();
    let left = newest(&meibo);
    let _ = meibo.run(&["excursion", "join", "1"]).done();
    let before = seats(&meibo);
    assert_eq!(before.last().map(|(_, person)| *person), Some(1), "the number was given again");
    let said = meibo.run(&["undo", &left]).ended(1);
    assert!(said.stderr.contains("P-0001-C"), "{}", said.stderr);
    assert_eq!(seats(&meibo), before);
}

#[test]
fn an_undone_change_leaves_no_organization_behind() {
    let meibo = Meibo::with_sample();
    let before = meibo.count("SELECT count(*) FROM organization");
    let _ = meibo.run(&["edit", "1", "--organization", "Brand New Body"]).done();
    let _ = meibo.run(&["undo"]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), before);
    let _ = meibo.run(&["redo"]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), before + 1);
}

#[test]
fn scans_that_are_imported_again_record_nothing() {
    let meibo = Meibo::with_sample();
    let before = meibo.count("SELECT count(*) FROM attendance_event");
    let scans = fixture("scans.csv");
    let said = meibo.run(&["attendance", "import", scans.to_str().unwrap()]).done();
    assert!(said.stderr.starts_with("0 scans in, 0 out, 1291 repeated"), "{}", said.stderr);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), before);
}

#[test]
fn a_sheet_that_is_entered_late_does_not_bring_back_who_went_out() {
    let meibo = Meibo::with_sample();
    let whom = ["321", "--session", "D1-RECEP"];
    let at = |verb: &str, time: &str| {
        let _ = meibo.run(&[&[verb], &whom[..], &["--at", time, "--anyway"][..]].concat()).done();
    };
    at("checkin", "18:30");
    at("checkout", "19:30");
    at("checkin", "18:10");
    let state = meibo.sql().query_row(
        "SELECT a.inside, a.first_in_at, a.last_at FROM attendance a JOIN session s ON s.id = a.session_id
         WHERE a.participant_id = 321 AND s.code = 'D1-RECEP'",
        [],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    );
    let wanted = (0, "2019-02-26T09:10:00.000Z".to_owned(), "2019-02-26T10:30:00.000Z".to_owned());
    assert_eq!(state.unwrap(), wanted);
}

#[test]
fn organizations_whose_names_are_signs_are_not_one_organization() {
    let meibo = Meibo::with_register();
    for (family, organization, email) in [("A", "???", "a@x.example"), ("B", "!!!", "b@x.example")]
    {
        let fields = ["--family", family, "--organization", organization, "--email", email];
        let _ = meibo.run(&[&["register"], &fields[..]].concat()).done();
    }
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), 2);
}

/// Makes the sample with one session more, to which nobody has come.
fn with_talk() -> Meibo {
    let meibo = Meibo::with_sample();
    meibo.line("session add D3-TALK --day 3 --title Talk --from 18:00 --to 19:00").done();
    meibo
}

const AT_THE_TALK: &str = "
    SELECT count(*) FROM attendance a JOIN session s ON s.id = a.session_id
    WHERE s.code = 'D3-TALK' AND a.inside = 1";

#[test]
fn the_undo_of_one_check_in_of_three_persons_took_back_the_last_person_alone() {
    let meibo = with_talk();
    let said = |line: &str| meibo.line(&format!("--desk New {line}")).done().stdout;
    said("checkin 1 2 7 --session D3-TALK --at 18:00 --anyway");
    assert_eq!(meibo.count(AT_THE_TALK), 3);
    let undone = said("undo");
    assert!(undone.contains("check-in of 3 persons at D3-TALK"), "{undone}");
    assert_eq!(meibo.count(AT_THE_TALK), 0);
    let redone = said("redo");
    assert!(redone.contains("check-in of 3 persons at D3-TALK"), "{redone}");
    assert_eq!(meibo.count(AT_THE_TALK), 3);
    // Two commands are two, and what was entered again is one thing to take back as well.
    said("checkout 2 --session D3-TALK --at 18:30 --anyway");
    let undone = said("undo");
    assert!(undone.contains("check-out of P-0002-"), "{undone}");
    said("undo");
    assert_eq!(meibo.count(AT_THE_TALK), 0);
    let nothing = meibo.line("--desk New undo").ended(1).stderr;
    assert!(nothing.contains("nothing to take back"), "{nothing}");
}

#[test]
fn the_undo_of_an_attendance_list_took_back_its_last_line_alone() {
    let meibo = with_talk();
    meibo.write("list.txt", "1\n2\n7\n");
    meibo.line("attendance import list.txt --session D3-TALK").done();
    assert_eq!(meibo.count(AT_THE_TALK), 3);
    let undone = meibo.line("undo").done().stdout;
    assert!(undone.contains("check-in of 3 persons at D3-TALK"), "{undone}");
    assert_eq!(meibo.count(AT_THE_TALK), 0);
}

/// What was taken back was entered once more, and the rows that took it back were refused.
#[test]
fn an_export_of_the_door_brought_back_what_was_taken_back() {
    let meibo = Meibo::with_register();
    meibo.line("session add D1-A --day 1 --title T --from 09:30 --to 12:00").done();
    for name in ["One", "Two", "Three"] {
        meibo.line(&format!("register --family {name} --country JP")).done();
    }
    meibo.write("list.csv", meibo.line("export participants").done().stdout);
    let at = |time: &str| format!("--session D1-A --at '2019-02-26 {time}'");
    meibo.line(&format!("--desk B checkin 1 {}", at("09:20"))).done();
    meibo.line(&format!("checkin 1 2 {}", at("09:22"))).done();
    meibo.line("undo").done();
    meibo.line(&format!("checkin 2 {}", at("09:24"))).done();
    meibo.line(&format!("checkin 7 {}", at("09:25"))).done();
    meibo.line("--desk B undo --reason 'wrong badge'").done();
    meibo.line(&format!("checkin 1 {}", at("09:26"))).done();
    let events = meibo.line("export attendance").done().stdout;
    assert_eq!(events.matches(",undo,").count(), 2, "{events}");
    let states = |meibo: &Meibo| meibo.line("attendance --by person --format csv").done().stdout;
    let before = (meibo.facts(), states(&meibo));
    meibo.write("events.csv", &events);
    let said = meibo.line("attendance import events.csv").done().stderr;
    assert!(said.contains("0 scans in, 0 out, 3 repeated, 0 refused\n4 rows that"), "{said}");
    assert_same(&before.0, &meibo.facts(), "an export that is imported");
    let other = Meibo::with_register();
    other.line("session add D1-A --day 1 --title T --from 09:30 --to 12:00").done();
    other.write("list.csv", meibo.read("list.csv"));
    other.write("events.csv", &events);
    for line in ["import list.csv", "attendance import events.csv", "attendance import events.csv"]
    {
        other.line(line).done();
        assert!(line.starts_with("import") || states(&other) == before.1, "{}", states(&other));
    }
}

#[test]
fn two_undos_at_once_do_not_take_one_check_in_back_twice() {
    let meibo = Meibo::with_sample();
    for round in 0..5 {
        let children: Vec<_> = (0..8).map(|_| undo_quietly(&meibo)).collect();
        for mut child in children {
            let ended = child.wait().unwrap();
            assert!(matches!(ended.code(), Some(0 | 1)), "round {round}: {ended}");
        }
    }
    let twice = "SELECT count(*) FROM (SELECT undoes FROM attendance_event WHERE undoes IS NOT NULL
                 GROUP BY undoes HAVING count(*) > 1)";
    assert_eq!(meibo.count(twice), 0);
    assert!(meibo.count("SELECT count(*) FROM attendance_event WHERE kind = 'undo'") >= 5);
}

fn undo_quietly(meibo: &Meibo) -> Child {
    let mut command = meibo.command();
    command.arg("undo").stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
fn an_init_that_was_cut_off_leaves_no_half_register_and_is_done_again() {
    let meibo = Meibo::new();
    meibo.write("meibo.db.partial", "what a killed init may leave");
    meibo.run(&["init", "--name", "S", "--from", "2019-02-26", "--to", "2019-02-28"]).done();
    assert!(!meibo.path("meibo.db.partial").exists());
    assert_eq!(meibo.count("SELECT count(*) FROM seminar"), 1);
    let names: Vec<_> = std::fs::read_dir(meibo.path("meibo.db").parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(names.iter().all(|name| name.to_string_lossy().starts_with("meibo.db")), "{names:?}");
}

#[test]
fn undo_and_redo_passed_over_an_entry_whose_reason_began_with_merge() {
    let meibo = Meibo::new();
    let _ = meibo.line("init --name T --from 2019-02-26 --to 2019-02-28").done();
    let _ = meibo.line("register --family Sato --country JP --organization METI").done();
    let _ = meibo.line("session add D1-OPEN --day 1 --title T --from 09:30 --to 10:00").done();
    let mark = ["attendance", "mark", "1", "--session", "D1-OPEN", "--reason", "merge of lists"];
    let inside = || meibo.count("SELECT count(*) FROM attendance WHERE inside = 1");
    let _ = meibo.run(&mark).done();
    assert_eq!(inside(), 1);
    let _ = meibo.run(&["undo", "--reason", "merge again"]).done();
    assert_eq!(inside(), 0);
    let _ = meibo.line("redo").done();
    assert_eq!(inside(), 1);
}

#[test]
fn a_reason_that_reads_as_that_of_a_merge_kept_an_entry_from_being_done_again() {
    let meibo = with_talk();
    meibo.line("checkin 1 --session D3-TALK").done();
    let reason = "merge 01234567-0123-0123-0123-0123456789ab";
    meibo.line(&format!("undo --reason '{reason}'")).done();
    meibo.line("redo").done();
    assert_eq!(meibo.count(AT_THE_TALK), 1);
}

#[test]
fn one_of_a_kind_was_told_in_the_plural() {
    let meibo = Meibo::with_register();
    for line in [
        "session add D1-OPEN --day 1 --title Opening --from 09:30 --to 10:00",
        "register --family Sato --country JP --track policy --excursion",
        "excursion edit --site Lab",
        "excursion bus 1 --bus 2",
        "excursion bus 1 --none",
        "excursion bus --buses 1 --seats 3",
        "excursion clear 1",
        "breakout assign --groups 1",
        "checkin 1 --session D1-OPEN",
    ] {
        meibo.line(line).done();
    }
    let log = meibo.line("log --format csv").done().stdout;
    for told in [
        "bus 2: 1 person,",
        "no bus: 1 person,",
        "1 person among 1 bus,",
        ",1 person,",
        "policy in 1 group;",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    let told = meibo
        .line("attendance mark 1 --session D1-OPEN --absent --reason wrong --format csv")
        .done()
        .stdout;
    assert!(told.contains("1 entry taken back"), "{told}");
    let told = meibo.line("attendance sheet --session D1-OPEN --output sheet.html").done().stderr;
    assert!(told.contains(": 1 person\n"), "{told}");
    let told = meibo.line("excursion edit --places 0").ended(1).stderr;
    assert!(told.starts_with("error: 1 person holds a seat; 0 would be too few"), "{told}");
}
