//! Lets the desks of one register write one after the other, in the order in which they came.
//!
//! SQLite alone lets waiting processes try again and again, and whoever tries at the right moment
//! wins: one of eight desks that write without a pause then waits for seconds. Here they stand in
//! line for a lock on a file of its own, never on the register's files. Safety does not rest on
//! it: where the file cannot be made, or whoever holds it stands still, SQLite's own lock decides
//! as before.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::entry::Entry;

/// How long a desk stands in line before it sees whether the one in front was stopped.
const UNTIL_A_LOOK: Duration = Duration::from_secs(1);

/// How long a desk stands in line at most; then it goes past.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// Bytes of the note in the file.
const NOTE: usize = 256;

/// Who holds the queue, as its file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) process: u32,
    pub(super) since: String,
    pub(super) desk: String,
}

/// The queue of one register, as one process sees it.
#[derive(Debug)]
pub(super) struct Queue {
    path: PathBuf,
    file: Opened,
    line: Option<Line>,
    /// Who stood still when this process last waited in vain.
    stuck: Option<Holder>,
}

/// The file of the queue.
#[derive(Debug)]
enum Opened {
    /// At the first write.
    NotYet,
    Yes(File),
    /// There is no queue here.
    Never,
}

/// How a process came to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The queue was empty.
    AtOnce,
    /// It stood in line.
    InLine,
    /// It went past the queue.
    Past,
}

/// A thread that stands in line, since no call waits for a lock until a deadline.
#[derive(Debug)]
struct Line {
    go: Sender<()>,
    place: Arc<Place>,
    file: Arc<File>,
}

#[derive(Debug)]
struct Place {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Away,
    Standing,
    /// It still stands there, and nobody waits for it.
    GivenUp,
    First,
}

impl Queue {
    pub(super) fn beside(register: &Path) -> Self {
        // Who comes by a link stands in one line with all others.
        let linked = std::fs::symlink_metadata(register).is_ok_and(|found| found.is_symlink());
        let target = if linked { std::fs::canonicalize(register).ok() } else { None };
        let mut path = target.as_deref().unwrap_or(register).as_os_str().to_owned();
        path.push("-queue");
        Self { path: PathBuf::from(path), file: Opened::NotYet, line: None, stuck: None }
    }

    const fn file(&self) -> Option<&File> {
        match &self.file {
            Opened::Yes(file) => Some(file),
            Opened::NotYet | Opened::Never => None,
        }
    }

    /// Removes the file of a register that nobody else knows yet.
    pub(super) fn dissolve(self) {
        if self.file().is_some() {
            let _ = std::fs::remove_file(&self.path);
        }
    }

    /// Waits for this process's turn, for some seconds at most.
    pub(super) fn enter(&mut self, entry: &Entry, wait: Duration) -> Turn {
        if matches!(self.file, Opened::NotYet) {
            self.file = open(&self.path).map_or(Opened::Never, Opened::Yes);
        }
        let Some(file) = self.file() else { return Turn::Past };
        let turn = match file.try_lock() {
            Ok(()) => Turn::AtOnce,
            Err(TryLockError::WouldBlock) => self.stand(wait.min(PATIENCE)),
            Err(TryLockError::Error(_)) => {
                self.file = Opened::Never;
                return Turn::Past;
            }
        };
        if turn != Turn::Past {
            self.stuck = None;
            self.sign(entry);
        }
        turn
    }

    /// Lets the next one write.
    pub(super) fn leave(&self, turn: Turn) {
        // A lock that cannot be released goes with the process.
        let _ = match turn {
            Turn::AtOnce => self.file().map(File::unlock),
            Turn::InLine => self.line.as_ref().map(|line| {
                *line.place.lock() = State::Away;
                line.file.unlock()
            }),
            Turn::Past => None,
        };
    }

    /// Returns who holds the queue, if somebody else does.
    pub(super) fn holder(&self) -> Option<Holder> {
        let file = self.file()?;
        match file.try_lock_shared() {
            Ok(()) => {
                let _ = file.unlock();
                None
            }
            Err(_) => read(file),
        }
    }

