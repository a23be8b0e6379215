//! Breaks things on purpose, counts how often it did, and looks at what is left: processes killed,
//! disks full, eight desks at once. A fault that was not injected fails the test.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use super::support::{Meibo, Output, finish};

/// Random numbers that are the same in every run (xorshift).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Returns a participants' list of some length.
fn list(rows: usize) -> String {
    let mut text = "family_name,given_name,country,organization,email,excursion,note\n".to_owned();
    for row in 0..rows {
        let body = row % 97;
        writeln!(
            text,
            "Family{row},Given{row},JP,Ministry {body},p{row}@x.example,yes,\"row {row}, with a note\""
        )
        .unwrap();
    }
    text
}

pub(crate) fn integrity(path: &Path) -> String {
    let register = rusqlite::Connection::open(path).unwrap();
    let verdict = register.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    let strays: i64 = register
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(strays, 0, "rows that point to nothing");
    verdict.unwrap()
}

/// Puts a copy of a register that nobody has open in the place of another.
fn replace(meibo: &Meibo, template: &str) {
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(meibo.path(&format!("meibo.db{ending}")));
    }
    std::fs::copy(meibo.path(template), meibo.path("meibo.db")).unwrap();
}

#[test]
fn an_import_that_is_killed_leaves_all_or_nothing() {
    const ROWS: usize = 3_000;
    const ROUNDS: usize = 40;
    let meibo = Meibo::with_register();
    meibo.write("list.csv", list(ROWS));
    let _ = meibo.run(&["backup", "template.db"]).done();
    let begin = Instant::now();
    let _ = meibo.run(&["import", "list.csv"]).done();
    let whole = u64::try_from(begin.elapsed().as_micros()).unwrap();
    replace(&meibo, "template.db");
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut killed, mut within, mut stored) = (0, 0, 0);
    for round in 0..ROUNDS {
        let mut command = meibo.command();
        command.args(["import", "list.csv"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        sleep(Duration::from_micros(dice.below(whole)));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        killed += usize::from(ended.signal() == Some(9));
        within += usize::from(meibo.path("meibo.db-wal").exists());
        assert_eq!(integrity(&meibo.path("meibo.db")), "ok", "round {round}");
        let people = meibo.count("SELECT count(*) FROM participant");
        let places = meibo.count("SELECT count(*) FROM excursion_place");
        let operations = meibo.count("SELECT count(*) FROM operation WHERE verb = 'import'");
        match people {
            0 => assert_eq!((places, operations), (0, 0), "round {round}"),
            3_000 => {
                assert_eq!((places, operations), (3_000, 1), "round {round}");
                stored += 1;
                replace(&meibo, "template.db");
            }
            some => panic!("round {round}: {some} of {ROWS} rows were stored"),
        }
    }
    assert!(killed >= 10, "only {killed} of {ROUNDS} imports were killed");
    assert!(within >= 10, "only {within} were killed with the register open; {stored} were stored");
    let _ = meibo.run(&["import", "list.csv"]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 3_000);
    assert_eq!(meibo.count("SELECT count(DISTINCT code) FROM participant"), 3_000);
}

/// Returns the codes of the people of the sample who take part and have not come to the excursion.
fn codes(meibo: &Meibo, count: usize) -> Vec<String> {
    let register = meibo.sql();
    let mut statement = register
        .prepare(
            "SELECT code FROM participant WHERE status = 'confirmed' AND id NOT IN
               (SELECT participant_id FROM attendance a JOIN session s ON s.id = a.session_id
                WHERE s.code = 'D3-TOUR') ORDER BY id",
        )
        .unwrap();
    let codes: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(codes.len() >= count, "{}", codes.len());
    codes.into_iter().take(count).collect()
}

const AT_THE_TOUR: &str =
    "SELECT count(*) FROM attendance_event e JOIN session s ON s.id = e.session_id
    JOIN participant p ON p.id = e.participant_id WHERE s.code = 'D3-TOUR' AND e.kind = 'in'";

#[test]
fn check_ins_that_are_killed_are_there_if_they_were_acknowledged() {
    let meibo = Meibo::with_sample();
    let codes = codes(&meibo, 100);
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut killed, mut acknowledged) = (0, BTreeSet::new());
    for _ in 0..3 {
        // How long a whole one takes on this machine, as busy as it is.
        let begin = Instant::now();
        let _ = meibo.run(&["checkin", "1", "--session", "D3-TOUR", "--anyway"]).done();
        let whole = u64::try_from(begin.elapsed().as_micros()).unwrap();
        for code in &codes {
            let mut command = meibo.command();
            command
                .args(["checkin", code, "--session", "D3-TOUR", "--format", "csv"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
            let mut child = command.spawn().unwrap();
            sleep(Duration::from_micros(dice.below(whole * 3 / 2)));
            let _ = child.kill();
            let output = child.wait_with_output().unwrap();
            killed += usize::from(output.status.signal() == Some(9));
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            if said.lines().nth(1).is_some_and(|line| line.starts_with(code.as_str())) {
                acknowledged.insert(code.clone());
            }
        }
    }
    assert!(killed >= 30, "only {killed} check-ins were killed");
    assert!(acknowledged.len() >= 20, "only {} were acknowledged", acknowledged.len());
    assert_eq!(integrity(&meibo.path("meibo.db")), "ok");
    for code in &acknowledged {
        let times = meibo.count(&format!("{AT_THE_TOUR} AND p.code = '{code}'"));
        assert_eq!(times, 1, "{code} was acknowledged");
    }
    for code in &codes {
        let _ = meibo.run(&["checkin", code, "--session", "D3-TOUR"]).done();
        assert_eq!(meibo.count(&format!("{AT_THE_TOUR} AND p.code = '{code}'")), 1, "{code}");
    }
    counters_have_no_gap(&meibo);
}

/// A small disk in memory, if this machine lets us have one.
pub(crate) struct SmallDisk(pub(crate) PathBuf);

impl SmallDisk {
    pub(crate) fn new(folder: PathBuf, size: &str) -> Option<Self> {
        std::fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(&folder);
        let done = mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        done.then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn at(meibo: &Meibo, register: &Path, arguments: &[&str]) -> Output {
    let mut command = meibo.command();
    command.arg("--db").arg(register).args(arguments);
    finish(command, b"")
}

const INIT: &[&str] = &["init", "--name", "T", "--from", "2019-02-26", "--to", "2019-02-28"];

pub(crate) fn people(register: &Path) -> i64 {
    let register = rusqlite::Connection::open(register).unwrap();
    register.query_row("SELECT count(*) FROM participant", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_full_disk_refuses_an_import_and_leaves_the_register_usable() {
    let meibo = Meibo::new();
    meibo.write("list.csv", list(6_000));
    let Some(disk) = SmallDisk::new(meibo.path("disk"), "1500k") else {
        eprintln!("skipped: no small disk can be mounted here; the limit of file size is tested");
        return;
    };
    let register = disk.0.join("meibo.db");
    let _ = at(&meibo, &register, INIT).done();
    let said = at(&meibo, &register, &["import", "list.csv"]).ended(3);
    assert!(
        said.stderr.contains("error: the disk is full; nothing of this was stored"),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains("make room on the disk"), "{}", said.stderr);
    assert_eq!(people(&register), 0);
    assert_eq!(integrity(&register), "ok");
    let _ = at(&meibo, &register, &["register", "--family", "A", "--given", "B"]).done();
    assert_eq!(people(&register), 1);
    // Not one byte is left: single registrations are refused as well, and none of them half.
    let rest = disk.0.join("rest");
    let _ = std::fs::write(&rest, vec![0_u8; 4 << 20]);
    let (mut refused, mut taken) = (0, 1);
    for number in 0..40 {
        let family = format!("F{number}");
        let note = "x".repeat(3_000);
        match at(&meibo, &register, &["register", "--family", &family, "--note", &note]).code {
            0 => taken += 1,
            3 => refused += 1,
            other => panic!("exit code {other}"),
        }
    }
    assert!(refused >= 1, "the disk was not full: {taken} were taken");
    std::fs::remove_file(&rest).unwrap();
    assert_eq!(integrity(&register), "ok");
    assert_eq!(people(&register), taken, "{refused} were refused");
    let _ = at(&meibo, &register, &["register", "--family", "Z"]).done();
    assert_eq!(people(&register), taken + 1);
}

#[test]
fn a_limit_of_file_size_refuses_an_import_and_leaves_the_register_usable() {
    let meibo = Meibo::with_register();
    meibo.write("list.csv", list(6_000));
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "ulimit -f 1000; exec \"$0\" import list.csv"])
        .arg(env!("CARGO_BIN_EXE_meibo"))
        .current_dir(meibo.path(""));
    let said = finish(shell, b"").ended(3);
    assert!(said.stderr.starts_with("error: "), "{}", said.stderr);
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 0);
    assert_eq!(meibo.count("SELECT count(*) FROM operation"), 1);
    assert_eq!(integrity(&meibo.path("meibo.db")), "ok");
    let _ = meibo.run(&["import", "list.csv"]).done();
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 6_000);
}

#[test]
fn a_limit_of_file_size_ended_the_program_without_a_word() {
    let meibo = Meibo::with_register();
    let _ = meibo.run(&["register", "--family", "A"]).done();
    for line in [
        "--db new.db init --name S --from 2019-02-26 --to 2019-02-28",
        "register --family B",
        "backup copy.db",
    ] {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("ulimit -f 8; exec \"$0\" {line}")])
            .arg(env!("CARGO_BIN_EXE_meibo"))
            .current_dir(meibo.path(""));
        let said = finish(shell, b"");
        assert!(matches!(said.code, 1 | 3), "{line}: {said}");
        assert!(said.stderr.starts_with("error: "), "{line}: {said}");
    }
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 1);
    assert_eq!(integrity(&meibo.path("meibo.db")), "ok");
}

