//! Announces proposed groups, unless what they were made of has changed since.

use super::super::OpError;
use super::error::GroupError;
use super::standing::Standing;
use crate::store::{Entry, Operated, Reader, Since, Store};

/// A round that was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The round.
    pub round: u32,
    /// Its groups.
    pub groups: usize,
    /// People who have a seat in it.
    pub persons: usize,
    /// Whether it was announced before.
    pub before: bool,
}

/// What becomes of rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announcing {
    /// They are announced, unless what they were made of has changed.
    Unchanged,
    /// They are announced, whatever has changed.
    Anyway,
    /// They are proposals again.
    Off,
}

/// Announces rounds, or takes that back; without rounds all there are. From then on `assign` moves
/// nobody.
pub fn announce(
    store: &mut Store,
    entry: &Entry,
    rounds: &[u32],
    announcing: Announcing,
) -> Result<Operated<Vec<Announced>>, OpError> {
    let off = announcing == Announcing::Off;
    store.operate(entry, |tx| {
        let rounds: Vec<u32> =
            if rounds.is_empty() { (1..=tx.rounds()?.max(1)).collect() } else { rounds.to_vec() };
        let mut announced = Vec::new();
        for round in rounds {
            let groups = tx.breakout_groups(round)?;
            let Some(formed_by) = groups.iter().map(|group| group.formed_by).min() else {
                return Err(GroupError::NoRound { round }.into());
            };
            let before = groups.iter().all(|group| group.announced != off);
            if announcing == Announcing::Unchanged && !before {
                let mut changes = changes(tx, round, formed_by)?;
                changes.extend(Standing::read(tx, round, None)?.broken());
                if !changes.is_empty() {
                    return Err(GroupError::StaleProposal { round, changes }.into());
                }
            }
            for group in groups.iter().filter(|group| group.announced == off) {
                tx.set_group(&crate::store::BreakoutGroup { announced: !off, ..group.clone() })?;
            }
            let persons = tx.seats(round)?.iter().filter(|seat| seat.group.is_some()).count();
            announced.push(Announced { round, groups: groups.len(), persons, before });
        }
        let names: Vec<String> = announced.iter().map(|one| one.round.to_string()).collect();
        tx.summarize(format!("round {}", names.join(", ")));
        Ok(announced)
    })
}

/// Says what changed since the groups of a round were formed.
fn changes(register: &Reader<'_>, round: u32, formed_by: i64) -> Result<Vec<String>, OpError> {
    let seats = register.seats(round)?;
    let mut changes = Vec::new();
    for (code, since) in register.people_since(formed_by)? {
        let Some(seat) = seats.iter().find(|seat| seat.code == code) else { continue };
        let takes_part = seat.status.counts();
        match since {
            Since::New if takes_part && seat.group.is_none() => {
                changes.push(format!("{} was registered", seat.described()));
            }
            Since::Changed(columns) if seat.group.is_some() && !takes_part => {
                debug_assert!(!columns.is_empty());
                changes.push(format!("{} is {}", seat.described(), seat.status));
            }
            Since::Changed(columns) if takes_part => {
                changes.push(format!("{}: another {}", seat.described(), columns.join(", ")));
            }
            _ => {}
        }
    }
    for (rule, since) in register.rules_since(formed_by)? {
        let verb = if since == Since::Gone { "was taken away" } else { "was made" };
        changes.push(format!("the rule {} {verb}", rule.trim()));
    }
    Ok(changes)
}
