//! Registers and copies that cannot be made.

use super::small;
use crate::support::Meibo;

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
[exit 2]
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
[exit 2]
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
