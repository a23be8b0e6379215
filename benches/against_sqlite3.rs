//! Times this program against the `sqlite3` shell on the same data in the same run.
//!
//! `cargo bench -- ROWS [ROUNDS]`. The two take turns, and the table shows the median of the ratios
//! round by round: machines are shared, and absolute times drift. Needs `sqlite3` and GNU time.

#![allow(clippy::cast_precision_loss, clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const MEIBO: &str = env!("CARGO_BIN_EXE_meibo");
const PEER: &str = include_str!("peer.sql");

/// Names in several scripts, as a seminar's list has them.
const FAMILIES: &[&str] = &[
    "Nguyễn",
    "Trần",
    "Đặng",
    "王",
    "李",
    "佐藤",
    "Tanaka",
    "Yamada",
    "김",
    "Park",
    "Қасымов",
    "Батбаяр",
    "สมชาย",
    "Smith",
    "O'Brien",
    "Müller",
    "García",
    "van der Berg",
    "Łukasiewicz",
    "Kaya",
];
const GIVEN: &[&str] = &[
    "Thị Lan",
    "Văn Đức",
    "伟",
    "花子",
    "Hana",
    "민준",
    "Айгүл",
    "Болормаа",
    "วิไล",
    "Anna",
    "Jean-Luc",
    "José",
    "Zoë",
    "Min-jun",
    "Kōji",
    "Mary Jane",
];
const COUNTRIES: &[(&str, &str)] = &[
    ("JP", "Japan"),
    ("VN", "Viet Nam"),
    ("CN", "China"),
    ("KZ", "Kazakhstan"),
    ("TH", "Thailand"),
    ("MN", "Mongolia"),
    ("KR", "Republic of Korea"),
    ("LA", "Lao PDR"),
    ("ID", "Indonesia"),
    ("MY", "Malaysia"),
    ("PH", "Philippines"),
    ("BD", "Bangladesh"),
    ("FR", "France"),
    ("DE", "Germany"),
    ("US", "United States"),
    ("GB", "United Kingdom"),
];
const CATEGORIES: &[&str] =
    &["government", "government", "government", "company", "academia", "other"];
const TRACKS: &[&str] = &["policy", "licensing", ""];

/// A small generator of its own, so that the same seed gives the same bytes for ever.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.next(all.len())]
    }
}

/// Returns a list in which no two people have one name, or one with 320 names for all.
fn list(rows: usize, namesakes: bool) -> String {
    let mut draw = Draw(26);
    let mut text = String::from(
        "family_name,given_name,title,country,organization,category,position,email,track,excursion,diet,note\n",
    );
    for number in 0..rows {
        let (_, country) = draw.of(COUNTRIES);
        let (family, given) = (draw.of(FAMILIES), draw.of(GIVEN));
        let organization = format!("Ministry of Trade {}", draw.next(4_000));
        let email = match draw.next(10) {
            0 => String::new(),
            _ => format!("User{number}.{}@mail{}.example", draw.next(1_000), draw.next(50)),
        };
        let note = if draw.next(8) == 0 { "\"Line one\nLine two, with comma\"" } else { "" };
        let excursion = if draw.next(10) < 4 { "yes" } else { "no" };
        let apart = if namesakes { String::new() } else { format!("-{number}") };
        writeln!(
            text,
            "{family}{apart},{given},Dr.,{country},{organization},{},Officer,{email},{},{excursion},,{note}",
            draw.of(CATEGORIES),
            draw.of(TRACKS)
        )
        .unwrap();
    }
    text
}

/// Seconds and peak MiB of a whole process.
fn measure(command: &str, folder: &Path) -> (f64, f64) {
    let report = folder.join("peak");
    let begin = Instant::now();
    let status = Command::new("/usr/bin/time")
        // Cargo's own, by which every program with shared libraries would begin later.
        .env_remove("LD_LIBRARY_PATH")
        .args(["-o", report.to_str().unwrap(), "-f", "%M", "sh", "-c", command])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.code().is_some_and(|code| code <= 1), "{command}: {status}");
    let peak = fs::read_to_string(report).unwrap();
    (seconds, peak.lines().last().unwrap().trim().parse::<f64>().unwrap() / 1024.0)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

struct Bench {
    folder: PathBuf,
    rounds: usize,
}

impl Bench {
    fn sh(&self, command: &str) {
        let status = Command::new("sh")
            .args(["-c", command])
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{command}");
    }

