//! The scan loop at a terminal: prompt, colours, numbered choices on lines of their own.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::desk::{code, seminar};
use crate::support::{Meibo, finish};

/// Runs the loop at a pseudo-terminal; nothing where the machine has no `script`.
fn at_a_terminal(meibo: &Meibo, flags: &str, lines: &str, plain: bool) -> Option<String> {
    at_a_terminal_bytes(meibo, flags, lines.as_bytes(), plain)
}

/// The same with any bytes as input; what comes back is read as far as it is text.
fn at_a_terminal_bytes(meibo: &Meibo, flags: &str, lines: &[u8], plain: bool) -> Option<String> {
    Some(finish(script(meibo, flags, plain)?, lines).stdout.replace('\r', ""))
}

/// What runs the loop at a pseudo-terminal; nothing where the machine has no `script`.
fn script(meibo: &Meibo, flags: &str, plain: bool) -> Option<Command> {
    let known = Command::new("script").arg("--version").stdout(Stdio::null()).status();
    if !known.is_ok_and(|status| status.success()) {
        return None;
    }
    // A loop that waits for ever shall fail and not stay.
    let mut command = Command::new("timeout");
    command
        .args([
            "60",
            "script",
            "-qec",
            &format!("{} checkin --scan {flags}", env!("CARGO_BIN_EXE_meibo")),
        ])
        .arg("/dev/null")
        .current_dir(meibo.path(""))
        .env("MEIBO_NOW", crate::support::NOW)
        .env("COLUMNS", "80")
        .env("TERM", "xterm")
        .env_remove("NO_COLOR");
    if plain {
        command.env("NO_COLOR", "1");
    }
    Some(command)
}

/// Undoes the line breaks of messages, which fit the terminal.
fn in_one_line(talk: &str) -> String {
    talk.replace('\n', " ")
}

/// Types after the desk has asked for the first line, and returns what was seen until it ended.
fn typed(meibo: &Meibo, keys: &[u8]) -> Option<String> {
    let mut command = script(meibo, "--session D1-OPEN", true)?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (mut seen, mut bytes) = (Vec::new(), [0; 4_096]);
    while !seen.ends_with(b"> ") {
        let read = output.read(&mut bytes).unwrap();
        assert!(read > 0, "{}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&bytes[..read]);
    }
    std::thread::scope(|scope| {
        // The input stays open until the desk has ended: its end would end the desk.
        let input = &mut input;
        scope.spawn(move || input.write_all(keys));
        output.read_to_end(&mut seen).unwrap();
    });
    drop(input);
    child.wait().unwrap();
    Some(String::from_utf8_lossy(&seen).replace('\r', ""))
}

#[test]
fn a_megabyte_typed_at_a_terminal_is_told_of_in_one_line_and_the_loop_goes_on() {
    let meibo = seminar();
    let mut keys = vec![b'x'; 1 << 20];
    keys.extend_from_slice(b"\nabe\n");
    keys.extend(vec![b'y'; 1 << 20]);
    keys.extend_from_slice(b"\nabe\nend\n");
    let Some(talk) = typed(&meibo, &keys) else { return };
    let told = "unknown more than 4000 bytes in a line are no code and no name\n";
    assert_eq!(talk.matches(told).count(), 2, "{}", talk.trim_matches(['x', 'y']));
    let tally = "1 in, 0 of them walk-ins; 0 out; 1 in already; 0 taken back; 2 refused";
    assert!(in_one_line(&talk).contains(tally));
}

#[test]
fn keys_that_scanners_press_neither_end_a_desk_nor_stop_nor_silence_it() {
    let meibo = seminar();
    let (abe, zoe) = (code(&meibo, "Abe"), code(&meibo, "Moreau"));
    // A text framed as scanners do, output held back, a stop, a quit; a line taken back, the end.
    let keys = format!("\x02{abe}\x03\r\x13{zoe}\r\x1a\rx\x1c\rngu\x03{abe}\r\x03");
    let Some(talk) = typed(&meibo, keys.as_bytes()) else { return };
    assert!(talk.contains("Ctrl-C took the line back; once more ends the desk\n"), "{talk}");
    let tally = "2 in, 0 of them walk-ins; 0 out; 1 in already; 0 taken back; 3 refused";
    assert!(in_one_line(&talk).contains(tally), "{talk}");
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 1"), 2);
}

#[test]
fn a_person_sees_a_prompt_a_count_colours_and_a_tally() {
    let meibo = seminar();
    let abe = code(&meibo, "Abe");
    let lines = format!("{abe}\n\nnguyen\n1\n?\nend\n");
    let Some(talk) = at_a_terminal(&meibo, "--session D1-OPEN --desk B", &lines, false) else {
        return;
    };
    for part in [
        "Desk B: D1-OPEN Opening. ? for help\n",
        "D1-OPEN  0 of 6 in > ",
        &format!(
            "\x1b[1;32min      \x1b[0m{abe}  Abe, Hana (Japan)  D1-OPEN  in at 09:30; 1 of 6 in\n"
        ),
        "\x1b[1;36mchoose  \x1b[0m2 persons; type a number\n        1 P-",
        "D1-OPEN  1 of 6 in ?> ",
        "D1-OPEN  2 of 6 in > ",
        "        undo, undo wrong badge                   take back",
        "D1-OPEN 2 of 6 in; desk B: 2 in, 0 of them walk-ins; 0 out; ",
    ] {
        assert!(talk.contains(part), "{part:?} is not in\n{talk}");
    }
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 1"), 2);
}

#[test]
fn no_color_is_honoured_and_names_cannot_colour_either() {
    let meibo = seminar();
    meibo.run(&["register", "--family", "\u{1b}[31mRed", "--country", "JP"]).done();
    let lines = "red\nabe\nundo\nend\n";
    let Some(talk) = at_a_terminal(&meibo, "", lines, true) else { return };
    assert!(!talk.contains('\x1b'), "{talk}");
    assert!(talk.contains("\\u{1b}[31mRed (Japan)"), "{talk}");
    assert!(talk.contains("undone  "), "{talk}");
    let Some(talk) = at_a_terminal(&meibo, "--color never", "abe\nend\n", false) else { return };
    assert!(!talk.contains('\x1b'), "{talk}");
}

#[test]
fn bad_input_at_a_terminal_has_a_line_each_and_the_loop_goes_on() {
    let meibo = seminar();
    let (abe, zoe) = (code(&meibo, "Abe"), code(&meibo, "Moreau"));
    let long = "x".repeat(3_000);
    // The terminal itself keeps no more than 4,095 bytes of what was not read yet.
    let mut lines = Vec::new();
    lines.extend_from_slice(b"\xff\xfe\x80\n\0\x01P-00\n");
    lines.extend_from_slice(format!("{long}\n{abe}{zoe}\n]Q1{abe}\n{abe}{abe}\n").as_bytes());
    lines.extend_from_slice(b"\x1b[31mabe\x07\n");
    lines.extend_from_slice(format!("{zoe}\nend\n").as_bytes());
    let Some(talk) = at_a_terminal_bytes(&meibo, "--session D1-OPEN", &lines, true) else { return };
    // Echo and answers run into each other; the tally has counted every line once.
    let tally = "2 in, 0 of them walk-ins; 0 out; 1 in already; 0 taken back; 5 refused";
    assert!(in_one_line(&talk).contains(tally), "{talk}");
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 1"), 2);
}
