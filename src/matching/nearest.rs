//! "Did you mean ...?": picks the few candidates that are a small misspelling away from a word.
//! Not here: what the words stand for, and whether a misspelling is accepted.

use strsim::osa_distance;

/// The fewest letters of a name that may be misspelt by one letter.
const FEWEST_LETTERS: usize = 6;
/// The fewest letters of the very word that is misspelt ("Republic of Iran" is not of Iraq).
const FEWEST_IN_WORD: usize = 5;

/// Returns the candidates that `wanted` may be a misspelling of, at most `most` of them.
///
/// Case does not count. A candidate is near when it is at most a third of the letters of `wanted`
/// away (and at least one edit is always allowed), where an edit is a letter added, lost, changed
/// or swapped with its neighbour. The best come first; of equals, the one that came first.
/// An empty `wanted` is near to nothing.
pub fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let wanted = wanted.trim().to_lowercase();
    let letters = wanted.chars().count();
    if letters == 0 || most == 0 {
        return Vec::new();
    }
    let limit = limit(letters);
    let mut lowered = String::new();
    let mut found: Vec<(usize, &'a str)> = Vec::new();
    for candidate in candidates {
        lowered.clear();
        lowered.extend(candidate.chars().flat_map(char::to_lowercase));
        // The difference in length is a lower bound of the distance, and far cheaper.
        if lowered.chars().count().abs_diff(letters) > limit {
            continue;
        }
        let distance = osa_distance(&wanted, &lowered);
        if distance <= limit {
            found.push((distance, candidate));
        }
    }
    found.sort_by_key(|&(distance, _)| distance);
    found.truncate(most);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Folded spellings by their number of letters, so that near ones are found among few.
#[derive(Default)]
pub(super) struct Spellings {
    /// In order.
    by_length: Vec<Vec<&'static str>>,
    /// The letters of each.
    letters: Vec<Vec<u64>>,
}

impl FromIterator<&'static str> for Spellings {
    fn from_iter<I: IntoIterator<Item = &'static str>>(names: I) -> Self {
        let mut by_length: Vec<Vec<_>> = Vec::new();
        for name in names {
            let letters = name.chars().count();
            if by_length.len() <= letters {
                by_length.resize_with(letters + 1, Vec::new);
            }
            by_length[letters].push(name);
        }
        for names in &mut by_length {
            names.sort_unstable();
        }
        let letters = by_length.iter().map(|names| names.iter().map(|n| letters_of(n)).collect());
        Self { letters: letters.collect(), by_length }
    }
}

impl Spellings {
    /// Says whether a name is among the spellings.
    pub(super) fn has(&self, name: &str) -> bool {
        let of_length = self.by_length.get(name.chars().count());
        of_length.is_some_and(|names| names.binary_search(&name).is_ok())
    }

    /// Returns the spellings that `written` is one slip away from; none where all of them are too
    /// short for that to be a slip ("Indian" is not "India").
    pub(super) fn one_slip_from(&self, written: &str) -> Vec<&'static str> {
        let written: Vec<char> = written.chars().collect();
        if written.len() + 1 < FEWEST_LETTERS {
            return Vec::new();
        }
        let names = (written.len() - 1..=written.len() + 1)
            .filter_map(|length| self.by_length.get(length))
            .flatten();
        // Who slips knows how the name begins: "Olivia" is no slip of "Bolivia".
        let may_be = |name: &&&str| name.chars().next() == written.first().copied();
        let found: Vec<_> =
            names.filter(may_be).filter(|name| is_one_slip(&written, name)).copied().collect();
        if found.iter().all(|name| name.chars().count() < FEWEST_LETTERS) {
            return Vec::new();
        }
        found
    }

    /// Returns the spellings that `written` may be a misspelling of, the best first.
    pub(super) fn nearest(&self, written: &str, most: usize) -> Vec<&'static str> {
        let letters = written.chars().count();
        let lengths =
            letters.saturating_sub(limit(letters))..=letters.saturating_add(limit(letters));
        let wanted = letters_of(written);
        let may_be = |&(_, &its): &(&&str, &u64)| fewest_edits(wanted, its) <= limit(letters);
        let names = lengths
            .filter_map(|length| Some((self.by_length.get(length)?, self.letters.get(length)?)))
            .flat_map(|(names, letters)| names.iter().zip(letters).filter(may_be));
        nearest(written, names.map(|(name, _)| *name), most)
    }
}

