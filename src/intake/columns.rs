//! Finds out what the columns of one file mean, from its header and from what the caller says.

use csv::StringRecord;

use super::IntakeError;
use super::alike::{Column, choose_nested, tell_scripts_apart};
use super::choices::{Choices, detected};
use super::faults::{check, refuse_doubled, refuse_unknown};
use super::fields::FieldList;
use super::headers::{Meaning, meaning, near};
use super::mapping::Mapping;
use super::participant_fields::{
    CODE, FAMILY_NAME, FIELDS, FULL_NAME, GIVEN_NAME, NAME, NATIVE_NAME,
};
use super::participant_fields::{NATIVE_FAMILY, NATIVE_GIVEN};
use super::profile::{EXTRA, IGNORE, Profile};
use crate::domain::{EventKind, extra_name};

/// What the columns of one file mean.
#[derive(Debug, Clone)]
pub struct Columns {
    /// For every field the position of its column.
    at: Vec<Option<usize>>,
    /// Fields and columns that speak for them where their own are empty, the first first.
    others: Vec<(usize, usize)>,
    /// Position and name of every column that is kept as an extra field.
    extras: Vec<(usize, String)>,
    /// The header without the blanks around its cells.
    header: Vec<String>,
    /// The columns that say when somebody came in or went out.
    attendance: Vec<(usize, EventKind)>,
    /// Whether the file has it, and not a profile in its place.
    has_header: bool,
    /// Whether what stands in the column of codes is meant for ours, whatever it looks like.
    has_own_codes: bool,
    /// Whether the list has its names in our words: nothing in it means anything but itself.
    is_canonical: bool,
    mapping: Mapping,
    profile: Option<Profile>,
}

impl Columns {
    /// Returns the position of a field's column.
    pub fn position(&self, field: usize) -> Option<usize> {
        self.at.get(field).copied().flatten()
    }

    /// Returns the columns that speak for a field where its own is empty.
    pub(super) fn others(&self, field: usize) -> impl Iterator<Item = usize> + '_ {
        self.others.iter().filter(move |(of, _)| *of == field).map(|(_, at)| *at)
    }

    /// Returns the position of every field's column.
    pub(super) fn positions(&self) -> &[Option<usize>] {
        &self.at
    }

    /// Returns whether a field has a column of its own, or shares one with other parts of the name.
    pub(super) fn speak_of(&self, field: usize) -> bool {
        let shared: &[usize] = match field {
            FAMILY_NAME | GIVEN_NAME => &[FAMILY_NAME, GIVEN_NAME, NAME, FULL_NAME],
            NATIVE_NAME => &[NATIVE_NAME, NATIVE_FAMILY, NATIVE_GIVEN],
            field => return self.position(field).is_some(),
        };
        shared.iter().any(|&field| self.position(field).is_some())
    }

    /// Returns whether what stands in the column of codes is meant for ours, whatever it looks like:
    /// the list was exported here, or somebody says so.
    pub(super) fn has_own_codes(&self) -> bool {
        self.has_own_codes
    }

    /// Returns whether the list has its names in our words: nothing in it means anything but itself.
    pub(super) fn is_canonical(&self) -> bool {
        self.is_canonical
    }

    /// Returns how many columns the header has.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// Takes columns beyond the header for ones that have none, as a remark beside a sheet's list.
    pub(super) fn widen(&mut self, width: usize) {
        for at in self.header.len()..width {
            self.extras.push((at, unnamed_column(at)));
            self.header.push(String::new());
        }
    }

    /// Returns position and name of every column that is kept as an extra field.
    pub(super) fn extras(&self) -> &[(usize, String)] {
        &self.extras
    }

    /// Returns the header of a column.
    pub(super) fn name(&self, at: usize) -> &str {
        self.header.get(at).map_or("", String::as_str)
    }

    /// Returns whether a row is the header once more, as where pages of a list were put together.
    pub(super) fn is_header(&self, row: &StringRecord) -> bool {
        self.has_header
            && row.get(0).is_some_and(|cell| self.header.first().is_some_and(|h| h == cell))
            && self.header.iter().map(String::as_str).eq(row.iter().map(str::trim))
    }

    /// Returns whether a row says once more what the columns are, in another language or by what to
    /// write in brackets.
    pub(super) fn are_named_again(&self, row: &StringRecord, fields: &'static FieldList) -> bool {
        let cells = || row.iter().map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty());
        let is_remark = |cell: &str| cell.starts_with(['(', '（']) && cell.ends_with([')', '）']);
        let is_name = |at: usize, cell: &str| {
            let field = self.at.iter().position(|column| *column == Some(at))?;
            let means = meaning(fields, cell).map(|meaning| meaning.field);
            let is_same = |means| fields.narrower(field, means).is_some();
            Some(means.is_some_and(is_same))
        };
        let names: Vec<bool> = cells().filter_map(|(at, cell)| is_name(at, cell)).collect();
        let are_names = names.len() > 1 && names.iter().all(|is_name| *is_name);
        let are_remarks = cells().nth(1).is_some() && cells().all(|(_, cell)| is_remark(cell));
        self.has_header && !self.is_header(row) && (are_names || are_remarks)
    }

    /// Returns the header of a field's column; empty where there is none.
    pub(super) fn header(&self, field: usize) -> &str {
        self.position(field).and_then(|at| self.header.get(at)).map_or("", String::as_str)
    }

    /// Returns whether the file says when people came in.
    pub fn tell_attendance(&self) -> bool {
        self.attendance.iter().any(|(_, kind)| *kind == EventKind::In)
    }

    /// Returns the columns that say when somebody came in or went out.
    pub(super) fn attendance(&self) -> &[(usize, EventKind)] {
        &self.attendance
    }

    /// Returns the profile that was used, if one was.
    pub fn profile(&self) -> Option<&Profile> {
        self.profile.as_ref()
    }

    /// Writes what the columns were taken for as a profile, by which the sender's next file of the
    /// same header is read in the same way.
    pub fn as_profile(&self, fields: &FieldList, about: &str) -> String {
        let mut rows = vec![["part", "field", "theirs", "ours"].map(str::to_owned)];
        let mut row = |cells: [&str; 4]| rows.push(cells.map(str::to_owned));
        row(["about", "", about, ""]);
        let named = || self.header.iter().enumerate().filter(|(_, header)| !header.is_empty());
        for (_, header) in named().filter(|_| self.has_header) {
            row(["detect", "1", header, ""]);
        }
        let part = if self.has_header { "header" } else { "column" };
        for (at, header) in named() {
            let field = self.at.iter().position(|column| *column == Some(at));
            let is_extra = self.extras.iter().any(|(extra, _)| *extra == at);
            let word = if is_extra { EXTRA } else { IGNORE };
            row([part, field.map_or(word, |field| fields[field].name), header, ""]);
        }
        rows.extend(self.profile.iter().flat_map(Profile::value_rows));
        let mut out = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            // Writing to a Vec cannot fail.
            let _ = out.write_record(row);
        }
        String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    /// Returns what the columns were taken for.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }
}

