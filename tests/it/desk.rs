//! The scan loop through a pipe: one line in, one answer out.

use meibo::domain::Source;
use meibo::ops::{Desk, DeskSetup, Outside};
use meibo::store::{Access, Entry, Store};
use serde_json::Value;

use crate::support::{Meibo, Output};

/// Two parallel sessions of tracks after the opening, an excursion, and a few invented people.
pub(crate) fn seminar() -> Meibo {
    let meibo = Meibo::with_register();
    meibo.write(
        "sessions.csv",
        "session,day,title,kind,starts_at,ends_at,room,track,speakers\n\
         D1-OPEN,1,Opening,plenary,09:30,11:00,,,\n\
         D1-POL,1,Policy,breakout,13:00,14:00,,policy,\n\
         D1-LIC,1,Licensing,breakout,13:00,14:00,,licensing,\n\
         D3-TOUR,3,Tour,excursion,09:00,17:00,,,\n",
    );
    meibo.line("session import sessions.csv").done();
    meibo.write(
        "people.csv",
        "family_name,given_name,country,organization,email,track,status,note\n\
         Abe,Hana,JP,Port Office,abe@x.example,policy,,\n\
         Nguyễn,Thị Lan,VN,Trade Office,lan@x.example,licensing,,*needs interpreter\n\
         Nguyen,Van Minh,VN,Trade Office,minh@x.example,policy,,\n\
         Dupont,Anne,FR,Customs,anne@x.example,policy,,!badge to be exchanged\n\
         Durand,Luc,FR,Customs,luc@x.example,licensing,,secret note\n\
         Petit,Marc,FR,Customs,marc@x.example,licensing,withdrawn,\n\
         Moreau,Zoé,FR,Customs,zoe@x.example,policy,,\n",
    );
    meibo.line("import people.csv").done();
    meibo
}

/// The codes of the people of [`seminar`] by family name.
pub(crate) fn code(meibo: &Meibo, family: &str) -> String {
    let question = "SELECT code FROM participant WHERE family_name = ?1";
    meibo.sql().query_row(question, [family], |row| row.get(0)).unwrap()
}

fn scan(meibo: &Meibo, flags: &str, lines: impl AsRef<[u8]>) -> Output {
    let words: Vec<&str> = "checkin --scan".split(' ').chain(flags.split_whitespace()).collect();
    meibo.run_with(&words, lines.as_ref())
}

/// Runs the loop and returns its answers.
fn answers(meibo: &Meibo, flags: &str, lines: impl AsRef<[u8]>) -> Vec<Value> {
    let output = scan(meibo, &format!("{flags} --format json"), lines);
    assert!(output.code <= 1, "{output}");
    output.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn results(answers: &[Value]) -> Vec<&str> {
    answers.iter().map(|answer| answer["result"].as_str().unwrap()).collect()
}

fn message(answer: &Value) -> &str {
    answer["message"].as_str().unwrap()
}

#[test]
fn every_line_has_one_answer_with_the_same_keys() {
    let meibo = seminar();
    let abe = code(&meibo, "Abe");
    let said = answers(&meibo, "--desk B", format!("{abe}\n{abe}\nout {abe}\n{abe}\nxyz\n"));
    assert_eq!(results(&said), ["in", "already", "out", "in", "unknown"]);
    for answer in &said {
        let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["line", "result", "code", "name", "session", "at", "message"]);
    }
    assert_eq!(said[0]["line"], abe.as_str());
    assert_eq!(said[0]["code"], abe.as_str());
    assert_eq!(said[0]["name"], "Abe, Hana (Japan)");
    assert_eq!(said[0]["session"], "D1-OPEN");
    assert_eq!(said[0]["at"], "2019-02-26T00:30:00.000Z");
    assert_eq!(message(&said[0]), "in at 09:30; 1 of 6 in");
    assert_eq!(message(&said[1]), "already in since 09:30, desk B; 1 of 6 in");
    assert_eq!(message(&said[2]), "out at 09:30; 0 of 6 in");
    assert_eq!(message(&said[3]), "in again at 09:30; 1 of 6 in");
    assert_eq!(said[4]["code"], Value::Null);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event WHERE source = 'scan'"), 3);
}

