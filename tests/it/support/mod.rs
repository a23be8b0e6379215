//! Runs the program in a folder of its own, with clock, width, user and environment fixed.

#![allow(dead_code, reason = "until every helper has its test")]

mod expect;
mod rows;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) use expect::check;
pub(crate) use rows::assert_same;

/// The instant at which every command of a test runs: the first morning of the sample seminar.
pub(crate) const NOW: &str = "2019-02-26T00:30:00.000Z";

/// A folder in which commands run.
pub(crate) struct Meibo {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
#[must_use]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

/// What a command printed whose exit code was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Output {
    /// Fails the test unless the command was done.
    #[track_caller]
    pub(crate) fn done(self) -> Said {
        self.ended(0)
    }

    /// Fails the test unless the command ended with this exit code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Said {
        assert_eq!(self.code, code, "{self}");
        Said { stdout: self.stdout, stderr: self.stderr }
    }
}

impl std::fmt::Display for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}--- stderr ---\n{}[exit {}]\n", self.stdout, self.stderr, self.code)
    }
}

impl Meibo {
    /// Makes an empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Makes a folder with a register of three days in it, without programme and people.
    pub(crate) fn with_register() -> Self {
        let meibo = Self::new();
        meibo
            .run(&["init", "--name", "Test Seminar", "--from", "2019-02-26", "--to", "2019-02-28"])
            .done();
        meibo
    }

    /// Makes a folder with a register and imports a list into it; returns what was said.
    pub(crate) fn with_list(list: &str) -> (Self, Output) {
        let meibo = Self::with_register();
        meibo.write("list.csv", list);
        let said = meibo.line("import list.csv");
        (meibo, said)
    }

    /// Returns columns of everybody in order of the codes, without their header.
    pub(crate) fn people(&self, columns: &str) -> String {
        let line = format!("list --columns {columns} --sort code --format csv --quiet");
        self.line(&line).done().stdout.split_once('\n').unwrap().1.to_owned()
    }

    /// Makes a folder with the sample seminar in it: programme, people, walk-ins, scans.
    pub(crate) fn with_sample() -> Self {
        let meibo = Self::new();
        meibo.run(&["--db", "meibo.db", "demo", "meibo.db"]).done();
        meibo
    }

    /// Returns the path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// Reads a file of the folder.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Returns a command with the environment that every test has.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meibo"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("MEIBO_NOW", NOW)
            .env("USER", "abe")
            .env("COLUMNS", "80")
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command
    }

    /// Runs a command with nothing on standard input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_with(arguments, &[])
    }

    /// Runs a command with some bytes on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut command = self.command();
        command.args(arguments);
        finish(command, input)
    }

    /// Opens the register with SQLite itself, as an independent witness.
    pub(crate) fn sql(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path("meibo.db")).unwrap()
    }

    /// Asks the register a question that has one number for an answer.
    pub(crate) fn count(&self, question: &str) -> i64 {
        self.sql().query_row(question, [], |row| row.get(0)).unwrap()
    }
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its input early closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Output {
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Returns a file of the sample seminar.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}
