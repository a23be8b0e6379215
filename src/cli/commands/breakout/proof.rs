//! Shows how good groups are: pairs, bounds and what they prove.

use crate::allocation::{Judgement, Line};
use crate::cli::error::Failure;
use crate::cli::ui::Page;
use crate::render::{Cell, Column, Fit, RowWriter};

/// The proof, one attribute a row.
pub(super) const PROOF: &[Column<'static>] = &[
    Column::new("round", "Round", Fit::Right),
    Column::new("attribute", "Pairs of one", Fit::Words),
    Column::new("pairs", "Pairs", Fit::Right),
    Column::new("bound", "Bound", Fit::Right),
    Column::new("excess", "Excess", Fit::Right),
    Column::new("verdict", "Verdict", Fit::Words),
    Column::new("bound_any_tracks", "Any tracks", Fit::Right),
    Column::new("excess_any_tracks", "Excess", Fit::Right),
    Column::new("verdict_any_tracks", "Verdict", Fit::Words),
];

/// The rows of the proof, round by round.
pub(super) fn proof_rows(
    rounds: &[(u32, &Judgement)],
    out: &mut dyn RowWriter,
) -> Result<(), Failure> {
    let number = |number: u64| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
    for (round, judgement) in rounds {
        for line in judgement.attributes.iter().chain(&judgement.repeats) {
            let any = Line { bound: line.bound_any_tracks, ..line.clone() };
            out.row(&[
                Cell::Count(i64::from(*round)),
                Cell::Text(&line.name),
                number(line.cost),
                number(line.bound),
                number(line.excess()),
                Cell::Text(&line.verdict()),
                number(any.bound),
                number(any.excess()),
                Cell::Text(&any.verdict()),
            ])?;
        }
    }
    Ok(())
}

/// Shows the proof on a page; the second bound where it is another one.
pub(super) fn show_proof(page: &mut Page<'_>, rounds: &[(u32, &Judgement)]) -> Result<(), Failure> {
    const SHORT: &[Column<'static>] = &[
        Column::new("round", "Round", Fit::Right),
        Column::new("attribute", "Pairs who share", Fit::Words),
        Column::new("pairs", "Pairs", Fit::Right),
        Column::new("bound", "Bound", Fit::Right),
        Column::new("verdict", "Verdict", Fit::Words),
        Column::new("any", "Tracks left free", Fit::Words),
    ];
    page.table(SHORT, |out| {
        let number = |number: u64| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
        for (round, judgement) in rounds {
            for line in judgement.attributes.iter().chain(&judgement.repeats) {
                let any = Line { bound: line.bound_any_tracks, ..line.clone() };
                out.row(&[
                    Cell::Count(i64::from(*round)),
                    Cell::Text(&line.name),
                    number(line.cost),
                    number(line.bound),
                    Cell::Text(&line.verdict()),
                    Cell::Text(&any.verdict()),
                ])?;
            }
        }
        Ok(())
    })
}
