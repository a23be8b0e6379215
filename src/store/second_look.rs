//! Looks at the register with a second connection, on another thread, at the same moment as the first.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Access, Reader, Store, StoreError};

/// The last operation and the last event: whatever is written adds one of them, and so two looks that
/// have both in common see the same register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    operation: i64,
    event: i64,
}

/// How long the second connection may wait for others; the first one can do without it.
const PATIENCE: Duration = Duration::from_millis(200);

impl Reader<'_> {
    /// Returns the moment to which all answers of this reader belong.
    pub(super) fn moment(&self) -> Result<Moment, StoreError> {
        let (operation, event) = (self.latest_operation_number()?, self.latest_event_number()?);
        Ok(Moment { operation, event })
    }

    /// Returns the file, for a second look.
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.connection.path().filter(|path| !path.is_empty()).map(PathBuf::from)
    }
}

/// Asks the register at a moment; nothing where somebody has written since.
pub(super) fn look_again<T>(
    path: &Path,
    moment: Moment,
    ask: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let store = Store::open(path, Access::Read, PATIENCE)?;
    store.read(|register| {
        if register.moment()? != moment {
            return Ok(None);
        }
        ask(register).map(Some)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_that_changed_since_is_not_looked_at_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        Store::create(&path, PATIENCE).unwrap().publish().unwrap();
        let store = Store::open(&path, Access::Read, PATIENCE).unwrap();
        let now = store.read(|register| register.moment()).unwrap();
        let found = |moment| look_again(&path, moment, |register| Ok(register.path().is_some()));
        assert_eq!(found(now).unwrap(), Some(true));
        assert_eq!(found(Moment { operation: now.operation - 1, ..now }).unwrap(), None);
        assert_eq!(found(Moment { event: now.event - 1, ..now }).unwrap(), None);
        assert!(look_again(&folder.path().join("b.db"), now, |_| Ok(())).is_err());
    }
}
