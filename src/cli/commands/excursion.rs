//! `meibo excursion`: seats and the waiting list.

use clap::{Args, Subcommand};

use super::{buses, examples};
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::Participant;
use crate::ops;
use crate::render::{Cell, Column, Fit};
use crate::report;

/// The excursion: seats, waiting list, roster
///
/// Seats are given in the order of registration until they are used up; then people wait, and the first
/// who waits gets a seat that is given back. Further excursions, buses, and sites that let in only whom
/// they have cleared are kept as well.
#[derive(Debug, Subcommand)]
#[command(after_long_help = examples!("meibo excursion roster", "meibo excursion join P-0163-D"))]
pub(in crate::cli) enum ExcursionCommand {
    List(ListArgs),
    Add(AddArgs),
    Edit(EditArgs),
    /// Give a person a seat, or a place on the waiting list
    ///
    /// The answer says which. Whoever does not take part, by the register, is refused.
    #[command(after_long_help = examples!("meibo excursion join P-0163-D"))]
    Join(PersonArgs),
    /// Take a person off the list; the first of the waiting list gets the seat
    ///
    /// The answer names who moved up. The registration itself stays as it is.
    #[command(after_long_help = examples!("meibo excursion leave P-0170-F"))]
    Leave(PersonArgs),
    /// Let a person who waits go before the others
    ///
    /// Where a seat is free the person gets it; else the person is the first who waits, and gets the
    /// next seat that is given back. Nobody loses a seat.
    #[command(after_long_help = examples!("meibo excursion promote P-0322-F"))]
    Promote(PersonArgs),
    Roster(RosterArgs),
    Bus(buses::BusArgs),
    Clear(buses::ClearArgs),
    Board(buses::BoardArgs),
    Headcount(buses::HeadcountArgs),
}

/// List the excursions with seats taken and people waiting
///
/// The first one is that of the column `excursion` of participants' lists.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo excursion list"))]
pub(in crate::cli) struct ListArgs {}

/// Add a further excursion
///
/// Without --places there is no limit. `excursion join CODE --excursion NAME` puts people on it.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo excursion add \"Port of Tokyo\" --places 20"))]
pub(in crate::cli) struct AddArgs {
    /// Its name
    name: String,
    /// Seats [default: no limit]
    #[arg(long, value_name = "N")]
    places: Option<u32>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Change name, seats or sites of an excursion; who waits moves up when there is room
///
/// There cannot be fewer seats than people who hold one.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo excursion edit --places 55",
    "meibo excursion edit --site \"University\" --site \"Space center\"",
))]
pub(in crate::cli) struct EditArgs {
    /// The excursion [default: the first one]
    #[arg(long, value_name = "NAME")]
    excursion: Option<String>,
    /// New name
    #[arg(long)]
    name: Option<String>,
    /// Seats
    #[arg(long, value_name = "N")]
    places: Option<u32>,
    /// A site that lets in only whom it has cleared; all of them, each with --site; "" for none
    #[arg(long = "site", value_name = "NAME", conflicts_with_all = ["name", "places"])]
    sites: Vec<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

// Who it is about, and which excursion; what happens is said at the command.
#[derive(Debug, Args)]
pub(in crate::cli) struct PersonArgs {
    /// Code or e-mail address
    code: String,
    /// The excursion [default: the first one]
    #[arg(long, value_name = "NAME")]
    excursion: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Show who is on the excursion: seats, then the waiting list in order
///
/// Whoever was scanned at a session of the kind excursion has boarded.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo excursion roster",
    "meibo excursion roster --format csv --output roster.csv",
))]
pub(in crate::cli) struct RosterArgs {
    /// The excursion [default: all]
    #[arg(long, value_name = "NAME")]
    excursion: Option<String>,
}

const PLACE: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("excursion", "Excursion", Fit::Words),
    Column::new("seat", "Seat", Fit::Right),
    Column::new("result", "Result", Fit::Words),
];

