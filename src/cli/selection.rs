//! Defines the words by which people are selected, the same for every command.

use std::collections::HashSet;

use clap::Args;

use super::context::Context;
use super::error::Failure;
use super::prompt;
use crate::domain::{Category, GroupName, Role, SessionCode, Status, Track};
use crate::intake::read_country;
use crate::matching::{Aliases, Recognised, WhyNot, fold, nearest, recognise};
use crate::ops::{find_person, find_session};
use crate::render::words::{count, list};
use crate::store::{Reader, Selection, StoreError};

/// As many people are changed without a question.
const FEW: usize = 3;

/// Reads one of a closed set of words for clap, which then lists the words itself.
fn word<T>(text: &str) -> Result<T, String>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Reads some of them, separated by commas.
fn words<T>(text: &str) -> Result<Vec<T>, String>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    text.split(',').map(word).collect()
}

/// Codes and filters that are joined by "and".
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Which participants")]
pub(super) struct SelectionArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    pub(super) who: Vec<String>,
    #[command(flatten)]
    fields: FieldFilters,
    #[command(flatten)]
    session: SessionFilter,
    #[command(flatten)]
    others: OtherFilters,
}

/// The same at the door, where `--session` is the one whose door it is.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Which participants")]
pub(super) struct DoorSelectionArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    who: Vec<String>,
    #[command(flatten)]
    fields: FieldFilters,
    #[command(flatten)]
    others: OtherFilters,
}

/// The same where `--country VALUE` changes the country.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Which participants")]
pub(super) struct EditSelectionArgs {
    /// Codes or e-mail addresses
    #[arg(value_name = "CODE")]
    who: Vec<String>,
    /// Whose country, category, role, track or status is this, before the change
    #[arg(long = "where", value_name = "FIELD=VALUE", value_parser = condition)]
    conditions: Vec<(String, String)>,
    #[command(flatten)]
    session: SessionFilter,
    #[command(flatten)]
    others: OtherFilters,
}

/// Filters by fields of a registration
#[derive(Debug, Args, Default, Clone)]
#[command(next_help_heading = "Which participants")]
struct FieldFilters {
    /// Countries or regions, separated by commas, in any spelling
    #[arg(long, value_name = "NAMES")]
    country: Option<String>,
    /// One or several, separated by commas: government, international-organization, company, academia, other
    #[arg(long, value_name = "WORDS", value_parser = word::<Category>, value_delimiter = ',')]
    category: Vec<Category>,
    /// One or several, separated by commas: delegate, speaker, moderator, facilitator, rapporteur, interpreter, observer, staff
    #[arg(long, value_name = "WORDS", value_parser = word::<Role>, value_delimiter = ',')]
    role: Vec<Role>,
    /// One or several, separated by commas: policy, licensing
    #[arg(long, value_name = "WORDS", value_parser = word::<Track>, value_delimiter = ',')]
    track: Vec<Track>,
    /// One or several, separated by commas: invited, registered, confirmed, walk-in, waitlisted, withdrawn, declined
    #[arg(long, value_name = "WORDS", value_parser = word::<Status>, value_delimiter = ',')]
    status: Vec<Status>,
}

/// The filter by the session where people are expected or came
#[derive(Debug, Args, Default, Clone)]
#[command(next_help_heading = "Which participants")]
struct SessionFilter {
    /// Expected or present at a session
    #[arg(long, value_name = "SESSION", value_parser = word::<SessionCode>)]
    session: Option<SessionCode>,
}

/// Filters by everything else
#[derive(Debug, Args, Default, Clone)]
#[command(next_help_heading = "Which participants")]
struct OtherFilters {
    /// Region or sub-region of the world, such as "South-Eastern Asia", or a grouping of the seminar,
    /// such as ASEAN
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// A part of the organization's name
    #[arg(long, value_name = "TEXT")]
    org: Option<String>,
    /// A discussion group, such as P3
    #[arg(long, value_name = "GROUP", value_parser = word::<GroupName>)]
    group: Option<GroupName>,
    /// Present at a session
    #[arg(long, value_name = "SESSION", value_parser = word::<SessionCode>)]
    present: Option<SessionCode>,
    /// Expected at a session and absent
    #[arg(long, value_name = "SESSION", value_parser = word::<SessionCode>)]
    absent: Option<SessionCode>,
    /// A word of the extra field "tags", which holds words separated by commas
    #[arg(long, value_name = "WORD")]
    tag: Option<String>,
    /// A field is not given, such as email
    #[arg(long, value_name = "FIELD", value_parser = Selection::FIELDS.to_vec())]
    missing: Option<String>,
    /// Words in name, organization, e-mail address or code; accents do not matter
    #[arg(long = "match", value_name = "TEXT")]
    text: Option<String>,
}

