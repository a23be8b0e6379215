//! Shows who was expected and who came: by person, session, day, country or region, or category.

use std::collections::BTreeMap;

use super::tally::{Presence, Tally};
use super::{ReportError, text};
use crate::domain::{Category, SessionCode, Status, Timestamp};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// What attendance is shown by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// One row a person and session.
    Person,
    /// One row a session.
    Session,
    /// One row a day.
    Day,
    /// One row a country or region.
    Country,
    /// One row a category.
    Category,
}

const PERSON: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Words),
    Column::new("session", "Session", Fit::Whole),
    Column::new("state", "State", Fit::Whole),
    Column::new("in_at", "In", Fit::Whole),
    Column::new("why", "Why", Fit::Words),
];

macro_rules! presence_columns {
    ($key:literal, $heading:literal) => {
        &[
            Column::new($key, $heading, Fit::Words),
            Column::new("expected", "Expected", Fit::Right),
            Column::new("present", "Present", Fit::Right),
            Column::new("late", "Late", Fit::Right),
            Column::new("walk_ins", "Walk-ins", Fit::Right),
            Column::new("unexpected", "Not expected", Fit::Right),
            Column::new("absent", "Absent", Fit::Right),
            Column::new("no_shows", "No-shows", Fit::Right),
        ]
    };
}

const SESSION: &[Column<'static>] = presence_columns!("session", "Session");
const DAY: &[Column<'static>] = presence_columns!("day", "Day");
const COUNTRY: &[Column<'static>] = presence_columns!("country", "Country/region");
const CATEGORY: &[Column<'static>] = presence_columns!("category", "Category");

/// The columns of each kind of answer; all its counts are persons.
pub const COLUMNS_BY: fn(By) -> &'static [Column<'static>] = |by| match by {
    By::Person => PERSON,
    By::Session => SESSION,
    By::Day => DAY,
    By::Country => COUNTRY,
    By::Category => CATEGORY,
};

/// Writes attendance, of one session or of all.
pub fn attendance(
    register: &Reader<'_>,
    by: By,
    session: Option<&SessionCode>,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let tally = Tally::read(register)?;
    let wanted = |at: usize| session.is_none_or(|code| tally.sessions[at].item.code == *code);
    let mut write = |label: &str, presence: Presence| out.row(&counts(label, presence));
    match by {
        By::Person => people(register, &tally, session, out)?,
        By::Session => {
            for (position, item) in tally.sessions.iter().enumerate() {
                if wanted(position) {
                    let presence = tally.presence(|_| true, |at, _| at == position);
                    write(item.item.code.as_str(), presence)?;
                }
            }
        }
        By::Day => {
            for day in tally.days() {
                let presence =
                    tally.presence(|_| true, |at, session| session.item.day == day && wanted(at));
                write(&day.to_string(), presence)?;
            }
        }
        By::Country => {
            let mut names = register.country_names()?;
            let mut rows: BTreeMap<String, Presence> = BTreeMap::new();
            for person in &tally.people {
                let name = names.entry(person.country.clone()).or_default();
                if !rows.contains_key(name.as_str()) {
                    rows.insert(name.clone(), Presence::default());
                }
                if let Some(presence) = rows.get_mut(name.as_str()) {
                    let grace = tally.seminar.grace_minutes;
                    person.add_to(presence, &tally.sessions, |at, _| wanted(at), grace);
                }
            }
            for (name, presence) in rows {
                let name = if name.is_empty() { "(no country or region)" } else { &name };
                write(name, presence)?;
            }
        }
        By::Category => {
            for &category in Category::ALL {
                let presence =
                    tally.presence(|person| person.category == category, |at, _| wanted(at));
                write(category.as_str(), presence)?;
            }
        }
    }
    Ok(())
}

fn counts(label: &str, presence: Presence) -> [Cell<'_>; 8] {
    [
        Cell::Text(label),
        Cell::Count(presence.expected),
        Cell::Count(presence.present),
        Cell::Count(presence.late),
        Cell::Count(presence.walk_ins),
        Cell::Count(presence.unexpected),
        Cell::Count(presence.absent),
        Cell::Count(presence.no_shows),
    ]
}

/// Writes one row for every person and session where the person was expected or came.
fn people(
    register: &Reader<'_>,
    tally: &Tally,
    session: Option<&SessionCode>,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let zone = tally.seminar.zone;
    let mut next = 0;
    register.each_participant(|row| {
        let person = &tally.people[next];
        next += 1;
        for (at, item) in tally.sessions.iter().enumerate() {
            let item = &item.item;
            if session.is_some_and(|code| *code != item.code) {
                continue;
            }
            let came = person.came[at];
            let minutes = came.map_or(0, |came: Timestamp| came.minutes_since(item.starts_at));
            let (state, why) = match came {
                None if !person.expected[at] => continue,
                None if person.came_at_all() => ("absent", String::new()),
                None => ("no-show", "came to nothing".to_owned()),
                Some(came) if minutes > tally.seminar.grace_minutes => {
                    let why = format!(
                        "first in at {}, began at {}, grace {} minutes",
                        zone.clock(came),
                        zone.clock(item.starts_at),
                        tally.seminar.grace_minutes
                    );
                    ("late", why)
                }
                Some(_) if person.left_early[at] => ("left early", String::new()),
                Some(_) => ("present", String::new()),
            };
            let unexpected = came.is_some() && !person.expected[at];
            let why = match (unexpected, person.status) {
                (false, _) => why,
                (true, Status::WalkIn) => "walk-in".to_owned(),
                (true, _) => "not expected here".to_owned(),
            };
            let (utc, local) =
                came.map(|came| (came.to_string(), zone.clock(came))).unwrap_or_default();
            let name = row.name();
            out.row(&[
                Cell::Text(row.code),
                Cell::Text(&name),
                text(row.country_name),
                Cell::Text(item.code.as_str()),
                Cell::Text(state),
                if utc.is_empty() { Cell::Empty } else { Cell::Time { utc: &utc, local: &local } },
                text(&why),
            ])?;
        }
        Ok(())
    })
}
