//! Finds who belongs to a delegation, and who of it is left out.

use std::collections::BTreeMap;

use super::find::by_name;
use crate::domain::Named;
use crate::intake::read_country;
use crate::matching::{Recognised, fold, recognise};
use crate::store::{Reader, Selection, StoreError};

/// The most organizations that are named.
const NAMED: usize = 5;

/// The members of a delegation, or those who were selected.
#[derive(Debug, Clone)]
pub(super) struct Gathered {
    pub(super) label: String,
    pub(super) members: Vec<i64>,
    /// Those who were numbered, to say who is left out.
    pub(super) shown: Vec<i64>,
}

/// Finds the members of a country or region in any spelling, or else of an organization: by its name,
/// or by words of it where one organization alone has them.
pub(super) fn gather(
    register: &Reader<'_>,
    whose: &str,
) -> Result<Result<Gathered, String>, StoreError> {
    let aliases = register.country_aliases()?;
    let (members, reason) = match read_country(whose, &aliases) {
        Ok(code) => (register.people_of_country(code)?, None),
        Err(reason) => (register.people_of_organization(&fold(whose))?, Some(reason)),
    };
    if let Some(&first) = members.first() {
        let first = register.participant_by_id(first)?;
        let label = first.map_or_else(String::new, |person| {
            if reason.is_none() { person.country_name } else { person.organization }
        });
        return Ok(Ok(Gathered { label, members, shown: Vec::new() }));
    }
    let Some(reason) = reason else {
        return Ok(Err(format!("nobody in the register is of {whose}")));
    };
    let mut bodies: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let selection = Selection { organization: Some(whose.to_owned()), ..Selection::default() };
    register.each_selected(&selection, |row| -> Result<(), StoreError> {
        bodies.entry(row.organization.to_owned()).or_default().push(row.id);
        Ok(())
    })?;
    let several = bodies.keys().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    let is_plain =
        matches!(recognise(whose), Recognised::None { ref choices, .. } if choices.is_empty());
    match (bodies.len(), bodies.pop_first()) {
        (1, Some((label, members))) => Ok(Ok(Gathered { label, members, shown: Vec::new() })),
        (0, _) if is_plain => {
            Ok(Err(format!("\"{whose}\" is no country or region, and no organization's name")))
        }
        (0, _) => Ok(Err(format!("\"{whose}\" {reason}, and no organization has this name"))),
        (all, _) => {
            Ok(Err(format!("{all} organizations have \"{whose}\" in their name: {several}")))
        }
    }
}

/// Finds those of a delegation that somebody leaves out by code, e-mail address or name.
pub(super) fn leave_out(
    register: &Reader<'_>,
    gathered: &Gathered,
    prefix: char,
    typed: &[String],
) -> Result<Result<Vec<i64>, String>, StoreError> {
    let mut out = Vec::new();
    for one in typed {
        let found = match Named::read(one, prefix) {
            Named::Code(code) => vec![i64::from(code.number())],
            Named::Email(email) => register.id_by_email(&email)?.into_iter().collect(),
            Named::Name(name) => by_name(register, &name)?.everybody,
            _ => Vec::new(),
        };
        let found: Vec<i64> =
            found.into_iter().filter(|id| gathered.members.contains(id)).collect();
        match found.as_slice() {
            [id] => out.push(*id),
            [] => return Ok(Err(format!("\"{one}\" is nobody of {}", gathered.label))),
            several => {
                return Ok(Err(format!(
                    "\"{one}\" could be {} persons of {}; write the code",
                    several.len(),
                    gathered.label
                )));
            }
        }
    }
    Ok(Ok(out))
}
