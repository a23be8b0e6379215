//! `meibo import`: imports a participants' list.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::intake::{Choices, IntakeError};
use crate::ops::{self, ImportOutcome, ImportRequest};
use crate::render::words::count;
use crate::report;

/// Import a participants' list from a CSV file
///
/// Good rows go in, all in one transaction; refused rows are shown with line, column, value and
/// reason, and written to --rejects to be mended and imported again. Importing a file twice
/// changes nothing. Headers are matched in their usual spellings.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo import participants.csv --dry-run",
    "meibo import participants.csv --rejects refused.csv",
    "meibo import - --map family_name=Nachname < liste.csv",
))]
pub(in crate::cli) struct ImportArgs {
    /// The file; - for standard input
    file: PathBuf,
    /// Say which header means which field
    #[arg(long, value_name = "FIELD=HEADER", value_parser = mapping)]
    map: Vec<(String, String)>,
    /// Pass a column over
    #[arg(long, value_name = "HEADER")]
    ignore: Vec<String>,
    /// Write the refused rows to this file, with a column that says why
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Take people in although somebody of this name, country and organization is there
    #[arg(long)]
    allow_duplicates: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

fn mapping(text: &str) -> Result<(String, String), String> {
    let (field, header) = text.split_once('=').ok_or("write FIELD=HEADER")?;
    Ok((field.trim().to_owned(), header.trim().to_owned()))
}

pub(in crate::cli) fn run(args: &ImportArgs, context: &Context) -> Result<Exit, Failure> {
    run_with(args, &Input::new(&args.file)?, context)
}

/// Imports an input that is already at hand.
pub(super) fn run_with(
    args: &ImportArgs,
    input: &Input,
    context: &Context,
) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let bar = context.ui.progress(input.bytes());
    let outcome = ops::import(
        &mut store,
        &context.entry("import"),
        &ImportRequest {
            open: &|| input.open(),
            name: &input.name,
            choices: &Choices { map: args.map.clone(), ignore: args.ignore.clone() },
            rejects: args.rejects.as_deref(),
            allow_duplicates: args.allow_duplicates,
            rehearse: args.dry_run.dry_run,
            progress: &|bytes| bar.set_position(bytes),
        },
    );
    bar.finish_and_clear();
    let outcome = outcome?.value;
    tell(context, args, &outcome)?;
    args.dry_run.remind(context);
    Ok(if outcome.refused == 0 { Exit::Done } else { Exit::Refused })
}

fn tell(context: &Context, args: &ImportArgs, outcome: &ImportOutcome) -> Result<(), Failure> {
    if outcome.refused > 0 || context.ui.format() != crate::render::Format::Table {
        context
            .ui
            .show(report::PROBLEM_COLUMNS, |out| Ok(report::problems(&outcome.problems, out)?))?;
    }
    let ui = &context.ui;
    if outcome.more_problems > 0 {
        ui.say(format!("and {} more, which only --rejects shows", outcome.more_problems));
    }
    ui.say(format!(
        "{} added, {} the same as before, {} refused",
        count(outcome.added, "row", "rows"),
        outcome.same,
        outcome.refused
    ));
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

/// A file, or standard input kept in memory, since it can be read only once.
pub(super) struct Input {
    path: Option<PathBuf>,
    bytes: Vec<u8>,
    /// The name for messages and for the log, without the folder.
    pub(super) name: String,
}

impl Input {
    /// Finds the file, or reads standard input for `-`.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            let mut bytes = Vec::new();
            let name = "standard input".to_owned();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|source| IntakeError::Unreadable { name: name.clone(), source })?;
            return Ok(Self { path: None, bytes, name });
        }
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok(Self { path: Some(path.to_path_buf()), bytes: Vec::new(), name })
    }

    /// Returns a text that comes with the program as if it were a file.
    pub(super) fn of_text(name: &str, text: &str) -> Self {
        Self { path: None, bytes: text.as_bytes().to_vec(), name: name.to_owned() }
    }

    /// Opens the input from its beginning.
    pub(super) fn open(&self) -> std::io::Result<Box<dyn Read>> {
        match &self.path {
            None => Ok(Box::new(std::io::Cursor::new(self.bytes.clone()))),
            Some(path) => Ok(Box::new(std::fs::File::open(path)?)),
        }
    }

    /// Returns the size of the input, if it is known.
    pub(super) fn bytes(&self) -> Option<u64> {
        let path = self.path.as_ref()?;
        std::fs::metadata(path).ok().map(|metadata| metadata.len())
    }
}