    fn stand(&mut self, patience: Duration) -> Turn {
        let holder = self.file().and_then(read);
        if self.stuck.is_some() && self.stuck == holder {
            return Turn::Past;
        }
        if self.line.is_none() {
            self.line = Line::form(&self.path);
        }
        let Some(line) = &self.line else { return Turn::Past };
        let begin = Instant::now();
        if line.stand(patience.min(UNTIL_A_LOOK)) {
            return Turn::InLine;
        }
        // A desk that was stopped within a change (Ctrl-Z) keeps everybody from writing for as
        // long as it is stopped: it is woken, ends the change, and stops again when it reads.
        if let Some(holder) = self.file().and_then(read) {
            wake_if_stopped(holder.process);
        }
        if line.stand(patience.saturating_sub(begin.elapsed())) {
            return Turn::InLine;
        }
        line.give_up();
        self.stuck = self.file().and_then(read);
        Turn::Past
    }

    /// Writes into the file who is writing, for those who wait.
    fn sign(&self, entry: &Entry) {
        let Some(file) = self.file() else { return };
        let mut note = format!("{} {} {}", std::process::id(), entry.at, entry.desk.escape_debug());
        while note.len() >= NOTE {
            note.pop();
        }
        note.push('\n');
        note.extend(std::iter::repeat_n(' ', NOTE - note.len()));
        // Only those who wait in vain ever read it.
        let _ = file.write_at(note.as_bytes(), 0);
    }
}

impl Line {
    fn form(path: &Path) -> Option<Self> {
        // A descriptor of its own: the lock belongs to the descriptor.
        let file = Arc::new(open(path).ok()?);
        let place = Arc::new(Place { state: Mutex::new(State::Away), changed: Condvar::new() });
        let (go, gone) = channel::<()>();
        let (mine, theirs) = (Arc::clone(&place), Arc::clone(&file));
        let standing = move || {
            while gone.recv().is_ok() {
                let locked = theirs.lock().is_ok();
                let mut state = mine.lock();
                *state = match *state {
                    State::Standing if locked => State::First,
                    _ => {
                        let _ = theirs.unlock();
                        State::Away
                    }
                };
                mine.changed.notify_all();
            }
        };
        std::thread::Builder::new().name("queue".to_owned()).spawn(standing).ok()?;
        Some(Self { go, place, file })
    }

    /// Stands in line for some time; says whether its turn came.
    fn stand(&self, patience: Duration) -> bool {
        let mut state = self.place.lock();
        match *state {
            State::Away => {
                *state = State::Standing;
                if self.go.send(()).is_err() {
                    return false;
                }
            }
            State::GivenUp => *state = State::Standing,
            State::Standing | State::First => {}
        }
        let waited = self
            .place
            .changed
            .wait_timeout_while(state, patience, |state| *state == State::Standing);
        *waited.unwrap_or_else(PoisonError::into_inner).0 == State::First
    }

    fn give_up(&self) {
        let mut state = self.place.lock();
        if *state == State::First {
            let _ = self.file.unlock();
            *state = State::Away;
        } else if *state == State::Standing {
            *state = State::GivenUp;
        }
    }
}

