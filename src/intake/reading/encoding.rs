//! Knows in which encoding a text is written, and turns it into UTF-8 as it is read.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Decoder, DecoderResult, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS, UTF_8,
    UTF_16BE, UTF_16LE,
};

use super::watched::Stop;

/// An encoding of text, as the caller names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

/// Names that other programs use and the Encoding Standard does not have.
const OTHER_NAMES: &[(&str, &Encoding)] = &[
    ("cp932", SHIFT_JIS),
    ("cp936", GB18030),
    ("cp949", EUC_KR),
    ("cp950", encoding_rs::BIG5),
    ("cp65001", UTF_8),
    ("utf16", UTF_16LE),
    ("utf16le", UTF_16LE),
    ("utf16be", UTF_16BE),
];

impl std::str::FromStr for TextEncoding {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim().to_ascii_lowercase().replace('_', "-");
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
        other
            .map(|(_, encoding)| *encoding)
            .or_else(|| Encoding::for_label(name.as_bytes()))
            .or_else(|| Encoding::for_label(text.trim().as_bytes()))
            .map(|encoding| Self(if encoding == GBK { GB18030 } else { encoding }))
            .ok_or_else(|| {
                "is no encoding that meibo knows; write utf-8, utf-16le, shift_jis, euc-jp, gb18030, euc-kr, big5, windows-1252 or another of that kind".to_owned()
            })
    }
}

impl std::fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0 == GB18030 { "GB18030" } else { self.0.name() })
    }
}

impl TextEncoding {
    pub(super) const UTF_8: Self = Self(UTF_8);
    pub(super) const WINDOWS_1252: Self = Self(encoding_rs::WINDOWS_1252);

    /// Returns the encoding that old workbooks name by a number.
    pub(super) fn of_code_page(page: u16) -> Option<Self> {
        match page {
            10_000 => Some(Self(encoding_rs::MACINTOSH)),
            page => format!("cp{page}").parse().ok(),
        }
    }

    /// Returns bytes as text; nothing where some of them are not of this encoding.
    pub(super) fn text(self, bytes: &[u8]) -> Option<String> {
        self.0.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
    }

    /// Returns a part of a file as text, as far as it is legible; for looking at it only.
    pub(super) fn sketch(self, sample: &[u8]) -> String {
        self.0.decode_without_bom_handling(sample).0.into_owned()
    }

    /// Returns whether every byte of a sample is one of this encoding; the last character may be cut.
    fn has(self, sample: &[u8]) -> bool {
        let mut text = vec![0; 4096];
        let mut decoder = self.0.new_decoder_without_bom_handling();
        let mut rest = sample;
        loop {
            let (result, read, _) =
                decoder.decode_to_utf8_without_replacement(rest, &mut text, false);
            rest = &rest[read..];
            match result {
                DecoderResult::InputEmpty => return true,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return false,
            }
        }
    }
}

/// In which encoding a text is, and how it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    pub(super) encoding: TextEncoding,
    /// How many bytes of a mark stand before the text.
    pub(super) mark: usize,
    /// Whether nothing in the file says so for certain.
    pub(super) certain: bool,
}

/// Returns the encoding that a mark at the beginning of a file names, and the length of the mark.
pub(super) fn marked(sample: &[u8]) -> Option<Guess> {
    let (encoding, mark) = Encoding::for_bom(sample)?;
    Some(Guess { encoding: TextEncoding(encoding), mark, certain: true })
}

/// Returns the encoding of a text from a part of it, or nothing where it is no text at all.
///
/// A file that is UTF-8 but for a few bytes is taken for UTF-8: reading it finds the line of the
/// first bad byte, where any other guess would turn all its names into nonsense.
pub(super) fn guess(sample: &[u8], is_all: bool) -> Option<Guess> {
    if let Some(guess) = marked(sample) {
        return Some(guess);
    }
    let guessed = |encoding| Guess { encoding: TextEncoding(encoding), mark: 0, certain: false };
    let certain = Guess { encoding: TextEncoding::UTF_8, mark: 0, certain: true };
    let (characters, faults) = utf_8_characters(sample, is_all);
    let zeros = memchr::memchr_iter(0, sample).count();
    if zeros > 0 {
        // A NUL in a single cell of UTF-8 is a fault of that row; in UTF-16 they stand everywhere, or
        // what stands between them is no text in UTF-8.
        let is_other = |&byte: &u8| byte != 0 && byte.is_ascii() && is_no_text(char::from(byte));
        let is_utf_8 = faults == 0 && zeros * 4 < sample.len() && !sample.iter().any(is_other);
        let utf_16 = if is_utf_8 { None } else { utf_16(sample).map(guessed) };
        return utf_16.or((faults == 0).then_some(certain));
    }
    let has_escape = sample.contains(&0x1b);
    if (faults == 0 && !has_escape) || characters > 2 * faults {
        return Some(certain);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, is_all);
    let domain = country_domain(sample);
    let domain = domain.as_ref().map(<[u8; 2]>::as_slice);
    let found = match detector.guess(domain, Utf8Detection::Deny) {
        found if found == GBK => GB18030,
        found => found,
    };
    if faults == 0 && found != ISO_2022_JP {
        return Some(certain);
    }
    let found = guessed(found);
    let is_text = |text: &str| !text.chars().any(is_no_text);
    (found.encoding.has(sample) && is_text(&found.encoding.sketch(sample))).then_some(found)
}

