//! Finds the spellings that a text is one slip away from: a letter added, lost, changed or swapped
//! with the next. And those that are farther, to be offered and never to be taken.
//! Not here: whose spellings they are.
//!
//! A slip leaves the first or the second half of a name whole, so that those that share one of the
//! two are all that need to be compared: they stand together where the spellings are in order, or
//! in order of their letters from behind.

use std::sync::OnceLock;

use super::formal;
use super::nearest::nearest;
use super::wording::is_syllable;

/// Folded keys of spellings in which a slip is forgiven, in order; those that are English names have
/// a tabulator behind them, and those that are shown two.
const FORGIVING: &str = include_str!(concat!(env!("OUT_DIR"), "/forgiving.txt"));
/// The same, each written from behind, in order.
const BACKWARDS: &str = include_str!(concat!(env!("OUT_DIR"), "/backwards.txt"));

/// The fewest letters of a name of which the first letter may be wrong ("Sambie" is no slip of
/// "Gambie"), and of one that is shown, which everybody writes.
const FEWEST_FOR_FIRST: usize = 8;
const FEWEST_FOR_FIRST_SHOWN: usize = 6;
/// The most edits that are thought of for what is offered.
const MOST_EDITS: usize = 3;

/// Says whether a slip would be forgiven in a folded name.
pub(super) fn is_forgiving(name: &str) -> bool {
    find(name).is_some()
}

/// Returns the spellings in which a slip is forgiven that begin with a text.
pub(super) fn beginning(text: &str) -> impl Iterator<Item = &'static str> {
    starting_with(FORGIVING, text).map(name_of)
}

/// Returns the spellings that a folded text is one slip away from; none where in all of them too
/// few letters are right for that to be a slip ("Indian" is not "India"). One that is would not be
/// sure beside others that are as near ("Nambia"); but an English name is beside those of other
/// languages in which the slip would not be forgiven ("Türiye": not "Suriye").
pub(super) fn one_slip_from(written: &str) -> Vec<&'static str> {
    let letters: Vec<char> = written.chars().collect();
    let mut name = Vec::new();
    let mut found: Vec<Near> = Vec::new();
    let mut look = |line: &'static str, backwards: bool| {
        name.clear();
        name.extend(name_of(line).chars());
        if backwards {
            name.reverse();
        }
        let Some(slip) = slip(&letters, &name) else { return };
        let line = if backwards { find(&String::from_iter(&name)) } else { Some(line) };
        let Some(line) = line else { return };
        let spelling = name_of(line);
        if !found.iter().any(|near| near.spelling == spelling) {
            let is_english = spelling.len() < line.len();
            let is_shown = line.ends_with("\t\t");
            let is_sure = is_forgiven(slip, &letters, &name, spelling, is_shown);
            found.push(Near { spelling, is_sure, is_english });
        }
    };
    if letters.len() < 3 {
        return Vec::new();
    }
    let half = letters.len() / 2;
    let first: String = letters[..half].iter().collect();
    starting_with(FORGIVING, &first).for_each(|spelling| look(spelling, false));
    // Neighbours swapped at the middle leave one letter less of the second half.
    let last: String = letters[half + 1..].iter().rev().collect();
    starting_with(BACKWARDS, &last).for_each(|spelling| look(spelling, true));
    if !found.iter().any(|near| near.is_sure) {
        return Vec::new();
    }
    if found.iter().any(|near| near.is_sure && near.is_english) {
        found.retain(|near| near.is_sure || near.is_english);
    }
    found.into_iter().map(|near| near.spelling).collect()
}

/// A spelling that a text is one slip away from.
struct Near {
    spelling: &'static str,
    is_sure: bool,
    is_english: bool,
}

/// Returns the spellings that a folded text may have meant, the best first.
pub(super) fn near(written: &str, most: usize) -> Vec<&'static str> {
    static ALL: OnceLock<Vec<(&'static str, usize, u64)>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let names = FORGIVING.lines().map(name_of);
        names.map(|name| (name, name.chars().count(), letters_of(name))).collect()
    });
    let (length, letters) = (written.chars().count(), letters_of(written));
    let edits = (length / 3).clamp(1, MOST_EDITS);
    let names = all.iter().filter(|(_, its_length, its_letters)| {
        its_length.abs_diff(length) <= edits && fewest_edits(letters, *its_letters) <= edits
    });
    nearest(written, names.map(|&(name, ..)| name), most)
}

/// One edit between what was written and a name.
#[derive(Clone, Copy)]
struct Slip {
    /// How many letters before it are the same.
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Added,
    /// The letter before it was added once more.
    Doubled,
    Lost,
    Changed,
    Swapped,
}

