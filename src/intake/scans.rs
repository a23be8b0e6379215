//! Turns a row of scans into a check-in or check-out, or into everything that is wrong with it.

use std::collections::{HashMap, HashSet};

use csv::StringRecord;

use super::dates::{DateOrder, rewritten};
use super::fields::{FieldList, FieldSpec};
use super::reading::{Rows, Taken};
use super::words::word;
use super::{Input, IntakeError, RawRow, ReadingChoices, RowProblem, Table};
use crate::domain::{Day, EventKind, Moment, SessionCode, Source, TimeError, Timestamp, Zone};
use crate::matching::fold;

/// The columns of scans; those that only an export has are passed over.
pub const FIELDS: &FieldList = &FieldList {
    list: "scans",
    vague: None,
    either: None,
    keeps_others: false,
    fields: &[
        FieldSpec::required("code"),
        FieldSpec::required("session"),
        FieldSpec::optional("kind"),
        FieldSpec::required("at"),
        FieldSpec::optional("desk"),
        FieldSpec::optional("by"),
        FieldSpec::optional("source"),
        FieldSpec::optional("event"),
        FieldSpec::optional("recorded_at"),
        FieldSpec::optional("reason"),
    ],
};

/// One scan as the file has it; whom the code belongs to is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The line of the file.
    pub line: u64,
    /// A code or an e-mail address.
    pub who: String,
    /// The session.
    pub session: SessionCode,
    /// In or out.
    pub kind: EventKind,
    /// When it happened.
    pub at: Timestamp,
    /// The desk, or empty.
    pub desk: String,
    /// Who was at the desk, or empty.
    pub by: String,
    /// Where it comes from.
    pub source: Source,
}

/// The field that says when it happened.
pub const AT: usize = 3;

/// The column by which refused rows say what is wrong; passed over when the mended file comes back.
pub const REASON: usize = 9;

/// Returns the scan of a row, or all that is wrong with the row; clock times need a day, and dates
/// that are not written as 2019-02-26 the order in which the file writes them.
pub fn read_scan(
    row: &RawRow<'_>,
    zone: Zone,
    day: Day,
    order: Option<DateOrder>,
) -> Result<Scan, Vec<RowProblem>> {
    if let Some(problem) = row.ragged() {
        return Err(vec![problem]);
    }
    let mut problems = Vec::new();
    let mut refuse = |field: usize, reason: String| {
        problems.push(RowProblem::new(row.line, FIELDS[field].name, row.text(field), reason));
    };
    if row.text(0).is_empty() {
        refuse(0, "is empty; write a code or an e-mail address".to_owned());
    }
    let session = row.text(1).parse().map_err(|e: crate::domain::SessionCodeError| {
        refuse(1, e.to_string());
    });
    let kind = match kind(row) {
        Some(EventKind::Undo) => Err("takes back what this list does not have; write in or out"),
        Some(kind) => Ok(kind),
        None => Err("is no kind of scan; write in or out"),
    }
    .map_err(|reason| refuse(2, reason.to_owned()));
    let at = row
        .text(AT)
        .parse::<Moment>()
        .or_else(|error| rewritten(row.text(AT), order).ok_or(error)?.parse())
        .and_then(|moment| zone.instant(moment, day))
        .map_err(|error| refuse(3, error.to_string()));
    let source = match row.text(6) {
        "" => Ok(Source::Import),
        text => text.parse().map_err(|e: crate::domain::UnknownWord| refuse(6, e.to_string())),
    };
    match (session, kind, at, source) {
        (Ok(session), Ok(kind), Ok(at), Ok(source)) if problems.is_empty() => {
            let who = row.text(0).to_owned();
            let (desk, by) = (row.text(4).to_owned(), row.text(5).to_owned());
            Ok(Scan { line: row.line, who, session, kind, at, desk, by, source })
        }
        _ => Err(problems),
    }
}

/// Returns what a row is about; one without a word is a check-in.
fn kind(row: &RawRow<'_>) -> Option<EventKind> {
    if row.text(2).is_empty() { Some(EventKind::In) } else { row.text(2).parse().ok() }
}

