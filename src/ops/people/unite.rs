//! Makes one person of two registrations.
//!
//! Events are only ever added: those of the second registration are taken back and told again for
//! the first. Each says which operation did so, by which an undo finds and reverses them.

use super::super::{OpError, find_person};
use super::edit::{change, promote_first};
use crate::domain::{AttendanceEvent, EventKind, PARTICIPANT_COLUMNS, Participant, Status};
use crate::store::{Entry, MAIN_EXCURSION, Operated, Store, ToldEvent, Writer};

/// One field in which the two registrations differed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct United {
    /// The column.
    pub field: &'static str,
    /// What the kept registration said.
    pub kept: String,
    /// What the dropped one said.
    pub dropped: String,
    /// What stands now.
    pub now: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnePerson {
    /// The person as it is now.
    pub person: Participant,
    /// The code that leads to the person as well.
    pub dropped: String,
    /// Where the registrations differed.
    pub fields: Vec<United>,
    /// How many check-ins and check-outs are the person's now.
    pub events: usize,
    /// Who got a seat on the excursion that the person held twice.
    pub promoted: Option<Participant>,
}

/// Makes `drop` a further registration of `keep`.
///
/// Fields that `keep` lacks, seats, places, rules and the record of attendance come from `drop`.
/// Its code leads to the person from then on.
pub fn unite(
    store: &mut Store,
    entry: &Entry,
    keep: &str,
    drop: &str,
    new_id: &dyn Fn() -> String,
) -> Result<Operated<OnePerson>, OpError> {
    store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let keep = find_person(tx, keep, prefix)?;
        let drop = find_person(tx, drop, prefix)?;
        if keep.id == drop.id {
            return Err(OpError::OnePerson { code: keep.code.clone(), who: keep.described() });
        }
        let changes = taken_over(&keep, &drop);
        let takes_email = changes.iter().any(|(field, _)| *field == "email");
        let seats_before = (keep.seat, drop.seat);
        tx.give_belongings(drop.id, keep.id)?;
        tx.lead_to(keep.id, drop.id, takes_email)?;
        let edited = change(tx, prefix, keep.clone(), &changes)?;
        let mut promoted = edited.promoted;
        if let (Some(_), Some(_)) = seats_before {
            promoted = promote_first(tx, MAIN_EXCURSION)?;
        }
        let events = tell_again(tx, entry, drop.id, &keep, new_id)?;
        let person = tx.participant_by_id(keep.id)?.ok_or(OpError::NothingToDo)?;
        tx.summarize(format!("{} is {}", drop.code, person.code));
        let fields = differences(&keep, &drop, &person);
        Ok(OnePerson { person, dropped: drop.code, fields, events, promoted })
    })
}

/// Takes back a second registration's events and tells them again for the first one; returns how
/// many there are.
pub(in crate::ops) fn tell_again(
    tx: &Writer<'_>,
    entry: &Entry,
    second: i64,
    first: &Participant,
    new_id: &dyn Fn() -> String,
) -> Result<usize, OpError> {
    let events = tx.told_events(second)?;
    for event in &events {
        take_back(tx, entry, event, new_id)?;
        tell(tx, entry, event, (&first.code, first.id), new_id)?;
    }
    Ok(events.len())
}

/// Returns what the kept registration takes over from the dropped one.
fn taken_over(keep: &Participant, drop: &Participant) -> Vec<(&'static str, String)> {
    let fields = PARTICIPANT_COLUMNS.into_iter().zip(keep.fields().into_iter().zip(drop.fields()));
    let mut changes: Vec<(&'static str, String)> = fields
        .filter(|(column, (kept, dropped))| {
            // A name is one person's as a whole: no part of another spelling completes it.
            let is_name = matches!(*column, "family_name" | "given_name");
            !is_name && kept.is_empty() && !dropped.is_empty()
        })
        .map(|(column, (_, dropped))| (column, dropped.to_owned()))
        .collect();
    let comes = |status: Status| (status.counts(), status.expected());
    if comes(drop.status) > comes(keep.status) {
        changes.push(("status", drop.status.as_str().to_owned()));
    }
    changes
}

fn differences(keep: &Participant, drop: &Participant, now: &Participant) -> Vec<United> {
    let values = keep.fields().into_iter().zip(drop.fields()).zip(now.fields());
    PARTICIPANT_COLUMNS
        .into_iter()
        .zip(values)
        .filter(|(field, ((kept, dropped), _))| *field != "code" && kept != dropped)
        .map(|(field, ((kept, dropped), now))| United {
            field,
            kept: kept.to_owned(),
            dropped: dropped.to_owned(),
            now: now.to_owned(),
        })
        .collect()
}

/// Turns round what an operation did to the record, as part of taking that operation back; returns
/// how many events that were. A merge brought events and may have told others again.
pub(in crate::ops) fn turn_round_events(
    tx: &Writer<'_>,
    entry: &Entry,
    operation: i64,
    new_id: &dyn Fn() -> String,
) -> Result<usize, OpError> {
    let Some(uuid) = tx.uuid(operation)? else { return Ok(0) };
    let (mut told, mut taken_back) = tx.events_told_by(&uuid)?;
    let brought = tx.events_brought(operation)?;
    taken_back.retain(|event| !brought.all.contains(&event.event));
    told.extend(brought.standing);
    taken_back.extend(brought.taken_back);
    for event in &told {
        take_back(tx, entry, event, new_id)?;
    }
    for event in &taken_back {
        tell(tx, entry, event, (&event.code, event.participant), new_id)?;
    }
    Ok(told.len() + taken_back.len())
}

fn take_back(
    tx: &Writer<'_>,
    entry: &Entry,
    event: &ToldEvent,
    new_id: &dyn Fn() -> String,
) -> Result<(), OpError> {
    let undo = AttendanceEvent {
        kind: EventKind::Undo,
        at: entry.at,
        undoes: Some(event.event.clone()),
        reason: entry.verb.to_owned(),
        ..again(entry, event, (&event.code, event.participant), new_id)
    };
    Ok(tx.undo_event(&undo)?)
}

fn tell(
    tx: &Writer<'_>,
    entry: &Entry,
    event: &ToldEvent,
    who: (&str, i64),
    new_id: &dyn Fn() -> String,
) -> Result<(), OpError> {
    tx.record_scan(&again(entry, event, who, new_id))?;
    Ok(())
}

fn again(
    entry: &Entry,
    event: &ToldEvent,
    (code, participant): (&str, i64),
    new_id: &dyn Fn() -> String,
) -> AttendanceEvent {
    AttendanceEvent {
        event: new_id(),
        participant,
        code: code.to_owned(),
        session: event.session,
        session_code: event.session_code.clone(),
        kind: event.kind,
        at: event.at,
        recorded_at: entry.at,
        source: event.source,
        nonce: None,
        undoes: None,
        // The record can only be added to, and only at this desk: so it says where it was first made.
        reason: event.recorded.clone(),
    }
}
