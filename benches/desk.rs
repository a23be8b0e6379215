//! Times the desk: the scan loop against the disk, eight loops and one process a check-in against the
//! `sqlite3` library and shell, and the matrix of attendance against the best SQL.
//!
//! `cargo bench --bench desk -- [PEOPLE] [ROUNDS] [SECONDS]`. All parts of a round follow each other,
//! and the table shows the median of the ratios round by round: machines are shared, and absolute
//! times drift. Needs `sqlite3` and GNU time. All people are invented.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs
)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

const MEIBO: &str = env!("CARGO_BIN_EXE_meibo");

/// How many desks write at once.
const DESKS: usize = 8;

/// How many scans are answered one by one to learn how long one takes.
const SPOKEN: usize = 600;

/// How many processes one after the other make a round.
const PROCESSES: usize = 20;

/// The inserts of one check-in, as a register has them.
const COME_IN: &str = "
INSERT INTO attendance (participant_id, session_id, inside, first_in_at, last_at, desk_id)
VALUES (?1, ?2, 1, ?3, ?3, ?4)
ON CONFLICT (participant_id, session_id) DO UPDATE
SET inside = 1, last_at = excluded.last_at, desk_id = excluded.desk_id";
const ADD: &str = "
INSERT INTO attendance_event
  (uuid, participant_id, session_id, kind, at, recorded_at, desk_id, seq, actor, source, nonce,
   undoes, reason, seal, hash)
VALUES (?1, ?2, ?3, 'in', ?4, ?4, ?5, ?6, 'peer', 'scan', NULL, NULL, '', randomblob(16),
  randomblob(32))";
const ADVANCE: &str = "UPDATE desk SET seq = ?2, head = randomblob(32) WHERE id = ?1";

fn sh(folder: &Path, command: &str) {
    let mut shell = Command::new("sh");
    let status = shell.args(["-ec", command]).current_dir(folder).stdout(Stdio::null()).status();
    assert!(status.unwrap().success(), "{command}");
}

/// Makes a register with some people and a session that is on all day.
fn register(folder: &Path, name: &str, people: usize) -> Vec<String> {
    let mut list = String::from("family_name,given_name,country,category,email\n");
    for person in 0..people {
        let country = ["JP", "VN", "CN", "KZ", "TH", "MN", "KR", "LA"][person * 7 % 8];
        let category = ["government", "company", "academia"][person * 5 % 3];
        writeln!(list, "Person{person},Given,{country},{category},p{person}@x.example").unwrap();
    }
    fs::write(folder.join("list.csv"), list).unwrap();
    let day = chrono::Utc::now().format("%Y-%m-%d");
    let meibo = format!("{MEIBO} -q --db {name}.db");
    let sessions = (1..=12).fold(String::new(), |all, number| {
        all + &format!(
            "{meibo} session add S{number} --day 1 --title T --from 00:00 --to 23:59 >/dev/null\n"
        )
    });
    sh(
        folder,
        &format!(
            "{meibo} init --name Bench --zone UTC --from {day} --to {day}\n{sessions}\
             {meibo} import list.csv\n\
             {MEIBO} --db {name}.db export participants --output codes-{name}.csv\nrm list.csv"
        ),
    );
    let codes = fs::read_to_string(folder.join(format!("codes-{name}.csv"))).unwrap();
    codes.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect()
}

/// What a desk types: everybody of its share in, scattered over the register, then out, in, ...
fn typed(codes: &[String], from: usize, share: usize, lines: usize) -> Vec<String> {
    let person = |number: usize| &codes[(from + number % share) * 7_919 % codes.len()];
    (0..lines)
        .map(|number| match number / share % 2 {
            0 => person(number).clone(),
            _ => format!("out {}", person(number)),
        })
        .collect()
}

/// A desk at work.
struct Desk {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Desk {
    fn open(folder: &Path, register: &str, desk: &str, session: usize, input: Stdio) -> Self {
        let mut command = Command::new(MEIBO);
        command
            .args(["--db", &format!("{register}.db"), "--desk", desk, "--format", "json"])
            .args(["checkin", "--scan", "--session", &format!("S{session}")])
            .current_dir(folder)
            .stdin(input)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, answers }
    }

