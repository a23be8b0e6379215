//! Imports the check-in list of another event system as the attendance of a session.

use super::super::OpError;
use super::super::date_order::date_order;
use super::super::lists::meant::{Meant, meant};
use super::super::rejects::Rejects;
use super::scanned::{Scanned, ScansFile, ScansOutcome};
use crate::domain::{
    AttendanceEvent, EventKind, NewParticipant, Participant, Session, Source, Timestamp,
    display_name,
};
use crate::intake::participant_fields::REASON;
use crate::intake::{
    Choices, DateOrder, Input, IntakeError, PARTICIPANT_FIELDS, Presence, Profile, RawRow,
    Registration, RowProblem, Table, moments, read_presence,
};
use crate::matching::fold;
use crate::store::{Entry, Reader, Recorded, Seminar, Writer};

/// Opens a file as a check-in list; returns nothing where no profile knows it for one.
pub(super) fn open(input: Input<'_>) -> Option<Table> {
    let choices = Choices { profiles: Profile::built_in(), ..Choices::default() };
    let table = Table::open(input, PARTICIPANT_FIELDS, &choices).ok()?;
    table.columns().tell_attendance().then_some(table)
}

/// Where and by whom the people of a list are recorded.
pub(super) struct CheckIns<'t, 'c> {
    pub(super) tx: &'t Writer<'c>,
    pub(super) entry: &'t Entry,
    pub(super) seminar: Seminar,
    pub(super) session: Session,
    pub(super) new_id: &'t dyn Fn() -> String,
}

impl CheckIns<'_, '_> {
    /// Records everybody of a list who was there; whoever has no time was not.
    pub(super) fn take(&self, file: ScansFile<'_>, mut table: Table) -> Result<Scanned, OpError> {
        let ScansFile { input, order, rejects } = file;
        let again =
            || open(input).ok_or_else(|| IntakeError::Empty { name: input.name.to_owned() });
        let order = date_order(input.name, order, again, |row, see| {
            row.attendance().flat_map(|(_, _, cell)| moments(cell)).for_each(see);
        })?;
        let registration = Registration::new(self.seminar.code_prefix, self.tx.country_aliases()?)
            .with_profile(table.columns().profile());
        let rejects = Rejects::new(rejects, table.header(), table.position(REASON))?;
        let mut scanned = Scanned::new(rejects);
        while let Some(row) = table.next_row()? {
            let events = match self.events(&row, order) {
                Ok(events) => events,
                Err(problem) => {
                    scanned.refuse(row.record(), vec![problem])?;
                    continue;
                }
            };
            if events.is_empty() {
                scanned.outcome.absent += 1;
                continue;
            }
            let person = match registration.read(&row) {
                Ok(person) => named(self.tx, &row, person)?,
                Err(problems) => {
                    scanned.refuse(row.record(), problems)?;
                    continue;
                }
            };
            match person {
                Ok(person) => {
                    for event in events {
                        self.record(&person, event, &mut scanned.outcome)?;
                    }
                }
                Err(problem) => scanned.refuse(row.record(), vec![problem])?,
            }
        }
        Ok(scanned)
    }

    /// Returns what a row says about coming and going.
    fn events(
        &self,
        row: &RawRow<'_>,
        order: Option<DateOrder>,
    ) -> Result<Vec<(EventKind, Timestamp)>, RowProblem> {
        let zone = self.seminar.zone;
        let begins = self.session.item.starts_at;
        let day = zone.day(begins);
        let mut events = Vec::new();
        for (kind, _, cell) in row.attendance() {
            let refused = |reason: String| RowProblem::new(row.line, "at", cell, reason);
            let texts = moments(cell);
            let (count, before) = (texts.len(), events.len());
            let mut is_elsewhere = false;
            for text in texts {
                let at = match read_presence(text, order).map_err(|e| refused(e.to_string()))? {
                    Presence::At(moment) => {
                        zone.instant(moment, day).map_err(|e| refused(e.to_string()))?
                    }
                    // It says that somebody was there, and not when.
                    Presence::Sometime if kind == EventKind::In => begins,
                    Presence::Sometime | Presence::Never => continue,
                };
                if zone.day(at) == day {
                    events.push((kind, at));
                } else {
                    is_elsewhere = true;
                }
            }
            // Of several days in one cell the others are of other sessions.
            if is_elsewhere && (count == 1 || events.len() == before) {
                let session = &self.session.item.code;
                return Err(refused(format!("is not on the day of {session}, {day}")));
            }
        }
        Ok(events)
    }

