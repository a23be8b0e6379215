//! Every way in which a list may be written: the same people come out of each.

use meibo::intake::{Choices, Input, Open, PARTICIPANT_FIELDS, ReadingChoices, Table};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::{Meibo, fixture};

/// The people that most files under `fixtures/intake/` hold, as `list` shows them.
const FIVE: &str = "\
name,country,organization,email
\"Sato, Ken\",JP,METI,ken@meti.example
\"Müller, Jürgen\",DE,BAFA,juergen@bafa.example
\"Lefèvre, Hélène\",FR,SBDU,helene@sbdu.example
\"Nguyen, Van An\",VN,MOIT,an@moit.example
\"O'Brien, Sean\",IE,DETE,sean@dete.example
";

/// Imports a file of `fixtures/intake/` into an empty register; returns it and what was said.
#[track_caller]
fn imported(name: &str, flags: &[&str]) -> (Meibo, String) {
    let meibo = Meibo::with_register();
    let path = fixture(&format!("intake/{name}"));
    let said = meibo.run(&[&["import", path.to_str().unwrap()], flags].concat()).done();
    (meibo, said.stderr)
}

/// Fails the test unless a file holds the five people; returns how it was said to be read.
#[track_caller]
fn reads_the_five(name: &str, flags: &[&str]) -> String {
    let (meibo, said) = imported(name, flags);
    let columns = ["list", "--columns", "name,country,organization,email", "--format", "csv"];
    assert_eq!(meibo.run(&columns).done().stdout, FIVE, "{name}");
    let read = said.lines().find_map(|line| line.strip_prefix("read as "));
    read.unwrap_or_default().to_owned()
}

/// Fails the test unless these people, in their own script, come out of a file.
#[track_caller]
fn reads_names(name: &str, said: &str, names: &[&str]) {
    let (meibo, all) = imported(name, &[]);
    let list = meibo.run(&["list", "--columns", "name", "--format", "csv"]).done().stdout;
    let got: Vec<&str> = list.lines().skip(1).map(|line| line.trim_matches('"')).collect();
    assert_eq!(got, names, "{name}: {all}");
    let read = all.lines().find_map(|line| line.strip_prefix("read as ")).unwrap_or_default();
    assert_eq!(read, said, "{name}");
}

#[test]
fn utf_8_with_and_without_a_mark_is_read_without_a_word() {
    assert_eq!(reads_the_five("utf-8.csv", &[]), "");
    assert_eq!(reads_the_five("utf-8-with-mark.csv", &[]), "");
}

#[test]
fn utf_16_is_read_with_a_mark_and_without() {
    assert_eq!(reads_the_five("utf-16le.txt", &[]), "UTF-16LE, tab (guessed), header in line 1");
    assert_eq!(reads_the_five("utf-16be.txt", &[]), "UTF-16BE, tab (guessed), header in line 1");
    let said = "UTF-16LE (guessed), comma, header in line 1";
    assert_eq!(reads_the_five("utf-16le-without-mark.csv", &[]), said);
}

#[test]
fn the_encodings_of_east_asia_are_guessed_and_said() {
    let said = |name| format!("{name} (guessed), comma, header in line 1");
    let japanese = ["佐藤, 健一", "高橋, 直樹", "渡辺, さくら", "Suzuki, Yoko"];
    reads_names("shift_jis.csv", &said("Shift_JIS"), &japanese);
    reads_names("euc-jp.csv", &said("EUC-JP"), &japanese);
    reads_names("gb18030.csv", &said("GB18030"), &["王, 伟", "李, 娜", "赵, 静"]);
    reads_names("big5.csv", &said("Big5"), &["陳, 志明", "林, 淑芬", "黃, 建宏"]);
    reads_names("euc-kr.csv", &said("EUC-KR"), &["김, 민준", "이, 서연", "박, 지훈"]);
}

#[test]
fn the_encodings_of_europe_are_guessed_and_said() {
    let said = "windows-1252 (guessed), semicolon (guessed), header in line 1";
    assert_eq!(reads_the_five("windows-1252.csv", &[]), said);
    let said = |name| format!("{name} (guessed), comma, header in line 1");
    let polish = ["Wójcik, Łukasz", "Żółtowska, Małgorzata", "Dvořák, Jiří"];
    reads_names("windows-1250.csv", &said("windows-1250"), &polish);
    let russian = ["Иванов, Сергей", "Петрова, Анна"];
    reads_names("windows-1251.csv", &said("windows-1251"), &russian);
    reads_names("windows-1254.csv", &said("windows-1254"), &["Yılmaz, Ayşe", "Öztürk, Çağrı"]);
}

