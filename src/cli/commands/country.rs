//! `meibo country`: says which country or region a text is taken for.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops::{self, CountryChange};
use crate::report::{COUNTRY_COLUMNS, COUNTRY_SETTINGS, CountryWords, country_settings};

/// The longest line that is read, in bytes; no name is nearly as long.
const LONGEST_LINE: u64 = 1 << 16;
/// How much of a longer one is shown, in bytes.
const SHOWN_OF_TOO_LONG: usize = 200;

/// Say which country or region a text is taken for, or what the seminar calls them
///
/// Any usual spelling in any of some hundred languages, codes of ISO 3166 (two or three letters,
/// three digits), or a name in one of the usual languages with one letter wrong. Bodies, parts of
/// the world, former states and lists of countries are none, and the answer says so; a name that
/// several countries go by is answered with the choices.
///
/// There is one row for each text, in the order given; `-` reads one text a line from standard
/// input, UTF-8, and of a line of more than 64 KiB the beginning. No register is needed; with one, its display names are shown and its aliases understood.
/// Exit code 1 says that one of the texts is no country or region.
///
/// With --name, --alias, --into and the like the texts are countries and regions of the register,
/// and what the seminar says of them is changed: the name to show, what else is understood by it
/// ("Korea"), and the groupings that `--region` selects by and `summary` counts. A seminar begins
/// with two, ASEAN and "Seminar Asia"; others are made by putting somebody in, and go with their
/// last country. The regions of the world are those of UN M49 and stay. `undo` takes it back.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo country \"Viet Nam\" \"Korea, Rep. of\" UK 392",
    "meibo country - --format csv < names.txt",
    "meibo country KR --alias Korea",
    "meibo country TW --name \"Chinese Taipei\"",
    "meibo country JP KR CN --into \"Plus Three\"",
    "meibo country --list",
))]
pub(in crate::cli) struct CountryArgs {
    /// Texts, or - for standard input
    #[arg(required_unless_present = "list")]
    text: Vec<String>,
    /// Show all countries and regions with region, sub-region, groupings and aliases
    #[arg(long, conflicts_with = "text")]
    list: bool,
    #[command(flatten)]
    change: ChangeArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

#[derive(Debug, Args)]
struct ChangeArgs {
    /// The name to show from now on
    #[arg(long)]
    name: Option<String>,
    /// What the seminar means by this text; may be given again
    #[arg(long, value_name = "TEXT")]
    alias: Vec<String>,
    /// Let an alias mean nothing of its own any more
    #[arg(long, value_name = "TEXT")]
    no_alias: Vec<String>,
    /// Put into a grouping
    #[arg(long, value_name = "GROUPING")]
    into: Vec<String>,
    /// Take out of a grouping
    #[arg(long, value_name = "GROUPING")]
    out_of: Vec<String>,
}

pub(in crate::cli) fn run(args: &CountryArgs, context: &Context) -> Result<Exit, Failure> {
    if args.list {
        let rows = context.reader()?.read(|register| register.countries())?;
        context.ui.show(COUNTRY_SETTINGS, |out| Ok::<_, Failure>(country_settings(&rows, out)?))?;
        return Ok(Exit::Done);
    }
    let change = args.change.change();
    if change == CountryChange::default() {
        recognise(args, context)
    } else {
        set(args, &change, context)
    }
}

impl ChangeArgs {
    fn change(&self) -> CountryChange {
        CountryChange {
            name: self.name.clone(),
            aliases: self.alias.clone(),
            no_aliases: self.no_alias.clone(),
            into: self.into.clone(),
            out_of: self.out_of.clone(),
        }
    }
}

fn set(args: &CountryArgs, change: &CountryChange, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "country");
    let operated = ops::set_countries(&mut store, &entry, &args.text, change)?;
    context
        .ui
        .show(COUNTRY_SETTINGS, |out| Ok::<_, Failure>(country_settings(&operated.value, out)?))?;
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

fn recognise(args: &CountryArgs, context: &Context) -> Result<Exit, Failure> {
    let words = match context.reader_if_any()? {
        None => CountryWords::default(),
        Some(store) => store.read(CountryWords::read)?,
    };
    let mut notes = Notes::default();
    let all = context.ui.show(COUNTRY_COLUMNS, |out| {
        let mut all = true;
        if args.text != ["-"] {
            for text in &args.text {
                all &= words.write(text, out)?;
            }
            return Ok(all);
        }
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            if input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if !line.ends_with(b"\n") && input.skip_until(b'\n')? > 0 {
                line.truncate(SHOWN_OF_TOO_LONG);
                notes.too_long.get_or_insert(number);
            }
            let text = String::from_utf8_lossy(&line);
            if matches!(text, Cow::Owned(_)) {
                notes.no_utf8.get_or_insert(number);
            }
            let text = text.trim_end_matches(['\n', '\r']);
            all &= words.write(text.trim_start_matches('\u{feff}'), out)?;
        }
        Ok(all)
    })?;
    notes.say(context);
    Ok(if all { Exit::Done } else { Exit::Refused })
}

/// What is told of standard input behind the answers: the first line of each kind.
#[derive(Debug, Default)]
struct Notes {
    too_long: Option<u64>,
    no_utf8: Option<u64>,
}

impl Notes {
    fn say(&self, context: &Context) {
        if let Some(line) = self.too_long {
            context.ui.say(format!(
                "line {line} is longer than {LONGEST_LINE} bytes: only its beginning is shown"
            ));
        }
        if let Some(line) = self.no_utf8 {
            context.ui.say(format!(
                "line {line} is not UTF-8; `meibo import` reads lists in other encodings"
            ));
        }
    }
}
