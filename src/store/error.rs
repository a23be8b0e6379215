//! Says what can go wrong with the register, in terms of the register.

use rusqlite::ErrorCode;
use rustix::process::{Resource, getrlimit};

/// Why the register could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file of this name.
    #[error("there is no register at {path}")]
    Missing {
        /// The file that was looked for.
        path: String,
    },
    /// A new register would overwrite a file.
    #[error("{path} exists already")]
    Exists {
        /// The file.
        path: String,
    },
    /// The file is no SQLite database, or one of another program.
    #[error("{path} is not a register of meibo")]
    NotARegister {
        /// The file.
        path: String,
    },
    /// It is a folder, in which a register may lie.
    #[error("{path} is a folder, not a register")]
    Folder {
        /// The folder.
        path: String,
    },
    /// The file was written by a newer program.
    #[error("{path} is a register of format {file}; this meibo knows formats up to {program}")]
    Newer {
        /// The file.
        path: String,
        /// The file's format.
        file: i64,
        /// The newest format that this program knows.
        program: i64,
    },
    /// The file, or its disk, is damaged.
    #[error("the register is damaged: {detail}")]
    Damaged {
        /// What SQLite said.
        detail: String,
    },
    /// The file has other tables than this program knows under the same number of format.
    #[error("the register was made by another build of meibo: {detail}")]
    OtherBuild {
        /// What SQLite did not find.
        detail: String,
    },
    /// The disk failed.
    #[error("the disk failed under the register: {detail}")]
    Disk {
        /// What SQLite said.
        detail: String,
    },
    /// The file or its folder may not be written.
    #[error("the register is read-only")]
    ReadOnly,
    /// Another process kept the register for longer than the wait.
    #[error("another process is writing to the register")]
    Busy,
    /// Another desk kept the register for longer than the wait.
    #[error(
        "another process is writing to the register: desk {desk}, process {process}, since {since}"
    )]
    Kept {
        /// Its process.
        process: u32,
        /// Since when, in UTC.
        since: String,
        /// The desk's name.
        desk: String,
    },
    /// The disk is full.
    #[error("the disk is full; nothing of this was stored")]
    Full,
    /// The system lets no file of this process grow longer.
    #[error(
        "the register may not grow: the length of files is limited here; nothing of this was stored"
    )]
    Limited,
    /// The file cannot be reached at all.
    #[error("the register cannot be opened: {detail}")]
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// A new register, or a copy of this one, cannot be made.
    #[error("the {what} cannot be made: {detail}")]
    Unmade {
        /// "register" or "copy".
        what: &'static str,
        /// What the system said.
        detail: String,
    },
    /// An error came at the commit: it may or may not have been stored.
    #[error("not confirmed: the disk failed while storing; it may or may not have been stored")]
    Unconfirmed {
        /// What SQLite said.
        detail: String,
    },
    /// The SQLite library has a known fault that can damage a register.
    #[error("SQLite {found} can damage a register; 3.51.3 or later is needed")]
    OldSqlite {
        /// The version in use.
        found: String,
    },
    /// A setting on which durability rests did not take.
    #[error("the register cannot be used safely here: {setting} is {found}, not {wanted}")]
    Setting {
        /// The setting.
        setting: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// A request with the same nonce was carried out before.
    #[error("this was done before, as operation {operation}")]
    Repeated {
        /// The number of that operation.
        operation: i64,
    },
    /// A rule of the schema was broken: a fault of the program, or a value that nobody foresaw.
    #[error("the register refused a value: {rule}")]
    Rule {
        /// The constraint that was broken.
        rule: String,
    },
    /// Something else that SQLite reports.
    #[error("SQLite: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if let Some(missing) = missing_from_schema(&error) {
            return Self::OtherBuild { detail: missing.to_owned() };
        }
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { detail },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::Unreachable { detail }
            }
            Some(ErrorCode::ConstraintViolation) => Self::Rule { rule: detail },
            // There was no room for the memory that readers share; SQLite has no word for it.
            Some(ErrorCode::SystemIoFailure) if is_without_room(&error) => Self::Full,
            Some(ErrorCode::SystemIoFailure) if is_past_limit(&error) => Self::Limited,
            Some(ErrorCode::SystemIoFailure) => Self::Disk { detail },
            None if is_other_value(&error) => {
                Self::Damaged { detail: format!("a value cannot be read: {detail}") }
            }
            _ => Self::Sqlite(error),
        }
    }
}

fn is_without_room(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// Whether a write failed where the length of files is limited: SQLite does not say which error it was.
fn is_past_limit(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_IOERR_WRITE) && getrlimit(Resource::Fsize).current.is_some()
}

/// Returns what a statement names and the file does not have; the schema of this program has it all.
fn missing_from_schema(error: &rusqlite::Error) -> Option<&str> {
    let (rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg))) =
        error
    else {
        return None;
    };
    let missing = ["no such table", "no such column", "has no column named"];
    missing.iter().any(|of| msg.contains(of)).then_some(msg.as_str())
}

/// Returns whether a value is none that this program can have stored.
fn is_other_value(error: &rusqlite::Error) -> bool {
    matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..)
    )
}

impl StoreError {
    /// Says what an error at the commit means.
    pub(super) fn at_commit(error: rusqlite::Error) -> Self {
        let detail = error.to_string();
        match Self::from(error) {
            // The mark of the commit is written last: without room for it there is none.
            without_room @ (Self::Full | Self::Limited) => without_room,
            _ => Self::Unconfirmed { detail },
        }
    }

    /// Returns whether the error says that two rows would be the same or would lose what they need.
    pub(crate) fn is_rule(&self) -> bool {
        matches!(self, Self::Rule { .. })
    }
}
