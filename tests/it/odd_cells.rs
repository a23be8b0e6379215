//! Cells that are not there, that say that there is nothing to say, that a spreadsheet has lost, or that
//! hold one of two things.

use crate::support::{Meibo, fixture};

const HEADER: &str = "Family name,Given name,Country,E-mail,Position,Note\n";

#[test]
fn rows_without_the_commas_of_their_empty_cells_were_refused() {
    // As Excel wrote it: the first sixteen rows have all commas, the others none behind the last cell.
    let block: String = (0..15).map(|at| format!("Tanaka,A{at},JP,a{at}@x.example,,\n")).collect();
    let tail: String = (0..4).map(|at| format!("Sato,B{at},JP,b{at}@x.example\n")).collect();
    let (meibo, said) = Meibo::with_list(&format!("{HEADER}{block}{tail}"));
    let said = said.done().stderr;
    assert!(
        said.contains("4 short rows filled up with empty cells, the first in line 17"),
        "{said}"
    );
    assert!(said.contains("19 rows added"), "{said}");
    assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE country = 'JP'"), 19);
    // As a script wrote it: every row ends with its last cell that holds anything.
    let (meibo, said) = Meibo::with_list(&format!(
        "{HEADER}Tanaka,Yui,JP,,Officer\nSato,Ken,JP\nBat,Erdene,MN,,,late\nLim,Bopha,KH,l@x.example\n"
    ));
    assert!(said.done().stderr.contains("3 short rows filled up"));
    assert_eq!(
        meibo.people("family_name,position,note"),
        "Tanaka,Officer,\nSato,,\nBat,,late\nLim,,\n"
    );
}

#[test]
fn a_row_that_lacks_a_comma_is_refused_as_before() {
    for (rows, refused) in [
        // One or two that stand alone.
        ("Tanaka,Yui,JP,y@x.example,Officer,\nSato,Ken,JP\n", 1),
        ("Tanaka,Yui\nSato,Ken,JP,k@x.example,Head,note\nBat,Erdene,MN\n", 2),
        // Other rows have their empty cells.
        ("A,B,JP\nC,D,JP,,,\nE,F,JP,e@x.example\nG,H,JP,,,\nI,J\n", 3),
        // Rows broken within a cell: the second half begins with the rest of it.
        ("A,B,JP,a@x.example,Director\nof Trade,note\nC,D,JP,c@x.example,Head\nof Unit,note\n", 4),
    ] {
        let (meibo, said) = Meibo::with_list(&format!("{HEADER}{rows}"));
        let said = said.ended(1);
        assert_eq!(
            said.stdout.matches("where the header has 6").count(),
            refused,
            "{}",
            said.stdout
        );
        assert!(!said.stderr.contains("filled up"), "{}", said.stderr);
        assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE family_name LIKE 'of%'"), 0);
    }
}

#[test]
fn among_short_rows_one_whose_cells_have_moved_is_refused() {
    let (meibo, said) = Meibo::with_list(&format!(
        "{HEADER}A,B,JP\nC,D,JP\nE,F,JP\nG,JP,g@x.example\nPrepared by the office\nH,I,JP\n"
    ));
    let said = said.ended(1);
    assert!(
        said.stderr.contains("4 rows added, 0 the same as before, 2 refused"),
        "{}",
        said.stderr
    );
    assert_eq!(meibo.people("family_name"), "A\nC\nE\nH\n");
}

#[test]
fn a_mark_for_nothing_was_kept_as_an_organization() {
    let (meibo, said) = Meibo::with_list(
        "Family name,Given name,Title,Country,Organization,Position,Diet,Note\n\
         None,Null,n/a,JP,-,N/A,なし,none\n\
         Suharto,-,—,ID,NULL,Officer,None,-\n\
         Na,No,Mr.,KR,None Ltd,Nil,halal,see n/a\n",
    );
    said.done();
    assert_eq!(
        meibo.people("family_name,given_name,title,organization,position"),
        "None,Null,,,\nSuharto,,,,Officer\nNa,No,Mr.,None Ltd,\n"
    );
    assert_eq!(meibo.people("diet,note"), ",\n,\nhalal,see n/a\n");
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), 1);
}

#[test]
fn an_error_of_a_spreadsheet_was_kept_as_a_text() {
    let (meibo, said) = Meibo::with_list(
        "Family name,Given name,Country,Organization,E-mail,Phone\n\
         Tanaka,Yui,#N/A,#REF!,#BEZUG!,#NV\n\
         #NAME?,Ken,JP,METI,k@x.example,1\n\
         Sato,#N/A,JP,METI,s@x.example,1\n",
    );
    let said = said.ended(1);
    assert_eq!(said.stdout.matches("is an error of the spreadsheet").count(), 2, "{}", said.stdout);
    let expected = "taken as empty in 4 cells, the first of them country in line 2";
    assert!(said.stderr.contains(expected), "{}", said.stderr);
    assert_eq!(meibo.people("family_name,country,organization,email"), "Tanaka,,,\n");
    // It says nothing against what is there.
    meibo.line("edit 1 --organization METI").done();
    meibo.write("v2.csv", "Family name,Given name,Organization\nTanaka,Yui,#N/A\n");
    meibo.line("import v2.csv --update").done();
    assert_eq!(meibo.people("organization"), "METI\n");
}

