//! Finds the lists of objects within the one object that a JSON text may be, as programs answer with a
//! page of people: `{"count": 2, "participants": [{…}, {…}]}`.

use std::io::{BufRead, Read};

use csv::StringRecord;

use super::MOST_COLUMNS;
use super::input::Input;
use super::json::Keys;
use super::manner::Found;
use crate::intake::IntakeError;

/// How deep lists are looked for.
const DEEPEST: usize = 4;

/// How deep a text is looked through at all, how many lists are noted, and how much of each.
const MOST_LEVELS: usize = 128;
const MOST_LISTS: usize = 64;
const MOST_OF_FIRST: usize = 64 * 1024;

/// A list of objects within an object.
struct Inner {
    /// The keys that lead to it, with points between them.
    path: String,
    /// Where its bracket stands in the text.
    place: u64,
    /// The first of its objects, as it is written; cut off where it is long.
    first: Vec<u8>,
}

/// What an object as a whole text holds.
#[derive(Default)]
struct Whole {
    /// Its own keys.
    keys: Vec<String>,
    lists: Vec<Inner>,
}

/// Finds the list that is meant where a JSON text is one object around it: the one that is named, else
/// the one whose first object has the most keys that are headers, more than the object itself has.
pub(super) fn choose(
    input: &Input<'_>,
    text: Box<dyn Read>,
    named: Option<&str>,
    known: &dyn Fn(&StringRecord) -> usize,
) -> Result<Option<(Found<String>, u64)>, IntakeError> {
    let mut text = std::io::BufReader::new(text);
    let whole = look_through(&mut text);
    // What cannot be read is told with its line when it is reached.
    let Ok(Some(Whole { keys, lists })) = whole else { return Ok(None) };
    let found = if let Some(named) = named.filter(|_| !lists.is_empty()) {
        let is_named =
            |list: &&Inner| list.path == named || list.path.rsplit('.').next() == Some(named);
        let found = lists.iter().find(is_named).ok_or_else(|| IntakeError::NoSuchSheet {
            name: input.name.to_owned(),
            sheet: named.to_owned(),
            sheets: lists.iter().map(|list| list.path.clone()).collect(),
        })?;
        Some(found)
    } else {
        let count = |list: &Inner| known(Keys::of_one(&list.first).header());
        let counted = lists.iter().map(|list| (count(list), list));
        // Of several that are as good the first.
        let best = counted.rev().max_by_key(|(count, _)| *count);
        best.filter(|(count, _)| *count > known(&StringRecord::from(keys))).map(|(_, list)| list)
    };
    Ok(found.map(|list| {
        let of = if lists.len() > 1 { format!(" of {}", lists.len()) } else { String::new() };
        let what = format!("\"{}\"{of}", list.path);
        (Found { what, guessed: named.is_none() && lists.len() > 1 }, list.place)
    }))
}

/// What is open where the scanner stands.
enum Level {
    /// An object, and its present key.
    Object(String),
    /// A list, where it begins, and whether its first element is still to come.
    List(u64, bool),
}

/// Looks through a text; returns nothing where it is no single object.
fn look_through(text: &mut dyn BufRead) -> std::io::Result<Option<Whole>> {
    let mut scanner = Scanner::default();
    let mut place = 0;
    loop {
        let buffer = text.fill_buf()?;
        if buffer.is_empty() {
            return Ok(Some(scanner.found));
        }
        let length = buffer.len();
        for &byte in buffer {
            if !scanner.step(byte, place) {
                return Ok(None);
            }
            place += 1;
        }
        text.consume(length);
    }
}

#[derive(Default)]
struct Scanner {
    open: Vec<Level>,
    /// The last text, which may be a key.
    text: Vec<u8>,
    in_text: bool,
    escaped: bool,
    has_ended: bool,
    /// How many levels were open before the first object of the last list began.
    first_since: Option<usize>,
    found: Whole,
}

