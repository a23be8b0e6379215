//! What every command has in common: help, formats, streams, widths, escapes.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use unicode_width::UnicodeWidthStr as _;

use crate::support::{Meibo, finish, fixture};

/// Every command that answers from the register and changes nothing.
const QUESTIONS: &[&str] = &[
    "list",
    "list --country VN,JP --track policy",
    "list --columns code,name,email",
    "list --sort country_name",
    "find lan",
    "show 142",
    "country Vietnam 392 UK",
    "session list",
    "breakout list",
    "breakout list --sizes",
    "breakout list --group P1",
    "breakout list --by-name",
    "breakout show P1",
    "breakout show --why 17",
    "breakout show --met",
    "breakout check",
    "breakout show --met 17",
    "excursion list",
    "excursion roster",
    "excursion headcount",
    "attendance",
    "attendance --by person",
    "attendance --by session",
    "attendance --by day",
    "attendance --by country",
    "attendance --by category",
    "attendance --by person --session D1-OPEN",
    "attendance --missing --session D1-OPEN",
    "attendance --expected --day 1",
    "attendance --matrix",
    "attendance --matrix --by country",
    "attendance --matrix --by category --day 2",
    "attendance --arrivals",
    "attendance --inside --day 1",
    "attendance --no-shows",
    "attendance --first-day-only",
    "attendance --met 80%",
    "delegation",
    "delegation --by region",
    "delegation VN",
    "summary",
    "badge",
    "certificate --met 80%",
    "duplicates",
    "log",
    "log --events --limit 2000",
    "export participants",
    "export breakouts",
    "export excursion",
    "export attendance",
    "export sessions",
    "export log",
];

/// Every command with arguments with which it is done on the sample seminar, in this order.
const COMMANDS: &[(&str, &str)] = &[
    ("demo", "other.db"),
    ("init", "--db new.db --name T --from 2026-11-24 --to 2026-11-26"),
    ("register", "--family Test"),
    ("import", "list.csv"),
    ("list", ""),
    ("find", "lan"),
    ("show", "1"),
    ("edit", "1 --position Clerk"),
    ("withdraw", "2"),
    ("substitute", "15 --family Instead"),
    ("duplicates", ""),
    ("merge", "23 24"),
    ("country", "Vietnam"),
    ("session list", ""),
    ("session add", "D3-END --day 3 --title End --from 18:00 --to 18:30"),
    ("session edit", "D3-END --room Hall"),
    ("session import", "sessions.csv"),
    ("breakout assign", ""),
    ("breakout list", ""),
    ("breakout show", "--met"),
    ("breakout move", "10 P1"),
    ("breakout swap", "10 17"),
    ("breakout pin", "10"),
    ("breakout announce", "--anyway"),
    ("breakout check", ""),
    ("breakout together", "10 15"),
    ("breakout apart", "10 17"),
    ("breakout language", "fr 10"),
    ("breakout returning", "10"),
    ("breakout rules", ""),
    ("breakout group", "P1 --room A --capacity 40"),
    ("checkin", "1 --session D3-END"),
    ("checkout", "1 --session D3-END"),
    ("attendance", ""),
    ("attendance import", "scans.csv"),
    ("attendance sheet", "--session D3-END"),
    ("attendance mark", "15 --session D3-END"),
    ("delegation", ""),
    ("check", ""),
    ("desk take", "annex.db --name ANNEX"),
    ("desk merge", "annex.db"),
    ("excursion list", ""),
    ("excursion add", "Harbour --places 3"),
    ("excursion edit", "--site Lab"),
    ("excursion join", "1 --excursion Harbour"),
    ("excursion promote", "1 --excursion Harbour"),
    ("excursion leave", "1 --excursion Harbour"),
    ("excursion roster", ""),
    ("excursion bus", "--buses 2"),
    ("excursion clear", "--all --site Lab"),
    ("excursion board", "7 --anyway"),
    ("excursion headcount", ""),
    ("summary", ""),
    ("report", ""),
    ("badge", ""),
    ("certificate", "--met 1"),
    ("export", "participants"),
    ("log", ""),
    ("undo", ""),
    ("redo", ""),
    ("backup", "copy.db"),
    ("purge", "--dry-run"),
    ("completions", "bash"),
    ("man", "man1"),
];

