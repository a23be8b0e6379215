//! Knows how the words of closed sets are written in several languages: the data is `words.csv`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::headers::key;
use crate::domain::{ExcursionWish, Track, UnknownWord};
use crate::matching::fold;

/// The spellings of all words, by field.
const SPELLINGS: &str = include_str!("words.csv");

/// Returns our word for what a list says in a field, if it is a usual way to say it.
pub(super) fn word(field: &str, theirs: &str) -> Option<&'static str> {
    static WORDS: OnceLock<HashMap<(&'static str, String), &'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        rows()
            .flat_map(|(field, ours, spellings)| {
                let all = spellings.split(';').chain(std::iter::once(ours));
                all.map(move |spelling| ((field, key(spelling)), ours))
            })
            .collect()
    });
    // A map asks for keys that live as long as its own.
    let field = ["category", "role", "track", "status", "excursion"]
        .into_iter()
        .find(|known| *known == field)?;
    words.get(&(field, key(theirs))).copied()
}

/// Strokes and abbreviations that are no text of any kind.
const NO_TEXT: &[&str] =
    &["-", "--", "---", "–", "—", "−", "ー", "－", "―", "n/a", "n.a.", "n. a."];

/// Words that say that there is nothing to say, and are names of people as well.
const NOTHING: &[&str] = &[
    "none",
    "nil",
    "null",
    "なし",
    "無し",
    "無",
    "无",
    "特になし",
    "該当なし",
    "없음",
    "нет",
    "Нет",
    "keine",
    "keiner",
    "aucun",
    "aucune",
    "ninguno",
    "ninguna",
    "not applicable",
    "anonymous",
];

/// Says whether a cell says that there is nothing to say, where no name stands. "NA" is Namibia.
pub(super) fn is_nothing(cell: &str) -> bool {
    is_no_text(cell) || is_one_of(NOTHING, cell)
}

/// Says whether a cell says that there is nothing to say, even where a name may stand.
pub(super) fn is_no_text(cell: &str) -> bool {
    is_one_of(NO_TEXT, cell)
}

/// Marks that stand for the cell above.
const AS_ABOVE: &[&str] = &[
    "〃", "〃〃", "″", "\"", "\"\"", "''", "\u{201d}", "//", "同上", "仝", "々", "do.", "ditto",
    "idem", "id.", "상동",
];

/// Says whether a cell stands for the one above it.
pub(super) fn is_as_above(cell: &str) -> bool {
    // Nearly all cells of a list begin with another letter or are longer than any of these marks.
    let may_be = |first: u8| !first.is_ascii_alphanumeric() || b"dDiI".contains(&first);
    cell.len() <= 6
        && cell.bytes().next().is_some_and(may_be)
        && AS_ABOVE.iter().any(|mark| mark.eq_ignore_ascii_case(cell))
}

fn is_one_of(words: &[&str], cell: &str) -> bool {
    // Nearly all cells of a list begin with another letter or are longer than any of these words.
    let may_be = |first: u8| !first.is_ascii() || b"-nkaNKA".contains(&first);
    cell.len() < 16
        && cell.bytes().next().is_some_and(may_be)
        && words.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// Says whether a cell is what a spreadsheet writes in place of a value that it has lost: `#N/A`,
/// `#REF!`, `#BEZUG!`, `Err:508`, or `####` where a column was too narrow.
pub fn is_error(cell: &str) -> bool {
    if let Some(number) = cell.strip_prefix("Err:") {
        return number.len() == 3 && number.bytes().all(|digit| digit.is_ascii_digit());
    }
    let Some(name) = cell.strip_prefix('#') else { return false };
    let known = ["N/A", "N/D", "NV", "Н/Д", "N/A N/A", "GETTING_DATA"];
    let is_name = |name: &str| {
        name.len() > 1 && name.chars().all(|c| c.is_uppercase() || "0/¡¿_".contains(c))
    };
    known.contains(&name)
        || name.strip_suffix(['!', '?']).is_some_and(is_name)
        || name.len() > 1 && name.bytes().all(|sign| sign == b'#')
}

/// Reads a track; `none` and `-` say that there is none.
pub fn read_track(text: &str) -> Result<Option<Track>, UnknownWord> {
    if matches!(text, "-") || text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    text.parse().map(Some)
}

/// Reads a wish to join the excursion.
pub(super) fn read_excursion(text: &str) -> Result<ExcursionWish, &'static str> {
    match text {
        "yes" | "○" | "〇" | "◯" => return Ok(ExcursionWish::Yes),
        "no" | "×" | "✕" => return Ok(ExcursionWish::No),
        _ => {}
    }
    match fold(text).as_str() {
        "yes" => Ok(ExcursionWish::Yes),
        "no" | "" => Ok(ExcursionWish::No),
        "waiting" => Ok(ExcursionWish::Waiting),
        _ => Err("is not understood; write yes, no or waiting"),
    }
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
    use crate::domain::{Category, Role, Status};

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

    #[test]
    fn what_a_spreadsheet_has_lost_is_no_text() {
        for cell in [
            "#N/A",
            "#REF!",
            "#VALUE!",
            "#NAME?",
            "#DIV/0!",
            "#NV",
            "#BEZUG!",
            "#WERT!",
            "#VALEUR!",
            "#N/D",
            "#¡REF!",
            "#¿NOMBRE?",
            "#Н/Д",
            "#ССЫЛКА!",
            "#ДЕЛ/0!",
            "#####",
            "Err:508",
        ] {
            assert!(is_error(cell), "{cell}");
        }
        for cell in ["", "#", "##", "#1", "#12!", "# 3", "#Tokyo!", "NA", "N/A", "Err: 5", "Erreur"]
        {
            assert!(!is_error(cell), "{cell}");
        }
    }
}