/// Finds the one edit that makes a name of what was written, if it is one.
fn slip(written: &[char], name: &[char]) -> Option<Slip> {
    if written.len().abs_diff(name.len()) > 1 {
        return None;
    }
    let at = written.iter().zip(name).take_while(|(one, other)| one == other).count();
    let (here, there) = (&written[at..], &name[at..]);
    let after = |letters: usize, others: usize| here.get(letters..) == there.get(others..);
    let kind =
        match here.len().cmp(&there.len()) {
            std::cmp::Ordering::Greater if after(1, 0) => {
                if at > 0 && written[at] == written[at - 1] { Kind::Doubled } else { Kind::Added }
            }
            std::cmp::Ordering::Less if after(0, 1) => Kind::Lost,
            std::cmp::Ordering::Equal if here.is_empty() => return None,
            std::cmp::Ordering::Equal if after(1, 1) => Kind::Changed,
            std::cmp::Ordering::Equal
                if after(2, 2) && here[0] == there[1] && here.get(1) == there.first() =>
            {
                Kind::Swapped
            }
            _ => return None,
        };
    Some(Slip { at, kind })
}

/// Says whether a name is long enough for an edit to be a slip and no other name.
fn is_forgiven(
    slip: Slip,
    written: &[char],
    name: &[char],
    spelling: &str,
    is_shown: bool,
) -> bool {
    let own = formal::Own::of(spelling, slip.at);
    let fewest = fewest(name);
    let for_first = if is_shown { FEWEST_FOR_FIRST_SHOWN } else { FEWEST_FOR_FIRST };
    if own.is_of_initials || slip.at == 0 && own.is_there && own.letters < for_first {
        return false;
    }
    if is_of_people(slip, written, name) || is_other_word(slip, written, name, is_shown) {
        return false;
    }
    // A name just too short may have neighbours swapped, a letter doubled or one within it lost, and
    // in the words that are not its own, which tell nothing from nothing, it may have any slip; one
    // that is shown may behind its first letter.
    let is_lost = slip.kind == Kind::Lost && slip.at + 1 < name.len();
    let is_typed = is_lost || matches!(slip.kind, Kind::Swapped | Kind::Doubled);
    let is_typed = is_typed || is_shown && slip.at > 0;
    // So may one beside words of state ("Czecn Republic").
    let is_formal = own.letters < name.iter().filter(|&&letter| letter != ' ').count();
    let is_long = own.letters >= fewest
        || own.letters + 1 == fewest && (is_typed || is_formal && !has_words_unspaced(name));
    // A space is soon lost or put in, or another key is hit.
    let is_space = match slip.kind {
        Kind::Added => written.get(slip.at) == Some(&' '),
        Kind::Lost | Kind::Changed => name.get(slip.at) == Some(&' '),
        Kind::Doubled | Kind::Swapped => false,
    };
    is_space || is_long || !own.is_there
}

/// Says whether an edit makes a word for people: "Indonesian", "Pakistani"; "Italian" is not "Italien".
fn is_of_people(slip: Slip, written: &[char], name: &[char]) -> bool {
    let is_behind = slip.kind == Kind::Added && slip.at == name.len();
    is_behind && matches!((name.last(), written.last()), (Some('a'), Some('n')) | (_, Some('i')))
        || written.ends_with(&['i', 'a', 'n']) && name.ends_with(&['i', 'e', 'n'])
}

/// Says whether an edit makes another word as a rule, or another name: another vowel at the end ("Polonio"
/// is not "Polonia"), save of a name that is shown, a letter before or behind a name that is written without spaces
/// ("インドネシア語"), another syllable beside one ("Li Yang" is no "Li băng", nor "Hong Dong" Hong Kong).
fn is_other_word(slip: Slip, written: &[char], name: &[char], is_shown: bool) -> bool {
    let is_put_in = matches!(slip.kind, Kind::Added | Kind::Changed);
    let is_vowel = |letter: Option<&char>| letter.is_some_and(|letter| "aeiou".contains(*letter));
    let is_at_end = is_put_in && slip.at + 1 == written.len() && is_vowel(written.last());
    let is_one_word = !name.contains(&' ');
    if is_at_end && is_one_word && !is_shown && (slip.kind == Kind::Added || is_vowel(name.last()))
    {
        return true;
    }
    let is_outside = slip.kind == Kind::Added && (slip.at == 0 || slip.at == name.len());
    is_outside && has_words_unspaced(name) || is_put_in && !is_shown && is_of_syllables(written)
}

/// Says whether a text is two syllables apart, as names of persons are in East Asia.
fn is_of_syllables(written: &[char]) -> bool {
    let text: String = written.iter().collect();
    text.split_once(' ').is_some_and(|(one, other)| is_syllable(one) && is_syllable(other))
}

/// Says whether a name is in a script that sets no spaces between words.
fn has_words_unspaced(name: &[char]) -> bool {
    matches!(name.first(), Some('一'..='\u{9FFF}' | '가'..='힣' | 'ぁ'..='ヿ'))
}

