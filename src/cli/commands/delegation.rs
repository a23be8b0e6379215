//! `meibo delegation`: who is registered, who arrived, who is missing.

use clap::Args;

use super::examples;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::intake::read_country;
use crate::render::words::count;
use crate::report::{self, DelegationBy};

/// Show which delegations have arrived
///
/// A delegation is a country or region, or an international organization. Without a name all of them
/// are counted: registered = arrived + missing, each person once. With the name or code of a country
/// or region, or words of an organization's name, its people are named.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo delegation",
    "meibo delegation VN",
    "meibo delegation --by region",
))]
pub(in crate::cli) struct DelegationArgs {
    /// A country or region, or words of an organization's name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// What each row stands for [default: country or international organization]
    // As for `attendance`: a value that is none of these words says who asks.
    #[arg(long, value_name = "WHAT", value_parser = BY.map(|(word, _)| word))]
    by: Option<String>,
}

const BY: [(&str, DelegationBy); 3] = [
    ("country", DelegationBy::Country),
    ("region", DelegationBy::Region),
    ("organization", DelegationBy::Organization),
];

pub(in crate::cli) fn run(args: &DelegationArgs, context: &Context) -> Result<Exit, Failure> {
    let by = BY
        .iter()
        .find(|(word, _)| args.by.as_deref() == Some(word))
        .map_or(DelegationBy::Delegation, |(_, by)| *by);
    let store = context.reader()?;
    store.read(|register| {
        let Some(name) = &args.name else {
            context.ui.show(report::DELEGATION_COLUMNS, |out| {
                Ok(report::delegations(register, by, out)?)
            })?;
            context.ui.say("all figures count persons; registered = arrived + missing");
            return Ok(Exit::Done);
        };
        let country = read_country(name, &register.country_aliases()?).ok();
        let found = context.ui.show(report::MEMBER_COLUMNS, |out| {
            Ok(report::members(register, country, name, out)?)
        })?;
        context.ui.say(count(found, "person", "persons"));
        Ok(if found == 0 { Exit::Refused } else { Exit::Done })
    })
}
