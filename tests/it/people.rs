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
        ("--status walk-in,withdrawn", "status IN ('walk-in', 'withdrawn')"),
        (
            "--category academia,company --role speaker,moderator,delegate",
            "category IN ('academia', 'company') AND role IN ('speaker', 'moderator', 'delegate')",
        ),
        ("--track policy,licensing", "track <> ''"),
        (
            "--group P3",
            "id IN (SELECT s.participant_id FROM breakout_seat s JOIN breakout_group g
             ON g.id = s.group_id WHERE g.track = 'policy' AND g.number = 3)",
        ),
        ("--present D1-OPEN", came),
        ("--missing email", "email = ''"),
        ("--missing country", "country IS NULL"),
        ("--missing track", "track = ''"),
        ("--match kim", "name_key LIKE '%kim%' OR lower(email) LIKE '%kim%'"),
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
fn columns_are_named_in_any_letter_case_and_stand_there_once() {
    let meibo = Meibo::with_sample();
    let plain = meibo.line("list --columns code,family_name --country MN --format json").done();
    let other = "list --columns 'Code, Family-Name,code' --country MN --format json";
    assert_eq!(meibo.line(other).done().stdout, plain.stdout);
}

/// Of several conditions on one field only the last one held.
#[test]
fn conditions_on_one_field_were_forgotten() {
    let meibo = Meibo::with_sample();
    for (conditions, wanted) in [
        ("--where country=MN --where country=Nepal", "country IN ('MN', 'NP')"),
        ("--where status=invited --where status=declined", "status IN ('invited', 'declined')"),
        ("--where status=invited,declined", "status IN ('invited', 'declined')"),
    ] {
        meibo.line(&format!("edit {conditions} --note seen")).done();
        let seen = format!("SELECT count(*) = sum({wanted}) FROM participant WHERE note = 'seen'");
        assert_eq!(meibo.count(&seen), 1, "{conditions}");
        let all = format!("SELECT count(*) FROM participant WHERE {wanted} AND note <> 'seen'");
        assert_eq!(meibo.count(&all), 0, "{conditions}");
        meibo.line("undo").done();
    }
}

#[test]
fn people_are_sorted_by_a_column() {
    let meibo = Meibo::with_sample();
    let said = meibo.line("list --columns country_name --sort country_name --format csv").done();
    let names: Vec<&str> = said.stdout.lines().skip(1).filter(|name| !name.is_empty()).collect();
    assert!(names.len() > 190);
    assert!(names.is_sorted_by_key(|name| name.trim_matches('"').to_lowercase()), "{names:?}");
}

#[test]
fn verbs_and_exports_select_people_by_the_words_of_list() {
    let meibo = Meibo::with_sample();
    let told =
        meibo.line("withdraw --country MN --role delegate --reason visa --format csv").done();
    let delegates = "country = 'MN' AND role = 'delegate'";
    let gone =
        format!("SELECT count(*) FROM participant WHERE {delegates} AND status = 'withdrawn'");
    let all = meibo.count(&format!("SELECT count(*) FROM participant WHERE {delegates}"));
    assert!(all > 1);
    assert_eq!(meibo.count(&gone), all, "{told:?}");
    meibo.line("undo").done();
    assert_eq!(meibo.count(&gone), 0);

    meibo
        .line("edit --where country=Mongolia --where track=policy --org customs --note seen")
        .done();
    let changed = meibo.count("SELECT count(*) FROM participant WHERE note = 'seen'");
    let wanted =
        "SELECT count(*) FROM participant p JOIN organization o ON o.id = p.organization_id
        WHERE p.country = 'MN' AND track = 'policy' AND lower(o.name) LIKE '%customs%'";
    assert!(changed > 0);
    assert_eq!(changed, meibo.count(wanted));

    let some = meibo.line("export participants --country MN").done().stdout;
    let everybody = meibo.line("export participants").done().stdout;
    assert_eq!(some.lines().next(), everybody.lines().next());
    assert_eq!(some.lines().count(), 6);
    assert!(some.lines().all(|line| everybody.contains(line)), "{some}");
}

#[test]
fn a_verb_with_neither_code_nor_filter_changes_nobody() {
    let meibo = Meibo::with_sample();
    meibo.says(
        "withdraw",
        "
--- stderr ---
error: nobody was named
hint: name codes or e-mail addresses, or a filter such as --country VN
[exit 2]
",
    );
    meibo.says(
        "withdraw --country AR",
        "
--- stderr ---
error: the filters select nobody
hint: `meibo list` with the same filters shows whom they select
[exit 1]
",
    );
}

#[test]
fn people_are_selected_by_a_word_of_their_tags() {
    let meibo = Meibo::with_register();
    meibo.write("l.csv", "family_name,given_name,Tags\nA,X,\"VIP, press\"\nB,Y,press\nC,Z,vips\n");
    meibo.line("import l.csv").done();
    for (tag, wanted) in [("vip", "1\n"), ("Press", "2\n"), ("vi", "0\n")] {
        assert_eq!(meibo.run(&["list", "--count", "--tag", tag]).stdout, wanted, "{tag}");
    }
}

#[test]
fn a_filter_that_names_nothing_was_answered_with_nobody() {
    let meibo = Meibo::with_sample();
    meibo.says(
        "list --session D1-OPN",
        "
--- stderr ---
error: there is no session D1-OPN
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    meibo.says(
        "list --group P9",
        "
--- stderr ---
error: there is no group P9
hint: there are L1, L2, L3, L4, L5, L6, L7, L8, P1, P2, P3, P4, P5, P6, P7 and P8
[exit 1]
",
    );
    meibo.says(
        "list --region Asai",
        "
--- stderr ---
error: \"Asai\" is no region of the world by UN M49 and no grouping of the seminar
hint: did you mean Asia?
[exit 1]
",
    );
    meibo.says(
        "list --country Atlantis",
        "
--- stderr ---
error: \"Atlantis\" is no country or region
hint: `meibo country TEXT` explains names; --org and --match find other bodies
[exit 1]
",
    );
}

#[test]
fn two_people_of_one_name_are_registered_where_that_is_asked_for() {
    let meibo = Meibo::with_register();
    let line = "register --family Sato --given Ken --country JP --organization METI";
    meibo.line(line).done();
    meibo.line(line).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 1);
    meibo.line(&format!("{line} --allow-duplicate")).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 2);
}

#[test]
fn an_extra_field_that_is_set_to_what_it_was_is_no_change() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Sato --country JP").done();
    meibo.line("edit 1 --extra room=12").done();
    let operations = meibo.count("SELECT count(*) FROM operation");
    let again = meibo.line("edit 1 --extra room=12").done().stderr;
    assert!(again.contains("had these values before"), "{again}");
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations);
    meibo.line("edit 1 --extra room=13").done();
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations + 1);
}

#[test]
fn the_address_of_a_second_registration_was_not_taken_and_nothing_was_said() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Sato --country JP --email ken@meti.example").done();
    meibo.line("register --family Satoh --country JP --email sato@meti.example").done();
    meibo.line("merge 1 2").done();
    meibo.line("edit 1 --email sato@meti.example").done();
    let question = "SELECT count(*) FROM participant WHERE id = 1 AND email = 'sato@meti.example'";
    assert_eq!(meibo.count(question), 1);
    assert!(meibo.line("show sato@meti.example").done().stdout.contains("P-0001-C"));
    meibo.line("undo").done();
    assert_eq!(meibo.count(question), 0);
    let question = "SELECT count(*) FROM participant WHERE id = 2 AND email = 'sato@meti.example'";
    assert_eq!(meibo.count(question), 1);
    meibo.line("check").done();
}
