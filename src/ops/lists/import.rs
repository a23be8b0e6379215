//! Imports a participants' list: good rows in one transaction, refused rows as data.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::super::OpError;
use super::super::people::enrol::{Duplicates, Enrolled, Enrolment, Seating};
use super::super::rejects::Rejects;
use super::booked::Booked;
use super::meant::stated;
use super::revise::{Reviser, Taken};
use super::revised::{Revised, Revising, Revision};
use crate::domain::{NewParticipant, PARTICIPANT_COLUMNS, Participant};
use crate::intake::participant_fields::{CODE, COUNTRY, EMAIL, FAMILY_NAME, ORGANIZATION, REASON};
use crate::intake::{
    Choices, Input, List, ListedRow, Lost, Mapping, PARTICIPANT_FIELDS, Profile, RawRow, ReadFile,
    Reading, Registration, RowProblem, read_ahead,
};
use crate::matching::Country;
use crate::store::{Entry, Operated, SourceFile, Store, Writer};

/// The most problems that are kept to be shown; all of them go into the file of refused rows.
const PROBLEMS_KEPT: usize = 5_000;

/// What is to be imported.
pub struct ImportRequest<'r> {
    /// The file; opened again if the transaction has to run again.
    pub input: Input<'r>,
    /// What the caller says about the header.
    pub choices: &'r Choices,
    /// Where refused rows go, with a column that says why.
    pub rejects: Option<&'r Path>,
    /// What becomes of people who seem to be there already.
    pub duplicates: Duplicates,
    /// How to compare the list with the register; nothing for a list of new people only.
    pub revising: Option<&'r Revising>,
    /// Told of the bytes that were read so far.
    pub progress: &'r dyn Fn(u64),
}

/// What came of an import; rows, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Rows whose people are in the register now.
    pub added: u64,
    /// Rows whose people were there before, with the same values.
    pub same: u64,
    /// Rows whose people were there before, with values that have been changed now.
    pub changed: u64,
    /// What a revised list brought, in the order of its lines, and who is gone from it.
    pub revised: Vec<Revised>,
    /// Whom a revised list names, inside this register.
    pub named: HashSet<i64>,
    /// Values mended in the register which the sender repeats in their old form; they stand.
    pub kept: u64,
    /// Whether an earlier list was found, with which a revised one could be compared for who is gone.
    pub earlier_list: bool,
    /// Rows that were refused.
    pub refused: u64,
    /// Of the people added, those with a seat on the excursion.
    pub seated: u64,
    /// Of the people added, those on the excursion's waiting list.
    pub waiting: u64,
    /// Of the people added, those whose kind of body is not known.
    pub category_unknown: u64,
    /// Of the people added, those whose name came in one piece and could not be told apart.
    pub whole_names: u64,
    /// Texts taken for a country or region of which they are the name with one letter wrong.
    pub guessed: Vec<(String, &'static Country)>,
    /// Of the people added, those without country and organization, though the list has a column for them.
    pub of_none: u64,
    /// People without an address, since theirs is that of somebody else on the list.
    pub booked: u64,
    /// Cells that hold an error of a spreadsheet and were taken as empty.
    pub lost: Option<Lost>,
    /// The codes of those on the list who have withdrawn or declined here, of which it says nothing.
    pub not_coming: Vec<String>,
    /// Rows that named the country or region of the people below them.
    pub countries_above: u64,
    /// Extra fields that people were given, each with the number of these people.
    pub extras: BTreeMap<String, u64>,
    /// What the columns of the file were taken for.
    pub mapping: Mapping,
    /// The same as a profile, in the words of a profile file.
    pub as_profile: String,
    /// What was wrong, in the order of lines; at most the first five thousand.
    pub problems: Vec<RowProblem>,
    /// Problems beyond those; they are in the file of refused rows.
    pub more_problems: u64,
    /// How the file was read.
    pub reading: Option<Reading>,
}

impl ImportOutcome {
    /// Counts what came of a row; returns what is wrong with it.
    fn count(&mut self, row: &RawRow<'_>, taken: Taken) -> Vec<RowProblem> {
        match taken {
            Taken::Added(Enrolled::Added { seating, category_unknown, .. }) => {
                self.added += 1;
                self.seated += u64::from(matches!(seating, Seating::Seat(_)));
                self.waiting += u64::from(seating == Seating::Waiting);
                self.category_unknown += u64::from(category_unknown);
            }
            Taken::Added(Enrolled::Same { .. })
            | Taken::Met { changed: 0, .. }
            | Taken::Repeated => {
                self.same += 1;
            }
            Taken::Met { .. } => self.changed += 1,
            Taken::Added(Enrolled::Differs { code, differences, .. }) => {
                return vec![duplicate(row, &code, &differences)];
            }
            Taken::Refused(problem) => return vec![problem],
            Taken::Later => {}
        }
        Vec::new()
    }

