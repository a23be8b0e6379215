//! Lists participants with what belongs to them; rows are lent, so that a list of any length
//! needs the memory of one.

use rusqlite::Row;

use super::{Reader, StoreError};

const ROSTER: &str = "
SELECT p.id, p.code, p.family_name, p.given_name, p.native_name, p.title, coalesce(p.country, ''),
       coalesce(c.name, ''), coalesce(o.name, ''), p.category, p.position, p.email, p.role,
       p.track, p.status, p.diet, p.note,
       CASE WHEN x.id IS NULL THEN 'no' WHEN x.seat IS NULL THEN 'waiting' ELSE 'yes' END,
       coalesce(c.region, ''), coalesce(c.subregion, ''), p.name_key, coalesce(o.name_key, ''),
       x.seat
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
        })
    }

    /// Returns the name as lists show it.
    pub fn name(&self) -> String {
        crate::domain::display_name(self.family_name, self.given_name)
    }
}

impl Reader<'_> {
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
