//! Keeps the row as it was before each change, and turns the images of an operation round.

use rusqlite::types::{Value as SqlValue, ValueRef};
use rusqlite::{OptionalExtension, params, params_from_iter};
use serde_json::{Map, Value};

use super::{Reader, StoreError, Writer};

/// A table whose changes can be undone: its statements, complete and constant.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// All columns of one row by id, in the order of `put`'s parameters.
    pub(super) select: &'static str,
    /// Inserts or overwrites one row.
    pub(super) put: &'static str,
    pub(super) delete: &'static str,
    /// The rows that an operation made.
    pub(super) made_by: &'static str,
    /// The rows that operations from a number on made, each with its operation.
    pub(super) made_since: &'static str,
    /// The rows that no operation made, each with the number it names.
    pub(super) made_by_none: &'static str,
    /// What a person calls the row.
    label: &'static str,
}

macro_rules! journaled {
    ($($constant:ident = $name:literal ($first:literal $(, $column:literal)*) by $label:literal
        values $values:literal;)+) => {
        $(pub(super) const $constant: &Table = &Table {
            name: $name,
            select: concat!("SELECT ", $first $(, ", ", $column)*, " FROM ", $name, " WHERE id = ?1"),
            put: concat!(
                "INSERT INTO ", $name, " (", $first $(, ", ", $column)*, ") VALUES (", $values,
                ") ON CONFLICT (id) DO UPDATE SET id = excluded.id"
                $(, ", ", $column, " = excluded.", $column)*
            ),
            delete: concat!("DELETE FROM ", $name, " WHERE id = ?1"),
            made_by: concat!("SELECT id FROM ", $name, " WHERE made_by = ?1 ORDER BY id DESC"),
            made_since: concat!(
                "SELECT made_by, id FROM ", $name, " WHERE made_by >= ?1 ORDER BY made_by, id"
            ),
            made_by_none: concat!(
                "SELECT made_by, id FROM ", $name,
                " WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = made_by) ORDER BY id"
            ),
            label: $label,
        };)+

        /// Every such table, in order of dependence.
        pub(super) const TABLES: &[&Table] = &[$($constant),+];
    };
}

journaled! {
    SEMINAR = "seminar" ("id", "uuid", "name", "edition", "first_day", "last_day", "zone", "venue",
        "code_prefix", "grace_minutes", "made_by")
        by "SELECT 'the seminar' FROM seminar WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11";
    COUNTRY = "country" ("code", "id", "name", "region", "subregion", "groupings", "aliases", "made_by")
        by "SELECT name FROM country WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8";
    ORGANIZATION = "organization" ("id", "name", "name_key", "category", "made_by")
        by "SELECT name FROM organization WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5";
    PARTICIPANT = "participant" ("id", "code", "family_name", "given_name", "native_name", "title",
        "name_key", "country", "organization_id", "category", "position", "email", "role", "track", "status", "diet", "note", "made_by", "same_as")
        by "SELECT code FROM participant WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19";
    PARTICIPANT_EXTRA = "participant_extra" ("id", "participant_id", "name", "value", "made_by")
        by "SELECT p.code FROM participant_extra x JOIN participant p ON p.id = x.participant_id WHERE x.id = ?1"
        values "?1, ?2, ?3, ?4, ?5";
    SOURCE_ROW = "source_row" ("id", "source", "participant_id", "fields", "listed", "made_by")
        by "SELECT p.code FROM source_row r JOIN participant p ON p.id = r.participant_id WHERE r.id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6";
    SESSION = "session" ("id", "code", "day", "title", "kind", "starts_at", "ends_at", "room",
        "track", "made_by")
        by "SELECT code FROM session WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10";
    SESSION_SPEAKER = "session_speaker" ("id", "session_id", "position", "name", "country", "made_by")
        by "SELECT s.code FROM session_speaker k JOIN session s ON s.id = k.session_id WHERE k.id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6";
    BREAKOUT_GROUP = "breakout_group" ("id", "track", "round", "number", "room", "capacity",
        "languages", "announced", "formed_by", "made_by")
        by "SELECT 'group ' || track || ' ' || number FROM breakout_group WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10";
    BREAKOUT_SEAT = "breakout_seat" ("id", "group_id", "participant_id", "round", "pinned", "made_by")
        by "SELECT p.code FROM breakout_seat s JOIN participant p ON p.id = s.participant_id WHERE s.id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6";
    BREAKOUT_RULE = "breakout_rule" ("id", "kind", "name", "participant_id", "made_by")
        by "SELECT r.kind || ' ' || r.name || ': ' || p.code FROM breakout_rule r JOIN participant p ON p.id = r.participant_id WHERE r.id = ?1"
        values "?1, ?2, ?3, ?4, ?5";
    EXCURSION = "excursion" ("id", "name", "places", "made_by", "sites")
        by "SELECT name FROM excursion WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5";
    EXCURSION_PLACE = "excursion_place" ("id", "participant_id", "excursion_id", "seat", "made_by",
        "bus", "cleared", "since")
        by "SELECT p.code FROM excursion_place x JOIN participant p ON p.id = x.participant_id WHERE x.id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8";
    SIGN_IN_SHEET = "sign_in_sheet" ("id", "version", "session_id", "scope", "lines", "made_by")
        by "SELECT 'sheet ' || version FROM sign_in_sheet WHERE id = ?1"
        values "?1, ?2, ?3, ?4, ?5, ?6";
    ABSENCE_EXCUSE = "absence_excuse" ("id", "participant_id", "session_id", "reason", "made_by")
        by "SELECT p.code FROM absence_excuse e JOIN participant p ON p.id = e.participant_id WHERE e.id = ?1"
        values "?1, ?2, ?3, ?4, ?5";
}

