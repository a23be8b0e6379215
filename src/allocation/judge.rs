//! Judges an assignment: its pairs, the fewest there can be, and the rules it breaks.

use super::bounds;
use super::case::{Case, NONE, number};
use super::part::Part;
use super::problem::{Judgement, Line, Place, Problem};
use super::refusal::{counted, describe, listed};
use super::sizes::{self, Sizes, pairs};
use super::split::Split;

/// Judges any assignment, also one made elsewhere. Who has no place is left out of every figure.
pub fn judge(problem: &Problem, places: &[Option<Place>]) -> Judgement {
    let case = Case::new(problem, None);
    let at: Vec<u32> = (case.input.iter())
        .map(|&index| places.get(index as usize).copied().flatten())
        .map(|place| place.and_then(|place| case.flat(place)).unwrap_or(NONE))
        .collect();
    let mut judgement = figures(&case, &at, &[]);
    judgement.broken = broken(problem, &case, places, &judgement.sizes);
    judgement
}

/// Counts pairs and computes bounds for people at groups of the common row. `proved` are bounds known
/// from elsewhere, level by level.
pub(super) fn figures(case: &Case, at: &[u32], proved: &[u64]) -> Judgement {
    let mut sizes: Vec<Vec<usize>> = case.tracks.iter().map(|track| vec![0; track.len()]).collect();
    for &group in at.iter().filter(|&&group| group != NONE) {
        let place = case.place(group);
        sizes[place.track][place.group] += 1;
    }
    let chosen: Vec<u32> = (at.iter())
        .map(|&group| if group == NONE { NONE } else { case.groups[group as usize].track })
        .collect();
    let part = |(track, sizes): (usize, &Vec<usize>)| {
        Part::of_track(case, track, &chosen, expected(case, track, sizes))
    };
    let parts: Vec<Part> = sizes.iter().enumerate().map(part).collect();
    let any = Split::new(case, &chosen).bounds();
    let costs = costs(case, at);
    let bounds = |exact: bool| -> Vec<u64> {
        let own = parts.iter().map(|part| bounds::of_part(case, part, &chosen, exact));
        let own: Vec<Vec<u64>> = own.collect();
        let known = |level: usize| any[level].max(proved.get(level).copied().unwrap_or(0));
        let own = |level: usize| own.iter().map(|part| part[level]).sum::<u64>();
        (0..case.levels).map(|level| own(level).max(known(level))).collect()
    };
    let mut bound = bounds(false);
    if bound != costs {
        bound = bounds(true);
    }
    let line = |level: usize| Line {
        name: String::new(),
        cost: costs[level],
        bound: bound[level],
        bound_any_tracks: any[level],
    };
    let levels: Vec<usize> = (0..case.levels).collect();
    let mut lines: Vec<Line> = by_line(case, &levels).into_iter().map(line).collect();
    let repeats = lines.split_off(case.problem.attributes.len()).pop();
    for (line, attribute) in lines.iter_mut().zip(&case.problem.attributes) {
        line.name.clone_from(&attribute.name);
    }
    Judgement {
        sizes,
        attributes: lines,
        repeats: repeats.map(|line| Line { name: "met before".to_owned(), ..line }),
        broken: Vec::new(),
    }
}

/// The sizes that a bound may rely on: those that the rules ask for if the groups have them.
fn expected(case: &Case, track: usize, actual: &[usize]) -> Sizes {
    let actual: Vec<u32> = actual.iter().copied().map(number).collect();
    let asked = sizes::of_track(case, track, actual.iter().sum::<u32>() as usize);
    let fits = |sizes: &Sizes| {
        let grown = actual.iter().zip(&sizes.base).filter(|(actual, base)| actual > base).count();
        let within =
            |group: usize| (sizes.base[group]..=sizes.most(group)).contains(&actual[group]);
        grown == sizes.extras as usize && (0..actual.len()).all(within)
    };
    asked.filter(fits).unwrap_or_else(|| Sizes {
        may_grow: vec![false; actual.len()],
        base: vec![actual.iter().sum(); actual.len()],
        extras: 0,
    })
}

/// Turns figures of levels into figures of lines: attributes in their order, then repeats.
pub(super) fn by_line<T: Copy>(case: &Case, levels: &[T]) -> Vec<T> {
    let mut lines = levels.to_vec();
    if !case.problem.earlier.is_empty() {
        let repeats = lines.remove(case.problem.attributes.len().min(1));
        lines.push(repeats);
    }
    lines
}

/// Turns figures of lines into figures of levels.
pub(super) fn by_level<T: Copy>(case: &Case, lines: &[T]) -> Vec<T> {
    let mut levels = lines.to_vec();
    if !case.problem.earlier.is_empty()
        && let Some(repeats) = levels.pop()
    {
        levels.insert(case.problem.attributes.len().min(1), repeats);
    }
    levels
}