#[test]
fn a_limit_of_file_size_was_called_a_failing_disk_and_left_half_a_register() {
    const SAID: &str = "\
error: the register may not grow: the length of files is limited here; nothing of this was stored
hint: lift the limit with `ulimit -f unlimited` and do it again
";
    let meibo = Meibo::with_register();
    meibo.write("list.csv", list(6_000));
    let before = files(&meibo);
    for line in [
        "--db new.db init --name S --from 2019-02-26 --to 2019-02-28",
        "demo",
        "backup copy.db",
        "import list.csv",
    ] {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("ulimit -f 100; exec \"$0\" {line}")])
            .arg(env!("CARGO_BIN_EXE_meibo"))
            .current_dir(meibo.path(""));
        let said = finish(shell, b"").ended(3).stderr;
        assert!(said.ends_with(SAID), "{line}: {said}");
        assert_eq!(files(&meibo), before, "{line}");
    }
}

/// The names of the files in the folder, without those that belong to the register in use.
fn files(meibo: &Meibo) -> BTreeSet<String> {
    std::fs::read_dir(meibo.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with("meibo.db-"))
        .collect()
}

/// Fails unless every desk has numbered its entries 1, 2, 3, ...
pub(crate) fn counters_have_no_gap(meibo: &Meibo) {
    let gaps = "
        SELECT count(*) FROM desk d LEFT JOIN (
          SELECT desk_id, count(*) AS entries, count(DISTINCT seq) AS counters, min(seq) AS first, max(seq) AS last
          FROM (SELECT desk_id, seq FROM operation UNION ALL SELECT desk_id, seq FROM attendance_event)
          GROUP BY desk_id) e ON e.desk_id = d.id
        WHERE coalesce(e.last, 0) <> d.seq OR coalesce(e.entries, 0) <> d.seq
          OR coalesce(e.counters, 0) <> d.seq OR coalesce(e.first, 1) <> 1";
    assert_eq!(meibo.count(gaps), 0, "a desk's counter has a gap");
}