    /// Takes an answer, which has to say that it is done; says when it came.
    fn answered(&mut self) -> Instant {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        let done = [r#""result":"in""#, r#""result":"out""#];
        assert!(done.iter().any(|done| answer.contains(done)), "{answer}");
        Instant::now()
    }
}

/// Seconds that each of some waits took.
struct Waits(Vec<f64>);

impl Waits {
    fn between(instants: &[Instant]) -> Self {
        Self(instants.windows(2).map(|two| (two[1] - two[0]).as_secs_f64()).collect())
    }

    fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[((sorted.len() as f64 * share) as usize).min(sorted.len() - 1)]
    }

    fn rate(&self) -> f64 {
        self.0.len() as f64 / self.0.iter().sum::<f64>()
    }

    fn tail(&self) -> f64 {
        self.at(0.99) / self.at(0.5)
    }
}

/// The disk without a database: 4 KiB written and synced, within a file of 4 MiB.
fn disk(folder: &Path, seconds: f64) -> Waits {
    let path = folder.join("disk");
    fs::write(&path, vec![0; 4 << 20]).unwrap();
    let file = File::options().write(true).open(&path).unwrap();
    file.sync_all().unwrap();
    let (begin, mut waits, mut at) = (Instant::now(), Vec::new(), 0);
    while begin.elapsed().as_secs_f64() < seconds {
        let one = Instant::now();
        file.write_all_at(&[7; 4_096], at % (4 << 20)).unwrap();
        file.sync_data().unwrap();
        at += 4_096;
        waits.push(one.elapsed().as_secs_f64());
    }
    drop(file);
    fs::remove_file(path).unwrap();
    Waits(waits)
}

/// A loop that reads a file of lines for some seconds: when each answer came.
fn fed(folder: &Path, register: &str, lines: &[String], session: usize, seconds: f64) -> Waits {
    let path = folder.join("lines-A");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let mut desk = Desk::open(folder, register, "A", session, File::open(path).unwrap().into());
    let mut instants = vec![desk.answered()];
    while instants[0].elapsed().as_secs_f64() < seconds && instants.len() < lines.len() {
        instants.push(desk.answered());
    }
    let _ = desk.child.kill();
    desk.child.wait().unwrap();
    Waits::between(&instants)
}

/// Two loops that are spoken to line by line, in turn, so that whatever else the machine does concerns
/// both: how long each answer took.
fn spoken(folder: &Path, registers: [(&str, &[String]); 2], session: usize) -> [Waits; 2] {
    let mut desks = registers.map(|(register, lines)| {
        (Desk::open(folder, register, "A", session, Stdio::piped()), lines, Vec::new())
    });
    for number in 0..SPOKEN {
        for (desk, lines, waits) in &mut desks {
            let one = Instant::now();
            let input: &mut ChildStdin = desk.child.stdin.as_mut().unwrap();
            input.write_all(format!("{}\n", lines[number]).as_bytes()).unwrap();
            desk.answered();
            waits.push(one.elapsed().as_secs_f64());
        }
    }
    desks.map(|(mut desk, _, mut waits)| {
        drop(desk.child.stdin.take());
        desk.child.wait().unwrap();
        // The first answer waits for the program to start.
        Waits(waits.split_off(1))
    })
}

