//! Watches text go by: where its lines end, and that no row takes more of it than a row may.

use std::collections::VecDeque;
use std::io::Read;

/// The most bytes of one row.
pub(in crate::intake) const MOST_ROW_BYTES: usize = 1024 * 1024;

/// Why reading stopped although the system would go on; carried through `std::io::Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    /// A row takes more than its share.
    #[error("a row is too long")]
    RowTooLong,
    /// There are bytes that the encoding does not have.
    #[error("the bytes are not of the encoding")]
    Malformed,
    /// The file is damaged or cut off.
    #[error("the packed bytes are damaged")]
    Damaged,
    /// The file unpacks to more than a list can hold.
    #[error("the file unpacks to too much")]
    Expands,
}

impl From<Stop> for std::io::Error {
    fn from(stop: Stop) -> Self {
        Self::other(stop)
    }
}

impl Stop {
    /// Returns why an error of the system was made here, if it was.
    pub(super) fn of(error: &std::io::Error) -> Option<Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref()).copied()
    }
}

/// A line end that was seen: where the next line begins, and whether it is CR and LF.
#[derive(Clone, Copy)]
struct Break(u64);

impl Break {
    fn new(end: u64, is_pair: bool) -> Self {
        Self(end << 1 | u64::from(is_pair))
    }

    fn end(self) -> u64 {
        self.0 >> 1
    }

    fn start(self) -> u64 {
        self.end() - 1 - (self.0 & 1)
    }
}

/// A reader of text that knows the line of every place in it, for CR, LF, CRLF and mixtures.
pub(super) struct Watched<R> {
    inner: R,
    /// Bytes that may still be read for the present row.
    left: usize,
    /// Bytes that were read.
    delivered: u64,
    /// Line ends behind the place that was last asked for.
    breaks: VecDeque<Break>,
    /// The line of that place.
    line: u64,
    ends_with_cr: bool,
}

impl<R: Read> Watched<R> {
    pub(super) fn new(inner: R) -> Self {
        let breaks = VecDeque::new();
        Self { inner, left: MOST_ROW_BYTES, delivered: 0, breaks, line: 1, ends_with_cr: false }
    }

    /// Returns what is read from.
    pub(super) fn inner(&mut self) -> &mut R {
        &mut self.inner
    }

    /// A new row begins, and may take its share of bytes.
    pub(super) fn row_begins(&mut self) {
        self.left = MOST_ROW_BYTES;
    }

    /// Returns the line of the first text at this place or behind it; places only grow.
    pub(super) fn line_at(&mut self, place: u64) -> u64 {
        let mut place = place;
        while let Some(first) = self.breaks.front() {
            if first.start() > place {
                break;
            }
            place = place.max(first.end());
            self.line += 1;
            self.breaks.pop_front();
        }
        self.line
    }

    /// Returns the line that was reached by reading, whatever was made of it.
    pub(super) fn last_line(&self) -> u64 {
        self.line + self.breaks.len() as u64
    }

    fn watch(&mut self, text: &[u8]) {
        for at in memchr::memchr2_iter(b'\n', b'\r', text) {
            let end = self.delivered + at as u64 + 1;
            let follows_cr = if at == 0 { self.ends_with_cr } else { text[at - 1] == b'\r' };
            if text[at] == b'\n' && follows_cr {
                // If it is gone already, a place between the two was asked for.
                if self.breaks.back().is_some_and(|last| last.end() == end - 1) {
                    self.breaks.pop_back();
                    self.breaks.push_back(Break::new(end, true));
                }
            } else {
                self.breaks.push_back(Break::new(end, false));
            }
        }
        self.ends_with_cr = text.last() == Some(&b'\r');
        self.delivered += text.len() as u64;
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(Stop::RowTooLong.into());
        }
        let count = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(count);
        self.watch(&buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the lines of these places, read in chunks of some bytes.
    fn lines(text: &str, places: &[u64], chunk: usize) -> Vec<u64> {
        let mut watched = Watched::new(text.as_bytes());
        let mut buffer = vec![0; chunk];
        while watched.read(&mut buffer).unwrap() > 0 {}
        places.iter().map(|&place| watched.line_at(place)).collect()
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        for chunk in 1..8 {
            assert_eq!(lines("a\nb\nc", &[0, 2, 4], chunk), [1, 2, 3]);
            assert_eq!(lines("a\rb\rc", &[0, 2, 4], chunk), [1, 2, 3]);
            assert_eq!(lines("a\r\nb\r\nc", &[0, 2, 5], chunk), [1, 2, 3]);
            assert_eq!(lines("a\r\nb\nc\rd", &[0, 3, 5, 7], chunk), [1, 2, 3, 4]);
        }
    }

    #[test]
    fn empty_lines_before_a_row_are_counted_to_it() {
        for chunk in 1..8 {
            assert_eq!(lines("a\n\n\nb", &[2], chunk), [4]);
            assert_eq!(lines("a\r\n\r\n\r\nb", &[2], chunk), [4]);
            assert_eq!(lines("a\r\r\rb", &[2], chunk), [4]);
        }
    }

    #[test]
    fn a_row_that_takes_more_than_its_share_is_stopped() {
        let mut watched = Watched::new(std::io::repeat(b'x'));
        let mut buffer = [0; 4096];
        let mut read = 0;
        let stop = loop {
            match watched.read(&mut buffer) {
                Ok(count) => read += count,
                Err(error) => break Stop::of(&error),
            }
        };
        assert_eq!((read, stop), (MOST_ROW_BYTES, Some(Stop::RowTooLong)));
    }
}
