//! Brings home what a copy of the register says of people beside the participants' list: further
//! columns, groups, rules, excuses, and the lists of excursions.

use std::collections::{HashMap, HashSet};

use super::super::OpError;
use super::merged::{ChangedBy, What};
use super::merging::Merge;
use crate::domain::{Extra, GroupName, Participant, Track};
use crate::store::{Excuse, Fact, PINNED, Said, Stay};

/// The groups of a track in a round.
pub(super) type Round = (u32, Track);

/// Brings what is said of people; the groups of rounds that are not the same at both sides are
/// settled as a whole and passed over here.
pub(super) fn bring_said(
    merge: &mut Merge<'_, '_>,
    excursions: &HashMap<i64, i64>,
    superseded: &HashMap<Round, bool>,
) -> Result<(), OpError> {
    // Whoever goes leaves the place to whoever gets it.
    for given in [false, true] {
        for one in merge.changed {
            let Fact::Person(id, said) = &one.fact else { continue };
            if one.theirs.is_empty() == given {
                continue;
            }
            let Some(said) = said_here(said, excursions) else { continue };
            let Some(person) = merge.tx.participant_by_id(*id)? else {
                not_here(merge, *id, &said, &one.theirs)?;
                continue;
            };
            let here = merge.tx.value_of(&Fact::Person(*id, said.clone()))?;
            if here == one.theirs {
                continue;
            }
            if let Said::Group(round) = said
                && let Some(told) = groups_anew(round, &here, &one.theirs, superseded)
            {
                if told {
                    let settled =
                        "groups were formed anew here: move the person, if it still holds";
                    let field = format!("group, round {round}");
                    let sides = (here, one.theirs.as_str());
                    merge.merged.tell_of(What::NotBrought, &person, field, sides, settled);
                }
                continue;
            }
            bring_one(merge, &person, &said, &here, one.base.as_deref(), &one.theirs)?;
        }
    }
    Ok(())
}

fn bring_one(
    merge: &mut Merge<'_, '_>,
    person: &Participant,
    said: &Said,
    here: &str,
    base: Option<&str>,
    theirs: &str,
) -> Result<(), OpError> {
    let changed_by = ChangedBy::theirs_and(base != Some(here));
    let both = changed_by == ChangedBy::Both;
    match said {
        // What a sender's list said is compared with its next list: either will do.
        Said::Source(_) => {
            if !both {
                store(merge, person, said, theirs)?;
            }
            return Ok(());
        }
        // Who went away at one side is away; who came at both sides came when it was first said.
        Said::Listed(_) => {
            let value = if both { here.min(theirs) } else { theirs };
            if value != here {
                store(merge, person, said, value)?;
                let field = excursion_name(merge, said)?;
                let (was, is) = (listed(here), listed(value));
                if was != is {
                    let settled = "changed there only: taken";
                    merge.merged.edits += 1;
                    merge.merged.tell_of(What::Edit, person, field, (was, is), settled);
                }
            }
            return Ok(());
        }
        Said::Bus(excursion) | Said::Cleared(excursion)
            if merge.tx.place(*excursion, person.id)?.is_none() =>
        {
            if !theirs.is_empty() {
                let settled = "the person is not on the excursion's list here";
                let sides = ("", theirs.replace('\n', ", "));
                merge.merged.tell_of(What::NotBrought, person, field(said), sides, settled);
            }
            return Ok(());
        }
        // A seat that one side gave up, or handed over, with somebody who does not come.
        Said::Group(_) if both && !comes(person) && (here.is_empty() || theirs.is_empty()) => {
            if !here.is_empty() {
                store(merge, person, said, "")?;
            }
            let settled = "no seat: the person does not come";
            merge.merged.tell_of(What::Edit, person, field(said), (here, theirs), settled);
            return Ok(());
        }
        Said::Group(round) if !theirs.is_empty() && group(merge, *round, theirs)?.is_none() => {
            let settled = "there is no such group here";
            merge.merged.tell_of(What::NotBrought, person, field(said), (here, theirs), settled);
            return Ok(());
        }
        _ => {}
    }
    let name = person.name();
    let who = (person.code.as_str(), name.as_str());
    if merge.merged.settle(merge.prefer, changed_by, who, field(said), (here, theirs)) {
        store(merge, person, said, theirs)?;
    }
    Ok(())
}

