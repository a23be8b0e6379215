//! Lists that are not one header with a row a person below it: forms, groups, headers in two languages.
//! Everybody in them is invented.

use crate::support::Meibo;

#[test]
fn a_list_of_one_person_a_column_made_people_of_its_fields() {
    for title in ["", "Nomination form,,\n,,\n"] {
        let (meibo, said) = Meibo::with_list(&format!(
            "{title}Family name,Tanaka,Sato\nGiven name,Yui,Ken\nCountry,Japan,\nArrival,25 Feb,\nE-mail,y@x.example,k@x.example\n\
             Please return this form by 1 February.,,\n"
        ));
        let said = said.done().stderr;
        assert!(said.contains("fields in column 1 and a person in each one behind it"), "{said}");
        assert_eq!(
            meibo.people("family_name,given_name,country,email"),
            "Tanaka,Yui,JP,y@x.example\nSato,Ken,,k@x.example\n"
        );
        assert_eq!(meibo.count("SELECT count(*) FROM participant_extra WHERE name = 'Arrival'"), 1);
    }
    // What is wrong is told with the number of the column.
    let (_, said) =
        Meibo::with_list("Family name,Tanaka,Sato\nGiven name,Yui,Ken\nE-mail,y@x.example,none@\n");
    assert!(said.ended(1).stdout.contains("\n   3  email"));
}

#[test]
fn a_form_of_too_many_fields_is_refused() {
    let fields: String = (0..5_000).map(|at| format!("Question {at},x\n")).collect();
    let known = "Family name,Tanaka\nGiven name,Yui\nCountry,Japan\nE-mail,y@x.example\n";
    let (meibo, said) = Meibo::with_list(&format!("{}{fields}", known.repeat(5)));
    assert!(said.ended(1).stderr.contains("has more than 4096 columns"));
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
    // Neither is a form of empty cells taken into memory as a whole.
    let (_, said) = Meibo::with_list(&format!(
        "{}\n{}",
        known.trim_end(),
        format!("x{}\n", ",".repeat(4_000)).repeat(400)
    ));
    assert!(said.ended(1).stderr.contains("has a row of more than 1048576 bytes"));
}

#[test]
fn words_below_a_header_that_are_headers_too_turn_no_list_round() {
    let (meibo, said) = Meibo::with_list(
        "Role,Participant's name\nSpeaker,SATO Taro\nParticipant,TAN Wei\nDelegate,KIM Min\n",
    );
    said.done();
    assert_eq!(meibo.people("family_name"), "SATO\nTAN\nKIM\n");
}

#[test]
fn people_below_the_name_of_their_country_had_none() {
    // In the column of names, and in another one; an organization is the country of nobody.
    for (header, group) in [("Name,Position,No.", "NAME,,"), ("No.,Name,Position", "NAME,,")] {
        let group = |name: &str| group.replace("NAME", name);
        let row = |name: &str| {
            let is_first = header.starts_with("Name");
            if is_first { format!("{name},Officer,1\n") } else { format!("1,{name},Officer\n") }
        };
        let (meibo, said) = Meibo::with_list(&format!(
            "{header}\n{}\n{}{}{}\n{}{}\n{}",
            group("JAPAN"),
            row("TANAKA Yui"),
            row("SATO Ken"),
            group("Viet Nam"),
            row("TRAN Hoa"),
            group("OPCW"),
            row("VOSS Petra")
        ));
        let said = said.ended(1);
        assert!(said.stdout.contains("stands alone and names no country"), "{}", said.stdout);
        assert!(said.stderr.contains("2 rows name the country or region of the people below"));
        assert_eq!(meibo.people("family_name,country"), "TANAKA,JP\nSATO,JP\nTRAN,VN\nVOSS,\n");
    }
    // A list that has a column for it says it there, and one that does not begin so has no groups.
    for list in [
        "Name,Country,Position\nJapan,,\nSATO Ken,,Officer\n",
        "Name,Position\nSATO Ken,Officer\nJapan,\nTAN Wei,Officer\n",
    ] {
        let (meibo, said) = Meibo::with_list(list);
        let said = said.ended(1).stdout;
        assert!(said.contains("is a country or region above its people"), "{said}");
        assert_eq!(meibo.count("SELECT count(country) FROM participant"), 0);
    }
}

#[test]
fn refused_people_below_their_country_keep_it_in_the_file_to_be_mended() {
    let meibo = Meibo::with_register();
    let list =
        "Name,E-mail\nJapan,\nSATO Ken,k@x.example\nITO Mei,m@\nViet Nam,\nTRAN Hoa,h@x.example\n";
    meibo.write("list.csv", list);
    meibo.line("import list.csv --rejects refused.csv").ended(1);
    let refused = std::fs::read_to_string(meibo.path("refused.csv")).unwrap();
    assert!(refused.contains("reason\nJapan,,\nITO Mei,m@,"), "{refused}");
    meibo.write("refused.csv", refused.replace("m@,", "m@x.example,"));
    meibo.line("import refused.csv").done();
    assert_eq!(meibo.people("family_name,country"), "SATO,JP\nTRAN,VN\nITO,JP\n");
}

