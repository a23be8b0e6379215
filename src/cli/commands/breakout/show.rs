//! `meibo breakout show`: a group, a person's place, who met whom.

use clap::Args;

use super::super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::GroupName;
use crate::ops::{self, Why, WhySwap};
use crate::render::words::count;
use crate::render::{Cell, Column, Fit};
use crate::report::{self, Meetings};

/// Show a group, why a person is in one, or who met whom
///
/// A group: its members, its room, who leads it, and the pairs in it that share something. --why
/// CODE: with how many people of each other group the person would share something, why a group is
/// barred, and the best change of places. --met: how many others each person met in all rounds, and
/// the figure for publication; --met CODE whom one person met; --matrix everybody against everybody.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout show P3",
    "meibo breakout show --why P-0163-D",
    "meibo breakout show --met",
    "meibo breakout show --met P-0163-D",
    "meibo breakout show --matrix --output met.csv",
))]
pub(in crate::cli) struct ShowArgs {
    /// The group, such as P3
    #[arg(required_unless_present_any = ["why", "met", "matrix"])]
    group: Option<GroupName>,
    /// Why this person is where he or she is
    #[arg(long, value_name = "CODE", conflicts_with = "group")]
    why: Option<String>,
    /// Who met how many others; with a code, whom that person met
    #[arg(long, value_name = "CODE", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["group", "why"])]
    met: Option<String>,
    /// In how many rounds each two people met
    #[arg(long, conflicts_with_all = ["group", "why", "met"])]
    matrix: bool,
    /// The round of discussion
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    #[arg(default_value_t = 1, conflicts_with_all = ["met", "matrix"])]
    round: u32,
}

const MEMBERS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("represents", "Represents", Fit::Words),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("role", "Role", Fit::Whole),
    Column::new("pinned", "Pinned", Fit::Whole),
];

pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    if let Some(group) = args.group {
        show_group(group, args.round, context)?;
    } else if let Some(code) = &args.why {
        show_why(code, args.round, context)?;
    } else {
        show_met(args, context)?;
    }
    Ok(Exit::Done)
}

/// Returns the cell of a text that may be empty.
const fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn show_group(group: GroupName, round: u32, context: &Context) -> Result<(), Failure> {
    let store = context.reader()?;
    let view = store.read(|register| ops::group_view(register, group, round))?;
    context.ui.show(MEMBERS, |out| {
        for seat in &view.members {
            out.row(&[
                Cell::Text(&seat.code),
                Cell::Text(&seat.name),
                text(seat.represents()),
                text(&seat.organization),
                Cell::Text(seat.role.as_str()),
                Cell::Flag(seat.group.is_some_and(|held| held.is_pinned())),
            ])?;
        }
        Ok(())
    })?;
    let terms = &view.group.terms;
    let mut facts = vec![format!("{group} in round {round}")];
    if !terms.room.is_empty() {
        facts.push(terms.room.clone());
    }
    facts.extend(terms.capacity.map(|capacity| format!("capacity {capacity}")));
    if !terms.languages.is_empty() {
        facts.push(format!("languages {}", terms.languages));
    }
    facts.push(if view.group.announced { "announced" } else { "proposed" }.to_owned());
    context.ui.say(facts.join(", "));
    let pairs: Vec<String> =
        view.pairs.iter().map(|(name, pairs)| format!("{name} {pairs}")).collect();
    context.ui.say(format!("pairs who share: {}", pairs.join(", ")));
    Ok(())
}

fn show_why(code: &str, round: u32, context: &Context) -> Result<(), Failure> {
    let store = context.reader()?;
    let why = store.read(|register| ops::why(register, code, round))?;
    let keys: Vec<String> = why.shared.iter().map(|name| key(name)).collect();
    let mut columns = vec![
        Column::new("group", "Group", Fit::Whole),
        Column::new("present", "Present", Fit::Whole),
    ];
    columns
        .extend(keys.iter().zip(&why.shared).map(|(key, name)| Column::new(key, name, Fit::Right)));
    columns.push(Column::new("barred", "Why not", Fit::Words));
    context.ui.show(&columns, |out| {
        for option in &why.options {
            let group = option.group.to_string();
            let mut cells = vec![Cell::Text(&group), Cell::Flag(option.group == why.group)];
            let pairs = option.pairs.iter();
            cells.extend(pairs.map(|&pairs| Cell::Count(i64::try_from(pairs).unwrap_or(i64::MAX))));
            cells.push(text(&option.barred));
            out.row(&cells)?;
        }
        Ok(())
    })?;
    let (code, group) = (&why.person.code, why.group);
    context.ui.say(format!(
        "{code} {} is in {group}; each figure says with how many others there the person would share",
        why.person.described()
    ));
    context.ui.say(best_swap(&why));
    Ok(())
}

/// Returns a name as a key of CSV and JSON.
fn key(name: &str) -> String {
    name.replace([' ', '-'], "_")
}

fn best_swap(why: &Why) -> String {
    let Some(WhySwap { with, group, saves }) = &why.best_swap else {
        return "no change of places is possible".to_owned();
    };
    let part = |(name, saved): &(String, i64)| {
        let verb = if *saved > 0 { "saves" } else { "adds" };
        format!("{verb} {} ({name})", count(saved.unsigned_abs(), "pair", "pairs"))
    };
    let effect = match saves.as_slice() {
        [] => "changes no figure".to_owned(),
        saves => saves.iter().map(part).collect::<Vec<_>>().join(", "),
    };
    format!("the best change of places, with {with} of {group}, {effect}")
}

fn show_met(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    let store = context.reader()?;
    store.read(|register| {
        let meetings = Meetings::read(register)?;
        if args.matrix {
            let columns: Vec<Column<'_>> = std::iter::once(Column::new("code", "Code", Fit::Whole))
                .chain(meetings.codes().map(|code| Column::new(code, code, Fit::Right)))
                .collect();
            return context.ui.show(&columns, |out| Ok(meetings.write_matrix(out)?));
        }
        match args.met.as_deref() {
            Some("") | None => {
                context.ui.show(report::MET_COLUMNS, |out| Ok(meetings.write(out)?))?;
                if let Some(figure) = meetings.figure() {
                    context.ui.say(figure.sentence(true));
                }
            }
            Some(code) => {
                let prefix = register.seminar()?.code_prefix;
                let person = ops::find_person(register, code, prefix)?;
                context.ui.show(report::MET_BY_COLUMNS, |out| {
                    Ok(meetings.write_met_by(person.id, out)?)
                })?;
            }
        }
        Ok::<_, Failure>(())
    })
}
