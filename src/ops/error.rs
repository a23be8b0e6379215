//! Says why a change was refused, in terms that a person can act on.

use super::board_error::BoardError;
use super::sentences::{differs, no_sheet, one_line, several};
use crate::allocation::Refusal;
use crate::domain::{CodeError, Role, RuleKind, SessionCode, TimeError, Track, span};
use crate::intake::{IntakeError, RowProblem};
use crate::store::StoreError;

/// Why a change was refused.
#[derive(Debug, thiserror::Error)]
pub enum OpError {
    /// Nobody has the code.
    #[error("no participant has the code {code}")]
    UnknownCode {
        /// The code as it is written on a badge.
        code: String,
        /// Codes and names of those who come near.
        near: Vec<String>,
    },
    /// Two codes lead to the same person.
    #[error("both are {code} {who}")]
    OnePerson {
        /// The person's code.
        code: String,
        /// Name and where the person comes from.
        who: String,
    },
    /// The text is no code.
    #[error("{typed} {reason}")]
    BadCode {
        /// What was typed.
        typed: String,
        /// What is wrong with it.
        reason: CodeError,
        /// Codes and names of those who come near.
        near: Vec<String>,
    },
    /// What was to be said of a country or region cannot be.
    #[error("{0}")]
    Country(String),
    /// Nobody has the e-mail address.
    #[error("no participant has the e-mail address {email}")]
    UnknownEmail {
        /// What was typed.
        email: String,
    },
    /// There is no such session.
    #[error("there is no session {session}")]
    UnknownSession {
        /// The code.
        session: SessionCode,
        /// Codes that come near.
        near: Vec<String>,
    },
    /// No session is going on, or more than one.
    #[error("{found} at {at}; name it with --session")]
    WhichSession {
        /// What was found.
        found: String,
        /// The time that was asked for.
        at: String,
    },
    /// There is no session to check in to at all.
    #[error("the programme is empty")]
    NoProgramme,
    /// A session of this code exists.
    #[error("there is a session {session} already")]
    SessionExists {
        /// The code.
        session: SessionCode,
    },
    /// The values of a person or session are wrong.
    #[error("{}", one_line(.0))]
    Values(Vec<RowProblem>),
    /// The person seems to be in the register.
    #[error("{who} is in the register as {code}{}", differs(.differences))]
    Duplicate {
        /// Whom it is about.
        who: String,
        /// The code in the register.
        code: String,
        /// The columns that differ.
        differences: Vec<String>,
        /// Whether it is the e-mail address by which the person was found.
        same_email: bool,
    },
    /// The e-mail address belongs to somebody else.
    #[error("the e-mail address {email} belongs to {code}")]
    EmailTaken {
        /// The address.
        email: String,
        /// The other person.
        code: String,
    },
    /// The block of numbers of this copy of the register is used up.
    #[error("this copy of the register has given out all its participants' numbers")]
    NoNumberLeft,
    /// A name is needed and none was given.
    #[error("the name is empty")]
    NoName,
    /// Nothing was said that could be changed.
    #[error("nothing to change was given")]
    NothingToDo,
    /// The person does not come, by the register.
    #[error("{who} is {status}")]
    NotComing {
        /// Whom it is about.
        who: String,
        /// The status.
        status: &'static str,
    },
    /// The person at the door does not come, by the register.
    #[error("{who} is {status}")]
    NotAwaited {
        /// Whom it is about.
        who: String,
        /// The status.
        status: &'static str,
    },
    /// There is no such delegation, or somebody to be left out is not of it.
    #[error("{0}")]
    Delegation(String),
    /// What is said to happen has not happened yet.
    #[error("{at} is {} ahead of the clock", span(*minutes))]
    Future {
        /// The time that was said.
        at: String,
        /// How far ahead it is.
        minutes: i64,
    },
    /// Groups cannot be made.
    #[error("no groups can be formed{}: {reason}", .round.map_or_else(String::new, |round| format!(" in round {round}")))]
    Groups {
        /// The round, where there are several.
        round: Option<u32>,
        /// Why.
        reason: Refusal,
    },
    /// Nobody can be put into groups.
    #[error("nobody who takes part {}", .track.map_or("can be put into groups".to_owned(), |track| format!("is in the {track} track")))]
    NobodyToSeat {
        /// The track; nothing means both.
        track: Option<Track>,
    },
    /// Of so many people who could be put into groups nobody is there.
    #[error("of {1} who take part nobody is inside {0}")]
    NobodyThere(SessionCode, usize),
    /// Nobody speaks what somebody needs.
    #[error("{who} needs {languages}, and no group speaks it")]
    NoGroupSpeaks {
        /// Whom it is about.
        who: String,
        /// The languages, any of which would do.
        languages: String,
    },
    /// A group that somebody leads or is pinned to would go.
    #[error("{who} is in {group}, which would be there no longer")]
    GroupWouldGo {
        /// Code and name, with the role of who leads.
        who: String,
        /// The group.
        group: String,
    },
    /// The round was announced, and so its groups stay.
    #[error("round {round} was announced; its groups stay")]
    Announced {
        /// The round.
        round: u32,
    },
    /// The round was not announced, and so there is no menu.
    #[error("round {round} was not announced; making groups anew is free")]
    NotAnnounced {
        /// The round.
        round: u32,
    },
    /// There are no groups in a round.
    #[error("there are no groups in round {round}")]
    NoRound {
        /// The round.
        round: u32,
    },
    /// What the groups were made of has changed.
    #[error("the groups of round {round} were made of other data: {}", several(.changes))]
    StaleProposal {
        /// The round.
        round: u32,
        /// What changed, one sentence each.
        changes: Vec<String>,
    },
    /// A change by hand breaks a rule.
    #[error("that breaks a rule: {}", several(.broken))]
    BreaksRules {
        /// The rules, one sentence each.
        broken: Vec<String>,
    },
    /// The item is not on the menu of moves.
    #[error("{wanted} is not on the menu")]
    NotOnTheMenu {
        /// What was typed.
        wanted: String,
    },
    /// Two people who are to change places sit in one group.
    #[error("{} and {} are both in {group}", .who[0], .who[1])]
    SameGroup {
        /// The two.
        who: [String; 2],
        /// Their group.
        group: String,
    },
    /// The person leads a group and is not in the draw.
    #[error("{who} is {role} and left out of the draw")]
    Leads {
        /// Whom it is about.
        who: String,
        /// Facilitator or rapporteur.
        role: Role,
    },
    /// There is no such group.
    #[error("there is no group {group} in round {round}")]
    UnknownGroup {
        /// The group.
        group: String,
        /// The round.
        round: u32,
    },
    /// The group is of the other track.
    #[error("{who} is in the {own} track; {group} is a group of the other one")]
    WrongTrack {
        /// Whom it is about.
        who: String,
        /// The person's track.
        own: Track,
        /// The group.
        group: String,
    },
    /// The person has no seat in any group.
    #[error("{who} has no group in round {round}")]
    NoGroup {
        /// Whom it is about.
        who: String,
        /// The round.
        round: u32,
    },
    /// One person alone is kept together with nobody and apart from nobody.
    #[error("{kind} holds two people at least")]
    SetOfOne {
        /// The kind of set.
        kind: RuleKind,
    },
    /// Nobody is under such a rule.
    #[error("there is no such rule ({kind})")]
    NoSuchRule {
        /// The kind of rule.
        kind: RuleKind,
        /// Names of those there are.
        near: Vec<String>,
    },
    /// There is no excursion of this name.
    #[error("there is no excursion {name}")]
    UnknownExcursion {
        /// What was typed.
        name: String,
    },
    /// There is an excursion of this name.
    #[error("there is an excursion {name} already")]
    ExcursionExists {
        /// Its name.
        name: String,
    },
    /// More people hold seats than there would be.
    #[error("{seated} persons hold seats; {places} would be too few")]
    TooFewPlaces {
        /// Who hold seats.
        seated: i64,
        /// The number that was asked for.
        places: i64,
    },
    /// The person is not on the excursion's list.
    #[error("{who} is not on the list of {excursion}")]
    NotOnExcursion {
        /// Whom it is about.
        who: String,
        /// The excursion.
        excursion: String,
    },
    /// Somebody does not get on board, or on no bus.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// Nobody belongs on the sheet.
    #[error("nobody who takes part belongs on that sheet of {session}")]
    EmptySheet {
        /// The session.
        session: SessionCode,
    },
    /// No sheet of this version was printed for the session.
    #[error("{}", no_sheet(version, session, known))]
    UnknownSheet {
        /// What was typed; empty where none was named and it is not plain which is meant.
        version: String,
        /// The session.
        session: SessionCode,
        /// The versions that were printed last.
        known: Vec<String>,
    },
    /// The list has changed since the sheet was printed.
    #[error("the list has moved since sheet {version} was printed: {}", .moved.join("; "))]
    SheetMoved {
        /// The version on the sheet.
        version: String,
        /// Who is new and who is gone.
        moved: Vec<String>,
    },
    /// The sheet has no such number, or it is no longer used.
    #[error("sheet {version} has nobody at number {number}; it goes to {last}")]
    NotOnSheet {
        /// The version on the sheet.
        version: String,
        /// The number.
        number: u32,
        /// The last number.
        last: usize,
    },
    /// The numbers of a sheet are wrong.
    #[error(transparent)]
    LineNumbers(#[from] crate::domain::LineNumbersError),
    /// Another copy of the register has a desk of this name.
    #[error("there is a desk {desk} already")]
    DeskTaken {
        /// The name.
        desk: String,
    },
    /// The copy to be merged is damaged.
    #[error("the copy does not hold together: {detail}")]
    DamagedCopy {
        /// The first thing that does not hold.
        detail: String,
    },
    /// The file to be merged is the register itself.
    #[error("a register cannot be merged with itself")]
    MergedWithItself,
    /// The file to be merged is the register of something else.
    #[error("the file is the register of another seminar, {name}")]
    OtherSeminar {
        /// Its name.
        name: String,
    },
    /// Two files have gone on with the same desk's entries.
    #[error("both files went on with the entries of desk {desk}, and so they cannot be united")]
    ForkedDesk {
        /// The desk.
        desk: String,
    },
    /// What the copy holds was merged, and that merge was taken back.
    #[error("this copy was merged by operation {merge}, which operation {by} took back")]
    MergeTakenBack {
        /// The merge.
        merge: i64,
        /// What took it back.
        by: i64,
    },
    /// The copy speaks of a person whose registration was taken back here.
    #[error("{code} was recorded there and is not in the register here")]
    GoneHere {
        /// The participant's code.
        code: String,
    },
    /// A reason is needed and none was given.
    #[error("no reason was given")]
    NoReason,
    /// There is nothing to take back.
    #[error("{0}")]
    NothingToUndo(String),
    /// Something was changed since, and so an operation cannot be taken back.
    #[error("operation {operation} cannot be taken back: {by}")]
    UndoBlocked {
        /// The operation.
        operation: i64,
        /// What stands against it.
        by: String,
    },
    /// A time makes no sense.
    #[error("{text} {reason}")]
    Time {
        /// What was typed.
        text: String,
        /// What is wrong with it.
        reason: TimeError,
    },
    /// A check-in of the same nonce was recorded before.
    #[error("this was recorded before")]
    RecordedBefore,
    /// A file could not be read.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The refused rows could not be written.
    #[error("the refused rows cannot be written to {name}: {source}")]
    Rejects {
        /// The file.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The register could not be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}
