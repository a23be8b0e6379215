//! Turns every failure into a sentence, a hint and an exit code: the only place that does.

use crate::intake::IntakeError;
use crate::ops::{BoardError, OpError, described};
use crate::render::words::file_argument;
use crate::report::ReportError;
use crate::store::StoreError;

/// The exit codes, as every help text prints them.
#[macro_export]
#[doc(hidden)]
macro_rules! exit_codes {
    () => {
        "Exit codes:
  0  done
  1  refused, or answered no
  2  the command line is wrong
  3  the register cannot be used"
    };
}

/// What kind of failure it is; it decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing is wrong: the reader of a pipe went away, or it was done before.
    Quiet,
    /// Refused or answered no.
    Refused,
    /// The command line is wrong.
    Misuse,
    /// The register cannot be used.
    Unusable,
}

const COPY: &str = "nothing was stored; name the file that `meibo desk take` made, as it came back";

/// A command that failed: what, and what to do next.
#[derive(Debug)]
pub(super) struct Failure {
    kind: Kind,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
}

impl Failure {
    fn new(kind: Kind, message: String) -> Self {
        Self { kind, message, hints: Vec::new() }
    }

    /// A refusal.
    pub(super) fn refused(message: String) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// A mistake of the command line.
    pub(super) fn misuse(message: String) -> Self {
        Self::new(Kind::Misuse, message)
    }

    /// Returns what went wrong.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// Says what to do next.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Speaks of a file that was to be merged, not of the register.
    pub(super) fn of_a_copy(self) -> Self {
        let message = self.message.replacen("the register", "the copy", 1);
        Self::new(self.kind, message).hint(COPY)
    }

    /// Returns the message with what to do next, for where there is one line only.
    pub(super) fn in_one_line(&self) -> String {
        let parts: Vec<&str> =
            [&self.message].into_iter().chain(&self.hints).map(String::as_str).collect();
        parts.join("; ")
    }

    /// Returns whether nothing went wrong that anybody has to be told of.
    pub(super) fn is_quiet(&self) -> bool {
        self.kind == Kind::Quiet
    }

