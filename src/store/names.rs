//! Finds people by their names: in one stretch of numbers after the other, as the index has them.

use rusqlite::{OptionalExtension, Row, params};

use super::{Reader, StoreError};
use crate::domain::NewParticipant;
use crate::matching::name_key;

/// Numbers of participants in a stretch of the index by names, which stands in the statements too:
/// many enough that a seminar has one or two of them, few enough that one stays in memory.
pub const STRETCH: u16 = 16_384;

const NEXT_STRETCH: &str = "
SELECT id / 16384 FROM participant WHERE id >= ?1 * 16384 ORDER BY id LIMIT 1";
const SAME_PERSON: &str = "
SELECT coalesce(same_as, id) FROM participant
WHERE id / 16384 = ?1 AND name_key = ?2 AND country IS NOT DISTINCT FROM ?3
  AND organization_id IS NOT DISTINCT FROM ?4
ORDER BY id LIMIT 1";
const NAMESAKES: &str = "
SELECT coalesce(same_as, id) FROM participant
WHERE id / 16384 = ?1 AND name_key >= ?2 AND name_key < ?3";
const NAMED: &str = "SELECT id, name_key, country, organization_id FROM participant";

/// What a person is found by who brings neither code nor e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Named<'p> {
    /// The person's [`name_key`].
    pub name_key: &'p str,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<&'p str>,
    /// Join key of the organization.
    pub organization: Option<i64>,
}

impl<'p> Named<'p> {
    /// Takes what the person is found by together.
    pub fn new(person: &NewParticipant, name_key: &'p str, organization: Option<i64>) -> Self {
        Self { name_key, country: person.country, organization }
    }
}

/// Returns the stretch in which the index by names has a person.
pub fn stretch_of(id: i64) -> i64 {
    id / i64::from(STRETCH)
}

fn named<'r>(row: &'r Row<'_>) -> rusqlite::Result<(i64, Named<'r>)> {
    let name_key = row.get_ref(1)?.as_str()?;
    let country = row.get_ref(2)?.as_str_or_null()?;
    Ok((row.get(0)?, Named { name_key, country, organization: row.get(3)? }))
}

impl Reader<'_> {
    /// Returns the key of the first participant of the same folded names, country and organization.
    pub fn same_person(&self, person: &Named<'_>) -> Result<Option<i64>, StoreError> {
        self.stretches(|stretch| self.same_person_within(stretch, person))
    }

    /// Does the same among the people of one stretch of numbers.
    pub fn same_person_within(
        &self,
        stretch: i64,
        person: &Named<'_>,
    ) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(SAME_PERSON)?;
        let values = params![stretch, person.name_key, person.country, person.organization];
        Ok(statement.query_row(values, |row| row.get(0)).optional()?)
    }

    /// Returns the keys of everybody whose folded names are these, or begin with them: a name in
    /// its own script stands behind.
    pub fn namesakes(&self, family: &str, given: &str) -> Result<Vec<i64>, StoreError> {
        let key = name_key([family, given, ""]);
        // Behind the blank that begins a further name comes the exclamation mark.
        let end = format!("{key}!");
        let mut statement = self.connection.prepare_cached(NAMESAKES)?;
        let mut found = Vec::new();
        self.stretches(|stretch| {
            for id in statement.query_map(params![stretch, key, end], |row| row.get(0))? {
                found.push(id?);
            }
            Ok(None::<()>)
        })?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Calls `each` with everybody's join key and what the person is found by.
    pub fn each_named(&self, mut each: impl FnMut(i64, &Named<'_>)) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(NAMED)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, named) = named(row)?;
            each(id, &named);
        }
        Ok(())
    }

    /// Calls `look` with one stretch of numbers that people have after the other, the lowest first,
    /// until it returns something.
    fn stretches<T>(
        &self,
        mut look: impl FnMut(i64) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut next = self.connection.prepare_cached(NEXT_STRETCH)?;
        let mut from = 0;
        loop {
            let stretch: Option<i64> = next.query_row([from], |row| row.get(0)).optional()?;
            let Some(stretch) = stretch else { return Ok(None) };
            if let Some(found) = look(stretch)? {
                return Ok(Some(found));
            }
            from = stretch + 1;
        }
    }
}
