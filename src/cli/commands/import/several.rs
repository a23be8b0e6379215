//! Imports several lists in one call: one transaction a file, one report of all.

use std::path::{Path, PathBuf};

use super::super::revisions::{self, Compared};
use super::{ImportArgs, take};
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::input::Sent;
use crate::cli::prompt;
use crate::intake::IntakeError;
use crate::ops::{Revising, Revision};
use crate::render::Format;
use crate::render::words::count;
use crate::report;

/// The endings of files that are taken from a folder, each also with `.gz` behind it.
const LISTS: &[&str] =
    &["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "ods", "xls", "json", "jsonl", "ndjson"];

/// Imports every file for itself; a file that cannot be read does not keep the others out.
pub(super) fn run(
    args: &ImportArgs,
    files: &[PathBuf],
    context: &Context,
) -> Result<Exit, Failure> {
    if args.source.is_some() {
        return Err(Failure::misuse("a sender's lists are compared one at a time".to_owned())
            .hint("name one file with --source, or several with --update"));
    }
    let revising = args.revising()?;
    let (files, others) = lists(files)?;
    if !others.is_empty() {
        context.ui.say(format!("passed over, as no lists by their names: {}", others.join(", ")));
    }
    let ask = args.asks(revising.as_ref());
    let dry_run = DryRunArgs { dry_run: ask || args.dry_run.dry_run };
    let (mut compared, mut all_in) = take_all(args, &files, context, revising.as_ref(), dry_run)?;
    show(context, &compared, revising.is_some())?;
    if ask {
        if compared.iter().all(|list| list.outcome.is_nothing()) {
            return Ok(if all_in { Exit::Done } else { Exit::Refused });
        }
        if !prompt::agrees("Store this?")? {
            context.ui.say("nothing was stored");
            return Ok(Exit::Refused);
        }
        (compared, all_in) = take_all(args, &files, context, revising.as_ref(), args.dry_run)?;
        context.ui.say("stored");
    }
    args.dry_run.remind(context);
    let is_clean = |list: &Compared| {
        list.outcome.refused == 0 && list.outcome.revisions(Revision::Conflict) == 0
    };
    Ok(if all_in && compared.iter().all(is_clean) { Exit::Done } else { Exit::Refused })
}

/// Takes one file after the other; returns what came of those that could be read, and whether all
/// could.
fn take_all(
    args: &ImportArgs,
    files: &[PathBuf],
    context: &Context,
    revising: Option<&Revising>,
    dry_run: DryRunArgs,
) -> Result<(Vec<Compared>, bool), Failure> {
    let (mut compared, mut all_in) = (Vec::new(), true);
    for file in files {
        let sent = Sent::new(file)?;
        let rejects = args.rejects.as_deref().map(|rejects| beside(rejects, file));
        match take(args, &sent, context, rejects.as_deref(), revising, dry_run) {
            Err(failure) if failure.is_refusal() => {
                let _ = context.ui.report(&failure);
                all_in = false;
            }
            outcome => compared.push(Compared { file: sent.name().to_owned(), outcome: outcome? }),
        }
    }
    // Whoever went from one of these lists to another is not gone.
    let named: Vec<_> = compared.iter().map(|list| list.outcome.named.clone()).collect();
    for list in &mut compared {
        list.outcome.revised.retain(|revised| {
            revised.revision != Revision::Gone || !named.iter().any(|n| n.contains(&revised.id))
        });
    }
    Ok((compared, all_in))
}

/// Shows one report of all files.
fn show(context: &Context, compared: &[Compared], revised: bool) -> Result<(), Failure> {
    let ui = &context.ui;
    for Compared { file, outcome } in compared {
        let reading = outcome.reading.as_ref().filter(|reading| reading.is_worth_saying());
        let read = reading.map_or(String::new(), |reading| format!("; read as {reading}"));
        let changed =
            if revised { format!("{} changed, ", outcome.changed) } else { String::new() };
        ui.say(format!(
            "{file}: {} added, {changed}{} the same as before, {} refused{read}",
            count(outcome.added, "row", "rows"),
            outcome.same,
            outcome.refused
        ));
        super::tell_meaning(context, outcome);
    }
    let is_table = ui.format() == Format::Table;
    let is_nothing = compared.iter().all(|list| list.outcome.is_nothing());
    if revised {
        if !(is_table && is_nothing) {
            revisions::show_files(context, compared)?;
        }
        let outcomes: Vec<_> = compared.iter().map(|list| &list.outcome).collect();
        revisions::tell(context, &outcomes);
        return Ok(());
    }
    if !is_table || compared.iter().any(|list| list.outcome.refused > 0) {
        let problems: Vec<_> = compared
            .iter()
            .map(|list| (list.file.as_str(), list.outcome.problems.as_slice()))
            .collect();
        ui.show(report::FILE_PROBLEM_COLUMNS, |out| Ok(report::file_problems(&problems, out)?))?;
    }
    Ok(())
}

/// Returns the files, and those in the folders in the order of their names; then the names of what
/// else is in these folders.
fn lists(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<String>), Failure> {
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let name = || path.display().to_string();
        let unreadable = |source| Failure::from(IntakeError::Unreadable { name: name(), source });
        let entries = std::fs::read_dir(path).map_err(unreadable)?;
        let entries = entries.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let inside = entries.into_iter().map(|entry| entry.path());
        let (mut inside, other): (Vec<PathBuf>, Vec<PathBuf>) =
            inside.partition(|path| is_list(path));
        if inside.is_empty() {
            return Err(Failure::refused(format!("{} holds no lists", name()))
                .hint(format!("lists are files that end in .{}", LISTS.join(", ."))));
        }
        inside.sort();
        files.extend(inside);
        let names = other.iter().filter_map(|path| path.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        others.extend(names.filter(|name| !name.starts_with(['.', '~'])));
    }
    others.sort();
    Ok((files, others))
}

/// Returns whether a file of a folder is a list by its name; spreadsheets leave files such as
/// `~$list.xlsx` beside those that they have open.
fn is_list(path: &Path) -> bool {
    let name =
        path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bare = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = bare.rsplit_once('.').map_or("", |(_, ending)| ending);
    path.is_file() && !name.starts_with(['.', '~']) && LISTS.contains(&ending)
}

/// Returns the file for the refused rows of one of several lists: `refused.csv` becomes
/// `refused-japan.csv`.
fn beside(rejects: &Path, list: &Path) -> PathBuf {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = rejects.extension().map(|ending| format!(".{}", ending.to_string_lossy()));
    rejects.with_file_name(format!(
        "{}-{}{}",
        stem(rejects),
        stem(list),
        ending.unwrap_or_default()
    ))
}