    /// Returns the exit code of a command that ends with it.
    pub(super) const fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::Quiet => 0,
            Kind::Refused => 1,
            Kind::Misuse => 2,
            Kind::Unusable => 3,
        }
    }

    /// Returns whether it is a refusal, so that other work may go on.
    pub(super) fn is_refusal(&self) -> bool {
        self.kind == Kind::Refused
    }

    pub(super) fn hint_near(self, near: &[String]) -> Self {
        if near.is_empty() {
            self
        } else {
            self.hint(format!("did you mean {}?", near.join(" or ")))
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::new(Kind::Quiet, String::new());
        }
        Self::refused(format!("the answer cannot be written: {error}"))
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => error.into(),
            ReportError::Output(error) => error.into(),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let failure = Self::new(Kind::Unusable, error.to_string());
        match error {
            StoreError::Missing { path } => failure.hint(format!(
                "make one with `meibo --db {} init --name \"Seminar\" --from 2026-11-24 --to 2026-11-26`, or try `meibo demo`",
                file_argument(&path)
            )),
            StoreError::Exists { .. } => Self { kind: Kind::Refused, ..failure }
                .hint("choose another name; meibo never overwrites a file that it did not make"),
            StoreError::NotARegister { .. } => failure.hint("name the register with --db or MEIBO_DB"),
            StoreError::Newer { .. } => failure.hint("use the newer meibo; the file was not touched"),
            StoreError::Damaged { .. } => failure.hint(
                "copy the file away before anything else, then go on with the latest backup",
            ),
            StoreError::OtherBuild { .. } => failure.hint(
                "let that build `export` the lists, then `init` a new register and `import` them; the file was not touched",
            ),
            StoreError::Disk { .. } => failure
                .hint("look at the disk; copy the file to another one before anything else"),
            StoreError::ReadOnly => failure.hint("ask for write permission on the file and its folder"),
            StoreError::Busy => failure
                .hint("nothing was stored; try again, or wait longer with --wait 30"),
            StoreError::Kept { process, .. } => failure.hint(format!(
                "nothing was stored; try again, or wait longer with --wait 30; a desk that stands still can be ended with `kill {process}`"
            )),
            StoreError::Unreachable { .. } => {
                failure.hint("check the name, and that its folder is there and may be written to")
            }
            StoreError::Setting { .. } => failure.hint(
                "keep the register on a disk of this computer, and change it with meibo only",
            ),
            StoreError::Full => failure.hint("make room on the disk and do it again"),
            StoreError::Unconfirmed { .. } => failure.hint(
                "do it again: with the same --nonce it counts once; `meibo log` shows what was stored",
            ),
            StoreError::Repeated { operation } => Self::new(
                Kind::Quiet,
                format!("this was done before, as operation {operation}; nothing was changed"),
            ),
            _ => failure,
        }
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        let failure = Self::refused(error.to_string());
        match error {
            IntakeError::Unreadable { .. } => {
                failure.hint("nothing was stored; check the file's name and folder")
            }
            IntakeError::Empty { .. } | IntakeError::NoRows { .. } => {
                failure.hint("nothing was stored; check that the right file was saved")
            }
            IntakeError::NotText { .. } => {
                failure.hint("nothing was stored; save it as \"CSV UTF-8\" and import that")
            }
            IntakeError::NotAList { .. } => {
                failure.hint("nothing was stored; save the list as .xlsx, .ods or CSV and import that")
            }
            IntakeError::Damaged { .. } => failure
                .hint("nothing was stored; ask for the file again, or save it anew where it opens"),
            IntakeError::Locked { .. } => {
                failure.hint("nothing was stored; save it without the password and import that")
            }
            IntakeError::TooLarge { .. } => {
                failure.hint("nothing was stored; save the list alone as CSV and import that")
            }
            IntakeError::NotJson { .. } => failure
                .hint("nothing was stored; write an array of objects, or one object a line"),
            IntakeError::NoSuchSheet { .. } => {
                failure.hint("nothing was stored; write --sheet with a name or a number")
            }
            IntakeError::NoText { .. } => failure
                .hint("nothing was stored; check that it is the list and not another document"),
            IntakeError::Malformed { .. } => failure.hint(
                "nothing was stored; name its encoding with --encoding, or save it as \"CSV UTF-8\" and import that",
            ),
            IntakeError::TooManyColumns { .. } => failure
                .hint("nothing was stored; check the delimiter, or name it with --delimiter"),
            IntakeError::OpenQuote { .. } => failure.hint(
                "nothing was stored; close it, or write it twice where it is part of the text",
            ),
            IntakeError::RowTooLong { .. } => failure.hint(
                "nothing was stored; look there for a quote that is not closed, or a text that is no cell of a list",
            ),
            IntakeError::DateDoubt { .. } => {
                failure.hint("nothing was stored; say which with --date-order dmy, mdy or ymd")
            }
            IntakeError::DoubledColumn { .. } => {
                failure.hint("nothing was stored; pass one of them over with --ignore HEADER")
            }
            IntakeError::DoubledHeader { .. } => failure.hint(
                "nothing was stored; give them two names, or pass both over with --ignore HEADER",
            ),
            IntakeError::UnknownColumns { near, .. } => near
                .iter()
                .fold(failure, |failure, (header, field)| {
                    failure.hint(format!("{header} may be {field}"))
                })
                .hint("nothing was stored; give the column another header, or take it out"),
            IntakeError::MissingColumn { .. } => failure.hint(
                "nothing was stored; the first line of the file must name its columns, or --map FIELD=HEADER",
            ),
            IntakeError::NoSuchField { .. } => {
                failure.hint("nothing was stored; write --map FIELD=HEADER, the field first")
            }
            IntakeError::NoSuchHeader { .. } => {
                failure.hint("nothing was stored; write the header exactly as the file has it")
            }
        }
    }
}

