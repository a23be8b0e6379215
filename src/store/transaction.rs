//! Runs reads and writes: one consistent view for a report, one immediate transaction for a change.

use std::time::Instant;

use super::operations::Entry;
use super::queue::{Holder, Turn};
use super::writer::{Reader, Writer};
use super::{Store, StoreError};

/// What came of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operated<T> {
    /// What the change itself returned.
    pub value: T,
    /// The operation's number; nothing where there was nothing to change, or it was a rehearsal.
    pub operation: Option<i64>,
}

impl Store {
    /// Asks the register within one transaction, so that the answers belong to one moment.
    pub fn read<T, E: From<StoreError>>(
        &self,
        ask: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let reader = Reader { connection: &self.connection };
        self.connection.execute_batch("BEGIN").map_err(StoreError::from)?;
        let answer = ask(&reader);
        // Nothing was written: a failure to end the view harms nobody.
        let _ = self.connection.execute_batch("COMMIT");
        answer
    }

    /// Changes the register as one operation: logged, undoable, durable when this returns.
    ///
    /// `change` may run twice and so must have no effect besides the register. If it changes
    /// nothing, or fails, or `rehearse` is set, nothing is stored.
    pub fn operate<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        rehearse: bool,
        change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<Operated<T>, E> {
        self.transact(entry, true, rehearse, change)
    }

    /// Adds to the attendance record. Its events are entries of the desk themselves, so there is no
    /// operation around them.
    pub fn record<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        rehearse: bool,
        change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(entry, false, rehearse, change).map(|operated| operated.value)
    }

    fn transact<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        as_operation: bool,
        rehearse: bool,
        change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<Operated<T>, E> {
        let begin = Instant::now();
        let turn = self.queue.enter(entry, self.wait);
        if turn == Turn::Past {
            // What is left of the wait; whoever asks for the first time has all of it.
            let rest = self.wait.saturating_sub(begin.elapsed());
            self.connection.busy_timeout(rest).map_err(StoreError::from)?;
        }
        let operated = self.change(entry, turn, as_operation, rehearse, change);
        self.queue.leave(turn);
        if turn == Turn::Past {
            self.connection.busy_timeout(self.wait).map_err(StoreError::from)?;
        }
        operated
    }

    fn change<T, E: From<StoreError>>(
        &self,
        entry: &Entry,
        turn: Turn,
        as_operation: bool,
        rehearse: bool,
        mut change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<Operated<T>, E> {
        let run = |statement: &str| -> rusqlite::Result<()> {
            self.connection.prepare_cached(statement)?.execute([]).map(drop)
        };
        run("BEGIN IMMEDIATE").map_err(|error| self.busy(error, turn))?;
        let changed = Writer::begin(&self.connection, entry, as_operation)
            .map_err(E::from)
            .and_then(|writer| Ok((change(&writer)?, writer.close()?)));
        match changed {
            Ok((value, operation)) if operation.stored && !rehearse => {
                run("COMMIT").map_err(|error| {
                    // Where the commit failed in part SQLite has still a transaction to end.
                    let _ = run("ROLLBACK");
                    StoreError::at_commit(error)
                })?;
                Ok(Operated { value, operation: operation.number })
            }
            other => {
                let _ = run("ROLLBACK");
                other.map(|(value, _)| Operated { value, operation: None })
            }
        }
    }

    /// Names the desk that kept this one waiting, where it is known.
    fn busy(&self, error: rusqlite::Error, turn: Turn) -> StoreError {
        let error = StoreError::from(error);
        // Whoever has its turn is kept waiting by somebody who does not queue.
        if turn != Turn::Past || !matches!(error, StoreError::Busy) {
            return error;
        }
        match self.queue.holder() {
            Some(Holder { process, since, desk }) => StoreError::Kept { process, since, desk },
            None => error,
        }
    }
}