#[test]
fn a_guess_is_overruled_by_the_caller() {
    let said = reads_the_five("windows-1252.csv", &["--encoding", "latin1", "--delimiter", ";"]);
    assert_eq!(said, "");
    let meibo = Meibo::with_register();
    let path = fixture("intake/windows-1252.csv");
    let path = path.to_str().unwrap();
    let said = meibo.run(&["import", path, "--encoding", "shift_jis"]).ended(1);
    assert_eq!(
        said.stderr,
        "error: windows-1252.csv has bytes that are not Shift_JIS (line 3)\n\
         hint: nothing was stored; name its encoding with --encoding, or save it as \"CSV UTF-8\" and import that\n"
    );
    let said = meibo.run(&["import", path, "--encoding", "klingon"]).ended(2);
    assert!(said.stderr.contains("is no encoding that meibo knows"), "{}", said.stderr);
    let said = meibo.run(&["import", path, "--delimiter", "::"]).ended(2);
    assert!(said.stderr.contains("is no delimiter"), "{}", said.stderr);
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
}

#[test]
fn bytes_beyond_the_sample_are_never_replaced_in_silence() {
    let meibo = Meibo::with_register();
    let mut list = "family_name,note\n".to_owned();
    for number in 0..4_000 {
        list.push_str(&format!("Person {number},an ordinary line of this list\n"));
    }
    // Everything before is ASCII, longer than what is looked at first.
    assert!(list.len() > 128 * 1024);
    let umlaut = [list.as_bytes(), b"M\xfcller,Stra\xdfe\n"].concat();
    meibo.write("list.csv", &umlaut);
    let said = meibo.line("import list.csv --dry-run").done().stderr;
    assert!(said.starts_with("read as windows-1252 (guessed), comma, "), "{said}");
    let broken = [list.as_bytes(), "Müller,Böhm,Jürgen\n".as_bytes(), b"M\xfc,x\n"].concat();
    meibo.write("list.csv", broken);
    let said = meibo.line("import list.csv").ended(1).stderr;
    assert!(said.starts_with("error: list.csv is not UTF-8 text (line 4003)\n"), "{said}");
    let japanese = list.replace("ordinary", "普通の");
    let mut cut = encoding_rs::SHIFT_JIS.encode(&japanese).0.into_owned();
    cut.push(0x83);
    meibo.write("list.csv", cut);
    let said = meibo.line("import list.csv").ended(1).stderr;
    let expected = "error: list.csv has bytes that are not Shift_JIS (line 4002)\n";
    assert!(said.starts_with(expected), "{said}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
}

#[test]
fn the_delimiter_is_guessed_and_said() {
    let said = |name| format!("UTF-8, {name} (guessed), header in line 1");
    assert_eq!(reads_the_five("semicolon.csv", &[]), said("semicolon"));
    assert_eq!(reads_the_five("tab.tsv", &[]), said("tab"));
    assert_eq!(reads_the_five("pipe.txt", &[]), said("pipe"));
}

#[test]
fn every_kind_of_line_end_is_read_and_mixtures_too() {
    for name in ["line-ends-cr.csv", "line-ends-crlf.csv", "line-ends-mixed.csv"] {
        assert_eq!(reads_the_five(name, &[]), "", "{name}");
    }
}

#[test]
fn titles_above_the_header_are_passed_over_and_said() {
    let said = reads_the_five("titles-above-the-header.csv", &[]);
    assert_eq!(said, "UTF-8, comma, header in line 4");
}

#[test]
fn the_line_of_a_row_was_wrong_in_files_with_crlf_or_cr_or_empty_lines() {
    let meibo = Meibo::with_register();
    for list in [
        "family_name,country\r\nSato,JP\r\nTan,Atlantis\r\n",
        "family_name,country\rSato,JP\rTan,Atlantis\r",
        "family_name,country\n\nTan,Atlantis\n",
        "\r\nfamily_name,country\r\nTan,Atlantis\r\n",
        "family_name,country\n\"Sa\nto\",JP\rTan,Atlantis\r\n",
    ] {
        let line = if list.contains("Sa\nto") { "4," } else { "3," };
        let output =
            meibo.run_with(&["import", "-", "--dry-run", "--format", "csv"], list.as_bytes());
        let rows = output.ended(1).stdout;
        assert!(rows.lines().nth(1).unwrap().starts_with(line), "{list:?}: {rows}");
    }
}

#[test]
fn the_log_keeps_how_a_file_was_read() {
    let (meibo, _) = imported("windows-1252.csv", &[]);
    let log = meibo.run(&["log", "--format", "json"]).done().stdout;
    let expected =
        "\"source_reading\":\"windows-1252 (guessed), semicolon (guessed), header in line 1\"";
    assert!(log.contains(expected), "{log}");
    let register = meibo.sql();
    register.execute("DELETE FROM operation_content", []).unwrap();
    assert!(!meibo.run(&["log", "--format", "json"]).done().stdout.contains("guessed"));
}

#[test]
fn standard_input_longer_than_what_is_kept_in_memory_is_read() {
    let meibo = Meibo::with_register();
    let mut list = "family_name,note\n".to_owned();
    for number in 0..30_000 {
        list.push_str(&format!("Person {number},an ordinary line of this list\n"));
    }
    assert!(list.len() > 1024 * 1024);
    let said = meibo.run_with(&["import", "-"], list.as_bytes()).done();
    assert!(said.stderr.starts_with("30000 rows added"), "{}", said.stderr);
}

/// Returns header and rows of a file, as they are read.
fn rows(bytes: &[u8], reading: ReadingChoices) -> Result<Vec<Vec<String>>, String> {
    let open: &Open<'_> = &|| Ok(Box::new(std::io::Cursor::new(bytes.to_vec())));
    let choices = Choices { reading, ..Choices::default() };
    let input = Input { name: "list", open };
    let mut table =
        Table::open(input, PARTICIPANT_FIELDS, &choices).map_err(|error| error.to_string())?;
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let mut rows = vec![cells(table.header())];
    while let Some(row) = table.next_row().map_err(|error| error.to_string())? {
        rows.push(cells(row.record()));
    }
    Ok(rows)
}

/// Writes rows as a text file; line breaks within cells stay as they are.
fn written(rows: &[Vec<String>], delimiter: u8, end: &str) -> String {
    let rows = rows.iter().map(|row| {
        let row: Vec<String> = row
            .iter()
            .map(|cell| {
                if cell.contains(['"', '\r', '\n', char::from(delimiter)]) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell.clone()
                }
            })
            .collect();
        row.join(&char::from(delimiter).to_string()) + end
    });
    rows.collect()
}

