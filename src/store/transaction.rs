//! Runs reads and writes: one consistent view for a report, one immediate transaction for a change.

use std::time::Instant;

use super::entry::Entry;
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
        if self.shared {
            return ask(&reader);
        }
        self.connection.execute_batch("BEGIN").map_err(StoreError::from)?;
        let answer = ask(&reader);
        // Nothing was written: a failure to end the view harms nobody.
        let _ = self.connection.execute_batch("COMMIT");
        answer
    }

    /// Changes the register as one operation: logged, undoable, durable when this returns.
    ///
    /// `change` may run twice and so must have no effect besides the register. If it changes
    /// nothing, or fails, or is a rehearsal, nothing is stored.
    pub fn operate<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<Operated<T>, E> {
        self.transact(entry, true, change)
    }

    /// Adds to the attendance record. Its events are entries of the desk themselves, so there is no
    /// operation around them.
    pub fn record<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(entry, false, change).map(|operated| operated.value)
    }

    /// Lets several changes of the attendance record share one transaction: all of them are durable
    /// when this returns, or none was stored.
    ///
    /// # Errors
    /// Those of the changes, of the wait and of the commit.
    pub fn together<T>(
        &mut self,
        entry: &Entry,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.in_turn(entry, |store, turn| {
            store.begin(turn)?;
            store.shared = true;
            let done = work(store);
            store.shared = false;
            store.end(done, true)
        })
    }

    fn transact<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        as_operation: bool,
        mut change: impl FnMut(&Writer<'_>) -> Result<T, E>,
    ) -> Result<Operated<T>, E> {
        let mut run = |store: &Self| {
            let writer = Writer::begin(&store.connection, entry, as_operation).map_err(E::from)?;
            Ok::<_, E>((change(&writer)?, writer.close()?))
        };
        if self.shared {
            if as_operation || entry.rehearse {
                let rule = "only the attendance record shares a transaction".to_owned();
                return Err(StoreError::Rule { rule }.into());
            }
            return run(self).map(|(value, _)| Operated { value, operation: None });
        }
        self.in_turn(entry, |store, turn| {
            store.begin(turn)?;
            let changed = run(store);
            let stored = changed.as_ref().is_ok_and(|(_, closed)| closed.stored) && !entry.rehearse;
            let (value, closed) = store.end(changed, stored)?;
            Ok(Operated { value, operation: closed.number.filter(|_| stored) })
        })
    }

    /// Waits for this process's turn and lets the next one write afterwards.
    pub(super) fn in_turn<T, E: From<StoreError>>(
        &mut self,
        entry: &Entry,
        work: impl FnOnce(&mut Self, Turn) -> Result<T, E>,
    ) -> Result<T, E> {
        let begin = Instant::now();
        let turn = self.queue.enter(entry, self.wait);
        if turn != Turn::AtOnce {
            // What is left of the wait; whoever asks for the first time has all of it.
            let rest = self.wait.saturating_sub(begin.elapsed());
            self.connection.busy_timeout(rest).map_err(StoreError::from)?;
        }
        let done = work(self, turn);
        self.queue.leave(turn);
        if turn != Turn::AtOnce {
            self.connection.busy_timeout(self.wait).map_err(StoreError::from)?;
        }
        done
    }

    fn run(&self, statement: &'static str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(statement)?.execute([]).map(drop)
    }

    pub(super) fn begin(&self, turn: Turn) -> Result<(), StoreError> {
        self.run("BEGIN IMMEDIATE").map_err(|error| self.busy(error, turn))
    }

    /// Ends the transaction: durable, or without a trace.
    pub(super) fn end<T, E: From<StoreError>>(
        &self,
        done: Result<T, E>,
        keep: bool,
    ) -> Result<T, E> {
        if done.is_ok() && keep {
            self.run("COMMIT").map_err(|error| {
                // Where the commit failed in part SQLite has still a transaction to end.
                let _ = self.run("ROLLBACK");
                StoreError::at_commit(error)
            })?;
        } else {
            let _ = self.run("ROLLBACK");
        }
        done
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
