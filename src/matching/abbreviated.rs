//! Texts of several words of which some are cut off at a full stop: "St. Vincent & the Gren.".
//! Not here: names of one word ("Aust." may be two), and words that are usually shortened (see
//! `wording`).

use super::fold::fold;
use super::wording::{is_small, usual};

/// The fewest letters of a word that is cut off, where it is no usual one.
const FEWEST_LEFT: usize = 3;

/// A text of several words of which at least one is cut off.
pub(super) struct Abbreviated(Vec<Word>);

struct Word {
    letters: String,
    is_cut: bool,
}

impl Abbreviated {
    /// Reads a text; nothing where it is none of this kind.
    pub(super) fn of(text: &str) -> Option<Self> {
        if !text.contains('.') {
            return None;
        }
        let words = text.split_whitespace().map(|word| {
            let letters = fold(word);
            Word { is_cut: word.ends_with('.') && letters.len() >= FEWEST_LEFT, letters }
        });
        let words: Vec<_> = words.filter(|word| !is_small(&word.letters)).collect();
        (words.len() > 1 && words.iter().any(|word| word.is_cut)).then_some(Self(words))
    }

    /// Returns the letter that every name begins with that it may stand for.
    pub(super) fn first_letter(&self) -> &str {
        self.0.first().and_then(|word| word.letters.get(..1)).unwrap_or_default()
    }

    /// Says whether it may stand for a folded name, word for word.
    pub(super) fn stands_for(&self, name: &str) -> bool {
        let mut words = name.split(' ').filter(|word| !is_small(word));
        self.0.iter().all(|written| words.next().is_some_and(|word| written.stands_for(word)))
            && words.next().is_none()
    }
}

impl Word {
    fn stands_for(&self, word: &str) -> bool {
        self.letters == word
            || self.is_cut && word.starts_with(&self.letters)
            || usual(&self.letters).any(|usual| usual == word)
    }
}

#[cfg(test)]
mod tests {
    use super::Abbreviated;

    #[test]
    fn words_cut_off_stand_for_words_of_a_name_in_their_order() {
        let stands_for = |text, name| Abbreviated::of(text).is_some_and(|t| t.stands_for(name));
        assert!(stands_for("St. Vincent & the Gren.", "saint vincent and the grenadines"));
        assert!(stands_for("S. Tomé and Prin.", "sao tome and principe"));
        assert!(stands_for("Dom. Rep.", "dominican republic"));
        assert!(!stands_for("Dom. Rep.", "dominica"));
        assert!(!stands_for("Rep. Dom.", "dominican republic"));
        assert!(!stands_for("Ch. Islands", "christmas islands"), "too few letters are left");
        assert!(!stands_for("Aust.", "austria") && !stands_for("Jo. Jordan", "jordan"));
    }
}
