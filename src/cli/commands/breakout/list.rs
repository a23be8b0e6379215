//! `meibo breakout list`: who sits where, on the screen and on paper.

use std::path::PathBuf;

use clap::Args;

use super::super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::known_group;
use crate::domain::{GroupName, Track};
use crate::ops::{GroupError, OpError};
use crate::report::{self, Printed};

/// Show who sits in which group
///
/// --by-name lists every person once with the groups of all rounds, for the notice board. --sheet
/// and --signs write pages for the printer, which any browser prints: a sign-in sheet and a door
/// sign for each group.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout list --group P3",
    "meibo breakout list --sizes",
    "meibo breakout list --by-name",
    "meibo breakout list --sheet sign-in.html --signs doors.html",
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
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    round: u32,
    /// Show how large the groups are and where they meet instead
    #[arg(long, conflicts_with_all = ["group", "by_name"])]
    sizes: bool,
    /// One line a person, in the order of names, with the groups of all rounds
    #[arg(long, conflicts_with = "group")]
    by_name: bool,
    /// Write a sign-in sheet for each group to this file (HTML)
    #[arg(long, value_name = "FILE")]
    sheet: Option<PathBuf>,
    /// Write a door sign for each group to this file (HTML)
    #[arg(long, value_name = "FILE")]
    signs: Option<PathBuf>,
}

pub(super) fn run(args: &ListArgs, context: &Context) -> Result<Exit, Failure> {
    const SHORT: &[&str] = &["group", "code", "name", "country", "organization"];
    let store = context.reader()?;
    store.read(|register| {
        if let Some(group) = args.group {
            known_group(register, group)?;
        }
        match register.rounds()? {
            0 => context.ui.say("there are no groups yet; `meibo breakout assign` makes them"),
            rounds if args.round > rounds && !args.by_name => {
                return Err(OpError::from(GroupError::NoRound { round: args.round }).into());
            }
            _ => {}
        }
        if args.sheet.is_some() || args.signs.is_some() {
            let printed = Printed { track: args.track, group: args.group, round: args.round };
            if let Some(file) = &args.sheet {
                context.ui.save(file, &report::sign_in_sheets(register, printed)?)?;
            }
            if let Some(file) = &args.signs {
                context.ui.save(file, &report::door_signs(register, printed)?)?;
            }
            return Ok::<_, Failure>(());
        }
        if args.sizes {
            return context.ui.show_columns(
                report::GROUP_COLUMNS,
                report::GROUP_SHORT,
                None,
                |out| Ok(report::groups(register, args.track, args.round, out)?),
            );
        }
        if args.by_name {
            return context.ui.show(report::BY_NAME_COLUMNS, |out| {
                Ok(report::by_name(register, args.track, out)?)
            });
        }
        context.ui.show_columns(report::BREAKOUT_COLUMNS, SHORT, None, |out| {
            Ok(report::breakouts(register, args.track, args.group, args.round, out)?)
        })
    })?;
    Ok(Exit::Done)
}
