//! Recomputes every desk's hash chain from the stored rows: by code of its own, so that the program
//! is not its own witness.

use std::collections::BTreeMap;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::support::Meibo;

/// What the chain covers of an attendance event, an operation and its content.
const COVERED: &[(&str, &[&str])] = &[
    (
        "attendance_event",
        &[
            "uuid",
            "participant_id",
            "session_id",
            "kind",
            "at",
            "recorded_at",
            "desk_id",
            "seq",
            "actor",
            "source",
            "undoes",
            "told_by",
            "reason",
            "seal",
            "hash",
        ],
    ),
    (
        "operation",
        &[
            "uuid",
            "desk_id",
            "seq",
            "at",
            "actor",
            "verb",
            "commitment",
            "hash",
            "salt",
            "command",
            "summary",
            "source_name",
            "source_sha256",
            "source_reading",
        ],
    ),
    ("row_image", &["position", "table_name", "row_id", "change", "before"]),
];

/// What it does not cover, and why.
const NOT_COVERED: &[(&str, &[&str], &str)] = &[
    ("attendance_event", &["id", "nonce"], "the order is that of seq; a nonce serves a retry only"),
    ("attendance_event", &["part_of"], "how much an undo takes back, and nothing of what happened"),
    ("operation", &["id", "nonce"], "as for the events"),
    ("operation", &["undoes", "made", "changed"], "the summary and the images say the same"),
    ("operation", &["merged_by"], "the merge itself is an entry"),
    ("row_image", &["operation_id"], "the key"),
];

