//! Puts people into the groups that were found, and tells what came of it.

use super::super::OpError;
use super::draw::Pool;
use super::menu::MenuItem;
use super::rooms::{Rooms, group_at};
use crate::allocation::{Judgement, Place};
use crate::domain::{GroupName, Track};
use crate::store::{Seat, Stay, Writer};

/// The groups of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formed {
    /// The round.
    pub round: u32,
    /// Its tracks.
    pub tracks: Vec<FormedTrack>,
    /// Pairs, bounds and what they prove.
    pub judgement: Judgement,
    /// Who was seated after the groups had been announced; nothing where groups were made.
    pub late: Option<Late>,
    /// What moving a few people would save.
    pub menu: Vec<MenuItem>,
    /// People who sit the round out.
    pub left_out: usize,
    /// People who are not there.
    pub absent: usize,
    /// Facilitators and rapporteurs without a group.
    pub without_group: Vec<String>,
    /// Who sits where.
    pub seats: Vec<Seat>,
}

/// The groups of one track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormedTrack {
    /// The track.
    pub track: Track,
    /// People in each group, in the order of numbers; facilitators and rapporteurs not counted.
    pub sizes: Vec<usize>,
    /// People who stay where they were put by hand.
    pub pinned: usize,
    /// People who declared no track.
    pub undeclared: usize,
    /// Facilitators and rapporteurs.
    pub leaders: usize,
}

/// What changed in announced groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// Who got a seat, and where.
    pub seated: Vec<(String, GroupName)>,
    /// Who takes part no longer, and whose seat was free for it.
    pub freed: Vec<(String, GroupName)>,
}

/// Puts everybody of the draw into the group found, and takes the seats of those who are not in it.
pub(super) fn put(
    tx: &Writer<'_>,
    pool: &Pool,
    track: Option<Track>,
    places: &[Place],
    rooms: &[Rooms],
    keys: &[Vec<i64>],
) -> Result<(), OpError> {
    let mut placed = vec![None; pool.seats.len()];
    for ((at, _), place) in pool.drawn.iter().zip(places) {
        placed[*at] = Some(*place);
    }
    for (at, seat) in pool.seats.iter().enumerate() {
        let held = seat.group;
        if let Some(place) = placed[at] {
            let key = keys[place.track][place.group];
            match held {
                None => tx.add_seat(key, seat.participant, pool.question.round, Stay::Free)?,
                Some(held) if held.group == group_at(rooms, place) => {}
                Some(held) => tx.move_seat(held.id, key, Stay::Free)?,
            }
            continue;
        }
        let meant = |group: GroupName| track.is_none_or(|track| track == group.track);
        if let Some(held) = held.filter(|held| meant(held.group))
            && !pool.leaders.contains(&at)
        {
            tx.remove_seat(held.id)?;
        }
    }
    Ok(())
}

/// Tells what came of a round.
pub(super) fn formed(
    tx: &Writer<'_>,
    pool: &Pool,
    rooms: &[Rooms],
    judgement: Judgement,
    places: &[Place],
) -> Result<Formed, OpError> {
    let seats = tx.seats(pool.question.round)?;
    let tracks = rooms.iter().enumerate().map(|(track, rooms)| {
        let here = || {
            let people = pool.drawn.iter().zip(places).filter(move |(_, at)| at.track == track);
            people.map(|((at, _), _)| &seats[*at])
        };
        let leads =
            |at: &&usize| seats[**at].group.is_some_and(|held| held.group.track == rooms.track);
        FormedTrack {
            track: rooms.track,
            sizes: judgement.sizes.get(track).cloned().unwrap_or_default(),
            pinned: here().filter(|seat| seat.group.is_some_and(|held| held.is_pinned())).count(),
            undeclared: here().filter(|seat| seat.track.is_none()).count(),
            leaders: pool.leaders.iter().filter(leads).count(),
        }
    });
    let leaderless = pool.leaders.iter().map(|&at| &seats[at]).filter(|seat| seat.group.is_none());
    Ok(Formed {
        round: pool.question.round,
        tracks: tracks.collect(),
        judgement,
        late: None,
        menu: Vec::new(),
        left_out: pool.left_out,
        absent: pool.absent,
        without_group: leaderless
            .map(|seat| format!("{} {}", seat.role, seat.described()))
            .collect(),
        seats,
    })
}
