//! `meibo find`: finds people by any part of name, organization, e-mail address or code.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::SelectionArgs;
use crate::report;

/// Find people by any part of name, organization, e-mail address or code
///
/// Accents, letter case and the order of words do not matter: `lan dang` finds Đặng Thị Hương Lan.
/// Exit code 1 says that nobody was found.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo find lan dang", "meibo find 142"))]
pub(in crate::cli) struct FindArgs {
    /// What to look for
    #[arg(required = true)]
    text: Vec<String>,
}

pub(in crate::cli) fn run(args: &FindArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let text = args.text.join(" ");
    let found = store.read(|register| {
        let selection = SelectionArgs::of_text(&text).selection(register)?;
        context.ui.show_columns(report::LIST_COLUMNS, report::LIST_SHORT, None, |out| {
            Ok::<_, Failure>(report::list(register, &selection, None, out)?)
        })
    })?;
    if found == 0 {
        return Err(Failure::refused(format!("nobody was found for \"{text}\""))
            .hint("try a shorter part of the name, without titles"));
    }
    Ok(Exit::Done)
}
