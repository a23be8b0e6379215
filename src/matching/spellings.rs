//! Looks spellings up among those known, which `build/spellings.rs` sorts when the program is built.
//! Not here: what an owner of a spelling is.
//!
//! Nothing is built when the program starts: one command asks for one country, and to make an
//! index of all spellings would take longer than everything else that it does.

use std::borrow::Cow;

use super::abbreviated::Abbreviated;
use super::fold::exact_into;
use super::slips;
use super::wording::wordings;

/// Lines in order: a key, the owners of the spelling with this exact key, those of the folded key.
/// First what most lists write: a tenth of all, so that the rest need not be read in for them.
const TABLES: [&str; 2] = [
    include_str!(concat!(env!("OUT_DIR"), "/usual.txt")),
    include_str!(concat!(env!("OUT_DIR"), "/others.txt")),
];

/// Lines in order: a wording, the owners of names with it.
const WORDINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/wordings.txt"));

/// The article of Arabic, which is written on to its word.
const ARTICLE: &str = "ال";

/// Returns the form in which names are compared letter for letter.
pub(super) fn exact_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    exact_into(text, &mut key);
    key
}

/// Returns the owners of a name written with its marks.
pub(super) fn exact(text: &str) -> Vec<&'static str> {
    owners(&exact_key(text), 1)
}

/// Returns the owners of a name written without its marks or with other punctuation, folded.
pub(super) fn folded(key: &str) -> Vec<&'static str> {
    let found = owners(key, 2);
    if found.is_empty() { owners(&of_other_article(key), 2) } else { found }
}

/// Returns the owners of a name that is folded; a short one counts where it is written in letters
/// that folding does not take marks from ("日本").
pub(super) fn of_folded(key: &str) -> Vec<&'static str> {
    let found = owners(key, 2);
    if !found.is_empty() || key.is_ascii() {
        return found;
    }
    let found = owners(key, 1);
    if found.is_empty() { owners(&of_other_article(key), 2) } else { found }
}

/// Returns a folded name without its article; in Arabic, which has it in some lists and not in
/// others, with it where it has none.
fn of_other_article(key: &str) -> Cow<'_, str> {
    match key.strip_prefix(ARTICLE) {
        Some(bare) => Cow::Borrowed(bare),
        None if key.starts_with(is_arabic) => Cow::Owned(format!("{ARTICLE}{key}")),
        None => Cow::Borrowed(bare(key)),
    }
}

/// Returns the owners of names with the wording of a folded text.
pub(super) fn of_wording(key: &str) -> Vec<&'static str> {
    let mut wordings = wordings(key).into_iter();
    wordings.find_map(|wording| owners_in(WORDINGS, &wording, 1)).unwrap_or_default()
}

/// Returns the owners of the names that a text of words cut off may stand for.
pub(super) fn of_abbreviated(text: &Abbreviated) -> Vec<&'static str> {
    let names = slips::beginning(text.first_letter()).filter(|name| text.stands_for(name));
    all_owners(&names.collect::<Vec<_>>())
}

/// Says whether a slip would be forgiven in a folded name.
pub(super) fn is_forgiving(key: &str) -> bool {
    slips::is_forgiving(bare(key))
}

/// Returns the owners of names that a folded text is one slip away from.
pub(super) fn one_slip_from(key: &str) -> Vec<&'static str> {
    all_owners(&slips::one_slip_from(bare(key)))
}

/// Returns the owners of names that a folded text may have meant, the likeliest first.
pub(super) fn nearest(key: &str, most: usize) -> Vec<&'static str> {
    all_owners(&slips::near(bare(key), most))
}

fn is_arabic(letter: char) -> bool {
    ('\u{621}'..='\u{64A}').contains(&letter)
}

/// Takes off the article.
fn bare(key: &str) -> &str {
    key.strip_prefix("the ").unwrap_or(key)
}

/// Returns every spelling's key with the owners of the exact and of the folded key.
#[cfg(test)]
pub(super) fn each() -> impl Iterator<Item = [&'static str; 3]> {
    TABLES.into_iter().flat_map(str::lines).map(fields)
}

/// Returns the owners of folded names, each once.
fn all_owners(names: &[&str]) -> Vec<&'static str> {
    let mut found = Vec::new();
    for owner in names.iter().flat_map(|name| owners(name, 2)) {
        if !found.contains(&owner) {
            found.push(owner);
        }
    }
    found
}

fn owners(key: &str, field: usize) -> Vec<&'static str> {
    let found = TABLES.into_iter().find_map(|table| owners_in(table, key, field));
    found.unwrap_or_default()
}

/// Returns the owners of a key, or nothing where the table has no such line.
fn owners_in(table: &'static str, key: &str, field: usize) -> Option<Vec<&'static str>> {
    let line = table[slips::first_from(table, key)..].lines().next().unwrap_or_default();
    let fields = fields(line);
    if key.is_empty() || fields[0] != key {
        return None;
    }
    Some(fields[field].split(' ').filter(|owner| !owner.is_empty()).collect())
}

fn fields(line: &'static str) -> [&'static str; 3] {
    let mut fields = line.split('\t');
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}
