//! Holds the house in order: arrows go downward only, crates stay in their rooms, files stay short.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every room with its floor; a room uses only rooms of lower floors.
const FLOORS: &[(&str, u32)] = &[
    ("domain", 1),
    ("allocation", 1),
    ("matching", 1),
    ("intake", 2),
    ("store", 2),
    ("render", 2),
    ("ops", 3),
    ("report", 3),
    ("cli", 4),
];

/// Crates and the rooms that may name them.
const CRATES: &[(&str, &[&str])] = &[
    ("memchr", &["intake"]),
    ("quick_xml", &["intake"]),
    ("rusqlite", &["store"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["render"]),
    ("csv", &["intake", "render", "ops"]),
    ("cfb", &["intake"]),
    ("chardetng", &["intake"]),
    ("chrono", &["domain", "cli"]),
    ("chrono_tz", &["domain"]),
    ("encoding_rs", &["intake"]),
    ("fast_qr", &["render"]),
    ("flate2", &["intake"]),
    ("indicatif", &["cli"]),
    ("rust_xlsxwriter", &["render"]),
    ("serde_json", &["intake", "render", "store"]),
    ("rustix", &["cli", "store"]),
    ("signal_hook", &["cli"]),
    ("sha2", &["intake", "store"]),
    ("uuid", &["cli"]),
    ("unicode_normalization", &["matching"]),
    ("unicode_width", &["render"]),
    ("strsim", &["matching"]),
    ("tempfile", &["cli"]),
    ("terminal_size", &["cli"]),
    ("zip", &["intake"]),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "types"];

/// The longest file: what can be read in one sitting. Tests that make it longer have a file of theirs.
const MOST_LINES: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Returns every source file with its room and its text without the tests at its end.
fn sources() -> Vec<(String, PathBuf, String)> {
    let src = root().join("src");
    rust_files(&src)
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .filter_map(|path| {
            let inside = path.strip_prefix(&src).unwrap().to_path_buf();
            let room = inside.components().next()?.as_os_str().to_str()?.to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
            room.chars().all(char::is_alphabetic).then_some((room, inside, code))
        })
        .collect()
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn every_room_has_a_floor() {
    for (room, path, _) in sources() {
        assert!(FLOORS.iter().any(|(known, _)| *known == room), "{} has no floor", path.display());
    }
}

#[test]
fn arrows_go_downward_only() {
    let mut arrows = 0;
    for (room, path, code) in sources() {
        let floor = FLOORS.iter().find(|(known, _)| *known == room).unwrap().1;
        for line in code_lines(&code) {
            for (used, used_floor) in FLOORS {
                if *used == room || !line.contains(&format!("crate::{used}")) {
                    continue;
                }
                arrows += 1;
                assert!(
                    *used_floor < floor,
                    "{} (floor {floor}) uses {used} (floor {used_floor}): {line}",
                    path.display()
                );
            }
        }
    }
    assert!(arrows > 50, "the arrows of {arrows} lines were looked at: the search is broken");
}

/// Words that begin a definition; the name follows.
const DEFINES: &[&str] = &["fn", "struct", "enum", "trait", "type", "const", "static"];

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Returns the words of a text: names and keywords.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !is_of_name(letter)).filter(|word| !word.is_empty())
}

/// Returns the names that a file offers to others.
fn offered(code: &str) -> Vec<&str> {
    let lines = code_lines(code).map(str::trim_start).filter(|line| line.starts_with("pub"));
    lines
        .filter_map(|line| {
            let mut words = words(line).skip_while(|word| !DEFINES.contains(word));
            words.find(|word| !DEFINES.contains(word))
        })
        .collect()
}

/// Returns the names that a file takes from its own room.
fn taken(room: &str, code: &str) -> Vec<String> {
    let inside = ["super::".to_owned(), "self::".to_owned(), format!("crate::{room}::")];
    let mut names = Vec::new();
    for begin in &inside {
        for (at, _) in code.match_indices(begin.as_str()) {
            let path = &code[at..];
            let is_import = code[..at].trim_end().ends_with("use");
            let end = if is_import {
                path.find(';')
            } else {
                path.find(|letter: char| !is_of_name(letter) && letter != ':')
            };
            names.extend(words(&path[..end.unwrap_or(path.len())]).map(str::to_owned));
        }
    }
    names
}

