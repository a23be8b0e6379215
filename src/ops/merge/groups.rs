//! Brings home the groups that a copy of the register formed anew, and what it changed about groups.
//!
//! The groups of a track in a round are one thing, known by the operation that formed them. Where
//! one side knows the other's groups and has formed others since, its groups stand and what was
//! moved within the former ones is moot; where both formed groups, or one formed them and the other
//! announced the former ones, a person says which stand.

use std::collections::{HashMap, HashSet};

use super::super::OpError;
use super::merged::{ChangedBy, WITHOUT_GROUP, What};
use super::merging::Merge;
use super::said::Round;
use crate::domain::{GroupName, Track};
use crate::render::words::count;
use crate::store::{BreakoutGroup, Changed, Fact, Reader, YES};

/// Settles the groups of every round. Returns the rounds whose groups are not the same at both
/// sides, and of each whether what the copy did within them has to be told.
pub(super) fn bring_groups(merge: &mut Merge<'_, '_>) -> Result<HashMap<Round, bool>, OpError> {
    let mut superseded = HashMap::new();
    for round in 1..=merge.tx.rounds()?.max(merge.theirs.rounds()?) {
        for &track in Track::ALL {
            let sides = Sides {
                here: of_track(merge.tx, round, track)?,
                there: of_track(merge.theirs, round, track)?,
            };
            let formed_here = formed(merge.tx, &sides.here)?;
            let formed_there = formed(merge.theirs, &sides.there)?;
            if formed_here == formed_there {
                continue;
            }
            let taken = settle(merge, (round, track), &sides, &formed_here, &formed_there)?;
            superseded.insert((round, track), !taken);
            if taken {
                take(merge, round, &sides)?;
            }
        }
    }
    for one in merge.changed {
        let Fact::Group(round, name, field) = &one.fact else { continue };
        if !superseded.contains_key(&(*round, name.track)) {
            bring_term(merge, *round, *name, field, one)?;
        }
    }
    Ok(superseded)
}

struct Sides {
    here: Vec<BreakoutGroup>,
    there: Vec<BreakoutGroup>,
}

fn of_track(
    register: &Reader<'_>,
    round: u32,
    track: Track,
) -> Result<Vec<BreakoutGroup>, OpError> {
    let groups = register.breakout_groups(round)?;
    Ok(groups.into_iter().filter(|group| group.name.track == track).collect())
}

/// Returns the operation that formed groups, by its identifier; empty where there are none.
fn formed(register: &Reader<'_>, groups: &[BreakoutGroup]) -> Result<String, OpError> {
    let by = groups.iter().map(|group| group.formed_by).max();
    Ok(by.map(|by| register.uuid(by)).transpose()?.flatten().unwrap_or_default())
}

/// Says whether the copy's groups are taken, and reports it.
fn settle(
    merge: &mut Merge<'_, '_>,
    (round, track): Round,
    sides: &Sides,
    formed_here: &str,
    formed_there: &str,
) -> Result<bool, OpError> {
    let Sides { here, there } = sides;
    let before =
        |known: &HashSet<String>, formed: &str| formed.is_empty() || known.contains(formed);
    let changed = |one: &&Changed| matches!(&one.fact, Fact::Group(at, name, _) if (*at, name.track) == (round, track));
    let mut touched = merge.changed.iter().filter(changed);
    let announced_there = touched
        .clone()
        .any(|one| matches!(one.fact, Fact::Group(_, _, "announced")) && one.theirs == YES);
    let touched = touched.next().is_some();
    let announced_here = here.iter().any(|group| group.announced);
    let seen_there = before(&merge.known.there, formed_here);
    let seen_here = before(&merge.known.here, formed_there);
    let both = match (seen_there, seen_here) {
        (true, false) => announced_here,
        (false, true) => announced_there,
        (both_new, _) => !both_new,
    };
    // Where each knows the other's, one of them went back to what was before.
    let newer_there = if seen_there == seen_here { touched } else { seen_there };
    let name = format!("groups of {}", track.as_str());
    let who = (name.as_str(), "");
    let field = format!("round {round}");
    let sides = (told(merge.tx, here)?, told(merge.theirs, there)?);
    if both || newer_there {
        let changed_by = ChangedBy::theirs_and(both);
        return Ok(merge.merged.settle(merge.prefer, changed_by, who, field, (&sides.0, &sides.1)));
    }
    if touched {
        let settled = "groups were formed anew here: these stand";
        merge.merged.tell(What::NotBrought, who, field, sides, settled);
    }
    Ok(false)
}

