//! Finds the e-mail address in what a list has in its place.

/// Returns an address without what mail programs put around it, and in usual letters: of
/// `Ann Lee <ann@office.example>`, `mailto:ann@office.example` and the like.
pub(super) fn alone(text: &str) -> String {
    let inside = text.rsplit_once('<').and_then(|(_, rest)| rest.trim_end().strip_suffix('>'));
    let text = inside.unwrap_or(text).trim();
    let text = match text.split_at_checked("mailto:".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => rest,
        _ => text,
    };
    let usual = |letter: char| match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0),
        '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => None,
        other => Some(other),
    };
    text.chars().filter_map(usual).collect()
}
