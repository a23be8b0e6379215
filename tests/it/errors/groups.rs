//! Discussion groups that cannot be formed or changed.

use super::small;

#[test]
fn groups_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "breakout assign --groups 0",
        "
--- stderr ---
error: no groups can be formed: the number of groups of track policy has to be at least one
hint: say other numbers with --groups, --size or --capacity; `meibo breakout rules` shows the rules
[exit 1]
",
    );
    meibo.says(
        "breakout assign --groups 2",
        "
--- stderr ---
error: no groups can be formed: 2 groups cannot be formed from 1 person in track policy
hint: say other numbers with --groups, --size or --capacity; `meibo breakout rules` shows the rules
[exit 1]
",
    );
    meibo.says(
        "breakout assign --groups 2 --size 3",
        "
--- stderr ---
error: the argument '--groups <N>' cannot be used with '--size <K>'

Usage: meibo breakout assign --groups <N>

For more information, try '--help'.
[exit 2]
",
    );
    meibo.line("edit 2 --track policy").done();
    meibo.says(
        "breakout assign --track licensing",
        "
--- stderr ---
error: nobody who takes part is in the licensing track
hint: `meibo edit CODE --track policy` puts somebody into a track
[exit 1]
",
    );
    meibo.line("session add D1-ROOM --day 1 --title Opening --from 09:00 --to 10:00").done();
    meibo.says(
        "breakout assign --present D1-ROOM",
        "
--- stderr ---
error: of 2 who take part nobody is inside D1-ROOM
hint: `meibo checkin CODE --session D1-ROOM` checks people in
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM breakout_group"), 0);
}

#[test]
fn fewer_groups_than_people_are_pinned_to() {
    let meibo = small();
    meibo.line("register --family Sato --country JP --track policy").done();
    meibo.line("breakout assign --track policy --groups 2").done();
    meibo.line("breakout pin 1 P2 --reason test").done();
    meibo.says(
        "breakout assign --track policy --groups 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui is in P2, which would be there no longer
hint: `meibo breakout move CODE GROUP` moves the person first
[exit 1]
",
    );
}

#[test]
fn moves_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "breakout move 1 P1",
        "
--- stderr ---
error: there is no group P1 in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout pin 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) has no group in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.line("breakout assign --groups 1").done();
    meibo.says(
        "breakout move 1 P9",
        "
--- stderr ---
error: there is no group P9 in round 1
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout move 1 L1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) is in the policy track; L1 is a group of the other one
hint: `meibo edit CODE --track` changes the track
[exit 1]
",
    );
    meibo.says(
        "breakout move 7 P1",
        "
--- stderr ---
error: P-0007-Z Bat (Mongolia) is withdrawn
hint: `meibo edit CODE --status confirmed` changes that
[exit 1]
",
    );
    meibo.says(
        "breakout move 1 X1",
        "
--- stderr ---
error: invalid value 'X1' for '<GROUP>': is not a group; write P1 for policy or L1 for licensing

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says(
        "breakout move 1 P1 --round 2",
        "
--- stderr ---
error: there is no group P1 in round 2
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
    meibo.says(
        "breakout pin 1 --round 2",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) has no group in round 2
hint: `meibo breakout assign` makes groups, `meibo breakout list` shows them
[exit 1]
",
    );
}