/// What the library does with a busy timeout alone; prints how long each check-in took.
fn library(register: &str, desk: i64, session: i64, seconds: f64) {
    let register = Connection::open(register).unwrap();
    register.busy_timeout(Duration::from_mins(1)).unwrap();
    register.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON").unwrap();
    let people: Vec<i64> = {
        let mut all = register.prepare("SELECT id FROM participant").unwrap();
        all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    register
        .execute(
            "INSERT OR IGNORE INTO desk (id, uuid, name, head) VALUES (?1, ?2, ?2, x'')",
            params![1_000 + desk, format!("peer {desk}")],
        )
        .unwrap();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (begin, mut number) = (Instant::now(), 0);
    while begin.elapsed().as_secs_f64() < seconds {
        let person = people[(desk as usize + DESKS * number) * 7_919 % people.len()];
        let at = chrono::Utc::now().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let uuid = uuid::Uuid::now_v7().to_string();
        let one = Instant::now();
        let run = |text| register.prepare_cached(text).unwrap();
        run("BEGIN IMMEDIATE").execute([]).unwrap();
        run(COME_IN).execute(params![person, session, at, 1_000 + desk]).unwrap();
        run(ADD).execute(params![uuid, person, session, at, 1_000 + desk, number as i64]).unwrap();
        run(ADVANCE).execute(params![1_000 + desk, number as i64]).unwrap();
        run("COMMIT").execute([]).unwrap();
        writeln!(out, "{}", one.elapsed().as_secs_f64()).unwrap();
        number += 1;
    }
}

/// Runs the library in some processes at once.
fn libraries(folder: &Path, desks: usize, session: usize, seconds: f64) -> Vec<Waits> {
    let desks: Vec<Child> = (0..desks)
        .map(|desk| {
            Command::new(std::env::current_exe().unwrap())
                .args(["library", "peer.db", &desk.to_string(), &session.to_string()])
                .arg(seconds.to_string())
                .current_dir(folder)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let waits = |child: Child| {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "the library failed");
        let text = String::from_utf8(output.stdout).unwrap();
        Waits(text.lines().map(|line| line.parse().unwrap()).collect())
    };
    desks.into_iter().map(waits).collect()
}

/// Runs eight loops at once and counts what each answered within the same seconds.
fn loops(folder: &Path, codes: &[String], session: usize, seconds: f64) -> Vec<Waits> {
    let share = codes.len() / DESKS;
    let desks: Vec<Desk> = (0..DESKS)
        .map(|desk| {
            let path = folder.join(format!("lines-{desk}"));
            let lines = typed(codes, desk * share, share, 200_000);
            fs::write(&path, lines.join("\n") + "\n").unwrap();
            let input = File::open(path).unwrap().into();
            Desk::open(folder, "desks", &format!("D{desk}"), session, input)
        })
        .collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> = desks
            .into_iter()
            .map(|mut desk| {
                scope.spawn(move || {
                    let mut instants = vec![desk.answered()];
                    while instants[0].elapsed().as_secs_f64() < seconds + 1.0 {
                        instants.push(desk.answered());
                    }
                    (desk, instants)
                })
            })
            .collect();
        let answers: Vec<(Desk, Vec<Instant>)> =
            threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        // From the moment at which the last of them had begun.
        let begin = answers.iter().map(|(_, instants)| instants[0]).max().unwrap();
        let within =
            |instant: &&Instant| **instant >= begin && (**instant - begin).as_secs_f64() <= seconds;
        answers
            .into_iter()
            .map(|(mut desk, instants)| {
                let _ = desk.child.kill();
                desk.child.wait().unwrap();
                let within: Vec<Instant> = instants.iter().filter(within).copied().collect();
                Waits::between(&within)
            })
            .collect()
    })
}

fn total(desks: &[Waits]) -> f64 {
    desks.iter().map(|desk| desk.0.len() as f64).sum()
}

fn fairness(desks: &[Waits]) -> f64 {
    let counts: Vec<usize> = desks.iter().map(|desk| desk.0.len()).collect();
    *counts.iter().min().unwrap() as f64 / *counts.iter().max().unwrap() as f64
}

fn longest(desks: &[Waits]) -> f64 {
    desks.iter().map(|desk| desk.at(1.0)).fold(0.0, f64::max)
}

/// Seconds and peak MiB of a shell command.
fn measure(folder: &Path, command: &str) -> (f64, f64) {
    let begin = Instant::now();
    let status = Command::new("/usr/bin/time")
        // Cargo's own, by which every program with shared libraries would begin later.
        .env_remove("LD_LIBRARY_PATH")
        .args(["-o", "peak", "-f", "%M", "sh", "-c", command])
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.success(), "{command}: {status}");
    let peak = fs::read_to_string(folder.join("peak")).unwrap();
    (seconds, peak.lines().last().unwrap().trim().parse::<f64>().unwrap() / 1024.0)
}

