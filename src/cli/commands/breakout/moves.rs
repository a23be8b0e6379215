//! `meibo breakout move`, `swap` and `pin`: changes by hand.

use clap::Args;

use super::super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::GroupName;
use crate::ops::{self, Moved};
use crate::render::{Cell, Column, Fit};

/// Move a person to a group; the person stays there from now on
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo breakout move P-0142-N P5"))]
pub(in crate::cli) struct MoveArgs {
    /// Code or e-mail address
    code: String,
    /// The group, such as P5
    group: GroupName,
    /// The round of discussion
    #[arg(long, value_name = "N", default_value_t = 1)]
    round: u32,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Keep a person in the present group, or in a given one, when groups are made again
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout pin P-0142-N",
    "meibo breakout pin P-0142-N P3",
    "meibo breakout pin P-0142-N --off",
))]
pub(in crate::cli) struct PinArgs {
    /// Code or e-mail address
    code: String,
    /// The group, such as P3 [default: the present one]
    group: Option<GroupName>,
    /// The round of discussion
    #[arg(long, value_name = "N", default_value_t = 1)]
    round: u32,
    /// Let the person be moved again
    #[arg(long, conflicts_with = "group")]
    off: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const MOVED: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("from", "From", Fit::Whole),
    Column::new("to", "To", Fit::Whole),
    Column::new("pinned", "Pinned", Fit::Whole),
];

pub(super) fn move_person(args: &MoveArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = context.entry("breakout move");
    let dry_run = args.dry_run.dry_run;
    let moved =
        ops::move_to_group(&mut store, &entry, dry_run, &args.code, args.group, args.round)?;
    show_moved(context, &moved.value)?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

pub(super) fn pin(args: &PinArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = context.entry("breakout pin");
    let dry_run = args.dry_run.dry_run;
    let moved = match args.group {
        Some(group) => {
            ops::move_to_group(&mut store, &entry, dry_run, &args.code, group, args.round)?
        }
        None => ops::pin(&mut store, &entry, dry_run, &args.code, args.round, !args.off)?,
    };
    show_moved(context, &moved.value)?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn show_moved(context: &Context, moved: &Moved) -> Result<(), Failure> {
    let from = moved.from.map(|from| from.to_string());
    context.ui.show(MOVED, |out| {
        out.row(&[
            Cell::Text(&moved.person.code),
            Cell::Text(&moved.person.name()),
            from.as_deref().map_or(Cell::Empty, Cell::Text),
            Cell::Text(&moved.to.to_string()),
            Cell::Flag(moved.pinned),
        ])?;
        Ok(())
    })
}
