//! Brings home whom a copy of the register registered, and what it changed in people's own fields.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use super::super::OpError;
use super::super::people::edit::change_fields;
use super::super::people::enrol::{Duplicates, Enrolment};
use super::super::people::unite::tell_again;
use super::merged::{ChangedBy, What};
use super::merging::Merge;
use crate::domain::{PARTICIPANT_COLUMNS, Participant};
use crate::intake::{PARTICIPANT_FIELDS, Registration};
use crate::matching::{Aliases, name_key};
use crate::render::words;
use crate::store::{Entry, Insertion, Named};

/// Registers here, under the same codes, the people who were registered there.
pub(super) fn bring_people(merge: &mut Merge<'_, '_>) -> Result<(), OpError> {
    for operation in merge.operations {
        let people = operation.made.iter().filter(|(table, _)| *table == "participant");
        for &(_, id) in people {
            let Some(person) = merge.theirs.participant_by_id(id)? else { continue };
            if merge.tx.participant_by_id(id)?.is_none() {
                register(merge, &person)?;
            }
        }
    }
    Ok(())
}

fn register(merge: &mut Merge<'_, '_>, person: &Participant) -> Result<(), OpError> {
    let (tx, prefix) = (merge.tx, merge.prefix);
    let owner = match person.email.as_str() {
        "" => None,
        email => tx.participant_by_email(email)?,
    };
    // Of two registrations with one address the lower code has it, in whatever order they come.
    let taken = owner.as_ref().is_some_and(|owner| owner.id < person.id);
    if let (Some(owner), false) = (&owner, taken) {
        change_fields(tx, prefix, owner.clone(), &[("email", String::new())])?;
    }
    let fields = person.fields();
    let new = Registration::new(prefix, Aliases::default())
        .read_fields(0, |field| {
            let column = PARTICIPANT_FIELDS.get(field)?.name;
            let at = PARTICIPANT_COLUMNS.iter().position(|known| *known == column)?;
            Some(if taken && column == "email" { "" } else { fields[at] })
        })
        .map_err(OpError::Values)?;
    let stored = Enrolment::new(tx, prefix, Duplicates::TakeIn).fields_of(&new)?;
    let name_key = name_key(new.names());
    let twin = tx.same_person(&Named::new(&new, &name_key, stored.organization))?;
    let Insertion::Added { .. } = tx.add_participant(&new, &name_key, stored, prefix)? else {
        return Err(OpError::ForkedDesk { desk: person.code.clone() });
    };
    merge.merged.people += 1;
    let sides = ("", person.status.as_str());
    merge.merged.tell_of(What::NewPerson, person, "", sides, "registered");
    let twin = twin.map(|id| tx.participant_by_id(id)).transpose()?.flatten();
    for (other, what) in [(owner, What::SameEmail), (twin, What::SameName)] {
        let Some(other) = other else { continue };
        let (low, high) = if other.id < person.id { (&other, person) } else { (person, &other) };
        let settled = format!(
            "registered twice? `meibo merge {} {}` makes one person of them",
            low.code, high.code
        );
        let sides = (other.code.as_str(), person.code.as_str());
        merge.merged.tell_of(what, person, "", sides, settled);
    }
    Ok(())
}

/// A person whose fields the copy changed: here, the values to change, and those that were told.
type Waiting = (Participant, Vec<(&'static str, String)>);

/// Changes here what was changed there, field by field.
pub(super) fn bring_fields(merge: &mut Merge<'_, '_>) -> Result<(), OpError> {
    let mut bases: BTreeMap<i64, [Option<String>; 16]> = BTreeMap::new();
    let images = merge.operations.iter().flat_map(|operation| &operation.images);
    for image in images.filter(|image| image.table == "participant" && image.change == "update") {
        if let Slot::Vacant(first) = bases.entry(image.row) {
            first.insert(merge.theirs.fields_before(image)?);
        }
    }
    let mut waiting: Vec<Waiting> = Vec::new();
    for (id, base) in bases {
        let theirs = merge.theirs.participant_by_id(id)?;
        let (Some(ours), Some(theirs)) = (merge.tx.participant_by_id(id)?, theirs) else {
            continue;
        };
        let changes = compare(merge, &ours, &theirs, &base);
        if !changes.is_empty() {
            waiting.push((ours, changes));
        }
    }
    // An address may be free only once it was taken from somebody else.
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut refused = Vec::new();
        for (person, changes) in waiting {
            match change_fields(merge.tx, merge.prefix, person.clone(), &changes) {
                Ok(edited) => merge.merged.edits += count(edited.changes.len()),
                Err(error @ (OpError::EmailTaken { .. } | OpError::Values(_))) => {
                    refused.push(((person, changes), error));
                }
                Err(error) => return Err(error),
            }
        }
        if refused.len() == before {
            for ((person, changes), error) in &refused {
                let there: Vec<_> = changes.iter().map(|(_, value)| value.as_str()).collect();
                let sides = ("", there.join(", "));
                let settled = format!("{error}; edit it here by hand");
                merge.merged.tell_of(What::NotBrought, person, "", sides, settled);
            }
            break;
        }
        waiting = refused.into_iter().map(|(waiting, _)| waiting).collect();
    }
    Ok(())
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// Returns the values that are to be changed here, and reports what both changed.
fn compare(
    merge: &mut Merge<'_, '_>,
    ours: &Participant,
    theirs: &Participant,
    base: &[Option<String>; 16],
) -> Vec<(&'static str, String)> {
    let mut changes = Vec::new();
    let columns = PARTICIPANT_COLUMNS.into_iter().zip(base);
    let values = ours.fields().into_iter().zip(theirs.fields());
    let name = ours.name();
    for ((column, base), (here, there)) in columns.zip(values) {
        let Some(base) = base else { continue };
        if there == base || there == here || column == "code" {
            continue;
        }
        let (who, sides) = ((ours.code.as_str(), name.as_str()), (here, there));
        if merge.merged.settle(
            merge.prefer,
            ChangedBy::theirs_and(here != base),
            who,
            column,
            sides,
        ) {
            // Counted once it is stored.
            merge.merged.edits -= 1;
            changes.push((column, there.to_owned()));
        }
    }
    changes
}

/// Tells again, for the person to whom a second registration leads, what was recorded of the second
/// one: at one side it was made one person, and the other side went on scanning its badge.
pub(super) fn retell(
    merge: &mut Merge<'_, '_>,
    entry: &Entry,
    new_id: &dyn Fn() -> String,
) -> Result<(), OpError> {
    for (second, first) in merge.tx.second_registrations()? {
        let Some(person) = merge.tx.participant_by_id(first)? else { continue };
        let told = tell_again(merge.tx, entry, second, &person, new_id)?;
        if told > 0 {
            let events = words::count(told, "attendance event", "attendance events");
            let settled = "one person by now: told again under this code";
            merge.merged.tell_of(What::SamePerson, &person, "", ("", events), settled);
        }
    }
    Ok(())
}
