//! Decides what a sender's revised list may change: three values of one field, one verdict.

/// What comes of one field of a revised list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The register has the sender's value.
    Same,
    /// The sender says something new, and nobody here has touched the field since.
    Changed,
    /// The sender repeats what it said before, and the value was mended here since: that stays.
    Kept,
    /// The sender and the register have both moved on, or it is not known who is ahead.
    Conflict,
}

/// Compares a field of the register with what a sender says now and said before.
///
/// `before` is nothing where the sender has said nothing of the field yet. An empty field of the
/// register may then be filled, and what the sender leaves empty says nothing.
pub fn verdict(register: &str, sender: &str, before: Option<&str>) -> Verdict {
    match before {
        _ if register == sender => Verdict::Same,
        Some(before) if before == sender => Verdict::Kept,
        Some(before) if before == register => Verdict::Changed,
        None if register.is_empty() => Verdict::Changed,
        None if sender.is_empty() => Verdict::Kept,
        Some(_) | None => Verdict::Conflict,
    }
}

/// Returns what lists last said of a field whose values, the oldest first, were written by lists
/// (true) or by hand (false); nothing where no list has said anything yet.
pub fn last_listed<'v>(values: &[(bool, &'v str)]) -> Option<&'v str> {
    let mut changes =
        values.iter().enumerate().filter(|(at, (_, value))| *at == 0 || values[at - 1].1 != *value);
    changes.rfind(|(_, (listed, _))| *listed).map(|(_, (_, value))| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sender_alone_changed_is_changed() {
        assert_eq!(verdict("Officer", "Director", Some("Officer")), Verdict::Changed);
        assert_eq!(verdict("Officer", "", Some("Officer")), Verdict::Changed);
    }

    #[test]
    fn what_was_mended_here_stays_while_the_sender_repeats_itself() {
        assert_eq!(verdict("Director", "Officer", Some("Officer")), Verdict::Kept);
    }

    #[test]
    fn two_changes_of_one_field_are_a_conflict_unless_they_agree() {
        assert_eq!(verdict("Director", "Head", Some("Officer")), Verdict::Conflict);
        assert_eq!(verdict("Head", "Head", Some("Officer")), Verdict::Same);
    }

    #[test]
    fn a_first_list_fills_gaps_and_overwrites_nothing() {
        assert_eq!(verdict("", "Officer", None), Verdict::Changed);
        assert_eq!(verdict("Officer", "", None), Verdict::Kept);
        assert_eq!(verdict("Officer", "Director", None), Verdict::Conflict);
    }

    #[test]
    fn lists_are_told_from_hands() {
        assert_eq!(last_listed(&[(true, "a")]), Some("a"));
        assert_eq!(last_listed(&[(true, "a"), (false, "b")]), Some("a"));
        assert_eq!(last_listed(&[(true, "a"), (false, "b"), (true, "b")]), Some("a"));
        assert_eq!(last_listed(&[(true, "a"), (false, "b"), (true, "c")]), Some("c"));
        assert_eq!(last_listed(&[(false, "a"), (true, "a")]), None);
        assert_eq!(last_listed(&[(true, "a"), (false, "b"), (false, "a")]), Some("a"));
        assert_eq!(last_listed(&[]), None);
    }
}
