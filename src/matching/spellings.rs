//! Looks spellings up among those known, which `build.rs` sorts when the program is built.
//! Not here: what an owner of a spelling is.
//!
//! Nothing is built when the program starts: one command asks for one country, and to make an
//! index of all spellings would take longer than everything else that it does.

use std::sync::OnceLock;

use super::fold::{exact_into, fold};
use super::nearest::Spellings;

/// Lines in order: a key, the owners of the spelling with this exact key, those of the folded key.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/spellings.txt"));
/// Folded keys of spellings in which a slip is forgiven.
const FORGIVING: &str = include_str!(concat!(env!("OUT_DIR"), "/forgiving.txt"));

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

/// Returns the owners of a name written without its marks or with other punctuation.
pub(super) fn folded(text: &str) -> Vec<&'static str> {
    let folded = fold(text);
    let found = owners(&folded, 2);
    match folded.strip_prefix("the ") {
        Some(bare) if found.is_empty() => owners(bare, 2),
        _ => found,
    }
}

/// Returns the owners of a name that is folded already; a short one counts where it is written in
/// letters that folding does not take marks from ("日本").
pub(super) fn of_folded(key: &str) -> Vec<&'static str> {
    let found = owners(key, 2);
    if found.is_empty() && !key.is_ascii() { owners(key, 1) } else { found }
}

/// Says whether a slip would be forgiven in a name.
pub(super) fn is_forgiving(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    forgiving().has(bare)
}

/// Returns the owners of names that are one slip away, or nothing where a short name is near too.
pub(super) fn one_slip_from(text: &str) -> Vec<&'static str> {
    let folded = fold(text);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    all_owners(&forgiving().one_slip_from(bare))
}

/// Returns the owners of names that may have been meant, the likeliest first.
pub(super) fn nearest(text: &str, most: usize) -> Vec<&'static str> {
    let folded = fold(text);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    all_owners(&forgiving().nearest(bare, most))
}

/// Returns every spelling's key with the owners of the exact and of the folded key.
#[cfg(test)]
pub(super) fn each() -> impl Iterator<Item = [&'static str; 3]> {
    TABLE.lines().map(fields)
}

fn forgiving() -> &'static Spellings {
    static SPELLINGS: OnceLock<Spellings> = OnceLock::new();
    SPELLINGS.get_or_init(|| FORGIVING.lines().collect())
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
    let Some(line) = line_of(key).filter(|_| !key.is_empty()) else {
        return Vec::new();
    };
    fields(line)[field].split(' ').filter(|owner| !owner.is_empty()).collect()
}

fn fields(line: &'static str) -> [&'static str; 3] {
    let mut fields = line.split('\t');
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}

/// Finds the line of a key by halving the table.
fn line_of(key: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let bytes = TABLE.as_bytes();
        let start = bytes[low..middle].iter().rposition(|&byte| byte == b'\n');
        let start = start.map_or(low, |at| low + at + 1);
        let end = bytes[middle..].iter().position(|&byte| byte == b'\n')? + middle;
        let line = TABLE.get(start..end)?;
        match line.split('\t').next()?.cmp(key) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}
