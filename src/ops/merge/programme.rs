//! Brings home what a copy of the register changed in the programme, the excursions and the names of
//! countries and regions.

use std::collections::{BTreeMap, HashMap};

use super::super::OpError;
use super::merged::{ChangedBy, What};
use super::merging::Merge;
use crate::domain::NewSession;
use crate::store::{Changed, CountryRow, Fact, SPEAKERS};

/// Changes display names, groupings and aliases.
pub(super) fn bring_countries(merge: &mut Merge<'_, '_>) -> Result<(), OpError> {
    for one in merge.changed {
        let Fact::Country(code, field) = &one.fact else { continue };
        let (Some(here), Some(there)) = (merge.tx.country(code)?, merge.theirs.country(code)?)
        else {
            continue;
        };
        let who = (code.as_str(), here.name.as_str());
        if taken(merge, &one.fact, one, who, field)? {
            let row = match *field {
                "name" => CountryRow { name: there.name, ..here },
                "groupings" => CountryRow { groupings: there.groupings, ..here },
                _ => CountryRow { aliases: there.aliases, ..here },
            };
            merge.tx.set_country(&row)?;
        }
    }
    Ok(())
}

/// Settles what the copy changed of something that is `fact` here.
fn taken(
    merge: &mut Merge<'_, '_>,
    fact: &Fact,
    one: &Changed,
    who: (&str, &str),
    field: &str,
) -> Result<bool, OpError> {
    let here = merge.tx.value_of(fact)?;
    if here == one.theirs {
        return Ok(false);
    }
    let changed_by = ChangedBy::theirs_and(one.base.as_ref() != Some(&here));
    let (here, there) = (told(field, &here), told(field, &one.theirs));
    Ok(merge.merged.settle(merge.prefer, changed_by, who, field, (&here, &there)))
}

/// Returns a value as a report shows it.
fn told(field: &str, value: &str) -> String {
    match field {
        "places" if value.is_empty() => "no limit".to_owned(),
        _ => value.to_owned(),
    }
}

/// Adds the excursions that were added there, changes what was changed there; returns which
/// excursion there is which one here.
pub(super) fn bring_excursions(merge: &mut Merge<'_, '_>) -> Result<HashMap<i64, i64>, OpError> {
    let there = merge.theirs.excursions()?;
    let made = merge.operations.iter().flat_map(|operation| &operation.made);
    let made: Vec<i64> =
        made.filter(|(table, _)| *table == "excursion").map(|(_, id)| *id).collect();
    let mut same = HashMap::new();
    for excursion in &there {
        let here = merge.tx.excursions()?;
        let named = |name: &str| here.iter().find(|here| here.name == name).map(|here| here.id);
        // One that was given another name at one side has its key still.
        let keyed = here.iter().find(|here| {
            here.id == excursion.id && there.iter().all(|there| there.name != here.name)
        });
        if let Some(id) = named(&excursion.name) {
            same.insert(excursion.id, id);
        } else if let (Some(here), false) = (keyed, made.contains(&excursion.id)) {
            same.insert(excursion.id, here.id);
        } else if made.contains(&excursion.id) {
            let id = merge.tx.add_excursion(&excursion.name, excursion.places)?;
            merge.tx.set_sites(id, &excursion.sites)?;
            same.insert(excursion.id, id);
            let who = (excursion.name.as_str(), "");
            merge.merged.tell(What::New, who, "excursion", ("", "added"), "added");
        }
    }
    for one in merge.changed {
        let Fact::Excursion(id, field) = &one.fact else { continue };
        let Some(&id) = same.get(id) else { continue };
        let Some(here) = merge.tx.excursions()?.into_iter().find(|here| here.id == id) else {
            continue;
        };
        if !taken(merge, &Fact::Excursion(id, field), one, (&here.name, ""), field)? {
            continue;
        }
        match *field {
            "name" => merge.tx.set_excursion(id, &one.theirs, here.places)?,
            "places" => merge.tx.set_excursion(id, &here.name, one.theirs.parse().ok())?,
            _ => {
                let sites: Vec<String> = one.theirs.lines().map(str::to_owned).collect();
                merge.tx.set_sites(id, &sites)?;
            }
        }
    }
    Ok(same)
}

/// Adds the sessions that were added there, and changes what was changed there.
pub(super) fn bring_sessions(merge: &mut Merge<'_, '_>) -> Result<(), OpError> {
    let mut by_code: BTreeMap<&str, Vec<&Changed>> = BTreeMap::new();
    for one in merge.changed {
        if let Fact::Session(code, _) = &one.fact {
            by_code.entry(code).or_default().push(one);
        }
    }
    for (code, changes) in by_code {
        let Ok(code) = code.parse() else { continue };
        let (here, there) = (merge.tx.session(&code)?, merge.theirs.session(&code)?);
        let who = |item: &NewSession| (item.code.to_string(), item.title.clone());
        match (here, there) {
            (None, Some(there)) if changes.iter().any(|one| is_new(one)) => {
                merge.tx.add_session(&there.item)?;
                let (code, title) = who(&there.item);
                merge.merged.edits += 1;
                merge.merged.tell(What::New, (&code, &title), "session", ("", "added"), "added");
            }
            (Some(here), Some(there)) => {
                let mut item = here.item.clone();
                let (code, title) = who(&here.item);
                for one in changes {
                    let Fact::Session(_, field) = &one.fact else { continue };
                    if taken(merge, &one.fact, one, (&code, &title), field)? {
                        take(&mut item, &there.item, field);
                    }
                }
                if item != here.item {
                    merge.tx.update_session(here.id, &item)?;
                }
            }
            (Some(here), None) => {
                let (code, title) = who(&here.item);
                let settled = "taken back there; it stays here, since attendance may name it";
                merge.merged.tell(What::NotBrought, (&code, &title), "session", ("", ""), settled);
            }
            (None, _) => {}
        }
    }
    Ok(())
}

fn is_new(one: &Changed) -> bool {
    one.base.as_deref() == Some("")
}

fn take(item: &mut NewSession, there: &NewSession, field: &str) {
    match field {
        "time" => {
            (item.day, item.starts_at, item.ends_at) = (there.day, there.starts_at, there.ends_at);
        }
        "title" => item.title.clone_from(&there.title),
        "kind" => item.kind = there.kind,
        "room" => item.room.clone_from(&there.room),
        "track" => item.track = there.track,
        SPEAKERS => item.speakers.clone_from(&there.speakers),
        _ => {}
    }
}
