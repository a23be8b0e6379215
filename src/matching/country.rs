//! The countries and areas of ISO 3166-1, and which of them a code or a name is.
//! Not here: texts that are more than one code or name (see `countries`).
//!
//! What made the data, and from what, is in `data/make.py`. A spelling that two rows carry
//! ("Korea") is thereby declared to be ambiguous. Display names follow the usage of the United
//! Nations and of seminars.

use super::fold::short_ascii;
use super::spellings;
use super::why_not::WhyNot;

/// Every country, sorted by code.
static ALL: &[Country] = &include!(concat!(env!("OUT_DIR"), "/countries.rs"));

/// A country or area that has a code in ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// The two-letter code, such as `JP`.
    pub code: &'static str,
    /// The three-letter code, such as `JPN`.
    pub alpha3: &'static str,
    /// The three-digit code, such as `392`.
    pub numeric: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// The region of UN M49, such as `Asia`; empty for Antarctica.
    pub region: &'static str,
    /// The sub-region of UN M49, such as `Eastern Asia`; empty for Antarctica.
    pub subregion: &'static str,
}

/// How a text came to be recognised as a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// By its two-letter code.
    Alpha2,
    /// By its three-letter code.
    Alpha3,
    /// By its three-digit code.
    Numeric,
    /// By what the seminar says that the text means.
    Alias,
    /// By a name, written with its marks.
    Name,
    /// By a name, written without its marks or with other punctuation.
    Folded,
    /// By a name with its words in another order or shortened ("Congo, Dem. Rep.").
    Wording,
    /// By a name without its words of state ("Königreich Belgien").
    Formal,
    /// By several names or codes of the one country, or with the country that it belongs to.
    Names,
    /// By a name with one letter wrong.
    Near,
}

impl How {
    /// Returns the word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alpha2 => "code",
            Self::Alpha3 => "alpha3",
            Self::Numeric => "numeric",
            Self::Alias => "alias",
            Self::Name => "name",
            Self::Folded => "folded",
            Self::Wording => "wording",
            Self::Formal => "formal name",
            Self::Names => "names",
            Self::Near => "misspelling",
        }
    }
}

/// What a text was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// One country, beyond reasonable doubt.
    Country {
        /// The country.
        country: Country,
        /// What in the text gave it away.
        how: How,
    },
    /// No country, or not one.
    None {
        /// Why.
        why: WhyNot,
        /// Countries that are named or may have been meant; often none.
        choices: Vec<&'static Country>,
    },
}

/// Returns every country, sorted by code.
pub fn all() -> &'static [Country] {
    ALL
}

/// Returns the country with a two-letter code, in either case.
pub fn by_code(code: &str) -> Option<&'static Country> {
    let code = code.as_bytes().first_chunk().filter(|_| code.len() == 2)?;
    let code: [u8; 2] = code.map(|letter| letter.to_ascii_uppercase());
    let at = all().binary_search_by(|country| country.code.as_bytes().cmp(&code)).ok()?;
    all().get(at)
}

/// Recognises a text, which was also folded, that is a code or a name as a whole.
pub(super) fn by_whole(text: &str, key: &str) -> Option<Recognised> {
    let code = short_ascii(text, 2..=3).unwrap_or_default();
    let upper = code.to_ascii_uppercase();
    let coded = of_code(&upper);
    if let Some((country, how)) = coded.filter(|_| code.len() == 2 || code == upper) {
        return Some(Recognised::Country { country: *country, how });
    }
    let small = coded.filter(|_| code == code.to_ascii_lowercase());
    let mut owners = spellings::exact(text);
    if let Some((country, how)) = small {
        if owners.iter().all(|&owner| owner == country.code) {
            return Some(Recognised::Country { country: *country, how });
        }
        owners.push(country.code);
    }
    if !owners.is_empty() {
        return Some(of_owners(&owners, How::Name));
    }
    let mut owners = spellings::folded(key);
    if !owners.is_empty() && !spellings::is_forgiving(key) {
        // A foreign name without its marks may be a slip of a better known one.
        owners.extend(spellings::one_slip_from(key));
        owners.sort_unstable();
        owners.dedup();
    }
    (!owners.is_empty()).then(|| of_owners(&owners, How::Folded))
}

/// Finds a country by a code in capitals.
fn of_code(code: &str) -> Option<(&'static Country, How)> {
    if code.len() == 2 {
        return Some((by_code(code)?, How::Alpha2));
    }
    let has = |country: &&Country| country.alpha3 == code || country.numeric == code;
    let country = all().iter().find(has)?;
    Some((country, if country.alpha3 == code { How::Alpha3 } else { How::Numeric }))
}

/// Returns what the owners of a spelling say about a text.
pub(super) fn of_owners(owners: &[&'static str], how: How) -> Recognised {
    match (countries(owners).as_slice(), owners) {
        (&[&country], &[_]) => Recognised::Country { country, how },
        (&[], &[owner]) => Recognised::None { why: WhyNot::of_owner(owner), choices: Vec::new() },
        (choices, _) => {
            let mut choices = choices.to_vec();
            choices.sort_by_key(|country| country.code);
            let why = match owners.iter().find(|owner| owner.len() > 2) {
                Some(&"part") => WhyNot::PartOfACountry,
                Some(&"other") => WhyNot::Unknown,
                _ => WhyNot::Ambiguous,
            };
            Recognised::None { why, choices }
        }
    }
}

pub(super) fn countries(owners: &[&str]) -> Vec<&'static Country> {
    owners.iter().filter_map(|owner| by_code(owner)).collect()
}
