//! Names people: who was expected, who came never, who met a rule of attendance.

use super::super::tally::{Place, Programme};
use super::super::{ReportError, counted, text};
use super::by::{Sessions, standings};
use super::roll::{call, in_order};
use crate::domain::{AttendanceRule, Session, Standing};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

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
