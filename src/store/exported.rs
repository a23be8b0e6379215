//! Lends everybody as the participants' list has them. A long list is read by two connections that
//! take turns, each on a thread of its own; the rows come in order all the same.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};

use rusqlite::params;

use super::second_look::{Moment, look_again};
use super::{Reader, StoreError};
use crate::domain::Extra;

/// How many columns the participants' list has.
const COLUMNS: usize = 16;
/// Where the two of them stand that are not the participant's own; there the statement has the keys
/// by which they are found.
const ORGANIZATION: usize = 6;
const EXCURSION: usize = 13;

const PEOPLE: &str = "
SELECT code, family_name, given_name, native_name, title, country, organization_id, category,
       position, email, role, track, status, id, diet, note
FROM participant WHERE same_as IS NULL AND id BETWEEN ?1 AND ?2 ORDER BY id";
// The sum keeps SQLite from the index of the seats, which is not in the order of participants.
const PLACES: &str = "
SELECT participant_id, seat IS NOT NULL FROM excursion_place
WHERE participant_id BETWEEN ?1 AND ?2 AND excursion_id + 0 = 1 ORDER BY participant_id";
const EXTRAS: &str = "
SELECT participant_id, name, value FROM participant_extra
WHERE ?3 = 1 AND participant_id BETWEEN ?1 AND ?2 ORDER BY participant_id, name";

/// How many numbers of participants one connection takes in its turn.
const BLOCK: i64 = 512;

/// The connection that writes the rows reads the first of so many blocks, the other one the rest.
const TURNS: usize = 3;

/// With fewer numbers a second connection takes longer to open than it helps.
const WORTH_TWO: i64 = 16 * BLOCK;

/// The most names of organizations that a connection remembers.
const NAMES_KEPT: usize = 4_096;

/// Names of organizations by key. Keys are given out one after the other, and so few names want the
/// same place.
struct Names(Vec<(i64, String)>);

impl Names {
    fn new() -> Self {
        Self(vec![(0, String::new()); NAMES_KEPT])
    }

    fn of(&mut self, register: &Reader<'_>, key: i64) -> Result<&str, StoreError> {
        let (holder, name) = &mut self.0[usize::try_from(key).unwrap_or_default() % NAMES_KEPT];
        if *holder != key {
            *name = register.organization_name(key)?.unwrap_or_default();
            *holder = key;
        }
        Ok(name)
    }
}