impl Scanner {
    /// Takes one byte; returns whether the text may still be a single object.
    fn step(&mut self, byte: u8, place: u64) -> bool {
        if self.has_ended {
            return byte.is_ascii_whitespace();
        }
        if self.open.is_empty() && !matches!(byte, b'{') {
            return byte.is_ascii_whitespace();
        }
        if !self.in_text && byte == b'{' && self.begins_list() {
            self.first_since = Some(self.open.len());
        }
        if let (Some(_), Some(list)) = (self.first_since, self.found.lists.last_mut())
            && list.first.len() < MOST_OF_FIRST
        {
            list.first.push(byte);
        }
        if self.in_text {
            self.within_text(byte);
            return true;
        }
        match byte {
            b'"' => {
                self.in_text = true;
                self.text.clear();
                self.text.push(byte);
            }
            b'{' => self.open.push(Level::Object(String::new())),
            b'[' => self.open.push(Level::List(place, true)),
            b':' => self.key(),
            b',' => {
                if let Some(Level::List(_, is_first)) = self.open.last_mut() {
                    *is_first = false;
                }
            }
            b'}' | b']' => {
                self.open.pop();
                self.has_ended = self.open.is_empty();
                if self.first_since.is_some_and(|since| self.open.len() <= since) {
                    self.first_since = None;
                }
            }
            _ => {}
        }
        self.open.len() <= MOST_LEVELS
    }

    fn within_text(&mut self, byte: u8) {
        if self.text.len() < 1024 {
            self.text.push(byte);
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_text = false,
            _ => {}
        }
    }

    fn key(&mut self) {
        let depth = self.open.len();
        let Some(Level::Object(key)) = self.open.last_mut().filter(|_| depth <= DEEPEST) else {
            return;
        };
        *key = serde_json::from_slice(&self.text).unwrap_or_default();
        if depth == 1 && self.found.keys.len() < MOST_COLUMNS {
            self.found.keys.push(key.clone());
        }
    }

    /// Notes a list whose first object begins here, if objects alone lead to it.
    fn begins_list(&mut self) -> bool {
        let Some((Level::List(place, true), around)) = self.open.split_last() else { return false };
        let keys = around.iter().map(|level| match level {
            Level::Object(key) => Some(key.as_str()),
            Level::List(..) => None,
        });
        let Some(keys) = keys.collect::<Option<Vec<_>>>().filter(|keys| keys.len() < DEEPEST)
        else {
            return false;
        };
        if self.found.lists.len() == MOST_LISTS {
            return false;
        }
        let (path, first) = (keys.join("."), Vec::new());
        self.found.lists.push(Inner { path, place: *place, first });
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(text: &str) -> Option<Vec<(String, String)>> {
        let whole = look_through(&mut text.as_bytes()).unwrap()?;
        for list in &whole.lists {
            assert!(text[usize::try_from(list.place).unwrap()..].starts_with('['), "{text}");
        }
        let first = |list: Inner| (list.path, String::from_utf8(list.first).unwrap());
        Some(whole.lists.into_iter().map(first).collect())
    }

    #[test]
    fn lists_within_one_object_are_found() {
        let one = |path: &str, first: &str| (path.to_owned(), first.to_owned());
        for (text, expected) in [
            (r#"{"a":[{"b":1},{"b":2}]}"#, Some(vec![one("a", r#"{"b":1}"#)])),
            (
                r#" {"n":"x]}[{","d":{"e":[ {"b":{"c":"\"}"}}]},"f":[{"g":1}],"h":[1,{"i":2}]} "#,
                Some(vec![one("d.e", r#"{"b":{"c":"\"}"}}"#), one("f", r#"{"g":1}"#)]),
            ),
            (r#"{"a":1}"#, Some(vec![])),
            (r#"{"a":[{"b":1}]} {"a":[]}"#, None),
            (r#"[{"a":1}]"#, None),
            (r#"{"a":[{"b":1"#, Some(vec![one("a", r#"{"b":1"#)])),
        ] {
            assert_eq!(lists(text), expected, "{text}");
        }
    }
}
