//! Says who sits together, who apart, who needs which language and who was here before.

use super::super::{OpError, find_person};
use super::draw::{Pool, Question};
use super::error::GroupError;
use super::request::AssignRequest;
use super::rooms::rooms_for;
use crate::allocation::allocate;
use crate::domain::{GroupName, Participant, RuleKind};
use crate::store::{
    BreakoutGroup, BreakoutRule, Entry, GroupTerms, Operated, Reader, Store, Writer,
};

/// A change of what the making of groups has to heed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleChange {
    /// What is to be heeded.
    pub kind: RuleKind,
    /// Name of the set, the language or the round; nothing where the next free name will do.
    pub name: Option<String>,
    /// Codes or e-mail addresses; nobody means, with `off`, everybody of the name.
    pub people: Vec<String>,
    /// Whether the rule is taken away.
    pub off: bool,
}

/// What came of changing a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Its name as it is kept.
    pub name: String,
    /// People who came under the rule now.
    pub added: usize,
    /// People who were under it before.
    pub before: usize,
    /// People who are free of it now.
    pub removed: usize,
}

/// Puts people under a rule, or frees them of it.
///
/// A set that is left with one person holds nobody and goes with the last but one.
pub fn rule(
    store: &mut Store,
    entry: &Entry,
    change: &RuleChange,
) -> Result<Operated<Ruled>, OpError> {
    store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let people: Vec<Participant> = change
            .people
            .iter()
            .map(|typed| find_person(tx, typed, prefix))
            .collect::<Result<_, _>>()?;
        let rules = tx.breakout_rules()?;
        let of_kind: Vec<&BreakoutRule> =
            rules.iter().filter(|rule| rule.kind == change.kind).collect();
        let ruled = if change.off {
            take_off(tx, change, &people, &of_kind)?
        } else {
            let possible = contradiction(tx, people.len())?.is_none();
            let ruled = put_on(tx, change, &people, &of_kind)?;
            if let Some(refused) =
                contradiction(tx, people.len())?.filter(|_| possible && is_set(change.kind))
            {
                return Err(refused);
            }
            ruled
        };
        tx.summarize(format!(
            "{} {}: {} added, {} removed",
            change.kind, ruled.name, ruled.added, ruled.removed
        ));
        Ok(ruled)
    })
}

/// Returns why no groups could keep the rules there are, in some round; nothing where they can.
/// Where there are no groups yet, there can be so many at least.
fn contradiction(tx: &Writer<'_>, groups: usize) -> Result<Option<OpError>, OpError> {
    let request = AssignRequest::default();
    let mut together_from = None;
    for round in 1..=tx.rounds()?.max(1) {
        let existing = tx.breakout_groups(round)?;
        if !existing.iter().any(|group| group.announced) {
            // From the first proposal on, tracks and groups may come out otherwise.
            together_from = together_from.or(Some(round));
        }
        let pool = Pool::read(tx, Question { round, together_from, ..Question::default() })?;
        if pool.drawn.is_empty() {
            continue;
        }
        let mut rooms = rooms_for(tx, &request, &pool, &existing, None)?;
        for rooms in rooms.iter_mut().filter(|_| existing.is_empty()) {
            let groups = rooms.groups.len().max(groups);
            rooms.groups.resize(groups, GroupTerms::default());
        }
        match pool.problem(&rooms) {
            Err(OpError::Store(error)) => return Err(error.into()),
            Err(refused) => return Ok(Some(refused)),
            Ok(problem) => {
                if let Err(reason) = allocate(&problem) {
                    let round = Some(round).filter(|&round| round > 1);
                    return Ok(Some(GroupError::Groups { round, reason }.into()));
                }
            }
        }
    }
    Ok(None)
}

/// Returns whether rules of this kind hold several people by one name.
fn is_set(kind: RuleKind) -> bool {
    matches!(kind, RuleKind::Together | RuleKind::Apart)
}

