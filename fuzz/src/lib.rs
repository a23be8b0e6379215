//! What is done with hostile bytes: by the fuzzer, and by the tests with the cases of `cases/`.

use std::io::{Cursor, Write as _};

use meibo::intake::{
    Choices, Input, Open, PARTICIPANT_FIELDS, Profile, Registration, SESSION_FIELDS, Table,
    read_codes,
};
use meibo::matching::Aliases;

/// What reads hostile bytes, and fails where they do harm.
pub type Target = fn(&[u8]);

/// The targets, by the names of their folders in `cases/`.
pub const TARGETS: &[(&str, Target)] =
    &[("text", text), ("header", header), ("workbook", workbook), ("old_workbook", old_workbook)];

/// Reads bytes as `import` reads a file, to its end or to the first refusal.
fn read(bytes: &[u8]) {
    let open: &Open<'_> = &|| Ok(Box::new(Cursor::new(bytes.to_vec())));
    let input = Input { name: "list", open };
    let choices = Choices { profiles: profiles(), ..Choices::default() };
    let mut table = match Table::open(input, PARTICIPANT_FIELDS, &choices) {
        Ok(table) => table,
        Err(refusal) => return is_one_sentence(&refusal.to_string()),
    };
    let registration =
        Registration::new('P', Aliases::default()).with_profile(table.columns().profile());
    let mut last = 0;
    loop {
        match table.next_row() {
            Ok(Some(row)) => {
                assert!(row.line >= last, "lines go back from {last} to {}", row.line);
                last = row.line;
                let _ = registration.read(&row);
            }
            Ok(None) => return,
            Err(refusal) => return is_one_sentence(&refusal.to_string()),
        }
    }
}

/// Returns the profiles of the program, which are read once: a fuzzer calls a million times.
fn profiles() -> Vec<Profile> {
    static PROFILES: std::sync::OnceLock<Vec<Profile>> = std::sync::OnceLock::new();
    PROFILES.get_or_init(Profile::built_in).clone()
}

/// A refusal that is shown to a person names the file and fits on a screen.
fn is_one_sentence(refusal: &str) {
    assert!(refusal.contains("list"), "{refusal}");
    assert!(refusal.len() < 100_000, "{} bytes of refusal", refusal.len());
}

/// Reads any text: encodings, delimiters, quotes, line ends, JSON, gzip.
pub fn text(bytes: &[u8]) {
    read(bytes);
    let open: &Open<'_> = &|| Ok(Box::new(Cursor::new(bytes.to_vec())));
    let _ = read_codes(Input { name: "list", open });
}

/// Reads any header, with one row below it; a profile made from it is understood again.
pub fn header(bytes: &[u8]) {
    let Ok(header) = std::str::from_utf8(bytes) else { return };
    let text = format!("{header}\nx\n");
    let open: &Open<'_> = &|| Ok(Box::new(Cursor::new(text.clone().into_bytes())));
    for (fields, keeps) in [(PARTICIPANT_FIELDS, true), (SESSION_FIELDS, false)] {
        let input = Input { name: "list", open };
        let choices = Choices { profiles: profiles(), ..Choices::default() };
        match Table::open(input, fields, &choices) {
            Err(refusal) => is_one_sentence(&refusal.to_string()),
            Ok(table) if keeps => {
                let profile = table.columns().as_profile(fields, "list");
                Profile::parse("list", &profile).expect("what was written is understood");
            }
            Ok(_) => {}
        }
    }
}

/// Reads a workbook: the bytes as they are, or, behind one of the letters `x` and `o`, as the parts
/// of an XLSX or ODS file with NUL between them, so that no checksum stands before the XML.
pub fn workbook(bytes: &[u8]) {
    let (names, parts): (&[&str], _) = match bytes {
        [b'x', parts @ ..] => (
            &[
                "xl/worksheets/sheet1.xml",
                "xl/sharedStrings.xml",
                "xl/styles.xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
            ],
            parts,
        ),
        [b'o', parts @ ..] => (&["content.xml", "META-INF/manifest.xml"], parts),
        whole => return read(whole),
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut write = |name: &str, content: &[u8]| {
        zip.start_file(name, stored).expect("a vector takes any file");
        zip.write_all(content).expect("a vector takes any bytes");
    };
    let mut given = parts.split(|byte| *byte == 0);
    for name in names {
        let content = given.next().filter(|content| !content.is_empty());
        write(name, content.unwrap_or(usual(name)));
    }
    if names.len() > 2 {
        write("[Content_Types].xml", b"<Types/>");
        write("_rels/.rels", b"<Relationships/>");
    }
    read(&zip.finish().expect("a vector takes any file").into_inner());
}

/// Returns what a part of a workbook holds where the case does not say.
fn usual(name: &str) -> &'static [u8] {
    match name {
        "xl/workbook.xml" => b"<workbook><sheets><sheet name=\"A\" r:id=\"1\"/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels" => {
            b"<Relationships><Relationship Id=\"1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"2\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"3\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>"
        }
        _ => b"<x/>",
    }
}

/// Reads the stream of records of a workbook from before 2007, in a container without faults.
pub fn old_workbook(records: &[u8]) {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a vector is a disk");
    file.create_stream("/Workbook")
        .and_then(|mut stream| stream.write_all(records))
        .expect("a vector is a disk");
    file.flush().expect("a vector is a disk");
    read(&file.into_inner().into_inner());
}
