//! The catalogue of failures: each once, with the smallest input that causes it, to the letter.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{Meibo, check, finish};

/// A register with a session going on, and three people.
fn small() -> Meibo {
    let meibo = Meibo::with_register();
    for line in [
        "session add D1-OPEN --day 1 --title Opening --from 09:30 --to 10:00",
        "register --family Tanaka --given Yui --country JP --organization METI --email yui@meti.example --track policy",
        "register --family Nguyễn --given 'Thị Lan' --country VN --organization MOIT --track licensing",
        "register --family Bat --country MN --organization Customs --status withdrawn",
    ] {
        meibo.line(line).done();
    }
    meibo
}

/// Runs a command that reads and one that writes; both shall say this, and no byte shall change.
#[track_caller]
fn unusable(meibo: &Meibo, expected: &str) {
    let before = std::fs::read(meibo.path("meibo.db")).unwrap();
    check(&meibo.line("list"), expected);
    check(&meibo.line("register --family Test"), expected);
    assert!(std::fs::read(meibo.path("meibo.db")).unwrap() == before, "the file was changed");
}

// The register.

#[test]
fn there_is_no_register() {
    let meibo = Meibo::new();
    meibo.says("list", r#"
--- stderr ---
error: there is no register at meibo.db
hint: make one with `meibo --db meibo.db init --name "Seminar" --from 2026-11-24 --to 2026-11-26`, or try `meibo demo`
[exit 3]
"#);
    meibo.says("--db tokyo.db checkin 1", r#"
--- stderr ---
error: there is no register at tokyo.db
hint: make one with `meibo --db tokyo.db init --name "Seminar" --from 2026-11-24 --to 2026-11-26`, or try `meibo demo`
[exit 3]
"#);
    assert!(!meibo.path("meibo.db").exists());
    assert!(!meibo.path("tokyo.db").exists());
}

#[test]
fn a_text_file_is_not_a_register() {
    let meibo = Meibo::new();
    meibo.write("meibo.db", "family_name,given_name\nTanaka,Yui\n".repeat(100));
    unusable(
        &meibo,
        "
--- stderr ---
error: meibo.db is not a register of meibo
hint: name the register with --db or MEIBO_DB
[exit 3]
",
    );
}

#[test]
fn an_empty_file_is_not_a_register() {
    let meibo = Meibo::new();
    meibo.write("meibo.db", "");
    unusable(
        &meibo,
        "
--- stderr ---
error: meibo.db is not a register of meibo
hint: name the register with --db or MEIBO_DB
[exit 3]
",
    );
}

#[test]
fn a_folder_is_not_a_register() {
    let meibo = Meibo::new();
    std::fs::create_dir(meibo.path("meibo.db")).unwrap();
    meibo.says(
        "list",
        "
--- stderr ---
error: meibo.db is a folder, not a register
hint: name a file in it, such as `--db meibo.db/meibo.db`
[exit 3]
",
    );
}

#[test]
fn a_database_of_another_program_is_not_a_register() {
    let meibo = Meibo::new();
    meibo.sql().execute_batch("CREATE TABLE bookmark (url TEXT)").unwrap();
    unusable(
        &meibo,
        "
--- stderr ---
error: meibo.db is not a register of meibo
hint: name the register with --db or MEIBO_DB
[exit 3]
",
    );
}

#[test]
fn a_damaged_register_says_so() {
    let meibo = small();
    let mut bytes = std::fs::read(meibo.path("meibo.db")).unwrap();
    let last = bytes.len() - 4096;
    bytes[4096..last].fill(0xAA);
    meibo.write("meibo.db", bytes);
    unusable(
        &meibo,
        "
--- stderr ---
error: the register is damaged: database disk image is malformed
hint: copy the file away before anything else, then go on with the latest backup
[exit 3]
",
    );
}

#[test]
fn a_register_of_a_newer_format_is_left_alone() {
    let meibo = Meibo::with_register();
    meibo.sql().execute_batch("PRAGMA user_version = 7").unwrap();
    unusable(
        &meibo,
        "
--- stderr ---
error: meibo.db is a register of format 7; this meibo knows formats up to 1
hint: use the newer meibo; the file was not touched
[exit 3]
",
    );
}

#[test]
fn a_register_of_another_build_says_so_instead_of_what_sqlite_says() {
    for (change, missing) in [
        ("ALTER TABLE participant RENAME COLUMN same_as TO other", "no such column: same_as"),
        ("ALTER TABLE participant RENAME TO person", "no such table: participant"),
    ] {
        let meibo = small();
        meibo.sql().execute_batch(change).unwrap();
        let before = std::fs::read(meibo.path("meibo.db")).unwrap();
        let said = meibo.line("list").ended(3).stderr;
        assert_eq!(
            said.replace("p.same_as", "same_as"),
            format!(
                "error: the register was made by another build of meibo: {missing}
hint: let that build `export` the lists, then `init` a new register and `import` them; the file was not touched
"
            )
        );
        let told = "error: the register was made by another build of meibo: ";
        for line in ["register --family Test --country JP", "show 1", "summary", "find yui"] {
            let said = meibo.line(line).ended(3).stderr;
            assert!(said.starts_with(told), "{line}: {said}");
        }
        assert!(std::fs::read(meibo.path("meibo.db")).unwrap() == before, "the file was changed");
    }
}

#[test]
fn a_text_that_is_none_is_damage_and_not_what_a_library_says() {
    let meibo = small();
    let mark = b"MOIT".as_slice();
    let mut bytes = std::fs::read(meibo.path("meibo.db")).unwrap();
    let places: Vec<usize> =
        (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == mark).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(b"M\xff\xfeT");
    }
    meibo.write("meibo.db", bytes);
    let said = meibo.line("list").ended(3).stderr;
    assert!(said.starts_with("error: the register is damaged: "), "{said}");
    assert!(!said.contains("SQLite"), "{said}");
}

#[test]
fn a_damaged_page_is_told_in_one_line() {
    let meibo = small();
    let mut bytes = std::fs::read(meibo.path("meibo.db")).unwrap();
    let number = |question: &str| usize::try_from(meibo.count(question)).unwrap();
    let root = number("SELECT rootpage FROM sqlite_schema WHERE name = 'sign_in_sheet'");
    let size = number("SELECT page_size FROM pragma_page_size");
    bytes[(root - 1) * size..root * size].fill(0xAA);
    meibo.write("meibo.db", bytes);
    for line in ["backup copy.db", "check"] {
        let output = meibo.line(line);
        assert_ne!(output.code, 0, "{output}");
        assert!(!output.to_string().contains("u{a}"), "{output}");
        assert!(!output.to_string().contains("***"), "{output}");
    }
    assert!(!meibo.path("copy.db").exists());
}

#[test]
fn the_hint_for_a_missing_register_can_be_copied_into_a_shell() {
    let meibo = Meibo::new();
    for name in ["my seminar.db", "it's.db", "$HOME \"x\".db", "-x.db"] {
        let said = meibo.run(&[&format!("--db={name}"), "list"]).ended(3).stderr;
        let hint =
            said.split("make one with `meibo ").nth(1).unwrap().split("`, or").next().unwrap();
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!("\"$0\" {hint} -q"))
            .arg(env!("CARGO_BIN_EXE_meibo"))
            .current_dir(meibo.path(""));
        finish(command, b"").done();
        assert!(meibo.path(name).exists(), "{said}");
    }
    let said = meibo.line("--db 'a b.db' init --name T --from 2026-01-01 --to 2026-01-01").done();
    assert!(
        said.stderr.contains("next: `meibo --db \"a b.db\" session import FILE`"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_register_without_write_ahead_log_is_not_safe() {
    let meibo = Meibo::with_register();
    meibo.sql().execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    unusable(
        &meibo,
        "
--- stderr ---
error: the register cannot be used safely here: journal_mode is delete, not wal
hint: keep the register on a disk of this computer, and change it with meibo only
[exit 3]
",
    );
}

#[test]
fn a_read_only_register_answers_and_takes_nothing() {
    let meibo = small();
    let path = meibo.path("meibo.db");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let before = std::fs::read(&path).unwrap();
    meibo.says(
        "register --family Test",
        "
--- stderr ---
error: the register is read-only
hint: ask for write permission on the file and its folder
[exit 3]
",
    );
    meibo.says(
        "checkin 1 --session D1-OPEN",
        "
--- stderr ---
error: the register is read-only
hint: ask for write permission on the file and its folder
[exit 3]
",
    );
    assert_eq!(meibo.line("list --count").done().stdout, "3\n");
    assert!(std::fs::read(&path).unwrap() == before, "the file was changed");
}

#[test]
fn a_register_that_was_read_only_could_not_be_written_when_it_might_be_again() {
    let meibo = small();
    let path = meibo.path("meibo.db");
    let names = || {
        let names = std::fs::read_dir(meibo.path("")).unwrap();
        let names: std::collections::BTreeSet<_> =
            names.map(|entry| entry.unwrap().file_name()).collect();
        names
    };
    let before = names();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    for line in ["list", "summary", "export participants", "check"] {
        meibo.line(line).done();
    }
    assert_eq!(names(), before);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    meibo.line("register --family Test").done();
}

#[test]
fn a_locked_register_takes_nothing_and_answers_all_the_same() {
    let meibo = small();
    let other = meibo.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    meibo.says(
        "--wait 0 register --family Test",
        "
--- stderr ---
error: another process is writing to the register
hint: nothing was stored; try again, or wait longer with --wait 30
[exit 3]
",
    );
    meibo.says(
        "--wait 0 checkin 1 --session D1-OPEN",
        "
--- stderr ---
error: another process is writing to the register
hint: nothing was stored; try again, or wait longer with --wait 30
[exit 3]
",
    );
    assert_eq!(meibo.line("--wait 0 list --count").done().stdout, "3\n");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
}

#[test]
fn a_writer_waits_for_another_that_ends_in_time() {
    let meibo = small();
    let other = meibo.sql();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| meibo.line("--wait 20 register --family Test"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        other.execute_batch("ROLLBACK").unwrap();
        waiting.join().unwrap().done();
    });
}

// Making registers and copies.

#[test]
fn init_never_overwrites() {
    let meibo = small();
    let before = std::fs::read(meibo.path("meibo.db")).unwrap();
    meibo.says(
        "init --name Other --from 2026-01-01 --to 2026-01-02",
        "
--- stderr ---
error: meibo.db exists already
hint: choose another name; meibo never overwrites a file that it did not make
[exit 1]
",
    );
    assert!(std::fs::read(meibo.path("meibo.db")).unwrap() == before, "the file was changed");
}

#[test]
fn init_in_a_folder_that_is_not_there() {
    let meibo = Meibo::new();
    meibo.says(
        "--db 2026/tokyo.db init --name T --from 2026-01-01 --to 2026-01-02",
        "
--- stderr ---
error: the register cannot be made: 2026/tokyo.db: No such file or directory (os error 2)
hint: check the name, and that its folder is there and may be written to
[exit 3]
",
    );
}

#[test]
fn init_with_days_turned_round() {
    let meibo = Meibo::new();
    meibo.says(
        "init --name T --from 2026-01-02 --to 2026-01-01",
        "
--- stderr ---
error: 2026-01-01 is before 2026-01-02
hint: give the first day with --from and the last one with --to
[exit 1]
",
    );
    assert!(!meibo.path("meibo.db").exists());
}

#[test]
fn init_without_a_name() {
    let meibo = Meibo::new();
    meibo.says(
        "init --name ' ' --from 2026-01-01 --to 2026-01-02",
        "
--- stderr ---
error: a name is empty
hint: write it after the flag
[exit 1]
",
    );
    assert!(!meibo.path("meibo.db").exists());
}

#[test]
fn init_with_values_that_mean_nothing() {
    let meibo = Meibo::new();
    meibo.says(
        "init --name T --from 2026-13-01 --to 2026-01-02",
        "
--- stderr ---
error: invalid value '2026-13-01' for '--from <DAY>': is not a day; write 2019-02-26

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says("init --name T --from 2026-01-01 --to 2026-01-02 --zone Tokyo", "
--- stderr ---
error: invalid value 'Tokyo' for '--zone <ZONE>': is not a time zone; write Asia/Tokyo or Europe/Vienna

For more information, try '--help'.
[exit 2]
");
    meibo.says(
        "init --name T --from 2026-01-01 --to 2026-01-02 --prefix O",
        "
--- stderr ---
error: invalid value 'O' for '--prefix <LETTER>': write one capital letter other than I, L, O, U

For more information, try '--help'.
[exit 2]
",
    );
}

#[test]
fn demo_overwrites_its_own_register_only() {
    let meibo = small();
    let before = std::fs::read(meibo.path("meibo.db")).unwrap();
    meibo.says(
        "demo meibo.db",
        "
--- stderr ---
error: meibo.db exists already
hint: choose another name; meibo never overwrites a file that it did not make
[exit 1]
",
    );
    assert!(std::fs::read(meibo.path("meibo.db")).unwrap() == before, "the file was changed");
    meibo.write("notes.txt", "to do");
    meibo.says(
        "demo notes.txt",
        "
--- stderr ---
error: notes.txt exists already
hint: choose another name; meibo never overwrites a file that it did not make
[exit 1]
",
    );
    assert_eq!(meibo.read("notes.txt"), "to do");
    meibo.line("demo").done();
    meibo.line("--db demo.db register --family Further").done();
    meibo.line("demo").done();
    assert_eq!(meibo.line("--db demo.db list --count").done().stdout, "210\n");
}

#[test]
fn backup_never_overwrites() {
    let meibo = small();
    meibo.write("copy.db", "something");
    meibo.says(
        "backup copy.db",
        "
--- stderr ---
error: copy.db exists already
hint: choose another name; meibo never overwrites a file that it did not make
[exit 1]
",
    );
    assert_eq!(meibo.read("copy.db"), "something");
    meibo.says(
        "backup nowhere/copy.db",
        "
--- stderr ---
error: the copy cannot be made: nowhere/copy.db: No such file or directory (os error 2)
hint: check the name, and that its folder is there and may be written to
[exit 1]
",
    );
}

// Who is meant.

#[test]
fn nobody_has_the_code() {
    let meibo = small();
    meibo.says("show 5", "
--- stderr ---
error: no participant has the code P-0005
hint: did you mean P-0001-C Tanaka, Yui (Japan) or P-0002-A Nguyễn, Thị Lan (Viet Nam) or P-0007-Z Bat (Mongolia)?
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
");
    meibo.says(
        "show 77777",
        "
--- stderr ---
error: no participant has the code P-77777
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
}

#[test]
fn a_code_with_a_wrong_check_character() {
    small().says("show P-0001-X", "
--- stderr ---
error: P-0001-X has a check character that does not fit; a character is wrong or two are swapped
hint: did you mean P-0001-C Tanaka, Yui (Japan) or P-0002-A Nguyễn, Thị Lan (Viet Nam) or P-0007-Z Bat (Mongolia)?
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
");
}

#[test]
fn the_code_that_was_meant_was_not_among_the_near_ones() {
    let meibo = Meibo::with_sample();
    let near = |code: &str| {
        let said = meibo.line(&format!("show {code}")).ended(1).stderr;
        let line = said.lines().find(|line| line.starts_with("hint: did you mean")).unwrap();
        line.to_owned()
    };
    // Two neighbours are swapped, one digit is wrong, the check character is.
    for code in ["P-0136-D", "P-0613-D", "P-0763-D", "P-0163-E", "Ｐ－０１３６－Ｄ"] {
        assert!(near(code).contains("P-0163-D Đặng, Thị Hương Lan"), "{code}: {}", near(code));
    }
}

#[test]
fn a_number_that_is_skipped() {
    small().says("show 4", "
--- stderr ---
error: no participant has the code P-0004
hint: did you mean P-0001-C Tanaka, Yui (Japan) or P-0002-A Nguyễn, Thị Lan (Viet Nam) or P-0007-Z Bat (Mongolia)?
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
");
}

#[test]
fn a_word_that_is_no_code() {
    small().says(
        "show lan",
        "
--- stderr ---
error: lan is not a code such as P-0142-N
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    small().says(
        "show ''",
        "
--- stderr ---
error: an empty text is not a code such as P-0142-N
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
}

#[test]
fn nobody_has_the_email_address() {
    small().says(
        "show yui@meti.exmaple",
        "
--- stderr ---
error: no participant has the e-mail address yui@meti.exmaple
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
}

#[test]
fn nobody_is_found() {
    let meibo = small();
    meibo.says(
        "find 'lan tanaka'",
        r#"
Code  Name  Country/region  Organization  Status
----  ----  --------------  ------------  ------
--- stderr ---
error: nobody was found for "lan tanaka"
hint: try a shorter part of the name, without titles
[exit 1]
"#,
    );
    meibo.says(
        "list --country FR",
        "
Code  Name  Country/region  Organization  Status
----  ----  --------------  ------------  ------
--- stderr ---
0 participants
[exit 1]
",
    );
    meibo.says(
        "list --country FR --count",
        "
0
--- stderr ---
[exit 1]
",
    );
}

#[test]
fn filters_that_mean_nothing() {
    let meibo = small();
    meibo.says(
        "list --country Atlantis",
        r#"
--- stderr ---
error: "Atlantis" is no country or region
hint: `meibo country TEXT` explains names; --org and --match find other bodies
[exit 1]
"#,
    );
    meibo.says(
        "list --absent D9-OPEN",
        "
--- stderr ---
error: there is no session D9-OPEN
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    meibo.says(
        "list --track polcy",
        "
--- stderr ---
error: invalid value 'polcy' for '--track <WORD>': is no track; write policy, licensing

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says("list --missing shoes", "
--- stderr ---
error: invalid value 'shoes' for '--missing <FIELD>'
  [possible values: family_name, given_name, native_name, title, country, organization, position, email, track, diet, note]

For more information, try '--help'.
[exit 2]
");
    meibo.says("list --group X1", "
--- stderr ---
error: invalid value 'X1' for '--group <GROUP>': is not a group; write P1 for policy or L1 for licensing

For more information, try '--help'.
[exit 2]
");
    meibo.says("list --columns code,shoes", "
--- stderr ---
error: there is no column shoes; there are code, name, family_name, given_name, native_name, title, country, country_name, region, subregion, organization, category, position, email, role, track, status, excursion, diet, note
[exit 1]
");
    meibo.says("list --sort shoes", "
--- stderr ---
error: there is no column shoes; there are code, name, family_name, given_name, native_name, title, country, country_name, region, subregion, organization, category, position, email, role, track, status, excursion, diet, note
[exit 1]
");
}

// Registering and editing.

#[test]
fn registered_before_by_email() {
    let meibo = small();
    meibo.says("register --family Suzuki --country JP --email YUI@meti.example", "
--- stderr ---
error: Suzuki is in the register as P-0001-C, with another family_name, given_name, organization, track
hint: `meibo show P-0001-C` shows who that is, `meibo edit P-0001-C` changes it
hint: if it is another person: give that person's own e-mail address, or none
[exit 1]
");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn registered_before_by_name_country_and_organization() {
    let meibo = small();
    meibo.says(
        "register --family NGUYEN --given 'Thi Lan' --country Vietnam --organization MOIT --track policy",
        "
--- stderr ---
error: NGUYEN, Thi Lan is in the register as P-0002-A, with another family_name, given_name, track
hint: `meibo show P-0002-A` shows who that is, `meibo edit P-0002-A` changes it
hint: if it is another person: give an e-mail address, or --allow-duplicate
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn values_that_cannot_be_taken() {
    let meibo = small();
    meibo.says(
        "register --family A --country Atlantis",
        r#"
--- stderr ---
error: country "Atlantis" is no country or region; leave it empty for an international organization
[exit 1]
"#,
    );
    meibo.says(
        "country KR --alias Japan",
        r#"
--- stderr ---
error: "Japan" means Japan (JP) already
hint: `meibo country --list` shows what is said of them
[exit 1]
"#,
    );
    meibo.says(
        "register --family A --country 'Vet Nma'",
        r#"
--- stderr ---
error: country "Vet Nma" is no country or region; did you mean VN (Viet Nam)?
[exit 1]
"#,
    );
    meibo.says("register --family A --country Korea", r#"
--- stderr ---
error: country "Korea" could be several; write KP (Democratic People's Republic of Korea) or KR (Republic of Korea)
[exit 1]
"#);
    meibo.says("register --family A --category goverment", r#"
--- stderr ---
error: category "goverment" is no category; write government, international-organization, company, academia, other
[exit 1]
"#);
    meibo.says(
        "register --family A --email not-an-address",
        r#"
--- stderr ---
error: email "not-an-address" is not an e-mail address such as name@office.example
[exit 1]
"#,
    );
    meibo.says("register --family A --role boss", r#"
--- stderr ---
error: role "boss" is no role; write delegate, speaker, moderator, facilitator, rapporteur, interpreter, observer, staff
[exit 1]
"#);
    meibo.says(
        "register --family A --track polcy",
        r#"
--- stderr ---
error: track "polcy" is no track; write policy, licensing
[exit 1]
"#,
    );
    meibo.says("register --family A --status maybe", r#"
--- stderr ---
error: status "maybe" is no status; write invited, registered, confirmed, walk-in, waitlisted, withdrawn, declined
[exit 1]
"#);
    meibo.says(
        "register --family A --excursion perhaps",
        r#"
--- stderr ---
error: excursion "perhaps" is not understood; write yes, no or waiting
[exit 1]
"#,
    );
    meibo.says(
        "register --country JP",
        "
--- stderr ---
error: family_name is empty, and so is given_name; write one of them
[exit 1]
",
    );
    meibo.says(
        "register --country Atlantis --email x --track polcy",
        r#"
--- stderr ---
error: 4 values cannot be taken
hint: country "Atlantis" is no country or region; leave it empty for an international organization
hint: email "x" is not an e-mail address such as name@office.example
hint: track "polcy" is no track; write policy, licensing
hint: family_name is empty, and so is given_name; write one of them
[exit 1]
"#,
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn a_value_that_is_too_long() {
    let meibo = small();
    let output = meibo.run(&["register", "--family", "A", "--note", &"x".repeat(20_000)]);
    let shown = output.stderr.replace(&"x".repeat(1000), "x");
    check(
        &crate::support::Output { stderr: shown, ..output },
        r#"
--- stderr ---
error: note "xxxxxxxxxxxxxxxxxxxx" is longer than 16384 bytes
[exit 1]
"#,
    );
}

#[test]
fn edits_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "edit 1",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 1]
",
    );
    meibo.says("edit 1 --country Korea", r#"
--- stderr ---
error: country "Korea" could be several; write KP (Democratic People's Republic of Korea) or KR (Republic of Korea)
[exit 1]
"#);
    meibo.says(
        "edit 1 --family '' --given ''",
        "
--- stderr ---
error: family_name is empty, and so is given_name; write one of them
[exit 1]
",
    );
    meibo.says(
        "edit 2 --email Yui@METI.example",
        "
--- stderr ---
error: the e-mail address Yui@METI.example belongs to P-0001-C
hint: `meibo show P-0001-C` shows who that is
[exit 1]
",
    );
    meibo.says(
        "edit 1 99 --position Director",
        "
--- stderr ---
error: no participant has the code P-0099-Y
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    meibo.says(
        "withdraw 99",
        "
--- stderr ---
error: no participant has the code P-0099-Y
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 5);
}

// The programme.

#[test]
fn sessions_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "session add D1-OPEN --day 1 --title Again --from 11:00 --to 12:00",
        "
--- stderr ---
error: there is a session D1-OPEN already
hint: `meibo session edit D1-OPEN` changes it
[exit 1]
",
    );
    meibo.says(
        "session add D1-LATE --day 1 --title Late --from 12:00 --to 11:00",
        r#"
--- stderr ---
error: --to "11:00" is not after the beginning; write the day too if it ends on the next
[exit 1]
"#,
    );
    meibo.says(
        "session add D4-OPEN --day 4 --title Fourth --from 11:00 --to 12:00",
        r#"
--- stderr ---
error: day "4" is not one of the seminar's days; write 1 to 3 or 2019-02-26 to 2019-02-28
[exit 1]
"#,
    );
    meibo.says(
        "session add D2-OPEN --day 2 --title T --from 25:00 --to 12:00",
        r#"
--- stderr ---
error: --from "25:00" is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
[exit 1]
"#,
    );
    meibo.says("session add D2-OPEN --day 2 --title T --from 09:00 --to 12:00 --kind party", r#"
--- stderr ---
error: kind "party" is no kind of session; write plenary, panel, briefing, breakout, excursion, reception, other
[exit 1]
"#);
    meibo.says(
        "session add D2-OPEN --day 2 --title T --from 09:00 --to 12:00 --track polcy",
        r#"
--- stderr ---
error: track "polcy" is no track; write policy, licensing
[exit 1]
"#,
    );
    meibo.says(
        "session add D2-OPEN",
        "
--- stderr ---
error: 4 values cannot be taken
hint: day is not one of the seminar's days; write 1 to 3 or 2019-02-26 to 2019-02-28
hint: title is empty; write the title
hint: --from is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
hint: --to is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
[exit 1]
",
    );
    meibo.says("session add 'D2 OPEN!' --day 2 --title T --from 09:00 --to 12:00", "
--- stderr ---
error: invalid value 'D2 OPEN!' for '<CODE>': is not a session code; write a short word such as D1-OPEN

For more information, try '--help'.
[exit 2]
");
    meibo.says(
        "session edit D1-OPNE --room Hall",
        "
--- stderr ---
error: there is no session D1-OPNE
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    meibo.says(
        "session edit D1-OPEN --to 09:00",
        r#"
--- stderr ---
error: --to "09:00" is not after the beginning; write the day too if it ends on the next
[exit 1]
"#,
    );
    meibo.says(
        "session edit D1-OPEN",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM session"), 1);
}

// The door.

#[test]
fn a_session_that_is_not_in_the_programme() {
    small().says(
        "checkin 1 --session D1-OPNE",
        "
--- stderr ---
error: there is no session D1-OPNE
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    small().says(
        "attendance --by person --session D1-OPNE",
        "
--- stderr ---
error: there is no session D1-OPNE
hint: `meibo session list` shows the programme
[exit 1]
",
    );
}

#[test]
fn no_session_is_on() {
    small().says(
        "checkin 1 --at 20:00 --anyway",
        "
--- stderr ---
error: no session is on or begins within the hour at 2019-02-26 20:00; name it with --session
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    let empty = Meibo::with_register();
    empty.line("register --family Tanaka").done();
    empty.says(
        "checkin 1",
        "
--- stderr ---
error: the programme is empty
hint: `meibo session import sessions.csv` or `meibo session add` makes one
[exit 1]
",
    );
}

#[test]
fn several_sessions_are_on() {
    let meibo = small();
    meibo.line("session add D1-SIDE --day 1 --title Side --from 09:30 --to 10:00").done();
    meibo.says(
        "checkin 1",
        "
--- stderr ---
error: several sessions are on: D1-OPEN, D1-SIDE at 2019-02-26 09:30; name it with --session
hint: `meibo session list` shows the programme
[exit 1]
",
    );
}

#[test]
fn a_withdrawn_person_at_the_door() {
    let meibo = small();
    meibo.says(
        "checkin 1 7 --session D1-OPEN",
        "
--- stderr ---
error: P-0007-Z Bat (Mongolia) is withdrawn
hint: `meibo edit CODE --status confirmed` changes that; `checkin --anyway` lets in all the same
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
    meibo.says(
        "checkin 7 --session D1-OPEN --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0007-Z  Bat   Mongolia        D1-OPEN  in at 09:30
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn a_time_that_is_none() {
    small().says("checkin 1 --session D1-OPEN --at soon", "
--- stderr ---
error: invalid value 'soon' for '--at <TIME>': is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z

For more information, try '--help'.
[exit 2]
");
    let vienna = Meibo::new();
    vienna.line("init --name T --from 2019-03-31 --to 2019-03-31 --zone Europe/Vienna").done();
    vienna.line("session add NIGHT --day 1 --title Night --from 01:00 --to 04:00").done();
    vienna.line("register --family Gruber").done();
    vienna.says(
        "checkin 1 --session NIGHT --at '2019-03-31 02:30'",
        "
--- stderr ---
error: the time does not exist in the seminar's time zone on that day
hint: write another time after --at
[exit 1]
",
    );
}

// Discussion groups.

#[test]
fn groups_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "breakout assign --groups 0",
        "
--- stderr ---
error: no groups can be formed: the number of groups of track policy has to be at least one
hint: say other numbers with --groups, --size or --capacity; `meibo breakout rules` shows the rules
[exit 1]
",
    );
    meibo.says(
        "breakout assign --groups 2",
        "
--- stderr ---
error: no groups can be formed: 2 groups cannot be formed from 1 person in track policy
hint: say other numbers with --groups, --size or --capacity; `meibo breakout rules` shows the rules
[exit 1]
",
    );
    meibo.says(
        "breakout assign --groups 2 --size 3",
        "
--- stderr ---
error: the argument '--groups <N>' cannot be used with '--size <K>'

Usage: meibo breakout assign --groups <N>

For more information, try '--help'.
[exit 2]
",
    );
    meibo.line("edit 2 --track policy").done();
    meibo.says(
        "breakout assign --track licensing",
        "
--- stderr ---
error: nobody who takes part is in the licensing track
hint: `meibo edit CODE --track policy` puts somebody into a track
[exit 1]
",
    );
    meibo.line("session add D1-ROOM --day 1 --title Opening --from 09:00 --to 10:00").done();
    meibo.says(
        "breakout assign --present D1-ROOM",
        "
--- stderr ---
error: of 2 who take part nobody is inside D1-ROOM
hint: `meibo checkin CODE --session D1-ROOM` checks people in
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group"), 0);
}

#[test]
fn fewer_groups_than_people_are_pinned_to() {
    let meibo = small();
    meibo.line("register --family Sato --country JP --track policy").done();
    meibo.line("breakout assign --track policy --groups 2").done();
    meibo.line("breakout pin 1 P2 --reason test").done();
    meibo.says(
        "breakout assign --track policy --groups 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui is in P2, which would be there no longer
hint: `meibo breakout move CODE GROUP` moves the person first
[exit 1]
",
    );
}

#[test]
fn moves_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "breakout move 1 P1",
        "
--- stderr ---
error: there is no group P1 in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout pin 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) has no group in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.line("breakout assign --groups 1").done();
    meibo.says(
        "breakout move 1 P9",
        "
--- stderr ---
error: there is no group P9 in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout move 1 L1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) is in the policy track; L1 is a group of the other one
hint: `meibo edit CODE --track` changes the track
[exit 1]
",
    );
    meibo.says(
        "breakout move 7 P1",
        "
--- stderr ---
error: P-0007-Z Bat (Mongolia) is withdrawn
hint: `meibo edit CODE --status confirmed` changes that
[exit 1]
",
    );
    meibo.says(
        "breakout move 1 X1",
        "
--- stderr ---
error: invalid value 'X1' for '<GROUP>': is not a group; write P1 for policy or L1 for licensing

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "breakout move 1 P1 --round 2",
        "
--- stderr ---
error: there is no group P1 in round 2
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout pin 1 --round 2",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) has no group in round 2
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
}

// The excursion.

#[test]
fn excursions_that_cannot_be_made_or_changed() {
    let meibo = small();
    meibo.says(
        "excursion add EXCURSION",
        "
--- stderr ---
error: there is an excursion Excursion already
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion add ' '",
        r#"
--- stderr ---
error: the name is empty
hint: write the name in quotes, such as "Port of Tokyo"
[exit 1]
"#,
    );
    meibo.says(
        "excursion edit --excursion Harbour --places 3",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.line("excursion join 1").done();
    meibo.line("excursion join 2").done();
    meibo.says(
        "excursion edit --places 1",
        "
--- stderr ---
error: 2 persons hold seats; 1 would be too few
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.line("excursion add Harbour").done();
    meibo.says(
        "excursion edit --excursion Harbour --name Excursion",
        "
--- stderr ---
error: there is an excursion Excursion already
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion edit",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 1]
",
    );
}

#[test]
fn buses_and_sites_that_are_not_there() {
    let meibo = small();
    meibo.line("excursion join 1").done();
    meibo.says(
        "excursion clear 1",
        "
--- stderr ---
error: the excursion has no site that clears people
hint: `meibo excursion edit --site NAME --site NAME` names them all
[exit 1]
",
    );
    meibo.line("excursion edit --site Lab").done();
    meibo.says(
        "excursion clear 1 --site Port",
        "
--- stderr ---
error: the excursion has no site Port; it has Lab
hint: `meibo excursion edit --site NAME --site NAME` names them all
[exit 1]
",
    );
    meibo.line("excursion join 2").done();
    meibo.says(
        "excursion bus --buses 1 --seats 1",
        "
--- stderr ---
error: 2 persons have no bus yet, and the buses have room for 1
hint: name more buses or more seats
[exit 1]
",
    );
    meibo.says(
        "excursion headcount",
        "
--- stderr ---
error: the programme has no session of the kind excursion
hint: `meibo session add D3-TOUR --kind excursion ...` adds one
[exit 1]
",
    );
    meibo
        .line("session add D1-TOUR --day 1 --title T --kind excursion --from 09:00 --to 18:00")
        .done();
    meibo.says(
        "excursion board 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) is not cleared by Lab
hint: `meibo excursion clear` and `meibo excursion bus` change that; --anyway lets on all the same
[exit 1]
",
    );
}

#[test]
fn places_that_cannot_be_given_or_taken() {
    let meibo = small();
    meibo.says(
        "excursion leave 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) is not on the list of Excursion
hint: `meibo excursion roster` shows who is on it
[exit 1]
",
    );
    meibo.says(
        "excursion join 7",
        "
--- stderr ---
error: P-0007-Z Bat (Mongolia) is withdrawn
hint: `meibo edit CODE --status confirmed` changes that
[exit 1]
",
    );
    meibo.says(
        "excursion join 1 --excursion Harbour",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion leave 1 --excursion Harbour",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion roster --excursion Harbour",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place"), 0);
}

// Taking back.

#[test]
fn nothing_to_take_back() {
    let meibo = Meibo::with_register();
    meibo.says(
        "undo",
        "
--- stderr ---
error: desk A has nothing to take back
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "redo",
        "
--- stderr ---
error: desk A has taken nothing back
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 1",
        "
--- stderr ---
error: the making of the register cannot be taken back
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 99",
        "
--- stderr ---
error: there is no operation 99
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "--desk B undo",
        "
--- stderr ---
error: desk B has nothing to take back
hint: `meibo log` shows what was done
[exit 1]
",
    );
}

#[test]
fn taken_back_before() {
    let meibo = small();
    meibo.line("undo 4").done();
    meibo.says(
        "undo 4",
        "
--- stderr ---
error: operation 4 was taken back by operation 6
hint: `meibo log` shows what was done
[exit 1]
",
    );
}

#[test]
fn changed_since() {
    let meibo = small();
    meibo.line("edit 1 --position Clerk").done();
    meibo.line("edit 1 --position Director").done();
    meibo.says(
        "undo 6",
        "
--- stderr ---
error: operation 6 cannot be taken back: P-0001-C was changed since, by operation 7
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 3",
        "
--- stderr ---
error: operation 3 cannot be taken back: P-0001-C was changed since, by operation 6
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.line("checkin 2 --session D1-OPEN").done();
    meibo.says(
        "undo 4",
        "
--- stderr ---
error: operation 4 cannot be taken back: P-0002-A is needed by what was entered since
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 2",
        "
--- stderr ---
error: operation 2 cannot be taken back: D1-OPEN is needed by what was entered since
hint: `meibo log` shows what was done
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 7);
}

// Files.

#[test]
fn files_of_which_nothing_can_be_read() {
    let meibo = small();
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv cannot be read: No such file or directory (os error 2)
hint: nothing was stored; check the file's name and folder
[exit 1]
",
    );
    std::fs::create_dir(meibo.path("folder")).unwrap();
    meibo.says(
        "import folder",
        "
--- stderr ---
error: folder holds no lists
hint: lists are files that end in .csv, .tsv, .tab, .txt, .xlsx, .xlsm, .ods, .xls, .json, .jsonl, .ndjson
[exit 1]
",
    );
    meibo.write("list.csv", "");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv is empty
hint: nothing was stored; check that the right file was saved
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,given_name\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a header and no rows
hint: nothing was stored; check that the right file was saved
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,given_name\n,\n , \n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a header and no rows
hint: nothing was stored; check that the right file was saved
[exit 1]
",
    );
    meibo.write("list.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv is a picture and no list
hint: nothing was stored; save the list as .xlsx, .ods or CSV and import that
[exit 1]
",
    );
    meibo.write("list.csv", b"PK\x03\x04\0\0");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv is damaged or cut off (line 1)
hint: nothing was stored; ask for the file again, or save it anew where it opens
[exit 1]
",
    );
    meibo.write(
        "list.csv",
        b"family_name,given_name\nB\xc3\xb6hm,J\xc3\xbcrgen\nM\xfcller,Bj\xc3\xb6rn\n",
    );
    meibo.says(
        "import list.csv",
        r#"
--- stderr ---
error: list.csv is not UTF-8 text (line 3)
hint: nothing was stored; save it as "CSV UTF-8" and import that
[exit 1]
"#,
    );
    meibo.write("list.csv", format!("family_name,note\nA,\"{}\n", "x\n".repeat(700_000)));
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a row of more than 1048576 bytes (line 2)
hint: nothing was stored; look there for a quote that is not closed, or a text that is no cell of a list
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn a_quote_that_is_never_closed() {
    let meibo = small();
    meibo.write("list.csv", "family_name,note\nA,\"b\nC,d\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a quote that is never closed (line 2)
hint: nothing was stored; close it, or write it twice where it is part of the text
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn cells_in_quotes_of_another_kind() {
    let meibo = small();
    meibo.write("list.csv", "“family_name”,“note”\n“A”,“b”\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv encloses its cells in quotes of another kind than \" (line 1)
hint: nothing was stored; save it anew as CSV, or write \" in their place
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn headers_that_are_not_understood() {
    let meibo = small();
    meibo.write(
        "list.csv",
        "session,day,title,starts_at,ends_at,Speakres\nD1-X,1,X,10:00,11:00,A\n",
    );
    meibo.says(
        "session import list.csv",
        "
--- stderr ---
error: list.csv has columns that meibo does not know: Speakres
hint: Speakres may be speakers
hint: nothing was stored; give the column another header, or take it out
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,Surname\nA,B\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has two columns for family_name: family_name, Surname (line 1)
hint: nothing was stored; pass one of them over with --ignore HEADER
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,country\nA,JP\n");
    meibo.says(
        "import list.csv --map organization=Firma",
        "
--- stderr ---
error: list.csv has no header Firma
hint: nothing was stored; write the header exactly as the file has it
[exit 1]
",
    );
    meibo.says(
        "import list.csv --ignore Firma",
        "
--- stderr ---
error: list.csv has no header Firma
hint: nothing was stored; write the header exactly as the file has it
[exit 1]
",
    );
    meibo.says("import list.csv --map shoes=country", "
--- stderr ---
error: there is no field shoes to map a header to; there are code, family_name, given_name, native_name, title, country, organization, category, position, email, role, track, status, excursion, diet, note, reason, name, full_name, native_family_name, native_given_name, country_or_organization, extra
hint: nothing was stored; write --map FIELD=HEADER, the field first
[exit 1]
");
    meibo.says(
        "import list.csv --map country",
        "
--- stderr ---
error: invalid value 'country' for '--map <FIELD=HEADER>': write FIELD=HEADER

For more information, try '--help'.
[exit 2]
",
    );
    meibo.write("sessions.csv", "session,title\nD1-A,A\n");
    meibo.says(
        "session import sessions.csv",
        "
--- stderr ---
error: sessions.csv has no column day; its header is: session, title
hint: nothing was stored; the first line of the file must name its columns, or --map FIELD=HEADER
[exit 1]
",
    );
    meibo.write("scans.csv", "session,at\nD1-OPEN,09:00\n");
    meibo.says(
        "attendance import scans.csv",
        "
--- stderr ---
error: scans.csv has no column code; its header is: session, at
hint: nothing was stored; the first line of the file must name its columns, or --map FIELD=HEADER
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn rows_that_cannot_be_taken() {
    let meibo = small();
    meibo.write(
        "list.csv",
        "family_name,given_name,country,organization,category,email,role,track,status,excursion,note\n\
         A,a,Atlantis,,,,,,,,\n\
         B,b,Korea,,,,,,,,\n\
         C,c,,,goverment,,,,,,\n\
         D,d,,,,not-an-address,,,,,\n\
         E,e,,,,,boss,,,,\n\
         F,f,,,,s.lindqvarn@,,polcy,,,\n\
         G,g,,,,,,,maybe,,\n\
         H,h,,,,,,,,perhaps,\n\
         ,,JP,,,,,,,,\n\
         J,j,,,,,,,,,a\0b\n\
         K,k\n\
         L,l,,,,,,,,,,too,many\n\
         Suzuki,,JP,,,yui@meti.example,,,,,\n\
         Nguyễn,Thị Lan,VN,MOIT,,,,policy,,,\n",
    );
    meibo.says(
        "import list.csv",
        r"
Line  Column       Value             Reason
----  -----------  ----------------  -------------------------------------------
   2  country      Atlantis          is no country or region; leave it empty for
                                     an international organization
   3  country      Korea             could be several; write KP (Democratic
                                     People's Republic of Korea) or KR (Republic
                                     of Korea)
   4  category     goverment         is no category; write government,
                                     international-organization, company,
                                     academia, other
   5  email        not-an-address    is not an e-mail address such as
                                     name@office.example
   6  role         boss              is no role; write delegate, speaker,
                                     moderator, facilitator, rapporteur,
                                     interpreter, observer, staff
   7  email        s.lindqvarn@      is not an e-mail address such as
                                     name@office.example
   7  track        polcy             is no track; write policy, licensing
   8  status       maybe             is no status; write invited, registered,
                                     confirmed, walk-in, waitlisted, withdrawn,
                                     declined
   9  excursion    perhaps           is not understood; write yes, no or waiting
  10  family_name  -                 is empty, and so is given_name; write one
                                     of them
  11  note         a\u{0}b           holds a NUL character; remove it
  12  row          -                 has 2 cells where the header has 11; a
                                     comma or a quote is missing or one too many
  13  row          -                 has 13 cells where the header has 11; a
                                     comma or a quote is missing or one too many
  14  email        yui@meti.example  is in the register as P-0001-C, with
                                     another family_name, given_name,
                                     organization, track; change that one with
                                     `meibo edit`
  15  family_name  Nguyễn            is in the register as P-0002-A, with
                                     another track; change that one with `meibo
                                     edit`
--- stderr ---
0 rows added, 0 the same as before, 14 refused
--rejects FILE writes the refused rows to a file to be mended
[exit 1]
",
    );
    meibo.write("list.csv", "code,family_name\nP-0001-X,A\n4,B\nnobody,C\nP-0001-C,Suzuki\n");
    meibo.says(
        "import list.csv",
        "
Line  Column  Value     Reason
----  ------  --------  -------------------------------------------------------
   2  code    P-0001-X  has a check character that does not fit; a character is
                        wrong or two are swapped
   3  code    4         is a number that no code has; some are skipped so that
                        slips are noticed
   4  code    nobody    is not a code such as P-0142-N
   5  code    P-0001-C  is in the register as P-0001-C, with another
                        family_name, given_name, country, organization, email,
                        track; change that one with `meibo edit`
--- stderr ---
0 rows added, 0 the same as before, 4 refused
--rejects FILE writes the refused rows to a file to be mended
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 5);
}

#[test]
fn rows_of_a_programme_that_cannot_be_taken() {
    let meibo = small();
    meibo.write(
        "sessions.csv",
        "session,day,title,kind,starts_at,ends_at,room,track,speakers\n\
         D1 A!,1,A,,09:00,10:00,,,\n\
         D1-B,4,B,,09:00,10:00,,,\n\
         D1-C,1,,,09:00,10:00,,,\n\
         D1-D,1,D,party,09:00,10:00,,,\n\
         D1-E,1,E,,9 o'clock,10:00,,,\n\
         D1-F,1,F,,10:00,09:00,,,\n\
         D1-G,1,G,,09:00,10:00,,polcy,\n",
    );
    meibo.says(
        "session import sessions.csv",
        "
Line  Column     Value      Reason
----  ---------  ---------  ---------------------------------------------------
   2  session    D1 A!      is not a session code; write a short word such as
                            D1-OPEN
   3  day        4          is not one of the seminar's days; write 1 to 3 or
                            2019-02-26 to 2019-02-28
   4  title      -          is empty; write the title
   5  kind       party      is no kind of session; write plenary, panel,
                            briefing, breakout, excursion, reception, other
   6  starts_at  9 o'clock  is not a time; write 09:30, 2019-02-26 09:30 or
                            2019-02-26T00:30:00Z
   7  ends_at    09:00      is not after the beginning; write the day too if it
                            ends on the next
   8  track      polcy      is no track; write policy, licensing
--- stderr ---
0 sessions added, 0 changed, 0 the same as before, 7 refused
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM session"), 1);
}

#[test]
fn scans_that_cannot_be_taken() {
    let meibo = small();
    meibo.write(
        "scans.csv",
        "code,session,kind,at,source\n\
         P-0099-X,D1-OPEN,in,2019-02-26 09:30,scan\n\
         ,D1-OPEN,in,2019-02-26 09:30,scan\n\
         1,D9-OPEN,in,2019-02-26 09:30,scan\n\
         1,D1-OPEN,into,2019-02-26 09:30,scan\n\
         1,D1-OPEN,undo,2019-02-26 09:30,scan\n\
         1,D1-OPEN,in,soon,scan\n\
         1,D1-OPEN,in,2019-02-26 09:30,telepathy\n",
    );
    meibo.says(
        "attendance import scans.csv",
        "
Line  Column   Value      Reason
----  -------  ---------  ----------------------------------------------------
   2  code     P-0099-X   has a check character that does not fit; a character
                          is wrong or two are swapped
   3  code     -          is empty; write a code or an e-mail address
   4  session  D9-OPEN    is not in the programme
   5  kind     into       is no kind of scan; write in or out
   6  kind     undo       takes back what this list does not have; write in or
                          out
   7  at       soon       is not a time; write 09:30, 2019-02-26 09:30 or
                          2019-02-26T00:30:00Z
   8  source   telepathy  is no source; write scan, hand, paper, import
--- stderr ---
0 scans in, 0 out, 0 repeated, 7 refused
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
}

#[test]
fn a_file_of_refused_rows_that_cannot_be_written() {
    let meibo = small();
    meibo.write("list.csv", "family_name,country\nA,Atlantis\nB,JP\n");
    meibo.says("import list.csv --rejects nowhere/refused.csv", "
--- stderr ---
error: the refused rows cannot be written to nowhere/refused.csv: No such file or directory (os error 2)
hint: nothing was stored; check the folder after --rejects
[exit 1]
");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn answers_that_cannot_be_written() {
    let meibo = small();
    meibo.says(
        "list --output list.pdf",
        "
--- stderr ---
error: the ending of list.pdf says no format
hint: end it in .csv, .json or .xlsx, or say --format
[exit 2]
",
    );
    meibo.says(
        "list --output list",
        "
--- stderr ---
error: the ending of list says no format
hint: end it in .csv, .json or .xlsx, or say --format
[exit 2]
",
    );
    meibo.says(
        "list --output nowhere/list.csv",
        "
--- stderr ---
error: nowhere/list.csv cannot be written: No such file or directory (os error 2)
hint: check the name, and that its folder is there and may be written to
[exit 1]
",
    );
    assert!(!meibo.path("list.pdf").exists());
}

#[test]
fn a_full_disk_under_the_answer_is_told() {
    let meibo = small();
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg("\"$0\" export participants > /dev/full")
        .arg(env!("CARGO_BIN_EXE_meibo"))
        .current_dir(meibo.path(""));
    check(
        &finish(command, b""),
        "
--- stderr ---
error: the answer cannot be written: No space left on device (os error 28)
[exit 1]
",
    );
}

// The command line.

#[test]
fn a_register_without_a_name_is_told_in_words() {
    let meibo = small();
    let expected = "
--- stderr ---
error: the register's name is empty
hint: name a file after --db or in MEIBO_DB, or leave both away
[exit 2]
";
    meibo.says("--db '' list", expected);
    let mut command = meibo.command();
    command.env("MEIBO_DB", "").arg("list");
    check(&finish(command, b""), expected);
}

#[test]
fn what_is_no_number_was_told_in_the_words_of_the_library() {
    let meibo = small();
    for (line, value, flag, reason) in [
        ("undo last", "last", "[OPERATION]", "is no number; write digits"),
        ("breakout assign --groups ''", "", "--groups <N>", "is no number; write digits"),
        (
            "list --wait 99999999999999999999",
            "99999999999999999999",
            "--wait <SECONDS>",
            "is too large a number",
        ),
        ("undo \x1b[31m", "\\u{1b}[31m", "[OPERATION]", "is no number; write digits"),
    ] {
        let said = meibo.line(line).ended(2);
        let wanted = format!("error: invalid value '{value}' for '{flag}': {reason}\n");
        assert!(said.stderr.starts_with(&wanted), "{line}: {}", said.stderr);
        assert!(
            said.stderr.ends_with("\n\nFor more information, try '--help'.\n"),
            "{}",
            said.stderr
        );
    }
}

#[test]
fn command_lines_that_mean_nothing() {
    let meibo = small();
    meibo.says(
        "lsit",
        "
--- stderr ---
error: unrecognized subcommand 'lsit'

  tip: a similar subcommand exists: 'list'

Usage: meibo [OPTIONS] <COMMAND>

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "list --contry JP",
        "
--- stderr ---
error: unexpected argument '--contry' found

  tip: a similar argument exists: '--country'

Usage: meibo list --country <NAMES> [CODE]...

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "show",
        "
--- stderr ---
error: the following required arguments were not provided:
  <CODE>

Usage: meibo show <CODE>

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "checkin",
        "
--- stderr ---
error: nobody was named
hint: name codes or e-mail addresses, or a filter such as --country VN
[exit 2]
",
    );
    meibo.says(
        "init --name T",
        "
--- stderr ---
error: the following required arguments were not provided:
  --from <DAY>
  --to <DAY>

Usage: meibo init --name <NAME> --from <DAY> --to <DAY>

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "list --format yaml",
        "
--- stderr ---
error: invalid value 'yaml' for '--format <FORMAT>'
  [possible values: table, json, csv]

For more information, try '--help'.
[exit 2]
",
    );
}

#[test]
fn words_on_the_command_line_reached_the_terminal_as_they_were() {
    let meibo = small();
    for words in [
        &["list", "--track", "x\u{1b}[31m\u{202e}y"][..],
        &["list", "--x\u{1b}[31m\u{202e}y"],
        &["x\u{1b}[31m\u{202e}y"],
        &["--color", "always", "completions", "x\u{1b}[31m\u{202e}y"],
    ] {
        let said = meibo.run(words).ended(2).stderr;
        assert!(said.contains(r"x\u{1b}[31m\u{202e}y"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    }
}

#[test]
fn words_on_the_command_line_that_mean_nothing() {
    let meibo = small();
    meibo.says(
        "attendance --by shoe",
        "
--- stderr ---
error: invalid value 'shoe' for '--by <WHAT>'
  [possible values: person, session, day, country, category]

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "export everything",
        "
--- stderr ---
error: invalid value 'everything' for '<LIST>'
  [possible values: participants, breakouts, excursion, attendance, sessions, log]

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "completions cmd",
        "
--- stderr ---
error: invalid value 'cmd' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "--desk ' ' list",
        "
--- stderr ---
error: the desk's name is empty
[exit 2]
",
    );
    meibo.says(
        "register",
        "
--- stderr ---
error: nobody was named
hint: give --family or --given, --country and --organization; see `meibo register --help`
[exit 2]
",
    );
    meibo.says(
        "register --family A --walk-in --status confirmed",
        "
--- stderr ---
error: the argument '--walk-in' cannot be used with '--status <WORD>'

Usage: meibo register --family <NAME> --walk-in

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says("checkin 1 --source telepathy", "
--- stderr ---
error: invalid value 'telepathy' for '--source <WORD>': is no source; write scan, hand, paper, import

For more information, try '--help'.
[exit 2]
");
    let mut command = meibo.command();
    command.arg("list").env("MEIBO_NOW", "today");
    check(
        &finish(command, b""),
        r#"
--- stderr ---
error: MEIBO_NOW "today" is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
[exit 2]
"#,
    );
}

#[test]
fn one_person_cannot_be_merged_with_itself() {
    let meibo = Meibo::with_sample();
    meibo.says(
        "merge 163 P-0163-D",
        "
--- stderr ---
error: both are P-0163-D Đặng, Thị Hương Lan (Viet Nam)
hint: `meibo duplicates` shows likely pairs
[exit 1]
",
    );
}

#[test]
fn an_answer_that_failed_left_half_a_file() {
    let meibo = small();
    let files = || std::fs::read_dir(meibo.path("")).unwrap().count();
    let before = files();
    meibo.line("export participants --country Atlantis --output some.csv").ended(1);
    meibo.line("list --group P9 --output some.xlsx").ended(1);
    assert_eq!(files(), before);
}

#[test]
fn a_page_is_no_list_and_a_list_is_no_page() {
    let meibo = small();
    for (line, name) in [("list", "a.html"), ("summary", "a.html"), ("log", "a.md")] {
        let told = meibo.line(&format!("{line} --output {name}")).ended(2).stderr;
        let wanted = format!("error: {name} would be a page, and this is a list\n");
        assert!(told.starts_with(&wanted), "{line}: {told}");
    }
    meibo.says(
        "report --output a.csv",
        "
--- stderr ---
error: this is a text, and has no rows
hint: end --output in .md or .html, and leave --format out
[exit 2]
",
    );
    meibo.says(
        "badge --output a.md",
        "
--- stderr ---
error: a.md would be a text, and this is a page
hint: end it in .html, or in .csv for the rows
[exit 2]
",
    );
}
