//! Refuses headers and choices with which no column can be understood.

use std::collections::HashSet;

use super::IntakeError;
use super::choices::Choices;
use super::fields::FieldList;
use super::headers::{meaning, near};
use super::profile::EXTRA;

/// Refuses choices that name a header or a field that is not there.
pub(super) fn check(
    header: &[String],
    name: &str,
    fields: &'static FieldList,
    choices: &Choices,
) -> Result<(), IntakeError> {
    let mapped = choices.map.iter().map(|(_, header)| header);
    for wanted in choices.ignore.iter().chain(mapped) {
        if !header.contains(wanted) {
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

pub(super) fn refuse_unknown(
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
pub(super) fn refuse_doubled(
    (name, line): (&str, u64),
    extras: &[(usize, String)],
) -> Result<(), IntakeError> {
    let mut seen = HashSet::new();
    match extras.iter().find(|(_, extra)| !seen.insert(extra)) {
        None => Ok(()),
        Some((_, header)) => {
            Err(IntakeError::DoubledHeader { name: name.to_owned(), header: header.clone(), line })
        }
    }
}
