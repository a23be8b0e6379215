//! Compares a sender's revised list with the register, and changes what the sender alone changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::OpError;
use super::edit::change;
use super::enrol::{Enrolled, Enrolment};
use super::meant::meant;
use crate::domain::{
    Email, NewParticipant, PARTICIPANT_COLUMNS, Participant, Verdict, display_name, last_listed,
    verdict,
};
use crate::intake::{RawRow, RowProblem};
use crate::store::{MAIN_EXCURSION, SourceRow, Writer};

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
    /// The code.
    pub code: String,
    /// The name as lists show it.
    pub name: String,
    /// The column, for a field.
    pub column: &'static str,
    /// The register's value before.
    pub old: String,
    /// The sender's value.
    pub new: String,
}

impl Revised {
    /// Returns a line about a person as a whole.
    fn whole(revision: Revision, code: String, name: String) -> Self {
        let (old, new) = (String::new(), String::new());
        Self { revision, line: None, code, name, column: "", old, new }
    }
}

/// What came of one row.
pub(super) enum Taken {
    /// The person was not there before.
    Added(Enrolled),
    /// The person was there, and so many fields were changed.
    Met { changed: usize },
    /// The row says the same as another one before it.
    Repeated,
    /// The row cannot be taken.
    Refused(RowProblem),
}

/// Compares the rows of one list, one after the other.
pub(super) struct Reviser<'t, 'c> {
    tx: &'t Writer<'c>,
    prefix: char,
    revising: &'t Revising,
    /// What the sender said before, by participant.
    said: HashMap<i64, SourceRow>,
    /// Whom this list names, and in which line.
    seen: HashMap<i64, u64>,
    given_up: HashSet<i64>,
    /// The comparison, in the order of the file.
    pub(super) revised: Vec<Revised>,
    /// Values mended here that the sender repeats in their old form.
    pub(super) kept: u64,
}

impl<'t, 'c> Reviser<'t, 'c> {
    pub(super) fn new(
        tx: &'t Writer<'c>,
        prefix: char,
        revising: &'t Revising,
    ) -> Result<Self, OpError> {
        let said = if revising.source.is_empty() {
            HashMap::new()
        } else {
            let rows = tx.source_rows(&revising.source)?;
            rows.into_iter().map(|row| (row.participant, row)).collect()
        };
        Ok(Self {
            tx,
            prefix,
            revising,
            said,
            seen: HashMap::new(),
            given_up: tx.places_given_up()?,
            revised: Vec::new(),
            kept: 0,
        })
    }

    /// Takes one row: finds the person, or adds one.
    pub(super) fn take(
        &mut self,
        row: &RawRow<'_>,
        person: &NewParticipant,
        enrolment: &mut Enrolment<'_, '_>,
    ) -> Result<Taken, OpError> {
        let stated = stated(row, person);
        let found = match meant(self.tx, row, person)? {
            Ok(found) => found,
            Err(problem) => return Ok(Taken::Refused(problem)),
        };
        let Some(found) = found else {
            let enrolled = enrolment.take(person)?;
            if let Enrolled::Added { id, code, .. } = &enrolled {
                let name = display_name(&person.family_name, &person.given_name);
                self.revised.push(Revised {
                    line: Some(row.line),
                    ..Revised::whole(Revision::New, code.to_string(), name)
                });
                self.remember(*id, row.line, &stated)?;
            }
            return Ok(Taken::Added(enrolled));
        };
        if let Some(line) = self.seen.get(&found.id) {
            if found.differences(person).is_empty() {
                return Ok(Taken::Repeated);
            }
            let reason = format!("is {}, whom line {line} names already", found.code);
            return Ok(Taken::Refused(RowProblem::new(row.line, "row", found.name(), reason)));
        }
        self.compare(row.line, found, &stated)
    }

    fn remember(
        &mut self,
        id: i64,
        line: u64,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), OpError> {
        self.seen.insert(id, line);
        if self.revising.source.is_empty() {
            return Ok(());
        }
        match self.said.get(&id) {
            Some(before) => self.tx.set_source_row(before, fields, true)?,
            None => self.tx.add_source_row(&self.revising.source, id, fields)?,
        }
        Ok(())
    }

