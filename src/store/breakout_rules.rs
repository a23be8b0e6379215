//! Keeps what the making of discussion groups has to heed, and tells what changed after it.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::convert::parsed;
use super::images::BREAKOUT_RULE;
use super::{Reader, StoreError, Writer};
use crate::domain::{RuleKind, display_name};

/// One person's part in a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakoutRule {
    /// Join key.
    pub id: i64,
    /// What is to be heeded.
    pub kind: RuleKind,
    /// Name of the set, the language, or the number of the round; empty for who returns.
    pub name: String,
    /// Join key of the participant.
    pub participant: i64,
    /// The participant's code.
    pub code: String,
    /// The participant's name as lists show it.
    pub person: String,
}

/// What became of a person or a rule since an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// It was not there then.
    New,
    /// It is there no longer.
    Gone,
    /// These columns were other ones.
    Changed(Vec<&'static str>),
}

/// Columns of a participant on which groups depend.
const DECISIVE: &[&str] = &["country", "organization_id", "category", "role", "track", "status"];

const RULES: &str = "
SELECT r.id, r.kind, r.name, r.participant_id, p.code, p.family_name, p.given_name
FROM breakout_rule r JOIN participant p ON p.id = r.participant_id
ORDER BY r.kind, r.name, p.id";
const ADD_RULE: &str = "
INSERT INTO breakout_rule (kind, name, participant_id, made_by) VALUES (?1, ?2, ?3, ?4)";
const NEW_PEOPLE: &str = "SELECT code FROM participant WHERE made_by > ?1 ORDER BY id";
const NEW_RULES: &str = "
SELECT kind || ' ' || name FROM breakout_rule WHERE made_by > ?1
GROUP BY kind, name ORDER BY kind, name";
const IMAGES_SINCE: &str = "
SELECT row_id, before FROM row_image
WHERE table_name = ?1 AND operation_id > ?2 ORDER BY operation_id, position";
const PERSON_NOW: &str = "
SELECT code, coalesce(country, ''), coalesce(CAST(organization_id AS TEXT), ''), category, role,
       track, status
FROM participant WHERE id = ?1";
const RULE_IS_THERE: &str = "SELECT count(*) FROM breakout_rule WHERE id = ?1";

fn read(row: &Row<'_>) -> rusqlite::Result<BreakoutRule> {
    Ok(BreakoutRule {
        id: row.get(0)?,
        kind: parsed(row, 1)?,
        name: row.get(2)?,
        participant: row.get(3)?,
        code: row.get(4)?,
        person: display_name(row.get_ref(5)?.as_str()?, row.get_ref(6)?.as_str()?),
    })
}

/// Returns a value of an image as text; nothing given is empty.
fn text_of(image: &Map<String, Value>, column: &str) -> String {
    match image.get(column) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Returns whether the row of an image did not exist yet at an operation.
fn made_after(image: &Map<String, Value>, operation: i64) -> bool {
    image.get("made_by").and_then(Value::as_i64).is_some_and(|made_by| made_by > operation)
}

impl Reader<'_> {
    /// Returns every rule, person by person, those of one kind and name after one another.
    pub fn breakout_rules(&self) -> Result<Vec<BreakoutRule>, StoreError> {
        let mut statement = self.connection.prepare_cached(RULES)?;
        Ok(statement.query_map([], read)?.collect::<Result<_, _>>()?)
    }

    /// Returns the codes of participants who came, went or changed in what groups depend on after
    /// an operation.
    pub fn people_since(&self, operation: i64) -> Result<Vec<(String, Since)>, StoreError> {
        let mut people: BTreeMap<String, Since> = BTreeMap::new();
        let mut now = self.connection.prepare_cached(PERSON_NOW)?;
        for (id, before) in self.first_images("participant", operation)? {
            let values = now.query_row([id], |row| {
                (0..=DECISIVE.len()).map(|at| row.get(at)).collect::<Result<Vec<String>, _>>()
            });
            match values.optional()? {
                None if made_after(&before, operation) => {}
                None => {
                    people.insert(text_of(&before, "code"), Since::Gone);
                }
                Some(values) if before.is_empty() => {
                    people.insert(values[0].clone(), Since::New);
                }
                Some(values) => {
                    let changed: Vec<&str> = DECISIVE
                        .iter()
                        .zip(&values[1..])
                        .filter(|(column, now)| text_of(&before, column) != **now)
                        .map(|(column, _)| column.trim_end_matches("_id"))
                        .collect();
                    if !changed.is_empty() {
                        people.insert(values[0].clone(), Since::Changed(changed));
                    }
                }
            }
        }
        let mut made = self.connection.prepare_cached(NEW_PEOPLE)?;
        for code in made.query_map([operation], |row| row.get(0))? {
            people.insert(code?, Since::New);
        }
        Ok(people.into_iter().collect())
    }

    /// Returns the rules that were made or removed after an operation, each by kind and name.
    pub fn rules_since(&self, operation: i64) -> Result<Vec<(String, Since)>, StoreError> {
        let mut rules: BTreeMap<String, Since> = BTreeMap::new();
        let mut there = self.connection.prepare_cached(RULE_IS_THERE)?;
        for (id, before) in self.first_images("breakout_rule", operation)? {
            let gone = there.query_row([id], |row| row.get::<_, i64>(0))? == 0;
            if gone && !before.is_empty() && !made_after(&before, operation) {
                let name = format!("{} {}", text_of(&before, "kind"), text_of(&before, "name"));
                rules.insert(name, Since::Gone);
            }
        }
        let mut made = self.connection.prepare_cached(NEW_RULES)?;
        for name in made.query_map([operation], |row| row.get(0))? {
            rules.insert(name?, Since::New);
        }
        Ok(rules.into_iter().collect())
    }

    /// Returns rows of a table as they were at an operation, if they were touched after it.
    fn first_images(
        &self,
        table: &str,
        operation: i64,
    ) -> Result<BTreeMap<i64, Map<String, Value>>, StoreError> {
        let mut statement = self.connection.prepare_cached(IMAGES_SINCE)?;
        let mut rows = statement.query(params![table, operation])?;
        let mut first = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let image: String = row.get(1)?;
            first.entry(row.get(0)?).or_insert_with(|| {
                serde_json::from_str::<Map<String, Value>>(&image).unwrap_or_default()
            });
        }
        Ok(first)
    }
}

impl Writer<'_> {
    /// Adds a person to a rule in which the person is not.
    pub fn add_breakout_rule(
        &self,
        kind: RuleKind,
        name: &str,
        participant: i64,
    ) -> Result<(), StoreError> {
        let values = params![kind.as_str(), name, participant, self.operation()?];
        self.connection.prepare_cached(ADD_RULE)?.execute(values)?;
        self.made();
        Ok(())
    }

    /// Takes a person out of a rule.
    pub fn remove_breakout_rule(&self, rule: i64) -> Result<(), StoreError> {
        self.remove(BREAKOUT_RULE, rule)
    }
}
