//! People that cannot be registered, changed or merged.

use super::small;
use crate::support::{Meibo, check};

#[test]
fn registered_before_by_email() {
    let meibo = small();
    meibo.says("register --family Suzuki --country JP --email YUI@meti.example", "
--- stderr ---
error: Suzuki is in the register as P-0001-C, with another family_name, given_name, organization, track
hint: `meibo show P-0001-C` shows who that is, `meibo edit P-0001-C` changes it
hint: if it is another person: give that person's own e-mail address, or none
[exit 1]
");
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn registered_before_by_name_country_and_organization() {
    let meibo = small();
    meibo.says(
        "register --family NGUYEN --given 'Thi Lan' --country Vietnam --organization MOIT --track policy",
        "
--- stderr ---
error: NGUYEN, Thi Lan is in the register as P-0002-A, with another family_name, given_name, track
hint: `meibo show P-0002-A` shows who that is, `meibo edit P-0002-A` changes it
hint: if it is another person: give an e-mail address, or --allow-duplicate
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn values_that_cannot_be_taken() {
    let meibo = small();
    meibo.says(
        "register --family A --country Atlantis",
        r#"
--- stderr ---
error: country "Atlantis" is no country or region; leave it empty for an international organization
[exit 1]
"#,
    );
    meibo.says(
        "country KR --alias Japan",
        r#"
--- stderr ---
error: "Japan" means Japan (JP) already
hint: `meibo country --list` shows what is said of them
[exit 1]
"#,
    );
    meibo.says(
        "register --family A --country 'Vet Nma'",
        r#"
--- stderr ---
error: country "Vet Nma" is no country or region; did you mean VN (Viet Nam)?
[exit 1]
"#,
    );
    meibo.says("register --family A --country Korea", r#"
--- stderr ---
error: country "Korea" could be several; write KP (Democratic People's Republic of Korea) or KR (Republic of Korea)
[exit 1]
"#);
    meibo.says("register --family A --category goverment", r#"
--- stderr ---
error: category "goverment" is no category; write government, international-organization, company, academia, other
[exit 1]
"#);
    meibo.says(
        "register --family A --email not-an-address",
        r#"
--- stderr ---
error: email "not-an-address" is not an e-mail address such as name@office.example
[exit 1]
"#,
    );
    meibo.says("register --family A --role boss", r#"
--- stderr ---
error: role "boss" is no role; write delegate, speaker, moderator, facilitator, rapporteur, interpreter, observer, staff
[exit 1]
"#);
    meibo.says(
        "register --family A --track polcy",
        r#"
--- stderr ---
error: track "polcy" is no track; write policy, licensing
[exit 1]
"#,
    );
    meibo.says("register --family A --status maybe", r#"
--- stderr ---
error: status "maybe" is no status; write invited, registered, confirmed, walk-in, waitlisted, withdrawn, declined
[exit 1]
"#);
    meibo.says(
        "register --family A --excursion perhaps",
        r#"
--- stderr ---
error: excursion "perhaps" is not understood; write yes, no or waiting
[exit 1]
"#,
    );
    meibo.says(
        "register --country JP",
        "
--- stderr ---
error: family_name is empty, and so is given_name; write one of them
[exit 1]
",
    );
    meibo.says(
        "register --country Atlantis --email x --track polcy",
        r#"
--- stderr ---
error: 4 values cannot be taken
hint: country "Atlantis" is no country or region; leave it empty for an international organization
hint: email "x" is not an e-mail address such as name@office.example
hint: track "polcy" is no track; write policy, licensing
hint: family_name is empty, and so is given_name; write one of them
[exit 1]
"#,
    );
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3);
}

#[test]
fn a_value_that_is_too_long() {
    let meibo = small();
    let output = meibo.run(&["register", "--family", "A", "--note", &"x".repeat(20_000)]);
    let shown = output.stderr.replace(&"x".repeat(1000), "x");
    check(
        &crate::support::Output { stderr: shown, ..output },
        r#"
--- stderr ---
error: note "xxxxxxxxxxxxxxxxxxxx" is longer than 16384 bytes
[exit 1]
"#,
    );
}

#[test]
fn edits_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "edit 1",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 2]
",
    );
    meibo.says("edit 1 --country Korea", r#"
--- stderr ---
error: country "Korea" could be several; write KP (Democratic People's Republic of Korea) or KR (Republic of Korea)
[exit 1]
"#);
    meibo.says(
        "edit 1 --family '' --given ''",
        "
--- stderr ---
error: family_name is empty, and so is given_name; write one of them
[exit 1]
",
    );
    meibo.says(
        "edit 2 --email Yui@METI.example",
        "
--- stderr ---
error: the e-mail address Yui@METI.example belongs to P-0001-C
hint: `meibo show P-0001-C` shows who that is
[exit 1]
",
    );
    meibo.says(
        "edit 1 99 --position Director",
        "
--- stderr ---
error: no participant has the code P-0099-Y
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    meibo.says(
        "withdraw 99",
        "
--- stderr ---
error: no participant has the code P-0099-Y
hint: `meibo find NAME` finds people by any part of the name
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 5);
}

#[test]
fn one_person_cannot_be_merged_with_itself() {
    let meibo = Meibo::with_sample();
    meibo.says(
        "merge 163 P-0163-D",
        "
--- stderr ---
error: both are P-0163-D Đặng, Thị Hương Lan (Viet Nam)
hint: `meibo duplicates` shows likely pairs
[exit 1]
",
    );
}
