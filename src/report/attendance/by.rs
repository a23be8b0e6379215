//! Shows who was expected and who came: by person, session, day, country or region, or category.

use std::collections::BTreeMap;

use super::super::tally::{Place, Presence, Programme};
use super::super::{ReportError, text};
use super::roll;
use crate::domain::{Category, Session, SessionCode, Standing, Status};
use crate::matching::fold;
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

/// Which sessions are looked at; all of them where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sessions {
    /// Only this one.
    pub code: Option<SessionCode>,
    /// Only those of this day.
    pub day: Option<u32>,
}

impl Sessions {
    /// Returns whether a session is looked at.
    pub(super) fn has(&self, session: &Session) -> bool {
        self.code.as_ref().is_none_or(|code| *code == session.item.code)
            && self.day.is_none_or(|day| day == session.item.day)
    }
}

/// One row a person and session.
pub const PERSON: &[Column<'static>] = &[
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
            Column::new(Presence::FIGURES[0].0, Presence::FIGURES[0].1, Fit::Right),
            Column::new(Presence::FIGURES[1].0, Presence::FIGURES[1].1, Fit::Right),
            Column::new(Presence::FIGURES[2].0, Presence::FIGURES[2].1, Fit::Right),
            Column::new(Presence::FIGURES[3].0, Presence::FIGURES[3].1, Fit::Right),
            Column::new(Presence::FIGURES[4].0, Presence::FIGURES[4].1, Fit::Right),
            Column::new(Presence::FIGURES[5].0, Presence::FIGURES[5].1, Fit::Right),
            Column::new(Presence::FIGURES[6].0, Presence::FIGURES[6].1, Fit::Right),
            Column::new(Presence::FIGURES[7].0, Presence::FIGURES[7].1, Fit::Right),
            Column::new(Presence::FIGURES[8].0, Presence::FIGURES[8].1, Fit::Right),
            Column::new(Presence::FIGURES[9].0, Presence::FIGURES[9].1, Fit::Right),
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

/// Returns the columns for which a table has room.
pub fn table_columns(by: By) -> Vec<&'static str> {
    let keys = COLUMNS_BY(by).iter().map(|column| column.key);
    keys.filter(|key| *key != Presence::NOT_IN_TABLES && *key != "no_shows").collect()
}

/// Writes attendance at some sessions, or at all.
pub fn attendance(
    register: &Reader<'_>,
    by: By,
    sessions: &Sessions,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    if by == By::Person {
        return standings(register, sessions, |_, _| true, out).map(drop);
    }
    let programme = Programme::read(register)?;
    let chosen: Vec<bool> = programme.sessions.iter().map(|one| sessions.has(one)).collect();
    let rows = match by {
        By::Country | By::Person => by_country(register, &programme, &chosen)?,
        By::Session | By::Day | By::Category => by_kind(register, by, &programme, &chosen)?,
    };
    let days = programme.days();
    let one_is_wanted = by == By::Session && sessions != &Sessions::default();
    for (position, (label, presence)) in rows.iter().enumerate() {
        if one_is_wanted && !chosen[position] {
            continue;
        }
        let counts = presence.figures().map(Cell::Count);
        let unit = match by {
            By::Day => Cell::Count(days[position].into()),
            _ => Cell::Text(label),
        };
        let cells: Vec<Cell<'_>> = std::iter::once(unit).chain(counts).collect();
        out.row(&cells)?;
    }
    Ok(())
}

/// Counts the people of each country or region at the chosen sessions, in the order of names.
fn by_country(
    register: &Reader<'_>,
    programme: &Programme,
    chosen: &[bool],
) -> Result<Vec<(String, Presence)>, ReportError> {
    let mut countries: BTreeMap<String, Presence> = BTreeMap::new();
    programme.each_person(register, |one| {
        let country = one.person.country;
        if !countries.contains_key(country) {
            countries.insert(country.to_owned(), Presence::default());
        }
        if let Some(presence) = countries.get_mut(country) {
            programme.add(presence, one, |at, _| chosen[at]);
        }
        Ok(())
    })?;
    let names = register.country_names()?;
    let named = countries.into_iter().map(|(code, presence)| {
        let name = names.get(&code).map_or("(no country or region)", String::as_str);
        (name.to_owned(), presence)
    });
    let mut rows: Vec<(String, Presence)> = named.collect();
    rows.sort_by_cached_key(|(name, _)| (fold(name), name.clone()));
    Ok(rows)
}

/// Counts people at the chosen sessions: in a row for each session, day or category there is.
fn by_kind(
    register: &Reader<'_>,
    by: By,
    programme: &Programme,
    chosen: &[bool],
) -> Result<Vec<(String, Presence)>, ReportError> {
    let days = programme.days();
    let labels: Vec<String> = match by {
        By::Session => programme.sessions.iter().map(|one| one.item.code.to_string()).collect(),
        By::Day => days.iter().map(ToString::to_string).collect(),
        _ => Category::ALL.iter().map(ToString::to_string).collect(),
    };
    let mut rows: Vec<_> = labels.into_iter().map(|label| (label, Presence::default())).collect();
    programme.each_person(register, |one| {
        for (row, (_, presence)) in rows.iter_mut().enumerate() {
            let counts = |at: usize, session: &Session| {
                chosen[at]
                    && match by {
                        By::Session => at == row,
                        By::Day => session.item.day == days[row],
                        _ => Category::ALL[row] == one.person.category,
                    }
            };
            programme.add(presence, one, counts);
        }
        Ok(())
    })?;
    Ok(rows)
}

/// Writes one row for every person and session where the person was expected or came, as far as
/// `wanted` says. Returns how many persons there are among them.
pub(super) fn standings(
    register: &Reader<'_>,
    sessions: &Sessions,
    wanted: impl Fn(&Place, Standing) -> bool,
    out: &mut dyn RowWriter,
) -> Result<u64, ReportError> {
    let programme = Programme::read(register)?;
    let zone = programme.seminar.zone;
    let mut persons = 0;
    for person in roll::call(register, &programme)? {
        let mut any = false;
        for (at, session) in programme.sessions.iter().enumerate() {
            let place = person.places[at];
            let facts = programme.facts(at, place);
            let Some(standing) = facts.standing() else { continue };
            if !sessions.has(session) || !wanted(&place, standing) {
                continue;
            }
            any = true;
            let mut why = facts.why(zone);
            let mut also = |reason: &str| {
                why = if why.is_empty() { reason.to_owned() } else { format!("{why}; {reason}") };
            };
            match (place.visit.is_some() && !place.expected, person.status) {
                (true, Status::WalkIn) => also("walk-in"),
                (true, _) => also("not expected here"),
                _ if standing == Standing::Absent && !person.came => also("came to nothing"),
                _ => {}
            }
            let first = place.visit.map(|visit| visit.first_in_at);
            let (utc, local) = first.map(|at| (at.to_string(), zone.clock(at))).unwrap_or_default();
            out.row(&[
                Cell::Text(&person.code),
                Cell::Text(&person.name),
                text(&person.country),
                Cell::Text(session.item.code.as_str()),
                Cell::Text(standing.as_str()),
                if utc.is_empty() { Cell::Empty } else { Cell::Time { utc: &utc, local: &local } },
                text(&why),
            ])?;
        }
        persons += u64::from(any);
    }
    Ok(persons)
}
