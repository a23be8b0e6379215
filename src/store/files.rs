//! Makes, keeps and removes the files of a register, none of which is opened here while SQLite has it.

use std::fs::{File, OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::StoreError;

/// Makes an empty file that its owner alone can read and write, whatever the mask of the process. It
/// is closed again before SQLite opens it: a second descriptor would drop SQLite's locks.
pub(super) fn make(path: &Path) -> std::io::Result<()> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    made.set_permissions(Permissions::from_mode(0o600))
}

/// Makes the file of a copy; never one that is there.
pub(super) fn make_copy(to: &Path) -> Result<(), StoreError> {
    make(to).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => StoreError::Exists { path: to.display().to_string() },
        _ => unmade("copy", to, &error),
    })
}

pub(super) fn unmade(what: &'static str, path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unmade { what, detail: format!("{}: {error}", path.display()) }
}

/// Removes a register that nobody knows of yet, with what SQLite keeps beside it.
pub(super) fn remove_register(path: &Path) {
    for ending in ["", "-journal", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        let _ = std::fs::remove_file(file);
    }
}

/// Keeps other processes from making a register in the same folder until it is dropped: what is not
/// complete yet has the same name with all of them. Where folders cannot be locked, nothing is kept.
pub(super) fn alone_in_folder(path: &Path) -> Option<File> {
    let folder = folder_of(path).ok()?;
    folder.lock().is_ok().then_some(folder)
}

/// Makes the name of a new file durable; without it a power cut can lose the file as a whole.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = folder_of(path) {
        // Some file systems refuse this; the file itself is synced by SQLite in any case.
        let _ = folder.sync_all();
    }
}

/// Opens the folder of a file.
fn folder_of(path: &Path) -> std::io::Result<File> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))
}