/// Checks people in by one process each; the seconds of one. The shell does the same inserts into the
/// same tables of a copy of the register.
fn processes(folder: &Path, people: &[(i64, String)], round: usize) -> (f64, f64) {
    let one = |command: &dyn Fn(&(i64, String)) -> String| {
        let numbers = (0..PROCESSES).map(|number| (round * PROCESSES + number) * 7_919);
        let commands: Vec<_> =
            numbers.map(|number| command(&people[number % people.len()])).collect();
        measure(folder, &commands.join("\n")).0 / PROCESSES as f64
    };
    let theirs = one(&|(id, _)| {
        format!(
            "sqlite3 -cmd '.timeout 60000' -cmd 'PRAGMA synchronous = FULL' \
             -cmd 'PRAGMA foreign_keys = ON' peer.db \"BEGIN IMMEDIATE; \
             INSERT INTO attendance VALUES ({id}, 12, 1, '2019', '2019', 1); \
             INSERT INTO attendance_event (uuid, participant_id, session_id, kind, at, recorded_at, \
               desk_id, seq, actor, source, reason, seal, hash) \
             VALUES (hex(randomblob(18)), {id}, 12, 'in', '2019-02-26T00:00:00.000Z', \
               '2019-02-26T00:00:00.000Z', 1, {id}, 'peer', 'hand', '', randomblob(16), \
               randomblob(32)); \
             UPDATE desk SET seq = seq + 1, head = randomblob(32) WHERE id = 1; COMMIT\""
        )
    });
    let ours = one(&|(_, code)| {
        format!("{MEIBO} -q --db large.db checkin {code} --session S12 > /dev/null")
    });
    (theirs, ours)
}

/// Fills the record for the matrix: three sessions a person. Events and where they leave people are
/// put in by SQL, since only counting is measured here; the hashes are random.
fn attended(folder: &Path) {
    for name in ["matrix", "plain"] {
        let _ = fs::remove_file(folder.join(format!("{name}.db")));
    }
    sh(folder, &format!("{MEIBO} -q --db large.db backup matrix.db > /dev/null"));
    let register = Connection::open(folder.join("matrix.db")).unwrap();
    register
        .execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL; DELETE FROM attendance;
             CREATE TEMP TABLE came AS SELECT p.id AS person, 1 + (p.id * 5 + n.value * 3) % 12 AS session
               FROM participant p, (SELECT 0 AS value UNION SELECT 1 UNION SELECT 2) n;
             INSERT INTO attendance SELECT person, session, 1, '2019-02-26T00:30:00.000Z',
               '2019-02-26T00:30:00.000Z', 1 FROM came ORDER BY person, session;
             INSERT INTO attendance_event (uuid, participant_id, session_id, kind, at, recorded_at,
               desk_id, seq, actor, source, reason, seal, hash)
             SELECT printf('%036d', rowid), person, session, 'in', '2019-02-26T00:30:00.000Z',
               '2019-02-26T00:30:00.000Z', 1, rowid, 'bench', 'scan', '', randomblob(16),
               randomblob(32) FROM came;
             PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    // The tables that somebody would make who needs nothing but this answer.
    let plain = Connection::open(folder.join("plain.db")).unwrap();
    plain
        .execute_batch(
            "PRAGMA synchronous = OFF; ATTACH 'matrix.db' AS m;
             CREATE TABLE participant (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE,
               family_name TEXT NOT NULL, given_name TEXT NOT NULL, country TEXT NOT NULL,
               category TEXT NOT NULL, email TEXT, note TEXT NOT NULL);
             CREATE TABLE attendance (session_id INTEGER NOT NULL, participant_id INTEGER NOT NULL,
               at TEXT NOT NULL, PRIMARY KEY (session_id, participant_id)) WITHOUT ROWID;
             INSERT INTO participant SELECT id, code, family_name, given_name, country, category,
               email, note FROM m.participant;
             INSERT INTO attendance SELECT session_id, participant_id, first_in_at
               FROM m.attendance ORDER BY 1, 2;
             CREATE INDEX participant_country ON participant (id, country);",
        )
        .unwrap();
}

