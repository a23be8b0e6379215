//! Counts arrivals a quarter of an hour: each person once a day, or once at one session.

use std::collections::BTreeMap;

use super::super::tally::Programme;
use super::super::{ReportError, text};
use super::by::Sessions;
use crate::domain::Timestamp;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// Arrivals; the bar is for tables.
pub const COLUMNS: &[Column<'static>] = &[
    Column::new("day", "Day", Fit::Right),
    Column::new("from", "From", Fit::Whole),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("bar", "", Fit::Whole),
];

/// Of these, those that are data.
pub const NUMBERS: &[&str] = &["day", "from", "persons"];

/// The longest bar.
const WIDEST: i64 = 40;

/// Quarters without an arrival that are shown between two with one; a longer pause is left out.
const PAUSE: usize = 8;

/// Writes arrivals at some sessions, or at all: a person arrives when first coming in that day.
/// Returns the number of arrivals.
pub fn arrivals(
    register: &Reader<'_>,
    sessions: &Sessions,
    out: &mut dyn RowWriter,
) -> Result<i64, ReportError> {
    let programme = Programme::read(register)?;
    let mut quarters: BTreeMap<(u32, Timestamp), i64> = BTreeMap::new();
    let days = programme.days();
    programme.each_person(register, |one| {
        for &day in &days {
            let visits = programme
                .sessions
                .iter()
                .zip(one.places)
                .filter(|(session, _)| session.item.day == day && sessions.has(session));
            let first = visits.filter_map(|(_, place)| Some(place.visit?.first_in_at)).min();
            if let Some(first) = first {
                *quarters.entry((day, first.quarter())).or_default() += 1;
            }
        }
        Ok(())
    })?;
    let zone = programme.seminar.zone;
    let most = quarters.values().copied().max().unwrap_or(1).max(WIDEST);
    let mut write = |day: u32, from: Timestamp, persons: i64| {
        let width = usize::try_from((persons * WIDEST + most - 1) / most).unwrap_or_default();
        let bar = "#".repeat(width);
        out.row(&[
            Cell::Count(i64::from(day)),
            Cell::Time { utc: &from.to_string(), local: &zone.clock(from) },
            Cell::Count(persons),
            text(&bar),
        ])
    };
    let mut before: Option<(u32, Timestamp)> = None;
    for (&(day, from), &persons) in &quarters {
        if let Some((_, last)) = before.filter(|(other, _)| *other == day) {
            let next = |at: &Timestamp| Some(at.plus_minutes(15)).filter(|at| *at < from);
            let empty: Vec<Timestamp> =
                std::iter::successors(next(&last), next).take(PAUSE + 1).collect();
            if empty.len() <= PAUSE {
                for quarter in empty {
                    write(day, quarter, 0)?;
                }
            }
        }
        write(day, from, persons)?;
        before = Some((day, from));
    }
    Ok(quarters.values().sum())
}
