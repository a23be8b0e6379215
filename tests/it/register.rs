//! Registering, editing and withdrawing; and taking all of that back.

use crate::support::{Meibo, assert_same};

/// Every verb that changes the register, each with a line that does change the small register.
const VERBS: &[&str] = &[
    "register --family Test --country FR --organization DGE --excursion",
    "import list.csv",
    "edit 1 2 --position Director --country KR --excursion no",
    "edit 1 --status declined",
    "withdraw 1 2 --reason visa",
    "session add D2-END --day 2 --title End --from 17:00 --to 18:00 --speakers 'Japan; OPCW'",
    "session edit D1-OPEN --room Hall --from 09:45 --speakers Germany",
    "session import sessions.csv",
    "breakout assign --groups 2 --seed 7",
    "breakout assign --track policy --groups 1",
    "breakout move 1 P2",
    "breakout pin 1",
    "excursion add Harbour --places 1",
    "excursion edit --places 3 --name Tsukuba",
    "excursion join 8",
    "excursion leave 1",
];

fn small() -> Meibo {
    let meibo = Meibo::new();
    for line in [
        "init --name T --from 2019-02-26 --to 2019-02-28 --places 2",
        "session add D1-OPEN --day 1 --title Opening --from 09:30 --to 10:00 --speakers Japan",
        "register --family Tanaka --given Yui --country Japan --organization METI --track policy --excursion",
        "register --given Sukarwati --country Indonesia --organization BAPETEN --track licensing --excursion",
        "register --family Bat --country MN --organization Customs --track policy --excursion",
        "register --family Li --country CN --organization MOFCOM --track licensing",
        "breakout assign --groups 2",
    ] {
        meibo.line(line).done();
    }
    meibo.write(
        "list.csv",
        "family_name,country,organization,excursion\nSato,JP,METI,yes\nKim,KR,MOTIE,no\n",
    );
    meibo.write(
        "sessions.csv",
        "session,day,title,starts_at,ends_at,speakers\nD1-OPEN,1,Opening remarks,09:30,10:30,OPCW\nD1-X,1,X,11:00,12:00,\n",
    );
    meibo
}

