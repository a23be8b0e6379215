//! Takes a person into the register: finds whether the person is there, the organization, a seat.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::super::OpError;
use super::strangers::Strangers;
use crate::domain::{Category, ExcursionWish, NewParticipant, Participant, ParticipantCode};
use crate::matching::name_key;
use crate::store::{
    Entry, Insertion, MAIN_EXCURSION, Named, Operated, Reader, Store, StoreError, StoredFields,
    Writer,
};

/// The most organizations that are remembered while a file is read.
const ORGANIZATIONS_KEPT: usize = 8_192;

/// What came of a person's wish to join the excursion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seating {
    /// The person did not ask.
    NotAsked,
    /// The person has this seat.
    Seat(i64),
    /// The person is on the waiting list.
    Waiting,
}

/// What came of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolled {
    /// The person is in the register now.
    Added {
        /// Join key.
        id: i64,
        /// The code.
        code: ParticipantCode,
        /// The place on the excursion.
        seating: Seating,
        /// Whether the kind of body had to be left at "other".
        category_unknown: bool,
    },
    /// The very same person was in the register before; nothing was changed.
    Same {
        /// Join key.
        id: i64,
        /// The code.
        code: String,
    },
    /// The person seems to be in the register, with other values.
    Differs {
        /// Join key.
        id: i64,
        /// The code.
        code: String,
        /// The columns that differ.
        differences: Vec<String>,
    },
}

/// The seats of the excursion while one transaction gives them out.
pub(in crate::ops) struct Seats {
    gaps: Vec<i64>,
    next: i64,
    limit: Option<i64>,
}

impl Seats {
    pub(in crate::ops) fn read(register: &Reader<'_>, excursion: i64) -> Result<Self, StoreError> {
        let limit = register
            .excursions()?
            .into_iter()
            .find(|found| found.id == excursion)
            .and_then(|found| found.places);
        let taken: Vec<i64> =
            register.places(excursion)?.into_iter().filter_map(|place| place.seat).collect();
        let next = taken.last().map_or(1, |last| last + 1);
        let mut gaps: Vec<i64> = Vec::new();
        if i64::try_from(taken.len()).is_ok_and(|count| count + 1 < next) {
            // Taken seats come in order, so the free ones between them do as well.
            let mut taken = taken.iter().peekable();
            gaps =
                (1..next).filter(|seat| taken.next_if(|taken| *taken == seat).is_none()).collect();
            gaps.reverse();
        }
        Ok(Self { gaps, next, limit })
    }

    /// Returns the lowest free seat, or nothing where the excursion is full.
    pub(in crate::ops) fn take(&mut self) -> Option<i64> {
        let seat = self.gaps.last().copied().unwrap_or(self.next);
        if self.limit.is_some_and(|limit| seat > limit) {
            return None;
        }
        if self.gaps.pop().is_none() {
            self.next += 1;
        }
        Some(seat)
    }
}

/// What becomes of people who seem to be there already, by their name and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// They are refused, and those who are there are named.
    Refuse,
    /// They are taken in as well.
    TakeIn,
}

impl Duplicates {
    /// They are taken in where somebody says so.
    pub fn taken_in(are_allowed: bool) -> Self {
        if are_allowed { Self::TakeIn } else { Self::Refuse }
    }
}

/// Takes people into the register within one transaction.
pub(in crate::ops) struct Enrolment<'t, 'c> {
    tx: &'t Writer<'c>,
    prefix: char,
    duplicates: Duplicates,
    organizations: HashMap<String, (i64, Category), RandomState>,
    strangers: Strangers,
    seats: Option<Seats>,
}

impl<'t, 'c> Enrolment<'t, 'c> {
    pub(in crate::ops) fn new(tx: &'t Writer<'c>, prefix: char, duplicates: Duplicates) -> Self {
        Self {
            tx,
            prefix,
            duplicates,
            organizations: HashMap::default(),
            strangers: Strangers::default(),
            seats: None,
        }
    }

    /// Takes one person in, unless the person is there already. `name_key` is the person's
    /// [`crate::matching::name_key`].
    pub(in crate::ops) fn take(
        &mut self,
        person: &NewParticipant,
        name_key: &str,
    ) -> Result<Enrolled, OpError> {
        let known = self.known_organization(person)?;
        // Whoever brings a known e-mail address is found by the unique index while being stored; an
        // unknown organization must not be stored for somebody who then is refused.
        let must_look = person.email.is_none() || person.code.is_some() || known.is_none();
        if must_look && let Some(found) = self.find(person, name_key, known)? {
            return Ok(found);
        }
        let (fields, category_unknown) = self.belongs(person, known)?;
        match self.tx.add_participant(person, name_key, fields, self.prefix)? {
            Insertion::Added { id, code } => {
                for extra in &person.extras {
                    self.tx.add_extra(id, extra)?;
                }
                self.strangers.comes_in(id, &Named::new(person, name_key, fields.organization));
                let seating = self.seat(id, person)?;
                Ok(Enrolled::Added { id, code, seating, category_unknown })
            }
            Insertion::Taken => self.find(person, name_key, known)?.ok_or_else(|| {
                StoreError::Rule { rule: "a participant's code or e-mail address".to_owned() }
                    .into()
            }),
            Insertion::NoNumberLeft => Err(OpError::NoNumberLeft),
        }
    }

