//! `meibo checkin` and `meibo checkout`: the door of a session.

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::desk;
use crate::cli::error::Failure;
use crate::cli::selection::{DoorSelectionArgs, SelectionArgs};
use crate::domain::{EventKind, Moment, SessionCode, SessionCodeError, Source, Zone};
use crate::ops::{self, Attended, DeskSetup, Door, Gathering};
use crate::render::{Cell, Column, Fit};

/// What is said at the door
#[derive(Debug, Args)]
struct DoorArgs {
    /// When it happened: 09:12, or with its day [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<Moment>,
    /// scan, hand, paper, import [default: hand, or with --scan: scan]
    #[arg(long, value_name = "WORD")]
    source: Option<Source>,
    /// Although the person does not come, by the register, or the time is to come
    #[arg(long)]
    anyway: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Check people in
///
/// Somebody who is in already is answered with since when and at which desk; nothing is recorded
/// twice. Where one of several people that were named is refused, none is checked in; of a delegation,
/// or of those whom filters select, who is not awaited is left out and named.
///
/// With --scan it reads lines from a scanner or the keyboard, one person a line: a code, the content
/// of a QR code, an e-mail address or a part of the name. Each line is answered by one line as soon
/// as it is stored; with --format json by one JSON object. A line that says ? shows what else can be
/// typed: undo, walk-ins, delegations. Exit code 1 says that a line was refused or not understood.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo checkin P-0163-D --session D1-OPEN",
    "meibo checkin 163 164 170 --session D1-OPEN --at 09:12 --desk B",
    "meibo checkin --delegation FR --but 161,162 --session D1-OPEN",
    "meibo checkin --org customs --role speaker --session D1-OPEN --dry-run",
    "meibo checkin --scan --desk B",
))]
pub(in crate::cli) struct CheckinArgs {
    #[command(flatten)]
    selection: DoorSelectionArgs,
    /// The session; auto is the one that is on, or begins within the hour [default: auto]
    #[arg(long, value_parser = which_session)]
    session: Option<WhichSession>,
    /// Read lines, and answer each
    #[arg(long, conflicts_with_all = ["delegation", "at", "anyway"])]
    scan: bool,
    /// Everybody of a country or region, in any spelling, or of an organization
    #[arg(long, value_name = "NAME")]
    delegation: Option<String>,
    /// Of them not these: codes, e-mail addresses, names; separated by commas
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    but: Vec<String>,
    /// Who comes in leaves the other sessions that are not over
    #[arg(long)]
    moves: bool,
    #[command(flatten)]
    door: DoorArgs,
}

/// Check people out
///
/// What they attended ends then. A further check-in at the same session begins it again.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo checkout P-0163-D --session D2-ASIA",
    "meibo checkout --present D1-OPEN --session D1-OPEN",
))]
pub(in crate::cli) struct CheckoutArgs {
    #[command(flatten)]
    selection: DoorSelectionArgs,
    /// The session; auto is the one that is on, or begins within the hour [default: auto]
    #[arg(long, value_parser = which_session)]
    session: Option<WhichSession>,
    #[command(flatten)]
    door: DoorArgs,
}

/// A session by its code, or nothing for the one that is on.
type WhichSession = Option<SessionCode>;

fn which_session(text: &str) -> Result<WhichSession, SessionCodeError> {
    if text.eq_ignore_ascii_case("auto") { Ok(None) } else { text.parse().map(Some) }
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
    let session = args.session.clone().flatten();
    let selection = args.selection.plain();
    if !args.but.is_empty() && args.delegation.is_none() && !selection.filters() {
        return Err(Failure::misuse("--but leaves people out of a delegation".to_owned())
            .hint("name it: --delegation FR --but 161"));
    }
    if !selection.is_empty() && (args.scan || args.delegation.is_some()) {
        let whole = if args.scan { "--scan reads from its lines" } else { "--delegation says" };
        return Err(
            Failure::misuse(format!("{whole} who comes")).hint("name codes and filters without it")
        );
    }
    if args.scan {
        if context.has_nonce() || context.ui.has_output() {
            return Err(Failure::misuse("--scan answers line by line".to_owned())
                .hint("leave --output and --nonce out; redirect standard output instead"));
        }
        let source = args.door.source.unwrap_or(Source::Scan);
        let (desk, moves) = (context.desk().to_owned(), args.moves);
        let setup = DeskSetup { desk, session, source, moves, bus: None };
        return desk::run(context, setup, args.door.dry_run);
    }
    let door = Door { moves: args.moves, ..args.door.door(EventKind::In, session) };
    if args.delegation.is_none() && !selection.filters() {
        return attend(context, "checkin", &door, args.door.dry_run, &selection);
    }
    let mut store = context.writer()?;
    let selected;
    let gathering = if let Some(whose) = &args.delegation {
        Gathering::Delegation(whose)
    } else {
        selected = store.read(|register| selection.people(register, context))?;
        Gathering::Selected(&selected)
    };
    let entry = args.door.dry_run.entry(context, "checkin");
    let new_id = || context.new_id();
    let gathered = ops::attend_together(&mut store, &entry, &door, gathering, &args.but, &new_id)?;
    show(context, store.read(|register| register.seminar())?.zone, &gathered.attended)?;
    for (person, reason) in &gathered.left_out {
        context.ui.say(format!("left out: {} {}, {reason}", person.code, person.name()));
    }
    args.door.dry_run.remind(context);
    Ok(if gathered.attended.is_empty() { Exit::Refused } else { Exit::Done })
}

pub(in crate::cli) fn check_out(args: &CheckoutArgs, context: &Context) -> Result<Exit, Failure> {
    let door = args.door.door(EventKind::Out, args.session.clone().flatten());
    attend(context, "checkout", &door, args.door.dry_run, &args.selection.plain())
}

impl DoorArgs {
    fn door(&self, kind: EventKind, session: Option<SessionCode>) -> Door {
        let source = self.source.unwrap_or(Source::Hand);
        Door {
            kind,
            session,
            at: self.at,
            source,
            anyway: self.anyway,
            moves: false,
            boarding: None,
        }
    }
}

pub(super) fn attend(
    context: &Context,
    verb: &'static str,
    door: &Door,
    dry_run: DryRunArgs,
    selection: &SelectionArgs,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let who = store.read(|register| selection.people(register, context))?;
    let entry = dry_run.entry(context, verb);
    let new_id = || context.new_id();
    let attended = ops::attend(&mut store, &entry, door, &who, &new_id)?;
    show(context, store.read(|register| register.seminar())?.zone, &attended)?;
    dry_run.remind(context);
    Ok(Exit::Done)
}

fn show(context: &Context, zone: Zone, attended: &[Attended]) -> Result<(), Failure> {
    const SHORT: &[&str] = &["code", "name", "country", "session", "message"];
    context.ui.show_columns(COLUMNS, SHORT, None, |out| {
        for one in attended {
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
    })
}
