//! Turns every failure into a sentence, a hint and an exit code; what to do next after a refused
//! change is said in `refusals`.

use super::args::GlobalArgs;
use crate::intake::IntakeError;
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

/// What to do about a copy that cannot be merged.
pub(super) const COPY: &str =
    "nothing was stored; name the file that `meibo desk take` made, as it came back";

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

    /// Makes it one that is told and ends well: what was asked for was done before.
    pub(super) fn quietly(self) -> Self {
        Self { kind: Kind::Quiet, ..self }
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
            .hint("make room, or write it elsewhere; `meibo log` shows what was stored")
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
            StoreError::Folder { path } => {
                let file = std::path::Path::new(&path).join(GlobalArgs::USUAL_DB);
                failure.hint(format!(
                    "name a file in it, such as `--db {}`",
                    file_argument(&file.to_string_lossy())
                ))
            }
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
            StoreError::Unreachable { .. } => failure
                .hint("check the name, and that you may read and write the file and its folder"),
            StoreError::Unmade { what, .. } => {
                let kind = if what == "copy" { Kind::Refused } else { failure.kind };
                Self { kind, ..failure }
                    .hint("check the name, and that its folder is there and may be written to")
            }
            StoreError::Setting { .. } => failure.hint(
                "keep the register on a disk of this computer, and change it with meibo only",
            ),
            StoreError::Full => failure.hint("make room on the disk and do it again"),
            StoreError::Limited => failure.hint("lift the limit with `ulimit -f unlimited` and do it again"),
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
            IntakeError::OtherQuotes { .. } => {
                failure.hint("nothing was stored; save it anew as CSV, or write \" in their place")
            }
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
