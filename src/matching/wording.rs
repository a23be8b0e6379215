//! The wording of a name, whatever its order and however its usual words are shortened: "Congo, Dem.
//! Rep." is the Democratic Republic of the Congo, "Korea Nord" is North Korea.
//! Not here: names themselves; words that say what a state is and may be missing (see `formal`).
//!
//! The build script makes the wordings of the known names by the same function.

/// Words that join others and tell no name from another.
const SMALL: &str = " and et y und en og och e i of the de du des da do dos del della delle dei di \
     d la le les el los las l il lo gli der die das den het van von ";

/// One word in its place, then what it is shortened to or is in other languages.
const WORDS: &[&str] = &[
    "republic rep repub republique republica repubblica republik republiek",
    "democratic dem democ democratique democratica democratico demokratische democratische",
    "people peoples peop ppl ppls pop popular populaire popolare",
    "federal fed federale federated federation federative federativa federacion federazione",
    "socialist soc socialiste socialista sozialistische",
    "islamic islam islamique islamica islamische",
    "arab arabe araba arabische",
    "plurinational plur plurinacional plurinationale",
    "united utd unies unis unida unidos unite uniti",
    "isle is isl isls isles island islands ile iles isla islas",
    "north n nth no northern nord norte",
    "south s sth so southern sud sur sul",
    "saint st ste sainte sankt s",
    "east e eastern",
    "west w western",
    "central cent centr",
    "african afr",
    "british br brit",
    "french fr",
    "equatorial eq equat",
    "herzegovina herz herzeg hercegovina herzegowina",
    "territory ter terr territories",
    "new n",
    "emirates em",
    "sao s",
];

/// Returns the wordings that a folded name may have, the likeliest first: its words in order of the
/// alphabet, without the small ones, each written out. Several where a letter may stand for several
/// words ("N. Zealand").
pub(super) fn wordings(folded: &str) -> Vec<String> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for word in folded.split(' ') {
        let mut meant: Vec<Option<&str>> = Vec::new();
        if is_small(word) {
            meant.push(None);
        }
        meant.extend(WORDS.iter().filter_map(|line| {
            let mut words = line.split(' ');
            let first = words.next()?;
            (first == word || words.any(|short| short == word)).then_some(Some(first))
        }));
        if meant.is_empty() {
            meant.push(Some(word));
        }
        all = all
            .iter()
            .flat_map(|so_far| {
                meant.iter().map(move |&word| so_far.iter().copied().chain(word).collect())
            })
            .take(MOST)
            .collect();
    }
    let in_order = |mut words: Vec<&str>| {
        words.sort_unstable();
        words.dedup();
        words.join(" ")
    };
    all.into_iter().map(in_order).filter(|wording| wording.contains(' ')).collect()
}

/// Says whether a folded word joins others and tells no name from another.
pub(crate) fn is_small(word: &str) -> bool {
    word.is_empty() || SMALL.contains(&format!(" {word} "))
}

/// Says whether a folded word is one syllable, as those are of which names consist in East Asia:
/// consonants, vowels, and what may stand behind them. Their order counts: "Li Ma" is no "Ma-li".
pub(crate) fn is_syllable(word: &str) -> bool {
    let is_vowel = |letter: char| "aeiouy".contains(letter);
    let Some(first) = word.find(is_vowel) else { return false };
    let last = word[first..].trim_start_matches(is_vowel);
    let endings = ["", "c", "ch", "k", "m", "n", "ng", "nh", "p", "r", "t"];
    first <= 3 && word.len() - first - last.len() <= 3 && endings.contains(&last)
}

/// Returns the words that a folded word is usually short for, or is itself.
pub(crate) fn usual(short: &str) -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter_map(move |line| {
        let mut words = line.split(' ');
        words.any(|word| word == short).then(|| line.split(' ').next()).flatten()
    })
}

/// The most wordings that one text is tried with.
const MOST: usize = 16;

#[cfg(test)]
mod tests {
    use super::{is_syllable, wordings};

    #[test]
    fn order_small_words_and_abbreviations_do_not_count() {
        let wording = |text: &str| wordings(text).swap_remove(0);
        assert_eq!(wording("congo dem rep of the"), wording("democratic republic of the congo"));
        assert_eq!(wording("st vincent grenadines"), wording("saint vincent and the grenadines"));
        assert_eq!(wording("korea nord"), wording("north korea"));
        assert_eq!(wordings("n zealand"), ["north zealand", "new zealand"]);
        assert!(wordings("la suisse").is_empty(), "one word is no wording");
    }

    #[test]
    fn syllables_are_told_from_words() {
        assert!(["hong", "yang", "nguyen", "li", "trieu", "ok"].into_iter().all(is_syllable));
        assert!(
            ["korea", "isle", "west", "", "日", "guatemala"]
                .into_iter()
                .all(|word| !is_syllable(word))
        );
    }

    #[test]
    fn a_text_of_many_letters_is_not_tried_without_end() {
        assert!(wordings(&"s n e ".repeat(2000)).len() <= super::MOST);
    }
}
