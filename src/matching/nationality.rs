//! Whose national somebody is, as lists have it under such a header: "Japanese", "日本国籍", "U.S. citizen".
//! Not here: which headers ask for it, and names of countries anywhere else.

use super::countries::recognise;
use super::country::{Country, How, Recognised, by_code};
use super::demonyms::of_people_in_any_form;
use super::fold::fold;
use super::why_not;

/// What stands before the word or name, and what behind it.
const BEFORE: &[&str] = &[
    "citizen of ",
    "national of ",
    "người ",
    "công dân ",
    "quốc tịch ",
    "ชาว",
    "คน",
    "สัญชาติ",
    "гражданин ",
    "гражданка ",
    "warga negara ",
];
const BEHIND: &[&str] = &[
    " citizen",
    " national",
    " nationality",
    " passport",
    "国籍",
    "國籍",
    "籍",
    "人",
    " 국적",
    "국적",
    "인",
];

/// The most parts of a text that are looked at.
const MOST_PARTS: usize = 4;

/// Returns the countries and regions whose national a text may mean.
pub fn of_nationals(text: &str) -> Vec<&'static Country> {
    let text = text.trim();
    let found = of_one(text);
    if !found.is_empty() {
        return found;
    }
    let lower = text.to_lowercase();
    let before = BEFORE.iter().filter_map(|word| lower.strip_prefix(word));
    let behind = BEHIND.iter().filter_map(|word| lower.strip_suffix(word));
    let bare = before.chain(behind).map(str::trim).map(of_one).find(|found| !found.is_empty());
    bare.unwrap_or_else(|| {
        let parts = why_not::all_parts(text);
        let is_short = (2..=MOST_PARTS).contains(&parts.len());
        if is_short { together(parts.into_iter().map(of_one)) } else { Vec::new() }
    })
}

/// Returns what all parts of a text may mean; where that is nothing, what any of them means, and
/// nothing where one of them means nothing: "Korean (ROK)", "Canadian/British".
fn together(parts: impl Iterator<Item = Vec<&'static Country>>) -> Vec<&'static Country> {
    let parts: Vec<_> = parts.collect();
    if parts.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut all = parts.concat();
    all.sort_by_key(|country| country.code);
    all.dedup();
    let is_common = |country: &&Country| parts.iter().all(|part| part.contains(country));
    let common: Vec<_> = all.iter().copied().filter(is_common).collect();
    if common.is_empty() { all } else { common }
}

/// Returns whose national a word or a name means.
fn of_one(text: &str) -> Vec<&'static Country> {
    if let Recognised::Country { country, how } = recognise(text)
        && how != How::Near
    {
        return by_code(country.code).into_iter().collect();
    }
    of_people_in_any_form(&fold(text))
}

#[cfg(test)]
mod tests {
    use super::of_nationals;

    #[test]
    fn nationals_are_known_by_words_and_names_however_they_are_called() {
        let codes = |text| of_nationals(text).iter().map(|c| c.code).collect::<Vec<_>>().join(" ");
        for (text, wanted) in [
            ("Japanese", "JP"),
            ("日本人", "JP"),
            ("日本国籍", "JP"),
            ("米国籍", "US"),
            ("한국인", "KR"),
            ("U.S. citizen", "US"),
            ("Indian National", "IN"),
            ("Citizen of Singapore", "SG"),
            ("гражданин РФ", "RU"),
            ("Deutscher", "DE"),
            ("española", "ES"),
            ("mexicana", "MX"),
            ("Chinese (PRC)", "CN"),
            ("Korean (ROK)", "KR"),
            ("Korean", "KP KR"),
            ("Canadian/British", "CA GB"),
            ("Puerto Rican", "PR"),
            ("Stateless", ""),
            ("外国人", ""),
            ("Citizen of Tokyo", ""),
            ("Japanese and other", ""),
            ("", ""),
        ] {
            assert_eq!(codes(text), wanted, "{text}");
        }
    }
}
