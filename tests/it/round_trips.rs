//! What a list says does not depend on how it is laid out: on the order of its columns, on how they
//! are called, or on the kind of file.

use std::cell::Cell;
use std::collections::BTreeSet;

use meibo::domain::guard::looks_marked;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::properties::{HEADER, awkward, csv_of, row, runner, with_places};
use super::support::Meibo;

/// Spellings of a field in several languages; none of them means something else beside the others.
fn spellings(field: &str) -> Vec<&'static str> {
    let all = include_str!("../../src/intake/headers.csv").lines().skip(1);
    let mut found = Vec::new();
    for line in all {
        let mut cells = line.splitn(4, ',');
        let [Some("participants"), Some(name), Some(language), Some(words)] =
            [cells.next(), cells.next(), cells.next(), cells.next()]
        else {
            continue;
        };
        // Names in a script of their own beside Latin ones are native names, and that is tested
        // elsewhere; "Nombres" beside "Apellidos" is as plain as "Given name".
        let is_name = field.ends_with("_name");
        if name == field && (!is_name || ["en", "de", "es", "pt"].contains(&language)) {
            found.extend(words.split(';'));
        }
    }
    assert!(!found.is_empty(), "{field}");
    found
}

/// Writes a header as people do: in capitals, with full-width letters, accents or blanks.
fn rewritten(header: &str, manner: usize) -> String {
    match manner % 6 {
        0 => header.to_uppercase(),
        1 => format!("  {header} "),
        2 => header.chars().map(wide).collect(),
        3 => format!("{header} *"),
        4 => format!("{header}:"),
        _ => header.to_owned(),
    }
}

fn wide(letter: char) -> char {
    match letter {
        '!'..='~' => char::from_u32(letter as u32 + 0xfee0).unwrap(),
        other => other,
    }
}

/// Imports a list and returns the export, without the codes, which follow the order of rows only.
fn imported(name: &str, list: &[u8]) -> Result<String, TestCaseError> {
    let meibo = with_places();
    meibo.write(name, list);
    let said = meibo.run(&["import", name, "--allow-duplicates", "--profile", "none"]);
    prop_assert_eq!(said.code, 0, "{}", said);
    Ok(meibo.run(&["export", "participants", "--extra"]).done().stdout)
}

#[test]
fn any_order_and_any_spelling_of_the_columns_gives_the_same_register() {
    let fields: Vec<&str> = HEADER.split(',').collect();
    let names: Vec<Vec<&str>> = fields.iter().map(|field| spellings(field)).collect();
    let order = Just((0..fields.len()).collect::<Vec<_>>()).prop_shuffle();
    let choice = prop::collection::vec((any::<Index>(), 0_usize..6), fields.len());
    let input = (prop::collection::vec(row(), 1..6), order, choice);
    let mut used = std::cell::RefCell::new(BTreeSet::new());
    runner(60)
        .run(&input, |(mut rows, order, choice)| {
            for row in &mut rows {
                // A stroke is no name, and a number alone is nobody's.
                if row[1].trim().chars().all(|letter| letter == '-') {
                    row[1] = "Taro".to_owned();
                }
            }
            let canonical = String::from_utf8(csv_of(&rows)).unwrap();
            let plain = canonical.replacen(HEADER, &HEADER.replace('_', " "), 1);
            let canonical = plain.as_bytes();
            let mut list = csv::Writer::from_writer(Vec::new());
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(canonical);
            for (number, row) in reader.records().enumerate() {
                let row = row.unwrap();
                let cells = order.iter().map(|&at| {
                    if number > 0 {
                        return row[at].to_owned();
                    }
                    let (index, manner) = &choice[at];
                    let header = index.get(&names[at]);
                    used.borrow_mut().insert(*header);
                    rewritten(header, *manner)
                });
                list.write_record(cells.collect::<Vec<_>>()).unwrap();
            }
            let list = list.into_inner().unwrap();
            prop_assert_eq!(
                imported("list.csv", &list)?,
                imported("list.csv", canonical)?,
                "{}",
                String::from_utf8_lossy(&list)
            );
            Ok(())
        })
        .unwrap();
    assert!(used.get_mut().len() > 200, "{} spellings", used.get_mut().len());
}