#[test]
fn no_files_of_a_room_lean_on_each_other_in_a_circle() {
    let sources: Vec<_> = sources()
        .into_iter()
        .map(|(room, path, code)| {
            let code: String = code_lines(&code).flat_map(|line| [line, "\n"]).collect();
            (room, path, code)
        })
        .collect();
    let mut homes: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, (room, path, code)) in sources.iter().enumerate() {
        // Whoever imports a file as a whole leans on it, whatever it takes from there.
        let own = path.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "mod");
        for name in offered(code).into_iter().chain(own) {
            let files = homes.entry((room, name)).or_default();
            if !files.contains(&at) {
                files.push(at);
            }
        }
    }
    // A name that two files offer says nothing of whose it is.
    let leans_on: Vec<BTreeSet<usize>> = sources
        .iter()
        .enumerate()
        .map(|(at, (room, _, code))| {
            let names = taken(room, code);
            let homes = names.iter().filter_map(|name| homes.get(&(room.as_str(), name.as_str())));
            homes.filter(|files| files.len() == 1 && files[0] != at).map(|files| files[0]).collect()
        })
        .collect();
    assert!(leans_on.iter().map(BTreeSet::len).sum::<usize>() > 100, "the search is broken");
    let mut left: BTreeSet<usize> = (0..sources.len()).collect();
    // What leans on nothing of the rest is no part of a circle, nor is what nothing leans on.
    while let Some(&apart) = left.iter().find(|&&at| {
        leans_on[at].is_disjoint(&left) || !left.iter().any(|&other| leans_on[other].contains(&at))
    }) {
        left.remove(&apart);
    }
    let named: Vec<String> = left
        .iter()
        .map(|&at| {
            let on =
                leans_on[at].intersection(&left).map(|&on| sources[on].1.display().to_string());
            format!("{} leans on {}", sources[at].1.display(), on.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert!(named.is_empty(), "files in circles:\n{}", named.join("\n"));
}

#[test]
fn the_terminal_asks_the_store_through_operations_and_reports() {
    let allowed = ["cli/selection.rs", "cli/context.rs", "cli/error.rs", "cli/commands/demo.rs"];
    for (room, path, code) in sources() {
        if room == "cli" && !allowed.iter().any(|name| path.ends_with(name)) {
            let uses = code_lines(&code).any(|line| line.contains("crate::store"));
            assert!(!uses, "{} uses the store", path.display());
        }
    }
}

#[test]
fn crates_stay_in_their_rooms() {
    for (room, path, code) in sources() {
        for (name, rooms) in CRATES {
            let named = code_lines(&code).any(|line| {
                line.contains(&format!("{name}::")) && !line.contains(&format!("_{name}::"))
            });
            let own = code.contains(&format!("mod {name};"));
            assert!(
                !named || own || rooms.contains(&room.as_str()),
                "{} names the crate {name}",
                path.display()
            );
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let files = ["src", "build", "tests/it"].map(|folder| rust_files(&root().join(folder)));
    for path in files.into_iter().flatten() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        let is_of_tests = path.starts_with(root().join("tests"));
        assert!(lines <= MOST_LINES || is_of_tests, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//! "), "{} does not say what it is for", path.display());
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(!EMPTY_NAMES.contains(&name), "{} has an empty name", path.display());
    }
}

#[test]
fn nothing_below_the_terminal_prints_exits_or_asks_the_machine() {
    const FORBIDDEN: &[&str] = &[
        "println!",
        "print!(",
        "eprint",
        "dbg!",
        "todo!",
        "unimplemented!",
        "process::exit",
        "env::var",
        "Utc::now",
        "Local::now",
        "SystemTime::now",
        "Uuid::new_v7",
        "Uuid::now_v7",
        "thread_rng",
        "unsafe ",
    ];
    for (_, path, code) in sources() {
        if path.ends_with("cli/context.rs") {
            continue;
        }
        for line in code_lines(&code) {
            for word in FORBIDDEN {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn every_test_file_is_listed() {
    let tests = root().join("tests/it");
    for path in rust_files(&tests) {
        let folder = path.parent().unwrap();
        let is_face = path.ends_with("mod.rs");
        let module = if is_face { folder } else { &path }.file_stem().unwrap().to_str().unwrap();
        let above = if is_face { folder.parent().unwrap() } else { folder };
        let lists = above.join(if above == tests { "main.rs" } else { "mod.rs" });
        let listed = fs::read_to_string(&lists).unwrap().contains(&format!("mod {module};"));
        assert!(module == "main" || listed, "{} is not listed", path.display());
    }
}

/// Returns the packages of a lock file with their versions.
fn locked(file: &str) -> BTreeSet<(String, String)> {
    let text = fs::read_to_string(root().join(file)).unwrap();
    let value = |line: &str, key: &str| {
        line.strip_prefix(key).map(|rest| rest.trim_matches([' ', '=', '"']).to_owned())
    };
    let lines: Vec<&str> = text.lines().collect();
    let pairs = lines.windows(2);
    pairs.filter_map(|pair| Some((value(pair[0], "name")?, value(pair[1], "version")?))).collect()
}

#[test]
fn what_is_fuzzed_is_built_of_the_crates_that_the_program_is_built_of() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap();
    let names = dependencies.split("\n[").next().unwrap().lines().filter_map(|line| {
        let (name, _) = line.split_once(" = ")?;
        Some(name.to_owned())
    });
    let (program, fuzzed) = (locked("Cargo.lock"), locked("fuzz/Cargo.lock"));
    let names: BTreeSet<String> = names.collect();
    assert!(names.contains("rusqlite"), "the dependencies are not found: {names:?}");
    for package in program.iter().filter(|(name, _)| names.contains(name)) {
        assert!(fuzzed.contains(package), "{package:?}: `cargo update` in fuzz/ brings it");
    }
}