    fn compare(
        &mut self,
        line: u64,
        found: Participant,
        stated: &BTreeMap<String, String>,
    ) -> Result<Taken, OpError> {
        let said = self.said.get(&found.id).map(|row| row.fields.clone());
        let mut past = None;
        let mut remembered = stated.clone();
        let mut changes: Vec<(&'static str, String)> = Vec::new();
        let mut lines = Vec::new();
        for (column, old) in PARTICIPANT_COLUMNS.into_iter().zip(found.fields()) {
            let Some(new) = stated.get(column) else { continue };
            if old == new
                || column == "excursion" && found.excursion.answers(new)
                || column == "email" && old.to_lowercase() == new.to_lowercase()
            {
                continue;
            }
            let before = match said.as_ref().and_then(|said| said.get(column)) {
                Some(before) => Some(before.clone()),
                None if column == "excursion" => Some(self.listed_wish(&found)?),
                None => {
                    if past.is_none() {
                        past = Some(self.tx.history(found.id)?);
                    }
                    past.as_ref().and_then(|(images, writer)| {
                        let earlier = images.iter().map(|image| {
                            let value = image.fields.get(column).map_or("", String::as_str);
                            (image.verb == "import", value)
                        });
                        let values: Vec<_> = earlier.chain([(writer == "import", old)]).collect();
                        last_listed(&values).map(str::to_owned)
                    })
                }
            };
            let revision = match (verdict(old, new, before.as_deref()), self.revising.prefer) {
                (Verdict::Same, _) => continue,
                (Verdict::Changed, _) | (Verdict::Conflict, Some(Side::File)) => Revision::Changed,
                (Verdict::Kept, _) | (Verdict::Conflict, Some(Side::Register)) => {
                    self.kept += 1;
                    continue;
                }
                (Verdict::Conflict, None) => {
                    // It stays a conflict until somebody settles it.
                    match &before {
                        Some(before) => remembered.insert(column.to_owned(), before.clone()),
                        None => remembered.remove(column),
                    };
                    Revision::Conflict
                }
            };
            lines.push(Revised {
                revision,
                line: Some(line),
                code: found.code.clone(),
                name: found.name(),
                column,
                old: old.to_owned(),
                new: new.clone(),
            });
            if revision == Revision::Changed {
                changes.push((column, new.clone()));
            }
        }
        if let Some(problem) = self.address_taken(line, &found, &changes)? {
            return Ok(Taken::Refused(problem));
        }
        let id = found.id;
        if !changes.is_empty() {
            change(self.tx, self.prefix, found, &changes)?;
        }
        self.revised.extend(lines);
        self.remember(id, line, &remembered)?;
        Ok(Taken::Met { changed: changes.len() })
    }

    /// Returns what lists last said about the excursion, as far as the register remembers.
    fn listed_wish(&self, found: &Participant) -> Result<String, OpError> {
        let listed = match self.tx.place_maker(found.id, MAIN_EXCURSION)?.as_deref() {
            Some("import") => found.excursion.as_str(),
            None if self.given_up.contains(&found.id) => "yes",
            Some(_) | None => "no",
        };
        Ok(listed.to_owned())
    }

    fn address_taken(
        &self,
        line: u64,
        found: &Participant,
        changes: &[(&'static str, String)],
    ) -> Result<Option<RowProblem>, OpError> {
        let address = changes.iter().find(|(column, _)| *column == "email");
        let Some(email) = address.and_then(|(_, text)| text.parse::<Email>().ok()) else {
            return Ok(None);
        };
        let owner = self.tx.participant_by_email(&email.key())?.filter(|&owner| owner != found.id);
        let owner = owner.map(|owner| self.tx.participant_by_id(owner)).transpose()?.flatten();
        Ok(owner.map(|owner| {
            let reason = format!("belongs to {} {}", owner.code, owner.described());
            RowProblem::new(line, "email", email.as_str(), reason)
        }))
    }

    /// Finds who was on the sender's list before and is no longer; nobody is removed for it.
    ///
    /// Where no sender is named, the earlier list is every import of which this list still holds at
    /// least half. Returns whether there is an earlier list at all.
    pub(super) fn gone(&mut self) -> Result<bool, OpError> {
        let (earlier, missing) = if self.revising.source.is_empty() {
            self.missing_from_imports()?
        } else {
            let mut missing = Vec::new();
            for row in self.said.values().filter(|row| row.listed) {
                if !self.seen.contains_key(&row.participant) {
                    self.tx.set_source_row(row, &row.fields, false)?;
                    missing.push(row.participant);
                }
            }
            missing.sort_unstable();
            (!self.said.is_empty(), missing)
        };
        for id in missing {
            let Some(person) = self.tx.participant_by_id(id)? else { continue };
            if !person.status.counts() {
                continue;
            }
            let name = person.name();
            self.revised.push(Revised::whole(Revision::Gone, person.code, name));
        }
        Ok(earlier)
    }

    fn missing_from_imports(&self) -> Result<(bool, Vec<i64>), OpError> {
        let this = self.tx.number();
        let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for (person, operation) in self.tx.imported()? {
            if Some(operation) != this {
                members.entry(operation).or_default().push(person);
            }
        }
        let mut earlier = false;
        let mut missing = Vec::new();
        for people in members.values() {
            let absent = people.iter().filter(|person| !self.seen.contains_key(person));
            let absent: Vec<i64> = absent.copied().collect();
            if absent.len() * 2 <= people.len() {
                earlier = true;
                missing.extend(absent);
            }
        }
        missing.sort_unstable();
        Ok((earlier, missing))
    }
}

/// The columns in which an empty cell says nothing, since the person would get the usual value.
const WITH_USUAL_VALUE: [&str; 3] = ["role", "status", "excursion"];

/// Returns what a row says, by column; columns that the file lacks are left out.
fn stated(row: &RawRow<'_>, person: &NewParticipant) -> BTreeMap<String, String> {
    let columns = PARTICIPANT_COLUMNS.into_iter().zip(person.fields()).enumerate();
    columns
        .filter_map(|(field, (column, value))| {
            let value = value.filter(|_| row.speaks_of(field))?;
            let silent = row.text(field).is_empty() && WITH_USUAL_VALUE.contains(&column);
            (!silent).then(|| (column.to_owned(), value.to_owned()))
        })
        .collect()
}
