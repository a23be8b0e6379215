//! Defines instants, the seminar's days and its time zone. The present instant comes from outside.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeZone, Timelike,
    Utc,
};
use chrono_tz::Tz;

/// Why a text is no time, day or zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// The text is no instant.
    #[error("is not a time; write 09:30, 2019-02-26 09:30 or 2019-02-26T00:30:00Z")]
    NotATime,
    /// The text is no calendar day.
    #[error("is not a day; write 2019-02-26")]
    NotADay,
    /// The text is no time zone of the tz database.
    #[error("is not a time zone; write Asia/Tokyo or Europe/Vienna")]
    NotAZone,
    /// The clocks of the zone leave this hour out.
    #[error("does not exist in the seminar's time zone on that day")]
    LeftOut,
}

/// An instant, in milliseconds; stored as UTC text of fixed width, so that text order is time order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Returns the instant to the millisecond.
    pub fn new(instant: DateTime<Utc>) -> Self {
        Self(instant.trunc_subsecs(3))
    }

    /// Returns an instant that can be stored: text order is time order as long as years have four digits.
    fn of_four_digits(instant: DateTime<Utc>) -> Option<Self> {
        (0..=9_999).contains(&instant.year()).then(|| Self::new(instant))
    }

    /// Returns the whole minutes from `earlier` to this instant, negative if it is before.
    pub fn minutes_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_minutes()
    }

    /// Returns the instant some minutes later, or earlier for a negative number.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0 + chrono::TimeDelta::minutes(minutes))
    }

    /// Returns the beginning of the quarter of an hour that the instant is in.
    #[must_use]
    pub fn quarter(self) -> Self {
        let into = self.0.timestamp_millis().rem_euclid(15 * 60 * 1_000);
        Self(self.0 - chrono::TimeDelta::milliseconds(into))
    }

    /// Returns the next instant, a millisecond later.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + chrono::TimeDelta::milliseconds(1))
    }

    /// Returns the milliseconds since 1970, for identifiers that carry their time.
    pub fn unix_milliseconds(self) -> i64 {
        self.0.timestamp_millis()
    }
}

/// Returns a length of time as it is said: `11 minutes`, `26 hours`, `3 days`.
pub fn span(minutes: i64) -> String {
    let (number, unit) = match minutes.abs() {
        0..120 => (minutes, "minute"),
        120..2_880 => (minutes / 60, "hour"),
        _ => (minutes / 1_440, "day"),
    };
    if number.abs() == 1 { format!("{number} {unit}") } else { format!("{number} {unit}s") }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, instant) = (self.0.year(), &self.0);
        if !(0..=9_999).contains(&year) {
            return write!(f, "{}", instant.format("%Y-%m-%dT%H:%M:%S%.3fZ"));
        }
        // Every scan writes several: digits put in their places cost a tenth of reading a pattern.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |end: usize, mut number: u32| {
            for place in text[..end].iter_mut().rev().take_while(|byte| byte.is_ascii_digit()) {
                *place = b'0' + (number % 10) as u8;
                number /= 10;
            }
        };
        put(4, year.unsigned_abs());
        put(7, instant.month());
        put(10, instant.day());
        put(13, instant.hour());
        put(16, instant.minute());
        put(19, instant.second());
        put(23, instant.timestamp_subsec_millis());
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;

    /// Reads RFC 3339 with any offset.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        if let Some(stored) = stored_instant(text.as_bytes()) {
            return Ok(stored);
        }
        let read = DateTime::parse_from_rfc3339(text.trim()).ok();
        read.and_then(|instant| Self::of_four_digits(instant.with_timezone(&Utc)))
            .ok_or(TimeError::NotATime)
    }
}

/// Reads the one form in which instants are stored; a report of a million people reads millions.
fn stored_instant(text: &[u8]) -> Option<Timestamp> {
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0_u32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
        })
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (23, b'Z')];
    if text.len() != 24 || marks.iter().any(|&(at, mark)| text[at] != mark) {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?
        .and_hms_milli_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?, number(20, 23)?)
        .map(|instant| Timestamp(instant.and_utc()))
}

