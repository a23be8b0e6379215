//! Turns a row of an assignment to discussion groups into who sits where, or into what is wrong.

use super::fields::{FieldList, FieldSpec};
use super::{RawRow, RowProblem};
use crate::domain::GroupName;

/// The columns of an assignment, in the canonical order; what the register knows is passed over.
pub const FIELDS: &FieldList = &FieldList {
    list: "breakouts",
    vague: None,
    either: None,
    keeps_others: false,
    fields: &[
        FieldSpec::required("code"),
        FieldSpec::optional("name"),
        FieldSpec::optional("country"),
        FieldSpec::optional("organization"),
        FieldSpec::optional("category"),
        FieldSpec::optional("track"),
        FieldSpec::optional("round"),
        FieldSpec::required("group"),
    ],
};

/// The greatest number of a group: far beyond any seminar, near enough to be counted up to.
const MOST_GROUPS: u32 = 100_000;

/// One seat of an assignment as a file has it; whom the code belongs to is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakoutRow {
    /// The line of the file.
    pub line: u64,
    /// A code or an e-mail address.
    pub who: String,
    /// The round; 1 where the file does not say.
    pub round: u32,
    /// The group.
    pub group: GroupName,
}

/// Returns the seat of a row, or all that is wrong with the row.
pub fn read_breakout(row: &RawRow<'_>) -> Result<BreakoutRow, Vec<RowProblem>> {
    if let Some(problem) = row.ragged() {
        return Err(vec![problem]);
    }
    let mut problems = Vec::new();
    let mut refuse = |field: usize, reason: &str| {
        problems.push(RowProblem::new(row.line, FIELDS[field].name, row.text(field), reason));
    };
    if row.text(0).is_empty() {
        refuse(0, "is empty; write a code or an e-mail address");
    }
    let round = match row.text(6) {
        "" => Some(1),
        text => text.parse().ok().filter(|round| *round > 0),
    };
    if round.is_none() {
        refuse(6, "is no round; write 1 or more");
    }
    let group = row.text(7).parse::<GroupName>();
    match &group {
        Err(error) => refuse(7, &error.to_string()),
        Ok(group) if group.number > MOST_GROUPS => refuse(7, "is a number that no group has"),
        Ok(_) => {}
    }
    match (round, group) {
        (Some(round), Ok(group)) if problems.is_empty() => {
            Ok(BreakoutRow { line: row.line, who: row.text(0).to_owned(), round, group })
        }
        _ => Err(problems),
    }
}
