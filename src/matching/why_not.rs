//! Says what a text is that names no country: a body, a part of the world, a former state, a list.
//! Not here: names of countries.

use std::borrow::Cow;

/// Why a text is not taken for a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyNot {
    /// More than one country goes by the name.
    Ambiguous,
    /// It names several countries.
    Several,
    /// It is a body of many states.
    InternationalOrganization,
    /// It is a ministry, a company, a university or another body.
    Organization,
    /// It is a part of the world.
    PartOfTheWorld,
    /// It is a part of a country that is known by its own name ("England").
    PartOfACountry,
    /// It is a state that is no more.
    Former,
    /// It has no code in ISO 3166-1.
    NoCode,
    /// Nothing is known about it.
    Unknown,
}

impl WhyNot {
    /// Returns the word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Several => "several countries",
            Self::InternationalOrganization => "international organization",
            Self::Organization => "organization",
            Self::PartOfTheWorld => "part of the world",
            Self::PartOfACountry => "part of a country",
            Self::Former => "no longer exists",
            Self::NoCode => "no ISO 3166 code",
            Self::Unknown => "not known",
        }
    }

    /// Returns what the word of the data says that owns a spelling and is no code.
    pub(super) fn of_owner(owner: &str) -> Self {
        match owner {
            "body" => Self::InternationalOrganization,
            "world" => Self::PartOfTheWorld,
            "former" => Self::Former,
            "uncoded" => Self::NoCode,
            _ => Self::Unknown,
        }
    }
}

/// Words of which one tells the name of a body of many states.
const OF_STATES: &[&str] = &["nations", "secretariat", "sekretariat", "intergovernmental"];
/// Words of which one tells the name of another body.
const OF_BODIES: &[&str] = &[
    "academy",
    "agency",
    "airlines",
    "association",
    "authority",
    "bank",
    "bureau",
    "center",
    "centre",
    "centro",
    "club",
    "co",
    "college",
    "commission",
    "committee",
    "company",
    "consulate",
    "corp",
    "corporation",
    "council",
    "customs",
    "delegation",
    "department",
    "embassy",
    "forum",
    "foundation",
    "fund",
    "gmbh",
    "government",
    "govt",
    "group",
    "hospital",
    "hotel",
    "inc",
    "institut",
    "institute",
    "institution",
    "instituto",
    "kk",
    "laboratory",
    "limited",
    "llc",
    "ltd",
    "ltda",
    "ministère",
    "ministerio",
    "ministerium",
    "ministry",
    "mission",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "plc",
    "police",
    "press",
    "pte",
    "sarl",
    "school",
    "services",
    "society",
    "spa",
    "technologies",
    "trust",
    "universidad",
    "universidade",
    "università",
    "universität",
    "université",
    "university",
    "министерство",
    "университет",
];
/// The same in scripts that do not set words apart.
const IN_BODIES: &[&str] = &[
    "事務局",
    "大学",
    "大學",
    "会社",
    "公司",
    "機構",
    "機関",
    "委員会",
    "委员会",
    "協会",
    "協會",
    "协会",
    "省庁",
    "大使館",
];

/// What stands between the countries of a list, or a country and its explanation; the stronger first.
const BETWEEN: &[&[&str]] = &[
    &["(", ")", "（", "）", "[", "]", "【", "】", "〔", "〕", "/", "／", "|", "\n", "\t"],
    &[";", "；", "؛", " - ", " – ", " — ", ": "],
    &[",", "，", "، ", "、", "+", "＋", "・"],
    &[
        "&",
        "＆",
        " and ",
        " or ",
        " und ",
        " et ",
        " y ",
        " e ",
        " и ",
        " và ",
        " dan ",
        " ve ",
        " en ",
        " vs ",
        " oder ",
        " ou ",
        "และ",
        "과 ",
        "와 ",
        " 및 ",
        "と",
        "及び",
        "および",
        "和",
        "与",
        "與",
    ],
];

/// How many strengths there are.
pub(super) const STRENGTHS: usize = BETWEEN.len();

/// Says what a text is by a word in it, where that is plain.
pub(super) fn of(text: &str) -> Option<WhyNot> {
    let text = text.to_lowercase().replace('.', "");
    let has = |words: &[&str]| {
        text.split(|letter: char| !letter.is_alphanumeric()).any(|word| words.contains(&word))
    };
    if has(OF_STATES) {
        Some(WhyNot::InternationalOrganization)
    } else if has(OF_BODIES) || IN_BODIES.iter().any(|word| text.contains(word)) {
        Some(WhyNot::Organization)
    } else {
        None
    }
}

/// Takes a text apart where a list or an explanation has a mark or a word, of one strength; nothing
/// where it has none.
pub(super) fn parts(text: &str, strength: usize) -> Option<Vec<&str>> {
    let between = BETWEEN.get(strength)?;
    if !between.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut parts = vec![text];
    for mark in *between {
        if text.contains(mark) {
            parts = parts.iter().flat_map(|part| part.split(mark)).collect();
        }
    }
    Some(parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect())
}

/// Takes a text apart at every mark of a list or an explanation.
pub(super) fn all_parts(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for strength in 0..STRENGTHS {
        parts = parts
            .into_iter()
            .flat_map(|part| self::parts(part, strength).unwrap_or_else(|| vec![part]))
            .collect();
    }
    parts
}

/// Puts codes between slashes in the place of flags.
pub(super) fn without_flags(text: &str) -> Cow<'_, str> {
    let mark = |letter| u32::from(letter).checked_sub(u32::from('\u{1F1E6}')).filter(|&at| at < 26);
    if !text.contains(|letter| mark(letter).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut codes = String::with_capacity(text.len());
    let mut flag = None;
    for letter in text.chars() {
        let mark = mark(letter).and_then(|at| char::from_u32(u32::from('A') + at));
        match (flag.take(), mark) {
            (Some(first), Some(second)) => codes.extend(['/', first, second, '/']),
            (None, Some(first)) => flag = Some(first),
            (_, None) => codes.push(letter),
        }
    }
    Cow::Owned(codes)
}
