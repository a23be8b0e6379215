//! Reads numbers of lines as people write them from a sheet of paper: `3,7,12-15`.

use std::collections::BTreeSet;

/// The most numbers that one sheet has.
const MOST: u32 = 10_000;

/// Why a text is no list of numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no number of a line; write 3,7,12-15")]
pub struct LineNumbersError(pub String);

/// Returns the numbers that are meant, each once, in order; ranges have both ends.
pub fn line_numbers(text: &str) -> Result<Vec<u32>, LineNumbersError> {
    let mut numbers = BTreeSet::new();
    for piece in text.split([',', ';', ' ']).filter(|piece| !piece.is_empty()) {
        let refused = || LineNumbersError(piece.to_owned());
        let number = |text: &str| match text.trim().parse::<u32>() {
            Ok(number @ 1..=MOST) => Ok(number),
            _ => Err(refused()),
        };
        // Word processors make a dash of a hyphen.
        match piece.split_once(['-', '–', '—']) {
            None => {
                numbers.insert(number(piece)?);
            }
            Some((from, to)) => {
                let (from, to) = (number(from)?, number(to)?);
                if from > to {
                    return Err(refused());
                }
                numbers.extend(from..=to);
            }
        }
    }
    if numbers.is_empty() {
        Err(LineNumbersError(text.to_owned()))
    } else {
        Ok(numbers.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_and_ranges_are_read() {
        assert_eq!(line_numbers("3,7,12-15"), Ok(vec![3, 7, 12, 13, 14, 15]));
        assert_eq!(line_numbers(" 9 ;2–4, 3"), Ok(vec![2, 3, 4, 9]));
        for text in ["", ",", "0", "7-", "-7", "9-3", "x", "3-x", "1-99999", "P-0142-N"] {
            assert!(line_numbers(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_in_ranges_is_read_back(set in prop::collection::btree_set(1_u32..300, 1..60)) {
            let mut ranges: Vec<(u32, u32)> = Vec::new();
            for number in &set {
                match ranges.last_mut() {
                    Some((_, last)) if *last + 1 == *number => *last = *number,
                    _ => ranges.push((*number, *number)),
                }
            }
            let written: Vec<String> = ranges
                .iter()
                .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}-{to}") })
                .collect();
            let wanted: Vec<u32> = set.into_iter().collect();
            prop_assert_eq!(line_numbers(&written.join(",")), Ok(wanted));
        }
    }
}
