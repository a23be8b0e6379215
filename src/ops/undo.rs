//! Takes back what was done: an operation by its images, check-ins by further events.

use super::OpError;
use super::attendance::attend::refuse_repeated;
use super::attendance::take_back::{Correction, persons};
use super::people::unite::turn_round_events;
use crate::domain::{EventKind, Participant, Source};
use crate::store::{Entry, LatestEvent, Reader, Store, StoreError, Undone};

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reverted {
    /// An operation, by its number and verb.
    Operation {
        /// Its number.
        operation: i64,
        /// What it had done.
        verb: String,
        /// Rows removed, restored or put back.
        rows: i64,
        /// Check-ins and check-outs taken back, or entered again.
        events: usize,
        /// What stays, since the record of attendance needs it.
        stays: Vec<String>,
    },
    /// The check-ins and check-outs of one command.
    Events {
        /// In or out; nothing where they are of both kinds.
        kind: Option<EventKind>,
        /// The code of the first of the people.
        code: String,
        /// The session's code; nothing where they are of several.
        session: Option<String>,
        /// How many people they are about.
        persons: usize,
        /// How many they are.
        events: usize,
    },
}

/// What is to be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoing {
    /// An operation, by its number.
    Operation(i64),
    /// What this desk did last.
    Latest,
    /// What this desk took back last.
    LatestUndo,
}

/// The entry that is meant.
enum Target {
    Operation(i64),
    Event(LatestEvent),
}

/// Takes something back, by a new operation or by further events.
pub fn undo(
    store: &mut Store,
    entry: &Entry,
    undoing: Undoing,
    reason: &str,
    new_id: &dyn Fn() -> String,
) -> Result<(Reverted, Option<i64>), OpError> {
    let target = store.read(|register| {
        // Another entry is the latest now: repeated, the request would take that one back as well.
        refuse_repeated(register, entry)?;
        target(register, entry, undoing)
    })?;
    match target {
        Target::Operation(operation) => turn_operation(store, entry, operation, reason, new_id),
        Target::Event(latest) => {
            let by_hand = Correction { entry, at: entry.at, source: Source::Hand, reason, new_id };
            turn_events(store, &by_hand, &latest, undoing).map(|reverted| (reverted, None))
        }
    }
}

/// Takes back an operation by a new one; what it did to the record of attendance, by further events.
fn turn_operation(
    store: &mut Store,
    entry: &Entry,
    operation: i64,
    reason: &str,
    new_id: &dyn Fn() -> String,
) -> Result<(Reverted, Option<i64>), OpError> {
    let entry = Entry { undoes: Some(operation), ..entry.clone() };
    let operated = store.operate(&entry, |tx| {
        let verb = tx.verb(operation)?.unwrap_or_default();
        if let Some(by) = tx.undone_by(operation)? {
            return Err(OpError::NothingToUndo(format!(
                "operation {operation} was taken back by operation {by}"
            )));
        }
        let (rows, stays) = match tx.take_back(operation, verb == "desk merge")? {
            Undone::Blocked { by } => return Err(OpError::UndoBlocked { operation, by }),
            Undone::Done { rows, stays } => (rows, stays),
        };
        let events = match verb.as_str() {
            "merge" | "desk merge" | "undo" | "redo" => {
                turn_round_events(tx, &entry, operation, new_id)?
            }
            _ => 0,
        };
        if rows == 0 && events == 0 {
            return Err(OpError::NothingToUndo(format!(
                "nothing is left of what operation {operation} did"
            )));
        }
        tx.count_events(events);
        let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
        tx.summarize(format!("operation {operation} ({verb}){reason}"));
        Ok(Reverted::Operation { operation, verb, rows, events, stays })
    })?;
    Ok((operated.value, operated.operation))
}