/// Counts the pairs of each level.
pub(super) fn costs(case: &Case, at: &[u32]) -> Vec<u64> {
    let mut costs = vec![0; case.levels];
    let mut cells: Vec<(u32, u32)> = Vec::with_capacity(at.len());
    for feature in &case.features {
        cells.clear();
        let both = feature.values.iter().copied().zip(at.iter().copied());
        cells.extend(both.filter(|&(value, group)| value != NONE && group != NONE));
        cells.sort_unstable();
        let same = cells.chunk_by(|a, b| a == b);
        costs[feature.level] += same.map(|same| pairs(same.len() as u64)).sum::<u64>();
    }
    costs
}

/// Says in words which hard rules an assignment breaks.
fn broken(
    problem: &Problem,
    case: &Case,
    places: &[Option<Place>],
    sizes: &[Vec<usize>],
) -> Vec<String> {
    let mut broken = Vec::new();
    let at = |index: usize| places.get(index).copied().flatten();
    let seat = |place: Place| case.flat(place).map(|group| case.group_name(group));
    let mut order: Vec<usize> = (0..problem.people.len()).collect();
    order.sort_by(|&a, &b| problem.people[a].key.cmp(&problem.people[b].key));
    for &index in &order {
        let (person, Some(place)) = (&problem.people[index], at(index)) else { continue };
        let who = describe(problem, index);
        let Some(group) = seat(place) else {
            broken.push(format!("{who} is in a group that is not there"));
            continue;
        };
        if let Some(track) = person.track.filter(|&track| track != place.track) {
            let track = case.track_name(track);
            broken.push(format!("{who} declared track {track} and is in {group}"));
        }
        if let Some(pin) = person.fixed.filter(|&pin| pin != place).and_then(seat) {
            broken.push(format!("{who} is pinned to {pin} and is in {group}"));
        }
        if person.allowed.as_ref().is_some_and(|allowed| !allowed.contains(&place)) {
            broken.push(format!("{who} is in {group}, which speaks no language that fits"));
        }
    }
    let placed = |set: &[usize]| -> Vec<(Place, usize)> {
        let mut placed: Vec<(Place, usize)> =
            set.iter().filter_map(|&index| Some((at(index)?, index))).collect();
        placed
            .sort_by(|a, b| (a.0, &problem.people[a.1].key).cmp(&(b.0, &problem.people[b.1].key)));
        placed.dedup();
        placed
    };
    let names = |placed: &[(Place, usize)]| -> Vec<String> {
        placed.iter().map(|&(_, index)| describe(problem, index)).collect()
    };
    for set in &problem.together {
        let placed = placed(set);
        if placed.windows(2).any(|pair| pair[0].0 != pair[1].0) {
            let mut groups: Vec<String> = placed.iter().filter_map(|&(p, _)| seat(p)).collect();
            groups.dedup();
            let names = listed(&names(&placed));
            broken.push(format!("{names} stay together and are in {}", listed(&groups)));
        }
    }
    for set in &problem.apart {
        for met in placed(set).chunk_by(|a, b| a.0 == b.0).filter(|met| met.len() > 1) {
            let group = seat(met[0].0).unwrap_or_default();
            broken.push(format!("{} stay apart and are in {group}", listed(&names(met))));
        }
    }
    for (track, sizes) in sizes.iter().enumerate() {
        broken_sizes(case, track, sizes, &mut broken);
    }
    broken
}

/// Says which groups are too full, or uneven where capacities do not ask for it.
fn broken_sizes(case: &Case, track: usize, sizes: &[usize], broken: &mut Vec<String>) {
    let name = |group: usize| case.group_name(number(case.tracks[track].start + group));
    let capacity = |group: usize| case.groups[case.tracks[track].start + group].capacity;
    for (group, &size) in sizes.iter().enumerate() {
        if size > capacity(group) as usize {
            let people = counted(size, "person", "people");
            broken.push(format!("{} has {people} and seats {}", name(group), capacity(group)));
        }
    }
    let full = |group: usize| sizes[group] >= capacity(group) as usize;
    let most = (0..sizes.len()).max_by_key(|&group| sizes[group]);
    let least = (0..sizes.len()).filter(|&group| !full(group)).min_by_key(|&group| sizes[group]);
    if let (Some(most), Some(least)) = (most, least)
        && sizes[most] > sizes[least] + 1
    {
        broken.push(format!(
            "sizes differ by more than one: {} has {} and {} has {}",
            name(most),
            counted(sizes[most], "person", "people"),
            name(least),
            sizes[least]
        ));
    }
}
