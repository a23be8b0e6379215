//! The buses of the excursion: clearances, who goes by which, the door, and who is missing.

use crate::support::Meibo;

/// Three people with seats and one who waits, on an excursion to two sites.
fn tour() -> Meibo {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 3").done();
    for (name, country) in [("Abe", "JP"), ("Baba", "JP"), ("Chen", "VN"), ("Doi", "JP")] {
        meibo.line(&format!("register --family {name} --country {country} --excursion")).done();
    }
    for (code, from, to) in [("D1-TOUR", "09:00", "15:00"), ("D1-BACK", "15:30", "18:00")] {
        let session = format!("session add {code} --day 1 --title T --kind excursion");
        meibo.line(&format!("{session} --from {from} --to {to}")).done();
    }
    meibo
}

#[test]
fn people_are_cleared_put_on_buses_let_on_board_and_counted() {
    let meibo = tour();
    meibo.line("excursion edit --site University --site 'Space  center'").done();
    meibo.says(
        "excursion bus --buses 2 --seats 2",
        "
Code      Name  Country, region or  Seat  Bus  Cleared by  Result
                organization
--------  ----  ------------------  ----  ---  ----------  ----------
P-0001-C  Abe   Japan                  1  1    -           goes by it
P-0002-A  Baba  Japan                  2  1    -           goes by it
P-0007-Z  Chen  Viet Nam               3  2    -           goes by it
--- stderr ---
3 persons
[exit 0]
",
    );
    meibo.says(
        "excursion board 1",
        "
--- stderr ---
error: P-0001-C Abe (Japan) is not cleared by University and Space center
hint: `meibo excursion clear` and `meibo excursion bus` change that; --anyway lets on all the same
[exit 1]
",
    );
    meibo.line("excursion clear --all --site university").done();
    let told = meibo.line("excursion clear 1 2 --site space --format csv").done().stdout;
    assert_eq!(told.matches("\"University, Space center\",cleared").count(), 2, "{told}");
    let told = meibo.line("excursion board 7").ended(1).stderr;
    assert!(told.contains("is not cleared by Space center"), "{told}");
    let told = meibo.line("excursion board 1 --bus 2").ended(1).stderr;
    assert!(told.contains("P-0001-C Abe (Japan) goes by bus 1"), "{told}");
    let told = meibo.line("excursion board 8").ended(1).stderr;
    assert!(told.contains("P-0008-X Doi (Japan) is not on the excursion"), "{told}");
    meibo.line("excursion board 1 --bus 1").done();
    let said = meibo.run_with(
        &["excursion", "board", "--scan", "--bus", "1", "--format", "json"],
        b"7\n2\n8\n!\n",
    );
    let results: Vec<&str> = said
        .stdout
        .lines()
        .map(|line| line.split("\"result\":\"").nth(1).unwrap().split('"').next().unwrap())
        .collect();
    assert_eq!(results, ["refused", "in", "refused", "in"], "{said}");
    assert!(said.stdout.contains("is not cleared by Space center; ! lets in"), "{said}");
    meibo.says(
        "excursion headcount",
        "
Bus       Expected  On board  Missing  Without a seat  Who is missing
--------  --------  --------  -------  --------------  ------------------------
(no bus)         0         1        0               1  -
1                2         2        0               0  -
2                1         0        1               0  P-0007-Z Chen (Viet Nam)
all              3         3        1               1  -
--- stderr ---
D1-TOUR: 1 person is missing; all figures count persons
[exit 0]
",
    );
    // The way back is counted by itself.
    let mut command = meibo.command();
    command.env("MEIBO_NOW", "2019-02-26T06:00:00.000Z").args(["excursion", "headcount"]);
    let said = crate::support::finish(command, b"").done();
    assert!(said.stderr.starts_with("D1-BACK: 3 persons are missing"), "{}", said.stderr);
    let roster = meibo.line("excursion roster --format csv").done().stdout;
    assert!(roster.lines().next().unwrap().ends_with(",boarded_at,bus,cleared"), "{roster}");
    assert!(roster.contains(",1,\"University, Space center\""), "{roster}");
    meibo.line("check").done();
}

