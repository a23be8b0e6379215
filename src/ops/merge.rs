//! Brings home what a copy of the register recorded: the union of both records, and a report of what
//! both changed.
//!
//! Events, and the entries of the copy's desks, are united by their identifiers: so a merge done
//! twice changes nothing, and the order of several merges does not matter. People registered there
//! are registered here under the same codes. A field that was changed there is changed here, unless
//! it was changed here as well; then a person says which side stands, or nothing at all is stored.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::OpError;
use super::bring::{bring, tell_not_brought};
use super::edit::{change, set_wish};
use super::enrol::Enrolment;
use super::programme::find_session;
use crate::domain::{EventKind, PARTICIPANT_COLUMNS, Participant};
use crate::intake::{PARTICIPANT_FIELDS, Registration};
use crate::matching::{Aliases, name_key};
use crate::store::{
    Entry as LogEntry, Excuse, ForeignEvent, ForeignOperation, Insertion, Reader, Store, Writer,
};

/// Whose value stands where both sides changed a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// The register's.
    Mine,
    /// The copy's.
    Theirs,
}

/// Something that both sides have to say about, or that one side alone can know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// "new person", "same e-mail", "edit", "conflict", "excuse", "both doors" or "not brought".
    pub what: &'static str,
    /// The participant's code, or the desk's entry.
    pub code: String,
    /// The name, or the command.
    pub name: String,
    /// The field or the session.
    pub field: String,
    /// What stands here.
    pub here: String,
    /// What stands there.
    pub there: String,
    /// What was done about it.
    pub settled: String,
}

/// What came of a merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Attendance events that were brought.
    pub events: u64,
    /// Operations whose entries were brought.
    pub operations: u64,
    /// People registered there.
    pub people: u64,
    /// Fields changed there and only there.
    pub edits: u64,
    /// Fields changed at both sides to different values.
    pub conflicts: u64,
    /// Whether it was stored.
    pub stored: bool,
    /// The report.
    pub differences: Vec<Difference>,
}

impl Merged {
    pub(super) fn tell(
        &mut self,
        what: &'static str,
        who: (&str, &str),
        field: impl Into<String>,
        sides: (impl Into<String>, impl Into<String>),
        settled: impl Into<String>,
    ) {
        self.differences.push(Difference {
            what,
            code: who.0.to_owned(),
            name: who.1.to_owned(),
            field: field.into(),
            here: sides.0.into(),
            there: sides.1.into(),
            settled: settled.into(),
        });
    }
}

/// Merges a copy into the register. With conflicts and no side preferred nothing is stored.
pub fn merge(
    store: &mut Store,
    entry: &LogEntry,
    rehearse: bool,
    copy: &Store,
    prefer: Option<Stands>,
) -> Result<Merged, OpError> {
    let verified = copy.read(|theirs| theirs.verify())?;
    if let Some(fault) = verified.faults.first() {
        let detail = format!("{}: {}", fault.place, fault.detail);
        return Err(OpError::DamagedCopy { detail });
    }
    let mut attempt = |rehearse: bool| {
        store.operate(entry, rehearse, |tx| {
            copy.read(|theirs| Merge { tx, theirs, prefer, merged: Merged::default() }.run())
        })
    };
    let rehearsal = attempt(true)?.value;
    if rehearse || (rehearsal.conflicts > 0 && prefer.is_none()) {
        return Ok(rehearsal);
    }
    let operated = attempt(false)?;
    Ok(Merged { stored: operated.operation.is_some(), ..operated.value })
}

struct Merge<'m, 't> {
    tx: &'m Writer<'t>,
    theirs: &'m Reader<'m>,
    prefer: Option<Stands>,
    merged: Merged,
}

impl Merge<'_, '_> {
    fn run(mut self) -> Result<Merged, OpError> {
        let (ours, theirs) = (self.tx.seminar()?, self.theirs.seminar()?);
        if ours.uuid != theirs.uuid {
            return Err(OpError::OtherSeminar { name: theirs.name });
        }
        let operations = self.theirs.foreign_operations(&self.tx.operation_uuids()?)?;
        let events = self.theirs.foreign_events(&self.tx.event_uuids()?)?;
        let desks = self.desks(&operations, &events)?;
        for operation in &operations {
            self.tx.adopt_operation(operation, desks[&operation.desk])?;
        }
        self.people(&operations, ours.code_prefix)?;
        self.edits(&operations, ours.code_prefix)?;
        bring(self.tx, self.theirs, &operations, self.prefer, &mut self.merged)?;
        self.excuses(&operations)?;
        self.events(&events, &desks)?;
        tell_not_brought(&operations, &mut self.merged);
        self.merged.operations = u64::try_from(operations.len()).unwrap_or(u64::MAX);
        self.merged.events = u64::try_from(events.len()).unwrap_or(u64::MAX);
        self.merged.differences.sort();
        let Merged { events, people, edits, .. } = &self.merged;
        self.tx.summarize(format!("{events} events, {people} persons, {edits} edits"));
        Ok(self.merged)
    }

