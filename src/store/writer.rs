//! Is the hand that writes within a transaction: it counts, keeps order, chains the desk's entries.

use std::cell::RefCell;
use std::ops::Deref;

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;
use super::bulk::Bulk;
use super::chain::{BEGINNING, Hash, Parts, hexadecimal};
use super::entry::{Entry, SourceFile};

/// Asks the register; everything asked of one reader belongs to one moment.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(super) connection: &'c Connection,
}

/// Changes the register within one transaction; also asks it.
pub struct Writer<'c> {
    reader: Reader<'c>,
    entry: &'c Entry,
    operation: Option<i64>,
    progress: RefCell<Progress>,
    held: Held<'c>,
}

/// The statements that an import runs for every row.
#[derive(Default)]
pub(super) struct Held<'c> {
    pub(super) add_participant: Bulk<'c>,
    pub(super) add_place: Bulk<'c>,
}

/// The desk whose entries are being made, as far as it has come.
struct DeskHead {
    id: i64,
    /// As it was asked for; in a copy of the register the desk's name is longer.
    asked: String,
    name: String,
    actor: String,
    seq: i64,
    head: Hash,
}

/// What the transaction has done so far.
struct Progress {
    desk: DeskHead,
    made: i64,
    changed: i64,
    recorded: i64,
    /// The key of the first event that was recorded.
    first_event: Option<i64>,
    content: Parts,
    summary: String,
    source: SourceFile,
    /// The next participant's number and the last one of the block, once they were read.
    numbering: Option<(u32, u32)>,
    /// The key of the latest organization, once it was read.
    last_organization: Option<i64>,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

// In a copy for another machine every desk's name begins with that of the copy's own desk: the same
// chain must never be continued at two places. A new register has no numbering yet.
const FIND_DESK: &str = "
SELECT id, seq, head, name FROM desk
WHERE name = coalesce((SELECT own_desk FROM numbering WHERE id = 1), '') || ?1";
const ADD_DESK: &str = "
INSERT INTO desk (uuid, name, head)
VALUES (?1, coalesce((SELECT own_desk FROM numbering WHERE id = 1), '') || ?2, ?3)
RETURNING id, name";
const ADVANCE_DESK: &str = "UPDATE desk SET seq = ?2, head = ?3 WHERE id = ?1";
const ADD_OPERATION: &str = "
INSERT INTO operation (id, uuid, desk_id, seq, at, actor, verb, nonce, undoes, commitment, hash)
VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";
const CLOSE_OPERATION: &str = "
UPDATE operation SET
  seq = ?2, made = ?3, changed = ?4, commitment = ?5, hash = ?6, salt = ?7, command = ?8,
  summary = ?9, source_name = ?10, source_sha256 = ?11, source_reading = ?12
WHERE id = ?1";
const FIND_NONCE: &str = "SELECT id FROM operation WHERE nonce = ?1";

/// What a writer leaves behind.
pub(super) struct Closed {
    pub(super) stored: bool,
    pub(super) number: Option<i64>,
}

impl<'c> Writer<'c> {
    pub(super) fn begin(
        connection: &'c Connection,
        entry: &'c Entry,
        as_operation: bool,
    ) -> Result<Self, StoreError> {
        if let Some(nonce) = &entry.nonce {
            let done = connection
                .prepare_cached(FIND_NONCE)?
                .query_row([nonce], |row| row.get(0))
                .optional()?;
            if let Some(operation) = done {
                return Err(StoreError::Repeated { operation });
            }
        }
        let reader = Reader { connection };
        let desk = desk_head(connection, &entry.desk, &entry.actor, &entry.desk_uuid)?;
        let operation = if as_operation {
            // Given out here: to prepare a RETURNING takes longer than to ask for the latest number.
            let number = reader.latest_operation_number()? + 1;
            connection.prepare_cached(ADD_OPERATION)?.execute(params![
                number,
                entry.uuid,
                desk.id,
                entry.at.to_string(),
                entry.actor,
                entry.verb,
                entry.nonce,
                entry.undoes,
                BEGINNING
            ])?;
            Some(number)
        } else {
            None
        };
        let mut content = Parts::new();
        content.add(entry.salt);
        let progress = RefCell::new(Progress {
            desk,
            made: 0,
            changed: 0,
            recorded: 0,
            first_event: None,
            content,
            summary: String::new(),
            source: SourceFile::default(),
            numbering: None,
            last_organization: None,
        });
        Ok(Self { reader, entry, operation, progress, held: Held::default() })
    }

