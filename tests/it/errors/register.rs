//! What is no register, is damaged, locked, or may only be read.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::small;
use crate::support::{Meibo, check, finish};

/// Runs a command that reads and one that writes; both shall say this, and no byte shall change.
#[track_caller]
fn unusable(meibo: &Meibo, expected: &str) {
    let before = std::fs::read(meibo.path("meibo.db")).unwrap();
    check(&meibo.line("list"), expected);
    check(&meibo.line("register --family Test"), expected);
    assert!(std::fs::read(meibo.path("meibo.db")).unwrap() == before, "the file was changed");
}

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
