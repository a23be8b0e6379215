//! Spreadsheets: workbooks that keep every text, and CSV that a double click opens right.

use std::io::Read as _;

use crate::support::{Meibo, fixture};

/// Returns the one sheet of a workbook as XML.
fn sheet(meibo: &Meibo, name: &str) -> String {
    let file = std::fs::File::open(meibo.path(name)).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut xml = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut xml).unwrap();
    xml
}

/// Makes a register with a person whose texts spreadsheets change.
fn with_awkward_texts() -> Meibo {
    let meibo = Meibo::with_register();
    let texts = ["--family", "=1+1", "--given", "007", "--country", "JP", "--diet", "'=x"];
    let more = ["--position", "-", "--note", "+81 3 1234"];
    meibo.run(&[&["register"], texts.as_slice(), &more].concat()).done();
    meibo
}

#[test]
fn a_workbook_keeps_texts_as_texts_and_counts_as_numbers() {
    let meibo = with_awkward_texts();
    meibo.line("export participants --output people.xlsx").done();
    let xml = sheet(&meibo, "people.xlsx");
    for text in ["code", "=1+1", "007", "+81 3 1234"] {
        assert!(xml.contains(&format!("t=\"inlineStr\"><is><t>{text}</t>")), "{text}: {xml}");
    }
    assert!(
        xml.contains("state=\"frozen\"") && xml.contains("<autoFilter ref=\"A1:P2\"/>"),
        "{xml}"
    );
    assert!(!xml.contains("<f>"), "{xml}");
    meibo.line("attendance --by country --output counts.xlsx").done();
    assert!(sheet(&meibo, "counts.xlsx").contains("<v>"));
}

#[test]
fn moments_are_dates_by_which_a_workbook_sorts_and_filters() {
    let meibo = with_awkward_texts();
    meibo.write("sessions.csv", std::fs::read(fixture("sessions.csv")).unwrap());
    meibo.line("session import sessions.csv").done();
    meibo.line("export sessions --output programme.xlsx").done();
    // Ten in the morning, as a part of a day.
    let xml = sheet(&meibo, "programme.xlsx");
    assert!(xml.contains("<v>0.4166666666666667</v>"), "{xml}");
    // And a list that comes from such a workbook is the same programme.
    let said = meibo.line("session import programme.xlsx").done().stderr;
    assert_eq!(said, "0 sessions added, 0 changed, 10 the same as before, 0 refused\n");
    let said = meibo.line("log --output log.xlsx").done();
    assert_eq!(said.stdout, "");
    assert!(sheet(&meibo, "log.xlsx").contains("s=\"2\""));
}

#[test]
fn every_answer_of_rows_is_written_as_a_workbook() {
    let meibo = Meibo::with_sample();
    for question in ["list", "session list", "breakout list", "excursion list", "summary", "log"] {
        meibo.line(&format!("{question} --output answer.xlsx")).done();
        assert!(sheet(&meibo, "answer.xlsx").matches("<row ").count() > 1, "{question}");
    }
}

#[test]
fn a_workbook_is_refused_where_it_cannot_be() {
    let meibo = Meibo::with_register();
    let said = meibo.line("list --format csv --output list.xlsx").ended(2);
    assert!(said.stderr.contains("list.xlsx is a workbook"), "{}", said.stderr);
    let said = meibo.line("completions bash --output list.xlsx").ended(2);
    assert!(said.stderr.contains("no rows for a workbook"), "{}", said.stderr);
    let said = meibo.line("export participants --excel --output list.xlsx").ended(2);
    assert!(said.stderr.contains("--excel writes CSV"), "{}", said.stderr);
    assert!(!meibo.path("list.xlsx").exists());
}

#[test]
fn csv_for_excel_has_its_mark_its_line_ends_and_no_formula() {
    let meibo = with_awkward_texts();
    let said = meibo.line("export participants --excel").done();
    assert!(said.stdout.starts_with("\u{feff}code,"), "{}", said.stdout);
    assert_eq!(said.stdout.matches("\r\n").count(), 2, "{}", said.stdout);
    let marked = ",'=1+1,'007,,,JP,,other,'-,,delegate,,registered,no,''=x,'+81 3 1234\r\n";
    assert!(said.stdout.ends_with(marked), "{}", said.stdout);
    let other = Meibo::with_register();
    other.write("list.csv", &said.stdout);
    other.line("import list.csv").done();
    let plain = meibo.line("export participants").done().stdout;
    assert_eq!(other.line("export participants").done().stdout, plain);
    // The one text that looks marked itself is marked in every list.
    assert!(plain.ends_with(",=1+1,007,,,JP,,other,-,,delegate,,registered,no,''=x,+81 3 1234\n"));
}
