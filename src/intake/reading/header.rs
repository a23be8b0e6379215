//! Finds what names the columns of a list: a row, two of them, or the first column of a form.

use csv::StringRecord;

use super::delimited::{ROWS_LOOKED_AT, filled, has_other_quotes};
use super::source::{Fault, Taken};
use super::watched::MOST_ROW_BYTES;
use super::{MOST_COLUMNS, Rows, encoding, turned};
use crate::intake::IntakeError;

impl Rows {
    /// Finds the row that names the columns: of the first rows the one with the most headers that
    /// are known. The rows before it are passed over.
    ///
    /// Where `unnamed` knows the first rows for those of a file without a header, the names that it
    /// gives are returned instead, and no row is passed over.
    pub(in crate::intake) fn header(
        &mut self,
        known: &dyn Fn(&StringRecord) -> usize,
        unnamed: &mut dyn FnMut(&mut dyn Iterator<Item = &StringRecord>) -> Option<StringRecord>,
    ) -> Result<StringRecord, IntakeError> {
        if let Some(keys) = self.keys.take() {
            return Ok(keys);
        }
        let mut best = (0, 0);
        let mut row = StringRecord::new();
        while self.early.len() < ROWS_LOOKED_AT {
            let Some(taken) = self.read(&mut row)? else {
                break;
            };
            let cells = filled(&row);
            // One word alone may stand in a title as well.
            let count = match known(&row) {
                1 if !self.early.is_empty() && cells > 1 => 0,
                count => count,
            };
            if count > best.0 {
                best = (count, self.early.len());
            }
            self.early.push_back((taken, row.clone()));
            // A field alone in its row may be the first of a form.
            if count > 0 && count == cells && (cells > 1 || row.len() == 1) {
                // The header may have a second line.
                if let Some(taken) = self.read(&mut row)? {
                    self.early.push_back((taken, row.clone()));
                }
                break;
            }
        }
        if let Some(names) = unnamed(&mut self.early.iter().map(|(_, row)| row)) {
            self.reading.header_in(0, 0);
            return Ok(names);
        }
        let rows: Vec<&StringRecord> = self.early.iter().map(|(_, row)| row).collect();
        if best.0 <= 1
            && let Some(at) = turned::column_of_fields(&rows, known)
        {
            return self.turn(at, known);
        }
        let (at, names) = self.header_in_two_lines(best, known);
        self.early.drain(..at);
        let Some((Taken { line, .. }, header)) = self.early.pop_front() else {
            return Err(IntakeError::Empty { name: self.name.clone() });
        };
        let header = match names {
            None => header,
            Some(names) => {
                if let Some((second, _)) = self.early.pop_front() {
                    self.reading.header_and(second.line);
                }
                names
            }
        };
        if header.iter().any(|cell| cell.chars().any(encoding::is_no_text)) {
            return Err(IntakeError::NoText { name: self.name.clone(), line });
        }
        if header.len() > MOST_COLUMNS {
            return Err(self.refused(Fault::TooManyColumns { line }));
        }
        if has_other_quotes(&header) {
            return Err(IntakeError::OtherQuotes { name: self.name.clone(), line });
        }
        self.reading.header_in(line, at);
        Ok(header)
    }

