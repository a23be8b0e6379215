//! Sorts the spellings of countries and regions, and arranges how the program is linked.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "this is how a build script is told things, answers and fails"
)]

mod linking;
mod spellings;

use std::path::Path;

fn main() {
    for path in ["build/main.rs", "build/linking.rs", "build/spellings.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
    let folder = std::env::var("OUT_DIR").unwrap_or_default();
    linking::arrange(Path::new(&folder));
    spellings::sort(Path::new(&folder));
}
