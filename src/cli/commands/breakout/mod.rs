//! `meibo breakout`: discussion groups of the two tracks.

mod assign;
mod check;
mod list;
mod moves;
mod proof;
mod rules;
mod show;

use clap::Subcommand;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;

/// Discussion groups: make them, show them, judge them, move and pin people
///
/// Groups are named by track and number: P1, P2, ... for policy and L1, L2, ... for licensing. `assign`
/// proposes them and proves how good they are; `announce` makes them known, and from then on nobody is
/// moved but by hand.
#[derive(Debug, Subcommand)]
#[command(after_long_help = examples!("meibo breakout assign --groups 8", "meibo breakout list --group P3"))]
pub(in crate::cli) enum BreakoutCommand {
    Assign(assign::AssignArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Move(moves::MoveArgs),
    Swap(moves::SwapArgs),
    Pin(moves::PinArgs),
    Announce(check::AnnounceArgs),
    Check(check::CheckArgs),
    Together(rules::TogetherArgs),
    Apart(rules::ApartArgs),
    Language(rules::LanguageArgs),
    Returning(rules::ReturningArgs),
    Rules(rules::RulesArgs),
    Group(rules::GroupArgs),
}

pub(in crate::cli) fn run(command: BreakoutCommand, context: &Context) -> Result<Exit, Failure> {
    match command {
        BreakoutCommand::Assign(args) => assign::run(&args, context),
        BreakoutCommand::List(args) => list::run(&args, context),
        BreakoutCommand::Show(args) => show::run(&args, context),
        BreakoutCommand::Move(args) => moves::move_person(&args, context),
        BreakoutCommand::Swap(args) => moves::swap(&args, context),
        BreakoutCommand::Pin(args) => moves::pin(&args, context),
        BreakoutCommand::Announce(args) => check::announce(&args, context),
        BreakoutCommand::Check(args) => check::check(&args, context),
        BreakoutCommand::Together(args) => rules::together(&args, context),
        BreakoutCommand::Apart(args) => rules::apart(&args, context),
        BreakoutCommand::Language(args) => rules::language(&args, context),
        BreakoutCommand::Returning(args) => rules::returning(&args, context),
        BreakoutCommand::Rules(_) => rules::rules(context),
        BreakoutCommand::Group(args) => rules::group(&args, context),
    }
}
