//! Defines the flags that every command understands, and those by which people are selected.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::error::Failure;
use crate::domain::{Category, GroupName, Role, SessionCode, Status, Track};
use crate::intake::read_country;
use crate::ops::find_person;
use crate::render::Format;
use crate::store::{Reader, Selection};

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
    #[arg(long, global = true, value_name = "FILE", env = "MEIBO_DB", default_value = GlobalArgs::USUAL_DB)]
    pub(super) db: PathBuf,
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

/// Reads one of a closed set of words for clap, which then lists the words itself.
fn word<T>(text: &str) -> Result<T, String>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Filters that are joined by "and".
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Which participants")]
pub(super) struct SelectionArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    pub(super) who: Vec<String>,
    /// Countries or regions, separated by commas, in any spelling
    #[arg(long, value_name = "NAMES")]
    country: Option<String>,
    /// Region or sub-region of the world, such as "South-Eastern Asia"
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// A part of the organization's name
    #[arg(long, value_name = "TEXT")]
    org: Option<String>,
    /// government, international-organization, company, academia, other
    #[arg(long, value_name = "WORD", value_parser = word::<Category>)]
    category: Option<Category>,
    /// delegate, speaker, moderator, facilitator, rapporteur, interpreter, observer, staff
    #[arg(long, value_name = "WORD", value_parser = word::<Role>)]
    role: Option<Role>,
    /// policy, licensing
    #[arg(long, value_name = "WORD", value_parser = word::<Track>)]
    track: Option<Track>,
    /// invited, registered, confirmed, walk-in, waitlisted, withdrawn, declined
    #[arg(long, value_name = "WORD", value_parser = word::<Status>)]
    status: Option<Status>,
    /// A discussion group, such as P3
    #[arg(long, value_name = "GROUP", value_parser = word::<GroupName>)]
    group: Option<GroupName>,
    /// Expected or present at a session
    #[arg(long, value_name = "SESSION", value_parser = word::<SessionCode>)]
    session: Option<SessionCode>,
    /// Present at a session
    #[arg(long, value_name = "SESSION", value_parser = word::<SessionCode>)]
    present: Option<SessionCode>,
    /// Expected at a session and absent
    #[arg(long, value_name = "SESSION", value_parser = word::<SessionCode>)]
    absent: Option<SessionCode>,
    /// A field is not given, such as email
    #[arg(long, value_name = "FIELD", value_parser = Selection::FIELDS.to_vec())]
    missing: Option<String>,
    /// Words in name, organization, e-mail address or code; accents do not matter
    #[arg(long = "match", value_name = "TEXT")]
    text: Option<String>,
}

impl SelectionArgs {
    /// Returns the selection that is meant; codes and sessions must exist.
    pub(super) fn selection(
        &self,
        register: &Reader<'_>,
        text: Option<String>,
    ) -> Result<Selection, Failure> {
        let prefix = register.seminar()?.code_prefix;
        for session in [&self.session, &self.present, &self.absent].into_iter().flatten() {
            if register.session(session)?.is_none() {
                return Err(Failure::refused(format!("there is no session {session}"))
                    .hint("`meibo session list` shows the programme"));
            }
        }
        let numbers = self
            .who
            .iter()
            .map(|typed| Ok(find_person(register, typed, prefix)?.id))
            .collect::<Result<_, Failure>>()?;
        Ok(Selection {
            numbers,
            countries: countries(self.country.as_deref())?,
            region: self.region.clone(),
            organization: self.org.clone(),
            category: self.category,
            role: self.role,
            track: self.track,
            status: self.status,
            group: self.group,
            session: self.session.clone(),
            present: self.present.clone(),
            absent: self.absent.clone(),
            missing: self.missing.clone(),
            text: text.or_else(|| self.text.clone()),
        })
    }
}

/// Reads countries or regions: codes or names, separated by commas; a name may hold a comma itself.
fn countries(text: Option<&str>) -> Result<Vec<String>, Failure> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    if let Ok(code) = read_country(text) {
        return Ok(vec![code.to_owned()]);
    }
    text.split(',')
        .map(|name| {
            read_country(name)
                .map(str::to_owned)
                .map_err(|reason| Failure::refused(format!("\"{}\" {reason}", name.trim())))
        })
        .collect()
}

/// Says what a rehearsal means.
#[derive(Debug, Args, Clone, Copy)]
pub(super) struct DryRunArgs {
    /// Show what would happen and store nothing
    #[arg(long, short = 'n')]
    pub(super) dry_run: bool,
}

impl DryRunArgs {
    /// Says at the end that nothing was stored, if so.
    pub(super) fn remind(self, context: &Context) {
        if self.dry_run {
            context.ui.say("nothing was stored (dry run)");
        }
    }
}
