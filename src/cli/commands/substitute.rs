//! `meibo substitute`: registers somebody in the place of a person who cannot come.

use clap::Args;

use super::examples;
use super::register::FieldArgs;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::ops;
use crate::render::{Cell, Column, Fit, text};

/// Register somebody in the place of a person who cannot come
///
/// The substitute gets a code of the person's own, and the seats in breakout groups and on
/// excursions; nobody else moves. Country or region, organization, category, role, track and status
/// are those of the other person unless said otherwise. The other person is withdrawn.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo substitute P-0163-D --family Đặng --given \"Thu Hà\" \\",
    "    --email ha@moit.example",
))]
pub(in crate::cli) struct SubstituteArgs {
    /// Code or e-mail address of the person who cannot come
    code: String,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Whole),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("group", "Group", Fit::Whole),
    Column::new("excursion", "Excursion", Fit::Whole),
    Column::new("instead_of", "Instead of", Fit::Whole),
];

pub(in crate::cli) fn run(args: &SubstituteArgs, context: &Context) -> Result<Exit, Failure> {
    let values = args.fields.given();
    if values.is_empty() {
        return Err(Failure::misuse("nobody was named as the substitute".to_owned())
            .hint("give --family or --given; see `meibo substitute --help`"));
    }
    let mut store = context.writer()?;
    let entry = args.dry_run.entry(context, "substitute");
    let done = ops::substitute(&mut store, &entry, &args.code, &values)?.value;
    context.ui.show(COLUMNS, |out| {
        out.row(&[
            Cell::Text(&done.comes.code),
            Cell::Text(&done.comes.name()),
            text(&done.comes.country),
            text(&done.comes.organization),
            text(done.group.as_deref().unwrap_or_default()),
            Cell::Text(done.comes.excursion.as_str()),
            Cell::Text(&done.left.code),
        ])?;
        Ok(())
    })?;
    context.ui.say(format!("{} {} is withdrawn", done.left.code, done.left.described()));
    if !done.to_clear.is_empty() {
        context.ui.say(format!(
            "{} is cleared for no site: {} had cleared the other person; `meibo excursion clear` \
             enters a clearance",
            done.comes.code,
            done.to_clear.join(", ")
        ));
    }
    args.dry_run.remind(context);
    Ok(Exit::Done)
}
