//! `meibo breakout together`, `apart`, `language`, `returning`, `rules` and `group`.

use clap::Args;

use super::super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::{GroupName, RuleKind};
use crate::ops::{self, RuleChange};
use crate::render::words::count;
use crate::report;

/// Keep people in one group, such as a person and the interpreter
///
/// Without a code it lists the sets there are. --off takes people out of their sets, or with --name
/// alone removes a set.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout together P-0163-D P-0066-F",
    "meibo breakout together",
    "meibo breakout together --off --name 1",
))]
pub(in crate::cli) struct TogetherArgs {
    #[command(flatten)]
    set: SetArgs,
}

/// Keep people in different groups
///
/// Without a code it lists the sets there are. --off takes people out of their sets, or with --name
/// alone removes a set.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout apart P-0163-D P-0066-F P-0010-A --name \"rival companies\"",
    "meibo breakout apart",
    "meibo breakout apart P-0010-A --off",
))]
pub(in crate::cli) struct ApartArgs {
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Debug, Args)]
struct SetArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
    /// The set [default: a new one, named by the next number]
    #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    name: Option<String>,
    /// Take the rule away
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Say which language people need; they get a group where it is spoken
///
/// Who needs several is content with any of them. What is spoken in a group is said by
/// `meibo breakout group`.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout language fr P-0163-D P-0066-F",
    "meibo breakout language fr P-0163-D --off",
))]
pub(in crate::cli) struct LanguageArgs {
    /// The language, such as fr
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    language: String,
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// Take the need away
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Mark people who attended an earlier edition
///
/// Groups mix them with those who come for the first time. Without a code it lists them. The mark
/// is kept beside the participants' list, whose columns are fixed.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout returning P-0163-D P-0066-F",
    "meibo breakout returning P-0163-D --off",
    "meibo breakout returning",
))]
pub(in crate::cli) struct ReturningArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
    /// Take the mark away
    #[arg(long)]
    off: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// List what the making of groups heeds: who sits together, apart, sits out, needs a language
///
/// One row a person and rule. `breakout check` says whether the groups keep them.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo breakout rules", "meibo breakout rules --format csv"))]
pub(in crate::cli) struct RulesArgs {}

/// Set room, capacity and languages of a group
///
/// `breakout assign` seats no more people than the capacity, and who needs a language where it is
/// spoken. Sheets and door signs show the room.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo breakout group P3 --room \"Room 301\" --capacity 12 --languages fr,en",
    "meibo breakout group P3 --capacity 0",
))]
pub(in crate::cli) struct GroupArgs {
    /// The group, such as P3
    group: GroupName,
    /// The round of discussion
    #[arg(long, value_name = "N", default_value_t = 1)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    round: u32,
    /// Where it meets
    #[arg(long)]
    room: Option<String>,
    /// The most people, facilitators and rapporteurs not counted; 0 for no limit
    #[arg(long, value_name = "N")]
    capacity: Option<u32>,
    /// Languages spoken, separated by commas
    #[arg(long, value_name = "WORDS")]
    languages: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

pub(super) fn together(args: &TogetherArgs, context: &Context) -> Result<Exit, Failure> {
    set(RuleKind::Together, "breakout together", &args.set, context)
}

pub(super) fn apart(args: &ApartArgs, context: &Context) -> Result<Exit, Failure> {
    set(RuleKind::Apart, "breakout apart", &args.set, context)
}

fn set(
    kind: RuleKind,
    verb: &'static str,
    args: &SetArgs,
    context: &Context,
) -> Result<Exit, Failure> {
    if args.codes.is_empty() && !args.off {
        return list(Some(kind), context);
    }
    if args.codes.is_empty() && args.name.is_none() {
        return Err(Failure::misuse("--off needs a code or --name".to_owned()));
    }
    let change =
        RuleChange { kind, name: args.name.clone(), people: args.codes.clone(), off: args.off };
    change_rule(verb, &change, args.dry_run, context)
}

pub(super) fn language(args: &LanguageArgs, context: &Context) -> Result<Exit, Failure> {
    let change = RuleChange {
        kind: RuleKind::Language,
        name: Some(args.language.to_lowercase()),
        people: args.codes.clone(),
        off: args.off,
    };
    change_rule("breakout language", &change, args.dry_run, context)
}

pub(super) fn returning(args: &ReturningArgs, context: &Context) -> Result<Exit, Failure> {
    if args.codes.is_empty() {
        return list(Some(RuleKind::Returning), context);
    }
    let change = RuleChange {
        kind: RuleKind::Returning,
        name: None,
        people: args.codes.clone(),
        off: args.off,
    };
    change_rule("breakout returning", &change, args.dry_run, context)
}

pub(super) fn rules(context: &Context) -> Result<Exit, Failure> {
    list(None, context)
}

fn list(kind: Option<RuleKind>, context: &Context) -> Result<Exit, Failure> {
    let store = context.reader()?;
    store.read(|register| {
        context.ui.show(report::RULE_COLUMNS, |out| {
            Ok::<_, Failure>(report::breakout_rules(register, kind, out)?)
        })
    })?;
    Ok(Exit::Done)
}

fn change_rule(
    verb: &'static str,
    change: &RuleChange,
    dry_run: DryRunArgs,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = dry_run.entry(context, verb);
    let ruled = ops::rule(&mut store, &entry, change)?.value;
    let name = match change.kind {
        RuleKind::Returning => "returning".to_owned(),
        kind => format!("{kind} {}", ruled.name),
    };
    let before = match ruled.before {
        0 => String::new(),
        before => format!(", {before} the same as before"),
    };
    context.ui.say(format!(
        "{name}: {} added{before}, {} removed",
        count(ruled.added, "person", "persons"),
        ruled.removed
    ));
    dry_run.remind(context);
    Ok(Exit::Done)
}

pub(super) fn group(args: &GroupArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "breakout group");
    let terms = (args.room.as_deref(), args.capacity, args.languages.as_deref());
    let set = ops::set_group(&mut store, &entry, args.group, args.round, terms)?;
    let changed = set.operation.is_some() || entry.rehearse;
    context.ui.say(format!(
        "{} {}",
        args.group,
        if changed { "was changed" } else { "had these values before" }
    ));
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
