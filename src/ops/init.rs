//! Makes a new register.

use std::path::Path;
use std::time::Duration;

use super::OpError;
use crate::domain::ParticipantCode;
use crate::matching::{countries, usual_groupings};
use crate::store::{Entry, Seminar, Store};

/// What a new register is about.
#[derive(Debug, Clone)]
pub struct NewSeminar {
    /// The seminar itself.
    pub seminar: Seminar,
    /// The excursion's name.
    pub excursion: String,
    /// The excursion's seats; nothing for no limit.
    pub places: Option<i64>,
}

/// Makes the file, with the countries and regions under their usual display names and one
/// excursion. It appears under its name when it is complete.
pub fn init(path: &Path, wait: Duration, entry: &Entry, new: &NewSeminar) -> Result<(), OpError> {
    let mut store = Store::create(path, wait)?;
    let filled = store.operate::<_, OpError>(entry, |tx| {
        for country in countries::all() {
            tx.add_country(country, &usual_groupings(country.code))?;
        }
        tx.add_seminar(&new.seminar, ParticipantCode::MAX_NUMBER)?;
        tx.add_excursion(&new.excursion, new.places)?;
        tx.summarize(new.seminar.name.clone());
        Ok(())
    });
    if let Err(error) = filled {
        store.abandon();
        return Err(error);
    }
    if entry.rehearse {
        store.abandon();
        return Ok(());
    }
    Ok(store.publish()?)
}