    /// Says in a few words what the operation did, for the log.
    pub fn summarize(&self, summary: impl Into<String>) {
        self.progress.borrow_mut().summary = summary.into();
    }

    /// Remembers the file that the operation read.
    pub fn reads(&self, source: SourceFile) {
        self.progress.borrow_mut().source = source;
    }

    /// Returns how many rows were made or changed so far.
    pub fn changes(&self) -> i64 {
        let progress = self.progress.borrow();
        progress.made + progress.changed
    }

    /// Counts the events that the operation took back or told again among what it made.
    pub fn count_events(&self, events: usize) {
        self.progress.borrow_mut().made += i64::try_from(events).unwrap_or(i64::MAX);
    }

    /// Returns the number of the operation that this transaction is, if it is one.
    pub fn number(&self) -> Option<i64> {
        self.operation
    }

    /// Returns the operation's number, which every row that it makes carries.
    pub(super) fn operation(&self) -> Result<i64, StoreError> {
        self.operation
            .ok_or_else(|| StoreError::Rule { rule: "a change outside an operation".to_owned() })
    }

    /// Returns the identifier of the operation that this transaction is, if it is one.
    pub(super) fn operation_uuid(&self) -> Option<&str> {
        self.operation.map(|_| self.entry.uuid.as_str())
    }

    /// Returns the next participant's number.
    pub(super) fn next_number(&self) -> Result<u32, StoreError> {
        self.numbering().map(|(next, _)| next)
    }

    /// Returns the last participant's number that this copy of the register may give out.
    pub(super) fn last_number(&self) -> Result<u32, StoreError> {
        self.numbering().map(|(_, last)| last)
    }

    fn numbering(&self) -> Result<(u32, u32), StoreError> {
        if let Some(numbering) = self.progress.borrow().numbering {
            return Ok(numbering);
        }
        let numbering = self.read_numbering()?;
        self.progress.borrow_mut().numbering = Some(numbering);
        Ok(numbering)
    }

    /// Goes on with this number within the transaction.
    pub(super) fn count_on(&self, next: u32) {
        if let Some((number, _)) = &mut self.progress.borrow_mut().numbering {
            *number = next;
        }
    }

    /// Returns the key of a further organization; `last` is asked once for the latest one.
    pub(super) fn next_organization(
        &self,
        last: impl FnOnce() -> Result<i64, StoreError>,
    ) -> Result<i64, StoreError> {
        let known = self.progress.borrow().last_organization;
        let next = match known {
            Some(last) => last,
            None => last()?,
        } + 1;
        self.progress.borrow_mut().last_organization = Some(next);
        Ok(next)
    }

    /// Returns the statements that this transaction holds.
    pub(super) fn held(&self) -> &Held<'c> {
        &self.held
    }

    /// Counts a row that the operation made.
    pub(super) fn made(&self) {
        self.progress.borrow_mut().made += 1;
    }

    /// Counts a row that the operation changes and returns the position of its image.
    pub(super) fn imaged(&self, parts: &[&str]) -> i64 {
        let mut progress = self.progress.borrow_mut();
        for part in parts {
            progress.content.add(part);
        }
        progress.changed += 1;
        progress.changed
    }

    /// Chains a further entry of the desk; returns its desk, counter and hash.
    pub(super) fn chain(&self, parts: &[&str]) -> (i64, i64, Hash) {
        let mut progress = self.progress.borrow_mut();
        progress.recorded += 1;
        let desk = &mut progress.desk;
        desk.seq += 1;
        let mut hash = Parts::new();
        hash.add(desk.head).add(&desk.name).add(desk.seq.to_string());
        for part in parts {
            hash.add(part);
        }
        desk.head = hash.finish();
        (desk.id, desk.seq, desk.head)
    }

    /// Returns the key of the first event that was recorded, if one was.
    pub(super) fn first_event(&self) -> Option<i64> {
        self.progress.borrow().first_event
    }