/// Says what to do about groups that cannot be made or changed as asked.
fn about_groups(failure: Failure, error: OpError) -> Failure {
    match error {
        OpError::NobodyThere(session, _) => failure
            .hint(format!("`meibo checkin CODE --session {session}` checks people in")),
        OpError::NobodyToSeat { .. } => {
            failure.hint("`meibo edit CODE --track policy` puts somebody into a track")
        }
        OpError::Groups { .. } => failure
            .hint("say other numbers with --groups, --size or --capacity; `meibo breakout rules` shows the rules"),
        OpError::NoGroupSpeaks { .. } => {
            failure.hint("`meibo breakout group GROUP --languages WORDS` says what is spoken there")
        }
        OpError::GroupWouldGo { .. } => {
            failure.hint("`meibo breakout move CODE GROUP` moves the person first")
        }
        OpError::Announced { .. } => failure
            .hint("without these flags only those without a seat get one; --anew makes groups anew"),
        OpError::NotAnnounced { .. } => failure
            .hint("--moves and --take are for groups that were announced: `meibo breakout announce`"),
        OpError::StaleProposal { .. } => failure
            .hint("`meibo breakout assign` makes them anew; `announce --anyway` announces them as they are"),
        OpError::BreaksRules { .. } => failure.hint("do it all the same with --reason TEXT"),
        OpError::NotOnTheMenu { .. } => {
            failure.hint("`meibo breakout assign --moves K` shows the menu")
        }
        OpError::NoRound { .. } => failure.hint("`meibo breakout assign` makes groups"),
        OpError::UnknownGroup { .. } | OpError::NoGroup { .. } => {
            failure.hint("`meibo breakout assign` makes groups, `meibo breakout list` shows them")
        }
        OpError::SetOfOne { kind } => failure
            .hint(format!("name two people or more, or add to a set: `meibo breakout {kind} CODE --name NAME`")),
        OpError::NoSuchRule { near, .. } => {
            failure.hint_near(&near).hint("`meibo breakout rules` shows all of them")
        }
        _ => failure,
    }
}

/// Says what to do about somebody who does not get on board, or on no bus.
fn about_boarding(failure: Failure, error: &BoardError) -> Failure {
    failure.hint(match error {
        BoardError::UnknownSite { .. } => {
            "`meibo excursion edit --site NAME --site NAME` names them all"
        }
        BoardError::BusesFull { .. } => "name more buses or more seats",
        BoardError::NotBoarding { .. } => {
            "`meibo excursion clear` and `meibo excursion bus` change that; --anyway lets on all the same"
        }
    })
}