/// Seconds of the best SQL, of ours, and our peak MiB.
fn matrix(folder: &Path) -> (f64, f64, f64) {
    let sql = |table: &str| {
        let text = format!(
            "sqlite3 plain.db \"SELECT p.country, a.session_id, count(*) FROM attendance a \
             JOIN participant p {table} ON p.id = a.participant_id GROUP BY 1, 2\""
        );
        measure(folder, &text).0
    };
    let best = sql("NOT INDEXED").min(sql("INDEXED BY participant_country"));
    let (seconds, peak) =
        measure(folder, &format!("{MEIBO} -q --db matrix.db attendance --matrix --by country"));
    (best, seconds, peak)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The ratios of all rounds, row by row.
#[derive(Default)]
struct Table(Vec<(String, &'static str, Vec<f64>)>);

impl Table {
    fn add(&mut self, what: impl Into<String>, goal: &'static str, ratio: f64) {
        let what = what.into();
        match self.0.iter_mut().find(|(known, ..)| *known == what) {
            Some((_, _, ratios)) => ratios.push(ratio),
            None => self.0.push((what, goal, vec![ratio])),
        }
    }

    fn print(self) {
        println!("| what | median | rounds | goal |\n|---|---|---|---|");
        for (what, goal, mut ratios) in self.0 {
            ratios.sort_by(f64::total_cmp);
            let (least, most) = (ratios[0], ratios[ratios.len() - 1]);
            println!("| {what} | {:.2} | {least:.2} to {most:.2} | {goal} |", median(ratios));
        }
    }
}

fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [what, register, desk, session, seconds] = words.as_slice()
        && what == "library"
    {
        let number = |word: &String| word.parse().unwrap();
        return library(register, number(desk), number(session), seconds.parse().unwrap());
    }
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<usize>().ok());
    let people = number(0).unwrap_or(20_000).max(2_000);
    let rounds = number(1).unwrap_or(5);
    let seconds = number(2).unwrap_or(2) as f64;
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("desk");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    std::env::set_current_dir(&folder).unwrap();

    let few = register(&folder, "few", 200);
    let all = register(&folder, "large", people);
    sh(&folder, "cp large.db peer.db; cp large.db desks.db");
    let ids: Vec<i64> = {
        let peer = Connection::open(folder.join("peer.db")).unwrap();
        let mut ids = peer.prepare("SELECT id FROM participant ORDER BY id").unwrap();
        ids.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let numbered: Vec<(i64, String)> = ids.into_iter().zip(all.iter().cloned()).collect();
    let mut table = Table::default();
    let mut peak = 0.0_f64;
    attended(&folder);
    // What was made is on the disk before anything is timed.
    sh(&folder, "sync");
    for round in 0..rounds {
        let session = 1 + round % 11;
        let disk = disk(&folder, seconds);
        let one = fed(&folder, "few", &typed(&few, 0, 200, 100_000), session, seconds);
        let large = fed(&folder, "large", &typed(&all, 0, 2_000, 100_000), session, seconds);
        let alone = libraries(&folder, 1, session, seconds).remove(0);
        table.add(
            "loop, 200 people: check-ins a second, of the disk's",
            ">= 0.85",
            one.rate() / disk.rate(),
        );
        table.add(
            format!("loop, {people} people: the same"),
            ">= 0.85",
            large.rate() / disk.rate(),
        );
        table.add(
            "the library alone with the same inserts: the same",
            "",
            alone.rate() / disk.rate(),
        );
        table.add("the disk: p99 of its median", "", disk.tail());
        table.add("the library alone: p99 of its median", "", alone.tail());
        let (some, scattered) = (typed(&few, 0, 200, SPOKEN), typed(&all, 4_000, 2_000, SPOKEN));
        let both = [("few", some.as_slice()), ("large", scattered.as_slice())];
        let [few_spoken, all_spoken] = spoken(&folder, both, 12 - session);
        table.add("one scan, 200 people: p99 of its median", "<= 2", few_spoken.tail());
        table.add(format!("one scan, {people} people: the same"), "<= 2", all_spoken.tail());
        table.add(
            format!("one scan, {people} people: median of that of 200"),
            "1",
            all_spoken.at(0.5) / few_spoken.at(0.5),
        );

        let theirs = libraries(&folder, DESKS, session, seconds);
        let ours = loops(&folder, &all, session, seconds);
        table.add(
            "eight loops: total, of the library's with a busy timeout",
            ">= 0.85",
            total(&ours) / total(&theirs),
        );
        table.add("eight loops: slowest of the fastest", ">= 0.5", fairness(&ours));
        table.add("the library: slowest of the fastest", "", fairness(&theirs));
        table.add("eight loops: longest wait in seconds", "<= 1", longest(&ours));
        table.add("the library: longest wait in seconds", "", longest(&theirs));

        let (theirs, ours) = processes(&folder, &numbered, round);
        table.add("one process a check-in, of sqlite3's", "<= 1.0", ours / theirs);
        let (theirs, ours, mib) = matrix(&folder);
        peak = peak.max(mib);
        table.add(
            format!(
                "countries by sessions, {people} people, {} events: of the best SQL",
                people * 3
            ),
            "<= 0.2",
            ours / theirs,
        );
    }
    println!("{people} people, {rounds} rounds, {seconds} s a part\n");
    table.print();
    println!("\nThe matrix needed {peak:.1} MiB at most; the goal is 16.");
    fs::remove_dir_all(&folder).unwrap();
}
