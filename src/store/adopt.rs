//! Takes over what a copy of the register recorded: its desks, operations and events keep their
//! identifiers and hashes, so that the chains of its desks can be verified here as well.

use rusqlite::{OptionalExtension, params};

use super::chain::BEGINNING;
use super::foreign::{ForeignDesk, ForeignEvent, ForeignOperation};
use super::{Store, StoreError, Writer};

const FIND_DESK: &str = "SELECT id, seq FROM desk WHERE uuid = ?1";
const NAME_TAKEN: &str = "SELECT count(*) FROM desk WHERE name = ?1";
const ADD_DESK: &str = "INSERT INTO desk (uuid, name, seq, head) VALUES (?1, ?2, ?3, ?4)";
const ADVANCE_DESK: &str = "UPDATE desk SET seq = ?2, head = ?3 WHERE id = ?1";
const OWN_DESK: &str = "SELECT own_desk FROM numbering WHERE id = 1";
const BECOME_COPY: &str =
    "UPDATE numbering SET next_number = ?1, last_number = ?2, own_desk = ?3 WHERE id = 1";
const OPERATION_NONCE: &str = "SELECT count(*) FROM operation WHERE nonce = ?1";
const EVENT_NONCE: &str = "SELECT count(*) FROM attendance_event WHERE nonce = ?1";
const ADD_OPERATION: &str = "
INSERT INTO operation (uuid, desk_id, seq, at, actor, verb, nonce, undoes, made, changed, commitment,
  hash, merged_by, salt, command, summary, source_name, source_sha256, source_reading)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
RETURNING id";
const ADD_IMAGE: &str = "
INSERT INTO row_image (operation_id, position, table_name, row_id, change, before)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const ADD_EVENT: &str = "
INSERT INTO attendance_event
  (uuid, participant_id, session_id, kind, at, recorded_at, desk_id, seq, actor, source, nonce,
   undoes, reason, told_by, seal, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) RETURNING id";

impl Store {
    /// Makes this file the copy of another desk: its desks are called `NAME/…`, and it gives out the
    /// numbers of its own block.
    pub fn become_copy(&mut self, desk: &str, first: u32, last: u32) -> Result<(), StoreError> {
        let own = format!("{desk}/");
        self.connection.execute(BECOME_COPY, params![first, last, own])?;
        Ok(())
    }
}

impl Writer<'_> {
    /// Sets a block of numbers aside for a copy, and the name of its desk; returns the whole name
    /// and the first and last number, or nothing where the name is taken.
    pub fn hand_out(
        &self,
        desk: &str,
        desk_uuid: &str,
        numbers: u32,
    ) -> Result<Option<(String, u32, u32)>, StoreError> {
        let own: String =
            self.connection.prepare_cached(OWN_DESK)?.query_row([], |row| row.get(0))?;
        let name = format!("{own}{desk}");
        let mut taken = self.connection.prepare_cached(NAME_TAKEN)?;
        if taken.query_row([&name], |row| row.get::<_, i64>(0))? > 0 {
            return Ok(None);
        }
        let first = self.next_number()?;
        let last = first.saturating_add(numbers.max(1) - 1);
        if last >= self.last_number()? {
            return Ok(Some((name, 0, 0)));
        }
        self.give_out(last + 1)?;
        let mut add = self.connection.prepare_cached(ADD_DESK)?;
        add.execute(params![desk_uuid, name, 0, BEGINNING])?;
        self.made();
        Ok(Some((name, first, last)))
    }

    /// Returns the key of a desk and how many entries of it are known here; it is made if need be.
    pub fn adopt_desk(&self, desk: &ForeignDesk) -> Result<(i64, i64), StoreError> {
        let mut find = self.connection.prepare_cached(FIND_DESK)?;
        let found =
            find.query_row([&desk.uuid], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some(found) = found {
            return Ok(found);
        }
        let mut add = self.connection.prepare_cached(ADD_DESK)?;
        add.execute(params![desk.uuid, desk.name, 0, BEGINNING])?;
        Ok(find.query_row([&desk.uuid], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// Remembers how far a desk has come, once all its entries are here.
    pub fn advance_adopted(&self, key: i64, desk: &ForeignDesk) -> Result<(), StoreError> {
        let mut advance = self.connection.prepare_cached(ADVANCE_DESK)?;
        advance.execute(params![key, desk.seq, desk.head])?;
        Ok(())
    }

    /// Takes an operation over, with its content; the rows it changed are not touched.
    pub fn adopt_operation(
        &self,
        operation: &ForeignOperation,
        desk: i64,
    ) -> Result<(), StoreError> {
        let undoes: Option<i64> = match &operation.undoes {
            None => None,
            Some(uuid) => self.operation_of(uuid)?,
        };
        let brought_by = match &operation.merged_by {
            Some(merge) => self.operation_of(merge)?,
            None => None,
        };
        let brought_by = brought_by.map_or_else(|| self.operation(), Ok)?;
        let nonce = self.free_nonce(OPERATION_NONCE, operation.nonce.as_deref())?;
        let mut add = self.connection.prepare_cached(ADD_OPERATION)?;
        let key: i64 = add.query_row(
            params![
                operation.uuid,
                desk,
                operation.seq,
                operation.at,
                operation.actor,
                operation.verb,
                nonce,
                undoes,
                operation.made_count,
                operation.changed,
                operation.commitment,
                operation.hash,
                brought_by,
                operation.salt,
                operation.command,
                operation.summary,
                operation.source_name,
                operation.source_sha256,
                operation.source_reading
            ],
            |row| row.get(0),
        )?;
        for image in &operation.images {
            self.connection.prepare_cached(ADD_IMAGE)?.execute(params![
                key,
                image.position,
                image.table,
                image.row,
                image.change,
                image.before
            ])?;
        }
        self.made();
        Ok(())
    }

    /// Takes an attendance event over and returns its key; the caller folds the person's events
    /// afterwards.
    pub fn adopt_event(
        &self,
        event: &ForeignEvent,
        session: i64,
        desk: i64,
    ) -> Result<i64, StoreError> {
        let nonce = self.free_nonce(EVENT_NONCE, event.nonce.as_deref())?;
        let values = params![
            event.uuid,
            event.participant,
            session,
            event.kind.as_str(),
            event.at.to_string(),
            event.recorded_at,
            desk,
            event.seq,
            event.actor,
            event.source,
            nonce,
            event.undoes,
            event.reason,
            event.told_by,
            event.seal,
            event.hash
        ];
        let mut add = self.connection.prepare_cached(ADD_EVENT)?;
        let key = add.query_row(values, |row| row.get(0))?;
        self.made();
        Ok(key)
    }

    /// Returns a nonce unless it is in use here: it only served a retry at that desk.
    fn free_nonce<'n>(
        &self,
        question: &'static str,
        nonce: Option<&'n str>,
    ) -> Result<Option<&'n str>, StoreError> {
        let Some(nonce) = nonce else { return Ok(None) };
        let mut used = self.connection.prepare_cached(question)?;
        let used: i64 = used.query_row([nonce], |row| row.get(0))?;
        Ok((used == 0).then_some(nonce))
    }
}
