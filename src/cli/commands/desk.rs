//! `meibo desk`: a second machine without a network, and its record brought home.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops::{self, Stands};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit};

/// Take a copy of the register to another machine, and bring its record home
///
/// The copy has desks and numbers of its own, so that both files can be worked on without a network.
/// `merge` unites what both recorded; to merge twice changes nothing.
#[derive(Debug, Subcommand)]
#[command(after_long_help = examples!(
    "meibo desk take annex.db --name ANNEX",
    "meibo desk merge annex.db",
))]
pub(in crate::cli) enum DeskCommand {
    Take(TakeArgs),
    Merge(MergeArgs),
}

/// Make a copy of the register for another machine
///
/// The copy has desks of its own, called NAME/A and so on, and a block of participants' numbers of
/// its own, so that nothing that is entered there can be mistaken for something entered here. Both
/// can be worked with. `meibo desk merge` brings home what was recorded there. Keep the copy as safe
/// as the register: it holds the same people.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo desk take annex.db --name ANNEX",
    "meibo desk take /media/stick/hall.db --name HALL --numbers 500",
))]
pub(in crate::cli) struct TakeArgs {
    /// The new file
    file: PathBuf,
    /// The name of the other machine's desk
    #[arg(long, value_name = "NAME", value_parser = desk_name)]
    name: String,
    /// Participants' numbers that it may give out
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    numbers: u32,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Bring home what a copy of the register recorded
///
/// Attendance events are united: nothing is lost, nothing counts twice, and the first arrival counts.
/// People registered there are registered here under the same codes. What was changed there is
/// changed here: people, groups, the programme, the excursion's list. Where both changed a thing to
/// different values, nothing is stored until you say whose value stands. A seat that both gave goes
/// to who was on the list earlier, the other person waits. Each row of the report says what was done;
/// those that somebody has to decide or to be told stand first. Merging again changes nothing, the
/// order of several copies does not matter, and `meibo undo` takes a merge back.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo desk merge annex.db --dry-run",
    "meibo desk merge annex.db --prefer mine",
))]
pub(in crate::cli) struct MergeArgs {
    /// The copy
    file: PathBuf,
    /// Whose value stands where both changed a field
    #[arg(long, value_name = "SIDE")]
    prefer: Option<Preferred>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Preferred {
    /// The register's
    Mine,
    /// The copy's
    Theirs,
}

/// Reads a desk's name: letters, digits, hyphens.
fn desk_name(text: &str) -> Result<String, &'static str> {
    let sound = (1..=24).contains(&text.chars().count())
        && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    if sound { Ok(text.to_owned()) } else { Err("write a short word, such as ANNEX") }
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("what", "What", Fit::Whole),
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Words),
    Column::new("field", "Field", Fit::Words),
    Column::new("here", "Here", Fit::Words),
    Column::new("there", "There", Fit::Words),
    Column::new("settled", "Settled", Fit::Words),
];

pub(in crate::cli) fn run(command: &DeskCommand, context: &Context) -> Result<Exit, Failure> {
    match command {
        DeskCommand::Take(args) => take(args, context),
        DeskCommand::Merge(args) => merge(args, context),
    }
}

fn take(args: &TakeArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "desk take");
    let new_id = || context.new_id();
    let copy = ops::Copy { to: &args.file, desk: &args.name, numbers: args.numbers };
    let taken = ops::take(&mut store, &entry, &copy, context.wait, &new_id)?;
    context.ui.say(format!(
        "{}: desk {}, participants' numbers {} to {}",
        args.file.display(),
        taken.desk,
        taken.first,
        taken.last
    ));
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn merge(args: &MergeArgs, context: &Context) -> Result<Exit, Failure> {
    let copy = context.with_register(&args.file).reader().map_err(Failure::of_a_copy)?;
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "desk merge");
    let prefer = args.prefer.map(|side| match side {
        Preferred::Mine => Stands::Mine,
        Preferred::Theirs => Stands::Theirs,
    });
    let merged = ops::merge(&mut store, &entry, &copy, prefer, &|| context.new_id())?;
    context.ui.show(COLUMNS, |out| {
        let cell = |text: &'_ str| -> bool { text.is_empty() };
        for one in &merged.differences {
            let texts = [&one.code, &one.name, &one.field, &one.here, &one.there, &one.settled];
            let cells = texts.map(|text| if cell(text) { Cell::Empty } else { Cell::Text(text) });
            let row: Vec<Cell<'_>> =
                std::iter::once(Cell::Text(one.what.as_str())).chain(cells).collect();
            out.row(&row)?;
        }
        Ok(())
    })?;
    context.ui.say(format!(
        "{}, {}, {}, {}",
        count(merged.events, "event", "events"),
        count(merged.people, "new person", "new persons"),
        count(merged.edits, "edit", "edits"),
        count(merged.conflicts, "conflict", "conflicts"),
    ));
    if merged.events + merged.operations == 0 {
        context.ui.say("nothing in the copy is new here");
    }
    let look = merged.differences.iter().filter(|one| one.what.is_for_somebody()).count();
    if look > 0 {
        let rows = count(u64::try_from(look).unwrap_or(u64::MAX), "row", "rows");
        context.ui.say(format!("{rows} at the top for you: to be decided, or told to somebody"));
    }
    if merged.differences.iter().any(|one| one.settled == ops::WITHOUT_GROUP) {
        context.ui.say("who is without a group now gets one by `meibo breakout move CODE GROUP`");
    }
    args.dry_run.remind(context);
    if merged.conflicts > 0 && prefer.is_none() {
        context.ui.say("nothing was stored: say --prefer mine or --prefer theirs");
        return Ok(Exit::Refused);
    }
    Ok(Exit::Done)
}