/// Returns the country at the end of the e-mail addresses in a text, where they are all of one: it
/// tells Hungarian from French where a short list has few other letters than English ones.
fn country_domain(sample: &[u8]) -> Option<[u8; 2]> {
    let mut found = None;
    for at in memchr::memchr_iter(b'@', sample) {
        let domain = &sample[at + 1..];
        let is_of_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let end = domain.iter().position(|byte| !is_of_domain(byte)).unwrap_or(domain.len());
        let last = domain[..end].rsplit(|&byte| byte == b'.').next().unwrap_or_default();
        let Ok(country) = <[u8; 2]>::try_from(last) else { continue };
        let country = country.map(|letter| letter.to_ascii_lowercase());
        if !country.iter().all(u8::is_ascii_lowercase) || *found.get_or_insert(country) != country {
            return None;
        }
    }
    found
}

/// Returns whether a character is in no list of people.
pub(super) fn is_no_text(character: char) -> bool {
    // Some programs end a file with the end mark of old systems, and break lines within a cell by
    // a vertical tab.
    character.is_control()
        && !matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}')
}

/// Returns the first line of bytes which hold what no text holds.
pub(super) fn no_text_in(sample: &[u8]) -> u64 {
    let is_no_text = |byte: &u8| is_no_text(char::from(*byte)) && byte.is_ascii();
    let at = sample.iter().position(is_no_text).unwrap_or(0);
    memchr::memchr_iter(b'\n', &sample[..at]).count() as u64 + 1
}

/// Counts the characters of more than one byte in a sample, and the faults between them.
fn utf_8_characters(sample: &[u8], is_all: bool) -> (usize, usize) {
    let (mut characters, mut faults, mut rest) = (0, 0, sample);
    loop {
        let (good, error) = match std::str::from_utf8(rest) {
            Ok(text) => (text, None),
            Err(error) => {
                let (good, _) = rest.split_at(error.valid_up_to());
                (std::str::from_utf8(good).unwrap_or_default(), Some(error))
            }
        };
        characters += good.chars().filter(|character| !character.is_ascii()).count();
        let Some(error) = error else {
            return (characters, faults);
        };
        let Some(length) = error.error_len() else {
            // The sample, or the file, ends within a character.
            return (characters, faults + usize::from(is_all));
        };
        faults += 1;
        rest = &rest[good.len() + length..];
    }
}

/// Finds UTF-16 without a mark by the commas, digits and line ends that stand in it when it is read
/// in the right order of bytes, and in the wrong one do not.
fn utf_16(sample: &[u8]) -> Option<&'static Encoding> {
    let even = &sample[..sample.len() / 2 * 2];
    let plain = |encoding: &'static Encoding| {
        let text = TextEncoding(encoding).sketch(even);
        let is_text = TextEncoding(encoding).has(even) && !text.chars().any(is_no_text);
        if is_text { text.chars().filter(char::is_ascii).count() } else { 0 }
    };
    let (little, big) = (plain(UTF_16LE), plain(UTF_16BE));
    let (encoding, many, few) =
        if little > big { (UTF_16LE, little, big) } else { (UTF_16BE, big, little) };
    // Of the characters of a list at least every twentieth is one of those.
    (many * 20 > even.len() / 2 && few * 4 <= many).then_some(encoding)
}

/// A reader that turns text of any encoding into UTF-8.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    /// Bytes of the file that wait to be decoded.
    waiting: Box<[u8]>,
    from: usize,
    to: usize,
    ended: bool,
    stopped: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(inner: R, encoding: TextEncoding) -> Self {
        let decoder = encoding.0.new_decoder_without_bom_handling();
        let waiting = vec![0; 32 * 1024].into_boxed_slice();
        Self { inner, decoder, waiting, from: 0, to: 0, ended: false, stopped: false }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        // A character may take four bytes; callers offer whole buffers.
        if buffer.len() < 4 {
            return Ok(0);
        }
        loop {
            if self.stopped {
                return Err(Stop::Malformed.into());
            }
            if self.from == self.to && !self.ended {
                self.from = 0;
                self.to = self.inner.read(&mut self.waiting)?;
                self.ended = self.to == 0;
            }
            let waiting = &self.waiting[self.from..self.to];
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(waiting, buffer, self.ended);
            self.from += read;
            match result {
                // The good text before the bad byte goes first, so that its line is known.
                DecoderResult::Malformed(..) => self.stopped = true,
                DecoderResult::InputEmpty if self.ended => {
                    // A decoder that has ended must not be asked again.
                    self.decoder = UTF_8.new_decoder_without_bom_handling();
                    return Ok(written);
                }
                DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
            }
            if written > 0 {
                return Ok(written);
            }
        }
    }
}
