//! Selects participants by the same words everywhere: filters that are joined by "and".

use std::collections::HashSet;

use super::{Reader, RosterRow, StoreError};
use crate::domain::{Category, GroupName, Role, SessionCode, Status, Track};
use crate::matching::fold::fold;

/// Which participants are meant. An empty selection means everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Codes, as numbers.
    pub numbers: Vec<i64>,
    /// ISO 3166 codes.
    pub countries: Vec<String>,
    /// The codes of a region of the world or of a grouping of the seminar.
    pub region: Option<HashSet<String>>,
    /// A part of the organization's name.
    pub organization: Option<String>,
    /// The kinds of body.
    pub categories: Vec<Category>,
    /// What they do.
    pub roles: Vec<Role>,
    /// Their tracks.
    pub tracks: Vec<Track>,
    /// Their statuses; none means any.
    pub statuses: Vec<Status>,
    /// Their discussion group.
    pub group: Option<GroupName>,
    /// The session where they are expected or came.
    pub session: Option<SessionCode>,
    /// The session where they came.
    pub present: Option<SessionCode>,
    /// The session where they were expected and did not come.
    pub absent: Option<SessionCode>,
    /// A word of the extra field `tags`.
    pub tag: Option<String>,
    /// The field that is not given.
    pub missing: Option<String>,
    /// Words of which each is in the name, organization, e-mail address or code.
    pub text: Option<String>,
}

impl Selection {
    /// Fields that can be asked for with `missing`.
    pub const FIELDS: &'static [&'static str] = &[
        "family_name",
        "given_name",
        "native_name",
        "title",
        "country",
        "organization",
        "position",
        "email",
        "track",
        "diet",
        "note",
    ];

    /// Returns whether somebody is meant; `organization` and `words` are the folded part of the
    /// organization's name and words of the text.
    fn admits(&self, row: &RosterRow<'_>, organization: Option<&str>, words: &[&str]) -> bool {
        let organization = organization.is_none_or(|part| row.organization_key.contains(part));
        let text = words.iter().all(|&word| {
            row.name_key.contains(word)
                || row.organization_key.contains(word)
                || fold(row.email).contains(word)
                || fold(row.code).contains(word)
        });
        organization
            && text
            && (self.numbers.is_empty() || self.numbers.contains(&row.id))
            && (self.countries.is_empty() || self.countries.iter().any(|c| c == row.country))
            && self.region.as_ref().is_none_or(|codes| codes.contains(row.country))
            && among(&self.categories, Category::as_str, row.category)
            && among(&self.roles, Role::as_str, row.role)
            && among(&self.tracks, Track::as_str, row.track)
            && among(&self.statuses, Status::as_str, row.status)
            && self.missing.as_deref().is_none_or(|field| field_of(row, field).is_empty())
    }
}

/// Returns whether a word is one of those wanted, or none is.
fn among<T: Copy>(wanted: &[T], word: fn(T) -> &'static str, found: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|&one| word(one) == found)
}

/// Returns the value of a field by its name in the participants' list.
fn field_of<'r>(row: &RosterRow<'r>, field: &str) -> &'r str {
    match field {
        "family_name" => row.family_name,
        "given_name" => row.given_name,
        "native_name" => row.native_name,
        "title" => row.title,
        "country" => row.country,
        "organization" => row.organization,
        "position" => row.position,
        "email" => row.email,
        "track" => row.track,
        "diet" => row.diet,
        "note" => row.note,
        _ => row.code,
    }
}

impl Reader<'_> {
    /// Lends the participants of a selection in the order of their codes' numbers.
    pub fn each_selected<E: From<StoreError>>(
        &self,
        selection: &Selection,
        mut each: impl FnMut(&RosterRow<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut sets: Vec<HashSet<i64>> = Vec::new();
        if let Some(group) = selection.group {
            sets.push(self.members(group)?);
        }
        if let Some(session) = &selection.present {
            sets.push(self.came_to(session)?);
        }
        if let Some(session) = &selection.absent {
            let came = self.came_to(session)?;
            sets.push(self.expected_at(session)?.difference(&came).copied().collect());
        }
        if let Some(session) = &selection.session {
            sets.push(&self.expected_at(session)? | &self.came_to(session)?);
        }
        if let Some(tag) = &selection.tag {
            sets.push(self.tagged(tag)?);
        }
        let organization = selection.organization.as_deref().map(fold);
        let text = selection.text.as_deref().map(fold);
        let words: Vec<&str> = text.iter().flat_map(|text| text.split(' ')).collect();
        self.each_participant(|row| {
            if selection.admits(row, organization.as_deref(), &words)
                && sets.iter().all(|set| set.contains(&row.id))
            {
                each(row)?;
            }
            Ok(())
        })
    }
}
