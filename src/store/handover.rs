//! Hands a person's seats over to another person.

use rusqlite::params;

use super::images::{BREAKOUT_SEAT, Change, EXCURSION_PLACE, Table};
use super::{StoreError, Writer};

const PLACES_OF: &str = "SELECT id FROM excursion_place WHERE participant_id = ?1 ORDER BY id";
const GIVE_PLACE: &str =
    "UPDATE excursion_place SET participant_id = ?2, cleared = '' WHERE id = ?1";
const SEATS_OF: &str = "SELECT id FROM breakout_seat WHERE participant_id = ?1 ORDER BY id";
const GIVE_SEAT: &str = "UPDATE breakout_seat SET participant_id = ?2 WHERE id = ?1";

impl Writer<'_> {
    /// Gives another person, who has none, all seats in groups and all places on excursions; a place
    /// on a waiting list keeps its turn.
    pub fn hand_over(&self, from: i64, to: i64) -> Result<(), StoreError> {
        self.give(BREAKOUT_SEAT, SEATS_OF, GIVE_SEAT, from, to)?;
        self.give(EXCURSION_PLACE, PLACES_OF, GIVE_PLACE, from, to)
    }

    fn give(
        &self,
        table: &Table,
        of: &'static str,
        give: &'static str,
        from: i64,
        to: i64,
    ) -> Result<(), StoreError> {
        let rows: Vec<i64> = {
            let mut statement = self.connection.prepare_cached(of)?;
            let found = statement.query_map([from], |row| row.get(0))?;
            found.collect::<Result<_, _>>()?
        };
        for row in rows {
            self.keep(table, row, Change::Update)?;
            self.connection.prepare_cached(give)?.execute(params![row, to])?;
        }
        Ok(())
    }
}
