//! `meibo completions`: lets a shell complete commands and flags.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, examples};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;

/// Print what a shell needs to complete commands and flags
///
/// Bash finds the file of the first example by itself; zsh looks through the folders of `fpath`, and
/// fish into its own folder of completions.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo completions bash > ~/.local/share/bash-completion/completions/meibo",
    "meibo completions zsh > ~/.zfunc/_meibo",
    "meibo completions fish > ~/.config/fish/completions/meibo.fish",
))]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(in crate::cli) fn run(args: &CompletionsArgs, context: &Context) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "meibo", &mut script);
    context.ui.text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
