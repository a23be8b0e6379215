//! Says how groups are to be made.

use crate::domain::{SessionCode, Track, Trait};

/// How groups are to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssignRequest {
    /// For which track; nothing means for both.
    pub track: Option<Track>,
    /// The number of groups of each track.
    pub groups: Option<usize>,
    /// The greatest number of people in a group.
    pub size: Option<u32>,
    /// The most people of each group; of one track, or of each.
    pub capacities: Vec<(Option<Track>, Vec<u32>)>,
    /// The rounds; nothing means those there are, or the first.
    pub rounds: Vec<u32>,
    /// What decides between equally good groups.
    pub seed: u64,
    /// What is spread, the most important first; nothing means everything that is known.
    pub balance: Option<Vec<Trait>>,
    /// Only who is inside this session.
    pub present: Option<SessionCode>,
    /// Who sits these rounds out, from now on.
    pub leave_out: Vec<String>,
    /// Who sits them out no longer.
    pub take_in: Vec<String>,
    /// Whether announced groups are made anew.
    pub anew: bool,
    /// The most people moved by one item of the menu; 0 for no menu.
    pub moves: usize,
    /// The item of the menu that is taken.
    pub take: Option<String>,
}

impl AssignRequest {
    /// Returns whether something is said that decides the number and size of groups.
    pub(super) fn shapes(&self) -> bool {
        self.groups.is_some() || self.size.is_some() || !self.capacities.is_empty()
    }
}
