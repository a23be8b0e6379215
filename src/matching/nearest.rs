//! "Did you mean ...?": picks the few candidates that are a small misspelling away from a word.
//! Not here: what the words stand for, and whether a misspelling is accepted.

use strsim::osa_distance;

/// Returns the candidates that `wanted` may be a misspelling of, at most `most` of them.
///
/// Case does not count. A candidate is near when it is at most a third of the letters of `wanted`
/// away (and at least one edit is always allowed), where an edit is a letter added, lost, changed
/// or swapped with its neighbour. The best come first; of equals, the one that came first.
/// An empty `wanted` is near to nothing.
pub fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    nearest_within(limit(wanted.trim().chars().count()), wanted, candidates, most)
}

/// Returns the candidates that are at most so many edits away, nearest first.
pub fn nearest_within<'a>(
    limit: usize,
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let wanted = wanted.trim().to_lowercase();
    let letters = wanted.chars().count();
    if letters == 0 || most == 0 {
        return Vec::new();
    }
    let mut lowered = String::new();
    let mut found: Vec<(usize, &'a str)> = Vec::new();
    for candidate in candidates {
        lowered.clear();
        lowered.extend(candidate.chars().flat_map(char::to_lowercase));
        // The difference in length is a lower bound of the distance, and far cheaper.
        if lowered.chars().count().abs_diff(letters) > limit {
            continue;
        }
        let distance = osa_distance(&wanted, &lowered);
        if distance <= limit {
            found.push((distance, candidate));
        }
    }
    found.sort_by_key(|&(distance, _)| distance);
    found.truncate(most);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Returns how many edits away from a word of some letters another may be to be near.
fn limit(letters: usize) -> usize {
    (letters / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const COMMANDS: [&str; 6] = ["import", "export", "assign", "attend", "report", "Undo"];

    #[test]
    fn the_best_come_first_and_equals_keep_their_order() {
        assert_eq!(nearest("export", COMMANDS, 9), ["export", "import", "report"]);
        assert_eq!(nearest("imprt", COMMANDS, 9), ["import"]);
        assert_eq!(nearest("xport", ["aport", "xporta", "bport"], 9), ["aport", "xporta", "bport"]);
        assert_eq!(nearest("exporx", COMMANDS, 1), ["export"]);
    }

    #[test]
    fn a_swap_counts_once_and_case_not_at_all() {
        assert_eq!(nearest("UNOD", COMMANDS, 3), ["Undo"]);
        assert_eq!(nearest("ATTEND", COMMANDS, 3), ["attend"]);
    }

    #[test]
    fn short_words_are_allowed_one_edit_and_far_ones_are_left_out() {
        assert_eq!(nearest("id", ["is", "ids", "no", "id"], 9), ["id", "is", "ids"]);
        assert!(nearest("zebra", COMMANDS, 9).is_empty());
    }

    #[test]
    fn nothing_is_near_to_nothing() {
        assert!(nearest("", ["a", ""], 9).is_empty());
        assert!(nearest("  ", ["a"], 9).is_empty());
        assert!(nearest("a", ["a"], 0).is_empty());
        assert!(nearest("a", [], 9).is_empty());
    }

    #[test]
    fn letters_are_counted_not_bytes() {
        assert_eq!(nearest("日木", ["日本", "米国"], 9), ["日本"]);
    }
}
