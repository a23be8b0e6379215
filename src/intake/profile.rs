//! Knows how other systems call things: a profile is a data file that says which of their headers
//! is which field, and which of their words is which of ours.

use std::collections::{HashMap, HashSet};

use csv::StringRecord;

use super::headers::{key, meaning};
use super::participant_fields::{
    CODE, FAMILY_NAME, FIELDS as PARTICIPANT_FIELDS, FULL_NAME, GIVEN_NAME, NAME, NATIVE_NAME,
    TITLE,
};
use crate::domain::{Email, EventKind};
use crate::matching::{Recognised, recognise};

/// The profiles that come with the program.
const BUILT_IN: &[(&str, &str)] = &[
    ("alfio", include_str!("profiles/alfio.csv")),
    ("civicrm", include_str!("profiles/civicrm.csv")),
    ("eventbrite", include_str!("profiles/eventbrite.csv")),
    ("eventyay", include_str!("profiles/eventyay.csv")),
    ("hi-events", include_str!("profiles/hi-events.csv")),
    ("indico", include_str!("profiles/indico.csv")),
    ("indico-import", include_str!("profiles/indico-import.csv")),
    ("indico-invitation", include_str!("profiles/indico-invitation.csv")),
    ("odoo", include_str!("profiles/odoo.csv")),
    ("pretix-checkin", include_str!("profiles/pretix-checkin.csv")),
    ("pretix-data", include_str!("profiles/pretix-data.csv")),
    ("pretix-order", include_str!("profiles/pretix-order.csv")),
    ("pretix-waiting", include_str!("profiles/pretix-waiting.csv")),
];

/// The word for a column that is kept as an extra field.
pub(super) const EXTRA: &str = "extra";
/// The word for a column that is passed over.
pub(super) const IGNORE: &str = "ignore";

/// The fields by which a person is named.
const OF_NAMES: [usize; 7] = [CODE, FAMILY_NAME, GIVEN_NAME, NAME, FULL_NAME, NATIVE_NAME, TITLE];

/// How one system writes its lists of participants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What the profile is called.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Headers, folded; a file that has all of one group is of this system.
    detect: Vec<(String, Vec<String>)>,
    /// Their header, folded, and our field; of several headers for one field the first is preferred.
    headers: Vec<(String, String)>,
    /// Their headers, folded, of columns that say when somebody came in or went out.
    attendance: Vec<(String, EventKind)>,
    /// What the columns of a file without a header are called, in its order.
    columns: Vec<String>,
    /// Whether one e-mail address stands for everybody whom one person booked for.
    shares_addresses: bool,
    /// Our word for each of theirs, folded, by field.
    values: HashMap<usize, HashMap<String, String>>,
}

/// Why a profile cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the profile {reason}")]
pub struct ProfileError {
    /// The line, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl Profile {
    /// Returns the profiles that come with the program.
    pub fn built_in() -> Vec<Self> {
        BUILT_IN.iter().filter_map(|(name, text)| Self::parse(name, text).ok()).collect()
    }

    /// Reads a profile: rows of `part,field,theirs,ours`, whose parts are `about`, `detect`,
    /// `header`, `column`, `attendance`, `shared` and `value`.
    pub fn parse(name: &str, text: &str) -> Result<Self, ProfileError> {
        let mut profile = Self {
            name: name.to_owned(),
            about: String::new(),
            detect: Vec::new(),
            headers: Vec::new(),
            attendance: Vec::new(),
            columns: Vec::new(),
            shares_addresses: false,
            values: HashMap::new(),
        };
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        for row in rows.records() {
            let row = row.map_err(|error| ProfileError {
                line: error.position().map_or(1, csv::Position::line),
                reason: "is not CSV".to_owned(),
            })?;
            let line = row.position().map_or(1, csv::Position::line);
            let cell = |at: usize| row.get(at).unwrap_or_default().trim();
            profile
                .take(cell(0), cell(1), cell(2), cell(3))
                .map_err(|reason| ProfileError { line, reason })?;
        }
        Ok(profile)
    }

