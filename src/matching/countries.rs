//! Which country or area of ISO 3166-1 a text names, however it is written.
//! Not here: what to do about a text that names none, or two; the caller decides.

use std::borrow::Cow;
use std::collections::HashMap;

pub use super::country::{Country, How, Recognised, all, by_code};
use super::country::{by_whole, countries, of_owners};
use super::demonyms::{of_people, of_people_in_any_form};
use super::fold::fold;
use super::garbled::mended;
use super::loose::{by_abbreviation, by_loose_wording};
use super::parts::{among_parts, by_parts, side_by_side};
use super::spellings;
use super::why_not::{self, WhyNot};

/// What may stand around a name and is no part of it: marks of a footnote, of a list, of a quotation.
const AROUND: &str = "*＊†‡•·\"“”„«»「」『』,，、;；:：。-–—_";

/// The most bytes of a text that is looked at: more than three times the longest name.
const LONGEST: usize = 1_000;

/// The most suggestions for a text that names no country.
const MOST_SUGGESTED: usize = 3;

/// What a seminar says that texts mean: the first word on every text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases(HashMap<String, &'static Country>);

impl Aliases {
    /// Returns the form in which aliases are compared: case, width and full stops do not count.
    pub fn key(text: &str) -> String {
        spellings::exact_key(text)
    }

    /// Lets a text mean a country.
    pub fn add(&mut self, text: &str, country: &'static Country) {
        self.0.insert(Self::key(text), country);
    }

    /// Recognises the country that a text names, as [`recognise`] does where no alias says more.
    pub fn recognise(&self, text: &str) -> Recognised {
        if !self.0.is_empty()
            && let Some(&&country) = self.0.get(&Self::key(text))
        {
            return Recognised::Country { country, how: How::Alias };
        }
        recognise(text)
    }
}

/// Recognises the country that a text names.
///
/// Tried in turn: the codes, the names with their marks in any case, the names without their
/// marks (of four letters or more), several names of one country ("Japan (JP)"), names with their
/// words in another order or shortened ("Taipei, Chinese"), formal names without their words of
/// state where the name has no namesake, and, where nothing says what else the text is, names with
/// one letter wrong (of six letters or more, when only one country is near). A three-letter code
/// counts before a name in capitals and after it in small letters, since `NGA` is Nigeria but `Nga`
/// is Vietnamese for Russia; `nga` may be either.
/// Nothing is taken out of a longer text: "Jordan Smith" is no country.
pub fn recognise(text: &str) -> Recognised {
    recognise_as_written(text, true)
}

/// Recognises a text; where it may have been garbled, as it was meant, but mends it once only.
fn recognise_as_written(text: &str, may_be_garbled: bool) -> Recognised {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || AROUND.contains(letter));
    if text.len() > LONGEST {
        return Recognised::None { why: WhyNot::Unknown, choices: Vec::new() };
    }
    let spaced = with_spaces(text);
    if let Cow::Owned(spaced) = &spaced {
        let found = recognise_as_written(spaced, may_be_garbled);
        let is_sure = matches!(found, Recognised::Country { .. });
        return if is_sure { found } else { by_whole(text, &fold(text)).unwrap_or(found) };
    }
    let key = fold(text);
    match by_whole(text, &key) {
        // What was listed as no name may still be a word for people.
        Some(Recognised::None { why: WhyNot::Unknown, choices }) if choices.is_empty() => {
            return Recognised::None { why: WhyNot::Unknown, choices: of_people(&key) };
        }
        Some(found) => return found,
        None => {}
    }
    if let Some(found) = by_parts(text) {
        return or_slip(found, &key);
    }
    match by_letters(text).or_else(|| by_loose_wording(text, &key)) {
        Some(Recognised::None { why, choices }) if choices.is_empty() => {
            return or_slip(Recognised::None { why, choices }, &key);
        }
        Some(found) => return found,
        None => {}
    }
    if may_be_garbled && let Some(mended) = mended(text) {
        return recognise_as_written(&mended, false);
    }
    if let Some(why) = why_not::of(text) {
        return Recognised::None { why, choices: Vec::new() };
    }
    if let Some(found) = by_abbreviation(text) {
        return found;
    }
    let people = of_people_in_any_form(&key);
    // A word for people is no slip of their country's name.
    if people.is_empty()
        && let Some(found) = one_slip_from(&key)
    {
        return found;
    }
    if let Some(found) = side_by_side(text) {
        return found;
    }
    let mut choices = among_parts(text);
    if choices.is_empty() {
        choices = people;
    }
    if choices.is_empty() {
        choices = countries(&spellings::nearest(&key, 4 * MOST_SUGGESTED));
    }
    choices.truncate(MOST_SUGGESTED);
    Recognised::None { why: WhyNot::Unknown, choices }
}

