//! Turns the bytes of any file that a sender has into rows of text cells, and says how it was read.

mod delimited;
mod encoding;
mod header;
mod input;
mod json;
mod json_lists;
mod manner;
mod quotes;
mod source;
mod spaced;
mod text;
mod turned;
mod unpack;
mod watched;
mod workbook;

use std::collections::VecDeque;
use std::io::Read;
use std::rc::Rc;

use csv::StringRecord;

use super::IntakeError;
use delimited::Delimited;
use encoding::Guess;
use input::{Tallied, Tally, fill, first_beyond_ascii, no_list};
use json::{Json, Keys};
use manner::{Found, Kind};
use source::{Fault, RowSource, refusal};
use text::text_of;
use unpack::Unpacked;
use watched::{MOST_ROW_BYTES, Watched};
use workbook::{Opened, Workbook};

pub use delimited::Delimiter;
pub use encoding::TextEncoding;
pub use input::{Input, Open, Seekable};
pub use manner::{Reading, ReadingChoices};
pub(super) use source::Taken;

/// The most columns of a file.
const MOST_COLUMNS: usize = 4_096;
/// How much of a file is looked at to guess how it is written.
const SAMPLE_BYTES: usize = 64 * 1024;

/// Old programs end a text with it.
const END_OF_FILE: char = '\u{1a}';

/// The rows of a file, one after another.
pub(super) struct Rows {
    name: String,
    source: Box<dyn RowSource>,
    tally: Rc<Tally>,
    /// The header, where it is known without looking for it.
    keys: Option<StringRecord>,
    /// Rows that were read while the header was looked for.
    early: VecDeque<(Taken, StringRecord)>,
    ended: bool,
    reading: Reading,
}

impl Rows {
    fn new(
        name: String,
        source: Box<dyn RowSource>,
        tally: Rc<Tally>,
        keys: Option<StringRecord>,
        reading: Reading,
    ) -> Self {
        Self { name, source, tally, keys, early: VecDeque::new(), ended: false, reading }
    }

    /// Opens a file; `known` counts how many cells of a row are headers that mean something.
    pub(super) fn open(
        input: Input<'_>,
        choices: &ReadingChoices,
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> Result<Self, IntakeError> {
        let (mut bytes, tally) = Tallied::new(input.bytes()?);
        let mut magic = [0; 16];
        let length = fill(&mut bytes, &mut magic).map_err(|error| input.unreadable(error))?;
        let magic = &magic[..length];
        if let Some(what) = no_list(magic) {
            return Err(IntakeError::NotAList { name: input.name.to_owned(), what });
        }
        if magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"\xd0\xcf\x11\xe0") {
            // The rows come from streams of their own; this one is for the hash.
            std::io::copy(&mut bytes, &mut std::io::sink())
                .map_err(|error| input.unreadable(error))?;
            return Self::of_workbook(input, magic[0] == b'P', choices, known, tally);
        }
        let packed = magic.starts_with(b"\x1f\x8b");
        let bytes = std::io::Cursor::new(magic.to_vec()).chain(bytes);
        let bytes: Box<dyn Read> =
            if packed { Box::new(Unpacked::gzip(bytes)) } else { Box::new(bytes) };
        Self::of_text(input, bytes, packed, choices, known, tally)
    }

    fn of_workbook(
        input: Input<'_>,
        is_zip: bool,
        choices: &ReadingChoices,
        known: &dyn Fn(&StringRecord) -> usize,
        tally: Rc<Tally>,
    ) -> Result<Self, IntakeError> {
        let name = || input.name.to_owned();
        let refused = |fault| refusal(name(), TextEncoding::UTF_8, fault);
        let opened = if is_zip { Workbook::of_zip(input) } else { Workbook::of_compound(input) };
        let mut workbook = match opened.map_err(refused)? {
            Opened::Workbook(workbook) => workbook,
            Opened::Other(what) => return Err(IntakeError::NotAList { name: name(), what }),
        };
        let sheets = workbook.sheets();
        let (at, others) = match &choices.sheet {
            None => workbook.likely_sheet(known).map_err(refused)?,
            Some(wanted) => {
                let number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let same = |sheet: &String| sheet.trim().to_lowercase() == wanted.to_lowercase();
                let at = sheets.iter().position(same).or(number.filter(|at| *at < sheets.len()));
                let at = at.ok_or_else(|| IntakeError::NoSuchSheet {
                    name: name(),
                    sheet: wanted.clone(),
                    sheets: sheets.clone(),
                })?;
                (at, Vec::new())
            }
        };
        let Some(sheet) = sheets.get(at) else {
            return Err(IntakeError::Empty { name: name() });
        };
        let source = workbook.sheet(at).map_err(refused)?;
        let guessed = choices.sheet.is_none() && sheets.len() > 1;
        let sheet = Found { what: format!("\"{sheet}\""), guessed };
        let kind = Kind::Sheet { format: workbook.kind(), sheet, of: sheets.len(), others };
        let reading = Reading::new(kind, false);
        Ok(Self::new(name(), source, tally, None, reading))
    }