/// Returns the fewest letters of a name in which a slip is forgiven, by its script.
fn fewest(name: &[char]) -> usize {
    match name.first() {
        Some('一'..='\u{9FFF}' | '가'..='힣') => 4,
        Some('ぁ'..='ヿ') => 5,
        _ => 6,
    }
}

/// Finds the line of a name among the spellings.
fn find(name: &str) -> Option<&'static str> {
    FORGIVING[first_from(FORGIVING, name)..].lines().next().filter(|line| name_of(line) == name)
}

/// Returns a line without its mark.
fn name_of(line: &str) -> &str {
    // Most have none, and every line is asked.
    if line.ends_with('\t') { line.trim_end_matches('\t') } else { line }
}

/// Returns the lines that begin with a text, of those in order.
fn starting_with<'t>(lines: &'t str, text: &str) -> impl Iterator<Item = &'t str> {
    lines[first_from(lines, text)..].lines().take_while(move |line| line.starts_with(text))
}

/// Returns where the first line begins that is not before a text, of lines in order.
pub(super) fn first_from(lines: &str, text: &str) -> usize {
    let bytes = lines.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = bytes[low..middle].iter().rposition(|&byte| byte == b'\n');
        let start = start.map_or(low, |at| low + at + 1);
        let length = bytes[middle..].iter().position(|&byte| byte == b'\n');
        let end = length.map_or(bytes.len(), |length| middle + length);
        let key = bytes[start..end].split(|&byte| byte == b'\t').next().unwrap_or_default();
        if key < text.as_bytes() { low = (end + 1).min(high) } else { high = start }
    }
    low
}

/// Returns a set of the letters of a word, small enough to compare at once; letters may share a
/// place in it, and so two sets differ in at most as many places as the words in letters.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |set, letter| set | 1 << (u32::from(letter) % 64))
}

/// Returns a number of edits that two words with these letters are apart at least.
fn fewest_edits(letters: u64, others: u64) -> usize {
    let most = (letters & !others).count_ones().max((others & !letters).count_ones());
    usize::try_from(most).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_order_are_found_by_halving() {
        let lines = "a\taa\nab\tx\nb";
        for (text, line) in [("", 0), ("a", 0), ("aa", 5), ("ab", 5), ("b", 10), ("c", 11)] {
            assert_eq!(first_from(lines, text), line, "{text}");
        }
        assert!(FORGIVING.lines().is_sorted() && BACKWARDS.lines().is_sorted());
        assert_eq!(FORGIVING.lines().count(), BACKWARDS.lines().count());
    }

    #[test]
    fn one_slip_in_a_long_name_is_forgiven() {
        for written in [
            "indnesia",
            "indonnesia",
            "indonezia",
            "indoensia",
            "indonesi",
            "ndonesia",
            "jndonesia",
            "indo nesia",
        ] {
            assert!(one_slip_from(written).contains(&"indonesia"), "{written}");
        }
        for (written, name) in [
            ("srilanka", "sri lanka"),
            ("hong konng", "hong kong"),
            ("costa ria", "costa rica"),
            ("republc of iran", "republic of iran"),
            ("isle lf man", "isle of man"),
            ("itlay", "italy"),
            ("japaan", "japan"),
            ("インドネシヤ", "インドネシア"),
            ("인도네시이", "인도네시아"),
            ("印度尼西业", "印度尼西亚"),
            ("индонезея", "индонезия"),
        ] {
            assert!(one_slip_from(written).contains(&name), "{written}");
        }
    }

    #[test]
    fn names_that_are_shown_may_be_written_wrong_anywhere() {
        for (written, name) in [
            ("japqn", "japan"),
            ("japam", "japan"),
            ("vanada", "canada"),
            ("celgium", "belgium"),
            ("belgiuma", "belgium"),
            ("malaysio", "malaysia"),
            ("viet mam", "viet nam"),
        ] {
            assert!(one_slip_from(written).contains(&name), "{written}");
        }
        for written in ["kapan", "perx", "kuwaiti", "canadan"] {
            assert!(one_slip_from(written).is_empty(), "{written}: {:?}", one_slip_from(written));
        }
    }

    #[test]
    fn an_english_name_goes_before_those_in_which_the_slip_would_not_be_forgiven() {
        assert_eq!(one_slip_from("turiye"), ["turkiye"], "and not Suriye, which is Syria");
        assert!(one_slip_from("kanama").contains(&"kanada"), "a slip that is as likely");
    }

    #[test]
    fn other_words_are_no_slips() {
        for word in [
            "inodnezia",
            "republic of irat",
            "indian",
            "hungarian",
            "pakistani",
            "malik",
            "polonio",
            "xapan",
            "西アフリカ",
            "",
        ] {
            assert!(one_slip_from(word).is_empty(), "{word}: {:?}", one_slip_from(word));
        }
    }
}
