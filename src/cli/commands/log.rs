//! `meibo log`: shows what was done.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::report::{self, Logged};

/// Show what was done, by whom, at which desk, newest first
///
/// The number in front is what `meibo undo` takes.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo log", "meibo log --limit 100 --events"))]
pub(in crate::cli) struct LogArgs {
    /// The most entries to show
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: u32,
    /// Show check-ins and check-outs as well
    #[arg(long)]
    events: bool,
}

pub(in crate::cli) fn run(args: &LogArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let logged = if args.events { Logged::Everything } else { Logged::Operations };
    store.read(|register| {
        context.ui.show_columns(report::LOG_COLUMNS, report::LOG_SHORT, None, |out| {
            Ok::<_, Failure>(report::log(register, logged, Some(args.limit), out)?)
        })
    })?;
    Ok(Exit::Done)
}
