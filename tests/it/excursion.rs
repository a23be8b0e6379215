//! The excursion: seats in order, the waiting list, nobody overbooked.

use crate::support::{Meibo, finish};

fn with_two_seats() -> Meibo {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 2").done();
    for name in ["Abe", "Baba", "Chiba", "Doi"] {
        meibo.line(&format!("register --family {name} --country JP --excursion")).done();
    }
    meibo
}

#[test]
fn who_is_promoted_gets_the_next_seat_and_nobody_loses_one() {
    let meibo = with_two_seats();
    let order = |meibo: &Meibo| -> Vec<String> {
        let roster = meibo.line("excursion roster --format csv").done().stdout;
        let rows = roster.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
        rows.map(|row| format!("{} {}", row[1], row[4].trim_matches('"'))).collect()
    };
    let before = order(&meibo);
    assert_eq!(before, ["seat Abe", "seat Baba", "waiting Chiba", "waiting Doi"]);
    let said = meibo.line("excursion promote 8").done().stdout;
    assert!(said.contains("full: the first who waits"), "{said}");
    assert_eq!(order(&meibo), ["seat Abe", "seat Baba", "waiting Doi", "waiting Chiba"]);
    let said = meibo.line("excursion promote 8").done().stdout;
    assert!(said.contains("was the first who waits before"), "{said}");
    meibo.line("undo").done();
    assert_eq!(order(&meibo), before);
    meibo.line("redo").done();
    let said = meibo.line("excursion leave 1").done().stderr;
    assert!(said.contains("the seat goes to P-0008-X Doi"), "{said}");
    assert_eq!(order(&meibo), ["seat Doi", "seat Baba", "waiting Chiba"]);
    let said = meibo.line("excursion promote 2").done().stdout;
    assert!(said.contains("had a seat before"), "{said}");
    assert!(meibo.line("excursion promote 1").ended(1).stderr.contains("is not on the list of"));
    meibo.line("check").done();
}

#[test]
fn a_roster_and_a_programme_with_nothing_in_them_say_how_to_fill_them() {
    let meibo = Meibo::with_register();
    meibo.says(
        "excursion roster",
        "
Place  Seat  Code  Name  Country, region or organization  Boarded
-----  ----  ----  ----  -------------------------------  -------
--- stderr ---
nobody is on the list; `meibo excursion join CODE` gives a seat
[exit 0]
",
    );
    meibo.says(
        "session list",
        "
Day  From  To  Session  Title  Kind
---  ----  --  -------  -----  ----
--- stderr ---
the programme is empty; `meibo session import` or `meibo session add` fills it
[exit 0]
",
    );
}

