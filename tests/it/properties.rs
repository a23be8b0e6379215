//! What holds for any input: lists come back as they were, undo restores every row, the door's
//! record folds to the same state. The cases are the same in every run.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use meibo::domain::guard::{looks_marked, unmarked};
use meibo::intake::{
    Choices, Input, Open, PARTICIPANT_FIELDS, Registration, SCAN_FIELDS, Table, read_scan,
};
use meibo::matching::{Aliases, fold};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::oracle::cache_is_the_fold;
use super::support::Meibo;

type Counter = Cell<usize>;

fn add(counter: &Counter, more: usize) {
    counter.set(counter.get() + more);
}

/// Returns a runner of some cases that begins at the same place every time.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Texts that spreadsheets, terminals and databases get wrong.
pub(crate) fn awkward() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "",
        "x",
        "007",
        "+81 3",
        "=1+1",
        "'=1+1",
        "''007",
        "-",
        "--",
        "@home",
        "'quoted'",
        "\"quoted\"",
        "a,b;c",
        "a\nb",
        "a\r\nb",
        "a\rb",
        "NULL",
        "null",
        "1e9",
        "0x1F",
        "00:30",
        "2019-02-26",
        "true",
        "日本",
        "Ğüneş",
        "e\u{301}",
        "\u{e9}",
        "שלום",
        "مرحبا",
        "\u{202e}abc\u{202c}",
        "👩\u{200d}👩\u{200d}👧",
        "a\tb",
        "\u{feff}x",
        "ß",
        "İ",
        "ﬁ",
        "van der Berg",
        "O'Neill",
        "ʻŌpūnui",
        "McDonald",
        "a|b",
        "?1",
        "%s",
        "{}",
        "\\n",
        "a  b",
        "\u{1b}[31m",
    ];
    prop_oneof![
        3 => select(KNOWN).prop_map(str::to_owned).boxed(),
        2 => "(?s)[^\0]{0,12}".boxed(),
        2 => "[ -~]{0,20}".boxed(),
        1 => "[\u{300}-\u{36f}a-zÀ-ÿ一-龠ก-๛]{0,10}".boxed(),
    ]
}

/// One row of a participants' list, without its code.
pub(crate) fn row() -> impl Strategy<Value = Vec<String>> {
    let word = |words: &'static [&'static str]| select(words).prop_map(str::to_owned).boxed();
    let names = prop::collection::vec(awkward(), 4);
    let texts = prop::collection::vec(awkward(), 4);
    let words = (
        word(&["JP", "VN", "Viet Nam", "", "ROK", "Chinese Taipei", "KE"]),
        word(&["government", "international-organization", "company", "academia", "other", ""]),
        word(&["delegate", "speaker", "staff", "observer", ""]),
        word(&["policy", "licensing", ""]),
        word(&[
            "invited",
            "registered",
            "confirmed",
            "walk-in",
            "waitlisted",
            "withdrawn",
            "declined",
            "",
        ]),
        word(&["yes", "no", "waiting", ""]),
        any::<bool>(),
    );
    (names, texts, words).prop_map(|(names, texts, words)| {
        let (country, category, role, track, status, excursion, has_email) = words;
        let [family, given, native, title] = names.try_into().unwrap();
        let [organization, position, diet, note] = texts.try_into().unwrap();
        let email = if has_email { "EMAIL".to_owned() } else { String::new() };
        // What has no letter and stands alone is a count or a rule, and the name of nobody.
        let is_name = fold(&family).contains(char::is_alphabetic);
        let family =
            if !is_name && given.trim().is_empty() { "Nameless".to_owned() } else { family };
        vec![
            family,
            given,
            native,
            title,
            country,
            organization,
            category,
            position,
            email,
            role,
            track,
            status,
            excursion,
            diet,
            note,
        ]
    })
}

pub(crate) const HEADER: &str = "family_name,given_name,native_name,title,country,organization,category,position,email,role,track,status,excursion,diet,note";

pub(crate) fn csv_of(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER.split(',')).unwrap();
    for (number, row) in rows.iter().enumerate() {
        let mut row = row.clone();
        if row[8] == "EMAIL" {
            row[8] = format!("Person.{number}@X{number}.example");
        }
        for text in &mut row {
            // A list says that a text which looks marked is none by marking it.
            if looks_marked(text.trim()) {
                *text = format!("'{}", text.trim());
            }
        }
        writer.write_record(&row).unwrap();
    }
    writer.into_inner().unwrap()
}

