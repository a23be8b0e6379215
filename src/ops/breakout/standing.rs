//! Judges the groups as they stand: their pairs, their rules, why somebody is where he or she is.

use super::super::{OpError, find_person};
use super::draw::{Pool, Question};
use super::error::GroupError;
use super::menu::saves;
use super::rooms::{Rooms, group_at, rooms_of};
use super::rules::find_group;
use crate::allocation::{Judgement, Place, Problem, explain, judge};
use crate::domain::{GroupName, Participant, Trait};
use crate::store::{BreakoutGroup, GroupTerms, Reader, Seat};

/// The groups of a round as they stand.
pub(super) struct Standing {
    pub(super) pool: Pool,
    pub(super) rooms: Vec<Rooms>,
    problem: Problem,
    pub(super) places: Vec<Option<Place>>,
}

impl Standing {
    /// Reads a round from the register.
    pub(super) fn read(
        register: &Reader<'_>,
        round: u32,
        balance: Option<Vec<Trait>>,
    ) -> Result<Self, OpError> {
        let question = Question { round, balance, seated: true, ..Question::default() };
        let pool = Pool::read(register, question)?;
        Self::of(pool, rooms_of(register, round, None)?)
    }

    /// Takes people and rooms from elsewhere; of a group beyond the rooms nothing is known but that
    /// it is there.
    pub(super) fn of(pool: Pool, mut rooms: Vec<Rooms>) -> Result<Self, OpError> {
        for (at, _) in &pool.drawn {
            let Some(group) = pool.seats[*at].group.map(|held| held.group) else { continue };
            let number = group.number as usize;
            match rooms.iter_mut().find(|rooms| rooms.track == group.track) {
                Some(rooms) if rooms.groups.len() < number => {
                    rooms.groups.resize(number, GroupTerms::default());
                }
                Some(_) => {}
                None => rooms.push(Rooms {
                    track: group.track,
                    groups: vec![GroupTerms::default(); number],
                    limit: None,
                }),
            }
        }
        rooms.sort_by_key(|rooms| rooms.track);
        let problem = pool.problem(&rooms)?;
        let places = pool.places(&rooms);
        Ok(Self { pool, rooms, problem, places })
    }

    /// Counts pairs and bounds.
    pub(super) fn judgement(&self) -> Judgement {
        judge(&self.problem, &self.places)
    }

    /// Returns the rules that are broken, uneven sizes not among them: after withdrawals and moves
    /// by hand groups are uneven without anybody's fault.
    pub(super) fn broken(&self) -> Vec<String> {
        let mut problem = self.problem.clone();
        let sizes = self.judgement().sizes;
        for (track, sizes) in problem.tracks.iter_mut().zip(&sizes) {
            for (group, &size) in track.groups.iter_mut().zip(sizes) {
                // A full group has no room for evenness.
                group.capacity = Some(group.capacity.map_or(size, |capacity| capacity.min(size)));
            }
        }
        judge(&problem, &self.places).broken
    }

    /// Returns the position of a person in the draw.
    fn person(&self, participant: i64) -> Option<usize> {
        (0..self.pool.drawn.len()).find(|&at| self.pool.seat(at).participant == participant)
    }
}

/// A group as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupView {
    /// Room, capacity, languages, whether it is announced.
    pub group: BreakoutGroup,
    /// Who sits in it; facilitators and rapporteurs first.
    pub members: Vec<Seat>,
    /// What pairs share, and how many there are in the group.
    pub pairs: Vec<(String, u64)>,
}

/// Shows a group of a round.
pub fn group_view(
    register: &Reader<'_>,
    name: GroupName,
    round: u32,
) -> Result<GroupView, OpError> {
    let group = find_group(register, name, round)?;
    let mut standing = Standing::read(register, round, None)?;
    for place in &mut standing.places {
        *place = place.filter(|place| group_at(&standing.rooms, *place) == name);
    }
    let judgement = standing.judgement();
    let lines = judgement.attributes.into_iter().chain(judgement.repeats);
    let here = |seat: &Seat| seat.group.is_some_and(|held| held.group == name);
    let Pool { seats, leaders, .. } = standing.pool;
    let leads: Vec<i64> = leaders.iter().map(|&at| seats[at].participant).collect();
    let mut members: Vec<Seat> = seats.into_iter().filter(here).collect();
    members.sort_by_key(|seat| !leads.contains(&seat.participant));
    Ok(GroupView { group, members, pairs: lines.map(|line| (line.name, line.cost)).collect() })
}

/// Why a person is in a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The person.
    pub person: Participant,
    /// The person's group.
    pub group: GroupName,
    /// What pairs share, in the order of each option's numbers.
    pub shared: Vec<String>,
    /// Every group of the track.
    pub options: Vec<WhyOption>,
    /// The best change of places.
    pub best_swap: Option<WhySwap>,
}

/// A change of places with another person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhySwap {
    /// Code and name of the other person.
    pub with: String,
    /// The other person's group.
    pub group: GroupName,
    /// What pairs share, and how many are saved; added where negative.
    pub saves: Vec<(String, i64)>,
}

/// A group that a person could be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyOption {
    /// The group.
    pub group: GroupName,
    /// With how many others in it the person would share something, each in the order of `shared`.
    pub pairs: Vec<u64>,
    /// The rule that bars the person from it, or empty.
    pub barred: String,
}

/// Explains a person's place in a round.
pub fn why(register: &Reader<'_>, typed: &str, round: u32) -> Result<Why, OpError> {
    let person = find_person(register, typed, register.seminar()?.code_prefix)?;
    let standing = Standing::read(register, round, None)?;
    let who = || format!("{} {}", person.code, person.described());
    let leads = standing.pool.leaders.iter().any(|&at| {
        standing.pool.seats[at].participant == person.id && standing.pool.seats[at].group.is_some()
    });
    if leads {
        return Err(GroupError::Leads { who: who(), role: person.role }.into());
    }
    let found = standing.person(person.id).and_then(|at| Some((at, standing.places[at]?)));
    let Some((at, place)) = found else {
        return Err(GroupError::NoGroup { who: who(), round }.into());
    };
    let places: Vec<Place> = standing.places.iter().flatten().copied().collect();
    let explanation = explain(&standing.problem, &places, at);
    let options = explanation.options.into_iter().map(|choice| WhyOption {
        group: group_at(&standing.rooms, choice.place),
        pairs: choice.pairs,
        barred: choice.barred.unwrap_or_default(),
    });
    let best_swap = explanation.best_swap.map(|swap| WhySwap {
        with: standing.pool.seat(swap.with).described(),
        group: group_at(&standing.rooms, swap.place),
        saves: saves(&standing.problem, &swap.saves),
    });
    let names = standing.problem.attributes.iter().map(|attribute| attribute.name.clone());
    let met = (!standing.problem.earlier.is_empty()).then(|| "met before".to_owned());
    Ok(Why {
        group: group_at(&standing.rooms, place),
        shared: names.chain(met).collect(),
        options: options.collect(),
        best_swap,
        person,
    })
}
