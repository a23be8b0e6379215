//! Shows what a revised list brought.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::ops::{ImportOutcome, Revision};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit};

const COLUMNS: &[Column<'static>] = &[
    Column::new("revision", "Revision", Fit::Whole),
    Column::new("line", "Line", Fit::Right),
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("column", "Column", Fit::Whole),
    Column::new("old", "Register", Fit::Words),
    Column::new("new", "List", Fit::Words),
    Column::new("reason", "Reason", Fit::Words),
];

/// The columns of a comparison without refused rows.
const SHORT: &[&str] = &["revision", "line", "code", "name", "column", "old", "new"];

const SHORT_WITH_REASON: &[&str] =
    &["revision", "line", "code", "name", "column", "old", "new", "reason"];

/// Shows who is new, what changed and who is gone, and the rows that were refused.
pub(super) fn show(context: &Context, outcome: &ImportOutcome) -> Result<(), Failure> {
    let short = if outcome.problems.is_empty() { SHORT } else { SHORT_WITH_REASON };
    context.ui.show_columns(COLUMNS, short, None, |out| {
        let line = |line: u64| Cell::Count(i64::try_from(line).unwrap_or(i64::MAX));
        let text = |text| if str::is_empty(text) { Cell::Empty } else { Cell::Text(text) };
        for revised in &outcome.revised {
            out.row(&[
                Cell::Text(revised.revision.as_str()),
                revised.line.map_or(Cell::Empty, line),
                Cell::Text(&revised.code),
                Cell::Text(&revised.name),
                text(&revised.column),
                text(&revised.old),
                text(&revised.new),
                Cell::Empty,
            ])?;
        }
        for problem in &outcome.problems {
            out.row(&[
                Cell::Text("refused"),
                line(problem.line),
                Cell::Empty,
                Cell::Empty,
                Cell::Text(problem.column),
                Cell::Empty,
                text(&problem.value),
                Cell::Text(&problem.reason),
            ])?;
        }
        Ok(())
    })
}

/// Says what the numbers of a comparison mean and what to do next.
pub(super) fn tell(context: &Context, outcome: &ImportOutcome) {
    let ui = &context.ui;
    let gone = outcome.revisions(Revision::Gone);
    if gone > 0 {
        ui.say(format!(
            "{} gone from the list; nobody was removed: `meibo withdraw CODE` does that",
            count(gone as u64, "person is", "persons are")
        ));
    } else if !outcome.earlier_list && outcome.changed + outcome.same > 0 {
        ui.say("no earlier list of this sender is known, so nobody can be called gone from it");
    }
    if outcome.kept > 0 {
        ui.say(format!(
            "{} mended here and repeated by the sender as before: the register stands",
            count(outcome.kept, "value was", "values were")
        ));
    }
    let conflicts = outcome.revisions(Revision::Conflict);
    if conflicts > 0 {
        ui.say(format!(
            "{} changed by the sender and here: the register stands; settle with --prefer file or --prefer register",
            count(conflicts as u64, "value was", "values were")
        ));
    }
}