    /// Takes one row of the file.
    fn take(&mut self, part: &str, field: &str, theirs: &str, ours: &str) -> Result<(), String> {
        match part {
            "about" => theirs.clone_into(&mut self.about),
            "detect" => match self.detect.iter_mut().find(|(group, _)| group == field) {
                Some((_, headers)) => headers.push(key(theirs)),
                None => self.detect.push((field.to_owned(), vec![key(theirs)])),
            },
            "header" => self.headers.push((key(theirs), known(field)?)),
            "attendance" => {
                let kind = field.parse().ok().filter(|kind| *kind != EventKind::Undo);
                let kind = kind.ok_or_else(|| format!("has \"{field}\"; write in or out"))?;
                self.attendance.push((key(theirs), kind));
            }
            "column" => {
                self.headers.push((key(theirs), known(field)?));
                self.columns.push(theirs.to_owned());
            }
            "shared" if field == "email" => self.shares_addresses = true,
            "shared" => return Err(format!("has \"{field}\"; only email can be shared")),
            "value" => {
                let field = PARTICIPANT_FIELDS
                    .position(field)
                    .ok_or_else(|| format!("names no field: {field}"))?;
                self.values.entry(field).or_default().insert(key(theirs), ours.to_owned());
            }
            _ => {
                return Err(format!(
                    "begins with \"{part}\"; write about, detect, header, column, attendance, shared or value"
                ));
            }
        }
        Ok(())
    }

    /// Returns how many columns a file without a header has.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Returns whether a cell is one of its headers.
    pub(super) fn has_header(&self, cell: &str) -> bool {
        let key = key(cell);
        self.headers.iter().any(|(header, _)| *header == key)
    }

    /// Returns how many of a file's headers show that it is of this system; nothing unless all of
    /// one group are there.
    pub(super) fn fits(&self, headers: &[String]) -> Option<usize> {
        let full = |(_, group): &&(String, Vec<String>)| group.iter().all(|h| headers.contains(h));
        self.detect.iter().filter(full).map(|(_, group)| group.len()).max()
    }