#[test]
fn what_the_register_itself_says_is_no_mark_for_nothing() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Oda --organization none --position - --note #N/A").done();
    let exported = meibo.line("export participants").done().stdout;
    let other = Meibo::with_register();
    other.write("export.csv", &exported);
    other.line("import export.csv").done();
    assert_eq!(other.line("export participants").done().stdout, exported);
}

#[test]
fn a_delegation_was_an_extra_field_and_nobody_had_a_country() {
    for header in ["Delegation", "Country / Organization", "国・地域・機関名", "代表団"]
    {
        let (meibo, said) = Meibo::with_list(&format!(
            "Name,{header}\n\"Tanaka, Yui\",Japan\n\"Voss, Petra\",OPCW\n\"Bat, Erdene\",モンゴル\n"
        ));
        let said = said.done().stderr;
        assert!(said.contains("is country_or_organization"), "{said}");
        assert_eq!(
            meibo.people("family_name,country,organization"),
            "Tanaka,JP,\nVoss,,OPCW\nBat,MN,\n",
            "{header}"
        );
    }
    let (meibo, said) = Meibo::with_list(
        "Name,Country,Organization,Delegation\n\
         \"Tanaka, Yui\",JP,METI,Japan\n\
         \"Voss, Petra\",NL,,OPCW\n\
         \"Lim, Bopha\",KH,Customs,ASEAN Secretariat\n\
         \"Kim, Minjun\",,,Korea\n",
    );
    let said = said.ended(1);
    assert!(said.stdout.contains("country_or_organization"), "{}", said.stdout);
    assert!(said.stderr.contains("1 person's Delegation is another than"), "{}", said.stderr);
    assert_eq!(
        meibo.people("family_name,country,organization"),
        "Tanaka,JP,METI\nVoss,NL,OPCW\nLim,KH,Customs\n"
    );
}

#[test]
fn a_name_behind_a_formula_that_nobody_has_computed_was_lost_in_silence() {
    let meibo = Meibo::with_register();
    let list = fixture("sheets/formulas-not-computed.xlsx");
    let said = meibo.run(&["import", list.to_str().unwrap()]).ended(1);
    assert!(said.stdout.contains("is an error of the spreadsheet"), "{}", said.stdout);
    let expected = "taken as empty in 2 cells, the first of them country in line 3";
    assert!(said.stderr.contains(expected), "{}", said.stderr);
    assert_eq!(meibo.people("family_name,country"), "Sato,\n");
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra"), 0);
}

#[test]
fn blanks_before_quotes_left_the_quotes_in_the_names() {
    let (meibo, said) = Meibo::with_list(
        "\"Family name\", \"Given name\", \"Country\", \"Organization\"\n\
         \"Tanaka\", \"Yui\", \"Japan\", \"METI, Trade Control\"\n",
    );
    said.done();
    assert_eq!(
        meibo.people("family_name,given_name,country,organization"),
        "Tanaka,Yui,JP,\"METI, Trade Control\"\n"
    );
}

#[test]
fn numbers_written_as_formulas_kept_the_formula() {
    let (meibo, said) =
        Meibo::with_list("Family name,Given name,Phone\nTanaka,Yui,\"=\"\"0312345678\"\"\"\n");
    said.done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant_extra WHERE value = '0312345678'"), 1);
}

#[test]
fn words_and_remarks_between_the_people_became_people() {
    let (meibo, said) = Meibo::with_list(
        "Family name,Given name,Country\nSpeakers,,\nTanaka,Yui,Japan\nInternational organizations,,\n\
         Voss,Petra,Germany\n--- end ---,,\n(2 rows affected),,\n\u{1a}",
    );
    let said = said.ended(1);
    assert!(
        said.stderr.contains("2 rows added, 0 the same as before, 4 refused"),
        "{}",
        said.stderr
    );
    assert_eq!(meibo.people("family_name"), "Tanaka\nVoss\n");
}

#[test]
fn a_list_without_a_header_whose_third_column_is_the_country_was_taken_for_an_invitation() {
    let (_, said) = Meibo::with_list("Tanaka,Yui,Japan,y@x.example\nSato,Ken,Japan,k@x.example\n");
    assert!(said.ended(1).stderr.contains("has no column family_name"));
}

#[test]
fn a_web_page_called_xls_was_read_as_text() {
    let (_, said) = Meibo::with_list("\r\n  <TABLE><tr><td>Family name</td></tr></TABLE>");
    assert!(said.ended(1).stderr.contains("is a web page and no list"));
}
