//! Runs the cases that the fuzzer found or began with through the same functions that it runs.

use std::path::{Path, PathBuf};

#[expect(unreachable_pub, reason = "the crate of the fuzzer is the other user")]
#[path = "../../fuzz/src/lib.rs"]
mod targets;

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_case_of_the_fuzzer_is_read_or_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in targets::TARGETS {
        let cases = files(&root.join("fuzz/cases").join(name));
        assert!(!cases.is_empty(), "{name}");
        for case in cases {
            println!("{}", case.display());
            target(&std::fs::read(case).unwrap());
        }
    }
    for file in files(&root.join("fixtures/intake")) {
        let bytes = std::fs::read(&file).unwrap();
        targets::workbook(&bytes);
        targets::text(&bytes);
    }
}
