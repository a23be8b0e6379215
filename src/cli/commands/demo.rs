//! `meibo demo`: makes a register from the sample seminar and walks through the main job.

use std::path::{Path, PathBuf};

use clap::{Args, Parser};

use super::attendance::{self, AttendanceArgs, AttendanceCommand};
use super::{Cli, Command, examples, import, session};
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::input::Sent;
use crate::render::Format;
use crate::render::words::{argument, file_argument};
use crate::store::StoreError;

const SESSIONS: &str = include_str!("../../../fixtures/sessions.csv");
const PARTICIPANTS: &str = include_str!("../../../fixtures/participants.csv");
const WALK_INS: &str = include_str!("../../../fixtures/walk-ins.csv");
const SCANS: &str = include_str!("../../../fixtures/scans.csv");

/// Make a register from the sample seminar and walk through the main job
///
/// The people of the sample are invented. Run again, it makes its own file anew; it never
/// overwrites a file that it did not make.
#[derive(Debug, Args)]
#[command(after_long_help = examples!("meibo demo", "meibo demo practice.db"))]
pub(in crate::cli) struct DemoArgs {
    /// The register to be made [default: the one after --db, or demo.db]
    file: Option<PathBuf>,
}

pub(in crate::cli) fn run(args: &DemoArgs, context: &Context) -> Result<Exit, Failure> {
    if context.ui.has_output() || context.ui.format() != Format::Table {
        let message = "the walk-through is for reading, and is no list".to_owned();
        let hint = "leave --format and --output out; `meibo demo > walk.txt` keeps it";
        return Err(Failure::misuse(message).hint(hint));
    }
    // The register of the environment is in use.
    let named = context.names_db.then(|| context.db.clone());
    let file = args.file.clone().or(named).unwrap_or_else(|| PathBuf::from("demo.db"));
    let context = &context.with_register(&file);
    remove_own(&file, context)?;
    let db = file.display().to_string();
    let title = |text: &str| context.ui.text(&format!("\n{text}\n"));
    title("1. A register for three days in Tokyo (the people of this sample are invented)")?;
    step(
        context,
        &db,
        &[
            "init",
            "--name",
            "Asian Export Control Seminar",
            "--edition",
            "26th",
            "--from",
            "2019-02-26",
            "--to",
            "2019-02-28",
            "--zone",
            "Asia/Tokyo",
            "--venue",
            "Tokyo",
            "--places",
            "50",
        ],
    )?;
    title("2. The programme")?;
    file_step(context, &db, &["session", "import", "fixtures/sessions.csv"], SESSIONS)?;
    step(context, &db, &["session", "list"])?;
    title("3. The participants' list; rows that cannot be taken are refused with the reason")?;
    file_step(context, &db, &["import", "fixtures/participants.csv"], PARTICIPANTS)?;
    title("4. Discussion groups for policy officials and licensing officials")?;
    step(context, &db, &["breakout", "assign", "--groups", "8"])?;
    step(context, &db, &["breakout", "list", "--group", "P1"])?;
    title("5. The excursion: fifty seats, then a waiting list")?;
    step(context, &db, &["excursion", "list"])?;
    step(context, &db, &["excursion", "roster"])?;
    title("6. Three days at the door: walk-ins, late arrivals, double scans")?;
    file_step(context, &db, &["import", "fixtures/walk-ins.csv"], WALK_INS)?;
    file_step(context, &db, &["attendance", "import", "fixtures/scans.csv"], SCANS)?;
    step(context, &db, &["attendance", "--by", "session"])?;
    title("7. The summary that the organizer publishes")?;
    step(context, &db, &["summary"])?;
    let shown = format!("{} --db {}", Context::program(), file_argument(&db));
    title(&format!(
        "The register is {db}. Try:\n\
         \n  {shown} find lan dang\
         \n  {shown} list --country Mongolia\
         \n  {shown} show 163\
         \n  {shown} attendance --by person --session D1-OPEN\
         \n  {shown} log"
    ))?;
    Ok(Exit::Done)
}

/// Removes a register that an earlier demo made, and refuses to touch any other file.
fn remove_own(file: &Path, context: &Context) -> Result<(), Failure> {
    if !file.exists() {
        return Ok(());
    }
    let own = context.reader().and_then(|store| {
        let first = store.read(|register| register.made_by_verb())?;
        Ok(first.as_deref() == Some("demo"))
    });
    if !own.unwrap_or(false) {
        let path = file.display().to_string();
        return Err(StoreError::Exists { path }.into());
    }
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Failure::refused(format!(
                    "{} cannot be removed: {error}",
                    file.display()
                )));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Shows a command and runs it, just as it would run from the shell.
fn step(context: &Context, db: &str, words: &[&str]) -> Result<(), Failure> {
    match announce(context, db, words)? {
        Command::Init(args) => super::init::make(&args, context, "demo"),
        command => super::run(command, context).map(drop),
    }
}

/// The same for a command that reads a file of the sample.
fn file_step(context: &Context, db: &str, words: &[&str], text: &str) -> Result<(), Failure> {
    let name = words.last().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let input = Sent::of_text(name, text);
    match announce(context, db, words)? {
        Command::Import(args) => import::run_with(&args, &input, context)?,
        Command::Session(session::SessionCommand::Import(args)) => {
            session::import(&args, &input, context)?
        }
        Command::Attendance(AttendanceArgs {
            command: Some(AttendanceCommand::Import(args)),
            ..
        }) => attendance::import(&args, &input, context)?,
        command => super::run(command, context)?,
    };
    Ok(())
}

fn announce(context: &Context, db: &str, words: &[&str]) -> Result<Command, Failure> {
    let shown: Vec<String> = words.iter().map(|word| argument(word)).collect();
    context.ui.text(&format!("$ meibo --db {} {}", file_argument(db), shown.join(" ")))?;
    let register = format!("--db={db}");
    let line = ["meibo", &register].into_iter().chain(words.iter().copied());
    let cli = Cli::try_parse_from(line).map_err(|error| Failure::refused(error.to_string()))?;
    Ok(cli.command)
}
