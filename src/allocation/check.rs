//! Finds rules that clash before anybody is seated, and names them.

use super::case::{Case, NONE, number};
use super::refusal::{Refusal, listed};
use super::sizes::{self, Sizes};

/// Notes the first clash that is found, if none was before.
pub(super) fn check(case: &mut Case) {
    if !case.refusals.is_empty() {
        return;
    }
    let found = too_few_seats(case)
        .or_else(|| apart_in_one_group(case))
        .or_else(|| too_many_apart(case))
        .or_else(|| too_many_pins(case));
    case.refusals.extend(found);
}

/// Says that every way to seat people breaks a rule, or, if not all were tried, that none was found.
pub(super) fn impossible(case: &Case, proved: bool) -> Refusal {
    let names: Vec<String> = (0..case.tracks.len()).map(|track| case.track_name(track)).collect();
    let (track, rules) = (names.join(" and "), Vec::new());
    if proved { Refusal::Impossible { track, rules } } else { Refusal::NotFound { track, rules } }
}

/// The people who have to be in each track, and those who may be in any.
fn head_counts(case: &Case) -> (Vec<usize>, usize) {
    let mut settled = vec![0; case.tracks.len()];
    let mut open = 0;
    for unit in &case.units {
        match settled.get_mut(unit.track as usize) {
            Some(settled) => *settled += unit.size(),
            None => open += unit.size(),
        }
    }
    (settled, open)
}

/// Names a unit by its first person, and those who stay together with him or her.
fn called(case: &Case, unit: usize) -> String {
    match case.whole(&case.units[unit]).as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            format!("{first} (together with {})", listed(others))
        }
        names => names.concat(),
    }
}

fn too_few_seats(case: &Case) -> Option<Refusal> {
    let (settled, open) = head_counts(case);
    let seats = |track: usize| -> usize {
        let groups = &case.groups[case.tracks[track].clone()];
        let seats = |seats: usize, group: &super::case::Group| {
            (group.capacity != NONE).then(|| seats + group.capacity as usize)
        };
        groups.iter().try_fold(0, seats).unwrap_or(usize::MAX)
    };
    for (track, &people) in settled.iter().enumerate() {
        let (groups, seats) = (case.tracks[track].len(), seats(track));
        if people + open < groups && !case.seated {
            let track = case.track_name(track);
            return Some(Refusal::MoreGroupsThanPeople { track, groups, people: people + open });
        }
        if people > seats {
            return Some(Refusal::TooFewSeats { track: case.track_name(track), seats, people });
        }
    }
    let groups = case.groups.len();
    let all = || {
        let names = (0..case.tracks.len()).map(|track| case.track_name(track));
        names.collect::<Vec<_>>().join(" and ")
    };
    if case.input.len() < groups && !case.seated {
        let people = case.input.len();
        return Some(Refusal::MoreGroupsThanPeople { track: all(), groups, people });
    }
    let seats = (0..case.tracks.len()).map(seats).fold(0, usize::saturating_add);
    let people = case.input.len();
    (people > seats).then(|| Refusal::TooFewSeats { track: all(), seats, people })
}

/// Finds two people who stay apart and both have to be in one group.
fn apart_in_one_group(case: &Case) -> Option<Refusal> {
    let mut taken: Vec<(u32, u32, usize)> = Vec::new();
    for (unit, sets) in case.apart.iter().enumerate() {
        let group = case.units[unit].fixed;
        if group != NONE {
            taken.extend(sets.iter().map(|&set| (set, group, unit)));
        }
    }
    taken.sort_unstable();
    let pair = taken.windows(2).find(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1))?;
    let who = |unit: usize| called(case, unit);
    Some(Refusal::ApartPinned {
        people: [who(pair[0].2), who(pair[1].2)],
        group: case.group_name(pair[0].1),
    })
}

/// Finds people who stay apart and are more than the groups they can be in.
fn too_many_apart(case: &Case) -> Option<Refusal> {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); case.apart_sets];
    for (unit, sets) in case.apart.iter().enumerate() {
        for &set in sets {
            members[set as usize].push(unit);
        }
    }
    let names = |units: &[usize]| units.iter().map(|&unit| called(case, unit)).collect();
    for units in &members {
        for track in 0..case.tracks.len() {
            let here: Vec<usize> = (units.iter().copied())
                .filter(|&unit| case.units[unit].track == number(track))
                .collect();
            let groups = case.tracks[track].len();
            if here.len() > groups {
                return Some(Refusal::ApartTooMany { people: names(&here), groups });
            }
        }
        if units.len() > case.groups.len() {
            return Some(Refusal::ApartTooMany { people: names(units), groups: case.groups.len() });
        }
    }
    None
}

/// Finds groups with more pins than they seat, and blocks that no group seats. Where tracks are still
/// to be chosen, with the sizes that most people in the track would make.
fn too_many_pins(case: &Case) -> Option<Refusal> {
    let (settled, open) = head_counts(case);
    for (track, &people) in settled.iter().enumerate() {
        let Some(sizes) = sizes::of_track(case, track, people + open)
            .or_else(|| sizes::of_track(case, track, people))
        else {
            continue;
        };
        let found = pins_of_track(case, track, &sizes, open > 0);
        if found.is_some() {
            return found;
        }
        let most = (0..sizes.base.len()).map(|group| sizes.most(group)).max().unwrap_or(0);
        let large = case
            .units
            .iter()
            .position(|unit| unit.track == number(track) && unit.fixed == NONE && unit.len > most);
        if let Some(unit) = large.filter(|_| open == 0) {
            let seats = most as usize;
            return Some(Refusal::TogetherTooLarge {
                people: case.whole(&case.units[unit]),
                seats,
            });
        }
    }
    None
}

fn pins_of_track(case: &Case, track: usize, sizes: &Sizes, open: bool) -> Option<Refusal> {
    let first = case.tracks[track].start;
    let mut pinned: Vec<Vec<String>> = vec![Vec::new(); sizes.base.len()];
    for of in &case.units {
        if of.track == number(track) && of.fixed != NONE {
            pinned[of.fixed as usize - first].extend(case.whole(of));
        }
    }
    let refusal = |group: usize, seats: u32| Refusal::TooManyPins {
        group: case.group_name(number(first + group)),
        people: pinned[group].clone(),
        seats: seats as usize,
    };
    // A group over even the larger size is the plainer mistake, so it is named first.
    let over = |group: &usize| pinned[*group].len() > sizes.most(*group) as usize;
    if let Some(group) = (0..pinned.len()).find(over) {
        return Some(refusal(group, sizes.most(group)));
    }
    if open {
        return None;
    }
    let mut extras = sizes.extras;
    for (group, people) in pinned.iter().enumerate() {
        if people.len() > sizes.base[group] as usize {
            if extras == 0 {
                return Some(refusal(group, sizes.base[group]));
            }
            extras -= 1;
        }
    }
    None
}
