//! Brings home what a copy of the register recorded: the union of both records, and a report of what
//! both changed.
//!
//! Events, and the entries of the copy's desks, are united by their identifiers: so a merge done
//! twice changes nothing, and the order of several merges does not matter. What was changed there is
//! changed here, unless it was changed here as well; then a person says which side stands, or
//! nothing at all is stored.

mod groups;
mod merged;
mod merging;
mod people;
mod programme;
mod said;
mod seats;

pub use merged::{Difference, Merged, Stands, WITHOUT_GROUP, What};

use std::collections::{BTreeSet, HashMap, HashSet};

use super::OpError;
use super::programme::find_session;
use crate::domain::EventKind;
use crate::render::words::count;
use crate::store::{Entry, ForeignEvent, ForeignOperation, Reader, Store, Writer};
use groups::bring_groups;
use merging::{Known, Merge};
use people::{bring_fields, bring_people, retell};
use programme::{bring_countries, bring_excursions, bring_sessions};
use said::{bring_said, bring_sheets};
use seats::seat_by_turn;

/// Merges a copy into the register. With conflicts and no side preferred nothing is stored.
pub fn merge(
    store: &mut Store,
    entry: &Entry,
    copy: &Store,
    prefer: Option<Stands>,
    new_id: &dyn Fn() -> String,
) -> Result<Merged, OpError> {
    if let (Ok(here), Ok(there)) = (store.path().canonicalize(), copy.path().canonicalize())
        && here == there
    {
        return Err(OpError::MergedWithItself);
    }
    let verified = copy.read(|theirs| theirs.verify());
    let verified = verified.map_err(|error: crate::store::StoreError| OpError::DamagedCopy {
        detail: error.to_string(),
    })?;
    if let Some(fault) = verified.faults.first() {
        let detail = format!("{}: {}", fault.place, fault.detail);
        return Err(OpError::DamagedCopy { detail });
    }
    let mut attempt = |entry: &Entry| {
        store.operate(entry, |tx| copy.read(|theirs| run(tx, theirs, entry, prefer, new_id)))
    };
    let rehearsal = attempt(&Entry { rehearse: true, ..entry.clone() })?.value;
    if entry.rehearse || (rehearsal.conflicts > 0 && prefer.is_none()) {
        return Ok(rehearsal);
    }
    let operated = attempt(entry)?;
    Ok(Merged { stored: operated.operation.is_some(), ..operated.value })
}

fn run(
    tx: &Writer<'_>,
    theirs: &Reader<'_>,
    entry: &Entry,
    prefer: Option<Stands>,
    new_id: &dyn Fn() -> String,
) -> Result<Merged, OpError> {
    let (ours, other) = (tx.seminar()?, theirs.seminar()?);
    if ours.uuid != other.uuid {
        return Err(OpError::OtherSeminar { name: other.name });
    }
    let known = Known { here: tx.operation_uuids()?, there: theirs.operation_uuids()? };
    let all = theirs.foreign_operations(&known.here)?;
    let events = theirs.foreign_events(&tx.event_uuids()?)?;
    if all.is_empty() && events.is_empty() {
        taken_back(tx, theirs)?;
    }
    let desks = adopt_desks(tx, theirs, &all, &events)?;
    for operation in &all {
        tx.adopt_operation(operation, desks[&operation.desk])?;
    }
    let operations = own_work(&all);
    let changed = theirs.facts_changed(&operations)?;
    let mut merge = Merge {
        tx,
        theirs,
        prefer,
        operations: &operations,
        changed: &changed,
        known: &known,
        prefix: ours.code_prefix,
        placed: HashSet::new(),
        merged: Merged::default(),
    };
    bring_countries(&mut merge)?;
    let excursions = bring_excursions(&mut merge)?;
    bring_sessions(&mut merge)?;
    bring_people(&mut merge)?;
    bring_fields(&mut merge)?;
    let superseded = bring_groups(&mut merge)?;
    bring_said(&mut merge, &excursions, &superseded)?;
    bring_sheets(&mut merge)?;
    seat_by_turn(&mut merge, &excursions)?;
    bring_events(&mut merge, &events, &desks)?;
    retell(&mut merge, entry, new_id)?;
    let mut merged = merge.merged;
    merged.operations = u64::try_from(all.len()).unwrap_or(u64::MAX);
    merged.events = u64::try_from(events.len()).unwrap_or(u64::MAX);
    merged.differences.sort();
    let counts = [
        count(merged.events, "event", "events"),
        count(merged.people, "person", "persons"),
        count(merged.edits, "edit", "edits"),
    ];
    tx.summarize(counts.join(", "));
    Ok(merged)
}

