//! Excursions, buses and places that cannot be made, given or taken.

use super::small;

#[test]
fn excursions_that_cannot_be_made_or_changed() {
    let meibo = small();
    meibo.says(
        "excursion add EXCURSION",
        "
--- stderr ---
error: there is an excursion Excursion already
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion add ' '",
        r#"
--- stderr ---
error: the name is empty
hint: write the name in quotes, such as "Port of Tokyo"
[exit 1]
"#,
    );
    meibo.says(
        "excursion edit --excursion Harbour --places 3",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.line("excursion join 1").done();
    meibo.line("excursion join 2").done();
    meibo.says(
        "excursion edit --places 1",
        "
--- stderr ---
error: 2 persons hold seats; 1 would be too few
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.line("excursion add Harbour").done();
    meibo.says(
        "excursion edit --excursion Harbour --name Excursion",
        "
--- stderr ---
error: there is an excursion Excursion already
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion edit",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 2]
",
    );
}

#[test]
fn buses_and_sites_that_are_not_there() {
    let meibo = small();
    meibo.line("excursion join 1").done();
    meibo.says(
        "excursion clear 1",
        "
--- stderr ---
error: the excursion has no site that clears people
hint: `meibo excursion edit --site NAME --site NAME` names them all
[exit 1]
",
    );
    meibo.line("excursion edit --site Lab").done();
    meibo.says(
        "excursion clear 1 --site Port",
        "
--- stderr ---
error: the excursion has no site Port; it has Lab
hint: `meibo excursion edit --site NAME --site NAME` names them all
[exit 1]
",
    );
    meibo.line("excursion join 2").done();
    meibo.says(
        "excursion bus --buses 1 --seats 1",
        "
--- stderr ---
error: 2 persons have no bus yet, and the buses have room for 1
hint: name more buses or more seats
[exit 1]
",
    );
    meibo.says(
        "excursion headcount",
        "
--- stderr ---
error: the programme has no session of the kind excursion
hint: `meibo session add D3-TOUR --kind excursion ...` adds one
[exit 1]
",
    );
    meibo
        .line("session add D1-TOUR --day 1 --title T --kind excursion --from 09:00 --to 18:00")
        .done();
    meibo.says(
        "excursion board 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) is not cleared by Lab
hint: `meibo excursion clear` and `meibo excursion bus` change that; --anyway lets on all the same
[exit 1]
",
    );
}

#[test]
fn places_that_cannot_be_given_or_taken() {
    let meibo = small();
    meibo.says(
        "excursion leave 1",
        "
--- stderr ---
error: P-0001-C Tanaka, Yui (Japan) is not on the list of Excursion
hint: `meibo excursion roster` shows who is on it
[exit 1]
",
    );
    meibo.says(
        "excursion join 7",
        "
--- stderr ---
error: P-0007-Z Bat (Mongolia) is withdrawn
hint: `meibo edit CODE --status confirmed` changes that
[exit 1]
",
    );
    meibo.says(
        "excursion join 1 --excursion Harbour",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion leave 1 --excursion Harbour",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    meibo.says(
        "excursion roster --excursion Harbour",
        "
--- stderr ---
error: there is no excursion Harbour
hint: `meibo excursion list` shows the excursions
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM excursion_place"), 0);
}
