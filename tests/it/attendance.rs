//! Attendance: what is said of a person at a session and why, and the questions about it; each
//! figure is counted a second time by SQL.

use std::collections::{BTreeMap, BTreeSet};

use super::support::{Meibo, Said, fixture};

/// Returns the rows of a CSV answer, each by column.
pub(crate) fn rows(said: &Said) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(said.stdout.as_bytes());
    let header = reader.headers().unwrap().clone();
    let named = |row: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|row| named(row.unwrap())).collect()
}

pub(crate) fn ask(meibo: &Meibo, question: &str) -> Vec<BTreeMap<String, String>> {
    rows(&meibo.line(&format!("{question} --format csv")).done())
}

fn codes(meibo: &Meibo, question: &str) -> BTreeSet<String> {
    ask(meibo, question).into_iter().map(|mut row| row.remove("code").unwrap()).collect()
}

fn sql_codes(meibo: &Meibo, condition: &str) -> BTreeSet<String> {
    let register = meibo.sql();
    let question = format!("SELECT code FROM participant p WHERE {condition}");
    let mut statement = register.prepare(&question).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A register with one session of an hour and some people.
pub(crate) fn small(people: usize) -> Meibo {
    let meibo = Meibo::with_register();
    let names: String =
        (0..people).map(|number| format!("Person{number},JP,p{number}@x.example\n")).collect();
    meibo.write("list.csv", format!("family_name,country,email\n{names}"));
    meibo.line("import list.csv").done();
    meibo.line("session add D1-A --day 1 --title T --kind plenary --from 09:30 --to 12:00").done();
    meibo
}

fn scans(meibo: &Meibo, lines: &[&str]) -> String {
    let text = format!("code,session,kind,at\n{}\n", lines.join("\n"));
    meibo.write("scans.csv", text);
    meibo.line("attendance import scans.csv").done().stderr
}

#[test]
fn the_number_of_a_day_was_a_text() {
    let meibo = Meibo::with_sample();
    let said = meibo.line("attendance --by day --format json").done().stdout;
    let days: Vec<serde_json::Value> = serde_json::from_str(&said).unwrap();
    let numbers: Vec<_> = days.iter().map(|day| day["day"].as_i64()).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
}

#[test]
fn every_standing_is_explained() {
    let meibo = small(5);
    let unknown = ask(&meibo, "attendance --by person");
    assert!(
        unknown
            .iter()
            .all(|row| row["state"] == "unknown"
                && row["why"] == "nobody was recorded at this session"),
        "{unknown:?}"
    );
    scans(
        &meibo,
        &[
            "p0@x.example,D1-A,in,2019-02-26 09:25",
            "p1@x.example,D1-A,in,2019-02-26 09:41",
            "p2@x.example,D1-A,in,2019-02-26 09:25",
            "p2@x.example,D1-A,out,2019-02-26 11:20",
        ],
    );
    let said: Vec<(String, String)> = ask(&meibo, "attendance --by person")
        .into_iter()
        .map(|row| (row["state"].clone(), row["why"].clone()))
        .collect();
    let wanted = [
        ("present", ""),
        ("late", "first in 09:41, session began 09:30, grace 10 minutes"),
        ("left early", "last out 11:20, session ended 12:00"),
        ("absent", "came to nothing"),
        ("absent", "came to nothing"),
    ];
    assert_eq!(said, wanted.map(|(state, why)| (state.to_owned(), why.to_owned())));
    let counted = &ask(&meibo, "attendance --by session")[0];
    for (figure, persons) in
        [("expected", "5"), ("late", "1"), ("left_early", "1"), ("absent", "2")]
    {
        assert_eq!(counted[figure], persons, "{figure}");
    }
}

#[test]
fn an_earlier_arrival_that_is_imported_later_is_the_first() {
    let meibo = small(1);
    scans(&meibo, &["p0@x.example,D1-A,in,2019-02-26 10:30"]);
    let said = scans(&meibo, &["p0@x.example,D1-A,in,2019-02-26 09:20"]);
    assert!(said.starts_with("1 scan in"), "{said}");
    assert_eq!(ask(&meibo, "attendance --by person")[0]["state"], "present");
    assert_eq!(
        meibo.count(
            "SELECT count(*) FROM attendance a
             WHERE a.first_in_at = (SELECT min(at) FROM attendance_event)"
        ),
        1
    );
}

#[test]
fn in_and_out_at_the_same_instant_are_imported_once() {
    let meibo = small(1);
    let both = ["p0@x.example,D1-A,in,2019-02-26 09:20", "p0@x.example,D1-A,out,2019-02-26 09:20"];
    scans(&meibo, &both);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 2);
    let said = scans(&meibo, &both);
    assert!(said.starts_with("0 scans in, 0 out, 2 repeated"), "{said}");
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 2);
    assert_eq!(meibo.count("SELECT inside FROM attendance"), 0);
}

