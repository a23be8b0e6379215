//! Counts what came of importing a record of the door.

use std::path::Path;

use csv::StringRecord;

use super::super::OpError;
use super::super::rejects::Rejects;
use crate::intake::{DateOrder, Input, RowProblem};

/// A record of the door that is to be imported.
#[derive(Clone, Copy)]
pub struct ScansFile<'f> {
    /// What is read.
    pub input: Input<'f>,
    /// The order of dates such as 03/04/2019; nothing where the file is to tell.
    pub order: Option<DateOrder>,
    /// Where refused rows are written, if anywhere.
    pub rejects: Option<&'f Path>,
}

/// What came of importing scans; rows, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScansOutcome {
    /// Rows by which somebody came in.
    pub came_in: u64,
    /// Rows by which somebody went out.
    pub went_out: u64,
    /// Rows that said what was known: in twice, or out without having been in.
    pub repeated: u64,
    /// Rows that the list takes back, and those by which it does.
    pub taken_back: u64,
    /// Rows of people who were not there.
    pub absent: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// What was wrong.
    pub problems: Vec<RowProblem>,
}

/// What has come of an import so far, and the file of the rows that were refused.
pub(super) struct Scanned {
    pub(super) outcome: ScansOutcome,
    pub(super) rejects: Rejects,
}

impl Scanned {
    /// Nothing has come of it so far.
    pub(super) fn new(rejects: Rejects) -> Self {
        Self { outcome: ScansOutcome::default(), rejects }
    }

    /// Counts a row that was refused, and keeps it.
    pub(super) fn refuse(
        &mut self,
        row: &StringRecord,
        problems: Vec<RowProblem>,
    ) -> Result<(), OpError> {
        self.rejects.write(row, &problems)?;
        self.outcome.refused += 1;
        self.outcome.problems.extend(problems);
        Ok(())
    }

    /// Returns what came of it, once the file of refused rows is in its place.
    pub(super) fn finish(self) -> Result<ScansOutcome, OpError> {
        self.rejects.finish(self.outcome.refused > 0)?;
        Ok(self.outcome)
    }
}
