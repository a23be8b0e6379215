//! Finds whom a desk may mean: by a part of the name, or because the person is here already.

use crate::domain::{Email, NewParticipant, Participant, ParticipantCode};
use crate::matching::{Alike, alike, fold};
use crate::store::{Reader, Store, StoreError};

/// The most candidates that are numbered: one digit chooses.
pub(super) const MOST: usize = 9;

/// Persons who may be meant, the likeliest first, and how many there are in all.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Those who are numbered.
    pub(super) people: Vec<i64>,
    /// Those, and everybody else.
    pub(super) everybody: Vec<i64>,
}

impl Candidates {
    fn of(mut ranked: Vec<(u8, i64)>) -> Self {
        ranked.sort_unstable();
        let everybody: Vec<i64> = ranked.into_iter().map(|(_, id)| id).collect();
        Self { people: everybody.iter().take(MOST).copied().collect(), everybody }
    }
}

/// Returns those in whose name every typed word is the beginning of a word; where there is nobody,
/// those in whose name the words are anywhere. Reads all names: a tenth of a second in a hundred
/// thousand.
pub(super) fn by_name(register: &Reader<'_>, typed: &str) -> Result<Candidates, StoreError> {
    let typed = fold(typed);
    let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok(Candidates::default());
    }
    let joined = words.concat();
    let (mut begun, mut within) = (Vec::new(), Vec::new());
    register.each_name(|id, name| {
        let each = |fits: &dyn Fn(&str, &str) -> bool| {
            words.iter().all(|word| name.split(' ').any(|part| fits(part, word)))
        };
        if each(&|part, word| part.starts_with(word)) {
            begun.push((u8::from(!each(&|part, word| part == word)), id));
        } else if begun.is_empty()
            && (words.iter().all(|word| name.contains(word))
                || words.len() == 1 && name.split(' ').collect::<String>().contains(&joined))
        {
            within.push((0, id));
        }
    })?;
    Ok(Candidates::of(if begun.is_empty() { within } else { begun }))
}

/// Returns those who may be the very person that is about to be registered: of the same e-mail
/// address, or of a name that is alike; a name that has only one word in common with it counts
/// where the country is the same.
pub(super) fn likely(
    register: &Reader<'_>,
    person: &NewParticipant,
) -> Result<Vec<Participant>, StoreError> {
    let email = person.email.as_ref().map(Email::as_str);
    let mut found = Vec::new();
    if let Some(id) = email.map(|email| register.id_by_email(email)).transpose()?.flatten() {
        found.push((0, id));
    }
    let name = fold(&format!("{} {}", person.family_name, person.given_name));
    register.each_name(|id, other| match alike(&name, other) {
        Alike::Yes => found.push((1, id)),
        Alike::OneWord => found.push((2, id)),
        Alike::No => {}
    })?;
    found.sort_unstable();
    let mut people: Vec<Participant> = Vec::new();
    for (rank, id) in found {
        if people.len() == MOST {
            break;
        }
        let Some(other) = register.participant_by_id(id)? else { continue };
        let same_country = person.country.is_none_or(|country| country == other.country);
        if (rank < 2 || same_country) && people.iter().all(|known| known.id != id) {
            people.push(other);
        }
    }
    Ok(people)
}

/// Numbers people for a choice.
pub(super) fn described(store: &Store, people: &[i64]) -> Result<Vec<String>, StoreError> {
    store.read(|register| {
        let mut lines = Vec::new();
        for (number, &id) in (1..).zip(people) {
            if let Some(person) = register.participant_by_id(id)? {
                lines.push(format!("{number} {} {}", person.code, person.described()));
            }
        }
        Ok(lines)
    })
}

/// Names those in the register whose codes come near.
pub(super) fn near_people(
    register: &Reader<'_>,
    near: &[ParticipantCode],
) -> Result<Vec<String>, StoreError> {
    let mut people = Vec::new();
    for &code in near {
        if people.len() == 3 {
            break;
        }
        if let Some(person) = register.participant(code)? {
            people.push(format!("{} {}", person.code, person.described()));
        }
    }
    Ok(people)
}