/// The fields of which a list of people has at least one.
pub(super) const NAMES: [usize; 4] = [FAMILY_NAME, GIVEN_NAME, NAME, FULL_NAME];

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use<'h> {
    /// It holds a field.
    Field(Meaning),
    /// It is kept as an extra field of this name.
    Extra(&'h str),
    /// It is passed over.
    Ignored,
    /// It means nothing that is known.
    Unknown,
}

/// Finds the meaning of every column; `unnamed` is the profile of a file without a header.
pub(super) fn resolve(
    header: &StringRecord,
    (name, line): (&str, u64),
    fields: &'static FieldList,
    choices: &Choices,
    unnamed: Option<&Profile>,
) -> Result<Columns, IntakeError> {
    let mut header: Vec<String> = header.iter().map(in_one_line).collect();
    let profile = unnamed.or_else(|| profile(&header, fields, choices));
    if let Some(profile) = profile {
        profile.tell_apart(&mut header);
    }
    check(&header, name, fields, choices)?;
    let mut mapping = Mapping {
        profile: profile.map(|profile| (profile.name.clone(), profile.about.clone())),
        ..Mapping::default()
    };
    let mut columns = Vec::new();
    let mut extras: Vec<(usize, String)> = Vec::new();
    let mut unknown = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        match meant(cell, &header, fields, choices, profile) {
            Use::Field(meaning) => columns.push(Column { at, meaning }),
            Use::Ignored => mapping.ignored.push(cell.clone()),
            Use::Unknown if cell.is_empty() => {
                // Spreadsheets leave commas behind the last column; what stands there is kept.
                if fields.keeps_others {
                    extras.push((at, unnamed_column(at)));
                }
            }
            Use::Unknown if !fields.keeps_others => unknown.push(cell.clone()),
            Use::Unknown => {
                mapping.near.extend(near(fields, cell).map(|field| (cell.clone(), field)));
                extras.push((at, cell.clone()));
            }
            Use::Extra(name) => extras.push((at, name.to_owned())),
        }
    }
    if fields.keeps_others {
        extras.extend(choose_nested(&mut columns, &header));
        extras.sort_by_key(|(at, _)| *at);
    }
    refuse_unknown(name, fields, unknown)?;
    refuse_doubled((name, line), &extras)?;
    if fields.vague.is_some() {
        tell_scripts_apart(&mut columns);
    }
    let mut at: Vec<Option<usize>> = vec![None; fields.len()];
    for column in &columns {
        let field = column.meaning.field;
        if let Some(before) = at[field].replace(column.at) {
            return Err(IntakeError::DoubledColumn {
                name: name.to_owned(),
                field: fields[field].name,
                headers: vec![header[before].clone(), header[column.at].clone()],
                line,
            });
        }
        if header[column.at] != fields[field].name {
            mapping.columns.push((header[column.at].clone(), fields[field].name));
        }
    }
    for (field, column) in fields.iter().zip(&at) {
        if field.required && column.is_none() {
            let name = name.to_owned();
            return Err(IntakeError::MissingColumn { name, field: field.name, headers: header });
        }
    }
    let is_name = |&field: &usize| at.get(field).is_some_and(Option::is_some);
    if fields.vague.is_some() && !NAMES.iter().any(is_name) {
        // Every row would be refused, and the first one would have been taken for the header.
        let (name, field) = (name.to_owned(), fields[FAMILY_NAME].name);
        return Err(IntakeError::MissingColumn { name, field, headers: header });
    }
    mapping.extras = extras
        .iter()
        .filter(|(at, _)| !header[*at].is_empty())
        .map(|(_, name)| name.clone())
        .collect();
    let has_header = unnamed.is_none();
    let is_code = |field: &str| field == FIELDS[CODE].name;
    let is_said = choices.map.iter().any(|(field, _)| is_code(field))
        || profile.is_some_and(|p| header.iter().any(|h| p.field(h, &header).is_some_and(is_code)));
    let has_own_codes = is_said || is_own(&header, fields);
    let is_canonical = has_all(&header, fields, &[FAMILY_NAME, GIVEN_NAME]);
    let named = |(at, header): (usize, &String)| Some((at, profile?.attendance(header)?));
    let attendance = header.iter().enumerate().filter_map(named).collect();
    let others = profile.map_or_else(Vec::new, |profile| profile.others(&header));
    let is_extra = |at: usize| extras.iter().any(|(extra, _)| *extra == at);
    let others =
        others.into_iter().filter(|(field, column)| at[*field].is_some() && is_extra(*column));
    let others = others.collect();
    let profile = profile.cloned();
    Ok(Columns {
        at,
        others,
        extras,
        header,
        attendance,
        has_header,
        has_own_codes,
        is_canonical,
        mapping,
        profile,
    })
}