#[test]
fn the_order_in_which_scans_are_imported_does_not_matter() {
    let scans_of = |file: &str| {
        let text = std::fs::read_to_string(fixture(file)).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let header = lines.remove(0);
        (header, lines)
    };
    let (header, lines) = scans_of("scans.csv");
    let state = |reverse: bool| {
        let meibo = Meibo::new();
        let init = "init --name T --from 2019-02-26 --to 2019-02-28 --zone Asia/Tokyo --places 50";
        meibo.line(init).done();
        for (command, file) in [
            ("session import", "sessions.csv"),
            ("import", "participants.csv"),
            ("import", "walk-ins.csv"),
        ] {
            let path = fixture(file);
            let _ = meibo.line(&format!("{command} {}", path.display()));
        }
        let mut lines = lines.clone();
        if reverse {
            lines.reverse();
        }
        meibo.write("scans.csv", format!("{header}\n{}\n", lines.join("\n")));
        let _ = meibo.line("attendance import scans.csv");
        let register = meibo.sql();
        let mut statement = register
            .prepare(
                "SELECT participant_id, session_id, inside, first_in_at, last_at FROM attendance",
            )
            .unwrap();
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, String>(3)?,
                row.get::<_, String>(4)?,
            ))
        });
        rows.unwrap().map(Result::unwrap).collect::<Vec<_>>()
    };
    let forwards = state(false);
    assert!(forwards.len() > 1_000, "{}", forwards.len());
    assert_eq!(forwards, state(true));
}

#[test]
fn who_was_expected_and_is_missing_is_named() {
    let meibo = Meibo::with_sample();
    let missing = codes(&meibo, "attendance --missing --session D1-OPEN");
    let wanted = sql_codes(
        &meibo,
        "p.status IN ('registered', 'confirmed') AND p.id NOT IN
           (SELECT participant_id FROM attendance_event e JOIN session s ON s.id = e.session_id
            WHERE s.code = 'D1-OPEN' AND e.kind = 'in' AND e.uuid NOT IN
              (SELECT undoes FROM attendance_event WHERE undoes IS NOT NULL))",
    );
    assert_eq!(missing, wanted);
    assert!(missing.len() > 10);
    let expected = codes(&meibo, "attendance --expected --session D1-OPEN");
    assert_eq!(expected, sql_codes(&meibo, "p.status IN ('registered', 'confirmed')"));
    let figures = &ask(&meibo, "attendance --session D1-OPEN")[0];
    let sum: usize = ["excused", "absent", "unknown"]
        .iter()
        .map(|key| figures[*key].parse::<usize>().unwrap())
        .sum();
    assert_eq!(missing.len(), sum);
    let said = meibo.line("attendance --missing --session D1-OPEN").done().stderr;
    assert!(said.contains(&format!("{} persons expected and missing", missing.len())), "{said}");
}

#[test]
fn who_came_to_the_other_tracks_session_was_not_expected_there() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Abe --country JP --track policy").done();
    let session = "session add D1-LIC --day 1 --title T --kind breakout --track licensing";
    meibo.line(&format!("{session} --from 09:30 --to 12:00")).done();
    meibo.line("checkin 1 --session D1-LIC --anyway").done();
    assert_eq!(ask(&meibo, "attendance --by session")[0]["expected"], "0");
    assert_eq!(ask(&meibo, "attendance --expected").len(), 0);
    assert_eq!(ask(&meibo, "attendance --by person")[0]["why"], "not expected here");
}

#[test]
fn no_shows_and_who_came_on_the_first_day_only() {
    let meibo = Meibo::with_sample();
    let came = "SELECT participant_id FROM attendance_event";
    let later =
        "SELECT e.participant_id FROM attendance_event e JOIN session s ON s.id = e.session_id
                 WHERE s.day > 1";
    let no_shows = codes(&meibo, "attendance --no-shows");
    let expects = "p.status IN ('registered', 'confirmed')";
    assert_eq!(no_shows, sql_codes(&meibo, &format!("{expects} AND p.id NOT IN ({came})")));
    assert_eq!(no_shows.len(), 9);
    let first = codes(&meibo, "attendance --first-day-only");
    assert_eq!(first, sql_codes(&meibo, &format!("p.id IN ({came}) AND p.id NOT IN ({later})")));
    assert!(!first.is_empty());
}

