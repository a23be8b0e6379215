//! Times what a list costs in the manner in which its sender writes it: in an old encoding against
//! UTF-8, as a workbook against opening it with openpyxl (read-only mode), and ten times as long.
//!
//! `cargo bench --bench intake -- [ROWS [ROUNDS]]`. All commands take turns, and the table shows the
//! medians of the ratios round by round. Needs GNU time, and a Python with openpyxl, which `PYTHON`
//! names, when this is compiled, where it is not `python3`.

#![allow(clippy::cast_precision_loss, clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use rust_xlsxwriter::Workbook;

const MEIBO: &str = env!("CARGO_BIN_EXE_meibo");
const OPENPYXL: &str = "import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).active
print(sum(1 for _ in sheet.iter_rows(values_only=True)))";

const HEADER: [&str; 7] = ["姓", "名", "国", "所属", "役職", "メール", "備考"];
const FAMILIES: [&str; 8] = ["佐藤", "高橋", "渡辺", "鈴木", "Nguyen", "Kim", "Tan", "Mueller"];
const GIVEN: [&str; 6] = ["健一", "直樹", "さくら", "Van An", "Min-jun", "Mei Ling"];
const COUNTRIES: [&str; 7] = ["日本", "ベトナム", "中国", "タイ", "韓国", "Lao PDR", "France"];

fn rows(count: usize) -> impl Iterator<Item = [String; 7]> {
    // A generator of its own, so that the same bytes come out for ever.
    let mut state = 26_usize;
    (0..count).map(move |number| {
        let mut draw = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_041);
            (state >> 33) % below
        };
        [
            format!("{}{number}", FAMILIES[draw(8)]),
            GIVEN[draw(6)].to_owned(),
            COUNTRIES[draw(7)].to_owned(),
            format!("経済産業省 第{}課", draw(4_000)),
            "課長補佐".to_owned(),
            format!("user{number}@mail{}.example", draw(50)),
            if draw(5) == 0 {
                "昼食は魚のみ、肉は不可".to_owned()
            } else {
                String::new()
            },
        ]
    })
}

fn csv(count: usize) -> String {
    let mut text = HEADER.join(",") + "\n";
    for row in rows(count) {
        writeln!(text, "{}", row.join(",")).unwrap();
    }
    text
}

/// Writes the workbook as spreadsheets do: with texts that its cells share.
fn workbook(path: &Path, count: usize) {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let header = HEADER.map(str::to_owned);
    for (number, row) in (0_u32..).zip(std::iter::once(header).chain(rows(count))) {
        for (column, cell) in (0_u16..).zip(row) {
            if !cell.is_empty() {
                sheet.write_string(number, column, cell).unwrap();
            }
        }
    }
    workbook.save(path).unwrap();
}

/// Seconds and peak MiB of a whole process.
fn measure(folder: &Path, command: &[&str]) -> (f64, f64) {
    let report = folder.join("peak");
    let begin = Instant::now();
    let status = Command::new("/usr/bin/time")
        // Cargo's own, by which every program with shared libraries would begin later.
        .env_remove("LD_LIBRARY_PATH")
        .args(["-o", report.to_str().unwrap(), "-f", "%M"])
        .args(command)
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    let seconds = begin.elapsed().as_secs_f64();
    assert!(status.success(), "{command:?}: {status}");
    let peak = fs::read_to_string(report).unwrap();
    (seconds, peak.trim().parse::<f64>().unwrap() / 1024.0)
}

/// Imports a list into an empty register.
fn import(folder: &Path, list: &str) -> (f64, f64) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(folder.join(format!("x.db{ending}")));
    }
    let days = ["--from", "2019-02-26", "--to", "2019-02-28"];
    let init = [&[MEIBO, "--db", "x.db", "init", "--name", "T"], days.as_slice()].concat();
    measure(folder, &init);
    measure(folder, &[MEIBO, "--db", "x.db", "--quiet", "import", list])
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let mut number = |usual: usize| words.next().map_or(usual, |word| word.parse().unwrap());
    let (count, rounds) = (number(100_000), number(3));
    let python = option_env!("PYTHON").unwrap_or("python3");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let text = csv(count);
    fs::write(folder.join("utf-8.csv"), &text).unwrap();
    let (encoded, _, lost) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!lost, "every letter is one of CP932");
    fs::write(folder.join("cp932.csv"), encoded).unwrap();
    fs::write(folder.join("long.csv"), csv(count * 10)).unwrap();
    workbook(&folder.join("list.xlsx"), count);

    let with_openpyxl = Command::new(python)
        .args(["-c", "import openpyxl"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let mut ratios: [Vec<f64>; 3] = [const { Vec::new() }; 3];
    let mut peaks = [0_f64; 4];
    for round in 0..rounds {
        let taken = ["utf-8.csv", "cp932.csv", "list.xlsx", "long.csv"].map(|l| import(folder, l));
        for (peak, (_, now)) in peaks.iter_mut().zip(taken) {
            *peak = peak.max(now);
        }
        let [plain, old, sheet, long] = taken.map(|(seconds, _)| seconds);
        ratios[0].push(old / plain);
        if with_openpyxl {
            let (peer, _) = measure(folder, &[python, "-c", OPENPYXL, "list.xlsx"]);
            ratios[1].push(sheet / peer);
        }
        ratios[2].push(long / plain);
        println!("round {}: {plain:.2} s, {old:.2} s, {sheet:.2} s, {long:.2} s", round + 1);
    }
    let [old, sheet, long] = ratios;
    println!("\n{count} rows, medians of {rounds} rounds, peaks in MiB\n");
    println!("| what | ratio | goal | peak |\n|---|---|---|---|");
    println!("| UTF-8 | | | {:.1} |", peaks[0]);
    println!("| CP932 against UTF-8 | {:.2} | 1.3 | {:.1} |", median(old), peaks[1]);
    let sheet = match sheet.as_slice() {
        [] => "no openpyxl".to_owned(),
        _ => format!("{:.2}", median(sheet)),
    };
    println!("| XLSX, import against openpyxl's reading alone | {sheet} | 1.0 | {:.1} |", peaks[2]);
    println!("| ten times as many rows | {:.1} | 12 | {:.1} |", median(long), peaks[3]);
}
