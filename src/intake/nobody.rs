//! Tells what stands in the place of a name and names nobody: sums, remarks, words above the people.

use super::RawRow;
use super::words::word;
use crate::domain::NewParticipant;
use crate::matching::fold;

/// What stands in the place of a name where a list counts its rows or remarks on them.
const NO_NAMES: &[&str] = &[
    "total",
    "totals",
    "subtotal",
    "sub total",
    "grand total",
    "gesamt",
    "insgesamt",
    "summe",
    "totale",
    "итого",
    "всего",
    "合計",
    "総計",
    "小計",
    "計",
    "合计",
    "总计",
    "總計",
    "小计",
    "共计",
    "共計",
    "합계",
    "총계",
    "tong cong",
    "tong so",
    "รวม",
    "jumlah",
    "note",
    "notes",
    "nb",
    "remark",
    "remarks",
    "source",
    "prepared by",
    "備考",
    "以上",
    "以下余白",
    "이하 여백",
    "end",
    "end of list",
    "注",
    "备注",
    "備註",
    "비고",
];

/// Says whether what stands alone in the place of a name is none: a row of totals, a remark below
/// the list, a number.
fn is_no_name(alone: &str) -> bool {
    let folded = fold(alone);
    // "Total 12", "合計　12名"
    let counted = |letter: char| letter.is_ascii_digit() || letter == ' ';
    let words = folded.trim_end_matches(['名', '人', '명']).trim_end_matches(counted);
    let is_led = |word: &&str| {
        let rest = folded.strip_prefix(*word);
        let is_said = alone.contains([':', '：']) || word.ends_with(" by");
        rest.is_some_and(|rest| rest.starts_with(' ') && is_said)
    };
    !folded.contains(char::is_alphabetic)
        || NO_NAMES.iter().any(|word| words == *word || is_led(word))
}

/// Says whether what stands alone in its row is set apart or written as no name is: "--- end ---",
/// "(3 rows)", "Page 1 of 2", "Head of delegation: Sato", "mail desk@office.example".
fn is_set_apart(alone: &str) -> bool {
    let ends = |first: &[char], last: &[char]| alone.starts_with(first) && alone.ends_with(last);
    ends(&['(', '（', '[', '［', '【', '<'], &[')', '）', ']', '］', '】', '>'])
        || alone.starts_with(['-', '=', '*', '#', '※', '•', '–', '—'])
        || alone.contains([':', '：', '@'])
        // "Delegate 2" is one who is not named yet.
        || alone.contains(char::is_numeric) && alone.split_whitespace().nth(2).is_some()
}

/// Says whether a family and a given name are a word for a sum and a number: "Total" and "12".
fn are_a_count(family: &str, given: &str) -> bool {
    let is_number = |text: &str| {
        let digits = text.trim_end_matches(['名', '人', '명']);
        !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    let is_sum = |text: &str| text.chars().any(char::is_alphabetic) && is_no_name(text);
    (given.is_empty() || is_number(given)) && is_sum(family)
        || (family.is_empty() || is_number(family)) && is_sum(given)
}

/// Says whether a text is a word for people of one kind, such as "Observers".
pub(super) fn is_group(text: &str) -> bool {
    let one = text.strip_suffix(['s', 'S']).unwrap_or(text);
    let fields = ["role", "category", "status"];
    fields.iter().any(|field| [text, one].iter().any(|text| word(field, text).is_some()))
}

/// Says why what a row has in the place of a name names nobody, if that is so; `is_country` says whether
/// a text names a country or region.
pub(super) fn why_nobody(
    row: &RawRow<'_>,
    person: &NewParticipant,
    is_country: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    if person.email.is_some() {
        return None;
    }
    let (family, given) = (&person.family_name, &person.given_name);
    let stands_alone = given.is_empty();
    if person.code.is_none() && (stands_alone && is_no_name(family) || are_a_count(family, given)) {
        return Some("is the name of nobody; delete the row, or write a name");
    }
    if !stands_alone || row.alone().is_none() {
        None
    } else if is_set_apart(family) {
        Some("is a remark, and the name of nobody; delete the row")
    } else if is_country(family) {
        Some("is a country or region above its people, and nobody; delete the row")
    } else if is_group(family) {
        Some("is a word above its people, and nobody; delete the row")
    } else {
        None
    }
}
