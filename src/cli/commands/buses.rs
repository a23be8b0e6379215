//! `meibo excursion bus`, `clear`, `board` and `headcount`: from the list of seats to people in buses.

use clap::{ArgGroup, Args};

use super::checkin::attend;
use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::desk;
use crate::cli::error::Failure;
use crate::cli::selection::SelectionArgs;
use crate::domain::{EventKind, Moment, SessionCode, Source};
use crate::ops::{self, Boarding, Clearance, DeskSetup, Door};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit, text};
use crate::report;

/// Say who goes by which bus
///
/// With --buses those who have a seat and no bus are shared out: delegations stay together where there
/// is room, and nobody who has a bus changes it. With codes and --bus people are put on one by hand.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("how").required(true),
    after_long_help = examples!(
        "meibo excursion bus --buses 2 --seats 28",
        "meibo excursion bus P-0170-F 219 --bus 2",
        "meibo excursion bus 219 --none",
    )
)]
pub(in crate::cli) struct BusArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    who: Vec<String>,
    /// The bus for these people
    #[arg(long, group = "how", requires = "who", value_parser = named)]
    bus: Option<String>,
    /// No bus for these people
    #[arg(long, group = "how", requires = "who")]
    none: bool,
    /// Share everybody who has a seat and no bus out among so many buses
    #[arg(long, group = "how", value_name = "N", conflicts_with = "who",
        value_parser = clap::value_parser!(u16).range(1..=99))]
    buses: Option<u16>,
    /// Seats of a bus [default: no limit]
    #[arg(long, value_name = "N", requires = "buses",
        value_parser = clap::value_parser!(u16).range(1..))]
    seats: Option<u16>,
    /// The excursion [default: the first one]
    #[arg(long, value_name = "NAME")]
    excursion: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Enter whom the sites have cleared
///
/// The sites are named by `meibo excursion edit --site`. Who is not cleared by all of them does not
/// get on board without --anyway.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("whom").required(true).args(["who", "all"]),
    after_long_help = examples!(
        "meibo excursion clear P-0170-F 219 --site \"Space center\"",
        "meibo excursion clear --all --site University",
        "meibo excursion clear 219 --back",
    )
)]
pub(in crate::cli) struct ClearArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    who: Vec<String>,
    /// Everybody who has a seat
    #[arg(long)]
    all: bool,
    /// The site [default: all sites]
    #[arg(long, value_name = "NAME")]
    site: Option<String>,
    /// It has not cleared them after all
    #[arg(long)]
    back: bool,
    /// The excursion [default: the first one]
    #[arg(long, value_name = "NAME")]
    excursion: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Check people in at the door of a bus
///
/// As `meibo checkin` at the session of the excursion, but nobody gets on without a seat, without
/// having been cleared, or by another bus. For the way back add a session of the kind excursion that
/// begins when the buses leave; people board there again, and `meibo excursion headcount` counts.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo excursion board P-0170-F 219 --bus 1",
    "meibo excursion board --scan --bus 1",
))]
pub(in crate::cli) struct BoardArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE", required_unless_present = "scan")]
    who: Vec<String>,
    /// The bus whose door this is
    #[arg(long, value_parser = named)]
    bus: Option<String>,
    /// Read lines from a scanner or the keyboard, and answer each, as `meibo checkin --scan`
    #[arg(long, conflicts_with_all = ["who", "at", "anyway"])]
    scan: bool,
    /// The session [default: the one of the kind excursion that is on or begins within the hour]
    #[arg(long)]
    session: Option<SessionCode>,
    /// When it happened: 09:12, or with its day [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<Moment>,
    /// Although something stands against it, or the time is to come
    #[arg(long)]
    anyway: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Count heads bus by bus, and name who is missing
///
/// Expected is who has a seat; on board is who was checked in at the session and has not left. Who is
/// on board without a seat is counted apart.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo excursion headcount",
    "meibo excursion headcount --session D3-TOUR --bus 2",
))]
pub(in crate::cli) struct HeadcountArgs {
    /// The session [default: the one of the kind excursion that is on or begins within the hour]
    #[arg(long)]
    session: Option<SessionCode>,
    /// Only this bus
    #[arg(long)]
    bus: Option<String>,
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("represents", "Country, region or organization", Fit::Words),
    Column::new("seat", "Seat", Fit::Right),
    Column::new("bus", "Bus", Fit::Whole),
    Column::new("cleared", "Cleared by", Fit::Words),
    Column::new("result", "Result", Fit::Words),
];

