//! Groupings of countries and regions with which a seminar begins; from then on they are its own.
//!
//! ASEAN is its eleven members since October 2025. "Seminar Asia" is what the report of the sample
//! seminar sets apart as Asian countries and regions: UN M49's Central, Eastern, South-Eastern and
//! Southern Asia without Japan, the Republic of Korea and Singapore, which it names beside Europe
//! and the United States; and without the Democratic People's Republic of Korea, which nobody asks.
//! Not here: the regions of UN M49, which are no seminar's to change.

/// Lines of a name and codes.
const DATA: &str = include_str!("data/groupings.txt");

/// Returns the groupings that a country or region belongs to at first, by its code.
pub fn usual_groupings(code: &str) -> Vec<&'static str> {
    let has = |line: &&&'static str| line.split(' ').any(|word| word == code);
    let lines: Vec<&str> = DATA.lines().collect();
    lines.iter().filter(has).map(|line| name(line)).collect()
}

/// Returns what stands before the codes.
fn name(line: &'static str) -> &'static str {
    let is_code =
        |word: &str| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let first = line.split(' ').find(|word| is_code(word));
    first.and_then(|first| line.split_once(first)).map_or(line, |(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::countries;

    #[test]
    fn every_code_of_a_grouping_is_a_country_of_asia() {
        for line in DATA.lines() {
            let codes: Vec<_> = line.strip_prefix(name(line)).unwrap().trim().split(' ').collect();
            assert!(codes.is_sorted() && codes.len() > 10, "{line}");
            for code in codes {
                assert_eq!(countries::by_code(code).map(|one| one.region), Some("Asia"), "{code}");
            }
        }
        assert_eq!(usual_groupings("VN"), ["ASEAN", "Seminar Asia"]);
        assert_eq!(usual_groupings("SG"), ["ASEAN"]);
        assert!(usual_groupings("JP").is_empty());
    }
}