fn put_on(
    tx: &Writer<'_>,
    change: &RuleChange,
    people: &[Participant],
    rules: &[&BreakoutRule],
) -> Result<Ruled, OpError> {
    let name = match &change.name {
        Some(name) => name.trim().to_owned(),
        None if is_set(change.kind) => free_name(rules),
        None => String::new(),
    };
    let members: Vec<i64> =
        rules.iter().filter(|rule| rule.name == name).map(|rule| rule.participant).collect();
    let mut ruled = Ruled { name, added: 0, before: 0, removed: 0 };
    let mut added: Vec<i64> = Vec::new();
    for person in people {
        if members.contains(&person.id) || added.contains(&person.id) {
            ruled.before += 1;
            continue;
        }
        tx.add_breakout_rule(change.kind, &ruled.name, person.id)?;
        added.push(person.id);
    }
    ruled.added = added.len();
    if is_set(change.kind) && members.len() + added.len() < 2 {
        return Err(GroupError::SetOfOne { kind: change.kind }.into());
    }
    Ok(ruled)
}

/// Returns the lowest number that is no set's name.
fn free_name(rules: &[&BreakoutRule]) -> String {
    let taken = |name: &String| rules.iter().any(|rule| rule.name == *name);
    (1..=rules.len() + 1)
        .map(|number| number.to_string())
        .find(|name| !taken(name))
        .unwrap_or_default()
}

fn take_off(
    tx: &Writer<'_>,
    change: &RuleChange,
    people: &[Participant],
    rules: &[&BreakoutRule],
) -> Result<Ruled, OpError> {
    let named = |rule: &&BreakoutRule| {
        change.name.as_ref().is_none_or(|name| rule.name.eq_ignore_ascii_case(name.trim()))
    };
    let meant = |rule: &&BreakoutRule| {
        named(rule)
            && (people.is_empty() || people.iter().any(|person| person.id == rule.participant))
    };
    let mut gone: Vec<&BreakoutRule> = rules.iter().copied().filter(meant).collect();
    if gone.is_empty() {
        let names = rules.iter().map(|rule| rule.name.clone()).filter(|name| !name.is_empty());
        let mut near: Vec<String> = names.collect();
        near.dedup();
        return Err(GroupError::NoSuchRule { kind: change.kind, near }.into());
    }
    if is_set(change.kind) {
        let mut names: Vec<&str> = gone.iter().map(|rule| rule.name.as_str()).collect();
        names.dedup();
        for name in names {
            let left: Vec<&BreakoutRule> = rules
                .iter()
                .copied()
                .filter(|rule| rule.name == name && !gone.iter().any(|gone| gone.id == rule.id))
                .collect();
            if left.len() == 1 {
                gone.extend(left);
            }
        }
    }
    for rule in &gone {
        tx.remove_breakout_rule(rule.id)?;
    }
    let name = gone.first().map(|rule| rule.name.clone()).unwrap_or_default();
    Ok(Ruled { name, added: 0, before: 0, removed: gone.len() })
}

/// Sets room, capacity and languages of a group; what is not given stays, and a capacity of 0 takes
/// the limit away.
pub fn set_group(
    store: &mut Store,
    entry: &Entry,
    name: GroupName,
    round: u32,
    terms: (Option<&str>, Option<u32>, Option<&str>),
) -> Result<Operated<BreakoutGroup>, OpError> {
    let (room, capacity, languages) = terms;
    if room.is_none() && capacity.is_none() && languages.is_none() {
        return Err(OpError::NothingToDo);
    }
    store.operate(entry, |tx| {
        let before = find_group(tx, name, round)?;
        let mut group = before.clone();
        if let Some(room) = room {
            room.trim().clone_into(&mut group.terms.room);
        }
        if let Some(capacity) = capacity {
            group.terms.capacity = (capacity > 0).then_some(capacity);
        }
        if let Some(languages) = languages {
            group.terms.languages = words(languages);
        }
        if group != before {
            tx.set_group(&group)?;
        }
        tx.summarize(format!("{name} in round {round}"));
        Ok(group)
    })
}

/// Returns languages as they are kept: in small letters, one blank between two.
fn words(text: &str) -> String {
    let words: Vec<String> =
        text.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join(" ")
}

/// Returns a group of a round.
pub(super) fn find_group(
    register: &Reader<'_>,
    name: GroupName,
    round: u32,
) -> Result<BreakoutGroup, OpError> {
    let groups = register.breakout_groups(round)?;
    groups
        .into_iter()
        .find(|group| group.name == name)
        .ok_or_else(|| GroupError::UnknownGroup { group: name.to_string(), round }.into())
}
