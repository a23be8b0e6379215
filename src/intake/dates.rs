//! Reads dates in the orders in which people write them, and never guesses between them: 03/04/2019
//! is a day in April or in March, and only another date of the same file, or the caller, can tell.

use std::fmt;

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
        let days: Vec<(DateOrder, String)> = DateOrder::ALL
            .into_iter()
            .filter_map(|order| Some((order, numbers(text)?.day(order)?)))
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
/// in this order. A month written as a word needs no order.
pub(super) fn rewritten(text: &str, order: Option<DateOrder>) -> Option<String> {
    let (day, rest) = if let Some(numbers) = numbers(text) {
        (numbers.day(order?)?, numbers.rest.to_owned())
    } else {
        by_month_name(text)?
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
    /// Returns the day that the numbers are in an order, as `2019-02-26`.
    fn day(&self, order: DateOrder) -> Option<String> {
        let [one, two, three] = self.parts;
        let (year, month, day) = match order {
            DateOrder::Dmy => (three, two, one),
            DateOrder::Mdy => (three, one, two),
            DateOrder::Ymd => (one, two, three),
        };
        if self.year_first && order != DateOrder::Ymd || month.1 > 2 || day.1 > 2 {
            return None;
        }
        let year = match year {
            (year, 4) => year,
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

/// Reads `26 Feb 2019` and `February 26, 2019`.
fn by_month_name(text: &str) -> Option<(String, String)> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let mut words = text.split([' ', ',', '-', '\u{a0}']).filter(|word| !word.is_empty());
    let (one, two, year) = (words.next()?, words.next()?, words.next()?);
    let month = |word: &str| {
        let word = word.trim_end_matches('.').to_lowercase();
        let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
        u32::try_from(at + 1).ok()
    };
    let (month, day) = match (month(one), month(two)) {
        (Some(month), None) => (month, two),
        (None, Some(month)) => (month, one),
        _ => return None,
    };
    let year: u32 = year.parse().ok().filter(|_| year.len() == 4)?;
    let day = iso(year, month, day.trim_end_matches('.').parse().ok()?)?;
    Some((day, words.collect::<Vec<_>>().join(" ")))
}

/// Writes a time of day as `09:41`, with its seconds where it has them.
fn twenty_four_hours(clock: &str) -> Option<String> {
    let lower = clock.to_lowercase().replace(['.', '\u{a0}', '\u{202f}'], " ");
    let letters: String = lower.chars().filter(|letter| letter.is_alphabetic()).collect();
    let digits = lower.split(|letter: char| letter.is_alphabetic()).next()?.trim();
    let mut parts =
        digits.split(':').map(|part| part.parse::<u32>().ok().filter(|_| part.len() < 3));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().map_or(Some(None), |second| second.map(Some))?;
    let hour = match (letters.as_str(), hour) {
        ("", hour) => hour,
        ("am", 1..=11) | ("pm", 12) => hour,
        ("am", 12) => 0,
        ("pm", 1..=11) => hour + 12,
        _ => return None,
    };
    let legal = hour < 24 && minute < 60 && second.is_none_or(|s| s < 60) && parts.next().is_none();
    legal.then(|| match second {
        None => format!("{hour:02}:{minute:02}"),
        Some(second) => format!("{hour:02}:{minute:02}:{second:02}"),
    })
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
        assert_eq!(order(&["2019/03/04"]), Ok(Some(DateOrder::Ymd)));
        assert_eq!(order(&["2019年3月4日"]), Ok(Some(DateOrder::Ymd)));
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
