//! Keeps sign-in sheets as they were printed: who stood at which number.

use rusqlite::{OptionalExtension, Row, params};

use super::chain::{Parts, hexadecimal};
use super::{Reader, StoreError, Writer};

/// A sheet as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSheet {
    /// What is printed on it and typed back: digits that follow from what the sheet says.
    pub version: String,
    /// Join key of the session.
    pub session: i64,
    /// Whose sheet it is: empty for everybody, or a group, the excursion or a bus.
    pub scope: String,
    /// Join keys of the participants at the numbers 1, 2, …; 0 at a number that is no longer used.
    pub lines: Vec<i64>,
}

const BY_VERSION: &str = "
SELECT version, session_id, scope, lines FROM sign_in_sheet WHERE version = ?1";
const LATEST: &str = "
SELECT version, session_id, scope, lines FROM sign_in_sheet
WHERE session_id = ?1 AND scope = ?2 ORDER BY id DESC LIMIT 1";
const VERSIONS: &str = "
SELECT version FROM sign_in_sheet WHERE session_id = ?1 ORDER BY id DESC LIMIT 5";
const IN_USE: &str = "
SELECT version FROM sign_in_sheet WHERE id IN
  (SELECT max(id) FROM sign_in_sheet WHERE session_id = ?1 GROUP BY scope) ORDER BY id DESC";
const ADD: &str = "
INSERT INTO sign_in_sheet (version, session_id, scope, lines, made_by) VALUES (?1, ?2, ?3, ?4, ?5)";

/// Digits of a version.
const DIGITS: usize = 8;

fn read(row: &Row<'_>) -> rusqlite::Result<SignInSheet> {
    let lines: String = row.get(3)?;
    Ok(SignInSheet {
        version: row.get(0)?,
        session: row.get(1)?,
        scope: row.get(2)?,
        lines: lines.split(' ').filter_map(|line| line.parse().ok()).collect(),
    })
}

impl Reader<'_> {
    /// Returns the sheet of a version.
    pub fn sheet(&self, version: &str) -> Result<Option<SignInSheet>, StoreError> {
        let mut statement = self.connection.prepare_cached(BY_VERSION)?;
        Ok(statement.query_row([version.to_uppercase()], read).optional()?)
    }

    /// Returns the sheet of a session and scope that was printed last.
    pub fn latest_sheet(
        &self,
        session: i64,
        scope: &str,
    ) -> Result<Option<SignInSheet>, StoreError> {
        let mut statement = self.connection.prepare_cached(LATEST)?;
        Ok(statement.query_row(params![session, scope], read).optional()?)
    }

    /// Returns the versions of a session's latest sheets.
    pub fn sheet_versions(&self, session: i64) -> Result<Vec<String>, StoreError> {
        self.versions(VERSIONS, session)
    }

    /// Returns the versions of a session's sheets that were printed last, one of each kind: of
    /// everybody, of a group, of a bus.
    pub fn sheets_in_use(&self, session: i64) -> Result<Vec<String>, StoreError> {
        self.versions(IN_USE, session)
    }

    fn versions(&self, which: &'static str, session: i64) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(which)?;
        let versions = statement.query_map([session], |row| row.get(0))?;
        Ok(versions.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Stores what a sheet says and returns it with its version; the same sheet is stored once.
    pub fn add_sheet(
        &self,
        session: (i64, &str),
        scope: &str,
        lines: Vec<i64>,
    ) -> Result<SignInSheet, StoreError> {
        let (session, code) = session;
        let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
        let text = numbers.join(" ");
        let hash = hexadecimal(&Parts::new().add(code).add(scope).add(&text).finish());
        let version = hash[..DIGITS].to_uppercase();
        let sheet = SignInSheet { version, session, scope: scope.to_owned(), lines };
        match self.sheet(&sheet.version)? {
            Some(known) if known == sheet => {}
            Some(_) => {
                return Err(StoreError::Rule { rule: "two sheets of one version".to_owned() });
            }
            None => {
                let mut add = self.connection.prepare_cached(ADD)?;
                let operation = self.operation()?;
                add.execute(params![sheet.version, session, scope, text, operation])?;
                self.made();
            }
        }
        Ok(sheet)
    }
}
