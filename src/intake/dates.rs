//! Reads dates in the orders in which people write them, and never guesses between them: 03/04/2019
//! is a day in April or in March, and only another date of the same file, or the caller, can tell.

use std::fmt;

use super::calendars::{is_between, month, our_year, plainly};
use super::clocks::twenty_four_hours;
use crate::domain::Day;

/// The order in which a date names its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

impl DateOrder {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Dmy, Self::Mdy, Self::Ymd];

    /// Returns the word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
            Self::Ymd => "ymd",
        }
    }
}

/// A date that can be read in two ways, and nothing in its file tells which is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateDoubt {
    /// The line of the file.
    pub line: u64,
    /// The date as it is written.
    pub text: String,
    /// The days that it may be, each with the order in which it is read so.
    pub days: Vec<(DateOrder, String)>,
}

impl fmt::Display for DateDoubt {
    /// Writes the days that it may be: `2019-04-03 as dmy, or 2019-03-04 as mdy`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<_> =
            self.days.iter().map(|(order, day)| format!("{day} as {}", order.as_str())).collect();
        f.write_str(&days.join(", or "))
    }
}

/// Finds out from all dates of a file in which order they are written.
#[derive(Debug, Clone)]
pub struct Dates {
    /// The orders in which every date so far is a date.
    possible: Vec<DateOrder>,
    /// For two orders, a date that is another day in each.
    doubts: Vec<(DateOrder, DateOrder, DateDoubt)>,
}

impl Default for Dates {
    fn default() -> Self {
        Self { possible: DateOrder::ALL.to_vec(), doubts: Vec::new() }
    }
}

impl Dates {
    /// Looks at a further date; what is no date in any order says nothing.
    pub fn see(&mut self, line: u64, text: &str) {
        let plain = plainly(text);
        if numbers(&plain).is_some_and(|numbers| numbers.is_plain()) {
            return;
        }
        let days: Vec<(DateOrder, String)> = DateOrder::ALL
            .into_iter()
            .filter_map(|order| Some((order, numbers(&plain)?.day(order)?)))
            .collect();
        if days.is_empty() {
            return;
        }
        self.possible.retain(|order| days.iter().any(|(other, _)| other == order));
        for (at, (one, day)) in days.iter().enumerate() {
            for (other, another) in &days[at + 1..] {
                let known = self.doubts.iter().any(|(a, b, _)| (a, b) == (one, other));
                if day != another && !known {
                    let days = vec![(*one, day.clone()), (*other, another.clone())];
                    let doubt = DateDoubt { line, text: text.to_owned(), days };
                    self.doubts.push((*one, *other, doubt));
                }
            }
        }
    }

    /// Returns the order in which the dates are written; nothing where it makes no difference, or
    /// where no single order fits.
    ///
    /// # Errors
    /// A date that is another day in another order that fits as well.
    pub fn order(&self) -> Result<Option<DateOrder>, DateDoubt> {
        let open = |order: &DateOrder| self.possible.contains(order);
        match self.doubts.iter().find(|(one, other, _)| open(one) && open(other)) {
            Some((_, _, doubt)) => Err(doubt.clone()),
            None => Ok(self.possible.first().copied()),
        }
    }
}

/// Writes a date, with or without a time of day, as `2019-02-26 09:41`; nothing where it is no date
/// in this order. A month written as a word needs no order, nor do a year that stands first and the number
/// of days by which a spreadsheet counts.
pub(super) fn rewritten(text: &str, order: Option<DateOrder>) -> Option<String> {
    let text = &plainly(text);
    let (day, rest) = if let Some(numbers) = numbers(text) {
        let order = if numbers.is_plain() { DateOrder::Ymd } else { order? };
        (numbers.day(order)?, numbers.rest.to_owned())
    } else if let Some((day, rest)) = in_eight_digits(text) {
        (day, rest.to_owned())
    } else if let Some(counted) = counted(text) {
        return Some(counted);
    } else if let Some(named) = by_month_name(text) {
        named
    } else {
        return twenty_four_hours(text);
    };
    match rest.trim().trim_start_matches([',', 'T']).trim() {
        "" => Some(day),
        clock => Some(format!("{day} {}", twenty_four_hours(clock)?)),
    }
}

