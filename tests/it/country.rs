//! `country`: every usual spelling of a country or region, and nothing else.

use crate::support::{Meibo, Output};

/// Returns input, code and how of every row, in order.
fn rows(output: &Output) -> Vec<[String; 3]> {
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["input", "country", "name", "how", "choices"]);
    let cell = |record: &csv::StringRecord, at: usize| record[at].to_owned();
    let records = reader.records().map(Result::unwrap);
    records.map(|record| [cell(&record, 0), cell(&record, 1), cell(&record, 3)]).collect()
}

/// Asks about lines on standard input.
fn ask(lines: &[&str]) -> Output {
    let input = lines.join("\n");
    Meibo::new().run_with(&["country", "-", "--format", "csv"], input.as_bytes())
}

#[test]
fn the_ways_in_which_people_write_countries_are_understood() {
    let list = include_str!("../../fixtures/countries.txt");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let wanted: Vec<(&str, &str)> = lines
        .filter_map(|line| line.split_once(' '))
        .flat_map(|(code, texts)| texts.split(';').map(move |text| (text, code)))
        .collect();
    let texts: Vec<&str> = wanted.iter().map(|(text, _)| *text).collect();
    let output = ask(&texts);
    let found = rows(&output);
    assert_eq!(found.len(), wanted.len());
    let wrong: Vec<_> = wanted
        .iter()
        .zip(&found)
        .filter(|((_, code), [_, found, _])| code.trim_matches('-') != found)
        .collect();
    assert!(
        wanted.len() > 2_000 && wrong.is_empty(),
        "{} of {}: {wrong:?}",
        wrong.len(),
        wanted.len()
    );
}

#[test]
fn references_of_web_pages_in_a_name_are_the_letters_that_they_stand_for() {
    let found = rows(&ask(&["Trinidad &amp; Tobago", "C&ocirc;te d&#39;Ivoire", "A&B; C"]));
    let codes: Vec<&str> = found.iter().map(|[_, code, _]| code.as_str()).collect();
    assert_eq!(codes, ["TT", "CI", ""]);
}

