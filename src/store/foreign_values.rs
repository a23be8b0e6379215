//! Reads what a copy of the register says of people beside the participants' list: further columns,
//! seats in groups, buses and clearances, with what stood there before the copy changed it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::foreign::{ForeignImage, ForeignOperation};
use super::{Reader, StoreError};

/// Something that is said of a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// A further column of a list.
    Extra(String),
    /// The group of a round, such as `P3`, and whether the person stays there.
    Group(u32),
    /// The bus of the excursion.
    Bus,
    /// The sites that have cleared the person.
    Cleared,
}

/// What the copy changed of it; each value empty where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignValue {
    /// Join key of the participant: the number in the code.
    pub participant: i64,
    /// What is said.
    pub said: Said,
    /// What stood there before; nothing where that cannot be known any more.
    pub base: Option<String>,
    /// What stands there now.
    pub theirs: String,
}

/// Marks a person who stays in a group when groups are made again.
pub const PINNED: &str = " pinned";

const EXTRA: &str = "SELECT value FROM participant_extra WHERE participant_id = ?1 AND name = ?2";
const GROUP: &str = "
SELECT upper(substr(g.track, 1, 1)) || g.number || CASE s.pinned WHEN 1 THEN ' pinned' ELSE '' END
FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
WHERE s.participant_id = ?1 AND s.round = ?2";
const BUS: &str = "SELECT bus FROM excursion_place WHERE participant_id = ?1 AND excursion_id = 1";
const CLEARED: &str = "
SELECT cleared FROM excursion_place WHERE participant_id = ?1 AND excursion_id = 1";
const GROUP_NAME: &str = "
SELECT upper(substr(track, 1, 1)) || number FROM breakout_group WHERE id = ?1";
const MADE_EXTRAS: &str = "SELECT participant_id, name FROM participant_extra WHERE made_by = ?1";
const MADE_SEATS: &str = "SELECT participant_id, round FROM breakout_seat WHERE made_by = ?1";

type Bases = BTreeMap<(i64, Said), Option<String>>;

impl Reader<'_> {
    /// Returns what stands in the register; empty where nothing is said.
    pub fn said_of(&self, participant: i64, said: &Said) -> Result<String, StoreError> {
        let ask = |question: &'static str, values: &dyn rusqlite::ToSql| {
            let mut statement = self.connection.prepare_cached(question)?;
            statement.query_row(params![participant, values], |row| row.get(0)).optional()
        };
        let alone = |question: &'static str| {
            let mut statement = self.connection.prepare_cached(question)?;
            statement.query_row([participant], |row| row.get(0)).optional()
        };
        let found: Option<String> = match said {
            Said::Extra(name) => ask(EXTRA, name)?,
            Said::Group(round) => ask(GROUP, round)?,
            Said::Bus => alone(BUS)?,
            Said::Cleared => alone(CLEARED)?,
        };
        Ok(found.unwrap_or_default())
    }

    /// Returns what operations of a copy, of which the register has none, changed of people.
    pub fn foreign_values(
        &self,
        operations: &[ForeignOperation],
    ) -> Result<Vec<ForeignValue>, StoreError> {
        let mut bases = Bases::new();
        for operation in operations {
            for image in &operation.images {
                self.base(image, operations, &mut bases)?;
            }
            let mut made =
                |question: &'static str, said: fn(&rusqlite::Row<'_>) -> rusqlite::Result<Said>| {
                    let mut statement = self.connection.prepare_cached(question)?;
                    let rows = statement
                        .query_map([operation.id], |row| Ok((row.get::<_, i64>(0)?, said(row)?)))?;
                    for key in rows {
                        bases.entry(key?).or_insert_with(|| Some(String::new()));
                    }
                    Ok::<_, StoreError>(())
                };
            made(MADE_EXTRAS, |row| Ok(Said::Extra(row.get(1)?)))?;
            made(MADE_SEATS, |row| Ok(Said::Group(row.get(1)?)))?;
        }
        let values = bases.into_iter().map(|((participant, said), base)| {
            let theirs = self.said_of(participant, &said)?;
            Ok(ForeignValue { participant, said, base, theirs })
        });
        values.collect()
    }

    /// Takes from an image what stood there before, where it is the first of its kind.
    fn base(
        &self,
        image: &ForeignImage,
        operations: &[ForeignOperation],
        bases: &mut Bases,
    ) -> Result<(), StoreError> {
        if !["participant_extra", "breakout_seat", "excursion_place"].contains(&&*image.table) {
            return Ok(());
        }
        let unreadable = |_| StoreError::Damaged { detail: format!("image of {}", image.table) };
        let row: Map<String, Value> = serde_json::from_str(&image.before).map_err(unreadable)?;
        let text = |column: &str| row.get(column).and_then(Value::as_str).unwrap_or_default();
        let number = |column: &str| row.get(column).and_then(Value::as_i64).unwrap_or_default();
        // A row that the copy itself had made stood nowhere before.
        let own = operations.iter().any(|operation| operation.id == number("made_by"));
        let inserted = image.change == "insert";
        let mut first = |said: Said, base: &dyn Fn() -> Result<Option<String>, StoreError>| {
            if let Entry::Vacant(vacant) = bases.entry((number("participant_id"), said)) {
                vacant.insert(if own || inserted { Some(String::new()) } else { base()? });
            }
            Ok::<_, StoreError>(())
        };
        match image.table.as_str() {
            "participant_extra" => {
                first(Said::Extra(text("name").to_owned()), &|| Ok(Some(text("value").to_owned())))
            }
            "breakout_seat" => {
                let round = u32::try_from(number("round")).unwrap_or_default();
                first(Said::Group(round), &|| {
                    let mut name = self.connection.prepare_cached(GROUP_NAME)?;
                    let name: Option<String> =
                        name.query_row([number("group_id")], |row| row.get(0)).optional()?;
                    let pinned = if number("pinned") == 1 { PINNED } else { "" };
                    Ok(name.map(|name| name + pinned))
                })
            }
            // Seats are given by the register alone: two copies would give the same one.
            _ if number("excursion_id") == 1 && image.change == "update" => {
                first(Said::Bus, &|| Ok(Some(text("bus").to_owned())))?;
                first(Said::Cleared, &|| Ok(Some(text("cleared").to_owned())))
            }
            _ => Ok(()),
        }
    }
}
