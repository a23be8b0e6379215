//! Deals one track's people into groups of equal size, each country spread as widely as it goes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::error::Error;
use std::fmt;

use super::exchange::{Improvement, pairs};
use super::random::SplitMix64;

/// One person to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The participant code. It is unique within a request and stands in for the row order, so
    /// that the order of the input has no effect.
    pub key: String,
    /// The ISO code of the country, or an empty string when it is not known. Codes are compared
    /// letter by letter.
    pub country: String,
    /// The organization, or an empty string when it is not known.
    pub organization: String,
    /// The group the person has to be in, counted from zero.
    pub pinned: Option<usize>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// The number of groups to form.
    pub groups: usize,
    /// Decides between choices that are equally good.
    pub seed: u64,
}

/// Why no plan exists. Groups count from zero in the fields and from one in the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No group was asked for.
    NoGroups,
    /// A group would stay empty.
    MoreGroupsThanPeople {
        /// The number of groups asked for.
        groups: usize,
        /// The number of people given.
        people: usize,
    },
    /// Somebody is pinned to a group that is not there; of several such people, the one with the
    /// first key is named.
    PinOutOfRange {
        /// The key of the person.
        key: String,
        /// The group the person is pinned to.
        group: usize,
        /// The number of groups asked for.
        groups: usize,
    },
    /// More people are pinned to a group than it can seat while all sizes stay within one of each
    /// other; of several such groups, the lowest is named.
    TooManyPins {
        /// The group.
        group: usize,
        /// The number of people pinned to it.
        pins: usize,
        /// The number of people it can seat. It is the smaller of the two sizes when lower groups
        /// already need every larger one for their own pins.
        size: usize,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGroups => f.write_str("the number of groups has to be at least one"),
            Self::MoreGroupsThanPeople { groups, people } => write!(
                f,
                "{} cannot be formed from {}",
                counted(*groups, "group", "groups"),
                counted(*people, "person", "people"),
            ),
            Self::PinOutOfRange { key, group, groups } => write!(
                f,
                "{key} is pinned to group {}, but there {} only {}",
                group.saturating_add(1),
                if *groups == 1 { "is" } else { "are" },
                counted(*groups, "group", "groups"),
            ),
            Self::TooManyPins { group, pins, size } => write!(
                f,
                "group {} has {} pinned to it, but it can seat only {size}",
                group.saturating_add(1),
                counted(*pins, "person", "people"),
            ),
        }
    }
}

impl Error for Refusal {}

/// Who goes where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The group of each person, counted from zero, in the order of the input.
    pub group_of: Vec<usize>,
    /// The number of people in each group.
    pub sizes: Vec<usize>,
    /// How many pairs of people share both a group and a country.
    pub same_country_pairs: u64,
    /// What `same_country_pairs` would be if each country could be spread as evenly as its own pins
    /// allow, without regard to the other countries. No plan has fewer.
    pub fewest_possible: u64,
}

/// Puts everybody into a group.
///
/// Sizes differ by at most one and everybody pinned is where the pin says. Within these rules the
/// people of one country, and then those of one organization, are spread over the groups. People
/// without a country are spread by organization and count in no same-country pair. When nobody is
/// pinned, the number of same-country pairs is the fewest possible and the larger groups come
/// first.
///
/// The same people with the same seed give the same groups, in whatever order they are listed.
pub fn assign(people: &[Person], request: &Request) -> Result<Plan, Refusal> {
    let groups = request.groups;
    check_groups(people.len(), groups)?;
    check_pins(people, groups)?;

    let mut stream = SplitMix64::new(request.seed);
    let preference: Vec<u64> = (0..groups).map(|_| stream.next()).collect();
    let order = dealing_order(people, &mut stream);
    let mut group_of = if people.iter().any(|person| person.pinned.is_some()) {
        deal_around_pins(people, &order, &preference)
    } else {
        deal_in_turn(&order, groups)
    };

    let countries = number_countries(people);
    let fewest_possible = fewest_possible(people, &countries, groups);
    let same_country_pairs =
        Improvement::new(people, &countries, &order, groups, &mut group_of).run(fewest_possible);

    let mut sizes = vec![0; groups];
    for &group in &group_of {
        sizes[group] += 1;
    }
    Ok(Plan { group_of, sizes, same_country_pairs, fewest_possible })
}

/// Writes a number with its noun.
fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Refuses a number of groups that leaves a group empty.
fn check_groups(people: usize, groups: usize) -> Result<(), Refusal> {
    if groups == 0 {
        return Err(Refusal::NoGroups);
    }
    if groups > people {
        return Err(Refusal::MoreGroupsThanPeople { groups, people });
    }
    Ok(())
}

/// Refuses pins that no plan with sizes within one of each other can keep.
fn check_pins(people: &[Person], groups: usize) -> Result<(), Refusal> {
    let stray = people
        .iter()
        .filter_map(|person| Some((&person.key, person.pinned?)))
        .filter(|&(_, group)| group >= groups)
        .min();
    if let Some((key, group)) = stray {
        return Err(Refusal::PinOutOfRange { key: key.clone(), group, groups });
    }

    let mut pins = vec![0; groups];
    for group in people.iter().filter_map(|person| person.pinned) {
        pins[group] += 1;
    }
    let small = people.len() / groups;
    let mut extra = people.len() % groups;
    // A group over even the larger size is the plainer mistake, so it is named first.
    let large = people.len().div_ceil(groups);
    if let Some(group) = pins.iter().position(|&count| count > large) {
        return Err(Refusal::TooManyPins { group, pins: pins[group], size: large });
    }
    for (group, &count) in pins.iter().enumerate() {
        if count <= small {
            continue;
        }
        if extra == 0 {
            return Err(Refusal::TooManyPins { group, pins: count, size: small });
        }
        extra -= 1;
    }
    Ok(())
}