fn export(meibo: &Meibo) -> String {
    meibo.run(&["export", "participants"]).done().stdout
}

pub(crate) fn with_places() -> Meibo {
    let meibo = Meibo::new();
    let words =
        ["init", "--name", "T", "--from", "2019-02-26", "--to", "2019-02-28", "--places", "3"];
    let _ = meibo.run(&words).done();
    meibo
}

#[test]
fn an_exported_list_is_imported_byte_for_byte_and_only_once() {
    let rows_stored = Counter::new(0);
    runner(28)
        .run(&prop::collection::vec(row(), 1..14), |rows| {
            let first = with_places();
            first.write("rows.csv", csv_of(&rows));
            let _ = first.run(&["import", "rows.csv", "--allow-duplicates"]).done();
            let exported = export(&first);
            kept_as_given(&rows, &exported);
            let second = with_places();
            second.write("list.csv", &exported);
            let _ = second.run(&["import", "list.csv"]).done();
            prop_assert_eq!(&export(&second), &exported);
            let third = with_places();
            let excel = first.run(&["export", "participants", "--excel"]).done();
            third.write("excel.csv", &excel.stdout);
            let _ = third.run(&["import", "excel.csv"]).done();
            prop_assert_eq!(&export(&third), &exported);
            for name in ["list.xlsx", "list.json"] {
                let _ = first.run(&["export", "participants", "--output", name]).done();
                let other = with_places();
                std::fs::copy(first.path(name), other.path(name)).unwrap();
                let _ = other.run(&["import", name]).done();
                prop_assert_eq!(&export(&other), &exported, "{}", name);
            }
            let operations = "SELECT count(*) FROM operation";
            for register in [&first, &second] {
                register.write("list.csv", &exported);
                let before = (register.count(operations), dump(register));
                let said = register.run(&["import", "list.csv"]).done();
                let wanted = format!("0 rows added, {} the same as before, 0 refused", rows.len());
                prop_assert!(said.stderr.contains(&wanted), "{}", said.stderr);
                prop_assert_eq!((register.count(operations), dump(register)), before);
            }
            add(&rows_stored, rows.len());
            Ok(())
        })
        .unwrap();
    assert!(rows_stored.get() > 100, "{rows_stored:?}");
}

/// Fails unless every text of the list is in the export, without the blanks around it.
fn kept_as_given(rows: &[Vec<String>], exported: &str) {
    let mut reader = csv::Reader::from_reader(exported.as_bytes());
    let stored: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(stored.len(), rows.len());
    for (given, stored) in rows.iter().zip(&stored) {
        for (column, name) in HEADER.split(',').enumerate() {
            // Organizations are one body under one spelling; the others are closed sets.
            if ["family_name", "given_name", "native_name", "title", "position", "diet", "note"]
                .contains(&name)
            {
                assert_eq!(unmarked(&stored[column + 1]), given[column].trim(), "{name}");
            }
        }
    }
}

