//! Importing lists: once, twice, and what was refused.

use crate::support::{Meibo, assert_same, fixture};

fn with_list() -> Meibo {
    let meibo = Meibo::with_register();
    meibo.write("participants.csv", std::fs::read(fixture("participants.csv")).unwrap());
    meibo
}

#[test]
fn the_sample_list_is_taken_and_its_bad_rows_are_told() {
    let meibo = with_list();
    meibo.says(
        "import participants.csv --quiet",
        "
Line  Column       Value                         Reason
----  -----------  ----------------------------  -----------------------------
  19  country      Atlantis                      is no country or region;
                                                 leave it empty for an
                                                 international organization
  47  country      Korea                         could be several; write KP
                                                 (Democratic People's Republic
                                                 of Korea) or KR (Republic of
                                                 Korea)
  64  email        gantulgyn.munkhjargal@        is in the register as
                   customs-mn.example            P-0027-R, with another note;
                                                 change that one with `meibo
                                                 edit`
  79  category     goverment                     is no category; write
                                                 government, international-
                                                 organization, company,
                                                 academia, other
 112  email        not-an-address                is not an e-mail address such
                                                 as name@office.example
 138  family_name  -                             is empty, and so is
                                                 given_name; write one of them
 154  email        van.nguyen@moit-vn.example    is in the register as
                                                 P-0164-B, with another
                                                 position, note; change that
                                                 one with `meibo edit`
 169  email        s.lindqvarn@                  is not an e-mail address such
                                                 as name@office.example
 169  track        polcy                         is no track; write policy,
                                                 licensing
 197  email        hsu.chialing@boft-tw.example  is in the register as
                                                 P-0260-B, with another
                                                 family_name, given_name,
                                                 native_name; change that one
                                                 with `meibo edit`
 204  status       maybe                         is no status; write invited,
                                                 registered, confirmed, walk-
                                                 in, waitlisted, withdrawn,
                                                 declined
--- stderr ---
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 204);
}

#[test]
fn importing_twice_changes_nothing() {
    let meibo = with_list();
    let _ = meibo.line("import participants.csv").ended(1);
    let before = meibo.everything();
    let said = meibo.line("import participants.csv").ended(1);
    assert!(
        said.stderr.starts_with("0 rows added, 205 the same as before, 10 refused\n"),
        "{}",
        said.stderr
    );
    assert_same(&before, &meibo.everything(), "the second import");
    meibo.line("export participants --output export.csv").done();
    let said = meibo.line("import export.csv").done();
    assert_eq!(said.stderr, "0 rows added, 204 the same as before, 0 refused\n");
    assert_same(&before, &meibo.everything(), "the import of the own export");
}

#[test]
fn an_export_makes_the_same_register_elsewhere() {
    let meibo = with_list();
    let _ = meibo.line("import participants.csv").ended(1);
    let exported = meibo.line("export participants").done().stdout;
    let other = Meibo::with_register();
    other.write("export.csv", &exported);
    other.line("import export.csv").done();
    assert_eq!(other.line("export participants").done().stdout, exported);
}

#[test]
fn refused_rows_are_mended_and_imported() {
    let meibo = with_list();
    let _ = meibo.line("import participants.csv --rejects refused.csv").ended(1);
    let refused = meibo.read("refused.csv");
    let mut rows = csv::Reader::from_reader(refused.as_bytes());
    let header = rows.headers().unwrap().clone();
    assert_eq!(header.iter().next_back(), Some("reason"));
    let at = |name: &str| header.iter().position(|cell| cell == name).unwrap();
    let mut mended = csv::Writer::from_writer(Vec::new());
    mended.write_record(&header).unwrap();
    let (mut bad, mut seconds) = (0, 0);
    for row in rows.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        let reason = cells[at("reason")].clone();
        assert!(!reason.is_empty());
        if reason.contains("is in the register") {
            seconds += 1;
            continue;
        }
        bad += 1;
        for (column, value) in [
            ("country", "Republic of Korea"),
            ("category", "government"),
            ("email", "mended@office.example"),
            ("track", "policy"),
            ("status", "confirmed"),
        ] {
            if reason.contains(&format!("{column}: ")) {
                cells[at(column)] = value.replace("mended", &format!("mended{bad}"));
            }
        }
        if reason.contains("family_name: ") {
            cells[at("family_name")] = "Mended".to_owned();
        }
        mended.write_record(&cells).unwrap();
    }
    assert_eq!((bad, seconds), (7, 3));
    meibo.write("mended.csv", mended.into_inner().unwrap());
    let said = meibo.line("import mended.csv").done();
    assert!(
        said.stderr.starts_with("7 rows added, 0 the same as before, 0 refused\n"),
        "{}",
        said.stderr
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 211);
}