#[test]
fn a_pipe_shows_plain_lines_and_a_tally() {
    let meibo = seminar();
    let abe = code(&meibo, "Abe");
    let output = scan(&meibo, "--session D1-OPEN", format!("{abe}\n{abe}\n"));
    assert_eq!(
        output.to_string(),
        format!(
            "\
in      {abe}  Abe, Hana (Japan)  D1-OPEN  in at 09:30; 1 of 6 in
already {abe}  Abe, Hana (Japan)  D1-OPEN  already in since 09:30, desk A; 1 of 6 in
--- stderr ---
D1-OPEN 1 of 6 in; desk A: 1 in, 0 of them walk-ins; 0 out; 1 in already; 0 taken back; 0 refused
[exit 0]
"
        )
    );
}

#[test]
fn csv_has_one_header_and_a_row_for_each_line() {
    let meibo = seminar();
    let output = scan(&meibo, "--format csv", "abe\n\"x\n");
    let lines: Vec<&str> = output.stdout.lines().collect();
    assert_eq!(lines[0], "line,result,code,name,session,at,message");
    assert!(lines[1].starts_with("abe,in,P-"), "{output}");
    assert!(lines[2].starts_with("\"\"\"x\",unknown,"), "{output}");
    assert_eq!(lines.len(), 3);
}

#[test]
fn a_person_is_meant_by_code_label_link_address_or_part_of_the_name() {
    let meibo = seminar();
    let abe = code(&meibo, "Abe");
    let number: String = abe.chars().filter(char::is_ascii_digit).collect();
    for line in [
        abe.clone(),
        abe.to_lowercase().replace('-', ""),
        number,
        format!("MEIBO:{abe}"),
        format!("https://seminar.example/in?c={abe}&x=1"),
        format!("{abe}{abe}"),
        "ABE@X.EXAMPLE".to_owned(),
        "hana".to_owned(),
        "abe han".to_owned(),
        "Ａｂｅ".to_owned(),
    ] {
        let said = answers(&meibo, "", &line);
        assert_eq!(said[0]["code"], abe.as_str(), "{line}");
    }
}

#[test]
fn several_persons_are_numbered_and_the_next_line_chooses() {
    let meibo = seminar();
    let minh = code(&meibo, "Nguyen");
    let said = answers(&meibo, "", "nguyen\n2\nnguyen\n99\nnguyen\nabe\n2\n");
    let wanted = ["choose", "in", "choose", "unknown", "choose", "in", "already"];
    // The number 2 without a question is a code.
    assert_eq!(results(&said)[..6], wanted[..6]);
    assert!(message(&said[0]).starts_with("2 persons; type a number: 1 P-"), "{}", said[0]);
    assert_eq!(said[1]["code"], minh.as_str());
}

#[test]
fn a_misread_code_is_answered_with_the_near_one_and_lets_nobody_in() {
    let meibo = seminar();
    let abe = code(&meibo, "Abe");
    let wrong = format!("{}Z", &abe[..abe.len() - 1]);
    let said = answers(&meibo, "", &wrong);
    assert_eq!(results(&said), ["unknown"]);
    let wanted = format!("did you mean {abe} Abe, Hana (Japan)");
    assert!(message(&said[0]).contains(&wanted), "{}", said[0]);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
}

#[test]
fn whoever_is_not_awaited_is_refused_with_the_reason_until_a_word_lets_in() {
    let meibo = seminar();
    let said = answers(&meibo, "--session D1-LIC", "petit\nabe\n!\nabe\nmoreau !\n!\n");
    assert_eq!(results(&said), ["refused", "refused", "in", "already", "in", "refused"]);
    assert!(message(&said[0]).starts_with("is withdrawn; ! lets in"), "{}", said[0]);
    let why = "is in the policy track; D1-LIC is for licensing; ";
    assert!(message(&said[1]).starts_with(why), "{}", said[1]);
    assert!(message(&said[4]).contains("0 of 2 in and 2 not expected"), "{}", said[4]);
    let said = answers(&meibo, "--session D3-TOUR", "abe\nanyway\n");
    assert_eq!(results(&said), ["refused", "in"]);
    assert!(message(&said[0]).starts_with("is not on the excursion; "), "{}", said[0]);
    let kept = "SELECT count(*) FROM attendance_event WHERE reason LIKE 'anyway: is %'";
    assert_eq!(meibo.count(kept), 3);
}

