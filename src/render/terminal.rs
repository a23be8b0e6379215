//! Makes text safe to show on a terminal, where it could move the cursor or hide what it says.
//! Colours, widths and detecting a terminal are not here.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

/// Replaces control, direction-changing and invisible characters by `\u{..}`.
///
/// Joiners stay between letters of the writings that are spelled with them, such as Persian and Indic
/// ones, and variation selectors behind what has variants, such as the characters of Japanese names.
pub fn escape(text: &str) -> Cow<'_, str> {
    let mut hidden = Hidden::of(text);
    let Some(mut found) = hidden.next() else {
        return Cow::Borrowed(text);
    };
    let mut safe = String::with_capacity(text.len() + 16);
    let mut done = 0;
    loop {
        let (at, character) = found;
        safe.push_str(&text[done..at]);
        push_escape(&mut safe, character);
        done = at + character.len_utf8();
        match hidden.next() {
            Some(next) => found = next,
            None => break,
        }
    }
    safe.push_str(&text[done..]);
    Cow::Owned(safe)
}

/// Adds the visible form of a hidden character.
pub(super) fn push_escape(safe: &mut String, character: char) {
    // Writing to a String cannot fail.
    let _ = write!(safe, "\\u{{{:x}}}", u32::from(character));
}

/// The characters of a text that must not reach a terminal, with their byte positions.
pub(super) struct Hidden<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Hidden<'t> {
    pub(super) const fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Hidden<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        // Most text is plain ASCII and is passed over without decoding it.
        let plain =
            rest.bytes().position(|byte| !matches!(byte, b' '..=b'~')).unwrap_or(rest.len());
        for (offset, character) in rest[plain..].char_indices() {
            let at = self.at + plain + offset;
            let is_hidden = match character {
                JOINER | NON_JOINER => !between_letters(self.text, at, character),
                '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => !has_variants(self.text, at),
                _ => hides(character),
            };
            if is_hidden {
                self.at = at + character.len_utf8();
                return Some((at, character));
            }
        }
        self.at = self.text.len();
        None
    }
}

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';

fn hides(character: char) -> bool {
    matches!(character,
        // Controls and the soft hyphen.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}'
        // Characters that set the direction of text.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Line and paragraph separators.
        | '\u{2028}' | '\u{2029}'
        // Characters without width, joiners apart.
        | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        // Letters by name that show nothing.
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
        // Tags, which can carry a whole hidden text.
        | '\u{e0000}'..='\u{e007f}'
    )
}

fn between_letters(text: &str, at: usize, joiner: char) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + joiner.len_utf8()..].chars().next();
    before.is_some_and(is_letter) && after.is_some_and(is_letter)
}

/// Whether the character is a letter of a joined writing or a mark on one, as the virama before an
/// Indic joiner is. Between Latin letters, say, a joiner does nothing but make two names differ.
fn is_letter(character: char) -> bool {
    let is_joined = matches!(character,
        '\u{600}'..='\u{109f}' | '\u{1700}'..='\u{18af}' | '\u{1900}'..='\u{1cff}'
        | '\u{a800}'..='\u{a95f}' | '\u{a980}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}');
    is_joined && !hides(character) && (character.is_alphabetic() || character.width() == Some(0))
}

/// Whether a selector of variants has something to select: behind a letter of Europe it is unseen.
fn has_variants(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|before| {
        let is_seen = before.width().is_some_and(|width| width > 0) && !before.is_whitespace();
        is_seen && (before >= '\u{590}' || !before.is_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["", "Ada Lovelace", "山田 太郎", "Zoë e\u{301} 👍🏽", "~ !\"#", "葛\u{e0100}城"]
        {
            assert!(matches!(escape(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn every_listed_character_is_shown() {
        let listed = [
            0..=0x1f,
            0x7f..=0x9f,
            0x202a..=0x202e,
            0x2066..=0x2069,
            0x200e..=0x200f,
            0x61c..=0x61c,
            0x200b..=0x200d,
            0x2060..=0x2064,
            0xfeff..=0xfeff,
            0x2028..=0x2029,
            0xe0000..=0xe007f,
            0xad..=0xad,
        ];
        for code in listed.into_iter().flatten() {
            let character = char::from_u32(code).unwrap();
            let expected = format!("a \\u{{{code:x}}} b");
            assert_eq!(escape(&format!("a {character} b")), expected);
        }
    }

    #[test]
    fn joiners_stay_between_letters_only() {
        let persian = "می\u{200c}خواهم";
        let sinhala = "ශ\u{dca}\u{200d}රී";
        assert_eq!(escape(persian), persian);
        assert_eq!(escape(sinhala), sinhala);
        assert_eq!(escape("a\u{200d}"), "a\\u{200d}");
        assert_eq!(escape("\u{200c}a"), "\\u{200c}a");
        assert_eq!(escape("a\u{200d}\u{200d}b"), "a\\u{200d}\\u{200d}b");
        assert_eq!(escape("1\u{200d}2"), "1\\u{200d}2");
        let mongolian = "ᠨ\u{180d}ᠠ";
        assert_eq!(escape(mongolian), mongolian);
        assert_eq!(escape("\u{3164}\u{200d}b"), "\\u{3164}\\u{200d}b");
    }

    #[test]
    fn joiners_and_selectors_that_do_nothing_were_invisible() {
        assert_eq!(escape("An\u{200d}na"), "An\\u{200d}na");
        assert_eq!(escape("Ан\u{200c}на"), "Ан\\u{200c}на");
        assert_eq!(escape("山\u{200d}田"), "山\\u{200d}田");
        assert_eq!(escape("An\u{fe0f}na"), "An\\u{fe0f}na");
        assert_eq!(escape("\u{fe0f}Anna \u{e0101}"), "\\u{fe0f}Anna \\u{e0101}");
        assert_eq!(escape("葛\u{fe00}\u{fe00}"), "葛\u{fe00}\\u{fe00}");
        for sound in ["☎\u{fe0f}", "1\u{fe0f}\u{20e3}", "葛\u{e0100}", "邉\u{fe00}"] {
            assert_eq!(escape(sound), sound);
        }
    }

    #[test]
    fn a_terminal_sequence_loses_its_power() {
        assert_eq!(escape("\u{1b}[2Jx\r\n"), "\\u{1b}[2Jx\\u{d}\\u{a}");
        assert_eq!(escape("é\u{9b}31m"), "é\\u{9b}31m");
    }

    proptest! {
        #[test]
        fn escaped_text_is_safe_and_stays_the_same(
            text in "[\\PC\u{0}-\u{20}\u{7f}-\u{9f}\u{200b}-\u{206f}\u{e0001}\u{feff}ab\u{94d}]{0,24}"
        ) {
            let once = escape(&text).into_owned();
            prop_assert!(matches!(escape(&once), Cow::Borrowed(_)), "{once:?}");
            prop_assert!(!once.chars().any(hides));
        }
    }
}
