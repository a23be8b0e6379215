//! Walks over the records of an XLS workbook and reads the texts in them.

use super::super::TextEncoding;
use super::super::source::Fault;

/// The kinds of records around a sheet, or a chart within one.
pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000A;

/// The most columns that the format has.
pub(super) const MOST_XLS_COLUMNS: u16 = 256;

/// Goes on with the record before it.
const CONTINUE: u16 = 0x003C;

/// One record: what it is, and where its data lies in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) kind: u16,
    start: usize,
    end: usize,
}

impl Record {
    /// Returns where the record begins.
    pub(super) fn place(self) -> usize {
        self.start - 4
    }
}

/// The stream of records, of which nothing is believed.
pub(super) struct Records {
    bytes: Vec<u8>,
    /// Whether texts are UTF-16; before 1997 they are in an encoding of the workbook.
    pub(super) is_unicode: bool,
    pub(super) encoding: TextEncoding,
}

impl Records {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, is_unicode: true, encoding: TextEncoding::WINDOWS_1252 }
    }

    /// Returns the record at a place, if there is a whole one.
    pub(super) fn at(&self, place: usize) -> Option<Record> {
        let kind = word(&self.bytes, place)?;
        let start = place.checked_add(4)?;
        let end = start + usize::from(word(&self.bytes, place + 2)?);
        (end <= self.bytes.len()).then_some(Record { kind, start, end })
    }

    /// Returns the record behind another one.
    pub(super) fn after(&self, record: Record) -> Option<Record> {
        self.at(record.end)
    }

    /// Returns the data of a record.
    pub(super) fn data(&self, record: Record) -> &[u8] {
        &self.bytes[record.start..record.end]
    }

    /// Reads on at a place within the data of a record, and of those by which it goes on.
    pub(super) fn reader(&self, record: Record, skip: usize) -> Reader<'_> {
        let at = (record.start + skip).min(record.end);
        Reader { records: self, at, end: record.end }
    }
}

/// Returns the number of two bytes at a place.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Returns the number of four bytes at a place.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Returns the floating point number at a place.
pub(super) fn double(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Reads the data of a record and of those by which it goes on.
pub(super) struct Reader<'r> {
    records: &'r Records,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    /// Goes to the next record that holds anything, if this one is read.
    fn at_data(&mut self) -> Result<bool, Fault> {
        let mut is_next = false;
        while self.at == self.end {
            let next = self.records.at(self.end).filter(|record| record.kind == CONTINUE);
            let next = next.ok_or(Fault::Damaged { line: 1 })?;
            (self.at, self.end, is_next) = (next.start, next.end, true);
        }
        Ok(is_next)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        self.at_data()?;
        self.at += 1;
        Ok(self.records.bytes[self.at - 1])
    }

    fn number(&mut self, bytes: u32) -> Result<u32, Fault> {
        (0..bytes).try_fold(0, |number, at| Ok(number | u32::from(self.byte()?) << (8 * at)))
    }

    fn skip(&mut self, mut count: u64) -> Result<(), Fault> {
        while count > 0 {
            self.at_data()?;
            let here = count.min((self.end - self.at) as u64);
            self.at += usize::try_from(here).unwrap_or_default();
            count -= here;
        }
        Ok(())
    }

    /// Reads a text whose length takes one byte or two.
    pub(super) fn text(&mut self, length_bytes: u32) -> Result<String, Fault> {
        let length = self.number(length_bytes)?;
        if !self.records.is_unicode {
            let bytes = (0..length).map(|_| self.byte()).collect::<Result<Vec<u8>, _>>()?;
            let encoding = self.records.encoding;
            return encoding.text(&bytes).ok_or(Fault::Damaged { line: 1 });
        }
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { self.number(2)? };
        let more = if flags & 4 == 0 { 0 } else { self.number(4)? };
        let text = self.characters(length, flags & 1 == 1)?;
        // How parts of it look, and how Japanese words are read.
        self.skip(u64::from(runs) * 4 + u64::from(more))?;
        Ok(text)
    }

    fn characters(&mut self, length: u32, mut is_wide: bool) -> Result<String, Fault> {
        let mut units = Vec::new();
        for _ in 0..length {
            if self.at_data()? {
                // Each record says anew how its characters are written.
                is_wide = self.byte()? & 1 == 1;
            }
            let unit = self.number(if is_wide { 2 } else { 1 })?;
            units.push(u16::try_from(unit).unwrap_or_default());
        }
        String::from_utf16(&units).map_err(|_| Fault::Damaged { line: 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(all: &[(u16, &[u8])]) -> Records {
        let mut bytes = Vec::new();
        for (kind, data) in all {
            bytes.extend(kind.to_le_bytes());
            bytes.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
            bytes.extend(*data);
        }
        Records::new(bytes)
    }

    fn text(records: &Records) -> Option<String> {
        records.reader(records.at(0).unwrap(), 0).text(2).ok()
    }

    #[test]
    fn a_text_goes_on_in_the_next_record_in_another_writing() {
        // Five letters: two of one byte, then an empty record, then three of two bytes.
        let all = records(&[
            (0x00FC, b"\x05\0\0ab"),
            (CONTINUE, b""),
            (CONTINUE, b"\x01\x53\x30\x93\x30c\0"),
        ]);
        assert_eq!(text(&all).as_deref(), Some("abこんc"));
        // With runs of looks behind the letters, cut in two as well.
        let all = records(&[(0x00FC, b"\x02\0\x08\x01\0ab\x09\x09"), (CONTINUE, b"\x09\x09")]);
        assert_eq!(text(&all).as_deref(), Some("ab"));
        let all = records(&[(0x00FC, b"\x05\0\0ab"), (0x0203, b"cde")]);
        assert_eq!(text(&all), None, "the record behind it is another one");
    }

    #[test]
    fn half_a_character_is_no_text() {
        assert_eq!(text(&records(&[(0x00FC, b"\x01\0\x01\x00\xd8")])), None);
    }

    #[test]
    fn texts_before_1997_are_in_the_encoding_of_the_workbook() {
        let mut all = records(&[(0x0204, b"\x04\0\x8d\xb2\x93\xa1")]);
        all.is_unicode = false;
        all.encoding = TextEncoding::of_code_page(932).unwrap();
        assert_eq!(text(&all).as_deref(), Some("佐藤"));
        all.encoding = TextEncoding::of_code_page(1252).unwrap();
        assert_eq!(text(&records(&[(0x0204, b"\x04")])), None);
    }

    #[test]
    fn a_record_that_is_cut_off_is_none() {
        let all = Records::new(vec![0x03, 0x02, 8, 0, 1]);
        assert_eq!(all.at(0), None);
        assert_eq!(all.at(usize::MAX), None);
    }
}