/// Puts a space behind a word that is shortened and has the next one written on: "S.Sudan".
fn with_spaces(text: &str) -> Cow<'_, str> {
    let is_written_on = |at: usize| {
        let next = text.as_bytes().get(at + 1..at + 3);
        next.is_some_and(|next| next.iter().all(u8::is_ascii_alphabetic))
    };
    if !text.match_indices('.').any(|(at, _)| is_written_on(at)) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() + 4);
    for (at, letter) in text.char_indices() {
        spaced.push(letter);
        if letter == '.' && is_written_on(at) {
            spaced.push(' ');
        }
    }
    Cow::Owned(spaced)
}

/// Returns what was found, or where that is no country, the one whose name was written with one
/// letter wrong: "Trinidad and Tobgo" is no list, "South Afrika" no part of the world.
fn or_slip(found: Recognised, key: &str) -> Recognised {
    match found {
        Recognised::None { .. } => match one_slip_from(key) {
            Some(whole @ Recognised::Country { .. }) => whole,
            _ => found,
        },
        Recognised::Country { .. } => found,
    }
}

/// Recognises a folded name with one letter wrong.
fn one_slip_from(key: &str) -> Option<Recognised> {
    let owners = spellings::one_slip_from(key);
    (!owners.is_empty()).then(|| of_owners(&owners, How::Near))
}

