//! `meibo attendance`: who was expected and who came; and scans from elsewhere.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};

use super::{examples, paper};
use crate::cli::args::{DateOrderArgs, DryRunArgs, WhoArgs, a_file};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::input::Sent;
use crate::domain::{AttendanceRule, Day, Moment, SessionCode};
use crate::ops::{self, ScansFile};
use crate::render::words::count;
use crate::render::{Column, Format, RowWriter};
use crate::report::{self, By, Came, Expected, Reader, ReportError, Sessions};

/// Show who was expected and who came
///
/// Every figure counts persons, never scans. Expected are those who registered before and are meant
/// to be there; expected = those of them who came + excused + absent + unknown, and present = those
/// of them who came + walk-ins + not expected. Unknown means that nobody at all was recorded there.
/// Late and left early go by the seminar's grace; --by person says why.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    group = ArgGroup::new("question"),
    after_long_help = examples!(
        "meibo attendance --by session",
        "meibo attendance --by person --session D1-OPEN --format csv",
        "meibo attendance --missing --session D1-OPEN",
        "meibo attendance --inside",
        "meibo attendance --matrix --by country --output matrix.csv",
        "meibo attendance --arrivals --day 1",
        "meibo attendance --met 80%",
        "meibo attendance import scans.csv",
    )
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(in crate::cli) struct AttendanceArgs {
    #[command(subcommand)]
    pub(super) command: Option<AttendanceCommand>,
    /// What each row stands for
    // The flag of the same name that every command has says who; clap keeps one value for both, so
    // a value that is none of these words was meant for that one.
    #[arg(long, value_name = "WHAT", value_parser = BY.map(|(word, _)| word))]
    by: Option<String>,
    /// Only this session
    #[arg(long)]
    session: Option<SessionCode>,
    /// Only this day of the seminar, counted from 1
    #[arg(long, value_name = "N")]
    day: Option<u32>,
    /// One column a session: standings of persons, or counts by country or category
    #[arg(long, group = "question")]
    matrix: bool,
    /// Everybody who was expected, by name
    #[arg(long, group = "question")]
    expected: bool,
    /// Those of them who did not come
    #[arg(long, group = "question")]
    missing: bool,
    /// How many arrived in each quarter of an hour
    #[arg(long, group = "question")]
    arrivals: bool,
    /// Who is in the building, for a roll call
    #[arg(long, group = "question")]
    inside: bool,
    /// Who registered and never came
    #[arg(long, group = "question")]
    no_shows: bool,
    /// Who came on the first day only
    #[arg(long, group = "question")]
    first_day_only: bool,
    /// Who attended enough, such as 80% of the sessions or 5 of them
    #[arg(long, group = "question", value_name = "RULE")]
    met: Option<AttendanceRule>,
}

const BY: [(&str, By); 5] = [
    ("person", By::Person),
    ("session", By::Session),
    ("day", By::Day),
    ("country", By::Country),
    ("category", By::Category),
];

#[derive(Debug, Subcommand)]
pub(super) enum AttendanceCommand {
    Import(ImportArgs),
    Sheet(paper::SheetArgs),
    Mark(paper::MarkArgs),
}

/// Import scans from a CSV file
///
/// Columns: code (or e-mail address), session, kind (in or out), at, and desk, by, source. With
/// --session the file is a list of codes or e-mail addresses, one a line, of people who were there,
/// or the list of another event system that says when each came: pretix, Indico, Odoo.
/// What happened is recorded whatever the register says, and in whatever order the files come;
/// repeated scans count once. Dates may also be written as 26.02.2019, 02/26/2019 9:41 a.m. or
/// 26 Feb 2019; between 03/04 and 04/03 nothing is guessed: the other dates of the file tell, or
/// --date-order.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo attendance import scans.csv",
    "meibo attendance import codes.txt --session D1-OPEN",
    "meibo attendance import checkinlist.csv --session D1-OPEN --date-order mdy",
))]
pub(super) struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
    /// The session at which everybody on the list was
    #[arg(long)]
    session: Option<SessionCode>,
    /// When they came: 09:12, or with its day [default: the beginning of the session]
    #[arg(long, value_name = "TIME", requires = "session")]
    at: Option<Moment>,
    #[command(flatten)]
    order: DateOrderArgs,
    /// Write the refused rows to this file, with a column that says why
    #[arg(long, value_name = "FILE", value_parser = a_file)]
    rejects: Option<PathBuf>,
    #[command(flatten)]
    who: WhoArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