fn condition(text: &str) -> Result<(String, String), String> {
    const FIELDS: [&str; 5] = ["country", "category", "role", "track", "status"];
    let wanted = format!("write FIELD=VALUE, the field one of {}", FIELDS.join(", "));
    match text.split_once('=') {
        Some((field, value)) if FIELDS.contains(&field.trim()) => {
            Ok((field.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(wanted),
    }
}

impl SelectionArgs {
    /// Selects people by words.
    pub(super) fn of_text(text: &str) -> Self {
        let others = OtherFilters { text: Some(text.to_owned()), ..OtherFilters::default() };
        Self { others, ..Self::default() }
    }

    /// Selects people by codes or e-mail addresses alone.
    pub(super) fn of_codes(who: &[String]) -> Self {
        Self { who: who.to_vec(), ..Self::default() }
    }

    /// Returns whether neither a code nor a filter is given.
    pub(super) fn is_empty(&self) -> bool {
        self.who.is_empty() && !self.filters()
    }

    /// Returns whether a filter is given.
    pub(super) fn filters(&self) -> bool {
        let FieldFilters { country, category, role, track, status } = &self.fields;
        country.is_some()
            || !category.is_empty()
            || !role.is_empty()
            || !track.is_empty()
            || !status.is_empty()
            || self.session.session.is_some()
            || self.others.filters()
    }

    /// Returns the selection that is meant; whatever it names must exist.
    pub(super) fn selection(&self, register: &Reader<'_>) -> Result<Selection, Failure> {
        let Self { who, fields, session: SessionFilter { session }, others } = self;
        for session in [session, &others.present, &others.absent].into_iter().flatten() {
            find_session(register, session)?;
        }
        if let Some(group) = others.group {
            known_group(register, group)?;
        }
        // Where nothing is left of a text everybody would be meant by it: all would be withdrawn.
        let texts = [&others.org, &others.text];
        if let Some(text) = texts.into_iter().flatten().find(|text| fold(text).is_empty()) {
            return Err(Failure::misuse(format!("\"{text}\" has no letter and no digit"))
                .hint("write a part of the name to look for"));
        }
        let region = match &others.region {
            None => None,
            Some(region) => Some(known_region(register, region)?),
        };
        let aliases = register.country_aliases()?;
        let prefix = register.seminar()?.code_prefix;
        let numbers = who
            .iter()
            .map(|typed| Ok(find_person(register, typed, prefix)?.id))
            .collect::<Result<_, Failure>>()?;
        Ok(Selection {
            numbers,
            countries: chosen_countries(fields.country.as_deref(), &aliases)?,
            region,
            organization: others.org.clone(),
            categories: fields.category.clone(),
            roles: fields.role.clone(),
            tracks: fields.track.clone(),
            statuses: fields.status.clone(),
            group: others.group,
            session: session.clone(),
            present: others.present.clone(),
            absent: others.absent.clone(),
            tag: others.tag.clone(),
            missing: others.missing.clone(),
            text: others.text.clone(),
        })
    }

    /// Returns the codes of the people whom a verb changes: those that are typed, or those that the
    /// filters admit. At a terminal somebody is asked before many are changed by a filter.
    pub(super) fn people(
        &self,
        register: &Reader<'_>,
        context: &Context,
    ) -> Result<Vec<String>, Failure> {
        if !self.filters() {
            if self.who.is_empty() {
                return Err(Failure::misuse("nobody was named".to_owned())
                    .hint("name codes or e-mail addresses, or a filter such as --country VN"));
            }
            return Ok(self.who.clone());
        }
        let mut codes = Vec::new();
        register.each_selected(&self.selection(register)?, |row| -> Result<(), StoreError> {
            codes.push(row.code.to_owned());
            Ok(())
        })?;
        if codes.is_empty() {
            return Err(Failure::refused("the filters select nobody".to_owned())
                .hint("`meibo list` with the same filters shows whom they select"));
        }
        if codes.len() > FEW && prompt::somebody_is_there() {
            let many = count(codes.len(), "person", "persons");
            if !prompt::agrees(&format!("the filters select {many}; go on?"))? {
                return Err(Failure::refused("nothing was stored".to_owned()));
            }
        } else {
            context.ui.say(count(codes.len(), "person is selected", "persons are selected"));
        }
        Ok(codes)
    }
}

impl EditSelectionArgs {
    /// Returns the same selection in the words of the other commands.
    pub(super) fn plain(&self) -> Result<SelectionArgs, Failure> {
        let mut fields = FieldFilters::default();
        for (field, value) in &self.conditions {
            let misuse = |reason: String| Failure::misuse(format!("{field} \"{value}\" {reason}"));
            match field.as_str() {
                "country" => {
                    let before = fields.country.take().map(|before| before + ",");
                    fields.country = Some(before.unwrap_or_default() + value);
                }
                "category" => fields.category.extend(words::<Category>(value).map_err(misuse)?),
                "role" => fields.role.extend(words::<Role>(value).map_err(misuse)?),
                "track" => fields.track.extend(words::<Track>(value).map_err(misuse)?),
                _ => fields.status.extend(words::<Status>(value).map_err(misuse)?),
            }
        }
        let Self { who, session, others, .. } = self;
        Ok(SelectionArgs {
            who: who.clone(),
            fields,
            session: session.clone(),
            others: others.clone(),
        })
    }
}

impl DoorSelectionArgs {
    /// Returns the same selection in the words of the other commands.
    pub(super) fn plain(&self) -> SelectionArgs {
        let Self { who, fields, others } = self;
        SelectionArgs {
            who: who.clone(),
            fields: fields.clone(),
            session: SessionFilter::default(),
            others: others.clone(),
        }
    }
}

impl OtherFilters {
    const fn filters(&self) -> bool {
        let Self { region, org, group, present, absent, tag, missing, text } = self;
        region.is_some()
            || org.is_some()
            || group.is_some()
            || present.is_some()
            || absent.is_some()
            || tag.is_some()
            || missing.is_some()
            || text.is_some()
    }
}

/// Refuses a group that no round has.
pub(super) fn known_group(register: &Reader<'_>, wanted: GroupName) -> Result<(), Failure> {
    let mut known: Vec<String> = Vec::new();
    for round in 1..=register.rounds()? {
        let groups = register.breakout_groups(round)?;
        if groups.iter().any(|group| group.name == wanted) {
            return Ok(());
        }
        known.extend(groups.iter().map(|group| group.name.to_string()));
    }
    let failure = Failure::refused(format!("there is no group {wanted}"));
    if known.is_empty() {
        return Err(failure.hint("`meibo breakout assign` makes groups"));
    }
    known.sort_unstable();
    known.dedup();
    Err(failure.hint(format!("there are {}", list(&known, "and"))))
}

/// Returns the codes of a region of the world or a grouping of the seminar.
fn known_region(register: &Reader<'_>, wanted: &str) -> Result<HashSet<String>, Failure> {
    let known = match register.region(wanted)? {
        Ok(codes) => return Ok(codes),
        Err(known) => known,
    };
    let near: Vec<String> = nearest(wanted, known.iter().map(String::as_str), 3)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let message =
        format!("\"{wanted}\" is no region of the world by UN M49 and no grouping of the seminar");
    let failure = Failure::refused(message);
    if near.is_empty() {
        return Err(failure.hint(format!("there are {}", list(&known, "and"))));
    }
    Err(failure.hint_near(&near))
}

/// Reads countries or regions: codes or names, separated by commas; a name may hold a comma itself.
fn chosen_countries(text: Option<&str>, aliases: &Aliases) -> Result<Vec<String>, Failure> {
    let Some(text) = text else {
        return Ok(Vec::new());
    };
    if let Ok(code) = read_country(text, aliases) {
        return Ok(vec![code.to_owned()]);
    }
    let refused = |name: &str, reason: String| {
        let name = name.trim();
        // What is said of the column of a list would mislead here.
        match recognise(name) {
            Recognised::None { why: WhyNot::Unknown, choices } if choices.is_empty() => {
                Failure::refused(format!("\"{name}\" is no country or region")).hint(
                    "`meibo country TEXT` explains names; --org and --match find other bodies",
                )
            }
            Recognised::None { why: WhyNot::PartOfTheWorld, .. } => {
                Failure::refused(format!("\"{name}\" is a part of the world, no country or region"))
                    .hint("--region selects by regions of the world")
            }
            _ => Failure::refused(format!("\"{name}\" {reason}")),
        }
    };
    text.split(',')
        .map(|name| {
            read_country(name, aliases).map(str::to_owned).map_err(|reason| refused(name, reason))
        })
        .collect()
}