#[test]
fn seats_are_given_in_order_and_who_comes_later_waits() {
    with_two_seats().says(
        "excursion roster",
        "
Place    Seat  Code      Name   Country, region or organization  Boarded
-------  ----  --------  -----  -------------------------------  -------
seat        1  P-0001-C  Abe    Japan                            -
seat        2  P-0002-A  Baba   Japan                            -
waiting     -  P-0007-Z  Chiba  Japan                            -
waiting     -  P-0008-X  Doi    Japan                            -
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn the_first_who_waits_gets_the_seat_that_becomes_free() {
    let meibo = with_two_seats();
    meibo.says(
        "excursion leave 1",
        "
Code      Name  Excursion  Seat  Result
--------  ----  ---------  ----  ---------------
P-0001-C  Abe   Excursion     -  is off the list
--- stderr ---
the seat goes to P-0007-Z Chiba (Japan)
[exit 0]
",
    );
    meibo.says(
        "excursion join 1",
        "
Code      Name  Excursion  Seat  Result
--------  ----  ---------  ----  ----------------------------------
P-0001-C  Abe   Excursion     -  full: on the waiting list, place 2
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "excursion join 1",
        "
Code      Name  Excursion  Seat  Result
--------  ----  ---------  ----  ------------------------------
P-0001-C  Abe   Excursion     -  was on the waiting list before
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "excursion roster",
        "
Place    Seat  Code      Name   Country, region or organization  Boarded
-------  ----  --------  -----  -------------------------------  -------
seat        1  P-0007-Z  Chiba  Japan                            -
seat        2  P-0002-A  Baba   Japan                            -
waiting     -  P-0008-X  Doi    Japan                            -
waiting     -  P-0001-C  Abe    Japan                            -
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn who_waits_moves_up_when_there_is_more_room() {
    let meibo = with_two_seats();
    meibo.says(
        "excursion edit --places 3",
        "
--- stderr ---
the excursion was changed
the seat goes to P-0007-Z Chiba (Japan)
[exit 0]
",
    );
    meibo.says(
        "excursion list",
        "
Excursion  Places  With a seat  Waiting
---------  ------  -----------  -------
Excursion       3            3        1
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn who_is_withdrawn_while_waiting_is_passed_over() {
    let meibo = with_two_seats();
    meibo.line("withdraw 7").done();
    meibo.says(
        "excursion leave 2",
        "
Code      Name  Excursion  Seat  Result
--------  ----  ---------  ----  ---------------
P-0002-A  Baba  Excursion     -  is off the list
--- stderr ---
the seat goes to P-0008-X Doi (Japan)
[exit 0]
",
    );
}

#[test]
fn nobody_is_overbooked_by_desks_that_join_at_once() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 3").done();
    let rows: Vec<String> = (1..=12).map(|number| format!("Person{number},JP")).collect();
    meibo.write("list.csv", format!("family_name,country\n{}\n", rows.join("\n")));
    meibo.line("import list.csv").done();
    let exported = meibo.line("list --columns code --format csv").done().stdout;
    std::thread::scope(|scope| {
        for (at, code) in exported.lines().skip(1).enumerate() {
            let meibo = &meibo;
            scope.spawn(move || {
                meibo.line(&format!("--desk D{} --wait 60 excursion join {code}", at % 4)).done();
            });
        }
    });
    assert_eq!(meibo.count("SELECT count(seat) FROM excursion_place"), 3);
    assert_eq!(meibo.count("SELECT max(seat) FROM excursion_place"), 3);
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place"), 12);
}

#[test]
fn excursions_have_lists_of_their_own() {
    let meibo = with_two_seats();
    meibo.says(
        "excursion add Harbour --places 1",
        "
--- stderr ---
Harbour is in the register
[exit 0]
",
    );
    meibo.says(
        "excursion join 8 --excursion harbour",
        "
Code      Name  Excursion  Seat  Result
--------  ----  ---------  ----  ----------
P-0008-X  Doi   Harbour       1  has a seat
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "excursion roster --excursion HARBOUR",
        "
Place  Seat  Code      Name  Country, region or organization  Boarded
-----  ----  --------  ----  -------------------------------  -------
seat      1  P-0008-X  Doi   Japan                            -
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "excursion list",
        "
Excursion  Places  With a seat  Waiting
---------  ------  -----------  -------
Excursion       2            2        2
Harbour         1            1        0
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn seats_given_up_do_not_keep_an_excursion_from_getting_smaller() {
    let meibo = super::attendance::small(3);
    for person in 0..3 {
        meibo.line(&format!("excursion join p{person}@x.example")).done();
    }
    meibo.line("excursion leave p0@x.example").done();
    meibo.line("excursion edit --places 1").ended(1);
    meibo.line("excursion edit --places 2").done();
    let beyond = meibo.count("SELECT count(*) FROM excursion_place WHERE seat > 2");
    assert_eq!(beyond, 0);
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place WHERE seat IS NOT NULL"), 2);
}

/// Returns the names of those who have a seat, in the order of the seats.
fn seated(meibo: &Meibo) -> Vec<String> {
    let register = meibo.sql();
    let question = "SELECT p.family_name FROM excursion_place x
        JOIN participant p ON p.id = x.participant_id WHERE x.seat IS NOT NULL ORDER BY x.seat";
    let mut statement = register.prepare(question).unwrap();
    let names = statement.query_map([], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

#[test]
fn a_wish_gives_a_seat_to_those_alone_who_have_registered() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 9").done();
    for (name, status) in [("Abe", "registered"), ("Baba", "invited"), ("Chiba", "declined")] {
        let line = format!("register --family {name} --country JP --excursion --status {status}");
        meibo.line(&line).done();
    }
    assert_eq!(seated(&meibo), ["Abe"]);
    let waits = "SELECT count(*) FROM excursion_place WHERE seat IS NULL";
    assert_eq!(meibo.count(waits), 1, "who was invited waits, who declined does not");
}

#[test]
fn a_seat_that_is_given_up_goes_past_those_who_were_only_invited() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 1").done();
    for (name, status) in [("Abe", "registered"), ("Baba", "invited"), ("Chiba", "registered")] {
        let line = format!("register --family {name} --country JP --excursion --status {status}");
        meibo.line(&line).done();
    }
    meibo.line("excursion leave 1").done();
    assert_eq!(seated(&meibo), ["Chiba"]);
}

#[test]
fn who_registers_after_an_invitation_waits_from_then_on() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 0").done();
    meibo.line("register --family Abe --country JP --excursion --status invited").done();
    meibo.line("register --family Baba --country JP --excursion").done();
    let mut later = meibo.command();
    later.env("MEIBO_NOW", "2019-02-26T00:45:00.000Z").args([
        "edit",
        "1",
        "--status",
        "registered",
    ]);
    finish(later, &[]).done();
    meibo.line("excursion edit --places 1").done();
    assert_eq!(seated(&meibo), ["Baba"]);
}

#[test]
fn a_change_of_something_else_leaves_who_waits_in_the_turn() {
    let meibo = with_two_seats();
    meibo.line("edit 7 --note vegetarian").done();
    let told = meibo.line("excursion leave 1").done().stderr;
    assert!(told.contains("Chiba"), "who waited longest gets the seat: {told}");
}

#[test]
fn who_is_only_invited_and_wishes_to_come_along_waits() {
    let meibo = with_two_seats();
    meibo.line("register --family Endo --country JP --status invited").done();
    meibo.line("excursion leave 1").done();
    meibo.line("excursion leave 7").done();
    meibo.line("excursion leave 8").done();
    meibo.line("edit --match Endo --excursion yes").done();
    let waits = "SELECT count(*) FROM excursion_place x JOIN participant p ON
                 p.id = x.participant_id WHERE p.family_name = 'Endo' AND x.seat IS NULL";
    assert_eq!(meibo.count(waits), 1);
}