#[test]
fn usual_spellings_of_the_seminar_are_recognised() {
    let wanted = [
        ("Viet Nam", "VN"),
        ("ベトナム", "VN"),
        ("Lao PDR", "LA"),
        ("Korea, Rep. of", "KR"),
        ("ROK", "KR"),
        ("Hong Kong, China", "HK"),
        ("Chinese Taipei", "TW"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("Usa", "US"),
        ("Türkiye", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("vnm", "VN"),
        ("704", "VN"),
        ("Indonezia", "ID"),
        ("Frankriech", "FR"),
        ("Mỹ", "US"),
        ("my", "MY"),
        ("Japan (JP)", "JP"),
        ("日本 / Japan", "JP"),
        ("🇯🇵", "JP"),
        ("Königreich Belgien", "BE"),
        ("Tanzania, República Unida de", "TZ"),
        ("ベナン共和国", "BJ"),
        ("Социалистическая Республика Вьетнам", "VN"),
        ("République démocratique de Timor-Leste", "TL"),
        ("Comoros (the)", "KM"),
        ("Greenland (Denmark)", "GL"),
        ("Guinea", "GN"),
        ("Georgia", "GE"),
        ("Ireland", "IE"),
        ("Samoa", "WS"),
        ("Saint Pierre and Miquelon (France)", "PM"),
        ("Cocos (Keeling) Islands (the)", "CC"),
        ("Bahamas (The)", "BS"),
        ("Тайвань (Провинция Китая)", "TW"),
        ("Islas Wallis y Futuna", "WF"),
        ("St Lucia", "LC"),
        ("Трынідад і Табага", "TT"),
        ("كوريا (الجمهورية الديمقراطية الشعبية)", "KP"),
        ("Ma-đa-ga-xợ-ca", "MG"),
        ("Hong Konng", "HK"),
        ("インドネシヤ", "ID"),
        ("인도네시이", "ID"),
        ("Индонезея", "ID"),
    ];
    let output = ask(&wanted.map(|(text, _)| text));
    let found = rows(&output);
    for ([input, code, how], (text, wanted)) in found.iter().zip(wanted) {
        assert_eq!((input.as_str(), code.as_str()), (text, wanted), "{how}");
    }
    assert_eq!(found.len(), wanted.len());
    assert_eq!(output.code, 0);
}

#[test]
fn what_is_no_country_never_becomes_one_and_the_answer_says_why() {
    let wanted = [
        ("European Union", "international organization"),
        ("OPCW", "international organization"),
        ("ASEAN Secretariat", "international organization"),
        ("United Nations", "international organization"),
        ("Georgia Institute of Technology", "organization"),
        ("Ministry of Commerce, Thailand", "organization"),
        ("Hamamatsu Photonics K.K.", "organization"),
        ("東京大学", "organization"),
        ("Jordan Smith", "not known"),
        ("Tokyo", "not known"),
        ("Asia", "part of the world"),
        ("Middle East", "part of the world"),
        ("東南アジア", "part of the world"),
        ("Yugoslavia", "no longer exists"),
        ("СССР", "no longer exists"),
        ("Czechoslovakia", "no longer exists"),
        ("China and Japan", "several countries"),
        ("Japan/Thailand", "several countries"),
        ("日本と韓国", "several countries"),
        ("Japan Korea", "several countries"),
        ("Iran–Iraq", "several countries"),
        ("ไทยและลาว", "several countries"),
        ("Kanama", "ambiguous"),
        ("Korea and Japan", "several countries"),
        ("State of Georgia", "not known"),
        ("Democratic Republic of Korea and Congo", "several countries"),
        ("France and Réunion", "several countries"),
        ("Korea", "ambiguous"),
        ("Congo", "ambiguous"),
        ("コンゴ", "ambiguous"),
        ("England", "part of a country"),
        ("Gaza Strip", "part of a country"),
        ("Ecosse", "part of a country"),
        ("Estado de Mexico", "part of a country"),
        ("Mali Empire", "not known"),
        ("Niger State", "not known"),
        ("Province of Luxembourg", "not known"),
        ("Kosovo", "no ISO 3166 code"),
        ("西アフリカ", "part of the world"),
        ("Île-de-France", "not known"),
        ("Inđija", "not known"),
        ("Pakistani", "not known"),
        ("Malik", "not known"),
        ("San Martín", "not known"),
        ("", "not known"),
    ];
    let output = ask(&wanted.map(|(text, _)| text));
    // The last line is empty and has no end: it is none.
    let (_, wanted) = wanted.split_last().unwrap();
    let found = rows(&output);
    for ([input, code, how], (text, wanted)) in found.iter().zip(wanted) {
        assert_eq!((input.as_str(), code.as_str(), how.as_str()), (*text, "", *wanted));
    }
    assert_eq!(found.len(), wanted.len());
    assert_eq!(output.code, 1);
}

#[test]
fn choices_are_named_for_what_may_be_several_and_for_what_is_near() {
    let output = Meibo::new().line("country Korea Tailandd Xapan --format json").ended(1);
    let rows: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(
        rows[0]["choices"],
        "KP Democratic People's Republic of Korea; KR Republic of Korea"
    );
    assert_eq!(rows[1]["choices"], "TH Thailand");
    assert_eq!(rows[2]["choices"].as_str().unwrap().split("; ").next(), Some("JP Japan"));
    assert_eq!(rows[2]["country"], serde_json::Value::Null);
}

#[test]
fn a_name_of_one_language_is_no_misspelling_of_another() {
    // Latvian for Niger is Nigēra; without its mark it is Nigeria as well as Niger.
    let found = rows(&ask(&["Nigera", "Nigēra"]));
    assert_eq!(found[0][2], "ambiguous");
    assert_eq!(found[1][1], "NE");
}

#[test]
fn lines_of_any_system_and_any_bytes_are_answered_one_row_each() {
    let meibo = Meibo::new();
    let input = b"\xEF\xBB\xBFJapan\r\n\n\xFF\xFE\nThailand";
    let output = meibo.run_with(&["country", "-", "--format", "csv"], input);
    let codes: Vec<_> = rows(&output).into_iter().map(|[_, code, _]| code).collect();
    assert_eq!(codes, ["JP", "", "", "TH"]);
    assert!(output.stderr.contains("line 3 is not UTF-8"), "{}", output.stderr);
}

#[test]
fn one_endless_line_took_the_answers_of_all_others() {
    let long =
        |length: usize| [b"Japan\n", vec![b'a'; length].as_slice(), b"\nThailand\n"].concat();
    for length in [(1 << 16) - 1, 1 << 16, 1 << 20] {
        let output = Meibo::new().run_with(&["country", "-", "--format", "csv"], &long(length));
        let found = rows(&output);
        let codes: Vec<_> = found.iter().map(|[_, code, _]| code.as_str()).collect();
        assert_eq!(codes, ["JP", "", "TH"]);
        let is_too_long = length >= 1 << 16;
        assert_eq!(found[1][0].len(), if is_too_long { 200 } else { length });
        let is_said = output.stderr.contains("line 2 is longer than 65536 bytes");
        assert_eq!(is_said, is_too_long, "{}", output.stderr);
        assert_eq!(output.code, 1);
    }
}

#[test]
fn a_register_that_is_named_must_be_there_and_its_names_are_shown() {
    let meibo = Meibo::new();
    meibo.line("--db other.db country Japan").ended(3);
    let meibo = Meibo::with_register();
    meibo.sql().execute("UPDATE country SET name = 'Taipei' WHERE code = 'TW'", []).unwrap();
    let said = meibo.line("country Taiwan --format csv").done();
    assert_eq!(said.stdout, "input,country,name,how,choices\nTaiwan,TW,Taipei,name,\n");
}

#[test]
fn korea_alone_is_what_the_seminar_says_wherever_it_is_read() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Kim --country Korea").ended(1);
    let said = meibo.line("country KR --alias Korea --format csv").done();
    assert_eq!(
        said.stdout,
        "code,name,region,subregion,groupings,aliases\n\
         KR,Republic of Korea,Asia,Eastern Asia,,Korea\n"
    );
    meibo.line("register --family Kim --country Korea").done();
    std::fs::write(meibo.path("list.csv"), "family_name,country\nPark,KOREA\nLee,Corée\n").unwrap();
    let said = meibo.line("import list.csv").ended(1);
    assert!(said.stdout.contains("could be several"), "{}", said.stdout);
    let said = meibo.line("list --country korea --format csv --columns family_name,country").done();
    assert_eq!(said.stdout, "family_name,country\nKim,KR\nPark,KR\n");
    let said = meibo.line("country Korea Congo --format csv").ended(1);
    assert!(said.stdout.contains("Korea,KR,Republic of Korea,alias,\nCongo,,,ambiguous,CD "));
    meibo.line("country KR --no-alias korea").done();
    meibo.line("list --country Korea").ended(1);
    meibo.line("undo").done();
    meibo.line("list --country Korea").done();
    meibo.line("undo").done();
    meibo.line("redo").done();
    meibo.line("edit 1 --country Korea").done();
}

#[test]
fn a_name_that_is_shown_is_understood_and_can_be_taken_back() {
    let meibo = Meibo::with_register();
    let set = ["country", "Taiwan", "--name", "Taipei Delegation", "--format", "csv"];
    meibo.run(&[&set[..], &["--dry-run"]].concat()).done();
    meibo.run(&["country", "Taipei Delegation"]).ended(1);
    let said = meibo.run(&set).done();
    assert!(
        said.stdout
            .ends_with("\nTW,Taipei Delegation,Asia,Eastern Asia,Seminar Asia,Taipei Delegation\n")
    );
    let said = meibo.run(&["country", "Taipei Delegation", "--format", "csv"]).done();
    assert!(said.stdout.ends_with("Taipei Delegation,TW,Taipei Delegation,alias,\n"));
    let said = meibo.line("country --list --format csv").done();
    assert_eq!(said.stdout.lines().count(), 250);
    meibo.line("undo").done();
    meibo.run(&["country", "Taipei Delegation"]).ended(1);
}

#[test]
fn an_alias_takes_no_name_from_another_country() {
    let meibo = Meibo::with_register();
    for (line, reason) in [
        ("country KR --alias Japan", "\"Japan\" means Japan (JP) already"),
        ("country KR --alias JP", "\"JP\" means Japan (JP) already"),
        ("country KR --no-alias Korea", "\"Korea\" is no alias of Republic of Korea"),
        ("country KR KP --alias Korea", "of one country or region"),
        ("country Congo --alias Congo", "could be several"),
        ("country KR --alias a;b", "holds a semicolon"),
        ("country JP --out-of ASEAN", "Japan is not in \"ASEAN\""),
    ] {
        let said = meibo.line(line).ended(1);
        assert!(said.stderr.contains(reason), "{line}: {}", said.stderr);
    }
    // A slip of another country's name may be meant.
    meibo.line("country SE --alias Switzerlandia").done();
}

#[test]
fn groupings_are_the_seminars_own_and_no_sum_counts_them() {
    let meibo = Meibo::with_register();
    for (name, country) in [("Lan", "VN"), ("Abe", "JP"), ("Tan", "SG"), ("May", "DE")] {
        meibo.run(&["register", "--family", name, "--country", country]).done();
    }
    let names = |region: &str| {
        let said =
            meibo.run(&["list", "--region", region, "--format", "csv", "--columns", "family_name"]);
        let said = said.done().stdout;
        said.lines().skip(1).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("asean"), "Lan Tan");
    assert_eq!(names("Seminar Asia"), "Lan");
    assert_eq!(names("Asia"), "Lan Abe Tan");
    assert_eq!(names("South-Eastern Asia"), "Lan Tan");
    meibo.line("country JP SG --into Plus").done();
    meibo.line("country VN --out-of asean").done();
    assert_eq!((names("plus"), names("ASEAN")), ("Abe Tan".to_owned(), "Tan".to_owned()));
    let said = meibo.line("summary --format csv").done();
    let lines = |section: &str| {
        let is_it = |line: &&str| line.starts_with(section) && line.contains(",registered,");
        said.stdout.lines().filter(is_it).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines("region,").len(), 2, "{:?}", lines("region,"));
    let groupings: Vec<_> = lines("grouping,")
        .iter()
        .map(|line| line.split(',').take(4).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        groupings,
        [
            "grouping ASEAN registered 1",
            "grouping Plus registered 2",
            "grouping Seminar Asia registered 1"
        ]
    );
    let said = meibo.line("list --region Asien").ended(1);
    assert!(said.stderr.contains("no grouping of the seminar"), "{}", said.stderr);
    meibo.line("undo").done();
    assert_eq!(names("ASEAN"), "Lan Tan");
}
