//! Puts another person in the place of one who cannot come.

use super::super::{OpError, find_person};
use super::edit::change;
use super::enrol::{Duplicates, Enrolled, Enrolment};
use crate::domain::{Participant, Status, display_name};
use crate::intake::{PARTICIPANT_FIELDS, Registration};
use crate::matching::name_key;
use crate::store::{Entry, Operated, Store};

/// Who left and who comes instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substituted {
    /// Who cannot come, withdrawn now.
    pub left: Participant,
    /// Who comes instead, with a code of the person's own.
    pub comes: Participant,
    /// The group in the first round, if there is one.
    pub group: Option<String>,
    /// The sites that had cleared who leaves, and have not cleared who comes instead.
    pub to_clear: Vec<String>,
}

/// What a substitute has in common with the person who cannot come, unless something else is said.
const INHERITED: [&str; 6] = ["country", "organization", "category", "role", "track", "status"];

/// Registers a substitute, who gets the seats in groups and on excursions, and withdraws the person.
///
/// Nobody else moves. The substitute has a code of its own: the other one may be on a printed badge.
pub fn substitute(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    values: &[(&'static str, String)],
) -> Result<Operated<Substituted>, OpError> {
    store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let left = find_person(tx, typed, prefix)?;
        if left.status.is_refusal() {
            let who = format!("{} {}", left.code, left.described());
            return Err(OpError::NotComing { who, status: left.status.as_str() });
        }
        let stored = left.fields();
        let person = Registration::new(prefix, tx.country_aliases()?)
            .read_fields(0, |field| {
                let column = PARTICIPANT_FIELDS[field].name;
                match values.iter().find(|(said, _)| *said == column) {
                    Some((_, value)) => Some(value.as_str()),
                    None if INHERITED.contains(&column) => stored.get(field).copied(),
                    None => None,
                }
            })
            .map_err(OpError::Values)?;
        let mut enrolment = Enrolment::new(tx, prefix, Duplicates::Refuse);
        let id = match enrolment.take(&person, &name_key(person.names()))? {
            Enrolled::Added { id, .. } => id,
            Enrolled::Same { code, .. } => return Err(there(&person, code, Vec::new())),
            Enrolled::Differs { code, differences, .. } => {
                return Err(there(&person, code, differences));
            }
        };
        let mut to_clear = Vec::new();
        for excursion in tx.excursions()? {
            let place = tx.place(excursion.id, left.id)?;
            to_clear.extend(place.map(|place| place.cleared).unwrap_or_default());
        }
        tx.hand_over(left.id, id)?;
        let withdrawn = ("status", Status::Withdrawn.as_str().to_owned());
        let left = change(tx, prefix, left, &[withdrawn])?.person;
        let comes = tx.participant_by_id(id)?.ok_or(OpError::NothingToDo)?;
        tx.summarize(format!("{} for {}", comes.code, left.code));
        let group = tx.seat_of(id)?.map(|(_, group)| group);
        Ok(Substituted { left, comes, group, to_clear })
    })
}

fn there(
    person: &crate::domain::NewParticipant,
    code: String,
    differences: Vec<String>,
) -> OpError {
    OpError::Duplicate {
        who: display_name(&person.family_name, &person.given_name),
        code,
        differences,
        same_email: person.email.is_some(),
    }
}
