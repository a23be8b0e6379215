//! `register` without flags: questions at a terminal, a refusal elsewhere.

use std::process::{Command, Stdio};

use crate::support::{Meibo, finish};

/// Runs a command at a pseudo-terminal; nothing where the machine has no `script`.
fn at_a_terminal(meibo: &Meibo, line: &str, answers: &str) -> Option<String> {
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
    assert_eq!(output.code, 0, "{output}");
    Some(output.stdout.replace('\r', ""))
}

#[test]
fn register_asks_and_asks_again_after_a_wrong_answer() {
    let meibo = Meibo::with_register();
    // Family, given, native, title, country twice, organization, category, position, e-mail twice,
    // role, track, excursion, diet, note.
    let answers =
        "Nguyễn\nThị Lan\n\n\nAtlantis\nVietnam\nMOIT\n\n\nlan\nlan@moit.example\n\npolicy\n\n\n\n";
    let Some(talk) = at_a_terminal(&meibo, "register", answers) else { return };
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
    let Some(talk) = at_a_terminal(&meibo, "register", &answers) else { return };
    assert!(talk.contains("write one of them"), "{talk}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE given_name = 'Sukarwati'"), 1);
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let meibo = Meibo::with_register();
    let output = meibo.run_with(&["register"], b"Tanaka\n");
    assert_eq!(output.code, 2, "{output}");
    assert!(output.stderr.starts_with("error: nobody was named\n"), "{output}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
}