/// Returns the lines of what an export says and takes back further below, and of what takes it back:
/// together they say nothing. What is taken back is the latest of the person at the session, of the
/// same desk where there is one.
pub fn taken_back(
    open: &dyn Fn() -> Result<Table, IntakeError>,
) -> Result<HashSet<u64>, IntakeError> {
    let mut lines = HashSet::new();
    // Few lists take anything back, and the others may be of any length.
    let mut table = open()?;
    loop {
        match table.next_row()? {
            None => return Ok(lines),
            Some(row) if kind(&row) == Some(EventKind::Undo) => break,
            Some(_) => {}
        }
    }
    let mut table = open()?;
    let mut standing: HashMap<(String, String), Vec<(u64, String)>> = HashMap::new();
    while let Some(row) = table.next_row()? {
        let of = (row.text(0).to_uppercase(), row.text(1).to_uppercase());
        let (events, desk) = (standing.entry(of).or_default(), row.text(4));
        match kind(&row) {
            Some(EventKind::Undo) => {
                let latest = events.iter().rposition(|(_, of)| of == desk);
                if let Some(at) = latest.or(events.len().checked_sub(1)) {
                    lines.extend([events.remove(at).0, row.line]);
                }
            }
            Some(_) => events.push((row.line, desk.to_owned())),
            None => {}
        }
    }
    Ok(lines)
}

/// A line of a list: its number and what stands on it, or what is wrong with it.
pub type ListedCode = Result<(u64, String), RowProblem>;

/// What stands above a list of codes or addresses, folded.
const HEADINGS: &[&str] = &["code", "codes", "badge", "email", "e mail", "participant"];

/// Reads a list of codes or e-mail addresses, one a line; a heading is passed over.
pub fn read_codes(input: Input<'_>) -> Result<Vec<ListedCode>, IntakeError> {
    let mut rows = Rows::open(input, &ReadingChoices::default(), &|_| 0)?;
    let mut record = StringRecord::new();
    let mut lines = Vec::new();
    let (mut is_first, mut has_reason) = (true, false);
    while let Some(Taken { line, .. }) = rows.next(&mut record)? {
        let is_first = std::mem::take(&mut is_first);
        let Some(first) = record.get(0).map(str::trim).filter(|cell| !cell.is_empty()) else {
            continue;
        };
        if is_first && HEADINGS.contains(&fold(first).as_str()) {
            // As refused rows come back.
            has_reason = record.get(1) == Some(FIELDS[REASON].name);
            continue;
        }
        let others = if has_reason { 2 } else { 1 };
        if record.iter().skip(others).any(|cell| !cell.trim().is_empty()) {
            let reason = "has more than one cell; leave --session away for a file with columns";
            let cells = record.iter().collect::<Vec<_>>().join(",");
            lines.push(Err(RowProblem::new(line, "row", cells, reason)));
        } else {
            lines.push(Ok((line, first.to_owned())));
        }
    }
    if lines.is_empty() {
        return Err(IntakeError::NoRows { name: input.name.to_owned() });
    }
    Ok(lines)
}

/// What a cell of another system's list says of somebody's presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It happened then.
    At(Moment),
    /// It happened.
    Sometime,
    /// It did not happen.
    Never,
}

/// Returns the moments that a cell holds: all of it, or what stands in brackets behind the names of
/// several doors, as in `Main door (2019-02-26 09:41:00), Hall (2019-02-26 13:05:10)`.
pub fn moments(cell: &str) -> Vec<&str> {
    let in_brackets = cell.split('(').skip(1).filter_map(|rest| Some(rest.split_once(')')?.0));
    let dated: Vec<&str> =
        in_brackets.filter(|text| text.starts_with(|first: char| first.is_ascii_digit())).collect();
    if dated.is_empty() { vec![cell] } else { dated }
}

/// Reads a cell that says when somebody came or went, or only that it was so.
pub fn read_presence(cell: &str, order: Option<DateOrder>) -> Result<Presence, TimeError> {
    match word("excursion", cell) {
        Some("yes") => return Ok(Presence::Sometime),
        Some(_) => return Ok(Presence::Never),
        None => {}
    }
    let moment = cell.parse::<Moment>();
    moment.or_else(|error| rewritten(cell, order).ok_or(error)?.parse()).map(Presence::At)
}
