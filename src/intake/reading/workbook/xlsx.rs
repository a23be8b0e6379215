//! Reads the sheets of an XLSX workbook row by row.

use csv::StringRecord;
use quick_xml::events::{BytesStart, Event};

use super::super::MOST_COLUMNS;
use super::super::source::{Fault, Oddities, RowSource, Taken};
use super::cell::{NumberFormat, plain};
use super::layout::Layout;
use super::merged::{self, column};
use super::package::{Package, Xml, attribute, number};

/// The most bytes of all the texts that the sheets of a workbook share; they are kept in memory.
const MOST_SHARED_BYTES: usize = 128 * 1024 * 1024;
/// The most shared texts.
const MOST_SHARED_TEXTS: usize = 8 * 1024 * 1024;

/// An XLSX workbook.
pub(in super::super) struct Xlsx<'i> {
    package: Package<'i>,
    /// Names of the sheets and of their parts, and whether they are hidden.
    sheets: Vec<(String, String, bool)>,
    shared: std::rc::Rc<Shared>,
    /// The merged cells of each sheet, once they were looked for: they stand behind its rows.
    layouts: Vec<Option<Layout>>,
}

/// What all sheets of a workbook have in common.
#[derive(Default)]
struct Shared {
    texts: String,
    /// Where each of the texts ends.
    ends: Vec<u32>,
    formats: Vec<NumberFormat>,
    from_1904: bool,
}

impl Shared {
    fn text(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        self.texts.get(start..end)
    }
}