#[test]
fn a_header_in_a_second_language_was_taken_for_a_person() {
    let (meibo, said) =
        Meibo::with_list("番号,氏名,所属\nNo.,Name,Organization\n1,田中 優衣,経済産業省\n");
    let said = said.done().stderr;
    assert!(said.contains("header in lines 1 and 2"), "{said}");
    assert_eq!(meibo.people("family_name,given_name,organization"), "田中,優衣,経済産業省\n");
    let (meibo, said) =
        Meibo::with_list("Name,Organization\n(in capitals),(in full)\nSATO Ken,METI\n");
    said.done();
    assert_eq!(meibo.people("family_name,organization"), "SATO,METI\n");
}

#[test]
fn remarks_below_a_list_became_people() {
    let (meibo, said) = Meibo::with_list(
        "Family name,Given name,Country\nTanaka,Yui,Japan\nContact: trade@x.example,,\n\
         Last updated 1 February 2019,,\nPage 1 of 1,,\nHead of delegation: Tanaka,,\nEnd,,\nSuharto,,\nDelegate 2,,\n",
    );
    let said = said.ended(1);
    assert!(
        said.stderr.contains("3 rows added, 0 the same as before, 5 refused"),
        "{}",
        said.stderr
    );
    assert_eq!(meibo.people("family_name"), "Tanaka\nSuharto\nDelegate 2\n");
    // Elsewhere than in the place of a name, what stands there is shown.
    let (_, said) = Meibo::with_list("No.,Family name,Given name\n1,Tanaka,Yui\nTotal: 1,,\n");
    let said = said.ended(1).stdout;
    assert!(said.contains("Total: 1  stands alone and names nobody"), "{said}");
}

#[test]
fn a_programme_with_dates_of_another_calendar_or_a_spreadsheet_was_refused() {
    let days = [
        "Tuesday, 26 February 2019",
        "26-Feb-19",
        "26 février 2019",
        "26/02/2562",
        "平成31年2月26日(火)",
        "2月26日",
        "43522",
        "2019-02-26 00:00:00",
        "Day 1",
    ];
    let rows: String = (10..)
        .zip(days)
        .map(|(at, day)| format!("S-{at},\"{day}\",X,9:{at} AM,午後1時\n"))
        .collect();
    let meibo = Meibo::with_register();
    meibo.write("programme.csv", format!("session,day,title,starts_at,ends_at\n{rows}"));
    meibo.line("session import programme.csv").done();
    let sessions = meibo.line("session list --format csv").done().stdout;
    assert_eq!(sessions.matches(",1,X,").count(), days.len(), "{sessions}");
}

#[test]
fn a_year_of_two_digits_was_one_of_the_first_century() {
    let meibo = Meibo::with_register();
    meibo.write(
        "programme.csv",
        "session,day,title,starts_at,ends_at\nD1-X,26-02-19,X,09:00,10:00\n",
    );
    let said = meibo.line("session import programme.csv").ended(1).stderr;
    assert!(said.contains("2019-02-26 as dmy, or 2026-02-19 as ymd"), "{said}");
}

#[test]
fn a_mark_for_the_cell_above_became_an_organization() {
    let (meibo, said) = Meibo::with_list(
        "Name,Country,Organization\nSATO Ken,Japan,METI\nTAN Wei,〃,〃\nKIM Min,Japan,同上\nITO Mei,Japan,do.\n",
    );
    let said = said.ended(1);
    assert_eq!(said.stdout.matches("stands for what is above it; write that").count(), 4);
    assert_eq!(meibo.people("family_name,organization"), "SATO,METI\n");
}

#[test]
fn people_without_the_country_that_stands_above_were_not_spoken_of() {
    let (_, said) = Meibo::with_list("Country,Name\nJapan,SATO Ken\n,TAN Wei\n");
    let said = said.done().stderr;
    assert!(said.contains("1 person has neither country nor organization"), "{said}");
}

#[test]
fn headers_and_words_of_usual_forms_were_not_known() {
    for (header, row, columns, expected) in [
        (
            "Name,Name: Vorname,Name: Nachname",
            "Yui Tanaka,Yui,Tanaka",
            "family_name,given_name",
            "Tanaka,Yui",
        ),
        ("NAME (SURNAME in capitals),Country", "TAN Wei,SG", "family_name,country", "TAN,SG"),
        ("Mr/Ms,First,Last", "Ms,Yui,Tanaka", "title,family_name,given_name", "Ms,Tanaka,Yui"),
        ("Name,Do you join the excursion?", "TAN Wei,\"No, thank you\"", "excursion", "no"),
        ("氏名,視察への参加", "佐藤 健,参加する", "family_name,excursion", "佐藤,yes"),
        ("Name,Track", "TAN Wei,Licensing officials", "track", "licensing"),
        ("Name,Email", "TAN Wei,anonymous", "family_name,email", "TAN,"),
    ] {
        let (meibo, said) = Meibo::with_list(&format!("{header}\n{row}\n"));
        let said = said.done().stderr;
        assert!(!said.contains("extra"), "{header}: {said}");
        assert_eq!(meibo.people(columns), format!("{expected}\n"), "{header}");
    }
}

#[test]
fn a_json_list_of_nobody_was_said_to_lack_a_column() {
    for list in ["[]", "[{}]"] {
        let meibo = Meibo::with_register();
        meibo.write("list.json", list);
        let said = meibo.line("import list.json").ended(1).stderr;
        assert!(said.contains("list.json is empty"), "{list}: {said}");
    }
}
