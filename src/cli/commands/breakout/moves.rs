//! `meibo breakout move`, `swap` and `pin`: changes by hand.

use clap::Args;

use super::super::examples;
use crate::allocation::{Judgement, Line};
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::GroupName;
use crate::ops::{self, HandMoved, Moved};
use crate::render::{Cell, Column, Fit};

/// Move a person to a group; the person stays there from now on
///
/// Says how many pairs of one country or region, organization and so on there were before and are
/// now. A full group or another broken rule needs a --reason, which the log keeps.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout move P-0163-D P5 --dry-run",
    "meibo breakout move P-0163-D P5 --reason \"asked for by the embassy\"",
))]
pub(in crate::cli) struct MoveArgs {
    /// Code or e-mail address
    code: String,
    /// The group, such as P5
    group: GroupName,
    #[command(flatten)]
    hand: HandArgs,
}

/// Let two people change places; both stay there from now on
///
/// The sizes of the groups stay. Says what it costs, as `breakout move` does; a broken rule needs a
/// --reason, which the log keeps.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo breakout swap P-0163-D P-0017-V"))]
pub(in crate::cli) struct SwapArgs {
    /// Code or e-mail address
    code: String,
    /// Code or e-mail address of the other person
    #[arg(value_name = "OTHER")]
    other: String,
    #[command(flatten)]
    hand: HandArgs,
}

/// Keep a person in the present group, or in a given one, when groups are made again
///
/// This is also how facilitators and rapporteurs get the group that they lead.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout pin P-0163-D",
    "meibo breakout pin P-0163-D P3",
    "meibo breakout pin P-0163-D --off",
))]
pub(in crate::cli) struct PinArgs {
    /// Code or e-mail address
    code: String,
    /// The group, such as P3 [default: the present one]
    group: Option<GroupName>,
    /// Let the person be moved again
    #[arg(long, conflicts_with = "group")]
    off: bool,
    #[command(flatten)]
    hand: HandArgs,
}

#[derive(Debug, Args)]
struct HandArgs {
    /// The round of discussion
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    round: u32,
    /// Why a rule, such as a capacity, is broken
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    reason: String,
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
    to_group("breakout move", &args.code, args.group, &args.hand, context)
}

pub(super) fn swap(args: &SwapArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let HandArgs { round, reason, dry_run } = &args.hand;
    let entry = dry_run.entry(context, "breakout swap");
    let people = [args.code.as_str(), args.other.as_str()];
    let moved = ops::swap(&mut store, &entry, people, *round, reason)?;
    by_hand(context, &moved.value)?;
    dry_run.remind(context);
    Ok(Exit::Done)
}

pub(super) fn pin(args: &PinArgs, context: &Context) -> Result<Exit, Failure> {
    if let Some(group) = args.group {
        return to_group("breakout pin", &args.code, group, &args.hand, context);
    }
    let mut store = context.writer()?;
    let HandArgs { round, dry_run, .. } = &args.hand;
    let entry = dry_run.entry(context, "breakout pin");
    let pin = if args.off { ops::unpin } else { ops::pin };
    let moved = pin(&mut store, &entry, &args.code, *round)?.value;
    show_moved(context, &[moved])?;
    dry_run.remind(context);
    Ok(Exit::Done)
}

fn to_group(
    verb: &'static str,
    code: &str,
    group: GroupName,
    hand: &HandArgs,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let HandArgs { round, reason, dry_run } = hand;
    let entry = dry_run.entry(context, verb);
    let moved = ops::move_to_group(&mut store, &entry, code, group, *round, reason)?;
    by_hand(context, &moved.value)?;
    dry_run.remind(context);
    Ok(Exit::Done)
}

fn by_hand(context: &Context, moved: &HandMoved) -> Result<(), Failure> {
    show_moved(context, &moved.moved)?;
    let lines = |judgement: &Judgement| -> Vec<Line> {
        judgement.attributes.iter().chain(&judgement.repeats).cloned().collect()
    };
    let (before, after) = (lines(&moved.before), lines(&moved.after));
    let parts: Vec<String> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| format!("{} {} → {}", before.name, before.cost, after.cost))
        .collect();
    if !parts.is_empty() {
        context.ui.say(format!("pairs in one group: {}", parts.join(", ")));
    }
    for rule in &moved.broken {
        context.ui.say(format!("broken for the reason given: {rule}"));
    }
    Ok(())
}

fn show_moved(context: &Context, moved: &[Moved]) -> Result<(), Failure> {
    context.ui.show(MOVED, |out| {
        for moved in moved {
            let from = moved.from.map(|from| from.to_string());
            out.row(&[
                Cell::Text(&moved.person.code),
                Cell::Text(&moved.person.name()),
                from.as_deref().map_or(Cell::Empty, Cell::Text),
                Cell::Text(&moved.to.to_string()),
                Cell::Flag(moved.pinned),
            ])?;
        }
        Ok(())
    })
}
