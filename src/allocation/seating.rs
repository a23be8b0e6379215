//! Seats everybody by tracks so that the rules hold, however good that is.

use super::case::{Case, NONE, number};
use super::check;
use super::part::Part;
use super::random::SplitMix64;
use super::refusal::Refusal;
use super::seat::{Seated, seat};
use super::sizes;
use super::split::Split;

/// How many seats are tried in the search for a way to keep all rules, or for the proof that there is
/// none.
pub(super) const NODES: usize = 400_000;

/// The track of each person, and for each track its part with the group of each unit.
pub(super) type Seats = (Vec<u32>, Vec<(Part, Vec<u32>)>);

/// Seats everybody or refuses rules that clash.
pub(super) fn seated(
    case: &mut Case,
    nodes: usize,
    stream: &mut SplitMix64,
) -> Result<Seats, Refusal> {
    check::check(case);
    if let Some(refusal) = case.refusals.drain(..).next() {
        return Err(refusal);
    }
    seat_all(case, nodes, stream)
}

/// Puts those who declared no track into one and seats everybody. If the best choice of tracks cannot
/// be seated, others are tried.
pub(super) fn seat_all(
    case: &Case,
    mut nodes: usize,
    stream: &mut SplitMix64,
) -> Result<Seats, Refusal> {
    let mut chosen = any_track(case);
    let mut split = Split::new(case, &chosen);
    let tracks = split.choose(stream);
    split.follow(&tracks, &mut chosen);
    let first = match seat_tracks(case, &chosen, &mut nodes, stream) {
        Ok(seats) => return Ok((chosen, seats)),
        Err(refusal) => refusal,
    };
    if split.units.is_empty() {
        return Err(first);
    }
    let (others, complete) = split.others(stream);
    let mut ruled_out = complete;
    for tracks in others {
        split.follow(&tracks, &mut chosen);
        match seat_tracks(case, &chosen, &mut nodes, stream) {
            Ok(seats) => return Ok((chosen, seats)),
            Err(refusal) => ruled_out &= !matches!(refusal, Refusal::NotFound { .. }),
        }
    }
    Err(check::impossible(case, ruled_out))
}

/// The track of each person, the first possible one for those who declared none.
fn any_track(case: &Case) -> Vec<u32> {
    let mut chosen = vec![0; case.input.len()];
    for (index, unit) in case.units.iter().enumerate() {
        let open = || (0..case.groups.len()).find(|&group| case.may_sit(index, number(group)));
        let track = if unit.track == NONE {
            open().map_or(0, |group| case.groups[group].track)
        } else {
            unit.track
        };
        chosen[unit.people()].fill(track);
    }
    chosen
}

fn seat_tracks(
    case: &Case,
    chosen: &[u32],
    nodes: &mut usize,
    stream: &mut SplitMix64,
) -> Result<Vec<(Part, Vec<u32>)>, Refusal> {
    let mut seated = Vec::new();
    for track in 0..case.tracks.len() {
        let people = chosen.iter().filter(|&&chosen| chosen as usize == track).count();
        let name = || case.track_name(track);
        let groups = case.tracks[track].len();
        if people < groups && !case.seated {
            return Err(Refusal::MoreGroupsThanPeople { track: name(), groups, people });
        }
        let Some(sizes) = sizes::of_track(case, track, people) else {
            let seats = case.groups[case.tracks[track].clone()].iter();
            let seats = seats.map(|group| group.capacity as usize).sum();
            return Err(Refusal::TooFewSeats { track: name(), seats, people });
        };
        let part = Part::of_track(case, track, chosen, sizes);
        let (track, rules) = (name(), Vec::new());
        match seat(case, &part, nodes, stream) {
            Seated::Yes(seats) => seated.push((part, seats)),
            Seated::Impossible => return Err(Refusal::Impossible { track, rules }),
            Seated::NotFound => return Err(Refusal::NotFound { track, rules }),
        }
    }
    Ok(seated)
}
