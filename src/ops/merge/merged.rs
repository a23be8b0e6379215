//! Is the report of a merge: what came home, what both sides changed, and how that was settled.

use crate::domain::Participant;

/// How it is settled where new groups came home that somebody is in none of.
pub const WITHOUT_GROUP: &str = "without a group now";

/// Whose value stands where both sides changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// The register's.
    Mine,
    /// The copy's.
    Theirs,
}

/// Who changed a value since the copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChangedBy {
    /// The copy alone.
    Theirs,
    /// The register and the copy.
    Both,
}

impl ChangedBy {
    /// The copy changed it, and so did the register where its value differs from the one before.
    pub(super) fn theirs_and(differs_here: bool) -> Self {
        if differs_here { Self::Both } else { Self::Theirs }
    }
}

/// Why something is reported; what somebody has to look at comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Both sides changed it to different values.
    Conflict,
    /// It cannot be brought: a person does it here, or lets it be.
    NotBrought,
    /// Somebody got a seat, or lost one, since both sides gave seats.
    Seat,
    /// Two registrations have the same e-mail address.
    SameEmail,
    /// Two registrations have the same name, country or region and organization.
    SameName,
    /// Two registrations that are one person.
    SamePerson,
    /// Somebody came in at both sides.
    BothDoors,
    /// Somebody was registered there.
    NewPerson,
    /// A session or an excursion was added there.
    New,
    /// It was changed there.
    Edit,
}

impl What {
    /// Returns the word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::NotBrought => "not brought",
            Self::Seat => "seat",
            Self::SameEmail => "same e-mail",
            Self::SameName => "same name",
            Self::SamePerson => "same person",
            Self::BothDoors => "both doors",
            Self::NewPerson => "new person",
            Self::New => "new",
            Self::Edit => "edit",
        }
    }

    /// Returns whether somebody has to look at it.
    pub fn is_for_somebody(self) -> bool {
        self < Self::SamePerson
    }
}

/// Something that both sides have to say about, or that one side alone can know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Why it is reported.
    pub what: What,
    /// The code of a person or session, the name of a group or excursion, or the desk's entry.
    pub code: String,
    /// The name, or the command.
    pub name: String,
    /// The field or the session.
    pub field: String,
    /// What stands here.
    pub here: String,
    /// What stands there.
    pub there: String,
    /// What was done about it.
    pub settled: String,
}

/// What came of a merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Attendance events that were brought.
    pub events: u64,
    /// Operations whose entries were brought.
    pub operations: u64,
    /// People registered there.
    pub people: u64,
    /// Values changed there and only there, or there as well and preferred.
    pub edits: u64,
    /// Values changed at both sides to different ones.
    pub conflicts: u64,
    /// Whether it was stored.
    pub stored: bool,
    /// The report.
    pub differences: Vec<Difference>,
}

impl Merged {
    pub(super) fn tell(
        &mut self,
        what: What,
        who: (&str, &str),
        field: impl Into<String>,
        sides: (impl Into<String>, impl Into<String>),
        settled: impl Into<String>,
    ) {
        self.differences.push(Difference {
            what,
            code: who.0.to_owned(),
            name: who.1.to_owned(),
            field: field.into(),
            here: sides.0.into(),
            there: sides.1.into(),
            settled: settled.into(),
        });
    }

    /// Reports about a person.
    pub(super) fn tell_of(
        &mut self,
        what: What,
        person: &Participant,
        field: impl Into<String>,
        sides: (impl Into<String>, impl Into<String>),
        settled: impl Into<String>,
    ) {
        self.tell(what, (&person.code, &person.name()), field, sides, settled);
    }

    /// Settles a value that the copy changed: says whether it is taken, and reports it.
    pub(super) fn settle(
        &mut self,
        prefer: Option<Stands>,
        changed_by: ChangedBy,
        who: (&str, &str),
        field: impl Into<String>,
        sides: (&str, &str),
    ) -> bool {
        let (what, settled) = match (changed_by, prefer) {
            (ChangedBy::Theirs, _) => (What::Edit, "changed there only: taken"),
            (ChangedBy::Both, None) => (What::Conflict, "open: say --prefer mine or theirs"),
            (ChangedBy::Both, Some(Stands::Mine)) => (What::Conflict, "mine stands"),
            (ChangedBy::Both, Some(Stands::Theirs)) => (What::Conflict, "theirs taken"),
        };
        let both = changed_by == ChangedBy::Both;
        let taken = !both || prefer == Some(Stands::Theirs);
        self.conflicts += u64::from(both);
        self.edits += u64::from(taken);
        let shown = |text: &str| text.replace('\n', ", ");
        self.tell(what, who, field, (shown(sides.0), shown(sides.1)), settled);
        taken
    }
}
