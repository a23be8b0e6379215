//! Is the terminal front end: reads the command line, calls one operation or report, shows it.

mod args;
mod commands;
mod context;
mod desk;
mod error;
mod input;
mod profiles;
mod prompt;
mod ui;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    let mut command = commands::Cli::command();
    let parsed = command
        .try_get_matches_from_mut(std::env::args_os())
        .and_then(|mut matches| commands::Cli::from_arg_matches_mut(&mut matches))
        .map_err(|error| error.format(&mut command));
    // To take the tree of commands apart takes a tenth of a short command's time; the end of the
    // process does it at once.
    std::mem::forget(command);
    let cli = match parsed {
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