/// Commands that hold others and do nothing themselves.
const FAMILIES: &[&str] = &["", "desk", "session", "breakout", "excursion"];

fn sample() -> Meibo {
    let meibo = Meibo::with_sample();
    meibo.write("list.csv", "family_name,country\nFurther,JP\n");
    meibo.write("sessions.csv", std::fs::read(fixture("sessions.csv")).unwrap());
    meibo.write("scans.csv", "code,session,at\n10,D3-END,2019-02-28 18:00\n");
    meibo
}

/// Returns the names of the commands that a help text lists.
fn listed(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect()
}

/// Walks through the help texts; returns every command with its long help.
fn walk(meibo: &Meibo) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(command) = open.pop() {
        let mut wide = meibo.command();
        wide.env("COLUMNS", "100").args(command.split_whitespace()).arg("--help");
        let help = finish(wide, b"").done().stdout;
        open.extend(listed(&help).iter().map(|name| format!("{command} {name}").trim().to_owned()));
        found.push((command, help));
    }
    found.sort();
    found
}

/// Returns the header and the rows of a CSV text.
fn table(csv: &str) -> (Vec<String>, usize) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    (header, reader.records().map(Result::unwrap).count())
}

#[test]
fn every_help_has_a_summary_examples_and_exit_codes() {
    for (command, help) in walk(&Meibo::new()) {
        let first = help.lines().next().unwrap();
        assert!(first.len() > 10 && !first.ends_with('.'), "{command}: {first}");
        for part in ["Usage: ", "\nExamples:\n  meibo ", "\nExit codes:\n  0  done\n"] {
            assert!(help.contains(part), "meibo {command} --help lacks {part:?}:\n{help}");
        }
        assert!(!help.contains("\n  meibo  "), "{command}");
        let text = help.split("\nUsage: ").next().unwrap().trim();
        assert!(text.contains("\n\n"), "meibo {command} --help has no longer text:\n{text}");
    }
}

#[test]
fn help_in_a_pipe_was_wider_than_a_page() {
    let meibo = Meibo::new();
    for (command, _) in walk(&meibo) {
        for flag in ["--help", "-h"] {
            let mut line = meibo.command();
            line.env_remove("COLUMNS").args(command.split_whitespace()).arg(flag);
            let help = finish(line, b"").done().stdout;
            for line in help.lines() {
                // A command line that is broken is none.
                let is_example = line.starts_with("  meibo ");
                assert!(line.width() <= 80 || is_example, "meibo {command} {flag}: {line}");
            }
        }
    }
}

/// A newcomer types the word before the flag.
#[test]
fn help_was_no_word_for_help() {
    let meibo = Meibo::new();
    for (by_word, by_flag) in [
        ("help", "--help"),
        ("help list", "list --help"),
        ("help session add", "session add --help"),
        ("session help add", "session add --help"),
        ("session help", "session --help"),
    ] {
        assert_eq!(meibo.line(by_word).done(), meibo.line(by_flag).done(), "{by_word}");
    }
    let output = meibo.line("help lst");
    assert!(output.stderr.contains("unrecognized subcommand 'lst'"), "{output}");
    assert_eq!((output.code, output.stdout.as_str()), (2, ""));
}

#[test]
fn a_number_of_participants_was_no_row() {
    let meibo = sample();
    assert_eq!(meibo.line("list --count").done().stdout, "210\n");
    assert_eq!(meibo.line("list --count --format csv").done().stdout, "count\n210\n");
    assert_eq!(meibo.line("list --count --format json").done().stdout, "[\n{\"count\":210}\n]\n");
}

