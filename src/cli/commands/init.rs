//! `meibo init`: makes a new register.

use clap::Args;

use super::examples;
use crate::cli::args::{DryRunArgs, GlobalArgs};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::domain::{Day, Zone};
use crate::ops;
use crate::render::words::file_argument;

/// Make a new register
///
/// One file is one seminar. It holds the countries and regions under their usual display names and
/// one excursion. Only its owner can read it.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo --db seminar.db init --name \"Asian Export Control Seminar\" \\",
    "    --edition 26th --from 2019-02-26 --to 2019-02-28 \\",
    "    --zone Asia/Tokyo --venue Tokyo --places 50",
))]
pub(in crate::cli) struct InitArgs {
    /// Name of the seminar
    #[arg(long)]
    pub(super) name: String,
    /// Edition, such as 26th
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) edition: String,
    /// First day, such as 2019-02-26
    #[arg(long, value_name = "DAY")]
    pub(super) from: Day,
    /// Last day
    #[arg(long, value_name = "DAY")]
    pub(super) to: Day,
    /// Time zone of the place
    #[arg(long, default_value = "Asia/Tokyo")]
    pub(super) zone: Zone,
    /// Where
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) venue: String,
    /// The letter that begins participants' codes
    #[arg(long, value_name = "LETTER", default_value = "P", value_parser = prefix)]
    pub(super) prefix: char,
    /// Minutes after the beginning of a session from which somebody is late
    #[arg(long, value_name = "MINUTES", default_value_t = 10)]
    pub(super) grace: u16,
    /// Name of the excursion
    #[arg(long, value_name = "NAME", default_value = "Excursion")]
    pub(super) excursion: String,
    /// Seats on the excursion [default: no limit]
    #[arg(long, value_name = "N")]
    pub(super) places: Option<u32>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

fn prefix(text: &str) -> Result<char, String> {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) if letter.is_ascii_uppercase() && !"ILOU".contains(letter) => {
            Ok(letter)
        }
        _ => Err("write one capital letter other than I, L, O, U".to_owned()),
    }
}

pub(in crate::cli) fn run(args: &InitArgs, context: &Context) -> Result<Exit, Failure> {
    make(args, context, "init")?;
    if args.dry_run.dry_run {
        args.dry_run.remind(context);
        return Ok(Exit::Done);
    }
    let mut program = Context::program();
    if context.db.as_os_str() != GlobalArgs::USUAL_DB {
        program = format!("{program} --db {}", file_argument(&context.db.display().to_string()));
    }
    context.ui.say(format!(
        "next: `{program} session import FILE`, then `{program} import FILE --dry-run`"
    ));
    Ok(Exit::Done)
}

/// Makes the register; the verb says later whether it is one of a demo.
pub(super) fn make(args: &InitArgs, context: &Context, verb: &'static str) -> Result<(), Failure> {
    if args.to < args.from {
        return Err(Failure::misuse(format!("{} is before {}", args.to, args.from))
            .hint("give the first day with --from and the last one with --to"));
    }
    if args.name.trim().is_empty() || args.excursion.trim().is_empty() {
        return Err(Failure::misuse("a name is empty".to_owned()).hint("write it after the flag"));
    }
    let path = context.db.clone();
    let entry = args.dry_run.entry(context, verb);
    ops::init(&path, context.wait, &entry, &args.seminar(context))?;
    // Whoever did not name a zone has to know which one it is before anybody is late by it.
    context.ui.say(format!("made {}; its hours are those of {}", path.display(), args.zone));
    Ok(())
}

impl InitArgs {
    /// Returns the seminar that the flags describe.
    pub(super) fn seminar(&self, context: &Context) -> ops::NewSeminar {
        let seminar = ops::Seminar {
            uuid: context.new_id(),
            name: self.name.trim().to_owned(),
            edition: self.edition.trim().to_owned(),
            first_day: self.from,
            last_day: self.to,
            zone: self.zone,
            venue: self.venue.trim().to_owned(),
            code_prefix: self.prefix,
            grace_minutes: i64::from(self.grace),
        };
        ops::NewSeminar {
            seminar,
            excursion: self.excursion.trim().to_owned(),
            places: self.places.map(i64::from),
        }
    }
}
