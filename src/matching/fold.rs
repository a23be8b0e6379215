//! The folded form of a text: the one in which names are compared and searched.
//! Not here: what a name means, and how near two names are (see `countries` and `nearest`).
//!
//! Folding forgets what people leave out or type differently, and nothing else:
//! width, case, marks on Latin and Greek letters, strokes, apostrophes, full stops, punctuation.
//! Vowel signs and tone marks of Thai, Lao, Khmer, Burmese or the scripts of India are letters in
//! their own right and stay, as do the voicing marks of kana.
//! Cyrillic keeps the breve of `й` and `ў`, which are other letters than `и` and `у`; its other
//! marks go, so that `ё` is `е`, as it is mostly written.
//! Arabic and Hebrew lose their optional vowel points, and Arabic letters their hamza, which is
//! mostly left out; the other forms of yeh, kaf and teh are one letter each.

use std::ops::RangeInclusive;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Returns the folded form of `text`. Folding twice is folding once.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    fold_into(text, &mut out);
    out
}

/// Appends the folded form of `text` to `out`, which allocates nothing else where no letter's form
/// depends on its neighbours, as in most names.
fn fold_into(text: &str, out: &mut String) {
    out.reserve(text.len());
    if !fold_simple(text, out) {
        fold_unicode(text, out);
    }
}

/// Returns the folded copy of a person's family, given and native name, by which the person is
/// searched and found again.
pub fn name_key(names: [&str; 3]) -> String {
    let mut key = String::with_capacity(names.iter().map(|name| name.len() + 1).sum());
    for name in names {
        if !key.is_empty() && !name.is_empty() {
            key.push(' ');
        }
        fold_into(name, &mut key);
    }
    key
}

/// Appends the form in which names are compared letter for letter: marks stay, while width, case,
/// apostrophes, full stops and the amount of white space do not count.
pub(super) fn exact_into(text: &str, key: &mut String) {
    let mut gap = false;
    let mut push = |letter: char| {
        if letter.is_whitespace() {
            gap = !key.is_empty();
        } else {
            if gap {
                key.push(' ');
                gap = false;
            }
            match letter {
                '\0'..='\u{7F}' => key.push(letter.to_ascii_lowercase()),
                _ => key.extend(letter.to_lowercase()),
            }
        }
    };
    let kept = text.chars().filter(|&letter| !is_dropped(letter));
    if text.is_ascii() {
        kept.for_each(&mut push);
    } else {
        kept.nfkc().for_each(&mut push);
    }
}

/// Returns a text that is nothing but some ASCII letters and digits, made narrow if they are wide.
pub(super) fn short_ascii(text: &str, lengths: RangeInclusive<usize>) -> Option<String> {
    let narrow = |letter| match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    let short: String = text.chars().take(lengths.end() + 1).map(narrow).collect();
    let is_plain = short.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_plain && lengths.contains(&short.len())).then_some(short)
}

/// What the letters from U+00C0 to U+017F are without their marks; `?` where that is no one letter.
const LATIN: &[u8; 0xC0] = b"aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y\
      aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllll?\
      ?llnnnnnn?nnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The same for the letters of Vietnamese from U+1EA0 to U+1EF9.
const VIETNAMESE: &[u8; 0x5A] = b"aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooo\
      oooouuuuuuuuuuuuuuyyyyyyyy";

/// Appends the folded form of a text of letters that fold each for itself; returns false, having
/// appended nothing, where there is another one.
fn fold_simple(text: &str, out: &mut String) -> bool {
    let start = out.len();
    let mut gap = false;
    for letter in text.chars() {
        let folded = match letter {
            'A'..='Z' => letter.to_ascii_lowercase(),
            '\'' | '`' | '.' => continue,
            'a'..='z' | '0'..='9' => letter,
            '\0'..='\u{7F}' => {
                gap = true;
                continue;
            }
            '\u{C0}'..='\u{17F}' => char::from(LATIN[letter as usize - 0xC0]),
            '\u{1EA0}'..='\u{1EF9}' => char::from(VIETNAMESE[letter as usize - 0x1EA0]),
            'А'..='Я' => char::from_u32(letter as u32 + 0x20).unwrap_or('?'),
            '羣' | '敍' | '祕' | 'ำ' => '?',
            'а'..='я'
            | 'і'
            | 'ғ'
            | 'қ'
            | 'ң'
            | 'ү'
            | 'ұ'
            | 'һ'
            | 'ә'
            | 'ө'
            | '一'..='\u{9FFF}'
            | '가'..='힣'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヺ'
            | 'ー'
            | 'ก'..='า'
            | 'ิ'..='ื'
            | 'เ'..='ไ' => letter,
            _ => '?',
        };
        if folded == '?' {
            out.truncate(start);
            return false;
        }
        if gap && out.len() > start {
            out.push(' ');
        }
        gap = false;
        out.push(folded);
    }
    true
}