pub(in crate::cli) fn run(args: &AttendanceArgs, context: &Context) -> Result<Exit, Failure> {
    match &args.command {
        None => {}
        Some(AttendanceCommand::Sheet(sheet)) => return paper::sheet(sheet, context),
        Some(AttendanceCommand::Mark(mark)) => return paper::mark(mark, context),
        Some(AttendanceCommand::Import(import_args)) => {
            return import(import_args, &Sent::new(&import_args.file)?, context);
        }
    }
    ask(args, context)
}

/// Answers the question that the flags ask.
fn ask(args: &AttendanceArgs, context: &Context) -> Result<Exit, Failure> {
    let said = BY.iter().find(|(word, _)| args.by.as_deref() == Some(word)).map(|(_, by)| *by);
    let sessions = Sessions { code: args.session.clone(), day: args.day };
    let store = context.reader()?;
    store.read(|register| {
        check(register, &sessions)?;
        if args.matrix {
            return matrix(register, said.unwrap_or(By::Person), &sessions, context);
        }
        if args.inside {
            return inside(register, args.day, context);
        }
        if args.arrivals {
            return arrivals(register, &sessions, context);
        }
        let named = |columns: &[Column<'_>], what: &str, ask: Ask<'_>| {
            let persons = context.ui.show(columns, |out| Ok(ask(register, out)?))?;
            context.ui.say(format!("{} {what}", count(persons, "person", "persons")));
            Ok(Exit::Done)
        };
        if args.expected || args.missing {
            let (which, what) = if args.missing {
                (Expected::Missing, "expected and missing")
            } else {
                (Expected::All, "expected")
            };
            let ask = |register: &Reader<'_>, out: &mut dyn RowWriter| {
                report::expected(register, which, &sessions, out)
            };
            return named(report::STANDING_COLUMNS, what, &ask);
        }
        if args.no_shows || args.first_day_only {
            let (which, what) = if args.no_shows {
                (Came::Never, "expected who never came")
            } else {
                (Came::FirstDayOnly, "who came on the first day only")
            };
            let ask = |register: &Reader<'_>, out: &mut dyn RowWriter| {
                report::names(register, which, out)
            };
            return named(report::NAME_COLUMNS, what, &ask);
        }
        if let Some(rule) = args.met {
            let (met, all) = context
                .ui
                .show(report::RULE_MET_COLUMNS, |out| Ok(report::met(register, rule, out)?))?;
            context.ui.say(format!("{met} of {} met the rule", count(all, "person", "persons")));
            return Ok(Exit::Done);
        }
        let by = said.unwrap_or(By::Session);
        context.ui.show_columns(
            report::COLUMNS_BY(by),
            &report::table_columns(by),
            None,
            |out| Ok(report::attendance(register, by, &sessions, out)?),
        )?;
        context.ui.say("all figures count persons");
        Ok(Exit::Done)
    })
}

