//! Makes discussion groups and moves people between them.

use super::{OpError, find_person};
use crate::allocation::round_robin::{Person, Refusal, Request, assign as allocate};
use crate::domain::{GroupName, Participant, Track};
use crate::store::{Entry, GroupTerms, Operated, Seat, Store};

mod rules;

pub use rules::{RuleChange, Ruled, rule, set_group};

/// How groups are to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssignRequest {
    /// For which track; nothing means for both.
    pub track: Option<Track>,
    /// The number of groups of each track.
    pub groups: Option<usize>,
    /// The greatest number of people in a group.
    pub size: Option<usize>,
    /// The round.
    pub round: u32,
    /// What decides between equally good groups.
    pub seed: u64,
}

/// The groups of one track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The track.
    pub track: Track,
    /// The number of people in each group, in the order of numbers.
    pub sizes: Vec<usize>,
    /// Pairs of people of one country or region who sit in one group.
    pub same_country_pairs: u64,
    /// The fewest such pairs that any groups of these sizes could have.
    pub fewest_possible: u64,
    /// People who stayed where they had been put by hand.
    pub pinned: usize,
    /// Participants who take part and declared no track.
    pub undeclared: usize,
}

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

/// Makes groups of all who take part and are in the track; pinned people stay.
pub fn assign(
    store: &mut Store,
    entry: &Entry,
    rehearse: bool,
    request: &AssignRequest,
) -> Result<Operated<Vec<Assigned>>, OpError> {
    store.operate(entry, rehearse, |tx| {
        let seats = tx.seats(request.round)?;
        let undeclared =
            seats.iter().filter(|seat| seat.status.counts() && seat.track.is_none()).count();
        let tracks = Track::ALL.iter().filter(|track| request.track.is_none_or(|t| t == **track));
        let mut assigned = Vec::new();
        for &track in tracks {
            let people: Vec<&Seat> = seats
                .iter()
                .filter(|seat| seat.status.counts() && seat.track == Some(track))
                .collect();
            if people.is_empty() {
                return Err(OpError::EmptyTrack { track });
            }
            let existing = tx.breakout_groups(request.round)?;
            let before = existing.iter().filter(|group| group.name.track == track).count();
            let groups = number_of_groups(request, before, people.len());
            let refused = |reason: Refusal| OpError::Groups { track, reason };
            let persons: Vec<Person> = people.iter().map(|seat| person(seat, track)).collect();
            let plan =
                allocate(&persons, &Request { groups, seed: request.seed }).map_err(refused)?;
            // Seats of people who left the track or the seminar go as well.
            let unpinned = |seat: &&Seat| {
                seat.group.is_some_and(|group| group.group.track == track && !group.pinned)
                    || seat.group.is_some_and(|group| group.group.track == track)
                        && !(seat.status.counts() && seat.track == Some(track))
            };
            for seat in seats.iter().filter(unpinned) {
                if let Some(group) = seat.group {
                    tx.remove_seat(group.id)?;
                }
            }
            let terms: Vec<GroupTerms> = (1..=groups)
                .map(|number| {
                    let kept = existing.iter().find(|group| {
                        group.name.track == track && group.name.number as usize == number
                    });
                    kept.map(|group| group.terms.clone()).unwrap_or_default()
                })
                .collect();
            for group in existing.iter().filter(|group| group.name.track == track) {
                if group.name.number as usize > groups {
                    tx.remove_group(group.id)?;
                }
            }
            let keys = tx.form_groups(track, request.round, &existing, &terms)?;
            let mut pinned = 0;
            for (seat, group) in people.iter().zip(&plan.group_of) {
                match seat.group {
                    Some(held) if held.pinned && held.group.track == track => pinned += 1,
                    Some(held) if held.group.track != track => {
                        tx.move_seat(held.id, keys[*group], false)?;
                    }
                    _ => tx.add_seat(keys[*group], seat.participant, request.round, false)?,
                }
            }
            assigned.push(Assigned {
                track,
                sizes: plan.sizes,
                same_country_pairs: plan.same_country_pairs,
                fewest_possible: plan.fewest_possible,
                pinned,
                undeclared,
            });
        }
        let parts: Vec<_> = assigned
            .iter()
            .map(|made: &Assigned| format!("{} in {} groups", made.track, made.sizes.len()))
            .collect();
        tx.summarize(format!("{}; seed {}", parts.join(", "), request.seed));
        Ok(assigned)
    })
}

/// Returns how many groups there shall be: as asked, as before, or of at most twelve people.
fn number_of_groups(request: &AssignRequest, before: usize, people: usize) -> usize {
    const USUAL_SIZE: usize = 12;
    match (request.groups, request.size, before) {
        (Some(groups), ..) => groups,
        (None, Some(size), _) => people.div_ceil(size.max(1)),
        (None, None, 0) => people.div_ceil(USUAL_SIZE),
        (None, None, before) => before,
    }
}

fn person(seat: &Seat, track: Track) -> Person {
    let pinned = seat
        .group
        .filter(|group| group.pinned && group.group.track == track)
        .map(|group| group.group.number as usize - 1);
    Person {
        key: seat.code.clone(),
        country: seat.country.clone(),
        organization: seat.organization.clone(),
        pinned,
    }
}

/// Moves a person to a group of the person's track; the person stays there from now on.
pub fn move_to_group(
    store: &mut Store,
    entry: &Entry,
    rehearse: bool,
    typed: &str,
    to: GroupName,
    round: u32,
) -> Result<Operated<Moved>, OpError> {
    store.operate(entry, rehearse, |tx| {
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        let who = || format!("{} {}", person.code, person.described());
        if !person.status.counts() {
            return Err(OpError::NotComing { who: who(), status: person.status.as_str() });
        }
        if let Some(own) = person.track.filter(|own| *own != to.track) {
            return Err(OpError::WrongTrack { who: who(), own, group: to.to_string() });
        }
        let group = tx
            .group(to, round)?
            .ok_or_else(|| OpError::UnknownGroup { group: to.to_string(), round })?;
        let seat = tx.seats(round)?.into_iter().find(|seat| seat.participant == person.id);
        let held = seat.and_then(|seat| seat.group);
        match held {
            None => tx.add_seat(group, person.id, round, true)?,
            Some(held) if held.group == to && held.pinned => {}
            Some(held) => tx.move_seat(held.id, group, true)?,
        }
        tx.summarize(format!("{} to {to}", person.code));
        Ok(Moved { person, from: held.map(|held| held.group), to, pinned: true })
    })
}

/// Keeps a person in the present group when groups are made again, or no longer.
pub fn pin(
    store: &mut Store,
    entry: &Entry,
    rehearse: bool,
    typed: &str,
    round: u32,
    pinned: bool,
) -> Result<Operated<Moved>, OpError> {
    store.operate(entry, rehearse, |tx| {
        let person = find_person(tx, typed, tx.seminar()?.code_prefix)?;
        let seat = tx.seats(round)?.into_iter().find(|seat| seat.participant == person.id);
        let held = seat.and_then(|seat| seat.group).ok_or_else(|| OpError::NoGroup {
            who: format!("{} {}", person.code, person.described()),
            round,
        })?;
        if held.pinned != pinned {
            let group = tx.group(held.group, round)?.unwrap_or_default();
            tx.move_seat(held.id, group, pinned)?;
        }
        let verb = if pinned { "stays in" } else { "may leave" };
        tx.summarize(format!("{} {verb} {}", person.code, held.group));
        Ok(Moved { person, from: Some(held.group), to: held.group, pinned })
    })
}
