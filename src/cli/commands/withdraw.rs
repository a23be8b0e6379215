//! `meibo withdraw`: withdraws registrations.

use clap::Args;

use super::edit::show;
use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::SelectionArgs;
use crate::ops;

/// Withdraw registrations
///
/// The person keeps code and history and is no longer expected. A seat on the excursion goes to
/// the first of the waiting list; nobody else moves.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo withdraw P-0163-D --reason visa",
    "meibo withdraw --country VN --status invited --dry-run",
))]
pub(in crate::cli) struct WithdrawArgs {
    #[command(flatten)]
    selection: SelectionArgs,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

pub(in crate::cli) fn run(args: &WithdrawArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let people = store.read(|register| args.selection.people(register, context))?;
    let entry = args.dry_run.entry(context, "withdraw");
    let withdrawn = ops::withdraw(&mut store, &entry, &people, &args.reason)?;
    show(context, &withdrawn.value)?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
