//! Changes a person's registration, and withdraws it.

use super::super::{OpError, find_person};
use super::enrol::{Duplicates, Enrolment, Seats};
use crate::domain::{
    ExcursionWish, Extra, NewParticipant, PARTICIPANT_COLUMNS, Participant, Status, extra_header,
};
use crate::intake::{PARTICIPANT_FIELDS, Registration};
use crate::store::{Entry, MAIN_EXCURSION, Operated, Store, Writer};

/// What came of changing one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The person as it is now.
    pub person: Participant,
    /// Column, old and new value of everything that changed.
    pub changes: Vec<(String, String, String)>,
    /// Who got the seat that became free on the excursion, if anybody did.
    pub promoted: Option<Participant>,
}

/// Changes fields of people; `changes` holds column names and what was typed, `extras` the extra
/// fields.
pub fn edit(
    store: &mut Store,
    entry: &Entry,
    people: &[String],
    changes: &[(&'static str, String)],
    extras: &[Extra],
) -> Result<Operated<Vec<Edited>>, OpError> {
    if changes.is_empty() && extras.is_empty() {
        return Err(OpError::NothingToDo);
    }
    store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let edited: Vec<Edited> = people
            .iter()
            .map(|typed| {
                let before = find_person(tx, typed, prefix)?;
                let mut edited = change(tx, prefix, before, changes)?;
                change_extras(tx, &mut edited, extras)?;
                Ok(edited)
            })
            .collect::<Result<_, OpError>>()?;
        summarize(tx, &edited);
        Ok(edited)
    })
}

/// Changes extra fields of one person, and adds old and new values to what was changed.
fn change_extras(tx: &Writer<'_>, edited: &mut Edited, extras: &[Extra]) -> Result<(), OpError> {
    let known = if extras.is_empty() { Vec::new() } else { tx.extras(edited.person.id)? };
    for extra in extras {
        let old = known.iter().find(|known| known.name == extra.name);
        let old = old.map_or("", |known| known.value.as_str());
        if old != extra.value {
            tx.set_extra(edited.person.id, extra)?;
            let column = extra_header(&extra.name);
            edited.changes.push((column, old.to_owned(), extra.value.clone()));
        }
    }
    Ok(())
}

/// Withdraws people: they keep code and history, and lose their seat on the excursion.
pub fn withdraw(
    store: &mut Store,
    entry: &Entry,
    people: &[String],
    reason: &str,
) -> Result<Operated<Vec<Edited>>, OpError> {
    store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let mut edited = Vec::new();
        for typed in people {
            let before = find_person(tx, typed, prefix)?;
            let status = ("status", Status::Withdrawn.as_str().to_owned());
            edited.push(change(tx, prefix, before, &[status])?);
        }
        let codes: Vec<_> = edited.iter().map(|edited| edited.person.code.as_str()).collect();
        let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        tx.summarize(format!("{}{reason}", codes.join(", ")));
        Ok(edited)
    })
}

/// Says in the log what was and what is: a correction is asked about long after its answer was read.
fn summarize(tx: &Writer<'_>, edited: &[Edited]) {
    let parts: Vec<_> = edited
        .iter()
        .filter(|edited| !edited.changes.is_empty())
        .map(|edited| {
            let said = |value: &str| if value.is_empty() { "-" } else { value }.to_owned();
            let changes = edited.changes.iter();
            let changes: Vec<_> = changes
                .map(|(column, old, new)| format!("{column}: {} → {}", said(old), said(new)))
                .collect();
            format!("{} {}", edited.person.code, changes.join(", "))
        })
        .collect();
    tx.summarize(parts.join("; "));
}

