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
    register.execute("UPDATE operation SET source_reading = ''", []).unwrap();
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
            let told = ReadingChoices { encoding, ..ReadingChoices::default() };
            prop_assert_eq!(rows(&bytes, told), Ok(all));
            Ok(())
        })
        .unwrap();
}

#[test]
fn workbooks_of_all_three_kinds_are_read() {
    assert_eq!(reads_the_five("workbook.xlsx", &[]), "");
    let said = "ODS, sheet \"People\" (guessed) of 2, header in row 1";
    assert_eq!(reads_the_five("workbook.ods", &[]), said);
    let said = "XLS, sheet \"People\" (guessed) of 2, header in row 3";
    assert_eq!(reads_the_five("workbook.xls", &[]), said);
}

#[test]
fn a_short_workbook_with_an_unknown_column_was_called_damaged() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name,Room\nSato,12\n");
    meibo.line("import list.csv").done();
    meibo.line("export participants --extra --output list.xlsx").done();
    let other = Meibo::with_register();
    std::fs::copy(meibo.path("list.xlsx"), other.path("list.xlsx")).unwrap();
    other.line("import list.xlsx").done();
    let export = "export participants --extra";
    assert_eq!(other.line(export).done().stdout, meibo.line(export).done().stdout);
}

#[test]
fn merged_title_rows_are_passed_over() {
    let said = "XLSX, sheet \"Participants\", header in row 4";
    assert_eq!(reads_the_five("merged-title-rows.xlsx", &[]), said);
}

#[test]
fn a_hidden_sheet_is_not_taken_for_the_list() {
    for name in ["hidden.xlsx", "hidden.xls", "hidden.ods"] {
        let meibo = Meibo::new();
        meibo.line("init --name S --from 2019-02-26 --to 2019-02-28").done();
        let path = fixture(&format!("sheets/{name}"));
        let said = meibo.run(&["import", path.to_str().unwrap()]).done();
        assert!(said.stderr.contains("sheet \"This year\" (guessed) of 2"), "{}", said.stderr);
        let named = meibo.run(&["import", path.to_str().unwrap(), "--sheet", "Last year"]).done();
        assert!(named.stderr.contains("1 row added"), "{}", named.stderr);
    }
}

#[test]
fn totals_and_remarks_below_a_list_are_nobody() {
    let meibo = Meibo::new();
    meibo.line("init --name S --from 2019-02-26 --to 2019-02-28").done();
    meibo.write(
        "list.csv",
        "No,Family name,Given name,Country\n1,Sum,Wai,HK\n2,Count,,FR\n3,Sato,,JP\nTotal,3,,\n\
         ,Total: 3,,\n,合計　3名,,\n,Note: to be confirmed,,\n,合計,,\n,Prepared by the Ministry,,\n\
         ,Total,3,\n,3名,合計,\n,,以上,\n",
    );
    let said = meibo.run(&["import", "list.csv"]).ended(1);
    assert!(said.stderr.contains("3 rows added, 0 the same as before, 9 refused"), "{said:?}");
    assert_eq!(said.stdout.matches("is the name of nobody").count(), 9, "{}", said.stdout);
}

#[test]
fn the_sheet_with_a_header_is_guessed_and_another_one_can_be_named() {
    let said = "XLSX, sheet \"Participants\" (guessed) of 3, header in row 1";
    assert_eq!(reads_the_five("several-sheets.xlsx", &[]), said);
    for sheet in ["participants", "2"] {
        assert_eq!(reads_the_five("several-sheets.xlsx", &["--sheet", sheet]), "");
    }
    let (meibo, _) = imported("several-sheets.xlsx", &["--sheet", "Cancelled"]);
    let list = meibo.run(&["list", "--columns", "name", "--format", "csv"]).done().stdout;
    assert_eq!(list, "name\n\"Bat, Bold\"\n");
    let path = fixture("intake/several-sheets.xlsx");
    let said = meibo.run(&["import", path.to_str().unwrap(), "--sheet", "Sheet9"]).ended(1);
    assert_eq!(
        said.stderr,
        "error: several-sheets.xlsx has no sheet Sheet9; there are: Read me, Participants, Cancelled\n\
         hint: nothing was stored; write --sheet with a name or a number\n"
    );
}