#[test]
fn with_auto_each_scan_goes_to_the_session_that_is_on_for_the_person() {
    let meibo = seminar();
    let mut command = meibo.command();
    command.env("MEIBO_NOW", "2019-02-26T03:45:00.000Z");
    command.args(["checkin", "--scan", "--session", "auto", "--format", "json"]);
    let output = crate::support::finish(command, b"abe\nthi lan\npetit !\n");
    let said: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(said[0]["session"], "D1-POL");
    assert_eq!(said[1]["session"], "D1-LIC");
    assert!(message(&said[1]).contains("; 1 of 2 in"), "{}", said[1]);
    assert_eq!(said[2]["session"], "D1-LIC");
    let mut command = meibo.command();
    command.env("MEIBO_NOW", "2019-02-26T20:00:00.000Z");
    command.args(["checkin", "--scan", "--format", "json"]);
    let output = crate::support::finish(command, b"abe\n");
    assert!(output.stdout.contains("no session is on or begins within the hour"), "{output}");
}

#[test]
fn notes_for_the_desk_are_shown_and_marked_ones_must_be_acknowledged() {
    let meibo = seminar();
    let said = answers(&meibo, "", "thi lan\nluc\nanne\nabe\nanne\nok\nanne\nok\n");
    let wanted = ["in", "in", "choose", "in", "choose", "in", "already", "refused"];
    assert_eq!(results(&said), wanted);
    assert!(message(&said[0]).contains("; needs interpreter; "), "{}", said[0]);
    assert!(!message(&said[1]).contains("secret"), "{}", said[1]);
    assert_eq!(message(&said[2]), "badge to be exchanged; scan again or type ok");
    // A scanner without a keyboard says by a second scan that the note was read.
    let meibo = seminar();
    let anne = code(&meibo, "Dupont");
    let said = answers(&meibo, "", format!("{anne}\n{anne}\n"));
    assert_eq!(results(&said), ["choose", "in"]);
    let meibo = seminar();
    let output = scan(&meibo, "", format!("{anne}\nabe\n"));
    let end = format!("not in, note not acknowledged: {anne}\n");
    assert!(output.stderr.ends_with(&end), "{output}");
    assert_eq!(output.code, 1);
}

#[test]
fn undo_takes_back_what_this_desk_entered_since_it_began() {
    let meibo = seminar();
    meibo.line("--desk A checkin 1").done();
    meibo.line("--desk B checkin 2").done();
    let before = meibo.facts();
    let said = answers(&meibo, "--desk A", "nguyen van\nmoreau\nundo\nUndo wrong badge\nundo\n");
    assert_eq!(results(&said), ["in", "in", "undone", "undone", "refused"]);
    assert_eq!(said[2]["name"], "Moreau, Zoé (France)");
    assert!(message(&said[3]).ends_with("; 2 of 6 in"), "{}", said[3]);
    crate::support::assert_same(&before, &meibo.facts(), "what the desk took back");
    let kept =
        "SELECT count(*) FROM attendance_event WHERE kind = 'undo' AND reason = 'wrong badge'";
    assert_eq!(meibo.count(kept), 1);
}

#[test]
fn a_delegation_is_taken_back_as_a_whole() {
    let meibo = seminar();
    let before = meibo.facts();
    let said = answers(
        &meibo,
        "",
        "minh\nfr all\nVN all\nundo\nundo\nundo\nundo\nVN all but 1\n1\nundo\n",
    );
    let wanted =
        ["in", "in", "in", "undone", "undone", "undone", "refused", "choose", "in", "undone"];
    assert_eq!(results(&said), wanted);
    // Minh was in before the delegation came.
    assert!(
        message(&said[3]).starts_with("check-in of 1 person taken back; 3 of 6"),
        "{}",
        said[3]
    );
    assert!(
        message(&said[4]).starts_with("check-in of 2 persons taken back; 1 of 6"),
        "{}",
        said[4]
    );
    assert_eq!(said[4]["name"], "France");
    assert_eq!(said[5]["name"], "Nguyen, Van Minh (Viet Nam)");
    assert!(message(&said[9]).ends_with("; 0 of 6 in"), "{}", said[9]);
    crate::support::assert_same(&before, &meibo.facts(), "what the desk took back");
    meibo.line("check").done();
}