    /// Remembers the key of an event if it is the first one.
    pub(super) fn recorded(&self, event: i64) {
        self.progress.borrow_mut().first_event.get_or_insert(event);
    }

    /// Returns the key of the desk that writes.
    pub(super) fn desk(&self) -> i64 {
        self.progress.borrow().desk.id
    }

    /// Returns the counter that the desk's next entry will have.
    pub(super) fn next_seq(&self) -> i64 {
        self.progress.borrow().desk.seq + 1
    }

    /// Returns the random bytes that seal who recorded an event, and why.
    pub(super) fn seal(&self, event: &str) -> [u8; 16] {
        let hash = Parts::new().add(self.entry.salt).add(event).finish();
        let mut seal = [0; 16];
        seal.copy_from_slice(&hash[..16]);
        seal
    }

    /// Returns who writes.
    pub(super) fn actor(&self) -> String {
        self.progress.borrow().desk.actor.clone()
    }

    /// Goes on as another desk: what follows is chained to that desk's entries.
    pub fn at_desk(&self, name: &str, actor: &str, new_uuid: &str) -> Result<(), StoreError> {
        {
            let mut progress = self.progress.borrow_mut();
            if progress.desk.asked == name {
                if progress.desk.actor != actor {
                    actor.clone_into(&mut progress.desk.actor);
                }
                return Ok(());
            }
        }
        self.leave_desk()?;
        let desk = desk_head(self.reader.connection, name, actor, new_uuid)?;
        self.progress.borrow_mut().desk = desk;
        Ok(())
    }

    /// Stores how far the present desk has come.
    fn leave_desk(&self) -> Result<(), StoreError> {
        let progress = self.progress.borrow();
        let desk = &progress.desk;
        let mut advance = self.reader.connection.prepare_cached(ADVANCE_DESK)?;
        advance.execute(params![desk.id, desk.seq, desk.head])?;
        Ok(())
    }

    /// Writes the operation's content and hash and the desk's new head.
    pub(super) fn close(&self) -> Result<Closed, StoreError> {
        let connection = self.reader.connection;
        let changed = self.changes() > 0;
        if let (Some(operation), true) = (self.operation, changed) {
            let commitment = {
                let mut progress = self.progress.borrow_mut();
                let Progress { content, summary, source, .. } = &mut *progress;
                content
                    .add(&self.entry.actor)
                    .add(&self.entry.command)
                    .add(summary.as_str())
                    .add(&source.name)
                    .add(&source.sha256)
                    .add(&source.reading);
                content.finish()
            };
            let commitment_text = hexadecimal(&commitment);
            let (_, seq, hash) = self.chain(&[
                &self.entry.uuid,
                &self.entry.at.to_string(),
                self.entry.verb,
                &commitment_text,
            ]);
            let Progress { made, changed, summary, source, .. } = &*self.progress.borrow();
            connection.prepare_cached(CLOSE_OPERATION)?.execute(params![
                operation,
                seq,
                made,
                changed,
                commitment,
                hash,
                self.entry.salt,
                self.entry.command,
                summary,
                source.name,
                source.sha256,
                source.reading
            ])?;
        }
        let progress = self.progress.borrow();
        // An operation that recorded events but changed nothing has nothing to undo it by.
        let stored = changed || (progress.recorded > 0 && self.operation.is_none());
        if stored {
            self.leave_desk()?;
        }
        Ok(Closed { stored, number: self.operation.filter(|_| changed) })
    }
}

/// Finds a desk by its name, or makes it.
fn desk_head(
    connection: &Connection,
    name: &str,
    actor: &str,
    new_uuid: &str,
) -> Result<DeskHead, StoreError> {
    // A list may name desks of other copies; what is entered here is entered at a desk of this one.
    let (asked, actor) = (name.replace('/', "-"), actor.to_owned());
    let found = connection
        .prepare_cached(FIND_DESK)?
        .query_row([&asked], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    if let Some((id, seq, head, name)) = found {
        return Ok(DeskHead { id, asked, name, actor, seq, head });
    }
    let mut add = connection.prepare_cached(ADD_DESK)?;
    let (id, name) =
        add.query_row(params![new_uuid, asked, BEGINNING], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(DeskHead { id, asked, name, actor, seq: 0, head: BEGINNING })
}
