//! `meibo import`: imports a participants' list.

mod several;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{examples, revisions};
use crate::cli::args::{DryRunArgs, a_file};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::input::Sent;
use crate::cli::{profiles, prompt};
use crate::intake::{Choices, Delimiter, ReadingChoices, TextEncoding};
use crate::matching::Country;
use crate::ops::{self, Duplicates, ImportOutcome, ImportRequest, Revising, Revision, Side};
use crate::render::words::count;
use crate::report;

/// The most misspelt names that are told after an import.
const GUESSES_NAMED: usize = 10;

/// Import participants' lists from files of any usual kind
///
/// CSV and other delimited text in any encoding, workbooks (.xlsx, .ods, .xls), JSON, and gzip of text
/// are taken; what had to be guessed is said. Of several files, or of a folder, each is taken for
/// itself, and one report tells of all.
///
/// Good rows go in, all in one transaction; refused rows are shown with line, column, value and
/// reason, and written to --rejects to be mended and imported again. Importing a file twice
/// changes nothing.
///
/// Headers are matched in their usual spellings in some thirty languages. Columns that mean none of the
/// fields are kept with the person as extra fields, unless --ignore passes them over; --map says
/// what a header means, and --map extra=HEADER keeps the column as an extra field.
///
/// A file of another event system is known by its headers and read by a profile, which says what its
/// columns and words mean; --profile names one, and --save-profile keeps the mapping of this file
/// for the next one of the same header.
///
/// A revised list is taken with --update: who is new, what changed field by field, and who is gone
/// from the list is shown, at a terminal before anything is stored. Nobody is removed. People are
/// found by code, then e-mail address, then name with country or organization. A value that was
/// mended here is never overwritten in silence: where the sender has changed it as well, it is a
/// conflict, the register stands, and the exit code is 1. --source names the sender, so that its
/// next list is compared with its own last one. Several files are compared in one call as well:
/// each is a transaction of its own, and one report tells of all.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo import participants.csv --dry-run",
    "meibo import participants.csv --rejects refused.csv",
    "meibo import delegation.xlsx --sheet Participants",
    "meibo import lists/",
    "meibo import - --map family_name=Nachname < liste.csv",
    "meibo import ministry-v2.csv --source \"Ministry of Trade\" --dry-run",
    "meibo import lists/ --update --dry-run",
))]
pub(in crate::cli) struct ImportArgs {
    /// The files, or folders of files; - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Say which header means which field
    #[arg(long, value_name = "FIELD=HEADER", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// Pass a column over
    #[arg(long, value_name = "HEADER")]
    ignore: Vec<String>,
    /// The encoding of a text file, such as utf-8, euc-kr, windows-1252; else it is guessed and said
    #[arg(long, value_name = "NAME")]
    encoding: Option<TextEncoding>,
    /// The delimiter of a text file: comma, semicolon, tab, pipe or one character; else it is guessed
    #[arg(long, value_name = "NAME")]
    delimiter: Option<Delimiter>,
    /// The system that the file comes from: alfio, civicrm, eventbrite, eventyay, hi-events, indico,
    /// odoo, pretix-checkin, pretix-data, pretix-order, pretix-waiting, one of your own, or its file; none
    /// keeps the header from choosing
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Keep what the columns of this file were taken for as a profile of your own
    #[arg(long, value_name = "NAME", value_parser = profiles::name)]
    save_profile: Option<String>,
    /// The sheet of a workbook, by name or number; else the one with a header that is known
    #[arg(long, value_name = "NAME|NUMBER")]
    sheet: Option<String>,
    /// Write the refused rows to this file, with a column that says why
    #[arg(long, value_name = "FILE", value_parser = a_file)]
    rejects: Option<PathBuf>,
    /// Take people in although somebody of this name, country and organization is there
    #[arg(long, conflicts_with = "update")]
    allow_duplicates: bool,
    /// Compare the list with the register and change what the sender changed
    #[arg(long)]
    update: bool,
    /// Who sent the list; it is compared with the sender's last one, as with --update
    #[arg(long, value_name = "NAME", value_parser = sender, conflicts_with = "allow_duplicates")]
    source: Option<String>,
    /// Settle conflicts: whose value shall stand
    #[arg(long, value_name = "SIDE")]
    prefer: Option<Preference>,
    /// Store without asking
    #[arg(long, short = 'y')]
    yes: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// Whose value stands in a conflict.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Preference {
    /// What the list says
    File,
    /// What the register holds
    Register,
}