#[test]
fn the_same_rows_come_out_of_every_encoding_delimiter_and_line_end() {
    let encodings = [
        ("utf-8", r#"[ -~àéßœ中日ア🎌\r\n"]{0,12}"#),
        ("utf-16le", r#"[ -~àéßœ中日ア🎌\r\n"]{0,12}"#),
        ("utf-16be", r#"[ -~àéßœ中日ア🎌\r\n"]{0,12}"#),
        ("shift_jis", r#"[ -}あ-んア-ン日本表能予\r\n"]{0,12}"#),
        ("euc-jp", r#"[ -~あ-んア-ン日本表能予\r\n"]{0,12}"#),
        ("gb18030", r#"[ -~一-龥é🎌\r\n"]{0,12}"#),
        ("euc-kr", r#"[ -~가-힣\r\n"]{0,12}"#),
        ("big5", r#"[ -~陳林黃張部署功\r\n"]{0,12}"#),
        ("windows-1251", r#"[ -~А-яЁё№\r\n"]{0,12}"#),
        ("windows-1252", r#"[ -~àéßœ€ÿ\r\n"]{0,12}"#),
    ];
    let delimiters = [b',', b';', b'\t', b'|'];
    let strategy = (0..encodings.len(), 0..4_usize, 0..3_usize).prop_flat_map(move |(e, d, n)| {
        // A filled first cell keeps the row from being a blank one.
        let row = ("[A-Z]{1,5}", vec(encodings[e].1, 2))
            .prop_map(|(first, rest)| [vec![first], rest].concat());
        (Just((encodings[e].0, delimiters[d], ["\n", "\r\n", "\r"][n])), vec(row, 1..8))
    });
    let config =
        ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() };
    proptest::test_runner::TestRunner::new(config)
        .run(&strategy, |((encoding, delimiter, end), people)| {
            let header = ["family_name", "country", "note"].map(str::to_owned).to_vec();
            let all = [vec![header], people].concat();
            let text = written(&all, delimiter, end);
            let bytes = match encoding {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                name => {
                    let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
                    let (bytes, _, lossy) = encoding.encode(&text);
                    prop_assume!(!lossy);
                    bytes.into_owned()
                }
            };
            let encoding = Some(encoding.parse().unwrap());
            let told = ReadingChoices { encoding, delimiter: None };
            prop_assert_eq!(rows(&bytes, told), Ok(all));
            Ok(())
        })
        .unwrap();
}
