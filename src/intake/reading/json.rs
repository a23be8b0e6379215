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
        (Some('['), Some('{' | '[' | ']')) | (Some('{'), Some('"' | '}'))
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
    /// Where the list begins that is meant, if it is within an object; what is around it is passed over.
    within: Option<u64>,
}

impl Objects {
    fn new(text: Watched<Box<dyn Read>>, within: Option<u64>) -> Self {
        let text = BufReader::with_capacity(64 * 1024, text);
        Self { text, place: 0, between: Between::Start, object: Vec::new(), line: 1, within }
    }

    /// Passes over the text up to a place, or to its end.
    fn pass_over(&mut self, to: u64) -> Result<(), Fault> {
        while self.place < to {
            self.text.get_mut().row_begins();
            let available = match self.text.fill_buf() {
                Ok(buffer) => buffer.len(),
                Err(error) => {
                    let last = self.text.get_ref().last_line();
                    return Err(Fault::Input { error, line: self.line, last });
                }
            };
            if available == 0 {
                break;
            }
            let used = available.min(usize::try_from(to - self.place).unwrap_or(usize::MAX));
            self.text.consume(used);
            self.place += used as u64;
        }
        Ok(())
    }

    /// Reads the next object as it is written; returns whether there is one.
    fn next(&mut self) -> Result<bool, Fault> {
        self.object.clear();
        match (self.within, self.between) {
            (Some(begin), Between::Start) => self.pass_over(begin)?,
            (Some(_), Between::End) => {
                self.pass_over(u64::MAX)?;
                return Ok(false);
            }
            _ => {}
        }
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
            let (mut wrong, mut ends) = (false, false);
            let mut begins = None;
            let mut whole = false;
            for &byte in buffer {
                used += 1;
                if depth == 0 {
                    self.between = match (byte, self.between) {
                        (b' ' | b'\t' | b'\r' | b'\n', between) => between,
                        (b'[', Between::Start) => Between::ArrayStart,
                        (b',', Between::ArrayGap) => Between::Element,
                        (b']', Between::ArrayStart | Between::ArrayGap) => {
                            ends = self.within.is_some();
                            Between::End
                        }
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
                    if wrong || ends {
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
            if ends {
                return self.next();
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
        let visitor = Pairs(&mut |key, value| match flat(key, value, 1, &mut each) {
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

/// How deep objects may stand within an object.
const DEEPEST: usize = 4;

/// Hands a value on, or, where it is an object, what is in it, under a key such as `name.family`.
fn flat(
    key: String,
    value: Value,
    depth: usize,
    each: &mut impl FnMut(String, Value) -> Result<(), Fault>,
) -> Result<(), Fault> {
    match value {
        Value::Object(inside) if depth < DEEPEST => inside
            .into_iter()
            .try_for_each(|(inner, value)| flat(format!("{key}.{inner}"), value, depth + 1, each)),
        value => each(key, value),
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
    pub(super) fn of(text: Watched<Box<dyn Read>>, within: Option<u64>) -> Result<Self, Fault> {
        let mut keys = Self::default();
        let mut objects = Objects::new(text, within);
        let mut empty: Vec<String> = Vec::new();
        while objects.next()? {
            let line = objects.line;
            objects.each(|key, value| {
                if !value.is_null() {
                    return keys.add(key, line);
                }
                // It may be an object elsewhere.
                if !keys.places.contains_key(&key) && !empty.contains(&key) {
                    empty.push(key);
                }
                if empty.len() > MOST_COLUMNS {
                    return Err(Fault::TooManyColumns { line });
                }
                Ok(())
            })?;
        }
        for key in empty {
            let is_object = keys.places.keys().any(|other| {
                other.strip_prefix(&key).is_some_and(|inside| inside.starts_with('.'))
            });
            if !is_object {
                keys.add(key, objects.line)?;
            }
        }
        Ok(keys)
    }

    /// Reads the keys of one object.
    pub(super) fn of_one(object: &[u8]) -> Self {
        let text: Box<dyn Read> = Box::new(std::io::Cursor::new(object.to_vec()));
        Self::of(Watched::new(text), None).unwrap_or_default()
    }

    fn add(&mut self, key: String, line: u64) -> Result<(), Fault> {
        if self.places.contains_key(&key) {
            return Ok(());
        }
        if self.header.len() == MOST_COLUMNS {
            return Err(Fault::TooManyColumns { line });
        }
        self.header.push_field(&key);
        self.places.insert(key, self.header.len() - 1);
        Ok(())
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
    /// Whether each of the keys is the header of a field, whose cells hold one text.
    fields: Vec<bool>,
}

impl Json {
    /// Reads objects; `known` counts how many cells of a row are headers that mean something.
    pub(super) fn new(
        text: Watched<Box<dyn Read>>,
        keys: Keys,
        within: Option<u64>,
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> Self {
        let cells = vec![None; keys.header.len()];
        let is_field = |key: &str| known(&StringRecord::from(vec![key])) > 0;
        let fields = keys.header.iter().map(is_field).collect();
        Self { objects: Objects::new(text, within), keys, cells, fields }
    }
}

impl RowSource for Json {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        if !self.objects.next()? {
            return Ok(None);
        }
        let (cells, places, fields) = (&mut self.cells, &self.keys.places, &self.fields);
        cells.fill(None);
        let mut trouble = None;
        self.objects.each(|key, value| {
            let Some(&at) = places.get(&key) else { return Ok(()) };
            let cell = &mut cells[at];
            if cell.is_some() {
                trouble = Some(format!("names \"{key}\" twice; leave one of them out"));
            }
            // An extra field may hold whatever the sender's system has there.
            *cell = text(&value).or_else(|| (!fields[at]).then(|| value.to_string()));
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
