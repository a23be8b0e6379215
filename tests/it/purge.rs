//! Personal data is erased: no byte of it is left, the figures and the chain stay.

use crate::support::Meibo;

const CONFIRM: [&str; 3] = ["purge", "--confirm", "Asian Export Control Seminar"];

/// Returns a sample register in which people were changed, excused and taken back.
fn worked_with() -> Meibo {
    let meibo = Meibo::with_sample();
    for line in [
        "edit 163 --family Dangerfield-Before --note 'allergic to zanzibarnuts'",
        "edit 163 --family Đặng",
        "register --family Quetzalcoatlus --email quetzal@unused.example",
        "undo",
        "attendance mark 1 --excused --session D3-TOUR --reason 'broken anklebone'",
        "attendance mark 7 --absent --session D1-OPEN --reason 'wrongly scannedperson'",
        "breakout together 10 15",
    ] {
        meibo.line(line).done();
    }
    meibo.write("more.csv", "family_name,email,Shoe size\nHyperion,h@unused.example,47eu\n");
    meibo.line("import more.csv --source Ministry").done();
    meibo
}

/// Returns what of these words is in the files of the register, in whatever form.
fn left(meibo: &Meibo, words: &[String]) -> Vec<String> {
    let mut bytes = Vec::new();
    for ending in ["", "-wal", "-shm", "-queue", "-journal"] {
        bytes.extend(std::fs::read(meibo.path(&format!("meibo.db{ending}"))).unwrap_or_default());
    }
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    words.iter().filter(|word| text.contains(&word.to_lowercase())).cloned().collect()
}

#[test]
fn nothing_personal_is_left_in_any_byte_and_the_figures_stay() {
    let meibo = worked_with();
    let mut words: Vec<String> = [
        "Dangerfield-Before",
        "zanzibarnuts",
        "Quetzalcoatlus",
        "anklebone",
        "scannedperson",
        "Hyperion",
        "47eu",
        "unused.example",
    ]
    .map(str::to_owned)
    .to_vec();
    let register = meibo.sql();
    // Names of bodies, sessions and places stay, and some people are called as they are.
    let mut personal = register
        .prepare(
            "WITH word (w) AS (
               SELECT family_name FROM participant UNION SELECT given_name FROM participant
               UNION SELECT native_name FROM participant UNION SELECT email FROM participant
               UNION SELECT note FROM participant UNION SELECT name_key FROM participant)
             SELECT w FROM word WHERE length(w) > 4
             AND NOT EXISTS (SELECT 1 FROM organization WHERE instr(lower(name), lower(w)) > 0)
             AND NOT EXISTS (SELECT 1 FROM country WHERE instr(lower(name), lower(w)) > 0)
             AND NOT EXISTS (SELECT 1 FROM participant WHERE instr(lower(position), lower(w)) > 0)",
        )
        .unwrap();
    let found = personal.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap);
    words.extend(found.collect::<Vec<String>>());
    drop(personal);
    drop(register);
    // A word that lies across two pages of the file is not found.
    let words = left(&meibo, &words);
    assert!(words.len() > 800, "the search finds what is there");
    let before = meibo.line("summary").done().stdout;
    let rehearsed = meibo.line("purge --dry-run").done().stdout;
    assert_eq!(left(&meibo, &words).len(), words.len());

    assert_eq!(meibo.run(&CONFIRM).done().stdout, rehearsed);
    assert_eq!(left(&meibo, &words), Vec::<String>::new());
    assert_eq!(meibo.line("summary").done().stdout, before);
    meibo.line("check").done();
    assert!(meibo.line("show 163").done().stdout.contains("P-0163-D"));
    meibo.line("checkin 163 --session D3-COMPANY --at '2019-02-28 09:40' --anyway").done();
    assert_eq!(meibo.count("SELECT count(*) FROM operation WHERE verb = 'purge'"), 1);
    meibo.run(&CONFIRM).done();
    meibo.line("check").done();
}

#[test]
fn what_was_done_before_a_purge_cannot_be_taken_back() {
    let meibo = worked_with();
    let import = meibo.count("SELECT max(id) FROM operation WHERE verb = 'import'");
    meibo.run(&CONFIRM).done();
    let purge = meibo.count("SELECT max(id) FROM operation");
    let rows = meibo.everything();
    for line in ["undo".to_owned(), format!("undo {import}"), format!("undo {purge}")] {
        let error = meibo.line(&line).ended(1).stderr;
        assert!(error.contains("erased"), "{line}: {error}");
    }
    assert_eq!(rows, meibo.everything());
}

#[test]
fn only_the_classes_that_are_named_are_erased() {
    let meibo = worked_with();
    let mut line = CONFIRM.to_vec();
    line.extend(["--class", "contact"]);
    meibo.run(&line).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE email <> ''"), 0);
    assert!(meibo.line("show 163").done().stdout.contains("Đặng"));
    assert_eq!(left(&meibo, &["Quetzalcoatlus".to_owned()]), Vec::<String>::new());
    meibo.line("check").done();
}

#[test]
fn a_purge_that_nobody_confirmed_erases_nothing() {
    let meibo = worked_with();
    let before = meibo.everything();
    meibo.says(
        "purge",
        "
--- stderr ---
error: nothing was erased: the seminar's name was not confirmed
hint: it cannot be taken back; say --confirm \"Asian Export Control Seminar\" if it is meant
[exit 1]
",
    );
    meibo.line("purge --confirm Seminar").ended(1);
    assert_eq!(before, meibo.everything());
}

#[test]
fn a_desk_that_still_reads_and_copies_beside_the_register_are_told() {
    let meibo = worked_with();
    meibo.line("backup copy.db").done();
    let desk = meibo.sql();
    desk.execute_batch("BEGIN; SELECT count(*) FROM participant;").unwrap();
    let mut line = CONFIRM.to_vec();
    line.extend(["--wait", "0"]);
    let told = meibo.run(&line).ended(1).stderr;
    assert!(told.contains("waiting for another process that reads the register\n"), "{told}");
    assert!(told.contains("until it ends, the files still hold what was erased"), "{told}");
    assert!(told.contains("may hold the same data: copy.db"), "{told}");
    drop(desk);
    meibo.run(&CONFIRM).done();
    assert_eq!(left(&meibo, &["Quetzalcoatlus".to_owned()]), Vec::<String>::new());
}
