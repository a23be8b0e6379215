//! Says whether two folded names may be of one person: words in any order, slips, parts left out.
//! Not here: country, organization and address, which tell namesakes apart.

use strsim::osa_distance;

/// The fewest letters of a word in which a slip is forgiven.
const FEWEST_LETTERS: usize = 5;

/// How much two names have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// Not enough.
    No,
    /// One word, which is all there is of one of the names.
    OneWord,
    /// Every word of the shorter name, and at least two; or both names as a whole.
    Yes,
}

/// Compares two names in folded form.
pub fn alike(one: &str, other: &str) -> Alike {
    let (one, other): (Vec<&str>, Vec<&str>) =
        (one.split(' ').collect(), other.split(' ').collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut free = long;
    let all = free.len();
    for word in &short {
        match free.iter().position(|candidate| same_word(word, candidate)) {
            Some(at) => drop(free.swap_remove(at)),
            None => return Alike::No,
        }
    }
    if short.len() > 1 || all == 1 { Alike::Yes } else { Alike::OneWord }
}

fn same_word(one: &str, other: &str) -> bool {
    if one == other {
        return !one.is_empty();
    }
    // The difference in length is a lower bound of the distance, and far cheaper.
    one.len().abs_diff(other.len()) <= 4
        && one.chars().count().min(other.chars().count()) >= FEWEST_LETTERS
        && osa_distance(one, other) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_slips_and_parts_left_out_do_not_matter() {
        for (one, other) in [
            ("nguyen thi lan", "lan nguyen thi"),
            ("nguyen thi lan", "nguyen lan"),
            ("batbayar bolormaa", "batbayer bolormaa"),
            ("sukarwati", "sukarwati"),
        ] {
            assert_eq!(alike(one, other), Alike::Yes, "{one} {other}");
            assert_eq!(alike(other, one), Alike::Yes, "{other} {one}");
        }
        assert_eq!(alike("bat", "bat bolormaa"), Alike::OneWord);
        for (one, other) in
            [("tanaka hana", "tanaka taro"), ("li", "lu"), ("", ""), ("kim", "kim ji woo kim x")]
        {
            assert_ne!(alike(one, other), Alike::Yes, "{one} {other}");
        }
    }
}
