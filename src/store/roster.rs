//! Lists participants with what belongs to them; rows are lent, so that a list of any length
//! needs the memory of one.

use rusqlite::Row;

use super::{Reader, StoreError};
use crate::domain::Extra;

const ROSTER: &str = "
SELECT p.id, p.code, p.family_name, p.given_name, p.native_name, p.title, coalesce(p.country, ''),
       coalesce(c.name, ''), coalesce(o.name, ''), p.category, p.position, p.email, p.role,
       p.track, p.status, p.diet, p.note,
       CASE WHEN x.id IS NULL THEN 'no' WHEN x.seat IS NULL THEN 'waiting' ELSE 'yes' END,
       coalesce(c.region, ''), coalesce(c.subregion, ''), p.name_key, coalesce(o.name_key, ''),
       coalesce(p.email_key, ''), x.seat
FROM participant p
LEFT JOIN country c ON c.code = p.country
LEFT JOIN organization o ON o.id = p.organization_id
LEFT JOIN excursion_place x ON x.participant_id = p.id AND x.excursion_id = 1
WHERE p.same_as IS NULL ORDER BY p.id";

/// One participant of a list, lent for as long as the row is read.
#[derive(Debug, Clone, Copy)]
pub struct RosterRow<'r> {
    /// Join key.
    pub id: i64,
    /// The code on the badge.
    pub code: &'r str,
    /// Family name.
    pub family_name: &'r str,
    /// Given name.
    pub given_name: &'r str,
    /// Name in its own script.
    pub native_name: &'r str,
    /// Form of address.
    pub title: &'r str,
    /// ISO 3166 code, or empty.
    pub country: &'r str,
    /// The organizer's display name of the country or region, or empty.
    pub country_name: &'r str,
    /// Name of the organization.
    pub organization: &'r str,
    /// The kind of body.
    pub category: &'r str,
    /// Position within the organization.
    pub position: &'r str,
    /// E-mail address.
    pub email: &'r str,
    /// What the person does.
    pub role: &'r str,
    /// Track, or empty.
    pub track: &'r str,
    /// Status.
    pub status: &'r str,
    /// Dietary needs.
    pub diet: &'r str,
    /// Note.
    pub note: &'r str,
    /// "yes", "waiting" or "no".
    pub excursion: &'r str,
    /// Region of the world by UN M49, or empty.
    pub region: &'r str,
    /// Sub-region by UN M49, or empty.
    pub subregion: &'r str,
    /// Folded names.
    pub name_key: &'r str,
    /// Folded name of the organization, or empty.
    pub organization_key: &'r str,
    /// E-mail address in lower case, or empty.
    pub email_key: &'r str,
}

impl<'r> RosterRow<'r> {
    fn read(row: &'r Row<'_>) -> rusqlite::Result<Self> {
        let text = |at: usize| -> rusqlite::Result<&'r str> { Ok(row.get_ref(at)?.as_str()?) };
        Ok(Self {
            id: row.get(0)?,
            code: text(1)?,
            family_name: text(2)?,
            given_name: text(3)?,
            native_name: text(4)?,
            title: text(5)?,
            country: text(6)?,
            country_name: text(7)?,
            organization: text(8)?,
            category: text(9)?,
            position: text(10)?,
            email: text(11)?,
            role: text(12)?,
            track: text(13)?,
            status: text(14)?,
            diet: text(15)?,
            note: text(16)?,
            excursion: text(17)?,
            region: text(18)?,
            subregion: text(19)?,
            name_key: text(20)?,
            organization_key: text(21)?,
            email_key: text(22)?,
        })
    }

    /// Returns the name as lists show it.
    pub fn name(&self) -> String {
        crate::domain::display_name(self.family_name, self.given_name)
    }
}

/// How many columns the participants' list has.
const EXPORTED_COLUMNS: usize = 16;
/// Where the two of them stand that are not the participant's own; there the statement has the keys
/// by which they are found.
const ORGANIZATION: usize = 6;
const EXCURSION: usize = 13;

const EXPORTED: &str = "
SELECT code, family_name, given_name, native_name, title, country, organization_id, category,
       position, email, role, track, status, id, diet, note