impl<'i> Xlsx<'i> {
    pub(super) fn open(mut package: Package<'i>) -> Result<Self, Fault> {
        let damaged = Fault::Damaged { line: 1 };
        let main = relations(&mut package, "_rels/.rels", "")?
            .into_iter()
            .find(|relation| relation.kind.ends_with("/officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let relations = relations(&mut package, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let Some(mut workbook) = package.xml(&main)? else {
            return Err(damaged);
        };
        let mut sheets = Vec::new();
        let mut shared = Shared::default();
        loop {
            match workbook.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => {
                        shared.from_1904 = is_set(&element, "date1904");
                    }
                    "sheet" => {
                        let (name, id) = (attribute(&element, "name"), attribute(&element, "id"));
                        let part =
                            relations.iter().find(|relation| Some(&relation.id) == id.as_ref());
                        if let (Some(name), Some(part)) = (name, part)
                            && part.kind.ends_with("/worksheet")
                        {
                            let state = attribute(&element, "state");
                            let is_hidden = state.is_some_and(|state| state != "visible");
                            sheets.push((name, part.target.clone(), is_hidden));
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        let target = |kind: &str| {
            relations
                .iter()
                .find(|relation| relation.kind.ends_with(kind))
                .map(|r| r.target.clone())
        };
        if let Some(styles) = target("/styles") {
            shared.formats = formats(&mut package, &styles)?;
        }
        if let Some(texts) = target("/sharedStrings") {
            read_texts(&mut package, &texts, &mut shared)?;
        }
        let layouts = vec![None; sheets.len()];
        Ok(Self { package, sheets, shared: std::rc::Rc::new(shared), layouts })
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, ..)| name.clone()).collect()
    }

    pub(super) fn is_hidden(&self, at: usize) -> bool {
        self.sheets.get(at).is_some_and(|(.., is_hidden)| *is_hidden)
    }

    pub(super) fn sheet(&mut self, at: usize) -> Result<Box<dyn RowSource>, Fault> {
        let part = self.sheets.get(at).map(|(_, part, _)| part.clone()).unwrap_or_default();
        let xml = self.package.xml(&part)?.ok_or(Fault::Damaged { line: 1 })?;
        let shared = std::rc::Rc::clone(&self.shared);
        let layout = if let Some(layout) = &self.layouts[at] {
            layout.clone()
        } else {
            let part = self.package.part(&part)?.ok_or(Fault::Damaged { line: 1 })?;
            let layout = Layout::of_merged(merged::of(part)?);
            self.layouts[at] = Some(layout.clone());
            layout
        };
        Ok(Box::new(Sheet { xml, shared, layout, cells: Vec::new(), row: 0 }))
    }
}

/// How one part of a workbook names another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(package: &mut Package<'_>, part: &str, folder: &str) -> Result<Vec<Relation>, Fault> {
    let Some(mut xml) = package.xml(part)? else {
        return Ok(Vec::new());
    };
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let text = |name| attribute(&element, name).unwrap_or_default();
                let target = text("Target");
                let target = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                relations.push(Relation { id: text("Id"), kind: text("Type"), target });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// Reads how each style of the workbook shows numbers.
fn formats(package: &mut Package<'_>, part: &str) -> Result<Vec<NumberFormat>, Fault> {
    let Some(mut xml) = package.xml(part)? else {
        return Ok(Vec::new());
    };
    let (mut own, mut formats, mut in_cells) = (Vec::new(), Vec::new(), false);
    loop {
        xml.row_begins();
        match xml.next()? {
            Event::Start(element) => {
                match element.local_name().as_ref() {
                    "numFmt" => {
                        let id: Option<u32> = number(&element, "numFmtId");
                        let code = attribute(&element, "formatCode").unwrap_or_default();
                        own.extend(id.map(|id| (id, NumberFormat::of_code(&code))));
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = number(&element, "numFmtId").unwrap_or(0);
                        let own = own.iter().find(|(own, _)| *own == id);
                        formats.push(own.map_or_else(
                            || NumberFormat::built_in(id),
                            |(_, format)| format.clone(),
                        ));
                    }
                    _ => {}
                }
            }
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

fn read_texts(package: &mut Package<'_>, part: &str, shared: &mut Shared) -> Result<(), Fault> {
    let Some(mut xml) = package.xml(part)? else {
        return Ok(());
    };
    let mut text = String::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                xml.row_begins();
                text.clear();
                // Readings of Japanese words stand beside the words.
                xml.text(&mut text, &["rPh", "phoneticPr"])?;
                shared.texts.push_str(&without_escapes(&text));
                let end = u32::try_from(shared.texts.len()).map_err(|_| Fault::TooLarge)?;
                shared.ends.push(end);
                if shared.texts.len() > MOST_SHARED_BYTES || shared.ends.len() > MOST_SHARED_TEXTS {
                    return Err(Fault::TooLarge);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Resolves `_x000D_`, by which workbooks write characters that XML does not have.
fn without_escapes(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        resolved.push_str(before);
        let digits = escape.get(2..6).filter(|_| escape.as_bytes().get(6) == Some(&b'_'));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(character) = code.and_then(char::from_u32) {
            resolved.push(character);
            rest = &escape[7..];
        } else {
            resolved.push_str("_x");
            rest = &escape[2..];
        }
    }
    resolved.push_str(rest);
    resolved.into()
}

/// What stands for the value of a formula that no program has computed yet, as in a workbook that a
/// script wrote: an error like those of spreadsheets.
const NOT_COMPUTED: &str = "#FORMULA!";

/// One sheet, read row by row.
struct Sheet {
    xml: Xml,
    shared: std::rc::Rc<Shared>,
    layout: Layout,
    cells: Vec<String>,
    row: u64,
}

impl RowSource for Sheet {
    fn read(&mut self, row: &mut StringRecord) -> Result<Option<Taken>, Fault> {
        self.xml.row_begins();
        loop {
            match self.xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "row" => {
                    self.row = number(&element, "r").unwrap_or(self.row + 1);
                    let is_hidden = is_set(&element, "hidden");
                    self.xml.line = self.row;
                    self.read_cells()?;
                    self.layout.complete(self.row, is_hidden, &mut self.cells)?;
                    row.clear();
                    let filled = self.cells.iter().rposition(|cell| !cell.is_empty());
                    for cell in &self.cells[..filled.map_or(0, |at| at + 1)] {
                        row.push_field(cell);
                    }
                    return Ok(Some(Taken::at(self.row)));
                }
                Event::Start(element) if element.local_name().as_ref() == "col" => {
                    let place =
                        |name| number(&element, name).and_then(|at: usize| at.checked_sub(1));
                    if let (true, Some(first), Some(last)) =
                        (is_set(&element, "hidden"), place("min"), place("max"))
                    {
                        self.layout.hide_columns(first, last);
                    }
                }
                Event::End(element) if element.local_name().as_ref() == "sheetData" => {
                    return Ok(None);
                }
                Event::Eof => return Err(Fault::Damaged { line: self.row.max(1) }),
                _ => {}
            }
        }
    }

    fn oddities(&self) -> Oddities {
        self.layout.oddities()
    }
}

/// Says whether an attribute says yes.
fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true" | "on"))
}

impl Sheet {
    /// Reads the cells of the present row up to its end.
    fn read_cells(&mut self) -> Result<(), Fault> {
        self.cells.clear();
        let line = self.row;
        loop {
            match self.xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "c" => {
                    let place = attribute(&element, "r").and_then(|place| column(&place));
                    let kind = attribute(&element, "t").unwrap_or_default();
                    let style = number(&element, "s").unwrap_or(0);
                    let at = place.unwrap_or(self.cells.len());
                    let value = self.value(&kind, style)?;
                    if value.is_empty() {
                        continue;
                    }
                    if at >= MOST_COLUMNS {
                        return Err(Fault::TooManyColumns { line });
                    }
                    if at >= self.cells.len() {
                        self.cells.resize(at + 1, String::new());
                    }
                    self.cells[at] = value;
                }
                Event::End(element) if element.local_name().as_ref() == "row" => return Ok(()),
                Event::Eof => return Err(Fault::Damaged { line }),
                _ => {}
            }
        }
    }

    /// Reads a cell to its end.
    fn value(&mut self, kind: &str, style: usize) -> Result<String, Fault> {
        let mut value = String::new();
        let mut is_formula = false;
        loop {
            match self.xml.next()? {
                Event::Start(element) => {
                    is_formula |= element.local_name().as_ref() == "f";
                    let is_value = matches!(element.local_name().as_ref(), "v" | "is");
                    let mut text = String::new();
                    self.xml.text(&mut text, &["rPh", "phoneticPr"])?;
                    if is_value {
                        value = text;
                    }
                }
                Event::End(_) => break,
                Event::Eof => return Err(Fault::Damaged { line: self.row }),
                _ => {}
            }
        }
        if is_formula && value.is_empty() && kind != "str" {
            return Ok(NOT_COMPUTED.to_owned());
        }
        let shared = &self.shared;
        Ok(match kind {
            "s" => {
                let text = value.trim().parse().ok().and_then(|at| shared.text(at));
                text.ok_or(Fault::Damaged { line: self.row })?.to_owned()
            }
            "b" => if value.trim() == "1" { "yes" } else { "no" }.to_owned(),
            "" | "n" => match value.trim().parse::<f64>() {
                Ok(number) => shared
                    .formats
                    .get(style)
                    .map_or_else(|| plain(number), |format| format.show(number, shared.from_1904)),
                Err(_) => value,
            },
            "d" => value.replace('T', " "),
            _ => without_escapes(&value).into_owned(),
        })
    }
}
