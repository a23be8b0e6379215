//! Compares a sender's revised list with the register, and changes what the sender alone changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::OpError;
use super::super::people::edit::change;
use super::super::people::enrol::{Enrolled, Enrolment};
use super::meant::{Meant, candidates, meant, stated};
use super::revised::{Revised, Revising, Revision, Side};
use crate::domain::{
    Email, Extra, NewParticipant, PARTICIPANT_COLUMNS, Participant, Verdict, display_name,
    extra_name, last_listed, verdict,
};
use crate::intake::{RawRow, RowProblem};
use crate::matching::is_respelt;
use crate::store::{MAIN_EXCURSION, SourceRow, Writer};

/// One field of a person while it is compared.
struct Field<'f> {
    column: &'f str,
    /// The register's value.
    old: &'f str,
    /// The sender's value.
    new: &'f str,
    /// What the sender said before, if it is known.
    before: Option<String>,
}

impl Field<'_> {
    fn line(&self, revision: Revision, line: u64, found: &Participant) -> Revised {
        Revised {
            revision,
            line: Some(line),
            id: found.id,
            code: found.code.clone(),
            name: found.name(),
            column: self.column.to_owned(),
            old: self.old.to_owned(),
            new: self.new.to_owned(),
            reason: String::new(),
        }
    }
}

/// What came of one row.
pub(super) enum Taken {
    /// The person was not there before.
    Added(Enrolled),
    /// The person was there, and so many fields were changed.
    Met { id: i64, changed: usize },
    /// The row says the same as another one before it.
    Repeated,
    /// The row cannot be taken.
    Refused(RowProblem),
    /// Whom the row means shows only when all others were taken.
    Later,
}

/// Compares the rows of one list, one after the other.
pub(super) struct Reviser<'t, 'c> {
    pub(super) tx: &'t Writer<'c>,
    prefix: char,
    pub(super) revising: &'t Revising,
    /// Whether the sender sent a list before.
    pub(super) is_known: bool,
    /// Whom this list names, and in which line.
    pub(super) seen: HashMap<i64, u64>,
    /// Whom rows may mean that were refused.
    pub(super) in_doubt: HashSet<i64>,
    given_up: HashSet<i64>,
    /// Whether only rows are left that could be told no better before.
    is_last: bool,
    /// The comparison, in the order of the file.
    pub(super) revised: Vec<Revised>,
    /// Values mended here that the sender repeats in their old form.
    pub(super) kept: u64,
    /// The codes of those on the list who have withdrawn or declined here, of which it says nothing.
    pub(super) not_coming: Vec<String>,
}

impl<'t, 'c> Reviser<'t, 'c> {
    pub(super) fn new(
        tx: &'t Writer<'c>,
        prefix: char,
        revising: &'t Revising,
    ) -> Result<Self, OpError> {
        Ok(Self {
            tx,
            prefix,
            revising,
            is_known: tx.is_source(&revising.source)?,
            seen: HashMap::new(),
            in_doubt: HashSet::new(),
            given_up: tx.places_given_up()?,
            is_last: false,
            revised: Vec::new(),
            kept: 0,
            not_coming: Vec::new(),
        })
    }

