//! Texts of several parts: "Japan (JP)", "日本 Japan", "Myanmar (formerly Burma)", "China and Japan".
//! Not here: what a part names by itself; what stands between parts (see `why_not`).

use super::country::{Country, How, Recognised, by_code, by_whole, countries};
use super::fold::{fold, short_ascii};
use super::loose::{by_loose_wording, is_article};
use super::spellings;
use super::why_not::{self, WhyNot};

/// Countries, and the territories that are often written with the country's name beside theirs.
const TERRITORIES: &[(&str, &str)] = &[
    ("AU", "CC CX HM NF"),
    ("CN", "HK MO TW"),
    ("DK", "FO GL"),
    ("FI", "AX"),
    ("FR", "BL GF GP MF MQ NC PF PM RE TF WF YT"),
    ("GB", "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG"),
    ("NL", "AW BQ CW SX"),
    ("NO", "BV SJ"),
    ("NZ", "CK NU TK"),
    ("US", "AS GU MP PR UM VI"),
];

/// What stands between a territory and its country, and not between two countries of a list.
const BESIDE: &[&str] = &["(", "（", "[", "【", ",", " - ", " – ", ": "];

/// Words before a name that the country went by, or goes by as well.
const FORMERLY: &[&str] = &[
    "formerly known as ",
    "formerly ",
    "former ",
    "fmr ",
    "ex ",
    "previously ",
    "now ",
    "also ",
    "aka ",
];

/// Recognises a text of which every part is a code or a name: of one country, or of several.
pub(super) fn by_parts(text: &str) -> Option<Recognised> {
    let whole = why_not::without_flags(text);
    let bare = without_number(&whole);
    if bare.len() < whole.len()
        && let Some(found) = by_name(bare)
    {
        return Some(found);
    }
    beside_its_code(bare).or_else(|| Named::of(bare, 0))?.recognised(text)
}

/// Returns the countries that parts of a text name, of which another part is no country.
pub(super) fn among_parts(text: &str) -> Vec<&'static Country> {
    let mut found = Vec::new();
    for part in why_not::all_parts(text) {
        if let Some(Recognised::Country { country, .. }) = by_whole(part, &fold(part)) {
            found.extend(by_code(country.code));
        }
    }
    found.dedup();
    found
}

/// The most words of a name that stands beside others without a mark, and of all of them.
const MOST_WORDS: usize = 4;
const MOST_WORDS_OF_ALL: usize = 24;

/// Recognises that a text is names of countries side by side, without marks of a list: "Japan Korea",
/// "Iran–Iraq". What it may be else is one name, which goes before.
pub(super) fn side_by_side(text: &str) -> Option<Recognised> {
    let is_between = |letter: char| letter.is_whitespace() || "-–—".contains(letter);
    let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).collect();
    if !(2..=MOST_WORDS_OF_ALL).contains(&words.len()) {
        return None;
    }
    let (mut choices, mut rest) = (Vec::<&Country>::new(), words.as_slice());
    while !rest.is_empty() {
        let most = rest.len().min(MOST_WORDS);
        let (count, found) = (1..=most).rev().find_map(|count| {
            let name = rest[..count].join(" ");
            let found = match by_whole(&name, &fold(&name))? {
                Recognised::Country { country, .. } => vec![by_code(country.code)?],
                Recognised::None { choices, .. } => choices,
            };
            (!found.is_empty()).then_some((count, found))
        })?;
        choices.extend(found);
        rest = &rest[count..];
    }
    choices.sort_by_key(|country| country.code);
    choices.dedup();
    (choices.len() > 1).then_some(Recognised::None { why: WhyNot::Several, choices })
}

/// Returns a text without its number in a list, or without the number to call the country by.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(['+', '(', '#']);
    let name = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if (1..=4).contains(&(rest.len() - name.len())) {
        let bare = name.trim_start_matches([')', '.', ' ', '-', ':', '　']);
        // "7LC" is no Saint Lucia.
        if !bare.is_empty() && (bare.len() < name.len() || !bare.is_ascii()) {
            return bare;
        }
    }
    text
}

