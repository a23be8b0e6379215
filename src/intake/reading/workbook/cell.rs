//! Writes the values of a sheet's cells as a person reads them: dates in ISO form, whole numbers
//! without a point, leading zeros where the cell's format shows them.

use std::fmt::Write as _;

/// How a cell shows its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberFormat {
    /// As a number.
    Plain,
    /// As a date, a time, or both.
    Date,
    /// As an amount of time, which may be more than a day.
    Duration,
    /// By a pattern of zeros such as `00000` or `000-0000`.
    Mask(String),
}

impl NumberFormat {
    /// Reads a format code of a workbook.
    pub(super) fn of_code(code: &str) -> Self {
        let first = code.split(';').next().unwrap_or_default();
        let (mut letters, mut mask, mut elapsed) = (String::new(), String::new(), false);
        let mut characters = first.chars();
        while let Some(character) = characters.next() {
            match character {
                '"' => mask.extend(characters.by_ref().take_while(|c| *c != '"')),
                '\\' => mask.extend(characters.next()),
                '_' | '*' => drop(characters.next()),
                '[' => {
                    let inside: String = characters.by_ref().take_while(|c| *c != ']').collect();
                    let inside = inside.to_ascii_lowercase();
                    let is_time = !inside.is_empty() && inside.chars().all(|c| "hms".contains(c));
                    elapsed |= is_time;
                }
                other => {
                    letters.push(other.to_ascii_lowercase());
                    mask.push(other);
                }
            }
        }
        if elapsed {
            return Self::Duration;
        }
        if letters.contains("general") || letters.contains('@') {
            return Self::Plain;
        }
        if letters.contains(['y', 'd', 'h', 's', 'm', 'e']) && !letters.contains(['0', '#', '?']) {
            return Self::Date;
        }
        // Fractions of seconds are the only zeros within a date.
        if letters.contains(['y', 'd', 'h', 's']) && letters.contains(['y', 'd', 'h']) {
            return Self::Date;
        }
        let is_mask =
            mask.chars().all(|c| matches!(c, '0' | '-' | ' ' | '(' | ')' | '+' | '/' | '.'))
                && !mask.contains('.')
                && mask.chars().filter(|c| *c == '0').count() > 1;
        if is_mask { Self::Mask(mask) } else { Self::Plain }
    }

    /// Returns the format of a number that workbooks do not describe.
    pub(super) fn built_in(id: u32) -> Self {
        match id {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::Plain,
        }
    }

    /// Writes a number as its cell shows it.
    pub(super) fn show(&self, number: f64, from_1904: bool) -> String {
        match self {
            Self::Plain => plain(number),
            Self::Date => date(number, from_1904).unwrap_or_else(|| plain(number)),
            Self::Duration => duration(number),
            Self::Mask(mask) => masked(mask, number),
        }
    }
}

/// Writes a number with the fifteen digits that spreadsheets keep.
pub(super) fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e17 {
        return format!("{number:.0}");
    }
    let exact = format!("{number:.14e}");
    let rounded: f64 = exact.parse().unwrap_or(number);
    format!("{rounded}")
}

fn masked(mask: &str, number: f64) -> String {
    if number.fract() != 0.0 || !(0.0..1e15).contains(&number) {
        return plain(number);
    }
    let zeros = mask.chars().filter(|c| *c == '0').count();
    let digits = format!("{number:0zeros$.0}");
    // Digits beyond the pattern stand where its first one does.
    let (first, rest) = digits.split_at(digits.len() - zeros + 1);
    let mut rest = rest.chars();
    let mut is_first = true;
    let mut text = String::new();
    for character in mask.chars() {
        match character {
            '0' if std::mem::take(&mut is_first) => text.push_str(first),
            '0' => text.extend(rest.next()),
            other => text.push(other),
        }
    }
    text
}

/// Writes a number of days since the beginning of the workbook's calendar.
fn date(number: f64, from_1904: bool) -> Option<String> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let seconds = (number * 86_400.0).round();
    let days = (seconds / 86_400.0).floor();
    #[expect(clippy::cast_possible_truncation, reason = "within the range that was checked")]
    let (days, second) = (days as i64, (seconds - days * 86_400.0) as i64);
    let clock = |text: &mut String| {
        let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
        let _ = write!(text, "{hour:02}:{minute:02}");
        if second > 0 {
            let _ = write!(text, ":{second:02}");
        }
    };
    let mut text = String::new();
    if days == 0 && !from_1904 {
        clock(&mut text);
        return Some(text);
    }
    // In the calendar of 1900 there is a 29 February that never was.
    let since_1970 = match (from_1904, days) {
        (true, days) => days - 24_107,
        (false, 60) => return Some("1900-02-29".to_owned()),
        (false, days) => days - 25_569 + i64::from(days < 60),
    };
    let (year, month, day) = civil(since_1970);
    let _ = write!(text, "{year:04}-{month:02}-{day:02}");
    if second > 0 {
        text.push(' ');
        clock(&mut text);
    }
    Some(text)
}

/// Returns year, month and day of a day since 1970-01-01, by the Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // Counted in eras of 400 years that begin on 1 March.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

fn duration(days: f64) -> String {
    let seconds = (days.abs() * 86_400.0).round();
    let (hours, minutes) = ((seconds / 3_600.0).floor(), (seconds / 60.0).floor() % 60.0);
    let sign = if days < 0.0 { "-" } else { "" };
    let mut text = format!("{sign}{hours:.0}:{minutes:02.0}");
    if seconds % 60.0 > 0.0 {
        let _ = write!(text, ":{:02.0}", seconds % 60.0);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, number: f64) -> String {
        NumberFormat::of_code(code).show(number, false)
    }

    #[test]
    fn numbers_are_shown_as_their_cells_show_them() {
        assert_eq!(shown("General", 42.0), "42");
        assert_eq!(shown("General", 0.1 + 0.2), "0.3");
        assert_eq!(shown("General", 819_012_345_678.0), "819012345678");
        assert_eq!(shown("0", 7.0), "7");
        assert_eq!(shown("00000", 123.0), "00123");
        assert_eq!(shown("000-0000", 1_000_013.0), "100-0013");
        assert_eq!(shown("000\\-0000", 60_013.0), "006-0013");
        assert_eq!(shown("00", 1234.0), "1234");
        assert_eq!(shown("#,##0.00", 1234.5), "1234.5");
    }

    #[test]
    fn dates_are_written_in_iso_form() {
        assert_eq!(shown("yyyy\\-mm\\-dd", 43_522.0), "2019-02-26");
        assert_eq!(shown("m/d/yy h:mm", 43_522.395_833_333_336), "2019-02-26 09:30");
        assert_eq!(shown("h:mm:ss", 0.395_844_907_407_407_4), "09:30:01");
        assert_eq!(shown("[h]:mm", 1.5), "36:00");
        assert_eq!(shown("[$-411]ggge\"年\"m\"月\"d\"日\"", 43_522.0), "2019-02-26");
        assert_eq!(shown("[Red]0.00", 1.5), "1.5");
        assert_eq!(NumberFormat::built_in(14).show(59.0, false), "1900-02-28");
        assert_eq!(NumberFormat::built_in(14).show(61.0, false), "1900-03-01");
        assert_eq!(NumberFormat::built_in(14).show(42_060.0, true), "2019-02-26");
    }
}