fn comes(person: &Participant) -> bool {
    !person.status.is_refusal()
}

fn listed(since: &str) -> &'static str {
    if since.is_empty() { "not on the list" } else { "on the list" }
}

/// Returns what a report calls it.
fn field(said: &Said) -> String {
    match said {
        Said::SameAs => "same person as".to_owned(),
        Said::Extra(name) => name.clone(),
        Said::Group(round) => format!("group, round {round}"),
        Said::Rule(kind, name) => format!("{kind} {name}").trim_end().to_owned(),
        Said::Excuse(session) => format!("excused, {session}"),
        Said::Source(source) => format!("list of {source}"),
        Said::Listed(_) => "excursion".to_owned(),
        Said::Bus(_) => "bus".to_owned(),
        Said::Cleared(_) => "cleared by".to_owned(),
    }
}

/// Speaks of the excursion that the one of the copy is here.
fn said_here(said: &Said, excursions: &HashMap<i64, i64>) -> Option<Said> {
    let here = |id: &i64| excursions.get(id).copied();
    Some(match said {
        Said::Listed(id) => Said::Listed(here(id)?),
        Said::Bus(id) => Said::Bus(here(id)?),
        Said::Cleared(id) => Said::Cleared(here(id)?),
        other => other.clone(),
    })
}

fn excursion_name(merge: &Merge<'_, '_>, said: &Said) -> Result<String, OpError> {
    let Said::Listed(id) = said else { return Ok(String::new()) };
    let found = merge.tx.excursions()?.into_iter().find(|excursion| excursion.id == *id);
    Ok(found.map(|excursion| excursion.name).unwrap_or_default())
}

/// Reports what was said of somebody whose registration was taken back here.
fn not_here(merge: &mut Merge<'_, '_>, id: i64, said: &Said, value: &str) -> Result<(), OpError> {
    if value.is_empty() || matches!(said, Said::Source(_) | Said::Listed(_)) {
        return Ok(());
    }
    if let Some(person) = merge.theirs.participant_by_id(id)? {
        let settled = "the person's registration was taken back here";
        merge.merged.tell_of(What::NotBrought, &person, field(said), ("", value), settled);
    }
    Ok(())
}

/// Returns nothing for a seat in groups that are the same at both sides, and otherwise whether it
/// has to be told.
fn groups_anew(
    round: u32,
    here: &str,
    theirs: &str,
    superseded: &HashMap<Round, bool>,
) -> Option<bool> {
    [theirs, here].into_iter().find_map(|seat| {
        let name: GroupName = seat.trim_end_matches(PINNED).parse().ok()?;
        superseded.get(&(round, name.track)).copied()
    })
}

/// Returns the group of a seat, with whether the person stays there.
fn group(merge: &Merge<'_, '_>, round: u32, seat: &str) -> Result<Option<(i64, Stay)>, OpError> {
    let pinned = seat.strip_suffix(PINNED).map(|name| (name, Stay::Pinned));
    let (name, stay) = pinned.unwrap_or((seat, Stay::Free));
    let Ok(name) = name.parse::<GroupName>() else { return Ok(None) };
    Ok(merge.tx.group(name, round)?.map(|group| (group, stay)))
}