fn sender(text: &str) -> Result<String, String> {
    match crate::domain::clean(text) {
        Ok("") => Err("name the sender".to_owned()),
        Ok(name) => Ok(name.to_owned()),
        Err(reason) => Err(reason.to_string()),
    }
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, header) = text.split_once('=').ok_or("write FIELD=HEADER")?;
    Ok((field.trim().to_owned(), header.trim().to_owned()))
}

pub(in crate::cli) fn run(args: &ImportArgs, context: &Context) -> Result<Exit, Failure> {
    match args.files.as_slice() {
        [file] if !file.is_dir() => run_with(args, &Sent::new(file)?, context),
        files => several::run(args, files, context),
    }
}

/// Imports an input that is already at hand.
pub(super) fn run_with(
    args: &ImportArgs,
    input: &Sent,
    context: &Context,
) -> Result<Exit, Failure> {
    let revising = args.revising()?;
    let ask = args.asks(revising.as_ref());
    let rejects = args.rejects.as_deref();
    let dry_run = DryRunArgs { dry_run: ask || args.dry_run.dry_run };
    let outcome = take(args, input, context, rejects, revising.as_ref(), dry_run)?;
    if let Some(reading) = outcome.reading.as_ref().filter(|reading| reading.is_worth_saying()) {
        context.ui.say(format!("read as {reading}"));
    }
    tell(context, args, &outcome, revising.is_some())?;
    if ask {
        if !outcome.is_nothing() && !prompt::agrees("Store this?")? {
            context.ui.say("nothing was stored");
            return Ok(Exit::Refused);
        }
        let _ = take(args, input, context, rejects, revising.as_ref(), args.dry_run)?;
        context.ui.say("stored");
    }
    if let (Some(name), false) = (&args.save_profile, args.dry_run.dry_run) {
        let path = profiles::save(name, &outcome.as_profile, context)?;
        context.ui.say(format!("profile {name} is kept in {}", path.display()));
    }
    args.dry_run.remind(context);
    let conflicts = outcome.revisions(Revision::Conflict);
    Ok(if outcome.refused == 0 && conflicts == 0 { Exit::Done } else { Exit::Refused })
}

impl ImportArgs {
    /// Returns how the list is to be compared, if it is.
    fn revising(&self) -> Result<Option<Revising>, Failure> {
        if !self.update && self.source.is_none() {
            return match self.prefer {
                Some(_) => Err(Failure::misuse("--prefer settles conflicts of --update".into())),
                None => Ok(None),
            };
        }
        Ok(Some(Revising {
            source: self.source.clone().unwrap_or_default(),
            prefer: self.prefer.map(|side| match side {
                Preference::File => Side::File,
                Preference::Register => Side::Register,
            }),
        }))
    }

    /// Returns whether somebody is asked before anything is stored.
    fn asks(&self, revising: Option<&Revising>) -> bool {
        revising.is_some() && !(self.yes || self.dry_run.dry_run) && prompt::somebody_is_there()
    }
}

fn take(
    args: &ImportArgs,
    input: &Sent,
    context: &Context,
    rejects: Option<&Path>,
    revising: Option<&Revising>,
    dry_run: DryRunArgs,
) -> Result<ImportOutcome, Failure> {
    if let Some(rejects) = rejects {
        context.ui.spare(rejects, input.path())?;
    }
    let profiles = profiles::find(args.profile.as_deref(), context)?;
    let choices = Choices {
        map: args.map.clone(),
        ignore: args.ignore.clone(),
        profile: profiles.chosen,
        profiles: profiles.known,
        reading: ReadingChoices {
            encoding: args.encoding,
            delimiter: args.delimiter,
            sheet: args.sheet.clone(),
        },
    };
    let mut store = context.writer()?;
    let bar = context.ui.progress(input.size());
    let outcome = input.read(|input| {
        let request = ImportRequest {
            input,
            choices: &choices,
            rejects,
            duplicates: Duplicates::taken_in(args.allow_duplicates),
            revising,
            progress: &|bytes| bar.set_position(bytes),
        };
        ops::import(&mut store, &dry_run.entry(context, "import"), &request)
    });
    bar.finish_and_clear();
    Ok(outcome?.value)
}

