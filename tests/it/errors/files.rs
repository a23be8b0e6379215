//! Files that cannot be read or written, and rows that cannot be taken.

use std::process::Command;

use super::small;
use crate::support::{check, finish};

#[test]
fn files_of_which_nothing_can_be_read() {
    let meibo = small();
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv cannot be read: No such file or directory (os error 2)
hint: nothing was stored; check the file's name and folder
[exit 1]
",
    );
    std::fs::create_dir(meibo.path("folder")).unwrap();
    meibo.says(
        "import folder",
        "
--- stderr ---
error: folder holds no lists
hint: lists are files that end in .csv, .tsv, .tab, .txt, .xlsx, .xlsm, .ods, .xls, .json, .jsonl, .ndjson
[exit 1]
",
    );
    meibo.write("list.csv", "");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv is empty
hint: nothing was stored; check that the right file was saved
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,given_name\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a header and no rows
hint: nothing was stored; check that the right file was saved
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,given_name\n,\n , \n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a header and no rows
hint: nothing was stored; check that the right file was saved
[exit 1]
",
    );
    meibo.write("list.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv is a picture and no list
hint: nothing was stored; save the list as .xlsx, .ods or CSV and import that
[exit 1]
",
    );
    meibo.write("list.csv", b"PK\x03\x04\0\0");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv is damaged or cut off (line 1)
