//! `meibo edit`: changes people's registrations.

use clap::Args;

use super::examples;
use super::register::FieldArgs;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops::{self, Edited};
use crate::render::{Cell, Column, Fit};

/// Change people's registrations
///
/// Only what is named changes; an empty value empties the field. Old and new values are shown, and
/// `meibo undo` takes the change back.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo edit P-0142-N --position \"Director General\" --status confirmed",
    "meibo edit 142 143 146 --track licensing --dry-run",
))]
pub(in crate::cli) struct EditArgs {
    /// Codes or e-mail addresses
    #[arg(required = true, value_name = "CODE")]
    who: Vec<String>,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("field", "Field", Fit::Whole),
    Column::new("old", "Old", Fit::Words),
    Column::new("new", "New", Fit::Words),
];

pub(in crate::cli) fn run(args: &EditArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = context.entry("edit");
    let dry_run = args.dry_run.dry_run;
    let edited = ops::edit(&mut store, &entry, dry_run, &args.who, &args.fields.given())?;
    show(context, &edited.value)?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

/// Shows what changed, field by field.
pub(super) fn show(context: &Context, edited: &[Edited]) -> Result<(), Failure> {
    let text = |text| {
        if str::is_empty(text) { Cell::Empty } else { Cell::Text(text) }
    };
    context.ui.show(COLUMNS, |out| {
        for edited in edited {
            for (field, old, new) in &edited.changes {
                out.row(&[
                    Cell::Text(&edited.person.code),
                    Cell::Text(&edited.person.name()),
                    Cell::Text(field),
                    text(old),
                    text(new),
                ])?;
            }
        }
        Ok(())
    })?;
    for edited in edited {
        if edited.changes.is_empty() {
            context.ui.say(format!("{} had these values before", edited.person.code));
        }
        if let Some(next) = &edited.promoted {
            context.ui.say(format!(
                "the seat on the excursion goes to {} {}",
                next.code,
                next.described()
            ));
        }
    }
    Ok(())
}
