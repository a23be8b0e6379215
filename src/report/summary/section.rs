//! Is a part of the summary: items with their figures, each saying what it counts.

/// How many persons had registered, and how many came to anything.
pub(super) type Pair = [i64; 2];

/// Name and heading of the figures of a [`Pair`].
pub(super) const REGISTERED_AND_PRESENT: [(&str, &str); 2] =
    [("registered", "Registered"), ("present", "Present")];

/// A part of the summary: items with one or more figures each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its name in CSV and JSON.
    pub key: &'static str,
    /// Its title for people.
    pub title: &'static str,
    /// What its figures count.
    pub counts: &'static str,
    /// What its items are.
    pub item: &'static str,
    /// Name and heading of each figure.
    pub figures: Vec<(&'static str, &'static str)>,
    /// The figure for which a table has no room, if any.
    pub not_in_tables: Option<&'static str>,
    /// Items with their figures.
    pub rows: Vec<(String, Vec<i64>)>,
}
