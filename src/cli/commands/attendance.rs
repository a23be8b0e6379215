//! `meibo attendance`: who was expected and who came; and scans from elsewhere.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::examples;
use super::import::Input;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::SessionCode;
use crate::ops;
use crate::render::Format;
use crate::render::words::count;
use crate::report::{self, By};

/// Show who was expected and who came
///
/// Every figure counts persons, never scans. Expected are those who registered before and are meant
/// to be there; present = those of them who came + walk-ins + not expected.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_long_help = examples!(
        "meibo attendance --by session",
        "meibo attendance --by person --session D1-OPEN --format csv",
        "meibo attendance import scans.csv",
    )
)]
pub(in crate::cli) struct AttendanceArgs {
    #[command(subcommand)]
    command: Option<AttendanceCommand>,
    /// What each row stands for
    // The flag of the same name that every command has says who; clap keeps one value for both, so
    // a value that is none of these words was meant for that one.
    #[arg(long, value_name = "WHAT", value_parser = BY.map(|(word, _)| word))]
    by: Option<String>,
    /// Only this session
    #[arg(long)]
    session: Option<SessionCode>,
}

const BY: [(&str, By); 5] = [
    ("person", By::Person),
    ("session", By::Session),
    ("day", By::Day),
    ("country", By::Country),
    ("category", By::Category),
];

#[derive(Debug, Subcommand)]
enum AttendanceCommand {
    Import(ImportArgs),
}

/// Import scans from a CSV file
///
/// Columns: code (or e-mail address), session, kind (in or out), at, and desk, by, source. What
/// happened is recorded whatever the register says; repeated scans count once.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo attendance import scans.csv"))]
pub(super) struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

pub(in crate::cli) fn run(args: &AttendanceArgs, context: &Context) -> Result<Exit, Failure> {
    if let Some(AttendanceCommand::Import(import_args)) = &args.command {
        return import(&Input::new(&import_args.file)?, import_args.dry_run, context);
    }
    let by = BY
        .iter()
        .find(|(word, _)| args.by.as_deref() == Some(word))
        .map_or(By::Session, |(_, by)| *by);
    let store = context.reader()?;
    store.read(|register| {
        if let Some(code) = &args.session
            && register.session(code)?.is_none()
        {
            return Err(Failure::refused(format!("there is no session {code}"))
                .hint("`meibo session list` shows the programme"));
        }
        context.ui.show(report::COLUMNS_BY(by), |out| {
            Ok(report::attendance(register, by, args.session.as_ref(), out)?)
        })
    })?;
    context.ui.say("all figures count persons");
    Ok(Exit::Done)
}

/// Imports scans that are already at hand.
pub(super) fn import(
    input: &Input,
    dry_run: DryRunArgs,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = context.entry("attendance import");
    let open = || input.open();
    let new_id = || context.new_id();
    let outcome =
        ops::import_scans(&mut store, &entry, dry_run.dry_run, &open, &input.name, &new_id)?;
    if outcome.refused > 0 || context.ui.format() != Format::Table {
        context
            .ui
            .show(report::PROBLEM_COLUMNS, |out| Ok(report::problems(&outcome.problems, out)?))?;
    }
    context.ui.say(format!(
        "{} in, {} out, {} repeated, {} refused",
        count(outcome.came_in, "scan", "scans"),
        outcome.went_out,
        outcome.repeated,
        outcome.refused
    ));
    dry_run.remind(context);
    Ok(if outcome.refused == 0 { Exit::Done } else { Exit::Refused })
}
