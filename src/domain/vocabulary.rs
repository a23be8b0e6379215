//! Holds the closed sets of words: category, role, status, track, kind of session, event and source.
//! Spellings in other languages are not here; they belong to the reading of files.

use std::fmt;
use std::str::FromStr;

use super::text::narrowed;

/// A word that is not in its closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is no {what}; write {}", .allowed.join(", "))]
pub struct UnknownWord {
    /// What the word should have been, such as "category".
    pub what: &'static str,
    /// The words that are allowed.
    pub allowed: Vec<&'static str>,
}

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every value, in the order in which reports list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the word as it is stored, exported and typed.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            /// Reads a word in any case and width; spaces and underscores stand for hyphens.
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                // The stored spelling is by far the most frequent one.
                match text { $($word => return Ok(Self::$variant),)+ _ => {} }
                let word: String = text.trim().chars().map(narrowed).collect();
                let word = word.to_lowercase().replace([' ', '_'], "-");
                match word.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { what: $what, allowed: vec![$($word),+] }),
                }
            }
        }
    };
}

closed_set! {
    /// The kind of body that a participant comes from.
    Category, "category", {
        /// A ministry, an agency, the customs.
        Government = "government",
        /// A body of several states, such as a United Nations committee or the European Union.
        InternationalOrganization = "international-organization",
        /// An enterprise.
        Company = "company",
        /// A university or research institute.
        Academia = "academia",
        /// Anything else: associations, think tanks, press.
        Other = "other",
    }
}

closed_set! {
    /// What a participant does at the seminar.
    Role, "role", {
        /// Takes part.
        Delegate = "delegate",
        /// Gives a talk or briefing.
        Speaker = "speaker",
        /// Leads a panel.
        Moderator = "moderator",
        /// Leads a discussion group.
        Facilitator = "facilitator",
        /// Reports from a discussion group.
        Rapporteur = "rapporteur",
        /// Interprets for others.
        Interpreter = "interpreter",
        /// Listens.
        Observer = "observer",
        /// Works for the secretariat or the host.
        Staff = "staff",
    }
}

closed_set! {
    /// How far a registration has come. Presence is never a status.
    Status, "status", {
        /// Asked to come, no answer yet.
        Invited = "invited",
        /// Has registered.
        Registered = "registered",
        /// Registered and confirmed by the secretariat.
        Confirmed = "confirmed",
        /// Came without registering and was registered at the desk.
        WalkIn = "walk-in",
        /// Waits for a place at the seminar.
        Waitlisted = "waitlisted",
        /// Had registered and will not come.
        Withdrawn = "withdrawn",
        /// Was invited and said no.
        Declined = "declined",
    }
}

impl Status {
    /// Returns whether a person of this status takes a place at the seminar.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Registered | Self::Confirmed | Self::WalkIn)
    }

    /// Returns whether a person of this status was expected before the doors opened.
    pub const fn expected(self) -> bool {
        matches!(self, Self::Registered | Self::Confirmed)
    }

    /// Returns whether a person of this status has said not to come.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Declined)
    }
}

closed_set! {
    /// The two tracks of breakout sessions.
    Track, "track", {
        /// Officials in charge of policymaking.
        Policy = "policy",
        /// Licensing officials.
        Licensing = "licensing",
    }
}

impl Track {
    /// Returns the letter that begins the names of the track's groups.
    pub const fn letter(self) -> char {
        match self {
            Self::Policy => 'P',
            Self::Licensing => 'L',
        }
    }
}

closed_set! {
    /// What people share that discussion groups shall mix.
    Trait, "attribute", {
        /// The country or region.
        Country = "country",
        /// The organization.
        Organization = "organization",
        /// The region of the world by UN M49.
        Region = "region",
        /// The kind of body.
        Category = "category",
        /// First-time or returning.
        Experience = "experience",
    }
}

impl Trait {
    /// Returns what tables and sentences call it.
    pub const fn described(self) -> &'static str {
        match self {
            Self::Country => "country or region",
            Self::Organization => "organization",
            Self::Region => "region of the world",
            Self::Category => "category",
            Self::Experience => "first-time or returning",
        }
    }
}

closed_set! {
    /// What the making of discussion groups has to heed about a person.
    RuleKind, "kind of rule", {
        /// The people of a set sit in one group.
        Together = "together",
        /// No two people of a set sit in one group.
        Apart = "apart",
        /// The person needs a group where this language is spoken.
        Language = "language",
        /// The person sits out one round.
        LeftOut = "left-out",
        /// The person attended an earlier edition.
        Returning = "returning",
    }
}

closed_set! {
    /// What kind of item of the programme a session is.
    SessionKind, "kind of session", {
        /// For everybody: opening, closing, presentations.
        Plenary = "plenary",
        /// A panel discussion.
        Panel = "panel",
        /// Briefings by countries, bodies or companies; its speakers are those who briefed.
        Briefing = "briefing",
        /// Discussion groups of one track.
        Breakout = "breakout",
        /// A visit, for those who hold a seat on it.
        Excursion = "excursion",
        /// A reception or meal.
        Reception = "reception",
        /// Anything else.
        Other = "other",
    }
}

closed_set! {
    /// What an attendance event says.
    EventKind, "kind of event", {
        /// The person came in.
        In = "in",
        /// The person went out.
        Out = "out",
        /// An earlier event of the person was a mistake.
        Undo = "undo",
    }
}

closed_set! {
    /// Where an attendance event comes from.
    Source, "source", {
        /// A scanner read the badge.
        Scan = "scan",
        /// Somebody typed it at a desk.
        Hand = "hand",
        /// A sign-in sheet was keyed in.
        Paper = "paper",
        /// A file of another system.
        Import = "import",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_any_case_and_with_spaces() {
        assert_eq!("International Organization".parse(), Ok(Category::InternationalOrganization));
        assert_eq!("walk in".parse(), Ok(Status::WalkIn));
        assert_eq!(" POLICY ".parse(), Ok(Track::Policy));
        assert_eq!("Ｐｏｌｉｃｙ".parse(), Ok(Track::Policy));
    }

    #[test]
    fn an_unknown_word_names_the_choices() {
        let error = "polcy".parse::<Track>().unwrap_err();
        assert_eq!(error.to_string(), "is no track; write policy, licensing");
    }

    #[test]
    fn only_those_who_come_count_against_capacity() {
        let counting: Vec<_> = Status::ALL.iter().filter(|s| s.counts()).collect();
        assert_eq!(counting, [&Status::Registered, &Status::Confirmed, &Status::WalkIn]);
    }
}
