//! Reads a country or region, or says why a text is none.

use crate::matching::{Aliases, Country, Recognised, WhyNot, of_nationals};

/// Reads any spelling of a country or region into its ISO 3166 code.
///
/// # Errors
/// A sentence that says what the text could mean, or what is near to it.
pub fn read_country(text: &str, aliases: &Aliases) -> Result<&'static str, String> {
    code_of(aliases.recognise(text))
}

/// Returns the code of the one country whose national a text means, which is no country's name.
pub(super) fn code_of_nationals(text: &str, found: Recognised) -> Result<&'static str, String> {
    let choices = of_nationals(text);
    match choices.as_slice() {
        [country] => Ok(country.code),
        [] => code_of(found),
        _ => code_of(Recognised::None { why: WhyNot::Ambiguous, choices }),
    }
}

pub(super) fn code_of(found: Recognised) -> Result<&'static str, String> {
    let names = |countries: &[&'static Country]| {
        let names: Vec<_> = countries.iter().map(|c| format!("{} ({})", c.code, c.name)).collect();
        names.join(" or ")
    };
    match found {
        Recognised::Country { country, .. } => Ok(country.code),
        Recognised::None { why, choices } => Err(no_country(why, &names(&choices))),
    }
}

/// Says why a text is no country or region, and what to write.
fn no_country(why: WhyNot, names: &str) -> String {
    let nothing = "leave it empty for an international organization";
    match why {
        WhyNot::Ambiguous => format!("could be several; write {names}"),
        WhyNot::Several => format!("names several countries or regions; write one: {names}"),
        WhyNot::PartOfTheWorld => {
            format!("is a part of the world, no country or region; {nothing}")
        }
        WhyNot::PartOfACountry => format!("is a part of a country; write {names}"),
        WhyNot::Former => "no longer exists; write the country or region of today".to_owned(),
        WhyNot::Unknown if !names.is_empty() => {
            format!("is no country or region; did you mean {names}?")
        }
        _ => format!("is no country or region; {nothing}"),
    }
}