    fn record(
        &self,
        person: &Participant,
        (kind, at): (EventKind, Timestamp),
        outcome: &mut ScansOutcome,
    ) -> Result<(), OpError> {
        let event = AttendanceEvent {
            event: (self.new_id)(),
            participant: person.id,
            code: person.code.clone(),
            session: self.session.id,
            session_code: self.session.item.code.to_string(),
            kind,
            at,
            recorded_at: self.entry.at,
            source: Source::Import,
            nonce: None,
            undoes: None,
            reason: String::new(),
        };
        match (self.tx.record_scan(&event)?, kind) {
            (Recorded::New, EventKind::In) => outcome.came_in += 1,
            (Recorded::New, _) => outcome.went_out += 1,
            (Recorded::Known | Recorded::Before, _) => outcome.repeated += 1,
        }
        Ok(())
    }
}

/// Finds whom a row names. An address is often that of whoever booked for several, and so it counts
/// only with the name.
fn named(
    register: &Reader<'_>,
    row: &RawRow<'_>,
    mut person: NewParticipant,
) -> Result<Result<Participant, RowProblem>, OpError> {
    person.code = None;
    let mut found: Vec<Participant> = Vec::new();
    for (with_email, with_body) in [(true, true), (false, true), (false, false)] {
        for (family, given) in as_parts(&person.family_name, &person.given_name) {
            let mut looked_for = person.clone();
            (looked_for.family_name, looked_for.given_name) = (family, given);
            if !with_email {
                looked_for.email = None;
            }
            if !with_body {
                looked_for.country = None;
                looked_for.organization.clear();
            }
            let names = [&looked_for.family_name, &looked_for.given_name].map(|name| fold(name));
            match meant(register, row, &looked_for, &|_| false)? {
                Meant::One(one) | Meant::NewAddress(one)
                    if [&one.family_name, &one.given_name].map(|n| fold(n)) == names =>
                {
                    found.push(one);
                }
                Meant::Nobody | Meant::One(_) | Meant::NewAddress(_) | Meant::NewName(_) => {}
                // The address of whoever booked says nothing of another name.
                Meant::Several(_) | Meant::Unclear(_) if with_email => {}
                Meant::Several(problem) | Meant::Unclear(problem) => return Ok(Err(problem)),
            }
        }
        found.sort_by_key(|person| person.id);
        found.dedup_by_key(|person| person.id);
        if !found.is_empty() {
            break;
        }
    }
    let name = display_name(&person.family_name, &person.given_name);
    let refused = |reason: String| Ok(Err(RowProblem::new(row.line, "family_name", name, reason)));
    match (found.pop(), found.pop()) {
        (Some(person), None) => Ok(Ok(person)),
        (Some(one), Some(other)) => refused(format!(
            "could be {} {} or {} {}",
            other.code,
            other.described(),
            one.code,
            one.described()
        )),
        (None, _) => {
            let owner = match &person.email {
                Some(email) => register.participant_by_email(email.as_str())?,
                None => None,
            };
            refused(match owner {
                Some(owner) => format!(
                    "is nobody in the register; the address is that of {} {}",
                    owner.code,
                    owner.described()
                ),
                None => "is nobody in the register".to_owned(),
            })
        }
    }
}

/// Returns the family and given names that a whole name may be made of, in either order.
fn as_parts(family: &str, given: &str) -> Vec<(String, String)> {
    /// Longer names are kept in one piece.
    const MOST_WORDS: usize = 6;
    let words: Vec<&str> = family.split_whitespace().collect();
    let mut parts = vec![(family.to_owned(), given.to_owned())];
    if given.is_empty() && words.len() <= MOST_WORDS {
        for at in 1..words.len() {
            let (one, other) = (words[..at].join(" "), words[at..].join(" "));
            parts.push((one.clone(), other.clone()));
            parts.push((other, one));
        }
    }
    parts
}