/// Three numbers that may be a date, and what follows them.
struct Numbers<'t> {
    /// Value and number of digits of each.
    parts: [(u32, usize); 3],
    year_first: bool,
    rest: &'t str,
}

fn numbers(text: &str) -> Option<Numbers<'_>> {
    let mut rest = text.trim();
    let mut parts = [(0, 0); 3];
    let mut year_first = false;
    for (at, number) in parts.iter_mut().enumerate() {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        *number = (rest.get(..end)?.parse().ok()?, end);
        rest = &rest[end..];
        if at < 2 {
            let mark = rest.chars().next()?;
            if !matches!(mark, '/' | '.' | '-' | '年' | '月' | '년' | '월') {
                return None;
            }
            year_first |= matches!(mark, '年' | '년');
            rest = rest[mark.len_utf8()..].trim_start();
        }
    }
    let rest = rest.strip_prefix(['日', '일', '.']).unwrap_or(rest);
    let parted = rest.is_empty() || rest.starts_with([' ', ',', 'T', '\u{a0}', '\u{3000}']);
    parted.then_some(Numbers { parts, year_first, rest })
}

impl Numbers<'_> {
    /// Returns whether the year stands first with all its digits, which no order of the others changes.
    fn is_plain(&self) -> bool {
        self.year_first || self.parts[0].1 == 4
    }

    /// Returns the day that the numbers are in an order, as `2019-02-26`.
    fn day(&self, order: DateOrder) -> Option<String> {
        let [one, two, three] = self.parts;
        let (year, month, day) = match order {
            DateOrder::Dmy => (three, two, one),
            DateOrder::Mdy => (three, one, two),
            DateOrder::Ymd => (one, two, three),
        };
        if month.1 > 2 || day.1 > 2 {
            return None;
        }
        let year = match year {
            (year, 4) => our_year(year),
            (year, 2) => 2_000 + year,
            _ => return None,
        };
        iso(year, month.0, day.0)
    }
}

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let text = format!("{year:04}-{month:02}-{day:02}");
    text.parse::<Day>().is_ok().then_some(text)
}

/// Reads `20190226`, and what follows it.
fn in_eight_digits(text: &str) -> Option<(String, &str)> {
    let (digits, rest) = text.split_at_checked(8)?;
    let is_all = digits.bytes().all(|digit| digit.is_ascii_digit());
    let is_apart = rest.is_empty() || rest.starts_with([' ', 'T']);
    let number: u32 = digits.parse().ok().filter(|_| is_all && is_apart)?;
    let year = number / 10_000;
    let day =
        iso(year, number / 100 % 100, number % 100).filter(|_| (1900..2200).contains(&year))?;
    Some((day, rest))
}