FROM participant WHERE same_as IS NULL ORDER BY id";
// The sum keeps SQLite from the index of the seats, after which it would sort the whole list.
pub(super) const MAIN_PLACES: &str = "
SELECT participant_id, seat IS NOT NULL FROM excursion_place
WHERE excursion_id + 0 = 1 ORDER BY participant_id";

const EXTRAS: &str = "
SELECT participant_id, name, value FROM participant_extra WHERE ?1 = 1
ORDER BY participant_id, name";

/// The most names of organizations that are remembered during an export.
const NAMES_KEPT: usize = 8_192;

impl Reader<'_> {
    /// Lends every participant's values of the participants' list, in the order of the codes'
    /// numbers; with the extra fields, if they are asked for.
    ///
    /// The values are texts as the register has them: they make up most of an export, and whoever
    /// only writes them on need not read them.
    ///
    /// Joined here and not by SQL, which would search three tables for every row: the excursion's
    /// list comes in the same order, and names of organizations repeat.
    pub fn each_exported<E: From<StoreError>>(
        &self,
        with_extras: bool,
        mut each: impl FnMut([&[u8]; EXPORTED_COLUMNS], &[Extra]) -> Result<(), E>,
    ) -> Result<(), E> {
        let lift = StoreError::from;
        let mut people = self.connection.prepare_cached(EXPORTED).map_err(lift)?;
        let mut places = self.connection.prepare_cached(MAIN_PLACES).map_err(lift)?;
        // Keys are given out one after the other, and so few names want the same place.
        let mut known: Vec<(i64, String)> = vec![(0, String::new()); NAMES_KEPT];
        let mut places = places.query([]).map_err(lift)?;
        let mut next_place = move || -> Result<Option<(i64, bool)>, StoreError> {
            Ok(match places.next()? {
                Some(row) => Some((row.get(0)?, row.get(1)?)),
                None => None,
            })
        };
        let mut place = next_place()?;
        let mut all_extras = self.connection.prepare_cached(EXTRAS).map_err(lift)?;
        let mut all_extras = all_extras.query([i64::from(with_extras)]).map_err(lift)?;
        let mut take_extra = move || -> Result<Option<(i64, Extra)>, StoreError> {
            let Some(row) = all_extras.next()? else { return Ok(None) };
            Ok(Some((row.get(0)?, Extra { name: row.get(1)?, value: row.get(2)? })))
        };
        let mut next_extra = take_extra()?;
        let mut extras = Vec::new();
        let mut rows = people.query([]).map_err(lift)?;
        while let Some(row) = rows.next().map_err(lift)? {
            let id: i64 = row.get(EXCURSION).map_err(lift)?;
            while place.is_some_and(|(participant, _)| participant < id) {
                place = next_place()?;
            }
            let excursion = match place {
                Some((participant, true)) if participant == id => "yes",
                Some((participant, false)) if participant == id => "waiting",
                _ => "no",
            }
            .as_bytes();
            extras.clear();
            while next_extra.as_ref().is_some_and(|(participant, _)| *participant == id) {
                let (_, extra) = std::mem::replace(&mut next_extra, take_extra()?).unzip();
                extras.extend(extra);
            }
            let organization = match row.get::<_, Option<i64>>(ORGANIZATION).map_err(lift)? {
                None => &[],
                Some(key) => {
                    let slot = usize::try_from(key).unwrap_or_default() % NAMES_KEPT;
                    let (holder, name) = &mut known[slot];
                    if *holder != key {
                        *name = self.organization_name(key)?.unwrap_or_default();
                        *holder = key;
                    }
                    name.as_bytes()
                }
            };
            let text = |at: usize| -> rusqlite::Result<&[u8]> {
                Ok(row.get_ref(at)?.as_bytes_or_null()?.unwrap_or_default())
            };
            let mut values = [&[][..]; EXPORTED_COLUMNS];
            for (at, value) in values.iter_mut().enumerate() {
                *value = match at {
                    ORGANIZATION => organization,
                    EXCURSION => excursion,
                    _ => text(at).map_err(lift)?,
                };
            }
            each(values, &extras)?;
        }
        Ok(())
    }

    /// Lends every participant in the order of their codes' numbers.
    pub fn each_participant<E: From<StoreError>>(
        &self,
        mut each: impl FnMut(&RosterRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut statement = self.connection.prepare_cached(ROSTER).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(&RosterRow::read(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}
