//! Defines the participant: before it is stored, and as it is stored.

use super::{Category, Email, Extra, ParticipantCode, Role, Status, Track};

/// The columns of the participants' list, in its order.
pub const PARTICIPANT_COLUMNS: [&str; 16] = [
    "code",
    "family_name",
    "given_name",
    "native_name",
    "title",
    "country",
    "organization",
    "category",
    "position",
    "email",
    "role",
    "track",
    "status",
    "excursion",
    "diet",
    "note",
];

/// What a registration says about the excursion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExcursionWish {
    /// Does not come along.
    #[default]
    No,
    /// Wants a seat.
    Yes,
    /// Stands on the waiting list.
    Waiting,
}

impl ExcursionWish {
    /// Returns the word as it is exported and typed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Waiting => "waiting",
        }
    }

    /// Returns whether this place is what a wish asked for: whoever waits for a seat wanted one.
    pub fn answers(self, wish: &str) -> bool {
        self.as_str() == wish || self == Self::Waiting && wish == Self::Yes.as_str()
    }
}

/// A person to be registered: every field is legal, but there is no place in the register yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParticipant {
    /// The code that another register gave, if the row comes from an export.
    pub code: Option<ParticipantCode>,
    /// Family name as given; empty for a person with a single name.
    pub family_name: String,
    /// Given name as given; one of the two names is never empty.
    pub given_name: String,
    /// The name in its own script, or empty.
    pub native_name: String,
    /// Form of address, such as "Dr."; or empty.
    pub title: String,
    /// ISO 3166 code of the country or region, or nothing for international organizations.
    pub country: Option<&'static str>,
    /// Name of the organization, or empty.
    pub organization: String,
    /// The kind of body; nothing where the file does not say.
    pub category: Option<Category>,
    /// Position within the organization, or empty.
    pub position: String,
    /// E-mail address, if known.
    pub email: Option<Email>,
    /// What the person does at the seminar.
    pub role: Role,
    /// The track of breakout sessions, if declared.
    pub track: Option<Track>,
    /// How far the registration has come.
    pub status: Status,
    /// Whether the person wants to join the excursion.
    pub excursion: ExcursionWish,
    /// Dietary needs, or empty.
    pub diet: String,
    /// Anything else that the secretariat should know, or empty.
    pub note: String,
    /// What the list says beyond these fields; none of the values is empty.
    pub extras: Vec<Extra>,
}

impl NewParticipant {
    /// Returns the family name, the given name and the name in its own script.
    pub fn names(&self) -> [&str; 3] {
        [&self.family_name, &self.given_name, &self.native_name]
    }

    /// Returns the values of [`PARTICIPANT_COLUMNS`]; nothing for the code, which is not text yet,
    /// and for a category that was left open.
    pub fn fields(&self) -> [Option<&str>; 16] {
        [
            None,
            Some(&self.family_name),
            Some(&self.given_name),
            Some(&self.native_name),
            Some(&self.title),
            Some(self.country.unwrap_or_default()),
            Some(&self.organization),
            self.category.map(Category::as_str),
            Some(&self.position),
            Some(self.email.as_ref().map_or("", Email::as_str)),
            Some(self.role.as_str()),
            Some(self.track.map_or("", Track::as_str)),
            Some(self.status.as_str()),
            Some(self.excursion.as_str()),
            Some(&self.diet),
            Some(&self.note),
        ]
    }
}

impl Default for NewParticipant {
    fn default() -> Self {
        Self {
            code: None,
            family_name: String::new(),
            given_name: String::new(),
            native_name: String::new(),
            title: String::new(),
            country: None,
            organization: String::new(),
            category: None,
            position: String::new(),
            email: None,
            role: Role::Delegate,
            track: None,
            status: Status::Registered,
            excursion: ExcursionWish::No,
            diet: String::new(),
            note: String::new(),
            extras: Vec::new(),
        }
    }
}

/// A person in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Join key inside this one file; never shown.
    pub id: i64,
    /// The code on the badge.
    pub code: String,
    /// Family name as given.
    pub family_name: String,
    /// Given name as given.
    pub given_name: String,
    /// The name in its own script, or empty.
    pub native_name: String,
    /// Form of address, or empty.
    pub title: String,
    /// ISO 3166 code of the country or region, or empty.
    pub country: String,
    /// The organizer's display name of the country or region, or empty.
    pub country_name: String,
    /// Name of the organization, or empty.
    pub organization: String,
    /// The kind of body.
    pub category: Category,
    /// Position within the organization, or empty.
    pub position: String,
    /// E-mail address, or empty.
    pub email: String,
    /// What the person does at the seminar.
    pub role: Role,
    /// The track of breakout sessions, if any.
    pub track: Option<Track>,
    /// How far the registration has come.
    pub status: Status,
    /// The place on the excursion, if any.
    pub excursion: ExcursionWish,
    /// The seat on the excursion, if any.
    pub seat: Option<i64>,
    /// Dietary needs, or empty.
    pub diet: String,
    /// Anything else, or empty.
    pub note: String,
}

impl Participant {
    /// Returns the name as lists show it: `Family, Given`, or the single name.
    pub fn name(&self) -> String {
        display_name(&self.family_name, &self.given_name)
    }

    /// Returns the values of [`PARTICIPANT_COLUMNS`].
    pub fn fields(&self) -> [&str; 16] {
        [
            &self.code,
            &self.family_name,
            &self.given_name,
            &self.native_name,
            &self.title,
            &self.country,
            &self.organization,
            self.category.as_str(),
            &self.position,
            &self.email,
            self.role.as_str(),
            self.track.map_or("", Track::as_str),
            self.status.as_str(),
            self.excursion.as_str(),
            &self.diet,
            &self.note,
        ]
    }

    /// Returns the names of the columns in which a registration differs from what is stored.
    ///
    /// What the registration leaves open (code, category) does not differ, and whoever waits for a
    /// seat on the excursion wanted one.
    pub fn differences(&self, other: &NewParticipant) -> Vec<&'static str> {
        let code = other.code.map(|code| code.to_string());
        let columns = PARTICIPANT_COLUMNS.iter().zip(self.fields().into_iter().zip(other.fields()));
        columns
            .filter(|&(&column, (ours, theirs))| match (column, theirs) {
                ("code", _) => code.as_deref().is_some_and(|code| code != ours),
                (_, None) => false,
                ("excursion", Some(wish)) => !self.excursion.answers(wish),
                (_, Some(theirs)) => ours != theirs,
            })
            .map(|(&column, _)| column)
            .collect()
    }

    /// Returns what the person represents: the country or region, else the organization.
    pub fn represents(&self) -> &str {
        if self.country_name.is_empty() { &self.organization } else { &self.country_name }
    }

    /// Returns `Family, Given (country or organization)`, as messages name a person.
    pub fn described(&self) -> String {
        match self.represents() {
            "" => self.name(),
            represents => format!("{} ({represents})", self.name()),
        }
    }
}

/// Returns a name as lists show it: `Family, Given`, or the single name. Case is never changed.
pub fn display_name(family: &str, given: &str) -> String {
    match (family, given) {
        ("", name) | (name, "") => name.to_owned(),
        (family, given) => format!("{family}, {given}"),
    }
}