#[test]
fn words_of_an_organization_name_its_delegation_where_it_alone_has_them() {
    let meibo = seminar();
    let said = answers(&meibo, "", "port all\noffice all\natlantis all\n+\n+ Bat; MN\nundo\n");
    assert_eq!(results(&said), ["in", "unknown", "unknown", "refused", "walk-in", "undone"]);
    assert_eq!(said[0]["name"], "Port Office");
    let several = "2 organizations have \"office\" in their name: Port Office; Trade Office";
    assert_eq!(message(&said[1]), several);
    let none = "\"atlantis\" is no country or region, and no organization's name";
    assert_eq!(message(&said[2]), none);
    assert_eq!(message(&said[3]), "write + Family, Given; country; organization; e-mail address");
    assert!(message(&said[5]).starts_with("the person stays registered; check-in"), "{}", said[5]);
}

#[test]
fn a_walk_in_is_registered_and_in_with_one_line() {
    let meibo = seminar();
    let said = answers(&meibo, "", "+ Bat, Bolormaa; mongolia; Customs Office; bat@x.example\n");
    assert_eq!(results(&said), ["walk-in"]);
    assert_eq!(said[0]["name"], "Bat, Bolormaa (Mongolia)");
    assert_eq!(message(&said[0]), "registered, in at 09:30; 0 of 6 in and 1 not expected");
    let stored = "SELECT count(*) FROM participant p JOIN attendance a ON a.participant_id = p.id
        WHERE p.status = 'walk-in' AND p.country = 'MN' AND p.email = 'bat@x.example'";
    assert_eq!(meibo.count(stored), 1);
    let said = answers(&meibo, "", "+ Bat; Atlantis\n+\n+ ;JP\n");
    assert_eq!(results(&said), ["refused", "refused", "refused"]);
    assert!(message(&said[0]).contains("is no country or region"), "{}", said[0]);
}

#[test]
fn a_walk_in_who_may_be_registered_is_shown_first() {
    let meibo = seminar();
    let lan = code(&meibo, "Nguyễn");
    let people = meibo.count("SELECT count(*) FROM participant");
    let said = answers(&meibo, "", "+ Lan, Nguyen Thi; Viet Nam; Other Office\n1\n");
    assert_eq!(results(&said), ["choose", "in"]);
    assert!(message(&said[0]).contains(&format!("1 {lan} Nguyễn, Thị Lan")), "{}", said[0]);
    assert_eq!(said[1]["code"], lan.as_str());
    let said = answers(&meibo, "", "+ Nguyên, Thi Lan; VN\n!\n+! Nguyen, Lan Thi; VN\n");
    assert_eq!(results(&said), ["choose", "walk-in", "walk-in"]);
    let said = answers(&meibo, "", "+ Somebody, Else; JP; ; LAN@x.example\n");
    assert!(message(&said[0]).contains(&format!("1 {lan} ")), "{}", said[0]);
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), people + 2);
}

#[test]
fn a_delegation_comes_in_at_once_but_for_those_left_out() {
    let meibo = seminar();
    let (anne, luc, zoe) = (code(&meibo, "Dupont"), code(&meibo, "Durand"), code(&meibo, "Moreau"));
    let said = answers(&meibo, "", format!("france all but {zoe}\nFR all\nXY all\nFR all but x\n"));
    assert_eq!(results(&said), ["in", "in", "unknown", "refused"]);
    assert_eq!(said[0]["name"], "France");
    assert_eq!(
        message(&said[0]),
        format!(
            "1 in, 3 left out; 1 of 6 in: {anne} Dupont, Anne: has a note to acknowledge: badge to be exchanged; {} Petit, Marc: is withdrawn; {zoe} Moreau, Zoé: not there",
            code(&meibo, "Petit")
        )
    );
    assert!(message(&said[1]).starts_with("1 in, 1 already in, 2 left out; 2 of 6"), "{}", said[1]);
    let inside = format!("{luc}|{zoe}");
    let stored: String = meibo
        .sql()
        .query_row(
            "SELECT group_concat(code, '|') FROM (SELECT code FROM participant p JOIN attendance a
             ON a.participant_id = p.id ORDER BY code)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(stored, inside);
}

