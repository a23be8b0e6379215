//! How many people each group seats, so that sizes are as even as they can be.

use super::case::{Case, NONE, number};

/// Pairs among a number of people.
pub(super) fn pairs(people: u64) -> u64 {
    people * people.saturating_sub(1) / 2
}

/// The fewest pairs if people spread evenly over groups.
pub(super) fn even_pairs(people: u64, groups: u64) -> u64 {
    let Some(each) = people.checked_div(groups) else { return pairs(people) };
    let larger = people % groups;
    larger * pairs(each + 1) + (groups - larger) * pairs(each)
}

/// The sizes of the groups of one track. Each group has its base; `extras` of those that may grow
/// have one person more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) base: Vec<u32>,
    pub(super) may_grow: Vec<bool>,
    pub(super) extras: u32,
}

impl Sizes {
    /// Pairs of people in one group, whoever they are: the less, the more even.
    pub(super) fn pairs(&self) -> u64 {
        let base: u64 = self.base.iter().map(|&size| pairs(u64::from(size))).sum();
        let grows = self.base.iter().zip(&self.may_grow).find(|(_, grows)| **grows);
        base + u64::from(self.extras) * grows.map_or(0, |(&size, _)| u64::from(size))
    }

    /// The most people that a group can have.
    pub(super) fn most(&self, group: usize) -> u32 {
        self.base[group] + u32::from(self.may_grow[group])
    }
}

/// Spreads people over groups as evenly as capacities allow; `held` people are in their group
/// already and stay, also beyond its capacity. Nothing if there are not enough seats.
pub(super) fn even(people: usize, held: &[u32], capacities: &[u32]) -> Option<Sizes> {
    let at = |level: u32| -> Vec<u32> {
        held.iter().zip(capacities).map(|(&held, &most)| held.max(most.min(level))).collect()
    };
    let total = |level: u32| at(level).iter().map(|&size| size as usize).sum::<usize>();
    let top = number(people);
    if total(top) < people || total(0) > people {
        return None;
    }
    // The highest level that the people fill; the rest of them come on top of it.
    let (mut low, mut high) = (0, top);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if total(middle) <= people {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    let base = at(low);
    let grows = |(&held, &most): (&u32, &u32)| held <= low && most > low;
    let may_grow = held.iter().zip(capacities).map(grows).collect();
    let extras = number(people - total(low));
    Some(Sizes { base, may_grow, extras })
}

/// The capacities of the groups of a track.
fn capacities(case: &Case, track: usize) -> Vec<u32> {
    case.groups[case.tracks[track].clone()].iter().map(|group| group.capacity).collect()
}

/// How many people each group of a track seats if so many are in it; nothing if there are not enough
/// seats. Where some are seated already and stay, the others only fill up.
pub(super) fn of_track(case: &Case, track: usize, people: usize) -> Option<Sizes> {
    let mut held = vec![0; case.tracks[track].len()];
    if case.seated {
        let first = case.tracks[track].start;
        for unit in case.units.iter().filter(|unit| !unit.is_free()) {
            if case.tracks[track].contains(&(unit.fixed as usize)) {
                held[unit.fixed as usize - first] += unit.len;
            }
        }
    }
    even(people, &held, &capacities(case, track))
}

/// The fewest pairs of people, whoever they are, in the groups of a track if so many are in it.
pub(super) fn pairs_of_track(case: &Case, track: usize, people: usize) -> Option<u64> {
    let groups = &case.groups[case.tracks[track].clone()];
    if !case.seated && groups.iter().all(|group| group.capacity == NONE) {
        return (!groups.is_empty()).then(|| even_pairs(people as u64, groups.len() as u64));
    }
    of_track(case, track, people).map(|sizes| sizes.pairs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_as_even_as_the_seats_allow() {
        let sizes = even(10, &[0, 0, 0, 0], &[NONE; 4]).unwrap();
        assert_eq!((sizes.base, sizes.extras), (vec![2; 4], 2));
        let sizes = even(10, &[0, 0, 0, 0], &[1, NONE, 3, NONE]).unwrap();
        assert_eq!(
            (sizes.base, sizes.may_grow, sizes.extras),
            (vec![1, 3, 3, 3], vec![false, true, false, true], 0)
        );
        let sizes = even(10, &[6, 0, 0, 1], &[4, 9, 9, 9]).unwrap();
        assert_eq!(
            (sizes.base, sizes.may_grow, sizes.extras),
            (vec![6, 1, 1, 1], vec![false, true, true, true], 1)
        );
        assert_eq!(even(3, &[0, 0], &[1, 1]), None);
    }
}
