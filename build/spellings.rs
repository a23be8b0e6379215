//! Sorts the spellings of countries and regions.
//!
//! They are looked up by halving a sorted text, so that nothing has to be built at the start of a
//! command. Their keys are made by the same functions as those of the texts looked up.

#[allow(dead_code, unreachable_pub)]
#[path = "../src/matching/fold.rs"]
mod fold;
#[allow(dead_code, unreachable_pub)]
#[path = "../src/matching/wording.rs"]
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One file for each licence of what is in it; `make.py` beside them says which.
const SPELLINGS: [&str; 5] = [
    "src/matching/data/spellings.txt",
    "src/matching/data/world-countries.txt",
    "src/matching/data/openstreetmap.txt",
    "src/matching/data/iso-codes.txt",
    "src/matching/data/namesakes.txt",
];
const COUNTRIES: &str = "src/matching/data/countries.csv";
/// Lines of a code and the English names of a country, which most lists have.
const ENGLISH: &str = "src/matching/data/english.txt";
const RULES: [&str; 2] = ["src/matching/fold.rs", "src/matching/wording.rs"];

/// The fewest letters of a name that may be written without its marks ("Mỹ" is no "my").
const FEWEST_FOLDED: usize = 4;

/// Writes the tables of spellings into a folder.
pub(crate) fn sort(folder: &Path) {
    for path in [COUNTRIES, ENGLISH].into_iter().chain(RULES).chain(SPELLINGS) {
        println!("cargo:rerun-if-changed={path}");
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
    let english = std::fs::read_to_string(ENGLISH).expect("it is in the tree");
    let countries = std::fs::read_to_string(COUNTRIES).expect("it is in the tree");
    for (name, text) in [
        ("countries.rs", array(&countries)),
        ("usual.txt", keys.table(true)),
        ("others.txt", keys.table(false)),
        ("wordings.txt", keys.wordings()),
        ("backwards.txt", backwards(&forgiving).join("\n")),
        ("forgiving.txt", marked(&forgiving, &english).join("\n")),
    ] {
        std::fs::write(folder.join(name), text).expect("the folder can be written");
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

/// Who owns what key: the codes of countries, or words for what is no country.
#[derive(Default)]
struct Keys<'o> {
    exact: BTreeMap<String, BTreeSet<&'o str>>,
    /// By folded key: the owners of forgiving spellings, and the others.
    folded: BTreeMap<String, [BTreeSet<&'o str>; 2]>,
    /// Keys of forgiving spellings and of codes, which most lists write and no others.
    usual: BTreeSet<String>,
}

impl<'o> Keys<'o> {
    fn add(&mut self, owner: &'o str, name: &str, forgiving: bool) {
        let mut exact = String::new();
        fold::exact_into(name, &mut exact);
        if forgiving || exact.len() < FEWEST_FOLDED {
            self.usual.extend([exact.clone(), fold::fold(name)]);
        }
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

    /// Returns the lines `key, owners of the exact key, owners of the folded key`, in order: of the
    /// usual keys, or of the others.
    fn table(&self, usual: bool) -> String {
        let keys: BTreeSet<&String> = self.exact.keys().chain(self.folded.keys()).collect();
        let words = |owners: BTreeSet<&str>| owners.into_iter().collect::<Vec<_>>().join(" ");
        let mut table = String::new();
        for key in keys.into_iter().filter(|key| self.usual.contains(*key) == usual) {
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

/// Returns folded keys with a mark behind those that are English names.
fn marked(forgiving: &[String], english: &str) -> Vec<String> {
    let lists = english.lines().filter_map(|line| line.split_once(' '));
    let mut marks = BTreeMap::new();
    for (_, names) in lists {
        for (at, name) in names.split("; ").enumerate() {
            let mark = if at == 0 { "\t\t" } else { "\t" };
            marks.entry(fold::fold(name)).or_insert(mark);
        }
    }
    let marked = |key: &String| format!("{key}{}", marks.get(key).copied().unwrap_or_default());
    forgiving.iter().map(marked).collect()
}

/// Returns the lines in order, each written from behind.
fn backwards(lines: &[String]) -> Vec<String> {
    let mut backwards: Vec<String> =
        lines.iter().map(|line| line.chars().rev().collect()).collect();
    backwards.sort();
    backwards
}
