//! Tells family and given name apart where a list has a person's name in one cell.
//!
//! Only what the writing itself says is believed: a comma, a family name in capitals, a title, or
//! a script in which the family name always comes first. Everything else stays in one piece, since
//! "Lan Tran" and "Tran Lan" are both written. Letters are never changed.

use super::titles::{is_suffix, joined, without_title};
use crate::matching::fold;

/// A name as it was told apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Name {
    /// Form of address that stood before the name, or empty.
    pub title: String,
    /// Family name; the whole name where it cannot be told apart.
    pub family: String,
    /// Given name, or empty.
    pub given: String,
    /// The name in the person's own script, where it stood beside one in Latin letters; or empty.
    pub native: String,
    /// Whether a name of several words had to be kept in one piece.
    pub whole: bool,
}

/// The cells of a row that hold a person's name in Latin letters, or in the only script there is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cells<'t> {
    pub(super) family: &'t str,
    pub(super) given: &'t str,
    /// A cell that holds the whole name, or the part that the other columns lack.
    pub(super) name: &'t str,
    /// Whether that cell holds the whole name for certain.
    pub(super) is_full: bool,
}

/// Returns the name that the cells hold together, and whether the cell of the whole name says
/// something that is not in it.
pub(super) fn together(cells: Cells<'_>) -> (Name, bool) {
    let Cells { family, given, name: cell, is_full } = cells;
    if family.is_empty() && given.is_empty() {
        return (told_apart(cell), false);
    }
    let (name, native) = in_two_scripts(cell).unwrap_or((cell, ""));
    let of = |family: &str, given: &str| Name {
        family: family.to_owned(),
        given: given.to_owned(),
        native: native.to_owned(),
        ..Name::default()
    };
    match (family, given) {
        (family, given) if name.is_empty() || same_words(name, &[family, given]) => {
            (of(family, given), false)
        }
        ("", given) => match without(name, given) {
            Some(rest) => (of(rest, given), false),
            None => (Name { whole: is_full, ..of(name, given) }, false),
        },
        (family, "") => match without(name, family) {
            Some(rest) => (of(family, rest), false),
            None if is_full => (of(family, ""), true),
            None => (of(family, name), false),
        },
        (family, given) => (of(family, given), true),
    }
}

/// Tells a name in one piece apart.
pub fn told_apart(name: &str) -> Name {
    let (title, rest) = without_title(name.trim());
    if let Some((latin, native)) = in_two_scripts(rest) {
        let (title, native) = (title.to_owned(), native.to_owned());
        let name = told_apart(latin);
        return Name { title: joined(title, &name.title), native, ..name };
    }
    let (family, given, whole) = match by_comma(rest).or_else(|| by_writing(rest)) {
        Some((family, given)) => (family, given, false),
        None => (rest.to_owned(), String::new(), rest.split_whitespace().nth(1).is_some()),
    };
    // A title may also stand behind the comma, before the given name.
    let (second, given) = if title.is_empty() { without_title(&given) } else { (title, &*given) };
    let native = String::new();
    Name { title: second.to_owned(), family, given: given.to_owned(), native, whole }
}

/// Tells a name in Latin letters from the same in the person's own script beside it, in brackets,
/// behind a stroke, or, where that is an eastern one, behind a space; returns both.
fn in_two_scripts(name: &str) -> Option<(&str, &str)> {
    if name.is_ascii() {
        return None;
    }
    let bracketed = || {
        let open = name.strip_suffix([')', '）', ']', '］'])?;
        open.rsplit_once(['(', '（', '[', '［'])
    };
    let spaced = || {
        let words = name.char_indices().filter(|(_, letter)| letter.is_whitespace());
        let mut parts = words.map(|(at, _)| (&name[..at], &name[at..]));
        parts.find(|(before, after)| {
            let eastern = |part: &str| part.split_whitespace().all(is_of_east_asia);
            alphabet(before).is_some_and(|one| Some(!one) == alphabet(after))
                && (eastern(before) || eastern(after))
        })
    };
    let (one, other) = bracketed().or_else(|| name.split_once(['/', '／'])).or_else(spaced)?;
    let (one, other) = (one.trim(), other.trim());
    // A single letter is an initial, a single sign half a name.
    if [one, other].iter().any(|part| part.chars().nth(1).is_none()) {
        return None;
    }
    match (alphabet(one)?, alphabet(other)?) {
        (true, false) => Some((one, other)),
        (false, true) => Some((other, one)),
        _ => None,
    }
}

/// Says whether a text is in Latin letters only, or in others only; nothing where it has both.
fn alphabet(text: &str) -> Option<bool> {
    let is_latin = |letter: char| matches!(letter, '\0'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | 'Ａ'..='ｚ' | '’' | 'ʻ');
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic()).map(is_latin);
    let first = letters.next()?;
    letters.all(|latin| latin == first).then_some(first)
}

/// The commas of several scripts.
const COMMAS: &[char] = &[',', '，', '、', '､', '﹐', '﹑', '،'];

/// Reads "Family, Given"; a second comma or a degree behind it says that it is something else.
fn by_comma(name: &str) -> Option<(String, String)> {
    let (family, given) = name.split_once(COMMAS)?;
    let (family, given) = (family.trim(), given.trim());
    let plain = !family.is_empty()
        && !given.is_empty()
        && !given.contains(COMMAS)
        && !given.split_whitespace().any(is_suffix);
    if !plain {
        return None;
    }
    // "TAN Wei Ming, Kenneth"
    Some(match by_writing(family) {
        Some((family, first)) => (family, format!("{first}, {given}")),
        None => (family.to_owned(), given.to_owned()),
    })
}

