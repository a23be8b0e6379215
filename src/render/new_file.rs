//! Makes a file that appears under its name when it is complete, and that only its owner can read.
//! A pipe or a device that has the name is written to as it is: to replace it would destroy it.

use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// A file that is being written; dropped before it is complete, it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    /// The name that it has for the time being, and the one that it gets; none where neither is due.
    names: Option<(PathBuf, PathBuf)>,
}

impl NewFile {
    /// Begins a file, under another name for the time being.
    pub fn begin(path: &Path) -> io::Result<Self> {
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Ok(Self { file: File::options().write(true).open(path)?, names: None });
        }
        // A link stays, and what it points to is written.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        loop {
            let mut options = File::options();
            let file =
                options.write(true).create(true).truncate(false).mode(0o600).open(&partial)?;
            // Some file systems know no locks.
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                return Err(io::Error::other("another command is writing it"));
            }
            let (mine, there) = (file.metadata()?, std::fs::metadata(&partial));
            // Whoever wrote it until now may have given it its name.
            if there.is_ok_and(|there| (there.dev(), there.ino()) == (mine.dev(), mine.ino())) {
                file.set_len(0)?;
                return Ok(Self { file, names: Some((partial, path)) });
            }
        }
    }

    /// Gives the file its name, once it is on the disk; whatever had the name is replaced.
    pub fn complete(mut self) -> io::Result<()> {
        let Some((partial, path)) = &self.names else { return Ok(()) };
        self.file.sync_all()?;
        std::fs::rename(partial, path)?;
        self.names = None;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some((partial, _)) = &self.names {
            // What stopped the writing is told; that a rest may lie there is the smaller evil.
            let _ = std::fs::remove_file(partial);
        }
    }
}
