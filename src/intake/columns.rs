//! Finds out what the columns of one file mean, from its header and from what the caller says.

use std::collections::HashSet;
use std::fmt;

use csv::StringRecord;

use super::IntakeError;
use super::fields::FieldList;
use super::headers::{Meaning, Script, meaning, near};
use super::reading::ReadingChoices;
use super::registration::{FAMILY_NAME, FULL_NAME, GIVEN_NAME, NAME, NATIVE_NAME};
use super::registration::{NATIVE_FAMILY, NATIVE_GIVEN};
use crate::domain::extra_name;

/// What the caller says about the header.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Field and header, where the header is an unusual one.
    pub map: Vec<(String, String)>,
    /// Headers that are to be passed over.
    pub ignore: Vec<String>,
    /// How the file is written.
    pub reading: ReadingChoices,
}

/// What the columns of one file mean.
#[derive(Debug, Clone)]
pub struct Columns {
    /// For every field the position of its column.
    at: Vec<Option<usize>>,
    /// Position and name of every column that is kept as an extra field.
    extras: Vec<(usize, String)>,
    /// The header without the blanks around its cells.
    header: Vec<String>,
    mapping: Mapping,
}

/// What the columns of one file were taken for, as far as it is not plain from the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Header and field, where they differ.
    pub columns: Vec<(String, &'static str)>,
    /// Headers that mean no field and are kept as extra fields.
    pub extras: Vec<String>,
    /// Of those, the ones that may be misspelt, each with the field that it may mean.
    pub near: Vec<(String, &'static str)>,
    /// Headers that were passed over because the caller said so.
    pub ignored: Vec<String>,
}

impl fmt::Display for Mapping {
    /// Writes nothing where every header is a field's own name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let columns: Vec<_> =
            self.columns.iter().map(|(header, field)| format!("{header} is {field}")).collect();
        if !columns.is_empty() {
            parts.push(columns.join(", "));
        }
        if !self.extras.is_empty() {
            parts.push(format!("kept as extra fields: {}", self.extras.join(", ")));
        }
        if !self.ignored.is_empty() {
            parts.push(format!("passed over: {}", self.ignored.join(", ")));
        }
        f.write_str(&parts.join("; "))
    }
}

impl Columns {
    /// Returns the position of a field's column.
    pub(super) fn position(&self, field: usize) -> Option<usize> {
        self.at.get(field).copied().flatten()
    }

    /// Returns whether a field has a column of its own, or shares one with other parts of the name.
    pub(super) fn speak_of(&self, field: usize) -> bool {
        let shared: &[usize] = match field {
            FAMILY_NAME | GIVEN_NAME => &[FAMILY_NAME, GIVEN_NAME, NAME, FULL_NAME],
            NATIVE_NAME => &[NATIVE_NAME, NATIVE_FAMILY, NATIVE_GIVEN],
            field => return self.position(field).is_some(),
        };
        shared.iter().any(|&field| self.position(field).is_some())
    }

    /// Returns how many columns the header has.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// Returns position and name of every column that is kept as an extra field.
    pub(super) fn extras(&self) -> &[(usize, String)] {
        &self.extras
    }

    /// Returns the header of a field's column; empty where there is none.
    pub(super) fn header(&self, field: usize) -> &str {
        self.position(field).and_then(|at| self.header.get(at)).map_or("", String::as_str)
    }

    /// Returns what the columns were taken for.
    pub(super) fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use<'h> {
    /// It holds a field.
    Field(Meaning),
    /// It is kept as an extra field of this name.
    Extra(&'h str),
    /// It is passed over.
    Ignored,
    /// It means nothing that is known.
    Unknown,
}

/// One column whose meaning is known.
#[derive(Debug, Clone, Copy)]
struct Column {
    at: usize,
    meaning: Meaning,
}

/// The word by which a caller says that a column is an extra field.
const EXTRA: &str = "extra";

/// Finds the meaning of every column.
pub(super) fn resolve(
    header: &StringRecord,
    name: &str,
    fields: &'static FieldList,
    choices: &Choices,
) -> Result<Columns, IntakeError> {
    check(header, name, fields, choices)?;
    let header: Vec<String> = header.iter().map(|cell| cell.trim().to_owned()).collect();
    let mut mapping = Mapping::default();
    let mut columns = Vec::new();
    let mut extras: Vec<(usize, String)> = Vec::new();
    let mut unknown = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        match meant(cell, fields, choices) {
            Use::Field(meaning) => columns.push(Column { at, meaning }),
            Use::Ignored => mapping.ignored.push(cell.clone()),
            Use::Unknown if cell.is_empty() => {
                // Spreadsheets leave commas behind the last column; what stands there is kept.
                if fields.keeps_others {
                    extras.push((at, format!("column {}", at + 1)));
                }
            }
            Use::Unknown if !fields.keeps_others => unknown.push(cell.clone()),
            Use::Unknown => {
                mapping.near.extend(near(fields, cell).map(|field| (cell.clone(), field)));
                extras.push((at, cell.clone()));
            }
            Use::Extra(name) => extras.push((at, name.to_owned())),
        }
    }
    refuse_unknown(name, fields, unknown)?;
    refuse_doubled(name, &extras)?;
    if fields.vague.is_some() {
        tell_scripts_apart(&mut columns);
    }
    let mut at: Vec<Option<usize>> = vec![None; fields.len()];
    for column in &columns {
        let field = column.meaning.field;
        if let Some(before) = at[field].replace(column.at) {
            return Err(IntakeError::DoubledColumn {
                name: name.to_owned(),
                field: fields[field].name,
                headers: vec![header[before].clone(), header[column.at].clone()],
            });
        }
        if header[column.at] != fields[field].name {
            mapping.columns.push((header[column.at].clone(), fields[field].name));
        }
    }
    for (field, column) in fields.iter().zip(&at) {
        if field.required && column.is_none() {
            let name = name.to_owned();
            return Err(IntakeError::MissingColumn { name, field: field.name, headers: header });
        }
    }
    mapping.extras = extras
        .iter()
        .filter(|(at, _)| !header[*at].is_empty())
        .map(|(_, name)| name.clone())
        .collect();
    Ok(Columns { at, extras, header, mapping })
}

