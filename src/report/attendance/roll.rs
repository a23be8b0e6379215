//! Calls the roll: people by name with where they were, and the questions that name people.

use super::super::tally::{Place, Programme};
use super::super::{ReportError, counted, text};
use super::by::{Sessions, standings};
use crate::domain::{AttendanceRule, Session, Standing, Status};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// A person of the roll.
#[derive(Debug, Clone)]
pub(super) struct Attendee {
    pub(super) code: String,
    pub(super) name: String,
    /// Folded, for the order of lists.
    pub(super) name_key: String,
    /// Display name of the country or region, or empty.
    pub(super) country: String,
    /// Region of the world, or empty.
    pub(super) region: String,
    pub(super) organization: String,
    pub(super) category: String,
    pub(super) role: String,
    pub(super) status: Status,
    /// Whether the person came to anything.
    pub(super) came: bool,
    /// One place a session.
    pub(super) places: Vec<Place>,
    /// The sessions that are meant for somebody like this, whatever the status.
    pub(super) meant_for: Vec<bool>,
}

impl Attendee {
    /// Returns whom the person stands for: an international organization, a country or region, or
    /// else the body that the person comes from.
    pub(super) fn delegation(&self) -> &str {
        let international = self.category == "international-organization";
        if self.country.is_empty() || (international && !self.organization.is_empty()) {
            &self.organization
        } else {
            &self.country
        }
    }
}

/// Returns everybody in the order of codes.
pub(super) fn call(
    register: &Reader<'_>,
    programme: &Programme,
) -> Result<Vec<Attendee>, ReportError> {
    let mut counted = Vec::new();
    programme.each_person(register, |one| {
        let person = &one.person;
        let meant = |session: &Session| {
            session.item.expects(Status::Confirmed, person.track, person.has_seat)
        };
        let meant_for: Vec<bool> = programme.sessions.iter().map(meant).collect();
        counted.push((person.status, one.came_at_all(), one.places.to_vec(), meant_for));
        Ok(())
    })?;
    let mut counted = counted.into_iter();
    let mut everybody = Vec::new();
    register.each_participant(|row| -> Result<(), ReportError> {
        // Both lists belong to one moment and come in the same order.
        let Some((status, came, places, meant_for)) = counted.next() else { return Ok(()) };
        everybody.push(Attendee {
            code: row.code.to_owned(),
            name: row.name(),
            name_key: row.name_key.to_owned(),
            country: row.country_name.to_owned(),
            region: row.region.to_owned(),
            organization: row.organization.to_owned(),
            category: row.category.to_owned(),
            role: row.role.to_owned(),
            status,
            came,
            places,
            meant_for,
        });
        Ok(())
    })?;
    Ok(everybody)
}

/// Puts people into the order of a roll call: by delegation, then by name.
pub(super) fn in_order(people: &mut [Attendee]) {
    people.sort_by(|one, other| {
        let key = |person: &Attendee| {
            (person.delegation().to_owned(), person.name_key.clone(), person.code.clone())
        };
        key(one).cmp(&key(other))
    });
}

/// Which of those who were expected are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// All of them.
    All,
    /// Those who did not come: excused, absent or unknown.
    Missing,
}

/// Writes who was expected where, one row a person and session; returns the number of persons.
pub fn expected(
    register: &Reader<'_>,
    which: Expected,
    sessions: &Sessions,
    out: &mut dyn RowWriter,
) -> Result<u64, ReportError> {
    let wanted = |place: &Place, standing: Standing| {
        place.expected && (which == Expected::All || !standing.came())
    };
    standings(register, sessions, wanted, out)
}

/// People by name.
pub const NAMES: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Words),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("status", "Status", Fit::Whole),
];

/// Which people are named by what they came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Registered or confirmed, and came to nothing.
    Never,
    /// Came on the first day of the programme, and on no later one.
    FirstDayOnly,
}

/// Writes the people who came never, or on the first day only; returns how many.
pub fn names(
    register: &Reader<'_>,
    which: Came,
    out: &mut dyn RowWriter,
) -> Result<u64, ReportError> {
    let programme = Programme::read(register)?;
    let first_day = programme.days().first().copied();
    let mut people = call(register, &programme)?;
    people.retain(|person| match which {
        Came::Never => person.status.expected() && !person.came,
        Came::FirstDayOnly => {
            let visited = programme.sessions.iter().zip(&person.places);
            let later = |(session, place): (&Session, &Place)| {
                place.visit.is_some() && Some(session.item.day) != first_day
            };
            person.came && !visited.into_iter().any(later)
        }
    });
    in_order(&mut people);
    for person in &people {
        out.row(&[
            Cell::Text(&person.code),
            Cell::Text(&person.name),
            text(&person.country),
            text(&person.organization),
            Cell::Text(person.status.as_str()),
        ])?;
    }
    Ok(u64::try_from(people.len()).unwrap_or(u64::MAX))
}

/// Who met a rule, with the evidence.
pub const MET: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Words),
    Column::new("attended", "Attended", Fit::Right),
    Column::new("of", "Of", Fit::Right),
    Column::new("sessions", "Sessions", Fit::Words),
];

/// Writes who met a rule of attendance; returns how many persons did, and how many there are.
///
/// Sessions count for somebody who is meant to be there, or was; not those where nobody was
/// recorded, and not those from which the person was excused.
pub fn met(
    register: &Reader<'_>,
    rule: AttendanceRule,
    out: &mut dyn RowWriter,
) -> Result<(u64, u64), ReportError> {
    let programme = Programme::read(register)?;
    let mut people = call(register, &programme)?;
    in_order(&mut people);
    let (mut met, mut all) = (0, 0);
    for person in &people {
        let mut attended = Vec::new();
        let mut counts = 0;
        for (at, place) in person.places.iter().enumerate() {
            let facts = programme.facts(at, *place);
            if place.visit.is_some() {
                attended.push(programme.sessions[at].item.code.as_str());
                counts += 1;
            } else if person.meant_for[at] && programme.recorded(at) && facts.excuse.is_none() {
                counts += 1;
            }
        }
        all += u64::from(person.status.counts() || person.came);
        if !rule.is_met(attended.len(), counts) {
            continue;
        }
        met += 1;
        out.row(&[
            Cell::Text(&person.code),
            Cell::Text(&person.name),
            text(&person.country),
            Cell::Count(counted(attended.len())),
            Cell::Count(counted(counts)),
            text(&attended.join(" ")),
        ])?;
    }
    Ok((met, all))
}
