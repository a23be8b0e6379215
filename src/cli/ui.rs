//! Writes to the terminal: answers to standard output, everything else to standard error.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Color, GlobalArgs};
use super::error::Failure;
use crate::render::{Column, Format, Layout, NewFile, RowWriter, escape, folded, wrapped, writer};
use crate::report::{Picked, pick};

/// Where answers and messages go.
#[derive(Clone)]
pub(super) struct Ui {
    format: Option<Format>,
    output: Option<PathBuf>,
    /// The register, over which nothing is written.
    register: PathBuf,
    quiet: bool,
    colored: bool,
    /// When answers are coloured.
    color: Color,
    width: usize,
}

impl Ui {
    /// Decides where and how to write.
    pub(super) fn new(
        global: &GlobalArgs,
        no_color: bool,
        columns: Option<usize>,
    ) -> Result<Self, Failure> {
        // As everywhere, - is where answers go anyway.
        let output = global.output.clone().filter(|path| path.as_os_str() != "-");
        let by_ending = match &output {
            None => None,
            Some(path) => match path.extension().and_then(|ending| ending.to_str()) {
                Some("csv") => Some(Format::Csv),
                Some("json") => Some(Format::Json),
                Some("xlsx") if global.format.is_some() => {
                    return Err(Failure::misuse(format!("{} is a workbook", path.display()))
                        .hint("leave --format out, or end the name in .csv or .json"));
                }
                Some("xlsx") => Some(Format::Xlsx),
                Some("txt") => Some(Format::Table),
                // Pages to print; a list has no such form and says so when it is written.
                Some("html" | "md") => None,
                _ if global.format.is_some() => None,
                _ => {
                    return Err(Failure::misuse(format!(
                        "the ending of {} says no format",
                        path.display()
                    ))
                    .hint("end it in .csv, .json or .xlsx, or say --format"));
                }
            },
        };
        let colored = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => !no_color && io::stderr().is_terminal(),
        };
        let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Ok(Self {
            format: global.format.map(Format::from).or(by_ending),
            output,
            register: global.db.clone(),
            quiet: global.quiet,
            colored,
            color: if no_color && global.color == Color::Auto {
                Color::Never
            } else {
                global.color
            },
            width: columns.filter(|&width| width > 0).or(terminal).unwrap_or(Layout::WIDTH),
        })
    }

    /// Writes plainly, for failures before the flags are known.
    pub(super) fn plain() -> Self {
        Self {
            format: None,
            output: None,
            register: PathBuf::new(),
            quiet: false,
            colored: false,
            color: Color::Never,
            width: Layout::WIDTH,
        }
    }

    /// Returns how answers are written.
    pub(super) fn format(&self) -> Format {
        self.format.unwrap_or_default()
    }

    /// Returns whether answers are coloured where they go to a terminal, or not to one.
    pub(super) fn colours(&self, to_terminal: bool) -> bool {
        self.color == Color::Always || to_terminal && self.color == Color::Auto
    }

    /// Returns whether answers go to a file.
    pub(super) const fn has_output(&self) -> bool {
        self.output.is_some()
    }

    /// Returns whether rows were asked for, by flag or by the ending of the file.
    pub(super) const fn has_format(&self) -> bool {
        self.format.is_some()
    }

    /// Returns whether answers go to a file that is a page to print.
    pub(super) fn is_page(&self) -> bool {
        self.output.as_ref().is_some_and(|path| path.extension().is_some_and(|e| e == "html"))
    }

    /// Returns how answers are written, where a command writes data rather than a table by default.
    pub(super) fn format_or(&self, usual: Format) -> Format {
        self.format.unwrap_or(usual)
    }

    /// Shows the rows that `fill` writes.
    pub(super) fn show<T>(
        &self,
        columns: &[Column<'_>],
        fill: impl FnOnce(&mut dyn RowWriter) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.show_as(self.format(), columns, None, fill)
    }

    /// Shows some of the columns: those wanted, or in a table those that fit on a screen.
    pub(super) fn show_columns<T>(
        &self,
        columns: &[Column<'_>],
        short: &[&str],
        wanted: Option<&[String]>,
        fill: impl FnOnce(&mut dyn RowWriter) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let short: Vec<String> = short.iter().map(|&key| key.to_owned()).collect();
        let wanted = match wanted {
            Some(wanted) => Some(wanted),
            None if self.format() == Format::Table => Some(short.as_slice()),
            None => None,
        };
        let positions = wanted.map(|wanted| pick(columns, wanted)).transpose();
        let positions = positions.map_err(|error| Failure::misuse(error.to_string()))?;
        self.show_as(self.format(), columns, positions, fill)
    }

    /// Shows rows in a given format.
    pub(super) fn show_as<T>(
        &self,
        format: Format,
        columns: &[Column<'_>],
        positions: Option<Vec<usize>>,
        fill: impl FnOnce(&mut dyn RowWriter) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.no_page()?;
        let chosen: Vec<Column<'_>> = match &positions {
            None => columns.to_vec(),
            Some(positions) => positions.iter().map(|&at| columns[at]).collect(),
        };
        self.write(|out, to_terminal| {
            let layout = Layout { width: self.width, to_terminal };
            let inner = writer(format, &chosen, layout, out);
            let mut rows: Box<dyn RowWriter + '_> = match positions {
                None => inner,
                Some(positions) => Box::new(Picked::new(inner, positions)),
            };
            let answer = fill(rows.as_mut())?;
            rows.finish()?;
            Ok(answer)
        })
    }

    /// Writes a page to print.
    pub(super) fn page(&self, page: &str) -> Result<(), Failure> {
        if let Some(path) = &self.output
            && path.extension().is_some_and(|ending| ending == "md")
        {
            let message = format!("{} would be a text, and this is a page", path.display());
            return Err(Failure::misuse(message).hint("end it in .html, or in .csv for the rows"));
        }
        self.lines(page)
    }

    /// Writes a text as an answer, line by line.
    pub(super) fn text(&self, text: &str) -> Result<(), Failure> {
        self.no_workbook()?;
        self.lines(text)
    }

    /// Writes lines as they are, or as a terminal may show them.
    fn lines(&self, text: &str) -> Result<(), Failure> {
        self.write(|out, to_terminal| {
            if !to_terminal {
                let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                return Ok(write!(out, "{text}{end}")?);
            }
            Ok(text.lines().try_for_each(|line| writeln!(out, "{}", escape(line)))?)
        })
    }

    /// Refuses a page to print or to publish for an answer that is none.
    fn no_page(&self) -> Result<(), Failure> {
        let ends_like_one =
            |path: &&PathBuf| path.extension().is_some_and(|e| e == "html" || e == "md");
        let Some(path) = self.output.as_ref().filter(ends_like_one) else { return Ok(()) };
        let message = format!("{} would be a page, and this is a list", path.display());
        Err(Failure::misuse(message).hint("end it in .csv or .json"))
    }

    /// Refuses a workbook for an answer that has no rows.
    fn no_workbook(&self) -> Result<(), Failure> {
        if self.format == Some(Format::Xlsx) {
            return Err(Failure::misuse("this answer has no rows for a workbook".to_owned())
                .hint("leave --output out, or end its name in .txt"));
        }
        Ok(())
    }

    /// Writes an answer of several tables and lines.
    pub(super) fn document(
        &self,
        fill: impl FnOnce(&mut Page<'_>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.no_page()?;
        self.write(|out, to_terminal| {
            fill(&mut Page { out, layout: Layout { width: self.width, to_terminal } })
        })
    }

    /// Opens the place of answers: standard output, or a file that appears when it is complete.
    fn write<T>(
        &self,
        fill: impl FnOnce(&mut dyn Write, bool) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Some(path) = &self.output else {
            let stdout = io::stdout();
            let to_terminal = stdout.is_terminal();
            let mut out = stdout.lock();
            let answer = fill(&mut out, to_terminal)?;
            out.flush()?;
            return Ok(answer);
        };
        self.spare(path, None)?;
        into_file(path, |out| fill(out, false))
    }

    /// Writes a text to a file that appears when it is complete.
    pub(super) fn save(&self, path: &Path, text: &str) -> Result<(), Failure> {
        self.spare(path, None)?;
        into_file(path, |out| Ok(out.write_all(text.as_bytes())?))?;
        self.say(format!("{} was written", path.display()));
        Ok(())
    }

    /// Refuses to write over the register, one of the files beside it, or the list that is read.
    pub(super) fn spare(&self, path: &Path, list: Option<&Path>) -> Result<(), Failure> {
        let failure = |what: &str| {
            Err(Failure::misuse(format!("{} is {what}", path.display()))
                .hint("nothing was done; name another file to be written"))
        };
        let Some(written) = resolved(path) else { return Ok(()) };
        if list.and_then(resolved).is_some_and(|list| list == written) {
            return failure("the list itself");
        }
        let register = resolved(&self.register).unwrap_or_default().into_os_string();
        let beside = ["", "-wal", "-shm", "-journal", "-queue"].map(|ending| {
            let mut name = register.clone();
            name.push(ending);
            name
        });
        if beside.contains(&written.into_os_string()) {
            return failure("the register, or belongs to it");
        }
        Ok(())
    }

    /// Says something that is no answer.
    pub(super) fn say(&self, message: impl AsRef<str>) {
        if !self.quiet {
            // Nobody is there to be told that standard error is closed.
            let _ = writeln!(io::stderr(), "{}", self.message("", message.as_ref()));
        }
    }

    /// Says why a command ended, and returns its exit code.
    pub(super) fn report(&self, failure: &Failure) -> ExitCode {
        if !failure.is_quiet() {
            self.fail(&failure.message, &failure.hints);
        } else if !failure.message.is_empty() {
            self.say(&failure.message);
        }
        ExitCode::from(failure.exit_code())
    }

    /// Says that something failed and what to do next.
    pub(super) fn fail(&self, message: &str, hints: &[String]) {
        let (red, bold, plain) =
            if self.colored { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let told = |colour: &str, word: &str, text: &str| {
            let text = self.message(word, text);
            let _ = writeln!(io::stderr(), "{colour}{word}{plain}{}", &text[word.len()..]);
        };
        told(red, "error", message);
        for hint in hints {
            told(bold, "hint", hint);
        }
    }

    /// Returns a message as it is written: safe, after a word that says what it is, and on a terminal in
    /// lines that fit.
    fn message(&self, word: &str, text: &str) -> String {
        let colon = if word.is_empty() { "" } else { ": " };
        let message = format!("{word}{colon}{}", escape(text));
        if io::stderr().is_terminal() { folded(&message, self.width) } else { message }
    }

    /// Returns a bar for work of this many bytes; it shows itself on a terminal only.
    pub(super) fn progress(&self, bytes: Option<u64>) -> indicatif::ProgressBar {
        if self.quiet || !io::stderr().is_terminal() {
            return indicatif::ProgressBar::hidden();
        }
        let (bar, template) = match bytes {
            Some(bytes) => (indicatif::ProgressBar::new(bytes), "reading {bar:50} {percent:>3} %"),
            // Nobody knows how much comes through a pipe.
            None => (indicatif::ProgressBar::no_length(), "reading {pos} bytes"),
        };
        // Both templates are sound; the usual one would do as well.
        match indicatif::ProgressStyle::with_template(template) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

/// An answer of several tables and lines, as it is being written.
pub(super) struct Page<'o> {
    out: &'o mut dyn Write,
    layout: Layout,
}

impl Page<'_> {
    /// Writes a line.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{}", escape(text))?)
    }

    /// Writes a text in lines that fit.
    pub(super) fn paragraph(&mut self, text: &str) -> Result<(), Failure> {
        for line in wrapped(&escape(text), self.layout.width).lines() {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// Writes a table.
    pub(super) fn table(
        &mut self,
        columns: &[Column<'_>],
        fill: impl FnOnce(&mut dyn RowWriter) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut rows = writer(Format::Table, columns, self.layout, self.out);
        fill(rows.as_mut())?;
        Ok(rows.finish()?)
    }
}

/// Returns the whole name of a file, which need not be there; nothing where its folder is not.
fn resolved(path: &Path) -> Option<PathBuf> {
    if let Ok(found) = std::fs::canonicalize(path) {
        return Some(found);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = std::fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
    Some(folder.join(path.file_name()?))
}

/// Writes a file under another name, which it changes for its own when it is complete.
fn into_file<T>(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::BrokenPipe => error.into(),
        _ => Failure::refused(format!("{} cannot be written: {error}", path.display()))
            .hint("check the name, and that its folder is there and may be written to"),
    };
    let mut out = BufWriter::new(NewFile::begin(path).map_err(failed)?);
    let answer = fill(&mut out)?;
    let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    file.complete().map_err(failed)?;
    Ok(answer)
}
