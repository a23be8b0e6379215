//! `meibo check`: verifies the register.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::render::words::count;
use crate::report;

/// Verify the register
///
/// Looks at the file (SQLite's own checks), at the hash chain of every desk, at what each operation
/// committed to, at the state of attendance against its events, and at the excursions' places. It
/// changes nothing. Exit code 1 says that something does not hold; every fault is named.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo check", "meibo --db copy.db check"))]
pub(in crate::cli) struct CheckArgs {}

pub(in crate::cli) fn run(_args: &CheckArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let verified = store.read(|register| register.verify())?;
    context.ui.show(report::FAULT_COLUMNS, |out| Ok(report::faults(&verified, out)?))?;
    let faults = verified.faults.len();
    context.ui.say(format!(
        "{} of {} verified: {}",
        count(verified.entries, "entry", "entries"),
        count(verified.desks, "desk", "desks"),
        if faults == 0 { "everything holds".to_owned() } else { format!("{faults} faults") }
    ));
    Ok(if faults == 0 { Exit::Done } else { Exit::Refused })
}
