//! Makes a new register.

use std::path::Path;
use std::time::Duration;

use super::OpError;
use crate::domain::{Day, ParticipantCode, Zone};
use crate::matching::countries;
use crate::store::{Entry, Seminar, Store};

/// What a new register is about.
#[derive(Debug, Clone)]
pub struct NewSeminar {
    /// `UUIDv7` text.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// Its edition, or empty.
    pub edition: String,
    /// The first day.
    pub first_day: Day,
    /// The last day.
    pub last_day: Day,
    /// The time zone of the place.
    pub zone: Zone,
    /// Where, or empty.
    pub venue: String,
    /// The letter that begins participants' codes.
    pub code_prefix: char,
    /// Minutes after which somebody is late.
    pub grace_minutes: i64,
    /// The excursion's name.
    pub excursion: String,
    /// The excursion's seats; nothing for no limit.
    pub places: Option<i64>,
}

/// Makes the file, with the countries and regions under their usual display names and one
/// excursion.
pub fn init(
    path: &Path,
    wait: Duration,
    entry: &Entry,
    seminar: &NewSeminar,
) -> Result<Store, OpError> {
    let mut store = Store::create(path, wait)?;
    store.operate::<_, OpError>(entry, false, |tx| {
        for country in countries::all() {
            tx.add_country(country.code, country.name, country.region, country.subregion)?;
        }
        let stored = Seminar {
            uuid: seminar.uuid.clone(),
            name: seminar.name.clone(),
            edition: seminar.edition.clone(),
            first_day: seminar.first_day,
            last_day: seminar.last_day,
            zone: seminar.zone,
            venue: seminar.venue.clone(),
            code_prefix: seminar.code_prefix,
            grace_minutes: seminar.grace_minutes,
        };
        tx.add_seminar(&stored, ParticipantCode::MAX_NUMBER)?;
        tx.add_excursion(&seminar.excursion, seminar.places)?;
        tx.summarize(seminar.name.clone());
        Ok(())
    })?;
    Ok(store)
}
