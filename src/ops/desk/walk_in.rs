//! Registers somebody who came without registering, after a look at who may be the same person.

use super::find::{described, likely};
use super::{Answer, Desk, How, Outcome, Outside, Pending};
use crate::domain::{NewParticipant, WalkInForm};
use crate::intake::{PARTICIPANT_FIELDS, Registration, RowProblem};
use crate::ops::{Duplicates, Enrolled, OpError, described as told, register};
use crate::store::{Store, StoreError};

impl Desk {
    /// Shows those who may be the same person; where there is nobody, registers.
    pub(super) fn walk_in(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        form: &WalkInForm,
        anyway: bool,
    ) -> Result<Answer, StoreError> {
        if *form == WalkInForm::default() {
            let message = "write + Family, Given; country; organization; e-mail address";
            return Ok(Answer::new(Outcome::Refused, message));
        }
        let person = match read(store, self.programme.seminar.code_prefix, form)? {
            Ok(person) => Box::new(person),
            Err(problems) => {
                let problems: Vec<String> = problems.iter().map(told).collect();
                return Ok(Answer::new(Outcome::Refused, problems.join("; ")));
            }
        };
        if !anyway {
            let likely = store.read(|register| likely(register, &person))?;
            if !likely.is_empty() {
                let people: Vec<i64> = likely.iter().map(|person| person.id).collect();
                let lines = described(store, &people)?;
                self.pending = Pending::Choice { people, how: How::IN, walk_in: Some(person) };
                let message = "likely registered already; type the number, or ! for a new person";
                return Ok(Answer::new(Outcome::Choose, message).lines(lines));
            }
        }
        self.register(store, outside, &person)
    }

    /// Registers a person and lets the person in.
    pub(super) fn register(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        person: &NewParticipant,
    ) -> Result<Answer, StoreError> {
        let mut entry = (outside.entry)("register");
        self.clock.tick(&mut entry);
        if self.rehearse {
            return Ok(Answer::new(Outcome::WalkIn, "would be registered and let in"));
        }
        let code = match register(store, &entry, person, Duplicates::TakeIn) {
            Ok(operated) => match operated.value {
                Enrolled::Added { code, .. } => code.to_string(),
                Enrolled::Same { code, .. } | Enrolled::Differs { code, .. } => code,
            },
            Err(OpError::Store(error)) => return Err(error),
            Err(error) => return Ok(Answer::new(Outcome::Refused, error.to_string())),
        };
        let prefix = self.programme.seminar.code_prefix;
        let number = crate::domain::ParticipantCode::parse_with_prefix(&code, prefix);
        let id = number.map_or(0, |code| i64::from(code.number()));
        // What fails now must not make the desk register the person a second time.
        let scanned = self.scan(store, outside, id, How { walk_in: true, ..How::IN });
        let mut answer = match scanned {
            Ok(answer) => answer,
            Err(error) => Answer::new(Outcome::Refused, error.to_string()),
        };
        answer.code = Some(code);
        answer.message = if answer.outcome == Outcome::WalkIn {
            format!("registered, {}", answer.message)
        } else {
            format!("registered, but not in: {}", answer.message)
        };
        Ok(answer)
    }
}

type Read = Result<NewParticipant, Vec<RowProblem>>;

fn read(store: &Store, prefix: char, form: &WalkInForm) -> Result<Read, StoreError> {
    let aliases = store.read(|register| register.country_aliases())?;
    Ok(Registration::new(prefix, aliases).read_fields(0, |field| {
        Some(match PARTICIPANT_FIELDS[field].name {
            "family_name" => form.family_name.as_str(),
            "given_name" => &form.given_name,
            "country" => &form.country,
            "organization" => &form.organization,
            "email" => &form.email,
            "status" => "walk-in",
            _ => "",
        })
    }))
}
