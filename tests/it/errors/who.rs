//! Codes, addresses, names and filters that mean nobody, or not one.

use super::small;
use crate::support::Meibo;

#[test]
fn nobody_has_the_code() {
    let meibo = small();
    meibo.says("show 5", "
--- stderr ---
error: no participant has the code P-0005
hint: did you mean P-0001-C Tanaka, Yui (Japan) or P-0002-A Nguyễn, Thị Lan (Viet Nam) or P-0007-Z Bat (Mongolia)?
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
");
    meibo.says(
        "show 77777",
        "
--- stderr ---
error: no participant has the code P-77777
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
}

#[test]
fn a_code_with_a_wrong_check_character() {
    small().says("show P-0001-X", "
--- stderr ---
error: P-0001-X has a check character that does not fit; a character is wrong or two are swapped
hint: did you mean P-0001-C Tanaka, Yui (Japan) or P-0002-A Nguyễn, Thị Lan (Viet Nam) or P-0007-Z Bat (Mongolia)?
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
");
}

#[test]
fn the_code_that_was_meant_was_not_among_the_near_ones() {
    let meibo = Meibo::with_sample();
    let near = |code: &str| {
        let said = meibo.line(&format!("show {code}")).ended(1).stderr;
        let line = said.lines().find(|line| line.starts_with("hint: did you mean")).unwrap();
        line.to_owned()
    };
    // Two neighbours are swapped, one digit is wrong, the check character is.
    for code in ["P-0136-D", "P-0613-D", "P-0763-D", "P-0163-E", "Ｐ－０１３６－Ｄ"] {
        assert!(near(code).contains("P-0163-D Đặng, Thị Hương Lan"), "{code}: {}", near(code));
    }
}

#[test]
fn a_number_that_is_skipped() {
    small().says("show 4", "
--- stderr ---
error: no participant has the code P-0004
hint: did you mean P-0001-C Tanaka, Yui (Japan) or P-0002-A Nguyễn, Thị Lan (Viet Nam) or P-0007-Z Bat (Mongolia)?
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
");
}

#[test]
fn a_word_that_is_no_code() {
    small().says(
        "show lan",
        "
--- stderr ---
error: lan is not a code such as P-0142-N
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    small().says(
        "show ''",
        "
--- stderr ---
error: an empty text is not a code such as P-0142-N
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
}

#[test]
fn nobody_has_the_email_address() {
    small().says(
        "show yui@meti.exmaple",
        "
--- stderr ---
error: no participant has the e-mail address yui@meti.exmaple
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
}

#[test]
fn nobody_is_found() {
    let meibo = small();
    meibo.says(
        "find 'lan tanaka'",
        r#"
Code  Name  Country/region  Organization  Status
----  ----  --------------  ------------  ------
--- stderr ---
error: nobody was found for "lan tanaka"
hint: try a shorter part of the name, without titles
[exit 1]
"#,
    );
    meibo.says(
        "list --country FR",
        "
Code  Name  Country/region  Organization  Status
----  ----  --------------  ------------  ------
--- stderr ---
0 participants
[exit 1]
",
    );
    meibo.says(
        "list --country FR --count",
        "
0
--- stderr ---
[exit 1]
",
    );
}

#[test]
fn filters_that_mean_nothing() {
    let meibo = small();
    meibo.says(
        "list --country Atlantis",
        r#"
--- stderr ---
error: "Atlantis" is no country or region
hint: `meibo country TEXT` explains names; --org and --match find other bodies
[exit 1]
"#,
    );
    meibo.says(
        "list --absent D9-OPEN",
        "
--- stderr ---
error: there is no session D9-OPEN
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    meibo.says(
        "list --track polcy",
        "
--- stderr ---
error: invalid value 'polcy' for '--track <WORDS>': is no track; write policy, licensing

For more information, try '--help'.
[exit 2]
",
    );
    meibo.says("list --missing shoes", "
--- stderr ---
error: invalid value 'shoes' for '--missing <FIELD>'
  [possible values: family_name, given_name, native_name, title, country, organization, position, email, track, diet, note]

For more information, try '--help'.
[exit 2]
");
    meibo.says("list --group X1", "
--- stderr ---
error: invalid value 'X1' for '--group <GROUP>': is not a group; write P1 for policy or L1 for licensing

For more information, try '--help'.
[exit 2]
");
    meibo.says("list --columns code,shoes", "
--- stderr ---
error: there is no column shoes; there are code, name, family_name, given_name, native_name, title, country, country_name, region, subregion, organization, category, position, email, role, track, status, excursion, diet, note
[exit 2]
");
    meibo.says("list --sort shoes", "
--- stderr ---
error: there is no column shoes; there are code, name, family_name, given_name, native_name, title, country, country_name, region, subregion, organization, category, position, email, role, track, status, excursion, diet, note
[exit 2]
");
}