    /// Counts what came of a row, and keeps what is wrong with it; returns whether it was refused.
    fn record(
        &mut self,
        row: &RawRow<'_>,
        listed: &ListedRow,
        taken: Result<Taken, &[RowProblem]>,
        refused: &mut Rejects,
    ) -> Result<bool, OpError> {
        let found;
        let problems = match taken {
            Err(problems) => problems,
            Ok(taken) => {
                if let (Taken::Added(Enrolled::Added { .. }), Ok(person)) = (&taken, &listed.person)
                {
                    self.whole_names += u64::from(listed.is_whole_name);
                    self.count_extras(person);
                    if person.country.is_none() && person.organization.is_empty() {
                        let fields = [COUNTRY, ORGANIZATION];
                        self.of_none += u64::from(fields.iter().any(|&field| row.speaks_of(field)));
                    }
                }
                found = self.count(row, taken);
                &found
            }
        };
        if problems.is_empty() {
            return Ok(false);
        }
        self.refused += 1;
        refused.write(row.record(), problems)?;
        let room = PROBLEMS_KEPT.saturating_sub(self.problems.len());
        self.more_problems += problems.len().saturating_sub(room) as u64;
        self.problems.extend(problems.iter().take(room).cloned());
        Ok(true)
    }

    fn count_extras(&mut self, person: &NewParticipant) {
        for extra in &person.extras {
            match self.extras.get_mut(&extra.name) {
                Some(people) => *people += 1,
                None => drop(self.extras.insert(extra.name.clone(), 1)),
            }
        }
    }

    /// Says for the log what came of the list.
    fn in_a_line(&self, request: &ImportRequest<'_>) -> String {
        let sender = request.revising.map_or("", |revising| revising.source.as_str());
        let sender = if sender.is_empty() { String::new() } else { format!("{sender}, ") };
        let changed = match request.revising {
            Some(_) => format!("{} changed, ", self.changed),
            None => String::new(),
        };
        let columns = self.mapping.to_string();
        let columns = if columns.is_empty() { columns } else { format!("; columns: {columns}") };
        format!(
            "{sender}{}: {} added, {changed}{} the same, {} refused{columns}",
            request.input.name, self.added, self.same, self.refused
        )
    }

    /// Returns whether the list brought nothing that was not there.
    pub fn is_nothing(&self) -> bool {
        self.revised.is_empty() && self.refused == 0
    }

    /// Returns how many lines of the comparison say this.
    pub fn revisions(&self, revision: Revision) -> usize {
        self.revised.iter().filter(|revised| revised.revision == revision).count()
    }
}

/// Imports a participants' list as one operation.
pub fn import(
    store: &mut Store,
    entry: &Entry,
    request: &ImportRequest<'_>,
) -> Result<Operated<ImportOutcome>, OpError> {
    let rejects = RefCell::new(None);
    let operated = store.operate(entry, |tx| {
        let prefix = tx.seminar()?.code_prefix;
        let registration = Registration::new(prefix, tx.country_aliases()?);
        read_ahead(request.input, request.choices, registration, |list| {
            let (outcome, refused) = take_rows(tx, prefix, request, list)?;
            *rejects.borrow_mut() = Some(refused);
            Ok::<_, OpError>(outcome)
        })
    })?;
    if let Some(rejects) = rejects.into_inner() {
        rejects.finish(operated.value.refused > 0)?;
    }
    Ok(operated)
}

/// A list while its rows are taken.
struct Taking<'t, 'c> {
    tx: &'t Writer<'c>,
    reviser: Option<Reviser<'t, 'c>>,
    enrolment: Enrolment<'t, 'c>,
    booked: Booked,
    /// Whether the list's system writes one address for all whom somebody books for.
    shares: bool,
    outcome: ImportOutcome,
    refused: Rejects,
}

impl Taking<'_, '_> {
    /// Takes a row and settles what came of it; returns whether it has to be taken again when all
    /// others were.
    fn take(&mut self, row: &RawRow<'_>, listed: &ListedRow) -> Result<bool, OpError> {
        let person = match &listed.person {
            Ok(person) => person,
            Err(problems) if problems.is_empty() => {
                self.refused.stands_above(row.record());
                return Ok(false);
            }
            Err(problems) => {
                if self.outcome.record(row, listed, Err(problems), &mut self.refused)? {
                    self.was_refused(row)?;
                }
                return Ok(false);
            }
        };
        let (mut other, tx) = (None, self.tx);
        if self.shares {
            other = self.booked.for_another(tx, row, person)?;
        }
        let mut taken = self.person(row, listed, other.as_ref().unwrap_or(person))?;
        let is_refused =
            matches!(taken, Taken::Refused(_) | Taken::Added(Enrolled::Differs { .. }));
        if is_refused && other.is_none() && person.email.is_some() {
            other = self.booked.beside_another(tx, row, person)?;
            if let Some(other) = &other {
                taken = self.person(row, listed, other)?;
            }
        }
        if let Taken::Added(Enrolled::Differs { id, code, differences }) = &mut taken {
            let person = other.as_ref().unwrap_or(person);
            let stated = stated(row, person);
            // What the list does not speak of was entered here, and is no difference.
            differences.retain(|column| {
                !PARTICIPANT_COLUMNS.contains(&column.as_str()) || stated.contains_key(column)
            });
            if differences.is_empty() {
                let is_refusal = |person: Participant| person.status.is_refusal();
                if tx.participant_by_id(*id)?.is_some_and(is_refusal) {
                    self.outcome.not_coming.push(code.clone());
                }
                taken = Taken::Added(Enrolled::Same { id: *id, code: std::mem::take(code) });
            }
        }
        match &taken {
            Taken::Added(Enrolled::Added { id, .. } | Enrolled::Same { id, .. })
            | Taken::Met { id, .. } => self.booked.meet(*id),
            Taken::Later => return Ok(true),
            _ => {}
        }
        let other = other.map(|person| {
            let mut listed = listed.clone();
            listed.person = Ok(person);
            listed
        });
        let listed = other.as_ref().unwrap_or(listed);
        if self.outcome.record(row, listed, Ok(taken), &mut self.refused)? {
            self.was_refused(row)?;
        } else {
            self.outcome.booked += u64::from(other.is_some());
        }
        Ok(false)
    }

