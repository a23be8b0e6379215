//! Holds the words and rules of a seminar: no files, no clock, no SQL, no terminal.

mod attendance;
mod code;
mod desk_line;
mod email;
mod extra;
pub mod guard;
mod line_numbers;
mod named;
mod participant;
mod revision;
mod session;
mod standing;
mod text;
mod time;
mod vocabulary;

pub use attendance::{AttendanceEvent, AttendanceState, CheckIn, CheckOut};
pub use code::{CodeError, ParticipantCode};
pub use desk_line::{DeskLine, LeftOut, LineError, WalkInForm};
pub use email::{Email, EmailError};
pub use extra::{Extra, extra_header, extra_name};
pub use line_numbers::{LineNumbersError, line_numbers};
pub use named::Named;
pub use participant::{
    ExcursionWish, NewParticipant, PARTICIPANT_COLUMNS, Participant, display_name,
};
pub use revision::{Verdict, last_listed, verdict};
pub use session::{GroupName, NewSession, Session, SessionCode, SessionCodeError, Speaker};
pub use standing::{AttendanceRule, AttendanceRuleError, Facts, Hours, Standing, Visit};
pub use text::{TextError, clean};
pub use time::{Day, Moment, TimeError, Timestamp, Zone, span};
pub use vocabulary::{
    Category, EventKind, Role, RuleKind, SessionKind, Source, Status, Track, Trait, UnknownWord,
};