#[test]
fn the_matrix_has_the_same_figures_as_the_lists() {
    let meibo = Meibo::with_sample();
    let by_session: BTreeMap<String, String> = ask(&meibo, "attendance --by session")
        .into_iter()
        .map(|row| (row["session"].to_lowercase().replace('-', "_"), row["present"].clone()))
        .collect();
    for by in ["country", "category"] {
        let rows = ask(&meibo, &format!("attendance --matrix --by {by}"));
        let (all, parts) = rows.split_last().unwrap();
        assert_eq!(all[by], "all");
        for (session, present) in &by_session {
            assert_eq!(&all[session], present, "{by} {session}");
            let sum: i64 = parts.iter().map(|row| row[session].parse::<i64>().unwrap()).sum();
            assert_eq!(sum.to_string(), *present, "{by} {session}");
        }
    }
    let france = ask(&meibo, "attendance --matrix --by country")
        .into_iter()
        .find(|row| row["country"] == "Viet Nam")
        .unwrap();
    let counted = meibo.count(
        "SELECT count(DISTINCT e.participant_id) FROM attendance_event e
         JOIN session s ON s.id = e.session_id JOIN participant p ON p.id = e.participant_id
         WHERE s.code = 'D2-ASIA' AND p.country = 'VN'",
    );
    assert_eq!(france["d2_asia"], counted.to_string());
    let persons = ask(&meibo, "attendance --matrix");
    let states = ask(&meibo, "attendance --by person");
    assert_eq!(persons.len(), 210);
    for row in states {
        let person = persons.iter().find(|person| person["code"] == row["code"]).unwrap();
        let session = row["session"].to_lowercase().replace('-', "_");
        assert_eq!(person[&session], row["state"]);
    }
    let error = meibo.line("attendance --matrix --by day").ended(2).stderr;
    assert!(error.contains("a matrix has the sessions as columns"), "{error}");
}

#[test]
fn arrivals_are_counted_once_a_person_and_day() {
    let meibo = Meibo::with_sample();
    let rows = ask(&meibo, "attendance --arrivals");
    for day in 1..=3 {
        let sum: i64 = rows
            .iter()
            .filter(|row| row["day"] == day.to_string())
            .map(|row| row["persons"].parse::<i64>().unwrap())
            .sum();
        let counted = meibo.count(&format!(
            "SELECT count(DISTINCT e.participant_id) FROM attendance_event e
             JOIN session s ON s.id = e.session_id WHERE e.kind = 'in' AND s.day = {day}"
        ));
        assert_eq!(sum, counted, "day {day}");
    }
    let quarter = meibo.count(
        "SELECT count(*) FROM (SELECT e.participant_id, min(e.at) AS first FROM attendance_event e
           JOIN session s ON s.id = e.session_id WHERE e.kind = 'in' AND s.code = 'D1-OPEN'
           GROUP BY 1)
         WHERE first >= '2019-02-26T00:15' AND first < '2019-02-26T00:30'",
    );
    let rows = ask(&meibo, "attendance --arrivals --session D1-OPEN");
    let row = rows.iter().find(|row| row["from"] == "2019-02-26T00:15:00.000Z").unwrap();
    assert_eq!(row["persons"], quarter.to_string());
    let table = meibo.line("attendance --arrivals --session D1-OPEN").done();
    assert!(table.stdout.contains("####"), "{}", table.stdout);
    assert!(table.stderr.contains("each person counts once a day"));
}

#[test]
fn who_is_in_the_building_is_named_for_a_roll_call() {
    let meibo = small(4);
    meibo.line("session add D1-B --day 1 --title T --from 10:00 --to 11:00").done();
    scans(
        &meibo,
        &[
            "p0@x.example,D1-A,in,2019-02-26 09:20",
            "p2@x.example,D1-A,in,2019-02-26 09:20",
            "p2@x.example,D1-A,out,2019-02-26 10:20",
            "p3@x.example,D1-A,in,2019-02-26 09:00",
            "p3@x.example,D1-B,in,2019-02-26 10:00",
            "p3@x.example,D1-B,out,2019-02-26 10:30",
        ],
    );
    let inside = ask(&meibo, "attendance --inside");
    let told: Vec<(&str, &str)> =
        inside.iter().map(|row| (row["name"].as_str(), row["state"].as_str())).collect();
    assert_eq!(told, [("Person0", "inside"), ("Person3", "unclear: never out of D1-A"),]);
    let said = meibo.line("attendance --inside").done();
    assert!(
        said.stderr.starts_with("1 person inside by the scans of 2019-02-26; 1 more may be"),
        "{}",
        said.stderr
    );
    meibo.line("session add D2-A --day 2 --title T --from 10:00 --to 11:00").done();
    assert_eq!(ask(&meibo, "attendance --inside --day 2").len(), 0);
}

