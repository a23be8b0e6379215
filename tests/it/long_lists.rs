//! Long lists, which two threads read and two connections export: nothing is lost or out of order.

use std::fmt::Write as _;

use crate::support::Meibo;

const HEADER: &str = "family_name,given_name,native_name,title,country,organization,category,position,email,role,track,status,excursion,diet,note";

/// More people than one batch or block holds, so that every thread has several turns.
const PEOPLE: usize = 7_000;

/// A list of invented people as it is exported again, without their codes.
fn list() -> String {
    let mut list = format!("{HEADER}\n");
    for number in 0..PEOPLE {
        let email = match number % 7 {
            0 => String::new(),
            _ => format!("user{number}@office.example"),
        };
        let note = if number % 5 == 0 { "\"one, two\nthree\"" } else { "" };
        let excursion = if number % 3 == 0 { "yes" } else { "no" };
        let organization =
            if number % 11 == 0 { String::new() } else { format!("Ministry {}", number % 900) };
        writeln!(
            list,
            "Đặng-{number},Lan,,Dr.,VN,{organization},government,,{email},delegate,policy,registered,{excursion},,{note}"
        )
        .unwrap();
    }
    list
}

#[test]
fn a_long_list_comes_back_whole_and_in_order() {
    let (meibo, list) = (Meibo::with_register(), list());
    meibo.line("excursion add Tsukuba").done();
    meibo.write("list.csv", &list);
    meibo.line("import list.csv").done();
    let exported = meibo.line("export participants").done().stdout;
    let mut reader = csv::Reader::from_reader(exported.as_bytes());
    let mut without_codes = csv::Writer::from_writer(Vec::new());
    without_codes.write_record(reader.headers().unwrap().iter().skip(1)).unwrap();
    let mut last = 0;
    for record in reader.records().map(Result::unwrap) {
        let number: u32 = record[0][2..record[0].len() - 2].parse().unwrap();
        assert!(number > last, "{} comes after {last}", &record[0]);
        last = number;
        without_codes.write_record(record.iter().skip(1)).unwrap();
    }
    assert!(last > 8_192, "the list is too short for two connections");
    let without_codes = String::from_utf8(without_codes.into_inner().unwrap()).unwrap();
    assert!(without_codes == list, "what was exported is not what was imported");
}

#[test]
fn a_long_list_whose_last_row_is_bad_is_refused_in_that_row_alone() {
    let meibo = Meibo::with_register();
    let bad = "Nobody,,,,Atlantis,,,,,,,,,,\n";
    meibo.write("list.csv", list() + bad);
    let said = meibo.line("import list.csv --rejects rejected.csv");
    assert_eq!(said.code, 1, "{said}");
    let rejected = std::fs::read_to_string(meibo.path("rejected.csv")).unwrap();
    assert_eq!(rejected.lines().count(), 2, "{rejected}");
    assert!(rejected.contains("Nobody,"), "{rejected}");
    let count = meibo.line("list --count").done().stdout;
    assert!(count.contains(&PEOPLE.to_string()), "{count}");
}

#[test]
fn whoever_comes_without_an_address_is_found_wherever_the_number_stands() {
    const PEOPLE: usize = 300;
    // Hundreds of one name from one country: the organization tells them apart.
    let row = |number: usize| format!("Nguyễn,Lan,,,VN,Office-{number},,,,,,,,,\n");
    let rows = |numbers: std::ops::Range<usize>| numbers.map(row).collect::<String>();
    let meibo = Meibo::with_register();
    let import = |rows: &str| {
        meibo.write("list.csv", format!("{HEADER}\n{rows}"));
        meibo.line("import list.csv").done();
    };
    import(&rows(0..PEOPLE));
    // The numbers of the second list begin two stretches of the index further on.
    meibo.line("desk take annex.db --name ANNEX --numbers 40000").done();
    import(&rows(PEOPLE..2 * PEOPLE));
    let numbers = |condition: &str| {
        meibo.count(&format!("SELECT count(*) FROM participant WHERE id {condition} 40000"))
    };
    assert_eq!((numbers("<"), numbers(">")), (300, 300));
    // All of them again in another order, and ten new ones, who come twice.
    let newcomers = rows(2 * PEOPLE..2 * PEOPLE + 10);
    import(&[rows(PEOPLE..2 * PEOPLE), newcomers.clone(), rows(0..PEOPLE), newcomers].concat());
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 610);
    for organization in [0, PEOPLE, 2 * PEOPLE] {
        let command = format!(
            "register --family Nguyễn --given Lan --country VN \
             --organization Office-{organization}"
        );
        assert_eq!(meibo.line(&command).code, 0, "the very same person is there: nothing to do");
    }
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 610);
}
