//! Sorts the spellings of countries and regions, and links the program as a whole, at a fixed place.
//!
//! The spellings are looked up by halving a sorted text, so that nothing has to be built at the
//! start of a command. Their keys are made by the same functions as those of the texts looked up.
//!
//! At a fixed place: the tables of time zones hold thirty thousand addresses that the loader would
//! otherwise have to correct at every start, a third of the time of a short command. As a whole:
//! where the C library can be had as an archive it is linked in, since finding and binding three
//! shared libraries takes as long as most commands; elsewhere the libraries are shared as usual.
//! Written in one piece: a file that the linker fills through a mapping lies in single pages in the
//! system's memory, and every command takes a quarter longer.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "this is how a build script is told things, answers and fails"
)]

#[allow(dead_code, unreachable_pub)]
#[path = "src/matching/fold.rs"]
mod fold;
#[allow(dead_code, unreachable_pub)]
#[path = "src/matching/wording.rs"]
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One file for each licence of what is in it; `make.py` beside them says which.
const SPELLINGS: [&str; 4] = [
    "src/matching/data/spellings.txt",
    "src/matching/data/world-countries.txt",
    "src/matching/data/iso-codes.txt",
    "src/matching/data/namesakes.txt",
];
const COUNTRIES: &str = "src/matching/data/countries.csv";
const RULES: [&str; 2] = ["src/matching/fold.rs", "src/matching/wording.rs"];

/// The fewest letters of a name that may be written without its marks ("Mỹ" is no "my").
const FEWEST_FOLDED: usize = 4;

fn main() {
    for path in ["build.rs", COUNTRIES].into_iter().chain(RULES).chain(SPELLINGS) {
        println!("cargo:rerun-if-changed={path}");
    }
    let variable = |key: &str| std::env::var(key).unwrap_or_default();
    let folder = variable("OUT_DIR");
    if variable("CARGO_CFG_TARGET_OS") == "linux" && variable("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
        if variable("HOST") == variable("TARGET") && variable("CARGO_CFG_TARGET_ARCH") == "x86_64" {
            link_as_a_whole(&Path::new(&folder).join("archives"));
            if is_known_to_the_linker(WRITE_IN_ONE_PIECE, Path::new(&folder)) {
                println!("cargo:rustc-link-arg-bins={WRITE_IN_ONE_PIECE}");
            }
        }
    }
    let lists = SPELLINGS.map(|path| std::fs::read_to_string(path).expect("it is in the tree"));
    let mut keys = Keys::default();
    for line in lists.iter().flat_map(|list| list.lines()) {
        let mut fields = line.split('\t');
        let owner = fields.next().unwrap_or_default();
        for (names, forgiving) in fields.zip([true, false]) {
            for name in names.split('|').filter(|name| !name.is_empty()) {
                keys.add(owner, name, forgiving);
            }
        }
    }
    let forgiving = keys.forgiving();
    let countries = std::fs::read_to_string(COUNTRIES).expect("it is in the tree");
    for (name, text) in [
        ("countries.rs", array(&countries)),
        ("spellings.txt", keys.table()),
        ("wordings.txt", keys.wordings()),
        ("backwards.txt", backwards(&forgiving).join("\n")),
        ("forgiving.txt", forgiving.join("\n")),
    ] {
        std::fs::write(Path::new(&folder).join(name), text).expect("the folder can be written");
    }
}

/// Writes a table with a header as an array of `Country`, whose fields are its columns; so nothing
/// has to be read when a command begins.
fn array(table: &str) -> String {
    let mut lines = table.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut array = String::from("[\n");
    for line in lines {
        let mut rest = line;
        array.push_str("Country {");
        for column in &columns {
            let (cell, after) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').expect("the quote is closed"),
                None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
            };
            rest = after.strip_prefix(',').unwrap_or(after);
            array.extend([" ", column, ": ", &format!("{cell:?}"), ","]);
        }
        array.push_str(" },\n");
    }
    array + "]\n"
}

/// Links archives in place of the shared libraries that the standard library asks for.
///
/// The standard library itself can be told so only for a whole build, which would then fail where
/// there are no archives. So the linker is shown, under the names of the shared libraries, files
/// that refer it to the archives.
fn link_as_a_whole(folder: &Path) {
    let is_there = |archive: &str| {
        let asked =
            std::process::Command::new("cc").arg(format!("-print-file-name={archive}")).output();
        // The compiler answers with the bare name where it does not find the file.
        asked.is_ok_and(|said| said.status.success() && said.stdout.contains(&b'/'))
    };
    let archives = ["libc.a", "libm.a", "libgcc.a", "libgcc_eh.a"];
    if !archives.into_iter().all(is_there) {
        return;
    }
    let unwinding = "-l:libgcc_eh.a -l:libgcc.a";
    let mut scripts = vec![
        ("libgcc_s.so", format!("INPUT ( {unwinding} )")),
        ("libc.so", format!("GROUP ( -l:libc.a {unwinding} )")),
    ];
    for (shared, archive) in [
        ("libm.so", "libm.a"),
        ("libutil.so", "libutil.a"),
        ("librt.so", "librt.a"),
        ("libpthread.so", "libpthread.a"),
        ("libdl.so", "libdl.a"),
    ] {
        // The last four are part of the C library by now, and empty or not there at all.
        let found = if is_there(archive) {
            format!("INPUT ( -l:{archive} )")
        } else {
            "/* part of the C library */".to_owned()
        };
        scripts.push((shared, found));
    }
    std::fs::create_dir_all(folder).expect("the folder can be written");
    for (name, text) in scripts {
        std::fs::write(folder.join(name), text).expect("the folder can be written");
    }
    println!("cargo:rustc-link-arg-bins=-L{}", folder.display());
    println!("cargo:rustc-link-arg-bins=-static");
}