impl From<OpError> for Failure {
    fn from(error: OpError) -> Self {
        let failure = Self::refused(error.to_string());
        match error {
            OpError::Store(error) => error.into(),
            OpError::Intake(error) => error.into(),
            OpError::Values(problems) if problems.len() > 1 => {
                let failure = Self::refused(format!("{} values cannot be taken", problems.len()));
                problems.iter().fold(failure, |failure, problem| failure.hint(described(problem)))
            }
            OpError::UnknownCode { near, .. } | OpError::BadCode { near, .. } => failure
                .hint_near(&near)
                .hint("`meibo find NAME` finds people by any part of the name"),
            OpError::OnePerson { .. } => failure.hint("`meibo duplicates` shows likely pairs"),
            OpError::UnknownEmail { .. } => {
                failure.hint("`meibo find NAME` finds people by any part of the name")
            }
            OpError::UnknownSession { near, .. } => {
                failure.hint_near(&near).hint("`meibo session list` shows the programme")
            }
            OpError::WhichSession { .. } => failure.hint("`meibo session list` shows the programme"),
            OpError::NoProgramme => {
                failure.hint("`meibo session import sessions.csv` or `meibo session add` makes one")
            }
            OpError::SessionExists { session } => {
                failure.hint(format!("`meibo session edit {session}` changes it"))
            }
            OpError::Duplicate { code, same_email, .. } => failure
                .hint(format!("`meibo show {code}` shows who that is, `meibo edit {code}` changes it"))
                .hint(if same_email {
                    "if it is another person: give that person's own e-mail address, or none"
                } else {
                    "if it is another person: give an e-mail address, or --allow-duplicate"
                }),
            OpError::EmailTaken { code, .. } => {
                failure.hint(format!("`meibo show {code}` shows who that is"))
            }
            OpError::NothingToDo => failure.hint("name a field and its new value; --help lists the fields"),
            OpError::NoName => failure.hint("write the name in quotes, such as \"Port of Tokyo\""),
            OpError::NotComing { .. } => {
                failure.hint("`meibo edit CODE --status confirmed` changes that")
            }
            OpError::NotAwaited { .. } => failure
                .hint("`meibo edit CODE --status confirmed` changes that; `checkin --anyway` lets in all the same"),
            OpError::Future { .. } => {
                failure.hint("look at the day and the hour; `--anyway` records it all the same")
            }
            OpError::Delegation(_) => failure.hint("`meibo list --country NAME` shows the delegation"),
            error @ (OpError::NobodyThere(..) | OpError::NobodyToSeat { .. } | OpError::Groups { .. } | OpError::NoGroupSpeaks { .. } | OpError::GroupWouldGo { .. } | OpError::Announced { .. } | OpError::NotAnnounced { .. } | OpError::StaleProposal { .. } | OpError::BreaksRules { .. } | OpError::NotOnTheMenu { .. } | OpError::NoRound { .. } | OpError::UnknownGroup { .. } | OpError::NoGroup { .. } | OpError::SetOfOne { .. } | OpError::NoSuchRule { .. }) => about_groups(failure, error),
            OpError::WrongTrack { .. } => failure.hint("`meibo edit CODE --track` changes the track"),
            OpError::UnknownExcursion { .. }
            | OpError::ExcursionExists { .. }
            | OpError::TooFewPlaces { .. } => {
                failure.hint("`meibo excursion list` shows the excursions")
            }
            OpError::Board(error) => about_boarding(failure, &error),
            OpError::NotOnExcursion { .. } => {
                failure.hint("`meibo excursion roster` shows who is on it")
            }
            OpError::NothingToUndo(_) | OpError::UndoBlocked { .. } => {
                failure.hint("`meibo log` shows what was done")
            }
            OpError::Country(_) => failure.hint("`meibo country --list` shows what is said of them"),
            OpError::Time { .. } => failure.hint("write another time after --at"),
            OpError::Rejects { .. } => {
                failure.hint("nothing was stored; check the folder after --rejects")
            }
            OpError::EmptySheet { .. } => {
                failure.hint("`meibo list --session CODE` shows who is expected")
            }
            OpError::UnknownSheet { known, .. } => match known.as_slice() {
                [] => failure.hint("`meibo attendance sheet` prints one"),
                known => failure.hint(format!("printed last: {}", known.join(", "))),
            },
            OpError::SheetMoved { .. } => failure.hint(
                "nothing was stored; print the sheet again, or say --as-printed if the paper counts",
            ),
            OpError::NotOnSheet { .. } | OpError::LineNumbers(_) => {
                failure.hint("nothing was stored; look at the numbers on the sheet")
            }
            OpError::DeskTaken { .. } => failure.hint("choose another name for the copy's desk"),
            OpError::DamagedCopy { .. } => {
                failure.hint("nothing was stored; `meibo --db FILE check` names every fault of the copy")
            }
            OpError::MergedWithItself | OpError::OtherSeminar { .. } => failure.hint(COPY),
            OpError::ForkedDesk { .. } => failure.hint(
                "nothing was stored; make copies with `meibo desk take`: `export attendance` there and `attendance import` here bring the scans",
            ),
            OpError::MergeTakenBack { by, .. } => failure.hint(format!("`meibo undo {by}` redoes it")),
            OpError::GoneHere { .. } => {
                failure.hint("nothing was stored; `meibo log` shows by which operation, `meibo redo` or `meibo undo N` brings the person back")
            }
            OpError::NoReason => failure.hint("say why with --reason"),
            OpError::RecordedBefore => Self { kind: Kind::Quiet, ..failure },
            _ => failure,
        }
    }
}
