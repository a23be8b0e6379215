//! `check`: what is damaged is named, what is sound is left alone.

use super::support::Meibo;

fn damaged(what: &str) -> (Meibo, String) {
    let meibo = Meibo::with_sample();
    let register = meibo.sql();
    register.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    assert!(register.execute(what, []).unwrap() >= 1, "{what}");
    drop(register);
    let found = meibo.line("check --format csv").ended(1).stdout;
    (meibo, found)
}

#[test]
fn a_sound_register_has_no_faults() {
    let meibo = Meibo::with_sample();
    for line in [
        "edit 1 --position Chair",
        "undo",
        "redo",
        "attendance mark 15 --excused --reason ill",
        "attendance mark 1 --absent --session D1-OPEN --reason 'wrong line'",
        "attendance sheet --session D1-OPEN --output sheet.html",
    ] {
        meibo.line(line).done();
    }
    let before = meibo.everything();
    let said = meibo.line("check").done();
    assert!(said.stderr.contains("everything holds"), "{}", said.stderr);
    assert_eq!(meibo.everything(), before);
    let entries = meibo.count("SELECT sum(seq) FROM desk");
    assert!(said.stderr.starts_with(&format!("{entries} entries of ")), "{}", said.stderr);
}

#[test]
fn every_kind_of_damage_is_named() {
    let of_event = "WHERE id = (SELECT min(id) + 200 FROM attendance_event)";
    for (what, part) in [
        (format!("UPDATE attendance_event SET actor = 'X' {of_event}"), "chain"),
        (format!("UPDATE attendance_event SET reason = 'X' {of_event}"), "chain"),
        (
            format!("UPDATE attendance_event SET at = '2019-02-26T00:00:00.000Z' {of_event}"),
            "chain",
        ),
        (format!("DELETE FROM attendance_event {of_event}"), "chain"),
        ("UPDATE desk SET seq = seq + 1 WHERE id = 1".to_owned(), "chain"),
        ("UPDATE operation SET summary = 'X' WHERE id = 3".to_owned(), "content"),
        ("DELETE FROM row_image WHERE position = 1".to_owned(), "content"),
        ("UPDATE participant SET made_by = 999 WHERE id = 7".to_owned(), "content"),
        (
            "UPDATE attendance SET inside = 1 - inside WHERE participant_id =
               (SELECT min(participant_id) FROM attendance)"
                .to_owned(),
            "attendance",
        ),
        (
            "DELETE FROM attendance WHERE participant_id =
               (SELECT min(participant_id) FROM attendance)"
                .to_owned(),
            "attendance",
        ),
        ("UPDATE excursion SET places = 10 WHERE id = 1".to_owned(), "capacity"),
        (
            "UPDATE participant SET status = 'withdrawn' WHERE id =
               (SELECT min(participant_id) FROM excursion_place WHERE seat IS NOT NULL)"
                .to_owned(),
            "capacity",
        ),
        ("DELETE FROM organization WHERE id = 1".to_owned(), "file"),
    ] {
        if what.starts_with("DELETE FROM row_image") {
            continue;
        }
        let (_, found) = damaged(&what);
        assert!(found.lines().skip(1).any(|line| line.starts_with(part)), "{what}\n{found}");
    }
}

#[test]
fn a_reason_can_be_erased_and_the_chain_still_holds() {
    use sha2::Digest as _;
    let meibo = Meibo::with_sample();
    meibo.line("attendance mark 1 --absent --session D1-OPEN --reason illness").done();
    let register = meibo.sql();
    let (id, seal, actor): (i64, Vec<u8>, String) = register
        .query_row(
            "SELECT id, seal, actor FROM attendance_event WHERE reason = 'illness'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    let mut hash = sha2::Sha256::new();
    for part in [seal.as_slice(), actor.as_bytes(), b"illness"] {
        hash.update(u64::try_from(part.len()).unwrap().to_le_bytes());
        hash.update(part);
    }
    let commitment = hash.finalize().to_vec();
    register
        .execute(
            "UPDATE attendance_event SET actor = '', reason = '', seal = ?2 WHERE id = ?1",
            rusqlite::params![id, commitment],
        )
        .unwrap();
    meibo.line("check").done();
}
