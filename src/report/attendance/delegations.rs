//! Shows delegations: who is registered, who arrived, who is missing.

use std::collections::BTreeMap;

use super::super::tally::Programme;
use super::super::{ReportError, text};
use super::roll::{self, Attendee};
use crate::matching::fold;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// What makes a delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DelegationBy {
    /// A country or region, or an international organization.
    Delegation,
    /// A country or region.
    Country,
    /// A region of the world.
    Region,
    /// An organization.
    Organization,
}

/// One row a delegation; the figures count persons.
pub const DELEGATIONS: &[Column<'static>] = &[
    Column::new("delegation", "Delegation", Fit::Words),
    Column::new("registered", "Registered", Fit::Right),
    Column::new("arrived", "Arrived", Fit::Right),
    Column::new("missing", "Missing", Fit::Right),
    Column::new("others", "Came unregistered", Fit::Right),
];

/// One row a person of a delegation.
pub const MEMBERS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("role", "Role", Fit::Whole),
    Column::new("status", "Status", Fit::Whole),
    Column::new("state", "State", Fit::Whole),
    Column::new("first_in_at", "First seen", Fit::Whole),
];

const NONE: &str = "(no country or region)";

/// Writes every delegation: registered = arrived + missing; walk-ins came unregistered.
pub fn delegations(
    register: &Reader<'_>,
    by: DelegationBy,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let programme = Programme::read(register)?;
    let mut rows: BTreeMap<String, [i64; 4]> = BTreeMap::new();
    for person in roll::call(register, &programme)? {
        let name = match by {
            DelegationBy::Delegation => person.delegation(),
            DelegationBy::Country => &person.country,
            DelegationBy::Region => &person.region,
            DelegationBy::Organization => &person.organization,
        };
        let name = match (name, by) {
            ("", DelegationBy::Organization) => "(no organization)",
            ("", _) => NONE,
            (name, _) => name,
        };
        let registered = person.status.expected();
        let figures = [
            registered,
            registered && person.came,
            registered && !person.came,
            !registered && person.came,
        ];
        if figures == [false; 4] {
            continue;
        }
        let sums = rows.entry(name.to_owned()).or_default();
        sums.iter_mut().zip(figures).for_each(|(sum, is)| *sum += i64::from(is));
    }
    for (name, figures) in &rows {
        let cells: Vec<Cell<'_>> = std::iter::once(Cell::Text(name))
            .chain(figures.iter().map(|&figure| Cell::Count(figure)))
            .collect();
        out.row(&cells)?;
    }
    Ok(())
}

/// Writes the people of one delegation: those of a country or region, by its display name, or those
/// of organizations whose name has `words` in it. Returns how many there are.
pub fn members(
    register: &Reader<'_>,
    country: Option<&str>,
    words: &str,
    out: &mut dyn RowWriter,
) -> Result<u64, ReportError> {
    let programme = Programme::read(register)?;
    let zone = programme.seminar.zone;
    let words = fold(words);
    let name = match country {
        Some(code) => register.country_names()?.remove(code),
        None => None,
    };
    let belongs = |person: &Attendee| match &name {
        Some(name) => person.country == *name,
        None => fold(&person.organization).contains(&words),
    };
    let mut people = roll::call(register, &programme)?;
    people.retain(belongs);
    roll::in_order(&mut people);
    for person in &people {
        let first = person.places.iter().filter_map(|place| Some(place.visit?.first_in_at)).min();
        let state = match (person.came, person.status.counts()) {
            (true, _) => "arrived",
            (false, true) => "missing",
            (false, false) => "not coming",
        };
        let (utc, local) =
            first.map(|at| (at.to_string(), zone.day_and_clock(at))).unwrap_or_default();
        out.row(&[
            Cell::Text(&person.code),
            Cell::Text(&person.name),
            text(&person.organization),
            Cell::Text(&person.role),
            Cell::Text(person.status.as_str()),
            Cell::Text(state),
            if utc.is_empty() { Cell::Empty } else { Cell::Time { utc: &utc, local: &local } },
        ])?;
    }
    Ok(u64::try_from(people.len()).unwrap_or(u64::MAX))
}