/// Leaves out what was not done by hand in the copy: what came to it from a copy of its own is told
/// by the merge there, and a merge there of what is known here is no news.
fn own_work(all: &[ForeignOperation]) -> Vec<ForeignOperation> {
    let bring_news: HashSet<&str> =
        all.iter().filter_map(|operation| operation.merged_by.as_deref()).collect();
    all.iter()
        .filter(|operation| operation.merged_by.is_none())
        .filter(|operation| {
            operation.verb != "desk merge" || bring_news.contains(operation.uuid.as_str())
        })
        .cloned()
        .collect()
}

/// Refuses a copy that was merged, where that merge was taken back since.
fn taken_back(tx: &Writer<'_>, theirs: &Reader<'_>) -> Result<(), OpError> {
    for uuid in theirs.latest_operations()? {
        let Some(operation) = tx.operation_of(&uuid)? else { continue };
        if let Some(merge) = tx.merged_by(operation)? {
            return match tx.undone_by(merge)? {
                Some(by) => Err(OpError::MergeTakenBack { merge, by }),
                None => Ok(()),
            };
        }
    }
    Ok(())
}

/// Takes over the desks that recorded anything new; returns their keys here.
fn adopt_desks(
    tx: &Writer<'_>,
    theirs: &Reader<'_>,
    operations: &[ForeignOperation],
    events: &[ForeignEvent],
) -> Result<HashMap<String, i64>, OpError> {
    let mut first: HashMap<&str, i64> = HashMap::new();
    let entries = operations.iter().map(|one| (one.desk.as_str(), one.seq));
    for (desk, seq) in entries.chain(events.iter().map(|one| (one.desk.as_str(), one.seq))) {
        let earliest = first.entry(desk).or_insert(seq);
        *earliest = seq.min(*earliest);
    }
    let mut keys = HashMap::new();
    for desk in theirs.foreign_desks()? {
        let Some(&first) = first.get(desk.uuid.as_str()) else { continue };
        let (key, known) = tx.adopt_desk(&desk)?;
        // A copy made by other means goes on with the same desk, and then so do both.
        if first != known + 1 {
            return Err(OpError::ForkedDesk { desk: desk.name });
        }
        tx.advance_adopted(key, &desk)?;
        keys.insert(desk.uuid, key);
    }
    Ok(keys)
}

/// Takes the events over and folds the record of everybody whom they concern.
fn bring_events(
    merge: &mut Merge<'_, '_>,
    events: &[ForeignEvent],
    desks: &HashMap<String, i64>,
) -> Result<(), OpError> {
    let tx = merge.tx;
    let zone = tx.seminar()?.zone;
    let mut sessions = HashMap::new();
    let mut touched = BTreeSet::new();
    let mut doors = BTreeSet::new();
    let mut brought = Vec::with_capacity(events.len());
    for event in events {
        let session = if let Some(&known) = sessions.get(&event.session) {
            known
        } else {
            let id = find_session(tx, &event.session)?.id;
            sessions.insert(event.session.clone(), id);
            id
        };
        let Some(person) = tx.participant_by_id(event.participant)? else {
            return Err(OpError::GoneHere { code: event.code.clone() });
        };
        if event.kind == EventKind::In
            && !touched.contains(&(event.participant, session))
            && let Some(state) = tx.attendance_state(event.participant, session)?
            && doors.insert((event.participant, session))
        {
            let here = format!("{}, desk {}", zone.day_and_clock(state.first_in_at), state.desk);
            let there = format!("{}, desk {}", zone.day_and_clock(event.at), event.desk_name);
            let (field, sides) = (event.session.as_str(), (here, there));
            merge.merged.tell_of(
                What::BothDoors,
                &person,
                field,
                sides,
                "both kept; the first counts",
            );
        }
        brought.push(tx.adopt_event(event, session, desks[&event.desk])?);
        touched.insert((event.participant, session));
    }
    for (participant, session) in touched {
        tx.fold_events(participant, session)?;
    }
    if let (Some(&first), Some(&last)) = (brought.first(), brought.last()) {
        tx.remember_events(first, last)?;
    }
    Ok(())
}
