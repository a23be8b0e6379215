//! Counts heads bus by bus.

use std::collections::BTreeMap;

use super::{ReportError, text};
use crate::domain::Session;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{MAIN_EXCURSION, Reader};

/// One row a bus, and one for all of them.
pub const HEADCOUNT: &[Column<'static>] = &[
    Column::new("bus", "Bus", Fit::Whole),
    Column::new("expected", "Expected", Fit::Right),
    Column::new("on_board", "On board", Fit::Right),
    Column::new("missing", "Missing", Fit::Right),
    Column::new("without_seat", "Without a seat", Fit::Right),
    Column::new("who", "Who is missing", Fit::Words),
];

/// What is found of one bus.
#[derive(Default)]
struct Heads {
    expected: i64,
    on_board: i64,
    without_seat: i64,
    missing: Vec<String>,
}

/// Writes how many people of each bus are on board, and who is not; returns how many are missing.
pub fn headcount(
    register: &Reader<'_>,
    session: &Session,
    only: Option<&str>,
    out: &mut dyn RowWriter,
) -> Result<u64, ReportError> {
    let mut inside = std::collections::HashSet::new();
    register.each_inside(session.id, |id| {
        inside.insert(id);
    })?;
    let mut buses: BTreeMap<String, Heads> = BTreeMap::new();
    for place in register.places(MAIN_EXCURSION)? {
        let on_board = inside.remove(&place.participant);
        if place.seat.is_none() && !on_board {
            continue;
        }
        let heads = buses.entry(place.bus).or_default();
        heads.on_board += i64::from(on_board);
        if place.seat.is_none() {
            heads.without_seat += 1;
            continue;
        }
        heads.expected += 1;
        if !on_board && let Some(person) = register.participant_by_id(place.participant)? {
            heads.missing.push(format!("{} {}", person.code, person.described()));
        }
    }
    if !inside.is_empty() {
        let others = i64::try_from(inside.len()).unwrap_or(i64::MAX);
        let heads = buses.entry(String::new()).or_default();
        heads.on_board += others;
        heads.without_seat += others;
    }
    buses.retain(|bus, _| only.is_none_or(|only| only == bus));
    let mut all = Heads::default();
    let mut persons = 0;
    for (bus, heads) in &buses {
        row(if bus.is_empty() { "(no bus)" } else { bus }, heads, out)?;
        all.expected += heads.expected;
        all.on_board += heads.on_board;
        all.without_seat += heads.without_seat;
        persons += heads.missing.len();
    }
    let missing = i64::try_from(persons).unwrap_or(i64::MAX);
    // The names stand in the rows of the buses.
    out.row(&[
        Cell::Text("all"),
        Cell::Count(all.expected),
        Cell::Count(all.on_board),
        Cell::Count(missing),
        Cell::Count(all.without_seat),
        Cell::Empty,
    ])?;
    Ok(u64::try_from(persons).unwrap_or(u64::MAX))
}

fn row(bus: &str, heads: &Heads, out: &mut dyn RowWriter) -> Result<(), ReportError> {
    let missing = i64::try_from(heads.missing.len()).unwrap_or(i64::MAX);
    out.row(&[
        Cell::Text(bus),
        Cell::Count(heads.expected),
        Cell::Count(heads.on_board),
        Cell::Count(missing),
        Cell::Count(heads.without_seat),
        text(&heads.missing.join("; ")),
    ])?;
    Ok(())
}
