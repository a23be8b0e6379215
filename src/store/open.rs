//! Makes and opens the file: mode, version gate, settings. Tables are not known here.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::files::{alone_in_folder, make, make_copy, remove_register, sync_folder, unmade};
use super::queue::Queue;
use super::{Reader, StoreError, unwritable};

/// The whole present schema.
const SCHEMA: &str = include_str!("../../schema.sql");

/// `application_id` of a register: "meib".
const APPLICATION_ID: i64 = 1_835_362_658;

/// The newest format, and the only one so far, that this program reads and writes.
const FORMAT: i64 = 1;

/// The first SQLite without the fault that can damage a WAL database when two connections write
/// and checkpoint at once.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Bytes of a page. Twice SQLite's own choice: a long import writes half as many pages, each with calls
/// of its own, and a short command reads the schema in half as many.
pub(super) const PAGE: u64 = 8_192;

/// More than the statements that any one command uses.
const STATEMENTS_KEPT: usize = 64;

/// What a command is going to do with the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only ask.
    Read,
    /// Also change.
    Write,
}

/// An open register.
///
/// What a caller may rely on: every change is one immediate transaction that is durable when the
/// call returns; an error before the commit means that nothing was stored; an error at the commit
/// is [`StoreError::Unconfirmed`], and the caller repeats with the same nonce.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    path: PathBuf,
    pub(super) queue: Queue,
    /// How long to wait for others.
    pub(super) wait: Duration,
    /// Whether a transaction is open that several changes share.
    pub(super) shared: bool,
    /// The name that a new register has until it is complete, and the lock of its folder.
    unpublished: Option<(PathBuf, Option<File>)>,
}