    /// Takes over the desks that recorded anything new; returns their keys here.
    fn desks(
        &self,
        operations: &[ForeignOperation],
        events: &[ForeignEvent],
    ) -> Result<HashMap<String, i64>, OpError> {
        let mut first: HashMap<&str, i64> = HashMap::new();
        let entries = operations.iter().map(|one| (one.desk.as_str(), one.seq));
        for (desk, seq) in entries.chain(events.iter().map(|one| (one.desk.as_str(), one.seq))) {
            let earliest = first.entry(desk).or_insert(seq);
            *earliest = seq.min(*earliest);
        }
        let mut keys = HashMap::new();
        for desk in self.theirs.foreign_desks()? {
            let Some(&first) = first.get(desk.uuid.as_str()) else { continue };
            let (key, known) = self.tx.adopt_desk(&desk)?;
            // A copy made by other means goes on with the same desk, and then so do both.
            if first != known + 1 {
                return Err(OpError::ForkedDesk { desk: desk.name });
            }
            self.tx.advance_adopted(key, &desk)?;
            keys.insert(desk.uuid, key);
        }
        Ok(keys)
    }

    /// Registers the people who were registered there.
    fn people(&mut self, operations: &[ForeignOperation], prefix: char) -> Result<(), OpError> {
        for operation in operations {
            for id in self.theirs.people_made_by(operation)? {
                let Some(person) = self.theirs.participant_by_id(id)? else { continue };
                if self.tx.participant_by_id(id)?.is_some() {
                    continue;
                }
                self.register(&person, prefix)?;
            }
        }
        Ok(())
    }

    fn register(&mut self, person: &Participant, prefix: char) -> Result<(), OpError> {
        let owner = match person.email.as_str() {
            "" => None,
            email => self.tx.participant_by_email(&email.to_lowercase())?,
        };
        let fields = person.fields();
        let new = Registration::new(prefix, Aliases::default())
            .read_fields(0, |field| {
                let column = PARTICIPANT_FIELDS.get(field)?.name;
                let at = PARTICIPANT_COLUMNS.iter().position(|known| *known == column)?;
                let taken = column == "email" && owner.is_some();
                Some(if taken { "" } else { fields[at] })
            })
            .map_err(OpError::Values)?;
        let who = (person.code.as_str(), person.name());
        let stored = Enrolment::new(self.tx, prefix, true).fields_of(&new)?;
        let name_key = name_key(new.names());
        let twin = self.tx.same_person(&name_key, new.country, stored.organization)?;
        let Insertion::Added { id, .. } =
            self.tx.add_participant(&new, &name_key, stored, prefix)?
        else {
            return Err(OpError::ForkedDesk { desk: person.code.clone() });
        };
        set_wish(self.tx, id, new.excursion, new.status)?;
        self.merged.people += 1;
        let who = (who.0, who.1.as_str());
        let none = String::new;
        self.merged.tell("new person", who, "", (none(), person.status.as_str()), "registered");
        for (other, what) in [(owner, "same e-mail"), (twin, "same name")] {
            if let Some(other) =
                other.map(|id| self.tx.participant_by_id(id)).transpose()?.flatten()
            {
                let settled = "two persons here; look whether they are one";
                let sides = (other.code.as_str(), person.code.as_str());
                self.merged.tell(what, who, "", sides, settled);
            }
        }
        Ok(())
    }

