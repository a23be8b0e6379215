//! Reads the environment and the clock, opens the register, and hands out identifiers.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the clock, the environment and the random source"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use chrono::Utc;
use uuid::{ContextV7, Timestamp as UuidTime, Uuid};

use super::args::{DryRunArgs, GlobalArgs};
use super::error::Failure;
use super::ui::Ui;
use crate::domain::Timestamp;
use crate::render::words::argument;
use crate::store::{Access, Entry, Store};

/// Seconds of a day: SQLite counts milliseconds in 32 bits.
const LONGEST_WAIT: u64 = 86_400;

/// Returns the folder in which programs keep what belongs to their user.
fn config_folder() -> Option<PathBuf> {
    let named = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("XDG_CONFIG_HOME").or_else(|| Some(named("HOME")?.join(".config")))
}

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// Refused in part, or answered no.
    Refused,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Refused => Self::from(1),
        }
    }
}

/// What a command needs from outside.
#[derive(Clone)]
pub(super) struct Context {
    /// Shows answers and says things.
    pub(super) ui: Ui,
    /// The register's file.
    pub(super) db: PathBuf,
    /// Whether it was named on this very line, and not by the environment.
    pub(super) names_db: bool,
    /// The folder of the user's own profiles, if there can be one.
    pub(super) profiles: Option<PathBuf>,
    /// How long to wait for another desk.
    pub(super) wait: Duration,
    by: String,
    desk: String,
    nonce: Option<String>,
    /// The present instant, or the one that tests set.
    now: Option<Timestamp>,
    sequence: Rc<ContextV7>,
}

impl Context {
    /// Reads flags, environment and terminal.
    pub(super) fn new(global: GlobalArgs) -> Result<Self, Failure> {
        let now = match std::env::var("MEIBO_NOW") {
            Ok(text) => Some(
                text.parse()
                    .map_err(|error| Failure::misuse(format!("MEIBO_NOW \"{text}\" {error}")))?,
            ),
            Err(_) => None,
        };
        let login =
            ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        let login = login.filter(|name| !name.trim().is_empty());
        let by = global.by.clone().or(login).unwrap_or_else(|| "unknown".to_owned());
        // The variable of a shell that was not set, more often than not.
        if global.db.as_os_str().is_empty() {
            return Err(Failure::misuse("the register's name is empty".to_owned())
                .hint("name a file after --db or in MEIBO_DB, or leave both out"));
        }
        if global.desk.trim().is_empty() {
            return Err(Failure::misuse("the desk's name is empty".to_owned()));
        }
        if global.desk.contains('/') {
            let message = format!("{} is a desk of another copy of the register", global.desk);
            return Err(
                Failure::misuse(message).hint("name this desk with --desk, without a slash")
            );
        }
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let width = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Ok(Self {
            ui: Ui::new(&global, no_color, width)?,
            wait: Duration::from_secs(global.wait.min(LONGEST_WAIT)),
            db: global.db,
            names_db: global.names_db,
            profiles: config_folder().map(|folder| folder.join("meibo").join("profiles")),
            by,
            desk: global.desk,
            nonce: global.nonce,
            now,
            sequence: Rc::new(ContextV7::new()),
        })
    }

    /// Returns the same context with another register.
    pub(super) fn with_register(&self, db: &Path) -> Self {
        Self { db: db.to_path_buf(), ..self.clone() }
    }

    /// Returns how this program is called from the present folder, such as `target/release/meibo`
    /// where it was only built.
    pub(super) fn program() -> String {
        let called = std::env::args_os().next().and_then(|name| name.into_string().ok());
        let relative = called.filter(|name| name.contains('/') && !name.starts_with('/'));
        relative.map_or_else(|| "meibo".to_owned(), |name| argument(&name))
    }

    /// Returns the desk's name.
    pub(super) fn desk(&self) -> &str {
        &self.desk
    }

    /// Returns whether the caller marked this request with a nonce.
    pub(super) const fn has_nonce(&self) -> bool {
        self.nonce.is_some()
    }

    /// Returns the present instant.
    pub(super) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(|| Timestamp::new(Utc::now()))
    }

    /// Returns a fresh `UUIDv7`; those of one process are in order.
    pub(super) fn new_id(&self) -> String {
        let milliseconds = u64::try_from(self.now().unix_milliseconds()).unwrap_or_default();
        let nanoseconds = u32::try_from(milliseconds % 1_000 * 1_000_000).unwrap_or_default();
        let time = UuidTime::from_unix(&*self.sequence, milliseconds / 1_000, nanoseconds);
        Uuid::new_v7(time).to_string()
    }

    /// Returns what a change needs to be logged.
    pub(super) fn entry(&self, verb: &'static str) -> Entry {
        let mut salt = [0; 32];
        salt[..16].copy_from_slice(Uuid::new_v4().as_bytes());
        salt[16..].copy_from_slice(Uuid::new_v4().as_bytes());
        let command: Vec<String> =
            std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
        Entry {
            uuid: self.new_id(),
            desk_uuid: self.new_id(),
            at: self.now(),
            actor: self.by.clone(),
            desk: self.desk.clone(),
            salt,
            verb,
            command: command.join(" "),
            nonce: self.nonce.clone(),
            undoes: None,
            rehearse: false,
        }
    }

    /// Opens the register to ask it, if there is one; one that was named must be there.
    pub(super) fn reader_if_any(&self) -> Result<Option<Store>, Failure> {
        if self.db == Path::new(GlobalArgs::USUAL_DB) && !self.db.exists() {
            return Ok(None);
        }
        self.reader().map(Some)
    }

    /// Returns an entry of the present time that shares its marks with another one.
    pub(super) fn entry_like(&self, other: &Entry, verb: &'static str) -> Entry {
        Entry { at: self.now(), verb, ..other.clone() }
    }

    /// Opens the register to ask it.
    pub(super) fn reader(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.db, Access::Read, self.wait)?)
    }

    /// Opens the register to change it.
    pub(super) fn writer(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.db, Access::Write, self.wait)?)
    }
}

impl DryRunArgs {
    /// Returns what a change needs to be logged, or only rehearsed.
    pub(super) fn entry(self, context: &Context, verb: &'static str) -> Entry {
        Entry { rehearse: self.dry_run, ..context.entry(verb) }
    }

    /// Says at the end that nothing was stored, if so.
    pub(super) fn remind(self, context: &Context) {
        if self.dry_run {
            context.ui.say("nothing was stored (dry run)");
        }
    }
}