impl Place {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Opens the file, and makes it where it is not there. A link or anything else of that name is left
/// alone.
fn open(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn read(file: &File) -> Option<Holder> {
    let mut note = [0; NOTE];
    let length = file.read_at(&mut note, 0).ok()?;
    let note = std::str::from_utf8(&note[..length]).ok()?.lines().next()?;
    let mut words = note.splitn(3, ' ');
    Some(Holder {
        process: words.next()?.parse().ok()?,
        since: words.next()?.to_owned(),
        desk: words.next()?.to_owned(),
    })
}

/// Wakes a process of this program that was stopped.
fn wake_if_stopped(process: u32) {
    let stat = |process: &str| std::fs::read_to_string(format!("/proc/{process}/stat")).ok();
    let name = |stat: &str| Some(stat.split_once('(')?.1.rsplit_once(')')?.0.to_owned());
    let (Some(theirs), Some(mine)) = (stat(&process.to_string()), stat("self")) else { return };
    let state = theirs.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    if state == Some('T') && name(&theirs) == name(&mine) {
        let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
        // Where it may not be woken the wait ends with its name.
        let _ = process
            .map(|process| rustix::process::kill_process(process, rustix::process::Signal::CONT));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(desk: &str) -> Entry {
        Entry {
            uuid: String::new(),
            desk_uuid: String::new(),
            at: "2019-02-26T00:30:00.000Z".parse().unwrap(),
            actor: String::new(),
            desk: desk.to_owned(),
            salt: [0; 32],
            verb: "checkin",
            command: String::new(),
            nonce: None,
            undoes: None,
            rehearse: false,
        }
    }

    #[test]
    fn who_writes_is_named_to_those_who_wait_in_vain() {
        let folder = tempfile::tempdir().unwrap();
        let register = folder.path().join("meibo.db");
        let (mut one, mut other) = (Queue::beside(&register), Queue::beside(&register));
        let wait = Duration::from_millis(20);
        let turn = one.enter(&entry("B \"desk\""), wait);
        assert_eq!(turn, Turn::AtOnce);
        assert_eq!(other.enter(&entry("C"), wait), Turn::Past);
        let holder = other.holder().unwrap();
        assert_eq!(
            (holder.process, holder.since.as_str()),
            (std::process::id(), "2019-02-26T00:30:00.000Z")
        );
        assert_eq!(holder.desk, "B \\\"desk\\\"");
        one.leave(turn);
        assert_eq!(other.holder(), None);
    }

    #[test]
    fn a_desk_of_a_long_name_is_named_as_far_as_the_note_reaches() {
        let folder = tempfile::tempdir().unwrap();
        let register = folder.path().join("meibo.db");
        let (mut one, mut other) = (Queue::beside(&register), Queue::beside(&register));
        let name = "議".repeat(NOTE);
        let turn = one.enter(&entry(&name), Duration::ZERO);
        assert_eq!(other.enter(&entry("C"), Duration::from_millis(20)), Turn::Past);
        let desk = other.holder().unwrap().desk;
        assert!(desk.len() > NOTE / 2 && name.starts_with(&desk), "{desk}");
        let note = std::fs::read_to_string(&one.path).unwrap();
        // How many letters fit depends on the digits of the process's number.
        assert_eq!((note.len(), note.matches('\n').count()), (NOTE, 1));
        one.leave(turn);
    }

    #[test]
    fn whoever_stands_in_line_is_next() {
        let folder = tempfile::tempdir().unwrap();
        let register = folder.path().join("meibo.db");
        let (mut one, mut other) = (Queue::beside(&register), Queue::beside(&register));
        for _ in 0..200 {
            let turn = one.enter(&entry("A"), Duration::from_mins(1));
            assert_ne!(turn, Turn::Past);
            let waiting = std::thread::spawn(move || {
                let turn = other.enter(&entry("B"), Duration::from_mins(1));
                assert_ne!(turn, Turn::Past);
                other.leave(turn);
                other
            });
            one.leave(turn);
            other = waiting.join().unwrap();
        }
    }

    #[test]
    fn without_a_file_there_is_no_queue_and_no_failure() {
        let folder = tempfile::tempdir().unwrap();
        let register = folder.path().join("meibo.db");
        std::fs::create_dir(folder.path().join("meibo.db-queue")).unwrap();
        let mut queue = Queue::beside(&register);
        assert_eq!(queue.enter(&entry("A"), Duration::from_mins(1)), Turn::Past);
        assert_eq!(queue.holder(), None);
    }

    #[test]
    fn after_waiting_in_vain_nobody_waits_again_for_the_same_one() {
        let folder = tempfile::tempdir().unwrap();
        let register = folder.path().join("meibo.db");
        let (mut one, mut other) = (Queue::beside(&register), Queue::beside(&register));
        let turn = one.enter(&entry("A"), Duration::ZERO);
        assert_eq!(other.enter(&entry("B"), Duration::from_millis(50)), Turn::Past);
        assert!(other.stuck.is_some());
        assert_eq!(other.enter(&entry("B"), Duration::from_hours(1)), Turn::Past);
        one.leave(turn);
        // The thread that stood in line steps back when its turn comes.
        let mut turn = Turn::Past;
        while turn == Turn::Past {
            turn = other.enter(&entry("B"), Duration::from_mins(1));
        }
        other.leave(turn);
    }
}
