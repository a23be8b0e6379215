//! Writes refused rows to a file to be mended and imported again.

use std::path::{Path, PathBuf};

use csv::StringRecord;

use super::OpError;
use crate::intake::RowProblem;
use crate::render::NewFile;

/// Writes refused rows beside their final file, which appears only when the import is through.
pub(super) struct Rejects {
    target: Option<(PathBuf, csv::Writer<NewFile>)>,
    reason: Option<usize>,
    /// A row above the next ones that says what they have in common.
    above: Option<StringRecord>,
}

impl Rejects {
    /// Begins the file; `reason` is the column of an earlier one, which is passed over.
    pub(super) fn new(
        path: Option<&Path>,
        header: &StringRecord,
        reason: Option<usize>,
    ) -> Result<Self, OpError> {
        let Some(path) = path else {
            return Ok(Self { target: None, reason, above: None });
        };
        let file = NewFile::begin(path).map_err(|source| failed(path, source))?;
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
        let mut rejects = Self { target: Some((path.to_path_buf(), writer)), reason, above: None };
        rejects.write_record(header, "reason")?;
        Ok(rejects)
    }

    /// Keeps a row for those below it that are refused.
    pub(super) fn stands_above(&mut self, record: &StringRecord) {
        self.above = Some(record.clone());
    }

    /// Writes a row and what is wrong with it.
    pub(super) fn write(
        &mut self,
        record: &StringRecord,
        problems: &[RowProblem],
    ) -> Result<(), OpError> {
        if let Some(above) = self.above.take() {
            self.write_record(&above, "")?;
        }
        let reasons: Vec<_> = problems
            .iter()
            .map(|problem| format!("{}: {}", problem.column, problem.reason))
            .collect();
        self.write_record(record, &reasons.join("; "))
    }

    fn write_record(&mut self, record: &StringRecord, last: &str) -> Result<(), OpError> {
        let Some((path, writer)) = &mut self.target else {
            return Ok(());
        };
        let cells = record
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != self.reason)
            .map(|(_, cell)| cell);
        writer
            .write_record(cells.chain(std::iter::once(last)))
            .map_err(|error| failed(path, std::io::Error::other(error)))
    }

    /// Puts the file in its place, or leaves none where no row was refused.
    pub(super) fn finish(self, any: bool) -> Result<(), OpError> {
        let Some((path, writer)) = self.target else {
            return Ok(());
        };
        let file = writer.into_inner().map_err(|error| failed(&path, error.into_error()))?;
        if any { file.complete().map_err(|source| failed(&path, source)) } else { Ok(()) }
    }
}

fn failed(path: &Path, source: std::io::Error) -> OpError {
    OpError::Rejects { name: path.display().to_string(), source }
}