/// Says which names of countries and regions were taken although a letter of them is wrong.
fn tell_guesses(context: &Context, guessed: &[(String, &'static Country)]) {
    if guessed.is_empty() {
        return;
    }
    let named: Vec<_> = guessed
        .iter()
        .take(GUESSES_NAMED)
        .map(|(text, country)| report::taken_as(text, country))
        .collect();
    let more = match guessed.len() - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    context.ui.say(format!(
        "{} with one letter wrong: {}{more}",
        count(guessed.len(), "country or region is named", "countries or regions are named"),
        named.join(", ")
    ));
}

/// Says what the columns of a list were taken for, and what of its cells was not plain.
fn tell_meaning(context: &Context, outcome: &ImportOutcome) {
    let ui = &context.ui;
    let columns = outcome.mapping.to_string();
    if !columns.is_empty() {
        ui.say(format!("columns: {columns}"));
    }
    for (header, field) in &outcome.mapping.near {
        ui.say(format!("does {header} mean {field}? --map \"{field}={header}\" says so"));
    }
    for (header, field) in &outcome.mapping.columns {
        let Some(&people) = outcome.extras.get(header).filter(|_| *field != "email") else {
            continue;
        };
        let why = match *field {
            "code" => "is no code of this register",
            "country_or_organization" => "is another than the row's country and organization",
            _ => "says more than the parts of the name",
        };
        let people = count(people, "person's", "persons'");
        ui.say(format!("{people} {header} {why} and is kept as an extra field"));
    }
    tell_guesses(context, &outcome.guessed);
    if outcome.of_none > 0 {
        ui.say(format!(
            "{} neither country nor organization: `meibo list --missing country` names them",
            count(outcome.of_none, "person has", "persons have")
        ));
    }
    if outcome.booked > 0 {
        ui.say(format!(
            "{} the address of somebody else on the list; it is kept as an extra field",
            count(outcome.booked, "person has", "persons have")
        ));
    }
    if let Some((first, more)) = outcome.not_coming.split_first() {
        let more =
            if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        ui.say(format!(
            "{} withdrawn or declined here and stays so: {first}{more}; `meibo edit {first} --status registered` takes them in again",
            count(outcome.not_coming.len(), "person of the list has", "persons of the list have")
        ));
    }
    if outcome.countries_above > 0 {
        ui.say(format!(
            "{} the country or region of the people below",
            count(outcome.countries_above, "row names", "rows name")
        ));
    }
    if let Some(lost) = outcome.lost {
        ui.say(format!(
            "an error of the spreadsheet was taken as empty in {}, the first of them {} in line {}",
            count(lost.cells, "cell", "cells"),
            lost.field,
            lost.line
        ));
    }
    if outcome.whole_names > 0 {
        ui.say(format!(
            "{} kept in one piece as family name, since the list does not say which part is which",
            count(outcome.whole_names, "name is", "names are"),
        ));
    }
}

fn tell(
    context: &Context,
    args: &ImportArgs,
    outcome: &ImportOutcome,
    revised: bool,
) -> Result<(), Failure> {
    let ui = &context.ui;
    let is_table = ui.format() == crate::render::Format::Table;
    if revised && !(is_table && outcome.is_nothing()) {
        revisions::show(context, outcome)?;
    } else if outcome.refused > 0 || !is_table {
        ui.show(report::PROBLEM_COLUMNS, |out| Ok(report::problems(&outcome.problems, out)?))?;
    }
    if outcome.more_problems > 0 {
        ui.say(format!("and {} more, which only --rejects shows", outcome.more_problems));
    }
    let changed = if revised { format!("{} changed, ", outcome.changed) } else { String::new() };
    ui.say(format!(
        "{} added, {changed}{} the same as before, {} refused",
        count(outcome.added, "row", "rows"),
        outcome.same,
        outcome.refused
    ));
    if revised {
        revisions::tell(context, &[outcome]);
    }
    if outcome.seated + outcome.waiting > 0 {
        ui.say(format!(
            "excursion: {} got a seat, {} on the waiting list",
            count(outcome.seated, "person", "persons"),
            outcome.waiting
        ));
    }
    if outcome.category_unknown > 0 {
        ui.say(format!(
            "{} no category: stored as \"other\"; see `meibo list --category other`",
            count(outcome.category_unknown, "person has", "persons have"),
        ));
    }
    tell_meaning(context, outcome);
    match &args.rejects {
        Some(file) if outcome.refused > 0 => {
            ui.say(format!("mend {} and import it", file.display()));
        }
        None if outcome.refused > 0 => {
            ui.say("--rejects FILE writes the refused rows to a file to be mended");
        }
        _ => {}
    }
    Ok(())
}
