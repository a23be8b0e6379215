//! Answers a desk line by line: who is meant, whether the person may come in, what was recorded.
//! Reading lines and showing answers is not here.

mod answer;
mod counted;
mod delegation;
mod find;
mod gather;
mod rules;
mod scan;
mod walk_in;

use std::collections::HashMap;

pub use answer::{Answer, DeskTally, Outcome};
pub use delegation::{Delegated, Gathering, attend_together};

use self::answer::{HELP, numbers};
use self::counted::Counted;
use self::find::{described, near_people};
use self::gather::Gathered;
use self::rules::{Clock, Programme};
use super::OpError;
use super::programme::find_session;
use crate::domain::{
    CodeError, DeskLine, EventKind, Named, NewParticipant, Session, SessionCode, Source,
};
use crate::store::{Entry, Store, StoreError};

/// How a desk works.
#[derive(Debug, Clone)]
pub struct DeskSetup {
    /// The desk's name.
    pub desk: String,
    /// The session; nothing means for each scan the one that is on.
    pub session: Option<SessionCode>,
    /// Where the scans come from.
    pub source: Source,
    /// Whether who comes in leaves the other sessions that are not over.
    pub moves: bool,
    /// The bus whose door this is.
    pub bus: Option<String>,
}

/// What a line needs from outside.
pub struct Outside<'o> {
    /// Returns who, where and when, for a verb.
    pub entry: &'o dyn Fn(&'static str) -> Entry,
    /// Returns a fresh identifier.
    pub new_id: &'o dyn Fn() -> String,
}

/// A desk at work.
pub struct Desk {
    setup: DeskSetup,
    rehearse: bool,
    programme: Programme,
    counted: HashMap<i64, Counted>,
    pending: Pending,
    clock: Clock,
    tally: DeskTally,
    /// The session of the latest scan.
    latest: Option<Session>,
    /// The desk's counter when it began: what was entered before is not taken back here.
    began_at: i64,
    /// The delegations that came in here: taken back as a whole.
    together: Vec<Together>,
}

/// What one line entered of several persons.
#[derive(Debug, Clone)]
struct Together {
    /// The desk's counter at the first and at the last of the entries.
    entries: std::ops::RangeInclusive<i64>,
    /// Who they are.
    label: String,
}

/// What the next line may answer.
#[derive(Debug, Clone, Default)]
enum Pending {
    #[default]
    Nothing,
    /// Which of these is meant; or, with `!`, a new person.
    Choice { people: Vec<i64>, how: How, walk_in: Option<Box<NewParticipant>> },
    /// Whether the person comes in although something stands against it.
    Refused { whom: i64 },
    /// Whether the note of the person was read.
    Unread { whom: i64, code: String, how: How },
    /// Who of a delegation is not there.
    LeftOut { gathered: Gathered, count: usize },
}

/// How a person is let in or out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct How {
    kind: EventKind,
    /// Although something stands against it.
    anyway: bool,
    /// The note was read.
    read: bool,
    /// The person was just registered.
    walk_in: bool,
}

impl How {
    const IN: Self = Self { kind: EventKind::In, anyway: false, read: false, walk_in: false };
}

impl Desk {
    /// Opens a desk, whose lines are rehearsals where this entry is one.
    pub fn open(store: &mut Store, setup: DeskSetup, entry: &Entry) -> Result<Self, OpError> {
        if !entry.rehearse {
            store.lay_out_log(entry);
        }
        let (programme, latest, began_at) = store.read(|register| {
            let latest = setup.session.as_ref().map(|code| find_session(register, code));
            let began_at = register.desk_counter(&setup.desk)?;
            Ok::<_, OpError>((Programme::read(register)?, latest.transpose()?, began_at))
        })?;
        let mut desk = Self {
            setup,
            rehearse: entry.rehearse,
            programme,
            counted: HashMap::new(),
            pending: Pending::Nothing,
            clock: Clock::default(),
            tally: DeskTally::default(),
            latest,
            began_at,
            together: Vec::new(),
        };
        desk.count(store)?;
        Ok(desk)
    }

    /// Returns what this desk has done.
    pub fn tally(&self) -> &DeskTally {
        &self.tally
    }

    /// Returns the session of the latest scan and its live count.
    pub fn standing(&self) -> Option<(&Session, String)> {
        let session = self.latest.as_ref()?;
        Some((session, self.counted.get(&session.id)?.shown()))
    }

    /// Returns whether the next line may answer a question.
    pub const fn is_asking(&self) -> bool {
        !matches!(self.pending, Pending::Nothing)
    }

