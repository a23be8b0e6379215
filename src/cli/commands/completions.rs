//! `meibo completions`: lets a shell complete commands and flags.

use clap::{Arg, Args, Command, CommandFactory};
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
    if args.shell == Shell::Fish {
        script.extend(words_in_fish(&Cli::command()).bytes());
    }
    context.ui.text(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// Returns what the generated script for fish leaves out: the words that stand alone after a command,
/// such as the list of `export`.
fn words_in_fish(program: &Command) -> String {
    let of = |command: &Command| {
        let words: Vec<String> = command
            .get_positionals()
            .flat_map(Arg::get_possible_values)
            .map(|word| word.get_name().to_owned())
            .collect();
        let condition = format!("__fish_meibo_using_subcommand {}", command.get_name());
        let line = format!("complete -c meibo -n \"{condition}\" -f -a \"{}\"\n", words.join(" "));
        (!words.is_empty()).then_some(line)
    };
    program.get_subcommands().filter_map(of).collect()
}
