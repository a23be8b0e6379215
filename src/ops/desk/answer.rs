//! Defines what a desk answers, and what it adds up at the end.

use crate::domain::{Participant, SessionCode, Timestamp};

/// What came of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody is in now.
    In,
    /// Somebody is out now.
    Out,
    /// The person was in before.
    Already,
    /// Somebody is registered and in.
    WalkIn,
    /// The latest entry of this desk was taken back.
    Undone,
    /// Understood, and not done.
    Refused,
    /// Nobody and nothing is meant by it.
    Unknown,
    /// A further line has to say which, or that a note was read.
    Choose,
}

impl Outcome {
    /// Returns the word as it is shown and written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Already => "already",
            Self::WalkIn => "walk-in",
            Self::Undone => "undone",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Choose => "choose",
        }
    }
}

/// The answer to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What came of it.
    pub outcome: Outcome,
    /// The person's code, where one person is meant.
    pub code: Option<String>,
    /// Name and country or region, or the delegation.
    pub name: Option<String>,
    /// The session.
    pub session: Option<SessionCode>,
    /// When it happened.
    pub at: Option<Timestamp>,
    /// What the desk should know.
    pub message: String,
    /// How many persons it is about.
    pub persons: usize,
    /// What can be chosen, numbered; or further lines of the message.
    pub lines: Vec<String>,
}

impl Answer {
    /// Makes an answer that is about nobody.
    pub fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            outcome,
            code: None,
            name: None,
            session: None,
            at: None,
            message,
            persons: 1,
            lines: Vec::new(),
        }
    }

    pub(super) fn about(mut self, person: &Participant) -> Self {
        self.code = Some(person.code.clone());
        self.name = Some(person.described());
        self
    }

    pub(super) fn at(mut self, session: &SessionCode, at: Timestamp) -> Self {
        self.session = Some(session.clone());
        self.at = Some(at);
        self
    }

    pub(super) fn lines(mut self, lines: Vec<String>) -> Self {
        self.lines = lines;
        self
    }
}

/// What one desk has done since it began.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeskTally {
    /// Persons let in, those of delegations and walk-ins among them.
    pub came_in: usize,
    /// Check-outs.
    pub went_out: usize,
    /// Scans of people who were in.
    pub already: usize,
    /// Persons registered.
    pub walk_ins: usize,
    /// Entries taken back.
    pub undone: usize,
    /// Lines refused or not understood.
    pub refused: usize,
    /// Codes of people who are not in, since nobody has said that the note was read.
    pub unread: Vec<String>,
}

impl std::fmt::Display for DeskTally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { came_in, went_out, already, walk_ins, undone, refused, .. } = self;
        write!(f, "{came_in} in, {walk_ins} of them walk-ins; {went_out} out; ")?;
        write!(f, "{already} in already; {undone} taken back; {refused} refused")?;
        if !self.unread.is_empty() {
            write!(f, "; not in, note not acknowledged: {}", self.unread.join(", "))?;
        }
        Ok(())
    }
}

impl DeskTally {
    /// Takes in an answer.
    pub(super) fn add(&mut self, answer: &Answer) {
        if let Some(code) = &answer.code {
            self.unread.retain(|unread| unread != code);
        }
        match answer.outcome {
            Outcome::In => self.came_in += answer.persons,
            Outcome::WalkIn => {
                self.came_in += 1;
                self.walk_ins += 1;
            }
            Outcome::Out => self.went_out += 1,
            Outcome::Already => self.already += 1,
            Outcome::Undone => self.undone += answer.persons,
            Outcome::Refused | Outcome::Unknown => self.refused += 1,
            Outcome::Choose => {}
        }
    }
}

/// What can be typed, a line each.
pub(super) const HELP: &[&str] = &[
    "code, e-mail address or part of a name   check in; several persons are numbered",
    "out CODE                                 check out",
    "!                                        do what was refused; also behind a code",
    "ok                                       the note was read; scanning again says so, too",
    "undo, undo wrong badge                   take back the latest entry, or delegation; why",
    "+ Family, Given; country; organization   register a walk-in and check in; +! a namesake",
    "FR all, FR all but P-0142-N, tanaka      check in a delegation; FR all but 2 asks for whom",
    "end                                      end, with a tally",
];

/// Reads a line that is nothing but numbers.
pub(super) fn numbers(line: &[u8]) -> Option<Vec<usize>> {
    let text = std::str::from_utf8(line).ok()?.trim();
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    let numbers: Vec<usize> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
    (!numbers.is_empty()).then_some(numbers)
}
