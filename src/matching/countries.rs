//! The countries and areas of ISO 3166-1, and which of them a text names.
//! Not here: what to do about a text that names none, or two; the caller decides.
//!
//! The data, `countries.csv`, is made from Unicode CLDR 48.2 (the npm packages `cldr-core` and
//! `cldr-localenames-full`; licence Unicode-3.0, its text is in `LICENSE-CLDR.txt`): codes from the
//! code mappings, regions from the territory containment with the names of UN M49, and the names
//! in Japanese, Chinese, Korean, French, German, Spanish, Russian, Vietnamese, Thai and the
//! official languages of each place. Display names follow the usage of the United Nations and of
//! seminars; they, the formal names, abbreviations and inverted forms were listed by hand.
//! A spelling that two rows carry ("Korea") is thereby declared to be ambiguous.
//! The column `spellings` holds names in English, of which misspellings are recognised too;
//! `elsewhere` holds those in other languages, which are taken only as they are written.

use super::fold::{exact_into, fold, short_ascii};
use super::nearest::Spellings;
use std::collections::HashMap;
use std::sync::OnceLock;

const DATA: &str = include_str!("countries.csv");

/// The fewest letters of a name that may be written without its marks ("Mỹ" is no "my").
const FEWEST_FOLDED: usize = 4;
/// The most suggestions for a text that names no country.
const MOST_SUGGESTED: usize = 3;

/// A country or area that has a code in ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// The two-letter code, such as `JP`.
    pub code: &'static str,
    /// The three-letter code, such as `JPN`.
    pub alpha3: &'static str,
    /// The three-digit code, such as `392`.
    pub numeric: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// The region of UN M49, such as `Asia`; empty for Antarctica.
    pub region: &'static str,
    /// The sub-region of UN M49, such as `Eastern Asia`; empty for Antarctica.
    pub subregion: &'static str,
}

/// How a text came to be recognised as a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// By its two-letter code.
    Alpha2,
    /// By its three-letter code.
    Alpha3,
    /// By its three-digit code.
    Numeric,
    /// By a name, written with its marks.
    Name,
    /// By a name, written without its marks or with other punctuation.
    Folded,
    /// By an English name with one letter wrong.
    Near,
}

impl How {
    /// Returns the word for it in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alpha2 => "code",
            Self::Alpha3 => "alpha3",
            Self::Numeric => "numeric",
            Self::Name => "name",
            Self::Folded => "folded",
            Self::Near => "near",
        }
    }
}

/// What a text was recognised as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// One country, beyond reasonable doubt.
    Country {
        /// The country.
        country: Country,
        /// What in the text gave it away.
        how: How,
    },
    /// A name that more than one country goes by.
    Ambiguous {
        /// Those countries, by code.
        choices: Vec<&'static Country>,
    },
    /// No country.
    Unknown {
        /// Countries that may have been meant, the likeliest first; often none.
        nearest: Vec<&'static Country>,
    },
}

/// Returns every country, sorted by code.
pub fn all() -> &'static [Country] {
    static ALL: OnceLock<Vec<Country>> = OnceLock::new();
    ALL.get_or_init(|| rows().map(|(country, ..)| country).collect())
}

/// Returns the country with a two-letter code, in either case.
pub fn by_code(code: &str) -> Option<&'static Country> {
    let code = code.as_bytes().first_chunk().filter(|_| code.len() == 2)?;
    let code: [u8; 2] = code.map(|letter| letter.to_ascii_uppercase());
    let at = all().binary_search_by(|country| country.code.as_bytes().cmp(&code)).ok()?;
    all().get(at)
}

