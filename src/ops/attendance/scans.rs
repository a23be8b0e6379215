//! Imports scans that another device or a sheet of paper recorded: what happened, happened.

use csv::StringRecord;

use super::super::date_order::date_order;
use super::super::programme::find_session;
use super::super::rejects::Rejects;
use super::super::{OpError, find_person};
use super::check_ins::{self, CheckIns};
use super::mark::moment;
use super::scanned::{Scanned, ScansFile, ScansOutcome};
use crate::domain::{AttendanceEvent, EventKind, Moment, SessionCode, Source};
use crate::intake::{
    Choices, RowProblem, SCAN_AT, SCAN_FIELDS, SCAN_REASON, Scan, Table, read_codes, read_scan,
    taken_back,
};
use crate::store::{Entry, Recorded, Store};

/// Imports scans in the order of the file; each is entered as the desk and the operator that the
/// file names, else as those who import it.
pub fn import_scans(
    store: &mut Store,
    entry: &Entry,
    file: ScansFile<'_>,
    new_id: &dyn Fn() -> String,
) -> Result<ScansOutcome, OpError> {
    let ScansFile { input, order, rejects } = file;
    let scanned = store.record(entry, |tx| {
        let seminar = tx.seminar()?;
        let open = || Table::open(input, SCAN_FIELDS, &Choices::default());
        let order = date_order(input.name, order, open, |row, see| see(row.text(SCAN_AT)))?;
        let taken_back = taken_back(&open)?;
        let mut table = open()?;
        let rejects = Rejects::new(rejects, table.header(), table.position(SCAN_REASON))?;
        let mut scanned = Scanned::new(rejects);
        while let Some(row) = table.next_row()? {
            if taken_back.contains(&row.line) {
                scanned.outcome.taken_back += 1;
                continue;
            }
            let scan = match read_scan(&row, seminar.zone, seminar.zone.day(entry.at), order) {
                Ok(scan) => scan,
                Err(problems) => {
                    scanned.refuse(row.record(), problems)?;
                    continue;
                }
            };
            let found = find_person(tx, &scan.who, seminar.code_prefix)
                .and_then(|person| Ok((person, find_session(tx, &scan.session)?)));
            let (person, session) = match found {
                Ok(found) => found,
                Err(OpError::Store(error)) => return Err(OpError::Store(error)),
                Err(error) => {
                    scanned.refuse(row.record(), vec![problem(&scan, &error)])?;
                    continue;
                }
            };
            let or = |said: &str, usual: &str| {
                if said.is_empty() { usual.to_owned() } else { said.to_owned() }
            };
            tx.at_desk(&or(&scan.desk, &entry.desk), &or(&scan.by, &entry.actor), &new_id())?;
            let event = AttendanceEvent {
                event: new_id(),
                participant: person.id,
                code: person.code,
                session: session.id,
                session_code: session.item.code.to_string(),
                kind: scan.kind,
                at: scan.at,
                recorded_at: entry.at,
                source: scan.source,
                nonce: None,
                undoes: None,
                reason: String::new(),
            };
            match (tx.record_scan(&event)?, scan.kind) {
                (Recorded::New, EventKind::In) => scanned.outcome.came_in += 1,
                (Recorded::New, _) => scanned.outcome.went_out += 1,
                (Recorded::Known | Recorded::Before, _) => scanned.outcome.repeated += 1,
            }
        }
        Ok(scanned)
    })?;
    scanned.finish()
}

/// Imports a list of codes or e-mail addresses, one a line: people who were at a session; or the
/// check-in list of another system, which says itself when each came. `at` is when the people of
/// a list without times came; nothing means at the beginning of the session.
pub fn import_codes(
    store: &mut Store,
    entry: &Entry,
    file: ScansFile<'_>,
    session: &SessionCode,
    at: Option<Moment>,
    new_id: &dyn Fn() -> String,
) -> Result<ScansOutcome, OpError> {
    let scanned = store.record(entry, |tx| {
        let seminar = tx.seminar()?;
        let session = find_session(tx, session)?;
        if let Some(table) = check_ins::open(file.input) {
            let check_ins = CheckIns { tx, entry, seminar, session, new_id };
            return check_ins.take(file, table);
        }
        let at = moment(&seminar, at, &session)?;
        let header = StringRecord::from(vec!["code"]);
        let mut scanned = Scanned::new(Rejects::new(file.rejects, &header, None)?);
        for line in read_codes(file.input)? {
            let (line, who) = match line {
                Ok(found) => found,
                Err(problem) => {
                    scanned.refuse(&StringRecord::from(vec![&*problem.value]), vec![problem])?;
                    continue;
                }
            };
            let person = match find_person(tx, &who, seminar.code_prefix) {
                Ok(person) => person,
                Err(OpError::Store(error)) => return Err(OpError::Store(error)),
                Err(error) => {
                    let problem = nobody(line, &who, &error);
                    scanned.refuse(&StringRecord::from(vec![who]), vec![problem])?;
                    continue;
                }
            };
            // The list says that somebody was there, not when: what is known of the time stands.
            if tx.attendance_state(person.id, session.id)?.is_some() {
                scanned.outcome.repeated += 1;
                continue;
            }
            tx.record_scan(&AttendanceEvent {
                event: new_id(),
                participant: person.id,
                code: person.code,
                session: session.id,
                session_code: session.item.code.to_string(),
                kind: EventKind::In,
                at,
                recorded_at: entry.at,
                source: Source::Import,
                nonce: None,
                undoes: None,
                reason: String::new(),
            })?;
            scanned.outcome.came_in += 1;
        }
        Ok(scanned)
    })?;
    scanned.finish()
}

/// Says which cell of a scan is meant by nobody and nothing in the register.
fn problem(scan: &Scan, error: &OpError) -> RowProblem {
    match error {
        OpError::UnknownSession { session, .. } => {
            RowProblem::new(scan.line, "session", session.as_str(), "is not in the programme")
        }
        error => nobody(scan.line, &scan.who, error),
    }
}

fn nobody(line: u64, who: &str, error: &OpError) -> RowProblem {
    match error {
        OpError::BadCode { reason, .. } => RowProblem::new(line, "code", who, reason),
        _ => RowProblem::new(line, "code", who, "is nobody in the register"),
    }
}
