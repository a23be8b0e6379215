//! The door: in, out, repeated, late, taken back.

use crate::support::{Meibo, assert_same};

fn with_session() -> Meibo {
    let meibo = Meibo::with_register();
    for line in [
        "session add D1-OPEN --day 1 --title Opening --from 09:30 --to 11:00",
        "session add D1-POL --day 1 --title Policy --kind breakout --track policy --from 13:00 --to 14:00",
        "session add D1-LIC --day 1 --title Licensing --kind breakout --track licensing --from 13:00 --to 14:00",
        "register --family Abe --country JP --track policy",
        "register --family Baba --country JP --track licensing",
    ] {
        meibo.line(line).done();
    }
    meibo
}

#[test]
fn a_scan_repeated_is_an_answer() {
    let meibo = with_session();
    meibo.says(
        "--desk B checkin 1 --at 09:25",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0001-C  Abe   Japan           D1-OPEN  in at 09:25
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "--desk A checkin 1 --at 09:40 --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  ------------------------------
P-0001-C  Abe   Japan           D1-OPEN  already in since 09:25, desk B
--- stderr ---
[exit 0]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 1);
}

#[test]
fn out_and_in_again() {
    let meibo = with_session();
    meibo.says(
        "checkout 1",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  ----------
P-0001-C  Abe   Japan           D1-OPEN  was not in
--- stderr ---
[exit 0]
",
    );
    meibo.line("checkin 1 --at 09:30").done();
    meibo.says(
        "checkout 1 --at 10:00 --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  ------------
P-0001-C  Abe   Japan           D1-OPEN  out at 10:00
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "checkout 1 --at 10:01 --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  ----------
P-0001-C  Abe   Japan           D1-OPEN  was not in
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "checkin 1 --at 10:10 --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------------
P-0001-C  Abe   Japan           D1-OPEN  in again at 10:10
--- stderr ---
[exit 0]
",
    );
    let events = meibo.line("export attendance").done().stdout;
    let events: Vec<&str> =
        events.lines().filter_map(|event| event.split_once(',')).map(|(_, rest)| rest).collect();
    assert_eq!(
        events,
        [
            "code,session,kind,at,recorded_at,desk,by,source",
            "P-0001-C,D1-OPEN,in,2019-02-26T00:30:00.000Z,2019-02-26T00:30:00.000Z,A,abe,hand",
            "P-0001-C,D1-OPEN,out,2019-02-26T01:00:00.000Z,2019-02-26T00:30:00.000Z,A,abe,hand",
            "P-0001-C,D1-OPEN,in,2019-02-26T01:10:00.000Z,2019-02-26T00:30:00.000Z,A,abe,hand",
        ]
    );
}

