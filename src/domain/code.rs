//! Defines the participant's code: prefix, running number, check character (`P-0142-N`).
//! Who has which code is not known here.

use std::fmt;
use std::str::FromStr;

use super::text::narrowed;

/// The digits and letters of ISO 7064 MOD 37,36, in the order of their values.
const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Letters that are taken for digits, or heard as another letter, and so never check a code.
const CONFUSED: &[u8] = b"ILOU";

/// Returns the value of a digit or capital letter in the check calculation.
fn value(character: u8) -> Option<u32> {
    match character {
        b'0'..=b'9' => Some(u32::from(character - b'0')),
        b'A'..=b'Z' => Some(u32::from(character - b'A') + 10),
        _ => None,
    }
}

/// Goes on with the check calculation of ISO 7064 MOD 37,36 by the value of one character, from 36 at
/// the beginning. From different products the same character never leads to the same one.
fn step(product: u32, value: u32) -> u32 {
    let sum = product + value;
    let sum = if sum > 36 { sum - 36 } else { sum };
    let double = sum * 2;
    if double >= 37 { double - 37 } else { double }
}

/// Returns the check character of the text that led to this product.
fn check_of(product: u32) -> Option<u8> {
    ALPHABET.get(((37 - product) % 36) as usize).copied()
}

/// Why a text is no participant's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The text does not look like a code at all.
    #[error("is not a code such as P-0142-N")]
    NotACode,
    /// The check character does not belong to the number: something was mistyped or misread.
    #[error("has a check character that does not fit; a character is wrong or two are swapped")]
    WrongCheck,
    /// No participant ever gets this number.
    #[error("is a number that no code has; some are skipped so that slips are noticed")]
    NotIssued,
}

/// The short code by which a participant is known; on the badge and in the QR code, it never changes.
///
/// Numbers are skipped whose check character is a digit or one of I, L, O, U, and those in which
/// two neighbours can change places without the check character noticing. So a code that ends in a
/// letter is checked, one that ends in a digit is not, and every single wrong character and every
/// swap of neighbours in a whole code is caught. ISO 7064 alone does not promise the latter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParticipantCode {
    number: u32,
    prefix: u8,
    check: u8,
}

impl ParticipantCode {
    /// The greatest number that a code can have.
    pub const MAX_NUMBER: u32 = 99_999_999;

    /// Returns the code of a number, or nothing where the number is skipped.
    pub fn issue(prefix: char, number: u32) -> Option<Self> {
        let prefix = u8::try_from(prefix).ok().filter(u8::is_ascii_uppercase)?;
        if number == 0 || number > Self::MAX_NUMBER {
            return None;
        }
        let mut digits = [0_u8; 8];
        let digits = write_digits(number, &mut digits);
        let mut product = step(36, value(prefix)?);
        let mut behind = None;
        for digit in digits.iter().map(|digit| u32::from(digit - b'0')) {
            // Two neighbours changed places are not noticed where they lead to the same product.
            if let Some((before, last)) = behind
                && last != digit
                && step(step(before, digit), last) == step(product, digit)
            {
                return None;
            }
            behind = Some((product, digit));
            product = step(product, digit);
        }
        let check = check_of(product)?;
        if check.is_ascii_digit() || CONFUSED.contains(&check) {
            return None;
        }
        Some(Self { number, prefix, check })
    }

    /// Returns the first code at or after `number`.
    pub fn issue_from(prefix: char, number: u32) -> Option<Self> {
        // Numbers that begin with 56 are all skipped: the gaps grow with the number of digits.
        (number..=Self::MAX_NUMBER).find_map(|number| Self::issue(prefix, number))
    }

    /// Returns the running number.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Reads a code as it is typed or scanned: `P-0142-N`, `p142`, `142`, `P0142N`, with O for 0
    /// and I or L for 1 forgiven. A text without its check character is taken as it stands.
    pub fn parse_with_prefix(text: &str, prefix: char) -> Result<Self, CodeError> {
        let typed = Typed::read(text, prefix).ok_or(CodeError::NotACode)?;
        let code = Self::issue(prefix, typed.number());
        match (code, typed.check) {
            (Some(code), None) => Ok(code),
            (Some(code), Some(check)) if code.check == check && !typed.is_padded() => Ok(code),
            (_, Some(_)) => Err(CodeError::WrongCheck),
            (None, None) => Err(CodeError::NotIssued),
        }
    }

    /// Says whether a text is written as a whole code is, from the prefix to a check character that may
    /// be wrong. Numbers of other lists are not, nor is what somebody types in short.
    pub fn is_written_whole(text: &str, prefix: char) -> bool {
        let text = text.trim();
        let begins = text.chars().next().is_some_and(|first| first.eq_ignore_ascii_case(&prefix));
        let typed = Typed::read(text, prefix).filter(|_| begins);
        typed.is_some_and(|typed| {
            typed.check.is_some_and(|check| check.is_ascii_uppercase()) && typed.length >= 4
        })
    }

