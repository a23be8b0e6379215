//! What the engine is asked and what it answers: people, groups, rules, places, proof.

/// Everything that decides who sits where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// What is spread over the groups, the most important first.
    pub attributes: Vec<Attribute>,
    /// The tracks with their groups.
    pub tracks: Vec<TrackRequest>,
    /// The people to be seated, in any order.
    pub people: Vec<Person>,
    /// Sets of people who sit in one group, as indices into `people`.
    pub together: Vec<Vec<usize>>,
    /// Sets of people no two of whom sit in one group, as indices into `people`.
    pub apart: Vec<Vec<usize>>,
    /// Earlier rounds: for each person the group of that round, any number that is unique within
    /// the round; nothing for who was not there.
    pub earlier: Vec<Vec<Option<usize>>>,
    /// Decides between choices that are equally good.
    pub seed: u64,
}

/// Something that people share, such as a country or region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribute {
    /// The name for sentences, such as "country or region".
    pub name: String,
}

/// The groups of one track.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrackRequest {
    /// The name for sentences.
    pub name: String,
    /// The groups in the order of their numbers.
    pub groups: Vec<GroupRequest>,
}

/// One group to be filled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupRequest {
    /// The name for sentences, such as "P1".
    pub name: String,
    /// The greatest number of people it seats; nothing for no limit. Sizes are as even as the
    /// capacities of the track allow.
    pub capacity: Option<usize>,
}

/// One person to be seated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The participant code, unique within a problem.
    pub key: String,
    /// The name for sentences. People are ordered by it, then by values, track and key, so that the
    /// order of the input has no effect, nor the order in which codes were given.
    pub name: String,
    /// The declared track; nothing lets the engine choose.
    pub track: Option<usize>,
    /// One value for each attribute, compared letter by letter. An empty one is not known and is
    /// shared with nobody.
    pub values: Vec<String>,
    /// Where the person has to sit.
    pub fixed: Option<Place>,
    /// The only groups the person can sit in, as where a language is needed; nothing for all.
    pub allowed: Option<Vec<Place>>,
}

/// A group of a track, both counted from zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The track.
    pub track: usize,
    /// The group within the track.
    pub group: usize,
}

/// Who sits where, and how good that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The place of each person, in the order of the input.
    pub places: Vec<Place>,
    /// The proof.
    pub judgement: Judgement,
}

/// How good an assignment is, and how good one can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The number of people of each group, track by track.
    pub sizes: Vec<Vec<usize>>,
    /// One line for each attribute, in their order.
    pub attributes: Vec<Line>,
    /// Pairs of one group that met before, counted once for each round in which they met; nothing
    /// without earlier rounds.
    pub repeats: Option<Line>,
    /// The hard rules that the assignment breaks, in words with the people named.
    pub broken: Vec<String>,
}

/// Pairs of people who share a value and a group: how many there are, and how many there have to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What the pairs share.
    pub name: String,
    /// The number of pairs.
    pub cost: u64,
    /// No assignment that keeps the rules, with everybody in the track that this one chose, has
    /// fewer pairs.
    pub bound: u64,
    /// No assignment that keeps the rules has fewer pairs, whatever tracks are chosen for those who
    /// declared none as long as groups stay as even.
    pub bound_any_tracks: u64,
}

impl Line {
    /// Returns by how many pairs the cost is above the bound.
    pub fn excess(&self) -> u64 {
        self.cost.saturating_sub(self.bound)
    }

    /// Says what the bound proves of the cost.
    pub fn verdict(&self) -> String {
        if self.cost < self.bound {
            return "fewer than the rules allow, since some are broken".to_owned();
        }
        match self.excess() {
            0 => "proved best".to_owned(),
            1 => "within 1 pair of the bound".to_owned(),
            more => format!("within {more} pairs of the bound"),
        }
    }
}

/// Some people who change places together, and what that saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Who goes where; people are indices into the problem.
    pub steps: Vec<(usize, Place)>,
    /// Pairs saved, one number for each attribute in their order and, where there are earlier
    /// rounds, one for repeats at the end. Negative where pairs are added.
    pub saves: Vec<i64>,
}

/// Why a person sits where the person sits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Every group of the track, the person's own among them.
    pub options: Vec<Choice>,
    /// The change of places with one other person that would save most, or cost least.
    pub best_swap: Option<Swap>,
}

/// One group that a person could be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The group.
    pub place: Place,
    /// With how many others in it the person would share a value: one number for each attribute in
    /// their order and, where there are earlier rounds, one for repeats at the end.
    pub pairs: Vec<u64>,
    /// The rule that bars the person from this group, in words.
    pub barred: Option<String>,
}

/// Two people who change places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// The other person, an index into the problem.
    pub with: usize,
    /// The other person's place.
    pub place: Place,
    /// As in [`Suggestion::saves`].
    pub saves: Vec<i64>,
}
