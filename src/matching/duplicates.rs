//! Finds registrations that are likely of one person, and says why.
//! Not here: what is done about them. Nothing is ever merged by likeness alone.

use std::collections::HashMap;

use super::alike::{Alike, alike};

/// What is compared of a registration; every text is folded, an empty one says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registered {
    /// Family and given name.
    pub name: String,
    /// The name in its own script.
    pub native_name: String,
    /// Code of the country or region.
    pub country: String,
    /// Name of the organization.
    pub organization: String,
    /// E-mail address.
    pub email: String,
}

/// Two registrations that are likely of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Positions of the two, the smaller first.
    pub of: (usize, usize),
    /// From 1 to 100.
    pub score: u32,
    /// What speaks for it, and what against it.
    pub reasons: Vec<&'static str>,
}

/// Pairs below are not told.
const LEAST: i32 = 45;

/// More people who share a word of their names and their country are not compared one by one with
/// each other, but only where whole names or organizations are the same.
const CROWD: usize = 300;

/// Returns the likely pairs, best first.
pub fn likely(people: &[Registered]) -> Vec<Pair> {
    let mut found: HashMap<(usize, usize), Pair> = HashMap::new();
    for group in candidates(people).into_values() {
        for (position, &one) in group.iter().enumerate() {
            for &other in &group[position + 1..] {
                let of = (one.min(other), one.max(other));
                if one == other || found.contains_key(&of) {
                    continue;
                }
                if let Some((score, reasons)) = judge(&people[of.0], &people[of.1]) {
                    found.insert(of, Pair { of, score, reasons });
                }
            }
        }
    }
    let mut pairs: Vec<Pair> = found.into_values().collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.score), pair.of));
    pairs
}

/// Returns groups within which any two may be one person, by what they share.
fn candidates(people: &[Registered]) -> HashMap<String, Vec<usize>> {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        let mut words: Vec<&str> = person.name.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words.dedup();
        let mut keys = vec![format!("name {}", words.join(" "))];
        if !person.native_name.is_empty() {
            keys.push(format!("native {}", person.native_name));
        }
        for word in &words {
            keys.push(format!("country {} {word}", person.country));
            if !person.organization.is_empty() {
                keys.push(format!("body {} {word}", person.organization));
            }
        }
        if words.len() == 1 {
            // A slip in the only word leaves no other by which to find the two.
            keys.push(format!("single {}", person.country));
        }
        for key in keys {
            groups.entry(key).or_default().push(at);
        }
    }
    groups
        .retain(|key, group| group.len() > 1 && (group.len() <= CROWD || key.starts_with("name ")));
    for (key, group) in &mut groups {
        if key.starts_with("name ") {
            group.truncate(CROWD);
        }
    }
    groups
}

/// Weighs what two registrations have in common against what tells them apart.
fn judge(one: &Registered, other: &Registered) -> Option<(u32, Vec<&'static str>)> {
    let mut score = 0;
    let mut reasons = Vec::new();
    let same_native = !one.native_name.is_empty() && one.native_name == other.native_name;
    let mut weigh = |weight: i32, reason: &'static str| {
        score += weight;
        reasons.push(reason);
    };
    let both = |one: &str, other: &str| !one.is_empty() && !other.is_empty();
    let sorted = |name: &str| {
        let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    // Where the names agree as well, the same name in its own script says little more.
    let native_weight = if one.name == other.name {
        weigh(45, "same name");
        10
    } else if sorted(&one.name) == sorted(&other.name) {
        weigh(40, "same name in another order");
        10
    } else if alike(&one.name, &other.name) == Alike::Yes {
        let parts = one.name.split(' ').count() == other.name.split(' ').count();
        weigh(30, if parts { "names differ in a letter" } else { "a part of the name left out" });
        20
    } else if same_native {
        40
    } else {
        return None;
    };
    if same_native {
        weigh(native_weight, "same name in its own script");
    } else if both(&one.native_name, &other.native_name) {
        weigh(-25, "other name in its own script");
    }
    if both(&one.organization, &other.organization) {
        if one.organization == other.organization {
            weigh(25, "same organization");
        } else {
            weigh(-10, "other organization");
        }
    }
    if both(&one.country, &other.country) {
        if one.country == other.country {
            weigh(15, "same country or region");
        } else {
            weigh(-35, "other country or region");
        }
    }
    if both(&one.email, &other.email) {
        let local = |address: &str| address.split('@').next().unwrap_or_default().to_owned();
        if local(&one.email) == local(&other.email) {
            weigh(15, "e-mail addresses begin alike");
        } else {
            weigh(-5, "other e-mail address");
        }
    } else {
        weigh(5, "an e-mail address is missing");
    }
    let score = score.min(100);
    let told = u32::try_from(score).ok().filter(|_| score >= LEAST)?;
    Some((told, reasons))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(line: &str) -> Registered {
        let mut cells = line.split('|').map(str::to_owned);
        let mut next = || cells.next().unwrap_or_default();
        Registered {
            name: next(),
            native_name: next(),
            country: next(),
            organization: next(),
            email: next(),
        }
    }

    fn scores(lines: &[&str]) -> Vec<((usize, usize), u32)> {
        let people: Vec<Registered> = lines.iter().map(|line| person(line)).collect();
        likely(&people).into_iter().map(|pair| (pair.of, pair.score)).collect()
    }

    #[test]
    fn the_same_person_written_otherwise_is_found_best_first() {
        let found = scores(&[
            "nguyen thi lan||VN|moit|lan@moit.example",
            "tanaka hana||JP|meti|",
            "lan nguyen thi||VN|moit|",
            "nguyen lan||VN||lan@gmail.example",
            "tanaka taro||JP|meti|",
            "sukarwati||ID|customs|",
            "sukarwatti||ID|customs|",
        ]);
        assert_eq!(found, [((0, 2), 85), ((5, 6), 75), ((0, 3), 60), ((2, 3), 50)]);
    }

    #[test]
    fn namesakes_of_other_countries_and_colleagues_are_no_pairs() {
        let none = scores(&[
            "tan mei ling||SG|customs|a@sg.example",
            "tan mei ling||MY|customs department|b@my.example",
            "kim min jun||KR|mofa|",
            "kim min ji||KR|mofa|",
            "bat||MN|customs|",
            "bat bolormaa||MN|customs|",
        ]);
        assert_eq!(none, []);
    }

    #[test]
    fn one_native_name_is_enough_within_a_country() {
        assert_eq!(scores(&["chen wei|陳偉|TW|boft|", "chan wai|陳偉|TW|boft|"]), [((0, 1), 85)]);
    }

    #[test]
    fn a_crowd_of_one_name_is_compared_within_bounds() {
        let lines: Vec<String> =
            (0..5_000).map(|at| format!("nguyen van {at:05}||VN|body {at}|")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert!(scores(&lines).len() < 100);
    }
}
