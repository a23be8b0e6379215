//! Makes a file that appears under its name when it is complete, and that only its owner can read.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A file that is being written; dropped before it is complete, it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    partial: PathBuf,
    file: File,
    is_complete: bool,
}

impl NewFile {
    /// Begins a file, under another name for the time being.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let mut options = File::options();
        let file = options.write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
        Ok(Self { path: path.to_path_buf(), partial, file, is_complete: false })
    }

    /// Gives the file its name, once it is on the disk; whatever had the name is replaced.
    pub fn complete(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(&self.partial, &self.path)?;
        self.is_complete = true;
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
        if !self.is_complete {
            // What stopped the writing is told; that a rest may lie there is the smaller evil.
            let _ = std::fs::remove_file(&self.partial);
        }
    }
}