/// Finds out what one column is: what the caller says goes first, then what its header says.
fn meant<'h>(header: &'h str, fields: &'static FieldList, choices: &Choices) -> Use<'h> {
    if choices.ignore.iter().any(|ignored| ignored == header) {
        return Use::Ignored;
    }
    let field = match choices.map.iter().find(|(_, mapped)| mapped == header) {
        Some((field, _)) if field == EXTRA => return Use::Extra(header),
        Some((field, _)) => field,
        None => header,
    };
    match (meaning(fields, field), extra_name(header)) {
        (_, Some(name)) if fields.keeps_others => Use::Extra(name),
        (Some(meaning), _) => Use::Field(meaning),
        (None, _) => Use::Unknown,
    }
}

/// Refuses choices that name a header or a field that is not there.
fn check(
    header: &StringRecord,
    name: &str,
    fields: &'static FieldList,
    choices: &Choices,
) -> Result<(), IntakeError> {
    let mapped = choices.map.iter().map(|(_, header)| header);
    for wanted in choices.ignore.iter().chain(mapped) {
        if !header.iter().any(|cell| cell.trim() == wanted) {
            let (name, header) = (name.to_owned(), wanted.clone());
            return Err(IntakeError::NoSuchHeader { name, header });
        }
    }
    for (field, _) in &choices.map {
        let is_extra = fields.keeps_others && field == EXTRA;
        if !is_extra && meaning(fields, field).is_none() {
            let extra = fields.keeps_others.then_some(EXTRA);
            let known = fields.iter().map(|known| known.name).chain(extra).collect();
            return Err(IntakeError::NoSuchField { field: field.clone(), known });
        }
    }
    Ok(())
}

fn refuse_unknown(
    name: &str,
    fields: &'static FieldList,
    headers: Vec<String>,
) -> Result<(), IntakeError> {
    if headers.is_empty() {
        return Ok(());
    }
    let near = headers.iter().filter_map(|header| Some((header.clone(), near(fields, header)?)));
    let near = near.collect();
    Err(IntakeError::UnknownColumns { name: name.to_owned(), headers, near })
}

/// Refuses two extra fields of one name: nobody could tell them apart again.
fn refuse_doubled(name: &str, extras: &[(usize, String)]) -> Result<(), IntakeError> {
    let mut seen = HashSet::new();
    match extras.iter().find(|(_, extra)| !seen.insert(extra)) {
        None => Ok(()),
        Some((_, header)) => {
            Err(IntakeError::DoubledHeader { name: name.to_owned(), header: header.clone() })
        }
    }
}

/// Takes names in the person's own script for native names where Latin ones stand beside them, as
/// in a list with the columns 姓, 名, Family name and Given name.
fn tell_scripts_apart(columns: &mut [Column]) {
    let is = |column: &Column, script, fields: &[usize]| {
        column.meaning.script == script && fields.contains(&column.meaning.field)
    };
    let any = |columns: &[Column], script, fields: &[usize]| {
        columns.iter().any(|column| is(column, script, fields))
    };
    let both = |columns: &[Column], field: usize| {
        any(columns, Script::Latin, &[field]) && any(columns, Script::Own, &[field])
    };
    let whole: &[usize] = &[NAME, FULL_NAME];
    let in_parts: &[usize] = &[FAMILY_NAME, GIVEN_NAME];
    let latin_whole = any(columns, Script::Latin, whole);
    let parts_are_native = latin_whole || both(columns, FAMILY_NAME) || both(columns, GIVEN_NAME);
    let whole_is_native = latin_whole || any(columns, Script::Latin, in_parts);
    let own_family = any(columns, Script::Own, &[FAMILY_NAME]);
    let own_given = any(columns, Script::Own, &[GIVEN_NAME]);
    for column in columns.iter_mut() {
        let field = &mut column.meaning.field;
        if column.meaning.script == Script::Latin {
            continue;
        }
        if whole.contains(field) && whole_is_native {
            // The Korean word for the name is also the one for the given name.
            *field = match (*field, own_family, own_given) {
                (NAME, true, false) => NATIVE_GIVEN,
                (NAME, false, true) => NATIVE_FAMILY,
                _ => NATIVE_NAME,
            };
        } else if *field == FAMILY_NAME && parts_are_native {
            *field = NATIVE_FAMILY;
        } else if *field == GIVEN_NAME && parts_are_native {
            *field = NATIVE_GIVEN;
        }
    }
}