/// Chooses the profile of a file: the one that is named, else the one that the header speaks for.
/// What this program exported needs none.
fn profile<'c>(
    header: &[String],
    fields: &'static FieldList,
    choices: &'c Choices,
) -> Option<&'c Profile> {
    if !fields.keeps_others {
        return None;
    }
    let is_own = is_own(header, fields);
    let detected = || if is_own { None } else { detected(&choices.profiles, header) };
    choices.profile.as_ref().or_else(detected)
}

/// Returns a header without the blanks around it and the line breaks within, unless it is one of ours.
fn in_one_line(header: &str) -> String {
    let header = header.trim();
    if header.contains(['\n', '\r', '\t']) && extra_name(header).is_none() {
        return header.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    header.to_owned()
}

/// Says whether a list was exported here.
fn is_own(header: &[String], fields: &FieldList) -> bool {
    has_all(header, fields, &[CODE, FAMILY_NAME])
}

/// Says whether a header has these fields by their own names.
fn has_all(header: &[String], fields: &FieldList, wanted: &[usize]) -> bool {
    let is_there = |name| header.iter().any(|header| header == name);
    wanted.iter().all(|&field| fields.get(field).is_some_and(|field| is_there(field.name)))
}

/// Finds out what one column is: what the caller says goes first, then the profile, then what the
/// header says by itself.
fn meant<'h>(
    header: &'h str,
    all: &[String],
    fields: &'static FieldList,
    choices: &Choices,
    profile: Option<&Profile>,
) -> Use<'h> {
    if choices.ignore.iter().any(|ignored| ignored == header) {
        return Use::Ignored;
    }
    if let Some((field, _)) = choices.map.iter().find(|(_, mapped)| mapped == header) {
        return if field == EXTRA { Use::Extra(header) } else { of(fields, field) };
    }
    if let Some(name) = extra_name(header).filter(|_| fields.keeps_others) {
        return Use::Extra(name);
    }
    let Some(profile) = profile else { return of(fields, header) };
    let is_mapped = |field: &str| choices.map.iter().any(|(mapped, _)| mapped == field);
    match profile.field(header, all) {
        Some(EXTRA) => Use::Extra(header),
        Some(IGNORE) => Use::Ignored,
        Some(field) if is_mapped(field) => Use::Extra(header),
        Some(field) => of(fields, field),
        // Where the profile has a column for the field, another one that only sounds like it is
        // something else.
        None => match of(fields, header) {
            Use::Field(meaning) if profile.claims(fields[meaning.field].name, all) => {
                Use::Extra(header)
            }
            other => other,
        },
    }
}

/// Returns what a column without a header is called among the extra fields.
fn unnamed_column(at: usize) -> String {
    format!("column {}", at + 1)
}

/// Returns the field that a header or the name of a field means.
fn of<'h>(fields: &'static FieldList, header: &str) -> Use<'h> {
    meaning(fields, header).map_or(Use::Unknown, Use::Field)
}
