//! Describes the fields of a kind of list. How their headers are spelt is in `headers.csv`.

use std::ops::Deref;

/// A field of a kind of list.
#[derive(Debug)]
pub struct FieldSpec {
    /// The canonical header.
    pub name: &'static str,
    /// Whether a file without it makes no sense.
    pub required: bool,
}

impl FieldSpec {
    /// Describes a field that a file may lack.
    pub(super) const fn optional(name: &'static str) -> Self {
        Self { name, required: false }
    }

    /// Describes a field without which a file makes no sense.
    pub(super) const fn required(name: &'static str) -> Self {
        Self { name, required: true }
    }
}

/// The fields of a kind of list, in the canonical order.
#[derive(Debug)]
pub struct FieldList {
    /// What the list is called in `headers.csv`.
    pub(super) list: &'static str,
    /// A field whose header says little, such as "Name", and the fields that it gives way to where
    /// another part of the header says more.
    pub(super) vague: Option<(usize, &'static [usize])>,
    /// A field that holds one of several others; a header that names several of these means it.
    pub(super) either: Option<(usize, &'static [usize])>,
    /// Whether columns that mean none of the fields are kept as extra fields.
    pub(super) keeps_others: bool,
    pub(super) fields: &'static [FieldSpec],
}

impl FieldList {
    /// Every kind of list.
    pub(super) const ALL: &'static [&'static Self] = &[
        super::PARTICIPANT_FIELDS,
        super::SESSION_FIELDS,
        super::SCAN_FIELDS,
        super::BREAKOUT_FIELDS,
    ];

    /// Returns where the field of a name stands.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Returns the field that two parts of a header mean together, or nothing where they are not the
    /// same thing: the one that says more, or the one that holds either.
    pub(super) fn narrower(&self, one: usize, other: usize) -> Option<usize> {
        let (vague, narrow) = self.vague.unwrap_or((usize::MAX, &[]));
        match (one, other) {
            _ if one == other => Some(one),
            (one, other) if one == vague && narrow.contains(&other) => Some(other),
            (one, other) if other == vague && narrow.contains(&one) => Some(one),
            (one, other) => self.either.and_then(|(either, fields)| {
                let is_of = |field| field == either || fields.contains(&field);
                (is_of(one) && is_of(other)).then_some(either)
            }),
        }
    }
}

impl Deref for FieldList {
    type Target = [FieldSpec];

    fn deref(&self) -> &[FieldSpec] {
        self.fields
    }
}