/// Returns the first person of a file, field by field.
fn first_person(name: &str, columns: &str) -> String {
    let (meibo, _) = imported(name, &[]);
    let list = meibo.run(&["export", "participants", "--format", "csv"]).done().stdout;
    let mut rows = csv::Reader::from_reader(list.as_bytes());
    let header = rows.headers().unwrap().clone();
    let row = rows.records().next().unwrap().unwrap();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    columns.split(',').map(|column| row[at(column)].to_owned()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn cells_are_read_as_a_person_reads_them() {
    let columns = "family_name,note,position,title,native_name,diet,organization,excursion";
    assert_eq!(
        first_person("dates-and-leading-zeros.xlsx", columns),
        "Sato | 0312345678 | +81 3 1234 | 2019-02-26 | 2019-02-26 09:30 | 42 | 2.5 | yes"
    );
    let columns = "family_name,note,title,native_name,diet,organization,position";
    assert_eq!(
        first_person("dates-and-comments.ods", columns),
        "Sato | one  line\ntwo | 2019-02-26 | 2019-02-26 09:30 | 42 | METI | METI"
    );
}

#[test]
fn cells_of_an_old_workbook_lost_their_leading_zeros() {
    let (meibo, said) = imported("dates-and-leading-zeros.xls", &[]);
    let read = "read as XLS, sheet \"Liste\" (guessed) of 2, header in row 3\n";
    assert!(said.starts_with(read), "{said}");
    let people = meibo.line("export participants --extra").done().stdout;
    let mut rows = csv::Reader::from_reader(people.as_bytes());
    let header = rows.headers().unwrap().clone();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        let at = header.iter().position(|column| column == name);
        rows[row][at.unwrap_or_else(|| panic!("{name} in {header:?}"))].to_owned()
    };
    for (name, first, second) in [
        ("family_name", "Müller", "佐藤"),
        ("given_name", "Jürgen", "健"),
        ("country", "DE", "JP"),
        ("extra: Phone", "0301234567", "+81 3 1234 5678"),
        ("extra: Room", "007", "12"),
        ("extra: Arrival", "2019-02-26 09:30", "2019-02-25"),
        ("extra: Present", "yes", ""),
        ("extra: Reading", "0.125", ""),
    ] {
        // The second person was written column by column.
        assert_eq!((cell(0, name).as_str(), cell(1, name).as_str()), (first, second), "{name}");
    }
}

#[test]
fn values_of_a_sheet_that_shows_no_text_were_lost() {
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let silent = |kind: &str, value: &str| {
        format!("<table:table-cell office:value-type=\"{kind}\" office:{value}/>")
    };
    let header = ["Surname", "Share", "Fee", "Time", "Late", "Office", "Phone", "Price"];
    let phone = "<table:table-cell office:value-type=\"float\" office:value=\"312345678\"><text:p>0312345678</text:p></table:table-cell>";
    let price = "<table:table-cell office:value-type=\"float\" office:value=\"1234\"><text:p>1.234,00</text:p></table:table-cell>";
    let values = [
        &text("Sato"),
        &silent("percentage", "value=\"0.25\""),
        &silent("currency", "value=\"10.5\""),
        &silent("time", "time-value=\"PT14H05M00S\""),
        &silent("boolean", "boolean-value=\"true\""),
        &silent("string", "string-value=\"METI\""),
        phone,
        price,
    ];
    let content = format!(
        "<office:document-content><table:table table:name=\"A\">{}{}</table:table></office:document-content>",
        row(&header.map(text).concat()),
        row(&values.map(str::to_owned).concat())
    );
    let meibo = Meibo::with_register();
    meibo.write("list.ods", zipped(&[("content.xml", content.into_bytes())]));
    meibo.line("import list.ods").done();
    let people = meibo.line("export participants --extra").done().stdout;
    assert!(people.contains(",METI,"), "{people}");
    assert!(people.ends_with(",0.25,10.5,14:05,yes,0312345678,1234\n"), "{people}");
}

#[test]
fn a_second_sheet_of_people_was_passed_over_without_a_word() {
    let table = |name: &str, person: &str| {
        let cell =
            |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let row = |cells: &str| {
            let cells = cells.split(',').map(cell).collect::<String>();
            format!("<table:table-row>{cells}</table:table-row>")
        };
        format!(
            "<table:table table:name=\"{name}\">{}{}</table:table>",
            row("Surname,Country"),
            row(person)
        )
    };
    let sheets = [table("Japan", "Sato,JP"), table("Singapore", "Tan,SG"), table("Notes", "x,y")];
    let content = format!("<office:document-content>{}</office:document-content>", sheets.concat());
    let meibo = Meibo::with_register();
    meibo.write("list.ods", zipped(&[("content.xml", content.into_bytes())]));
    let said = meibo.line("import list.ods").done().stderr;
    let told =
        "\"Japan\" (guessed) of 3, \"Singapore\" and 1 more not read (--sheet reads another list)";
    assert!(said.contains(told), "{said}");
    let said = meibo.line("import list.ods --sheet Singapore").done().stderr;
    assert!(!said.contains("not read"), "{said}");
}

#[test]
fn a_remark_beside_a_list_in_a_sheet_refused_its_row() {
    let row = |cells: &[&str]| {
        let cells = cells
            .iter()
            .map(|text| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>"));
        format!("<table:table-row>{}</table:table-row>", cells.collect::<String>())
    };
    let rows =
        [row(&["Surname", "Country"]), row(&["Sato", "JP", "", "comes late"]), row(&["Tan", "SG"])];
    let content = format!(
        "<office:document-content><table:table table:name=\"A\">{}</table:table></office:document-content>",
        rows.concat()
    );
    let meibo = Meibo::with_register();
    meibo.write("list.ods", zipped(&[("content.xml", content.into_bytes())]));
    meibo.line("import list.ods").done();
    let people = meibo.line("export participants --extra").done().stdout;
    assert!(people.lines().next().unwrap().ends_with(",note,extra: column 4"), "{people}");
    assert!(people.contains(",comes late\n"), "{people}");
    assert_eq!(people.lines().count(), 3, "{people}");
}

#[test]
fn json_is_read_line_by_line_or_as_an_array() {
    assert_eq!(reads_the_five("lines.jsonl", &[]), "");
    assert_eq!(reads_the_five("array.json", &[]), "");
    let meibo = Meibo::with_register();
    let list = r#"{"family_name":"Sato","note":["a","b"],"diet":null,"position":7}
{"family_name":"Tan","country":[{"code":"SG"}]}

{"family_name":"Bat","family_name":"Bold"}
"#;
    let output = meibo.run_with(&["import", "-", "--format", "csv"], list.as_bytes()).ended(1);
    assert_eq!(
        output.stdout,
        "line,column,value,reason\n\
         2,row,,\"has a list or an object within \"\"country\"\"; write a text\"\n\
         4,row,,\"names \"\"family_name\"\" twice; leave one of them out\"\n"
    );
    for (list, line, reason) in [
        (
            "[{\"family_name\":\"Sato\"}\n{\"family_name\":\"Tan\"}]",
            2,
            "an object in braces is expected",
        ),
        ("[{\"family_name\":\"Sato\"},", 1, "the end comes too early"),
        ("{\"family_name\":\"Sato\"}\n{\"family_name\":}", 2, "expected value"),
    ] {
        let said = meibo.run_with(&["import", "-"], list.as_bytes()).ended(1).stderr;
        let expected = format!("error: standard input is no JSON (line {line}): {reason}\n");
        assert!(said.starts_with(&expected), "{said}");
    }
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 1);
}

#[test]
fn gzip_is_unpacked() {
    assert_eq!(reads_the_five("packed.csv.gz", &[]), "");
    let bytes = std::fs::read(fixture("intake/packed.csv.gz")).unwrap();
    let meibo = Meibo::with_register();
    let said = meibo.run_with(&["import", "-"], &bytes[..bytes.len() / 2]).ended(1).stderr;
    assert!(said.starts_with("error: standard input is damaged or cut off"), "{said}");
}

#[test]
fn several_files_and_folders_are_taken_one_by_one() {
    let meibo = Meibo::with_register();
    std::fs::create_dir(meibo.path("lists")).unwrap();
    meibo.write("lists/b.csv", "family_name,country\nTan,SG\n");
    meibo.write("lists/a.csv", "family_name,country\nSato,JP\nKim,Korea\n");
    meibo.write("lists/~$a.xlsx", "open elsewhere");
    meibo.write("lists/cut.xlsx", b"PK\x03\x04");
    meibo.write("lists/readme.md", "no list");
    meibo.write("c.csv", "family_name,country\nBat,MN\nX,Atlantis\n");
    let output =
        meibo.run(&["import", "lists", "c.csv", "--rejects", "refused.csv", "--format", "csv"]);
    let said = output.ended(1);
    let rows: Vec<&str> = said.stdout.lines().collect();
    assert_eq!(rows[0], "file,line,column,value,reason");
    assert!(rows[1].starts_with("a.csv,3,country,Korea,"), "{}", said.stdout);
    assert!(rows[2].starts_with("c.csv,3,country,Atlantis,"), "{}", said.stdout);
    assert!(
        said.stderr.contains("a.csv: 1 row added, 0 the same as before, 1 refused\n"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("error: cut.xlsx is damaged or cut off (line 1)\n"),
        "{}",
        said.stderr
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
    assert_eq!(meibo.count("SELECT count(*) FROM operation WHERE verb = 'import'"), 3);
    assert!(meibo.path("refused-a.csv").exists() && meibo.path("refused-c.csv").exists());
    assert!(!meibo.path("refused-b.csv").exists());
    std::fs::create_dir(meibo.path("empty")).unwrap();
    let said = meibo.run(&["import", "empty"]).ended(1).stderr;
    assert!(said.starts_with("error: empty holds no lists\n"), "{said}");
}

/// Imports a hostile file; it is refused with this sentence, and nothing is stored.
#[track_caller]
fn refuses(bytes: impl AsRef<[u8]>, sentence: &str) {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", bytes);
    // More memory than any list needs is not given.
    let mut command = std::process::Command::new("sh");
    let usual = meibo.command();
    command.current_dir(usual.get_current_dir().unwrap()).env_clear();
    for (key, value) in usual.get_envs() {
        command.env(key, value.unwrap_or_default());
    }
    let program = env!("CARGO_BIN_EXE_meibo");
    command.args(["-c", &format!("ulimit -v 400000; exec {program} import list.csv")]);
    let said = crate::support::finish(command, b"").ended(1).stderr;
    assert!(said.starts_with(&format!("error: {sentence}\n")), "{sentence}\n{said}");
    assert!(said.contains("\nhint: nothing was stored; "), "{said}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
}

/// Packs parts into a zip file.
fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut file = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        file.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

#[test]
fn hostile_files_are_refused_with_bounded_memory() {
    let long = |count: usize| "x".repeat(count);
    let row = "list.csv has a row of more than 1048576 bytes (line 2)";
    refuses(format!("family_name,note\nSato,{}\n", long(100_000_000)), row);
    refuses(format!("family_name,note\nSato,\"never closed\n{}", "a,b\n".repeat(3_000_000)), row);
    let header = vec!["x"; 1_000_000].join(",");
    refuses(header, "list.csv has a row of more than 1048576 bytes (line 1)");
    let header = vec!["x"; 10_000].join(",");
    refuses(header, "list.csv has more than 4096 columns (line 1)");
    refuses(b"\x7fELF\x02\x01\x01\0\0\0\0\0", "list.csv is no text (line 1)");
    refuses(b"%PDF-1.7\n", "list.csv is a PDF document and no list");
    refuses(
        format!("[{{\"family_name\":\"{}\"}}]", long(5_000_000)),
        "list.csv has a row of more than 1048576 bytes (line 1)",
    );
    refuses(
        "family_name,note\nSato,x\nTan,\"open\nKim,x\n",
        "list.csv has a quote that is never closed (line 3)",
    );
    refuses(
        "family_name,note\nSato,x\n\u{1}\u{2}\u{3}\u{2}\u{1}\nKim,x\n",
        "list.csv is no text (line 3)",
    );
    refuses(
        "family_name,surname\nA,B\n",
        "list.csv has two columns for family_name: family_name, surname (line 1)",
    );
}

#[test]
fn every_faulty_file_is_refused_by_a_sentence_with_name_line_and_remedy() {
    let sentences = [
        ("array-cut-off.json", "is no JSON (line 1): the end comes too early"),
        ("binary.csv", "is no text (line 1)"),
        ("bytes-not-utf-8.csv", "is not UTF-8 text (line 4)"),
        ("cut-off.csv.gz", "is damaged or cut off (line 1)"),
        ("cut-off.xls", "is damaged or cut off (line 1)"),
        ("cut-off.xlsx", "is damaged or cut off (line 1)"),
        ("doubled-header.csv", "has two columns called Room (line 1)"),
        ("doubled-meaning.csv", "has two columns for family_name: family_name, Surname (line 1)"),
        ("many-columns.csv", "has more than 4096 columns (line 1)"),
        ("no-name.csv", "has no column family_name; its header is: country, organization"),
        ("quote-never-closed.csv", "has a quote that is never closed (line 3)"),
    ];
    let meibo = Meibo::with_register();
    for (name, sentence) in sentences {
        let path = fixture(&format!("refused/{name}"));
        let said = meibo.run(&["import", path.to_str().unwrap()]).ended(1).stderr;
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[0], format!("error: {name} {sentence}"));
        assert!(lines[1].starts_with("hint: nothing was stored; "), "{said}");
    }
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
    let files = std::fs::read_dir(fixture("refused")).unwrap().count();
    assert_eq!(files, sentences.len() + 1, "every file has its sentence");
}

#[test]
fn bombs_are_refused_with_bounded_memory() {
    use std::io::Write as _;
    let packed = |row: &str| {
        let mut file = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        file.write_all(b"family_name,country\n").unwrap();
        let rows = row.repeat(1_000_000 / row.len());
        (0..100).for_each(|_| file.write_all(rows.as_bytes()).unwrap());
        file.finish().unwrap()
    };
    refuses(packed("x"), "list.csv has a row of more than 1048576 bytes (line 2)");
    refuses(packed("\n"), "list.csv has a row of more than 1048576 bytes (line 1114094)");
    let types = || ("[Content_Types].xml", b"<Types/>".to_vec());
    let book = || {
        let text =
            r#"<workbook xmlns:r="r"><sheets><sheet name="A" r:id="a"/></sheets></workbook>"#;
        ("xl/workbook.xml", text.as_bytes().to_vec())
    };
    let relations = || {
        let text = r#"<Relationships><Relationship Id="a" Type="x/worksheet" Target="a.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="s.xml"/></Relationships>"#;
        ("xl/_rels/workbook.xml.rels", text.as_bytes().to_vec())
    };
    let texts = |text: &str| {
        ("xl/s.xml", format!("<sst uniqueCount=\"999999999999\">{text}</sst>").into_bytes())
    };
    let sheet = |text: String| {
        ("xl/a.xml", format!("<worksheet><sheetData>{text}</sheetData></worksheet>").into_bytes())
    };
    let workbook = |sheet, texts| zipped(&[types(), book(), relations(), sheet, texts]);
    let blown = format!("<si><t>{}</t></si>", "x".repeat(1000)).repeat(150_000);
    refuses(
        workbook(sheet(String::new()), texts(&blown)),
        "list.csv unpacks to more than a list of people can be (line 1)",
    );
    let cell = format!("<row r=\"1\"><c t=\"str\"><v>{}</v></c></row>", "x".repeat(20_000_000));
    refuses(
        workbook(sheet(cell), texts("")),
        "list.csv has a row of more than 1048576 bytes (line 1)",
    );
    let far = "<row r=\"1\"><c r=\"XFD1\" t=\"str\"><v>x</v></c></row>".to_owned();
    refuses(workbook(sheet(far), texts("")), "list.csv has more than 4096 columns (line 1)");
    let bytes = std::fs::read(fixture("intake/workbook.xlsx")).unwrap();
    refuses(&bytes[..bytes.len() - 40], "list.csv is damaged or cut off (line 1)");
    let bytes = std::fs::read(fixture("intake/workbook.xls")).unwrap();
    refuses(&bytes[..bytes.len() / 2], "list.csv is damaged or cut off (line 1)");
    let cells = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell>";
    let content = format!(
        "<office:document-content><table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"1048576\">{cells}</table:table-row></table:table></office:document-content>"
    );
    refuses(
        zipped(&[("content.xml", content.into_bytes())]),
        "list.csv has more than 4096 columns (line 1)",
    );
}

/// How often each small file of the corpus is damaged in another way.
fn mutations() -> u64 {
    std::env::var("MEIBO_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(60)
}

#[test]
fn no_damage_to_any_kind_of_file_makes_a_reader_panic() {
    // A generator of its own keeps the run the same everywhere.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    let mut files: Vec<_> =
        std::fs::read_dir(fixture("intake")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let (mut read, mut refused) = (0, 0);
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        for _ in 0..mutations() {
            let mut bytes = whole.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(5) {
                    0 => bytes.truncate(at.max(1)),
                    1 => bytes[at] = u8::try_from(random(256)).unwrap(),
                    2 => bytes[at] ^= 1 << random(8),
                    3 => bytes.insert(at, b"\0\xff\",;\n\r{["[random(9)]),
                    _ => drop(bytes.drain(at..(at + random(16)).min(bytes.len()))),
                }
                if bytes.is_empty() {
                    bytes.push(b'x');
                }
            }
            match rows(&bytes, ReadingChoices::default()) {
                Ok(_) => read += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(read > 100 && refused > 100, "{read} read, {refused} refused");
}
