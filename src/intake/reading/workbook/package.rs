//! Opens the parts of a workbook that is a zip file, each as a stream of its own.

use std::io::{BufReader, Read, SeekFrom};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::{CompressionMethod, ZipArchive};

use super::super::input::{Input, Seekable};
use super::super::source::Fault;
use super::super::unpack::Unpacked;
use super::super::watched::Watched;

/// The most parts of a workbook.
const MOST_PARTS: usize = 10_000;

/// A workbook as the zip file that it is.
pub(super) struct Package<'i> {
    input: Input<'i>,
    parts: ZipArchive<Box<dyn Seekable>>,
}

/// The XML of one part.
pub(super) struct Xml {
    reader: Reader<BufReader<Watched<Unpacked>>>,
    buffer: Vec<u8>,
    /// The row of the sheet to which the present place belongs, for messages.
    pub(super) line: u64,
}

impl<'i> Package<'i> {
    pub(super) fn open(input: Input<'i>) -> Result<Self, Fault> {
        let bytes = (input.open)().map_err(failed)?;
        let parts = ZipArchive::new(bytes).map_err(|_| Fault::Damaged { line: 1 })?;
        if parts.len() > MOST_PARTS {
            return Err(Fault::TooLarge);
        }
        Ok(Self { input, parts })
    }

    /// Returns whether there is a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Finds a part; some programs write names in another letter case.
    fn find(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        self.parts.index_for_name(name).or_else(|| {
            let is_same = |found: &str| found.replace('\\', "/").eq_ignore_ascii_case(name);
            let found = |at: &usize| {
                let found = self.parts.name_for_index(*at).and_then(Result::ok);
                found.is_some_and(|found| is_same(&found))
            };
            (0..self.parts.len()).find(found)
        })
    }

    /// Opens the bytes of a part; it can be read on while others are opened.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Unpacked>, Fault> {
        let Some(index) = self.find(name) else {
            return Ok(None);
        };
        let damaged = |_| Fault::Damaged { line: 1 };
        let part = self.parts.by_index_raw(index).map_err(damaged)?;
        if part.encrypted() {
            return Err(Fault::Locked);
        }
        let start = part.data_start().ok_or(Fault::Damaged { line: 1 })?;
        let (length, method) = (part.compressed_size(), part.compression());
        drop(part);
        let mut bytes = (self.input.open)().map_err(failed)?;
        bytes.seek(SeekFrom::Start(start)).map_err(failed)?;
        let packed = bytes.take(length);
        Ok(Some(match method {
            CompressionMethod::Deflated => Unpacked::deflate(packed),
            CompressionMethod::Stored => Unpacked::stored(packed),
            _ => return Err(Fault::Damaged { line: 1 }),
        }))
    }

    /// Opens the XML of a part.
    pub(super) fn xml(&mut self, name: &str) -> Result<Option<Xml>, Fault> {
        let Some(part) = self.part(name)? else { return Ok(None) };
        let mut reader =
            Reader::from_reader(BufReader::with_capacity(32 * 1024, Watched::new(part)));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Ok(Some(Xml { reader, buffer: Vec::new(), line: 1 }))
    }
}

impl Xml {
    /// Lets what follows take as much as one row may.
    pub(super) fn row_begins(&mut self) {
        self.reader.get_mut().get_mut().row_begins();
    }

    /// Reads the next piece.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        let line = self.line;
        self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) => {
                let copy = std::io::Error::other(error.to_string());
                let error = std::sync::Arc::try_unwrap(error).unwrap_or(copy);
                Fault::Input { error, line, last: line }
            }
            _ => Fault::Damaged { line },
        })
    }

    /// Adds the text of the present element, with that of the elements within it, up to its end;
    /// elements of these names are passed over.
    pub(super) fn text(&mut self, into: &mut String, passed_over: &[&str]) -> Result<(), Fault> {
        let (mut depth, mut silent) = (0_usize, None);
        let line = self.line;
        loop {
            match self.next()? {
                Event::Start(element) => {
                    depth += 1;
                    if silent.is_none() && passed_over.contains(&element.local_name().as_ref()) {
                        silent = Some(depth);
                    }
                }
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => {
                    if silent == Some(depth) {
                        silent = None;
                    }
                    depth -= 1;
                }
                Event::Text(text) if silent.is_none() => into.push_str(&text.xml10_content()),
                Event::CData(text) if silent.is_none() => into.push_str(&text.xml10_content()),
                Event::GeneralRef(name) if silent.is_none() => {
                    into.push(character(&name).ok_or(Fault::Damaged { line })?);
                }
                Event::Eof => return Err(Fault::Damaged { line }),
                _ => {}
            }
        }
    }
}

/// Returns the character that a reference such as `&amp;` stands for.
pub(super) fn character(name: &BytesRef<'_>) -> Option<char> {
    let named = quick_xml::escape::resolve_predefined_entity(name);
    named.and_then(|text| text.chars().next()).or_else(|| name.resolve_char_ref().ok().flatten())
}

/// Returns an attribute by the last part of its name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false).filter_map(Result::ok);
    let mut named = attributes.filter(|attribute| attribute.key.local_name().as_ref() == name);
    Some(named.next()?.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Returns an attribute that is a number.
pub(super) fn number<T: std::str::FromStr>(element: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(element, name)?.trim().parse().ok()
}

pub(super) fn failed(error: std::io::Error) -> Fault {
    Fault::Input { error, line: 1, last: 1 }
}
