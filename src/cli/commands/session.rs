//! `meibo session`: the programme.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::examples;
use crate::cli::args::{DateOrderArgs, DryRunArgs};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::input::Sent;
use crate::domain::SessionCode;
use crate::ops::{self, OpError, SessionChanges};
use crate::render::Format;
use crate::render::words::count;
use crate::report;

/// The programme: list, add, change or import sessions
///
/// The programme says who is expected where: at a breakout session its track, on an excursion who has
/// a seat, at all others everybody who is registered or confirmed. A session is named by its day and a
/// short word, such as D1-OPEN.
#[derive(Debug, Subcommand)]
#[command(after_long_help = examples!("meibo session list", "meibo session import sessions.csv"))]
pub(in crate::cli) enum SessionCommand {
    List(ListArgs),
    Add(AddArgs),
    Edit(EditArgs),
    Import(ImportArgs),
}

/// List the programme in order of time
///
/// CSV and JSON also have room, track and speakers, in the columns that `session import` reads.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo session list", "meibo session list --format csv"))]
pub(in crate::cli) struct ListArgs {}

/// The fields of a session, as flags
#[derive(Debug, Args)]
struct SessionFields {
    /// Number or date of the day
    #[arg(long)]
    day: Option<String>,
    /// Title
    #[arg(long)]
    title: Option<String>,
    /// plenary, panel, briefing, breakout, excursion, reception, other
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    /// When it begins, by the clock of the place: 09:30
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// When it ends
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Where
    #[arg(long)]
    room: Option<String>,
    /// policy, licensing, or none
    #[arg(long, value_name = "WORD")]
    track: Option<String>,
    /// Who speaks, separated by semicolons
    #[arg(long, value_name = "NAMES")]
    speakers: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

impl SessionFields {
    fn changes(&self) -> SessionChanges {
        SessionChanges {
            day: self.day.clone(),
            title: self.title.clone(),
            kind: self.kind.clone(),
            starts_at: self.from.clone(),
            ends_at: self.to.clone(),
            room: self.room.clone(),
            track: self.track.clone(),
            speakers: self.speakers.clone(),
        }
    }
}

/// Add a session to the programme
///
/// Hours are those of the seminar's time zone. Who is expected follows from kind and track.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo session add D3-CLOSE --day 3 --title \"Closing remarks\" \\",
    "    --from 18:30 --to 19:00",
))]
pub(in crate::cli) struct AddArgs {
    /// A short code, such as D1-OPEN
    code: SessionCode,
    #[command(flatten)]
    fields: SessionFields,
}

/// Change a session; only what is named changes
///
/// Check-ins stay with the session, and who was late is judged by its new hours.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo session edit D1-OPEN --from 09:45 --room \"Hall B\""))]
pub(in crate::cli) struct EditArgs {
    /// The session's code
    code: SessionCode,
    #[command(flatten)]
    fields: SessionFields,
}

/// Import the programme from a CSV file
///
/// Columns: `session,day,title,kind,starts_at,ends_at,room,track,speakers`. Known sessions are
/// changed to what the file says. Days are numbers or dates; between 03/04 and 04/03 nothing is
/// guessed: the other dates of the file tell, or --date-order.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo session import sessions.csv"))]
pub(in crate::cli) struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
    #[command(flatten)]
    order: DateOrderArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Calls the times by the flags with which they were given, unlike the columns of a list.
fn by_flags(mut error: OpError) -> OpError {
    if let OpError::Values(problems) = &mut error {
        for problem in problems {
            problem.column = match problem.column {
                "starts_at" => "--from",
                "ends_at" => "--to",
                column => column,
            };
        }
    }
    error
}

pub(in crate::cli) fn run(command: SessionCommand, context: &Context) -> Result<Exit, Failure> {
    match command {
        SessionCommand::List(_) => list(context),
        SessionCommand::Add(args) => {
            let mut store = context.writer()?;
            let entry = args.fields.dry_run.entry(context, "session add");
            let changes = args.fields.changes();
            ops::add_session(&mut store, &entry, &args.code, &changes).map_err(by_flags)?;
            context.ui.say(format!("{} is in the programme", args.code));
            args.fields.dry_run.remind(context);
            Ok(Exit::Done)
        }
        SessionCommand::Edit(args) => {
            let mut store = context.writer()?;
            let entry = args.fields.dry_run.entry(context, "session edit");
            let changes = args.fields.changes();
            let edited =
                ops::edit_session(&mut store, &entry, &args.code, &changes).map_err(by_flags)?;
            let changed = edited.operation.is_some();
            let word =
                if changed || entry.rehearse { "was changed" } else { "had these values before" };
            context.ui.say(format!("{} {word}", args.code));
            args.fields.dry_run.remind(context);
            Ok(Exit::Done)
        }
        SessionCommand::Import(args) => import(&args, &Sent::new(&args.file)?, context),
    }
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let sessions = store.read(|register| {
        context.ui.show_columns(report::SESSION_COLUMNS, report::SESSION_SHORT, None, |out| {
            Ok::<_, Failure>(report::sessions(register, out)?)
        })
    })?;
    if sessions == 0 {
        context
            .ui
            .say("the programme is empty; `meibo session import` or `meibo session add` fills it");
    }
    Ok(Exit::Done)
}

/// Imports a programme that is already at hand.
pub(super) fn import(args: &ImportArgs, input: &Sent, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "session import");
    let order = args.order.date_order;
    let outcome =
        input.read(|input| ops::import_programme(&mut store, &entry, input, order))?.value;
    if outcome.refused > 0 || context.ui.format() != Format::Table {
        context
            .ui
            .show(report::PROBLEM_COLUMNS, |out| Ok(report::problems(&outcome.problems, out)?))?;
    }
    context.ui.say(format!(
        "{} added, {} changed, {} the same as before, {} refused",
        count(outcome.added, "session", "sessions"),
        outcome.changed,
        outcome.same,
        outcome.refused
    ));
    args.dry_run.remind(context);
    Ok(if outcome.refused == 0 { Exit::Done } else { Exit::Refused })
}
