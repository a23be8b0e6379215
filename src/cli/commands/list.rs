//! `meibo list`: lists participants.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::selection::SelectionArgs;
use crate::render::words::count;
use crate::render::{Cell, Column, Fit, Format};
use crate::report::{self, pick};

/// List participants
///
/// Filters are joined by "and". A table shows the columns that fit on a screen; CSV and JSON have
/// all of them. Exit code 1 says that nobody was found.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo list --country \"Viet Nam\",LA --track policy",
    "meibo list --missing email --columns code,name,organization",
    "meibo list --absent D1-OPEN --sort country_name --format csv",
))]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    selection: SelectionArgs,
    /// Columns, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Option<Vec<String>>,
    /// Sort by a column instead of by code
    #[arg(long, value_name = "COLUMN")]
    sort: Option<String>,
    /// Only say how many there are
    #[arg(long)]
    count: bool,
}

pub(in crate::cli) fn run(args: &ListArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let sort = match &args.sort {
        None => None,
        Some(column) => pick(report::LIST_COLUMNS, std::slice::from_ref(column))
            .map_err(|error| Failure::misuse(error.to_string()))?
            .first()
            .copied(),
    };
    let found = store.read(|register| {
        let selection = args.selection.selection(register)?;
        if args.count {
            let mut found = 0_u64;
            register.each_selected(&selection, |_| -> Result<(), Failure> {
                found += 1;
                Ok(())
            })?;
            if context.ui.format() == Format::Table {
                context.ui.text(&found.to_string())?;
            } else {
                let columns = [Column::new("count", "Count", Fit::Right)];
                let number = i64::try_from(found).unwrap_or(i64::MAX);
                context.ui.show(&columns, |out| Ok(out.row(&[Cell::Count(number)])?))?;
            }
            return Ok::<_, Failure>(found);
        }
        context.ui.show_columns(
            report::LIST_COLUMNS,
            report::LIST_SHORT,
            args.columns.as_deref(),
            |out| Ok(report::list(register, &selection, sort, out)?),
        )
    })?;
    if !args.count {
        context.ui.say(count(found, "participant", "participants"));
    }
    Ok(if found == 0 { Exit::Refused } else { Exit::Done })
}
