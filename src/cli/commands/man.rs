//! `meibo man`: writes the manual pages.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use super::{Cli, examples};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;

/// Write the manual pages into a folder
///
/// One page a command: `man meibo`, `man meibo-import`, `man meibo-session-add`.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo man ~/.local/share/man/man1"))]
pub(in crate::cli) struct ManArgs {
    /// The folder; it is made if it is not there
    folder: PathBuf,
}

pub(in crate::cli) fn run(args: &ManArgs, context: &Context) -> Result<Exit, Failure> {
    let failed = |error: std::io::Error| {
        Failure::refused(format!("{} cannot be written: {error}", args.folder.display()))
            .hint("name a folder that may be written to")
    };
    std::fs::create_dir_all(&args.folder).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), &args.folder).map_err(failed)?;
    context.ui.say(format!("the manual pages are in {}", args.folder.display()));
    Ok(Exit::Done)
}