    /// Returns the codes that a code with a wrong check character may stand for: that of the same
    /// number first, then those that one wrong digit or one swap of neighbours makes of it.
    pub fn near(text: &str, prefix: char) -> Vec<Self> {
        let Some(Typed { digits, length, check: Some(check) }) = Typed::read(text, prefix) else {
            return Vec::new();
        };
        let mut found: Vec<Self> =
            Self::issue(prefix, number_of(&digits[..length])).into_iter().collect();
        let mut consider = |digits: &[u8]| {
            let code = Self::issue(prefix, number_of(digits)).filter(|code| code.check == check);
            found.extend(code.filter(|code| !found.contains(code)));
        };
        for at in 0..length {
            let mut other = digits;
            for digit in 0..10 {
                other[at] = digit;
                consider(&other[..length]);
            }
            if at > 0 {
                let mut swapped = digits;
                swapped.swap(at - 1, at);
                consider(&swapped[..length]);
            }
        }
        found
    }
}

/// What was typed for a code: the values of its digits, and the check character if there is one.
struct Typed {
    digits: [u8; 8],
    length: usize,
    check: Option<u8>,
}

impl Typed {
    fn read(text: &str, prefix: char) -> Option<Self> {
        let mut characters = [0_u8; 12];
        let mut length = 0;
        let (mut pieces, mut piece, mut first) = (0_usize, 0, 0);
        let mut between = true;
        for character in text.trim().chars() {
            let character = narrowed(character);
            // Where the hyphen is on a Japanese keyboard, the mark of a long vowel may come out.
            if matches!(character, '-' | ' ' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' | 'ｰ')
            {
                between = true;
                continue;
            }
            if std::mem::take(&mut between) {
                (pieces, piece) = (pieces + 1, 0);
            }
            piece += 1;
            first += usize::from(pieces == 1);
            let slot = characters.get_mut(length)?;
            *slot = u8::try_from(character).ok()?.to_ascii_uppercase();
            length += 1;
        }
        let mut body = &characters[..length];
        let prefixed = body.first().is_some_and(|&letter| char::from(letter) == prefix);
        // The prefix may stand alone, and so may the check character, whatever that is; between them is
        // one number: "7 8" and "5-3" are two.
        let parts = pieces.saturating_sub(usize::from(prefixed && first == 1));
        let whole = parts == 2 && piece == 1;
        if parts > 1 && !whole {
            return None;
        }
        if prefixed {
            body = &body[1..];
        }
        let (&last, front) = body.split_last()?;
        // A number of more than four digits is not written with a zero before it: the last one of
        // these stands where the check character belongs.
        let misplaced = body.len() > 4 && digit(body[0]) == Some(0);
        let is_letter = digit(last).is_none() && last.is_ascii_uppercase();
        let check = (is_letter || whole || misplaced).then_some(last);
        let body = if check.is_some() { front } else { body };
        if body.is_empty() || body.len() > 8 {
            return None;
        }
        let mut digits = [0; 8];
        for (slot, &character) in digits.iter_mut().zip(body) {
            *slot = digit(character)?;
        }
        Some(Self { digits, length: body.len(), check })
    }

    fn number(&self) -> u32 {
        number_of(&self.digits[..self.length])
    }

    /// Returns whether there are more digits than are ever written: the first may be a wrong prefix.
    fn is_padded(&self) -> bool {
        self.length > 4 && self.digits[0] == 0
    }
}

fn number_of(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, &digit| number * 10 + u32::from(digit))
}

/// Returns the value of a digit, with the letters that are taken for digits.
fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'O' => Some(0),
        b'I' | b'L' => Some(1),
        _ => None,
    }
}

/// Writes a number with at least four digits and returns them.
fn write_digits(mut number: u32, buffer: &mut [u8; 8]) -> &[u8] {
    let mut at = buffer.len();
    while number > 0 || at > buffer.len() - 4 {
        at -= 1;
        buffer[at] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    &buffer[at..]
}

impl fmt::Display for ParticipantCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 8];
        let digits = write_digits(self.number, &mut digits);
        let mut text = [b'-'; 12];
        text[0] = self.prefix;
        text[2..][..digits.len()].copy_from_slice(digits);
        text[digits.len() + 3] = self.check;
        let text = std::str::from_utf8(&text[..digits.len() + 4]);
        f.write_str(text.map_err(|_| fmt::Error)?)
    }
}

impl FromStr for ParticipantCode {
    type Err = CodeError;

    /// Reads a code with the prefix `P`.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse_with_prefix(text, 'P')
    }
}

#[cfg(test)]
mod tests;
