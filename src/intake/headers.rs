//! Knows how the headers of lists are spelt, in several languages: the words are in `headers.csv`.
//! What a set of headers means together is not here; see `columns`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fields::FieldList;
use crate::matching::{fold, nearest_within};

/// The spellings of all headers, by list and field.
const SPELLINGS: &str = include_str!("headers.csv");

/// In which script the cells of a column of names are, as far as its header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin letters.
    Latin,
    /// The person's own script.
    Own,
}

/// What one header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The field, by its place in the list.
    pub(super) field: usize,
    /// The script that the header speaks of, or else the one that it is written in.
    pub(super) script: Script,
}

/// What a spelling stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A field, in the script that the spelling names, if it names one.
    Field(usize, Option<Script>),
    /// A remark such as "in capital letters": it names a script, or nothing of interest.
    Remark(Option<Script>),
}

/// The spellings of one list.
type Dictionary = HashMap<String, Word>;

/// Returns what a header means, or nothing where it is not known.
///
/// The header as a whole is looked for first. A header of several parts, such as two languages or
/// a remark in brackets, means a field if all its parts agree.
pub(super) fn meaning(fields: &'static FieldList, header: &str) -> Option<Meaning> {
    let dictionary = dictionary(fields);
    let written = if has_latin(header) { Script::Latin } else { Script::Own };
    let found =
        |field, script: Option<Script>| Meaning { field, script: script.unwrap_or(written) };
    if let Some(field) = part_of(fields, dictionary, header) {
        return Some(found(field, None));
    }
    if let Some(Word::Field(field, script)) = dictionary.get(&key(header)) {
        return Some(found(*field, *script));
    }
    if let Some((field, script)) = nested(dictionary, header) {
        return Some(found(field, script));
    }
    let (mut field, mut script) = (None, None);
    for part in parts(header) {
        match dictionary.get(&key(&part))? {
            Word::Field(other, said) => {
                field = Some(field.map_or(Some(*other), |field| fields.narrower(field, *other))?);
                script = script.or(*said);
            }
            Word::Remark(said) => script = script.or(*said),
        }
    }
    field.map(|field| found(field, script))
}

/// Returns the field of `Name: Vorname`, which without the mark is a way to write a whole name.
fn part_of(fields: &FieldList, dictionary: &Dictionary, header: &str) -> Option<usize> {
    let (whole, part) = header.split_once([':', '：'])?;
    let field = |text: &str| match dictionary.get(&key(text)) {
        Some(Word::Field(field, _)) => Some(*field),
        _ => None,
    };
    fields.narrower(field(whole)?, field(part)?)
}

/// What a column may be of without its meaning being another than its own: `attendee.email`.
const OF_PEOPLE: &[&str] = &[
    "attendee",
    "participant",
    "person",
    "people",
    "contact",
    "profile",
    "user",
    "delegate",
    "registrant",
    "registration",
    "guest",
    "member",
    "nominee",
    "applicant",
    "personal",
    "personaldata",
    "personalinformation",
    "personaldetails",
    "data",
    "attributes",
    "fields",
    "details",
    "info",
    "answers",
    "form",
];

/// Returns what a header says that names things within things, as `name.family` and `country.code`.
fn nested(dictionary: &Dictionary, header: &str) -> Option<(usize, Option<Script>)> {
    let mut names: Vec<String> = header.split('.').map(key).collect();
    if names.len() < 2 || names.iter().any(String::is_empty) {
        return None;
    }
    while names.len() > 1 && OF_PEOPLE.contains(&names[0].as_str()) {
        names.remove(0);
    }
    let spellings = match names.as_slice() {
        [one] => vec![one.clone()],
        [outer, inner] => vec![format!("{inner}{outer}"), format!("{outer}{inner}")],
        _ => return None,
    };
    spellings.iter().find_map(|spelling| match dictionary.get(spelling) {
        Some(Word::Field(field, script)) => Some((*field, *script)),
        _ => None,
    })
}

