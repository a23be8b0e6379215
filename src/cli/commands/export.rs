//! `meibo export`: writes a list losslessly.

use clap::{Args, ValueEnum};

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::SelectionArgs;
use crate::domain::extra_header;
use crate::render::words::count;
use crate::render::{Column, Fit, Format};
use crate::report;

/// Write a list losslessly, as CSV unless --format or --output says otherwise
///
/// `meibo import` takes an exported participants' list back, and importing it again changes nothing.
/// The columns of the participants' list are fixed; --extra adds what lists brought beyond them.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo export participants --output participants.csv",
    "meibo export participants --country VN --status confirmed --output vn.csv",
    "meibo export participants --excel --output for-excel.csv",
    "meibo export attendance --output attendance.xlsx",
))]
pub(in crate::cli) struct ExportArgs {
    /// Which list
    #[arg(value_enum)]
    list: List,
    /// Write CSV that Excel opens right by double click; `import` takes it back as it was
    #[arg(long)]
    excel: bool,
    #[command(flatten)]
    selection: SelectionArgs,
    /// With the participants, write the extra fields that lists brought, in columns behind the others
    #[arg(long)]
    extra: bool,
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
    if args.extra && args.list != List::Participants {
        return Err(Failure::misuse("--extra goes with participants only".to_owned()));
    }
    if !args.selection.is_empty() && args.list != List::Participants {
        return Err(Failure::misuse("codes and filters go with participants only".to_owned()));
    }
    let store = context.reader()?;
    let ui = &context.ui;
    let format = match ui.format_or(Format::Csv) {
        Format::Csv if args.excel => Format::CsvForExcel,
        _ if args.excel => {
            return Err(Failure::misuse("--excel writes CSV".to_owned())
                .hint("for a workbook end --output in .xlsx and leave --excel out"));
        }
        format => format,
    };
    store.read(|register| match args.list {
        List::Participants => {
            let names = register.extra_names()?;
            let chosen: &[String] = if args.extra { &names } else { &[] };
            let headers: Vec<String> = chosen.iter().map(|name| extra_header(name)).collect();
            let extras = headers.iter().map(|header| Column::new(header, header, Fit::Words));
            let columns: Vec<_> =
                report::PARTICIPANT_COLUMNS.iter().copied().chain(extras).collect();
            ui.show_as(format, &columns, None, |out| {
                if args.selection.is_empty() {
                    return Ok::<_, Failure>(report::everybody(register, chosen, out)?);
                }
                let selection = args.selection.selection(register)?;
                Ok(report::selected(register, &selection, chosen, out)?)
            })?;
            if names.len() > chosen.len() {
                ui.say(format!(
                    "{} left out; --extra writes them as well",
                    count(names.len() as u64, "extra field is", "extra fields are")
                ));
            }
            Ok(())
        }
        List::Breakouts => ui.show_as(format, report::BREAKOUT_COLUMNS, None, |out| {
            for round in 1..=register.rounds()? {
                report::breakouts(register, None, None, round, out)?;
            }
            Ok(())
        }),
        List::Excursion => ui.show_as(format, report::EXCURSION_ROSTER_COLUMNS, None, |out| {
            Ok(report::roster(register, None, out).map(drop)?)
        }),
        List::Attendance => ui
            .show_as(format, report::EVENT_COLUMNS, None, |out| Ok(report::events(register, out)?)),
        List::Sessions => ui.show_as(format, report::SESSION_COLUMNS, None, |out| {
            Ok(report::sessions(register, out).map(drop)?)
        }),
        List::Log => ui.show_as(format, report::LOG_COLUMNS, None, |out| {
            Ok(report::log(register, report::Logged::Everything, None, out)?)
        }),
    })?;
    Ok(Exit::Done)
}
