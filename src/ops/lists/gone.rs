//! Finds who is gone from a sender's list, and who of the new ones may be the same person.

use std::collections::BTreeMap;

use super::super::OpError;
use super::revise::Reviser;
use super::revised::{Revised, Revision};
use crate::domain::Participant;
use crate::matching::{Alike, alike, fold, nearest_within};

/// Beyond so many pairs nobody who is gone is compared with those who are new.
const PAIRS_COMPARED: usize = 1_000_000;

impl Reviser<'_, '_> {
    /// Finds who was on the sender's list before and is no longer; nobody is removed for it.
    ///
    /// Where no sender is named, the earlier list is every import of which this list still holds at
    /// least half. Returns whether there is an earlier list at all.
    pub(super) fn gone(&mut self) -> Result<bool, OpError> {
        self.revised.sort_by_key(|revised| revised.line);
        let (earlier, missing) = if self.revising.source.is_empty() {
            self.missing_from_imports()?
        } else {
            let mut missing = Vec::new();
            for person in self.tx.listed_by(&self.revising.source)? {
                if !self.is_on_list(person)
                    && let Some(row) = self.tx.source_row(&self.revising.source, person)?
                {
                    self.tx.leave_source(&row)?;
                    missing.push(person);
                }
            }
            (self.is_known, missing)
        };
        let new = self.new_people(missing.len())?;
        for id in missing {
            let Some(person) = self.tx.participant_by_id(id)? else { continue };
            if !person.status.counts() {
                continue;
            }
            let reason = may_be(&person, &new);
            let name = person.name();
            self.revised
                .push(Revised { reason, ..Revised::whole(Revision::Gone, id, person.code, name) });
        }
        Ok(earlier)
    }

    /// Returns the people who are new, with their lines, unless there are too many to be compared.
    fn new_people(&self, gone: usize) -> Result<Vec<(u64, Participant)>, OpError> {
        let mut people = Vec::new();
        let new = self.revised.iter().filter(|line| line.revision == Revision::New);
        if gone == 0 || gone.saturating_mul(new.clone().count()) > PAIRS_COMPARED {
            return Ok(people);
        }
        for revised in new {
            let person = self.tx.participant_by_id(revised.id)?;
            people.extend(revised.line.zip(person));
        }
        Ok(people)
    }

    fn missing_from_imports(&self) -> Result<(bool, Vec<i64>), OpError> {
        let this = self.tx.number();
        let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (person, operation) in self.tx.imported()? {
            if Some(operation) != this {
                members.entry(operation).or_default().push(person);
            }
        }
        let mut earlier = false;
        let mut missing = Vec::new();
        for people in members.values() {
            let absent = people.iter().filter(|&&person| !self.is_on_list(person));
            let absent: Vec<i64> = absent.copied().collect();
            if absent.len() * 2 <= people.len() {
                earlier = true;
                missing.extend(absent);
            }
        }
        missing.sort_unstable();
        Ok((earlier, missing))
    }
}

/// Says who of the new people may be one who is gone, under another name and address.
fn may_be(gone: &Participant, new: &[(u64, Participant)]) -> String {
    let name = |person: &Participant| fold(&person.name());
    let is_of_same = |person: &Participant| {
        let is_same = |one: &str, other: &str| !one.is_empty() && fold(one) == fold(other);
        is_same(&person.country, &gone.country) || is_same(&person.organization, &gone.organization)
    };
    let gone_name = name(gone);
    let slips = (gone_name.chars().count() / 4).max(1);
    let near = new.iter().filter(|(_, person)| is_of_same(person)).find(|(_, person)| {
        let name = name(person);
        alike(&gone_name, &name) == Alike::Yes
            || !nearest_within(slips, &gone_name, [name.as_str()], 1).is_empty()
    });
    near.map_or(String::new(), |(line, person)| {
        format!(
            "may be {} in line {line}; `meibo merge {} {}` makes one person of them",
            person.name(),
            gone.code,
            person.code
        )
    })
}
