//! Knows how the words of closed sets are written in several languages: the data is `words.csv`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::headers::key;

/// The spellings of all words, by field.
const SPELLINGS: &str = include_str!("words.csv");

/// Returns our word for what a list says in a field, if it is a usual way to say it.
pub(super) fn word(field: &str, theirs: &str) -> Option<&'static str> {
    static WORDS: OnceLock<HashMap<(&'static str, String), &'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        rows()
            .flat_map(|(field, ours, spellings)| {
                spellings.split(';').map(move |spelling| ((field, key(spelling)), ours))
            })
            .collect()
    });
    // A map asks for keys that live as long as its own.
    let field = ["category", "role", "track", "status", "excursion"]
        .into_iter()
        .find(|known| *known == field)?;
    words.get(&(field, key(theirs))).copied()
}

/// Says whether a cell says that there is nothing to say, where only certain words or an address may
/// stand. "NA" is Namibia.
pub(super) fn is_nothing(cell: &str) -> bool {
    const NOTHING: &[&str] = &[
        "-", "--", "---", "–", "—", "−", "ー", "－", "n/a", "n.a.", "none", "nil", "null", "なし",
        "無し", "無", "无", "없음", "нет", "keine", "keiner", "aucun", "aucune", "ninguno",
        "ninguna",
    ];
    cell.len() <= 16 && NOTHING.contains(&cell.to_lowercase().as_str())
}

/// Returns field, word and spellings of every line of the data.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SPELLINGS.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(3, ',');
        Some((cells.next()?, cells.next()?, cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Category, Role, Status, Track};

    #[test]
    fn every_word_is_legal_and_no_spelling_means_two() {
        let mut seen: HashMap<(&str, String), &str> = HashMap::new();
        for (field, ours, spellings) in rows() {
            let legal = match field {
                "category" => ours.parse::<Category>().is_ok(),
                "role" => ours.parse::<Role>().is_ok(),
                "track" => ours.parse::<Track>().is_ok(),
                "status" => ours.parse::<Status>().is_ok(),
                "excursion" => ["yes", "no", "waiting"].contains(&ours),
                _ => false,
            };
            assert!(legal, "{field} {ours}");
            for spelling in spellings.split(';') {
                assert!(!key(spelling).is_empty(), "{field} {ours}: {spelling:?}");
                let other = *seen.entry((field, key(spelling))).or_insert(ours);
                assert_eq!(other, ours, "{field}: {spelling}");
            }
        }
    }

    #[test]
    fn words_of_several_languages_are_read() {
        for (field, theirs, ours) in [
            ("category", "政府機関", Some("government")),
            ("role", "Referentin", Some("speaker")),
            ("status", "annulée", Some("withdrawn")),
            ("excursion", "да", Some("yes")),
            ("track", "政策", Some("policy")),
            ("status", "maybe", None),
            ("diet", "yes", None),
        ] {
            assert_eq!(word(field, theirs), ours, "{field} {theirs}");
        }
    }
}
