//! Keeps the excursion's list: seats in order, a waiting list, nobody overbooked.

use std::collections::HashSet;

use super::people::edit::promote_first;
use super::people::enrol::Seats;
use super::{OpError, find_person};
use crate::domain::Participant;
use crate::matching::fold;
use crate::store::{Entry, ExcursionRow, Operated, Reader, Store, Writer};

/// What came of joining an excursion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The person.
    pub person: Participant,
    /// The excursion.
    pub excursion: String,
    /// The seat; nothing on the waiting list.
    pub seat: Option<i64>,
    /// How many people are on the waiting list, this person included.
    pub waiting: i64,
    /// Whether the person was on the list before.
    pub before: bool,
}

/// What came of letting somebody go before others who wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promoted {
    /// The person.
    pub person: Participant,
    /// The excursion.
    pub excursion: String,
    /// The seat; nothing where none is free and the person is the first who waits.
    pub seat: Option<i64>,
    /// Whether that was so before.
    pub before: bool,
}

/// What came of leaving an excursion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The person.
    pub person: Participant,
    /// The excursion.
    pub excursion: String,
    /// Who got the seat, if anybody did.
    pub promoted: Option<Participant>,
}

/// Returns the excursion of a name, or the first one where none is named.
pub fn find_excursion(register: &Reader<'_>, name: Option<&str>) -> Result<ExcursionRow, OpError> {
    let excursions = register.excursions()?;
    let wanted = name.map(fold);
    excursions
        .into_iter()
        .find(|excursion| wanted.as_ref().is_none_or(|wanted| fold(&excursion.name) == *wanted))
        .ok_or_else(|| OpError::UnknownExcursion { name: name.unwrap_or_default().to_owned() })
}

/// Refuses a name that is empty or that of another excursion.
fn check_name(register: &Reader<'_>, name: &str, own: Option<i64>) -> Result<(), OpError> {
    if name.is_empty() {
        return Err(OpError::NoName);
    }
    match find_excursion(register, Some(name)) {
        Ok(found) if Some(found.id) != own => Err(OpError::ExcursionExists { name: found.name }),
        Ok(_) | Err(OpError::UnknownExcursion { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Adds an excursion.
pub fn add_excursion(
    store: &mut Store,
    entry: &Entry,
    name: &str,
    places: Option<i64>,
) -> Result<Operated<()>, OpError> {
    store.operate(entry, |tx| {
        check_name(tx, name, None)?;
        tx.add_excursion(name, places)?;
        tx.summarize(name);
        Ok(())
    })
}

/// Changes an excursion's name or number of seats; returns who got a seat by it.
pub fn set_excursion(
    store: &mut Store,
    entry: &Entry,
    name: Option<&str>,
    new_name: Option<&str>,
    places: Option<Option<i64>>,
) -> Result<Operated<Vec<Participant>>, OpError> {
    if new_name.is_none() && places.is_none() {
        return Err(OpError::NothingToDo);
    }
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, name)?;
        let places = places.unwrap_or(excursion.places);
        if let Some(places) = places {
            if excursion.seated > places {
                return Err(OpError::TooFewPlaces { seated: excursion.seated, places });
            }
            move_up(tx, excursion.id, places)?;
        }
        let new_name = new_name.unwrap_or(&excursion.name);
        check_name(tx, new_name, Some(excursion.id))?;
        if new_name != excursion.name || places != excursion.places {
            tx.set_excursion(excursion.id, new_name, places)?;
        }
        let mut promoted = Vec::new();
        while let Some(person) = promote_first(tx, excursion.id)? {
            promoted.push(person);
        }
        tx.summarize(new_name);
        Ok(promoted)
    })
}

/// Gives whoever holds a seat beyond the last one a free seat before it.
fn move_up(tx: &Writer<'_>, excursion: i64, last: i64) -> Result<(), OpError> {
    let mut beyond = tx.places(excursion)?;
    let taken: HashSet<i64> = beyond.iter().filter_map(|place| place.seat).collect();
    beyond.retain(|place| place.seat.is_some_and(|seat| seat > last));
    let free = (1..=last).filter(|seat| !taken.contains(seat));
    for (place, seat) in beyond.into_iter().zip(free) {
        tx.set_seat(place.id, Some(seat))?;
    }
    Ok(())
}

/// Gives a person a seat, or a place on the waiting list where there is none.
pub fn join(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    excursion: Option<&str>,
) -> Result<Operated<Joined>, OpError> {
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        if !person.status.counts() {
            let who = format!("{} {}", person.code, person.described());
            return Err(OpError::NotComing { who, status: person.status.as_str() });
        }
        let held = tx.place(excursion.id, person.id)?;
        let before = held.is_some();
        let seat = if let Some(held) = held {
            held.seat
        } else {
            let seat = Seats::read(tx, excursion.id)?.take();
            tx.add_place(excursion.id, person.id, seat)?;
            seat
        };
        let waiting = excursion.waiting + i64::from(!before && seat.is_none());
        tx.summarize(format!("{} {}", person.code, excursion.name));
        Ok(Joined { person, excursion: excursion.name, seat, waiting, before })
    })
}

/// Gives a person who waits a seat out of turn, or the next one that becomes free.
pub fn promote(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    excursion: Option<&str>,
) -> Result<Operated<Promoted>, OpError> {
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        let places = tx.places(excursion.id)?;
        let held = places.iter().find(|place| place.participant == person.id);
        let held = held.ok_or_else(|| OpError::NotOnExcursion {
            who: format!("{} {}", person.code, person.described()),
            excursion: excursion.name.clone(),
        })?;
        let first = places.iter().find(|place| place.seat.is_none());
        let free = Seats::read(tx, excursion.id)?.take().filter(|_| held.seat.is_none());
        let before = held.seat.is_some() || free.is_none() && first == Some(held);
        if let Some(first) = first.filter(|first| held.seat.is_none() && **first != *held) {
            tx.put_first(held.id, first)?;
        }
        if let Some(seat) = free {
            tx.set_seat(held.id, Some(seat))?;
        }
        tx.summarize(format!("{} {}", person.code, excursion.name));
        Ok(Promoted { seat: held.seat.or(free), person, excursion: excursion.name, before })
    })
}

/// Takes a person off an excursion's list; the first of the waiting list gets the seat.
pub fn leave(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    excursion: Option<&str>,
) -> Result<Operated<Left>, OpError> {
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        let place = tx.place(excursion.id, person.id)?.ok_or_else(|| OpError::NotOnExcursion {
            who: format!("{} {}", person.code, person.described()),
            excursion: excursion.name.clone(),
        })?;
        tx.remove_place(place.id)?;
        let promoted = if place.seat.is_some() { promote_first(tx, excursion.id)? } else { None };
        tx.summarize(format!("{} {}", person.code, excursion.name));
        Ok(Left { person, excursion: excursion.name, promoted })
    })
}