    /// Finds the person by code, then e-mail address, then name with country and organization.
    ///
    /// Nobody comes from an organization that is not known yet.
    fn find(
        &mut self,
        person: &NewParticipant,
        name_key: &str,
        known: Option<(Option<i64>, Category)>,
    ) -> Result<Option<Enrolled>, OpError> {
        if let Some(code) = person.code
            && let Some(found) = self.tx.participant(code)?
        {
            return self.compared(&found, person).map(Some);
        }
        if let Some(email) = &person.email {
            let found = self.tx.participant_by_email(email.as_str())?;
            return found.map(|found| self.compared(&found, person)).transpose();
        }
        if self.duplicates == Duplicates::TakeIn || person.code.is_some() {
            return Ok(None);
        }
        let Some((organization, _)) = known else { return Ok(None) };
        let id = self.strangers.find(self.tx, &Named::new(person, name_key, organization))?;
        let found = id.map(|id| self.tx.participant_by_id(id)).transpose()?.flatten();
        found.map(|found| self.compared(&found, person)).transpose()
    }

    /// Compares a person of the register with what a list says of it.
    fn compared(&self, found: &Participant, person: &NewParticipant) -> Result<Enrolled, OpError> {
        let mut differences = found.differences(person);
        // An address typed in other letter case is the same address.
        if person.email.as_ref().is_some_and(|email| email.is(&found.email)) {
            differences.retain(|column| *column != "email");
        }
        let mut differences: Vec<String> = differences.into_iter().map(str::to_owned).collect();
        if !person.extras.is_empty() {
            let known = self.tx.extras(found.id)?;
            let other = person.extras.iter().filter(|extra| !known.contains(extra));
            differences.extend(other.map(|extra| extra.name.clone()));
        }
        let code = found.code.clone();
        Ok(if differences.is_empty() {
            Enrolled::Same { id: found.id, code }
        } else {
            Enrolled::Differs { id: found.id, code, differences }
        })
    }

    fn known_organization(
        &mut self,
        person: &NewParticipant,
    ) -> Result<Option<(Option<i64>, Category)>, StoreError> {
        if person.organization.is_empty() {
            return Ok(Some((None, person.category.unwrap_or(Category::Other))));
        }
        if let Some(&(id, category)) = self.organizations.get(&person.organization) {
            return Ok(Some((Some(id), category)));
        }
        let found = self.tx.organization(&person.organization)?;
        Ok(found.map(|(id, category)| {
            self.remember(&person.organization, id, category);
            (Some(id), category)
        }))
    }

    /// Remembers an organization for the rows to come.
    fn remember(&mut self, name: &str, id: i64, category: Category) {
        if self.organizations.len() >= ORGANIZATIONS_KEPT {
            self.organizations.clear();
        }
        self.organizations.insert(name.to_owned(), (id, category));
    }

    /// Returns where the person belongs, and whether the kind of body is unknown.
    fn belongs(
        &mut self,
        person: &NewParticipant,
        known: Option<(Option<i64>, Category)>,
    ) -> Result<(StoredFields, bool), StoreError> {
        let (organization, category) = if let Some(known) = known {
            known
        } else {
            let category = person.category.unwrap_or(Category::Other);
            let id = self.tx.add_organization(&person.organization, category)?;
            self.remember(&person.organization, id, category);
            (Some(id), category)
        };
        let unknown = person.category.is_none() && category == Category::Other;
        let category = person.category.unwrap_or(category);
        Ok((StoredFields { organization, category }, unknown))
    }

    /// Gives the person a place on the excursion, if the person asked for one and takes part.
    fn seat(&mut self, id: i64, person: &NewParticipant) -> Result<Seating, StoreError> {
        let comes = !person.status.is_refusal();
        if person.excursion == ExcursionWish::No || !comes {
            return Ok(Seating::NotAsked);
        }
        let seat = if person.excursion == ExcursionWish::Yes && person.status.counts() {
            if self.seats.is_none() {
                self.seats = Some(Seats::read(self.tx, MAIN_EXCURSION)?);
            }
            self.seats.as_mut().and_then(Seats::take)
        } else {
            None
        };
        self.tx.add_place(MAIN_EXCURSION, id, seat)?;
        Ok(seat.map_or(Seating::Waiting, Seating::Seat))
    }

    /// Returns where the person belongs after a change of organization, country or category.
    pub(in crate::ops) fn fields_of(
        &mut self,
        person: &NewParticipant,
    ) -> Result<StoredFields, StoreError> {
        let known = self.known_organization(person)?;
        self.belongs(person, known).map(|(fields, _)| fields)
    }
}

/// Registers one person. Whoever repeats a request with its mark is told the code that it got.
pub fn register(
    store: &mut Store,
    entry: &Entry,
    person: &NewParticipant,
    duplicates: Duplicates,
) -> Result<Operated<Enrolled>, OpError> {
    let registered = store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let enrolled =
            Enrolment::new(tx, prefix, duplicates).take(person, &name_key(person.names()))?;
        match &enrolled {
            Enrolled::Differs { code, differences, .. } => {
                let who = crate::domain::display_name(&person.family_name, &person.given_name);
                return Err(OpError::Duplicate {
                    who,
                    code: code.clone(),
                    differences: differences.clone(),
                    same_email: person.email.is_some(),
                });
            }
            Enrolled::Added { code, .. } => tx.summarize(code.to_string()),
            Enrolled::Same { .. } => {}
        }
        Ok(enrolled)
    });
    if let Err(OpError::Store(StoreError::Repeated { operation })) = &registered {
        let made = store.read(|register| register.participant_made_by(*operation))?;
        // The mark may have been another request's.
        if let Some(found) = made.filter(|found| found.differences(person).is_empty()) {
            let value = Enrolled::Same { id: found.id, code: found.code };
            return Ok(Operated { value, operation: None });
        }
    }
    registered
}
