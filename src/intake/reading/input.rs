//! Opens a file's bytes as often as they are asked for, and counts and hashes what is read of them.

use std::cell::{Cell, RefCell};
use std::io::{Read, Seek};
use std::rc::Rc;

use sha2::{Digest, Sha256};

use super::SAMPLE_BYTES;
use crate::intake::IntakeError;

/// Bytes that can be read from any place.
pub trait Seekable: Read + Seek {}

impl<T: Read + Seek> Seekable for T {}

/// Opens an input from its beginning; it may be called several times.
pub type Open<'o> = dyn Fn() -> std::io::Result<Box<dyn Seekable>> + Sync + 'o;

/// A file that is to be read.
#[derive(Clone, Copy)]
pub struct Input<'i> {
    /// Its name, without the folder.
    pub name: &'i str,
    /// Opens it.
    pub open: &'i Open<'i>,
}

impl Input<'_> {
    /// Opens the input from its beginning.
    pub(super) fn bytes(&self) -> Result<Box<dyn Seekable>, IntakeError> {
        (self.open)().map_err(|source| self.unreadable(source))
    }

    /// Says that the system does not let the input be read.
    pub(in crate::intake) fn unreadable(&self, source: std::io::Error) -> IntakeError {
        IntakeError::Unreadable { name: self.name.to_owned(), source }
    }
}

/// What was read of a file so far.
#[derive(Default)]
pub(in crate::intake) struct Tally {
    hash: RefCell<Sha256>,
    bytes: Cell<u64>,
}

impl Tally {
    /// Returns how many bytes of the file were read.
    pub(in crate::intake) fn bytes(&self) -> u64 {
        self.bytes.get()
    }

    /// Returns the SHA-256 of what was read, in hexadecimal digits.
    pub(in crate::intake) fn sha256(&self) -> String {
        use std::fmt::Write as _;
        let hash = self.hash.borrow().clone().finalize();
        hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// A reader whose bytes are counted and hashed as they pass.
pub(super) struct Tallied<R> {
    inner: R,
    tally: Rc<Tally>,
}

impl<R> Tallied<R> {
    pub(super) fn new(inner: R) -> (Self, Rc<Tally>) {
        let tally = Rc::new(Tally::default());
        (Self { inner, tally: Rc::clone(&tally) }, tally)
    }
}

impl<R: Read> Read for Tallied<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.tally.hash.borrow_mut().update(&buffer[..count]);
        self.tally.bytes.set(self.tally.bytes.get() + count as u64);
        Ok(count)
    }
}

/// Reads until the buffer is full or the input ends; returns how many bytes there are.
pub(super) fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Returns a part of a long file that begins with its first byte beyond ASCII.
pub(super) fn first_beyond_ascii(bytes: &mut dyn Read) -> std::io::Result<Vec<u8>> {
    let mut sample = vec![0; SAMPLE_BYTES];
    loop {
        let length = fill(bytes, &mut sample)?;
        match sample[..length].iter().position(|byte| !byte.is_ascii()) {
            Some(at) => {
                // The character before it may be the first byte of two.
                sample.copy_within(at.saturating_sub(1)..length, 0);
                let kept = length - at.saturating_sub(1);
                let more = fill(bytes, &mut sample[kept..])?;
                sample.truncate(kept + more);
                return Ok(sample);
            }
            None if length < sample.len() => return Ok(Vec::new()),
            None => {}
        }
    }
}

/// How a file begins that is no text, and what it is.
const OTHER_FILES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<meta", "a web page"),
    (b"<?xml", "an XML file"),
    (b"Rar!", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"BZh", "packed in another way than gzip"),
    (b"\xfd7zXZ", "packed in another way than gzip"),
    (b"\x28\xb5\x2f\xfd", "packed in another way than gzip"),
];

/// Says what a file is that begins so, if it is no list.
pub(super) fn no_list(beginning: &[u8]) -> Option<&'static str> {
    let text = beginning.trim_ascii_start().to_ascii_lowercase();
    let is = |mark: &[u8]| beginning.starts_with(mark) || mark[0] == b'<' && text.starts_with(mark);
    OTHER_FILES.iter().find(|(mark, _)| is(mark)).map(|(_, what)| *what)
}