/// How a word of a name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// In capitals: NGUYEN, `McDONALD`.
    Capitals,
    /// Beginning with a capital: Nguyen.
    Usual,
    /// A small word before a family name: de, van.
    Particle,
    /// An initial, or a word that says nothing.
    Open,
}

/// Reads a family name in capitals at either end, or a name in an eastern script.
fn by_writing(name: &str) -> Option<(String, String)> {
    if name.contains(COMMAS) || name.contains(['(', ')', '（', '）', '/', '&']) {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if let [family, given] = words.as_slice()
        && is_eastern(family)
        && is_eastern(given)
    {
        return Some(((*family).to_owned(), (*given).to_owned()));
    }
    if words.len() < 2 || words.iter().skip(1).any(|word| is_suffix(word)) {
        return None;
    }
    if let [first, second, third] = words.as_slice() {
        // The father's name follows the given one, and the family name stands before both or behind.
        match (is_patronymic(second), is_patronymic(third)) {
            (false, true) => return Some(((*first).to_owned(), format!("{second} {third}"))),
            (true, false) => return Some(((*third).to_owned(), format!("{first} {second}"))),
            _ => {}
        }
    }
    let written: Vec<Writing> = words.iter().map(|word| writing(word)).collect();
    let usual = written.contains(&Writing::Usual);
    let first = written.iter().position(|&w| w == Writing::Capitals)?;
    let last = written.iter().rposition(|&w| w == Writing::Capitals)?;
    let in_one_run =
        written[first..=last].iter().all(|w| matches!(w, Writing::Capitals | Writing::Particle));
    if !usual || !in_one_run {
        return None;
    }
    // Small words before the capitals belong to the family name: de la CRUZ.
    let begin = written[..first]
        .iter()
        .rposition(|&w| w != Writing::Particle)
        .map_or(0, |before| before + 1);
    let (family, given) = if begin == 0 && last + 1 < words.len() {
        (&words[..=last], &words[last + 1..])
    } else if begin > 0 && last + 1 == words.len() {
        (&words[begin..], &words[..begin])
    } else {
        return None;
    };
    Some((family.join(" "), given.join(" ")))
}

/// Says whether a word is the name of a father, as Russian names have it.
fn is_patronymic(word: &str) -> bool {
    const ENDS: &[&str] =
        &["ович", "евич", "ьич", "овна", "евна", "ична", "инична", "йович", "івна", "ївна"];
    let word = word.to_lowercase();
    word.chars().count() > 5 && ENDS.iter().any(|end| word.ends_with(end))
}

fn writing(word: &str) -> Writing {
    const PARTICLES: &[&str] = &[
        "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "las",
        "los", "van", "von", "der", "den", "ter", "ten", "zu", "zur", "vom", "af", "av", "y", "e",
    ];
    if PARTICLES.contains(&word) {
        return Writing::Particle;
    }
    // A small c as in McDONALD does not make it a word in small letters.
    let core = ["Mc", "Mac"].iter().find_map(|small| word.strip_prefix(small)).unwrap_or(word);
    let letters = || core.chars().filter(|letter| letter.is_alphabetic() && *letter != 'ß');
    let count = letters().count();
    if count < 2 && core == word || word.contains('.') {
        return Writing::Open;
    }
    if count > 1 && letters().all(char::is_uppercase) {
        let is_initials = count == 2
            && word.is_ascii()
            && word != "NG"
            && !word.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
        return if is_initials { Writing::Open } else { Writing::Capitals };
    }
    if word.chars().any(char::is_lowercase) { Writing::Usual } else { Writing::Open }
}

/// Says whether a word is in Chinese characters, hiragana or Hangul. Foreign names are written in
/// katakana, in their own order.
fn is_eastern(word: &str) -> bool {
    word.chars().all(|letter| {
        matches!(letter, 'ぁ'..='ゖ' | '々' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}' | '가'..='힣')
    })
}

/// Says whether a word is in one of the scripts of East Asia.
fn is_of_east_asia(word: &str) -> bool {
    is_eastern(word) || word.chars().all(|letter| matches!(letter, 'ァ'..='ヿ' | 'ｦ'..='ﾟ'))
}

fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Says whether a name is made of the same words as its parts, in any order.
fn same_words(name: &str, parts: &[&str]) -> bool {
    let mut ours: Vec<String> = parts.iter().flat_map(|part| words(part)).collect();
    let (_, name) = without_title(name);
    let mut theirs = words(name);
    ours.sort();
    theirs.sort();
    ours == theirs
}

/// Returns what is left of a name without one of its parts at the beginning or the end; nothing
/// where the part is not there, or nothing would be left.
fn without<'t>(name: &'t str, part: &str) -> Option<&'t str> {
    let part = words(part);
    let ends = name.char_indices().filter(|(_, letter)| letter.is_whitespace() || *letter == ',');
    for (at, _) in ends {
        let (before, after) = (&name[..at], &name[at..]);
        let after =
            after.trim_start_matches(|letter: char| letter.is_whitespace() || letter == ',');
        let before =
            before.trim_end_matches(|letter: char| letter.is_whitespace() || letter == ',');
        if after.is_empty() || before.is_empty() {
            continue;
        }
        if words(before) == part {
            return Some(after);
        }
        if words(after) == part {
            return Some(before);
        }
    }
    None
}

#[cfg(test)]
mod tests;
