//! Calls the roll: people by name with where they were.

use super::super::ReportError;
use super::super::tally::{Place, Programme};
use crate::domain::{Session, Status};
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
