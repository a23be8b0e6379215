//! `meibo undo` and `meibo redo`: takes back what was done, and what was taken back.

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops::{self, Reverted, Undoing};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit};

/// Take back what was done
///
/// Without a number it takes back what this desk's latest command did: a change by restoring every
/// row, check-ins by further events. Nothing is deleted from the log, and an undo can be undone. It
/// is refused, by name, where something was changed since.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo undo", "meibo undo 4 --reason \"wrong groups\""))]
pub(in crate::cli) struct UndoArgs {
    /// The operation's number, from `meibo log`
    #[arg(value_name = "OPERATION")]
    operation: Option<i64>,
    /// Why, for the log
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Do again what this desk took back last
///
/// Check-ins that were taken back are entered again, with the time at which they happened.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo redo"))]
pub(in crate::cli) struct RedoArgs {
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const fn columns(undone: &str) -> [Column<'_>; 3] {
    [
        Column::new("operation", "No.", Fit::Right),
        Column::new("undone", undone, Fit::Words),
        Column::new("rows", "Rows", Fit::Right),
    ]
}

pub(in crate::cli) fn undo(args: &UndoArgs, context: &Context) -> Result<Exit, Failure> {
    let undoing = args.operation.map_or(Undoing::Latest, Undoing::Operation);
    run(context, "undo", undoing, &args.reason, args.dry_run)
}

pub(in crate::cli) fn redo(args: &RedoArgs, context: &Context) -> Result<Exit, Failure> {
    run(context, "redo", Undoing::LatestUndo, "", args.dry_run)
}

fn run(
    context: &Context,
    verb: &'static str,
    undoing: Undoing,
    reason: &str,
    dry_run: DryRunArgs,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = dry_run.entry(context, verb);
    let new_id = || context.new_id();
    let (reverted, number) = ops::undo(&mut store, &entry, undoing, reason, &new_id)?;
    let (what, rows) = match &reverted {
        Reverted::Operation { operation, verb, rows, events, stays } => {
            if *events > 0 {
                let events = count(u64::try_from(*events).unwrap_or(u64::MAX), "event", "events");
                context.ui.say(format!("{events} of the attendance record turned round as well"));
            }
            if !stays.is_empty() {
                context.ui.say(format!(
                    "still in the register, since the record names them: {}",
                    stays.join(", ")
                ));
            }
            (format!("operation {operation} ({verb})"), *rows)
        }
        Reverted::Events { kind, code, session, persons, events } => {
            let what = kind.map_or("attendance".to_owned(), |kind| format!("check-{kind}"));
            let who = if *persons == 1 { code.clone() } else { format!("{persons} persons") };
            let place = session.as_ref().map(|session| format!(" at {session}"));
            let rows = i64::try_from(*events).unwrap_or(i64::MAX);
            (format!("{what} of {who}{}", place.unwrap_or_default()), rows)
        }
    };
    // The redo of an operation takes its undo back.
    let again = undoing == Undoing::LatestUndo && matches!(reverted, Reverted::Events { .. });
    let undone = if again { "Entered again" } else { "Took back" };
    context.ui.show(&columns(undone), |out| {
        out.row(&[number.map_or(Cell::Empty, Cell::Count), Cell::Text(&what), Cell::Count(rows)])?;
        Ok(())
    })?;
    dry_run.remind(context);
    Ok(Exit::Done)
}
