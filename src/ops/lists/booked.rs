//! Tells people apart who are listed under the address of one of them.

use super::super::OpError;
use super::meant::{is_named_alike, namesake};
use crate::domain::{Extra, NewParticipant, Participant};
use crate::intake::RawRow;
use crate::intake::participant_fields::EMAIL;
use crate::matching::{Alike, alike, fold};
use crate::store::Reader;

/// Whom a list has named so far.
#[derive(Debug, Default)]
pub(super) struct Booked {
    /// A bit for every person of the register: a list may name a million.
    met: Vec<u64>,
}

impl Booked {
    /// Returns the person of a booking system's list without the address, which stays as an extra field,
    /// where it is that of somebody else on the list, who booked for this one as well.
    pub(super) fn for_another(
        &mut self,
        register: &Reader<'_>,
        row: &RawRow<'_>,
        person: &NewParticipant,
    ) -> Result<Option<NewParticipant>, OpError> {
        let Some(owner) = owner(register, person)? else { return Ok(None) };
        if is_named_alike(&owner, person) {
            self.meet(owner.id);
            return Ok(None);
        }
        if !self.has_met(owner.id) && namesake(register, person, owner.id)?.is_none() {
            // The name may have been mended.
            return Ok(None);
        }
        Ok(Some(without_address(row, person)))
    }

    /// Returns the same for a person of any list who was refused for the address: only where another row
    /// has it for somebody with another name, and this one has none here.
    pub(super) fn beside_another(
        &self,
        register: &Reader<'_>,
        row: &RawRow<'_>,
        person: &NewParticipant,
    ) -> Result<Option<NewParticipant>, OpError> {
        let Some(owner) = owner(register, person)?.filter(|_| person.code.is_none()) else {
            return Ok(None);
        };
        let name = |family: &str, given: &str| fold(&format!("{family} {given}"));
        let (one, other) = (
            name(&owner.family_name, &owner.given_name),
            name(&person.family_name, &person.given_name),
        );
        if alike(&one, &other) != Alike::No || one == other {
            return Ok(None);
        }
        let is_apart = match namesake(register, person, owner.id)? {
            Some(found) => found.email.is_empty(),
            None => self.has_met(owner.id),
        };
        Ok(is_apart.then(|| without_address(row, person)))
    }

    /// Remembers whom a row was taken for.
    pub(super) fn meet(&mut self, id: i64) {
        let Some((at, bit)) = place(id) else { return };
        if self.met.len() <= at {
            self.met.resize(at + 1, 0);
        }
        self.met[at] |= bit;
    }

    fn has_met(&self, id: i64) -> bool {
        place(id).is_some_and(|(at, bit)| self.met.get(at).is_some_and(|bits| bits & bit != 0))
    }
}

fn without_address(row: &RawRow<'_>, person: &NewParticipant) -> NewParticipant {
    let mut other = person.clone();
    let value = other.email.take().map(|email| email.as_str().to_owned()).unwrap_or_default();
    let name = row.header(EMAIL).to_owned();
    if !other.extras.iter().any(|extra| extra.name == name) {
        other.extras.push(Extra { name, value });
    }
    other
}

fn place(id: i64) -> Option<(usize, u64)> {
    let id = usize::try_from(id).ok()?;
    Some((id / 64, 1 << (id % 64)))
}

fn owner(register: &Reader<'_>, person: &NewParticipant) -> Result<Option<Participant>, OpError> {
    Ok(match &person.email {
        Some(email) => register.participant_by_email(email.as_str())?,
        None => None,
    })
}
