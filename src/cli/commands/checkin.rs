//! `meibo checkin` and `meibo checkout`: the door of a session.

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::{EventKind, Moment, SessionCode, Source};
use crate::ops::{self, Door};
use crate::render::{Cell, Column, Fit};

/// What is said at the door
#[derive(Debug, Args)]
struct DoorArgs {
    /// Codes or e-mail addresses
    #[arg(required = true, value_name = "CODE")]
    who: Vec<String>,
    /// The session [default: the one that is on, or begins within the hour]
    #[arg(long)]
    session: Option<SessionCode>,
    /// When it happened: 09:12, or with its day [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<Moment>,
    /// scan, hand, paper, import
    #[arg(long, value_name = "WORD", default_value = "hand")]
    source: Source,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Check people in
///
/// Somebody who is in already is answered with since when and at which desk; nothing is recorded
/// twice. Where one of several people is refused, none is checked in.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo checkin P-0142-N --session D1-OPEN",
    "meibo checkin 142 143 146 --session D1-OPEN --at 09:12 --desk B",
))]
pub(in crate::cli) struct CheckinArgs {
    #[command(flatten)]
    door: DoorArgs,
    /// Let people in who do not come, by the register
    #[arg(long)]
    anyway: bool,
}

/// Check people out
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo checkout P-0142-N --session D2-ASIA"))]
pub(in crate::cli) struct CheckoutArgs {
    #[command(flatten)]
    door: DoorArgs,
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Words),
    Column::new("session", "Session", Fit::Whole),
    Column::new("at", "At", Fit::Whole),
    Column::new("result", "Result", Fit::Whole),
    Column::new("message", "Message", Fit::Words),
];

pub(in crate::cli) fn check_in(args: &CheckinArgs, context: &Context) -> Result<Exit, Failure> {
    attend(context, "checkin", EventKind::In, &args.door, args.anyway)
}

pub(in crate::cli) fn check_out(args: &CheckoutArgs, context: &Context) -> Result<Exit, Failure> {
    attend(context, "checkout", EventKind::Out, &args.door, false)
}

fn attend(
    context: &Context,
    verb: &'static str,
    kind: EventKind,
    args: &DoorArgs,
    anyway: bool,
) -> Result<Exit, Failure> {
    const SHORT: &[&str] = &["code", "name", "country", "session", "message"];
    let mut store = context.writer()?;
    let door =
        Door { kind, session: args.session.clone(), at: args.at, source: args.source, anyway };
    let entry = context.entry(verb);
    let new_id = || context.new_id();
    let attended =
        ops::attend(&mut store, &entry, args.dry_run.dry_run, &door, &args.who, &new_id)?;
    let zone = store.read(|register| register.seminar())?.zone;
    context.ui.show_columns(COLUMNS, SHORT, None, |out| {
        for one in &attended {
            let (utc, local) = (one.at.to_string(), zone.clock(one.at));
            let represents = one.person.represents();
            out.row(&[
                Cell::Text(&one.person.code),
                Cell::Text(&one.person.name()),
                if represents.is_empty() { Cell::Empty } else { Cell::Text(represents) },
                Cell::Text(one.session.as_str()),
                Cell::Time { utc: &utc, local: &local },
                Cell::Text(one.result),
                Cell::Text(&one.message),
            ])?;
        }
        Ok(())
    })?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