/// Recognises the country that a text names.
///
/// Tried in turn: the codes, the names with their marks in any case, the names without their
/// marks (of four letters or more), and English names with one letter wrong (of six letters or
/// more, when only one country is near). A three-letter code counts before a name in capitals and
/// after it in small letters, since `NGA` is Nigeria but `Nga` is Vietnamese for Russia; `nga`
/// may be either. Nothing is taken out of a longer text: "Jordan Smith" is no country.
pub fn recognise(text: &str) -> Recognised {
    let text = text.trim();
    if let Some(found) = scan(text) {
        return found;
    }
    let english = english();
    let code = short_ascii(text, 2..=3).unwrap_or_default();
    let upper = code.to_ascii_uppercase();
    let by_code = english.codes.get(upper.as_str());
    if let Some(&(at, how)) = by_code.filter(|_| code.len() == 2 || code == upper) {
        return one_or_more(&[at], how);
    }
    let small = by_code.filter(|_| code == code.to_ascii_lowercase());
    let mut key = String::with_capacity(text.len());
    exact_into(text, &mut key);
    if let Some(owners) = english.exact.get(&key).or_else(|| index().exact.get(&key)) {
        let Some(&(at, _)) = small.filter(|(at, _)| !owners.contains(at)) else {
            return one_or_more(owners, How::Name);
        };
        return one_or_more(&[owners.as_slice(), &[at]].concat(), How::Name);
    }
    if let Some(&(at, how)) = small {
        return one_or_more(&[at], how);
    }
    let folded = fold(text);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded);
    let index = index();
    let names = &index.folded;
    if let Some(owners) = names.get(&folded).or_else(|| names.get(bare)) {
        return one_or_more(owners, How::Folded);
    }
    let near = index.owners(&index.spellings.one_slip_from(bare));
    if near.len() == 1 {
        return one_or_more(&near, How::Near);
    }
    let mut meant = index.owners(&index.spellings.nearest(bare, 4 * MOST_SUGGESTED));
    meant.truncate(MOST_SUGGESTED);
    let nearest = meant.into_iter().map(country).collect();
    Recognised::Unknown { nearest }
}

/// Finds a two-letter code, or an English name as the data has it, without an index: one command
/// asks for one country, and to build the index takes longer than everything else it does.
fn scan(text: &str) -> Option<Recognised> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        let line = DATA.find(&format!("\n{},", text.to_ascii_uppercase()))? + 1;
        let (country, ..) = row(line_at(line));
        return Some(Recognised::Country { country, how: How::Alpha2 });
    }
    // Three letters may be a code or a name, and once there is an index it is the faster way.
    if text.len() < 4 || ENGLISH.get().is_some() {
        return None;
    }
    let mut owner: Option<Country> = None;
    for (at, _) in DATA.match_indices(text) {
        let (country, spellings, _) = row(line_at(at));
        let named = country.name == text || spellings.split('|').any(|name| name == text);
        match owner {
            _ if !named => {}
            Some(owner) if owner != country => return None,
            _ => owner = Some(country),
        }
    }
    owner.map(|country| Recognised::Country { country, how: How::Name })
}

/// Returns the line of the data that holds a position.
fn line_at(at: usize) -> &'static str {
    let start = DATA[..at].rfind('\n').map_or(0, |end| end + 1);
    DATA[start..].lines().next().unwrap_or_default()
}

fn one_or_more(owners: &[u8], how: How) -> Recognised {
    if let &[at] = owners {
        return Recognised::Country { country: *country(at), how };
    }
    let mut choices: Vec<_> = owners.iter().map(|&at| country(at)).collect();
    choices.sort_by_key(|country| country.code);
    Recognised::Ambiguous { choices }
}

fn country(at: u8) -> &'static Country {
    &all()[usize::from(at)]
}

/// Reads the data: each country with its `spellings` and its names `elsewhere`.
fn rows() -> impl Iterator<Item = (Country, &'static str, &'static str)> {
    DATA.lines().skip(1).map(row)
}

/// Reads one line of the data.
fn row(line: &'static str) -> (Country, &'static str, &'static str) {
    let mut rest = line;
    let mut field = || {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
        };
        rest = after.strip_prefix(',').unwrap_or(after);
        field
    };
    let (code, alpha3, numeric) = (field(), field(), field());
    let (name, region, subregion) = (field(), field(), field());
    let country = Country { code, alpha3, numeric, name, region, subregion };
    (country, field(), field())
}

#[derive(Default)]
struct Index {
    codes: HashMap<&'static str, (u8, How)>,
    exact: HashMap<String, Vec<u8>>,
    folded: HashMap<String, Vec<u8>>,
    spellings: Spellings,
}

/// Returns the index of every spelling.
fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| Index::build(true))
}

static ENGLISH: OnceLock<Index> = OnceLock::new();

