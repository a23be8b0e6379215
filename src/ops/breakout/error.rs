//! Says why groups cannot be made or changed as asked.

use super::super::sentences::several;
use crate::allocation::Refusal;
use crate::domain::{Role, RuleKind, Track};

/// Why groups cannot be made or changed as asked.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// Groups cannot be made.
    #[error("no groups can be formed{}: {reason}", .round.map_or_else(String::new, |round| format!(" in round {round}")))]
    Groups {
        /// The round, where there are several.
        round: Option<u32>,
        /// Why.
        reason: Refusal,
    },
    /// Nobody can be put into groups.
    #[error("nobody who takes part {}", .track.map_or("can be put into groups".to_owned(), |track| format!("is in the {track} track")))]
    NobodyToSeat {
        /// The track; nothing means both.
        track: Option<Track>,
    },
    /// Nobody speaks what somebody needs.
    #[error("{who} needs {languages}, and no group speaks it")]
    NoGroupSpeaks {
        /// Whom it is about.
        who: String,
        /// The languages, any of which would do.
        languages: String,
    },
    /// A group that somebody leads or is pinned to would go.
    #[error("{who} is in {group}, which would be there no longer")]
    GroupWouldGo {
        /// Code and name, with the role of who leads.
        who: String,
        /// The group.
        group: String,
    },
    /// The round was announced, and so its groups stay.
    #[error("round {round} was announced; its groups stay")]
    Announced {
        /// The round.
        round: u32,
    },
    /// The round was not announced, and so there is no menu.
    #[error("round {round} was not announced; making groups anew is free")]
    NotAnnounced {
        /// The round.
        round: u32,
    },
    /// There are no groups in a round.
    #[error("there are no groups in round {round}")]
    NoRound {
        /// The round.
        round: u32,
    },
    /// What the groups were made of has changed.
    #[error("the groups of round {round} were made of other data: {}", several(.changes))]
    StaleProposal {
        /// The round.
        round: u32,
        /// What changed, one sentence each.
        changes: Vec<String>,
    },
    /// A change by hand breaks a rule.
    #[error("that breaks a rule: {}", several(.broken))]
    BreaksRules {
        /// The rules, one sentence each.
        broken: Vec<String>,
    },
    /// The item is not on the menu of moves.
    #[error("{wanted} is not on the menu")]
    NotOnTheMenu {
        /// What was typed.
        wanted: String,
    },
    /// Two people who are to change places sit in one group.
    #[error("{} and {} are both in {group}", .who[0], .who[1])]
    SameGroup {
        /// The two.
        who: [String; 2],
        /// Their group.
        group: String,
    },
    /// The person leads a group and is not in the draw.
    #[error("{who} is {role} and left out of the draw")]
    Leads {
        /// Whom it is about.
        who: String,
        /// Facilitator or rapporteur.
        role: Role,
    },
    /// There is no such group.
    #[error("there is no group {group} in round {round}")]
    UnknownGroup {
        /// The group.
        group: String,
        /// The round.
        round: u32,
    },
    /// The group is of the other track.
    #[error("{who} is in the {own} track; {group} is a group of the other one")]
    WrongTrack {
        /// Whom it is about.
        who: String,
        /// The person's track.
        own: Track,
        /// The group.
        group: String,
    },
    /// The person has no seat in any group.
    #[error("{who} has no group in round {round}")]
    NoGroup {
        /// Whom it is about.
        who: String,
        /// The round.
        round: u32,
    },
    /// One person alone is kept together with nobody and apart from nobody.
    #[error("{kind} holds two people at least")]
    SetOfOne {
        /// The kind of set.
        kind: RuleKind,
    },
    /// Nobody is under such a rule.
    #[error("there is no such rule ({kind})")]
    NoSuchRule {
        /// The kind of rule.
        kind: RuleKind,
        /// Names of those there are.
        near: Vec<String>,
    },
}
