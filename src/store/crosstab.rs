//! Counts who came where by country or category: each person's unit is read once into two bytes, the
//! attendance is read without a join, and the counts are numbers in an array.

use std::collections::HashMap;

use rusqlite::CachedStatement;

use super::second_look::look_again;
use super::{Reader, StoreError};

/// How many persons of one unit came to each session, by the session's key.
pub type CameTo = HashMap<i64, i64>;

const COUNTRIES_OF: &str = "
SELECT id, coalesce(country, '') FROM participant
WHERE same_as IS NULL AND id > ?1 AND id <= ?2 ORDER BY id";
const CATEGORIES_OF: &str = "
SELECT id, category FROM participant
WHERE same_as IS NULL AND id > ?1 AND id <= ?2 ORDER BY id";
const LAST_SESSION: &str = "SELECT coalesce(max(id), 0) FROM session";
// Both keys in one number: to fetch a column costs nearly as much as to read the row.
const CAME: &str = "
SELECT participant_id * ?1 + session_id FROM attendance
WHERE participant_id > ?2 AND participant_id <= ?3";

/// Keys from which on two threads count one half each.
const LARGE: i64 = 10_000;

/// Units of people by the people's keys. Keys are numbers of codes: mostly one after the other, so
/// that a table of bytes is small; a few far away must not make it large.
struct Units {
    /// The key before the first one.
    before: i64,
    names: Vec<String>,
    near: Vec<u16>,
    far: HashMap<i64, u16>,
}

/// Keys above so many times the number of people so far are looked up one by one.
const SPARSE: usize = 16;

/// Marks a key that nobody has.
const NOBODY: u16 = u16::MAX;

impl Units {
    fn read(
        mut statement: CachedStatement<'_>,
        (before, last): (i64, i64),
    ) -> Result<Self, StoreError> {
        let (names, near, far) = (Vec::new(), Vec::new(), HashMap::new());
        let mut units = Self { before, names, near, far };
        let mut known: HashMap<String, u16> = HashMap::new();
        // Codes of countries have two letters, and so a place of their own.
        let mut codes = vec![NOBODY; 1 << 16];
        let mut rows = statement.query([before, last])?;
        let mut people = 0_usize;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let name = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            let code = match name.as_bytes() {
                &[first, second] => Some(usize::from(u16::from_le_bytes([first, second]))),
                _ => None,
            };
            let unit = match code.map(|code| codes[code]) {
                Some(unit) if unit != NOBODY => unit,
                _ => *known.entry(name.to_owned()).or_insert_with(|| {
                    units.names.push(name.to_owned());
                    u16::try_from(units.names.len() - 1).unwrap_or(NOBODY)
                }),
            };
            if let Some(code) = code {
                codes[code] = unit;
            }
            people += 1;
            match usize::try_from(id - before) {
                Ok(at) if at < (people + 1_000) * SPARSE => {
                    if units.near.len() <= at {
                        units.near.resize(at + 1, NOBODY);
                    }
                    units.near[at] = unit;
                }
                _ => {
                    units.far.insert(id, unit);
                }
            }
        }
        Ok(units)
    }

    fn of(&self, participant: i64) -> Option<usize> {
        let near = usize::try_from(participant - self.before).ok().and_then(|at| self.near.get(at));
        let unit = near.copied().filter(|&unit| unit != NOBODY);
        unit.or_else(|| self.far.get(&participant).copied()).map(usize::from)
    }
}

impl Reader<'_> {
    /// Counts persons who came by the ISO 3166 code of their country, empty where there is none.
    pub fn came_by_country(&self) -> Result<Vec<(String, CameTo)>, StoreError> {
        self.came_by(COUNTRIES_OF)
    }

    /// Counts persons who came by their category.
    pub fn came_by_category(&self) -> Result<Vec<(String, CameTo)>, StoreError> {
        self.came_by(CATEGORIES_OF)
    }

    fn came_by(&self, units: &'static str) -> Result<Vec<(String, CameTo)>, StoreError> {
        let last = self.last_person()?;
        let path = self.path().filter(|_| last >= LARGE);
        let Some(path) = path else { return self.came_within(units, (0, last)) };
        let (middle, moment) = (last / 2, self.moment()?);
        std::thread::scope(|scope| {
            let half = scope.spawn(move || {
                look_again(&path, moment, |register| register.came_within(units, (middle, last)))
            });
            let mut came = self.came_within(units, (0, middle))?;
            let rest = match half.join() {
                Ok(Ok(Some(rest))) => rest,
                // Somebody wrote in between: what is left belongs to this moment as well.
                _ => self.came_within(units, (middle, last))?,
            };
            for (name, sessions) in rest {
                match came.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, known)) => {
                        for (session, persons) in sessions {
                            *known.entry(session).or_default() += persons;
                        }
                    }
                    None => came.push((name, sessions)),
                }
            }
            Ok(came)
        })
    }

    fn came_within(
        &self,
        units: &'static str,
        (before, last): (i64, i64),
    ) -> Result<Vec<(String, CameTo)>, StoreError> {
        let units = Units::read(self.connection.prepare_cached(units)?, (before, last))?;
        let mut sessions: Vec<i64> = Vec::new();
        let mut counts: Vec<Vec<i64>> = Vec::new();
        let mut statement = self.connection.prepare_cached(CAME)?;
        let last_session: i64 =
            self.connection.prepare_cached(LAST_SESSION)?.query_row([], |row| row.get(0))?;
        let bits = i64::BITS - last_session.leading_zeros();
        let mut rows = statement.query([1_i64 << bits, before, last])?;
        let mut last = 0;
        while let Some(row) = rows.next()? {
            let both: i64 = row.get(0)?;
            let Some(unit) = units.of(both >> bits) else { continue };
            let session = both & ((1 << bits) - 1);
            // One person's sessions come one after the other, mostly in the order of the last one.
            if sessions.get(last) != Some(&session) {
                let known = sessions.iter().position(|known| *known == session);
                last = known.unwrap_or_else(|| {
                    sessions.push(session);
                    counts.push(vec![0; units.names.len()]);
                    sessions.len() - 1
                });
            }
            counts[last][unit] += 1;
        }
        let by_unit = units.names.into_iter().enumerate().map(|(unit, name)| {
            let came = sessions.iter().zip(&counts).map(|(&s, counts)| (s, counts[unit]));
            (name, came.collect())
        });
        Ok(by_unit.collect())
    }
}
