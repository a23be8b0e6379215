//! `meibo edit`: changes people's registrations.

use clap::Args;

use super::examples;
use super::register::FieldArgs;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::EditSelectionArgs;
use crate::domain::{Extra, clean};
use crate::ops::{self, Edited};
use crate::render::{Cell, Column, Fit, text};

/// Change people's registrations
///
/// Only what is named changes; an empty value empties the field. Old and new values are shown, and
/// `meibo undo` takes the change back. People are named by codes or by the filters of `meibo list`;
/// where a filter has the name of a field, it is written --where country=VN.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo edit P-0163-D --position \"Director General\" --status confirmed",
    "meibo edit 163 164 170 --track licensing --dry-run",
    "meibo edit --where country=VN --org customs --track licensing --dry-run",
))]
pub(in crate::cli) struct EditArgs {
    #[command(flatten)]
    selection: EditSelectionArgs,
    #[command(flatten)]
    fields: FieldArgs,
    /// Change an extra field, one that came with a list; an empty value removes it
    #[arg(long, value_name = "NAME=VALUE", value_parser = extra)]
    extra: Vec<Extra>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

fn extra(text: &str) -> Result<Extra, String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    let cleaned = |text| clean(text).map(str::to_owned).map_err(|reason| reason.to_string());
    let extra = Extra { name: cleaned(name)?, value: cleaned(value)? };
    if extra.name.is_empty() { Err("write NAME=VALUE".to_owned()) } else { Ok(extra) }
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
    let selection = args.selection.plain()?;
    let people = store.read(|register| selection.people(register, context))?;
    let entry = args.dry_run.entry(context, "edit");
    let fields = args.fields.given();
    let edited = ops::edit(&mut store, &entry, &people, &fields, &args.extra)?;
    show(context, &edited.value)?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

/// Shows what changed, field by field.
pub(super) fn show(context: &Context, edited: &[Edited]) -> Result<(), Failure> {
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
