//! Compares what a command printed with what it shall print, to the letter.

use super::{Meibo, Output};

impl Meibo {
    /// Runs a command line as a shell would, without its variables; `'…'` holds a word together.
    pub(crate) fn line(&self, line: &str) -> Output {
        let words = words(line);
        self.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Fails the test unless a command line prints exactly this and ends like this.
    #[track_caller]
    pub(crate) fn says(&self, line: &str, expected: &str) {
        check(&self.line(line), expected);
    }
}

/// Fails the test unless a command printed exactly this; a line end at the beginning does not count.
#[track_caller]
pub(crate) fn check(output: &Output, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    let got = output.to_string();
    if let Ok(path) = std::env::var("MEIBO_BLESS") {
        use std::io::Write as _;
        if got != expected {
            let at = std::panic::Location::caller();
            let record = serde_json::json!({"file": at.file(), "line": at.line(), "got": got});
            let mut file =
                std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
            writeln!(file, "{record}").unwrap();
        }
        return;
    }
    let ruler = "=".repeat(80);
    assert!(got == expected, "expected\n{ruler}\n{expected}{ruler}\ngot\n{ruler}\n{got}{ruler}");
}

fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut held = false;
    for character in line.chars() {
        match character {
            '\'' => {
                held = !held;
                word.get_or_insert_default();
            }
            ' ' | '\n' if !held => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    words
}