/// Returns groups as a report names them: how many, and whether everybody knows of them.
fn told(register: &Reader<'_>, groups: &[BreakoutGroup]) -> Result<String, OpError> {
    let Some(by) = groups.iter().map(|group| group.formed_by).max() else {
        return Ok("none".to_owned());
    };
    let zone = register.seminar()?.zone;
    let at = register.operation_time(by)?.map(|at| zone.day_and_clock(at)).unwrap_or_default();
    let state = if groups.iter().any(|group| group.announced) { "announced" } else { "proposed" };
    Ok(format!("{} formed {at}, {state}", count(groups.len(), "group", "groups")))
}

/// Makes the groups of a track in a round those of the copy.
fn take(merge: &mut Merge<'_, '_>, round: u32, sides: &Sides) -> Result<(), OpError> {
    let tx = merge.tx;
    let mut seated = HashMap::new();
    for group in &sides.here {
        for (participant, _) in tx.seats_of(group.id)? {
            if let Some(seat) = tx.seat_in(participant, round)? {
                tx.remove_seat(seat)?;
            }
            seated.insert(participant, group.name);
        }
        tx.remove_group(group.id)?;
    }
    for group in &sides.there {
        let formed_by = merge.theirs.uuid(group.formed_by)?.unwrap_or_default();
        let formed_by = tx.operation_of(&formed_by)?;
        let id = tx.add_formed_group(group, round, formed_by)?;
        for (participant, stay) in merge.theirs.seats_of(group.id)? {
            if tx.participant_by_id(participant)?.is_none() {
                continue;
            }
            // The person may have changed tracks here and sit in a group of the other one.
            if let Some(seat) = tx.seat_in(participant, round)? {
                tx.remove_seat(seat)?;
            }
            tx.add_seat(id, participant, round, stay)?;
            seated.remove(&participant);
        }
    }
    let mut without: Vec<(i64, GroupName)> = seated.into_iter().collect();
    without.sort_unstable();
    for (participant, group) in without {
        let Some(person) = tx.participant_by_id(participant)? else { continue };
        if person.status.counts() {
            let settled = WITHOUT_GROUP;
            let sides = (group.to_string(), "");
            let field = format!("group, round {round}");
            merge.merged.tell_of(What::NotBrought, &person, field, sides, settled);
        }
    }
    Ok(())
}

/// Changes room, limit, languages or announcement of a group that is the same at both sides.
fn bring_term(
    merge: &mut Merge<'_, '_>,
    round: u32,
    name: GroupName,
    field: &str,
    one: &Changed,
) -> Result<(), OpError> {
    let here = merge.tx.value_of(&one.fact)?;
    if here == one.theirs {
        return Ok(());
    }
    let changed_by = ChangedBy::theirs_and(one.base.as_ref() != Some(&here));
    let (group, about) = (name.to_string(), format!("{field}, round {round}"));
    let sides = (here.as_str(), one.theirs.as_str());
    if !merge.merged.settle(merge.prefer, changed_by, (&group, ""), about, sides) {
        return Ok(());
    }
    let groups = merge.tx.breakout_groups(round)?;
    let there = merge.theirs.breakout_groups(round)?;
    let named = |groups: Vec<BreakoutGroup>| groups.into_iter().find(|group| group.name == name);
    let (Some(mut group), Some(there)) = (named(groups), named(there)) else { return Ok(()) };
    match field {
        "room" => group.terms.room = there.terms.room,
        "capacity" => group.terms.capacity = there.terms.capacity,
        "languages" => group.terms.languages = there.terms.languages,
        _ => group.announced = there.announced,
    }
    Ok(merge.tx.set_group(&group)?)
}
