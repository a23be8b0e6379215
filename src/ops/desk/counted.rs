//! Counts who is inside at a session, and goes on counting as desks record.

use crate::domain::{Session, SessionKind};
use crate::store::{Move, Reader, StoreError};

/// Who is expected and who is inside at one session, as far as the record was read.
#[derive(Debug)]
pub(super) struct Counted {
    /// Position of the last event that is in the figures.
    event: i64,
    /// Number of the last operation that is in them, and the greatest key of a person then.
    operation: i64,
    last_person: i64,
    expected: Marks,
    inside: Marks,
    /// Persons expected.
    all: usize,
    /// Persons inside who are expected.
    inside_expected: usize,
    /// Persons inside who are not.
    inside_others: usize,
}

/// A mark for each participant: one bit, by join key.
#[derive(Debug, Default)]
struct Marks(Vec<u64>);

impl Marks {
    fn has(&self, id: i64) -> bool {
        let (at, bit) = place(id);
        self.0.get(at).is_some_and(|marks| marks & bit != 0)
    }

    fn set(&mut self, id: i64, marked: bool) {
        let (at, bit) = place(id);
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if marked {
            self.0[at] |= bit;
        } else {
            self.0[at] &= !bit;
        }
    }
}

/// Join keys are the numbers of codes: positive, and at most eight digits long.
fn place(id: i64) -> (usize, u64) {
    (usize::try_from(id / 64).unwrap_or_default(), 1 << (id.rem_euclid(64)))
}

impl Counted {
    /// Counts from the beginning; takes time in proportion to the register.
    pub(super) fn read(register: &Reader<'_>, session: &Session) -> Result<Self, StoreError> {
        let mut counted = Self {
            event: register.latest_event_number()?,
            operation: register.latest_operation_number()?,
            last_person: register.last_person()?,
            expected: Marks::default(),
            inside: Marks::default(),
            all: 0,
            inside_expected: 0,
            inside_others: 0,
        };
        register.each_expected(session, |id| {
            counted.expected.set(id, true);
            counted.all += 1;
        })?;
        register.each_inside(session.id, |id| counted.mark(id, true))?;
        Ok(counted)
    }

    /// Returns the number of the last operation that is in the figures.
    pub(super) const fn operation(&self) -> i64 {
        self.operation
    }

    /// Takes in what operations changed since: mostly it concerns few people, and only they are read.
    pub(super) fn catch_up(
        &mut self,
        register: &Reader<'_>,
        session: &Session,
    ) -> Result<(), StoreError> {
        let operation = register.latest_operation_number()?;
        if operation == self.operation {
            return Ok(());
        }
        let changed = match session.item.kind {
            // Who is expected there depends on seats as well.
            SessionKind::Excursion => None,
            _ => register.people_changed_since(self.operation, self.last_person)?,
        };
        let Some(changed) = changed else {
            *self = Self::read(register, session)?;
            return Ok(());
        };
        for id in changed {
            let inside = self.inside.has(id);
            self.mark(id, false);
            let expected = register.is_expected(session, id)?;
            if expected != self.expected.has(id) {
                self.all = if expected { self.all + 1 } else { self.all.saturating_sub(1) };
                self.expected.set(id, expected);
            }
            self.mark(id, inside);
        }
        (self.operation, self.last_person) = (operation, register.last_person()?);
        Ok(())
    }

    /// Returns the position of the last event that is in the figures.
    pub(super) const fn event(&self) -> i64 {
        self.event
    }

    /// Takes in what was recorded since.
    pub(super) fn follow(&mut self, moves: &[Move]) {
        for step in moves {
            self.event = self.event.max(step.event);
            self.mark(step.participant, step.inside);
        }
    }

    fn mark(&mut self, id: i64, inside: bool) {
        if self.inside.has(id) == inside {
            return;
        }
        self.inside.set(id, inside);
        let figure =
            if self.expected.has(id) { &mut self.inside_expected } else { &mut self.inside_others };
        *figure = if inside { *figure + 1 } else { figure.saturating_sub(1) };
    }

    /// Returns `131 of 204 in`: of the persons expected those inside, and the others apart.
    pub(super) fn shown(&self) -> String {
        let Self { all, inside_expected, inside_others, .. } = self;
        match inside_others {
            0 => format!("{inside_expected} of {all} in"),
            others => format!("{inside_expected} of {all} in and {others} not expected"),
        }
    }
}