#[test]
fn no_bytes_make_a_reader_of_lists_panic() {
    const PIECES: &[&[u8]] = &[
        b"\"",
        b",",
        b"\n",
        b"\r\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0",
        b";",
        b"family_name,",
        b"code,session,kind,at\n",
        b"\nP-0001-C,D1-OPEN,in,09:30\n",
    ];
    let pieces = prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..60).boxed(),
        2 => awkward().prop_map(String::into_bytes).boxed(),
        1 => select(PIECES).prop_map(<[u8]>::to_vec).boxed(),
    ];
    let (opened, rows) = (Counter::new(0), Counter::new(0));
    let input = (prop::sample::select(vec![0_usize, 1, 2]), prop::collection::vec(pieces, 0..12));
    runner(1_500)
        .run(&input, |(header, pieces)| {
            let headers: [&[u8]; 3] =
                [b"", b"family_name,country,email,track\n", b"code,session,kind,at\n"];
            let bytes = [headers[header], &pieces.concat()].concat();
            let open: &Open<'_> = &|| Ok(Box::new(std::io::Cursor::new(bytes.clone())));
            for fields in [PARTICIPANT_FIELDS, SCAN_FIELDS] {
                let Ok(mut table) =
                    Table::open(Input { name: "x.csv", open }, fields, &Choices::default())
                else {
                    continue;
                };
                add(&opened, 1);
                while let Ok(Some(row)) = table.next_row() {
                    add(&rows, 1);
                    if fields.len() == PARTICIPANT_FIELDS.len() {
                        let _ = Registration::new('P', Aliases::default()).read(&row);
                    } else {
                        let zone = "Asia/Tokyo".parse().unwrap();
                        let _ = read_scan(&row, zone, "2019-02-26".parse().unwrap(), None);
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(opened.get() > 150 && rows.get() > 100, "{opened:?} tables, {rows:?} rows were read");
}

/// Returns every row of every journaled table.
fn dump(meibo: &Meibo) -> BTreeMap<String, Vec<String>> {
    const TABLES: &[&str] = &[
        "seminar",
        "organization",
        "participant",
        "participant_extra",
        "session",
        "session_speaker",
        "breakout_group",
        "breakout_seat",
        "breakout_rule",
        "excursion",
        "excursion_place",
    ];
    let register = meibo.sql();
    TABLES
        .iter()
        .map(|table| {
            let mut statement =
                register.prepare(&format!("SELECT * FROM {table} ORDER BY id")).unwrap();
            let width = statement.column_count();
            let rows = statement
                .query_map([], |row| {
                    let cells = (0..width).map(|at| row.get::<_, rusqlite::types::Value>(at));
                    Ok(format!("{:?}", cells.collect::<rusqlite::Result<Vec<_>>>()?))
                })
                .unwrap();
            ((*table).to_owned(), rows.map(Result::unwrap).collect())
        })
        .collect()
}

/// One change that somebody makes, as words of the command line.
fn change() -> impl Strategy<Value = Vec<String>> {
    let person = (1_u32..24).prop_map(|number| number.to_string());
    let group = select(&["P1", "P2", "L1", "L2"][..]);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let edits = select(
        &[
            ["--position", "Chair"],
            ["--organization", "New Body"],
            ["--organization", "Ministry 1"],
            ["--country", "France"],
            ["--track", "policy"],
            ["--track", "licensing"],
            ["--track", ""],
            ["--excursion", "yes"],
            ["--excursion", "no"],
            ["--excursion", "waiting"],
            ["--status", "confirmed"],
            ["--status", "declined"],
            ["--email", "new@x.example"],
            ["--email", ""],
            ["--category", "company"],
        ][..],
    );
    prop_oneof![
        4 => (person.clone(), edits).prop_map(move |(p, edit)| words(&["edit", &p, edit[0], edit[1]])).boxed(),
        2 => person.clone().prop_map(move |p| words(&["withdraw", &p, "--reason", "ill"])).boxed(),
        2 => person.clone().prop_map(move |p| words(&["excursion", "join", &p])).boxed(),
        2 => person.clone().prop_map(move |p| words(&["excursion", "leave", &p])).boxed(),
        1 => (2_u32..5).prop_map(move |places: u32| words(&["excursion", "edit", "--places", &places.to_string()])).boxed(),
        2 => (1_u32..4, 0_u32..9).prop_map(move |(groups, seed)| {
            words(&["breakout", "assign", "--groups", &groups.to_string(), "--seed", &seed.to_string()])
        }).boxed(),
        2 => (person.clone(), group).prop_map(move |(p, group)| words(&["breakout", "move", &p, group])).boxed(),
        1 => person.prop_map(move |p| words(&["breakout", "pin", &p])).boxed(),
        1 => (0_u32..4).prop_map(move |n| words(&["register", "--family", &format!("New{n}"), "--excursion",
            "yes", "--organization", &format!("Body {n}"), "--email", &format!("n{n}@y.example")])).boxed(),
        1 => select(&["D1-A", "D1-B"][..]).prop_map(move |code| words(&["session", "add", code, "--day", "1",
            "--title", "T", "--kind", "plenary", "--from", "10:00", "--to", "11:00"])).boxed(),
        1 => Just(words(&["undo"])).boxed(),
        1 => Just(words(&["redo"])).boxed(),
    ]
}

/// Returns a participants' list with several bodies, tracks and wishes.
fn twenty_people() -> String {
    let mut list = "family_name,country,organization,track,status,excursion\n".to_owned();
    for number in 0..20 {
        let track = ["policy", "licensing", ""][number % 3];
        let excursion = ["yes", "no", "yes", "yes"][number % 4];
        writeln!(list, "Family{number},JP,Ministry {},{track},confirmed,{excursion}", number % 5)
            .unwrap();
    }
    list
}

#[test]
fn undoing_everything_in_reverse_order_restores_every_row() {
    let list = twenty_people();
    let (stored, redone) = (Counter::new(0), Counter::new(0));
    let newest = |meibo: &Meibo| meibo.count("SELECT max(id) FROM operation");
    let sequence = prop::collection::vec((change(), any::<bool>()), 8..20);
    runner(9)
        .run(&sequence, |changes| {
            let meibo = Meibo::new();
            let words = [
                "init",
                "--name",
                "T",
                "--from",
                "2019-02-26",
                "--to",
                "2019-02-28",
                "--places",
                "4",
            ];
            let _ = meibo.run(&words).done();
            meibo.write("list.csv", &list);
            let _ = meibo.run(&["import", "list.csv"]).done();
            let _ = meibo.run(&["breakout", "assign", "--groups", "2"]).done();
            let imported = newest(&meibo);
            let mut done = Vec::new();
            for (change, redo) in &changes {
                let before = dump(&meibo);
                let last = newest(&meibo);
                let words: Vec<&str> = change.iter().map(String::as_str).collect();
                // The list itself stays: nothing would be left to change.
                if words == ["undo"] && done.is_empty() {
                    continue;
                }
                let output = meibo.run(&words);
                prop_assert!(output.code <= 2, "{:?}: {}", words, output);
                let operation = newest(&meibo);
                if operation == last {
                    prop_assert_eq!(
                        &dump(&meibo),
                        &before,
                        "{:?} changed without saying so",
                        words
                    );
                } else {
                    add(&stored, 1);
                    done.push((operation, before, *redo, words.join(" ")));
                }
            }
            for (operation, before, redo, words) in done.into_iter().rev() {
                prop_assert!(operation > imported);
                let after = dump(&meibo);
                let history = format!("{changes:?}, undoing {operation} ({words})");
                let output = meibo.run(&["undo", &operation.to_string()]);
                prop_assert_eq!(output.code, 0, "{}: {}", history, output);
                prop_assert_eq!(&dump(&meibo), &before, "{}", history);
                if redo {
                    add(&redone, 1);
                    let output = meibo.run(&["undo", &newest(&meibo).to_string()]);
                    prop_assert_eq!(output.code, 0, "redo; {}: {}", history, output);
                    prop_assert_eq!(&dump(&meibo), &after, "redo; {}", history);
                    let output = meibo.run(&["undo", &operation.to_string()]);
                    prop_assert_eq!(output.code, 0, "after redo; {}: {}", history, output);
                    prop_assert_eq!(&dump(&meibo), &before, "after redo; {}", history);
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(stored.get() > 40 && redone.get() > 15, "{stored:?} operations, {redone:?} done again");
}

#[test]
fn undoing_any_operation_is_refused_or_can_be_undone_itself() {
    let list = twenty_people();
    let (taken_back, refused) = (Counter::new(0), Counter::new(0));
    let sequence = prop::collection::vec((change(), 0_i64..8), 8..16);
    runner(9)
        .run(&sequence, |changes| {
            let meibo = with_places();
            meibo.write("list.csv", &list);
            let _ = meibo.run(&["import", "list.csv"]).done();
            let _ = meibo.run(&["breakout", "assign", "--groups", "2"]).done();
            let newest = || meibo.count("SELECT max(id) FROM operation");
            for (change, back) in &changes {
                let words: Vec<&str> = change.iter().map(String::as_str).collect();
                let _ = meibo.run(&words);
                let number = (newest() - back).max(3);
                let (before, last) = (dump(&meibo), newest());
                let output = meibo.run(&["undo", &number.to_string()]);
                let history = format!("{changes:?}, undoing {number} after {words:?}");
                prop_assert!(output.code <= 1, "{}: {}", history, output);
                if newest() == last {
                    add(&refused, 1);
                    prop_assert_eq!(&dump(&meibo), &before, "refused; {}", history);
                    continue;
                }
                add(&taken_back, 1);
                let strays = meibo.count("SELECT count(*) FROM pragma_foreign_key_check");
                prop_assert_eq!(strays, 0, "{}", history);
                if back % 2 == 0 {
                    let output = meibo.run(&["undo", &newest().to_string()]);
                    prop_assert_eq!(output.code, 0, "{}: {}", history, output);
                    prop_assert_eq!(&dump(&meibo), &before, "{}", history);
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(taken_back.get() > 15 && refused.get() > 5, "{taken_back:?}, {refused:?} refused");
}

#[test]
fn the_record_of_the_door_folds_to_the_state_in_any_order_of_desks() {
    let scan = (1_u32..5, any::<bool>(), 0_u32..50, select(&["A", "B", "C"][..]));
    let batches = prop::collection::vec(
        (prop::collection::vec(scan, 1..25), any::<bool>(), 0_usize..4),
        1..5,
    );
    let events = Counter::new(0);
    runner(24)
        .run(&batches, |batches| {
            let meibo = Meibo::with_register();
            meibo.write("list.csv", "family_name\nA\nB\nC\nD\n");
            let _ = meibo.run(&["import", "list.csv"]).done();
            let session = [
                "session", "add", "D1-A", "--day", "1", "--title", "T", "--kind", "plenary",
                "--from", "10:00", "--to", "11:00",
            ];
            let _ = meibo.run(&session).done();
            let codes: Vec<String> = {
                let register = meibo.sql();
                let mut statement =
                    register.prepare("SELECT code FROM participant ORDER BY id").unwrap();
                statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
            };
            for (mut scans, sorted, undos) in batches {
                if sorted {
                    scans.sort_by_key(|scan| scan.2);
                    scans.dedup_by_key(|scan| (scan.0, scan.2));
                }
                let mut text = "code,session,kind,at,desk\n".to_owned();
                for (person, comes, minute, desk) in &scans {
                    let (code, kind) =
                        (&codes[*person as usize - 1], if *comes { "in" } else { "out" });
                    writeln!(text, "{code},D1-A,{kind},2019-02-26 09:{minute:02},{desk}").unwrap();
                }
                meibo.write("scans.csv", &text);
                let _ = meibo.run(&["attendance", "import", "scans.csv"]).done();
                cache_is_the_fold(&meibo.sql());
                for number in 0..undos {
                    let desk = ["A", "B", "C"][number % 3];
                    let latest_event = meibo.count(&format!(
                        "SELECT count(*) FROM attendance_event e JOIN desk d ON d.id = e.desk_id
                         WHERE d.name = '{desk}' AND e.kind <> 'undo' AND e.uuid NOT IN
                           (SELECT undoes FROM attendance_event WHERE undoes IS NOT NULL)"
                    ));
                    if latest_event > 0 {
                        let _ = meibo.run(&["undo", "--desk", desk]);
                    }
                    cache_is_the_fold(&meibo.sql());
                }
            }
            let counted = meibo.count("SELECT count(*) FROM attendance_event");
            add(&events, usize::try_from(counted).unwrap());
            Ok(())
        })
        .unwrap();
    assert!(events.get() > 250, "{events:?}");
}

#[test]
fn a_list_of_scans_in_order_of_time_counts_once_however_often_it_is_imported() {
    let scan = (1_u32..4, any::<bool>());
    runner(16)
        .run(&prop::collection::vec(scan, 1..40), |scans| {
            let meibo = Meibo::with_register();
            meibo.write("list.csv", "family_name\nA\nB\nC\n");
            let _ = meibo.run(&["import", "list.csv"]).done();
            let session = [
                "session", "add", "D1-A", "--day", "1", "--title", "T", "--kind", "plenary",
                "--from", "10:00", "--to", "11:00",
            ];
            let _ = meibo.run(&session).done();
            let mut text = "code,session,kind,at,desk\n".to_owned();
            for (minute, (person, comes)) in scans.iter().enumerate() {
                let code = meibo.sql().query_row(
                    "SELECT code FROM participant ORDER BY id LIMIT 1 OFFSET ?1",
                    [person - 1],
                    |row| row.get::<_, String>(0),
                );
                let kind = if *comes { "in" } else { "out" };
                writeln!(text, "{},D1-A,{kind},2019-02-26 09:{minute:02},B", code.unwrap())
                    .unwrap();
            }
            meibo.write("scans.csv", &text);
            let _ = meibo.run(&["attendance", "import", "scans.csv"]).done();
            let before = meibo.count("SELECT count(*) FROM attendance_event");
            for _ in 0..2 {
                let _ = meibo.run(&["attendance", "import", "scans.csv"]).done();
                prop_assert_eq!(
                    meibo.count("SELECT count(*) FROM attendance_event"),
                    before,
                    "{}",
                    text
                );
            }
            Ok(())
        })
        .unwrap();
}
