//! Keeps what each sender of lists said last, and tells lists from hands in a person's history.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use super::images::{Change, SOURCE_ROW};
use super::{Reader, StoreError, Writer};

/// What a sender last said of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Join key of the row.
    pub id: i64,
    /// The values by column.
    pub fields: BTreeMap<String, String>,
    /// Whether the person is on the sender's latest list.
    pub listed: bool,
}

/// A person's stored fields at one moment of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The command that wrote them.
    pub verb: String,
    /// The values by column of the participants' list; those that it has no column for are left out.
    pub fields: HashMap<String, String>,
}

const SAID: &str =
    "SELECT id, fields, listed FROM source_row WHERE participant_id = ?1 AND source = ?2";
const KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM source_row WHERE source = ?1)";
const LISTED: &str = "
SELECT participant_id FROM source_row WHERE source = ?1 AND listed = 1 ORDER BY participant_id";
const ADD: &str = "
INSERT INTO source_row (source, participant_id, fields, listed, made_by)
VALUES (?1, ?2, ?3, 1, ?4)";
const SET: &str = "UPDATE source_row SET fields = ?2, listed = ?3 WHERE id = ?1";
const ROW_OF: &str = "SELECT id FROM source_row WHERE participant_id = ?1 AND source = ?2";
const ADD_SAID: &str = "
INSERT INTO source_row (source, participant_id, fields, listed, made_by)
VALUES (?1, ?2, ?3, ?4, ?5)";
const MAKER: &str = "
SELECT o.id, o.verb FROM participant p JOIN operation o ON o.id = p.made_by WHERE p.id = ?1";
const IMAGES: &str = "
SELECT o.verb, i.before FROM row_image i JOIN operation o ON o.id = i.operation_id
WHERE i.table_name = 'participant' AND i.row_id = ?1 AND i.change = 'update'
ORDER BY i.operation_id, i.position";
const IMPORTED: &str = "
SELECT p.id, p.made_by FROM participant p JOIN operation o ON o.id = p.made_by
WHERE o.verb = 'import' ORDER BY p.id";
const PLACE_MAKER: &str = "
SELECT o.verb FROM excursion_place x JOIN operation o ON o.id = x.made_by
WHERE x.participant_id = ?1 AND x.excursion_id = ?2";
const PLACES_GIVEN_UP: &str = "
SELECT i.before FROM row_image i JOIN operation o ON o.id = i.operation_id
WHERE i.table_name = 'excursion_place' AND i.change = 'delete' AND o.verb <> 'import'";