/// A calendar day at the seminar's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(NaiveDate);

impl Day {
    /// Returns the days from this one to `last`, both counted.
    pub fn days_until(self, last: Self) -> i64 {
        (last.0 - self.0).num_days() + 1
    }

    /// Returns the days from this one to `last` in words: `26 to 28 February 2019`.
    pub fn in_words_to(self, last: Self) -> String {
        let (first, last) = (self.0, last.0);
        let end = last.format("%-d %B %Y");
        if first == last {
            end.to_string()
        } else if (first.year(), first.month()) == (last.year(), last.month()) {
            format!("{} to {end}", first.format("%-d"))
        } else if first.year() == last.year() {
            format!("{} to {end}", first.format("%-d %B"))
        } else {
            format!("{} to {end}", first.format("%-d %B %Y"))
        }
    }

    /// Returns the seminar's day of this number, counted from 1 at `self`.
    pub fn numbered(self, number: u32) -> Option<Self> {
        self.0.checked_add_days(Days::new(u64::from(number.checked_sub(1)?))).map(Self)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

/// A year of two digits is one of the first century to the parser, and to nobody else.
const YEAR_DIGITS: usize = 4;

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        let has_year = text.find('-') == Some(YEAR_DIGITS);
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| has_year);
        day.map(Self).ok_or(TimeError::NotADay)
    }
}

/// A time as a person says it: by the clock on the wall, with or without the day, or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// An instant with its offset.
    Instant(Timestamp),
    /// A day and the clock on the wall.
    Local(NaiveDateTime),
    /// The clock on the wall; the day is known from elsewhere.
    Clock(NaiveTime),
}

impl FromStr for Moment {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let text = text.trim();
        if let Ok(instant) = text.parse() {
            return Ok(Self::Instant(instant));
        }
        let clock = ["%H:%M", "%H:%M:%S"];
        if let Some(time) = clock.iter().find_map(|f| NaiveTime::parse_from_str(text, f).ok()) {
            return Ok(Self::Clock(time));
        }
        ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
            .filter(|_| text.find('-') == Some(YEAR_DIGITS))
            .map(Self::Local)
            .ok_or(TimeError::NotATime)
    }
}

/// The seminar's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// Returns the instant of a moment; a bare clock time is taken on `day`.
    pub fn instant(self, moment: Moment, day: Day) -> Result<Timestamp, TimeError> {
        let local = match moment {
            Moment::Instant(instant) => return Ok(instant),
            Moment::Local(local) => local,
            Moment::Clock(time) => day.0.and_time(time),
        };
        // In the hour that a zone has twice, the first one is meant more often than not.
        let instant = self.0.from_local_datetime(&local).earliest().ok_or(TimeError::LeftOut)?;
        Timestamp::of_four_digits(instant.with_timezone(&Utc)).ok_or(TimeError::NotATime)
    }

    /// Returns the day that an instant falls on.
    pub fn day(self, instant: Timestamp) -> Day {
        Day(instant.0.with_timezone(&self.0).date_naive())
    }

    /// Returns the clock time of an instant, as `09:30`.
    pub fn clock(self, instant: Timestamp) -> String {
        instant.0.with_timezone(&self.0).format("%H:%M").to_string()
    }

    /// Returns the clock time of an instant, with its day where that is not the day of `other`.
    pub fn clock_beside(self, instant: Timestamp, other: Timestamp) -> String {
        if self.day(instant) == self.day(other) {
            self.clock(instant)
        } else {
            self.day_and_clock(instant)
        }
    }

    /// Returns day and clock time of an instant, as `2019-02-26 09:30`.
    pub fn day_and_clock(self, instant: Timestamp) -> String {
        instant.0.with_timezone(&self.0).format("%Y-%m-%d %H:%M").to_string()
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.name())
    }
}

