//! `meibo purge`: erases personal data after the seminar.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::prompt;
use crate::ops::{self, DataClass};
use crate::render::words::{argument, list};
use crate::render::{Cell, Column, Fit};

/// Erase personal data from the register; the figures stay
///
/// Names become codes; e-mail addresses, diets, notes, extra fields, reasons, old values and command
/// lines are removed, and the file is written anew, so that no byte of them is left in it or beside
/// it. Codes, countries, organizations, categories, groups and attendance stay: `meibo summary` says
/// the same as before, and `meibo check` still verifies the chain. It cannot be taken back. Backups,
/// copies of other desks, exports and printed pages are files of their own: delete them yourself;
/// registers that lie in the same folder are named.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo purge --dry-run",
    "meibo purge --confirm \"Asian Export Control Seminar\"",
    "meibo purge --class contact,sensitive --confirm \"Asian Export Control Seminar\"",
))]
pub(in crate::cli) struct PurgeArgs {
    /// Only data of these classes; old values in the log go in any case
    #[arg(long, value_enum, value_name = "CLASSES", value_delimiter = ',',
        default_values = ["contact", "sensitive", "identity"])]
    class: Vec<ClassArg>,
    /// The seminar's name, to say that it is meant
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// A class of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ClassArg {
    /// E-mail addresses
    Contact,
    /// Diets, notes, extra fields, reasons, old values
    Sensitive,
    /// Names, and who did what at the desks
    Identity,
}

impl From<ClassArg> for DataClass {
    fn from(class: ClassArg) -> Self {
        match class {
            ClassArg::Contact => Self::Contact,
            ClassArg::Sensitive => Self::Sensitive,
            ClassArg::Identity => Self::Identity,
        }
    }
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("table", "Table", Fit::Whole),
    Column::new("columns", "Columns", Fit::Words),
    Column::new("class", "Class", Fit::Whole),
    Column::new("rows", "Rows", Fit::Right),
];

pub(in crate::cli) fn run(args: &PurgeArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let name = store.read(|register| register.seminar())?.name;
    if !args.dry_run.dry_run {
        confirmed(args.confirm.as_deref(), &name)?;
    }
    let entry = args.dry_run.entry(context, "purge");
    let classes: Vec<DataClass> = args.class.iter().copied().map(DataClass::from).collect();
    let erased = ops::purge(&mut store, &entry, &classes)?.value;
    let say = || context.ui.say("waiting for another process that reads the register");
    let is_gone = entry.rehearse || ops::scrub(&store, context.wait, say)?;
    context.ui.show(COLUMNS, |out| {
        for one in &erased {
            out.row(&[
                Cell::Text(one.table),
                Cell::Text(one.columns),
                Cell::Text(one.class.as_str()),
                Cell::Count(i64::try_from(one.rows).unwrap_or(i64::MAX)),
            ])?;
        }
        Ok(())
    })?;
    let others = other_registers(&context.db);
    if !others.is_empty() {
        let many = list(&others, "and");
        context.ui.say(format!("registers in the same folder may hold the same data: {many}"));
    }
    args.dry_run.remind(context);
    if !is_gone {
        return Err(Failure::refused("another process reads the register all the time; until it ends, the files still hold what was erased".to_owned())
            .hint("do it again when the other desks are closed, or wait longer with --wait 60"));
    }
    Ok(Exit::Done)
}

/// Makes sure that somebody means it: by the flag, or by an answer at a terminal.
fn confirmed(said: Option<&str>, name: &str) -> Result<(), Failure> {
    let typed = match said {
        Some(said) => said.to_owned(),
        None if prompt::somebody_is_there() => {
            prompt::ask("this cannot be taken back; type the seminar's name to go on", |_| Ok(()))?
        }
        None => String::new(),
    };
    if typed.trim() == name {
        return Ok(());
    }
    Err(Failure::refused("nothing was erased: the seminar's name was not confirmed".to_owned())
        .hint(format!("it cannot be taken back; say --confirm {} if it is meant", argument(name))))
}

/// Returns the names of further registers beside this one, known by their first bytes.
fn other_registers(db: &Path) -> Vec<String> {
    const MARK: &[u8] = b"meib";
    let folder = match db.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let own = db.file_name();
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        // To open the register itself beside SQLite would drop SQLite's locks.
        .filter(|path| path.file_name() != own && path.is_file())
        .filter(|path| {
            let mut start = [0; 72];
            let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
            read.is_ok() && start.starts_with(b"SQLite format 3") && &start[68..] == MARK
        })
        .collect();
    found.sort();
    found.iter().filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}
