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
    with_two_seats().says("excursion roster", r#""#);
}

#[test]
fn the_first_who_waits_gets_the_seat_that_becomes_free() {
    let meibo = with_two_seats();
    meibo.says("excursion leave 1", r#""#);
    meibo.says("excursion join 1", r#""#);
    meibo.says("excursion join 1", r#""#);
    meibo.says("excursion roster", r#""#);
}

#[test]
fn who_waits_moves_up_when_there_is_more_room() {
    let meibo = with_two_seats();
    meibo.says("excursion edit --places 3", r#""#);
    meibo.says("excursion list", r#""#);
}

#[test]
fn who_is_withdrawn_while_waiting_is_passed_over() {
    let meibo = with_two_seats();
    meibo.line("withdraw 7").done();
    meibo.says("excursion leave 2", r#""#);
}

#[test]
fn nobody_is_overbooked_by_desks_that_join_at_once() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 3").done();
    let list: String = (1..=12).map(|number| format!("Person{number},JP\n")).collect();
    meibo.write("list.csv", format!("family_name,country\n{list}"));
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
    meibo.says("excursion add Harbour --places 1", r#""#);
    meibo.says("excursion join 8 --excursion harbour", r#""#);
    meibo.says("excursion roster --excursion HARBOUR", r#""#);
    meibo.says("excursion list", r#""#);
}