    /// Returns whether a line ends the work.
    pub fn ends(line: &[u8]) -> bool {
        matches!(DeskLine::read(line, 'P'), Ok(DeskLine::End))
    }

    /// Answers what is no line at all, or could not be done.
    pub fn refuse(&mut self, outcome: Outcome, message: String) -> Answer {
        let answer = Answer::new(outcome, message);
        self.tally.add(&answer);
        answer
    }

    /// Answers a line after an attempt at it failed. Where that was for want of room, room is made; and
    /// where nothing was stored, it is tried once more.
    ///
    /// # Errors
    /// Those of the register, as before.
    pub fn hear_after(
        &mut self,
        store: &mut Store,
        line: &[u8],
        outside: &Outside<'_>,
        error: StoreError,
    ) -> Result<Answer, StoreError> {
        let without_room = matches!(error, StoreError::Full | StoreError::Limited);
        let by_disk = matches!(error, StoreError::Unconfirmed { .. } | StoreError::Sqlite(_));
        let has_room = (by_disk || without_room) && store.make_room();
        if has_room && without_room {
            return self.hear(store, line, outside);
        }
        Err(error)
    }

    /// Answers a line, given without its end. What the answer says was done is durable.
    ///
    /// # Errors
    /// Those of the register: nothing was recorded, unless the outcome is unknown; a question that
    /// the line answered is still open.
    pub fn hear(
        &mut self,
        store: &mut Store,
        line: &[u8],
        outside: &Outside<'_>,
    ) -> Result<Answer, StoreError> {
        let pending = std::mem::take(&mut self.pending);
        let answered = self.answer(store, line, outside, &pending);
        match &answered {
            Err(_) => self.pending = pending,
            Ok(answer) => {
                if let (Pending::Unread { code, .. }, false) = (&pending, self.is_asking())
                    && answer.code.as_ref() != Some(code)
                {
                    self.tally.unread.push(code.clone());
                }
                self.tally.add(answer);
            }
        }
        answered
    }

    /// Answers lines that wait already, at least one of them, in their order: plain scans share one
    /// commit. Every answer is given once all of them are durable; what is not answered yet is to be
    /// asked again.
    pub fn hear_waiting(
        &mut self,
        store: &mut Store,
        lines: &[Vec<u8>],
        outside: &Outside<'_>,
    ) -> Vec<Result<Answer, StoreError>> {
        let Some(first) = lines.first() else { return Vec::new() };
        let plain = lines.iter().take_while(|line| self.is_plain(line)).count();
        if plain < 2 || self.is_asking() || self.rehearse {
            return vec![self.hear(store, first, outside)];
        }
        let before = (self.tally.clone(), self.clock, self.latest.clone());
        let heard = store.together(&(outside.entry)("checkin"), |store| {
            let mut answers = Vec::new();
            for line in &lines[..plain] {
                answers.push(self.hear(store, line, outside)?);
                // The next line may be the answer to a question.
                if self.is_asking() {
                    break;
                }
            }
            Ok(answers)
        });
        let error = match heard {
            Ok(answers) => return answers.into_iter().map(Ok).collect(),
            Err(error) => error,
        };
        // Nothing of it was answered: the desk is as if it had not heard any of them.
        (self.tally, self.clock, self.latest) = before;
        self.counted.clear();
        self.pending = Pending::Nothing;
        match error {
            StoreError::Unconfirmed { detail } => (0..plain)
                .map(|_| Err(StoreError::Unconfirmed { detail: detail.clone() }))
                .collect(),
            // Who waited in vain does not wait a second time.
            error @ (StoreError::Busy | StoreError::Kept { .. }) => vec![Err(error)],
            _ => vec![self.hear(store, first, outside)],
        }
    }

    /// Returns whether a line is a code and nothing else.
    fn is_plain(&self, line: &[u8]) -> bool {
        let read = DeskLine::read(line, self.programme.seminar.code_prefix);
        matches!(read, Ok(DeskLine::Person { who: Named::Code(_), .. }))
    }