/// The walk-through mixed its lines with the rows, and a file kept the last of its steps alone.
#[test]
fn what_has_no_rows_is_in_no_format_for_rows() {
    let meibo = sample();
    for line in [
        "demo other.db --format json",
        "demo other.db --output walk.txt",
        "attendance sheet --session D1-OPEN --format csv",
        "attendance sheet --session D1-OPEN --output sheet.json",
        "report --format json",
    ] {
        let output = meibo.line(line);
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{line}: {output}");
    }
    for file in ["other.db", "walk.txt", "sheet.json"] {
        assert!(!meibo.path(file).exists(), "{file}");
    }
}

#[test]
fn every_command_that_is_listed_runs() {
    let meibo = sample();
    let listed: BTreeSet<String> = walk(&meibo).into_iter().map(|(command, _)| command).collect();
    let known = COMMANDS.iter().map(|(command, _)| *command).chain(FAMILIES.iter().copied());
    assert_eq!(listed, known.map(str::to_owned).collect());
    for (command, arguments) in COMMANDS {
        meibo.line(&format!("{command} {arguments}")).done();
    }
}

#[test]
fn quiet_commands_that_are_done_say_nothing() {
    let meibo = sample();
    for (command, arguments) in COMMANDS {
        let said = meibo.line(&format!("{command} {arguments} --quiet")).done();
        assert_eq!(said.stderr, "", "{command}");
    }
}

#[test]
fn examples_in_the_help_are_command_lines() {
    let meibo = Meibo::new();
    for (command, help) in walk(&meibo) {
        let examples = help.split("\nExamples:\n").nth(1).unwrap().split("\n\n").next().unwrap();
        let examples = examples.replace("\\\n", "").replace('"', "'");
        for example in examples.lines() {
            let line = example.trim().strip_prefix("meibo ").unwrap();
            let line = line.split([';', '<', '>', '&']).next().unwrap();
            let output = meibo.line(line);
            // There is no register here, and so what is well said is refused as that.
            assert!(output.code != 2, "{command}: {example}\n{output}");
        }
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let meibo = Meibo::new();
    let version = concat!("meibo ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(meibo.line("--version").done().stdout, version);
    assert_eq!(meibo.line("-V").done().stdout, version);
}

#[test]
fn without_a_command_the_help_is_shown_and_it_is_misuse() {
    let output = Meibo::new().line("");
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("Usage: meibo"), "{output}");
}

#[test]
fn json_keys_are_csv_headers_and_both_have_the_same_rows() {
    let meibo = sample();
    for question in QUESTIONS {
        let csv = meibo.line(&format!("{question} --format csv")).done().stdout;
        let (header, rows) = table(&csv);
        let json = meibo.line(&format!("{question} --format json")).done().stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let json = json.as_array().unwrap();
        assert_eq!(json.len(), rows, "{question}");
        assert!(rows > 0, "{question} answers nothing");
        for object in json {
            let keys: Vec<&String> = object.as_object().unwrap().keys().collect();
            assert_eq!(keys, header.iter().collect::<Vec<_>>(), "{question}");
        }
        for name in &header {
            let plain =
                name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit());
            assert!(plain, "{question}: {name}");
        }
    }
}

#[test]
fn the_same_question_has_the_same_answer() {
    let meibo = sample();
    for question in QUESTIONS {
        assert_eq!(meibo.line(question), meibo.line(question), "{question}");
    }
}

#[test]
fn tables_fit_into_eighty_columns() {
    let meibo = sample();
    for question in QUESTIONS {
        let answer = meibo.line(&format!("{question} --format table")).done().stdout;
        for line in answer.lines() {
            // An export is lossless in every format and asked for with all its columns.
            assert!(line.width() <= 80 || question.starts_with("export"), "{question}:\n{line}");
            assert_eq!(line, line.trim_end(), "{question} ends a line with blanks");
        }
    }
}

/// A newcomer who has only built the program has no `meibo` in the path.
#[test]
fn the_commands_to_try_after_the_demo_run_as_they_stand() {
    let meibo = Meibo::new();
    std::fs::create_dir(meibo.path("my bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_meibo"), meibo.path("my bin/meibo")).unwrap();
    let shell = |line: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(meibo.path(""));
        finish(command, b"").done().stdout
    };
    let told = shell("'./my bin/meibo' demo 'my demo.db'");
    let lines: Vec<&str> =
        told.lines().skip_while(|line| !line.ends_with(" Try:")).skip(2).collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    for line in lines {
        assert!(!shell(line.trim()).is_empty(), "{line}");
    }
}

