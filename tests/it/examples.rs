//! Runs every example of every help text as it stands there, on the sample seminar.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Meibo, finish, fixture};

/// What is done before the examples of a command: files that it needs, groups, buses.
const BEFORE: &[(&str, &str)] = &[
    ("breakout", "breakout assign --groups 8"),
    ("breakout announce", "breakout assign --groups 8"),
    ("breakout check", "breakout assign --groups 8 --rounds 2"),
    ("breakout check", "export breakouts --output groups-by-hand.csv"),
    ("check", "backup copy.db"),
    ("desk merge", "desk take annex.db --name ANNEX"),
    ("excursion clear", "excursion edit --site University --site 'Space center'"),
    ("excursion board", "excursion bus --buses 2"),
    ("excursion headcount", "excursion bus --buses 2"),
    ("attendance sheet", "excursion bus --buses 2"),
    ("attendance mark", "attendance sheet --session D1-OPEN --output sheet.html"),
    ("redo", "edit 163 --note 'Arrives late'"),
    ("redo", "undo"),
];

/// What is done before one example.
const BEFORE_EXAMPLE: &[(&str, &str)] =
    &[("breakout assign --present", "breakout announce --anyway")];

/// Lists that the examples name, in the words of the examples.
const LISTS: &[(&str, &str)] = &[
    ("participants.csv", "family_name,country\nExample,JP\n"),
    ("liste.csv", "Nachname,Land\nBeispiel,DE\n"),
    ("ministry-v2.csv", "family_name,country\nExample,JP\n"),
    ("lists/one.csv", "family_name,country\nFirst,JP\n"),
    ("lists/two.csv", "family_name,country\nSecond,FR\n"),
    ("names.txt", "Viet Nam\nRepublic of Korea\n"),
    ("scans.csv", "code,session,at\nP-0163-D,D1-OPEN,2019-02-26 09:20\n"),
    ("codes.txt", "P-0163-D\n"),
    (
        "checkinlist.csv",
        "Order code,Attendee name,Attendee name: Given name,Attendee name: Family name,Product,\
Checked in,Checked out,Paid,E-mail\n\
K3F8Q,X,Thị Hương Lan,Đặng,Seminar,02/26/2019 9:21 a.m.,,Yes,thi.dang@moit-vn.example\n",
    ),
];

/// Returns the examples of every command, in the order of the page of all commands.
fn examples() -> BTreeMap<String, Vec<String>> {
    let page = include_str!("../../docs/cli.md");
    let mut found = BTreeMap::new();
    for part in page.split("\n## meibo").skip(1) {
        let name = part.lines().next().unwrap().trim().to_owned();
        let listed = part.split("\nExamples:\n").nth(1).unwrap().split("\n\n").next().unwrap();
        let lines = listed.replace("\\\n", " ");
        let lines = lines.lines().map(|line| line.trim().to_owned()).collect();
        assert!(found.insert(name, lines).is_none());
    }
    found
}

/// Makes a folder with all that the examples name, and the register if there shall be one.
fn folder(register: Option<&Path>) -> Meibo {
    let meibo = Meibo::new();
    for folder in [
        "lists",
        "media/stick",
        ".local/share/bash-completion/completions",
        ".zfunc",
        ".config/fish/completions",
    ] {
        std::fs::create_dir_all(meibo.path(folder)).unwrap();
    }
    for (name, list) in LISTS {
        meibo.write(name, list);
    }
    std::fs::copy(fixture("sessions.csv"), meibo.path("sessions.csv")).unwrap();
    std::fs::copy(fixture("intake/several-sheets.xlsx"), meibo.path("delegation.xlsx")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_meibo"), meibo.path("meibo")).unwrap();
    if let Some(register) = register {
        std::fs::copy(register, meibo.path("meibo.db")).unwrap();
    }
    meibo
}

#[test]
fn every_example_of_the_help_runs_on_the_sample() {
    let sample = Meibo::with_sample();
    let register = sample.path("meibo.db");
    let mut wrong = Vec::new();
    for (name, lines) in examples() {
        // These make registers themselves.
        let makes_one = name.is_empty() || name == "init";
        let meibo = folder((!makes_one).then_some(register.as_path()));
        let before = |wanted: &str, table: &[(&str, &str)]| {
            for (_, line) in table.iter().filter(|(of, _)| *of == wanted) {
                meibo.line(line).done();
            }
        };
        before(&name, BEFORE);
        for line in lines {
            for (_, first) in BEFORE_EXAMPLE.iter().filter(|(of, _)| line.contains(of)) {
                meibo.line(first).done();
            }
            let mut shown = line.replace("/media/", "media/");
            if shown.contains("3F9A2C71") {
                let version: String = meibo
                    .sql()
                    .query_row("SELECT version FROM sign_in_sheet", [], |row| row.get(0))
                    .unwrap();
                shown = shown.replace("3F9A2C71", &version);
            }
            let environment = meibo.command();
            let mut command = std::process::Command::new("sh");
            command.current_dir(meibo.path("")).env_clear();
            for (key, value) in environment.get_envs() {
                command.env(key, value.unwrap_or_default());
            }
            command.env("HOME", meibo.path("")).args(["-c", &format!("./{shown}")]);
            let output = finish(command, b"");
            if output.code != 0 {
                wrong.push(format!("meibo {name} --help: {line}\n{output}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A line that is broken by the width of the screen is no longer one when it is copied.
#[test]
fn no_example_is_broken_by_a_screen_of_eighty_columns() {
    for (name, lines) in examples() {
        for line in &lines {
            assert!(line.starts_with("meibo "), "meibo {name} --help: {line}");
        }
    }
}