/// What a person is dealt with: the country, or the organization where no country is known.
fn block(person: &Person) -> (&str, &str) {
    if person.country.is_empty() { ("", &person.organization) } else { (&person.country, "") }
}

/// Lists everybody in the order of dealing: large countries first, those of equal size shuffled,
/// and within a country by organization and key.
fn dealing_order(people: &[Person], stream: &mut SplitMix64) -> Vec<usize> {
    let mut blocks: BTreeMap<(&str, &str), (Reverse<usize>, u64)> = BTreeMap::new();
    for person in people {
        blocks.entry(block(person)).or_default().0.0 += 1;
    }
    // The map is walked by name, so a block's draw does not depend on the order of the input.
    for (_, draw) in blocks.values_mut() {
        *draw = stream.next();
    }
    let mut order: Vec<usize> = (0..people.len()).collect();
    order.sort_by_cached_key(|&index| {
        let person = &people[index];
        let block = block(person);
        (blocks.get(&block).copied(), block, &person.organization, &person.key)
    });
    order
}

/// Deals one person after another to the groups, starting over after the last.
fn deal_in_turn(order: &[usize], groups: usize) -> Vec<usize> {
    let mut group_of = vec![0; order.len()];
    for (turn, &index) in order.iter().enumerate() {
        group_of[index] = turn % groups;
    }
    group_of
}

/// Deals around the people who already have a seat: each goes where the fewest of the country are,
/// then the fewest of the organization, then the fewest people.
fn deal_around_pins(people: &[Person], order: &[usize], preference: &[u64]) -> Vec<usize> {
    let groups = preference.len();
    let small = people.len() / groups;
    let mut sizes = vec![0_usize; groups];
    let mut organizations: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for person in people {
        if let Some(group) = person.pinned {
            sizes[group] += 1;
            organizations.entry(&person.organization).or_default().push(group);
        }
    }
    let pinned_extra = sizes.iter().filter(|&&size| size > small).count();
    let mut extra = people.len() % groups - pinned_extra;

    let mut group_of: Vec<usize> =
        people.iter().map(|person| person.pinned.unwrap_or_default()).collect();
    for country in order.chunk_by(|&a, &b| block(&people[a]) == block(&people[b])) {
        let mut compatriots = vec![0_usize; groups];
        for group in country.iter().filter_map(|&index| people[index].pinned) {
            compatriots[group] += 1;
        }
        for part in country.chunk_by(|&a, &b| people[a].organization == people[b].organization) {
            let organization = people[part[0]].organization.as_str();
            let seated = organizations.entry(organization).or_default();
            let mut colleagues = vec![0_usize; groups];
            // People whose organization is not known are not colleagues of each other.
            if !organization.is_empty() {
                for &group in &*seated {
                    colleagues[group] += 1;
                }
            }
            for &index in part {
                if people[index].pinned.is_some() {
                    continue;
                }
                // Somewhere there is room: the seats left are as many as the people left.
                let group = (0..groups)
                    .filter(|&group| sizes[group] < small || (sizes[group] == small && extra > 0))
                    .min_by_key(|&group| {
                        (compatriots[group], colleagues[group], sizes[group], preference[group])
                    })
                    .unwrap_or_default();
                if sizes[group] == small {
                    extra -= 1;
                }
                group_of[index] = group;
                sizes[group] += 1;
                compatriots[group] += 1;
                if !organization.is_empty() {
                    colleagues[group] += 1;
                    seated.push(group);
                }
            }
        }
    }
    group_of
}

/// Numbers the countries that can form a pair; everybody else has none.
fn number_countries(people: &[Person]) -> Vec<Option<usize>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for person in people.iter().filter(|person| !person.country.is_empty()) {
        *counts.entry(&person.country).or_default() += 1;
    }
    let numbers: BTreeMap<&str, usize> = counts
        .into_iter()
        .filter(|&(_, count)| count > 1)
        .enumerate()
        .map(|(number, (country, _))| (country, number))
        .collect();
    people.iter().map(|person| numbers.get(person.country.as_str()).copied()).collect()
}

/// Counts the pairs left when each country is poured over its pinned people, always into the group
/// that has the fewest of it.
fn fewest_possible(people: &[Person], countries: &[Option<usize>], groups: usize) -> u64 {
    let mut members: BTreeMap<usize, Vec<Option<usize>>> = BTreeMap::new();
    for (person, country) in people.iter().zip(countries) {
        if let Some(country) = *country {
            members.entry(country).or_default().push(person.pinned);
        }
    }
    let mut total = 0;
    for pins in members.values() {
        let mut counts = vec![0_u64; groups];
        for &group in pins.iter().flatten() {
            counts[group] += 1;
        }
        total += counts.iter().copied().map(pairs).sum::<u64>();
        let mut levels: BinaryHeap<Reverse<u64>> = counts.into_iter().map(Reverse).collect();
        for _ in pins.iter().filter(|pin| pin.is_none()) {
            if let Some(mut lowest) = levels.peek_mut() {
                // Whoever joins makes one pair with each compatriot already there.
                total += lowest.0;
                lowest.0 += 1;
            }
        }
    }
    total
}

#[cfg(test)]
mod tests;
