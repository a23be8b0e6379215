//! Counts what came of importing a record of the door.

use crate::intake::RowProblem;

/// What came of importing scans; rows, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScansOutcome {
    /// Rows by which somebody came in.
    pub came_in: u64,
    /// Rows by which somebody went out.
    pub went_out: u64,
    /// Rows that said what was known: in twice, or out without having been in.
    pub repeated: u64,
    /// Rows of people who were not there.
    pub absent: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// What was wrong.
    pub problems: Vec<RowProblem>,
}

impl ScansOutcome {
    /// Counts a row that was refused.
    pub(super) fn refuse(&mut self, problems: impl IntoIterator<Item = RowProblem>) {
        self.refused += 1;
        self.problems.extend(problems);
    }
}
