//! Watches the quotes of a delimited text: where one stands within a cell in quotes without being
//! written twice, the cell ends there for every reader, and what follows it is no longer what was meant.

use std::collections::VecDeque;
use std::io::Read;

/// Where the text is, as far as quotes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Not in a cell in quotes.
    Outside,
    /// In a cell in quotes.
    Inside,
    /// Behind a quote that closes the cell, or is the first of two.
    Closing,
}

/// A reader of delimited text that knows the quotes which close a cell too early.
pub(super) struct Quotes<R> {
    inner: R,
    delimiter: u8,
    place: Place,
    /// The last byte that was read.
    last: u8,
    delivered: u64,
    stray: VecDeque<u64>,
}

impl<R: Read> Quotes<R> {
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        let (place, stray) = (Place::Outside, VecDeque::new());
        Self { inner, delimiter, place, last: b'\n', delivered: 0, stray }
    }

    /// Returns whether there is such a quote before this place, and forgets all before it.
    pub(super) fn any_before(&mut self, place: u64) -> bool {
        let before = self.stray.partition_point(|&at| at < place);
        self.stray.drain(..before);
        before > 0
    }

    fn ends_cell(&self, byte: u8) -> bool {
        byte == self.delimiter || matches!(byte, b'\n' | b'\r')
    }

    fn watch(&mut self, text: &[u8]) {
        // A quote at the end of the part before this one.
        if let (Place::Closing, Some(&next)) = (self.place, text.first()) {
            self.after_quote(next, self.delivered);
        }
        for at in memchr::memchr_iter(b'"', text) {
            match self.place {
                Place::Outside => {
                    let before = if at == 0 { self.last } else { text[at - 1] };
                    if self.ends_cell(before) {
                        self.place = Place::Inside;
                    }
                }
                Place::Inside => {
                    self.place = Place::Closing;
                    if let Some(&next) = text.get(at + 1) {
                        self.after_quote(next, self.delivered + at as u64 + 1);
                    }
                }
                // The second of two.
                Place::Closing => self.place = Place::Inside,
            }
        }
        self.last = text.last().copied().unwrap_or(self.last);
        self.delivered += text.len() as u64;
    }

    /// Decides what a quote within a cell was by what stands behind it, which is at this place.
    fn after_quote(&mut self, next: u8, place: u64) {
        if next == b'"' {
            return;
        }
        self.place = Place::Outside;
        if !self.ends_cell(next) {
            self.stray.push_back(place - 1);
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.watch(&buffer[..count]);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_close_a_cell_too_early_are_found_in_parts_of_any_length() {
        for (text, expected) in [
            ("a,\"b\",c\n\"d\"\"e\"\r\n\"\"\n", Vec::new()),
            ("\"a\"b\",c\n", vec![2]),
            ("a \"b\" c,5\" disk\n\"x\n,y\"", Vec::new()),
            ("1,\"a\" \n2,\"b\"", vec![4]),
            ("\"a\"\"\"b\n", vec![4]),
        ] {
            for length in 1..=text.len() {
                let mut quotes = Quotes::new(text.as_bytes(), b',');
                let mut part = vec![0; length];
                while quotes.read(&mut part).unwrap() > 0 {}
                assert_eq!(quotes.stray, expected, "{text:?} in parts of {length}");
            }
        }
    }
}
