//! `meibo breakout check` and `announce`: are the groups good, and are they settled.

use std::path::PathBuf;

use clap::Args;

use super::super::examples;
use super::proof::{PROOF, proof_rows, show_proof};
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::input::Sent;
use crate::domain::Trait;
use crate::ops::{self, Announcing, Checked};
use crate::render::words::{count, list};
use crate::render::{Cell, Column, Fit, Format};
use crate::report;

/// The most people who are named in one sentence.
const NAMED: usize = 5;

/// Judge the groups, or an assignment made elsewhere
///
/// The file is a CSV with the columns code and group, and round where there are several; that of
/// `meibo export breakouts` is one. Figures and bounds are those of `meibo breakout assign`. The
/// exit code is 1 where a hard rule is broken: track, capacity, pin, together, apart, language,
/// sizes that differ by more than one. Announced groups become uneven when people withdraw; that is
/// told, and no fault. Nothing is stored.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout check",
    "meibo breakout check groups-by-hand.csv",
    "meibo breakout check --round 2 --format json",
))]
pub(in crate::cli) struct CheckArgs {
    /// The file; - for standard input [default: the groups of the register]
    file: Option<PathBuf>,
    /// One round of discussion [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with = "file")]
    round: Option<u32>,
    /// What is counted: country, organization, region, category, experience
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    balance: Option<Vec<Trait>>,
}

/// Announce proposed groups; from then on nobody is moved
///
/// A proposal made of data that has changed since is refused with what changed; --anyway announces
/// it all the same. --off makes announced groups a proposal again.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout announce",
    "meibo breakout announce --round 1",
))]
pub(in crate::cli) struct AnnounceArgs {
    /// One round of discussion [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    round: Option<u32>,
    /// Announce although data has changed
    #[arg(long)]
    anyway: bool,
    /// Make it a proposal again
    #[arg(long, conflicts_with = "anyway")]
    off: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const ANNOUNCED: &[Column<'static>] = &[
    Column::new("round", "Round", Fit::Right),
    Column::new("groups", "Groups", Fit::Right),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("result", "Result", Fit::Words),
];

pub(super) fn check(args: &CheckArgs, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    let input = args.file.as_deref().map(Sent::new).transpose()?;
    let balance = args.balance.as_deref();
    let (checked, problems) = store.read(|register| match &input {
        None => Ok((ops::check_groups(register, args.round, balance)?, Vec::new())),
        Some(input) => input.read(|input| ops::check_file(register, input, balance)),
    })?;
    let judgements: Vec<_> = checked.iter().map(|one| (one.round, &one.judgement)).collect();
    if context.ui.format() == Format::Table {
        if !problems.is_empty() {
            context
                .ui
                .show(report::PROBLEM_COLUMNS, |out| Ok(report::problems(&problems, out)?))?;
        }
        context.ui.document(|page| show_proof(page, &judgements))?;
    } else {
        context.ui.show(PROOF, |out| proof_rows(&judgements, out))?;
        for problem in &problems {
            context.ui.say(format!("line {}: {}", problem.line, ops::described(problem)));
        }
    }
    for one in &checked {
        tell(one, context);
    }
    let broken = checked.iter().any(|one| !one.judgement.broken.is_empty());
    Ok(if broken || !problems.is_empty() { Exit::Refused } else { Exit::Done })
}

fn tell(checked: &Checked, context: &Context) {
    let say = |text: String| context.ui.say(format!("round {}: {text}", checked.round));
    for rule in &checked.judgement.broken {
        say(format!("broken: {rule}"));
    }
    if !checked.unseated.is_empty() {
        let number = checked.unseated.len();
        let mut names: Vec<String> = checked.unseated.iter().take(NAMED).cloned().collect();
        if number > NAMED {
            names.push(format!("{} more", number - NAMED));
        }
        let who = count(number, "person who takes part has", "persons who take part have");
        say(format!("{who} no group: {}", list(&names, "and")));
    }
    for sizes in &checked.uneven {
        say(format!("announced, so nobody is moved although {sizes}"));
    }
    let rules = match checked.judgement.broken.len() {
        0 => "no hard rule is broken".to_owned(),
        broken => count(broken, "hard rule is broken", "hard rules are broken"),
    };
    say(format!("{} in groups, {rules}", count(checked.seated, "person", "persons")));
}

pub(super) fn announce(args: &AnnounceArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "breakout announce");
    let rounds: Vec<u32> = args.round.into_iter().collect();
    let announcing = match (args.off, args.anyway) {
        (true, _) => Announcing::Off,
        (false, true) => Announcing::Anyway,
        (false, false) => Announcing::Unchanged,
    };
    let announced = ops::announce(&mut store, &entry, &rounds, announcing)?.value;
    context.ui.show(ANNOUNCED, |out| {
        for one in &announced {
            let number = |number: usize| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
            let result = match (args.off, one.before) {
                (false, false) => "announced",
                (false, true) => "was announced before",
                (true, false) => "is a proposal again",
                (true, true) => "was a proposal before",
            };
            out.row(&[
                Cell::Count(i64::from(one.round)),
                number(one.groups),
                number(one.persons),
                Cell::Text(result),
            ])?;
        }
        Ok(())
    })?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
