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
        ("Korea and Japan", "several countries"),
        ("State of Georgia", "not known"),
        ("Democratic Republic of Korea and Congo", "not known"),
        ("France and Réunion", "several countries"),
        ("Korea", "ambiguous"),
        ("Congo", "ambiguous"),
        ("コンゴ", "ambiguous"),
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
    let output = Meibo::new().line("country Korea Tailandd Jpan --format json").ended(1);
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
    let endless = vec![b'a'; 1 << 17];
    let said = meibo.run_with(&["country", "-"], &endless).ended(1);
    assert!(said.stderr.contains("line 1 is longer than 65536 bytes"), "{}", said.stderr);
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