    fn of_text(
        input: Input<'_>,
        mut bytes: Box<dyn Read>,
        packed: bool,
        choices: &ReadingChoices,
        known: &dyn Fn(&StringRecord) -> usize,
        tally: Rc<Tally>,
    ) -> Result<Self, IntakeError> {
        let name = || input.name.to_owned();
        let mut sample = vec![0; SAMPLE_BYTES];
        let length = fill(&mut bytes, &mut sample).map_err(|error| {
            refusal(name(), TextEncoding::UTF_8, Fault::Input { error, line: 1, last: 1 })
        })?;
        sample.truncate(length);
        if sample.is_empty() {
            return Err(IntakeError::Empty { name: name() });
        }
        let guess = encoding_of(&input, packed, choices, &sample)?;
        let encoding = Found { what: guess.encoding, guessed: !guess.certain };
        let start = guess.encoding.sketch(&sample[guess.mark..]);
        let text = text_of(Box::new(std::io::Cursor::new(sample).chain(bytes)), &guess);
        let refused = |fault| refusal(name(), guess.encoding, fault);
        if json::is_meant(&start) {
            let again = || Ok::<_, IntakeError>(text_of(plain_bytes(&input, packed)?, &guess));
            let list = json_lists::choose(&input, again()?, choices.sheet.as_deref(), known)?;
            let within = list.as_ref().map(|(_, place)| *place);
            let keys = Keys::of(Watched::new(again()?), within).map_err(refused)?;
            if keys.header().is_empty() {
                return Err(IntakeError::Empty { name: name() });
            }
            let header = Some(keys.header().clone());
            let kind = Kind::Json { encoding, list: list.map(|(list, _)| list) };
            let source = Box::new(Json::new(Watched::new(text), keys, within, known));
            return Ok(Self::new(name(), source, tally, header, Reading::new(kind, packed)));
        }
        let named = choices.delimiter;
        let what = named.unwrap_or_else(|| delimited::guess(&start, known));
        let delimiter = Found { what, guessed: named.is_none() && what != Delimiter::COMMA };
        let is_spaced = spaced::is_meant(&start, what);
        let text = if is_spaced { Box::new(spaced::Unspaced::new(text, what)) } else { text };
        let source = Box::new(Delimited::new(text, what));
        let reading = Reading::new(Kind::Delimited { encoding, delimiter }, packed);
        Ok(Self::new(name(), source, tally, None, reading))
    }

    /// Reads the next row that is not blank, or nothing at the end.
    pub(super) fn next(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, IntakeError> {
        match self.early.pop_front() {
            Some((taken, early)) => {
                *row = early;
                Ok(Some(taken))
            }
            None => self.read(row),
        }
    }

    /// Reads so many rows beyond the present one, as far as there are any.
    pub(super) fn look_ahead(&mut self, count: usize) -> Result<(), IntakeError> {
        let mut row = StringRecord::new();
        while self.early.len() < count {
            let Some(taken) = self.read(&mut row)? else { break };
            self.early.push_back((taken, row.clone()));
        }
        Ok(())
    }

    /// Returns the rows beyond the present one that were read already.
    pub(super) fn ahead(&self) -> impl Iterator<Item = &StringRecord> {
        self.early.iter().map(|(_, row)| row)
    }

    /// The row of this line had none of the empty cells at its end.
    pub(super) fn was_filled_up(&mut self, line: u64) {
        self.reading.filled_up(line);
    }

    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, IntakeError> {
        while !self.ended {
            let Some(taken) = self.source.read(row).map_err(|fault| self.refused(fault))? else {
                // Looking for the header may have reached the end already.
                self.ended = true;
                self.reading.was_odd(self.source.oddities());
                break;
            };
            if row.as_slice().len() > MOST_ROW_BYTES {
                return Err(self.refused(Fault::RowTooLong { line: taken.line }));
            }
            // Spreadsheets leave rows of commas behind the last person.
            let is_blank = |sign: char| sign.is_whitespace() || sign == END_OF_FILE;
            if !row.as_slice().trim_matches(is_blank).is_empty() || taken.trouble.is_some() {
                return Ok(Some(taken));
            }
        }
        Ok(None)
    }

    /// Returns whether the rows are those of a sheet.
    pub(super) fn are_of_sheet(&self) -> bool {
        self.reading.is_sheet()
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

    fn refused(&self, fault: Fault) -> IntakeError {
        refusal(self.name.clone(), self.reading.encoding(), fault)
    }
}

/// Opens a text file once more, unpacked.
fn plain_bytes(input: &Input<'_>, packed: bool) -> Result<Box<dyn Read>, IntakeError> {
    let bytes = input.bytes()?;
    Ok(if packed { Box::new(Unpacked::gzip(bytes)) } else { Box::new(bytes) })
}

/// Finds the encoding of a file from its mark, the caller's word, or its bytes.
fn encoding_of(
    input: &Input<'_>,
    packed: bool,
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
        let line = encoding::no_text_in(sample);
        return encoding::guess(sample, is_all)
            .ok_or_else(|| IntakeError::NoText { name: name(), line });
    }
    let telling = first_beyond_ascii(&mut plain_bytes(input, packed)?).map_err(|error| {
        refusal(name(), TextEncoding::UTF_8, Fault::Input { error, line: 1, last: 1 })
    })?;
    // What is no text at all is refused with its line when it is reached.
    let utf_8 = Guess { encoding: TextEncoding::UTF_8, mark: 0, certain: true };
    Ok(encoding::guess(&telling, false).unwrap_or(utf_8))
}
