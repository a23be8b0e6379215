//! Says what to do next after a change was refused.

use super::error::{COPY, Failure};
use crate::ops::{BoardError, GroupError, OpError, described};

/// Says what to do about groups that cannot be made or changed as asked.
fn about_groups(failure: Failure, error: GroupError) -> Failure {
    match error {
        GroupError::NobodyToSeat { .. } => {
            failure.hint("`meibo edit CODE --track policy` puts somebody into a track")
        }
        GroupError::Groups { .. } => failure
            .hint("say other numbers with --groups, --size or --capacity; `meibo breakout rules` shows the rules"),
        GroupError::NoGroupSpeaks { .. } => {
            failure.hint("`meibo breakout group GROUP --languages WORDS` says what is spoken there")
        }
        GroupError::GroupWouldGo { .. } => {
            failure.hint("`meibo breakout move CODE GROUP` moves the person first")
        }
        GroupError::Announced { .. } => failure
            .hint("without these flags only those without a seat get one; --anew makes groups anew"),
        GroupError::NotAnnounced { .. } => failure
            .hint("--moves and --take are for groups that were announced: `meibo breakout announce`"),
        GroupError::StaleProposal { .. } => failure
            .hint("`meibo breakout assign` makes them anew; `announce --anyway` announces them as they are"),
        GroupError::BreaksRules { .. } => failure.hint("do it all the same with --reason TEXT"),
        GroupError::NotOnTheMenu { .. } => {
            failure.hint("`meibo breakout assign --moves K` shows the menu")
        }
        GroupError::NoRound { .. } => failure.hint("`meibo breakout assign` makes groups"),
        GroupError::UnknownGroup { .. } | GroupError::NoGroup { .. } => {
            failure.hint("`meibo breakout assign` makes groups, `meibo breakout list` shows them")
        }
        GroupError::SetOfOne { kind } => failure
            .hint(format!("name two people or more, or add to a set: `meibo breakout {kind} CODE --name NAME`")),
        GroupError::NoSuchRule { near, .. } => {
            failure.hint_near(&near).hint("`meibo breakout rules` shows all of them")
        }
        GroupError::WrongTrack { .. } => {
            failure.hint("`meibo edit CODE --track` changes the track")
        }
        GroupError::SameGroup { .. } | GroupError::Leads { .. } => failure,
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
        let failure = match error {
            OpError::NothingToDo => Self::misuse(error.to_string()),
            _ => Self::refused(error.to_string()),
        };
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
            OpError::NobodyThere(session, _) => failure
                .hint(format!("`meibo checkin CODE --session {session}` checks people in")),
            OpError::Breakout(error) => about_groups(failure, error),
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
            OpError::RecordedBefore => failure.quietly(),
            _ => failure,
        }
    }
}