/// Tells LLVM's linker to make the program in memory and to write it at the end; and to give it an
/// address at which the system does not map two megabytes of it where a few pages are asked for.
const WRITE_IN_ONE_PIECE: &str = "-Wl,--mmap-output-file,--image-base=0x210000";

/// Links an empty program to see whether the linker takes an option: each linker has its own.
fn is_known_to_the_linker(option: &str, folder: &Path) -> bool {
    let source = folder.join("empty.rs");
    std::fs::write(&source, "fn main() {}").expect("the folder can be written");
    let asked = |key: &str| std::env::var(key).ok();
    let mut rustc = std::process::Command::new(asked("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.arg(&source).arg("-o").arg(folder.join("empty"));
    rustc.arg(format!("-Clink-arg={option}"));
    rustc.args(asked("RUSTC_LINKER").map(|linker| format!("-Clinker={linker}")));
    let flags = asked("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    rustc.output().is_ok_and(|said| said.status.success())
}

/// Who owns what key: the codes of countries, or words for what is no country.
#[derive(Default)]
struct Keys<'o> {
    exact: BTreeMap<String, BTreeSet<&'o str>>,
    /// By folded key: the owners of forgiving spellings, and the others.
    folded: BTreeMap<String, [BTreeSet<&'o str>; 2]>,
}

impl<'o> Keys<'o> {
    fn add(&mut self, owner: &'o str, name: &str, forgiving: bool) {
        let mut exact = String::new();
        fold::exact_into(name, &mut exact);
        self.exact.entry(exact).or_default().insert(owner);
        let folded = fold::fold(name);
        if folded.chars().count() >= FEWEST_FOLDED {
            self.folded.entry(folded).or_default()[usize::from(!forgiving)].insert(owner);
        }
    }

    /// Returns the owners of a folded key. Names that need no folding come first, then those of
    /// the languages best known, then countries.
    fn folded_owners(&self, key: &str) -> BTreeSet<&'o str> {
        let Some([forgiving, others]) = self.folded.get(key) else {
            return BTreeSet::new();
        };
        if let Some(owners) = self.exact.get(key) {
            return owners.clone();
        }
        let owners = if forgiving.is_empty() { others } else { forgiving };
        // A part of a country stays one.
        let is_kept = |owner: &&&str| owner.len() == 2 || **owner == "part";
        let kept: BTreeSet<_> = owners.iter().filter(is_kept).copied().collect();
        if kept.is_empty() { owners.clone() } else { kept }
    }

    /// Returns the lines `key, owners of the exact key, owners of the folded key`, in order.
    fn table(&self) -> String {
        let keys: BTreeSet<&String> = self.exact.keys().chain(self.folded.keys()).collect();
        let words = |owners: BTreeSet<&str>| owners.into_iter().collect::<Vec<_>>().join(" ");
        let mut table = String::new();
        for key in keys {
            let exact = words(self.exact.get(key).cloned().unwrap_or_default());
            let folded = words(self.folded_owners(key));
            table.extend([key, "\t", &exact, "\t", &folded, "\n"]);
        }
        table
    }

    /// Returns the lines `wording, owners` of the names best known and of what is no country.
    fn wordings(&self) -> String {
        let mut owners_of: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (key, [forgiving, others]) in self.folded.iter().filter(|(key, _)| key.is_ascii()) {
            let others = others.iter().filter(|owner| owner.len() > 2);
            let owners: Vec<&str> = forgiving.iter().chain(others).copied().collect();
            let wording = wording::wordings(key).into_iter().next().filter(|_| !owners.is_empty());
            if let Some(wording) = wording {
                owners_of.entry(wording).or_default().extend(owners);
            }
        }
        let words = |owners: BTreeSet<&str>| owners.into_iter().collect::<Vec<_>>().join(" ");
        let mut table = String::new();
        for (key, owners) in owners_of {
            table.extend([&key, "\t", &words(owners), "\n"]);
        }
        table
    }

    /// Returns the folded keys in which a slip is forgiven, in order.
    fn forgiving(&self) -> Vec<String> {
        let forgiving = self.folded.iter().filter(|(_, [forgiving, _])| !forgiving.is_empty());
        forgiving.map(|(key, _)| key.clone()).collect()
    }
}

/// Returns the lines in order, each written from behind.
fn backwards(lines: &[String]) -> Vec<String> {
    let mut backwards: Vec<String> =
        lines.iter().map(|line| line.chars().rev().collect()).collect();
    backwards.sort();
    backwards
}