#[test]
fn a_new_register_did_not_say_whose_hours_it_keeps() {
    let meibo = Meibo::new();
    let said = meibo.line("init --name S --from 2026-11-24 --to 2026-11-26").done().stderr;
    assert!(said.starts_with("made meibo.db; its hours are those of Asia/Tokyo\nnext: "), "{said}");
    let line = "--db v.db init --name S --from 2026-11-24 --to 2026-11-26 --zone Europe/Vienna";
    let said = meibo.line(line).done().stderr;
    assert!(said.starts_with("made v.db; its hours are those of Europe/Vienna\n"), "{said}");
    // The demo goes on itself.
    let said = meibo.line("demo").done().stderr;
    assert!(!said.contains("next: "), "{said}");
}

#[test]
fn demo_made_another_register_than_the_line_named() {
    let meibo = Meibo::new();
    meibo.line("--db named.db demo --quiet").done();
    assert!(meibo.path("named.db").exists() && !meibo.path("demo.db").exists());
    let mut command = meibo.command();
    command.env("MEIBO_DB", "used.db").args(["demo", "--quiet"]);
    finish(command, b"").done();
    assert!(meibo.path("demo.db").exists() && !meibo.path("used.db").exists());
    meibo.line("--db named.db demo other.db --quiet").done();
    assert!(meibo.path("other.db").exists());
}

/// A Chinese office of 27 characters made the list 95 columns wide.
#[test]
fn names_of_bodies_without_spaces_fit_into_eighty_columns() {
    let meibo = sample();
    let body = "商务部安全与管制局国际合作处长期项目办公室非常长的名字";
    let line = format!("--family 王 --given 小明 --country CN --organization {body}");
    meibo.line(&format!("register {line} --position {body} --note {body}")).done();
    for line in ["find 小明", "list --country CN", "list --columns code,name,organization,note"] {
        let answer = meibo.line(line).done().stdout;
        assert!(answer.contains("小明"), "{answer}");
        for line in answer.lines() {
            assert!(line.width() <= 80, "{line}");
        }
    }
}

#[test]
fn the_answer_of_register_was_wider_than_the_screen() {
    let meibo = sample();
    let person = "--family Featherstonehaugh-Lyle --given Hafizuddin --country RU --track licensing \
                  --organization Nonproliferation --status waitlisted";
    for line in [format!("register {person} --excursion --dry-run"), format!("register {person}")] {
        let answer = meibo.line(&line).done().stdout;
        assert!(answer.lines().all(|line| line.width() <= 80), "{answer}");
        let name = "Featherstonehaugh-Lyle, Hafizuddin";
        assert!(answer.contains(name) || line.contains("--excursion"), "{answer}");
    }
}

#[test]
fn the_walk_through_fits_into_eighty_columns() {
    let answer = Meibo::new().line("demo").done().stdout;
    for line in answer.lines().filter(|line| !line.starts_with('$')) {
        assert!(line.width() <= 80, "{line}");
    }
}

