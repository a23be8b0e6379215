//! Imports several lists in one call: one transaction a file, one report of all.

use std::path::{Path, PathBuf};

use super::{ImportArgs, take};
use crate::cli::context::{Context, Exit};
use crate::cli::error::{self, Failure};
use crate::cli::input::Sent;
use crate::intake::IntakeError;
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
    if args.revising().is_some() {
        return Err(Failure::misuse(
            "lists are compared one at a time; name one file with --update or --source".to_owned(),
        ));
    }
    let ui = &context.ui;
    let (mut all_in, mut problems) = (true, Vec::new());
    for file in lists(files)? {
        let sent = Sent::new(&file)?;
        let rejects = args.rejects.as_deref().map(|rejects| beside(rejects, &file));
        let outcome = match take(args, &sent, context, rejects.as_deref(), None, false) {
            Err(failure) if failure.is_refusal() => {
                error::report(&failure, ui);
                all_in = false;
                continue;
            }
            other => other?,
        };
        let name = sent.name();
        let reading = outcome.reading.filter(|reading| reading.is_worth_saying());
        let read = reading.map_or(String::new(), |reading| format!("; read as {reading}"));
        ui.say(format!(
            "{name}: {} added, {} the same as before, {} refused{read}",
            count(outcome.added, "row", "rows"),
            outcome.same,
            outcome.refused
        ));
        all_in &= outcome.refused == 0;
        problems.push((name.to_owned(), outcome.problems));
    }
    let any = problems.iter().any(|(_, problems)| !problems.is_empty());
    if any || ui.format() != Format::Table {
        ui.show(report::FILE_PROBLEM_COLUMNS, |out| Ok(report::file_problems(&problems, out)?))?;
    }
    args.dry_run.remind(context);
    Ok(if all_in { Exit::Done } else { Exit::Refused })
}

/// Returns the files, and those in the folders in the order of their names.
fn lists(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
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
        let mut inside: Vec<PathBuf> = inside.filter(|path| is_list(path)).collect();
        if inside.is_empty() {
            return Err(Failure::refused(format!("{} holds no lists", name()))
                .hint(format!("lists are files that end in .{}", LISTS.join(", ."))));
        }
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
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
