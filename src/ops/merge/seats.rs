//! Gives the seats of excursions after a merge: both sides may have given the same one.

use std::collections::{HashMap, HashSet};

use super::super::OpError;
use super::merged::What;
use super::merging::Merge;
use crate::store::{Fact, PlaceRow, Said};

/// Seats the people of an excursion's list in the order in which they were put on it, as far as the
/// seats reach. That depends on nothing else, and so on no order of merges.
pub(super) fn seat_by_turn(
    merge: &mut Merge<'_, '_>,
    excursions: &HashMap<i64, i64>,
) -> Result<(), OpError> {
    let touched = merge.changed.iter().any(|one| {
        matches!(
            one.fact,
            Fact::Excursion(_, "places") | Fact::Person(_, Said::Listed(_) | Said::SameAs)
        )
    }) || merge.merged.differences.iter().any(|one| one.field == "status");
    if !touched {
        return Ok(());
    }
    for excursion in merge.tx.excursions()? {
        let mut places = merge.tx.places(excursion.id)?;
        places.sort_by(|one, other| {
            (&one.since, one.participant).cmp(&(&other.since, other.participant))
        });
        let there = excursions.iter().find(|(_, here)| **here == excursion.id).map(|(id, _)| *id);
        let limit = excursion.places.unwrap_or(i64::MAX);
        seat(merge, &excursion.name, places, limit, there)?;
    }
    Ok(())
}

fn seat(
    merge: &mut Merge<'_, '_>,
    excursion: &str,
    places: Vec<PlaceRow>,
    limit: i64,
    there: Option<i64>,
) -> Result<(), OpError> {
    let mut left = limit;
    let mut stand: Vec<i64> = Vec::new();
    let mut taken = HashSet::new();
    for place in places {
        let Some(person) = merge.tx.participant_by_id(place.participant)? else { continue };
        let field = excursion;
        if person.status.is_refusal() {
            merge.tx.remove_place(place.id)?;
            let settled =
                "off the list: one side put the person on it, the other withdrew the person";
            let sides = ("on the list", person.status.as_str());
            merge.merged.tell_of(What::Seat, &person, field, sides, settled);
            continue;
        }
        // Whoever was put on the list by this merge had a seat, or none, in the copy.
        let had = if merge.placed.contains(&place.id) {
            match there {
                Some(there) => merge.theirs.place(there, place.participant)?,
                None => None,
            }
            .and_then(|place| place.seat)
        } else {
            place.seat
        };
        let seated = left > 0 && (had.is_some() || person.status.counts());
        left -= i64::from(seated);
        match (had, seated) {
            (Some(seat), false) => {
                let settled = "on the waiting list: both sides gave the seat, and who was on the \
                               list earlier has it; tell the person";
                let sides = (format!("seat {seat}"), "");
                merge.merged.tell_of(What::Seat, &person, field, sides, settled);
            }
            (None, true) => {
                let settled = "has a seat now; tell the person";
                merge.merged.tell_of(What::Seat, &person, field, ("waiting", ""), settled);
            }
            _ => {}
        }
        match place.seat {
            Some(seat) if seated && seat <= limit => {
                taken.insert(seat);
            }
            Some(_) => {
                merge.tx.set_seat(place.id, None)?;
                stand.extend(seated.then_some(place.id));
            }
            None => stand.extend(seated.then_some(place.id)),
        }
    }
    let free = (1..=limit).filter(|seat| !taken.contains(seat));
    for (place, seat) in stand.into_iter().zip(free) {
        merge.tx.set_seat(place, Some(seat))?;
    }
    Ok(())
}