impl Store {
    /// Makes an empty register that only its owner can read.
    ///
    /// It has another name until the caller has filled in the seminar with [`Store::operate`] and
    /// calls [`Store::publish`]: so there is never half a register, whenever the process ends.
    pub fn create(path: &Path, wait: Duration) -> Result<Self, StoreError> {
        refuse_old_sqlite()?;
        let folder = alone_in_folder(path);
        if path.exists() {
            return Err(StoreError::Exists { path: path.display().to_string() });
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        // What an earlier attempt left that was cut off.
        remove_register(&partial);
        make(&partial).map_err(|error| unmade("register", path, &error))?;
        let connection = lay_out(&partial, wait).inspect_err(|_| remove_register(&partial))?;
        let queue = Queue::beside(&partial);
        let path = path.to_path_buf();
        let unpublished = Some((partial, folder));
        Ok(Self { connection, path, queue, wait, shared: false, unpublished })
    }

    /// Takes away a new register that could not be filled in.
    pub fn abandon(self) {
        let Self { connection, queue, unpublished, .. } = self;
        drop(connection);
        queue.dissolve();
        if let Some((partial, _folder)) = unpublished {
            remove_register(&partial);
        }
    }

    /// Closes a new register and gives it its name. Never replaces a file.
    pub fn publish(self) -> Result<(), StoreError> {
        let Self { connection, path, queue, unpublished, .. } = self;
        drop(connection);
        let Some((partial, _folder)) = unpublished else { return Ok(()) };
        queue.dissolve();
        let named = match std::fs::hard_link(&partial, &path) {
            Ok(()) => std::fs::remove_file(&partial),
            // Memory sticks know no links.
            Err(_) if !path.exists() => std::fs::rename(&partial, &path),
            Err(_) => {
                remove_register(&partial);
                return Err(StoreError::Exists { path: path.display().to_string() });
            }
        };
        named.map_err(|error| unmade("register", &path, &error))?;
        // Without it a power cut can lose the file as a whole.
        sync_folder(&path);
        Ok(())
    }

    /// Opens a register.
    pub fn open(path: &Path, access: Access, wait: Duration) -> Result<Self, StoreError> {
        refuse_old_sqlite()?;
        let shown = || path.display().to_string();
        let Ok(metadata) = std::fs::metadata(path) else {
            return Err(StoreError::Missing { path: shown() });
        };
        if metadata.is_dir() {
            return Err(StoreError::Folder { path: shown() });
        }
        if !metadata.is_file() {
            return Err(StoreError::NotARegister { path: shown() });
        }
        // A privileged user could write all the same, but whoever took the right away meant it.
        if access == Access::Write && metadata.permissions().readonly() {
            return Err(StoreError::ReadOnly);
        }
        // SQLite would leave its files beside a register that nobody may write: as unwritable as that,
        // and in the way when it may be written again.
        let reads = access == Access::Read;
        let rests = reads && metadata.permissions().readonly() && !unwritable::has_log(path);
        let unchanging = if rests { unwritable::connect(path, wait) } else { None };
        let mut changes = unchanging.is_none();
        let mut connection = unchanging.unwrap_or_else(|| connect(path, wait))?;
        let mut application_id = number(&connection, "PRAGMA application_id");
        if reads
            && changes
            && application_id.is_err()
            && let Some(unchanging) = unwritable::connect(path, wait)
        {
            connection = unchanging?;
            application_id = number(&connection, "PRAGMA application_id");
            changes = false;
        }
        let application_id = application_id.map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotARegister { path: shown() },
            Some(rusqlite::ErrorCode::CannotOpen) if unwritable::is_unwritable(path) => {
                StoreError::ReadOnly
            }
            _ => error.into(),
        })?;
        if application_id != APPLICATION_ID {
            return Err(StoreError::NotARegister { path: shown() });
        }
        let format = number(&connection, "PRAGMA user_version")?;
        if format > FORMAT {
            return Err(StoreError::Newer { path: shown(), file: format, program: FORMAT });
        }
        // What never changes has no journal; this is what SQLite calls it then.
        set(&connection, if changes { "wal" } else { "delete" })?;
        connection.execute_batch(pages_kept(access))?;
        let queue = Queue::beside(path);
        let path = path.to_path_buf();
        Ok(Self { connection, path, queue, wait, shared: false, unpublished: None })
    }

    /// Returns the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps next to no pages in memory, or as many as is usual for writing.
    pub(super) fn keep_few_pages(&self, few: bool) {
        // It only makes the work slower or faster.
        let pages = if few { "PRAGMA cache_size = 16" } else { pages_kept(Access::Write) };
        let _ = self.connection.execute_batch(pages);
    }

    /// Fails where a copy could not be made under a name; leaves nothing behind.
    pub fn try_to_make(to: &Path) -> Result<(), StoreError> {
        make_copy(to)?;
        let _ = std::fs::remove_file(to);
        Ok(())
    }

    /// Copies the register, consistently even while desks write, into a new file that only its
    /// owner can read; then reads the copy and compares its entries with those at the beginning.
    ///
    /// Returns the number of entries, operations and attendance events, that the copy holds.
    pub fn back_up(&self, to: &Path, wait: Duration) -> Result<i64, StoreError> {
        let entries =
            |connection: &Connection| connection.query_row(ENTRIES, [], |row| row.get::<_, i64>(0));
        let before = entries(&self.connection)?;
        make_copy(to)?;
        let copied = (|| {
            let mut copy = Connection::open_with_flags(as_a_file(to), flags())?;
            let backup = Backup::new(&self.connection, &mut copy)?;
            // All pages in one step: a copy in steps starts again whenever a desk writes.
            if backup.step(-1)? != StepResult::Done {
                return Err(StoreError::Busy);
            }
            drop(backup);
            copy.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
            drop(copy);
            let copy = Self::open(to, Access::Read, wait)?;
            let verdict: String =
                copy.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            let after = entries(&copy.connection)?;
            if verdict != "ok" || after < before {
                return Err(StoreError::Damaged { detail: in_one_line(&verdict) });
            }
            Ok(after)
        })();
        if copied.is_err() {
            // The half-made copy must not be taken for a backup one day.
            remove_register(to);
        }
        sync_folder(to);
        copied
    }

    /// Writes the file anew, without what was erased or removed. The write-ahead log still holds it.
    pub fn scrub(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("VACUUM")?)
    }

    /// Empties the write-ahead log.
    ///
    /// Returns false where another process reads the register for longer than the wait: then old
    /// pages are still there.
    pub fn empty_log(&self, wait: Duration) -> Result<bool, StoreError> {
        self.connection.busy_timeout(wait)?;
        let busy: i64 =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        self.connection.busy_timeout(self.wait)?;
        Ok(busy == 0)
    }
}

