//! Sessions that cannot be made.

use super::small;

#[test]
fn sessions_that_cannot_be_made() {
    let meibo = small();
    meibo.says(
        "session add D1-OPEN --day 1 --title Again --from 11:00 --to 12:00",
        "
--- stderr ---
error: there is a session D1-OPEN already
hint: `meibo session edit D1-OPEN` changes it
[exit 1]
",
    );
    meibo.says(
        "session add D1-LATE --day 1 --title Late --from 12:00 --to 11:00",
        r#"
--- stderr ---
error: --to "11:00" is not after the beginning; write the day too if it ends on the next
[exit 1]
"#,
    );
    meibo.says(
        "session add D4-OPEN --day 4 --title Fourth --from 11:00 --to 12:00",
        r#"
--- stderr ---
error: day "4" is not one of the seminar's days; write 1 to 3 or 2019-02-26 to 2019-02-28
[exit 1]
"#,
    );
    meibo.says(
        "session add D2-OPEN --day 2 --title T --from 25:00 --to 12:00",
        r#"
--- stderr ---
error: --from "25:00" is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
[exit 1]
"#,
    );
    meibo.says("session add D2-OPEN --day 2 --title T --from 09:00 --to 12:00 --kind party", r#"
--- stderr ---
error: kind "party" is no kind of session; write plenary, panel, briefing, breakout, excursion, reception, other
[exit 1]
"#);
    meibo.says(
        "session add D2-OPEN --day 2 --title T --from 09:00 --to 12:00 --track polcy",
        r#"
--- stderr ---
error: track "polcy" is no track; write policy, licensing
[exit 1]
"#,
    );
    meibo.says(
        "session add D2-OPEN",
        "
--- stderr ---
error: 4 values cannot be taken
hint: day is not one of the seminar's days; write 1 to 3 or 2019-02-26 to 2019-02-28
hint: title is empty; write the title
hint: --from is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
hint: --to is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z
[exit 1]
",
    );
    meibo.says("session add 'D2 OPEN!' --day 2 --title T --from 09:00 --to 12:00", "
--- stderr ---
error: invalid value 'D2 OPEN!' for '<CODE>': is not a session code; write a short word such as D1-OPEN

For more information, try '--help'.
[exit 2]
");
    meibo.says(
        "session edit D1-OPNE --room Hall",
        "
--- stderr ---
error: there is no session D1-OPNE
hint: did you mean D1-OPEN?
hint: `meibo session list` shows the programme
[exit 1]
",
    );
    meibo.says(
        "session edit D1-OPEN --to 09:00",
        r#"
--- stderr ---
error: --to "09:00" is not after the beginning; write the day too if it ends on the next
[exit 1]
"#,
    );
    meibo.says(
        "session edit D1-OPEN",
        "
--- stderr ---
error: nothing to change was given
hint: name a field and its new value; --help lists the fields
[exit 2]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM session"), 1);
}
