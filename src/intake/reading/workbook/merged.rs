//! Finds the merged cells of an XLSX sheet, which stand behind all its rows.

use std::io::Read;

use memchr::memmem::Finder;

use super::super::source::Fault;
use super::layout::{Merged, not_too_many};
use super::package::failed;

/// How many bytes are looked at in one go, and how many of them an element takes at most.
const LOOKED_AT: usize = 64 * 1024;
const ELEMENT: usize = 128;

/// Returns the cells that are merged over several rows. The rows are not read for it, only unpacked.
pub(super) fn of(mut sheet: impl Read) -> Result<Vec<Merged>, Fault> {
    let (mut found, finder) = (Vec::new(), Finder::new("mergeCell "));
    let (mut bytes, mut length) = (vec![0; LOOKED_AT + ELEMENT], 0);
    loop {
        let count = sheet.read(&mut bytes[length..]).map_err(failed)?;
        length += count;
        // An element at the end may go on in what follows.
        let is_end = count == 0;
        let mut kept = if is_end { length } else { length.saturating_sub(ELEMENT) };
        for at in finder.find_iter(&bytes[..length]) {
            if at >= kept {
                kept = at;
                break;
            }
            found.extend(merged(&bytes[at..length.min(at + ELEMENT)]));
            not_too_many(&found)?;
        }
        if is_end {
            return Ok(found);
        }
        bytes.copy_within(kept..length, 0);
        length -= kept;
    }
}

/// Reads an element such as `mergeCell ref="B2:B7"/>`.
fn merged(element: &[u8]) -> Option<Merged> {
    let text = String::from_utf8_lossy(element);
    let (_, text) = text.split('>').next()?.split_once("ref=")?;
    let (first, last) = text.get(1..)?.split(['"', '\'']).next()?.split_once(':')?;
    let row = |place: &str| place.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok();
    let merged = Merged { first: row(first)?, last: row(last)?, column: column(first)? };
    (merged.last > merged.first).then_some(merged)
}

/// Returns the column of a place such as `AB12`, counted from 0.
pub(super) fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |number: usize, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_are_found_wherever_the_parts_of_a_sheet_are_cut() {
        let sheet = format!(
            "{}<mergeCells count=\"3\"><mergeCell ref=\"A1:D1\"/><x:mergeCell ref='B2:C7' /><mergeCell ref=\"AA10:AA11\"/></mergeCells>",
            "<row/>".repeat(40_000)
        );
        let at = |first, last, column| Merged { first, last, column };
        for length in [1, 7, 1_000, 65_536, 1_000_000] {
            let sheet = Parts { rest: sheet.as_bytes(), length };
            assert_eq!(of(sheet).unwrap(), [at(2, 7, 1), at(10, 11, 26)], "{length}");
        }
    }

    /// A reader that gives so many bytes at once.
    struct Parts<'b> {
        rest: &'b [u8],
        length: usize,
    }

    impl Read for Parts<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.length.min(buffer.len());
            self.rest.read(&mut buffer[..length])
        }
    }
}