/// The values of some rows, one after the other.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Batch {
    fn keep(&mut self, values: [&[u8]; COLUMNS]) {
        for value in values {
            self.bytes.extend_from_slice(value);
            self.ends.push(self.bytes.len());
        }
    }

    fn lend<E>(
        &self,
        mut each: impl FnMut([&[u8]; COLUMNS], &[Extra]) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut start = 0;
        for row in self.ends.chunks_exact(COLUMNS) {
            let mut values = [&[][..]; COLUMNS];
            for (value, &end) in values.iter_mut().zip(row) {
                *value = &self.bytes[start..end];
                start = end;
            }
            each(values, &[])?;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// Lends every participant's values of the participants' list, in the order of the codes'
    /// numbers; with the extra fields, if they are asked for.
    ///
    /// The values are texts as the register has them: they make up most of an export, and whoever
    /// only writes them on need not read them.
    pub fn each_exported<E: From<StoreError>>(
        &self,
        with_extras: bool,
        mut each: impl FnMut([&[u8]; COLUMNS], &[Extra]) -> Result<(), E>,
    ) -> Result<(), E> {
        let last = self.last_person()?;
        let mut names = Names::new();
        let path = self.path().filter(|_| last >= WORTH_TWO && !with_extras);
        let Some(path) = path else {
            return self.each_between((1, last), with_extras, &mut names, each);
        };
        let moment = self.moment()?;
        std::thread::scope(|scope| {
            let (to, taken) = sync_channel(TURNS);
            let (spent, spare) = channel();
            let helper = std::thread::Builder::new().name("second reader".to_owned());
            let help = move || help(&path, moment, last, &to, &spare);
            // Without a thread, and without a message from it, this one reads all by itself.
            let is_helped = helper.spawn_scoped(scope, help).is_ok() && taken.recv().is_ok();
            if !is_helped {
                return self.each_between((1, last), false, &mut names, each);
            }
            self.keep_few_pages()?;
            for (turn, first) in block_starts(last).enumerate() {
                if turn.is_multiple_of(TURNS) {
                    self.each_between((first, first + BLOCK - 1), false, &mut names, &mut each)?;
                    continue;
                }
                match taken.recv() {
                    Ok(Ok(batch)) => {
                        batch.lend(&mut each)?;
                        // It may have read its last block by now.
                        let _ = spent.send(batch);
                    }
                    Ok(Err(error)) => return Err(error.into()),
                    Err(_) => {
                        self.each_between(
                            (first, first + BLOCK - 1),
                            false,
                            &mut names,
                            &mut each,
                        )?;
                    }
                }
            }
            Ok(())
        })
    }

    /// Lends the participants whose numbers lie between two, both included.
    ///
    /// Joined here and not by SQL, which would search three tables for every row: the excursion's
    /// list comes in the same order, and names of organizations repeat.
    fn each_between<E: From<StoreError>>(
        &self,
        (first, last): (i64, i64),
        with_extras: bool,
        names: &mut Names,
        mut each: impl FnMut([&[u8]; COLUMNS], &[Extra]) -> Result<(), E>,
    ) -> Result<(), E> {
        let lift = StoreError::from;
        let mut people = self.connection.prepare_cached(PEOPLE).map_err(lift)?;
        let mut places = self.connection.prepare_cached(PLACES).map_err(lift)?;
        let mut places = places.query([first, last]).map_err(lift)?;
        let mut next_place = move || -> Result<Option<(i64, bool)>, StoreError> {
            Ok(match places.next()? {
                Some(row) => Some((row.get(0)?, row.get(1)?)),
                None => None,
            })
        };
        let mut place = next_place()?;
        let mut all_extras = self.connection.prepare_cached(EXTRAS).map_err(lift)?;
        let mut all_extras =
            all_extras.query(params![first, last, i64::from(with_extras)]).map_err(lift)?;
        let mut take_extra = move || -> Result<Option<(i64, Extra)>, StoreError> {
            let Some(row) = all_extras.next()? else { return Ok(None) };
            Ok(Some((row.get(0)?, Extra { name: row.get(1)?, value: row.get(2)? })))
        };
        let mut next_extra = take_extra()?;
        let mut extras = Vec::new();
        let mut rows = people.query([first, last]).map_err(lift)?;
        while let Some(row) = rows.next().map_err(lift)? {
            let id: i64 = row.get(EXCURSION).map_err(lift)?;
            while place.is_some_and(|(participant, _)| participant < id) {
                place = next_place()?;
            }
            let excursion = match place {
                Some((participant, true)) if participant == id => "yes",
                Some((participant, false)) if participant == id => "waiting",
                _ => "no",
            };
            extras.clear();
            while next_extra.as_ref().is_some_and(|(participant, _)| *participant == id) {
                let (_, extra) = std::mem::replace(&mut next_extra, take_extra()?).unzip();
                extras.extend(extra);
            }
            let organization = match row.get::<_, Option<i64>>(ORGANIZATION).map_err(lift)? {
                None => "",
                Some(key) => names.of(self, key)?,
            };
            let text = |at: usize| -> rusqlite::Result<&[u8]> {
                Ok(row.get_ref(at)?.as_bytes_or_null()?.unwrap_or_default())
            };
            let mut values = [&[][..]; COLUMNS];
            for (at, value) in values.iter_mut().enumerate() {
                *value = match at {
                    ORGANIZATION => organization.as_bytes(),
                    EXCURSION => excursion.as_bytes(),
                    _ => text(at).map_err(lift)?,
                };
            }
            each(values, &extras)?;
        }
        Ok(())
    }
}

/// Returns the first number of every block.
fn block_starts(last: i64) -> impl Iterator<Item = i64> {
    (0..).map(|block| 1 + block * BLOCK).take_while(move |first| *first <= last)
}

/// Reads all blocks but every third one with a connection of its own; says so first, with an empty batch, and
/// nothing at all where it cannot read the register as it was at this moment.
fn help(
    path: &Path,
    moment: Moment,
    last: i64,
    to: &SyncSender<Result<Batch, StoreError>>,
    spare: &Receiver<Batch>,
) {
    // Whoever does not take the rows any more wants no answer either.
    let _ = look_again(path, moment, |register| {
        register.keep_few_pages()?;
        if to.send(Ok(Batch::default())).is_err() {
            return Ok(());
        }
        let mut names = Names::new();
        let others = block_starts(last).enumerate().filter(|(turn, _)| !turn.is_multiple_of(TURNS));
        for (_, first) in others {
            let mut batch = spare.try_recv().unwrap_or_default();
            batch.bytes.clear();
            batch.ends.clear();
            let read = register.each_between(
                (first, first + BLOCK - 1),
                false,
                &mut names,
                |values, _| -> Result<(), StoreError> {
                    batch.keep(values);
                    Ok(())
                },
            );
            let is_read = read.is_ok();
            if to.send(read.map(|()| batch)).is_err() || !is_read {
                break;
            }
        }
        Ok(())
    });
}
