//! Check-ins that cannot be.

use super::small;
use crate::support::Meibo;

#[test]
fn a_session_that_is_not_in_the_programme() {
    small().says(
        "checkin 1 --session D1-OPNE",
        "
--- stderr ---
error: there is no session D1-OPNE
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    small().says(
        "attendance --by person --session D1-OPNE",
        "
--- stderr ---
error: there is no session D1-OPNE
hint: `meibo session list` shows the programme
[exit 1]
",
    );
}

#[test]
fn no_session_is_on() {
    small().says(
        "checkin 1 --at 20:00 --anyway",
        "
--- stderr ---
error: no session is on or begins within the hour at 2019-02-26 20:00; name it with --session
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    let empty = Meibo::with_register();
    empty.line("register --family Tanaka").done();
    empty.says(
        "checkin 1",
        "
--- stderr ---
error: the programme is empty
hint: `meibo session import sessions.csv` or `meibo session add` makes one
[exit 1]
",
    );
}

#[test]
fn several_sessions_are_on() {
    let meibo = small();
    meibo.line("session add D1-SIDE --day 1 --title Side --from 09:30 --to 10:00").done();
    meibo.says(
        "checkin 1",
        "
--- stderr ---
error: several sessions are on: D1-OPEN, D1-SIDE at 2019-02-26 09:30; name it with --session
hint: `meibo session list` shows the programme
[exit 1]
",
    );
}

#[test]
fn a_withdrawn_person_at_the_door() {
    let meibo = small();
    meibo.says(
        "checkin 1 7 --session D1-OPEN",
        "
--- stderr ---
error: P-0007-Z Bat (Mongolia) is withdrawn
hint: `meibo edit CODE --status confirmed` changes that; `checkin --anyway` lets in all the same
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
    meibo.says(
        "checkin 7 --session D1-OPEN --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0007-Z  Bat   Mongolia        D1-OPEN  in at 09:30
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn a_time_that_is_none() {
    small().says("checkin 1 --session D1-OPEN --at soon", "
--- stderr ---
error: invalid value 'soon' for '--at <TIME>': is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z

For more information, try '--help'.
[exit 2]
");
    let vienna = Meibo::new();
    vienna.line("init --name T --from 2019-03-31 --to 2019-03-31 --zone Europe/Vienna").done();
    vienna.line("session add NIGHT --day 1 --title Night --from 01:00 --to 04:00").done();
    vienna.line("register --family Gruber").done();
    vienna.says(
        "checkin 1 --session NIGHT --at '2019-03-31 02:30'",
        "
--- stderr ---
error: the time does not exist in the seminar's time zone on that day
hint: write another time after --at
[exit 1]
",
    );
}
