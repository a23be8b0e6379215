//! Reads the sheets of an ODS workbook row by row.

use csv::StringRecord;
use quick_xml::events::{BytesStart, Event};

use super::super::MOST_COLUMNS;
use super::super::source::{Fault, Oddities, RowSource, Taken};
use super::cell::plain;
use super::layout::{Layout, Merged};
use super::package::{Package, Xml, attribute, number};

/// An ODS workbook.
pub(in super::super) struct Ods<'i> {
    package: Package<'i>,
    /// Names of the sheets, and whether they are hidden.
    sheets: Vec<(String, bool)>,
}

/// The most styles of hidden sheets that are remembered.
const MOST_STYLES: usize = 1024;

const CONTENT: &str = "content.xml";

impl<'i> Ods<'i> {
    pub(super) fn open(mut package: Package<'i>) -> Result<Self, Fault> {
        if let Some(mut manifest) = package.xml("META-INF/manifest.xml")? {
            loop {
                match manifest.next()? {
                    Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                        return Err(Fault::Locked);
                    }
                    Event::Eof => break,
                    _ => {}
                }
            }
        }
        let mut xml = package.xml(CONTENT)?.ok_or(Fault::Damaged { line: 1 })?;
        let (mut sheets, mut style, mut hidden) = (Vec::new(), None, Vec::new());
        loop {
            xml.row_begins();
            match xml.next()? {
                Event::Start(element) if element.name().as_ref() == "table:table" => {
                    let name = attribute(&element, "name").unwrap_or_default();
                    let style = attribute(&element, "style-name");
                    sheets.push((name, style.is_some_and(|style| hidden.contains(&style))));
                }
                Event::Start(element) if element.name().as_ref() == "style:style" => {
                    style = attribute(&element, "name");
                }
                // What hides a sheet is said by a style, which stands before all sheets.
                Event::Start(element) if element.name().as_ref() == "style:table-properties" => {
                    let is_hidden = attribute(&element, "display").as_deref() == Some("false");
                    if is_hidden && hidden.len() < MOST_STYLES {
                        hidden.extend(style.take());
                    }
                }
                Event::Eof => return Ok(Self { package, sheets }),
                _ => {}
            }
        }
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    pub(super) fn is_hidden(&self, at: usize) -> bool {
        self.sheets.get(at).is_some_and(|(_, is_hidden)| *is_hidden)
    }

    pub(super) fn sheet(&mut self, at: usize) -> Result<Box<dyn RowSource>, Fault> {
        let mut xml = self.package.xml(CONTENT)?.ok_or(Fault::Damaged { line: 1 })?;
        let mut before = at;
        loop {
            xml.row_begins();
            match xml.next()? {
                Event::Start(element) if element.name().as_ref() == "table:table" => {
                    if before == 0 {
                        return Ok(Box::new(Sheet::new(xml)));
                    }
                    before -= 1;
                }
                Event::Eof => return Err(Fault::Damaged { line: 1 }),
                _ => {}
            }
        }
    }
}

/// One sheet, read row by row.
struct Sheet {
    xml: Xml,
    row: u64,
    cells: Vec<String>,
    /// How often the present row stands once more.
    repeats: u64,
    /// Whether the present row is hidden.
    is_hidden: bool,
    layout: Layout,
    /// How many columns were described so far.
    columns: usize,
}

impl RowSource for Sheet {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        if self.repeats > 0 {
            self.repeats -= 1;
            self.row += 1;
        } else if !self.next_row()? {
            return Ok(None);
        }
        self.layout.complete(self.row, self.is_hidden, &mut self.cells)?;
        row.clear();
        for cell in &self.cells {
            row.push_field(cell);
        }
        Ok(Some(Taken::at(self.row)))
    }

    fn oddities(&self) -> Oddities {
        self.layout.oddities()
    }
}

/// Says whether a row or a column is hidden, by hand or by a filter.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "visibility").is_some_and(|visibility| visibility != "visible")
}

impl Sheet {
    fn new(xml: Xml) -> Self {
        let (cells, layout) = (Vec::new(), Layout::default());
        Self { xml, row: 0, cells, repeats: 0, is_hidden: false, layout, columns: 0 }
    }

    fn next_row(&mut self) -> Result<bool, Fault> {
        loop {
            self.xml.row_begins();
            match self.xml.next()? {
                Event::Start(element) if element.name().as_ref() == "table:table-row" => {
                    let times: u64 = number(&element, "number-rows-repeated").unwrap_or(1).max(1);
                    self.is_hidden = is_hidden(&element);
                    self.xml.line = self.row + 1;
                    self.read_cells()?;
                    if self.cells.is_empty() {
                        // Sheets end with a million empty rows.
                        self.row = self.row.saturating_add(times);
                        continue;
                    }
                    self.row += 1;
                    self.repeats = times - 1;
                    return Ok(true);
                }
                Event::Start(element) if element.name().as_ref() == "table:table-column" => {
                    let times: usize = number(&element, "number-columns-repeated").unwrap_or(1);
                    let after = self.columns.saturating_add(times);
                    if is_hidden(&element) && after > self.columns {
                        self.layout.hide_columns(self.columns, after - 1);
                    }
                    self.columns = after;
                }
                Event::End(element) if element.name().as_ref() == "table:table" => {
                    return Ok(false);
                }
                Event::Eof => return Err(Fault::Damaged { line: self.row.max(1) }),
                _ => {}
            }
        }
    }

