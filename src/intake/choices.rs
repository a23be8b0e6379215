//! Is what the caller says about a file; chooses the profile that it is read by.

use csv::StringRecord;

use super::fields::FieldList;
use super::headers::key;
use super::profile::Profile;
use super::reading::ReadingChoices;

/// What the caller says about the header.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Field and header, where the header is an unusual one.
    pub map: Vec<(String, String)>,
    /// Headers that are to be passed over.
    pub ignore: Vec<String>,
    /// How the file is written.
    pub reading: ReadingChoices,
    /// The profile of the system that the file comes from.
    pub profile: Option<Profile>,
    /// Where none is named: the profiles among which the header may choose.
    pub profiles: Vec<Profile>,
}

/// Chooses the profile of a file that has no header, from its first rows: the one that is named, or
/// the only one that fits them.
pub(super) fn without_header(
    rows: &mut dyn Iterator<Item = &StringRecord>,
    fields: &'static FieldList,
    choices: &Choices,
) -> Option<Profile> {
    let named = choices.profile.as_slice();
    let profiles = if named.is_empty() { choices.profiles.as_slice() } else { named };
    let first = rows.next().filter(|_| fields.keeps_others)?;
    let without = profiles.iter().filter(|profile| profile.width() == first.len());
    let mut fitting: Vec<&Profile> = without
        .filter(|profile| match named {
            [] => profile.has_row(first),
            _ => !first.iter().any(|cell| profile.has_header(cell)),
        })
        .collect();
    rows.for_each(|row| fitting.retain(|profile| profile.width() == row.len()));
    match fitting.as_slice() {
        [profile] => Some((*profile).clone()),
        _ => None,
    }
}

/// Chooses the profile that a file's headers speak for, if they speak for one alone; the user's
/// own go before those of the program.
pub(super) fn detected<'p>(profiles: &'p [Profile], header: &[String]) -> Option<&'p Profile> {
    let keys: Vec<String> = header.iter().map(|header| key(header)).collect();
    let mut fitting: Vec<(usize, &Profile)> =
        profiles.iter().filter_map(|profile| Some((profile.fits(&keys)?, profile))).collect();
    fitting.sort_by_key(|(headers, _)| std::cmp::Reverse(*headers));
    match fitting.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, profile), ..] => Some(profile),
        [] => None,
    }
}