/// Hashes parts, each after its length in eight bytes, the lowest first.
fn digest(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

fn bytes(text: impl AsRef<str>) -> Vec<u8> {
    text.as_ref().as_bytes().to_vec()
}

/// One entry of a desk: its counter, what its hash is made of, its hash.
struct Entry {
    seq: i64,
    parts: Vec<Vec<u8>>,
    hash: Vec<u8>,
    what: String,
}

fn rows<T>(
    register: &Connection,
    question: &str,
    mut read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = register.prepare(question).unwrap();
    statement.query_map([], |row| read(row)).unwrap().map(Result::unwrap).collect()
}

/// Returns everything that does not hold: chains, counters, heads, commitments.
fn faults(register: &Connection) -> Vec<String> {
    let mut faults = Vec::new();
    let mut desks: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
    let operations = "SELECT desk_id, seq, hash, uuid, at, verb, commitment FROM operation";
    for (desk, entry) in rows(register, operations, |row| {
        let commitment: Vec<u8> = row.get(6)?;
        let hexadecimal: String = commitment.iter().map(|byte| format!("{byte:02x}")).collect();
        let uuid: String = row.get(3)?;
        let parts = vec![
            bytes(&uuid),
            bytes(row.get::<_, String>(4)?),
            bytes(row.get::<_, String>(5)?),
            bytes(hexadecimal),
        ];
        let what = format!("operation {uuid}");
        Ok((row.get::<_, i64>(0)?, Entry { seq: row.get(1)?, parts, hash: row.get(2)?, what }))
    }) {
        desks.entry(desk).or_default().push(entry);
    }
    let events = "
        SELECT e.desk_id, e.seq, e.hash, e.uuid, coalesce(p.code, ''), coalesce(s.code, ''), e.kind,
               e.at, e.recorded_at, e.source, coalesce(e.undoes, ''), coalesce(e.told_by, ''),
               e.seal, e.actor, e.reason
        FROM attendance_event e LEFT JOIN participant p ON p.id = e.participant_id
        LEFT JOIN session s ON s.id = e.session_id";
    for (desk, entry) in rows(register, events, |row| {
        let mut parts = (3..12)
            .map(|at| Ok(bytes(row.get::<_, String>(at)?)))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let seal: Vec<u8> = row.get(12)?;
        let words = [bytes(row.get::<_, String>(13)?), bytes(row.get::<_, String>(14)?)];
        let [actor, reason] = words;
        // What was erased has left its commitment.
        let sealed = if seal.len() == 32 { seal } else { digest(&[seal, actor, reason]) };
        parts.push(bytes(sealed.iter().map(|byte| format!("{byte:02x}")).collect::<String>()));
        let what = format!("event {}", row.get::<_, String>(3)?);
        Ok((row.get::<_, i64>(0)?, Entry { seq: row.get(1)?, parts, hash: row.get(2)?, what }))
    }) {
        desks.entry(desk).or_default().push(entry);
    }
    let known: Vec<(i64, String, i64, Vec<u8>)> =
        rows(register, "SELECT id, name, seq, head FROM desk", |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
    for (id, name, seq, head) in known {
        let mut entries = desks.remove(&id).unwrap_or_default();
        entries.sort_by_key(|entry| entry.seq);
        let mut before = vec![0; 32];
        for (number, entry) in (1..).zip(&entries) {
            if entry.seq != number {
                faults.push(format!("desk {name}: entry {number} is numbered {}", entry.seq));
            }
            let mut parts = vec![before, bytes(&name), bytes(entry.seq.to_string())];
            parts.extend(entry.parts.iter().cloned());
            if digest(&parts) != entry.hash {
                faults.push(format!("desk {name}: the hash of {} is another", entry.what));
            }
            before = entry.hash.clone();
        }
        if before != head || i64::try_from(entries.len()).unwrap() != seq {
            faults.push(format!("desk {name}: its head is not that of its last entry"));
        }
    }
    if !desks.is_empty() {
        faults.push(format!("entries of unknown desks: {:?}", desks.keys()));
    }
    faults.extend(broken_commitments(register));
    faults
}

/// Returns the operations whose content is there and is not what was committed to.
fn broken_commitments(register: &Connection) -> Vec<String> {
    let contents = "
        SELECT id, commitment, salt, actor, command, summary, source_name, source_sha256,
               source_reading
        FROM operation WHERE salt IS NOT NULL";
    let found = rows(register, contents, |row| {
        let id: i64 = row.get(0)?;
        let mut parts = vec![row.get::<_, Vec<u8>>(2)?];
        let images = format!(
            "SELECT table_name, CAST(row_id AS TEXT), change, before, position FROM row_image
             WHERE operation_id = {id} ORDER BY position"
        );
        let mut gapless = true;
        let mut position = 0;
        for image in rows(register, &images, |row| {
            position += 1;
            gapless &= row.get::<_, i64>(4)? == position;
            (0..4).map(|at| row.get::<_, String>(at)).collect::<rusqlite::Result<Vec<_>>>()
        }) {
            parts.extend(image.into_iter().map(bytes));
        }
        for at in 3..9 {
            parts.push(bytes(row.get::<_, String>(at)?));
        }
        let holds = gapless && digest(&parts) == row.get::<_, Vec<u8>>(1)?;
        Ok((!holds).then(|| format!("operation {id}: its content is another")))
    });
    found.into_iter().flatten().collect()
}

/// The sample seminar after an afternoon's work: changes, undos, redo, several desks.
fn worked_on() -> Meibo {
    let meibo = Meibo::with_sample();
    for line in [
        "edit 1 --position Chair --note late",
        "--desk B withdraw 142 --reason illness",
        "--desk B undo",
        "--desk B redo",
        "breakout assign --groups 7 --seed 3",
        "undo",
        "excursion edit --places 40",
        "excursion edit --places 55",
        "--desk C checkin 12 --session D3-COMPANY --anyway",
        "--desk C checkout 12 --session D3-COMPANY",
        "--desk C undo --reason mistake",
        "register --family Late --given Comer --walk-in",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let output = meibo.run(&words);
        assert!(output.code <= 1, "{line}: {output}");
    }
    meibo
}

#[test]
fn the_chain_of_every_desk_holds() {
    let meibo = worked_on();
    assert_eq!(faults(&meibo.sql()), [""; 0]);
    assert!(meibo.count("SELECT count(*) FROM desk") >= 3);
    assert!(meibo.count("SELECT count(*) FROM row_image") > 100);
    assert!(meibo.count("SELECT count(*) FROM operation WHERE undoes IS NOT NULL") >= 2);
    assert!(meibo.count("SELECT count(*) FROM attendance_event WHERE kind = 'undo'") >= 1);
    let counted = "SELECT (SELECT sum(seq) FROM desk)
        - (SELECT count(*) FROM operation) - (SELECT count(*) FROM attendance_event)";
    assert_eq!(meibo.count(counted), 0, "an entry is missing or is counted twice");
}

#[test]
fn every_column_of_the_record_is_covered_or_named_as_not_covered() {
    let meibo = Meibo::with_register();
    for (table, covered) in COVERED {
        let question = format!("SELECT name FROM pragma_table_info('{table}')");
        let mut columns: Vec<String> = rows(&meibo.sql(), &question, |row| row.get(0));
        let others = NOT_COVERED.iter().filter(|(other, ..)| other == table);
        let mut named: Vec<&str> =
            covered.iter().chain(others.flat_map(|(_, columns, _)| *columns)).copied().collect();
        columns.sort();
        named.sort_unstable();
        assert_eq!(columns, named, "{table}");
    }
}

#[test]
fn a_change_of_one_letter_is_noticed() {
    let meibo = worked_on();
    let register = meibo.sql();
    register
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        .unwrap();
    let mut tried = 0;
    for (table, columns) in COVERED {
        for column in *columns {
            let key = if *table == "row_image" { "operation_id" } else { "_" };
            let row = match *table {
                "row_image" => {
                    format!("{key} = (SELECT min(operation_id) FROM row_image) AND position = 1")
                }
                "operation" => "id = (SELECT max(id) - 3 FROM operation)".to_owned(),
                _ if *column == "undoes" => "kind = 'undo'".to_owned(),
                _ => "id = 700".to_owned(),
            };
            let changed = match *column {
                "participant_id" | "session_id" | "desk_id" | "seq" | "position" | "row_id" => {
                    format!("{column} + 1")
                }
                // One in 256 of them begins with either byte.
                "hash" | "commitment" | "salt" | "seal" => format!(
                    "CAST(CASE substr({column}, 1, 1) WHEN x'01' THEN x'02' ELSE x'01' END
                     || substr({column}, 2) AS BLOB)"
                ),
                "told_by" => "'x'".to_owned(),
                "uuid" => "'0' || substr(uuid, 2) || 'x'".to_owned(),
                _ => format!("{column} || 'x'"),
            };
            register.execute_batch("SAVEPOINT before").unwrap();
            let set = format!("UPDATE {table} SET {column} = {changed} WHERE {row}");
            let rows = register.execute(&set, []).unwrap_or_else(|error| panic!("{set}: {error}"));
            assert!(rows >= 1, "{set} changed nothing");
            assert_ne!(faults(&register), [""; 0], "unnoticed: {set}");
            register.execute_batch("ROLLBACK TO before; RELEASE before").unwrap();
            tried += 1;
        }
    }
    assert_eq!(tried, 34);
    assert_eq!(faults(&register), [""; 0], "the changes were taken back");
}

#[test]
fn a_removed_entry_is_noticed() {
    let meibo = worked_on();
    let register = meibo.sql();
    register.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for removal in [
        "DELETE FROM attendance_event WHERE id = 700",
        "DELETE FROM attendance_event WHERE id = (SELECT max(id) FROM attendance_event)",
        "DELETE FROM operation WHERE id = (SELECT max(id) FROM operation)",
        "DELETE FROM operation WHERE id = 3",
        "DELETE FROM row_image WHERE position = 2",
        "DELETE FROM desk WHERE name = 'B'",
        "UPDATE desk SET name = 'Z' WHERE name = 'B'",
    ] {
        register.execute_batch("SAVEPOINT before").unwrap();
        assert!(register.execute(removal, []).unwrap() >= 1, "{removal}");
        assert_ne!(faults(&register), [""; 0], "unnoticed: {removal}");
        register.execute_batch("ROLLBACK TO before; RELEASE before").unwrap();
    }
}

#[test]
fn the_chain_holds_when_contents_were_erased() {
    let meibo = worked_on();
    let register = meibo.sql();
    register
        .execute_batch(
            "UPDATE operation SET salt = NULL, command = '', summary = ''; DELETE FROM row_image",
        )
        .unwrap();
    assert_eq!(faults(&register), [""; 0]);
    // The log still answers.
    let _ = meibo.run(&["log"]).done();
}
