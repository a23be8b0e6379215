//! Somebody comes instead of a person who cannot.

use crate::support::{Meibo, check};

fn seats(meibo: &Meibo) -> Vec<String> {
    let list = meibo.line("breakout list --format csv").done().stdout;
    let mut seats: Vec<String> = list
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.rsplitn(3, ',').collect();
            format!("{} {}", cells[1], cells[0])
        })
        .collect();
    seats.sort();
    seats
}

#[test]
fn a_substitute_gets_the_seats_and_nobody_else_moves() {
    let meibo = Meibo::with_sample();
    let sql = "SELECT p.code, p.country FROM participant p
        JOIN excursion_place x ON x.participant_id = p.id AND x.seat = 7";
    let (code, country): (String, String) =
        meibo.sql().query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let (before, seats_before) = (meibo.line("export participants").done().stdout, seats(&meibo));
    let line = format!(
        "substitute {code} --family Hoshino --given Rin --email rin@instead.example --format csv"
    );
    let said = meibo.line(&line).done();
    assert!(said.stdout.contains(&format!("\"Hoshino, Rin\",{country},")), "{}", said.stdout);
    assert!(said.stdout.ends_with(&format!(",yes,{code}\n")), "{}", said.stdout);
    assert!(said.stderr.ends_with("is withdrawn\n"), "{}", said.stderr);
    let new = meibo.sql().query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_ne!(new, code);
    assert!(said.stdout.contains(&new));
    assert_eq!(seats(&meibo), seats_before);
    let left =
        format!("SELECT count(*) FROM participant WHERE code = '{code}' AND status = 'withdrawn'");
    assert_eq!(meibo.count(&left), 1);
    meibo.line("undo").done();
    assert_eq!(meibo.line("export participants").done().stdout, before);
    assert_eq!(meibo.sql().query_row(sql, [], |row| row.get::<_, String>(0)).unwrap(), code);
}

#[test]
fn a_substitute_keeps_the_turn_on_the_waiting_list() {
    let meibo = Meibo::with_register();
    meibo.line("excursion edit --places 1").done();
    for name in ["First", "Second", "Third"] {
        meibo.line(&format!("register --family {name} --country JP --excursion")).done();
    }
    meibo.line("substitute 2 --family Instead").done();
    meibo.line("excursion leave 1").done();
    let seated =
        "SELECT count(*) FROM participant p JOIN excursion_place x ON x.participant_id = p.id
        WHERE x.seat = 1 AND p.family_name = 'Instead'";
    assert_eq!(meibo.count(seated), 1);
}

#[test]
fn a_clearance_that_is_lost_with_a_handed_over_seat_is_said() {
    let meibo = Meibo::with_register();
    meibo.line("register --family First --country JP --excursion").done();
    meibo.line("excursion edit --site Lab").done();
    meibo.line("excursion clear 1").done();
    let told = meibo.line("substitute 1 --family Instead").done().stderr;
    assert!(told.contains("is cleared for no site: Lab had cleared"), "{told}");
    let told = meibo.line("substitute 2 --family Again").done().stderr;
    assert!(!told.contains("cleared"), "{told}");
}

#[test]
fn substitutes_who_cannot_be() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Tanaka --given Yui --country JP --email yui@meti.example").done();
    meibo.line("register --family Sato --country JP --status withdrawn").done();
    check(
        &meibo.line("substitute 1"),
        "
--- stderr ---
error: nobody was named as the substitute
hint: give --family or --given; see `meibo substitute --help`
[exit 2]
",
    );
    meibo.line("substitute 2 --family Ito").ended(1);
    meibo.line("substitute 1 --family Tanaka --given Yui").ended(1);
    meibo.line("substitute 1 --email ito@meti.example").ended(1);
    meibo.line("substitute 99 --family Ito").ended(1);
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 2);
    assert_eq!(meibo.count("SELECT count(*) FROM operation WHERE verb = 'substitute'"), 0);
}
