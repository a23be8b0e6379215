//! Command lines that mean nothing.

use super::small;
use crate::support::{Meibo, check, finish};

#[test]
fn a_register_without_a_name_is_told_in_words() {
    let meibo = small();
    let expected = "
--- stderr ---
error: the register's name is empty
hint: name a file after --db or in MEIBO_DB, or leave both out
[exit 2]
";
    meibo.says("--db '' list", expected);
    let mut command = meibo.command();
    command.env("MEIBO_DB", "").arg("list");
    check(&finish(command, b""), expected);
}

/// A filter of signs alone, such as the variable of a script that was not set, selected everybody.
#[test]
fn a_filter_that_names_nothing_withdrew_everybody() {
    let meibo = small();
    for (line, text) in [
        ("withdraw --match ''", ""),
        ("withdraw --match ' - '", " - "),
        ("edit --org '' --position x", ""),
        ("checkin --match . --session D1-OPEN", "."),
        ("list --org -", "-"),
        ("find ''", ""),
    ] {
        meibo.says(
            line,
            &format!(
                "
--- stderr ---
error: \"{text}\" has no letter and no digit
hint: write a part of the name to look for
[exit 2]
"
            ),
        );
    }
}

/// The program ended in a panic where seconds were more than SQLite counts.
#[test]
fn a_wait_for_ever_is_a_long_wait() {
    let meibo = small();
    meibo.line("--wait 18446744073709551615 register --family Ever --country JP").done();
}

/// SQLite has meanings of its own for some names of files.
#[test]
fn a_register_may_have_any_name() {
    let meibo = Meibo::new();
    for name in [":memory:", "file:a.db?mode=memory", "file:b.db", "a b'c.db", "名簿.db"] {
        let db = format!("--db={name}");
        meibo
            .run(&[&db, "init", "--name", "T", "--from", "2019-02-26", "--to", "2019-02-28"])
            .done();
        meibo.run(&[&db, "register", "--family", "Tanaka"]).done();
        assert_eq!(meibo.run(&[&db, "list", "--count"]).done().stdout, "1\n");
        meibo.run(&[&db, "backup", &format!("{name}-copy")]).done();
        assert!(meibo.path(name).exists(), "{name}");
    }
}

#[test]
fn a_round_zero_was_answered_with_nobody() {
    let meibo = small();
    for line in ["list", "show P1", "check", "announce", "move 1 P1", "group P1 --room Hall"] {
        let said = meibo.line(&format!("breakout {line} --round 0")).ended(2).stderr;
        assert!(said.contains("invalid value '0' for '--round <N>'"), "{said}");
    }
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
        assert!(!said.contains('\u{202e}'), "{said:?}");
        // With `--color always` the colours of the message itself are meant.
        assert!(
            !said.contains("x\u{1b}") && (words.len() > 3 || !said.contains('\u{1b}')),
            "{said:?}"
        );
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
