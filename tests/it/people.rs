//! Finding and selecting people.

use crate::support::Meibo;

#[test]
fn people_are_found_without_accents_and_with_words_in_any_order() {
    let meibo = Meibo::with_register();
    for line in [
        "register --family Nguyễn --given 'Thị Lan' --country VN --organization MOIT --native-name 阮氏蘭",
        "register --family Đặng --given Ánh --country VN --organization 'Tổng cục Hải quan'",
        "register --family O’Brien --given Søren --email soren@ukaea.example",
    ] {
        meibo.line(line).done();
    }
    for (text, code) in [
        ("lan nguyen", "P-0001-C"),
        ("NGUYEN lan", "P-0001-C"),
        ("thi", "P-0001-C"),
        ("阮氏蘭", "P-0001-C"),
        ("dang anh", "P-0002-A"),
        ("hai quan", "P-0002-A"),
        ("soren", "P-0007-Z"),
        ("obrien", "P-0007-Z"),
        ("ukaea", "P-0007-Z"),
        ("0007", "P-0007-Z"),
    ] {
        let said = meibo.run(&["find", text, "--format", "csv"]).done();
        assert_eq!(said.stdout.lines().count(), 2, "{text}: {}", said.stdout);
        assert!(said.stdout.contains(code), "{text}: {}", said.stdout);
    }
}

#[test]
fn a_code_is_taken_in_every_spelling() {
    let meibo = Meibo::with_sample();
    let told = meibo.line("show P-0142-N").done();
    for spelling in
        ["p142", "142", "P0142N", "p-0142-n", "P-O142-N", "P-0l42-N", "P 0142 N", "P–0142–N"]
    {
        assert_eq!(meibo.run(&["show", spelling]).done(), told, "{spelling}");
    }
}

#[test]
fn each_filter_selects_what_sql_selects() {
    let meibo = Meibo::with_sample();
    let came =
        "id IN (SELECT a.participant_id FROM attendance a JOIN session s ON s.id = a.session_id
        WHERE s.code = 'D1-OPEN')";
    for (filter, condition) in [
        ("", "1"),
        ("--country VN", "country = 'VN'"),
        ("--country 'Viet Nam,JP'", "country IN ('VN', 'JP')"),
        ("--country 'Hong Kong, China'", "country = 'HK'"),
        (
            "--region 'south-eastern asia'",
            "country IN (SELECT code FROM country WHERE subregion = 'South-Eastern Asia')",
        ),
        ("--region europe", "country IN (SELECT code FROM country WHERE region = 'Europe')"),
        (
            "--org customs",
            "organization_id IN (SELECT id FROM organization WHERE name LIKE '%customs%')",
        ),
        ("--category academia", "category = 'academia'"),
        ("--role speaker", "role = 'speaker'"),
        ("--track licensing", "track = 'licensing'"),
        ("--status walk-in", "status = 'walk-in'"),
        (
            "--group P3",
            "id IN (SELECT s.participant_id FROM breakout_seat s JOIN breakout_group g
             ON g.id = s.group_id WHERE g.track = 'policy' AND g.number = 3)",
        ),
        ("--present D1-OPEN", came),
        ("--missing email", "email = ''"),
        ("--missing country", "country IS NULL"),
        ("--missing track", "track = ''"),
        ("--match kim", "name_key LIKE '%kim%' OR email_key LIKE '%kim%'"),
        ("1 2 7", "code IN ('P-0001-C', 'P-0002-A', 'P-0007-Z')"),
        (
            "--country JP --track policy --status confirmed",
            "country = 'JP' AND track = 'policy' AND status = 'confirmed'",
        ),
    ] {
        let wanted = meibo.count(&format!("SELECT count(*) FROM participant WHERE {condition}"));
        assert!(wanted > 0, "{filter} selects nobody");
        let counted = meibo.line(&format!("list --count {filter}")).done().stdout;
        assert_eq!(counted.trim(), wanted.to_string(), "{filter}");
        let listed =
            meibo.line(&format!("list --format json --columns code {filter}")).done().stdout;
        let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
        assert_eq!(listed.as_array().unwrap().len().to_string(), wanted.to_string(), "{filter}");
    }
}

#[test]
fn the_expected_of_a_session_are_its_present_and_its_absent() {
    let meibo = Meibo::with_sample();
    let count = |filter: &str| -> i64 {
        meibo.line(&format!("list --count {filter}")).done().stdout.trim().parse().unwrap()
    };
    // Four walk-ins and one withdrawn person came who were not expected.
    assert_eq!(count("--absent D1-OPEN"), 38);
    assert_eq!(count("--present D1-OPEN"), 160);
    assert_eq!(count("--session D1-OPEN"), 198);
    assert_eq!(
        count("--absent D2-POLICY") + count("--present D2-POLICY"),
        count("--session D2-POLICY")
    );
}

#[test]
fn people_are_sorted_by_a_column() {
    let meibo = Meibo::with_sample();
    let said = meibo.line("list --columns country_name --sort country_name --format csv").done();
    let names: Vec<&str> = said.stdout.lines().skip(1).filter(|name| !name.is_empty()).collect();
    assert!(names.len() > 190);
    assert!(names.is_sorted_by_key(|name| name.trim_matches('"').to_lowercase()), "{names:?}");
}