/// Reads the number of days by which spreadsheets count, `43522.375`, or of a part of a day, `0.375`.
fn counted(text: &str) -> Option<String> {
    /// The day before the first, as it comes out for every date after February 1900.
    const BEFORE: &str = "1899-12-30";
    let is_number = text.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.');
    let number: f64 = text.parse().ok().filter(|_| is_number)?;
    // From 1954 to 2119: other numbers are no dates of our time.
    let is_date = (20_000.0..80_000.0).contains(&number);
    let is_clock = number > 0.0 && number < 1.0;
    if !is_date && !is_clock {
        return None;
    }
    let minutes = (number.fract() * 1_440.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in that range")]
    let (days, minutes) = (number.trunc() as u32, minutes as u32);
    let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
    if minutes >= 1_440 {
        return None;
    }
    if !is_date {
        return Some(clock);
    }
    let day = BEFORE.parse::<Day>().ok()?.numbered(days + 1)?;
    Some(if minutes == 0 { day.to_string() } else { format!("{day} {clock}") })
}

/// Reads `26 Feb 2019`, `26 de febrero de 2019` and `February 26, 2019`.
fn by_month_name(text: &str) -> Option<(String, String)> {
    let words = text.split([' ', ',', '-', '\u{a0}']);
    let mut words = words.filter(|word| !word.is_empty() && !is_between(word));
    let (one, two, year) = (words.next()?, words.next()?, words.next()?);
    let named = |word: &str| month(word.trim_end_matches('.'));
    let (month, day) = match (named(one), named(two)) {
        (Some(month), None) => (month, two),
        (None, Some(month)) => (month, one),
        _ => return None,
    };
    let digits = year.trim_end_matches('.');
    let year: u32 = digits.parse().ok()?;
    let year = match digits.len() {
        4 => our_year(year),
        2 => 2_000 + year,
        _ => return None,
    };
    let ordinals = ["st", "nd", "rd", "th", "er", "º", "ª", "."];
    let day = ordinals.iter().find_map(|ordinal| day.strip_suffix(ordinal)).unwrap_or(day);
    let day = iso(year, month, day.parse().ok()?)?;
    Some((day, words.collect::<Vec<_>>().join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn order(dates: &[&str]) -> Result<Option<DateOrder>, String> {
        let mut seen = Dates::default();
        for (line, date) in (2..).zip(dates) {
            seen.see(line, date);
        }
        seen.order().map_err(|doubt| doubt.text)
    }

    #[test]
    fn the_file_decides_where_it_can() {
        assert_eq!(order(&["03/04/2019", "26/02/2019"]), Ok(Some(DateOrder::Dmy)));
        assert_eq!(order(&["02/26/2019", "03/04/2019"]), Ok(Some(DateOrder::Mdy)));
        // Another list that has its years first may have other dates as well.
        assert_eq!(order(&["2019/03/04", "2019年3月4日", "26/02/2019"]), Ok(Some(DateOrder::Dmy)));
        assert_eq!(order(&["2019/03/04", "26.02.19"]), Err("26.02.19".to_owned()));
        assert_eq!(order(&["26.02.19 09:41"]), Err("26.02.19 09:41".to_owned()));
        assert_eq!(order(&["26.02.19", "27.02.2019"]), Ok(Some(DateOrder::Dmy)));
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(order(&["03/04/2019"]), Err("03/04/2019".to_owned()));
        assert_eq!(order(&["05/05/2019", "03/04/2019"]), Err("03/04/2019".to_owned()));
        // Where it makes no difference, nothing is asked.
        assert!(order(&["05/05/2019"]).is_ok());
        // No order fits both.
        assert_eq!(order(&["26/02/2019", "02/26/2019"]), Ok(None));
        assert!(order(&[]).is_ok());
    }

    #[test]
    fn dates_and_times_are_rewritten() {
        for (text, order, expected) in [
            ("02/26/2019 9:41 a.m.", Some(DateOrder::Mdy), Some("2019-02-26 09:41")),
            ("02/26/2019, 12:05 AM", Some(DateOrder::Mdy), Some("2019-02-26 00:05")),
            ("02/26/2019 12:05 pm", Some(DateOrder::Mdy), Some("2019-02-26 12:05")),
            ("26.02.2019 09:41:07", Some(DateOrder::Dmy), Some("2019-02-26 09:41:07")),
            ("26. 2. 2019", Some(DateOrder::Dmy), Some("2019-02-26")),
            ("2019年2月26日 9:41", Some(DateOrder::Ymd), Some("2019-02-26 09:41")),
            ("26 Feb 2019 21:00", None, Some("2019-02-26 21:00")),
            ("February 26, 2019", None, Some("2019-02-26")),
            ("2019年2月26日(火) 9:41", Some(DateOrder::Ymd), Some("2019-02-26 09:41")),
            ("２０１９／２／２６", Some(DateOrder::Ymd), Some("2019-02-26")),
            ("平成31年2月26日", Some(DateOrder::Ymd), Some("2019-02-26")),
            ("令和元年5月1日", Some(DateOrder::Ymd), Some("2019-05-01")),
            ("H31.2.26", Some(DateOrder::Ymd), Some("2019-02-26")),
            ("民國108年2月26日", Some(DateOrder::Ymd), Some("2019-02-26")),
            ("26/02/2562", Some(DateOrder::Dmy), Some("2019-02-26")),
            ("Tuesday, 26th February 2019", None, Some("2019-02-26")),
            ("Tue Feb 26 2019", None, Some("2019-02-26")),
            ("Mar 26, 2019", None, Some("2019-03-26")),
            ("mar. 26 mars 2019", None, Some("2019-03-26")),
            ("26-Feb-19", None, Some("2019-02-26")),
            ("mardi 26 février 2019 09:41", None, Some("2019-02-26 09:41")),
            ("1er août 2019", None, Some("2019-08-01")),
            ("26. März 2019", None, Some("2019-03-26")),
            ("26 de febrero de 2019", None, Some("2019-02-26")),
            ("26 февраля 2019", None, Some("2019-02-26")),
            ("26 Agustus 2019", None, Some("2019-08-26")),
            ("26 jui 2019", None, None),
            ("2019年2月26日", None, Some("2019-02-26")),
            ("2019/02/26 00:00:00", Some(DateOrder::Dmy), Some("2019-02-26 00:00:00")),
            ("20190226 0941", None, None),
            ("20190226", None, Some("2019-02-26")),
            ("43522", None, Some("2019-02-26")),
            ("43522.403472", None, Some("2019-02-26 09:41")),
            ("0.375", None, Some("09:00")),
            ("9:05 AM", None, Some("09:05")),
            ("1:05 p.m.", None, Some("13:05")),
            ("13h05", None, Some("13:05")),
            ("9 h", None, Some("09:00")),
            ("午後1時5分", None, Some("13:05")),
            ("오전 9시", None, Some("09:00")),
            ("2019年2月26日 9時5分", None, Some("2019-02-26 09:05")),
            ("9", None, None),
            ("9:60", None, None),
            ("1234", None, None),
            ("26/02/2019", Some(DateOrder::Mdy), None),
            ("26/02/2019", None, None),
            ("29/02/2019", Some(DateOrder::Dmy), None),
            ("26/02/2019 25:00", Some(DateOrder::Dmy), None),
            ("26/02/2019 13:00 pm", Some(DateOrder::Dmy), None),
            ("26/02/219", Some(DateOrder::Dmy), None),
            ("26/02/2019x", Some(DateOrder::Dmy), None),
            ("", Some(DateOrder::Dmy), None),
        ] {
            assert_eq!(rewritten(text, order).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_in_an_order_is_read_in_it(
            year in 1900_u32..2100, month in 1_u32..13, day in 1_u32..29,
            mark in prop::sample::select(vec!["/", ".", "-"]), which in 0_usize..3,
        ) {
            let order = DateOrder::ALL[which];
            let text = match order {
                DateOrder::Dmy => format!("{day:02}{mark}{month:02}{mark}{year}"),
                DateOrder::Mdy => format!("{month:02}{mark}{day:02}{mark}{year}"),
                DateOrder::Ymd => format!("{year}{mark}{month:02}{mark}{day:02}"),
            };
            let expected = format!("{year}-{month:02}-{day:02}");
            prop_assert_eq!(rewritten(&text, Some(order)), Some(expected.clone()));
            // Whatever order a file is found to have, its dates are the days that were meant, or
            // there was a doubt.
            let mut dates = Dates::default();
            dates.see(2, &text);
            if let Ok(found) = dates.order() {
                prop_assert_eq!(rewritten(&text, found), Some(expected));
            }
        }

        #[test]
        fn any_text_is_looked_at_without_harm(text in any::<String>(), which in 0_usize..3) {
            let mut dates = Dates::default();
            dates.see(2, &text);
            let _ = dates.order();
            let _ = rewritten(&text, Some(DateOrder::ALL[which]));
        }
    }
}
