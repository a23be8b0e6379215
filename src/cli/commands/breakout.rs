//! `meibo breakout`: discussion groups of the two tracks.

use clap::{Args, Subcommand};

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::{GroupName, Track};
use crate::ops::{self, AssignRequest, Assigned, Moved};
use crate::render::{Cell, Column, Fit};
use crate::report;

/// Discussion groups: make them, show them, move and pin people
#[derive(Debug, Subcommand)]
#[command(after_long_help = examples!("meibo breakout assign --groups 8", "meibo breakout list --group P3"))]
pub(in crate::cli) enum BreakoutCommand {
    Assign(AssignArgs),
    List(ListArgs),
    Move(MoveArgs),
    Pin(PinArgs),
}

/// Make groups of those who take part and are in a track
///
/// Sizes differ by at most one, and people of one country or region are spread over the groups.
/// Pinned people stay where they are. Without --groups and --size there are as many groups as
/// before, or groups of at most twelve.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout assign --groups 8",
    "meibo breakout assign --track policy --size 10 --seed 7 --dry-run",
))]
pub(in crate::cli) struct AssignArgs {
    /// policy or licensing [default: both]
    #[arg(long, value_name = "WORD")]
    track: Option<Track>,
    /// The number of groups of each track
    #[arg(long, value_name = "N", conflicts_with = "size")]
    groups: Option<usize>,
    /// The greatest number of people in a group
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    size: Option<u32>,
    /// The round of discussion
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    round: u32,
    /// Decides between equally good groups
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Show who sits in which group
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout list --group P3",
    "meibo breakout list --sizes",
    "meibo breakout list --format csv --output breakouts.csv",
))]
pub(in crate::cli) struct ListArgs {
    /// policy or licensing [default: both]
    #[arg(long, value_name = "WORD")]
    track: Option<Track>,
    /// One group, such as P3
    #[arg(long, value_name = "GROUP")]
    group: Option<GroupName>,
    /// The round of discussion
    #[arg(long, value_name = "N", default_value_t = 1)]
    round: u32,
    /// Show how large the groups are instead
    #[arg(long, conflicts_with = "group")]
    sizes: bool,
}

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

const ASSIGNED: &[Column<'static>] = &[
    Column::new("track", "Track", Fit::Whole),
    Column::new("groups", "Groups", Fit::Right),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("smallest", "Smallest", Fit::Right),
    Column::new("largest", "Largest", Fit::Right),
    Column::new("pinned", "Pinned", Fit::Right),
    Column::new("same_country_pairs", "Pairs of one country", Fit::Right),
    Column::new("fewest_possible", "Fewest possible", Fit::Right),
];

const MOVED: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("from", "From", Fit::Whole),
    Column::new("to", "To", Fit::Whole),
    Column::new("pinned", "Pinned", Fit::Whole),
];

pub(in crate::cli) fn run(command: BreakoutCommand, context: &Context) -> Result<Exit, Failure> {
    match command {
        BreakoutCommand::Assign(args) => assign(&args, context),
        BreakoutCommand::List(args) => list(&args, context),
        BreakoutCommand::Move(args) => {
            let mut store = context.writer()?;
            let entry = context.entry("breakout move");
            let dry_run = args.dry_run.dry_run;
            let moved = ops::move_to_group(
                &mut store, &entry, dry_run, &args.code, args.group, args.round,
            )?;
            show_moved(context, &moved.value)?;
            args.dry_run.remind(context);
            Ok(Exit::Done)
        }
        BreakoutCommand::Pin(args) => {
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
    }
}

fn assign(args: &AssignArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let request = AssignRequest {
        track: args.track,
        groups: args.groups,
        size: args.size.map(|size| size as usize),
        round: args.round,
        seed: args.seed,
    };
    let entry = context.entry("breakout assign");
    let assigned = ops::assign(&mut store, &entry, args.dry_run.dry_run, &request)?.value;
    context.ui.show(ASSIGNED, |out| {
        for made in &assigned {
            out.row(&row(made))?;
        }
        Ok(())
    })?;
    context.ui.say(format!("seed {}", args.seed));
    if let Some(undeclared) = assigned.first().map(|made| made.undeclared).filter(|&u| u > 0) {
        context.ui.say(format!(
            "{undeclared} who take part have no track and so no group: `meibo list --missing track`"
        ));
    }
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn row(made: &Assigned) -> [Cell<'_>; 8] {
    let count = |number: usize| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
    let pairs = |number: u64| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
    [
        Cell::Text(made.track.as_str()),
        count(made.sizes.len()),
        count(made.sizes.iter().sum()),
        count(made.sizes.iter().min().copied().unwrap_or_default()),
        count(made.sizes.iter().max().copied().unwrap_or_default()),
        count(made.pinned),
        pairs(made.same_country_pairs),
        pairs(made.fewest_possible),
    ]
}

fn list(args: &ListArgs, context: &Context) -> Result<Exit, Failure> {
    const SHORT: &[&str] = &["group", "code", "name", "country", "organization"];
    let store = context.reader()?;
    store.read(|register| {
        if args.sizes {
            return context.ui.show(report::GROUP_COLUMNS, |out| {
                Ok::<_, Failure>(report::groups(register, args.track, args.round, out)?)
            });
        }
        context.ui.show_columns(report::BREAKOUT_COLUMNS, SHORT, None, |out| {
            Ok(report::breakouts(register, args.track, args.group, args.round, out)?)
        })
    })?;
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
