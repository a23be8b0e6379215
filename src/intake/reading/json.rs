//! Reads a JSON array of objects, or one object a line; the keys are the headers.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};

use csv::StringRecord;
use serde_json::Value;

use super::MOST_COLUMNS;
use super::source::{Fault, RowSource, Taken};
use super::watched::{MOST_ROW_BYTES, Watched};

/// Returns whether a text begins as JSON does.
pub(super) fn is_meant(text: &str) -> bool {
    let mut marks = text.chars().filter(|character| !character.is_whitespace());
    matches!(
        (marks.next(), marks.next()),
        (Some('['), Some('{' | ']')) | (Some('{'), Some('"' | '}'))
    )
}

/// What may follow between two objects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Nothing was read yet.
    Start,
    /// Objects follow one another.
    Lines,
    /// An array has begun.
    ArrayStart,
    /// A comma was read.
    Element,
    /// An element was read.
    ArrayGap,
    /// The array has ended.
    End,
}

/// The objects of a text, one after another.
struct Objects {
    text: BufReader<Watched<Box<dyn Read>>>,
    place: u64,
    between: Between,
    object: Vec<u8>,
    line: u64,
}

impl Objects {
    fn new(text: Watched<Box<dyn Read>>) -> Self {
        let text = BufReader::with_capacity(64 * 1024, text);
        Self { text, place: 0, between: Between::Start, object: Vec::new(), line: 1 }
    }

    /// Reads the next object as it is written; returns whether there is one.
    fn next(&mut self) -> Result<bool, Fault> {
        self.object.clear();
        self.text.get_mut().row_begins();
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        loop {
            let buffer = match self.text.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => {
                    let last = self.text.get_ref().last_line();
                    return Err(Fault::Input { error, line: self.line, last });
                }
            };
            if buffer.is_empty() {
                return match (depth, self.between) {
                    (0, Between::Start | Between::Lines | Between::End) => Ok(false),
                    _ => Err(self.wrong("the end comes too early")),
                };
            }
            let mut used = 0;
            let mut wrong = false;
            let mut begins = None;
            let mut whole = false;
            for &byte in buffer {
                used += 1;
                if depth == 0 {
                    self.between = match (byte, self.between) {
                        (b' ' | b'\t' | b'\r' | b'\n', between) => between,
                        (b'[', Between::Start) => Between::ArrayStart,
                        (b',', Between::ArrayGap) => Between::Element,
                        (b']', Between::ArrayStart | Between::ArrayGap) => Between::End,
                        (b'{', Between::Start | Between::Lines) => {
                            depth = 1;
                            Between::Lines
                        }
                        (b'{', Between::ArrayStart | Between::Element) => {
                            depth = 1;
                            Between::ArrayGap
                        }
                        (_, between) => {
                            wrong = true;
                            between
                        }
                    };
                    if wrong {
                        break;
                    }
                    if depth == 1 {
                        begins = Some(self.place + used as u64 - 1);
                        self.object.push(byte);
                    }
                    continue;
                }
                self.object.push(byte);
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_text => escaped = true,
                    b'"' => in_text = !in_text,
                    b'{' | b'[' if !in_text => depth += 1,
                    b'}' | b']' if !in_text => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    whole = true;
                    break;
                }
            }
            self.place += used as u64;
            self.text.consume(used);
            if let Some(place) = begins {
                self.line = self.text.get_mut().line_at(place);
            }
            if wrong {
                self.line = self.text.get_mut().line_at(self.place - 1);
                return Err(self.wrong("an object in braces is expected"));
            }
            if self.object.len() > MOST_ROW_BYTES {
                return Err(Fault::RowTooLong { line: self.line });
            }
            if whole {
                return Ok(true);
            }
        }
    }

    fn wrong(&self, reason: impl std::fmt::Display) -> Fault {
        Fault::NotJson { line: self.line, reason: reason.to_string() }
    }

    /// Reads the present object key by key.
    fn each(&self, mut each: impl FnMut(String, Value) -> Result<(), Fault>) -> Result<(), Fault> {
        let mut fault = None;
        let text = std::str::from_utf8(&self.object);
        let text = text.map_err(|_| Fault::NotUtf8 { line: self.line })?;
        let mut pairs = serde_json::Deserializer::from_str(text);
        let visitor = Pairs(&mut |key, value| match each(key, value) {
            Ok(()) => true,
            Err(found) => {
                fault = Some(found);
                false
            }
        });
        let read = serde::Deserializer::deserialize_map(&mut pairs, visitor);
        match (fault, read) {
            (Some(fault), _) => Err(fault),
            (None, Err(error)) => {
                let reason = error.to_string();
                let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
                Err(self.wrong(reason))
            }
            (None, Ok(())) => Ok(()),
        }
    }
}