/// What the parts of a text name.
#[derive(Default)]
struct Named {
    sure: Vec<&'static Country>,
    /// Those that a name of several countries may mean, one list a name.
    doubtful: Vec<Vec<&'static Country>>,
    /// Those that a name with one letter wrong may mean. By themselves they say nothing here, since
    /// the other part may be a city or a person.
    near: Vec<Vec<&'static Country>>,
    parts: usize,
}

impl Named {
    /// Finds what all parts of a text name; nothing where one of them is no country.
    fn of(text: &str, strength: usize) -> Option<Self> {
        if let Some(runs) = in_scripts(text)
            && let Some(named) = Self::each(runs, strength)
        {
            return Some(named);
        }
        let apart =
            (strength..why_not::STRENGTHS).find_map(|at| Some((why_not::parts(text, at)?, at + 1)));
        match apart {
            Some((parts, weaker)) => Self::each(parts, weaker),
            None => None,
        }
    }

    fn each(parts: Vec<&str>, weaker: usize) -> Option<Self> {
        let mut named = Self::default();
        parts.into_iter().try_for_each(|part| named.take(part, weaker))?;
        Some(named)
    }

    fn take(&mut self, part: &str, weaker: usize) -> Option<()> {
        let key = fold(part);
        let is_number =
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
        if is_article(part, &key) || key.is_empty() || is_number && part.starts_with('+') {
            return Some(());
        }
        match by_whole(part, &key) {
            None => return self.take_loosely(part, &key, weaker),
            Some(Recognised::Country { country, .. }) => self.sure.extend(by_code(country.code)),
            Some(Recognised::None { choices, .. }) if !choices.is_empty() => {
                self.doubtful.push(choices);
            }
            Some(Recognised::None { .. }) => return None,
        }
        self.parts += 1;
        Some(())
    }

    /// Takes a name of before, which says nothing where it is no country's of today; or a name in
    /// another wording, or further parts, or a name with one letter wrong.
    fn take_loosely(&mut self, part: &str, key: &str, weaker: usize) -> Option<()> {
        let old = FORMERLY.iter().find_map(|word| key.strip_prefix(word));
        if let Some(old) = old {
            match by_whole(old, old)? {
                Recognised::Country { country, .. } => self.sure.extend(by_code(country.code)),
                Recognised::None { why: WhyNot::Former, .. } => {}
                Recognised::None { .. } => return None,
            }
            self.parts += 1;
        } else if let Some(Recognised::Country { country, .. }) = by_loose_wording(part, key) {
            self.sure.extend(by_code(country.code));
            self.parts += 1;
        } else if let Some(named) = Self::of(part, weaker) {
            self.sure.extend(named.sure);
            self.doubtful.extend(named.doubtful);
            self.near.extend(named.near);
            self.parts += named.parts;
        } else {
            let near = countries(&spellings::one_slip_from(key));
            self.near.push(Some(near).filter(|near| !near.is_empty())?);
            self.parts += 1;
        }
        Some(())
    }

    fn recognised(mut self, text: &str) -> Option<Recognised> {
        if self.sure.is_empty() && self.doubtful.is_empty() {
            return None;
        }
        self.doubtful.append(&mut self.near);
        let mut choices: Vec<_> =
            self.sure.iter().chain(self.doubtful.iter().flatten()).copied().collect();
        choices.sort_by_key(|country| country.code);
        choices.dedup();
        self.sure.sort_by_key(|country| country.code);
        self.sure.dedup();
        let found = match self.sure.as_slice() {
            [] if self.parts == 1 && !choices.is_empty() => {
                return Some(Recognised::None { why: WhyNot::Ambiguous, choices });
            }
            [one] if self.doubtful.is_empty() => Some(*one),
            // "Korea (KR)", "Virgin Islands (US)"
            [one] => self.meant_beside(one),
            [one, other]
                if self.doubtful.is_empty() && BESIDE.iter().any(|mark| text.contains(mark)) =>
            {
                territory(one, other)
            }
            _ => None,
        };
        Some(match found {
            Some(country) => Recognised::Country { country: *country, how: How::Names },
            None if choices.is_empty() => Recognised::None { why: WhyNot::Unknown, choices },
            None => Recognised::None { why: WhyNot::Several, choices },
        })
    }

