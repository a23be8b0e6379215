//! Erases personal data, so that no byte of it is left in the file, and the chain still holds.
//!
//! What is erased of a column is said here once; a test compares it with the data classes.

use rusqlite::params;

use super::data_class::DataClass::{Contact, Identity, Sensitive};
use super::verify::seal_of;
use super::{DataClass, Reader, StoreError, Writer};

/// Personal data that is erased together: its class, where it is, and how it is erased.
type Erasure = (DataClass, &'static str, &'static str, &'static str);

const NAMES: &str = "
UPDATE participant SET family_name = code, given_name = '', native_name = '', name_key = ''
WHERE family_name <> code OR given_name <> '' OR native_name <> '' OR name_key <> ''";
const ADDRESSES: &str = "UPDATE participant SET email = '' WHERE email <> ''";
const NOTES: &str = "
UPDATE participant SET diet = '', note = '' WHERE diet <> '' OR note <> ''";
const EXTRAS: &str = "DELETE FROM participant_extra";
const SENDERS_LISTS: &str = "DELETE FROM source_row";
const RULES: &str = "DELETE FROM breakout_rule";
const EXCUSES: &str = "UPDATE absence_excuse SET reason = 'erased' WHERE reason <> 'erased'";
const CLEARANCES: &str = "UPDATE excursion_place SET cleared = '' WHERE cleared <> ''";
const ACTORS: &str = "UPDATE operation SET actor = '' WHERE actor <> '' AND id <> ?1";
const OLD_ROWS: &str = "DELETE FROM row_image WHERE operation_id <> ?1";
const CONTENTS: &str = "
UPDATE operation SET
  salt = NULL, command = '', summary = '', source_name = '', source_sha256 = '', source_reading = ''
WHERE salt IS NOT NULL AND id <> ?1";

/// Everything but the events, whose seals are made here: class, table, columns, statement.
const ERASURES: &[Erasure] = &[
    (Identity, "participant", "family_name, given_name, native_name, name_key", NAMES),
    (Contact, "participant", "email", ADDRESSES),
    (Sensitive, "participant", "diet, note", NOTES),
    (Sensitive, "participant_extra", "value", EXTRAS),
    (Identity, "source_row", "source", SENDERS_LISTS),
    (Sensitive, "source_row", "fields", SENDERS_LISTS),
    (Sensitive, "breakout_rule", "name", RULES),
    (Sensitive, "absence_excuse", "reason", EXCUSES),
    (Sensitive, "excursion_place", "cleared", CLEARANCES),
    (Identity, "operation", "actor", ACTORS),
];

/// Old rows, files and command lines may hold data of every class, and go with each of them.
const LOG: &[Erasure] = &[
    (Sensitive, "row_image", "before", OLD_ROWS),
    (Sensitive, "operation", "command, summary, source_reading", CONTENTS),
];

const SEALED: &str = "
SELECT id, seal, actor, reason FROM attendance_event WHERE id > ?1 AND length(seal) = 16
ORDER BY id LIMIT 1000";
const UNSEAL: &str = "
UPDATE attendance_event SET actor = '', reason = '', seal = ?2 WHERE id = ?1";
const PURGED_SINCE: &str =
    "SELECT max(id) FROM operation WHERE verb = 'purge' AND id > ?1 AND seq > 0";

/// What was erased of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// The class of the data.
    pub class: DataClass,
    /// The table.
    pub table: &'static str,
    /// The columns.
    pub columns: &'static str,
    /// How many rows held some.
    pub rows: u64,
}

impl Reader<'_> {
    /// Returns the later purge that erased what an operation could be taken back by, if any.
    pub fn purged_since(&self, operation: i64) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(PURGED_SINCE)?;
        Ok(statement.query_row([operation], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Erases the data of these classes, and from the log whatever may hold some.
    pub fn erase(&self, classes: &[DataClass]) -> Result<Vec<Erased>, StoreError> {
        let operation = self.operation()?;
        let chosen = ERASURES.iter().filter(|(class, ..)| classes.contains(class));
        let mut erased = Vec::new();
        for &(class, table, columns, erase) in chosen.chain(LOG) {
            let mut statement = self.connection.prepare_cached(erase)?;
            let rows = match statement.parameter_count() {
                0 => statement.execute([])?,
                _ => statement.execute([operation])?,
            };
            erased.push(Erased { class, table, columns, rows: rows as u64 });
        }
        if classes.contains(&Identity) || classes.contains(&Sensitive) {
            let (class, rows) = (Identity, self.erase_from_events()?);
            let (table, columns) = ("attendance_event", "actor, reason");
            erased.push(Erased { class, table, columns, rows });
        }
        if erased.iter().any(|one| one.rows > 0) {
            // There is no image of what was erased, and yet this is a change to be logged.
            self.made();
        }
        Ok(erased)
    }

    /// Leaves of who recorded each event, and why, the commitment that the chain covers.
    fn erase_from_events(&self) -> Result<u64, StoreError> {
        let (mut last, mut rows) = (0, 0);
        loop {
            let sealed: Vec<(i64, Vec<u8>, String, String)> = {
                let mut statement = self.connection.prepare_cached(SEALED)?;
                let found = statement.query_map([last], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
                found.collect::<Result<_, _>>()?
            };
            let Some(&(id, ..)) = sealed.last() else { return Ok(rows) };
            last = id;
            for (id, seal, actor, reason) in sealed {
                let commitment = seal_of(&seal, &actor, &reason);
                self.connection.prepare_cached(UNSEAL)?.execute(params![id, commitment])?;
                rows += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::DATA_CLASSES;
    use super::*;

    #[test]
    fn every_personal_column_is_erased_with_its_class() {
        let personal: BTreeSet<(&str, &str, String)> = DATA_CLASSES
            .iter()
            .filter(|(.., class)| *class != DataClass::Public)
            .map(|&(table, column, class)| (table, column, format!("{class:?}")))
            .collect();
        let mut erased: BTreeSet<(&str, &str, String)> = ERASURES
            .iter()
            .chain(LOG)
            .flat_map(|&(class, table, columns, _)| {
                columns.split(", ").map(move |column| (table, column, format!("{class:?}")))
            })
            .collect();
        erased.insert(("attendance_event", "actor", "Identity".to_owned()));
        erased.insert(("attendance_event", "reason", "Sensitive".to_owned()));
        assert_eq!(erased, personal);
    }
}
