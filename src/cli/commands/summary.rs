//! `meibo summary`: the figures that an organizer publishes.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::render::words::list;
use crate::render::{Cell, Column, Fit, Format};
use crate::report::{self, Section, Summary};

/// Print the figures that an organizer publishes
///
/// Each says what it counts: persons, never scans; countries and regions and organizations once
/// each. Registered are those who were registered or confirmed before the doors opened; present are
/// those who came to one session or more, walk-ins included. CSV and JSON hold one figure a row, and
/// one row for each body that briefed.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo summary", "meibo summary --output summary.csv"))]
pub(in crate::cli) struct SummaryArgs {}

pub(in crate::cli) fn run(_args: &SummaryArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let summary = store.read(report::summary)?;
    if context.ui.format() == Format::Table {
        show(context, &summary)?;
    } else {
        context.ui.show(report::SUMMARY_COLUMNS, |out| Ok(summary.write(out)?))?;
    }
    Ok(Exit::Done)
}

/// Returns whether a table has room for a figure.
fn fits(section: &Section, key: &str) -> bool {
    section.not_in_tables != Some(key)
}

fn show(context: &Context, summary: &Summary) -> Result<(), Failure> {
    let tables: Vec<(&Section, Vec<Column<'_>>)> = summary
        .sections
        .iter()
        .filter(|section| !section.rows.is_empty())
        .map(|section| {
            let item = Column::new("item", section.item, Fit::Words);
            let figures = section.figures.iter().filter(|(key, _)| fits(section, key));
            let figures = figures.map(|(key, heading)| Column::new(key, heading, Fit::Right));
            (section, std::iter::once(item).chain(figures).collect())
        })
        .collect();
    context.ui.document(|page| {
        page.line(&summary.heading)?;
        page.line("")?;
        page.paragraph(report::SUMMARY_LEGEND)?;
        for (section, columns) in &tables {
            page.line("")?;
            page.paragraph(&format!("{} ({})", section.title, section.counts))?;
            page.table(columns, |out| {
                for (item, values) in &section.rows {
                    let values = section.figures.iter().zip(values);
                    let values = values.filter(|((key, _), _)| fits(section, key));
                    let cells: Vec<Cell<'_>> = std::iter::once(Cell::Text(item))
                        .chain(values.map(|(_, &value)| Cell::Count(value)))
                        .collect();
                    out.row(&cells)?;
                }
                Ok(())
            })?;
        }
        for (kind, names) in &summary.briefings {
            page.line("")?;
            page.paragraph(&format!(
                "Briefings by {kind} ({}): {}",
                names.len(),
                list(names, "and")
            ))?;
        }
        page.line("")?;
        page.paragraph(&summary.closing)
    })
}