/// What the image of the events that a merge brought says in the place of a table.
static BROUGHT_EVENTS: &str = "attendance_event";

/// How a row changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Insert,
    Update,
    Delete,
}

impl Change {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// What came of taking an operation back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// Every row is as it was before; this many rows were touched.
    Done {
        /// Rows removed, restored or put back.
        rows: i64,
        /// What stays, since the record of attendance or something entered since needs it.
        stays: Vec<String>,
    },
    /// Something was changed since, and so nothing may be taken back.
    Blocked {
        /// What, and by which operation.
        by: String,
    },
}

const ADD_IMAGE: &str = "
INSERT INTO row_image (operation_id, position, table_name, row_id, change, before)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const IMAGES: &str = "
SELECT table_name, row_id, change, before FROM row_image WHERE operation_id = ?1
ORDER BY position DESC";
const LATER_IMAGES: &str = "
SELECT DISTINCT i.operation_id FROM row_image i JOIN operation o ON o.id = i.operation_id
WHERE i.table_name = ?1 AND i.row_id = ?2 AND i.operation_id > ?3 AND o.merged_by IS NULL
ORDER BY i.operation_id";

/// Returns the operation that made the row of an image.
fn made_by(image: &str) -> Option<i64> {
    let row: Map<String, Value> = serde_json::from_str(image).ok()?;
    row.get("made_by")?.as_i64()
}

impl Reader<'_> {
    /// Returns a row as a JSON object.
    pub(super) fn row(&self, table: &Table, id: i64) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached(table.select)?;
        let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let object = statement.query_row([id], |row| {
            let mut object = Map::new();
            for (at, name) in names.iter().enumerate() {
                let value = match row.get_ref(at)? {
                    ValueRef::Integer(number) => Value::from(number),
                    ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
                    // Journaled tables hold whole numbers and text only; a test reads the schema.
                    ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
                };
                object.insert(name.clone(), value);
            }
            Ok(object)
        })?;
        Ok(Value::Object(object).to_string())
    }

    /// Returns whether a row is there.
    pub(super) fn exists(&self, table: &Table, id: i64) -> Result<bool, StoreError> {
        Ok(self.connection.prepare_cached(table.select)?.exists([id])?)
    }
}

