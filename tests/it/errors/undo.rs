//! Operations that cannot be taken back.

use super::small;
use crate::support::Meibo;

#[test]
fn nothing_to_take_back() {
    let meibo = Meibo::with_register();
    meibo.says(
        "undo",
        "
--- stderr ---
error: desk A has nothing to take back
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "redo",
        "
--- stderr ---
error: desk A has taken nothing back
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 1",
        "
--- stderr ---
error: the making of the register cannot be taken back
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 99",
        "
--- stderr ---
error: there is no operation 99
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "--desk B undo",
        "
--- stderr ---
error: desk B has nothing to take back
hint: `meibo log` shows what was done
[exit 1]
",
    );
}

#[test]
fn taken_back_before() {
    let meibo = small();
    meibo.line("undo 4").done();
    meibo.says(
        "undo 4",
        "
--- stderr ---
error: operation 4 was taken back by operation 6
hint: `meibo log` shows what was done
[exit 1]
",
    );
}

#[test]
fn changed_since() {
    let meibo = small();
    meibo.line("edit 1 --position Clerk").done();
    meibo.line("edit 1 --position Director").done();
    meibo.says(
        "undo 6",
        "
--- stderr ---
error: operation 6 cannot be taken back: P-0001-C was changed since, by operation 7
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 3",
        "
--- stderr ---
error: operation 3 cannot be taken back: P-0001-C was changed since, by operation 6
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.line("checkin 2 --session D1-OPEN").done();
    meibo.says(
        "undo 4",
        "
--- stderr ---
error: operation 4 cannot be taken back: P-0002-A is needed by what was entered since
hint: `meibo log` shows what was done
[exit 1]
",
    );
    meibo.says(
        "undo 2",
        "
--- stderr ---
error: operation 2 cannot be taken back: D1-OPEN is needed by what was entered since
hint: `meibo log` shows what was done
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 7);
}
