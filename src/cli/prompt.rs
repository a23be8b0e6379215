//! Asks questions at a terminal, one line each.

use std::io::{self, BufRead, IsTerminal, Write};

use super::error::Failure;

/// Returns whether there is somebody to ask.
pub(super) fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks until the answer is sound; an empty answer is one.
///
/// # Errors
/// When the input ends.
pub(super) fn ask(
    question: &str,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<String, Failure> {
    let mut talk = io::stderr().lock();
    loop {
        write!(talk, "{question}: ")?;
        talk.flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            return Err(Failure::refused("the input ended; nothing was stored".to_owned()));
        }
        let answer = line.trim();
        let checked = if answer.chars().any(char::is_control) {
            Err("holds a key that writes nothing, such as an arrow; write it again".to_owned())
        } else {
            check(answer)
        };
        match checked {
            Ok(()) => return Ok(answer.to_owned()),
            Err(reason) => writeln!(talk, "  {reason}")?,
        }
    }
}

/// Asks a question that is answered with yes or no.
///
/// # Errors
/// When the input ends.
pub(super) fn agrees(question: &str) -> Result<bool, Failure> {
    let answer =
        ask(&format!("{question} (yes/no)"), |answer| match answer.to_lowercase().as_str() {
            "yes" | "y" | "no" | "n" => Ok(()),
            _ => Err("answer yes or no".to_owned()),
        })?;
    Ok(answer.starts_with(['y', 'Y']))
}