    fn answer(
        &mut self,
        store: &mut Store,
        line: &[u8],
        outside: &Outside<'_>,
        pending: &Pending,
    ) -> Result<Answer, StoreError> {
        if let Some(numbers) = numbers(line) {
            match (pending, numbers.as_slice()) {
                (Pending::Choice { people, how, .. }, [number])
                    if (1..=people.len()).contains(number) =>
                {
                    return self.scan(store, outside, people[number - 1], *how);
                }
                (Pending::LeftOut { gathered, count }, numbers) => {
                    return self.without(store, outside, gathered, *count, numbers);
                }
                _ => {}
            }
        }
        let prefix = self.programme.seminar.code_prefix;
        let said = match DeskLine::read(line, prefix) {
            Ok(said) => said,
            Err(error) => {
                self.pending = pending.clone();
                return Ok(Answer::new(Outcome::Unknown, error.to_string()));
            }
        };
        match said {
            DeskLine::Help => {
                self.pending = pending.clone();
                let lines = HELP.iter().map(|&line| line.to_owned()).collect();
                Ok(Answer::new(Outcome::Choose, "what can be typed").lines(lines))
            }
            DeskLine::End => Ok(Answer::new(Outcome::Choose, "the end of the input ends the desk")),
            DeskLine::Undo { reason } => self.undo(store, outside, &reason),
            DeskLine::Anyway => match pending {
                Pending::Refused { whom } => {
                    self.scan(store, outside, *whom, How { anyway: true, ..How::IN })
                }
                Pending::Choice { walk_in: Some(person), .. } => {
                    self.register(store, outside, person)
                }
                Pending::Unread { whom, how, .. } => {
                    self.scan(store, outside, *whom, How { read: true, ..*how })
                }
                _ => Ok(Answer::new(Outcome::Refused, "there is nothing to do anyway")),
            },
            DeskLine::Acknowledged => match pending {
                Pending::Unread { whom, how, .. } => {
                    self.scan(store, outside, *whom, How { read: true, ..*how })
                }
                _ => Ok(Answer::new(Outcome::Refused, "there is no note to acknowledge")),
            },
            DeskLine::WalkIn { form, anyway } => self.walk_in(store, outside, &form, anyway),
            DeskLine::Delegation { whose, but } => self.delegation(store, outside, &whose, &but),
            DeskLine::Person { who, kind, anyway } => {
                let how = How { kind, anyway, ..How::IN };
                self.named(store, outside, who, how, pending)
            }
        }
    }

    /// Finds who is meant and lets the person in or out.
    fn named(
        &mut self,
        store: &mut Store,
        outside: &Outside<'_>,
        who: Named,
        how: How,
        pending: &Pending,
    ) -> Result<Answer, StoreError> {
        let unknown = |message: String| Ok(Answer::new(Outcome::Unknown, message));
        match who {
            Named::Code(code) => {
                let id = i64::from(code.number());
                // The same badge again says that its note was read.
                let read = matches!(pending, Pending::Unread { whom, .. } if *whom == id);
                let answer = self.scan(store, outside, id, How { read, ..how })?;
                if answer.code.is_none() && answer.outcome == Outcome::Unknown {
                    return unknown(format!("no participant has the code {code}"));
                }
                Ok(answer)
            }
            Named::Codes(codes) => {
                let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
                let message =
                    format!("{} ran together; scan one after the other", codes.join(" and "));
                Ok(Answer::new(Outcome::Refused, message))
            }
            Named::Misread(reason, near) => {
                let near = store.read(|register| near_people(register, &near))?;
                let reason = match reason {
                    CodeError::WrongCheck => "the check character does not fit".to_owned(),
                    other => format!("this {other}"),
                };
                unknown(if near.is_empty() {
                    format!("{reason}; scan or type it again")
                } else {
                    format!("{reason}; scan it again, or did you mean {}?", near.join(" or "))
                })
            }
            Named::NoCode => unknown("holds no code".to_owned()),
            Named::Email(email) => match store.read(|register| register.id_by_email(&email))? {
                Some(id) => self.scan(store, outside, id, how),
                None => unknown(format!("no participant has the e-mail address {email}")),
            },
            Named::Name(name) => {
                let found = store.read(|register| find::by_name(register, &name))?;
                match found.people.as_slice() {
                    [] => {
                        unknown("no code, and no part of a name; + registers a walk-in".to_owned())
                    }
                    [id] => self.scan(store, outside, *id, how),
                    people => {
                        let shown = described(store, people)?;
                        let all = found.everybody.len();
                        let message = if all > people.len() {
                            format!("{all} persons; type a number or more of the name")
                        } else {
                            format!("{all} persons; type a number")
                        };
                        self.pending =
                            Pending::Choice { people: people.to_vec(), how, walk_in: None };
                        Ok(Answer::new(Outcome::Choose, message).lines(shown))
                    }
                }
            }
        }
    }
}