    /// Changes here what was changed there, field by field.
    fn edits(&mut self, operations: &[ForeignOperation], prefix: char) -> Result<(), OpError> {
        let mut bases: BTreeMap<i64, [Option<String>; 16]> = BTreeMap::new();
        let images = operations.iter().flat_map(|operation| &operation.images);
        for image in images.filter(|image| image.table == "participant" && image.change == "update")
        {
            if let Entry::Vacant(first) = bases.entry(image.row) {
                first.insert(self.theirs.fields_before(image)?);
            }
        }
        for (id, base) in bases {
            let (Some(ours), Some(theirs)) =
                (self.tx.participant_by_id(id)?, self.theirs.participant_by_id(id)?)
            else {
                continue;
            };
            let changes = self.compare(&ours, &theirs, &base);
            if changes.is_empty() {
                continue;
            }
            let (code, name) = (ours.code.clone(), ours.name());
            match change(self.tx, prefix, ours, &changes) {
                Ok(edited) => {
                    self.merged.edits += u64::try_from(edited.changes.len()).unwrap_or(u64::MAX);
                }
                Err(error @ (OpError::EmailTaken { .. } | OpError::Values(_))) => {
                    let there: Vec<_> = changes.iter().map(|(_, value)| value.as_str()).collect();
                    let who = (code.as_str(), name.as_str());
                    let sides = (String::new(), there.join(", "));
                    self.merged.tell("not brought", who, "", sides, error.to_string());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Returns the values that are to be changed here, and reports what both changed.
    fn compare(
        &mut self,
        ours: &Participant,
        theirs: &Participant,
        base: &[Option<String>; 16],
    ) -> Vec<(&'static str, String)> {
        let mut changes = Vec::new();
        let columns = PARTICIPANT_COLUMNS.into_iter().zip(base);
        for ((column, base), (here, there)) in
            columns.zip(ours.fields().into_iter().zip(theirs.fields()))
        {
            let Some(base) = base else { continue };
            if there == base || there == here || column == "code" {
                continue;
            }
            let both = here != base;
            let stands_here = both && self.prefer != Some(Stands::Theirs);
            if !stands_here {
                changes.push((column, there.to_owned()));
            }
            let settled = match (both, self.prefer) {
                (false, _) => "changed there only: taken",
                (true, None) => "open: say --prefer mine or theirs",
                (true, Some(Stands::Mine)) => "mine stands",
                (true, Some(Stands::Theirs)) => "theirs taken",
            };
            self.merged.conflicts += u64::from(both);
            let what = if both { "conflict" } else { "edit" };
            let name = ours.name();
            self.merged.tell(what, (&ours.code, &name), column, (here, there), settled);
        }
        changes
    }

    /// Brings the excuses that were said there.
    fn excuses(&mut self, operations: &[ForeignOperation]) -> Result<(), OpError> {
        let known: BTreeMap<(i64, i64), String> = self
            .tx
            .excuses()?
            .into_iter()
            .map(|excuse| ((excuse.participant, excuse.session), excuse.reason))
            .collect();
        for operation in operations {
            for (participant, code, reason) in self.theirs.excuses_made_by(operation)? {
                let Some(person) = self.tx.participant_by_id(participant)? else { continue };
                let session = find_session(self.tx, &code)?.id;
                let name = person.name();
                let who = (person.code.as_str(), name.as_str());
                let here = known.get(&(participant, session));
                let settled = if here.is_some() { "mine stands" } else { "taken" };
                let side = here.map_or("", String::as_str);
                self.merged.tell("excuse", who, code.as_str(), (side, reason.as_str()), settled);
                if here.is_none() {
                    self.tx.set_excuse(&Excuse { participant, session, reason })?;
                }
            }
        }
        Ok(())
    }

    /// Takes the events over and folds the record of everybody whom they concern.
    fn events(
        &mut self,
        events: &[ForeignEvent],
        desks: &HashMap<String, i64>,
    ) -> Result<(), OpError> {
        let zone = self.tx.seminar()?.zone;
        let mut sessions = HashMap::new();
        let mut touched = BTreeSet::new();
        let mut doors = BTreeSet::new();
        for event in events {
            let session = if let Some(&known) = sessions.get(&event.session) {
                known
            } else {
                let id = find_session(self.tx, &event.session)?.id;
                sessions.insert(event.session.clone(), id);
                id
            };
            let Some(person) = self.tx.participant_by_id(event.participant)? else {
                return Err(OpError::GoneHere { code: event.code.clone() });
            };
            if event.kind == EventKind::In
                && !touched.contains(&(event.participant, session))
                && let Some(state) = self.tx.attendance_state(event.participant, session)?
                && doors.insert((event.participant, session))
            {
                let here =
                    format!("{}, desk {}", zone.day_and_clock(state.first_in_at), state.desk);
                let there = format!("{}, desk {}", zone.day_and_clock(event.at), event.desk_name);
                let name = person.name();
                let who = (person.code.as_str(), name.as_str());
                let sides = (here, there);
                let session = event.session.as_str();
                self.merged.tell("both doors", who, session, sides, "both kept; the first counts");
            }
            self.tx.adopt_event(event, session, desks[&event.desk])?;
            touched.insert((event.participant, session));
        }
        for (participant, session) in touched {
            self.tx.fold_events(participant, session)?;
        }
        Ok(())
    }
}
