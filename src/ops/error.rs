//! Says why a change was refused, in terms that a person can act on.

use super::boarding::BoardError;
use super::breakout::GroupError;
use super::sentences::{differs, no_sheet, one_line};
use crate::domain::{CodeError, SessionCode, TimeError, span};
use crate::intake::{IntakeError, RowProblem};
use crate::render::words::count;
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
    /// Groups cannot be made or changed as asked.
    #[error(transparent)]
    Breakout(#[from] GroupError),
    /// Of so many people who could be put into groups nobody is there.
    #[error("of {1} who take part nobody is inside {0}")]
    NobodyThere(SessionCode, usize),
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
    #[error("{}; {places} would be too few", count(*seated, "person holds a seat", "persons hold seats"))]
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
