//! Sets the terminal of a desk so that nothing a scanner or a pasted file types stops, silences or
//! ends the desk by accident; and waits for what is typed.

use std::io::{self, IsTerminal, Stdin};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{
    InputModes, LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// Ctrl-C, which scanners send as the end of a text.
pub(super) const CANCEL: u8 = 0x03;

/// The terminal at which a desk reads; what was changed is changed back at the end.
pub(super) struct Terminal {
    before: Option<Termios>,
}

impl Terminal {
    /// Takes the terminal, if standard input is one. Ctrl-C ends a line like any other end instead of
    /// the process, Ctrl-Z does not stop it within a change, and Ctrl-S does not hold its answers back.
    pub(super) fn take(stdin: &Stdin) -> Self {
        let before = if stdin.is_terminal() { tcgetattr(stdin).ok() } else { None };
        if let Some(before) = &before {
            let mut mine = before.clone();
            mine.local_modes.remove(LocalModes::ISIG);
            mine.input_modes.remove(InputModes::IXON);
            mine.special_codes[SpecialCodeIndex::VEOL] = CANCEL;
            // Where the terminal stays as it is the desk works as well.
            let _ = tcsetattr(stdin, OptionalActions::Now, &mine);
        }
        Self { before }
    }

    /// Returns whether lines are typed.
    pub(super) const fn is_one(&self) -> bool {
        self.before.is_some()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, before);
        }
    }
}

/// Returns whether nothing comes in for some time.
pub(super) fn is_quiet(stdin: &Stdin, time: Duration) -> bool {
    let mut input = [PollFd::new(stdin, PollFlags::IN)];
    let time = Timespec::try_from(time).ok();
    matches!(poll(&mut input, time.as_ref()), Ok(0))
}
