//! Says how a revised list is taken, and what it brought.

/// How a revised list is to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revising {
    /// Who sent the list; empty where nobody is named.
    pub source: String,
    /// Who is right where the sender and the register have both changed a field.
    pub prefer: Option<Side>,
}

/// One of the two that can disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What the sender's list says.
    File,
    /// What the register holds.
    Register,
}

/// What happened to a person, or to one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revision {
    /// The person is in the register now.
    New,
    /// The field has the sender's value now.
    Changed,
    /// The field was changed by the sender and by the register; the register's value stands.
    Conflict,
    /// The person was on the sender's list before and is no longer.
    Gone,
}

impl Revision {
    /// Returns the word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Conflict => "conflict",
            Self::Gone => "gone",
        }
    }
}

/// A line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// What happened.
    pub revision: Revision,
    /// The line of the file; nothing for whoever is gone from it.
    pub line: Option<u64>,
    /// Whom it is about, inside this register.
    pub id: i64,
    /// The code.
    pub code: String,
    /// The name as lists show it.
    pub name: String,
    /// The column, for a field.
    pub column: String,
    /// The register's value before.
    pub old: String,
    /// The sender's value.
    pub new: String,
    /// What speaks against it, if anything does.
    pub reason: String,
}

impl Revised {
    /// Returns a line about a person as a whole.
    pub(super) fn whole(revision: Revision, id: i64, code: String, name: String) -> Self {
        let (column, old, new, reason) = <(String, String, String, String)>::default();
        Self { revision, line: None, id, code, name, column, old, new, reason }
    }
}
