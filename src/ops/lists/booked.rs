//! Tells people apart who were booked under the address of one of them.

use std::collections::HashSet;

use super::super::OpError;
use super::meant::{is_named_alike, namesake};
use crate::domain::{Extra, NewParticipant};
use crate::intake::RawRow;
use crate::intake::participant_fields::EMAIL;
use crate::store::Reader;

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
        let Some(owner) = register.participant_by_email(email.as_str())? else { return Ok(None) };
        if is_named_alike(&owner, person) {
            self.met.insert(owner.id);
            return Ok(None);
        }
        if !self.met.contains(&owner.id) && namesake(register, person, owner.id)?.is_none() {
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
