//! Shows what a revised list brought.

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::ops::{ImportOutcome, Revision};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit, text};

const COLUMNS: &[Column<'static>] = &[
    Column::new("file", "File", Fit::Whole),
    Column::new("revision", "Revision", Fit::Whole),
    Column::new("line", "Line", Fit::Right),
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("column", "Column", Fit::Whole),
    Column::new("old", "Register", Fit::Words),
    Column::new("new", "List", Fit::Words),
    Column::new("reason", "Reason", Fit::Words),
];

/// One list and what came of it.
pub(super) struct Compared {
    /// The name of the file.
    pub(super) file: String,
    pub(super) outcome: ImportOutcome,
}

/// Shows who is new, what changed and who is gone, and the rows that were refused.
pub(super) fn show(context: &Context, outcome: &ImportOutcome) -> Result<(), Failure> {
    write(context, &COLUMNS[1..], &[("", outcome)])
}

/// Shows the same of several files, one after the other.
pub(super) fn show_files(context: &Context, lists: &[Compared]) -> Result<(), Failure> {
    let lists: Vec<_> = lists.iter().map(|list| (list.file.as_str(), &list.outcome)).collect();
    write(context, COLUMNS, &lists)
}

fn write(
    context: &Context,
    columns: &[Column<'_>],
    lists: &[(&str, &ImportOutcome)],
) -> Result<(), Failure> {
    // Refused rows have a reason, and few others.
    let any_reason = lists.iter().any(|(_, outcome)| {
        !outcome.problems.is_empty() || outcome.revised.iter().any(|line| !line.reason.is_empty())
    });
    let shown = columns.len() - usize::from(!any_reason);
    let short: Vec<&str> = columns[..shown].iter().map(|column| column.key).collect();
    context.ui.show_columns(columns, &short, None, |out| {
        let line = |line: u64| Cell::Count(i64::try_from(line).unwrap_or(i64::MAX));
        let skipped = COLUMNS.len() - columns.len();
        for (file, outcome) in lists {
            for revised in &outcome.revised {
                let cells = [
                    Cell::Text(file),
                    Cell::Text(revised.revision.as_str()),
                    revised.line.map_or(Cell::Empty, line),
                    Cell::Text(&revised.code),
                    Cell::Text(&revised.name),
                    text(&revised.column),
                    text(&revised.old),
                    text(&revised.new),
                    text(&revised.reason),
                ];
                out.row(&cells[skipped..])?;
            }
            for problem in &outcome.problems {
                let cells = [
                    Cell::Text(file),
                    Cell::Text("refused"),
                    line(problem.line),
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Text(problem.column),
                    Cell::Empty,
                    text(&problem.value),
                    Cell::Text(&problem.reason),
                ];
                out.row(&cells[skipped..])?;
            }
        }
        Ok(())
    })
}

/// Says what the numbers of a comparison mean and what to do next.
pub(super) fn tell(context: &Context, lists: &[&ImportOutcome]) {
    let ui = &context.ui;
    let all = |revision| lists.iter().map(|list| list.revisions(revision)).sum::<usize>();
    let gone = all(Revision::Gone);
    let any_known = lists.iter().any(|list| list.changed + list.same > 0);
    if gone > 0 {
        ui.say(format!(
            "{} gone from the list; nobody was removed: `meibo withdraw CODE` does that",
            count(gone as u64, "person is", "persons are")
        ));
    } else if any_known && !lists.iter().any(|list| list.earlier_list) {
        ui.say("no earlier list of this sender is known, so nobody can be called gone from it");
    }
    let kept: u64 = lists.iter().map(|list| list.kept).sum();
    if kept > 0 {
        ui.say(format!(
            "{} mended here and repeated by the sender as before: the register stands",
            count(kept, "value was", "values were")
        ));
    }
    let conflicts = all(Revision::Conflict);
    if conflicts > 0 {
        ui.say(format!(
            "{} changed by the sender and here: the register stands; settle with --prefer file or --prefer register",
            count(conflicts as u64, "value was", "values were")
        ));
    }
}
