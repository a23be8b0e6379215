//! Takes the words of state off a formal name: "Königreich Belgien" is Belgien.
//! Not here: which names need these words, because another country has the same without them.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::fold::fold;

/// Words of state and small words between them; beginnings and ends of names in scripts that do
/// not set words apart, the long ones first.
const DATA: &str = include_str!("data/words-of-state.txt");

struct Words {
    of_state: HashSet<String>,
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
        Words {
            of_state: listed("word ").collect(),
            small: listed("small ").collect(),
            begins: listed("begins ").collect(),
            ends: listed("ends ").collect(),
        }
    })
}

/// Returns folded names that may be left of a formal name, the likeliest first; nothing where
/// there is no word of state to take off.
pub(super) fn without_words_of_state(text: &str) -> Vec<String> {
    let (folded, known) = (fold(text), words());
    let mut left = Vec::new();
    let words: Vec<&str> = folded.split(' ').collect();
    let is_name = |word: &&str| !known.of_state.contains(*word) && !known.small.contains(*word);
    let ends = (words.iter().position(&is_name), words.iter().rposition(is_name));
    if let (Some(first), Some(last)) = ends
        && words.iter().any(|word| known.of_state.contains(*word))
    {
        // The name may begin with a small word itself: "The Gambia", "El Salvador".
        let starts = (0..=first).rev().filter(|&start| start > 0 || last + 1 < words.len());
        left.extend(starts.map(|start| words[start..=last].join(" ")));
    }
    let begun = known.begins.iter().filter_map(|word| folded.strip_prefix(word.as_str()));
    let ended = known.ends.iter().filter_map(|word| folded.strip_suffix(word.as_str()));
    left.extend(begun.chain(ended).map(|name| name.trim().to_owned()));
    left.retain(|name| !name.is_empty());
    left
}