/// Changes fields of one person within a transaction, and with them the excursion's list.
pub(in crate::ops) fn change(
    tx: &Writer<'_>,
    prefix: char,
    before: Participant,
    changes: &[(&'static str, String)],
) -> Result<Edited, OpError> {
    let Some(person) = update(tx, prefix, &before, changes)? else {
        return Ok(Edited { person: before, changes: Vec::new(), promoted: None });
    };
    let comes = !person.status.is_refusal();
    let wish = if comes { person.excursion } else { ExcursionWish::No };
    let promoted = set_wish(tx, before.id, wish, person.status)?;
    if person.status.counts() && !before.status.counts() {
        tx.wait_from_now(before.id)?;
    }
    edited(tx, &before, promoted)
}

/// Changes fields of one person within a transaction, and nothing else.
pub(in crate::ops) fn change_fields(
    tx: &Writer<'_>,
    prefix: char,
    before: Participant,
    changes: &[(&'static str, String)],
) -> Result<Edited, OpError> {
    match update(tx, prefix, &before, changes)? {
        Some(_) => edited(tx, &before, None),
        None => Ok(Edited { person: before, changes: Vec::new(), promoted: None }),
    }
}

/// Stores a person's changed fields; returns nothing where they are what they were.
fn update(
    tx: &Writer<'_>,
    prefix: char,
    before: &Participant,
    changes: &[(&'static str, String)],
) -> Result<Option<NewParticipant>, OpError> {
    let stored = before.fields();
    let person = Registration::new(prefix, tx.country_aliases()?)
        .read_fields(0, |field| {
            let column = PARTICIPANT_FIELDS[field].name;
            let typed = changes.iter().find(|(changed, _)| *changed == column);
            match typed {
                Some((_, value)) => Some(value.as_str()),
                None => stored.get(field).copied(),
            }
        })
        .map_err(OpError::Values)?;
    if before.differences(&person).is_empty() {
        return Ok(None);
    }
    // The address of a second registration is found under the first one.
    if let Some(email) = &person.email
        && !email.is(&before.email)
    {
        match tx.id_by_email(email.as_str())? {
            Some(owner) if owner != before.id => {
                let code = tx.participant_by_id(owner)?.map(|owner| owner.code).unwrap_or_default();
                return Err(OpError::EmailTaken { email: email.to_string(), code });
            }
            Some(_) => tx.give_up_email(email.as_str(), before.id)?,
            None => {}
        }
    }
    let fields = Enrolment::new(tx, prefix, Duplicates::TakeIn).fields_of(&person)?;
    tx.update_participant(before.id, &person, fields)?;
    Ok(Some(person))
}

/// Tells what became of a person.
fn edited(
    tx: &Writer<'_>,
    before: &Participant,
    promoted: Option<Participant>,
) -> Result<Edited, OpError> {
    let after = tx.participant_by_id(before.id)?.ok_or(OpError::NothingToDo)?;
    let changes = PARTICIPANT_COLUMNS
        .iter()
        .zip(before.fields().into_iter().zip(after.fields()))
        .filter(|(_, (old, new))| old != new)
        .map(|(&column, (old, new))| (column.to_owned(), old.to_owned(), new.to_owned()))
        .collect();
    Ok(Edited { person: after, changes, promoted })
}

/// Puts a person on the excursion's list or takes the person off it; returns who got the seat.
fn set_wish(
    tx: &Writer<'_>,
    participant: i64,
    wish: ExcursionWish,
    status: Status,
) -> Result<Option<Participant>, OpError> {
    let place = tx.place(MAIN_EXCURSION, participant)?;
    match (place, wish) {
        (Some(place), ExcursionWish::No) => {
            tx.remove_place(place.id)?;
            if place.seat.is_none() {
                return Ok(None);
            }
            promote_first(tx, MAIN_EXCURSION)
        }
        (None, ExcursionWish::Yes) if status.counts() => {
            let seat = Seats::read(tx, MAIN_EXCURSION)?.take();
            tx.add_place(MAIN_EXCURSION, participant, seat)?;
            Ok(None)
        }
        (None, ExcursionWish::Yes | ExcursionWish::Waiting) => {
            tx.add_place(MAIN_EXCURSION, participant, None)?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// Gives the first person of the waiting list who takes part a seat, if one is free.
pub(in crate::ops) fn promote_first(
    tx: &Writer<'_>,
    excursion: i64,
) -> Result<Option<Participant>, OpError> {
    let Some(seat) = Seats::read(tx, excursion)?.take() else {
        return Ok(None);
    };
    for place in tx.places(excursion)?.into_iter().filter(|place| place.seat.is_none()) {
        let Some(person) = tx.participant_by_id(place.participant)? else {
            continue;
        };
        if person.status.counts() {
            tx.set_seat(place.id, Some(seat))?;
            return Ok(Some(person));
        }
    }
    Ok(None)
}
