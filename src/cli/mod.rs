//! Is the terminal front end: reads the command line, calls one operation or report, shows it.

mod args;
mod commands;
mod context;
mod error;
mod prompt;
mod ui;

use std::process::ExitCode;

use clap::Parser;

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let cli = match commands::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return error::misuse(&error),
    };
    let context = match context::Context::new(cli.global) {
        Ok(context) => context,
        Err(failure) => return error::report(&failure, &ui::Ui::plain()),
    };
    match commands::run(cli.command, &context) {
        Ok(exit) => exit.into(),
        Err(failure) => error::report(&failure, &context.ui),
    }
}
