//! The excursion: seats in order, the waiting list, nobody overbooked.

use crate::support::Meibo;

fn with_two_seats() -> Meibo {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 2").done();
    for name in ["Abe", "Baba", "Chiba", "Doi"] {
        meibo.line(&format!("register --family {name} --country JP --excursion")).done();
    }
    meibo
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
