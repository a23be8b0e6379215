//! Moves people by hand, and says what that costs before and after.

use super::super::{OpError, find_person};
use super::error::GroupError;
use super::rules::find_group;
use super::standing::Standing;
use crate::allocation::Judgement;
use crate::domain::{GroupName, Participant};
use crate::store::{Entry, GroupSeat, Operated, Reader, Stay, Store, Writer};

/// What came of moving or pinning one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The person.
    pub person: Participant,
    /// The group before, if there was one.
    pub from: Option<GroupName>,
    /// The group now.
    pub to: GroupName,
    /// Whether the person stays there when groups are made again.
    pub pinned: bool,
}

/// What came of moving people by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandMoved {
    /// Who moved.
    pub moved: Vec<Moved>,
    /// The pairs of the round before.
    pub before: Judgement,
    /// The pairs of the round now.
    pub after: Judgement,
    /// The rules that are broken by it, for the reason given.
    pub broken: Vec<String>,
}

/// Moves a person to a group of the person's track; the person stays there from now on.
pub fn move_to_group(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    to: GroupName,
    round: u32,
    reason: &str,
) -> Result<Operated<HandMoved>, OpError> {
    store.operate(entry, |tx| {
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        by_hand(tx, round, reason, || {
            let moved = move_one(tx, person.clone(), to, round)?;
            tx.summarize(summary(&format!("{} to {to}", person.code), reason));
            Ok(vec![moved])
        })
    })
}

/// Lets two people change places; both stay there from now on.
pub fn swap(
    store: &mut Store,
    entry: &Entry,
    typed: [&str; 2],
    round: u32,
    reason: &str,
) -> Result<Operated<HandMoved>, OpError> {
    store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let [one, other] = [find_person(tx, typed[0], prefix)?, find_person(tx, typed[1], prefix)?];
        let groups = [held_by(tx, &one, round)?.group, held_by(tx, &other, round)?.group];
        if groups[0] == groups[1] {
            let who = [one, other].map(|person| format!("{} {}", person.code, person.described()));
            return Err(GroupError::SameGroup { who, group: groups[0].to_string() }.into());
        }
        by_hand(tx, round, reason, || {
            let moved = vec![
                move_one(tx, one.clone(), groups[1], round)?,
                move_one(tx, other.clone(), groups[0], round)?,
            ];
            tx.summarize(summary(&format!("{} and {}", one.code, other.code), reason));
            Ok(moved)
        })
    })
}

/// Keeps a person in the present group when groups are made again.
pub fn pin(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    round: u32,
) -> Result<Operated<Moved>, OpError> {
    stay(store, entry, typed, round, Stay::Pinned)
}

/// Lets a person who was pinned be moved when groups are made again.
pub fn unpin(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    round: u32,
) -> Result<Operated<Moved>, OpError> {
    stay(store, entry, typed, round, Stay::Free)
}

fn stay(
    store: &mut Store,
    entry: &Entry,
    typed: &str,
    round: u32,
    stay: Stay,
) -> Result<Operated<Moved>, OpError> {
    store.operate(entry, |tx| {
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        let held = held_by(tx, &person, round)?;
        if held.stay != stay {
            let group = find_group(tx, held.group, round)?.id;
            tx.move_seat(held.id, group, stay)?;
        }
        let verb = match stay {
            Stay::Pinned => "stays in",
            Stay::Free => "may leave",
        };
        tx.summarize(format!("{} {verb} {}", person.code, held.group));
        Ok(Moved { person, from: Some(held.group), to: held.group, pinned: stay == Stay::Pinned })
    })
}

fn summary(what: &str, reason: &str) -> String {
    if reason.is_empty() { what.to_owned() } else { format!("{what}: {reason}") }
}

/// Returns a person's seat in a round.
fn held_by(register: &Reader<'_>, person: &Participant, round: u32) -> Result<GroupSeat, OpError> {
    seat_of(register, person, round)?.ok_or_else(|| {
        GroupError::NoGroup { who: format!("{} {}", person.code, person.described()), round }.into()
    })
}

fn seat_of(
    register: &Reader<'_>,
    person: &Participant,
    round: u32,
) -> Result<Option<GroupSeat>, OpError> {
    let seat = register.seats(round)?.into_iter().find(|seat| seat.participant == person.id);
    Ok(seat.and_then(|seat| seat.group))
}

fn move_one(
    tx: &Writer<'_>,
    person: Participant,
    to: GroupName,
    round: u32,
) -> Result<Moved, OpError> {
    let who = || format!("{} {}", person.code, person.described());
    if !person.status.counts() {
        return Err(OpError::NotComing { who: who(), status: person.status.as_str() });
    }
    if let Some(own) = person.track.filter(|own| *own != to.track) {
        return Err(GroupError::WrongTrack { who: who(), own, group: to.to_string() }.into());
    }
    let group = find_group(tx, to, round)?.id;
    let held = seat_of(tx, &person, round)?;
    match held {
        None => tx.add_seat(group, person.id, round, Stay::Pinned)?,
        Some(held) if held.group == to && held.is_pinned() => {}
        Some(held) => tx.move_seat(held.id, group, Stay::Pinned)?,
    }
    Ok(Moved { person, from: held.map(|held| held.group), to, pinned: true })
}

/// Judges the round before and after a change; a rule that it breaks needs a reason.
fn by_hand(
    tx: &Writer<'_>,
    round: u32,
    reason: &str,
    change: impl FnOnce() -> Result<Vec<Moved>, OpError>,
) -> Result<HandMoved, OpError> {
    let standing = Standing::read(tx, round, None)?;
    let (before, broken_before) = (standing.judgement(), standing.broken());
    let moved = change()?;
    let standing = Standing::read(tx, round, None)?;
    let mut broken = standing.broken();
    broken.retain(|rule| !broken_before.contains(rule));
    if !broken.is_empty() && reason.trim().is_empty() {
        return Err(GroupError::BreaksRules { broken }.into());
    }
    Ok(HandMoved { moved, before, after: standing.judgement(), broken })
}