fn fold_unicode(text: &str, out: &mut String) {
    let mut folding = Folding { start: out.len(), out, gap: false, base: None };
    // Spacing accents decompose to a space and a mark, so they go before the decomposition.
    for letter in text.chars().filter(|&c| !is_dropped(c)).nfkd() {
        folding.take(letter);
    }
    let start = folding.start;
    let tail = &out[start..];
    if !tail.is_ascii() && is_nfc_quick(tail.chars()) != IsNormalized::Yes {
        let composed: String = tail.nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// The state of folding one text that is already decomposed.
struct Folding<'a> {
    out: &'a mut String,
    start: usize,
    gap: bool,
    base: Option<char>,
}

impl Folding<'_> {
    fn take(&mut self, letter: char) {
        if is_dropped(letter) {
            return;
        }
        if is_combining_mark(letter) {
            if self.keeps(letter) {
                self.push(letter);
            }
        } else if is_letter(letter) {
            for lower in letter.to_lowercase() {
                if let Some(plain) = plain(lower) {
                    plain.chars().for_each(|c| self.push(c));
                } else if !is_combining_mark(lower) {
                    self.push(lower);
                    self.base = Some(lower);
                }
            }
        } else {
            self.gap = true;
            self.base = None;
        }
    }

    fn push(&mut self, letter: char) {
        if self.gap && self.out.len() > self.start {
            self.out.push(' ');
        }
        self.gap = false;
        self.out.push(letter);
        if letter.is_ascii() {
            self.base = Some(letter);
        }
    }

    fn keeps(&self, mark: char) -> bool {
        match mark {
            '\u{306}' => matches!(self.base, Some('и' | 'у')),
            '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            | '\u{591}'..='\u{5C7}'
            | '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{655}'
            | '\u{670}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}' => false,
            _ => true,
        }
    }
}

/// Says whether a character is a letter or digit.
fn is_letter(letter: char) -> bool {
    // The standard library searches its tables linearly; what is common here need not wait.
    is_common(letter) || letter.is_alphanumeric()
}

fn is_common(letter: char) -> bool {
    matches!(
        letter,
        'a'..='z' | 'A'..='Z' | 'а'..='я' | 'А'..='Я' | 'ก'..='ะ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ'
            | '\u{1100}'..='\u{11FF}' | '一'..='\u{9FFF}'
    )
}

/// Says whether a character leaves no trace at all: apostrophes, full stops and what is invisible.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '.'
            | '\u{B4}' | '\u{384}' | '\u{1FBD}' | '\u{1FBF}' | '\u{1FFD}' | '\u{1FFE}'
            | '\u{2B9}'..='\u{2BF}' | '\u{2C8}' | '\u{2CA}' | '\u{2CB}' | '\u{2EE}'
            | '\u{55A}' | '\u{5F3}' | '\u{7F4}' | '\u{7F5}' | '\u{A78B}' | '\u{A78C}'
            | '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2035}'
            // The kashida only stretches a word.
            | '\u{640}'
            // Soft hyphen, zero-width and bidi controls, variation selectors, tags.
            | '\u{AD}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Returns what a lower-case letter is written as where only plain letters are at hand.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'þ' => "th",
        'æ' => "ae",
        'œ' => "oe",
        'ς' => "σ",
        '羣' => "群",
        '敍' => "敘",
        '祕' => "秘",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' | 'ۃ' => "ه",
        'ı' | 'ɨ' | 'ɩ' | 'ᵻ' => "i",
        'đ' | 'ð' | 'ɖ' | 'ɗ' | 'ƌ' => "d",
        'ø' | 'ɔ' | 'ɵ' => "o",
        'ł' | 'ƚ' | 'ɫ' | 'ɬ' | 'ⱡ' => "l",
        'ħ' | 'ɦ' | 'ⱨ' => "h",
        'ŋ' | 'ɲ' | 'ƞ' => "n",
        'ɓ' | 'ƀ' | 'ƃ' => "b",
        'ƈ' | 'ȼ' => "c",
        'ə' | 'ǝ' | 'ɛ' | 'ɇ' => "e",
        'ƒ' => "f",
        'ɠ' | 'ǥ' | 'ɣ' => "g",
        'ɉ' | 'ȷ' => "j",
        'ƙ' | 'ĸ' | 'ⱪ' => "k",
        'ƥ' | 'ᵽ' => "p",
        'ɍ' | 'ɽ' => "r",
        'ȿ' | 'ʂ' => "s",
        'ŧ' | 'ƭ' | 'ʈ' | 'ⱦ' => "t",
        'ʉ' | 'ʊ' => "u",
        'ʋ' => "v",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' | 'ⱬ' => "z",
        'ⱥ' => "a",
        _ => return None,
    })
}

/// Says whether the second text is the first one in capitals, in small letters or in letters of another
/// width: written so it says nothing new.
pub fn is_respelt(text: &str, again: &str) -> bool {
    let plain = |text: &str| {
        let words: Vec<String> =
            text.split_whitespace().map(|word| word.nfkc().collect()).collect();
        words.join(" ")
    };
    if text == again {
        return true;
    }
    let (text, again) = (plain(text), plain(again));
    again == text || again == text.to_uppercase() || again == text.to_lowercase()
}

// The build reads this file by its path as well, and would look for the tests beside it.
#[cfg(test)]
#[path = "fold/tests.rs"]
mod tests;