    /// Takes the person of a row into the register, or says what is wrong.
    fn person(
        &mut self,
        row: &RawRow<'_>,
        listed: &ListedRow,
        person: &NewParticipant,
    ) -> Result<Taken, OpError> {
        let name_key = &listed.name_key;
        match &mut self.reviser {
            None => self.enrolment.take(person, name_key).map(Taken::Added),
            Some(reviser) => reviser.take(row, person, name_key, &mut self.enrolment),
        }
    }

    fn was_refused(&mut self, row: &RawRow<'_>) -> Result<(), OpError> {
        self.reviser.as_mut().map_or(Ok(()), |reviser| reviser.was_refused(row))
    }
}

/// Takes the rows of a list, one after the other.
fn take_rows(
    tx: &Writer<'_>,
    prefix: char,
    request: &ImportRequest<'_>,
    list: &mut List,
) -> Result<(ImportOutcome, Rejects), OpError> {
    let columns = list.columns();
    let refused = Rejects::new(request.rejects, list.header(), columns.position(REASON))?;
    let outcome = ImportOutcome {
        mapping: columns.mapping().clone(),
        as_profile: columns.as_profile(PARTICIPANT_FIELDS, request.input.name),
        ..Default::default()
    };
    let reviser = match request.revising {
        Some(revising) => Some(Reviser::new(tx, prefix, revising)?),
        None => None,
    };
    // Whom a row of a revised list means was asked before.
    let duplicates = if reviser.is_some() { Duplicates::TakeIn } else { request.duplicates };
    let enrolment = Enrolment::new(tx, prefix, duplicates);
    let shares = columns.profile().is_some_and(Profile::shares_addresses);
    let booked = Booked::default();
    let mut taking = Taking { tx, reviser, enrolment, booked, shares, outcome, refused };
    let mut told = 0;
    let mut later: Vec<ListedRow> = Vec::new();
    loop {
        if list.bytes_read() > told {
            told = list.bytes_read();
            (request.progress)(told);
        }
        let Some((row, listed)) = list.next_row()? else { break };
        if taking.take(&row, listed)? {
            later.push(listed.clone());
        }
    }
    if let Some(reviser) = &mut taking.reviser {
        reviser.all_others_are_met();
    }
    for listed in &later {
        taking.take(&list.raw(listed), listed)?;
    }
    let Taking { reviser, mut outcome, refused, .. } = taking;
    outcome.problems.sort_by_key(|problem| problem.line);
    if let Some(mut reviser) = reviser {
        outcome.earlier_list = reviser.gone()?;
        outcome.kept = reviser.kept;
        outcome.not_coming = reviser.not_coming;
        outcome.named = reviser.seen.into_keys().chain(reviser.in_doubt).collect();
        outcome.revised = reviser.revised;
    }
    if let Some(ReadFile { sha256, reading, guessed, lost, countries_above }) = list.end() {
        let name = request.input.name.to_owned();
        tx.reads(SourceFile { name, sha256: sha256.clone(), reading: reading.to_string() });
        outcome.reading = Some(reading.clone());
        outcome.guessed.clone_from(guessed);
        outcome.lost = *lost;
        outcome.countries_above = *countries_above;
    }
    tx.summarize(outcome.in_a_line(request));
    Ok((outcome, refused))
}

fn duplicate(row: &RawRow<'_>, code: &str, differences: &[String]) -> RowProblem {
    let field = [CODE, EMAIL].into_iter().find(|&field| !row.text(field).is_empty());
    let field = field.unwrap_or(FAMILY_NAME);
    let reason = format!(
        "is in the register as {code}, with another {}; change that one with `meibo edit`",
        differences.join(", ")
    );
    RowProblem::new(row.line, PARTICIPANT_FIELDS[field].name, row.text(field), reason)
}