#[test]
fn all_but_a_number_asks_who_is_not_there() {
    let meibo = seminar();
    let said = answers(&meibo, "", "FR all but 1\n1,2\n9\n2\n");
    assert_eq!(results(&said), ["choose", "refused", "refused", "in"]);
    assert!(message(&said[0]).starts_with("France: which 1 of these are not there? 1 P-"));
    assert!(message(&said[3]).contains("Moreau, Zoé: not there"), "{}", said[3]);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance"), 1);
}

#[test]
fn more_left_out_than_are_awaited_are_not_asked_for() {
    let meibo = seminar();
    let said = answers(&meibo, "", "FR all but 17\nFR all but 2\nFR all\nFR all but 1\n");
    assert_eq!(results(&said), ["refused", "refused", "in", "refused"]);
    assert!(
        message(&said[0])
            .starts_with("only 2 of France are awaited here who are not in, not 17: 1 P-"),
        "{}",
        said[0]
    );
    assert!(
        message(&said[1]).starts_with("of France just these 2 are awaited here"),
        "{}",
        said[1]
    );
    assert_eq!(message(&said[3]), "nobody of France is awaited here who is not in");
}

#[test]
fn who_comes_after_the_end_is_not_late_by_thousands_of_minutes() {
    let meibo = seminar();
    let mut command = meibo.command();
    command.env("MEIBO_NOW", "2026-11-24T00:30:00.000Z");
    command.args(["checkin", "--scan", "--session", "D1-OPEN", "--format", "json"]);
    let output = crate::support::finish(command, b"abe\n!\n+ Bat; MN\n");
    let said: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results(&said), ["refused", "in", "walk-in"]);
    for answer in &said[1..] {
        assert!(
            message(answer).contains("in at 09:30, after the end at 2019-02-26 11:00"),
            "{answer}"
        );
    }
}

#[test]
fn who_comes_in_at_one_session_leaves_the_parallel_one() {
    let meibo = seminar();
    let zoe = code(&meibo, "Moreau");
    let scan_at = |time: &str, session: &str, flags: &[&str]| {
        let mut command = meibo.command();
        command.env("MEIBO_NOW", format!("2019-02-26T{time}:00.000Z"));
        command.args(["checkin", "--scan", "--session", session, "--format", "json"]).args(flags);
        let said = crate::support::finish(command, format!("{zoe}\nundo\n{zoe}\n").as_bytes());
        said.stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect::<Vec<_>>()
    };
    let inside =
        "SELECT coalesce(group_concat(code, ','), '') FROM (SELECT s.code FROM attendance a
        JOIN session s ON s.id = a.session_id WHERE a.inside = 1 ORDER BY s.code)";
    let inside = || -> String { meibo.sql().query_row(inside, [], |row| row.get(0)).unwrap() };
    meibo.line(&format!("checkin {zoe} --session D1-OPEN")).done();
    scan_at("04:05", "D1-POL", &[]);
    assert_eq!(inside(), "D1-OPEN,D1-POL");
    meibo.line("session add D1-TALK --day 1 --title Talk --from 13:00 --to 15:00").done();
    let said = scan_at("04:30", "D1-TALK", &["--moves"]);
    assert_eq!(results(&said), ["in", "undone", "in"]);
    assert!(message(&said[0]).contains(", left D1-POL; "), "{}", said[0]);
    // What is over by then is not touched: nobody knows when the person went.
    assert_eq!(inside(), "D1-OPEN,D1-TALK");
    meibo.line("undo").done();
    assert_eq!(inside(), "D1-OPEN,D1-POL");
    let reason = "SELECT count(*) FROM attendance_event WHERE reason = 'came in at D1-TALK'";
    assert_eq!(meibo.count(reason), 2);
    meibo.line("check").done();
}