    /// Takes one row: finds the person, or adds one.
    pub(super) fn take(
        &mut self,
        row: &RawRow<'_>,
        person: &NewParticipant,
        name_key: &str,
        enrolment: &mut Enrolment<'_, '_>,
    ) -> Result<Taken, OpError> {
        let stated = stated(row, person);
        let seen = &self.seen;
        let found = match meant(self.tx, row, person, &|id| self.is_last && seen.contains_key(&id))?
        {
            // Another row may name this person by the address that is in the register.
            Meant::NewAddress(_) | Meant::NewName(_) | Meant::Several(_) if !self.is_last => {
                return Ok(Taken::Later);
            }
            Meant::Nobody => None,
            Meant::One(found) | Meant::NewAddress(found) | Meant::NewName(found) => Some(found),
            Meant::Several(problem) | Meant::Unclear(problem) => {
                return Ok(Taken::Refused(problem));
            }
        };
        let Some(found) = found else {
            let enrolled = enrolment.take(person, name_key)?;
            if let Enrolled::Added { id, code, .. } = &enrolled {
                let name = display_name(&person.family_name, &person.given_name);
                self.revised.push(Revised {
                    line: Some(row.line),
                    ..Revised::whole(Revision::New, *id, code.to_string(), name)
                });
                self.remember(*id, row.line, None, &stated)?;
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

    /// Remembers whom a refused row may mean: nobody is called gone for it.
    pub(super) fn was_refused(&mut self, row: &RawRow<'_>) -> Result<(), OpError> {
        self.in_doubt.extend(candidates(self.tx, self.prefix, row)?);
        Ok(())
    }

    pub(super) fn is_on_list(&self, person: i64) -> bool {
        self.seen.contains_key(&person) || self.in_doubt.contains(&person)
    }

    /// Only rows come from now on that [`Taken::Later`] was said of.
    pub(super) fn all_others_are_met(&mut self) {
        self.is_last = true;
    }

    /// Remembers what the sender says now of a person, in the place of what it said before.
    fn remember(
        &mut self,
        id: i64,
        line: u64,
        before: Option<&SourceRow>,
        fields: &BTreeMap<String, String>,
    ) -> Result<(), OpError> {
        self.seen.insert(id, line);
        if self.revising.source.is_empty() {
            return Ok(());
        }
        match before {
            Some(before) => self.tx.set_source_row(before, fields)?,
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
        if !stated.contains_key("status") && found.status.is_refusal() {
            self.not_coming.push(found.code.clone());
        }
        let said = self.tx.source_row(&self.revising.source, found.id)?;
        let mut past = None;
        let mut remembered = stated.clone();
        let mut changes: Vec<(&'static str, String)> = Vec::new();
        let mut lines = Vec::new();
        for (column, old) in PARTICIPANT_COLUMNS.into_iter().zip(found.fields()) {
            let Some(new) = stated.get(column) else { continue };
            if self.says_nothing_new(old, new)
                || column == "excursion" && found.excursion.answers(new)
                || column == "email" && old.eq_ignore_ascii_case(new)
            {
                continue;
            }
            let before = match said.as_ref().and_then(|said| said.fields.get(column)) {
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
            let field = Field { column, old, new, before };
            let Some(revision) = self.settle(&field, &mut remembered) else { continue };
            lines.push(field.line(revision, line, &found));
            if revision == Revision::Changed {
                changes.push((column, new.clone()));
            }
        }
        if let Some(problem) = self.address_taken(line, &found, &changes)? {
            return Ok(Taken::Refused(problem));
        }
        let id = found.id;
        let extras = self.compare_extras(line, &found, stated, said.as_ref(), &mut remembered)?;
        let changed =
            changes.len() + extras.iter().filter(|line| line.revision == Revision::Changed).count();
        if !changes.is_empty() {
            change(self.tx, self.prefix, found, &changes)?;
        }
        self.revised.extend(lines);
        self.revised.extend(extras);
        self.remember(id, line, said.as_ref(), &remembered)?;
        Ok(Taken::Met { id, changed })
    }

    /// Compares the extra fields of a person, and stores what the sender alone changed.
    fn compare_extras(
        &mut self,
        line: u64,
        found: &Participant,
        stated: &BTreeMap<String, String>,
        said: Option<&SourceRow>,
        remembered: &mut BTreeMap<String, String>,
    ) -> Result<Vec<Revised>, OpError> {
        let mut lines = Vec::new();
        let named =
            stated.iter().filter_map(|(column, new)| Some((column, extra_name(column)?, new)));
        let named: Vec<_> = named.collect();
        let known = if named.is_empty() { Vec::new() } else { self.tx.extras(found.id)? };
        for (column, name, new) in named {
            let old = known.iter().find(|extra| extra.name == name);
            let old = old.map_or("", |extra| extra.value.as_str());
            if self.says_nothing_new(old, new) {
                continue;
            }
            let before = if let Some(before) = said.and_then(|said| said.fields.get(column)) {
                Some(before.clone())
            } else {
                let writer = self.tx.extra_writer(found.id, name)?;
                writer.filter(|verb| verb == "import").map(|_| old.to_owned())
            };
            let field = Field { column, old, new, before };
            let Some(revision) = self.settle(&field, remembered) else { continue };
            lines.push(field.line(revision, line, found));
            if revision == Revision::Changed {
                let extra = Extra { name: name.to_owned(), value: new.clone() };
                self.tx.set_extra(found.id, &extra)?;
            }
        }
        Ok(lines)
    }

    /// Says whether the sender repeats what the register holds, if in capitals.
    fn says_nothing_new(&self, old: &str, new: &str) -> bool {
        old == new || self.revising.prefer != Some(Side::File) && is_respelt(old, new)
    }

    /// Decides what becomes of one field; nothing where the register's value stands undisputed.
    fn settle(
        &mut self,
        field: &Field<'_>,
        remembered: &mut BTreeMap<String, String>,
    ) -> Option<Revision> {
        let Field { column, old, new, before } = field;
        // What was mended here stands against the same word in capitals as well.
        let is_repeated =
            |before: &str| before != *old && (is_respelt(before, new) || is_respelt(new, before));
        let last = before.as_deref().map(|before| if is_repeated(before) { new } else { before });
        match (verdict(old, new, last), self.revising.prefer) {
            (Verdict::Same, _) => None,
            (Verdict::Changed, _) | (Verdict::Conflict, Some(Side::File)) => {
                Some(Revision::Changed)
            }
            (Verdict::Kept, _) | (Verdict::Conflict, Some(Side::Register)) => {
                self.kept += 1;
                None
            }
            (Verdict::Conflict, None) => {
                // It stays a conflict until somebody settles it.
                match before {
                    Some(before) => remembered.insert((*column).to_owned(), before.clone()),
                    None => remembered.remove(*column),
                };
                Some(Revision::Conflict)
            }
        }
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
        let owner = self.tx.id_by_email(email.as_str())?.filter(|&owner| owner != found.id);
        let owner = owner.map(|owner| self.tx.participant_by_id(owner)).transpose()?.flatten();
        Ok(owner.map(|owner| {
            let reason = format!("belongs to {} {}", owner.code, owner.described());
            RowProblem::new(line, "email", email.as_str(), reason)
        }))
    }
}
