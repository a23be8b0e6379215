//! Changes what the seminar calls countries and regions, and how it groups them.

use super::OpError;
use crate::domain::clean;
use crate::intake::{Registration, read_country};
use crate::matching::{Aliases, How, Recognised};
use crate::store::{CountryRow, Entry, Operated, Reader, Store};

/// What is to be different.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountryChange {
    /// The name to show.
    pub name: Option<String>,
    /// What else is understood by it.
    pub aliases: Vec<String>,
    /// What is no longer.
    pub no_aliases: Vec<String>,
    /// Groupings that it belongs to.
    pub into: Vec<String>,
    /// Groupings that it does not.
    pub out_of: Vec<String>,
}

/// Returns how fields of a participant of this seminar are read.
pub fn registration(register: &Reader<'_>) -> Result<Registration, OpError> {
    Ok(Registration::new(register.seminar()?.code_prefix, register.country_aliases()?))
}

/// Changes countries or regions, each in any spelling, and returns them as they are now.
pub fn set_countries(
    store: &mut Store,
    entry: &Entry,
    texts: &[String],
    change: &CountryChange,
) -> Result<Operated<Vec<CountryRow>>, OpError> {
    let is_of_one = change.name.is_some() || !change.aliases.is_empty();
    if is_of_one && texts.len() > 1 {
        let message = "a name or an alias is of one country or region; two were named".to_owned();
        return Err(OpError::Country(message));
    }
    store.operate(entry, |tx| {
        let aliases = tx.country_aliases()?;
        let groupings: Vec<String> =
            tx.countries()?.into_iter().flat_map(|row| row.groupings).collect();
        let mut rows = Vec::new();
        for text in texts {
            let code = read_country(text, &aliases)
                .map_err(|reason| OpError::Country(format!("\"{text}\" {reason}")))?;
            let mut row = tx.country(code)?.ok_or_else(|| {
                OpError::Country(format!("\"{text}\" is not among the register's countries"))
            })?;
            let before = row.clone();
            apply(&mut row, change, &aliases, &groupings)?;
            if row != before {
                tx.set_country(&row)?;
            }
            rows.push(row);
        }
        let codes: Vec<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        tx.summarize(codes.join(", "));
        Ok(rows)
    })
}

/// Returns a name without the blanks around it; refuses what no name can be.
fn name_of(text: &str) -> Result<&str, OpError> {
    let refused = |reason: String| Err(OpError::Country(format!("\"{}\" {reason}", text.trim())));
    match clean(text) {
        Ok("") => refused("is no name".to_owned()),
        Ok(name) if name.contains(';') => refused("holds a semicolon".to_owned()),
        Ok(name) => Ok(name),
        Err(reason) => refused(reason.to_string()),
    }
}

/// Changes one country or region; the seminar has these aliases and groupings by now.
fn apply(
    row: &mut CountryRow,
    change: &CountryChange,
    aliases: &Aliases,
    groupings: &[String],
) -> Result<(), OpError> {
    for text in &change.no_aliases {
        let key = Aliases::key(text);
        let count = row.aliases.len();
        row.aliases.retain(|alias| Aliases::key(alias) != key);
        if row.aliases.len() == count {
            return Err(OpError::Country(format!("\"{text}\" is no alias of {}", row.name)));
        }
    }
    if let Some(name) = &change.name {
        name_of(name)?.clone_into(&mut row.name);
    }
    // What is shown must be understood when it comes back.
    for text in change.aliases.iter().chain(&change.name) {
        let text = name_of(text)?;
        match aliases.recognise(text) {
            Recognised::Country { country, .. } if country.code == row.code => {}
            Recognised::Country { how: How::Near | How::Formal | How::Wording, .. }
            | Recognised::None { .. } => {
                row.aliases.push(text.to_owned());
            }
            Recognised::Country { country, .. } => {
                let (code, name) = (country.code, country.name);
                return Err(OpError::Country(format!("\"{text}\" means {name} ({code}) already")));
            }
        }
    }
    for name in &change.into {
        let name = name_of(name)?;
        let is_it = |known: &&String| known.eq_ignore_ascii_case(name);
        if !row.groupings.iter().any(|known| is_it(&known)) {
            let name = groupings.iter().find(is_it).map_or(name, String::as_str);
            row.groupings.push(name.to_owned());
            row.groupings.sort_unstable();
        }
    }
    for name in &change.out_of {
        let name = name_of(name)?;
        let count = row.groupings.len();
        row.groupings.retain(|known| !known.eq_ignore_ascii_case(name));
        if row.groupings.len() == count {
            return Err(OpError::Country(format!("{} is not in \"{name}\"", row.name)));
        }
    }
    Ok(())
}
