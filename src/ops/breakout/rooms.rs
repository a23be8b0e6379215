//! The groups of a round: how many there are, and how many people each seats.

use super::super::OpError;
use super::draw::Pool;
use super::error::GroupError;
use super::request::AssignRequest;
use crate::allocation::{GroupRequest, Place, Refusal, TrackRequest};
use crate::domain::{GroupName, Track};
use crate::store::{BreakoutGroup, GroupTerms, Reader, Writer};

/// People in a group where nobody says otherwise.
const USUAL_SIZE: usize = 12;

/// The groups of one track.
#[derive(Debug, Clone)]
pub(super) struct Rooms {
    pub(super) track: Track,
    pub(super) groups: Vec<GroupTerms>,
    /// The greatest size asked for, which holds besides the capacities.
    pub(super) limit: Option<u32>,
}

/// Returns the groups to be formed: as asked, as before, as in the round before, whose rooms may be
/// at hand, or of at most twelve people.
pub(super) fn rooms_for(
    tx: &Writer<'_>,
    request: &AssignRequest,
    pool: &Pool,
    existing: &[BreakoutGroup],
    before: Option<&[Rooms]>,
) -> Result<Vec<Rooms>, OpError> {
    let before = match (before, pool.question.round) {
        (Some(rooms), _) => rooms.to_vec(),
        (None, 0 | 1) => Vec::new(),
        (None, round) => rooms_of(tx, round - 1, None)?,
    };
    let tracks = tracks_for(request, pool);
    let mut rooms: Vec<Rooms> = tracks
        .iter()
        .map(|&track| {
            let groups = existing.iter().filter(|group| group.name.track == track);
            let mut groups: Vec<GroupTerms> = groups.map(|group| group.terms.clone()).collect();
            if let Some(rooms) = before.iter().find(|rooms| rooms.track == track)
                && groups.is_empty()
            {
                groups.clone_from(&rooms.groups);
            }
            Rooms { track, groups, limit: request.size }
        })
        .collect();
    for rooms in &mut rooms {
        let list = request.capacities.iter().rev();
        let list = list
            .clone()
            .find(|(track, _)| *track == Some(rooms.track))
            .or_else(|| request.capacities.iter().rev().find(|(track, _)| track.is_none()));
        if let Some((_, list)) = list {
            rooms.groups.resize(list.len(), GroupTerms::default());
            for (terms, &capacity) in rooms.groups.iter_mut().zip(list) {
                terms.capacity = Some(capacity);
            }
        }
        if let Some(groups) = request.groups {
            let here =
                |(_, track): &&(usize, Option<Track>)| track.is_none_or(|t| t == rooms.track);
            let people = pool.drawn.iter().filter(here).count();
            if groups > people {
                let track = rooms.track.to_string();
                let reason = Refusal::MoreGroupsThanPeople { track, groups, people };
                return Err(GroupError::Groups { round: None, reason }.into());
            }
            rooms.groups.resize(groups, GroupTerms::default());
        }
    }
    let by_size = request.size.map(|size| size as usize);
    let unsaid = request.groups.is_none() && rooms.iter().any(|rooms| rooms.groups.is_empty());
    if by_size.is_some() || unsaid {
        size_groups(pool, &mut rooms, by_size);
    }
    Ok(rooms)
}

/// Returns the tracks that get groups: those asked for, or those that somebody is settled in, or
/// both where nobody is.
fn tracks_for(request: &AssignRequest, pool: &Pool) -> Vec<Track> {
    if let Some(track) = request.track {
        return vec![track];
    }
    let pinned = |track: Track| {
        pool.drawn.iter().any(|(at, _)| {
            pool.seats[*at].group.is_some_and(|held| held.is_pinned() && held.group.track == track)
        })
    };
    let settled: Vec<Track> = Track::ALL
        .iter()
        .copied()
        .filter(|&track| pool.settled(track) > 0 || pinned(track))
        .collect();
    if settled.is_empty() { Track::ALL.to_vec() } else { settled }
}

/// Makes as many groups as a size needs: first for those settled in a track, then where groups are
/// fullest until everybody has a seat.
fn size_groups(pool: &Pool, rooms: &mut [Rooms], by_size: Option<usize>) {
    let size = by_size.unwrap_or(USUAL_SIZE).max(1);
    let meant: Vec<usize> = (0..rooms.len())
        .filter(|&track| by_size.is_some() || rooms[track].groups.is_empty())
        .collect();
    for &track in &meant {
        let groups = pool.settled(rooms[track].track).div_ceil(size).max(1);
        rooms[track].groups.resize(groups, GroupTerms::default());
    }
    let seats =
        |rooms: &[Rooms]| rooms.iter().map(|rooms| rooms.groups.len() * size).sum::<usize>();
    while seats(rooms) < pool.drawn.len() {
        let fullest = meant.iter().copied().max_by_key(|&track| {
            let people = pool.settled(rooms[track].track);
            (people * 1_000 / rooms[track].groups.len(), rooms.len() - track)
        });
        let Some(fullest) = fullest else { break };
        rooms[fullest].groups.push(GroupTerms::default());
    }
}

impl Rooms {
    /// Returns a group by its position.
    pub(super) fn name(&self, group: usize) -> GroupName {
        let number = u32::try_from(group + 1).unwrap_or(u32::MAX);
        GroupName { track: self.track, number }
    }

    pub(super) fn request(&self) -> TrackRequest {
        let group = |(at, terms): (usize, &GroupTerms)| {
            let capacity = match (terms.capacity, self.limit) {
                (Some(capacity), Some(limit)) => Some(capacity.min(limit)),
                (capacity, limit) => capacity.or(limit),
            };
            let capacity = capacity.map(|capacity| capacity as usize);
            GroupRequest { name: self.name(at).to_string(), capacity }
        };
        TrackRequest {
            name: self.track.to_string(),
            groups: self.groups.iter().enumerate().map(group).collect(),
        }
    }
}

/// Returns the groups that a round has, track by track; a track without any is left out.
pub(super) fn rooms_of(
    register: &Reader<'_>,
    round: u32,
    track: Option<Track>,
) -> Result<Vec<Rooms>, OpError> {
    let groups = register.breakout_groups(round)?;
    let tracks = Track::ALL.iter().filter(|one| track.is_none_or(|track| track == **one));
    let rooms = tracks.map(|&track| {
        let groups = groups.iter().filter(|group| group.name.track == track);
        Rooms { track, groups: groups.map(|group| group.terms.clone()).collect(), limit: None }
    });
    Ok(rooms.filter(|rooms| !rooms.groups.is_empty()).collect())
}

/// Returns the place of a group; nothing where there is no such group.
pub(super) fn place_of(rooms: &[Rooms], group: GroupName) -> Option<Place> {
    let track = rooms.iter().position(|rooms| rooms.track == group.track)?;
    let place = Place { track, group: group.number as usize - 1 };
    (place.group < rooms[track].groups.len()).then_some(place)
}

/// Returns the group of a place.
pub(super) fn group_at(rooms: &[Rooms], place: Place) -> GroupName {
    rooms[place.track].name(place.group)
}
