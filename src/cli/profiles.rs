//! Finds the profiles of other systems: those of the program, and the user's own files.

use std::path::{Path, PathBuf};

use super::context::Context;
use super::error::Failure;
use crate::intake::Profile;
use crate::matching::nearest;

/// The word by which a caller says that no profile is to be used.
const NONE: &str = "none";

/// Which profiles an import may use.
pub(super) struct Profiles {
    /// The one that was named.
    pub(super) chosen: Option<Profile>,
    /// Those among which the header chooses where none was named.
    pub(super) known: Vec<Profile>,
}

/// Finds the profile of a name or in a file; without a name, all that there are.
pub(super) fn find(named: Option<&str>, context: &Context) -> Result<Profiles, Failure> {
    let Some(name) = named else {
        return Ok(Profiles { chosen: None, known: known(context) });
    };
    if name == NONE {
        return Ok(Profiles { chosen: None, known: Vec::new() });
    }
    let path = Path::new(name);
    let chosen = if path.extension().is_some() || path.components().count() > 1 {
        read(path)?
    } else {
        match context.profiles.as_deref().map(|folder| file(folder, name)).filter(|p| p.exists()) {
            Some(own) => read(&own)?,
            None => built_in(name, context)?,
        }
    };
    Ok(Profiles { chosen: Some(chosen), known: Vec::new() })
}

fn built_in(name: &str, context: &Context) -> Result<Profile, Failure> {
    let known = known(context);
    if let Some(profile) = known.iter().find(|profile| profile.name == name) {
        return Ok(profile.clone());
    }
    let names: Vec<&str> = known.iter().map(|profile| profile.name.as_str()).collect();
    let failure =
        Failure::misuse(format!("there is no profile {name}; there are {}", names.join(", ")));
    Err(match nearest(name, names, 1).first() {
        Some(near) => failure.hint(format!("did you mean {near}?")),
        None => failure.hint("--save-profile NAME makes one out of --map and --ignore"),
    })
}

/// Returns every profile, the user's own first; one of them replaces the program's of its name.
fn known(context: &Context) -> Vec<Profile> {
    let mut own: Vec<Profile> = Vec::new();
    let folder = context.profiles.as_deref().and_then(|folder| std::fs::read_dir(folder).ok());
    for entry in folder.into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        match read(&path) {
            Ok(profile) => own.push(profile),
            Err(failure) => context.ui.say(format!("passed over: {}", failure.message())),
        }
    }
    own.sort_by(|one, other| one.name.cmp(&other.name));
    let built_in = Profile::built_in();
    let others = built_in.into_iter().filter(|profile| !own.iter().any(|o| o.name == profile.name));
    let others: Vec<_> = others.collect();
    own.extend(others);
    own
}

fn read(path: &Path) -> Result<Profile, Failure> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::refused(format!("the profile {shown} cannot be read: {error}"))
    })?;
    let name =
        path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Profile::parse(&name, &text)
        .map_err(|error| Failure::refused(format!("{shown} cannot be used: {error}")))
}

/// Keeps a profile among the user's own; returns where.
pub(super) fn save(name: &str, text: &str, context: &Context) -> Result<PathBuf, Failure> {
    let Some(folder) = context.profiles.as_deref() else {
        return Err(Failure::refused("there is no folder for profiles".to_owned())
            .hint("set XDG_CONFIG_HOME or HOME"));
    };
    let path = file(folder, name);
    let failed = |error| Failure::refused(format!("{} cannot be written: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(&path, text).map_err(failed)?;
    Ok(path)
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.csv"))
}

/// Reads the name of a profile for clap.
pub(super) fn name(text: &str) -> Result<String, String> {
    let plain = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    if text.is_empty() || text == NONE || !text.chars().all(plain) {
        return Err("write letters, digits, - and _".to_owned());
    }
    Ok(text.to_owned())
}
