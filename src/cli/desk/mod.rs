//! Runs a desk: reads lines from a scanner or a person, answers each as soon as it is durable.

mod lines;
mod voice;

use std::io::{self, IsTerminal};

use self::lines::{Line, Lines};
use self::voice::Voice;
use super::context::{Context, Exit};
use super::error::Failure;
use crate::ops::{Answer, Desk, DeskSetup, Outcome, Outside};

/// Works until the input ends, or somebody types `end`.
pub(super) fn run(context: &Context, setup: DeskSetup) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let mut desk = Desk::open(&store, setup)?;
    // An attendance event has its own identifier; only operations need an entry of their own.
    let scan = context.entry("checkin");
    let entry = |verb| match verb {
        "register" => context.entry(verb),
        _ => context.entry_like(&scan, verb),
    };
    let outside = Outside { entry: &entry, new_id: &|| context.new_id() };
    let stdin = io::stdin();
    let voice = Voice::new(context, stdin.is_terminal() && io::stdout().is_terminal())?;
    voice.greet(&desk)?;
    let mut lines = Lines::new(stdin.lock());
    let mut unsure = false;
    loop {
        voice.prompt(&desk)?;
        let Some(line) = lines.next()? else { break };
        let (said, answer) = match line {
            Line::TooLong(begin, length) => {
                let message = format!("the line has {length} bytes, which is no code and no name");
                (begin, Answer::new(Outcome::Unknown, message))
            }
            Line::Whole(line) => {
                if Desk::ends(&line) {
                    break;
                }
                if line.is_empty() && voice.is_at_terminal() {
                    continue;
                }
                let heard = desk.hear(&mut store, &line, &outside);
                let answer = heard.unwrap_or_else(|error| {
                    unsure = true;
                    // After a failure of the disk a connection may not know what it holds.
                    if let Ok(reopened) = context.writer() {
                        store = reopened;
                    }
                    Answer::new(Outcome::Refused, Failure::from(error).in_one_line())
                });
                (line, answer)
            }
        };
        voice.answer(&said, &answer)?;
    }
    let tally = desk.tally();
    voice.part(&desk)?;
    let refused = tally.refused > 0 || !tally.unread.is_empty() || unsure;
    Ok(if refused { Exit::Refused } else { Exit::Done })
}