impl Writer<'_> {
    /// Keeps the image of a row that is about to be changed or removed.
    pub(super) fn keep(&self, table: &Table, id: i64, change: Change) -> Result<(), StoreError> {
        let before = match change {
            Change::Insert => String::new(),
            Change::Update | Change::Delete => self.row(table, id)?,
        };
        self.keep_image(table, id, change, &before)
    }

    fn keep_image(
        &self,
        table: &Table,
        id: i64,
        change: Change,
        before: &str,
    ) -> Result<(), StoreError> {
        let position = self.imaged(&[table.name, &id.to_string(), change.as_str(), before]);
        self.connection.prepare_cached(ADD_IMAGE)?.execute(params![
            self.operation()?,
            position,
            table.name,
            id,
            change.as_str(),
            before
        ])?;
        Ok(())
    }

    /// Remembers which events a merge brought, from one key to another: by that they are taken back
    /// where the merge is.
    pub fn remember_events(&self, first: i64, last: i64) -> Result<(), StoreError> {
        let last = last.to_string();
        let insert = Change::Insert.as_str();
        let position = self.imaged(&[BROUGHT_EVENTS, &first.to_string(), insert, &last]);
        let values = params![self.operation()?, position, BROUGHT_EVENTS, first, insert, last];
        self.connection.prepare_cached(ADD_IMAGE)?.execute(values)?;
        Ok(())
    }

    /// Removes a row, keeping its image; where a rule forbids it, nothing is changed.
    pub(super) fn remove(&self, table: &Table, id: i64) -> Result<(), StoreError> {
        let before = self.row(table, id)?;
        self.connection.prepare_cached(table.delete)?.execute([id])?;
        self.keep_image(table, id, Change::Delete, &before)
    }

    /// Puts a row back as an image has it.
    fn put(&self, table: &Table, image: &str) -> Result<(), StoreError> {
        let unreadable = || StoreError::Damaged { detail: format!("image of {}", table.name) };
        let object: Map<String, Value> = serde_json::from_str(image).map_err(|_| unreadable())?;
        let values = object.values().map(|value| match value {
            Value::Number(number) => number.as_i64().map(SqlValue::Integer),
            Value::String(text) => Some(SqlValue::Text(text.clone())),
            Value::Null => Some(SqlValue::Null),
            _ => None,
        });
        let values: Vec<SqlValue> = values.collect::<Option<_>>().ok_or_else(unreadable)?;
        self.connection.prepare_cached(table.put)?.execute(params_from_iter(values))?;
        Ok(())
    }

    /// Takes an operation back: removes what it made, restores what it changed or removed. Where
    /// the operation was a merge, what is needed by the record stays.
    ///
    /// The caller drops the transaction when the answer is [`Undone::Blocked`].
    pub fn take_back(&self, operation: i64, merge: bool) -> Result<Undone, StoreError> {
        // The numbers of the people who go now stay given out.
        self.give_out(self.next_number()?)?;
        let mut rows = 0;
        // Rows that changed rows point to can go only when those have their old values again.
        let mut held = Vec::new();
        for &table in TABLES.iter().rev() {
            for id in self.made_rows(table, operation)? {
                if let Some(by) = self.changed_since(table, id, operation)? {
                    return Ok(Undone::Blocked { by });
                }
                match self.remove(table, id) {
                    Ok(()) => rows += 1,
                    Err(error) if error.is_rule() => held.push((table, id)),
                    Err(error) => return Err(error),
                }
            }
        }
        match self.restore_images(operation)? {
            Undone::Done { rows: restored, .. } => rows += restored,
            blocked @ Undone::Blocked { .. } => return Ok(blocked),
        }
        let mut stays = Vec::new();
        for (table, id) in held {
            match self.remove(table, id) {
                Ok(()) => rows += 1,
                // An organization stays when somebody else belongs to it by now.
                Err(error) if error.is_rule() && table.name == ORGANIZATION.name => {}
                Err(error) if error.is_rule() && merge => stays.push(self.label(table, id)?),
                Err(error) if error.is_rule() => {
                    let label = self.label(table, id)?;
                    let by = format!("{label} is needed by what was entered since");
                    return Ok(Undone::Blocked { by });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Undone::Done { rows, stays })
    }

    fn made_rows(&self, table: &Table, operation: i64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(table.made_by)?;
        let found = statement.query_map([operation], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Restores the rows that an operation changed or removed, the latest image first.
    fn restore_images(&self, operation: i64) -> Result<Undone, StoreError> {
        let mut rows = 0;
        let images: Vec<(String, i64, String, String)> = {
            let mut statement = self.connection.prepare_cached(IMAGES)?;
            let found = statement.query_map([operation], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
            found.collect::<Result<_, _>>()?
        };
        for (name, id, change, before) in images {
            // A row that the operation itself had made was nothing before.
            if name == BROUGHT_EVENTS || made_by(&before) == Some(operation) {
                continue;
            }
            let table = TABLES.iter().find(|table| table.name == name).ok_or_else(|| {
                StoreError::Damaged { detail: format!("image of an unknown table {name}") }
            })?;
            if let Some(by) = self.changed_since(table, id, operation)? {
                return Ok(Undone::Blocked { by });
            }
            let restored = match change.as_str() {
                "insert" => self.remove(table, id),
                "update" => {
                    self.keep(table, id, Change::Update)?;
                    self.put(table, &before)
                }
                _ => {
                    // The number of a removed row may have gone to a row that was made since.
                    if self.exists(table, id)? {
                        let label = self.label(table, id)?;
                        let by = format!("{label} was entered since in place of a removed row");
                        return Ok(Undone::Blocked { by });
                    }
                    self.keep(table, id, Change::Insert)?;
                    self.put(table, &before)
                }
            };
            match restored {
                Ok(()) => rows += 1,
                Err(error) if error.is_rule() => {
                    let by = format!("a row of {name} no longer fits with what was entered since");
                    return Ok(Undone::Blocked { by });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Undone::Done { rows, stays: Vec::new() })
    }

    /// Names the later change of a row, if there is one that still stands.
    fn changed_since(
        &self,
        table: &Table,
        id: i64,
        operation: i64,
    ) -> Result<Option<String>, StoreError> {
        let undoings = self.undoings()?;
        let mut statement = self.connection.prepare_cached(LATER_IMAGES)?;
        let mut later = statement.query(params![table.name, id, operation])?;
        while let Some(row) = later.next()? {
            let later: i64 = row.get(0)?;
            if Some(later) != self.operation().ok() && undoings.stands_since(later, operation) {
                let label = self.label(table, id)?;
                return Ok(Some(format!("{label} was changed since, by operation {later}")));
            }
        }
        Ok(None)
    }

    fn label(&self, table: &Table, id: i64) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached(table.label)?;
        let label = statement.query_row([id], |row| row.get(0)).optional()?;
        Ok(label.unwrap_or_else(|| format!("a row of {}", table.name)))
    }
}