fn named(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("a bus needs a name, such as 2".to_owned()),
        name if name.chars().any(char::is_control) => Err("holds control characters".to_owned()),
        name => Ok(name.to_owned()),
    }
}

fn show(boarding: &[Boarding], dry_run: DryRunArgs, context: &Context) -> Result<Exit, Failure> {
    context.ui.show(COLUMNS, |out| {
        for one in boarding {
            let (represents, cleared) = (one.person.represents(), one.place.cleared.join(", "));
            out.row(&[
                Cell::Text(&one.person.code),
                Cell::Text(&one.person.name()),
                text(represents),
                one.place.seat.map_or(Cell::Empty, Cell::Count),
                text(&one.place.bus),
                text(&cleared),
                Cell::Text(&one.result),
            ])?;
        }
        Ok(())
    })?;
    context.ui.say(count(boarding.len(), "person", "persons"));
    dry_run.remind(context);
    Ok(Exit::Done)
}

pub(super) fn bus(args: &BusArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "excursion bus");
    let excursion = args.excursion.as_deref();
    let boarding = if let Some(buses) = args.buses {
        let seats = args.seats.map(usize::from);
        ops::fill_buses(&mut store, &entry, excursion, usize::from(buses), seats)?
    } else {
        let bus = args.bus.as_deref().unwrap_or_default();
        ops::put_on_bus(&mut store, &entry, excursion, &args.who, bus)?
    };
    show(&boarding.value, args.dry_run, context)
}

pub(super) fn clear(args: &ClearArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "excursion clear");
    let clearance = Clearance {
        excursion: args.excursion.as_deref(),
        site: args.site.as_deref(),
        cleared: !args.back,
    };
    let cleared = ops::clear(&mut store, &entry, &args.who, clearance)?;
    show(&cleared.value, args.dry_run, context)
}

fn session(said: Option<&SessionCode>, context: &Context) -> Result<SessionCode, Failure> {
    if let Some(code) = said {
        return Ok(code.clone());
    }
    let store = context.reader()?;
    let found = store.read(|register| ops::boarding_session(register, context.now()))?;
    found.map(|session| session.item.code).ok_or_else(|| {
        Failure::refused("the programme has no session of the kind excursion".to_owned())
            .hint("`meibo session add D3-TOUR --kind excursion ...` adds one")
    })
}

pub(super) fn board(args: &BoardArgs, context: &Context) -> Result<Exit, Failure> {
    let session = Some(session(args.session.as_ref(), context)?);
    if args.scan {
        let setup = DeskSetup {
            desk: context.desk().to_owned(),
            session,
            source: Source::Scan,
            moves: false,
            bus: args.bus.clone(),
        };
        return desk::run(context, setup, args.dry_run);
    }
    let door = Door {
        kind: EventKind::In,
        session,
        at: args.at,
        source: Source::Hand,
        anyway: args.anyway,
        moves: false,
        boarding: Some(args.bus.clone()),
    };
    attend(context, "excursion board", &door, args.dry_run, &SelectionArgs::of_codes(&args.who))
}

pub(super) fn headcount(args: &HeadcountArgs, context: &Context) -> Result<Exit, Failure> {
    let code = session(args.session.as_ref(), context)?;
    let store = context.reader()?;
    store.read(|register| {
        let Some(session) = register.session(&code)? else {
            return Err(Failure::refused(format!("there is no session {code}"))
                .hint("`meibo session list` shows the programme"));
        };
        let bus = args.bus.as_deref().map(str::trim);
        let missing = context.ui.show(report::HEADCOUNT_COLUMNS, |out| {
            Ok::<_, Failure>(report::headcount(register, &session, bus, out)?)
        })?;
        context.ui.say(format!(
            "{code}: {}; all figures count persons",
            match missing {
                0 => "nobody is missing".to_owned(),
                missing => count(missing, "person is missing", "persons are missing"),
            }
        ));
        Ok(Exit::Done)
    })
}
