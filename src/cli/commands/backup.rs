//! `meibo backup`: copies the register and reads the copy back.

use std::path::PathBuf;

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops;
use crate::render::words::count;

/// Copy the register into a new file and read the copy back
///
/// It can be done while desks are writing. Use it instead of copying the file: a plain copy may
/// lack the latest entries. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo backup seminar-day1.db"))]
pub(in crate::cli) struct BackupArgs {
    /// The new file
    file: PathBuf,
}

pub(in crate::cli) fn run(args: &BackupArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let entries = ops::back_up(&store, &args.file, context.wait)?;
    let entries = u64::try_from(entries).unwrap_or_default();
    context.ui.say(format!(
        "{} holds {} and was read back",
        args.file.display(),
        count(entries, "entry", "entries")
    ));
    Ok(Exit::Done)
}
