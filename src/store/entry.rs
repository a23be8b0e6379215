//! Says what a transaction needs from outside: clock, identifiers, who and where, what was read.

use crate::domain::Timestamp;

/// Everything that a transaction needs from outside: who, when, where, identifiers.
#[derive(Debug, Clone)]
pub struct Entry {
    /// `UUIDv7` text of the operation.
    pub uuid: String,
    /// `UUIDv7` text for the desk, in case it is new.
    pub desk_uuid: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// Which desk.
    pub desk: String,
    /// Random bytes that keep erased content from being guessed.
    pub salt: [u8; 32],
    /// The command, such as "import".
    pub verb: &'static str,
    /// The command as it was typed.
    pub command: String,
    /// The caller's mark that makes a repeated request count once.
    pub nonce: Option<String>,
    /// The operation that this one takes back.
    pub undoes: Option<i64>,
    /// Whether everything is done and nothing is kept.
    pub rehearse: bool,
}

/// The file that an operation read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name, without the folder.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// How it was read, as far as that is not plain.
    pub reading: String,
}