/// Returns the index of the English spellings, which takes a fraction of the time to build.
fn english() -> &'static Index {
    ENGLISH.get_or_init(|| Index::build(false))
}

impl Index {
    fn build(everything: bool) -> Self {
        let mut index = Self {
            codes: HashMap::with_capacity(1024),
            exact: HashMap::with_capacity(if everything { 4096 } else { 1024 }),
            ..Self::default()
        };
        for ((country, spellings, elsewhere), at) in rows().zip(0_u8..) {
            index.codes.insert(country.code, (at, How::Alpha2));
            index.codes.insert(country.alpha3, (at, How::Alpha3));
            index.codes.insert(country.numeric, (at, How::Numeric));
            index.add(country.name, at, true);
            for name in spellings.split('|') {
                index.add(name, at, true);
            }
            for name in elsewhere.split('|').filter(|_| everything) {
                index.add(name, at, false);
            }
        }
        index
    }

    fn add(&mut self, name: &str, at: u8, english: bool) {
        let mut key = String::new();
        exact_into(name, &mut key);
        if key.is_empty() {
            return;
        }
        own(self.exact.entry(key).or_default(), at);
        let folded = fold(name);
        if folded.chars().count() < FEWEST_FOLDED {
            return;
        }
        if let Some(owners) = self.folded.get_mut(&folded) {
            own(owners, at);
        } else {
            self.spellings.add(&folded, english);
            self.folded.insert(folded, vec![at]);
        }
    }

    /// Returns the owners of folded names, each once.
    fn owners(&self, names: &[&str]) -> Vec<u8> {
        let mut found = Vec::new();
        for &at in names.iter().filter_map(|name| self.folded.get(*name)).flatten() {
            own(&mut found, at);
        }
        found
    }
}

