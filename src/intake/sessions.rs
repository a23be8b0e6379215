//! Turns a row of the programme into a session, or into everything that is wrong with it.

use super::dates::{DateOrder, rewritten};
use super::fields::{FieldList, FieldSpec};
use super::{RawRow, RowProblem};
use crate::domain::{
    Day, Moment, NewSession, SessionCode, SessionKind, Speaker, Timestamp, Zone, clean,
};
use crate::intake::words::read_track;
use crate::matching::{Aliases, Recognised, fold};

/// The columns of the programme, in the canonical order.
pub const FIELDS: &FieldList = &FieldList {
    list: "sessions",
    vague: None,
    either: None,
    keeps_others: false,
    fields: &[
        FieldSpec::required("session"),
        FieldSpec::required("day"),
        FieldSpec::required("title"),
        FieldSpec::optional("kind"),
        FieldSpec::required("starts_at"),
        FieldSpec::required("ends_at"),
        FieldSpec::optional("room"),
        FieldSpec::optional("track"),
        FieldSpec::optional("speakers"),
    ],
};

/// The fields that may hold a date.
pub const DATES: [usize; 3] = [1, 4, 5];

/// How the programme of one seminar is read.
#[derive(Debug, Clone)]
pub struct SessionReader {
    /// The first day.
    pub first_day: Day,
    /// The last day.
    pub last_day: Day,
    /// The time zone of the place.
    pub zone: Zone,
    /// The order in which dates such as 03/04/2019 are written, if it is known.
    pub order: Option<DateOrder>,
    /// What the seminar says that names of countries and regions mean.
    pub aliases: Aliases,
}

impl SessionReader {
    /// Returns the session of a row, or all that is wrong with the row.
    pub fn read(&self, row: &RawRow<'_>) -> Result<NewSession, Vec<RowProblem>> {
        if let Some(problem) = row.ragged() {
            return Err(vec![problem]);
        }
        self.read_fields(row.line, |field| row.text(field))
    }

    /// Returns the session of a set of fields, as a row or a change has them, or all that is wrong
    /// with them.
    pub fn read_fields<'t>(
        &self,
        line: u64,
        text: impl Fn(usize) -> &'t str,
    ) -> Result<NewSession, Vec<RowProblem>> {
        let mut problems = Vec::new();
        let mut refuse = |field: usize, reason: String| {
            problems.push(RowProblem::new(line, FIELDS[field].name, text(field), reason));
        };
        let code = text(0).parse::<SessionCode>().map_err(|e| refuse(0, e.to_string())).ok();
        let day = self.day_number(text(1)).map_err(|reason| refuse(1, reason)).ok();
        let title = clean(text(2)).map_err(|e| refuse(2, e.to_string())).unwrap_or_default();
        if title.is_empty() {
            refuse(2, "is empty; write the title".to_owned());
        }
        let kind = match text(3) {
            "" => Some(SessionKind::Plenary),
            word => {
                word.parse().map_err(|e: crate::domain::UnknownWord| refuse(3, e.to_string())).ok()
            }
        };
        let mut moment = |field: usize| {
            let day = self.first_day.numbered(day.unwrap_or(1))?;
            self.instant(text(field), day).map_err(|reason| refuse(field, reason)).ok()
        };
        let (starts_at, ends_at) = (moment(4), moment(5));
        let track = match text(7) {
            "" => None,
            word => read_track(word).map_err(|e| refuse(7, e.to_string())).ok().flatten(),
        };
        if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at)
            && ends_at <= starts_at
        {
            let reason = "is not after the beginning; write the day too if it ends on the next";
            refuse(5, reason.to_owned());
        }
        match (code, day, kind, starts_at, ends_at) {
            (Some(code), Some(day), Some(kind), Some(starts_at), Some(ends_at))
                if problems.is_empty() =>
            {
                Ok(NewSession {
                    code,
                    day,
                    title: title.to_owned(),
                    kind,
                    starts_at,
                    ends_at,
                    room: text(6).to_owned(),
                    track,
                    speakers: read_speakers(text(8), &self.aliases),
                })
            }
            _ => Err(problems),
        }
    }

    /// Reads a seminar's day: its number, or its date.
    ///
    /// # Errors
    /// A sentence that says which days there are.
    fn day_number(&self, text: &str) -> Result<u32, String> {
        let last = self.first_day.days_until(self.last_day);
        let text = text.trim();
        let year = self.first_day.to_string();
        let year = year.split('-').next().unwrap_or_default();
        let with_year = [format!("{text} {year}"), format!("{year}年{text}")];
        let date = |text: &str| {
            let date = rewritten(text, self.order)?;
            // Programs write a day as the moment of its beginning.
            let date = date.strip_suffix(":00").unwrap_or(&date);
            date.strip_suffix(" 00:00").unwrap_or(date).parse::<Day>().ok()
        };
        let found = text.parse().ok().or_else(|| date(text));
        let number = match found.or_else(|| with_year.iter().find_map(|text| date(text))) {
            Some(day) => self.first_day.days_until(day),
            None => bare_number(text).unwrap_or(0),
        };
        if (1..=last).contains(&number) {
            Ok(u32::try_from(number).unwrap_or(1))
        } else {
            Err(format!(
                "is not one of the seminar's days; write 1 to {last} or {} to {}",
                self.first_day, self.last_day
            ))
        }
    }

    /// Reads a time by the clock of the seminar's place.
    ///
    /// # Errors
    /// A sentence that says how a time is written.
    pub fn instant(&self, text: &str, day: Day) -> Result<Timestamp, String> {
        text.parse::<Moment>()
            .or_else(|error| rewritten(text, self.order).ok_or(error)?.parse())
            .and_then(|moment| self.zone.instant(moment, day))
            .map_err(|error| error.to_string())
    }
}

/// Reads the number of a day with or without the word for it: `2`, `Day 2`, `第2日`, `2日目`.
fn bare_number(text: &str) -> Option<i64> {
    const WORDS: [&str; 10] =
        ["day", "jour", "tag", "dia", "giorno", "день", "hari", "日目", "日", "일차"];
    let is_word = |word: &str| WORDS.contains(&fold(word).as_str());
    let text = text.strip_prefix('第').unwrap_or(text);
    let start = text.find(|sign: char| sign.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    let is_known = |word: &str| word.is_empty() || is_word(word);
    (is_known(before.trim()) && is_known(after.trim())).then(|| number.parse().ok()).flatten()
}

/// Reads the list of those who speak; parts are separated by semicolons.
fn read_speakers(text: &str, aliases: &Aliases) -> Vec<Speaker> {
    text.split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Speaker {
            name: name.to_owned(),
            country: match aliases.recognise(name) {
                Recognised::Country { country, .. } => Some(country.code.to_owned()),
                Recognised::None { .. } => None,
            },
        })
        .collect()
}
