//! Finds out what the columns of one file mean, from its header and from what the caller says.

use csv::StringRecord;

use super::IntakeError;
use super::fields::FieldList;
use super::headers::{Meaning, Script, meaning, near};
use super::registration::{FAMILY_NAME, FULL_NAME, GIVEN_NAME, NAME, NATIVE_NAME};
use super::registration::{NATIVE_FAMILY, NATIVE_GIVEN};

/// What the caller says about the header.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Field and header, where the header is an unusual one.
    pub map: Vec<(String, String)>,
    /// Headers that are to be passed over.
    pub ignore: Vec<String>,
}

/// What the columns of one file mean.
#[derive(Debug, Clone)]
pub struct Columns {
    /// For every field the position of its column.
    at: Vec<Option<usize>>,
    /// How many columns the header has.
    width: usize,
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
        self.width
    }
}

/// One column whose meaning is known.
#[derive(Debug, Clone, Copy)]
struct Column {
    at: usize,
    meaning: Meaning,
}

/// Finds the meaning of every column.
pub(super) fn resolve(
    header: &StringRecord,
    name: &str,
    fields: &'static FieldList,
    choices: &Choices,
) -> Result<Columns, IntakeError> {
    check(header, name, fields, choices)?;
    let mut columns = Vec::new();
    let mut unknown = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() || choices.ignore.iter().any(|ignored| ignored == cell) {
            continue;
        }
        let said = choices.map.iter().find(|(_, header)| header == cell);
        let found = match said {
            Some((field, _)) => meaning(fields, field),
            None => meaning(fields, cell),
        };
        match found {
            Some(meaning) => columns.push(Column { at, meaning }),
            None => unknown.push(cell.to_owned()),
        }
    }
    refuse_unknown(name, fields, unknown)?;
    if fields.vague.is_some() {
        tell_scripts_apart(&mut columns);
    }
    let text = |at: usize| header.get(at).unwrap_or_default().trim().to_owned();
    let mut at: Vec<Option<usize>> = vec![None; fields.len()];
    for column in &columns {
        let field = column.meaning.field;
        if let Some(before) = at[field].replace(column.at) {
            return Err(IntakeError::DoubledColumn {
                name: name.to_owned(),
                field: fields[field].name,
                headers: vec![text(before), text(column.at)],
            });
        }
    }
    for (field, column) in fields.iter().zip(&at) {
        if field.required && column.is_none() {
            let headers = header.iter().map(str::to_owned).collect();
            let name = name.to_owned();
            return Err(IntakeError::MissingColumn { name, field: field.name, headers });
        }
    }
    Ok(Columns { at, width: header.len() })
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
        if meaning(fields, field).is_none() {
            let known = fields.iter().map(|known| known.name).collect();
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