fn own(owners: &mut Vec<u8>, at: u8) {
    if !owners.contains(&at) {
        owners.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is recognised as what: `XX` is no country, four letters are an ambiguous name.
    const SPELLINGS: &str = "
AT Áo; Österreich | BE Bỉ; België | CD DRC; DR Congo; Congo, Democratic Republic of the |
CG Republic of the Congo; Congo, Rep. | CH Schweiz; Suisse; スイス | CI Cote d'Ivoire; CÔTE D’IVOIRE;
Ivory Coast | CN China; PRC; P.R. China; People’s Republic of China; 中国; 中國; 중국; Китай |
CZ Czech Republic; the Czech Republic; チェコ | DE Deutschland; ドイツ; Đức; GERMANY |
DO Dominican Republic | ES España; Espana | FR France; Pháp; 프랑스; Ｆｒａｎｃｅ | GB UK; U.K.;
The United Kingdom; England; Anh; イギリス | GE Georgia; საქართველო | GN Guinea | GW Guinea-Bissau |
HK Hong Kong; 香港 | IE Ireland | IQ Iraq | ID Republik Indonesia; インドネシア; Indonesi; Indoensia |
IN India; Bharat; भारत; Ấn Độ | IR Iran; Iran (Islamic Republic of); Iran, Islamic Republic of;
Republic of Iran | JP japan; jp; Jp; ＪＰ; jpn; 392; 日本; ﾆｯﾎﾟﾝ; Nhật Bản; 일본; Япония |
KG Kyrgyz Republic; キルギス; Кыргызстан | KH Kampuchea; កម្ពុជា | KP DPRK; North Korea;
Korea (Democratic People's Republic of); 北朝鮮 | KZ Казахстан; Қазақстан | KR ROK; South Korea;
Korea, Republic of; Korea, Rep. of; 한국; 韓国; Hàn Quốc; SouthKorea | LA Laos; Lao; Lao PDR;
Lao P.D.R.; Lao People's Democratic Republic; ລາວ; Lào | LK SriLanka; ශ්‍රී ලංකාව; Sri Lannka |
MK FYROM | MM Burma; ミャンマー | MN Монгол | MO Macau; 澳門 | MY MY; my | SI Slovenia | NE Niger |
NG Nigeria; NGA | NL The Netherlands; Holland; Pays-Bas | NZ New-Zealand; NewZealand |
PH the Philippines; Phillipines | PS Palestine; فلسطين | RU Russia; Nga; Россия; ロシア | SA KSA;
السعودية; Saudi Arbia | SK Slovakia | SG Singapura; 新加坡 | TH ไทย; ประเทศไทย; Thái Lan; タイ; ﾀｲ |
TL Timor Leste | TR Turkiye; TURKEY | TW Taiwan; Chinese Taipei; 台湾; 臺灣; 中華台北 |
TZ Tanzania, United Republic of | UA Україна | US USA; usa; U.S.A.; U.S.; us;
United States of America; Mỹ; アメリカ; 美国; Untied States | VN Vietnam; Viet Nam; VIỆT NAM; ベトナム;
เวียดนาม | XX European Union; EU; UN; OPCW; ASEAN; ASEAN Secretariat;
Georgia Institute of Technology; Asia; Africa; Jordan Smith | XX South America; North America;
Europe; Yugoslavia; USSR; Atlantis; China and Japan; Kosovo; Republic; Republic of | XX Kingdom;
Japan/Korea; Bỉi; Per; .; ?; N/A; n.a.; 12; 1234; 000; ZZ; ÀT; Mý; J.P.; №; ™ | KPKR Korea; Corée;
เกาหลี | CDCG Congo; The Congo | NGRU nga";

    const AMBIGUOUS: &str = "congo;kongo;конго;コンゴ;刚果;剛果;콩고;คองโก;công-gô;korea;corée;corea;\
        корея;เกาหลี;republic of china;china, republic of;rep of china;saint martin;st martin;\
        virgin islands";

    fn codes(text: &str) -> String {
        match recognise(text) {
            Recognised::Country { country, .. } => country.code.to_owned(),
            Recognised::Ambiguous { choices } => choices.iter().map(|c| c.code).collect(),
            Recognised::Unknown { .. } => "XX".to_owned(),
        }
    }

    #[test]
    fn spellings_are_recognised() {
        let mut count = 0;
        for entry in SPELLINGS.replace('\n', " ").split('|') {
            let (wanted, texts) = entry.trim().split_once(' ').unwrap();
            for text in texts.split("; ") {
                assert_eq!(codes(text), wanted, "{text:?}");
                count += 1;
            }
        }
        assert!(count >= 150, "{count}");
        assert_eq!(codes(""), "XX");
    }

    #[test]
    fn how_it_was_recognised_is_told() {
        let words = ["jp", "JPN", "392", "japon", "guinea bissau", "Indoneisa"].map(|text| {
            let Recognised::Country { how, .. } = recognise(text) else { panic!("{text}") };
            how.as_str()
        });
        assert_eq!(words, ["code", "alpha3", "numeric", "name", "folded", "near"]);
        let unknown = Recognised::Unknown { nearest: vec![by_code("TH").unwrap()] };
        assert_eq!(recognise("Tailandd"), unknown);
    }

    #[test]
    fn the_data_are_whole() {
        assert_eq!(all().len(), 249);
        assert!(all().is_sorted_by(|one, other| one.code < other.code));
        for country in all() {
            assert_eq!(by_code(&country.code.to_lowercase()), Some(country));
            let texts = [country.code, country.alpha3, country.numeric, country.name];
            assert_eq!(texts.map(codes), [country.code; 4]);
            let regions = ["Africa", "Americas", "Asia", "Europe", "Oceania"];
            assert!(regions.contains(&country.region) || country.code == "AQ", "{country:?}");
            assert_eq!(country.subregion.is_empty(), country.code == "AQ");
        }
        assert!(["XK", "J", "JPN", "Ý", ""].map(by_code).iter().all(Option::is_none));
    }

    #[test]
    fn only_declared_names_have_two_owners() {
        let declared: Vec<_> = AMBIGUOUS.split(';').map(|name| (name, fold(name))).collect();
        for (key, owners) in &index().exact {
            let is_declared = declared.iter().any(|(name, _)| name == key);
            assert_eq!(owners.len(), 1 + usize::from(is_declared), "{key}");
            assert!(english().exact.get(key).is_none_or(|same| same == owners), "{key}");
        }
        for (key, owners) in &index().folded {
            let is_declared = declared.iter().any(|(_, folded)| folded == key);
            assert_eq!(owners.len(), 1 + usize::from(is_declared), "{key}");
        }
    }
}