    /// Runs both in turn and prints medians and the ratio.
    fn compare(
        &self,
        what: &str,
        goal: &str,
        prepare: &str,
        peer: &str,
        ours: &str,
        repeat: usize,
    ) {
        let (mut theirs, mut mine, mut ratios, mut peak) = (vec![], vec![], vec![], 0.0_f64);
        for round in 0..=self.rounds {
            let repeated = |command: &str| {
                let turn = |turn: usize| command.replace("{i}", &format!("{round}-{turn}"));
                (0..repeat).map(turn).collect::<Vec<_>>().join("\n")
            };
            self.sh(prepare);
            let (peer_seconds, _) = measure(&repeated(peer), &self.folder);
            let (seconds, mib) = measure(&repeated(ours), &self.folder);
            // The first round warms the caches.
            if round > 0 {
                theirs.push(peer_seconds / repeat as f64);
                mine.push(seconds / repeat as f64);
                ratios.push(seconds / peer_seconds);
                peak = peak.max(mib);
            }
        }
        println!(
            "| {what} | {:.4} | {:.4} | {:.2} | {goal} | {peak:.1} |",
            median(theirs),
            median(mine),
            median(ratios)
        );
    }
}

fn main() {
    let mut arguments =
        std::env::args().skip(1).filter_map(|argument| argument.parse::<usize>().ok());
    let rows = arguments.next().unwrap_or(100_000);
    let rounds = arguments.next().unwrap_or(5);
    let folder = std::env::temp_dir().join(format!("meibo-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("list.csv"), list(rows, false)).unwrap();
    fs::write(folder.join("namesakes.csv"), list(rows, true)).unwrap();
    let countries = COUNTRIES.iter().fold(String::new(), |sql, (code, name)| {
        sql + &format!("INSERT INTO country VALUES ('{code}', '{name}');\n")
    });
    fs::write(folder.join("peer.sql"), format!("{PEER}{countries}")).unwrap();
    let staged = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;\n.mode csv\n.import --schema temp list.csv staged\n\
         INSERT OR IGNORE INTO participant (code, family_name, given_name, title, country, organization, category, position, email, track, excursion, diet, note)\n\
         SELECT printf('P%07d', s.rowid), family_name, given_name, title, c.code, organization, category, position, nullif(email, ''), track, excursion, diet, note\n\
         FROM staged s LEFT JOIN country c ON c.name = s.country;\n";
    fs::write(folder.join("staged.sql"), staged).unwrap();
    let staged = staged.replace("list.csv", "namesakes.csv");
    fs::write(folder.join("staged_namesakes.sql"), staged).unwrap();
    fs::write(
        folder.join("insert.sql"),
        "PRAGMA foreign_keys = ON; INSERT INTO participant (code, family_name, given_name, title, country, organization, category, position, email, track, excursion, diet, note)\n\
         VALUES ('Q' || hex(randomblob(6)), 'Nguyễn', 'Văn Đức', '', 'VN', 'Customs', 'government', '', hex(randomblob(8)) || '@mail.example', 'policy', 'yes', '', '');\n",
    )
    .unwrap();
    let bench = Bench { folder: folder.clone(), rounds };
    let fresh = format!(
        "rm -f peer.db* meibo.db*; sqlite3 peer.db < peer.sql; {MEIBO} -q init --name Bench --from 2026-02-01 --to 2026-02-03"
    );
    println!("{rows} rows, median of {rounds} rounds in turn; seconds of a whole process\n");
    println!("| what | sqlite3 | meibo | ratio | goal | meibo's peak MiB |");
    println!("|---|---|---|---|---|---|");
    bench.compare(
        "import of a list with namesakes, staged by sqlite3",
        "16 MiB",
        &fresh,
        "sqlite3 peer.db < staged_namesakes.sql",
        &format!("{MEIBO} -q import namesakes.csv"),
        1,
    );
    bench.compare(
        "import, staged by sqlite3",
        "0.8, 16 MiB",
        &fresh,
        "sqlite3 peer.db < staged.sql",
        &format!("{MEIBO} -q import list.csv"),
        1,
    );
    bench.compare(
        "export",
        "0.5, 8 MiB",
        "true",
        "sqlite3 -csv -header peer.db 'SELECT * FROM participant ORDER BY id' > peer.csv",
        &format!("{MEIBO} -q export participants > meibo.csv"),
        1,
    );
    bench.compare(
        "one durable registration",
        "1.0",
        "true",
        "sqlite3 -cmd 'PRAGMA synchronous = FULL' peer.db < insert.sql",
        &format!(
            "{MEIBO} -q register --family A --given B --country VN --organization Customs --category government --email t{{i}}@mail.example"
        ),
        20,
    );
    let read = "sqlite3 peer.db \"SELECT * FROM participant WHERE code = 'P0000007'\"";
    bench.compare(
        "show, against a read by code",
        "0.9",
        "true",
        read,
        &format!("{MEIBO} show 7"),
        20,
    );
    bench.compare(
        "--version, against a read by code",
        "0.9",
        "true",
        read,
        &format!("{MEIBO} --version"),
        20,
    );
    fs::remove_dir_all(&folder).unwrap();
}
