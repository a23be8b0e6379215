//! `meibo duplicates` and `meibo merge`: finds registrations of one person, and makes one of them.

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops;
use crate::render::words::count;
use crate::render::{Cell, Column, Fit, text};
use crate::report;

/// Show registrations that are likely of one person, best first, with the reasons
///
/// Names are compared without accents, in any order of words, with slips and with parts left out;
/// organization, country or region and e-mail address speak for a pair or against it. Nothing is
/// changed: `meibo merge` makes one person of a pair.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo duplicates", "meibo duplicates --output duplicates.xlsx"))]
pub(in crate::cli) struct DuplicatesArgs {}

/// Make one person of two registrations
///
/// What the first lacks comes from the second: empty fields, seats, places, groups, and the record
/// of attendance. The second code, which may be on a printed badge, leads to the person from then
/// on; no list shows it. Where both say something, the first stands. `meibo undo` takes it back.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo merge P-0142-N P-0330-F --dry-run", "meibo merge 142 330"))]
pub(in crate::cli) struct MergeArgs {
    /// Code or e-mail address of the registration that stays
    keep: String,
    /// Code or e-mail address of the registration that becomes part of it
    drop: String,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("field", "Field", Fit::Whole),
    Column::new("kept", "Kept said", Fit::Words),
    Column::new("dropped", "Dropped said", Fit::Words),
    Column::new("now", "Now", Fit::Words),
];

pub(in crate::cli) fn find(_args: &DuplicatesArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let found = store.read(|register| {
        let (columns, short) = (report::DUPLICATE_COLUMNS, report::DUPLICATE_SHORT);
        context.ui.show_columns(columns, short, None, |out| {
            Ok::<_, Failure>(report::duplicates(register, out)?)
        })
    })?;
    context.ui.say(count(found, "pair", "pairs"));
    Ok(Exit::Done)
}

pub(in crate::cli) fn merge(args: &MergeArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "merge");
    let new_id = || context.new_id();
    let one = ops::unite(&mut store, &entry, &args.keep, &args.drop, &new_id)?.value;
    context.ui.show(COLUMNS, |out| {
        for field in &one.fields {
            out.row(&[
                Cell::Text(&one.person.code),
                Cell::Text(field.field),
                text(&field.kept),
                text(&field.dropped),
                text(&field.now),
            ])?;
        }
        Ok(())
    })?;
    context.ui.say(format!(
        "{} leads to {} {}; {}",
        one.dropped,
        one.person.code,
        one.person.described(),
        count(one.events, "entry of attendance came along", "entries of attendance came along"),
    ));
    if let Some(next) = &one.promoted {
        let who = next.described();
        context.ui.say(format!("the seat on the excursion goes to {} {who}", next.code));
    }
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
