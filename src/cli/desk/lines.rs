//! Reads lines of bytes as scanners and people send them, however long, with bounded memory.

use std::io::{self, BufRead, BufReader, Read};

use super::terminal::CANCEL;

/// The most bytes of a line that are kept. A terminal hands over no more than 4,095 bytes of a line,
/// however long it is, and its end: such a line has to be longer than this.
pub(super) const MOST: usize = 4_000;

/// What scanners send as the start of a text.
const START: u8 = 0x02;

/// The bytes that are read at once.
const BUFFER: usize = 16_384;

/// A line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// Its bytes.
    Whole(Vec<u8>),
    /// The beginning of one that is longer than a line can be.
    TooLong(Vec<u8>),
    /// What was typed before Ctrl-C.
    Cancelled(Vec<u8>),
}

/// Takes lines from an input: they end in LF, CR or both, the last one perhaps in nothing.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    /// Whether Ctrl-C ends a line as well.
    typed: bool,
    /// The line before ended in CR, to which an LF may still belong.
    after_return: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R, typed: bool) -> Self {
        Self::with_capacity(BUFFER, input, typed)
    }

    fn with_capacity(capacity: usize, input: R, typed: bool) -> Self {
        Self { input: BufReader::with_capacity(capacity, input), typed, after_return: false }
    }

    /// Returns whether a further line can be had without waiting for it.
    pub(super) fn has_more(&self) -> bool {
        let waiting = self.input.buffer();
        let waiting = match waiting {
            [b'\n', rest @ ..] if self.after_return => rest,
            all => all,
        };
        waiting.iter().any(|&byte| is_end(byte, self.typed))
    }

    /// Returns the next line, or nothing at the end of the input.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut line = Vec::new();
        let mut length = 0;
        loop {
            let bytes = match self.input.fill_buf() {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if bytes.is_empty() {
                return Ok((length > 0).then(|| finished(line, length, None)));
            }
            if self.after_return && bytes[0] == b'\n' {
                self.after_return = false;
                self.input.consume(1);
                continue;
            }
            self.after_return = false;
            let typed = self.typed;
            let is_end = |&byte: &u8| is_end(byte, typed);
            let end = bytes.iter().position(is_end).map(|end| (end, bytes[end]));
            let part = &bytes[..end.map_or(bytes.len(), |(end, _)| end)];
            line.extend_from_slice(&part[..part.len().min(MOST - line.len())]);
            length += part.len();
            let used = part.len() + usize::from(end.is_some());
            let end = end.map(|(_, end)| end);
            self.after_return = end == Some(b'\r');
            self.input.consume(used);
            if end.is_some() {
                return Ok(Some(finished(line, length, end)));
            }
        }
    }
}

fn is_end(byte: u8, typed: bool) -> bool {
    matches!(byte, b'\n' | b'\r') || (typed && byte == CANCEL)
}

fn finished(line: Vec<u8>, length: usize, end: Option<u8>) -> Line {
    match end {
        // Between start and end of a text it is what a scanner says, and no key that was pressed.
        Some(CANCEL) if line.first() != Some(&START) => Line::Cancelled(line),
        _ if length > line.len() => Line::TooLong(line),
        _ => Line::Whole(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(input: &[u8], buffer: usize) -> Vec<Line> {
        read(Lines::with_capacity(buffer, input, false))
    }

    fn read(mut lines: Lines<&[u8]>) -> Vec<Line> {
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    fn whole(line: &str) -> Line {
        Line::Whole(line.as_bytes().to_vec())
    }

    #[test]
    fn a_line_ends_in_any_way_that_scanners_end_it() {
        for buffer in [1, 2, 3, 64] {
            let read = lines(b"a\nb\r\nc\rd\n\ne", buffer);
            assert_eq!(read, ["a", "b", "c", "d", "", "e"].map(whole), "buffer of {buffer}");
            assert!(lines(b"", buffer).is_empty());
        }
    }

    #[test]
    fn a_line_of_a_megabyte_is_not_kept() {
        let mut input = vec![b'x'; 1 << 20];
        input.extend_from_slice(b"\nP-0142-N\n");
        let read = lines(&input, 8_192);
        assert_eq!(read, [Line::TooLong(vec![b'x'; MOST]), whole("P-0142-N")]);
    }

    #[test]
    fn a_key_takes_back_what_was_typed_and_a_scanner_frames_with_it() {
        let input = b"\x02P-0142-N\x03\rng\x03\x03abe\n";
        let cancelled = |line: &[u8]| Line::Cancelled(line.to_vec());
        let wanted =
            [whole("\u{2}P-0142-N"), whole(""), cancelled(b"ng"), cancelled(b""), whole("abe")];
        for buffer in [1, 5, 64] {
            assert_eq!(read(Lines::with_capacity(buffer, &input[..], true)), wanted, "{buffer}");
        }
        // From a pipe it is a character like any other.
        assert_eq!(lines(b"ng\x03\n", 64), [whole("ng\u{3}")]);
    }

    #[test]
    fn a_further_line_is_there_only_once_its_end_is() {
        for (input, more) in [
            (&b"a\nb\n"[..], true),
            (b"a\nb", false),
            (b"a\n", false),
            (b"a\r\n", false),
            (b"a\r\nb\r", true),
            (b"a\n\n", true),
        ] {
            let mut lines = Lines::new(input, false);
            assert!(!lines.has_more(), "nothing was read yet");
            assert_eq!(lines.next().unwrap(), Some(whole("a")));
            assert_eq!(lines.has_more(), more, "{input:?}");
        }
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_text(
            text in proptest::collection::vec("[a-z]{0,5}", 0..8),
            buffer in 1_usize..20,
        ) {
            let input: String = text.iter().map(|line| line.to_owned() + "\n").collect();
            let wanted: Vec<Line> = text.iter().map(|line| whole(line)).collect();
            prop_assert_eq!(lines(input.as_bytes(), buffer), wanted);
        }
    }
}