#[test]
fn a_list_without_bad_rows_leaves_no_file_of_refused_rows() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", "family_name,country\nSato,JP\n");
    meibo.says(
        "import list.csv --rejects refused.csv",
        r#"
--- stderr ---
1 row added, 0 the same as before, 0 refused
1 person has no category: stored as "other"; see `meibo list --category other`
[exit 0]
"#,
    );
    assert!(!meibo.path("refused.csv").exists());
    assert!(!meibo.path("refused.csv.partial").exists());
}

#[test]
fn a_rehearsed_import_tells_the_same_and_stores_nothing() {
    let meibo = with_list();
    let before = meibo.everything();
    let rehearsed = meibo.line("import participants.csv --dry-run").ended(1);
    assert_same(&before, &meibo.everything(), "the rehearsal");
    let done = meibo.line("import participants.csv").ended(1);
    assert_eq!(rehearsed.stdout, done.stdout);
    assert_eq!(rehearsed.stderr, done.stderr + "nothing was stored (dry run)\n");
}

#[test]
fn headers_and_values_in_other_spellings_are_understood() {
    let meibo = Meibo::with_register();
    let list = "\u{feff}Surname,First name,Nationality,Organisation,E-Mail,Firma\r\n\
                NGUYỄN,Thị Lan,ベトナム,MOIT,lan@moit.example,x\r\n";
    let output = meibo.run_with(&["import", "-", "--ignore", "Firma"], list.as_bytes());
    output.done();
    meibo.says(
        "list --columns name,country,organization,email --format csv",
        r#"
name,country,organization,email
"NGUYỄN, Thị Lan",VN,MOIT,lan@moit.example
--- stderr ---
1 participant
[exit 0]
"#,
    );
}

#[test]
fn the_programme_is_changed_to_what_the_file_says() {
    let meibo = Meibo::with_register();
    meibo.write("sessions.csv", std::fs::read(fixture("sessions.csv")).unwrap());
    meibo.says(
        "session import sessions.csv",
        "
--- stderr ---
10 sessions added, 0 changed, 0 the same as before, 0 refused
[exit 0]
",
    );
    meibo.says(
        "session import sessions.csv",
        "
--- stderr ---
0 sessions added, 0 changed, 10 the same as before, 0 refused
[exit 0]
",
    );
    let changed = meibo.read("sessions.csv").replace("D1-OPEN,1,", "D1-OPEN,2,");
    meibo.write("sessions.csv", changed);
    let _ = meibo.line("session import sessions.csv");
    assert_eq!(meibo.count("SELECT count(*) FROM session"), 10);
    assert_eq!(meibo.count("SELECT day FROM session WHERE code = 'D1-OPEN'"), 2);
    let exported = meibo.line("export sessions").done().stdout;
    meibo.write("export.csv", exported);
    let said = meibo.line("session import export.csv").done();
    assert_eq!(said.stderr, "0 sessions added, 0 changed, 10 the same as before, 0 refused\n");
}

#[test]
fn scans_imported_twice_count_once() {
    let meibo = Meibo::with_sample();
    meibo.write("scans.csv", std::fs::read(fixture("scans.csv")).unwrap());
    let before = meibo.facts();
    let said = meibo.line("attendance import scans.csv");
    assert_eq!(said.code, 0, "{said}");
    assert_same(&before, &meibo.facts(), "the second import of the scans");
}

/// A report keeps 5,000 problems and no more, so that no list needs more memory than another.
#[test]
fn problems_beyond_those_that_are_shown_are_counted_and_all_of_them_are_in_the_rejects() {
    let meibo = Meibo::with_register();
    let mut list = String::from("family_name,country,email\nGood,JP,\n");
    for row in 0..5_100 {
        list.push_str(&format!("N{row},Atlantis,nowhere\n"));
    }
    meibo.write("list.csv", &list);
    let said = meibo.line("import list.csv --rejects bad.csv").ended(1);
    assert!(said.stderr.contains("and 5200 more, which only --rejects shows\n"), "{}", said.stderr);
    assert!(said.stderr.contains("1 row added, 0 the same as before, 5100 refused"));
    let rejects = meibo.read("bad.csv");
    assert_eq!(rejects.lines().count(), 5_101);
    let last = rejects.lines().last().unwrap();
    assert!(last.starts_with("N5099,Atlantis,nowhere,country: is no"), "{last}");
    assert!(last.contains("email: is not an e-mail address"), "{last}");
    let rows = meibo.line("import list.csv --format csv").ended(1).stdout;
    assert_eq!(rows.lines().count(), 5_001);
}