#[test]
fn a_delegation_comes_in_by_one_command() {
    let meibo = seminar();
    meibo.says(
        "checkin --delegation 'viet nam' --but minh@x.example --session D1-OPEN",
        "
Code      Name             Country/region  Session  Message
--------  ---------------  --------------  -------  -----------
P-0002-A  Nguyễn, Thị Lan  Viet Nam        D1-OPEN  in at 09:30
--- stderr ---
left out: P-0007-Z Nguyen, Van Minh, not there
[exit 0]
",
    );
    meibo.says(
        "checkin --delegation Atlantis",
        "
--- stderr ---
error: \"Atlantis\" is no country or region, and no organization's name
hint: `meibo list --country NAME` shows the delegation
[exit 1]
",
    );
}

#[test]
fn whom_filters_select_comes_in_and_who_is_not_awaited_is_left_out() {
    let meibo = seminar();
    let before = meibo.everything();
    let luc = code(&meibo, "Durand");
    let dry = "checkin --org customs --but luc@x.example --session D1-OPEN --dry-run";
    let said = meibo.line(dry).done();
    let left_out = [
        format!("{} Dupont, Anne, has a note to acknowledge", code(&meibo, "Dupont")),
        format!("{luc} Durand, Luc, not there"),
        format!("{} Petit, Marc, is withdrawn", code(&meibo, "Petit")),
    ];
    for one in &left_out {
        assert!(said.stderr.contains(&format!("left out: {one}")), "{said:?}");
    }
    crate::support::assert_same(&before, &meibo.everything(), "the rehearsal");

    let session = "--session D1-OPEN";
    meibo.line(&format!("checkin --track policy --country FR,JP {session} --anyway")).done();
    let inside = "SELECT count(*) FROM attendance WHERE inside = 1";
    assert_eq!(meibo.count(inside), 3);
    let said = meibo.line(&format!("checkin --present D1-OPEN --region Europe {session}")).done();
    assert_eq!(said.stdout.matches("already in since").count(), 2, "{said:?}");
    // A code and filters are joined by "and", as everywhere.
    assert_eq!(meibo.line(&format!("checkin {luc} --country JP {session}")).code, 1);
    meibo.line(&format!("checkin {luc} --country FR {session}")).done();
    meibo.line("checkin --status withdrawn --session D1-OPEN").ended(1);
    assert_eq!(meibo.count(inside), 4);
    meibo.line("checkout --present D1-OPEN --session D1-OPEN --at 11:00 --anyway").done();
    assert_eq!(meibo.count(inside), 0);
    meibo.line("check").done();
}

#[test]
fn a_group_that_came_in_is_not_recorded_again_for_its_nonce() {
    let meibo = seminar();
    let line = "--nonce n1 checkin --country VN --session D1-OPEN";
    meibo.line(line).done();
    let events = meibo.count("SELECT count(*) FROM attendance_event");
    let said = meibo.line(line);
    assert!(said.stderr.contains("recorded before"), "{said}");
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), events);
}

#[test]
fn a_line_that_is_too_long_is_refused_in_the_exit_code_as_well() {
    let meibo = seminar();
    let output = scan(&meibo, "--session D1-OPEN", "x".repeat(5_000) + "\nabe\n");
    assert_eq!((output.code, output.stdout.lines().count()), (1, 2), "{output}");
}

