//! Verifies a register: the file, the hash chain of every desk, what was committed to, the state of
//! attendance against its events, and what must never be overrun.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row};

use super::chain::{BEGINNING, Hash, Parts, hexadecimal};
use super::images::TABLES;
use super::standing::stands;
use super::{Reader, StoreError};
use crate::domain::{EventKind, Visit};

use super::convert::parsed;

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What was looked at: file, chain, content, attendance, capacity.
    pub part: &'static str,
    /// Which row or desk.
    pub place: String,
    /// What is wrong.
    pub detail: String,
}

/// What was verified.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Desks whose chains were followed.
    pub desks: u64,
    /// Entries of all of them, operations and attendance events.
    pub entries: u64,
    /// What does not hold.
    pub faults: Vec<Fault>,
}

impl Verified {
    fn fault(&mut self, part: &'static str, place: impl Into<String>, detail: impl Into<String>) {
        self.faults.push(Fault { part, place: place.into(), detail: detail.into() });
    }
}

const DESKS: &str = "SELECT id, name, seq, head FROM desk ORDER BY id";
// The columns of an operation and of an event side by side; which it is says the first of them.
const ENTRIES: &str = "
SELECT kind, seq, hash, uuid, one, two, three, four, five, six, seven, eight, seal, actor,
       reason
FROM (
  SELECT 'operation' AS kind, o.seq AS seq, o.hash AS hash, o.uuid AS uuid, o.at AS one,
         o.verb AS two, '' AS three, '' AS four, '' AS five, '' AS six, '' AS seven,
         '' AS eight, o.commitment AS seal, '' AS actor, '' AS reason
  FROM operation o WHERE o.desk_id = ?1
  UNION ALL
  SELECT 'event', e.seq, e.hash, e.uuid, coalesce(p.code, ''), coalesce(s.code, ''), e.kind, e.at,
         e.recorded_at, e.source, coalesce(e.undoes, ''), coalesce(e.told_by, ''), e.seal,
         e.actor, e.reason
  FROM attendance_event e
  LEFT JOIN participant p ON p.id = e.participant_id
  LEFT JOIN session s ON s.id = e.session_id
  WHERE e.desk_id = ?1
) AS entry
ORDER BY seq, uuid";
const CONTENTS: &str = "
SELECT id, commitment, salt, actor, command, summary, source_name, source_sha256, source_reading
FROM operation WHERE salt IS NOT NULL ORDER BY id";
const IMAGES: &str = "
SELECT table_name, row_id, change, before, position FROM row_image WHERE operation_id = ?1
ORDER BY position";
const EVENTS: &str = concat!(
    "
SELECT e.participant_id, e.session_id, e.kind, e.at, e.desk_id
FROM attendance_event e
WHERE ",
    stands!(),
    "
ORDER BY e.participant_id, e.session_id, e.at, e.recorded_at, e.seq, e.uuid",
);
const CACHE: &str = "
SELECT participant_id, session_id, inside, first_in_at, last_at, desk_id FROM attendance
ORDER BY participant_id, session_id";
const STRANGE_UNDOS: &str = "
SELECT u.uuid FROM attendance_event u JOIN attendance_event e ON e.uuid = u.undoes
WHERE u.participant_id <> e.participant_id OR u.session_id <> e.session_id OR e.kind = 'undo'
ORDER BY u.uuid";
const OVERRUN: &str = "
SELECT e.name, e.places, count(x.seat), coalesce(max(x.seat), 0)
FROM excursion e JOIN excursion_place x ON x.excursion_id = e.id
WHERE e.places IS NOT NULL
GROUP BY e.id, e.name, e.places
HAVING count(x.seat) > e.places OR coalesce(max(x.seat), 0) > e.places
ORDER BY e.id";
const SEATS_OF_NOBODY: &str = "
SELECT p.code, e.name FROM excursion_place x
JOIN participant p ON p.id = x.participant_id JOIN excursion e ON e.id = x.excursion_id
WHERE x.seat IS NOT NULL AND (p.status = 'withdrawn' OR p.status = 'declined')
ORDER BY p.id, e.id";
const CODE_OF: &str = "SELECT code FROM participant WHERE id = ?1";