/// A question whose answer names people; returns how many.
type Ask<'q> = &'q dyn Fn(&Reader<'_>, &mut dyn RowWriter) -> Result<u64, ReportError>;

/// Refuses a session or a day that is not in the programme.
fn check(register: &Reader<'_>, sessions: &Sessions) -> Result<(), Failure> {
    let hint = "`meibo session list` shows the programme";
    if let Some(code) = &sessions.code
        && register.session(code)?.is_none()
    {
        return Err(Failure::refused(format!("there is no session {code}")).hint(hint));
    }
    if let Some(day) = sessions.day
        && !register.sessions()?.iter().any(|session| session.item.day == day)
    {
        return Err(Failure::refused(format!("there is no session on day {day}")).hint(hint));
    }
    Ok(())
}

fn matrix(
    register: &Reader<'_>,
    by: By,
    sessions: &Sessions,
    context: &Context,
) -> Result<Exit, Failure> {
    let brief = context.ui.format() == Format::Table;
    let codes = report::matrix_sessions(register, sessions)?;
    let mut headed = codes.clone();
    if brief {
        for (number, (_, heading)) in (1..).zip(&mut headed) {
            *heading = u32::to_string(&number);
        }
    }
    context.ui.show(&report::matrix_columns(by, &headed), |out| match by {
        By::Person => Ok(report::person_matrix(register, sessions, brief, out)?),
        By::Country | By::Category => Ok(report::count_matrix(register, by, sessions, out)?),
        By::Session | By::Day => Err(Failure::misuse(
            "a matrix has the sessions as columns; its rows are persons, countries or categories"
                .to_owned(),
        )
        .hint("write --by person, --by country or --by category")),
    })?;
    if brief {
        let named: Vec<String> =
            headed.iter().zip(codes).map(|((_, at), (_, code))| format!("{at} {code}")).collect();
        context.ui.say(named.join(", "));
    }
    if by != By::Person {
        context.ui.say("all figures count persons who came");
    } else if brief {
        let letters: Vec<String> = report::LETTERS
            .iter()
            .map(|(standing, letter)| format!("{letter} {}", standing.as_str()))
            .collect();
        context.ui.say(letters.join(", "));
    }
    Ok(Exit::Done)
}

fn inside(register: &Reader<'_>, day: Option<u32>, context: &Context) -> Result<Exit, Failure> {
    let seminar = register.seminar()?;
    let day: Day = match day {
        None => seminar.zone.day(context.now()),
        Some(number) => seminar.first_day.numbered(number).ok_or_else(|| {
            Failure::misuse(format!("{number} is no day of the seminar; count from 1"))
        })?,
    };
    let found =
        context.ui.show_columns(report::INSIDE_COLUMNS, report::INSIDE_SHORT, None, |out| {
            Ok(report::inside(register, day, out)?)
        })?;
    let unclear = match found.unclear {
        0 => String::new(),
        unclear => format!("; {unclear} more may be: they left one session and never left another"),
    };
    context.ui.say(format!(
        "{} inside by the scans of {day}{unclear}",
        count(found.inside, "person", "persons")
    ));
    Ok(Exit::Done)
}

fn arrivals(
    register: &Reader<'_>,
    sessions: &Sessions,
    context: &Context,
) -> Result<Exit, Failure> {
    let numbers: Vec<String> =
        report::ARRIVAL_NUMBERS.iter().map(|&column| column.to_owned()).collect();
    let wanted = (context.ui.format() != Format::Table).then_some(numbers.as_slice());
    let all: Vec<&str> = report::ARRIVAL_COLUMNS.iter().map(|column| column.key).collect();
    let arrived = context.ui.show_columns(report::ARRIVAL_COLUMNS, &all, wanted, |out| {
        Ok(report::arrivals(register, sessions, out)?)
    })?;
    context.ui.say(format!("{arrived} arrivals; each person counts once a day"));
    Ok(Exit::Done)
}

/// Imports scans that are already at hand.
pub(super) fn import(args: &ImportArgs, input: &Sent, context: &Context) -> Result<Exit, Failure> {
    let rejects = args.rejects.as_deref();
    if let Some(rejects) = rejects {
        context.ui.spare(rejects, input.path())?;
    }
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "attendance import");
    let new_id = || context.new_id();
    let outcome = input.read(|input| {
        let file = ScansFile { input, order: args.order.date_order, rejects };
        match &args.session {
            None => ops::import_scans(&mut store, &entry, file, &new_id),
            Some(session) => ops::import_codes(&mut store, &entry, file, session, args.at, &new_id),
        }
    })?;
    if outcome.refused > 0 || context.ui.format() != Format::Table {
        context
            .ui
            .show(report::PROBLEM_COLUMNS, |out| Ok(report::problems(&outcome.problems, out)?))?;
    }
    context.ui.say(format!(
        "{} in, {} out, {} repeated, {} refused",
        count(outcome.came_in, "scan", "scans"),
        outcome.went_out,
        outcome.repeated,
        outcome.refused
    ));
    if outcome.taken_back > 0 {
        context.ui.say(format!(
            "{} that the list takes back, or by which it does, passed over",
            count(outcome.taken_back, "row", "rows")
        ));
    }
    if outcome.absent > 0 {
        context.ui.say(format!(
            "{} on the list did not come by it",
            count(outcome.absent, "person", "persons")
        ));
    }
    args.dry_run.remind(context);
    Ok(if outcome.refused == 0 { Exit::Done } else { Exit::Refused })
}
