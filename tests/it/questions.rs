//! Questions at a terminal, and none elsewhere.

use std::process::{Command, Stdio};

use crate::support::{Meibo, finish};

/// Runs a command at a pseudo-terminal; nothing where the machine has no `script`.
fn at_a_terminal(meibo: &Meibo, line: &str, answers: &str, code: i32) -> Option<String> {
    let known = Command::new("script").arg("--version").stdout(Stdio::null()).status();
    if !known.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut command = Command::new("script");
    command
        .args(["-qec", &format!("{} {line}", env!("CARGO_BIN_EXE_meibo")), "/dev/null"])
        .current_dir(meibo.path(""))
        .env("MEIBO_NOW", crate::support::NOW)
        .env("COLUMNS", "80")
        .env("TERM", "xterm");
    let output = finish(command, answers.as_bytes());
    assert_eq!(output.code, code, "{output}");
    Some(output.stdout.replace('\r', ""))
}

#[test]
fn register_asks_and_asks_again_after_a_wrong_answer() {
    let meibo = Meibo::with_register();
    // Family, given, native, title, country twice, organization, category, position, e-mail twice,
    // role, track, excursion, diet, note.
    let answers =
        "Nguyễn\nThị Lan\n\n\nAtlantis\nVietnam\nMOIT\n\n\nlan\nlan@moit.example\n\npolicy\n\n\n\n";
    let Some(talk) = at_a_terminal(&meibo, "register", answers, 0) else { return };
    for (question, times) in
        [("Family name: ", 1), ("Country or region: ", 2), ("E-mail: ", 2), ("Note: ", 1)]
    {
        assert_eq!(talk.matches(question).count(), times, "{question}\n{talk}");
    }
    assert!(talk.contains("  is no country or region; leave it empty"), "{talk}");
    assert!(talk.contains("  is not an e-mail address"), "{talk}");
    assert!(talk.contains("P-0001-C"), "{talk}");
    let wanted = "country = 'VN' AND email = 'lan@moit.example' AND track = 'policy'";
    assert_eq!(meibo.count(&format!("SELECT count(*) FROM participant WHERE {wanted}")), 1);
}

#[test]
fn register_asks_for_one_of_the_names() {
    let meibo = Meibo::with_register();
    let answers = "\n\nSukarwati\n".to_owned() + &"\n".repeat(12);
    let Some(talk) = at_a_terminal(&meibo, "register", &answers, 0) else { return };
    assert!(talk.contains("Enter leaves a field empty; Ctrl-C ends"), "{talk}");
    assert!(talk.contains("the person has no name yet; write one here"), "{talk}");
    assert!(talk.contains("  policy, licensing\nTrack: "), "{talk}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE given_name = 'Sukarwati'"), 1);
}