impl Reader<'_> {
    /// Returns what a sender last said of a person, if any of its lists named that one.
    pub fn source_row(
        &self,
        source: &str,
        participant: i64,
    ) -> Result<Option<SourceRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(SAID)?;
        let mut rows = statement.query(params![participant, source])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let fields = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default())
            .map_err(|_| StoreError::Damaged { detail: "what a sender said".to_owned() })?;
        Ok(Some(SourceRow { id: row.get(0)?, fields, listed: row.get(2)? }))
    }

    /// Returns whether a sender ever sent a list.
    pub fn is_source(&self, source: &str) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(KNOWN)?;
        Ok(statement.query_row([source], |row| row.get(0))?)
    }

    /// Returns the keys of everybody on a sender's latest list, in order.
    pub fn listed_by(&self, source: &str) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(LISTED)?;
        let listed = statement.query_map([source], |row| row.get(0))?;
        Ok(listed.collect::<Result<_, _>>()?)
    }

    /// Returns everybody whom an import made, with that operation's number.
    pub fn imported(&self) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut statement = self.connection.prepare_cached(IMPORTED)?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns a person's earlier fields, the oldest first, each with the command that wrote them,
    /// and then the command that wrote the present ones.
    pub fn history(&self, participant: i64) -> Result<(Vec<Image>, String), StoreError> {
        let mut maker = self.connection.prepare_cached(MAKER)?;
        let mut writer: String = maker.query_row([participant], |row| row.get(1))?;
        let mut statement = self.connection.prepare_cached(IMAGES)?;
        let mut rows = statement.query([participant])?;
        let mut images = Vec::new();
        while let Some(row) = rows.next()? {
            let next: String = row.get(0)?;
            let fields = self.fields_of_image(row.get_ref(1)?.as_str().unwrap_or_default())?;
            images.push(Image { verb: std::mem::replace(&mut writer, next), fields });
        }
        Ok((images, writer))
    }

    /// Returns the columns of the participants' list out of the image of a participant.
    fn fields_of_image(&self, image: &str) -> Result<HashMap<String, String>, StoreError> {
        let unreadable = |_| StoreError::Damaged { detail: "image of participant".to_owned() };
        let image: HashMap<String, Value> = serde_json::from_str(image).map_err(unreadable)?;
        let mut fields = HashMap::new();
        for (column, value) in image {
            match (column.as_str(), value) {
                ("organization_id", value) => {
                    let name = match value.as_i64() {
                        None => None,
                        Some(id) => self.organization_name(id)?,
                    };
                    fields.insert("organization".to_owned(), name.unwrap_or_default());
                }
                (_, Value::String(text)) => {
                    fields.insert(column, text);
                }
                (_, Value::Null) => {
                    fields.insert(column, String::new());
                }
                _ => {}
            }
        }
        Ok(fields)
    }

    /// Returns the command that gave a person a place on an excursion, if there is one.
    pub fn place_maker(
        &self,
        participant: i64,
        excursion: i64,
    ) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(PLACE_MAKER)?;
        let values = params![participant, excursion];
        Ok(statement.query_row(values, |row| row.get(0)).optional()?)
    }

    /// Returns the keys of everybody who gave up a place on an excursion, or was taken off, by hand.
    pub fn places_given_up(&self) -> Result<HashSet<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(PLACES_GIVEN_UP)?;
        let mut rows = statement.query([])?;
        let mut people = HashSet::new();
        while let Some(row) = rows.next()? {
            let image = row.get_ref(0)?.as_str().unwrap_or_default();
            let image: HashMap<String, Value> = serde_json::from_str(image)
                .map_err(|_| StoreError::Damaged { detail: "image of a place".to_owned() })?;
            people.extend(image.get("participant_id").and_then(Value::as_i64));
        }
        Ok(people)
    }
}

impl Writer<'_> {
    /// Remembers what a sender says of a person for the first time.
    pub fn add_source_row(
        &self,
        source: &str,
        participant: i64,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        let values = params![source, participant, json(fields), self.operation()?];
        self.connection.prepare_cached(ADD)?.execute(values)?;
        self.made();
        Ok(())
    }

    /// Makes what a sender said of a person what another copy of the register has: whether the
    /// person is listed, `1` or `0`, and the fields; nothing where it said nothing.
    pub fn set_said(&self, source: &str, participant: i64, said: &str) -> Result<(), StoreError> {
        let mut of = self.connection.prepare_cached(ROW_OF)?;
        let row = of.query_row(params![participant, source], |row| row.get::<_, i64>(0));
        let row = row.optional()?;
        let Some((listed, fields)) = said.split_at_checked(1) else {
            return row.map_or(Ok(()), |row| self.remove(SOURCE_ROW, row));
        };
        let listed = i64::from(listed == "1");
        if let Some(row) = row {
            self.keep(SOURCE_ROW, row, Change::Update)?;
            self.connection.prepare_cached(SET)?.execute(params![row, fields, listed])?;
        } else {
            let values = params![source, participant, fields, listed, self.operation()?];
            self.connection.prepare_cached(ADD_SAID)?.execute(values)?;
            self.made();
        }
        Ok(())
    }

    /// Remembers what a sender says now of somebody who is on its list.
    pub fn set_source_row(
        &self,
        row: &SourceRow,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), StoreError> {
        self.change_source_row(row, fields, true)
    }

    /// Remembers that somebody is on a sender's list no longer.
    pub fn leave_source(&self, row: &SourceRow) -> Result<(), StoreError> {
        self.change_source_row(row, &row.fields, false)
    }

    fn change_source_row(
        &self,
        row: &SourceRow,
        fields: &BTreeMap<String, String>,
        listed: bool,
    ) -> Result<(), StoreError> {
        if row.listed == listed && row.fields == *fields {
            return Ok(());
        }
        self.keep(SOURCE_ROW, row.id, Change::Update)?;
        let values = params![row.id, json(fields), i64::from(listed)];
        self.connection.prepare_cached(SET)?.execute(values)?;
        Ok(())
    }
}

fn json(fields: &BTreeMap<String, String>) -> String {
    let fields = fields.iter().map(|(column, value)| (column.clone(), Value::from(value.as_str())));
    Value::Object(fields.collect()).to_string()
}
