//! Builds the small parts of sentences: counted nouns, lists and quoted values.
//! Whole messages are not here; they belong to whoever has something to say.

use std::fmt::Display;

use super::terminal::{Hidden, escape, push_escape};

/// The most characters a quoted text shows.
const QUOTED: usize = 60;

/// Joins a number and its noun: `1 row`, `2 rows`.
pub fn count(
    n: impl Copy + Display + PartialEq + From<u8>,
    singular: &str,
    plural: &str,
) -> String {
    let noun = if n == 1.into() { singular } else { plural };
    format!("{n} {noun}")
}

/// Joins items for a sentence: `a`, `a and b`, `a, b and c`, with `last` before the last one.
pub fn list(items: &[impl AsRef<str>], last: &str) -> String {
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        if index > 0 && index + 1 == items.len() {
            text.push(' ');
            text.push_str(last);
            text.push(' ');
        } else if index > 0 {
            text.push_str(", ");
        }
        text.push_str(item.as_ref());
    }
    text
}

/// Puts a text between double quotes, safe for a terminal and cut to 60 characters.
pub fn quoted(text: &str) -> String {
    let safe = escape(text);
    // A text has no more characters than bytes, so most need no counting.
    if safe.len() <= QUOTED || safe.chars().count() <= QUOTED {
        return format!("\"{safe}\"");
    }
    format!("\"{}…\"", beginning(text, QUOTED - 1))
}

/// Writes a text as one word of a command line that can be copied into a shell.
pub fn argument(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,~".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else if text.contains(['"', '\\', '$', '`', '!']) {
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}

/// Writes the name of a file likewise, so that it is taken for no flag.
pub fn file_argument(path: &str) -> String {
    argument(&if path.starts_with('-') { format!("./{path}") } else { path.to_owned() })
}

/// The longest safe beginning of a text with at most `room` characters and no escape cut apart.
fn beginning(text: &str, room: usize) -> String {
    let mut hidden = Hidden::of(text).peekable();
    let mut safe = String::new();
    let mut used = 0;
    let mut unit = String::new();
    for (at, character) in text.char_indices() {
        unit.clear();
        if hidden.next_if(|(next, _)| *next == at).is_some() {
            push_escape(&mut unit, character);
        } else {
            unit.push(character);
        }
        used += unit.chars().count();
        if used > room {
            break;
        }
        safe.push_str(&unit);
    }
    // A joiner at the cut joins nothing any more and would be invisible.
    let end = safe.trim_end_matches(['\u{200c}', '\u{200d}', ' ']).len();
    safe.truncate(end);
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts() {
        assert_eq!(count(0_usize, "row", "rows"), "0 rows");
        assert_eq!(count(1_u64, "person", "people"), "1 person");
        assert_eq!(count(1_000_000, "row", "rows"), "1000000 rows");
    }

    #[test]
    fn lists() {
        assert_eq!(list(&[""; 0], "and"), "");
        assert_eq!(list(&["a"], "and"), "a");
        assert_eq!(list(&["a", "b"], "or"), "a or b");
        assert_eq!(list(&["a".to_owned(), "b".into(), "c".into()], "and"), "a, b and c");
    }

    #[test]
    fn quotes() {
        assert_eq!(quoted(""), "\"\"");
        assert_eq!(quoted("Ada"), "\"Ada\"");
        assert_eq!(quoted("a\u{202e}b\n"), "\"a\\u{202e}b\\u{a}\"");
        let sixty = "é".repeat(60);
        assert_eq!(quoted(&sixty), format!("\"{sixty}\""));
        assert_eq!(quoted(&"é".repeat(61)), format!("\"{}…\"", "é".repeat(59)));
    }

    #[test]
    fn words_of_a_command_line() {
        let same = ["x.db", "~/2026/seminar.db", "Đặng.db"];
        assert_eq!(same.map(argument), same);
        assert_eq!(argument(""), "\"\"");
        assert_eq!(argument("my seminar.db"), "\"my seminar.db\"");
        assert_eq!(argument("it's.db"), "\"it's.db\"");
        assert_eq!(argument("say \"x\" for $5, it's.db"), "'say \"x\" for $5, it'\\''s.db'");
        assert_eq!(file_argument("-x.db"), "./-x.db");
        assert_eq!(file_argument("- x.db"), "\"./- x.db\"");
    }

    #[test]
    fn an_escape_is_never_cut_apart() {
        let text = format!("{}\u{202e}b", "a".repeat(55));
        assert_eq!(quoted(&text), format!("\"{}…\"", "a".repeat(55)));
    }

    proptest! {
        #[test]
        fn quoted_text_is_short_and_safe(text in "(?s)[a\u{200d}\u{0}-\u{1f}\\PC]{0,80}") {
            let quoted = quoted(&text);
            prop_assert!(quoted.chars().count() <= 62);
            prop_assert_eq!(escape(&quoted), quoted.as_str());
        }
    }
}
