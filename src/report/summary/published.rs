//! Writes the public summary after the seminar, in the organizer's style. Every figure is one of the
//! summary's; nothing is counted here.

use super::super::ReportError;
use super::super::tally::Programme;
use super::figures::{Summary, summary};
use super::section::Section;
use crate::domain::{SessionKind, Track};
use crate::render::{Html, words};
use crate::store::{Reader, Seminar};

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Heading(String),
    Paragraph(String),
    List(Vec<String>),
    Table([&'static str; 3], Vec<[String; 3]>),
}

/// The public summary of a seminar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    title: String,
    blocks: Vec<Block>,
}

/// Returns `26th Asian Export Control Seminar`.
pub(in crate::report) fn titled(seminar: &Seminar) -> String {
    format!("{} {}", seminar.edition, seminar.name).trim().to_owned()
}

/// Writes the public summary.
pub fn published(register: &Reader<'_>) -> Result<Published, ReportError> {
    let programme = Programme::read(register)?;
    let figures = summary(register)?;
    let seminar = &programme.seminar;
    let days = seminar.first_day.in_words_to(seminar.last_day);
    let on = if seminar.first_day == seminar.last_day { "on" } else { "from" };
    let place =
        if seminar.venue.is_empty() { String::new() } else { format!(" in {}", seminar.venue) };
    let mut blocks = vec![
        Block::Paragraph(format!("The {} was held{place} {on} {days}.", titled(seminar))),
        Block::Paragraph(figures.closing.clone()),
    ];
    let present = |key: &str| -> Vec<(String, i64)> {
        let rows = figures.sections.iter().filter(|section| section.key == key);
        let rows = rows.flat_map(|section| {
            section.rows.iter().map(|(item, _)| (item.clone(), figure(section, item, "present")))
        });
        rows.filter(|(_, persons)| *persons > 0).collect()
    };
    let countries: Vec<String> = present("country").into_iter().map(|(name, _)| name).collect();
    if !countries.is_empty() {
        blocks.push(Block::Heading("Participating countries and regions".to_owned()));
        blocks.push(Block::Paragraph(format!("{}.", words::list(&countries, "and"))));
    }
    blocks.extend(by_day(&programme));
    for (kind, names) in &figures.briefings {
        blocks.push(Block::Heading(format!("Briefings by {kind}")));
        blocks.push(Block::Paragraph(format!("{}.", words::list(names, "and"))));
    }
    blocks.extend(discussed(&programme, &figures));
    blocks.extend(excursion(&programme, &figures));
    let sessions: Vec<[String; 3]> = present("session")
        .into_iter()
        .filter_map(|(code, persons)| {
            let session = programme.sessions.iter().find(|s| s.item.code.to_string() == code)?;
            Some([session.item.day.to_string(), session.item.title.clone(), persons.to_string()])
        })
        .collect();
    if !sessions.is_empty() {
        blocks.push(Block::Heading("Attendance".to_owned()));
        blocks.push(Block::Table(["Day", "Session", "Persons present"], sessions));
    }
    Ok(Published { title: format!("Summary of the {}", titled(seminar)), blocks })
}

/// Returns a figure of the summary; nothing was counted where it is not there.
fn figure(section: &Section, item: &str, name: &str) -> i64 {
    let row = section.rows.iter().find(|(found, _)| found == item);
    let at = section.figures.iter().position(|(key, _)| *key == name);
    row.zip(at).and_then(|((_, values), at)| values.get(at).copied()).unwrap_or_default()
}

fn section<'s>(figures: &'s Summary, key: &str) -> Option<&'s Section> {
    figures.sections.iter().find(|section| section.key == key)
}

/// Returns the programme, a list for each day.
fn by_day(programme: &Programme) -> Vec<Block> {
    let mut blocks = Vec::new();
    for day in programme.days() {
        let date = programme.seminar.first_day.numbered(day);
        let date = date.map(|date| format!(", {}", date.in_words_to(date))).unwrap_or_default();
        let items = programme.sessions.iter().filter(|session| session.item.day == day);
        let titles = items.map(|session| session.item.title.clone()).collect();
        blocks.push(Block::Heading(format!("Day {day}{date}")));
        blocks.push(Block::List(titles));
    }
    blocks
}

