//! `meibo breakout assign`: makes groups.

use clap::Args;

use super::super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::Track;
use crate::ops::{self, AssignRequest, Assigned};
use crate::render::{Cell, Column, Fit};

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

pub(super) fn run(args: &AssignArgs, context: &Context) -> Result<Exit, Failure> {
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
