//! `meibo breakout assign`: makes groups, and seats who comes later.

use clap::Args;

use super::super::examples;
use super::proof::{PROOF, proof_rows, show_proof};
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::{SessionCode, Track, Trait};
use crate::ops::{self, AssignRequest, Formed, FormedTrack};
use crate::render::words::{count, list};
use crate::render::{Cell, Column, Fit, Format};
use crate::report;

/// Make groups of those who take part, and prove how good they are
///
/// Sizes differ by at most one. Spread over the groups are, the most important first: countries and
/// regions, organizations, regions of the world, categories, and first-time or returning people.
/// Pairs of one group that share something are counted and compared with a bound that no groups can
/// beat: "proved best" means that none are better. People without a track are distributed; their own
/// track stays empty, the seat decides. Facilitators and rapporteurs lead the group they are pinned
/// to and are left out of the draw. Without --groups and --size there are as many groups as before,
/// or groups of at most twelve.
///
/// Groups are a proposal until `meibo breakout announce`. After that nobody is moved: only those
/// without a seat get one, and --moves shows what moving a few people would save.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout assign --groups 8",
    "meibo breakout assign --track policy --size 10 --dry-run",
    "meibo breakout assign --capacity policy:50,50 --capacity licensing:60,40",
    "meibo breakout assign --dry-run --plan --output plan.csv",
    "meibo breakout assign --groups 8 --rounds 3 --seed 7",
    "meibo breakout assign --present D1-OPEN --moves 2",
))]
pub(in crate::cli) struct AssignArgs {
    /// policy or licensing [default: both]
    #[arg(long, value_name = "WORD")]
    track: Option<Track>,
    /// The number of groups of each track
    #[arg(long, value_name = "N", conflicts_with_all = ["size", "capacity"])]
    groups: Option<usize>,
    /// The greatest number of people in a group
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    size: Option<u32>,
    /// The most people of each group, such as 12,12,10; with a track before it, of that track
    #[arg(long, value_name = "LIST", value_parser = capacities, conflicts_with = "size")]
    capacity: Vec<Capacities>,
    /// Make this many rounds, in which people meet others each time
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..=50), conflicts_with = "round")]
    rounds: Option<u32>,
    /// One round of discussion [default: all there are, or the first]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    round: Option<u32>,
    /// Decides between equally good groups
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// What is spread, the most important first: country, organization, region, category, experience
    #[arg(long, value_name = "WORDS", value_delimiter = ',')]
    balance: Option<Vec<Trait>>,
    /// Only who has come to this session and is inside
    #[arg(long, value_name = "SESSION")]
    present: Option<SessionCode>,
    /// Who sits these rounds out, now and whenever groups are made again
    #[arg(long, value_name = "CODE", num_args = 1..)]
    leave_out: Vec<String>,
    /// Who sits them out no longer
    #[arg(long, value_name = "CODE", num_args = 1..)]
    take_in: Vec<String>,
    /// Make announced groups anew; they have to be announced again
    #[arg(long)]
    anew: bool,
    /// Show what moving at most so many people of announced groups would save
    #[arg(long, value_name = "K", default_value_t = 0, hide_default_value = true)]
    moves: usize,
    /// Move people as an item of that menu says, such as P-0142-N:P5
    #[arg(long, value_name = "ITEM")]
    take: Option<String>,
    /// Show who sits where instead of the proof
    #[arg(long, conflicts_with_all = ["moves", "take"])]
    plan: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Capacities of the groups of one track, or of each.
type Capacities = (Option<Track>, Vec<u32>);