/// Tells of the discussion groups, track by track.
fn discussed(programme: &Programme, figures: &Summary) -> Vec<Block> {
    let (Some(groups), Some(sessions)) = (section(figures, "group"), section(figures, "session"))
    else {
        return Vec::new();
    };
    let sentences: Vec<String> = Track::ALL
        .iter()
        .filter_map(|track| {
            let number = groups
                .rows
                .iter()
                .filter(|(name, _)| name.starts_with(track.letter()) && !name.contains(' '))
                .count();
            let present: i64 = programme
                .sessions
                .iter()
                .filter(|s| s.item.kind == SessionKind::Breakout && s.item.track == Some(*track))
                .map(|s| figure(sessions, s.item.code.as_str(), "present"))
                .sum();
            let officials = match track {
                Track::Policy => "officials in charge of policymaking",
                Track::Licensing => "licensing officials",
            };
            let formed = words::count(number, "group", "groups");
            let attended = words::count(
                u64::try_from(present).unwrap_or_default(),
                "participant",
                "participants",
            );
            match (number, present) {
                (0, _) => None,
                (_, 0) => Some(format!("{formed} of {officials}")),
                _ => Some(format!("{formed} of {officials} ({attended})")),
            }
        })
        .collect();
    if sentences.is_empty() {
        return Vec::new();
    }
    let text = format!("Participants discussed in {}.", words::list(&sentences, "and"));
    vec![Block::Heading("Breakout sessions".to_owned()), Block::Paragraph(text)]
}

/// Tells of the excursion, once somebody was on it.
fn excursion(programme: &Programme, figures: &Summary) -> Vec<Block> {
    let Some(places) = section(figures, "excursion") else { return Vec::new() };
    let boarded: i64 = places.rows.iter().map(|(name, _)| figure(places, name, "boarded")).sum();
    let item = programme.sessions.iter().find(|s| s.item.kind == SessionKind::Excursion);
    let (Some(session), 1..) = (item, boarded) else { return Vec::new() };
    let boarded = u64::try_from(boarded).unwrap_or_default();
    let joined = words::count(boarded, "participant", "participants");
    let text = format!("{joined} took part in \"{}\".", session.item.title);
    vec![Block::Heading("Excursion".to_owned()), Block::Paragraph(text)]
}

impl Published {
    /// Returns the text as Markdown.
    pub fn markdown(&self) -> String {
        let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut lines = vec![format!("# {}", plain(&self.title))];
        for block in &self.blocks {
            lines.push(String::new());
            match block {
                Block::Heading(heading) => lines.push(format!("## {}", plain(heading))),
                Block::Paragraph(words) => lines.push(plain(words)),
                Block::List(items) => {
                    lines.extend(items.iter().map(|item| format!("- {}", plain(item))));
                }
                Block::Table(headings, rows) => {
                    lines.push(row(&headings.map(str::to_owned)));
                    lines.push(row(&headings.map(|_| "---".to_owned())));
                    lines.extend(rows.iter().map(|cells| row(&cells.each_ref().map(|c| plain(c)))));
                }
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// Returns the text as a page.
    pub fn html(&self) -> String {
        let mut page = Html::new(&self.title);
        page.begin_sheet("report");
        page.element("h1", &self.title);
        for block in &self.blocks {
            match block {
                Block::Heading(heading) => page.element("h2", heading),
                Block::Paragraph(words) => page.element("p", words),
                Block::List(items) => page.list(items),
                Block::Table(headings, rows) => {
                    let rows: Vec<Vec<&str>> =
                        rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
                    page.table(headings, &rows);
                }
            }
        }
        page.end_sheet();
        page.finish()
    }
}

/// Returns a text that means itself in Markdown.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => {
                safe.push('\\');
                safe.push(character);
            }
            '\n' | '\r' | '\t' => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}
