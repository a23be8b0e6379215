//! Mends texts that were garbled on their way: "CÃ´te d'Ivoire", "S&atilde;o Tom&eacute;".
//! Not here: the encoding of a file; this is for a cell that somebody else read wrongly before.

/// What the bytes from 0x80 to 0x9F are in Windows-1252; `\0` where they are nothing.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// Marks in the names of letters on web pages; they do not count when names are compared.
const MARKS: &[&str] =
    &["acute", "grave", "circ", "tilde", "uml", "ring", "cedil", "caron", "slash"];

/// The longest name of a letter.
const LONGEST: usize = 8;

/// Returns the text as it was meant, where it is plain that it was garbled.
pub(super) fn mended(text: &str) -> Option<String> {
    read_as_utf8(text).or_else(|| without_references(text))
}

/// Undoes that UTF-8 was read as Windows-1252; other text is hardly ever valid UTF-8 in this way.
fn read_as_utf8(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let byte = |letter: char| {
        u8::try_from(u32::from(letter)).ok().or_else(|| {
            let at = WINDOWS.iter().position(|&known| known == letter)?;
            u8::try_from(0x80 + at).ok()
        })
    };
    let bytes: Vec<u8> = text.chars().map(byte).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// Puts letters in the place of the references of web pages.
fn without_references(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        mended.push_str(before);
        let found = after.split_once(';').and_then(|(name, after)| Some((letter(name)?, after)));
        let (letter, after) = found.unwrap_or(('&', after));
        mended.push(letter);
        rest = after;
    }
    mended.push_str(rest);
    (mended != text).then_some(mended)
}

/// Returns the letter that a reference names, without its mark where it is called by it.
fn letter(name: &str) -> Option<char> {
    if name.len() > LONGEST {
        return None;
    }
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    match name {
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" | "rsquo" | "lsquo" => Some('\''),
        "nbsp" => Some(' '),
        "ndash" | "mdash" => Some('-'),
        _ => {
            let (first, mark) = name.split_at_checked(1)?;
            first.chars().next().filter(|letter| letter.is_ascii() && MARKS.contains(&mark))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn what_was_garbled_on_the_way_is_read_as_it_was_meant() {
        for (garbled, meant) in [
            ("CÃ´te d'Ivoire", "Côte d'Ivoire"),
            ("TÃ¼rkiye", "Türkiye"),
            ("CÃ´te dâ€™Ivoire", "Côte d’Ivoire"),
            ("æ—¥æœ¬", "日本"),
            ("C&ocirc;te d&#39;Ivoire", "Cote d'Ivoire"),
            ("Trinidad &amp; Tobago", "Trinidad & Tobago"),
            ("S&#xE3;o Tom&eacute;", "São Tome"),
        ] {
            assert_eq!(mended(garbled).as_deref(), Some(meant), "{garbled}");
        }
        for text in ["Japan", "Côte d'Ivoire", "日本", "A & B; C", "&;", "&#99999999;", "&é;", "&"]
        {
            assert_eq!(mended(text), None, "{text}");
        }
    }
}
