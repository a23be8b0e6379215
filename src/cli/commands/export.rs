//! `meibo export`: writes a list losslessly.

use clap::{Args, ValueEnum};

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::render::Format;
use crate::report;

/// Write a list losslessly, as CSV unless --format or --output says otherwise
///
/// `meibo import` takes an exported participants' list back, and importing it again changes nothing.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo export participants --output participants.csv",
    "meibo export attendance --format json",
))]
pub(in crate::cli) struct ExportArgs {
    /// Which list
    #[arg(value_enum)]
    list: List,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum List {
    /// Everybody, with the canonical columns
    Participants,
    /// Who sits in which discussion group, of all rounds
    Breakouts,
    /// Who is on the excursions
    Excursion,
    /// The attendance record, one row an event
    Attendance,
    /// The programme
    Sessions,
    /// The operation log with the attendance events
    Log,
}

pub(in crate::cli) fn run(args: &ExportArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let ui = &context.ui;
    let format = ui.format_or(Format::Csv);
    store.read(|register| match args.list {
        List::Participants => ui.show_as(format, report::PARTICIPANT_COLUMNS, None, |out| {
            Ok::<_, Failure>(report::everybody(register, out)?)
        }),
        List::Breakouts => ui.show_as(format, report::BREAKOUT_COLUMNS, None, |out| {
            for round in 1..=register.rounds()? {
                report::breakouts(register, None, None, round, out)?;
            }
            Ok(())
        }),
        List::Excursion => ui.show_as(format, report::EXCURSION_ROSTER_COLUMNS, None, |out| {
            Ok(report::roster(register, None, out)?)
        }),
        List::Attendance => ui
            .show_as(format, report::EVENT_COLUMNS, None, |out| Ok(report::events(register, out)?)),
        List::Sessions => ui.show_as(format, report::SESSION_COLUMNS, None, |out| {
            Ok(report::sessions(register, out)?)
        }),
        List::Log => ui.show_as(format, report::LOG_COLUMNS, None, |out| {
            Ok(report::log(register, -1, true, out)?)
        }),
    })?;
    Ok(Exit::Done)
}
