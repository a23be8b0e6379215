//! Names who is in the building, for a roll call outside of it.

use super::super::tally::Programme;
use super::super::{ReportError, text};
use super::roll;
use crate::domain::{Day, Timestamp};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// Who is inside, and where each was last seen.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("delegation", "Delegation", Fit::Words),
    Column::new("name", "Name", Fit::Whole),
    Column::new("code", "Code", Fit::Whole),
    Column::new("state", "State", Fit::Words),
    Column::new("seen_at", "Last seen", Fit::Whole),
    Column::new("session", "Session", Fit::Whole),
    Column::new("room", "Room", Fit::Words),
    Column::new("desk", "Desk", Fit::Whole),
];

/// Of these, those for which a table has room.
pub const SHORT: &[&str] = &["delegation", "name", "state", "seen_at", "session", "desk"];

/// How many persons are inside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Inside {
    /// Persons whose latest scan of the day is an entry.
    pub inside: u64,
    /// Persons who left one session and never left another: they may be inside.
    pub unclear: u64,
}

/// Writes who is inside by the scans of one day, in the order of a roll call.
pub fn inside(
    register: &Reader<'_>,
    day: Day,
    out: &mut dyn RowWriter,
) -> Result<Inside, ReportError> {
    let programme = Programme::read(register)?;
    let zone = programme.seminar.zone;
    let desks = register.desks()?;
    let mut people = roll::call(register, &programme)?;
    roll::in_order(&mut people);
    let mut total = Inside::default();
    for person in &people {
        let today = person.places.iter().enumerate().filter_map(|(at, place)| {
            place.visit.filter(|visit| zone.day(visit.last_at) == day).map(|visit| (visit, at))
        });
        let key = |(visit, at): &(crate::domain::Visit, usize)| -> (Timestamp, bool, usize) {
            (visit.last_at, visit.inside, *at)
        };
        let visits: Vec<_> = today.collect();
        let Some((latest, at)) = visits.iter().max_by_key(|visit| key(visit)) else { continue };
        let open: Vec<&str> = visits
            .iter()
            .filter(|(visit, _)| visit.inside)
            .map(|(_, at)| programme.sessions[*at].item.code.as_str())
            .collect();
        let state = if latest.inside {
            total.inside += 1;
            "inside".to_owned()
        } else if open.is_empty() {
            continue;
        } else {
            total.unclear += 1;
            format!("unclear: never out of {}", open.join(", "))
        };
        let item = &programme.sessions[*at].item;
        let desk = desks.get(&person.places[*at].desk).map_or("", String::as_str);
        out.row(&[
            text(person.delegation()),
            Cell::Text(&person.name),
            Cell::Text(&person.code),
            Cell::Text(&state),
            Cell::Time { utc: &latest.last_at.to_string(), local: &zone.clock(latest.last_at) },
            Cell::Text(item.code.as_str()),
            text(&item.room),
            text(desk),
        ])?;
    }
    Ok(total)
}
