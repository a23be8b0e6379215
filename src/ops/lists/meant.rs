//! Finds what a row of a revised list says, and whom it means, if the person is in the register.

use std::collections::BTreeMap;

use super::super::OpError;
use crate::domain::{
    Email, NewParticipant, PARTICIPANT_COLUMNS, Participant, ParticipantCode, display_name,
    extra_header,
};
use crate::intake::participant_fields::{CODE, EMAIL, FAMILY_NAME, FULL_NAME, GIVEN_NAME, NAME};
use crate::intake::{RawRow, RowProblem, is_error, told_apart};
use crate::matching::fold;
use crate::store::Reader;

/// Whom a row of a list means.
#[derive(Debug)]
pub(in crate::ops) enum Meant {
    /// Nobody who is in the register.
    Nobody,
    /// This person.
    One(Participant),
    /// This person by name and organization, who then has another address now.
    NewAddress(Participant),
    /// This person by address, who then has another name now.
    NewName(Participant),
    /// One of several by name and organization, between whom nobody is chosen.
    Several(RowProblem),
    /// Nobody is chosen.
    Unclear(RowProblem),
}

/// Finds the person by code, then by e-mail address, then by name with country or organization.
///
/// Between two candidates nobody is chosen: the problem names them. Whom `is_met` by another row of the
/// list is not met again under another address.
pub(in crate::ops) fn meant(
    register: &Reader<'_>,
    row: &RawRow<'_>,
    person: &NewParticipant,
    is_met: &dyn Fn(i64) -> bool,
) -> Result<Meant, OpError> {
    let by_code = person.code.map(|code| register.participant(code)).transpose()?.flatten();
    let by_email = match &person.email {
        Some(email) => register.participant_by_email(email.as_str())?,
        None => None,
    };
    match (by_code, by_email) {
        (Some(found), Some(other)) if found.id != other.id => {
            let reason = format!(
                "belongs to {}, and the code {} to {}; mend one of them",
                other.code,
                found.code,
                found.described()
            );
            Ok(Meant::Unclear(RowProblem::new(row.line, "email", other.email, reason)))
        }
        (Some(found), None) if is_another(person, &found) => {
            let reason = format!(
                "is {} here, and the row names somebody else; leave it empty if it is a code of another register",
                found.described()
            );
            Ok(Meant::Unclear(RowProblem::new(row.line, "code", found.code, reason)))
        }
        (Some(found), _) => Ok(Meant::One(found)),
        (None, Some(found)) => only_one(register, row, person, found),
        (None, None) if person.code.is_some() => Ok(Meant::Nobody),
        (None, None) => meant_by_name(register, row, person, is_met),
    }
}

/// Returns whom an address names, unless the name is that of somebody else who is in the register: the
/// two would take each other's place, with all that they did here.
fn only_one(
    register: &Reader<'_>,
    row: &RawRow<'_>,
    person: &NewParticipant,
    found: Participant,
) -> Result<Meant, OpError> {
    if is_named_alike(&found, person) {
        return Ok(Meant::One(found));
    }
    let Some(other) = namesake(register, person, found.id)? else {
        return Ok(Meant::NewName(found));
    };
    let reason = format!(
        "belongs to {} {}, and the name is that of {}; mend one of them",
        found.code,
        found.described(),
        other.code
    );
    Ok(Meant::Unclear(RowProblem::new(row.line, "email", found.email, reason)))
}

/// Says whether somebody of the register has the names of a row.
pub(super) fn is_named_alike(found: &Participant, person: &NewParticipant) -> bool {
    fold(&found.family_name) == fold(&person.family_name)
        && fold(&found.given_name) == fold(&person.given_name)
}

