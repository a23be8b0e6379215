//! What hangs in and before the rooms, and who met whom.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::Meibo;

#[test]
fn a_sign_in_sheet_and_a_door_sign_for_each_group() {
    let meibo = Meibo::with_register();
    meibo
        .run(&["register", "--family", "O'Neil <b>&", "--country", "JP", "--track", "policy"])
        .done();
    meibo.line("register --family Sato --given Yui --country VN --track policy").done();
    meibo.line("breakout assign --groups 2").done();
    meibo.line("breakout group P1 --room 'Room 3 & 4'").done();
    let said = meibo.line("breakout list --sheet sheet.html --signs signs.html").done();
    assert_eq!(said.stdout, "");
    assert_eq!(said.stderr, "sheet.html was written\nsigns.html was written\n");
    for (name, heading) in [("sheet.html", "sign-in sheet"), ("signs.html", "<h1><bdi>P2")] {
        let page = meibo.read(name);
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{page}");
        assert_eq!(page.matches("<section").count(), 2, "{name}");
        assert_eq!(page.matches("</section>").count(), 2, "{name}");
        for part in ["O&#39;Neil &lt;b&gt;&amp;", "Sato, Yui", "Room 3 &amp; 4", heading] {
            assert!(page.contains(part), "{name} lacks {part}:\n{page}");
        }
        assert!(!page.contains("<b>"), "{page}");
    }
    meibo.line("breakout list --group P2 --sheet one.html").done();
    assert_eq!(meibo.read("one.html").matches("<section").count(), 1);
    let refused = meibo.line("breakout list --sheet nowhere/one.html").ended(1);
    assert!(refused.stderr.contains("nowhere/one.html cannot be written"), "{refused:?}");
}

#[test]
fn the_notice_board_has_everybody_once_in_the_order_of_names() {
    let meibo = Meibo::with_sample();
    meibo.line("breakout assign --round 2 --seed 9").done();
    let board = meibo.line("breakout list --by-name --format json").done().stdout;
    let board: serde_json::Value = serde_json::from_str(&board).unwrap();
    let rows = board.as_array().unwrap();
    let seated = meibo.count("SELECT count(DISTINCT participant_id) FROM breakout_seat");
    assert_eq!(i64::try_from(rows.len()).unwrap(), seated);
    let names: Vec<String> =
        rows.iter().map(|row| meibo::matching::fold(row["name"].as_str().unwrap())).collect();
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!(names, sorted);
    assert!(rows.iter().any(|row| row["groups"].as_str().unwrap().contains(", ")));
}

/// Returns who sat where, round by round, by SQL; and everybody's country.
fn facts(meibo: &Meibo) -> (BTreeMap<String, BTreeMap<i64, String>>, BTreeMap<String, String>) {
    let register = meibo.sql();
    let mut rows = register
        .prepare(
            "SELECT p.code, s.round, g.track || g.number, coalesce(p.country, '')
             FROM breakout_seat s JOIN participant p ON p.id = s.participant_id
             JOIN breakout_group g ON g.id = s.group_id
             WHERE p.status IN ('registered', 'confirmed', 'walk-in')",
        )
        .unwrap();
    let mut seats: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    let mut countries = BTreeMap::new();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
    for row in rows.unwrap() {
        let (code, round, group, country): (String, i64, String, String) = row.unwrap();
        seats.entry(code.clone()).or_default().insert(round, group);
        countries.insert(code, country);
    }
    (seats, countries)
}

#[test]
fn the_published_figure_and_the_matrix_are_those_of_a_second_count() {
    let meibo = Meibo::with_sample();
    meibo.line("breakout assign --round 2 --groups 5 --seed 3").done();
    // Whoever withdrew discusses with nobody, although the seat is not free yet.
    meibo.line("withdraw 15").done();
    let (seats, countries) = facts(&meibo);
    let times = |one: &str, other: &str| {
        seats[one].iter().filter(|&(round, group)| seats[other].get(round) == Some(group)).count()
    };
    let met = |one: &str| -> Vec<&String> {
        seats.keys().filter(|other| *other != one && times(one, other) > 0).collect()
    };
    let median = |mut values: Vec<usize>| {
        values.sort_unstable();
        values[(values.len() - 1) / 2]
    };
    let others = median(seats.keys().map(|code| met(code).len()).collect());
    let from = median(
        seats
            .keys()
            .map(|code| {
                let from: BTreeSet<&String> =
                    met(code).into_iter().map(|other| &countries[other]).collect();
                from.iter().filter(|country| !country.is_empty()).count()
            })
            .collect(),
    );
    let said = meibo.line("breakout show --met").done();
    assert_eq!(
        said.stderr,
        format!(
            "In the discussion groups each participant discussed with a median of {others} others from {from} countries and regions.\n"
        )
    );
    let summary = meibo.line("summary").done().stdout.replace('\n', " ");
    let sentence =
        format!("discussed with a median of {others} others from {from} countries and regions.");
    assert!(summary.contains(&sentence), "{summary}");
    let figures = meibo.line("summary --format csv").done().stdout;
    for (figure, value) in [("persons", seats.len()), ("others", others), ("countries", from)] {
        let line = format!("\nmet,median,{figure},{value},");
        assert!(figures.contains(&line), "{line}: {figures}");
    }
    let matrix = meibo.line("breakout show --matrix --format csv").done().stdout;
    let mut reader = csv::Reader::from_reader(matrix.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().skip(1).map(str::to_owned).collect();
    assert_eq!(header.len(), seats.len());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), seats.len());
    for row in rows {
        for (other, cell) in header.iter().zip(row.iter().skip(1)) {
            let expected = if &row[0] == other { 0 } else { times(&row[0], other) };
            assert_eq!(cell, expected.to_string(), "{} and {other}", &row[0]);
        }
    }
    let one = seats.keys().next().unwrap();
    let rows = meibo.line(&format!("breakout show --met {one} --format csv")).done().stdout;
    assert_eq!(rows.lines().count(), 1 + met(one).len());
}