impl FromStr for Zone {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        text.trim().parse().map(Self).map_err(|_| TimeError::NotAZone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_with_fixed_width_in_utc() {
        let instant: Timestamp = "2019-02-26T09:30:00+09:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2019-02-26T00:30:00.000Z");
    }

    #[test]
    fn instants_are_written_as_the_pattern_writes_them() {
        for millis in (-62_167_219_200_000_i64..253_402_300_800_000).step_by(86_399_999 * 611) {
            let instant = DateTime::from_timestamp_millis(millis).unwrap();
            let pattern = instant.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
            assert_eq!(Timestamp::new(instant).to_string(), pattern);
        }
        let far = DateTime::from_timestamp_millis(253_402_300_800_000).unwrap();
        assert_eq!(Timestamp::new(far).to_string(), "+10000-01-01T00:00:00.000Z");
    }

    #[test]
    fn an_instant_of_the_year_10000_was_stored_and_never_read_again() {
        let far = "9999-12-31T23:30:00-05:00";
        assert_eq!(far.parse::<Timestamp>(), Err(TimeError::NotATime));
        let new_york: Zone = "America/New_York".parse().unwrap();
        let day: Day = "9999-12-31".parse().unwrap();
        assert_eq!(new_york.instant("22:00".parse().unwrap(), day), Err(TimeError::NotATime));
        let last = new_york.instant("18:59".parse().unwrap(), day).unwrap().to_string();
        assert_eq!(last, "9999-12-31T23:59:00.000Z");
    }

    #[test]
    fn a_length_of_time_is_said_in_the_unit_that_fits() {
        for (minutes, said) in [
            (1, "1 minute"),
            (119, "119 minutes"),
            (120, "2 hours"),
            (1_440, "24 hours"),
            (4_072_287, "2827 days"),
        ] {
            assert_eq!(span(minutes), said);
        }
    }

    #[test]
    fn the_stored_form_is_read_as_rfc_3339_reads_it() {
        for text in
            ["2019-02-26T00:30:00.000Z", "2024-02-29T23:59:59.999Z", "0001-01-01T00:00:00.001Z"]
        {
            let slowly = DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc);
            assert_eq!(stored_instant(text.as_bytes()), Some(Timestamp::new(slowly)), "{text}");
        }
        for text in
            ["2019-02-30T00:00:00.000Z", "2019-02-26T24:00:00.000Z", "2019-02-26T00:00:0x.000Z"]
        {
            assert_eq!(text.parse::<Timestamp>(), Err(TimeError::NotATime), "{text}");
        }
    }

    #[test]
    fn the_clock_on_the_wall_is_that_of_the_seminar() {
        let tokyo: Zone = "Asia/Tokyo".parse().unwrap();
        let day: Day = "2019-02-26".parse().unwrap();
        let instant = tokyo.instant("09:02".parse().unwrap(), day).unwrap();
        assert_eq!(instant.to_string(), "2019-02-26T00:02:00.000Z");
        assert_eq!(tokyo.clock(instant), "09:02");
        assert_eq!(tokyo.day(instant), day);
        assert_eq!(tokyo.instant("2019-02-26 09:02:00".parse().unwrap(), day), Ok(instant));
    }

    #[test]
    fn an_hour_that_the_zone_leaves_out_is_refused() {
        let vienna: Zone = "Europe/Vienna".parse().unwrap();
        let day: Day = "2019-03-31".parse().unwrap();
        assert_eq!(vienna.instant("02:30".parse().unwrap(), day), Err(TimeError::LeftOut));
    }

    #[test]
    fn days_are_counted_from_one() {
        let first: Day = "2019-02-26".parse().unwrap();
        assert_eq!(first.numbered(3).unwrap().to_string(), "2019-02-28");
        assert_eq!(first.days_until("2019-02-28".parse().unwrap()), 3);
        assert_eq!(first.numbered(0), None);
    }
}
