//! Erases personal data after the seminar; the figures stay.

use std::time::Duration;

use super::OpError;
use crate::render::words::count;
use crate::store::{DataClass, Entry, Erased, Operated, Store};

/// Erases the data of these classes. Afterwards nothing from before can be taken back.
pub fn purge(
    store: &mut Store,
    entry: &Entry,
    classes: &[DataClass],
) -> Result<Operated<Vec<Erased>>, OpError> {
    store.operate(entry, |tx| {
        let erased = tx.erase(classes)?;
        let rows: u64 = erased.iter().map(|one| one.rows).sum();
        tx.summarize(count(rows, "row", "rows"));
        Ok(erased)
    })
}

/// Leaves no byte of what was erased, in the file or beside it. Says so before it waits for whoever
/// still reads the register as it was before, and returns whether that one went in time.
pub fn scrub(store: &Store, wait: Duration, waiting: impl FnOnce()) -> Result<bool, OpError> {
    store.scrub()?;
    if store.empty_log(Duration::ZERO)? {
        return Ok(true);
    }
    waiting();
    Ok(store.empty_log(wait)?)
}
