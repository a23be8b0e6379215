//! The program `meibo`.

use std::process::ExitCode;

fn main() -> ExitCode {
    meibo::cli::main()
}