/// Takes back what the command recorded whose event is the desk's latest one, or enters again what the
/// desk took back last.
fn turn_events(
    store: &mut Store,
    correction: &Correction<'_>,
    latest: &LatestEvent,
    undoing: Undoing,
) -> Result<Reverted, OpError> {
    let desk = &correction.entry.desk;
    store.record(correction.entry, |tx| {
        let now = latest_event(tx, desk, undoing)?;
        if now.as_ref() != Some(latest) {
            return Err(OpError::NothingToUndo(format!(
                "desk {desk} has recorded or taken back something else in the meantime"
            )));
        }
        let events = match undoing {
            Undoing::LatestUndo => correction.enter_again(tx, latest)?,
            Undoing::Latest | Undoing::Operation(_) => correction.take_back(tx, latest)?,
        };
        told(&events).ok_or_else(|| {
            OpError::NothingToUndo("whom it was about is nobody in the register".to_owned())
        })
    })
}

/// Says what was taken back, or entered again.
fn told(events: &[(LatestEvent, Participant)]) -> Option<Reverted> {
    let (first, person) = events.first()?;
    // Who came in to one session may have left others by it.
    let one = persons(events) == 1 && first.kind == EventKind::In;
    let all = |same: fn(&LatestEvent, &LatestEvent) -> bool| {
        one || events.iter().all(|(event, _)| same(event, first))
    };
    Some(Reverted::Events {
        kind: all(|event, first| event.kind == first.kind).then_some(first.kind),
        code: person.code.clone(),
        session: all(|event, first| event.session == first.session)
            .then(|| first.session_code.clone()),
        persons: persons(events),
        events: events.len(),
    })
}

fn latest_event(
    register: &Reader<'_>,
    desk: &str,
    undoing: Undoing,
) -> Result<Option<LatestEvent>, StoreError> {
    match undoing {
        Undoing::LatestUndo => register.latest_undone_event(desk),
        Undoing::Latest | Undoing::Operation(_) => register.latest_event(desk),
    }
}

fn target(register: &Reader<'_>, entry: &Entry, undoing: Undoing) -> Result<Target, OpError> {
    let found = named_or_latest(register, entry, undoing)?;
    if let Target::Operation(operation) = found
        && let Some(purge) = register.purged_since(operation)?
    {
        return Err(OpError::NothingToUndo(format!(
            "what operation {operation} had changed was erased by operation {purge}"
        )));
    }
    Ok(found)
}

fn named_or_latest(
    register: &Reader<'_>,
    entry: &Entry,
    undoing: Undoing,
) -> Result<Target, OpError> {
    let nothing = |why: String| Err(OpError::NothingToUndo(why));
    if let Undoing::Operation(operation) = undoing {
        return match register.verb(operation)?.as_deref() {
            None => nothing(format!("there is no operation {operation}")),
            Some("init" | "demo") => {
                nothing("the making of the register cannot be taken back".to_owned())
            }
            Some("purge") => nothing("what was erased is gone".to_owned()),
            Some("desk take") => nothing("a copy that was taken is out of the house".to_owned()),
            Some(_) if register.merged_by(operation)?.is_some() => {
                nothing(format!("operation {operation} was made in another copy of the register"))
            }
            Some(_) => Ok(Target::Operation(operation)),
        };
    }
    let redo = undoing == Undoing::LatestUndo;
    let latest = register.latest_operation(&entry.desk, redo)?;
    let event = latest_event(register, &entry.desk, undoing)?;
    match (latest, event) {
        (Some((_, seq)), Some(event)) if event.seq > seq => Ok(Target::Event(event)),
        (None, Some(event)) => Ok(Target::Event(event)),
        (Some((operation, _)), _) => match register.verb(operation)?.as_deref() {
            Some("init" | "demo") | None => {
                nothing(format!("desk {} has nothing to take back", entry.desk))
            }
            Some("purge") => nothing("what was erased is gone".to_owned()),
            Some("desk take") => nothing(format!(
                "operation {operation} made a copy, which is out of the house; name an earlier \
                 operation to take that back"
            )),
            Some(_) => Ok(Target::Operation(operation)),
        },
        (None, None) if redo => nothing(format!("desk {} has taken nothing back", entry.desk)),
        (None, None) => nothing(format!("desk {} has nothing to take back", entry.desk)),
    }
}
