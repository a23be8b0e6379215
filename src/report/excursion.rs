//! Lists the excursions and who is on them.

use super::{ReportError, text};
use crate::domain::SessionKind;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{PlaceRow, Reader};

/// The excursions with their seats.
pub const EXCURSIONS: &[Column<'static>] = &[
    Column::new("excursion", "Excursion", Fit::Words),
    Column::new("places", "Places", Fit::Right),
    Column::new("seated", "With a seat", Fit::Right),
    Column::new("waiting", "Waiting", Fit::Right),
];

/// Who is on an excursion's list.
pub const ROSTER: &[Column<'static>] = &[
    Column::new("excursion", "Excursion", Fit::Words),
    Column::new("place", "Place", Fit::Whole),
    Column::new("seat", "Seat", Fit::Right),
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Words),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("represents", "Country, region or organization", Fit::Words),
    Column::new("boarded_at", "Boarded", Fit::Whole),
    Column::new("bus", "Bus", Fit::Whole),
    Column::new("cleared", "Cleared by", Fit::Words),
];

/// Those of them that a table has room for.
const ROSTER_SHORT: &[&str] = &["place", "seat", "code", "name", "represents", "boarded_at"];

/// The same once somebody goes by a bus.
const ROSTER_BUSES: &[&str] = &["place", "seat", "code", "name", "represents", "bus", "cleared"];

/// Returns the columns of the roster that a table has room for.
pub fn roster_columns(register: &Reader<'_>) -> Result<&'static [&'static str], ReportError> {
    for excursion in register.excursions()? {
        let uses_buses = |place: &PlaceRow| !place.bus.is_empty() || !place.cleared.is_empty();
        if register.places(excursion.id)?.iter().any(uses_buses) {
            return Ok(ROSTER_BUSES);
        }
    }
    Ok(ROSTER_SHORT)
}

/// Writes the excursions.
pub fn excursions(register: &Reader<'_>, out: &mut dyn RowWriter) -> Result<(), ReportError> {
    for excursion in register.excursions()? {
        out.row(&[
            Cell::Text(&excursion.name),
            excursion.places.map_or(Cell::Empty, Cell::Count),
            Cell::Count(excursion.seated),
            Cell::Count(excursion.waiting),
        ])?;
    }
    Ok(())
}

/// Writes who is on an excursion: seats in order, then the waiting list in order.
///
/// Boarded has whoever was checked in at a session of the kind "excursion". Returns how many people
/// there are.
pub fn roster(
    register: &Reader<'_>,
    excursion: Option<&str>,
    out: &mut dyn RowWriter,
) -> Result<usize, ReportError> {
    let mut people = 0;
    let zone = register.seminar()?.zone;
    let sessions = register.sessions()?;
    let boarding: Vec<i64> = sessions
        .iter()
        .filter(|session| session.item.kind == SessionKind::Excursion)
        .map(|session| session.id)
        .collect();
    for found in register.excursions()? {
        if excursion.is_some_and(|wanted| {
            crate::matching::fold(wanted) != crate::matching::fold(&found.name)
        }) {
            continue;
        }
        for place in register.places(found.id)? {
            let Some(person) = register.participant_by_id(place.participant)? else {
                continue;
            };
            let mut boarded = None;
            for &session in &boarding {
                let state = register.attendance_state(person.id, session)?;
                boarded = boarded.or(state.map(|state| state.first_in_at));
            }
            let (utc, local) =
                boarded.map(|at| (at.to_string(), zone.day_and_clock(at))).unwrap_or_default();
            out.row(&[
                Cell::Text(&found.name),
                Cell::Text(if place.seat.is_some() { "seat" } else { "waiting" }),
                place.seat.map_or(Cell::Empty, Cell::Count),
                Cell::Text(&person.code),
                Cell::Text(&person.name()),
                text(&person.country_name),
                text(&person.organization),
                text(person.represents()),
                if utc.is_empty() { Cell::Empty } else { Cell::Time { utc: &utc, local: &local } },
                text(&place.bus),
                text(&place.cleared.join(", ")),
            ])?;
            people += 1;
        }
    }
    Ok(people)
}