#[test]
fn who_met_the_rule_is_named_with_the_evidence() {
    let meibo = Meibo::with_sample();
    let attended = "(SELECT count(DISTINCT session_id) FROM attendance_event e
                     WHERE e.participant_id = p.id AND e.kind = 'in')";
    assert_eq!(codes(&meibo, "attendance --met 6"), sql_codes(&meibo, &format!("{attended} >= 6")));
    let share = ask(&meibo, "attendance --met 80%");
    assert!(share.len() > 50);
    for row in &share {
        let number = |key: &str| row[key].parse::<usize>().unwrap();
        assert!(number("attended") * 100 >= number("of") * 80, "{row:?}");
        assert_eq!(row["sessions"].split(' ').count(), number("attended"));
    }
    let error = meibo.line("attendance --met most").ended(2).stderr;
    assert!(error.contains("write 80% for a share of the sessions"), "{error}");
}

#[test]
fn delegations_are_registered_arrived_and_missing() {
    let meibo = Meibo::with_sample();
    for by in ["", " --by country", " --by region", " --by organization"] {
        let rows = ask(&meibo, &format!("delegation{by}"));
        let sum = |key: &str| rows.iter().map(|row| row[key].parse::<i64>().unwrap()).sum::<i64>();
        let counted = "SELECT count(*) FROM participant
                       WHERE status IN ('registered', 'confirmed')";
        assert_eq!(sum("registered"), meibo.count(counted), "{by}");
        assert_eq!(sum("registered"), sum("arrived") + sum("missing"), "{by}");
        assert_eq!(
            sum("arrived") + sum("others"),
            meibo.count("SELECT count(DISTINCT participant_id) FROM attendance_event"),
            "{by}"
        );
    }
    assert_eq!(codes(&meibo, "delegation Vietnam"), sql_codes(&meibo, "p.country = 'VN'"));
    let customs = meibo.line("delegation 'world customs' --format csv");
    assert!(customs.code <= 1, "{customs}");
    meibo.line("delegation Atlantis").ended(1);
}

#[test]
fn what_attendance_is_shown_by_is_not_taken_for_who_asks() {
    let meibo = Meibo::with_sample();
    let plain = meibo.line("attendance --by day").done().stdout;
    assert_eq!(meibo.line("--by ann attendance --by day").done().stdout, plain);
    let mut command = meibo.command();
    command.env("MEIBO_BY", "ann").args(["attendance", "--by", "day"]);
    assert_eq!(super::support::finish(command, b"").done().stdout, plain);
    let sessions = meibo.line("attendance").done().stdout;
    assert_eq!(meibo.line("--by ann attendance").done().stdout, sessions);
    meibo.write("scans.csv", "code,session,kind,at\n10,D3-TOUR,in,2019-02-28 19:00\n");
    meibo.line("attendance import scans.csv --by ann").done();
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event WHERE actor = 'ann'"), 1);
    let error = meibo.line("attendance --by shoe").ended(2).stderr;
    assert!(error.contains("possible values: person, session, day"), "{error}");
}