#[test]
fn who_comes_late_is_told_so() {
    let meibo = with_session();
    meibo.says(
        "checkin 1 --at 09:40 --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0001-C  Abe   Japan           D1-OPEN  in at 09:40
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "checkin 2 --at '2019-02-26 09:41' --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  ---------------------------------
P-0002-A  Baba  Japan           D1-OPEN  in at 09:41, 11 minutes after the
                                         beginning
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn the_session_is_the_one_that_is_on_for_the_track() {
    let meibo = with_session();
    meibo.says(
        "checkin 1 2 --at 12:30 --anyway",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0001-C  Abe   Japan           D1-POL   in at 12:30
P-0002-A  Baba  Japan           D1-LIC   in at 12:30
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "checkin 1 --at 08:00",
        "
--- stderr ---
error: no session is on or begins within the hour at 2019-02-26 08:00; name it with --session
hint: `meibo session list` shows the programme
[exit 1]
",
    );
}

#[test]
fn a_check_in_is_taken_back_by_a_further_event() {
    let meibo = with_session();
    let before = meibo.facts();
    meibo.line("checkin 1").done();
    meibo.says(
        "undo --reason 'wrong badge'",
        "
No.  Took back                        Rows
---  -------------------------------  ----
  -  check-in of P-0001-C at D1-OPEN     1
--- stderr ---
[exit 0]
",
    );
    assert_same(&before, &meibo.facts(), "the undo of a check-in");
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 2);
    assert_eq!(
        meibo.count(
            "SELECT count(*) FROM attendance_event WHERE kind = 'undo' AND reason = 'wrong badge'"
        ),
        1
    );
    assert_eq!(meibo.line("checkin 1 --format json").done().stdout.matches("\"in\"").count(), 1);
}

#[test]
fn the_undo_of_a_check_out_lets_the_person_be_inside_again() {
    let meibo = with_session();
    meibo.line("checkin 1").done();
    let inside = meibo.facts();
    meibo.line("checkout 1 --at 10:00 --anyway").done();
    meibo.line("undo").done();
    assert_same(&inside, &meibo.facts(), "the undo of a check-out");
}

#[test]
fn each_desk_takes_back_its_own() {
    let meibo = with_session();
    meibo.line("--desk A checkin 1").done();
    meibo.line("--desk B checkin 2").done();
    meibo.says(
        "--desk A undo",
        "
No.  Took back                        Rows
---  -------------------------------  ----
  -  check-in of P-0001-C at D1-OPEN     1
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "--desk A undo --dry-run",
        "
--- stderr ---
error: operation 6 cannot be taken back: P-0002-A is needed by what was entered since
hint: `meibo log` shows what was done
[exit 1]
",
    );
}

#[test]
fn a_check_in_repeated_with_its_nonce_counts_once() {
    let meibo = with_session();
    meibo.says(
        "--nonce q1 checkin 1",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0001-C  Abe   Japan           D1-OPEN  in at 09:30
--- stderr ---
[exit 0]
",
    );
    let before = meibo.everything();
    meibo.says(
        "--nonce q1 checkin 1",
        "
--- stderr ---
this was recorded before
[exit 0]
",
    );
    assert_same(&before, &meibo.everything(), "the second request");
}

#[test]
fn where_one_is_refused_none_is_checked_in() {
    let meibo = with_session();
    let before = meibo.everything();
    meibo.says(
        "checkin 1 2 99",
        "
--- stderr ---
error: no participant has the code P-0099-Y
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    assert_same(&before, &meibo.everything(), "the refused request");
}

#[test]
fn one_person_at_two_desks_at_once_is_checked_in_once() {
    let meibo = with_session();
    let results: Vec<String> = std::thread::scope(|scope| {
        let meibo = &meibo;
        let desks = ["A", "B", "C", "D"].map(|desk| {
            scope.spawn(move || {
                meibo
                    .line(&format!("--desk {desk} --wait 60 checkin 1 --format json"))
                    .done()
                    .stdout
            })
        });
        desks.into_iter().map(|desk| desk.join().unwrap()).collect()
    });
    assert_eq!(
        results
            .iter()
            .filter(|result| result.contains("\"result\": \"in\"")
                || result.contains("\"result\":\"in\""))
            .count(),
        1
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 1);
}

#[test]
fn a_check_in_that_was_taken_back_is_done_again() {
    let meibo = with_session();
    meibo.line("checkin 1 --at 09:20 --anyway").done();
    meibo.line("checkin 2 --at 09:25 --anyway").done();
    let state =
        "SELECT count(*) FROM attendance WHERE inside = 1 AND first_in_at LIKE '%00:2_:00.000Z'";
    meibo.line("undo").done();
    meibo.line("undo").done();
    assert_eq!(meibo.count("SELECT count(*) FROM attendance"), 0);
    let told = meibo.line("redo").done();
    assert!(told.stdout.contains("Entered again"), "{}", told.stdout);
    assert!(told.stdout.contains("check-in of P-0001-C at D1-OPEN"), "{}", told.stdout);
    assert_eq!(meibo.count(state), 1);
    meibo.line("redo").done();
    assert_eq!(meibo.count(state), 2, "with the times at which they came");
    let told = meibo.line("redo").ended(1).stderr;
    assert!(told.contains("desk A has taken nothing back"), "{told}");
    meibo.line("undo").done();
    assert_eq!(meibo.count(state), 1);
    meibo.line("--desk B redo").ended(1);
    meibo.line("check").done();
}

#[test]
fn scans_that_arrive_out_of_order_leave_the_earliest_arrival() {
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let meibo = with_session();
        let scans = ["in,09:40", "in,09:05", "out,10:30", "in,09:10"];
        for (file, at) in order.into_iter().enumerate() {
            let (kind, time) = scans[at].split_once(',').unwrap();
            let name = format!("scans{file}.csv");
            meibo.write(
                &name,
                format!("code,session,kind,at\n1,D1-OPEN,{kind},2019-02-26 {time}\n"),
            );
            meibo.line(&format!("attendance import {name}")).done();
        }
        let state = "SELECT count(*) FROM attendance WHERE inside = 0
            AND first_in_at = '2019-02-26T00:05:00.000Z' AND last_at = '2019-02-26T01:30:00.000Z'";
        assert_eq!(meibo.count(state), 1, "{order:?}");
    }
}

#[test]
fn several_people_are_checked_in_under_one_nonce_once() {
    let meibo = with_session();
    let line = "checkin 1 2 --session D1-OPEN --nonce N-1";
    meibo.line(line).done();
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 1"), 2);
    assert!(meibo.line(line).done().stderr.contains("recorded before"));
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 2);
}

#[test]
fn a_session_is_over_at_the_minute_at_which_it_ends() {
    let meibo = with_session();
    meibo.line("session add D1-NEXT --day 1 --title Next --from 11:00 --to 12:00").done();
    let said = meibo.line("checkin 1 --at 11:00 --anyway --format csv").done().stdout;
    assert!(said.contains(",D1-NEXT,"), "{said}");
    let said = meibo.line("checkin 1 --session D1-OPEN --at 11:00 --anyway").done().stdout;
    assert!(said.contains("after the end at"), "{said}");
}

#[test]
fn of_sessions_that_begin_soon_the_first_one_is_meant() {
    let meibo = with_session();
    meibo.line("session add D1-NEXT --day 1 --title Next --from 09:45 --to 12:00").done();
    let said = meibo.line("checkin 1 --at 09:25 --format csv").done().stdout;
    assert!(said.contains(",D1-OPEN,"), "{said}");
}

#[test]
fn who_was_in_already_leaves_no_other_session() {
    let meibo = with_session();
    for session in ["D1-POL", "D1-LIC"] {
        meibo.line(&format!("checkin 1 --session {session} --at 13:00 --anyway")).done();
    }
    let again = "checkin 1 --session D1-LIC --at 13:05 --anyway --moves";
    assert!(meibo.line(again).done().stdout.contains("already in since"));
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 1"), 2);
}
