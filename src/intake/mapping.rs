//! Says what the columns of a file were taken for: for the person who sent it in, and for the log.

use std::fmt;

/// What the columns of one file were taken for, as far as it is not plain from the header.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The profile that was used, and what it is for.
    pub profile: Option<(String, String)>,
    /// Header and field, where they differ.
    pub columns: Vec<(String, &'static str)>,
    /// Headers that mean no field and are kept as extra fields.
    pub extras: Vec<String>,
    /// Of those, the ones that may be misspelt, each with the field that it may mean.
    pub near: Vec<(String, &'static str)>,
    /// Headers that were passed over because the caller said so.
    pub ignored: Vec<String>,
}

impl fmt::Display for Mapping {
    /// Writes nothing where every header is a field's own name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some((name, about)) = &self.profile {
            parts.push(format!("profile {name} ({about})"));
        }
        let columns: Vec<_> =
            self.columns.iter().map(|(header, field)| format!("{header} is {field}")).collect();
        if !columns.is_empty() {
            parts.push(columns.join(", "));
        }
        if !self.extras.is_empty() {
            parts.push(format!("kept as extra fields: {}", self.extras.join(", ")));
        }
        if !self.ignored.is_empty() {
            parts.push(format!("passed over: {}", self.ignored.join(", ")));
        }
        f.write_str(&parts.join("; "))
    }
}
