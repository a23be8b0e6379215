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