#[test]
fn extra_fields_of_any_name_and_content_come_back_from_every_kind_of_export() {
    const NAMES: &[&str] = &[
        "Room",
        "T-Shirt, size",
        "氏名の読み",
        "=formula",
        "a \"quoted\" one",
        "שם",
        "👩 family",
        "Email",
        "extra",
        "two\nlines",
        "007",
    ];
    let names = subsequence(NAMES, 1..5);
    let cells = prop::collection::vec(awkward(), 4);
    runner(12)
        .run(&(names, prop::collection::vec((row(), cells), 1..4)), |(names, rows)| {
            let people: Vec<_> = rows.iter().map(|(row, _)| row.clone()).collect();
            let canonical = csv_of(&people);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*canonical);
            let mut list = csv::Writer::from_writer(Vec::new());
            for (number, row) in reader.records().enumerate() {
                let row = row.unwrap();
                let extras: Vec<String> = match number {
                    0 => names.iter().map(|name| format!("extra: {name}")).collect(),
                    _ => rows[number - 1].1[..names.len()].to_vec(),
                };
                list.write_record(row.iter().chain(extras.iter().map(String::as_str))).unwrap();
            }
            let first = with_places();
            first.write("list.csv", list.into_inner().unwrap());
            let _ = first.run(&["import", "list.csv", "--allow-duplicates"]).done();
            let export =
                |meibo: &Meibo| meibo.run(&["export", "participants", "--extra"]).done().stdout;
            let exported = export(&first);
            for (name, more) in [
                ("plain.csv", None),
                ("excel.csv", Some("--excel")),
                ("list.xlsx", None),
                ("list.json", None),
            ] {
                let words = ["export", "participants", "--extra", "--output", name];
                let words: Vec<&str> = words.into_iter().chain(more).collect();
                let _ = first.run(&words).done();
                let other = with_places();
                std::fs::copy(first.path(name), other.path(name)).unwrap();
                let _ = other.run(&["import", name]).done();
                prop_assert_eq!(&export(&other), &exported, "{}", name);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_column_that_a_later_list_leaves_out_says_nothing() {
    const EXTRAS: [&str; 2] = ["Room", "T-Shirt, size"];
    let width = HEADER.split(',').count() + EXTRAS.len();
    let kept = prop::collection::vec(any::<bool>(), width);
    let cells = prop::collection::vec(awkward(), EXTRAS.len());
    let changed = Cell::new(0_u32);
    runner(40)
        .run(&(prop::collection::vec((row(), cells), 1..6), kept), |(rows, kept)| {
            let people: Vec<_> = rows.iter().map(|(row, _)| with_address(row)).collect();
            let canonical = csv_of(&people);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*canonical);
            let (mut first, mut later) =
                (csv::Writer::from_writer(Vec::new()), csv::Writer::from_writer(Vec::new()));
            for (number, row) in reader.records().enumerate() {
                let mut row: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
                match number.checked_sub(1) {
                    None => row.extend(EXTRAS.map(str::to_owned)),
                    Some(at) => row.extend(rows[at].1.iter().map(|cell| marked(cell))),
                }
                first.write_record(&row).unwrap();
                let stays = |at: usize| {
                    ["family_name", "given_name", "email"]
                        .contains(&HEADER.split(',').nth(at).unwrap_or_default())
                };
                let fewer = row.iter().enumerate().filter(|(at, _)| kept[*at] || stays(*at));
                later.write_record(fewer.map(|(_, cell)| cell)).unwrap();
            }
            let meibo = with_places();
            meibo.write("first.csv", first.into_inner().unwrap());
            meibo.write("later.csv", later.into_inner().unwrap());
            let flags = ["--source", "Ministry", "--profile", "none"];
            let said = meibo.run(&[&["import", "first.csv"], &flags[..]].concat());
            prop_assert_eq!(said.code, 0, "{}", said);
            let before = meibo.run(&["export", "participants", "--extra"]).done().stdout;
            let said = meibo.run(&[&["import", "later.csv"], &flags[..]].concat());
            prop_assert_eq!(said.code, 0, "{}", said);
            let after = meibo.run(&["export", "participants", "--extra"]).done().stdout;
            prop_assert_eq!(after, before, "{}", said);
            changed.set(changed.get() + u32::from(kept.iter().any(|kept| !kept)));
            Ok(())
        })
        .unwrap();
    assert!(changed.get() > 30, "{} lists had fewer columns", changed.get());
}

/// Gives a row an e-mail address, by which the person is found again.
fn with_address(row: &[String]) -> Vec<String> {
    let at = HEADER.split(',').position(|field| field == "email").unwrap();
    let mut row = row.to_vec();
    row[at] = "EMAIL".to_owned();
    row
}

/// Writes a text as a list does: one that looks marked is marked.
fn marked(text: &str) -> String {
    if looks_marked(text.trim()) { format!("'{}", text.trim()) } else { text.to_owned() }
}

#[test]
fn a_nul_in_any_cell_refuses_its_row_and_no_other() {
    let columns = HEADER.split(',').count();
    runner(24)
        .run(
            &(prop::collection::vec(row(), 2..5), any::<Index>(), 0..columns),
            |(rows, at, column)| {
                let mut rows = rows;
                let at = at.index(rows.len());
                rows[at][column] = "a\0b".to_owned();
                let meibo = with_places();
                meibo.write("list.csv", csv_of(&rows));
                let said =
                    meibo.run(&["import", "list.csv", "--allow-duplicates", "--format", "csv"]);
                prop_assert_eq!(said.code, 1, "{}", said);
                let people = meibo.count("SELECT count(*) FROM participant");
                prop_assert_eq!(people, i64::try_from(rows.len()).unwrap() - 1, "{}", said);
                Ok(())
            },
        )
        .unwrap();
}
