//! `meibo breakout show`: a group, a person's place, who met whom.

use clap::Args;

use super::super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops;
use crate::render::{Column, Fit};
use crate::report::{self, Meetings};

/// Show who met whom in all rounds
///
/// --met shows for each person how many others were met and from how many countries and regions,
/// --met CODE whom one person met, --matrix everybody against everybody.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout show --met",
    "meibo breakout show --met P-0142-N",
    "meibo breakout show --matrix --output met.csv",
))]
pub(in crate::cli) struct ShowArgs {
    /// Who met how many others; with a code, whom that person met
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "")]
    met: Option<String>,
    /// In how many rounds each two people met
    #[arg(long, conflicts_with = "met")]
    matrix: bool,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    store.read(|register| {
        let meetings = Meetings::read(register)?;
        if args.matrix {
            let columns: Vec<Column<'_>> = std::iter::once(Column::new("code", "Code", Fit::Whole))
                .chain(meetings.codes().map(|code| Column::new(code, code, Fit::Right)))
                .collect();
            return context.ui.show(&columns, |out| Ok(meetings.write_matrix(out)?));
        }
        match args.met.as_deref() {
            Some("") | None => {
                context.ui.show(report::MET_COLUMNS, |out| Ok(meetings.write(out)?))?;
                if let Some(figure) = meetings.figure() {
                    context.ui.say(figure.sentence());
                }
            }
            Some(code) => {
                let prefix = register.seminar()?.code_prefix;
                let person = ops::find_person(register, code, prefix)?;
                context.ui.show(report::MET_BY_COLUMNS, |out| {
                    Ok(meetings.write_met_by(person.id, out)?)
                })?;
            }
        }
        Ok::<_, Failure>(())
    })?;
    Ok(Exit::Done)
}
