//! Takes the words of state off a formal name: "Königreich Belgien" is Belgien; and of islands.
//! Not here: which names need these words, because another country has the same without them.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::fold::fold;

/// Words of state and small words between them, those that count beside others only; beginnings and ends of names in scripts that do
/// not set words apart, the long ones first.
const DATA: &str = include_str!("data/words-of-state.txt");

struct Words {
    of_state: HashSet<String>,
    /// Those that say of a state what it is only beside others: "Arab Oman" is a language.
    beside: HashSet<String>,
    of_islands: HashSet<String>,
    small: HashSet<String>,
    begins: Vec<String>,
    ends: Vec<String>,
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let listed = |kind: &'static str| {
            let lists = DATA.lines().filter_map(move |line| line.strip_prefix(kind));
            lists.flat_map(|list| list.split("; ")).map(fold)
        };
        // With a space before it, what is otherwise written on to a name is a word like others.
        let written_on = listed("begins ").chain(listed("ends "));
        Words {
            of_state: listed("word ").chain(listed("beside ")).chain(written_on).collect(),
            beside: listed("beside ").collect(),
            of_islands: listed("isle ").collect(),
            small: listed("small ").collect(),
            begins: listed("begins ").collect(),
            ends: listed("ends ").collect(),
        }
    })
}

/// What in a folded name is neither a word of state nor, beside one, a small word.
pub(super) struct Own {
    /// How many letters it has.
    pub(super) letters: usize,
    /// Whether the letter that was asked about is one of them.
    pub(super) is_there: bool,
    /// Whether it is one of initials, of which each tells a state from another: "DR Congo", "PR Congo".
    pub(super) is_of_initials: bool,
}

/// Says whether a word of state is its initials.
fn is_initials(word: &str) -> bool {
    word.is_ascii() && !word.contains(['a', 'e', 'i', 'o', 'u'])
}

impl Own {
    /// Looks at a name, and at one of its letters.
    pub(super) fn of(name: &str, at: usize) -> Self {
        let known = words();
        if let Some(own) = known.begins.iter().find_map(|word| name.strip_prefix(word.as_str())) {
            let letters = own.chars().count();
            let is_there = at + letters >= name.chars().count();
            return Self { letters, is_there, is_of_initials: false };
        }
        if let Some(own) = known.ends.iter().find_map(|word| name.strip_suffix(word.as_str())) {
            let letters = own.chars().count();
            return Self { letters, is_there: at < letters, is_of_initials: false };
        }
        // In the syllables of Vietnamese are small words of other languages.
        let is_formal = name.split(' ').any(|word| known.of_state.contains(word));
        let mut own = Self { letters: 0, is_there: false, is_of_initials: false };
        let mut from = 0;
        for word in name.split(' ') {
            let letters = word.chars().count();
            let is_at_word = (from..=from + letters).contains(&at);
            if !is_formal || !known.of_state.contains(word) && !known.small.contains(word) {
                own.letters += letters;
                own.is_there |= is_at_word;
            } else if is_initials(word) && !known.small.contains(word) {
                own.is_of_initials |= is_at_word;
            }
            from += letters + 1;
        }
        own
    }
}

/// Initials of words of state, which count where each has its full stop: without them most are codes
/// of countries.
const INITIALS: &[&str] = &[
    "A.R.", "D.P.R.", "D.R.", "D.S.R.", "F.R.", "H.K.", "I.R.", "P.D.R.", "P.R.", "R.B.", "R.D.",
    "R.D.P.", "R.I.", "R.P.", "S.R.", "U.R.",
];

/// Returns a text with a word of state in the place of such initials, where it has some.
pub(super) fn with_initials_of_state(text: &str) -> Option<String> {
    let is_initials = |word: &&str| INITIALS.contains(&word.trim_matches([',', '(', ')']));
    text.split(' ').find(is_initials)?;
    let words = text.split(' ').map(|word| if is_initials(&word) { "Republic" } else { word });
    Some(words.collect::<Vec<_>>().join(" "))
}

/// Returns folded names that may be left of a formal name, the likeliest first; nothing where
/// there is no word of state to take off.
pub(super) fn without_words_of_state(folded: &str) -> Vec<String> {
    let known = words();
    let mut left = Vec::new();
    let words: Vec<&str> = folded.split(' ').collect();
    let says_what = |word: &str| {
        known.of_state.contains(word) && !known.beside.contains(word)
            || known.of_islands.contains(word)
    };
    // "Territory of Norfolk Island": what says that it is an island may be part of the name.
    for keeps_islands in [true, false] {
        let is_name = |word: &&str| {
            !known.of_state.contains(*word)
                && !known.small.contains(*word)
                && (keeps_islands || !known.of_islands.contains(*word))
        };
        let ends = (words.iter().position(is_name), words.iter().rposition(is_name));
        if let (Some(first), Some(last)) = ends
            && words.iter().any(|word| says_what(word))
        {
            // The name may begin with a small word itself: "The Gambia", "El Salvador".
            let starts = (0..=first).rev().filter(|&start| start > 0 || last + 1 < words.len());
            left.extend(starts.map(|start| words[start..=last].join(" ")));
        }
    }
    let begun = known.begins.iter().filter_map(|word| folded.strip_prefix(word.as_str()));
    let ended = known.ends.iter().filter_map(|word| folded.strip_suffix(word.as_str()));
    left.extend(begun.chain(ended).map(|name| name.trim().to_owned()));
    left.retain(|name| !name.is_empty());
    // "d'Indonesia": the apostrophe is no longer seen.
    let elided: Vec<String> = left
        .iter()
        .filter_map(|name| name.strip_prefix("dell").or_else(|| name.strip_prefix(['d', 'l'])))
        .filter(|name| name.starts_with(['a', 'e', 'i', 'o', 'u', 'h']))
        .map(str::to_owned)
        .collect();
    left.extend(elided);
    left
}