fn capacities(text: &str) -> Result<Capacities, String> {
    let (track, list) = match text.split_once(':') {
        None => (None, text),
        Some((track, list)) => {
            let track = track.parse().map_err(|error| format!("\"{track}\" {error}"))?;
            (Some(track), list)
        }
    };
    let numbers = list.split(',').map(|number| match number.trim().parse() {
        Ok(0) => Err("a group of zero is no group; write 1 or more".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("write numbers with commas between them, such as 12,12,10".to_owned()),
    });
    Ok((track, numbers.collect::<Result<_, _>>()?))
}

/// The most people who are named in one sentence.
const NAMED: usize = 3;

const TRACKS: &[Column<'static>] = &[
    Column::new("round", "Round", Fit::Right),
    Column::new("track", "Track", Fit::Whole),
    Column::new("groups", "Groups", Fit::Right),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("smallest", "Smallest", Fit::Right),
    Column::new("largest", "Largest", Fit::Right),
    Column::new("pinned", "Pinned", Fit::Right),
    Column::new("undeclared", "No track", Fit::Right),
    Column::new("leaders", "Leaders", Fit::Right),
];

const MENU: &[Column<'static>] = &[
    Column::new("round", "Round", Fit::Right),
    Column::new("take", "--take", Fit::Whole),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("moves", "Moves", Fit::Words),
    Column::new("effect", "Effect", Fit::Words),
];

pub(super) fn run(args: &AssignArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let rounds = match (args.rounds, args.round) {
        (Some(last), _) => (1..=last).collect(),
        (None, Some(round)) => vec![round],
        (None, None) => Vec::new(),
    };
    let request = AssignRequest {
        track: args.track,
        groups: args.groups,
        size: args.size,
        capacities: args.capacity.clone(),
        rounds,
        seed: args.seed,
        balance: args.balance.clone(),
        present: args.present.clone(),
        leave_out: args.leave_out.clone(),
        take_in: args.take_in.clone(),
        anew: args.anew,
        moves: args.moves,
        take: args.take.clone(),
    };
    let entry = args.dry_run.entry(context, "breakout assign");
    let formed = ops::assign(&mut store, &entry, &request)?.value;
    if args.plan {
        show_plan(&formed, context)?;
    } else if args.moves > 0 {
        show_menu(&formed, context)?;
    } else if context.ui.format() == Format::Table {
        context.ui.document(|page| {
            page.table(TRACKS, |out| {
                for formed in &formed {
                    for track in &formed.tracks {
                        out.row(&track_row(formed.round, track))?;
                    }
                }
                Ok(())
            })?;
            page.line("")?;
            show_proof(page, &judgements(&formed))
        })?;
    } else {
        context.ui.show(PROOF, |out| proof_rows(&judgements(&formed), out))?;
    }
    say_once(formed.iter().map(|formed| (formed.round, notes(formed))), context);
    context.ui.say(format!("seed {}", args.seed));
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn judgements(formed: &[Formed]) -> Vec<(u32, &crate::allocation::Judgement)> {
    formed.iter().map(|formed| (formed.round, &formed.judgement)).collect()
}

fn track_row(round: u32, track: &FormedTrack) -> [Cell<'static>; 9] {
    let number = |number: usize| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
    [
        Cell::Count(i64::from(round)),
        Cell::Text(track.track.as_str()),
        number(track.sizes.len()),
        number(track.sizes.iter().sum()),
        number(track.sizes.iter().min().copied().unwrap_or_default()),
        number(track.sizes.iter().max().copied().unwrap_or_default()),
        number(track.pinned),
        number(track.undeclared),
        number(track.leaders),
    ]
}

fn show_plan(formed: &[Formed], context: &Context) -> Result<(), Failure> {
    const SHORT: &[&str] = &["round", "group", "code", "name", "country", "organization"];
    context.ui.show_columns(report::BREAKOUT_COLUMNS, SHORT, None, |out| {
        for formed in formed {
            report::seated_rows(&formed.seats, formed.round, out)?;
        }
        Ok(())
    })
}

fn show_menu(formed: &[Formed], context: &Context) -> Result<(), Failure> {
    context.ui.show(MENU, |out| {
        for formed in formed {
            for item in &formed.menu {
                out.row(&[
                    Cell::Count(i64::from(formed.round)),
                    Cell::Text(&item.key),
                    Cell::Count(i64::try_from(item.persons).unwrap_or(i64::MAX)),
                    Cell::Text(&item.moves.join("; ")),
                    Cell::Text(&item.sentence()),
                ])?;
            }
        }
        Ok(())
    })?;
    if formed.iter().all(|formed| formed.menu.is_empty()) {
        context.ui.say("no move of so few people saves anything");
    }
    Ok(())
}

/// Says notes with their rounds, those that several rounds share once.
fn say_once(rounds: impl Iterator<Item = (u32, Vec<String>)>, context: &Context) {
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for (round, notes) in rounds {
        for note in notes {
            match said.iter_mut().find(|(text, _)| *text == note) {
                Some((_, rounds)) => rounds.push(round.to_string()),
                None => said.push((note, vec![round.to_string()])),
            }
        }
    }
    for (note, rounds) in said {
        let word = if rounds.len() == 1 { "round" } else { "rounds" };
        context.ui.say(format!("{word} {}: {note}", list(&rounds, "and")));
    }
}

/// Returns what the tables do not say of a round.
fn notes(formed: &Formed) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(late) = &formed.late {
        for (who, group) in &late.freed {
            notes.push(format!("{who} takes part no longer; a seat of {group} is free"));
        }
        for (who, group) in &late.seated {
            notes.push(format!("{who} sits in {group}"));
        }
        let seated = count(late.seated.len(), "person was", "persons were");
        notes.push(format!("announced before: {seated} seated, nobody else was moved"));
    }
    let undeclared: usize = formed.tracks.iter().map(|track| track.undeclared).sum();
    if undeclared > 0 {
        let parts: Vec<String> = formed
            .tracks
            .iter()
            .map(|track| format!("{} to {}", track.undeclared, track.track))
            .collect();
        let who = count(undeclared, "person", "persons");
        notes.push(format!("{who} without a track: {}", parts.join(", ")));
    }
    if formed.left_out > 0 {
        notes.push(format!("{} left out", count(formed.left_out, "person is", "persons are")));
    }
    if formed.absent > 0 {
        notes.push(format!("{} not there", count(formed.absent, "person is", "persons are")));
    }
    if !formed.without_group.is_empty() {
        let number = formed.without_group.len();
        let mut names: Vec<String> = formed.without_group.iter().take(NAMED).cloned().collect();
        if number > NAMED {
            names.push(format!("{} more", number - NAMED));
        }
        notes.push(format!(
            "no group is led by {}; `meibo breakout pin CODE GROUP` says which",
            list(&names, "and")
        ));
    }
    notes
}