hint: nothing was stored; ask for the file again, or save it anew where it opens
[exit 1]
",
    );
    meibo.write(
        "list.csv",
        b"family_name,given_name\nB\xc3\xb6hm,J\xc3\xbcrgen\nM\xfcller,Bj\xc3\xb6rn\n",
    );
    meibo.says(
        "import list.csv",
        r#"
--- stderr ---
error: list.csv is not UTF-8 text (line 3)
hint: nothing was stored; save it as "CSV UTF-8" and import that
[exit 1]
"#,
    );
    meibo.write("list.csv", format!("family_name,note\nA,\"{}\n", "x\n".repeat(700_000)));
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a row of more than 1048576 bytes (line 2)
hint: nothing was stored; look there for a quote that is not closed, or a text that is no cell of a list
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn a_quote_that_is_never_closed() {
    let meibo = small();
    meibo.write("list.csv", "family_name,note\nA,\"b\nC,d\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has a quote that is never closed (line 2)
hint: nothing was stored; close it, or write it twice where it is part of the text
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn cells_in_quotes_of_another_kind() {
    let meibo = small();
    meibo.write("list.csv", "“family_name”,“note”\n“A”,“b”\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv encloses its cells in quotes of another kind than \" (line 1)
hint: nothing was stored; save it anew as CSV, or write \" in their place
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn headers_that_are_not_understood() {
    let meibo = small();
    meibo.write(
        "list.csv",
        "session,day,title,starts_at,ends_at,Speakres\nD1-X,1,X,10:00,11:00,A\n",
    );
    meibo.says(
        "session import list.csv",
        "
--- stderr ---
error: list.csv has columns that meibo does not know: Speakres
hint: Speakres may be speakers
hint: nothing was stored; give the column another header, or take it out
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,Surname\nA,B\n");
    meibo.says(
        "import list.csv",
        "
--- stderr ---
error: list.csv has two columns for family_name: family_name, Surname (line 1)
hint: nothing was stored; pass one of them over with --ignore HEADER
[exit 1]
",
    );
    meibo.write("list.csv", "family_name,country\nA,JP\n");
    meibo.says(
        "import list.csv --map organization=Firma",
        "
--- stderr ---
error: list.csv has no header Firma
hint: nothing was stored; write the header exactly as the file has it
[exit 1]
",
    );
    meibo.says(
        "import list.csv --ignore Firma",
        "
--- stderr ---
error: list.csv has no header Firma
hint: nothing was stored; write the header exactly as the file has it
[exit 1]
",
    );
    meibo.says("import list.csv --map shoes=country", "
--- stderr ---
error: there is no field shoes to map a header to; there are code, family_name, given_name, native_name, title, country, organization, category, position, email, role, track, status, excursion, diet, note, reason, name, full_name, native_family_name, native_given_name, country_or_organization, extra
hint: nothing was stored; write --map FIELD=HEADER, the field first
[exit 1]
");
    meibo.says(
        "import list.csv --map country",
        "
--- stderr ---
error: invalid value 'country' for '--map <FIELD=HEADER>': write FIELD=HEADER

For more information, try '--help'.
[exit 2]
",
    );
    meibo.write("sessions.csv", "session,title\nD1-A,A\n");
    meibo.says(
        "session import sessions.csv",
        "
--- stderr ---
error: sessions.csv has no column day; its header is: session, title
hint: nothing was stored; the first line of the file must name its columns, or --map FIELD=HEADER
[exit 1]
",
    );
    meibo.write("scans.csv", "session,at\nD1-OPEN,09:00\n");
    meibo.says(
        "attendance import scans.csv",
        "
--- stderr ---
error: scans.csv has no column code; its header is: session, at
hint: nothing was stored; the first line of the file must name its columns, or --map FIELD=HEADER
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn rows_that_cannot_be_taken() {
    let meibo = small();
    meibo.write(
        "list.csv",
        "family_name,given_name,country,organization,category,email,role,track,status,excursion,note\n\
         A,a,Atlantis,,,,,,,,\n\
         B,b,Korea,,,,,,,,\n\
         C,c,,,goverment,,,,,,\n\
         D,d,,,,not-an-address,,,,,\n\
         E,e,,,,,boss,,,,\n\
         F,f,,,,s.lindqvarn@,,polcy,,,\n\
         G,g,,,,,,,maybe,,\n\
         H,h,,,,,,,,perhaps,\n\
         ,,JP,METI,,,,,,,,\n\
         J,j,,,,,,,,,a\0b\n\
         K,k\n\
         L,l,,,,,,,,,,too,many\n\
         Suzuki,,JP,,,yui@meti.example,,,,,\n\
         Nguyễn,Thị Lan,VN,MOIT,,,,policy,,,\n",
    );
    meibo.says(
        "import list.csv",
        r"
Line  Column       Value             Reason
----  -----------  ----------------  -------------------------------------------
   2  country      Atlantis          is no country or region; leave it empty for
                                     an international organization
   3  country      Korea             could be several; write KP (Democratic
                                     People's Republic of Korea) or KR (Republic
                                     of Korea)
   4  category     goverment         is no category; write government,
                                     international-organization, company,
                                     academia, other
   5  email        not-an-address    is not an e-mail address such as
                                     name@office.example
   6  role         boss              is no role; write delegate, speaker,
                                     moderator, facilitator, rapporteur,
                                     interpreter, observer, staff
   7  email        s.lindqvarn@      is not an e-mail address such as
                                     name@office.example
   7  track        polcy             is no track; write policy, licensing
   8  status       maybe             is no status; write invited, registered,
                                     confirmed, walk-in, waitlisted, withdrawn,
                                     declined
   9  excursion    perhaps           is not understood; write yes, no or waiting
  10  family_name  -                 is empty, and so is given_name; write one
                                     of them
  11  note         a\u{0}b           holds a NUL character; remove it
  12  row          -                 has 2 cells where the header has 11; a
                                     comma or a quote is missing or one too many
  13  row          -                 has 13 cells where the header has 11; a
                                     comma or a quote is missing or one too many
  14  email        yui@meti.example  is in the register as P-0001-C, with
                                     another family_name, given_name,
                                     organization, track; change that one with
                                     `meibo edit`
  15  family_name  Nguyễn            is in the register as P-0002-A, with
                                     another track; change that one with `meibo
                                     edit`
--- stderr ---
0 rows added, 0 the same as before, 14 refused
--rejects FILE writes the refused rows to a file to be mended
[exit 1]
",
    );
    meibo.write("list.csv", "code,family_name\nP-0001-X,A\n4,B\nnobody,C\nP-0001-C,Suzuki\n");
    meibo.says(
        "import list.csv",
        "
Line  Column  Value     Reason
----  ------  --------  -------------------------------------------------------
   2  code    P-0001-X  has a check character that does not fit; a character is
                        wrong or two are swapped
   3  code    4         is a number that no code has; some are skipped so that
                        slips are noticed
   4  code    nobody    is not a code such as P-0142-N
   5  code    P-0001-C  is in the register as P-0001-C, with another
                        family_name, given_name; change that one with `meibo
                        edit`
--- stderr ---
0 rows added, 0 the same as before, 4 refused
--rejects FILE writes the refused rows to a file to be mended
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 5);
}

#[test]
fn rows_of_a_programme_that_cannot_be_taken() {
    let meibo = small();
    meibo.write(
        "sessions.csv",
        "session,day,title,kind,starts_at,ends_at,room,track,speakers\n\
         D1 A!,1,A,,09:00,10:00,,,\n\
         D1-B,4,B,,09:00,10:00,,,\n\
         D1-C,1,,,09:00,10:00,,,\n\
         D1-D,1,D,party,09:00,10:00,,,\n\
         D1-E,1,E,,9 o'clock,10:00,,,\n\
         D1-F,1,F,,10:00,09:00,,,\n\
         D1-G,1,G,,09:00,10:00,,polcy,\n",
    );
    meibo.says(
        "session import sessions.csv",
        "
Line  Column     Value      Reason
----  ---------  ---------  ---------------------------------------------------
   2  session    D1 A!      is not a session code; write a short word such as
                            D1-OPEN
   3  day        4          is not one of the seminar's days; write 1 to 3 or
                            2019-02-26 to 2019-02-28
   4  title      -          is empty; write the title
   5  kind       party      is no kind of session; write plenary, panel,
                            briefing, breakout, excursion, reception, other
   6  starts_at  9 o'clock  is not a time; write 09:30, 2019-02-26 09:30 or
                            2019-02-26T00:30:00Z
   7  ends_at    09:00      is not after the beginning; write the day too if it
                            ends on the next
   8  track      polcy      is no track; write policy, licensing
--- stderr ---
0 sessions added, 0 changed, 0 the same as before, 7 refused
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM session"), 1);
}

#[test]
fn scans_that_cannot_be_taken() {
    let meibo = small();
    meibo.write(
        "scans.csv",
        "code,session,kind,at,source\n\
         P-0099-X,D1-OPEN,in,2019-02-26 09:30,scan\n\
         ,D1-OPEN,in,2019-02-26 09:30,scan\n\
         1,D9-OPEN,in,2019-02-26 09:30,scan\n\
         1,D1-OPEN,into,2019-02-26 09:30,scan\n\
         1,D1-OPEN,undo,2019-02-26 09:30,scan\n\
         1,D1-OPEN,in,soon,scan\n\
         1,D1-OPEN,in,2019-02-26 09:30,telepathy\n",
    );
    meibo.says(
        "attendance import scans.csv",
        "
Line  Column   Value      Reason
----  -------  ---------  ----------------------------------------------------
   2  code     P-0099-X   has a check character that does not fit; a character
                          is wrong or two are swapped
   3  code     -          is empty; write a code or an e-mail address
   4  session  D9-OPEN    is not in the programme
   5  kind     into       is no kind of scan; write in or out
   6  kind     undo       takes back what this list does not have; write in or
                          out
   7  at       soon       is not a time; write 09:30, 2019-02-26 09:30 or
                          2019-02-26T00:30:00Z
   8  source   telepathy  is no source; write scan, hand, paper, import
--- stderr ---
0 scans in, 0 out, 0 repeated, 7 refused
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
}

#[test]
fn a_file_of_refused_rows_that_cannot_be_written() {
    let meibo = small();
    meibo.write("list.csv", "family_name,country\nA,Atlantis\nB,JP\n");
    meibo.says("import list.csv --rejects nowhere/refused.csv", "
--- stderr ---
error: the refused rows cannot be written to nowhere/refused.csv: No such file or directory (os error 2)
hint: nothing was stored; check the folder after --rejects
[exit 1]
");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn answers_that_cannot_be_written() {
    let meibo = small();
    meibo.says(
        "list --output list.pdf",
        "
--- stderr ---
error: the ending of list.pdf says no format
hint: end it in .csv, .json or .xlsx, or say --format
[exit 2]
",
    );
    meibo.says(
        "list --output list",
        "
--- stderr ---
error: the ending of list says no format
hint: end it in .csv, .json or .xlsx, or say --format
[exit 2]
",
    );
    meibo.says(
        "list --output nowhere/list.csv",
        "
--- stderr ---
error: nowhere/list.csv cannot be written: No such file or directory (os error 2)
hint: check the name, and that its folder is there and may be written to
[exit 1]
",
    );
    assert!(!meibo.path("list.pdf").exists());
}

#[test]
fn an_answer_or_help_that_cannot_be_written_is_no_answer() {
    let meibo = small();
    for line in ["list", "--help", "help import", "--version"] {
        let mut command = Command::new("sh");
        let words = format!("\"$0\" {line} > /dev/full");
        command.args(["-c", &words, env!("CARGO_BIN_EXE_meibo")]).current_dir(meibo.path(""));
        check(
            &finish(command, b""),
            "
--- stderr ---
error: the answer cannot be written: No space left on device (os error 28)
hint: make room, or write it elsewhere; `meibo log` shows what was stored
[exit 1]
",
        );
    }
}

#[test]
fn an_answer_that_failed_left_half_a_file() {
    let meibo = small();
    let files = || std::fs::read_dir(meibo.path("")).unwrap().count();
    let before = files();
    meibo.line("export participants --country Atlantis --output some.csv").ended(1);
    meibo.line("list --group P9 --output some.xlsx").ended(1);
    assert_eq!(files(), before);
}

#[test]
fn a_page_is_no_list_and_a_list_is_no_page() {
    let meibo = small();
    for (line, name) in [("list", "a.html"), ("summary", "a.html"), ("log", "a.md")] {
        let told = meibo.line(&format!("{line} --output {name}")).ended(2).stderr;
        let wanted = format!("error: {name} would be a page, and this is a list\n");
        assert!(told.starts_with(&wanted), "{line}: {told}");
    }
    meibo.says(
        "report --output a.csv",
        "
--- stderr ---
error: this is a text, and has no rows
hint: end --output in .md or .html, and leave --format out
[exit 2]
",
    );
    meibo.says(
        "badge --output a.md",
        "
--- stderr ---
error: a.md would be a text, and this is a page
hint: end it in .html, or in .csv for the rows
[exit 2]
",
    );
}