/// Recognises a text that was written with spaces between its letters: "日　本", "J A P A N".
fn by_letters(text: &str) -> Option<Recognised> {
    let mut words = text.split_whitespace();
    if text.split_whitespace().nth(1).is_none() || !words.all(|word| word.chars().count() == 1) {
        return None;
    }
    let joined: String = text.split_whitespace().collect();
    // Two letters are anybody's initials.
    if joined.len() < 3 { None } else { by_whole(&joined, &fold(&joined)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is recognised as what: `XX` is no country, four letters are an ambiguous name.
    const SPELLINGS: &str = "
TW Taipei, Chinese | MK Macedonia, North | SS Sudan, South | US States, United | LK Ceylon | TH Siam |
KG Kirghizia | KR Republic of Korea (South); ประเทศเกาหลีใต้;
nước Hàn Quốc | CN ประเทศจีน; 中华人民共和国 | GE 조지아 (국가); Georgia (country); Грузия (страна) | FR 法兰西 | US 美利坚; 合众国 | GB 联合王国 |
CW キュラソー島 | TT Trinidad and Tobgo |
CZ Czecn Republic | SS S.Sudan | KR S.Korea | NZ N.Zealand | LC St.Lucia | DO Dom.Rep. | CN P.R.China |
GB Unitd Kingdom | XX R. Congo; PR Congo; Yemen PDR | CAPA Kanama |
JOSD Sordan | CGTO Republic of the Tongo | DMDO Dominicab Republic | XX Japan Korea; Iran-Iraq; Japan–China;
ไทยและลาว; 中国与日本 | XX Islands; Smith, Jordan; Mexico, New; Tokyo, Japan |
AT Áo; Österreich | BE Bỉ; België | CD DRC; DR Congo; Congo, Democratic Republic of the |
CG Republic of the Congo; Congo, Rep. | CH Schweiz; Suisse; スイス | CI Cote d'Ivoire; CÔTE D’IVOIRE;
Ivory Coast | CN China; PRC; P.R. China; People’s Republic of China; 中国; 中國; 중국; Китай |
CZ Czech Republic; the Czech Republic; チェコ | DE Deutschland; ドイツ; Đức; GERMANY |
DO Dominican Republic | ES España; Espana | FR France; Pháp; 프랑스; Ｆｒａｎｃｅ | GB UK; U.K.;
The United Kingdom; Scotland, UK; Anh; イギリス | GE Georgia; საქართველო | GN Guinea | GW Guinea-Bissau |
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
Viena; توكيو; Гавана; オークランド; ポートランド; Тайюань; Germano; Germana; Italiana; Jordana;
Noruego; Húngaro; インドネシア語; マレーシア人; 인도네시아어; Hong Dong; Li Yang; Li Ma; Ho Lan; Swedes;
Czech; Tunis; Brasilia; Man; Norfolk; Neverland; Europe; Yugoslavia; USSR; Atlantis; China and Japan; Kosovo; Republic; Republic of | XX Kingdom; England; West Bank;
Japan/Korea; Bỉi; Per; .; ?; N/A; n.a.; 12; 1234; 000; ZZ; ÀT; Mý; J.P.; №; ™ | KPKR Korea; Corée;
เกาหลี | CDCG Congo; The Congo | NGRU nga";

    /// Those that share a name, in whatever language.
    const NAMESAKES: &[&str] = &["CD CG", "CN TW", "KP KR", "VG VI"];

    fn codes(text: &str) -> String {
        match recognise(text) {
            Recognised::Country { country, .. } => country.code.to_owned(),
            Recognised::None { why: WhyNot::Ambiguous, choices } => {
                choices.iter().map(|c| c.code).collect()
            }
            Recognised::None { .. } => "XX".to_owned(),
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
    fn what_was_garbled_many_times_is_mended_once() {
        assert_eq!(codes("Trinidad &amp; Tobago"), "TT");
        assert_eq!(codes(&format!("Trinidad &{} Tobago", "amp;".repeat(200))), "XX");
    }

    #[test]
    fn how_it_was_recognised_is_told() {
        let words = ["jp", "JPN", "392", "japon", "Guinea/Bissau", "Indoneisa"].map(|text| {
            let Recognised::Country { how, .. } = recognise(text) else { panic!("{text}") };
            how.as_str()
        });
        assert_eq!(words, ["code", "alpha3", "numeric", "name", "folded", "misspelling"]);
        let choices = vec![by_code("TH").unwrap()];
        assert_eq!(recognise("Tailandd"), Recognised::None { why: WhyNot::Unknown, choices });
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
    fn the_data_are_what_the_program_beside_them_made() {
        use sha2::{Digest, Sha256};
        for line in include_str!("data/made.sha256").lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/matching/data/");
            let found = Sha256::digest(std::fs::read(format!("{folder}{name}")).unwrap());
            let found: Vec<String> = found.iter().map(|byte| format!("{byte:02x}")).collect();
            let found = found.concat();
            assert_eq!(found, hash, "{name} was changed without make.py");
        }
    }

    #[test]
    fn only_declared_countries_share_a_name() {
        let (mut owned, mut undeclared) = (0, Vec::new());
        for [key, exact, folded] in spellings::each() {
            owned += usize::from(!exact.is_empty());
            // What may be its or something else is no name of it.
            let owners = exact.trim_end_matches(" part").trim_end_matches(" other");
            if owners.contains(' ') && !NAMESAKES.contains(&owners) {
                undeclared.push(format!("{key}: {exact}"));
            }
            // Without their marks more are the same; then all are named.
            assert!(!exact.is_empty() || !folded.is_empty(), "{key}");
        }
        assert!(undeclared.is_empty(), "{undeclared:?}");
        assert!(owned > 60_000, "{owned} spellings were looked at");
    }

    #[test]
    fn every_name_of_the_data_is_its_own_countrys_or_a_namesakes() {
        let lists = [
            include_str!("data/spellings.txt"),
            include_str!("data/world-countries.txt"),
            include_str!("data/openstreetmap.txt"),
            include_str!("data/iso-codes.txt"),
        ];
        let (mut count, mut shared) = (0, 0);
        for line in lists.iter().flat_map(|list| list.lines()) {
            let (owner, names) = line.split_once('\t').unwrap();
            let Some(owner) = by_code(owner) else { continue };
            for name in names.split(['\t', '|']).filter(|name| !name.is_empty()) {
                count += 1;
                match recognise(name) {
                    Recognised::Country { country, .. } => assert_eq!(country, *owner, "{name}"),
                    Recognised::None { why, choices } => {
                        let reasons = [WhyNot::Ambiguous, WhyNot::PartOfACountry, WhyNot::Unknown];
                        assert!(reasons.contains(&why), "{name}: {why:?}");
                        assert!(choices.contains(&owner), "{name}");
                        shared += 1;
                    }
                }
            }
        }
        assert!(count > 60_000, "{count} names were looked at");
        assert!(shared < 400, "{shared} names are shared");
    }

    #[test]
    fn a_name_with_one_letter_wrong_is_never_another_country() {
        let (mut right, mut count) = (0, 0);
        for country in all().iter().filter(|country| country.name.chars().count() >= 6) {
            let letters: Vec<char> = country.name.chars().collect();
            for at in (1..letters.len() - 1).step_by(2) {
                let (mut lost, mut swapped, mut changed) =
                    (letters.clone(), letters.clone(), letters.clone());
                lost.remove(at);
                swapped.swap(at, at + 1);
                changed[at] = 'x';
                for wrong in [lost, swapped, changed].map(String::from_iter) {
                    let wrong: String = wrong;
                    count += 1;
                    match recognise(&wrong) {
                        Recognised::Country { country: found, .. } => {
                            assert_eq!(found, *country, "{wrong}");
                            right += 1;
                        }
                        Recognised::None { .. } => {}
                    }
                }
            }
        }
        assert!(count > 3000, "{count} slips were made");
        assert!(100 * right >= 98 * count, "{right} of {count}");
    }
}