    /// Reads the whole list and turns it round, where the fields stand in one column.
    fn turn(
        &mut self,
        at: usize,
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> Result<StringRecord, IntakeError> {
        let (mut rows, mut row, mut bytes) = (Vec::new(), StringRecord::new(), 0);
        while let Some(Taken { line, .. }) = self.next(&mut row)? {
            bytes += row.as_slice().len() + row.len();
            if rows.len() == MOST_COLUMNS || row.len() > MOST_COLUMNS {
                return Err(self.refused(Fault::TooManyColumns { line }));
            }
            if bytes > MOST_ROW_BYTES {
                return Err(self.refused(Fault::RowTooLong { line }));
            }
            rows.push(row.clone());
        }
        let (header, people) = turned::turned(&rows, at, known);
        self.early = people.into_iter().map(|(line, person)| (Taken::at(line), person)).collect();
        self.reading.turned(at);
        Ok(header)
    }

    /// Passes over the first row where it says once more what the columns are.
    pub(in crate::intake) fn pass_over_header(
        &mut self,
        is_header: &dyn Fn(&StringRecord) -> bool,
    ) -> Result<(), IntakeError> {
        if self.reading.is_json() {
            return Ok(());
        }
        self.look_ahead(1)?;
        if self.early.front().is_some_and(|(_, row)| is_header(row))
            && let Some((taken, _)) = self.early.pop_front()
        {
            self.reading.header_and(taken.line);
        }
        Ok(())
    }

    /// Returns where the header begins, and its names if it takes two lines.
    fn header_in_two_lines(
        &self,
        (count, at): (usize, usize),
        known: &dyn Fn(&StringRecord) -> usize,
    ) -> (usize, Option<StringRecord>) {
        let joined = |upper: usize| {
            let (upper, lower) = (self.early.get(upper)?, self.early.get(upper + 1)?);
            in_two_lines(&upper.1, &lower.1, known)
        };
        // Titles above a header may look like groups of its columns, and say nothing more.
        let says_more = |(_, names): &(usize, StringRecord)| {
            self.early.get(at).is_some_and(|(_, row)| !names.iter().eq(row.iter().map(str::trim)))
        };
        let above = at.checked_sub(1).and_then(|above| Some((above, joined(above)?)));
        match (joined(at), above.filter(says_more)) {
            _ if count == 0 => (at, None),
            (Some(names), _) => (at, Some(names)),
            (None, Some((above, names))) => (above, Some(names)),
            (None, None) => (at, None),
        }
    }
}

/// Returns the names of the columns where two rows are one header: `Name` over `Family` and `Given`,
/// beside `Country`, which has nothing below it or, merged over both rows, itself.
///
/// `known` counts how many cells of a row are headers that mean something.
fn in_two_lines(
    upper: &StringRecord,
    lower: &StringRecord,
    known: &dyn Fn(&StringRecord) -> usize,
) -> Option<StringRecord> {
    let is_known = |cell: &str| known(&StringRecord::from(vec![cell])) > 0;
    let width = upper.len().max(lower.len());
    let above = |at: usize| upper.get(at).unwrap_or_default().trim();
    let below = |at: usize| match lower.get(at).unwrap_or_default().trim() {
        merged if merged == above(at) => "",
        cell => cell,
    };
    let is_group = |at: usize| !above(at).is_empty() && at + 1 < width && above(at + 1).is_empty();
    let filled: Vec<usize> = (0..width).filter(|&at| !below(at).is_empty()).collect();
    let fits = filled.len() > 1
        && (0..width).filter(|&at| !above(at).is_empty()).nth(1).is_some()
        && filled.iter().all(|&at| above(at).is_empty() || is_group(at))
        && filled.iter().any(|&at| above(at).is_empty())
        && !filled.iter().any(|&at| is_value(below(at)));
    if !fits {
        return None;
    }
    let group = |at: usize| (0..=at).rev().map(above).find(|cell| !cell.is_empty()).unwrap_or("");
    let is_alone = |cell: &str| filled.iter().filter(|&&at| below(at) == cell).nth(1).is_none();
    let name = |at: usize| {
        let (group, cell) = (group(at), below(at));
        if cell.is_empty() {
            return above(at).to_owned();
        }
        if group.is_empty() || (is_known(cell) && is_alone(cell)) {
            return cell.to_owned();
        }
        let joined = [format!("{group} ({cell})"), format!("{group}.{cell}")];
        match joined.into_iter().find(|joined| is_known(joined)) {
            Some(joined) => joined,
            None if is_alone(cell) => cell.to_owned(),
            None => format!("{group}: {cell}"),
        }
    };
    let names: StringRecord = (0..width).map(name).collect();
    // Below a column that is known by itself stand people, unless it is known what stands there.
    let is_header = |&at: &usize| is_known(&names[at]) || !is_known(group(at));
    let any_known = filled.iter().any(|&at| is_known(&names[at]));
    let is_header = any_known || filled.iter().all(is_header);
    is_header.then_some(names)
}

/// Says whether a cell is what a row of people has, and no header.
fn is_value(cell: &str) -> bool {
    cell.contains('@') || !cell.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::PARTICIPANT_FIELDS;
    use crate::intake::headers::meaning;

    fn joined(upper: &str, lower: &str) -> Option<String> {
        let row = |text: &str| text.split(',').collect::<StringRecord>();
        let known = |row: &StringRecord| {
            row.iter().filter(|cell| meaning(PARTICIPANT_FIELDS, cell).is_some()).count()
        };
        let names = in_two_lines(&row(upper), &row(lower), &known)?;
        Some(names.iter().collect::<Vec<_>>().join(","))
    }

    #[test]
    fn groups_and_their_columns_are_one_header() {
        for (upper, lower, expected) in [
            ("Name,,Country", "Family,Given,", "Family,Given,Country"),
            ("Name,,Country", "Family,Given,Country", "Family,Given,Country"),
            ("Name,,E-mail", "English,Kanji,", "Name (English),Name (Kanji),E-mail"),
            (
                "Name,Arrival,,Departure,",
                ",Flight,Date,Flight,Date",
                "Name,Arrival: Flight,Arrival: Date,Departure: Flight,Departure: Date",
            ),
            (
                "Participant,,Emergency contact,",
                "Name,E-mail,Name,E-mail",
                "Participant (Name),Participant.E-mail,Emergency contact: Name,Emergency contact: E-mail",
            ),
        ] {
            assert_eq!(joined(upper, lower).as_deref(), Some(expected), "{upper} / {lower}");
        }
    }

    #[test]
    fn people_are_no_second_line_of_a_header() {
        for (upper, lower) in [
            ("Name,,Country", "SATO Taro,佐藤太郎,"),
            ("Name,,Country", "SATO Taro,佐藤太郎,Japan"),
            ("Name,Country,", "SATO Taro,Japan,late"),
            ("Name,Country,,", ",,1,2"),
            ("List of participants,,", "Name,Country,E-mail"),
            ("List,,2019", "Name,Country,E-mail"),
            ("Name,Country", "Sato,Japan"),
        ] {
            assert_eq!(joined(upper, lower), None, "{upper} / {lower}");
        }
    }
}
