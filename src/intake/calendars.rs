//! Knows what stands around the numbers of a date in several languages: months, days of the week, years of
//! other calendars. Which of the numbers is which is not here; see `dates`.

use std::borrow::Cow;

use crate::matching::fold;

/// The months in English, French, German, Spanish, Portuguese, Italian, Dutch, Indonesian, Malay, Russian
/// and Vietnamese, folded; three letters of one are enough where they are of no other month.
const MONTHS: [&str; 12] = [
    "january janvier januar jan enero ene janeiro gennaio januari yanvar января январь",
    "february fevrier februar febrero fevereiro febbraio februari февраля февраль",
    "march mars marz maerz mrz marzo marco maart maret mac марта март",
    "april avril abril aprile апреля апрель",
    "may mai mayo maio maggio mei мая май",
    "june juin juni junio junho giugno jun июня июнь",
    "july juillet juli julio julho luglio julai jul июля июль",
    "august aout agosto augustus agustus ogos августа август",
    "september septembre septiembre setembro settembre сентября сентябрь",
    "october octobre oktober octubre outubro ottobre октября октябрь",
    "november novembre noviembre novembro ноября ноябрь",
    "december decembre dezember diciembre dezembro dicembre desember disember декабря декабрь",
];

/// The days of the week in the same languages, folded.
const WEEKDAYS: &str = "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat \
    saturday sun sunday lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche mo montag \
    di dienstag mi mittwoch do donnerstag fr freitag sa samstag so sonntag lunes martes miercoles jueves viernes \
    sabado domingo segunda terca quarta quinta sexta lunedi martedi mercoledi giovedi venerdi domenica maandag \
    dinsdag woensdag donderdag vrijdag zaterdag zondag senin selasa rabu kamis jumat sabtu minggu isnin khamis \
    jumaat ahad пн вт ср чт пт сб вс понедельник вторник среда четверг пятница суббота воскресенье";

/// Words between the parts of a date.
const BETWEEN: [&str; 8] = ["de", "del", "of", "den", "le", "ngay", "thang", "nam"];

/// Eras by which years are counted, and the year before the first of each.
const ERAS: &[(&str, u32)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("民國", 1911),
    ("民国", 1911),
    ("中華民國", 1911),
    ("r", 2018),
    ("h", 1988),
    ("s", 1925),
];

/// Years of the Buddhist calendar are so many more than ours; no list is of the 25th century.
const BUDDHIST: u32 = 543;

/// Returns the month that a word names.
pub(super) fn month(word: &str) -> Option<u32> {
    let word = fold(word);
    if word.chars().count() < 3 {
        return None;
    }
    let is_of = |names: &&str| names.split(' ').any(|name| name == word);
    let begins = |names: &&str| names.split(' ').any(|name| name.starts_with(&word));
    let only = |which: &dyn Fn(&&str) -> bool| {
        let mut found = (1..).zip(MONTHS).filter(|(_, names)| which(names));
        let (month, _) = found.next()?;
        found.next().is_none().then_some(month)
    };
    only(&is_of).or_else(|| only(&begins))
}

/// Says whether a word stands between the parts of a date and is none.
pub(super) fn is_between(word: &str) -> bool {
    BETWEEN.contains(&fold(word).as_str())
}

/// Returns a year of our calendar.
pub(super) fn our_year(year: u32) -> u32 {
    if (2_400..2_700).contains(&year) { year - BUDDHIST } else { year }
}

/// Returns a date without day of the week, in usual digits and with a year of our calendar.
pub(super) fn plainly(date: &str) -> Cow<'_, str> {
    let text = date.trim();
    let first = text.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() && !text.contains(['(', '（']) {
        return Cow::Borrowed(text);
    }
    let text: String = text.chars().map(usual).collect();
    let text = without_brackets(&text);
    let text = without_weekday(text.trim());
    Cow::Owned(of_era(text).unwrap_or_else(|| text.to_owned()))
}

/// Returns the usual form of a sign in full width.
fn usual(sign: char) -> char {
    match sign {
        '！'..='～' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        sign => sign,
    }
}

fn without_brackets(text: &str) -> String {
    let Some((before, rest)) = text.split_once('(') else { return text.to_owned() };
    match rest.split_once(')') {
        Some((inside, after)) if !inside.contains(|sign: char| sign.is_ascii_digit()) => {
            format!("{} {}", before.trim_end(), after.trim_start())
        }
        _ => text.to_owned(),
    }
}

fn without_weekday(text: &str) -> &str {
    let end = text.find(|sign: char| !sign.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let rest = rest.trim_start_matches(['.', ',', ' ', '\u{a0}']);
    let word = fold(word);
    let is_weekday = !word.is_empty() && WEEKDAYS.split_whitespace().any(|day| day == word);
    // "Mar 26, 2019" is in March.
    let is_month =
        rest.starts_with(|sign: char| sign.is_ascii_digit()) && month(&word).is_some() && {
            let mut parts = rest.split([' ', ',']).filter(|part| !part.is_empty());
            parts.nth(1).is_some_and(|part| part.starts_with(|sign: char| sign.is_ascii_digit()))
        };
    if is_weekday && !is_month && !rest.is_empty() { rest } else { text }
}

/// Writes `令和元年5月1日` and `H31.2.26` with the year of our calendar.
fn of_era(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let named = ERAS.iter().find_map(|(era, before)| Some((lower.strip_prefix(era)?, *before)));
    let (rest, before) = named?;
    let rest = rest.trim_start();
    let (year, rest) = if let Some(rest) = rest.strip_prefix('元') {
        (1, rest)
    } else {
        let end = rest.find(|sign: char| !sign.is_ascii_digit())?;
        (rest[..end].parse::<u32>().ok().filter(|_| end < 4)?, &rest[end..])
    };
    rest.starts_with(['年', '.', '/', '-']).then(|| format!("{}{rest}", before + year))
}