    /// Returns what a header means to this system, the word `extra` or `ignore` among them.
    ///
    /// Where several headers of one file mean the same field, the preferred one has it and the
    /// others are extra fields.
    pub(super) fn field<'p>(&'p self, header: &str, all: &[String]) -> Option<&'p str> {
        let key = key(header);
        let at = self.headers.iter().position(|(theirs, _)| *theirs == key)?;
        let field = self.headers[at].1.as_str();
        let preferred = self.headers[..at].iter().any(|(theirs, other)| {
            other == field && all.iter().any(|header| super::headers::key(header) == *theirs)
        });
        Some(if preferred && field != IGNORE { EXTRA } else { field })
    }

    /// Names the second and further columns of one name as this profile does: `Company (2)`.
    pub(super) fn tell_apart(&self, all: &mut [String]) {
        for at in (0..all.len()).rev() {
            let number = 1 + all[..at].iter().filter(|header| **header == all[at]).count();
            let numbered = format!("{} ({number})", all[at]);
            if number > 1 && self.has_header(&numbered) {
                all[at] = numbered;
            }
        }
    }

    /// Returns the fields, and the columns of one file, that speak for them where the preferred column
    /// is empty. Names are not among them, whose parts must not come from two people.
    pub(super) fn others(&self, all: &[String]) -> Vec<(usize, usize)> {
        let keys: Vec<String> = all.iter().map(|header| key(header)).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut preferred = HashSet::new();
        for (theirs, field) in &self.headers {
            let field =
                PARTICIPANT_FIELDS.position(field).filter(|field| !OF_NAMES.contains(field));
            let at = keys.iter().position(|key| key == theirs);
            if let (Some(field), Some(at)) = (field, at)
                && !preferred.insert(field)
            {
                found.push((field, at));
            }
        }
        found
    }

    /// Returns whether one e-mail address stands for everybody whom one person booked for.
    pub fn shares_addresses(&self) -> bool {
        self.shares_addresses
    }

    /// Returns which event the cells of a column tell of, if they tell of one.
    pub(super) fn attendance(&self, header: &str) -> Option<EventKind> {
        let key = key(header);
        let found = self.attendance.iter().find(|(theirs, _)| *theirs == key);
        found.map(|(_, kind)| *kind)
    }

    /// Returns whether one of a file's headers is this field's.
    pub(super) fn claims(&self, field: &str, all: &[String]) -> bool {
        self.headers
            .iter()
            .any(|(theirs, ours)| ours == field && all.iter().any(|header| key(header) == *theirs))
    }

    /// Returns what stands for the header of a file that has none.
    pub(super) fn header(&self) -> StringRecord {
        StringRecord::from(self.columns.as_slice())
    }

    /// Returns whether a row is one of a file without a header: it has every column, somebody's name
    /// and an e-mail address where this system writes it, which no header has.
    pub(super) fn has_row(&self, row: &StringRecord) -> bool {
        let cell = |field: &str| {
            let at = self.headers.iter().position(|(_, ours)| ours == field);
            at.and_then(|at| row.get(at)).map(str::trim).unwrap_or_default()
        };
        row.len() == self.columns.len()
            && cell("email").parse::<Email>().is_ok()
            && !(cell("family_name").is_empty() || cell("given_name").is_empty())
            // Four columns may also be those of a list of another order.
            && !matches!(recognise(cell("organization")), Recognised::Country { .. })
    }

    /// Returns our word for one of theirs.
    pub(super) fn value(&self, field: usize, theirs: &str) -> Option<&str> {
        self.values.get(&field)?.get(&key(theirs)).map(String::as_str)
    }

    /// Returns what this profile says of cells as the rows of a profile file.
    pub(super) fn value_rows(&self) -> Vec<[String; 4]> {
        let mut rows: Vec<[String; 4]> = Vec::new();
        for (field, words) in &self.values {
            let name = PARTICIPANT_FIELDS[*field].name;
            rows.extend(words.iter().map(|(theirs, ours)| {
                ["value".to_owned(), name.to_owned(), theirs.clone(), ours.clone()]
            }));
        }
        rows.sort();
        if self.shares_addresses {
            rows.push(["shared", "email", "", ""].map(str::to_owned));
        }
        rows
    }
}

/// Returns the name of a field that a profile speaks of, or `extra` or `ignore`.
fn known(field: &str) -> Result<String, String> {
    if [EXTRA, IGNORE].contains(&field) {
        return Ok(field.to_owned());
    }
    match meaning(PARTICIPANT_FIELDS, field) {
        Some(meaning) => Ok(PARTICIPANT_FIELDS[meaning.field].name.to_owned()),
        None => Err(format!("names no field: {field}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_that_comes_with_the_program_is_understood() {
        for (name, text) in BUILT_IN {
            let profile = Profile::parse(name, text).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(!profile.about.is_empty(), "{name}");
            assert!(!profile.headers.is_empty() || !profile.columns.is_empty(), "{name}");
            for (field, words) in &profile.values {
                for ours in words.values() {
                    let spec = PARTICIPANT_FIELDS[*field].name;
                    let legal = match spec {
                        "status" => ours.parse::<crate::domain::Status>().is_ok(),
                        "role" => ours.parse::<crate::domain::Role>().is_ok(),
                        "category" => ours.parse::<crate::domain::Category>().is_ok(),
                        _ => true,
                    };
                    assert!(legal, "{name}: {spec} {ours}");
                }
            }
        }
        assert_eq!(Profile::built_in().len(), BUILT_IN.len());
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        for (text, expected) in [
            (
                "part,field,theirs,ours\nheader,shoes,X,\n",
                "line 2 of the profile names no field: shoes",
            ),
            (
                "part,field,theirs,ours\nabout,,x,\nheadr,email,X,\n",
                "line 3 of the profile begins with \"headr\"; write about, detect, header, column, attendance, shared or value",
            ),
        ] {
            assert_eq!(Profile::parse("x", text).unwrap_err().to_string(), expected);
        }
    }
}