#[test]
fn bad_input_has_a_line_each_and_the_loop_goes_on() {
    let meibo = seminar();
    let abe = code(&meibo, "Abe");
    let zoe = code(&meibo, "Moreau");
    let mut input = Vec::new();
    input.extend_from_slice(b"\xff\xfe\x80\n");
    input.extend_from_slice(b"P-00\x0001\na\x1b[2J\n\n");
    input.extend(vec![b'x'; 3 << 20]);
    input.extend_from_slice(format!("\r\n{abe}{zoe}\r\n\u{2}{abe}\u{3}\r{abe}").as_bytes());
    let said = answers(&meibo, "", &input);
    let wanted = ["unknown"; 5].into_iter().chain(["refused", "in", "already"]);
    assert_eq!(results(&said), wanted.collect::<Vec<_>>());
    let wanted = [
        "the line is not text (UTF-8)",
        "the line holds control characters",
        "the line holds control characters",
        "the line is empty",
        "more than 4000 bytes in a line are no code and no name",
    ];
    for (answer, wanted) in said.iter().zip(wanted) {
        assert_eq!(message(answer), wanted);
    }
    assert!(said[4]["line"].as_str().unwrap().len() <= 200);
    assert!(message(&said[5]).ends_with("ran together; scan one after the other"));
    // As plain lines nothing of it reaches a terminal as it is.
    let output = scan(&meibo, "", &input);
    assert_eq!(output.stdout.lines().count(), said.len());
    assert!(!output.stdout.contains('\u{1b}') && !output.stdout.contains('\0'), "{output}");
}

#[test]
fn random_bytes_have_an_answer_for_every_line() {
    let meibo = seminar();
    let mut state = 0x1234_5678_9abc_def1_u64;
    let bytes: Vec<u8> = (0..20_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            // Line ends often enough for several hundred lines.
            if state.is_multiple_of(37) { b'\n' } else { state.to_le_bytes()[4] }
        })
        .filter(|byte| *byte != b'\r')
        .collect();
    let lines = bytes.split(|byte| *byte == b'\n').count() - usize::from(bytes.ends_with(b"\n"));
    assert!(lines > 300);
    let output = scan(&meibo, "--format json", &bytes);
    assert_eq!(output.stdout.lines().count(), lines, "exit {}", output.code);
}

#[test]
fn a_session_that_ended_yesterday_takes_nobody_without_a_word() {
    let meibo = seminar();
    let mut command = meibo.command();
    command.env("MEIBO_NOW", "2019-02-27T00:30:00.000Z");
    command.args(["checkin", "--scan", "--session", "D1-OPEN", "--format", "json"]);
    let output = crate::support::finish(command, b"abe\n!\n");
    let said: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results(&said), ["refused", "in"]);
    assert!(message(&said[0]).starts_with("D1-OPEN ended on 2019-02-26 11:00; "), "{}", said[0]);
    let output = scan(&meibo, "--session D1-OPN", "abe\n");
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("there is no session D1-OPN"), "{output}");
}

#[test]
fn a_time_that_is_to_come_is_refused() {
    let meibo = seminar();
    meibo.says(
        "checkin 1 --session D1-OPEN --at '2019-02-27 09:30'",
        "
--- stderr ---
error: 2019-02-27 09:30 is 24 hours ahead of the clock
hint: look at the day and the hour; `--anyway` records it all the same
[exit 1]
",
    );
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 0);
    meibo.line("checkin 1 --session D1-OPEN --at 09:32").done();
    meibo.line("checkout 1 --session D1-OPEN --at 10:00 --anyway").done();
}

#[test]
fn after_the_clock_was_set_back_a_check_out_still_counts() {
    let meibo = seminar();
    meibo.line("checkin 1 --session D1-OPEN").done();
    let mut command = meibo.command();
    command.env("MEIBO_NOW", "2019-02-26T00:10:00.000Z");
    command.args(["checkin", "--scan", "--session", "D1-OPEN", "--format", "json"]);
    let output = crate::support::finish(command, b"out 1\n1\nout 1\n");
    let said: Vec<Value> =
        output.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(results(&said), ["out", "in", "out"]);
    assert_eq!(said[0]["at"], "2019-02-26T00:30:00.001Z");
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 0"), 1);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 4);
}