    /// Returns the one that every name of several may mean, where another name is surely one's.
    fn meant_beside(&self, sure: &'static Country) -> Option<&'static Country> {
        if self.doubtful.iter().all(|choices| choices.contains(&sure)) {
            return Some(sure);
        }
        let [choices] = self.doubtful.as_slice() else { return None };
        let mut of_it = choices.iter().filter(|country| is_territory(sure, country));
        of_it.next().copied().filter(|_| of_it.next().is_none())
    }
}

/// Finds a country that has one of its codes before or after its name: "JP Japan", "VN-Viet Nam",
/// "Iran (République islamique d') (IR)".
fn beside_its_code(text: &str) -> Option<Named> {
    let is_between = |letter: char| letter.is_whitespace() || "-–:/,()[]（）".contains(letter);
    let text = text.trim_end_matches([')', ']', '）']);
    let first = text.find(is_between).map(|at| text.split_at(at));
    let last = text.rfind(is_between).map(|at| text.split_at(at)).map(|(name, code)| (code, name));
    [first, last].into_iter().flatten().find_map(|(code, name)| {
        let code = short_ascii(code.trim_matches(is_between), 2..=3)?;
        let coded = match by_whole(&code, &fold(&code))? {
            _ if code != code.to_uppercase() => return None,
            Recognised::Country { country, .. } => by_code(country.code)?,
            Recognised::None { choices, .. } => *choices.first()?,
        };
        let is_it = match by_name(name.trim_matches(|letter| is_between(letter) && letter != ')'))?
        {
            Recognised::Country { country, .. } => country == *coded,
            Recognised::None { choices, .. } => choices.contains(&coded),
        };
        is_it.then(|| Named { sure: vec![coded], parts: 2, ..Named::default() })
    })
}

/// Recognises what stands beside a code or a number: a name, or several.
fn by_name(text: &str) -> Option<Recognised> {
    let key = fold(text);
    by_whole(text, &key)
        .or_else(|| Named::of(text, 0)?.recognised(text))
        .or_else(|| by_loose_wording(text, &key))
}

/// Takes a text apart where one script follows upon another; nothing where it has one only.
fn in_scripts(text: &str) -> Option<Vec<&str>> {
    let mut runs = Vec::new();
    let (mut from, mut end, mut before) = (0, 0, None);
    for (at, letter) in text.char_indices() {
        let Some(script) = script(letter) else { continue };
        if before.is_some_and(|before| before != script) {
            runs.push(&text[from..end]);
            from = at;
        }
        before = Some(script);
        end = at + letter.len_utf8();
    }
    runs.push(&text[from..]);
    let trimmed = |run: &str| !fold(run).is_empty();
    (runs.len() > 1 && runs.iter().all(|run| trimmed(run))).then_some(runs)
}

/// Tells the scripts apart that names of one country stand beside each other in.
fn script(letter: char) -> Option<u8> {
    match letter {
        'A'..='Z' | 'a'..='z' | 'À'..='ɏ' | 'Ḁ'..='ỿ' => Some(0),
        'Ѐ'..='ԯ' => Some(1),
        'ؠ'..='ي' | 'پ'..='ۓ' => Some(2),
        'ก'..='๛' => Some(3),
        'ぁ'..='ヿ' | '㐀'..='\u{9FFF}' | 'ｦ'..='ﾟ' => Some(4),
        '가'..='힣' => Some(5),
        'Ͱ'..='Ͽ' | 'א'..='ת' | 'ऀ'..='෿' | 'ກ'..='\u{1FFF}' => Some(6),
        _ => None,
    }
}

/// Returns that of two which is a territory of the other.
fn territory(one: &'static Country, other: &'static Country) -> Option<&'static Country> {
    if is_territory(one, other) { Some(other) } else { is_territory(other, one).then_some(one) }
}

fn is_territory(owner: &Country, other: &Country) -> bool {
    let mut owners = TERRITORIES.iter().filter(|(country, _)| *country == owner.code);
    owners.any(|(_, codes)| codes.split(' ').any(|its| its == other.code))
}