#[test]
fn a_person_is_registered_by_flags() {
    let meibo = Meibo::with_register();
    meibo.says(
        "register --family Nguyễn --given 'Thị Lan' --country Vietnam --organization MOIT --track policy",
        "
Code      Name             Country/region  Status      Result
--------  ---------------  --------------  ----------  ----------
P-0001-C  Nguyễn, Thị Lan  VN              registered  registered
--- stderr ---
no category was given: stored as \"other\"; `meibo edit P-0001-C --category WORD` says another
[exit 0]
",
    );
    meibo.says("show 1 --format csv", r#"
code,name,family_name,given_name,native_name,title,country,country_name,organization,category,position,email,role,track,status,excursion,seat,group,diet,note,attended
P-0001-C,"Nguyễn, Thị Lan",Nguyễn,Thị Lan,,,VN,Viet Nam,MOIT,other,,,delegate,policy,registered,no,,,,,
--- stderr ---
[exit 0]
"#);
}

#[test]
fn a_person_with_a_single_name_has_no_comma() {
    let meibo = Meibo::with_register();
    meibo.says(
        "register --given Sukarwati --country Indonesia",
        "
Code      Name       Country/region  Status      Result
--------  ---------  --------------  ----------  ----------
P-0001-C  Sukarwati  ID              registered  registered
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "find sukarwati",
        "
Code      Name       Country/region  Organization  Status
--------  ---------  --------------  ------------  ----------
P-0001-C  Sukarwati  Indonesia       -             registered
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "edit 1 --given '' --family Sukarwati",
        "
Code      Name       Field        Old        New
--------  ---------  -----------  ---------  ---------
P-0001-C  Sukarwati  family_name  -          Sukarwati
P-0001-C  Sukarwati  given_name   Sukarwati  -
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn a_walk_in_has_that_status_and_takes_part() {
    let meibo = small();
    meibo.says(
        "register --walk-in --family Kaya --country TR --track policy",
        "
Code      Name  Country/region  Status   Result
--------  ----  --------------  -------  ----------
P-0009-V  Kaya  TR              walk-in  registered
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "checkin 9 --session D1-OPEN",
        "
Code      Name  Country/region  Session  Message
--------  ----  --------------  -------  -----------
P-0009-V  Kaya  Türkiye         D1-OPEN  in at 09:30
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn an_edit_shows_old_and_new() {
    let meibo = small();
    meibo.says(
        "edit 1 2 --position 'Deputy Director' --country KR",
        "
Code      Name         Field     Old  New
--------  -----------  --------  ---  ---------------
P-0001-C  Tanaka, Yui  country   JP   KR
P-0001-C  Tanaka, Yui  position  -    Deputy Director
P-0002-A  Sukarwati    country   ID   KR
P-0002-A  Sukarwati    position  -    Deputy Director
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "edit 1 --country 'South Korea'",
        "
Code  Name  Field  Old  New
----  ----  -----  ---  ---
--- stderr ---
P-0001-C had these values before
[exit 0]
",
    );
    meibo.says(
        "edit 1 --position ''",
        "
Code      Name         Field     Old              New
--------  -----------  --------  ---------------  ---
P-0001-C  Tanaka, Yui  position  Deputy Director  -
--- stderr ---
[exit 0]
",
    );
}

#[test]
fn who_withdraws_gives_the_seat_to_the_first_who_waits() {
    let meibo = small();
    meibo.line("excursion join 8").done();
    meibo.says(
        "excursion roster",
        "
Place    Seat  Code      Name         Country, region or organization  Boarded
-------  ----  --------  -----------  -------------------------------  -------
seat        1  P-0001-C  Tanaka, Yui  Japan                            -
seat        2  P-0002-A  Sukarwati    Indonesia                        -
waiting     -  P-0007-Z  Bat          Mongolia                         -
waiting     -  P-0008-X  Li           China                            -
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "withdraw 1 --reason visa",
        "
Code      Name         Field      Old         New
--------  -----------  ---------  ----------  ---------
P-0001-C  Tanaka, Yui  status     registered  withdrawn
P-0001-C  Tanaka, Yui  excursion  yes         no
--- stderr ---
the seat on the excursion goes to P-0007-Z Bat (Mongolia)
[exit 0]
",
    );
    meibo.says(
        "excursion roster",
        "
Place    Seat  Code      Name       Country, region or organization  Boarded
-------  ----  --------  ---------  -------------------------------  -------
seat        1  P-0007-Z  Bat        Mongolia                         -
seat        2  P-0002-A  Sukarwati  Indonesia                        -
waiting     -  P-0008-X  Li         China                            -
--- stderr ---
[exit 0]
",
    );
    meibo.says(
        "withdraw 1",
        "
Code  Name  Field  Old  New
----  ----  -----  ---  ---
--- stderr ---
P-0001-C had these values before
[exit 0]
",
    );
}

#[test]
fn a_rehearsal_stores_nothing() {
    let meibo = small();
    for verb in VERBS.iter().copied().chain(["checkin 1 --session D1-OPEN", "undo", "undo 2"]) {
        let before = meibo.everything();
        let said = meibo.line(&format!("{verb} --dry-run")).done();
        assert!(said.stderr.ends_with("nothing was stored (dry run)\n"), "{verb}: {}", said.stderr);
        assert_same(&before, &meibo.everything(), verb);
    }
}

#[test]
fn a_register_could_not_be_rehearsed() {
    let meibo = Meibo::new();
    let line = "init --name T --from 2019-02-26 --to 2019-02-28";
    meibo.says(
        &format!("{line} --dry-run"),
        "
--- stderr ---
made meibo.db; its hours are those of Asia/Tokyo
nothing was stored (dry run)
[exit 0]
",
    );
    assert_eq!(std::fs::read_dir(meibo.path("")).unwrap().count(), 0);
    meibo.line(line).done();
    meibo.line(&format!("{line} --dry-run")).ended(1);
}

#[test]
fn the_log_did_not_say_what_was_and_what_is() {
    let meibo = small();
    meibo.line("edit 1 2 --position Director --by Anna").done();
    meibo.line("edit 1 --position Head --note 'by phone' --by Bea").done();
    meibo.line("edit 1 --note '' --by Cyd").done();
    let said = meibo.line("log --limit 3 --format csv").done().stdout;
    let mut reader = csv::Reader::from_reader(said.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let rows: Vec<_> = rows.iter().map(|row| (&row[3], &row[5])).collect();
    assert_eq!(
        rows,
        [
            ("Cyd", "P-0001-C note: by phone → -"),
            ("Bea", "P-0001-C position: Director → Head, note: - → by phone"),
            ("Anna", "P-0001-C position: - → Director; P-0002-A position: - → Director"),
        ]
    );
}

#[test]
fn undo_redo_and_undo_restore_the_exact_rows_of_every_verb() {
    for verb in VERBS {
        let meibo = small();
        let before = meibo.facts();
        meibo.line(verb).done();
        let after = meibo.facts();
        assert_ne!(before, after, "{verb} changed nothing");
        for turn in 1..=2 {
            meibo.line("undo").done();
            assert_same(&before, &meibo.facts(), &format!("{verb}, undo {turn}"));
            meibo.line("redo").done();
            assert_same(&after, &meibo.facts(), &format!("{verb}, redo {turn}"));
        }
        meibo.line("undo").done();
        assert_same(&before, &meibo.facts(), &format!("{verb}, last undo"));
    }
}

#[test]
fn a_chain_of_changes_is_taken_back_to_the_beginning_and_done_again() {
    // These change nothing after the others, or take away what the others need.
    const APART: &[&str] = &["edit 1", "withdraw", "pin", "import", "--groups 1"];
    let meibo = small();
    let mut steps = vec![meibo.facts()];
    let verbs: Vec<_> =
        VERBS.iter().filter(|verb| !APART.iter().any(|part| verb.contains(part))).collect();
    for verb in &verbs {
        meibo.line(verb).done();
        steps.push(meibo.facts());
    }
    for (step, verb) in steps.iter().zip(&verbs).rev() {
        meibo.line("undo").done();
        assert_same(step, &meibo.facts(), &format!("undo of {verb}"));
    }
    for (step, verb) in steps[1..].iter().zip(&verbs) {
        meibo.line("redo").done();
        assert_same(step, &meibo.facts(), &format!("redo of {verb}"));
    }
}

#[test]
fn a_request_repeated_with_its_nonce_counts_once() {
    let meibo = Meibo::with_register();
    meibo.says(
        "--nonce q1 register --family Once",
        "
Code      Name  Country/region  Status      Result
--------  ----  --------------  ----------  ----------
P-0001-C  Once  -               registered  registered
--- stderr ---
[exit 0]
",
    );
    let before = meibo.everything();
    meibo.says(
        "--nonce q1 register --family Once",
        "
Code      Name  Country/region  Status      Result
--------  ----  --------------  ----------  ------------------
P-0001-C  Once  -               registered  the same as before
--- stderr ---
[exit 0]
",
    );
    // The mark of another request gets nobody else's code.
    meibo.says(
        "--nonce q1 register --family Twice",
        "
--- stderr ---
this was done before, as operation 2; nothing was changed
[exit 0]
",
    );
    assert_same(&before, &meibo.everything(), "the second request");
}

/// An undo that was sent again took back what had been done before that as well, and marks that were
/// taken back kept no mark of the request.
#[test]
fn a_correction_of_attendance_repeated_with_its_nonce_counted_twice() {
    let meibo = small();
    for line in [
        "checkin 1 2 --session D1-OPEN",
        "edit 1 --position Director",
        "undo --nonce undo-op",
        "checkin 7 8 --session D1-OPEN",
        "undo --nonce undo-events",
        "redo --nonce redo-events",
        "attendance mark 1 --absent --session D1-OPEN --reason 'wrong line' --nonce absent",
        "attendance mark 2 1 --session D1-OPEN --nonce present",
        "checkout 1 --session D1-OPEN",
        "checkin 2 1 --session D1-OPEN --nonce second-alone",
        "checkout 1 --session D1-OPEN",
    ] {
        meibo.line(line).done();
        let Some((_, nonce)) = line.split_once(" --nonce ") else { continue };
        let before = meibo.everything();
        let again = meibo.line(line).done();
        assert!(again.stderr.contains("before"), "{nonce}: {}", again.stderr);
        assert_same(&before, &meibo.everything(), nonce);
    }
    let before = meibo.everything();
    meibo.line("checkin 2 1 --session D1-OPEN --nonce second-alone").done();
    assert_same(&before, &meibo.everything(), "who went out since came in again");
}

#[test]
fn a_number_is_never_given_out_twice() {
    let meibo = Meibo::with_register();
    meibo.line("register --family First").done();
    meibo.line("undo").done();
    let said = meibo.line("register --family Second --format csv").done();
    assert!(said.stdout.contains("P-0002-A"), "{}", said.stdout);
}

#[test]
fn a_register_where_nothing_may_be_written_could_not_be_read() {
    use std::os::unix::fs::{PermissionsExt as _, chown};
    const NOBODY: &str = "65534";
    let meibo = Meibo::with_sample();
    let allow = |name: &str, mode: u32| {
        std::fs::set_permissions(meibo.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    std::fs::create_dir(meibo.path("disc")).unwrap();
    meibo.line("backup disc/r.db").done();
    // Root may write anywhere, and so somebody else has to look.
    let is_root = chown(meibo.path("disc"), Some(65_534), None).is_ok();
    if is_root {
        chown(meibo.path("disc/r.db"), Some(65_534), None).unwrap();
        allow("", 0o755);
    }
    allow("disc/r.db", 0o400);
    allow("disc", 0o500);
    let run = |line: &str| {
        let mut command = if is_root {
            let mut command = std::process::Command::new("setpriv");
            command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"]);
            command.arg(env!("CARGO_BIN_EXE_meibo")).env("COLUMNS", "80");
            command
        } else {
            meibo.command()
        };
        command.args(["--db", meibo.path("disc/r.db").to_str().unwrap()]).args(line.split(' '));
        super::support::finish(command, b"")
    };
    if is_root && std::process::Command::new("setpriv").arg("--version").output().is_err() {
        return;
    }
    assert_eq!(run("list --count").done().stdout, "210\n");
    assert_eq!(run("summary").done().stdout, meibo.line("summary").done().stdout);
    assert!(run("edit 1 --note x").ended(3).stderr.contains("read-only"));
    let files = std::fs::read_dir(meibo.path("disc")).unwrap().count();
    allow("disc", 0o700);
    assert_eq!(files, 1);
}

#[test]
fn an_undo_of_which_nothing_was_left_said_that_it_was_done() {
    let meibo = Meibo::with_register();
    meibo.line("register --family Bat").done();
    meibo.line("excursion join 1").done();
    let join = meibo.count("SELECT max(id) FROM operation");
    meibo.line("excursion leave 1").done();
    let operations = meibo.count("SELECT count(*) FROM operation");
    let error = meibo.line(&format!("undo {join}")).ended(1).stderr;
    let wanted = format!("error: nothing is left of what operation {join} did\n");
    assert!(error.starts_with(&wanted), "{error}");
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), operations);
}

#[test]
fn a_country_with_a_letter_wrong_is_taken_and_said() {
    let meibo = Meibo::new();
    meibo.line("init --name T --from 2019-02-26 --to 2019-02-28").done();
    let said = meibo.run(&["register", "--family", "Tran", "--country", "Viet Nma"]);
    assert_eq!(said.code, 0);
    assert_eq!(said.stderr, "took \"Viet Nma\" as Viet Nam (VN), one letter differs\n");
    let said = meibo.run(&["register", "--family", "Pham", "--country", "Viet Nam"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    meibo.write("list.csv", "family_name,country\nOka,Jpan\nAbe,Japan\nMori,Jpan\nLi,Chnia\n");
    let said = meibo.run(&["import", "list.csv"]);
    let line = "2 countries or regions are named with one letter wrong: \
                \"Chnia\" as China (CN), \"Jpan\" as Japan (JP)";
    assert!(said.stderr.lines().any(|found| found == line), "{}", said.stderr);
    meibo.write("more.csv", "family_name,country\nSato,Jpaan\n");
    let said = meibo.run(&["import", "list.csv", "more.csv"]);
    assert!(said.stderr.contains("named with one letter wrong: \"Jpaan\""), "{}", said.stderr);
}