#[test]
fn delegations_stay_together_in_a_bus_where_there_is_room() {
    let meibo = Meibo::with_register();
    let list: String = ["JP", "JP", "JP", "VN", "VN", "VN", "FR", "FR", "KR", "TH"]
        .iter()
        .enumerate()
        .map(|(number, country)| format!("Person{number},{country},yes\n"))
        .collect();
    meibo.write("list.csv", format!("family_name,country,excursion\n{list}"));
    meibo.line("import list.csv").done();
    let full = meibo.line("excursion bus --buses 3 --seats 3").ended(1).stderr;
    assert!(full.contains("10 persons have no bus yet, and the buses have room for 9"), "{full}");
    meibo.line("excursion bus 1 --bus 2").done();
    meibo.line("excursion bus --buses 2 --seats 6").done();
    let split =
        "SELECT count(*) FROM (SELECT p.country FROM excursion_place x JOIN participant p ON
        p.id = x.participant_id WHERE p.country <> 'JP' GROUP BY p.country
        HAVING count(DISTINCT x.bus) > 1)";
    assert_eq!(meibo.count(split), 0);
    let most = "SELECT max(n) FROM (SELECT count(*) n FROM excursion_place GROUP BY bus)";
    assert!(meibo.count(most) <= 6);
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place WHERE bus = ''"), 0);
    let first =
        "SELECT count(*) FROM excursion_place x JOIN participant p ON p.id = x.participant_id
        WHERE p.id = 1 AND x.bus = '2'";
    assert_eq!(meibo.count(first), 1, "who has a bus keeps it");
    let again = meibo.line("excursion bus --buses 2").done();
    assert!(again.stderr.contains("0 persons"), "{}", again.stderr);
    meibo.line("undo").done();
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place WHERE bus = ''"), 9);
}

#[test]
fn who_takes_a_seat_over_is_not_cleared() {
    let meibo = tour();
    meibo.line("excursion edit --site University").done();
    meibo.line("excursion clear 1").done();
    meibo.line("substitute 1 --family Eto").done();
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place WHERE cleared <> ''"), 0);
}

#[test]
fn a_bus_has_a_sign_in_sheet_of_its_own() {
    let meibo = tour();
    meibo.line("excursion bus 1 2 --bus 1").done();
    meibo.line("attendance sheet --session D1-TOUR --bus 1 --output bus.html").done();
    let page = meibo.read("bus.html");
    assert!(page.contains("bus 1 — sign-in sheet") && page.contains("Baba"), "{page}");
    assert!(!page.contains("Chen"), "{page}");
    let version = page.split("Sheet ").nth(1).unwrap()[..8].to_owned();
    let mark = format!("attendance mark 1-2 --session D1-TOUR --sheet {version}");
    meibo.line("excursion bus 2 --bus 2").done();
    let moved = meibo.line(&mark).ended(1).stderr;
    assert!(moved.contains("P-0002-A Baba (number 2) is off the list"), "{moved}");
    meibo.line("undo").done();
    meibo.line(&mark).done();
    assert_eq!(meibo.count("SELECT count(*) FROM attendance"), 2);
    meibo.line("attendance sheet --session D1-TOUR --bus 9").ended(1);
}

#[test]
fn a_bus_and_a_clearance_are_taken_back() {
    let meibo = tour();
    meibo.line("excursion edit --site University").done();
    let places =
        || meibo.count("SELECT count(*) FROM excursion_place WHERE bus <> '' OR cleared <> ''");
    meibo.line("excursion bus 1 2 --bus A").done();
    meibo.line("excursion clear 1").done();
    meibo.line("excursion bus 1 2 --none").done();
    assert_eq!(places(), 1, "who is cleared stays so without a bus");
    meibo.line("excursion clear 1 --back").done();
    assert_eq!(places(), 0);
    meibo.line("undo").done();
    assert_eq!(places(), 1, "to take a clearance back can be taken back");
}

#[test]
fn buses_that_have_just_enough_room_are_filled() {
    let meibo = tour();
    let seats = meibo.count("SELECT count(*) FROM excursion_place WHERE seat IS NOT NULL");
    let full = meibo.line(&format!("excursion bus --buses 1 --seats {}", seats - 1)).ended(1);
    assert!(full.stderr.contains("have room for"), "{}", full.stderr);
    meibo.line(&format!("excursion bus --buses 1 --seats {seats}")).done();
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place WHERE bus = '1'"), seats);
}

#[test]
fn a_large_delegation_is_given_its_bus_before_small_ones_fill_them_up() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --places 8").done();
    // The small ones come first by their letters.
    for (country, people) in [("AU", 2), ("BR", 2), ("VN", 4)] {
        for number in 0..people {
            let line =
                format!("register --family {country}{number} --country {country} --excursion");
            meibo.line(&line).done();
        }
    }
    meibo.line("excursion bus --buses 2 --seats 4").done();
    let buses = "SELECT count(DISTINCT x.bus) FROM excursion_place x
        JOIN participant p ON p.id = x.participant_id WHERE p.country = 'VN'";
    assert_eq!(meibo.count(buses), 1);
}
