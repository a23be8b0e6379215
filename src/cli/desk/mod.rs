//! Runs a desk: reads lines from a scanner or a person, answers each as soon as it is durable.

mod lines;
mod terminal;
mod voice;

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::time::Duration;

use self::lines::{Line, Lines, MOST};
use self::terminal::{Terminal, is_quiet};
use self::voice::Voice;
use super::args::DryRunArgs;
use super::context::{Context, Exit};
use super::error::Failure;
use crate::ops::{Desk, DeskSetup, Outcome, Outside};

/// The most lines that are answered with one commit. Other desks wait for no longer than that takes.
const AT_ONCE: usize = 16;

/// The desk tidies up when nobody has come for so long.
const A_WHILE: Duration = Duration::from_millis(50);

/// Works until the input ends, or somebody types `end`.
pub(super) fn run(
    context: &Context,
    setup: DeskSetup,
    dry_run: DryRunArgs,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    // An attendance event has its own identifier; only operations need an entry of their own.
    let scan = dry_run.entry(context, "checkin");
    let mut desk = Desk::open(&mut store, setup, &scan)?;
    let entry = |verb| match verb {
        "register" => dry_run.entry(context, verb),
        _ => context.entry_like(&scan, verb),
    };
    let outside = Outside { entry: &entry, new_id: &|| context.new_id() };
    let stdin = io::stdin();
    let terminal = Terminal::take(&stdin);
    let voice = Voice::new(context, stdin.is_terminal() && io::stdout().is_terminal())?;
    voice.greet(&desk)?;
    let mut lines = Lines::new(stdin.lock(), terminal.is_one());
    let mut waiting = VecDeque::new();
    loop {
        voice.prompt(&desk)?;
        if waiting.is_empty() {
            if !lines.has_more() && is_quiet(&stdin, A_WHILE) {
                store.tidy();
            }
            waiting.extend(lines.next()?);
        }
        while waiting.len() < AT_ONCE && lines.has_more() {
            waiting.extend(lines.next()?);
        }
        match waiting.front().map_or(Next::End, |line| next(line, voice.is_at_terminal())) {
            Next::End => break,
            Next::Hear => {}
            Next::Skip => {
                waiting.pop_front();
                continue;
            }
            Next::Refuse(line, message) => {
                voice.answer(&line, &desk.refuse(Outcome::Unknown, message))?;
                waiting.pop_front();
                continue;
            }
        }
        let whole = waiting.iter().map_while(|line| match line {
            Line::Whole(line) if !Desk::ends(line) => Some(line.clone()),
            _ => None,
        });
        let whole: Vec<Vec<u8>> = whole.collect();
        for (line, heard) in whole.iter().zip(desk.hear_waiting(&mut store, &whole, &outside)) {
            waiting.pop_front();
            let heard = heard.or_else(|error| {
                // After a failure of the disk a connection may not know what it holds.
                if let Ok(reopened) = context.writer() {
                    store = reopened;
                    store.lay_out_log(&scan);
                }
                desk.hear_after(&mut store, line, &outside, error)
            });
            let answer = heard.unwrap_or_else(|error| {
                desk.refuse(Outcome::Refused, Failure::from(error).in_one_line())
            });
            voice.answer(line, &answer)?;
        }
    }
    let tally = desk.tally();
    voice.part(&desk)?;
    let refused = tally.refused > 0 || !tally.unread.is_empty();
    Ok(if refused { Exit::Refused } else { Exit::Done })
}

/// What is done with a line.
enum Next {
    /// The desk ends.
    End,
    /// It is heard.
    Hear,
    /// It is passed over.
    Skip,
    /// It is no line; what there was of it, and why.
    Refuse(Vec<u8>, String),
}

fn next(line: &Line, is_at_terminal: bool) -> Next {
    match line {
        Line::Cancelled(typed) if typed.is_empty() => Next::End,
        Line::Cancelled(typed) => {
            let message = "Ctrl-C took the line back; once more ends the desk".to_owned();
            Next::Refuse(typed.clone(), message)
        }
        Line::TooLong(begin) => {
            let message = format!("more than {MOST} bytes in a line are no code and no name");
            Next::Refuse(begin.clone(), message)
        }
        Line::Whole(line) if Desk::ends(line) => Next::End,
        Line::Whole(line) if line.is_empty() && is_at_terminal => Next::Skip,
        Line::Whole(_) => Next::Hear,
    }
}
