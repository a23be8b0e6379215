//! Erases personal data after the seminar; the figures stay.

use super::OpError;
use crate::store::{DataClass, Entry, Erased, Operated, Store};

/// Erases the data of these classes. Afterwards nothing from before can be taken back.
pub fn purge(
    store: &mut Store,
    entry: &Entry,
    rehearse: bool,
    classes: &[DataClass],
) -> Result<Operated<Vec<Erased>>, OpError> {
    store.operate(entry, rehearse, |tx| {
        let erased = tx.erase(classes)?;
        let rows: u64 = erased.iter().map(|one| one.rows).sum();
        tx.summarize(format!("{rows} rows"));
        Ok(erased)
    })
}