/// Where one person stands with one session, and the desk that said so last.
type State = (i64, i64, Visit, i64);

impl Reader<'_> {
    /// Verifies everything that can be verified. Where the file itself is damaged, nothing else is
    /// looked at.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        let mut verified = Verified::default();
        for (place, detail) in self.file_faults()? {
            verified.fault("file", place, detail);
        }
        if !verified.faults.is_empty() {
            return Ok(verified);
        }
        self.verify_chains(&mut verified)?;
        self.verify_contents(&mut verified)?;
        self.verify_origins(&mut verified)?;
        self.verify_attendance(&mut verified)?;
        self.verify_capacities(&mut verified)?;
        Ok(verified)
    }

    fn verify_chains(&self, verified: &mut Verified) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(DESKS)?;
        let desks = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
            .collect::<Result<Vec<(i64, String, i64, Vec<u8>)>, _>>()?;
        for (id, name, seq, head) in desks {
            verified.desks += 1;
            let mut before: Vec<u8> = BEGINNING.to_vec();
            let mut number = 0;
            let mut entries = self.connection.prepare_cached(ENTRIES)?;
            let mut rows = entries.query([id])?;
            while let Some(row) = rows.next()? {
                number += 1;
                verified.entries += 1;
                let place = format!("desk {name}, entry {number}");
                let found: i64 = row.get(1)?;
                if found != number {
                    verified.fault("chain", place.clone(), format!("is numbered {found}"));
                }
                let hash: Vec<u8> = row.get(2)?;
                if hash != entry_hash(row, &before, &name)? {
                    let (kind, uuid): (String, String) = (row.get(0)?, row.get(3)?);
                    verified.fault("chain", place, format!("{kind} {uuid} was changed"));
                }
                before = hash;
            }
            if before != head || number != seq {
                let detail = format!("ends at {number}, and the desk counted {seq} entries");
                verified.fault("chain", format!("desk {name}"), detail);
            }
        }
        Ok(())
    }

    fn verify_contents(&self, verified: &mut Verified) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(CONTENTS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let operation: i64 = row.get(0)?;
            let mut parts = Parts::new();
            parts.add(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?);
            let mut images = self.connection.prepare_cached(IMAGES)?;
            let mut images = images.query([operation])?;
            let mut position = 0;
            let mut gapless = true;
            while let Some(image) = images.next()? {
                position += 1;
                gapless &= image.get::<_, i64>(4)? == position;
                let row_id: i64 = image.get(1)?;
                parts.add(image.get::<_, String>(0)?).add(row_id.to_string());
                parts.add(image.get::<_, String>(2)?).add(image.get::<_, String>(3)?);
            }
            for at in 3..9 {
                parts.add(row.get::<_, String>(at)?);
            }
            let commitment: Vec<u8> = row.get(1)?;
            if !gapless || parts.finish().as_slice() != commitment {
                let place = format!("operation {operation}");
                verified.fault("content", place, "its content was changed since");
            }
        }
        Ok(())
    }

    fn verify_origins(&self, verified: &mut Verified) -> Result<(), StoreError> {
        for table in TABLES {
            let mut statement = self.connection.prepare_cached(table.made_by_none)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (operation, id): (i64, i64) = (row.get(0)?, row.get(1)?);
                let detail = format!("was made by operation {operation}, which is not there");
                verified.fault("content", format!("{} row {id}", table.name), detail);
            }
        }
        Ok(())
    }

    fn verify_attendance(&self, verified: &mut Verified) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(STRANGE_UNDOS)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let uuid: String = row.get(0)?;
            let detail = "takes back an event of another person or session, or another undo";
            verified.fault("attendance", format!("event {uuid}"), detail);
        }
        let mut kept: HashMap<(i64, i64), (Visit, i64)> = HashMap::new();
        let mut statement = self.connection.prepare_cached(CACHE)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let visit = Visit {
                inside: row.get(2)?,
                first_in_at: parsed(row, 3)?,
                last_at: parsed(row, 4)?,
            };
            kept.insert((row.get(0)?, row.get(1)?), (visit, row.get(5)?));
        }
        let mut wrong: Vec<(i64, i64, &'static str)> = Vec::new();
        let mut compare =
            |(person, session, visit, desk): State| match kept.remove(&(person, session)) {
                Some(found) if found == (visit, desk) => {}
                Some(_) => wrong.push((person, session, "is not what the events say")),
                None => wrong.push((person, session, "is missing, though the events tell of it")),
            };
        let mut statement = self.connection.prepare_cached(EVENTS)?;
        let mut rows = statement.query([])?;
        let mut state: Option<State> = None;
        while let Some(row) = rows.next()? {
            let (person, session): (i64, i64) = (row.get(0)?, row.get(1)?);
            if let Some(done) = state.take_if(|one| (one.0, one.1) != (person, session)) {
                compare(done);
            }
            let kind: EventKind = parsed(row, 2)?;
            let before = state.map(|(_, _, visit, _)| visit);
            let after = Visit::after(before, kind, parsed(row, 3)?);
            if let Some(visit) = after.filter(|_| kind == EventKind::In || after != before) {
                state = Some((person, session, visit, row.get(4)?));
            }
        }
        state.into_iter().for_each(&mut compare);
        let orphans = kept.into_keys().map(|(p, s)| (p, s, "is there without an event"));
        wrong.extend(orphans);
        wrong.sort_unstable();
        for (person, session, detail) in wrong {
            let mut code = self.connection.prepare_cached(CODE_OF)?;
            let code: Option<String> = code.query_row([person], |row| row.get(0)).optional()?;
            let place = format!("{} at session row {session}", code.unwrap_or_default());
            verified.fault("attendance", place, format!("the state {detail}"));
        }
        Ok(())
    }

    fn verify_capacities(&self, verified: &mut Verified) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(OVERRUN)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, places, seated, last): (String, i64, i64, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let detail = format!("{places} places, {seated} seats taken, the last is {last}");
            verified.fault("capacity", name, detail);
        }
        let mut statement = self.connection.prepare_cached(SEATS_OF_NOBODY)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (code, name): (String, String) = (row.get(0)?, row.get(1)?);
            verified.fault("capacity", code, format!("holds a seat on {name} and does not come"));
        }
        Ok(())
    }
}

/// Computes the hash that an entry must have.
fn entry_hash(row: &Row<'_>, before: &[u8], desk: &str) -> Result<Hash, StoreError> {
    let text = |at: usize| -> Result<String, StoreError> { Ok(row.get(at)?) };
    let seal: Vec<u8> = row.get(12)?;
    let mut parts = Parts::new();
    parts.add(before).add(desk).add(row.get::<_, i64>(1)?.to_string()).add(text(3)?);
    if text(0)? == "operation" {
        parts.add(text(4)?).add(text(5)?).add(hexadecimal(&seal));
    } else {
        for at in 4..12 {
            parts.add(text(at)?);
        }
        parts.add(hexadecimal(&seal_of(&seal, &text(13)?, &text(14)?)));
    }
    Ok(parts.finish())
}

/// Returns the commitment to who recorded an event and why: computed as long as they are there, and
/// what is kept of it once they were erased.
pub(super) fn seal_of(seal: &[u8], actor: &str, reason: &str) -> Vec<u8> {
    if seal.len() == size_of::<Hash>() {
        return seal.to_vec();
    }
    Parts::new().add(seal).add(actor).add(reason).finish().to_vec()
}