/// Returns a set of the letters of a word, small enough to compare at once; letters may share a
/// place in it, and so two sets differ in at most as many places as the words in letters.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |set, letter| set | 1 << (u32::from(letter) % 64))
}

/// Returns a number of edits that two words with these letters are apart at least.
fn fewest_edits(letters: u64, others: u64) -> usize {
    let most = (letters & !others).count_ones().max((others & !letters).count_ones());
    usize::try_from(most).unwrap_or_default()
}

/// Returns how many edits away from a word of some letters another may be to be near.
fn limit(letters: usize) -> usize {
    (letters / 3).max(1)
}

/// Says whether a name is one edit away from what was written: a letter added, lost, changed or
/// swapped with the next, in a word long enough for that to be a slip; or a space lost or added.
fn is_one_slip(written: &[char], name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    let same = written.iter().zip(&name).take_while(|(one, other)| one == other).count();
    let (here, there) = (&written[same..], &name[same..]);
    let after = |letters: usize, others: usize| here.get(letters..) == there.get(others..);
    if here.len() + there.len() == 0 {
        return false;
    }
    if (here.first() == Some(&' ') && after(1, 0)) || (there.first() == Some(&' ') && after(0, 1)) {
        return true;
    }
    let swapped =
        after(2, 2) && here.get(..1) == there.get(1..2) && here.get(1..2) == there.get(..1);
    let is_letter = |letter: &&char| **letter != ' ';
    let before = name[..same].iter().rev().take_while(is_letter).count();
    let rest = there.iter().take_while(is_letter).count();
    (after(1, 0) || after(0, 1) || after(1, 1) || swapped) && before + rest >= FEWEST_IN_WORD
}

#[cfg(test)]
mod tests {
    use super::{is_one_slip, nearest};

    const COMMANDS: [&str; 6] = ["import", "export", "assign", "attend", "report", "Undo"];

    #[test]
    fn the_best_come_first_and_equals_keep_their_order() {
        assert_eq!(nearest("export", COMMANDS, 9), ["export", "import", "report"]);
        assert_eq!(nearest("imprt", COMMANDS, 9), ["import"]);
        assert_eq!(nearest("xport", ["aport", "xporta", "bport"], 9), ["aport", "xporta", "bport"]);
        assert_eq!(nearest("exporx", COMMANDS, 1), ["export"]);
    }

    #[test]
    fn a_swap_counts_once_and_case_not_at_all() {
        assert_eq!(nearest("UNOD", COMMANDS, 3), ["Undo"]);
        assert_eq!(nearest("ATTEND", COMMANDS, 3), ["attend"]);
    }

    #[test]
    fn short_words_are_allowed_one_edit_and_far_ones_are_left_out() {
        assert_eq!(nearest("id", ["is", "ids", "no", "id"], 9), ["id", "is", "ids"]);
        assert!(nearest("zebra", COMMANDS, 9).is_empty());
    }

    #[test]
    fn nothing_is_near_to_nothing() {
        assert!(nearest("", ["a", ""], 9).is_empty());
        assert!(nearest("  ", ["a"], 9).is_empty());
        assert!(nearest("a", ["a"], 0).is_empty());
        assert!(nearest("a", [], 9).is_empty());
    }

    #[test]
    fn letters_are_counted_not_bytes() {
        assert_eq!(nearest("日木", ["日本", "米国"], 9), ["日本"]);
    }

    #[test]
    fn one_slip_in_a_long_word_is_one() {
        let slips = |written: &str, name| is_one_slip(&written.chars().collect::<Vec<_>>(), name);
        for written in
            ["indnesia", "indonnesia", "indonezia", "indoensia", "indonesi", "xindonesia"]
        {
            assert!(slips(written, "indonesia"), "{written}");
        }
        assert!(slips("srilanka", "sri lanka"));
        assert!(slips("indo nesia", "indonesia"));
        assert!(slips("sri lankaa", "sri lanka"));
        assert!(!slips("indonesia", "indonesia"));
        assert!(!slips("inodnezia", "indonesia"));
        assert!(!slips("republic of iran", "republic of iraq"));
        assert!(!slips("shri lanka", "sri lanka"));
    }
}
