//! Faults that were found once, each under the name of what went wrong.

use super::support::{Meibo, fixture};

fn seats(meibo: &Meibo) -> Vec<(i64, i64)> {
    let register = meibo.sql();
    let mut statement =
        register.prepare("SELECT id, participant_id FROM excursion_place ORDER BY id").unwrap();
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

fn newest(meibo: &Meibo) -> String {
    meibo.count("SELECT max(id) FROM operation").to_string()
}

#[test]
fn an_undo_does_not_take_itself_for_an_earlier_undo() {
    let meibo = Meibo::with_sample();
    let _ = meibo.run(&["edit", "1", "--position", "Guest of honour"]).done();
    let _ = meibo.run(&["undo"]).done();
    assert_eq!(
        meibo.count("SELECT count(*) FROM participant WHERE position = 'Guest of honour'"),
        0
    );
    let _ = meibo.run(&["redo"]).done();
    assert_eq!(
        meibo.count("SELECT count(*) FROM participant WHERE position = 'Guest of honour'"),
        1
    );
}

#[test]
fn an_undo_does_not_overwrite_a_row_that_got_the_number_of_a_removed_one() {
    let meibo = Meibo::with_sample();
    let last = meibo.count("SELECT participant_id FROM excursion_place ORDER BY id DESC LIMIT 1");
    let _ = meibo.run(&["excursion", "leave", &last.to_string()]).done();
    let left = newest(&meibo);
    let _ = meibo.run(&["excursion", "join", "1"]).done();
    let before = seats(&meibo);
    assert_eq!(before.last().map(|(_, person)| *person), Some(1), "the number was given again");
    let said = meibo.run(&["undo", &left]).ended(1);
    assert!(said.stderr.contains("P-0001-C"), "{}", said.stderr);
    assert_eq!(seats(&meibo), before);
}

#[test]
fn an_undone_change_leaves_no_organization_behind() {
    let meibo = Meibo::with_sample();
    let before = meibo.count("SELECT count(*) FROM organization");
    let _ = meibo.run(&["edit", "1", "--organization", "Brand New Body"]).done();
    let _ = meibo.run(&["undo"]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), before);
    let _ = meibo.run(&["redo"]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), before + 1);
}