#[test]
fn a_clock_that_jumps_back_in_mid_loop_loses_nothing_and_is_told_of() {
    let meibo = seminar();
    let wait = std::time::Duration::from_secs(5);
    let mut store = Store::open(&meibo.path("meibo.db"), Access::Write, wait).unwrap();
    let (clock, ids) = (std::cell::Cell::new("09:30:00"), std::cell::Cell::new(0));
    let new_id = || {
        ids.set(ids.get() + 1);
        format!("00000000-0000-7000-8000-{:012}", ids.get())
    };
    let entry = |verb| Entry {
        uuid: new_id(),
        desk_uuid: new_id(),
        at: format!("2019-02-26T{}.000Z", clock.get()).parse().unwrap(),
        actor: "tester".to_owned(),
        desk: "A".to_owned(),
        salt: [0; 32],
        verb,
        command: String::new(),
        nonce: None,
        undoes: None,
        rehearse: false,
    };
    let setup = DeskSetup {
        desk: "A".to_owned(),
        session: Some("D1-OPEN".parse().unwrap()),
        source: Source::Scan,
        moves: false,
        bus: None,
    };
    let mut desk = Desk::open(&mut store, setup, &entry("checkin")).unwrap();
    let outside = Outside { entry: &entry, new_id: &new_id };
    let mut said = Vec::new();
    for (time, line) in [
        ("01:30:00", "abe"),
        ("01:40:00", "moreau"),
        // From here on the clock is an hour behind.
        ("00:41:00", "out abe"),
        ("00:42:00", "minh"),
        ("00:43:00", "undo"),
        ("00:44:00", "minh"),
        ("00:45:00", "out minh"),
        ("01:46:00", "abe"),
    ] {
        clock.set(time);
        said.push(desk.hear(&mut store, line.as_bytes(), &outside).unwrap());
    }
    drop(store);
    let results: Vec<&str> = said.iter().map(|answer| answer.outcome.as_str()).collect();
    assert_eq!(results, ["in", "in", "out", "in", "undone", "in", "out", "in"]);
    let told: Vec<usize> =
        (0..said.len()).filter(|&at| said[at].message.contains("the clock went back")).collect();
    assert_eq!(told, [2], "once: {}", said[2].message);
    // Nobody goes out before having come in, and no time of recording goes back.
    let at = |nth: usize| said[nth].at.unwrap().to_string();
    assert_eq!(
        (at(2).as_str(), at(5).as_str()),
        ("2019-02-26T01:30:00.001Z", "2019-02-26T00:44:00.000Z")
    );
    let back = "SELECT count(*) FROM attendance_event e JOIN attendance_event f
        ON f.desk_id = e.desk_id AND f.seq = e.seq + 1 AND f.recorded_at < e.recorded_at";
    assert_eq!(meibo.count(back), 0);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance_event"), 8);
    assert_eq!(meibo.count("SELECT count(*) FROM attendance WHERE inside = 1"), 2);
    meibo.line("check").done();
}

#[test]
fn a_rehearsal_answers_and_stores_nothing() {
    let meibo = seminar();
    let before = meibo.everything();
    let said = answers(&meibo, "--dry-run", "abe\nabe\n+ Bat; MN\nVN all\n");
    assert_eq!(results(&said), ["in", "in", "walk-in", "in"]);
    crate::support::assert_same(&before, &meibo.everything(), "the rehearsal");
}

#[test]
fn the_loop_is_misused_with_codes_an_output_file_or_a_nonce() {
    let meibo = seminar();
    for line in [
        "checkin --scan 1",
        "checkin --scan --at 09:00",
        "checkin --scan --output x.csv",
        "--nonce a checkin --scan",
        "checkin",
        "checkin --but 1 2",
        "checkin --scan --country JP",
        "checkin --delegation FR --role delegate",
    ] {
        assert_eq!(meibo.line(line).code, 2, "{line}");
    }
}

#[test]
fn a_reader_of_the_answers_who_goes_away_ends_the_desk() {
    let meibo = seminar();
    let mut command = std::process::Command::new("sh");
    command
        .arg("-c")
        .arg("{ yes abe | \"$0\" checkin --scan; echo \"exit $?\" >&2; } | head -1")
        .arg(env!("CARGO_BIN_EXE_meibo"))
        .env("MEIBO_NOW", crate::support::NOW)
        .current_dir(meibo.path(""));
    let output = crate::support::finish(command, b"");
    assert_eq!(output.stdout.lines().count(), 1);
    assert!(output.stderr.ends_with("exit 0\n"), "{output}");
}
