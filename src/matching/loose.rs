//! Names in a looser wording: after an article, with their words in another order or shortened, or
//! without their words of state.
//! Not here: which words may stand for which (see `wording`), and texts of several names (see `parts`).

use super::abbreviated::Abbreviated;
use super::country::{Country, How, Recognised, by_code, by_whole, of_owners};
use super::demonyms::of_people_in_any_form;
use super::fold::fold;
use super::formal;
use super::spellings;
use super::wording::{is_syllable, usual};

/// Those with a namesake that differs in the words of state, also one that is no more ("ドイツ民主共和国"),
/// Georgia, which is a state of the United States too, and the two of one island: their formal names
/// are listed.
const NEED_WORDS: &[&str] =
    &["CD", "CG", "CN", "DE", "GE", "KP", "KR", "MF", "SX", "TW", "VN", "YE"];

/// Those of whom the same says less: the Serb Republic is in Bosnia and Herzegovina, and America is not
/// only the United States.
const NEED_NAMES: &[&str] = &["RS", "US"];

/// Articles that stand before a country's name, as words and written on to it.
const ARTICLES: &[&str] =
    &["the", "le", "la", "les", "el", "los", "las", "il", "die", "der", "das"];
const ELIDED: &[&str] = &["L'", "l'", "L’", "l’"];

/// What says no more than that it is a country, written on to its name: "ประเทศจีน".
const COUNTRY_BEFORE: &[&str] = &["ประเทศ", "ປະເທດ", "ប្រទេស", "nước ", "Nước "];

/// The same in brackets behind a name that is something else as well: "Georgia (country)".
const COUNTRY_BEHIND: &[&str] =
    &["country", "nation", "pays", "pais", "paese", "land", "страна", "国", "国家", "國家", "국가"];

/// Articles that stand behind a name as well, in brackets or after a comma: "Belgique (la)".
const BEHIND: &[&str] =
    &["the", "le", "la", "les", "l", "el", "los", "las", "il", "lo", "gli", "die", "der", "das"];
/// The same where they are in small letters; in capitals they are codes.
const SMALL_BEHIND: &[&str] = &["o", "os", "a", "as", "de", "het"];

/// Says whether a part of a text is nothing but the article of the name beside it, although "la" is
/// the code of Laos, or the word for a country.
pub(super) fn is_article(part: &str, key: &str) -> bool {
    BEHIND.contains(&key) || SMALL_BEHIND.contains(&part) || COUNTRY_BEHIND.contains(&key)
}

/// Recognises a name in any of these wordings.
pub(super) fn by_loose_wording(text: &str, key: &str) -> Option<Recognised> {
    by_wording(text, key).or_else(|| {
        let country = by_formal_name(text, key)?;
        // "Republic of the Tongo" may be a slip of another formal name.
        let mut owners = spellings::one_slip_from(key);
        owners.retain(|&owner| owner != country.code);
        owners.push(country.code);
        Some(of_owners(&owners, How::Formal))
    })
}

/// Recognises a name after an article, or one of which the words stand in another order or are
/// shortened: "La Suisse", "Taipei, Chinese", "Congo, Dem. Rep.".
fn by_wording(text: &str, key: &str) -> Option<Recognised> {
    let mut written_on = ELIDED.iter().chain(COUNTRY_BEFORE);
    let bare = written_on.find_map(|word| text.strip_prefix(word)).or_else(|| {
        let (first, rest) = text.split_once(' ')?;
        // "The US", but not "La Gi", which is a town.
        let is_article = ARTICLES.contains(&fold(first).as_str());
        (is_article && (rest.len() > 2 || first.eq_ignore_ascii_case("the"))).then_some(rest)
    });
    if let Some(found) = bare.and_then(|bare| by_whole(bare, &fold(bare))) {
        return Some(found);
    }
    if key.split(' ').all(is_syllable) {
        return None;
    }
    let owners = spellings::of_wording(key);
    (!owners.is_empty()).then(|| of_owners(&owners, How::Wording))
}

/// Recognises a formal name without its words of state.
fn by_formal_name(text: &str, key: &str) -> Option<&'static Country> {
    let shortened = formal::with_initials_of_state(text);
    let whole = shortened.as_deref().map_or_else(|| key.to_owned(), fold);
    let is_republic = whole.split(' ').any(|word| usual(word).any(|usual| usual == "republic"));
    formal::without_words_of_state(&whole).iter().find_map(|name| {
        match spellings::of_folded(name).as_slice() {
            // A word for people is listed as what is no country.
            [] | ["other"] if is_republic => of_a_people(name),
            &[owner] if !NEED_WORDS.contains(&owner) => by_code(owner),
            _ => None,
        }
    })
}

/// Returns the country that a republic is called after by its people: "Mexican Republic".
fn of_a_people(word: &str) -> Option<&'static Country> {
    let needs_more = |code| NEED_WORDS.contains(&code) || NEED_NAMES.contains(&code);
    match of_people_in_any_form(word).as_slice() {
        &[country] if !needs_more(country.code) => Some(country),
        _ => None,
    }
}

/// Recognises a name of several words, of which some are cut off at a full stop: "St. Vincent & the
/// Gren.".
pub(super) fn by_abbreviation(text: &str) -> Option<Recognised> {
    let owners = spellings::of_abbreviated(&Abbreviated::of(text)?);
    (owners.len() == 1).then(|| of_owners(&owners, How::Wording))
}
