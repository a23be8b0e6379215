//! Is a file that somebody sent, or standard input: opened as often as it has to be read.

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Failure;
use crate::intake::{Input, IntakeError, Open, Seekable};

/// How much of standard input is kept in memory; what is longer goes into a file without a name.
const KEPT_IN_MEMORY: u64 = 1024 * 1024;

/// A file that somebody sent, or standard input kept aside, since it can be read only once.
pub(super) struct Sent {
    bytes: Bytes,
    /// The name for messages and for the log, without the folder.
    name: String,
}

enum Bytes {
    Path(PathBuf),
    Memory(Arc<[u8]>),
    Spooled(Arc<File>),
}

impl Sent {
    /// Finds the file, or reads standard input for `-`.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            let kept = keep(std::io::stdin().lock());
            return Self::kept(kept, "standard input".to_owned());
        }
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        // A pipe that has a name can be read only once as well.
        match std::fs::metadata(path) {
            Ok(found) if found.is_file() || found.is_dir() => {}
            Ok(_) => return Self::kept(File::open(path).and_then(keep), name),
            // Where it was looked for is what the reader has to know.
            Err(source) => {
                let name = path.display().to_string();
                return Err(IntakeError::Unreadable { name, source }.into());
            }
        }
        Ok(Self { bytes: Bytes::Path(path.to_path_buf()), name })
    }

    fn kept(bytes: std::io::Result<Bytes>, name: String) -> Result<Self, Failure> {
        match bytes {
            Ok(bytes) => Ok(Self { bytes, name }),
            Err(source) => Err(IntakeError::Unreadable { name, source }.into()),
        }
    }

    /// Returns the file, unless what it held is kept aside.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.bytes {
            Bytes::Path(path) => Some(path),
            Bytes::Memory(_) | Bytes::Spooled(_) => None,
        }
    }

    /// Returns a text that comes with the program as if it were a file.
    pub(super) fn of_text(name: &str, text: &str) -> Self {
        Self { bytes: Bytes::Memory(text.as_bytes().into()), name: name.to_owned() }
    }

    /// Returns the name of the file, without its folder.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Lets a reader open the file from its beginning, as often as it needs.
    pub(super) fn read<T>(&self, read: impl FnOnce(Input<'_>) -> T) -> T {
        let open: &Open<'_> = &|| self.open();
        read(Input { name: &self.name, open })
    }

    fn open(&self) -> std::io::Result<Box<dyn Seekable>> {
        Ok(match &self.bytes {
            Bytes::Path(path) => Box::new(File::open(path)?),
            Bytes::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Bytes::Spooled(file) => Box::new(FromStart { file: Arc::clone(file), at: 0 }),
        })
    }

    /// Returns the size of the file, if it is known.
    pub(super) fn size(&self) -> Option<u64> {
        match &self.bytes {
            Bytes::Path(path) => std::fs::metadata(path).ok().map(|metadata| metadata.len()),
            Bytes::Memory(bytes) => Some(bytes.len() as u64),
            Bytes::Spooled(file) => file.metadata().ok().map(|metadata| metadata.len()),
        }
    }
}

/// Reads an input to its end and keeps it.
fn keep(mut input: impl Read) -> std::io::Result<Bytes> {
    let mut memory = Vec::new();
    input.by_ref().take(KEPT_IN_MEMORY).read_to_end(&mut memory)?;
    if (memory.len() as u64) < KEPT_IN_MEMORY {
        return Ok(Bytes::Memory(memory.into()));
    }
    let mut file = tempfile::tempfile()?;
    file.write_all(&memory)?;
    std::io::copy(&mut input, &mut file)?;
    Ok(Bytes::Spooled(Arc::new(file)))
}

/// Reads a file that has no name from its beginning, whatever other readers of it do.
struct FromStart {
    file: Arc<File>,
    at: u64,
}

impl Read for FromStart {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read_at(buffer, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for FromStart {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.metadata()?.len().checked_add_signed(by),
        };
        self.at = target.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
