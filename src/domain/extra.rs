//! Says how a field is named that a list has and the register does not know: an extra field.

/// What stands before the name of an extra field, wherever it is among the known ones.
const PREFIX: &str = "extra: ";

/// Something that a list says of a person and for which the register has no field of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// The header as the list has it.
    pub name: String,
    /// The cell, without the blanks around it.
    pub value: String,
}

/// Returns the header of an extra field in exports and answers, where it cannot be taken for
/// another column.
pub fn extra_header(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// Returns the name of the extra field that a header means, if it was made by [`extra_header`].
pub fn extra_name(header: &str) -> Option<&str> {
    header.strip_prefix(PREFIX).map(str::trim).filter(|name| !name.is_empty())
}
