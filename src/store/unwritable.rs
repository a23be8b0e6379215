//! Opens a register that lies where nothing may be written, such as on a disc or in an archive.
//!
//! A reader of a register needs a file of shared memory beside it. Where none can be made, the file
//! may be read as one that never changes: but only if nobody may write it, on a file system without
//! writing or without the permission for anybody, and if no write-ahead log lies there, which would
//! be passed over.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::StoreError;

/// Returns whether nobody may write the file.
pub(super) fn is_unwritable(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.permissions().readonly())
        || rustix::fs::statvfs(path)
            .is_ok_and(|system| system.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY))
}

/// Returns whether a write-ahead log lies beside the file, which is so while anybody has it open.
pub(super) fn has_log(path: &Path) -> bool {
    log(path).is_some()
}

fn log(path: &Path) -> Option<std::fs::Metadata> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).ok()
}

/// Opens the file to be read alone; nothing where that would not be safe.
pub(super) fn connect(path: &Path, wait: Duration) -> Option<Result<Connection, StoreError>> {
    if !is_unwritable(path) || log(path).is_some_and(|log| log.len() > 0) {
        return None;
    }
    let mut name = String::from("file:");
    for character in path.to_str()?.chars() {
        match character {
            '%' => name.push_str("%25"),
            '?' => name.push_str("%3f"),
            '#' => name.push_str("%23"),
            other => name.push(other),
        }
    }
    name.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let opened = Connection::open_with_flags(&name, flags).and_then(|connection| {
        connection.busy_timeout(wait)?;
        Ok(connection)
    });
    Some(opened.map_err(StoreError::from))
}