#[test]
fn eight_desks_check_in_the_same_people_once() {
    const DESKS: usize = 8;
    let meibo = &Meibo::with_sample();
    let codes = &codes(meibo, 60);
    let before = meibo.count(AT_THE_TOUR);
    let answers = &Mutex::new(BTreeMap::<(String, String), usize>::new());
    scope(|scope| {
        for desk in 0..DESKS {
            scope.spawn(move || {
                let desk = format!("D{desk}");
                for code in codes {
                    let words = ["checkin", code, "--session", "D3-TOUR", "--format", "csv"];
                    let flags = ["--desk", &desk, "--wait", "60"];
                    let said = meibo.run(&[&words[..], &flags[..]].concat()).done();
                    let row = said.stdout.lines().nth(1).unwrap().to_owned();
                    let result = if row.contains(",already,") { "already" } else { "in" };
                    assert!(row.contains(&format!(",{result},")), "{row}");
                    let key = (code.clone(), result.to_owned());
                    *answers.lock().unwrap().entry(key).or_default() += 1;
                }
            });
        }
    });
    let answers = answers.lock().unwrap();
    for code in codes {
        let count = |result: &str| answers.get(&(code.clone(), result.to_owned())).copied();
        assert_eq!((count("in"), count("already")), (Some(1), Some(DESKS - 1)), "{code}");
        assert_eq!(meibo.count(&format!("{AT_THE_TOUR} AND p.code = '{code}'")), 1);
    }
    assert_eq!(meibo.count(AT_THE_TOUR) - before, 60);
    let winners = "SELECT count(DISTINCT desk_id) FROM attendance_event WHERE desk_id IN
        (SELECT id FROM desk WHERE name GLOB 'D[0-7]')";
    assert!(meibo.count(winners) >= 2, "the desks did not run at the same time");
    counters_have_no_gap(meibo);
}