    /// Reads the cells of the present row up to its end.
    fn read_cells(&mut self) -> Result<(), Fault> {
        self.cells.clear();
        let line = self.xml.line;
        let mut place: usize = 0;
        let mut bytes = 0;
        loop {
            match self.xml.next()? {
                Event::Start(element)
                    if matches!(
                        element.local_name().as_ref(),
                        "table-cell" | "covered-table-cell"
                    ) =>
                {
                    let times: usize = number(&element, "number-columns-repeated").unwrap_or(1);
                    let rows: u64 = number(&element, "number-rows-spanned").unwrap_or(1);
                    let said = said(&element);
                    let mut text = String::new();
                    paragraphs(&mut self.xml, &mut text)?;
                    let value = match said {
                        Said::Value(value) => value,
                        Said::Number(number) if shows_zeros(&text, number) => text,
                        Said::Number(number) => plain(number),
                        Said::UnlessShown(value) if text.is_empty() => value,
                        Said::UnlessShown(_) => text,
                    };
                    if !value.is_empty() {
                        if place.saturating_add(times) > MOST_COLUMNS {
                            return Err(Fault::TooManyColumns { line });
                        }
                        bytes += value.len() * times;
                        if bytes > super::super::watched::MOST_ROW_BYTES {
                            return Err(Fault::RowTooLong { line });
                        }
                        if rows > 1 {
                            let last = line.saturating_add(rows - 1);
                            self.layout.merge(Merged { first: line, last, column: place })?;
                        }
                        self.cells.resize(place, String::new());
                        self.cells.resize(place + times, value);
                    }
                    place = place.saturating_add(times);
                }
                Event::End(element) if element.name().as_ref() == "table:table-row" => {
                    return Ok(());
                }
                Event::Eof => return Err(Fault::Damaged { line }),
                _ => {}
            }
        }
    }
}

/// What the element of a cell says of its value.
enum Said {
    /// This, whatever the cell shows: its text may be in any language's way to write dates.
    Value(String),
    /// A number, of which the cell may show zeros as well.
    Number(f64),
    /// What stands for a cell that shows nothing, as scripts write them.
    UnlessShown(String),
}

fn said(element: &BytesStart<'_>) -> Said {
    let is = |name| attribute(element, name);
    let plainly = || number(element, "value").map(plain);
    let kind = is("value-type");
    let said = match kind.as_deref() {
        Some("date") => is("date-value").map(|date| Said::Value(without_seconds(&date))),
        Some("boolean") => is("boolean-value")
            .map(|value| Said::Value(if value == "true" { "yes" } else { "no" }.to_owned())),
        Some("float") => number(element, "value").map(Said::Number),
        Some("time") => is("time-value").as_deref().and_then(clock).map(Said::UnlessShown),
        _ => is("string-value").or_else(plainly).map(Said::UnlessShown),
    };
    said.unwrap_or_else(|| Said::UnlessShown(String::new()))
}

fn without_seconds(date: &str) -> String {
    let date = date.replace('T', " ");
    let date = date.strip_suffix(":00").unwrap_or(&date);
    date.strip_suffix(" 00:00").unwrap_or(date).to_owned()
}

/// Writes `PT09H30M00S` as `09:30`.
fn clock(time: &str) -> Option<String> {
    let (hours, rest) = time.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.split(['.', ',', 'S']).next().filter(|seconds| *seconds != "00");
    let end = seconds.map_or(String::new(), |seconds| format!(":{seconds}"));
    Some(format!("{hours}:{minutes}{end}"))
}

/// Says whether a cell shows its number with zeros before it, as numbers of telephones and passports are.
fn shows_zeros(text: &str, number: f64) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.len() > 1 && digits.starts_with('0') && digits.parse() == Ok(number)
}

/// Reads the paragraphs of a cell, without its comments.
fn paragraphs(xml: &mut Xml, into: &mut String) -> Result<(), Fault> {
    let line = xml.line;
    let mut first = true;
    loop {
        match xml.next()? {
            Event::Start(element) if element.name().as_ref() == "text:p" => {
                if !std::mem::take(&mut first) {
                    into.push('\n');
                }
                paragraph(xml, into)?;
            }
            // Comments and drawings.
            Event::Start(_) => xml.text(&mut String::new(), &[])?,
            Event::End(_) => return Ok(()),
            Event::Eof => return Err(Fault::Damaged { line }),
            _ => {}
        }
    }
}

/// Reads one paragraph, in which blanks, tabs and line breaks are elements.
fn paragraph(xml: &mut Xml, into: &mut String) -> Result<(), Fault> {
    let line = xml.line;
    let mut depth = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(element) => {
                depth += 1;
                match element.name().as_ref() {
                    "text:s" => {
                        let count: usize = number(&element, "c").unwrap_or(1);
                        into.extend(std::iter::repeat_n(' ', count.min(1_000)));
                    }
                    "text:tab" => into.push('\t'),
                    "text:line-break" => into.push('\n'),
                    _ => {}
                }
            }
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Text(text) => into.push_str(&text.xml10_content()),
            Event::CData(text) => into.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                into.push(super::package::character(&name).ok_or(Fault::Damaged { line })?);
            }
            Event::Eof => return Err(Fault::Damaged { line }),
            _ => {}
        }
    }
}
