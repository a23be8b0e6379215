//! Texts of several parts: "Japan (JP)", "日本 Japan", "Myanmar (formerly Burma)", "China and Japan".
//! Not here: what a part names by itself; what stands between parts (see `why_not`).

use super::country::{Country, How, Recognised, by_code, by_whole};
use super::fold::{fold, short_ascii};
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
        && let Some(found) = by_whole(bare, &fold(bare))
    {
        return Some(found);
    }
    Some(Named::of(bare, 0)?.recognised(text))
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

/// Returns a text without its number in a list, or without the number to call the country by.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(['+', '(', '#']);
    let name = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
    if (1..=4).contains(&(rest.len() - name.len())) {
        let name = name.trim_start_matches([')', '.', ' ', '-', ':', '　']);
        if !name.is_empty() {
            return name;
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
            None => beside_its_code(text),
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
        if key == "the" || key.is_empty() || is_number && part.starts_with('+') {
            return Some(());
        }
        match by_whole(part, &key) {
            None => return self.take_old_name(part, &key, weaker),
            Some(Recognised::Country { country, .. }) => self.sure.extend(by_code(country.code)),
            Some(Recognised::None { why: WhyNot::Ambiguous, choices }) => {
                self.doubtful.push(choices);
            }
            Some(Recognised::None { .. }) => return None,
        }
        self.parts += 1;
        Some(())
    }

    /// Takes a name of before, which says nothing where it is no country's of today, or further parts.
    fn take_old_name(&mut self, part: &str, key: &str, weaker: usize) -> Option<()> {
        let old = FORMERLY.iter().find_map(|word| key.strip_prefix(word));
        if let Some(old) = old {
            match by_whole(old, old)? {
                Recognised::Country { country, .. } => self.sure.extend(by_code(country.code)),
                Recognised::None { why: WhyNot::Former, .. } => {}
                Recognised::None { .. } => return None,
            }
            self.parts += 1;
            return Some(());
        }
        let named = Self::of(part, weaker)?;
        self.sure.extend(named.sure);
        self.doubtful.extend(named.doubtful);
        self.parts += named.parts;
        Some(())
    }

    fn recognised(mut self, text: &str) -> Recognised {
        let mut choices: Vec<_> =
            self.sure.iter().chain(self.doubtful.iter().flatten()).copied().collect();
        choices.sort_by_key(|country| country.code);
        choices.dedup();
        self.sure.sort_by_key(|country| country.code);
        self.sure.dedup();
        let found = match self.sure.as_slice() {
            [] if self.parts == 1 && !choices.is_empty() => {
                return Recognised::None { why: WhyNot::Ambiguous, choices };
            }
            [one] if self.doubtful.is_empty() => Some(*one),
            // "Korea (KR)", "Virgin Islands (US)"
            [one] => self.meant_beside(one),
            [one, other] if self.doubtful.is_empty() && text.contains(['(', '（', ',']) => {
                territory(one, other)
            }
            _ => None,
        };
        match found {
            Some(country) => Recognised::Country { country: *country, how: How::Names },
            None if choices.is_empty() => Recognised::None { why: WhyNot::Unknown, choices },
            None => Recognised::None { why: WhyNot::Several, choices },
        }
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

/// Finds a country that has one of its codes before or after its name: "JP Japan", "VN-Viet Nam".
fn beside_its_code(text: &str) -> Option<Named> {
    let is_between = |letter: char| letter.is_whitespace() || letter == '-' || letter == ':';
    let both = [
        text.split_once(is_between),
        text.rsplit_once(is_between).map(|(name, code)| (code, name)),
    ];
    both.into_iter().flatten().find_map(|(code, name)| {
        let code = short_ascii(code, 2..=3).filter(|code| *code == code.to_uppercase())?;
        let Recognised::Country { country: coded, .. } = by_whole(&code, &fold(&code))? else {
            return None;
        };
        let coded = by_code(coded.code)?;
        let name = name.trim_matches(is_between);
        match by_whole(name, &fold(name))? {
            Recognised::Country { country, .. } if country != *coded => None,
            Recognised::None { choices, .. } if !choices.contains(&coded) => None,
            _ => Some(Named { sure: vec![coded], doubtful: Vec::new(), parts: 2 }),
        }
    })
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
