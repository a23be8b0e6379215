//! Words for the people of a country or region ("Japanese"): they stand under headers such as
//! "Nationality", and are no names of countries anywhere else.

use super::country::{Country, by_code};
use super::slips::first_from;

/// Lines in order: a folded word, and whose people it is for.
const WORDS: &str = include_str!("data/demonyms.txt");

/// Returns the countries and regions whose people a folded word is for.
pub(super) fn of_people(word: &str) -> Vec<&'static Country> {
    let line = WORDS[first_from(WORDS, word)..].lines().next().unwrap_or_default();
    match line.split_once('\t') {
        Some((found, owners)) if found == word => owners.split(' ').filter_map(by_code).collect(),
        _ => Vec::new(),
    }
}

/// Endings of words for people in other genders and cases, and what the words end in that are known.
const ENDINGS: &[(&str, &str)] = &[("a", ""), ("a", "o"), ("e", ""), ("er", ""), ("es", "")];

/// Returns the countries and regions whose people a folded word is for, in whatever form.
pub(super) fn of_people_in_any_form(word: &str) -> Vec<&'static Country> {
    let forms = ENDINGS.iter().filter_map(|(ending, known)| {
        let stem = word.strip_suffix(ending)?;
        // "Estonea" is a slip rather than what an "Estone" is called.
        (!stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then(|| format!("{stem}{known}"))
    });
    let mut forms = std::iter::once(word.to_owned()).chain(forms).map(|form| of_people(&form));
    forms.find(|found| !found.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fold;

    #[test]
    fn words_for_people_are_found_by_their_folded_form() {
        let codes = |word| of_people(word).iter().map(|c| c.code).collect::<Vec<_>>();
        assert_eq!(codes("japanese"), ["JP"]);
        assert_eq!(codes("congolese"), ["CD", "CG"]);
        assert_eq!(codes("neerlandais"), ["NL"]);
        assert!(codes("japan").is_empty() && codes("").is_empty());
        for (word, code) in [("italiana", "IT"), ("mexicana", "MX"), ("deutscher", "DE")] {
            let found = of_people_in_any_form(word);
            assert_eq!(found.iter().map(|c| c.code).collect::<Vec<_>>(), [code], "{word}");
        }
        assert!(of_people_in_any_form("thailands").is_empty());
        let words: Vec<&str> = WORDS.lines().map(|line| line.split_once('\t').unwrap().0).collect();
        assert!(words.is_sorted() && words.len() > 500);
        assert!(words.iter().all(|word| fold(word) == *word));
    }
}
