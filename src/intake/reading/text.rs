//! Opens the text of a file as UTF-8, whatever it is written in.

use std::io::Read;

use super::encoding::{Decoded, Guess, TextEncoding};
use super::input::fill;

/// Returns the text of a file as UTF-8, without the mark before it.
pub(super) fn text_of(bytes: Box<dyn Read>, guess: &Guess) -> Box<dyn Read> {
    let mark = guess.mark;
    let text = AfterMark { inner: bytes, mark };
    if guess.encoding == TextEncoding::UTF_8 {
        Box::new(text)
    } else {
        Box::new(Decoded::new(text, guess.encoding))
    }
}

/// A reader that passes over the first bytes.
struct AfterMark {
    inner: Box<dyn Read>,
    mark: usize,
}

impl Read for AfterMark {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.mark > 0 {
            let mut mark = [0; 4];
            let length = std::mem::take(&mut self.mark).min(mark.len());
            fill(&mut self.inner, &mut mark[..length])?;
        }
        self.inner.read(buffer)
    }
}