#[test]
fn no_name_is_cut_inside_a_word() {
    let meibo = sample();
    let register = meibo.sql();
    let mut names =
        register.prepare("SELECT family_name || ' ' || given_name FROM participant").unwrap();
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(names.len(), 210);
    let answer = meibo.line("list").done().stdout;
    let shown: BTreeSet<&str> =
        answer.split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    for name in &names {
        for word in name.split_whitespace().map(|word| word.trim_end_matches(',')) {
            let parts = || word.split_inclusive('-').all(|part| shown.contains(part));
            assert!(shown.contains(word) || parts(), "{word} of {name} is cut");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let meibo = sample();
    for list in ["participants", "attendance"] {
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg("{ \"$0\" export \"$1\"; echo \"exit $?\" >&2; } | head -1")
            .args([env!("CARGO_BIN_EXE_meibo"), list])
            .current_dir(meibo.path(""));
        let output = finish(command, b"");
        assert_eq!(output.stdout.lines().count(), 1);
        assert_eq!(output.stderr, "exit 0\n");
    }
}

/// The register was replaced by a list of its own people.
#[test]
fn nothing_is_written_over_the_register_or_over_the_list_that_is_read() {
    let meibo = sample();
    std::os::unix::fs::symlink("meibo.db", meibo.path("link.csv")).unwrap();
    let before = std::fs::read(meibo.path("meibo.db")).unwrap();
    let list = meibo.read("list.csv");
    for line in [
        "list --format csv --output meibo.db",
        "list --output link.csv",
        "--db ./meibo.db list --format csv --output meibo.db-wal",
        "breakout list --sheet meibo.db",
        "import list.csv --rejects meibo.db",
        "import list.csv --rejects ./list.csv",
    ] {
        let said = meibo.line(line).ended(2).stderr;
        assert!(said.contains("nothing was done; name another file"), "{line}: {said}");
    }
    assert!(std::fs::read(meibo.path("meibo.db")).unwrap() == before, "the register was changed");
    assert!(!meibo.path("meibo.db-wal").exists());
    assert_eq!(meibo.read("list.csv"), list);
}

/// The second reading of a pipe found nothing in it.
#[test]
fn a_pipe_that_has_a_name_is_read_like_standard_input() {
    let meibo = sample();
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg("mkfifo in; cat sessions.csv > in & \"$0\" session import in; cat list.csv > in & \"$0\" import in")
        .arg(env!("CARGO_BIN_EXE_meibo"))
        .current_dir(meibo.path(""));
    let said = finish(command, b"").done().stderr;
    assert!(said.contains("10 the same as before, 0 refused\n1 row added"), "{said}");
}

/// A pipe that had the name of the output was replaced by a file; so was the device `/dev/full`.
#[test]
fn a_pipe_or_link_that_has_the_name_of_the_output_is_written_to_and_not_replaced() {
    let meibo = sample();
    let wanted = meibo.line("list --format csv").done().stdout;
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(
            "mkfifo pipe.csv; cat pipe.csv & \"$0\" list --output pipe.csv; wait; test -p pipe.csv",
        )
        .arg(env!("CARGO_BIN_EXE_meibo"))
        .current_dir(meibo.path(""));
    assert_eq!(finish(command, b"").done().stdout, wanted);
    meibo.write("target.csv", "old");
    std::os::unix::fs::symlink("target.csv", meibo.path("link.csv")).unwrap();
    meibo.line("list --output link.csv").done();
    assert!(std::fs::symlink_metadata(meibo.path("link.csv")).unwrap().is_symlink());
    assert_eq!(meibo.read("target.csv"), wanted);
    for standard_output in ["/dev/stdout", "-"] {
        let line = format!("list --format csv --output {standard_output}");
        assert_eq!(meibo.line(&line).done().stdout, wanted);
    }
    assert!(!meibo.path("-").exists());
    meibo.write("bad.csv", "family_name,country\nX,Atlantis\n");
    let said = meibo.line("import bad.csv --rejects /dev/stderr --quiet").ended(1);
    assert!(said.stderr.contains("X,Atlantis,country: is no country"), "{}", said.stderr);
    let said = meibo.line("list --output .csv/").ended(2);
    assert!(said.stderr.starts_with("error: "), "{}", said.stderr);
}

#[test]
fn a_file_of_output_is_what_would_be_printed_and_private() {
    let meibo = sample();
    for (question, ending) in
        QUESTIONS.iter().flat_map(|question| ["csv", "json"].map(|ending| (question, ending)))
    {
        let printed = meibo.line(&format!("{question} --format {ending}")).done();
        let name = format!("answer.{ending}");
        meibo.write(&name, "an older answer");
        let said = meibo.line(&format!("{question} --output {name}")).done();
        assert_eq!(said.stdout, "", "{question}");
        assert_eq!(said.stderr, printed.stderr, "{question}");
        assert_eq!(meibo.read(&name), printed.stdout, "{question}");
        let mode = std::fs::metadata(meibo.path(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{question}");
        assert!(!meibo.path(&format!("{name}.partial")).exists());
    }
}

#[test]
fn files_that_are_made_are_private() {
    let meibo = sample();
    meibo.line("backup copy.db").done();
    meibo.write("bad.csv", "family_name,country\nA,Atlantis\n");
    let _ = meibo.line("import bad.csv --rejects refused.csv").ended(1);
    for name in ["meibo.db", "copy.db", "refused.csv"] {
        let mode = std::fs::metadata(meibo.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn a_pipe_and_no_color_get_no_escape_sequences() {
    let meibo = sample();
    for line in QUESTIONS.iter().copied().chain(["show 99999", "list --contry JP", "--help"]) {
        let output = meibo.line(line);
        assert!(!output.to_string().contains('\x1b'), "{line}");
    }
    let mut command = meibo.command();
    command.args(["show", "99999"]).env("NO_COLOR", "1");
    assert!(!finish(command, b"").to_string().contains('\x1b'));
    let output = meibo.line("--color always show 99999");
    assert!(output.stderr.starts_with("\x1b[1;31merror\x1b[0m: "), "{output}");
    assert_eq!(output.stdout, "");
}

#[test]
fn signs_that_deceive_are_shown_in_tables_and_kept_in_files() {
    let meibo = Meibo::with_register();
    let names = ["\u{1b}[31mRed", "abc\u{202e}fed", "zero\u{200b}width", "two\nlines", "tab\there"];
    for name in names {
        meibo.run(&["register", "--family", name, "--country", "JP"]).done();
    }
    let shown = meibo.line("list").done().stdout;
    for sign in ['\u{1b}', '\u{202e}', '\u{200b}', '\t'] {
        assert!(!shown.contains(sign), "{shown}");
    }
    assert_eq!(shown.lines().count(), 2 + names.len(), "{shown}");
    for part in ["\\u{1b}[31mRed", "abc\\u{202e}fed", "zero\\u{200b}width"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    let exported = meibo.line("export participants").done().stdout;
    let mut reader = csv::Reader::from_reader(exported.as_bytes());
    let families: Vec<String> =
        reader.records().map(|record| record.unwrap().get(1).unwrap().to_owned()).collect();
    assert_eq!(families, names);
    let other = Meibo::with_register();
    other.write("list.csv", &exported);
    other.line("import list.csv").done();
    assert_eq!(other.line("export participants").done().stdout, exported);
    let refused = meibo.run(&["show", "\u{1b}[2J"]);
    assert!(!refused.stderr.contains('\u{1b}'), "{refused}");
}

#[test]
fn cells_that_a_spreadsheet_would_compute_come_back_as_they_were() {
    let meibo = Meibo::with_register();
    for name in ["=1+1", "+81", "-x", "@sum", "'quoted"] {
        meibo.run(&["register", &format!("--family={name}"), "--country", "JP"]).done();
    }
    let exported = meibo.line("export participants").done().stdout;
    let other = Meibo::with_register();
    other.write("list.csv", &exported);
    other.line("import list.csv").done();
    assert_eq!(other.line("export participants").done().stdout, exported);
    assert_eq!(other.count("SELECT count(*) FROM participant WHERE family_name = '=1+1'"), 1);
}

#[test]
fn shells_get_completions() {
    let meibo = Meibo::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = meibo.line(&format!("completions {shell}")).done().stdout;
        for word in ["checkin", "breakout", "--session"] {
            let word = if shell == "fish" { word.trim_start_matches("--") } else { word };
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let meibo = Meibo::new();
    meibo.line("man man1").done();
    let found: BTreeSet<String> = std::fs::read_dir(meibo.path("man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let wanted = walk(&meibo)
        .into_iter()
        .map(|(command, _)| format!("meibo {command}").trim().replace(' ', "-") + ".1")
        .collect();
    assert_eq!(found, wanted);
    assert!(meibo.read("man1/meibo.1").contains("Exit codes"));
}