fn store(
    merge: &mut Merge<'_, '_>,
    person: &Participant,
    said: &Said,
    value: &str,
) -> Result<(), OpError> {
    let (tx, id) = (merge.tx, person.id);
    match said {
        Said::SameAs => lead(merge, person, value)?,
        Said::Extra(name) => {
            tx.set_extra(id, &Extra { name: name.clone(), value: value.to_owned() })?;
        }
        Said::Group(round) => {
            let held = tx.seat_in(id, *round)?;
            match (held, group(merge, *round, value)?) {
                (Some(held), Some((group, stay))) => tx.move_seat(held, group, stay)?,
                (None, Some((group, stay))) => tx.add_seat(group, id, *round, stay)?,
                (Some(held), None) => tx.remove_seat(held)?,
                (None, None) => {}
            }
        }
        Said::Rule(kind, name) => {
            let known = tx.breakout_rules()?.into_iter().find(|rule| {
                rule.participant == id && rule.kind.as_str() == kind && rule.name == *name
            });
            match (known, kind.parse()) {
                (Some(rule), _) if value.is_empty() => tx.remove_breakout_rule(rule.id)?,
                (None, Ok(kind)) if !value.is_empty() => tx.add_breakout_rule(kind, name, id)?,
                _ => {}
            }
        }
        Said::Excuse(code) => {
            let Ok(code) = code.parse() else { return Ok(()) };
            let Some(session) = tx.session(&code)? else { return Ok(()) };
            if value.is_empty() {
                tx.remove_excuse(id, session.id)?;
            } else {
                let reason = value.to_owned();
                tx.set_excuse(&Excuse { participant: id, session: session.id, reason })?;
            }
        }
        Said::Source(source) => tx.set_said(source, id, value)?,
        Said::Listed(excursion) => match tx.place(*excursion, id)? {
            Some(place) if value.is_empty() => tx.remove_place(place.id)?,
            Some(place) => tx.set_since(place.id, value)?,
            None => {
                let place = tx.add_place_since(*excursion, id, value)?;
                merge.placed.insert(place);
            }
        },
        Said::Bus(excursion) | Said::Cleared(excursion) => {
            if let Some(mut place) = tx.place(*excursion, id)? {
                if matches!(said, Said::Bus(_)) {
                    value.clone_into(&mut place.bus);
                } else {
                    place.cleared = value.lines().map(str::to_owned).collect();
                }
                tx.set_place(&place)?;
            }
        }
    }
    Ok(())
}

/// Makes a registration lead to another one. Two sides may have made one person of two the other
/// way round: then the lower code is kept, whichever merge comes first.
fn lead(merge: &mut Merge<'_, '_>, person: &Participant, first: &str) -> Result<(), OpError> {
    let tx = merge.tx;
    let leads: HashMap<i64, i64> = tx.second_registrations()?.into_iter().collect();
    let mut round = vec![person.id];
    let mut next = merge.theirs.first_of(person.id)?.filter(|_| !first.is_empty());
    while let Some(at) = next {
        round.push(at);
        next = leads.get(&at).copied().filter(|next| round[1..].iter().all(|at| at != next));
    }
    let closed = round.len() > 1 && round.last() == Some(&person.id);
    let lowest = round.iter().min().copied();
    if closed && let Some(kept) = lowest.map(|id| tx.participant_by_id(id)).transpose()?.flatten() {
        let settled = "made one person both ways round: the lower code is kept; look at its status";
        merge.merged.tell_of(What::SamePerson, &kept, "", (person.code.as_str(), first), settled);
        if kept.id == person.id {
            return Ok(());
        }
        tx.set_same_as(kept.id, "")?;
    }
    tx.set_same_as(person.id, first)?;
    // Whoever led to a second registration leads to the first one.
    for (second, at) in tx.second_registrations()? {
        let mut last = at;
        while let Some(next) = tx.first_of(last)? {
            last = next;
        }
        if last != at
            && let Some(last) = tx.participant_by_id(last)?
        {
            tx.set_same_as(second, &last.code)?;
        }
    }
    Ok(())
}

/// Brings the sign-in sheets that were printed there, so that the paper can be keyed in here.
pub(super) fn bring_sheets(merge: &mut Merge<'_, '_>) -> Result<(), OpError> {
    let codes: HashMap<i64, _> = merge
        .theirs
        .sessions()?
        .into_iter()
        .map(|session| (session.id, session.item.code))
        .collect();
    let mut brought = HashSet::new();
    for one in merge.changed {
        let Fact::Sheet(version) = &one.fact else { continue };
        let Some(sheet) = merge.theirs.sheet(version)? else { continue };
        let Some(code) = codes.get(&sheet.session) else { continue };
        let Some(session) = merge.tx.session(code)? else { continue };
        if merge.tx.sheet(version)?.is_none() && brought.insert(version) {
            merge.tx.add_sheet((session.id, code.as_str()), &sheet.scope, sheet.lines)?;
        }
    }
    Ok(())
}
