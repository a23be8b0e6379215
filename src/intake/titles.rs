//! Knows forms of address before a name, and degrees behind it.

/// Forms of address, with a point behind them or without.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "madam",
    "herr",
    "frau",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sra",
    "srta",
    "dra",
    "г-н",
    "г-жа",
    "ambassador",
    "engr",
    "atty",
    "dato'",
    "datuk",
    "doctor",
];

/// Forms of address that without their point are names or words.
const TITLES_WITH_A_POINT: &[&str] = &[
    "h.e.", "amb.", "hon.", "rev.", "sr.", "assoc.", "asst.", "assist.", "eng.", "ing.", "arch.",
    "lt.", "col.", "gen.", "maj.", "capt.", "cdr.", "adm.", "brig.", "sgt.", "cpt.", "drs.", "ir.",
    "mag.", "dipl.", "univ.", "habil.", "h.c.", "rer.", "nat.", "phil.", "jur.", "iur.", "pol.",
    "oec.", "med.",
];

/// Says whether a word is a form of address. "HE" is a family name, and only "H.E." a title.
fn is_title(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_one = |part: &str| {
        TITLES_WITH_A_POINT.contains(&part)
            || TITLES.contains(&part.strip_suffix('.').unwrap_or(part))
    };
    // "Dr.-Ing."
    is_one(&lower) || (lower.ends_with('.') && lower.split('-').all(is_one))
}

/// Takes titles such as "Prof. Dr." from the beginning, or one in brackets from the end.
pub(super) fn without_title(name: &str) -> (&str, &str) {
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(char::is_whitespace) {
        if is_title(word) {
            rest = after.trim_start();
            continue;
        }
        // "Ms.LE Thi Hoa"
        match rest.split_once('.') {
            Some((word, after))
                if TITLES.contains(&word.to_lowercase().as_str())
                    && after.starts_with(char::is_alphabetic) =>
            {
                rest = after;
            }
            _ => break,
        }
    }
    if rest.len() < name.len() {
        return (name[..name.len() - rest.len()].trim_end(), rest);
    }
    if let Some((before, word)) = name.rsplit_once(char::is_whitespace)
        && matches!(word, "様" | "さま" | "氏" | "殿" | "先生" | "女士" | "小姐" | "님" | "씨")
    {
        return (word, before.trim_end());
    }
    let bracketed = name.strip_suffix([')', '）']).and_then(|open| open.rsplit_once(['(', '（']));
    match bracketed {
        Some((before, word)) if is_title(word.trim()) && !before.trim().is_empty() => {
            (word.trim(), before.trim_end())
        }
        _ => ("", name),
    }
}

/// Joins two forms of address.
pub(super) fn joined(mut title: String, more: &str) -> String {
    if !title.is_empty() && !more.is_empty() {
        title.push(' ');
    }
    title.push_str(more);
    title
}

/// Says whether a word follows names and belongs to neither part.
pub(super) fn is_suffix(word: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "jr", "sr", "ii", "iii", "iv", "phd", "md", "mba", "msc", "bsc", "llm", "llb", "cbe",
        "obe", "mbe", "esq", "qc", "kc", "mp", "cpa", "cfa", "pe", "jd", "dphil", "rn", "ret",
    ];
    let word: String = word.to_lowercase().chars().filter(|&letter| letter != '.').collect();
    SUFFIXES.contains(&word.as_str())
}
