//! `meibo show`: shows everything about one person.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops::find_person;
use crate::render::{Cell, Column, Fit, Format};
use crate::report;

/// Show everything about one person
///
/// The code is accepted as it is typed or scanned: P-0142-N, p142, 142, P0142N, with O for 0 and I
/// or L for 1 forgiven. An e-mail address does as well.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo show P-0142-N", "meibo show 142 --format json"))]
pub(in crate::cli) struct ShowArgs {
    /// Code or e-mail address
    code: String,
}

const FACTS: &[Column<'static>] =
    &[Column::new("field", "Field", Fit::Whole), Column::new("value", "Value", Fit::Words)];

pub(in crate::cli) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let facts = store.read(|register| {
        let seminar = register.seminar()?;
        let person = find_person(register, &args.code, seminar.code_prefix)?;
        Ok::<_, Failure>(report::person(register, seminar.zone, &person)?)
    })?;
    let cell = |value| {
        if str::is_empty(value) { Cell::Empty } else { Cell::Text(value) }
    };
    if context.ui.format() == Format::Table {
        context.ui.show(FACTS, |out| {
            for fact in facts.iter().filter(|fact| !fact.value.is_empty()) {
                out.row(&[Cell::Text(&fact.heading), Cell::Text(&fact.value)])?;
            }
            Ok(())
        })?;
    } else {
        let columns: Vec<Column<'_>> =
            facts.iter().map(|fact| Column::new(&fact.key, &fact.heading, Fit::Words)).collect();
        let cells: Vec<Cell<'_>> = facts.iter().map(|fact| cell(&fact.value)).collect();
        context.ui.show(&columns, |out| Ok(out.row(&cells)?))?;
    }
    Ok(Exit::Done)
}