#[test]
fn eight_desks_register_people_under_codes_of_their_own() {
    const DESKS: i64 = 8;
    const EACH: i64 = 12;
    let meibo = &Meibo::with_register();
    scope(|scope| {
        for desk in 0..DESKS {
            scope.spawn(move || {
                for person in 0..EACH {
                    let (desk, family) = (format!("D{desk}"), format!("Family{desk}x{person}"));
                    let flags = ["--desk", &desk, "--wait", "60", "--excursion", "yes"];
                    let words = ["register", "--family", &family, "--organization", "One Body"];
                    let _ = meibo.run(&[&words[..], &flags[..]].concat()).done();
                }
            });
        }
    });
    let all = DESKS * EACH;
    for question in [
        "SELECT count(*) FROM participant",
        "SELECT count(DISTINCT family_name) FROM participant",
        "SELECT count(DISTINCT code) FROM participant",
        "SELECT count(DISTINCT seat) FROM excursion_place",
        "SELECT max(seat) FROM excursion_place",
        "SELECT count(*) FROM operation WHERE verb = 'register'",
    ] {
        assert_eq!(meibo.count(question), all, "{question}");
    }
    assert_eq!(meibo.count("SELECT count(*) FROM organization"), 1);
    assert_eq!(meibo.count("SELECT count(*) FROM desk WHERE name GLOB 'D[0-7]'"), DESKS);
    counters_have_no_gap(meibo);
}

