//! `meibo register`: registers one person, by flags or by questions.

use clap::Args;

use super::examples;
use crate::cli::args::DryRunArgs;
use crate::cli::context::{Context, Exit};
use crate::cli::error::Failure;
use crate::cli::prompt;
use crate::domain::{Category, NewParticipant, Role, Track};
use crate::intake::{PARTICIPANT_FIELDS, Registration, RowProblem};
use crate::matching::Country;
use crate::ops::{self, Duplicates, Enrolled, Seating};
use crate::render::{Cell, Column, Fit, text};
use crate::report;

/// The fields of a registration, as flags
#[derive(Debug, Args, Default)]
pub(in crate::cli) struct FieldArgs {
    /// Family name, as given
    #[arg(long, value_name = "NAME")]
    family: Option<String>,
    /// Given name, as given
    #[arg(long, value_name = "NAME")]
    given: Option<String>,
    /// The name in its own script
    #[arg(long, value_name = "NAME")]
    native_name: Option<String>,
    /// Form of address, such as Dr.
    #[arg(long)]
    title: Option<String>,
    /// Country or region, in any spelling; empty for international organizations
    #[arg(long, value_name = "NAME")]
    country: Option<String>,
    /// Ministry, agency, organization, company, university
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// government, international-organization, company, academia, other
    #[arg(long, value_name = "WORD")]
    category: Option<String>,
    /// Position within the organization
    #[arg(long)]
    position: Option<String>,
    /// E-mail address
    #[arg(long)]
    email: Option<String>,
    /// delegate, speaker, moderator, facilitator, rapporteur, interpreter, observer, staff
    #[arg(long, value_name = "WORD")]
    role: Option<String>,
    /// policy, licensing, or none
    #[arg(long, value_name = "WORD")]
    track: Option<String>,
    /// invited, registered, confirmed, walk-in, waitlisted, withdrawn, declined
    #[arg(long, value_name = "WORD")]
    status: Option<String>,
    /// Whether the person joins the excursion: yes, no
    #[arg(long, value_name = "WORD", num_args = 0..=1, default_missing_value = "yes")]
    excursion: Option<String>,
    /// Dietary needs
    #[arg(long)]
    diet: Option<String>,
    /// Anything else
    #[arg(long)]
    note: Option<String>,
}

impl FieldArgs {
    /// Returns the column and value of every flag that was given.
    pub(super) fn given(&self) -> Vec<(&'static str, String)> {
        [
            ("family_name", &self.family),
            ("given_name", &self.given),
            ("native_name", &self.native_name),
            ("title", &self.title),
            ("country", &self.country),
            ("organization", &self.organization),
            ("category", &self.category),
            ("position", &self.position),
            ("email", &self.email),
            ("role", &self.role),
            ("track", &self.track),
            ("status", &self.status),
            ("excursion", &self.excursion),
            ("diet", &self.diet),
            ("note", &self.note),
        ]
        .into_iter()
        .filter_map(|(column, value)| value.clone().map(|value| (column, value)))
        .collect()
    }
}

/// Register one person
///
/// Without flags, at a terminal, it asks for the fields one after another. The answer shows the
/// code that goes on the badge. Nobody is registered twice: by e-mail address, else by name with
/// country and organization.
#[derive(Debug, Args)]
#[command(after_long_help = examples!(
    "meibo register --family Nguyễn --given \"Thị Lan\" --country \"Viet Nam\" \\",
    "    --organization \"Ministry of Industry and Trade\" --category government \\",
    "    --email lan@moit.example --track policy --excursion",
    "meibo register --walk-in --family Bat --country MN --organization \"Customs\"",
))]
pub(in crate::cli) struct RegisterArgs {
    #[command(flatten)]
    fields: FieldArgs,
    /// The person came without registering
    #[arg(long, conflicts_with = "status")]
    walk_in: bool,
    /// Register the person although somebody of this name, country and organization is there
    #[arg(long)]
    allow_duplicate: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

/// What the answer shows of the person.
const COLUMNS: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Whole),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("track", "Track", Fit::Whole),
    Column::new("status", "Status", Fit::Whole),
    Column::new("excursion", "Excursion", Fit::Whole),
    Column::new("result", "Result", Fit::Whole),
];

/// What a screen has room for; the rest was just typed.
const SHORT: &[&str] = &["code", "name", "country", "status", "result", "excursion"];

pub(in crate::cli) fn run(args: &RegisterArgs, context: &Context) -> Result<Exit, Failure> {
    let mut store = context.writer()?;
    let registration = store.read(ops::registration)?;
    let mut values = args.fields.given();
    let asks = values.is_empty();
    if asks {
        if !prompt::somebody_is_there() {
            return Err(Failure::misuse("nobody was named".to_owned())
                .hint("give --family or --given, --country and --organization; see `meibo register --help`"));
        }
        values = questions(&registration, context)?;
    }
    if args.walk_in {
        values.push(("status", "walk-in".to_owned()));
    }
    let person = read(&registration, &values).map_err(ops::OpError::Values)?;
    // Answers were agreed to one by one.
    let guessed = if asks { Vec::new() } else { registration.guessed() };
    for (text, country) in guessed {
        if !prompt::somebody_is_there() {
            context.ui.say(taken(&text, country));
        } else if !is_meant(&text, country)? {
            context.ui.say("nothing was stored");
            return Ok(Exit::Refused);
        }
    }
    let entry = args.dry_run.entry(context, "register");
    let duplicates = Duplicates::taken_in(args.allow_duplicate);
    let operated = ops::register(&mut store, &entry, &person, duplicates)?;
    show(context, &person, &operated.value)?;
    if let Enrolled::Added { code, category_unknown: true, .. } = operated.value
        && !person.organization.is_empty()
    {
        context.ui.say(format!(
            "no category was given: stored as \"other\"; `meibo edit {code} --category WORD` says another"
        ));
    }
    args.dry_run.remind(context);
    Ok(Exit::Done)
}