/// Returns somebody else than one person of the register who has the names of a row and is from its
/// country or organization.
pub(super) fn namesake(
    register: &Reader<'_>,
    person: &NewParticipant,
    than: i64,
) -> Result<Option<Participant>, OpError> {
    for id in register.namesakes(&person.family_name, &person.given_name)? {
        let Some(found) = register.participant_by_id(id)? else { continue };
        let same_country = person.country.is_none_or(|country| country == found.country);
        let same_body = fold(&found.organization) == fold(&person.organization);
        if found.id != than && is_named_alike(&found, person) && (same_country || same_body) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn meant_by_name(
    register: &Reader<'_>,
    row: &RawRow<'_>,
    person: &NewParticipant,
    is_met: &dyn Fn(i64) -> bool,
) -> Result<Meant, OpError> {
    let organization = fold(&person.organization);
    let mut candidates = Vec::new();
    for id in register.namesakes(&person.family_name, &person.given_name)? {
        let Some(found) = register.participant_by_id(id)? else { continue };
        let same_country = person.country.is_some_and(|country| country == found.country);
        let same_body = !organization.is_empty() && fold(&found.organization) == organization;
        let alone = person.country.is_none() && organization.is_empty();
        // Two addresses and two bodies are two people, even in one country.
        let two = has_new_address(person, &found) && (!same_body || is_met(found.id));
        if is_named_alike(&found, person) && (same_country || same_body || alone) && !two {
            candidates.push(found);
        }
    }
    Ok(match (candidates.len(), candidates.pop()) {
        (1, Some(found)) if has_new_address(person, &found) => Meant::NewAddress(found),
        (1, Some(found)) => Meant::One(found),
        (_, None) => Meant::Nobody,
        (_, Some(last)) => {
            candidates.push(last);
            let who: Vec<_> = candidates
                .iter()
                .map(|found| format!("{} {}", found.code, found.described()))
                .collect();
            let name = display_name(&person.family_name, &person.given_name);
            let reason = format!("could be {}; add the code", who.join(" or "));
            Meant::Several(RowProblem::new(row.line, "row", name, reason))
        }
    })
}

/// Says whether a row and a person have no word of the name in common and are at two addresses or, where
/// one has none, from two countries or organizations.
fn is_another(person: &NewParticipant, found: &Participant) -> bool {
    let words = |family: &str, given: &str, native: &str| {
        let name = fold(&format!("{family} {given} {native}"));
        name.split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let names = words(&found.family_name, &found.given_name, &found.native_name);
    let has = |word: &String| names.contains(word);
    if words(&person.family_name, &person.given_name, &person.native_name).iter().any(has) {
        return false;
    }
    if has_new_address(person, found) {
        return true;
    }
    let other_country = person.country.is_some_and(|country| country != found.country);
    let organization = fold(&person.organization);
    other_country || !organization.is_empty() && organization != fold(&found.organization)
}

/// Returns everybody whom a row may mean that was refused, by whatever of it can be read.
pub(super) fn candidates(
    register: &Reader<'_>,
    prefix: char,
    row: &RawRow<'_>,
) -> Result<Vec<i64>, OpError> {
    let mut found = Vec::new();
    if let Ok(code) = ParticipantCode::parse_with_prefix(row.text(CODE), prefix) {
        found.extend(register.participant(code)?.map(|person| person.id));
    }
    if let Ok(email) = row.text(EMAIL).parse::<Email>() {
        found.extend(register.id_by_email(email.as_str())?);
    }
    let (family, given) = (row.text(FAMILY_NAME), row.text(GIVEN_NAME));
    if !family.is_empty() || !given.is_empty() {
        found.extend(register.namesakes(family, given)?);
    }
    for field in [NAME, FULL_NAME] {
        let name = told_apart(row.text(field));
        if !name.family.is_empty() {
            found.extend(register.namesakes(&name.family, &name.given)?);
        }
    }
    Ok(found)
}

/// Says whether a row whose address nobody has would give this person another one.
fn has_new_address(person: &NewParticipant, found: &Participant) -> bool {
    person.email.is_some() && !found.email.is_empty()
}

/// The columns in which an empty cell says nothing, since the person would get the usual value.
const WITH_USUAL_VALUE: [&str; 3] = ["role", "status", "excursion"];

/// The columns that a name in one piece or the column of a delegation may bring with it.
const BROUGHT: [&str; 4] = ["title", "native_name", "country", "organization"];

/// Returns what a row says, by column; columns that the file lacks are left out.
pub(in crate::ops) fn stated(
    row: &RawRow<'_>,
    person: &NewParticipant,
) -> BTreeMap<String, String> {
    let columns = PARTICIPANT_COLUMNS.into_iter().zip(person.fields()).enumerate();
    let mut stated: BTreeMap<String, String> = columns
        .filter_map(|(field, (column, value))| {
            // Other columns may bring these with them, and say nothing where they do not.
            let is_brought = |value: &&str| !value.is_empty() && BROUGHT.contains(&column);
            let value = value.filter(|value| row.speaks_of(field) || is_brought(value))?;
            let text = row.text(field);
            let silent = text.is_empty() && WITH_USUAL_VALUE.contains(&column) || is_error(text);
            (!silent).then(|| (column.to_owned(), value.to_owned()))
        })
        .collect();
    // An extra field may also come from a name; what a column leaves empty is said as well.
    let empty = row.extras().filter(|(_, cell)| cell.is_empty());
    stated.extend(empty.map(|(name, _)| (extra_header(name), String::new())));
    stated.extend(person.extras.iter().map(|e| (extra_header(&e.name), e.value.clone())));
    stated
}
