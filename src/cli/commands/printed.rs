//! `meibo badge`, `meibo certificate` and `meibo report`: what is printed.

use clap::{Args, ValueEnum};

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::SelectionArgs;
use crate::domain::AttendanceRule;
use crate::render::words::count;
use crate::report::{self, NameOrder};

/// Which name stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum NamesArg {
    /// Family name, then given name
    FamilyFirst,
    /// Given name, then family name
    GivenFirst,
}

impl From<NamesArg> for NameOrder {
    fn from(names: NamesArg) -> Self {
        match names {
            NamesArg::FamilyFirst => Self::FamilyFirst,
            NamesArg::GivenFirst => Self::GivenFirst,
        }
    }
}

/// Print badges with name, delegation, code and QR code, eight on a sheet of A4 (HTML)
///
/// Names stand as they were given, in their own script as well. Without codes and without --status
/// those get one who take part. The QR code holds the code alone, which `checkin --scan` reads. With
/// --format, or --output ending in .csv, .json or .xlsx, it writes what stands on the badges, for a
/// printer of labels.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo badge --output badges.html",
    "meibo badge 163 330 --output two.html",
    "meibo badge --country JP --names given-first --output jp.html",
    "meibo badge --output labels.csv",
))]
pub(in crate::cli) struct BadgeArgs {
    #[command(flatten)]
    selection: SelectionArgs,
    /// Which name stands first
    #[arg(long, value_enum, value_name = "ORDER", default_value = "family-first")]
    names: NamesArg,
}

/// Print certificates for those who met a rule of attendance, one on a page (HTML)
///
/// Sessions count as in `meibo attendance --met`, which shows the evidence. With --format, or
/// --output ending in .csv, .json or .xlsx, it writes who gets one.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo certificate --met 80% --output certificates.html",
    "meibo certificate --met 5 --country VN --output vn.html",
))]
pub(in crate::cli) struct CertificateArgs {
    #[command(flatten)]
    selection: SelectionArgs,
    /// The rule: a share of the sessions such as 80%, or a number of them
    #[arg(long, value_name = "RULE")]
    met: AttendanceRule,
    /// Which name stands first
    #[arg(long, value_enum, value_name = "ORDER", default_value = "family-first")]
    names: NamesArg,
}

/// Write the public summary of the seminar, in the organizer's style (Markdown or HTML)
///
/// Who took part, from which countries and regions, the programme, who briefed, the discussion
/// groups, the excursion, attendance. Every figure is one of `meibo summary`. It names no
/// participant. --output FILE.html writes a page to print; otherwise it is Markdown.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo report --output summary.md",
    "meibo report --output summary.html",
))]
pub(in crate::cli) struct ReportArgs {}

pub(in crate::cli) fn badge(args: &BadgeArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let (seminar, badges) = store.read(|register| {
        let selection = args.selection.selection(register)?;
        Ok::<_, Failure>((register.seminar()?, report::badges(register, &selection)?))
    })?;
    if context.ui.has_format() {
        let (columns, short) = (report::BADGE_COLUMNS, report::BADGE_SHORT);
        context
            .ui
            .show_columns(columns, short, None, |out| Ok(report::badge_rows(&badges, out)?))?;
    } else {
        context.ui.page(&report::badge_page(&seminar, &badges, args.names.into()))?;
    }
    Ok(told(context, badges.len(), "badge", "badges"))
}

pub(in crate::cli) fn certificate(
    args: &CertificateArgs,
    context: &Context,
) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let (seminar, certified) = store.read(|register| {
        let selection = args.selection.selection(register)?;
        let order = args.names.into();
        let certified = report::certified(register, &selection, args.met, order)?;
        Ok::<_, Failure>((register.seminar()?, certified))
    })?;
    if context.ui.has_format() {
        let columns = report::CERTIFICATE_COLUMNS;
        context.ui.show(columns, |out| Ok(report::certificate_rows(&certified, out)?))?;
    } else {
        context.ui.page(&report::certificate_page(&seminar, &certified))?;
    }
    Ok(told(context, certified.len(), "certificate", "certificates"))
}

pub(in crate::cli) fn report(_args: &ReportArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let published = store.read(report::published)?;
    if context.ui.has_format() {
        return Err(Failure::misuse("this is a text, and has no rows".to_owned())
            .hint("end --output in .md or .html, and leave --format out"));
    }
    if context.ui.is_page() {
        context.ui.page(&published.html())?;
    } else {
        context.ui.text(&published.markdown())?;
    }
    Ok(Exit::Done)
}

/// Says how many there are; none is an answer of no.
fn told(context: &Context, number: usize, one: &str, many: &str) -> Exit {
    context.ui.say(count(number, one, many));
    if number == 0 { Exit::Refused } else { Exit::Done }
}
