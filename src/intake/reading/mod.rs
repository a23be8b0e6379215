//! Turns the bytes of any file that a sender has into rows of text cells, and says how it was read.

mod delimited;
mod encoding;
mod input;
mod manner;
mod watched;

use std::collections::VecDeque;
use std::io::Read;
use std::rc::Rc;

use csv::StringRecord;

use super::IntakeError;
use delimited::{Delimited, Fault, ROWS_LOOKED_AT};
use encoding::{Decoded, Guess};
use input::{Tallied, Tally, fill};
use watched::{MOST_ROW_BYTES, Stop, Watched};

pub use delimited::Delimiter;
pub use encoding::TextEncoding;
pub use input::{Input, Open, Seekable};
pub use manner::{Reading, ReadingChoices};

/// The most columns of a file.
const MOST_COLUMNS: usize = 4_096;
/// How much of a file is looked at to guess how it is written.
const SAMPLE_BYTES: usize = 64 * 1024;

/// The rows of a file, one after another.
pub(super) struct Rows {
    name: String,
    source: Source,
    tally: Rc<Tally>,
    /// Rows that were read while the header was looked for.
    early: VecDeque<(u64, StringRecord)>,
    reading: Reading,
}

/// Where rows come from.
enum Source {
    Delimited(Delimited),
}

impl Rows {
    /// Opens a file; `known` counts how many cells of a row are headers that mean something.
    pub(super) fn open(
        input: Input<'_>,
        choices: &ReadingChoices,
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> Result<Self, IntakeError> {
        let (mut bytes, tally) = Tallied::new(input.bytes()?);
        let mut sample = vec![0; SAMPLE_BYTES];
        let length = fill(&mut bytes, &mut sample).map_err(|error| input.unreadable(error))?;
        sample.truncate(length);
        if sample.is_empty() {
            return Err(IntakeError::Empty { name: input.name.to_owned() });
        }
        let guess = encoding_of(&input, choices, &sample)?;
        let mut reading = Reading::of_text(guess.encoding, !guess.certain);
        let text = guess.encoding.sketch(&sample[guess.mark..]);
        let delimiter = choices.delimiter.unwrap_or_else(|| delimited::guess(&text, known));
        reading.delimited_by(delimiter, choices.delimiter.is_none());
        let mut rest = std::io::Cursor::new(sample).chain(bytes);
        let mut mark = [0; 3];
        fill(&mut rest, &mut mark[..guess.mark]).map_err(|error| input.unreadable(error))?;
        let text: Box<dyn Read> = if guess.encoding == TextEncoding::UTF_8 {
            Box::new(rest)
        } else {
            Box::new(Decoded::new(rest, guess.encoding))
        };
        let source = Source::Delimited(Delimited::new(Watched::new(text), delimiter));
        let name = input.name.to_owned();
        Ok(Self { name, source, tally, early: VecDeque::new(), reading })
    }

    /// Finds the row that names the columns: of the first rows the one with the most headers that
    /// are known. The rows before it are passed over.
    pub(super) fn header(
        &mut self,
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> Result<StringRecord, IntakeError> {
        let mut best = (0, 0);
        let mut row = StringRecord::new();
        while self.early.len() < ROWS_LOOKED_AT {
            let Some(line) = self.read(&mut row)? else {
                break;
            };
            let cells = delimited::filled(&row);
            // One word alone may stand in a title as well.
            let count = match known(&row) {
                1 if !self.early.is_empty() && cells > 1 => 0,
                count => count,
            };
            if count > best.0 {
                best = (count, self.early.len());
            }
            let is_header = count > 0 && count == cells;
            self.early.push_back((line, row.clone()));
            if is_header {
                break;
            }
        }
        for _ in 0..best.1 {
            self.early.pop_front();
        }
        let Some((line, header)) = self.early.pop_front() else {
            return Err(IntakeError::Empty { name: self.name.clone() });
        };
        if header.iter().any(|cell| cell.chars().any(encoding::is_no_text)) {
            return Err(IntakeError::NoText { name: self.name.clone(), line });
        }
        if header.len() > MOST_COLUMNS {
            let name = self.name.clone();
            return Err(IntakeError::TooManyColumns { name, line, limit: MOST_COLUMNS });
        }
        self.reading.header_in(line, best.1);
        Ok(header)
    }

    /// Reads the next row that is not blank; returns its line, or nothing at the end.
    pub(super) fn next(&mut self, row: &mut StringRecord) -> Result<Option<u64>, IntakeError> {
        match self.early.pop_front() {
            Some((line, early)) => {
                *row = early;
                Ok(Some(line))
            }
            None => self.read(row),
        }
    }

    fn read(&mut self, row: &mut StringRecord) -> Result<Option<u64>, IntakeError> {
        loop {
            let Source::Delimited(source) = &mut self.source;
            let Some(line) = source.read(row).map_err(|fault| self.refused(fault))? else {
                return Ok(None);
            };
            if row.as_slice().len() > MOST_ROW_BYTES {
                return Err(self.row_too_long(line));
            }
            // Spreadsheets leave rows of commas behind the last person.
            if !row.as_slice().trim().is_empty() {
                return Ok(Some(line));
            }
        }
    }

    /// Returns how the file was read.
    pub(super) fn reading(&self) -> &Reading {
        &self.reading
    }

    /// Returns how many bytes of the file were read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.tally.bytes()
    }

    /// Returns the SHA-256 of the file, in hexadecimal digits, once all rows were read.
    pub(super) fn sha256(&self) -> String {
        self.tally.sha256()
    }

    fn row_too_long(&self, line: u64) -> IntakeError {
        IntakeError::RowTooLong { name: self.name.clone(), line, limit: MOST_ROW_BYTES }
    }

    fn refused(&self, fault: Fault) -> IntakeError {
        let name = self.name.clone();
        match fault {
            Fault::NotUtf8 { line } => IntakeError::NotText { name, line },
            Fault::Input { error, line, last } => match Stop::of(&error) {
                Some(Stop::RowTooLong) => self.row_too_long(line),
                Some(Stop::Malformed) => {
                    let encoding = self.reading.encoding();
                    IntakeError::Malformed { name, encoding, line: last }
                }
                None => IntakeError::Unreadable { name, source: error },
            },
        }
    }
}

/// Finds the encoding of a file from its mark, the caller's word, or its bytes.
fn encoding_of(
    input: &Input<'_>,
    choices: &ReadingChoices,
    sample: &[u8],
) -> Result<Guess, IntakeError> {
    let name = || input.name.to_owned();
    if let Some(guess) = encoding::marked(sample) {
        return Ok(guess);
    }
    if let Some(encoding) = choices.encoding {
        return Ok(Guess { encoding, mark: 0, certain: true });
    }
    let is_all = sample.len() < SAMPLE_BYTES;
    if is_all || !sample.is_ascii() {
        return encoding::guess(sample, is_all).ok_or_else(|| IntakeError::NoText {
            name: name(),
            line: encoding::no_text_in(sample),
        });
    }
    let unreadable = |error| input.unreadable(error);
    let telling = first_beyond_ascii(&mut input.bytes()?).map_err(unreadable)?;
    // What is no text at all is refused with its line when it is reached.
    let utf_8 = Guess { encoding: TextEncoding::UTF_8, mark: 0, certain: true };
    Ok(encoding::guess(&telling, false).unwrap_or(utf_8))
}

/// Returns a part of a long file that begins with its first byte beyond ASCII.
fn first_beyond_ascii(bytes: &mut dyn Read) -> std::io::Result<Vec<u8>> {
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
