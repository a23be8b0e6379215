//! Says what rows mean in words that are the same in every copy of the register, whatever keys the
//! rows have there; and tells which of it a copy changed, with what stood there before.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Map, Value};

use super::foreign::ForeignOperation;
use super::images::{TABLES, Table};
use super::{Reader, StoreError};
use crate::domain::{GroupName, Track};

/// Something that a register says, and that a copy may say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A column of a country or region.
    Country(String, &'static str),
    /// A column of an excursion.
    Excursion(i64, &'static str),
    /// Something of a session: its time, who speaks, or a column.
    Session(String, &'static str),
    /// A column of a group in a round.
    Group(u32, GroupName, &'static str),
    /// Something that is said of a person.
    Person(i64, Said),
    /// A sign-in sheet, by its version.
    Sheet(String),
}

/// Something that is said of a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// The person whose second registration this is, by the code.
    SameAs,
    /// A further column of a list.
    Extra(String),
    /// The group of a round, such as `P3`, and whether the person stays there.
    Group(u32),
    /// Part in a rule for groups, by kind and name.
    Rule(String, String),
    /// Why the person does not come to a session, by its code.
    Excuse(String),
    /// What a sender's list said.
    Source(String),
    /// Since when the person has been on an excursion's list.
    Listed(i64),
    /// The bus of an excursion.
    Bus(i64),
    /// The sites that have cleared the person.
    Cleared(i64),
}

/// What a copy changed; each value empty where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What it says.
    pub fact: Fact,
    /// What stood there before; nothing where that cannot be known any more.
    pub base: Option<String>,
    /// What stands there now.
    pub theirs: String,
}

/// Marks a person who stays in a group when groups are made again.
pub const PINNED: &str = " pinned";
/// What a thing without a value says by being there.
pub const YES: &str = "yes";

const COUNTRY_FIELDS: &[&str] = &["name", "groupings", "aliases"];
const EXCURSION_FIELDS: &[&str] = &["name", "places", "sites"];
const SESSION_FIELDS: &[&str] = &["time", "title", "kind", "room", "track"];
/// The fact of a session that its speakers' rows make together.
pub const SPEAKERS: &str = "speakers";
const GROUP_FIELDS: &[&str] = &["room", "capacity", "languages", "announced"];

const COUNTRY: &str = "SELECT name, groupings, aliases FROM country WHERE code = ?1";
const EXCURSION: &str = "
SELECT name, coalesce(CAST(places AS TEXT), '') AS places, sites FROM excursion WHERE id = ?1";
const SESSION: &str = "
SELECT day || ' ' || starts_at || ' ' || ends_at AS time, title, kind, room, track
FROM session WHERE code = ?1";
const SPEAKING: &str = "
SELECT k.name, coalesce(k.country, '') FROM session_speaker k JOIN session s ON s.id = k.session_id
WHERE s.code = ?1 ORDER BY k.position";
const GROUP_OF_ROUND: &str = "
SELECT room, coalesce(CAST(capacity AS TEXT), '') AS capacity, languages,
       CASE announced WHEN 1 THEN 'yes' ELSE '' END AS announced
FROM breakout_group WHERE round = ?1 AND track = ?2 AND number = ?3";
const SAME_AS: &str = "
SELECT f.code FROM participant p JOIN participant f ON f.id = p.same_as WHERE p.id = ?1";
const CODE: &str = "SELECT code FROM participant WHERE id = ?1";
const EXTRA: &str = "SELECT value FROM participant_extra WHERE participant_id = ?1 AND name = ?2";
const GROUP: &str = "
SELECT upper(substr(g.track, 1, 1)) || g.number || CASE s.pinned WHEN 1 THEN ' pinned' ELSE '' END
FROM breakout_seat s JOIN breakout_group g ON g.id = s.group_id
WHERE s.participant_id = ?1 AND s.round = ?2";
const RULE: &str = "
SELECT 'yes' FROM breakout_rule WHERE participant_id = ?1 AND kind = ?2 AND name = ?3";
const EXCUSE: &str = "
SELECT e.reason FROM absence_excuse e JOIN session s ON s.id = e.session_id
WHERE e.participant_id = ?1 AND s.code = ?2";
const SOURCE: &str = "
SELECT listed || fields FROM source_row WHERE participant_id = ?1 AND source = ?2";
const BUS: &str = "SELECT bus FROM excursion_place WHERE participant_id = ?1 AND excursion_id = ?2";
const CLEARED: &str = "
SELECT cleared FROM excursion_place WHERE participant_id = ?1 AND excursion_id = ?2";
const LISTED: &str = "
SELECT x.since, o.at, x.id FROM excursion_place x JOIN operation o ON o.id = x.made_by
WHERE x.participant_id = ?1 AND x.excursion_id = ?2";
const SHEET: &str = "SELECT 'yes' FROM sign_in_sheet WHERE version = ?1";
const GROUP_NAME: &str = "
SELECT upper(substr(track, 1, 1)) || number FROM breakout_group WHERE id = ?1";
const SESSION_CODE: &str = "SELECT code FROM session WHERE id = ?1";
const OPERATION_TIME: &str = "SELECT at FROM operation WHERE id = ?1";

/// Returns since when somebody has been on an excursion's list: text that orders people alike in
/// every copy of the register.
pub(super) fn since(since: String, at: &str, id: i64) -> String {
    if since.is_empty() { format!("{at}#{id:012}") } else { since }
}

/// A row as an image or the register has it.
pub(super) struct Told(Map<String, Value>);

impl Told {
    fn read(table: &str, image: &str) -> Result<Self, StoreError> {
        let unreadable = |_| StoreError::Damaged { detail: format!("image of {table}") };
        Ok(Self(serde_json::from_str(image).map_err(unreadable)?))
    }

    fn text(&self, column: &str) -> String {
        match self.0.get(column) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn number(&self, column: &str) -> i64 {
        self.0.get(column).and_then(Value::as_i64).unwrap_or_default()
    }

    fn field(&self, field: &str) -> String {
        match field {
            "time" => ["day", "starts_at", "ends_at"].map(|column| self.text(column)).join(" "),
            "announced" if self.number(field) == 1 => YES.to_owned(),
            "announced" => String::new(),
            _ => self.text(field),
        }
    }
}

type Bases = BTreeMap<Fact, (i64, Option<String>)>;

impl Reader<'_> {
    /// Returns what stands in the register; empty where nothing is said.
    pub fn value_of(&self, fact: &Fact) -> Result<String, StoreError> {
        let found = match fact {
            Fact::Country(code, field) => self.field(COUNTRY, params![code], field)?,
            Fact::Excursion(id, field) => self.field(EXCURSION, params![id], field)?,
            Fact::Session(code, SPEAKERS) => {
                let mut statement = self.connection.prepare_cached(SPEAKING)?;
                let names = statement.query_map([code], |row| {
                    Ok(speaker(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?))
                })?;
                Some(names.collect::<Result<Vec<_>, _>>()?.join("; "))
            }
            Fact::Session(code, field) => self.field(SESSION, params![code], field)?,
            Fact::Group(round, name, field) => {
                let values = params![round, name.track.as_str(), name.number];
                self.field(GROUP_OF_ROUND, values, field)?
            }
            Fact::Sheet(version) => self.first(SHEET, params![version])?,
            Fact::Person(id, said) => self.said_of(*id, said)?,
        };
        Ok(found.unwrap_or_default())
    }

    fn said_of(&self, id: i64, said: &Said) -> Result<Option<String>, StoreError> {
        match said {
            Said::SameAs => self.first(SAME_AS, params![id]),
            Said::Extra(name) => self.first(EXTRA, params![id, name]),
            Said::Group(round) => self.first(GROUP, params![id, round]),
            Said::Rule(kind, name) => self.first(RULE, params![id, kind, name]),
            Said::Excuse(session) => self.first(EXCUSE, params![id, session]),
            Said::Source(source) => self.first(SOURCE, params![id, source]),
            Said::Bus(excursion) => self.first(BUS, params![id, excursion]),
            Said::Cleared(excursion) => self.first(CLEARED, params![id, excursion]),
            Said::Listed(excursion) => {
                let mut statement = self.connection.prepare_cached(LISTED)?;
                let listed = statement.query_row(params![id, excursion], |row| {
                    Ok(since(row.get(0)?, row.get_ref(1)?.as_str()?, row.get(2)?))
                });
                Ok(listed.optional()?)
            }
        }
    }

    fn first(
        &self,
        question: &'static str,
        values: &[&dyn rusqlite::ToSql],
    ) -> Result<Option<String>, StoreError> {
        self.answer(question, values, |row| row.get(0))
    }

    fn field(
        &self,
        question: &'static str,
        values: &[&dyn rusqlite::ToSql],
        field: &str,
    ) -> Result<Option<String>, StoreError> {
        self.answer(question, values, |row| row.get(field))
    }

    fn answer(
        &self,
        question: &'static str,
        values: &[&dyn rusqlite::ToSql],
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<String>,
    ) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(question)?;
        Ok(statement.query_row(values, read).optional()?)
    }

    /// Returns what operations of a copy, of which the register has none, changed.
    pub fn facts_changed(
        &self,
        operations: &[ForeignOperation],
    ) -> Result<Vec<Changed>, StoreError> {
        let new: HashSet<i64> = operations.iter().map(|operation| operation.id).collect();
        let mut bases = Bases::new();
        let mut seen = HashSet::new();
        let mut handed = Vec::new();
        for operation in operations {
            for image in &operation.images {
                let Some(table) = TABLES.iter().find(|table| table.name == image.table) else {
                    continue;
                };
                // What a row says that was put back, that the copy itself had made, or that it had
                // changed before, was not there at first.
                let inserted = image.change == "insert";
                let first = seen.insert((table.name, image.row));
                let row = if inserted {
                    self.told(table, image.row)?
                } else {
                    Some(Told::read(table.name, &image.before)?)
                };
                let Some(row) = row else { continue };
                let own = inserted || !first || new.contains(&row.number("made_by"));
                for (fact, value) in self.facts_of(table.name, &row)? {
                    let value = if own { Some(String::new()) } else { value };
                    add(&mut bases, operation.id, fact, value);
                }
            }
            handed.extend(operation.images.iter().filter(|image| image.change == "update"));
            for &(table, id) in &operation.made {
                let Some(table) = TABLES.iter().find(|known| known.name == table) else { continue };
                let Some(row) = self.told(table, id)? else { continue };
                for (fact, _) in self.facts_of(table.name, &row)? {
                    bases.entry(fact).or_insert_with(|| (0, Some(String::new())));
                }
            }
        }
        // A row that was handed over to another person speaks of that one now.
        for image in handed {
            let Some(table) = TABLES.iter().find(|table| table.name == image.table) else {
                continue;
            };
            let Some(row) = self.told(table, image.row)? else { continue };
            for (fact, _) in self.facts_of(table.name, &row)? {
                bases.entry(fact).or_insert_with(|| (0, Some(String::new())));
            }
        }
        let changed = bases.into_iter().map(|(fact, (_, base))| {
            let theirs = self.value_of(&fact)?;
            Ok(Changed { fact, base, theirs })
        });
        let changed: Vec<Changed> = changed.collect::<Result<_, StoreError>>()?;
        Ok(changed.into_iter().filter(|one| one.base.as_ref() != Some(&one.theirs)).collect())
    }

    fn told(&self, table: &Table, id: i64) -> Result<Option<Told>, StoreError> {
        if !self.exists(table, id)? {
            return Ok(None);
        }
        Told::read(table.name, &self.row(table, id)?).map(Some)
    }

    /// Returns what a row says.
    fn facts_of(&self, table: &str, row: &Told) -> Result<Vec<(Fact, Option<String>)>, StoreError> {
        let fields = |names: &[&'static str], fact: &dyn Fn(&'static str) -> Fact| {
            names.iter().map(|&name| (fact(name), Some(row.field(name)))).collect()
        };
        let person = row.number("participant_id");
        let said = |said: Said, value: String| vec![(Fact::Person(person, said), Some(value))];
        let excursion = row.number("excursion_id");
        let session = |reader: &Self| -> Result<String, StoreError> {
            let code = reader.first(SESSION_CODE, params![row.number("session_id")])?;
            Ok(code.unwrap_or_default())
        };
        Ok(match table {
            "country" => fields(COUNTRY_FIELDS, &|field| Fact::Country(row.text("code"), field)),
            "excursion" => {
                fields(EXCURSION_FIELDS, &|field| Fact::Excursion(row.number("id"), field))
            }
            "session" => fields(SESSION_FIELDS, &|field| Fact::Session(row.text("code"), field)),
            "session_speaker" => {
                let spoken = speaker(&row.text("name"), &row.text("country"));
                vec![(Fact::Session(session(self)?, SPEAKERS), Some(spoken))]
            }
            "breakout_group" => {
                let track = row.text("track").parse::<Track>();
                let number = u32::try_from(row.number("number"));
                let (Ok(track), Ok(number)) = (track, number) else { return Ok(Vec::new()) };
                let name = GroupName { track, number };
                fields(GROUP_FIELDS, &|field| Fact::Group(round_of(row), name, field))
            }
            "participant" => {
                let first = match row.number("same_as") {
                    0 => String::new(),
                    id => self.first(CODE, params![id])?.unwrap_or_default(),
                };
                vec![(Fact::Person(row.number("id"), Said::SameAs), Some(first))]
            }
            "participant_extra" => said(Said::Extra(row.text("name")), row.text("value")),
            "breakout_seat" => {
                let group = self.first(GROUP_NAME, params![row.number("group_id")])?;
                let pinned = if row.number("pinned") == 1 { PINNED } else { "" };
                let group = group.map(|group| group + pinned);
                vec![(Fact::Person(person, Said::Group(round_of(row))), group)]
            }
            "breakout_rule" => said(Said::Rule(row.text("kind"), row.text("name")), YES.to_owned()),
            "absence_excuse" => said(Said::Excuse(session(self)?), row.text("reason")),
            "source_row" => {
                let value = format!("{}{}", row.text("listed"), row.text("fields"));
                said(Said::Source(row.text("source")), value)
            }
            "excursion_place" => {
                let at = self.first(OPERATION_TIME, params![row.number("made_by")])?;
                let at = at.unwrap_or_default();
                let listed = since(row.text("since"), &at, row.number("id"));
                [
                    (Said::Listed(excursion), listed),
                    (Said::Bus(excursion), row.text("bus")),
                    (Said::Cleared(excursion), row.text("cleared")),
                ]
                .map(|(said, value)| (Fact::Person(person, said), Some(value)))
                .into()
            }
            "sign_in_sheet" => vec![(Fact::Sheet(row.text("version")), Some(YES.to_owned()))],
            _ => Vec::new(),
        })
    }
}

fn round_of(row: &Told) -> u32 {
    u32::try_from(row.number("round")).unwrap_or_default()
}

fn speaker(name: &str, country: &str) -> String {
    if country.is_empty() { name.to_owned() } else { format!("{name} ({country})") }
}

/// Takes what stood there before, where it is the first word on the matter. Speakers are rows of
/// their own: those that one operation removed were the list together.
fn add(bases: &mut Bases, operation: i64, fact: Fact, value: Option<String>) {
    let list = matches!(fact, Fact::Session(_, SPEAKERS));
    match bases.entry(fact) {
        Entry::Vacant(vacant) => {
            vacant.insert((operation, value));
        }
        Entry::Occupied(mut first) if list && first.get().0 == operation => {
            if let (Some(before), Some(value)) = (&mut first.get_mut().1, value)
                && !value.is_empty()
            {
                before.push_str("; ");
                before.push_str(&value);
            }
        }
        Entry::Occupied(_) => {}
    }
}
