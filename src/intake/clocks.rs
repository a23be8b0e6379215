//! Reads times of day as people write them.

/// Writes `午後1時5分` and `13h05` with the signs of `1:05 pm` and `13:05`.
fn in_usual_signs(clock: &str) -> String {
    const HALVES: [(&str, &str); 8] = [
        ("午前", "am"),
        ("午後", "pm"),
        ("上午", "am"),
        ("下午", "pm"),
        ("오전", "am"),
        ("오후", "pm"),
        ("am ", "am"),
        ("pm ", "pm"),
    ];
    let half = HALVES.iter().find_map(|(word, half)| Some((clock.strip_prefix(word)?, *half)));
    let (rest, half) = half.unwrap_or((clock, ""));
    let is_hour = |sign: char| matches!(sign, 'h' | '時' | '时' | '點' | '点' | '시');
    let Some((hour, minute)) = rest.split_once(is_hour) else { return format!("{rest}{half}") };
    let minute = minute.trim().trim_end_matches(['分', '분']);
    let minute = if minute.is_empty() { "00" } else { minute };
    format!("{}:{minute}{half}", hour.trim())
}

/// Writes a time of day as `09:41`, with its seconds where it has them.
pub(super) fn twenty_four_hours(clock: &str) -> Option<String> {
    let lower = clock.to_lowercase().replace(['.', '\u{a0}', '\u{202f}'], " ");
    let lower = in_usual_signs(&lower);
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