/// Hands every key and value of an object on, in their order.
struct Pairs<'f>(&'f mut dyn FnMut(String, Value) -> bool);

impl<'de> serde::de::Visitor<'de> for Pairs<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((key, value)) = map.next_entry()? {
            if !(self.0)(key, value) {
                return Err(serde::de::Error::custom("refused"));
            }
        }
        Ok(())
    }
}

/// The keys of all objects of a file, in the order in which they first come.
#[derive(Default)]
pub(super) struct Keys {
    header: StringRecord,
    places: HashMap<String, usize>,
}

impl Keys {
    /// Reads a file to its end, only to see which keys there are.
    pub(super) fn of(text: Watched<Box<dyn Read>>) -> Result<Self, Fault> {
        let mut keys = Self::default();
        let mut objects = Objects::new(text);
        while objects.next()? {
            objects.each(|key, _| {
                if !keys.places.contains_key(&key) {
                    if keys.header.len() == MOST_COLUMNS {
                        return Err(Fault::TooManyColumns { line: objects.line });
                    }
                    keys.header.push_field(&key);
                    keys.places.insert(key, keys.header.len() - 1);
                }
                Ok(())
            })?;
        }
        Ok(keys)
    }

    /// Returns the keys as a header.
    pub(super) fn header(&self) -> &StringRecord {
        &self.header
    }
}

/// A JSON file, read object by object.
pub(super) struct Json {
    objects: Objects,
    keys: Keys,
    cells: Vec<Option<String>>,
}

impl Json {
    pub(super) fn new(text: Watched<Box<dyn Read>>, keys: Keys) -> Self {
        let cells = vec![None; keys.header.len()];
        Self { objects: Objects::new(text), keys, cells }
    }
}

impl RowSource for Json {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        if !self.objects.next()? {
            return Ok(None);
        }
        let (cells, places) = (&mut self.cells, &self.keys.places);
        cells.fill(None);
        let mut trouble = None;
        self.objects.each(|key, value| {
            let Some(cell) = places.get(&key).and_then(|&at| cells.get_mut(at)) else {
                return Ok(());
            };
            if cell.is_some() {
                trouble = Some(format!("names \"{key}\" twice; leave one of them out"));
            }
            *cell = text(&value);
            if cell.is_none() {
                trouble = Some(format!("has a list or an object within \"{key}\"; write a text"));
            }
            Ok(())
        })?;
        row.clear();
        for cell in cells.iter() {
            row.push_field(cell.as_deref().unwrap_or_default());
        }
        Ok(Some(Taken { line: self.objects.line, trouble }))
    }
}

/// Returns a value as the text of a cell; nothing where it is more than one cell can hold.
fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => {
            let number = number.to_string();
            number.strip_suffix(".0").map_or(number.clone(), str::to_owned)
        }
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let is_flat = |value: &&Value| !matches!(value, Value::Array(_) | Value::Object(_));
            let texts: Vec<_> = values.iter().filter(is_flat).filter_map(text).collect();
            if texts.len() < values.len() {
                return None;
            }
            texts.join("; ")
        }
        Value::Object(_) => return None,
    })
}
