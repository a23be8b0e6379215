//! Says which text a field may hold. Names are kept as given: only the blanks around them go.

/// The most bytes that one field may hold; a longer one is a mistake of the file.
const MOST_BYTES: usize = 16 * 1024;

/// Why a text cannot be kept in a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The text holds the character NUL, which other systems cannot store.
    #[error("holds a NUL character; remove it")]
    Nul,
    /// The text is longer than any name or note.
    #[error("is longer than {MOST_BYTES} bytes")]
    TooLong,
}

/// Returns the usual form of a sign that a Japanese or Chinese input method left in full width.
pub(super) fn narrowed(sign: char) -> char {
    match sign {
        '！'..='～' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{3000}' => ' ',
        _ => sign,
    }
}

/// Returns the text without the blanks around it.
pub fn clean(text: &str) -> Result<&str, TextError> {
    let text = text.trim();
    if text.len() > MOST_BYTES {
        return Err(TextError::TooLong);
    }
    if text.as_bytes().contains(&0) {
        return Err(TextError::Nul);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_around_a_text_go_and_everything_within_stays() {
        assert_eq!(clean("\u{3000} Mc  Donald\n"), Ok("Mc  Donald"));
        assert_eq!(clean("a\0b"), Err(TextError::Nul));
        assert_eq!(clean(&"x".repeat(20_000)), Err(TextError::TooLong));
    }
}
