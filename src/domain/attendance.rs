//! Defines what happens at the door: events, and the answers to a check-in and a check-out.

use super::{EventKind, Source, Timestamp};

/// One entry of the attendance record, before it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceEvent {
    /// `UUIDv7` text made by the program; the same event is never stored twice.
    pub event: String,
    /// Join key of the participant.
    pub participant: i64,
    /// The participant's code, which the desk's hash chain holds.
    pub code: String,
    /// Join key of the session.
    pub session: i64,
    /// The session's code, which the desk's hash chain holds.
    pub session_code: String,
    /// In, out or undo.
    pub kind: EventKind,
    /// When it happened.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Where it comes from.
    pub source: Source,
    /// The caller's mark that makes a repeated request count once.
    pub nonce: Option<String>,
    /// The event that this one takes back.
    pub undoes: Option<String>,
    /// Why, for an undo.
    pub reason: String,
}

/// Where a person stands with one session, derived from the events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceState {
    /// Whether the person is inside now.
    pub inside: bool,
    /// When the person first came in.
    pub first_in_at: Timestamp,
    /// When the person last came in or went out.
    pub last_at: Timestamp,
    /// The desk of the last event.
    pub desk: String,
}

/// The answer to a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckIn {
    /// The person is in now.
    New,
    /// The person was in before; nothing was recorded.
    Already(AttendanceState),
}

/// The answer to a check-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckOut {
    /// The person is out now.
    Out,
    /// The person was not in; nothing was recorded.
    NotIn,
}
