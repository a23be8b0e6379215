//! Keeps the write-ahead log at a length at which nobody waits for it.

use super::entry::Entry;
use super::open::PAGE;
use super::{Store, StoreError};

/// As many pages in the log are worth the moving while nobody waits.
const WORTH_MOVING: i64 = 250;

/// Bytes of the write-ahead log when SQLite moves it into the register within a commit and begins it
/// anew: 1,000 pages with their heads, some two hundred scans.
const LOG: u64 = 1_000 * (PAGE + 24);
const FILLER: &str = "INSERT INTO desk (uuid, name, head) VALUES ('(log)', '(log)', ?1)";

impl Store {
    /// Gives the write-ahead log its length at once, for a desk that is going to record one scan after
    /// the other: a commit that lengthens a file takes twice as long as one that writes where
    /// something stood before. Nothing of it stays in the register.
    pub fn lay_out_log(&mut self, entry: &Entry) {
        let mut log = self.path().as_os_str().to_owned();
        log.push("-wal");
        if std::fs::metadata(log).is_ok_and(|log| log.len() >= LOG) {
            return;
        }
        let has_room = |disk: rustix::fs::StatVfs| disk.f_bavail * disk.f_frsize > 4 * LOG;
        if !rustix::fs::statvfs(self.path()).is_ok_and(has_room) {
            // On a disk that is nearly full what room there is belongs to the register.
            self.keep_short_log();
            return;
        }
        let filler = vec![0_u8; usize::try_from(LOG).unwrap_or_default()];
        // With few pages in memory the rows of a transaction reach the log before it ends; rolled
        // back, they are not part of it. A desk works without that as well.
        let _ = self.in_turn(entry, |store, turn| {
            store.begin(turn)?;
            store.keep_few_pages(true);
            let filled = store.connection.execute(FILLER, [&filler]).map_err(StoreError::from);
            let ended = store.end(filled, false);
            store.keep_few_pages(false);
            ended
        });
    }

    /// Moves the log into the register if that is worth it, at a moment at which nobody waits: else it
    /// is done within the commit of whoever comes when the log is full.
    pub fn tidy(&self) {
        let waiting = self.log("PRAGMA wal_checkpoint(NOOP)");
        // What is not done now is done later; nothing is lost.
        if waiting.is_ok_and(|(all, moved)| all - moved >= WORTH_MOVING) {
            let _ = self.log("PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    /// Has the log moved into the register ten times as often as is usual, so that it stays short.
    fn keep_short_log(&self) {
        let _ = self.connection.execute_batch("PRAGMA wal_autocheckpoint = 100");
    }

    /// Makes room on a full disk by moving the log into the register, after which it begins anew.
    /// Returns whether there was anything to move, and all of it was.
    pub fn make_room(&self) -> bool {
        let moved = self.log("PRAGMA wal_checkpoint(PASSIVE)");
        moved.is_ok_and(|(all, moved)| all > 0 && moved == all)
    }

    /// Returns how many pages the log has, and how many of them are in the register as well.
    fn log(&self, how: &'static str) -> rusqlite::Result<(i64, i64)> {
        self.connection.query_row(how, [], |row| Ok((row.get(1)?, row.get(2)?)))
    }
}
