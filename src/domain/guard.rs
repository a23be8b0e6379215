//! Says which texts a spreadsheet would change on opening a CSV file, and marks them as text.
//!
//! The mark is the apostrophe, as spreadsheets use it. Reading takes one off again, and so a text
//! that looks marked itself is always marked once more: what is written is what is read.

/// The longest number that a spreadsheet shows as it was written.
const LONGEST_NUMBER: usize = 11;

/// Says whether a spreadsheet would take the text for a formula or for another number.
pub fn would_change(text: &str) -> bool {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
        || is_number && (text.len() > LONGEST_NUMBER || text.len() > 1 && text.starts_with('0'))
}

/// Says whether the text looks like one that was marked.
pub fn looks_marked(text: &str) -> bool {
    text.starts_with('\'') && would_change(text.trim_start_matches('\''))
}

/// Returns the text without the mark.
pub fn unmarked(text: &str) -> &str {
    if looks_marked(text) { &text[1..] } else { text }
}

#[cfg(test)]
mod tests {
    use super::{looks_marked, unmarked, would_change};

    #[test]
    fn formulas_and_numbers_that_would_change_are_known() {
        for text in ["=1+1", "+81 3 1234", "-x", "@a", "\tx", "\rx", "007", "123456789012"] {
            assert!(would_change(text), "{text:?}");
            assert_eq!(unmarked(&format!("'{text}")), text);
            assert_eq!(unmarked(&format!("''{text}")), format!("'{text}"));
        }
        for text in ["", "0", "12345678901", "a=b", "'90s", "O'Brien", "'", "'x", "1 2"] {
            assert!(!would_change(text) && !looks_marked(text), "{text:?}");
            assert_eq!(unmarked(text), text);
        }
    }
}