#[test]
fn eight_desks_take_one_change_back_once() {
    const DESKS: usize = 8;
    let meibo = &Meibo::with_register();
    meibo.line("register --family Tanaka --country JP").done();
    for round in 0..4 {
        meibo.line(&format!("edit 1 --position round{round}")).done();
        let operation = meibo.count("SELECT max(id) FROM operation");
        let endings = &Mutex::new(Vec::new());
        scope(|scope| {
            for desk in 0..DESKS {
                scope.spawn(move || {
                    let (desk, number) = (format!("D{desk}"), operation.to_string());
                    // Half of them name it, half of them are one desk that takes back its latest.
                    let named: &[&str] = &["undo", &number, "--desk", &desk, "--wait", "60"];
                    let latest: &[&str] = &["undo", &number, "--wait", "60"];
                    let said = meibo.run(if round % 2 == 0 { named } else { latest });
                    if said.code != 0 {
                        let reason = format!("operation {operation} was taken back by operation");
                        assert!(said.stderr.contains(&reason), "{said}");
                    }
                    endings.lock().unwrap().push(said.code);
                });
            }
        });
        let mut endings = endings.lock().unwrap().clone();
        endings.sort_unstable();
        assert_eq!(endings, [0, 1, 1, 1, 1, 1, 1, 1]);
        let taken_back = format!("SELECT count(*) FROM operation WHERE undoes = {operation}");
        assert_eq!(meibo.count(&taken_back), 1);
        assert_eq!(meibo.count("SELECT count(*) FROM participant WHERE position = ''"), 1);
    }
    counters_have_no_gap(meibo);
    meibo.line("check").done();
}

/// Several commands of one desk that say `undo` at once take back what was done last, then what was
/// done before it, or are told of each other; never the same twice.
#[test]
fn undos_of_one_desk_at_once_take_back_one_change_each() {
    let meibo = &Meibo::with_register();
    meibo.line("register --family Tanaka --country JP").done();
    for round in 0..12 {
        meibo.line(&format!("edit 1 --position round{round}")).done();
    }
    let done = &Mutex::new(0);
    scope(|scope| {
        for _ in 0..6 {
            scope.spawn(move || {
                let said = meibo.run(&["undo", "--wait", "60"]);
                assert!(said.code == 0 || said.stderr.contains("was taken back by"), "{said}");
                *done.lock().unwrap() += i64::from(said.code == 0);
            });
        }
    });
    let done = *done.lock().unwrap();
    let position =
        format!("SELECT count(*) FROM participant WHERE position = 'round{}'", 11 - done);
    assert_eq!(meibo.count(&position), 1, "after {done} undos");
    let twice = "SELECT count(*) - count(DISTINCT undoes) FROM operation WHERE undoes IS NOT NULL";
    assert_eq!(meibo.count(twice), 0);
    counters_have_no_gap(meibo);
}

/// They wrote into one file under the name that it has for the time being: the one that was made, as its
/// command said, was no register.
#[test]
fn registers_made_at_once_under_one_name_destroyed_each_other() {
    const COMMANDS: usize = 6;
    for _ in 0..4 {
        let meibo = &Meibo::new();
        let endings = &Mutex::new(Vec::new());
        scope(|scope| {
            for _ in 0..COMMANDS {
                scope.spawn(move || {
                    let line = "init --name T --from 2019-02-26 --to 2019-02-28";
                    let said = meibo.line(line);
                    let told = "error: meibo.db exists already";
                    assert!(said.code == 0 || said.stderr.starts_with(told), "{said}");
                    endings.lock().unwrap().push(said.code);
                });
            }
        });
        let mut endings = endings.lock().unwrap().clone();
        endings.sort_unstable();
        assert_eq!(endings, [0, 1, 1, 1, 1, 1]);
        meibo.line("check").done();
        assert_eq!(files(meibo), BTreeSet::from(["meibo.db".to_owned()]));
    }
}

