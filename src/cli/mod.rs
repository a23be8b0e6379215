//! Is the terminal front end: reads the command line, calls one operation or report, shows it.

mod args;
mod commands;
mod context;
mod desk;
mod error;
mod input;
mod profiles;
mod prompt;
mod refusals;
mod selection;
mod ui;

use std::error::Error as _;
use std::ffi::OsString;
use std::num::{IntErrorKind, ParseIntError};
use std::process::ExitCode;
use std::sync::Arc;

use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{ArgMatches, ColorChoice, CommandFactory, FromArgMatches};
use signal_hook::consts::SIGXFSZ;

use crate::render::escape;

/// Runs the program and returns its exit code.
pub fn main() -> ExitCode {
    // A write beyond the limit of a file's size fails like one to a full disk, with a sentence; it
    // would end the process. Where the signal cannot be taken, it ends it as before.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match parse_alone(&arguments).map_or_else(|| parse(&arguments), Ok) {
        Ok(cli) => cli,
        Err(error) => return misuse(&told(&arguments, error)),
    };
    let context = match context::Context::new(cli.global) {
        Ok(context) => context,
        Err(failure) => return ui::Ui::plain().report(&failure),
    };
    match commands::run(cli.command, &context) {
        Ok(exit) => exit.into(),
        Err(failure) => context.ui.report(&failure),
    }
}

/// Returns what there is to say of a line that cannot be carried out, or that asks for help.
fn told(arguments: &[OsString], error: clap::Error) -> clap::Error {
    let asked = by_flag(arguments, &error);
    let error = match asked.as_deref().map(|line| (line, parse(line))) {
        Some((line, Err(help))) => shown(line, help),
        _ => shown(arguments, error),
    };
    no_number(&error).unwrap_or(error)
}

/// Says in words what the library of the language says of digits and target types.
fn no_number(error: &clap::Error) -> Option<clap::Error> {
    let reason = match error.source()?.downcast_ref::<ParseIntError>()?.kind() {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "is too large a number",
        _ => "is no number; write digits",
    };
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (value, flag) = (said(ContextKind::InvalidValue), said(ContextKind::InvalidArg));
    let message = format!(
        "invalid value '{value}' for '{flag}': {reason}\n\nFor more information, try '--help'.\n"
    );
    Some(clap::Error::raw(error.kind(), message))
}

/// Returns the line with the flag of help for one that has its word, `meibo help list`: as a command it
/// would be a copy of the whole tree, grown for every line that fails.
fn by_flag(arguments: &[OsString], error: &clap::Error) -> Option<Vec<OsString>> {
    let unknown = error.get(ContextKind::InvalidSubcommand)?;
    let word = arguments.iter().position(|word| word == "help")?;
    if !matches!(unknown, ContextValue::String(unknown) if unknown == "help") {
        return None;
    }
    let (before, after) = (&arguments[..word], &arguments[word + 1..]);
    Some([before, after, &["--help".into()]].concat())
}

/// Returns the failure of a line as a terminal may show it: clap repeats the words as they stand. The
/// line is judged again with its words escaped; where these would do, the message is escaped instead.
fn shown(arguments: &[OsString], error: clap::Error) -> clap::Error {
    let words = arguments.iter().map(|word| escape(&word.to_string_lossy()).into_owned().into());
    let escaped: Vec<OsString> = words.collect();
    if escaped == arguments {
        return error;
    }
    parse(&escaped).err().unwrap_or_else(|| {
        let message = error.to_string();
        let lines = message.trim_start_matches("error: ").lines().map(escape);
        clap::Error::raw(error.kind(), lines.collect::<Vec<_>>().join("\n") + "\n")
    })
}

/// Prints clap's own message and returns its exit code.
fn misuse(error: &clap::Error) -> ExitCode {
    let exit = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    match error.print() {
        // Help and version are answers.
        Err(unwritten) if !error.use_stderr() => ui::Ui::plain().report(&unwritten.into()),
        _ => exit,
    }
}

/// Parses a line with the tree of the one command that it seems to name: to grow the whole tree
/// takes longer than most commands. Whatever fails here is judged, and told, by the whole tree.
fn parse_alone(arguments: &[OsString]) -> Option<commands::Cli> {
    let mut tree =
        arguments.iter().skip(1).find_map(|argument| commands::alone(argument.to_str()?))?;
    let parsed = tree.try_get_matches_from_mut(arguments);
    // The end of the process takes the tree apart at once.
    std::mem::forget(tree);
    understood(parsed.ok()?).ok()
}

/// Returns what a parsed line says.
fn understood(mut matches: ArgMatches) -> Result<commands::Cli, clap::Error> {
    let names_db = matches.value_source("db") == Some(ValueSource::CommandLine);
    let mut cli = commands::Cli::from_arg_matches_mut(&mut matches)?;
    cli.global.names_db = names_db;
    Ok(cli)
}

/// Returns when help and misuse are coloured: they are told before the flag is understood. Where colour is
/// asked for, only a terminal gets it from them, so that what they quote cannot be taken for it.
fn colours(arguments: &[OsString]) -> ColorChoice {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let said = words.by_ref().find_map(|word| word.strip_prefix("--color"));
    match said.and_then(|value| value.strip_prefix('=')).or_else(|| words.next()) {
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

/// Parses a line with the whole tree of commands.
fn parse(arguments: &[OsString]) -> Result<commands::Cli, clap::Error> {
    // Whoever only asks for the version need not wait for the tree.
    let mut tree = match arguments {
        [_, flag] if flag == "--version" || flag == "-V" => {
            clap::Command::new("meibo").version(env!("CARGO_PKG_VERSION"))
        }
        _ => commands::Cli::command().color(colours(arguments)),
    };
    tree.try_get_matches_from_mut(arguments)
        .and_then(understood)
        .map_err(|error| error.format(&mut tree))
}
