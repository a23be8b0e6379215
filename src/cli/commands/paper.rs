//! `meibo attendance sheet` and `meibo attendance mark`: paper, and what is entered afterwards.

use clap::{ArgGroup, Args};

use super::examples;
use crate::cli::args::{DryRunArgs, WhoArgs};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::{GroupName, Moment, SessionCode, Source};
use crate::ops::{self, Mark, MarkAs, SheetOf};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit};
use crate::report;

/// Print a numbered sign-in sheet (HTML)
///
/// Each line has a number, a name and a place to sign. The sheet's version follows from what it
/// says, and a sheet that is printed again keeps everybody's number. What was signed is entered with
/// `meibo attendance mark`.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo attendance sheet --session D1-OPEN --output open.html",
    "meibo attendance sheet --session D2-POLICY --group P3 --output p3.html",
    "meibo attendance sheet --session D3-TOUR --excursion --output tour.html",
    "meibo attendance sheet --session D3-TOUR --bus 2 --output bus2.html",
))]
pub(super) struct SheetArgs {
    /// The session
    #[arg(long)]
    session: SessionCode,
    /// Only a discussion group, such as P3
    #[arg(long, conflicts_with = "excursion")]
    group: Option<GroupName>,
    /// Those who have a seat on the excursion
    #[arg(long)]
    excursion: bool,
    /// Those of them who go by a bus
    #[arg(long, conflicts_with_all = ["group", "excursion"])]
    bus: Option<String>,
    #[command(flatten)]
    who: WhoArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Enter who was there, who was not, and who is excused
///
/// Numbers with a comma or a range are those of the sheet that was printed for the session; where
/// several were, as for groups, --sheet says which. It is refused when the list has moved since it was
/// printed, and what moved is said. Without numbers people are named by code or e-mail address; with
/// --sheet a number alone is one of the sheet as well.
/// Nothing is deleted: --absent takes back what was recorded by further entries, with a reason.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("mark"),
    after_long_help = examples!(
        "meibo attendance mark 3,7,12-15 --session D1-OPEN --source paper",
        "meibo attendance mark 4 --session D1-OPEN --sheet 3F9A2C71",
        "meibo attendance mark P-0163-D --session D1-OPEN --at 09:20 --source paper",
        "meibo attendance mark 164 --excused --session D1-OPEN --reason \"late flight\"",
        "meibo attendance mark 163 --absent --session D1-OPEN --reason \"wrong line\"",
    )
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct MarkArgs {
    /// Numbers of a sheet, such as 3,7,12-15; or codes, or e-mail addresses
    #[arg(required = true, value_name = "WHO")]
    people: Vec<String>,
    /// The session; excuses may be for all sessions at which the person is expected
    #[arg(long, required_unless_present_any = ["excused", "not_excused"])]
    session: Option<SessionCode>,
    /// The version that stands on the sheet [default: the one that was printed last]
    #[arg(long, value_name = "VERSION", requires = "session")]
    sheet: Option<String>,
    /// Take the numbers as printed, although the list has moved since
    #[arg(long)]
    as_printed: bool,
    /// They were not there: take back what was recorded
    #[arg(long, group = "mark", requires = "reason")]
    absent: bool,
    /// They do not come and said why
    #[arg(long, group = "mark", requires = "reason")]
    excused: bool,
    /// They are not excused after all
    #[arg(long, group = "mark")]
    not_excused: bool,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// When they came: 09:12, or with its day [default: the beginning of the session]
    #[arg(long, value_name = "TIME")]
    at: Option<Moment>,
    /// scan, hand, paper, import
    #[arg(long, value_name = "WORD", default_value = "paper")]
    source: Source,
    #[command(flatten)]
    who: WhoArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Words),
    Column::new("session", "Session", Fit::Whole),
    Column::new("result", "Result", Fit::Whole),
    Column::new("message", "Message", Fit::Words),
];

pub(super) fn sheet(args: &SheetArgs, context: &Context) -> Result<Exit, Failure> {
    let of = match (args.group, &args.bus) {
        (Some(group), _) => SheetOf::Group(group),
        (_, Some(bus)) => SheetOf::Bus(bus.trim().to_owned()),
        _ if args.excursion => SheetOf::Excursion,
        _ => SheetOf::Everybody,
    };
    if context.ui.has_format() {
        return Err(Failure::misuse("this is a page to print, and has no rows".to_owned())
            .hint("end --output in .html, and leave --format out"));
    }
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "attendance sheet");
    let sheet = ops::make_sheet(&mut store, &entry, &args.session, &of)?.value;
    let page = store.read(|register| report::numbered_sheet(register, &sheet, context.now()))?;
    if entry.rehearse {
        args.dry_run.remind(context);
    } else {
        context.ui.page(&page)?;
    }
    let lines = sheet.lines.iter().filter(|id| **id != 0).count();
    let persons = count(lines, "person", "persons");
    context.ui.say(format!("sheet {}: {persons}", sheet.version));
    Ok(Exit::Done)
}

pub(super) fn mark(args: &MarkArgs, context: &Context) -> Result<Exit, Failure> {
    let mark = match (args.absent, args.excused, args.not_excused) {
        (true, ..) => MarkAs::Absent,
        (_, true, _) => MarkAs::Excused,
        (_, _, true) => MarkAs::NotExcused,
        _ => MarkAs::Present,
    };
    let request = Mark {
        who: args.people.clone(),
        session: args.session.clone(),
        sheet: args.sheet.clone(),
        as_printed: args.as_printed,
        mark,
        at: args.at,
        source: args.source,
        reason: args.reason.as_deref().unwrap_or_default().trim().to_owned(),
    };
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "attendance mark");
    let new_id = || context.new_id();
    let marked = ops::mark(&mut store, &entry, &request, &new_id)?;
    context.ui.show(COLUMNS, |out| {
        for one in &marked {
            let represents = one.person.represents();
            out.row(&[
                Cell::Text(&one.person.code),
                Cell::Text(&one.person.name()),
                if represents.is_empty() { Cell::Empty } else { Cell::Text(represents) },
                Cell::Text(one.session.as_str()),
                Cell::Text(one.result),
                if one.message.is_empty() { Cell::Empty } else { Cell::Text(&one.message) },
            ])?;
        }
        Ok(())
    })?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
