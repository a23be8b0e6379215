//! Takes away the blanks between a delimiter and a quote (`"Sato", "Ken"`), where a list is written so:
//! to a reader of delimited text such a quote encloses nothing.

use std::io::Read;

use super::Delimiter;

/// How many lines are looked at.
const LINES: usize = 20;

/// Says whether a text is written so: in one of its first lines a blank and a quote follow every
/// delimiter.
pub(super) fn is_meant(text: &str, delimiter: Delimiter) -> bool {
    let delimiter = char::from(delimiter.0);
    let spaced = format!("{delimiter} \"");
    text.lines().take(LINES).any(|line| {
        let cells = line.matches(delimiter).count();
        cells > 0 && line.matches(&spaced).count() == cells
    })
}

/// Where the text is.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// At the beginning of a cell, where blanks may be meant or not.
    Beginning,
    /// In a cell in quotes.
    Inside,
    /// Behind a quote that closes the cell, or is the first of two.
    Closing,
    /// In a cell without quotes.
    Plain,
}

/// A text without these blanks.
pub(super) struct Unspaced<R> {
    inner: R,
    delimiter: u8,
    place: Place,
    /// Blanks of which it is not known yet whether they are meant.
    held: usize,
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Unspaced<R> {
    pub(super) fn new(inner: R, delimiter: Delimiter) -> Self {
        let (place, ready) = (Place::Beginning, Vec::new());
        Self { inner, delimiter: delimiter.0, place, held: 0, ready, given: 0 }
    }

    fn take(&mut self, byte: u8) {
        let ends_cell = byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let is_meant = match (self.place, byte) {
            (Place::Beginning | Place::Closing, b' ') => {
                self.held += 1;
                return;
            }
            (Place::Beginning, b'"') => false,
            (Place::Closing, _) => !ends_cell,
            _ => true,
        };
        let held = std::mem::take(&mut self.held);
        if is_meant {
            self.ready.resize(self.ready.len() + held, b' ');
        }
        self.ready.push(byte);
        self.place = match (self.place, byte) {
            (Place::Inside, b'"') => Place::Closing,
            (Place::Inside, _) | (Place::Beginning, b'"') => Place::Inside,
            (Place::Closing, b'"') if held == 0 => Place::Inside,
            _ if ends_cell => Place::Beginning,
            _ => Place::Plain,
        };
    }
}

impl<R: Read> Read for Unspaced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.ready.len() {
            self.ready.clear();
            self.given = 0;
            let count = self.inner.read(buffer)?;
            if count == 0 {
                return Ok(0);
            }
            for &byte in &buffer[..count] {
                self.take(byte);
            }
        }
        let count = buffer.len().min(self.ready.len() - self.given);
        buffer[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_quotes_go_and_all_others_stay() {
        let text = "\"a\", \"b \"\"c\"\" , \"\"d\",  \"e\" , f g , \"h\ni\"\n \"j\",\"k\" \n";
        let expected = "\"a\",\"b \"\"c\"\" , \"\"d\",\"e\", f g ,\"h\ni\"\n\"j\",\"k\"\n";
        for length in 1..text.len() {
            let mut reader = Unspaced::new(text.as_bytes(), Delimiter::COMMA);
            let (mut all, mut part) = (Vec::new(), vec![0; length]);
            loop {
                match reader.read(&mut part).unwrap() {
                    0 => break,
                    count => all.extend_from_slice(&part[..count]),
                }
            }
            assert_eq!(String::from_utf8(all).unwrap(), expected, "in parts of {length}");
        }
        assert!(is_meant("List\n\"a\", \"b\"\n", Delimiter::COMMA));
        assert!(!is_meant("a, \"b\" c,d\n", Delimiter::COMMA));
    }
}
