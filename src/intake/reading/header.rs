//! Joins a header of two lines: groups of columns above, and what each column is below them.

use csv::StringRecord;

/// Returns the names of the columns where two rows are one header: `Name` over `Family` and `Given`,
/// beside `Country`, which has nothing below it or, merged over both rows, itself.
///
/// `known` counts how many cells of a row are headers that mean something.
pub(super) fn in_two_lines(
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