pub(in crate::cli) fn run(command: ExcursionCommand, context: &Context) -> Result<Exit, Failure> {
    match command {
        ExcursionCommand::List(_) => {
            let store = context.reader()?;
            store.read(|register| {
                context.ui.show(report::EXCURSION_COLUMNS, |out| {
                    Ok::<_, Failure>(report::excursions(register, out)?)
                })
            })?;
            Ok(Exit::Done)
        }
        ExcursionCommand::Add(args) => {
            let mut store = context.writer()?;
            let entry = args.dry_run.entry(context, "excursion add");
            let places = args.places.map(i64::from);
            ops::add_excursion(&mut store, &entry, args.name.trim(), places)?;
            context.ui.say(format!("{} is in the register", args.name.trim()));
            args.dry_run.remind(context);
            Ok(Exit::Done)
        }
        ExcursionCommand::Edit(args) => edit(&args, context),
        ExcursionCommand::Join(args) => join(&args, context),
        ExcursionCommand::Leave(args) => leave(&args, context),
        ExcursionCommand::Promote(args) => promote(&args, context),
        ExcursionCommand::Bus(args) => buses::bus(&args, context),
        ExcursionCommand::Clear(args) => buses::clear(&args, context),
        ExcursionCommand::Board(args) => buses::board(&args, context),
        ExcursionCommand::Headcount(args) => buses::headcount(&args, context),
        ExcursionCommand::Roster(args) => {
            let store = context.reader()?;
            let people = store.read(|register| {
                if let Some(name) = &args.excursion {
                    ops::find_excursion(register, Some(name))?;
                }
                let short = report::roster_columns(register)?;
                context.ui.show_columns(report::EXCURSION_ROSTER_COLUMNS, short, None, |out| {
                    Ok::<_, Failure>(report::roster(register, args.excursion.as_deref(), out)?)
                })
            })?;
            if people == 0 {
                context.ui.say("nobody is on the list; `meibo excursion join CODE` gives a seat");
            }
            Ok(Exit::Done)
        }
    }
}

fn edit(args: &EditArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "excursion edit");
    if !args.sites.is_empty() {
        let sites: Vec<String> =
            args.sites.iter().filter(|site| !site.trim().is_empty()).cloned().collect();
        let excursion = args.excursion.as_deref();
        ops::set_sites(&mut store, &entry, excursion, &sites)?;
        context.ui.say(match sites.as_slice() {
            [] => "no site has to clear people".to_owned(),
            sites => format!("to be cleared by {}", sites.join(", ")),
        });
        args.dry_run.remind(context);
        return Ok(Exit::Done);
    }
    let places = args.places.map(|places| Some(i64::from(places)));
    let promoted = ops::set_excursion(
        &mut store,
        &entry,
        args.excursion.as_deref(),
        args.name.as_deref().map(str::trim),
        places,
    )?;
    let changed = promoted.operation.is_some() || entry.rehearse;
    context.ui.say(format!(
        "the excursion {}",
        if changed { "was changed" } else { "had these values before" }
    ));
    for person in &promoted.value {
        tell_promoted(context, person);
    }
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn join(args: &PersonArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "excursion join");
    let excursion = args.excursion.as_deref();
    let joined = ops::join(&mut store, &entry, &args.code, excursion)?.value;
    let result = match (joined.before, joined.seat) {
        (true, Some(_)) => "had a seat before".to_owned(),
        (true, None) => "was on the waiting list before".to_owned(),
        (false, Some(_)) => "has a seat".to_owned(),
        (false, None) => format!("full: on the waiting list, place {}", joined.waiting),
    };
    context.ui.show(PLACE, |out| {
        out.row(&[
            Cell::Text(&joined.person.code),
            Cell::Text(&joined.person.name()),
            Cell::Text(&joined.excursion),
            joined.seat.map_or(Cell::Empty, Cell::Count),
            Cell::Text(&result),
        ])?;
        Ok(())
    })?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn leave(args: &PersonArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "excursion leave");
    let excursion = args.excursion.as_deref();
    let left = ops::leave(&mut store, &entry, &args.code, excursion)?.value;
    context.ui.show(PLACE, |out| {
        out.row(&[
            Cell::Text(&left.person.code),
            Cell::Text(&left.person.name()),
            Cell::Text(&left.excursion),
            Cell::Empty,
            Cell::Text("is off the list"),
        ])?;
        Ok(())
    })?;
    if let Some(person) = &left.promoted {
        tell_promoted(context, person);
    }
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn promote(args: &PersonArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "excursion promote");
    let excursion = args.excursion.as_deref();
    let promoted = ops::promote(&mut store, &entry, &args.code, excursion)?;
    let promoted = promoted.value;
    context.ui.show(PLACE, |out| {
        out.row(&[
            Cell::Text(&promoted.person.code),
            Cell::Text(&promoted.person.name()),
            Cell::Text(&promoted.excursion),
            promoted.seat.map_or(Cell::Empty, Cell::Count),
            Cell::Text(match (promoted.before, promoted.seat) {
                (true, Some(_)) => "had a seat before",
                (true, None) => "was the first who waits before",
                (false, Some(_)) => "has a seat",
                (false, None) => "full: the first who waits",
            }),
        ])?;
        Ok(())
    })?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn tell_promoted(context: &Context, person: &Participant) {
    context.ui.say(format!("the seat goes to {} {}", person.code, person.described()));
}
