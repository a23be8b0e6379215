//! Defines the flags that every command understands.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::intake::DateOrder;
use crate::render::Format;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For reading
    Table,
    /// An array of objects
    Json,
    /// With a header line
    Csv,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Table => Self::Table,
            FormatArg::Json => Self::Json,
            FormatArg::Csv => Self::Csv,
        }
    }
}

/// Flags of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Flags of every command")]
pub(super) struct GlobalArgs {
    /// The register
    #[arg(long, global = true, value_name = "FILE", env = "MEIBO_DB", default_value = GlobalArgs::USUAL_DB,
        value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(super) db: PathBuf,
    /// Whether the register was named on this very line
    #[arg(skip)]
    pub(super) names_db: bool,
    /// How answers are written [default: table]
    #[arg(long, global = true, value_enum, value_name = "FORMAT", hide_possible_values = false)]
    pub(super) format: Option<FormatArg>,
    /// Write the answer to a file; .csv, .json or .xlsx says the format
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Say nothing but the answer and errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Who does this, for the log [default: the login name]
    #[arg(long, global = true, value_name = "NAME", env = "MEIBO_BY")]
    pub(super) by: Option<String>,
    /// At which desk, for the log
    #[arg(long, global = true, value_name = "NAME", env = "MEIBO_DESK", default_value = "A")]
    pub(super) desk: String,
    /// A mark of this request; repeated with the same mark it counts once
    #[arg(long, global = true, value_name = "TEXT", hide_short_help = true)]
    pub(super) nonce: Option<String>,
    /// Seconds to wait while another desk writes
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value_t = 5,
        hide_short_help = true
    )]
    pub(super) wait: u64,
}

impl GlobalArgs {
    /// The register of a command that names none.
    pub(super) const USUAL_DB: &str = "meibo.db";
}

/// Says what a rehearsal means.
#[derive(Debug, Args, Clone, Copy)]
pub(super) struct DryRunArgs {
    /// Show what would happen and store nothing
    #[arg(long, short = 'n')]
    pub(super) dry_run: bool,
}

/// The order in which a file writes its dates.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct DateOrderArgs {
    /// The order in which the file writes dates such as 03/04/2019, where it does not tell by itself
    #[arg(long, value_name = "ORDER", value_parser = date_order)]
    pub(super) date_order: Option<DateOrder>,
}

/// Reads the name of a file to be written; standard output has the answer already.
pub(super) fn a_file(text: &str) -> Result<PathBuf, String> {
    if text == "-" {
        return Err("name a file: standard output has the answer".to_owned());
    }
    Ok(PathBuf::from(text))
}

fn date_order(text: &str) -> Result<DateOrder, String> {
    let found = DateOrder::ALL.into_iter().find(|order| order.as_str() == text);
    found.ok_or_else(|| "write dmy, mdy or ymd".to_owned())
}

/// Who does this: the flag of every command, where `attendance` has it in another meaning.
#[derive(Debug, Args)]
pub(super) struct WhoArgs {
    /// Who does this, for the log
    // Clap keeps one value for all flags of this name, so that it is found where it is looked for.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}
