//! Shows what a desk answers: a line for a pipe, an object a line for a program, colours and a
//! prompt for a person.

use std::io::{self, Write};

use super::super::context::Context;
use super::super::error::Failure;
use crate::ops::{Answer, Desk, Outcome};
use crate::render::{Cell, Column, Fit, Format, Layout, escape, object, writer};

/// The most characters of a line that are repeated in its answer.
const REPEATED: usize = 200;

const COLUMNS: &[Column<'static>] = &[
    Column::new("line", "Line", Fit::Words),
    Column::new("result", "Result", Fit::Whole),
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Words),
    Column::new("session", "Session", Fit::Whole),
    Column::new("at", "At", Fit::Whole),
    Column::new("message", "Message", Fit::Words),
];

/// How answers are written.
pub(super) struct Voice<'c> {
    context: &'c Context,
    format: Format,
    at_terminal: bool,
    coloured: bool,
}

impl<'c> Voice<'c> {
    /// Decides how to answer.
    pub(super) fn new(context: &'c Context, at_terminal: bool) -> Result<Self, Failure> {
        let format = context.ui.format();
        let voice = Self {
            context,
            format,
            at_terminal: at_terminal && format == Format::Table,
            coloured: context.ui.colours(at_terminal),
        };
        if format == Format::Csv {
            let header: Vec<&str> = COLUMNS.iter().map(|column| column.key).collect();
            writeln!(io::stdout(), "{}", header.join(","))?;
        }
        Ok(voice)
    }

    /// Returns whether a person sits there.
    pub(super) const fn is_at_terminal(&self) -> bool {
        self.at_terminal
    }

    /// Says where one is.
    pub(super) fn greet(&self, desk: &Desk) -> io::Result<()> {
        if !self.at_terminal {
            return Ok(());
        }
        let where_ = desk.standing().map_or_else(
            || "the session that is on".to_owned(),
            |(session, _)| format!("{} {}", session.item.code, session.item.title),
        );
        let desk = self.context.desk();
        writeln!(io::stdout(), "Desk {}: {}. ? for help", escape(desk), escape(&where_))
    }

    /// Asks for the next line.
    pub(super) fn prompt(&self, desk: &Desk) -> io::Result<()> {
        if !self.at_terminal {
            return Ok(());
        }
        let standing = desk
            .standing()
            .map(|(session, standing)| format!("{}  {standing} ", session.item.code))
            .unwrap_or_default();
        let sign = if desk.is_asking() { "?>" } else { ">" };
        let mut out = io::stdout().lock();
        write!(out, "{standing}{sign} ")?;
        out.flush()
    }

    /// Answers a line.
    pub(super) fn answer(&self, line: &[u8], answer: &Answer) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match self.format {
            Format::Table | Format::CsvForExcel | Format::Xlsx => self.speak(&mut out, answer)?,
            Format::Json | Format::Csv => {
                let said: String = String::from_utf8_lossy(line).chars().take(REPEATED).collect();
                let message = in_one_line(answer);
                let at = answer.at.map(|at| at.to_string());
                let cells = [
                    Cell::Text(&said),
                    Cell::Text(answer.outcome.as_str()),
                    answer.code.as_deref().map_or(Cell::Empty, Cell::Text),
                    answer.name.as_deref().map_or(Cell::Empty, Cell::Text),
                    answer.session.as_ref().map_or(Cell::Empty, |code| Cell::Text(code.as_str())),
                    at.as_deref().map_or(Cell::Empty, Cell::Text),
                    Cell::Text(&message),
                ];
                if self.format == Format::Json {
                    object(COLUMNS, &cells, &mut out)?;
                } else {
                    let mut row = Vec::new();
                    let mut rows = writer(Format::Csv, COLUMNS, Layout::default(), &mut row);
                    rows.row(&cells)?;
                    rows.finish()?;
                    drop(rows);
                    // The header stands at the beginning of all answers.
                    let header = row.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                    out.write_all(&row[header..])?;
                }
            }
        }
        out.flush()
    }

    fn speak(&self, out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
        let (begin, end) = match (self.coloured, answer.outcome) {
            (false, _) => ("", ""),
            (true, Outcome::In | Outcome::WalkIn | Outcome::Out) => ("\x1b[1;32m", "\x1b[0m"),
            (true, Outcome::Already | Outcome::Undone) => ("\x1b[1;33m", "\x1b[0m"),
            (true, Outcome::Choose) => ("\x1b[1;36m", "\x1b[0m"),
            (true, Outcome::Refused | Outcome::Unknown) => ("\x1b[1;31m", "\x1b[0m"),
        };
        write!(out, "{begin}{:<8}{end}", answer.outcome.as_str())?;
        if let Some(code) = &answer.code {
            write!(out, "{code}  ")?;
        }
        if let Some(name) = &answer.name {
            write!(out, "{}  ", escape(name))?;
        }
        if let Some(session) = &answer.session {
            write!(out, "{session}  ")?;
        }
        if self.at_terminal {
            writeln!(out, "{}", escape(&answer.message))?;
            for line in &answer.lines {
                writeln!(out, "        {}", escape(line))?;
            }
            return Ok(());
        }
        writeln!(out, "{}", escape(&in_one_line(answer)))
    }

    /// Says what was done, at the end.
    pub(super) fn part(&self, desk: &Desk) -> io::Result<()> {
        if self.at_terminal {
            writeln!(io::stdout())?;
        }
        let standing = desk
            .standing()
            .map(|(session, standing)| format!("{} {standing}; ", session.item.code))
            .unwrap_or_default();
        self.context.ui.say(format!("{standing}desk {}: {}", self.context.desk(), desk.tally()));
        Ok(())
    }
}

/// Returns message and further lines as one line.
fn in_one_line(answer: &Answer) -> String {
    let mut message = answer.message.clone();
    for (number, line) in answer.lines.iter().enumerate() {
        message.push_str(match number {
            0 if message.ends_with('?') => "",
            0 => ":",
            _ => ";",
        });
        for word in line.split_whitespace() {
            message.push(' ');
            message.push_str(word);
        }
    }
    message
}