/// Returns the field that an unknown header may be a misspelling of.
pub(super) fn near(fields: &'static FieldList, header: &str) -> Option<&'static str> {
    /// Shorter words are near to too many others.
    const FEWEST_LETTERS: usize = 5;
    let dictionary = dictionary(fields);
    let key = key(header);
    if key.chars().count() < FEWEST_LETTERS {
        return None;
    }
    // The shortest must end alike: "Hotel" is no slip of "Họ tên".
    let is_long_enough = |spelling: &str| match spelling.chars().count() {
        FEWEST_LETTERS => spelling.chars().last() == key.chars().last(),
        letters => letters > FEWEST_LETTERS,
    };
    let known = dictionary.iter().filter_map(|(spelling, word)| match word {
        Word::Field(..) if is_long_enough(spelling) => Some(spelling.as_str()),
        _ => None,
    });
    // Of a header a slip or two is asked about: "Event name" is no slip of "Given name".
    let slips = if key.chars().count() < 8 { 1 } else { 2 };
    let mut known: Vec<&str> = known.collect();
    // The order of a map changes from run to run, and an answer must not.
    known.sort_unstable();
    let spelling = nearest_within(slips, &key, known, 1).first().copied()?;
    match dictionary.get(spelling) {
        Some(Word::Field(field, _)) => Some(fields[*field].name),
        _ => None,
    }
}

fn dictionary(fields: &'static FieldList) -> &'static Dictionary {
    static ALL: OnceLock<HashMap<&'static str, Dictionary>> = OnceLock::new();
    static NONE: OnceLock<Dictionary> = OnceLock::new();
    let all = ALL
        .get_or_init(|| FieldList::ALL.iter().map(|fields| (fields.list, read(fields))).collect());
    all.get(fields.list).unwrap_or_else(|| NONE.get_or_init(Dictionary::new))
}

/// Reads the spellings of one list; a field's own name is one of them.
fn read(fields: &FieldList) -> Dictionary {
    let mut words: Dictionary = HashMap::new();
    for (at, field) in fields.iter().enumerate() {
        words.insert(key(field.name), Word::Field(at, None));
    }
    for (list, name, spellings) in rows() {
        let Some(word) = (list == fields.list).then(|| word(fields, name)).flatten() else {
            continue;
        };
        for spelling in spellings.split(';') {
            words.entry(key(spelling)).or_insert(word);
        }
    }
    words
}

/// Returns list, field and spellings of every line of the data.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SPELLINGS.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(4, ',');
        let (list, field, _language) = (cells.next()?, cells.next()?, cells.next()?);
        Some((list, field, cells.next()?))
    })
}

fn word(fields: &FieldList, name: &str) -> Option<Word> {
    let (name, script) = match name.split_once(':') {
        Some((name, "latin")) => (name, Some(Script::Latin)),
        _ => (name, None),
    };
    match name {
        "(none)" => Some(Word::Remark(None)),
        "(latin)" => Some(Word::Remark(Some(Script::Latin))),
        "(native)" => Some(Word::Remark(Some(Script::Own))),
        name => fields.position(name).map(|field| Word::Field(field, script)),
    }
}

/// Returns the parts of a header: what stands apart by a mark, or in another script.
fn parts(header: &str) -> Vec<String> {
    const MARKS: &[char] = &[
        '/', '／', '|', '｜', '\n', '(', ')', '（', '）', '[', ']', '【', '】', '「', '」', '*',
        '※',
    ];
    let mut parts = vec![String::new()];
    let mut before: Option<bool> = None;
    for letter in header.chars() {
        let script = letter.is_alphabetic().then(|| is_ideographic(letter));
        let other_script = script.is_some() && before.is_some() && before != script;
        if MARKS.contains(&letter) || other_script {
            parts.push(String::new());
        }
        if let (Some(part), false) = (parts.last_mut(), MARKS.contains(&letter)) {
            part.push(letter);
        }
        before = script.or(before);
    }
    parts.retain(|part| !key(part).is_empty());
    parts
}

/// Says whether a letter belongs to a script that is written without spaces between words.
fn is_ideographic(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

fn has_latin(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_alphabetic() || ('Ａ'..='ｚ').contains(&letter))
}

/// Returns the form in which headers are compared: folded, without spaces, and with letters of
/// other alphabets that look like Latin ones taken for those.
pub(super) fn key(header: &str) -> String {
    let letters: String =
        fold(header).chars().filter(|letter| *letter != ' ').map(look_alike).collect();
    // Marks that a sign or a space kept apart stand in their own order once it is gone.
    if letters.is_ascii() { letters } else { fold(&letters) }
}

/// Returns the Latin letter that a Greek or Cyrillic one looks like.
const fn look_alike(letter: char) -> char {
    match letter {
        'α' | 'а' => 'a',
        'β' | 'в' => 'b',
        'с' => 'c',
        'ε' | 'е' => 'e',
        'η' | 'н' => 'h',
        'ι' | 'і' => 'i',
        'ј' => 'j',
        'κ' | 'к' => 'k',
        'μ' | 'м' => 'm',
        'ν' => 'n',
        'ο' | 'о' => 'o',
        'ρ' | 'р' => 'p',
        'ѕ' => 's',
        'τ' | 'т' => 't',
        'υ' | 'у' => 'y',
        'χ' | 'х' => 'x',
        'ζ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests;