#[test]
fn lists_written_at_once_under_one_name_were_mixed() {
    let meibo = &Meibo::with_sample();
    let whole: BTreeSet<String> = ["JP", "VN", "MN", "US"]
        .map(|country| meibo.line(&format!("list --country {country} --format csv")).done().stdout)
        .into();
    for _ in 0..8 {
        scope(|scope| {
            for country in ["JP", "VN", "MN", "US"] {
                scope.spawn(move || {
                    let said = meibo.line(&format!("list --country {country} --output list.csv"));
                    let told = "list.csv cannot be written: another command is writing it";
                    assert!(said.code == 0 || said.stderr.contains(told), "{said}");
                });
            }
        });
        assert!(whole.contains(&meibo.read("list.csv")));
        assert!(!meibo.path("list.csv.partial").exists());
    }
}

#[test]
fn a_backup_beside_writing_desks_holds_what_was_acknowledged_before() {
    let meibo = &Meibo::with_sample();
    let codes = &codes(meibo, 120);
    let acknowledged = &Mutex::new(Vec::<String>::new());
    let stop = &AtomicBool::new(false);
    let (mut checked, mut grew) = (0, 0);
    scope(|scope| {
        for (desk, part) in codes.chunks(30).enumerate() {
            scope.spawn(move || {
                let desk = format!("D{desk}");
                // In and out again and again, so that the desk writes until it is told to stop.
                'writing: loop {
                    for verb in ["checkin", "checkout"] {
                        for code in part {
                            if stop.load(Ordering::Relaxed) {
                                break 'writing;
                            }
                            let words = [
                                verb,
                                code,
                                "--session",
                                "D3-TOUR",
                                "--desk",
                                &desk,
                                "--wait",
                                "60",
                            ];
                            let mut command = meibo.command();
                            command.env_remove("MEIBO_NOW").args(words);
                            let _ = finish(command, b"").done();
                            if verb == "checkin" {
                                acknowledged.lock().unwrap().push(code.clone());
                            }
                        }
                    }
                }
            });
        }
        for number in 0..6 {
            sleep(Duration::from_millis(80));
            let before = acknowledged.lock().unwrap().clone();
            let name = format!("backup{number}.db");
            let output = meibo.run(&["backup", &name]);
            if output.code != 0 {
                stop.store(true, Ordering::Relaxed);
            }
            let _ = output.done();
            assert_eq!(integrity(&meibo.path(&name)), "ok");
            let copy = rusqlite::Connection::open(meibo.path(&name)).unwrap();
            for code in &before {
                let there: i64 = copy
                    .query_row(&format!("{AT_THE_TOUR} AND p.code = '{code}'"), [], |row| {
                        row.get(0)
                    })
                    .unwrap();
                assert!(there >= 1, "{code} was acknowledged before backup {number}");
                checked += 1;
            }
            grew += usize::from(acknowledged.lock().unwrap().len() > before.len());
            let _ = at(meibo, &meibo.path(&name), &["summary"]).done();
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert!(checked >= 20, "only {checked} acknowledged check-ins were looked up");
    assert!(grew >= 3, "the desks wrote during {grew} of 6 backups only");
    counters_have_no_gap(meibo);
}

#[test]
fn a_locked_register_is_waited_for() {
    let meibo = Meibo::with_register();
    let holder = meibo.sql();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = meibo.run(&["register", "--family", "A", "--wait", "0"]).ended(3);
    assert!(said.stderr.contains("another process is writing"), "{}", said.stderr);
    assert!(said.stderr.contains("nothing was stored"), "{}", said.stderr);
    // Whoever only asks does not wait.
    let _ = meibo.run(&["summary", "--wait", "0"]).done();
    let mut command = meibo.command();
    command.args(["register", "--family", "A", "--wait", "20"]).stdout(Stdio::null());
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    sleep(Duration::from_millis(600));
    assert!(child.try_wait().unwrap().is_none(), "it did not wait");
    holder.execute_batch("COMMIT").unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(meibo.count("SELECT count(*) FROM participant"), 1);
}
