//! Tells people apart who were booked under the address of one of them.

use std::collections::HashSet;

use super::super::OpError;
use crate::domain::{Extra, NewParticipant, Participant};
use crate::intake::RawRow;
use crate::matching::fold;
use crate::store::Reader;

/// The field that holds the address.
const EMAIL: usize = 9;

/// Whom a list of a booking system has named by their addresses so far.
#[derive(Debug, Default)]
pub(super) struct Booked {
    met: HashSet<i64>,
    /// How many people were found to have somebody else's address.
    pub(super) others: u64,
}

impl Booked {
    /// Returns the person without the address, which stays as an extra field, where it is that of
    /// somebody else on the list, who booked for this one as well.
    pub(super) fn for_another(
        &mut self,
        register: &Reader<'_>,
        row: &RawRow<'_>,
        person: &NewParticipant,
    ) -> Result<Option<NewParticipant>, OpError> {
        let Some(email) = &person.email else { return Ok(None) };
        let owner = register.participant_by_email(email.key())?;
        let owner = owner.map(|id| register.participant_by_id(id)).transpose()?.flatten();
        let Some(owner) = owner else { return Ok(None) };
        if is_named_alike(&owner, person) {
            self.met.insert(owner.id);
            return Ok(None);
        }
        if !self.met.contains(&owner.id) && !is_known(register, person)? {
            // The name may have been mended.
            return Ok(None);
        }
        self.others += 1;
        let mut other = person.clone();
        other.email = None;
        let (name, value) = (row.header(EMAIL).to_owned(), email.as_str().to_owned());
        if !other.extras.iter().any(|extra| extra.name == name) {
            other.extras.push(Extra { name, value });
        }
        Ok(Some(other))
    }

    /// Remembers whom a row with an address was taken for.
    pub(super) fn meet(&mut self, id: i64) {
        self.met.insert(id);
    }
}

fn is_named_alike(found: &Participant, person: &NewParticipant) -> bool {
    fold(&found.family_name) == fold(&person.family_name)
        && fold(&found.given_name) == fold(&person.given_name)
}

/// Says whether somebody of this name, from this country or organization, is in the register.
fn is_known(register: &Reader<'_>, person: &NewParticipant) -> Result<bool, OpError> {
    for id in register.namesakes(&person.family_name, &person.given_name)? {
        let Some(found) = register.participant_by_id(id)? else { continue };
        let same_country = person.country.is_none_or(|country| country == found.country);
        let same_body = fold(&found.organization) == fold(&person.organization);
        if is_named_alike(&found, person) && (same_country || same_body) {
            return Ok(true);
        }
    }
    Ok(false)
}