/// Says what a name of a country or region with one letter wrong was taken for.
fn taken(text: &str, country: &Country) -> String {
    format!("took {}, one letter differs", report::taken_as(text, country))
}

/// Asks whether that was meant.
fn is_meant(text: &str, country: &Country) -> Result<bool, Failure> {
    prompt::agrees(&format!("{}; is that right?", taken(text, country)))
}

fn read(
    registration: &Registration,
    values: &[(&str, String)],
) -> Result<NewParticipant, Vec<RowProblem>> {
    registration.read_fields(0, |field| {
        let column = PARTICIPANT_FIELDS[field].name;
        values.iter().find(|(name, _)| *name == column).map(|(_, value)| value.as_str())
    })
}

/// Asks for the fields; every answer is checked before the next question.
fn questions(
    registration: &Registration,
    context: &Context,
) -> Result<Vec<(&'static str, String)>, Failure> {
    const QUESTIONS: &[(&str, &str)] = &[
        ("family_name", "Family name"),
        ("given_name", "Given name"),
        ("native_name", "Name in its own script"),
        ("title", "Title"),
        ("country", "Country or region"),
        ("organization", "Organization"),
        ("category", "Category"),
        ("position", "Position"),
        ("email", "E-mail"),
        ("role", "Role"),
        ("track", "Track"),
        ("excursion", "Excursion"),
        ("diet", "Diet"),
        ("note", "Note"),
    ];
    let mut values: Vec<(&'static str, String)> = Vec::new();
    context.ui.say("Enter leaves a field empty; Ctrl-C ends, and nothing is stored");
    for &(column, question) in QUESTIONS {
        if let Some(words) = words(column) {
            context.ui.say(format!("  {}", words.join(", ")));
        }
        let ask = || {
            prompt::ask(question, |answer| {
                let mut so_far = values.clone();
                so_far.push((column, answer.to_owned()));
                // The names are judged together, after the second question.
                let mine = |problem: &&RowProblem| {
                    problem.column == column && column != "family_name"
                        || column == "given_name" && problem.column == "family_name"
                };
                let Err(problems) = read(registration, &so_far) else { return Ok(()) };
                match problems.iter().find(mine) {
                    None => Ok(()),
                    Some(problem) if problem.column == "family_name" => {
                        Err("the person has no name yet; write one here".to_owned())
                    }
                    Some(problem) => Err(problem.reason.clone()),
                }
            })
        };
        let mut answer = ask()?;
        if column == "country" {
            while let Some((text, country)) =
                registration.guessed().into_iter().find(|(text, _)| *text == answer)
                && !is_meant(&text, country)?
            {
                answer = ask()?;
            }
        }
        values.push((column, answer));
    }
    Ok(values)
}

/// Returns the words of which a field takes one.
fn words(column: &str) -> Option<Vec<&'static str>> {
    Some(match column {
        "category" => Category::ALL.iter().map(|word| word.as_str()).collect(),
        "role" => Role::ALL.iter().map(|word| word.as_str()).collect(),
        "track" => Track::ALL.iter().map(|word| word.as_str()).collect(),
        "excursion" => vec!["yes", "no"],
        _ => return None,
    })
}

fn show(context: &Context, person: &NewParticipant, enrolled: &Enrolled) -> Result<(), Failure> {
    let (code, seating, result) = match enrolled {
        Enrolled::Added { code, seating, .. } => (code.to_string(), *seating, "registered"),
        Enrolled::Same { code, .. } | Enrolled::Differs { code, .. } => {
            (code.clone(), Seating::NotAsked, "the same as before")
        }
    };
    let excursion = match seating {
        Seating::NotAsked => String::new(),
        Seating::Seat(seat) => format!("seat {seat}"),
        Seating::Waiting => "waiting".to_owned(),
    };
    // Who does not join the excursion need not be told so.
    let short = if excursion.is_empty() { &SHORT[..SHORT.len() - 1] } else { SHORT };
    context.ui.show_columns(COLUMNS, short, None, |out| {
        out.row(&[
            Cell::Text(&code),
            Cell::Text(&crate::domain::display_name(&person.family_name, &person.given_name)),
            text(person.country.unwrap_or_default()),
            text(&person.organization),
            text(person.track.map_or("", |track| track.as_str())),
            Cell::Text(person.status.as_str()),
            text(&excursion),
            Cell::Text(result),
        ])?;
        Ok(())
    })
}