#[test]
fn register_asks_whether_a_misspelt_country_was_meant() {
    let meibo = Meibo::with_register();
    let line = "register --family Tran --country 'Viet Nma'";
    let Some(talk) = at_a_terminal(&meibo, line, "no\n", 1) else { return };
    let question =
        "took \"Viet Nma\" as Viet Nam (VN), one letter differs; is that right? (yes/no): ";
    assert!(talk.contains(question) && talk.contains("nothing was stored"), "{talk}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
    at_a_terminal(&meibo, line, "yes\n", 0);
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE country = 'VN'"), 1);
}

#[test]
fn messages_ran_over_the_edge_of_the_screen() {
    let meibo = Meibo::with_register();
    let Some(talk) = at_a_terminal(&meibo, "show P-0001-D", "", 1) else { return };
    assert!(talk.contains("a character is wrong or\ntwo are swapped"), "{talk}");
    let Some(talk) = at_a_terminal(&meibo, "--db none.db list", "", 3) else { return };
    let command = "`meibo --db none.db init --name \"Seminar\" --from 2026-11-24 --to 2026-11-26`";
    assert!(talk.contains(command), "{talk}");
    for line in talk.lines().filter(|line| !line.contains(command)) {
        assert!(line.chars().count() <= 80 + "\x1b[1;31m\x1b[0m".len(), "{line}");
    }
}

#[test]
fn pages_showed_signs_that_deceive_at_a_terminal() {
    let meibo = Meibo::with_register();
    meibo.run(&["register", "--family", "abc\u{202e}fed", "--country", "JP"]).done();
    for line in ["badge", "report"] {
        let Some(talk) = at_a_terminal(&meibo, line, "", 0) else { return };
        assert!(!talk.contains('\u{202e}'), "{line}\n{talk}");
    }
    assert!(meibo.line("badge").done().stdout.contains("abc\u{202e}fed"));
}

/// Where the line was right but for control characters, clap's message showed them as they are.
#[test]
fn misuse_showed_control_characters_at_a_terminal() {
    let meibo = Meibo::with_register();
    let Some(talk) = at_a_terminal(&meibo, "excursion bus 1 --bus 'b\u{7}us'", "", 2) else {
        return;
    };
    assert!(talk.contains("holds control characters"), "{talk}");
    assert!(!talk.contains('\u{7}'), "{talk}");
}

#[test]
fn help_and_misuse_were_coloured_although_colour_was_declined() {
    let meibo = Meibo::with_register();
    for (line, code) in [
        ("--color never list --help", 0),
        ("list --color=never --bogus", 2),
        ("--color never help import", 0),
    ] {
        let Some(talk) = at_a_terminal(&meibo, line, "", code) else { return };
        assert!(!talk.contains('\u{1b}'), "{line}\n{talk}");
    }
    let talk = at_a_terminal(&meibo, "list --help", "", 0).unwrap();
    assert!(talk.contains('\u{1b}'), "{talk}");
}

#[test]
fn a_misspelt_country_was_asked_about_after_all_other_questions() {
    let meibo = Meibo::with_register();
    let answers = "Tran\n\x1b[A\nMinh\n\n\nViet Nma\nno\nFrnce\nYES\n".to_owned() + &"\n".repeat(9);
    let Some(talk) = at_a_terminal(&meibo, "register", &answers, 0) else { return };
    assert!(talk.contains("holds a key that writes nothing"), "{talk}");
    assert_eq!(talk.matches("is that right?").count(), 2, "{talk}");
    let wanted = "given_name = 'Minh' AND country = 'FR'";
    assert_eq!(meibo.count(&format!("SELECT count(*) FROM participant WHERE {wanted}")), 1);
}

#[test]
fn a_revised_list_is_shown_before_it_is_stored() {
    let meibo = Meibo::with_register();
    meibo.write("a.csv", "family_name,position\nTanaka,Officer\n");
    meibo.write("b.csv", "family_name,position\nTanaka,Director\n");
    meibo.line("import a.csv").done();
    let director = "SELECT count(*) FROM participant WHERE position = 'Director'";
    let Some(talk) = at_a_terminal(&meibo, "import b.csv --update --quiet", "perhaps\nno\n", 1)
    else {
        return;
    };
    assert!(talk.contains("Store this? (yes/no): "), "{talk}");
    assert!(talk.contains("answer yes or no"), "{talk}");
    assert!(talk.contains("Director"), "{talk}");
    assert_eq!(meibo.count(director), 0);
    at_a_terminal(&meibo, "import b.csv --update", "yes\n", 0);
    assert_eq!(meibo.count(director), 1);
    // What brings nothing is not asked about.
    let talk = at_a_terminal(&meibo, "import b.csv --update", "", 0).unwrap();
    assert!(!talk.contains("Store this?"), "{talk}");
}

#[test]
fn long_work_shows_how_far_it_is_at_a_terminal_and_leaves_nothing_behind() {
    let meibo = Meibo::with_register();
    let rows: String = (0..6_000).map(|at| format!("Name {at},JP\n")).collect();
    meibo.write("list.csv", format!("family_name,country\n{rows}"));
    let Some(talk) = at_a_terminal(&meibo, "import list.csv --dry-run", "", 0) else { return };
    assert!(talk.contains("reading ") && talk.contains(" %"), "{talk}");
    // The last that was drawn of it is wiped before anything else is said.
    let after = talk.rsplit("\u{1b}[2K").next().unwrap();
    assert!(!after.contains(" %") && after.contains("6000 rows"), "{talk}");
    let quiet = at_a_terminal(&meibo, "import list.csv --dry-run --quiet", "", 0).unwrap();
    assert!(!quiet.contains("reading "), "{quiet}");
    let piped = meibo.line("import list.csv --dry-run").done();
    assert!(!piped.stderr.contains("reading ") && !piped.stderr.contains('\u{1b}'), "{piped:?}");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let meibo = Meibo::with_register();
    let output = meibo.run_with(&["register"], b"Tanaka\n");
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.starts_with("error: nobody was named\n"), "{output}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
}