#[test]
fn a_matrix_of_many_people_is_that_of_sql() {
    let meibo = Meibo::with_register();
    let list: String = (0..10_400)
        .map(|number| {
            let country = ["JP", "VN", "", "FR", "KZ"][number * 7 % 5];
            let category = ["government", "company", "academia"][number % 3];
            format!("Person{number},{country},{category}\n")
        })
        .collect();
    meibo.write("list.csv", format!("family_name,country,category\n{list}"));
    meibo.line("import list.csv").done();
    for code in ["D1-A", "D1-B", "D1-C"] {
        let line = format!("session add {code} --day 1 --title T --from 09:30 --to 12:00");
        meibo.line(&line).done();
    }
    let register = meibo.sql();
    register
        .execute_batch(
            "INSERT INTO attendance SELECT p.id, s.id, 1, '2019-02-26T00:30:00.000Z',
               '2019-02-26T00:30:00.000Z', 1 FROM participant p, session s WHERE (p.id + s.id) % 3 > 0",
        )
        .unwrap();
    for (by, unit) in
        [("country", "coalesce(c.name, '(no country or region)')"), ("category", "p.category")]
    {
        let mut wanted = BTreeMap::new();
        let question = format!(
            "SELECT {unit}, lower(replace(s.code, '-', '_')), count(*) FROM attendance a
             JOIN participant p ON p.id = a.participant_id JOIN session s ON s.id = a.session_id
             LEFT JOIN country c ON c.code = p.country GROUP BY 1, 2"
        );
        let mut statement = register.prepare(&question).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let key = (row.get::<_, String>(0).unwrap(), row.get::<_, String>(1).unwrap());
            wanted.insert(key, row.get::<_, i64>(2).unwrap().to_string());
        }
        assert!(wanted.len() >= 9);
        let said = ask(&meibo, &format!("attendance --matrix --by {by}"));
        for row in said.iter().filter(|row| row[by] != "all") {
            for session in ["d1_a", "d1_b", "d1_c"] {
                let key = (row[by].clone(), session.to_owned());
                let persons = wanted.remove(&key).unwrap_or_else(|| "0".to_owned());
                assert_eq!(row[session], persons, "{by} {key:?}");
            }
        }
        assert!(wanted.is_empty(), "{wanted:?}");
    }
}

#[test]
fn the_minutes_of_grace_are_those_of_the_seminar() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28 --grace 3").done();
    meibo.line("session add D1 --day 1 --title T --from 08:00 --to 09:00").done();
    for (name, at) in [("Abe", "08:03"), ("Baba", "08:04")] {
        let code = meibo.line(&format!("register --family {name} --format csv")).done().stdout;
        let code = code.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
        meibo
            .run(&["checkin", &code, "--session", "D1", "--at", &format!("2019-02-26 {at}")])
            .done();
    }
    let said = meibo.line("attendance --by person --format csv").done().stdout;
    assert_eq!(said.matches(",late,").count(), 1, "{said}");
    assert!(said.contains("first in 08:04, session began 08:00, grace 3 minutes"), "{said}");
}

#[test]
fn quarters_without_arrivals_are_shown_but_no_long_pause() {
    let meibo = Meibo::with_register();
    meibo.line("session add D1-A --day 1 --title T --from 09:00 --to 17:00").done();
    for (number, at) in ["09:00", "09:40", "12:30"].into_iter().enumerate() {
        meibo.line(&format!("register --family F{number} --country JP")).done();
        let who = code_of(&meibo, &format!("F{number}"));
        meibo.line(&format!("checkin {who} --session D1-A --at {at} --anyway")).done();
    }
    let rows = meibo.line("attendance --arrivals --format csv").done().stdout;
    // 09:00, the empty 09:15, 09:30, and after the pause 12:30.
    assert_eq!(rows.lines().count(), 1 + 4, "{rows}");
}

fn code_of(meibo: &Meibo, family_name: &str) -> String {
    let question = "SELECT code FROM participant WHERE family_name = ?1";
    meibo.sql().query_row(question, [family_name], |row| row.get(0)).unwrap()
}

#[test]
fn a_delegation_of_which_nobody_takes_part_is_none() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Abe --country JP").done();
    meibo.line("register --family Bat --country MN --status declined").done();
    let rows = meibo.line("delegation --format csv").done().stdout;
    assert!(rows.contains("Japan") && !rows.contains("Mongolia"), "{rows}");
}

#[test]
fn another_excuse_takes_the_place_of_the_first_and_can_be_taken_back() {
    let meibo = small(1);
    let excuse = "attendance mark p0@x.example --session D1-A --excused --reason";
    let reason = || -> String {
        let question = "SELECT reason FROM absence_excuse";
        meibo.sql().query_row(question, [], |row| row.get(0)).unwrap()
    };
    meibo.line(&format!("{excuse} ill")).done();
    meibo.line(&format!("{excuse} elsewhere")).done();
    assert_eq!(reason(), "elsewhere");
    meibo.line("undo").done();
    assert_eq!(reason(), "ill");
}

#[test]
fn a_check_out_that_is_entered_late_ends_the_visit_of_that_time() {
    let meibo = small(1);
    for (verb, at) in [("checkin", "09:10"), ("checkout", "09:15"), ("checkin", "09:25")] {
        meibo.line(&format!("{verb} p0@x.example --session D1-A --at '2019-02-26 {at}'")).done();
    }
    meibo.line("checkout p0@x.example --session D1-A --at '2019-02-26 09:12'").done();
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event WHERE kind = 'out'"), 2);
    assert_eq!(meibo.count("SELECT inside FROM attendance"), 1);
    meibo.line("check").done();
}