impl Reader<'_> {
    /// Keeps few pages in memory from now on: enough for two connections that read each page once.
    pub(super) fn keep_few_pages(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("PRAGMA cache_size = -300")?)
    }

    /// Returns what SQLite itself finds wrong with the file: where, and what.
    pub(super) fn file_faults(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut faults = Vec::new();
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let said: String = row.get(0)?;
            if said != "ok" {
                faults.push(("the file".to_owned(), in_one_line(&said)));
            }
        }
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
            let key = row.get::<_, Option<i64>>(1)?.unwrap_or_default();
            let detail = format!("points to a row of {parent} that is not there");
            faults.push((format!("{table} row {key}"), detail));
        }
        Ok(faults)
    }
}

/// Returns what SQLite finds wrong, without its headline.
fn in_one_line(said: &str) -> String {
    let lines = said.lines().filter(|line| !line.starts_with("*** in database"));
    lines.collect::<Vec<_>>().join("; ")
}

/// Leaves out the comments: SQLite keeps the text of every table and reads it at each opening.
fn without_comments(schema: &str) -> String {
    let lines = schema.lines().filter(|line| !line.trim_start().starts_with("--"));
    lines.fold(String::with_capacity(schema.len()), |text, line| text + line.trim() + "\n")
}

const ENTRIES: &str = "
SELECT (SELECT count(*) FROM operation) + (SELECT count(*) FROM attendance_event)";

fn refuse_old_sqlite() -> Result<(), StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::OldSqlite { found: rusqlite::version().to_owned() });
    }
    Ok(())
}

/// Makes the tables of a new register.
fn lay_out(path: &Path, wait: Duration) -> Result<Connection, StoreError> {
    let connection = connect(path, wait)?;
    connection.execute_batch(&format!("PRAGMA page_size = {PAGE}"))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    require("journal_mode", "wal", &mode)?;
    set(&connection, "wal")?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    connection.execute_batch(&without_comments(SCHEMA))?;
    connection.execute_batch("COMMIT")?;
    Ok(connection)
}

fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Returns a name that SQLite takes for that of a file, even `:memory:` and what begins with `file:`.
fn as_a_file(path: &Path) -> PathBuf {
    Path::new(".").join(path)
}

fn connect(path: &Path, wait: Duration) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(as_a_file(path), flags()).map_err(|error| {
        // SQLite only says that it was unable to.
        let reason = match rustix::fs::access(path, rustix::fs::Access::READ_OK) {
            Err(reason) => std::io::Error::from(reason).to_string(),
            Ok(()) => error.to_string(),
        };
        StoreError::Unreachable { detail: format!("{}: {reason}", path.display()) }
    })?;
    // Before anything else: every later setting may have to wait for another process.
    connection.busy_timeout(wait)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(connection)
}

/// Says how many KiB of pages are kept in memory: for writing as many as an import has room for, while
/// a report reads each page once.
const fn pages_kept(access: Access) -> &'static str {
    match access {
        Access::Write => "PRAGMA cache_size = -1500",
        Access::Read => "PRAGMA cache_size = -1000",
    }
}

/// Sets what safety rests on and reads back what durability rests on.
fn set(connection: &Connection, wanted: &'static str) -> Result<(), StoreError> {
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    require("synchronous", "2", &number(connection, "PRAGMA synchronous")?.to_string())?;
    require("foreign_keys", "1", &number(connection, "PRAGMA foreign_keys")?.to_string())?;
    let journal: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    require("journal_mode", wanted, &journal)
}

fn number(connection: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    connection.query_row(pragma, [], |row| row.get(0))
}

fn require(setting: &'static str, wanted: &'static str, found: &str) -> Result<(), StoreError> {
    if found.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    Err(StoreError::Setting { setting, wanted, found: found.to_owned() })
}

#[cfg(test)]
mod tests;
