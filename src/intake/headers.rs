//! Knows how the headers of lists are spelt, in several languages: the words are in `headers.csv`.
//! What a set of headers means together is not here; see `columns`.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::fields::FieldList;
use crate::matching::{fold, nearest_within};

/// The spellings of all headers, by list and field.
const SPELLINGS: &str = include_str!("headers.csv");

/// In which script the cells of a column of names are, as far as its header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin letters.
    Latin,
    /// The person's own script.
    Own,
}

/// What one header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The field, by its place in the list.
    pub(super) field: usize,
    /// The script that the header speaks of, or else the one that it is written in.
    pub(super) script: Script,
}

/// What a spelling stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// A field, in the script that the spelling names, if it names one.
    Field(usize, Option<Script>),
    /// A remark such as "in capital letters": it names a script, or nothing of interest.
    Remark(Option<Script>),
}

/// The spellings of one list.
type Dictionary = HashMap<String, Word>;

/// Returns what a header means, or nothing where it is not known.
///
/// The header as a whole is looked for first. A header of several parts, such as two languages or
/// a remark in brackets, means a field if all its parts agree.
pub(super) fn meaning(fields: &'static FieldList, header: &str) -> Option<Meaning> {
    let dictionary = dictionary(fields);
    let written = if has_latin(header) { Script::Latin } else { Script::Own };
    let found =
        |field, script: Option<Script>| Meaning { field, script: script.unwrap_or(written) };
    if let Some(Word::Field(field, script)) = dictionary.get(&key(header)) {
        return Some(found(*field, *script));
    }
    if let Some((field, script)) = nested(dictionary, header) {
        return Some(found(field, script));
    }
    let (mut field, mut script) = (None, None);
    for part in parts(header) {
        match dictionary.get(&key(&part))? {
            Word::Field(other, said) => {
                field = Some(field.map_or(Some(*other), |field| fields.narrower(field, *other))?);
                script = script.or(*said);
            }
            Word::Remark(said) => script = script.or(*said),
        }
    }
    field.map(|field| found(field, script))
}

/// What a column may be of without its meaning being another than its own: `attendee.email`.
const OF_PEOPLE: &[&str] = &[
    "attendee",
    "participant",
    "person",
    "people",
    "contact",
    "profile",
    "user",
    "delegate",
    "registrant",
    "registration",
    "guest",
    "member",
    "nominee",
    "applicant",
    "personal",
    "personaldata",
    "personalinformation",
    "personaldetails",
    "data",
    "attributes",
    "fields",
    "details",
    "info",
    "answers",
    "form",
];

/// Returns what a header says that names things within things, as `name.family` and `country.code`.
fn nested(dictionary: &Dictionary, header: &str) -> Option<(usize, Option<Script>)> {
    let mut names: Vec<String> = header.split('.').map(key).collect();
    if names.len() < 2 || names.iter().any(String::is_empty) {
        return None;
    }
    while names.len() > 1 && OF_PEOPLE.contains(&names[0].as_str()) {
        names.remove(0);
    }
    let spellings = match names.as_slice() {
        [one] => vec![one.clone()],
        [outer, inner] => vec![format!("{inner}{outer}"), format!("{outer}{inner}")],
        _ => return None,
    };
    spellings.iter().find_map(|spelling| match dictionary.get(spelling) {
        Some(Word::Field(field, script)) => Some((*field, *script)),
        _ => None,
    })
}

/// Returns the field that an unknown header may be a misspelling of.
pub(super) fn near(fields: &'static FieldList, header: &str) -> Option<&'static str> {
    /// Shorter words are near to too many others.
    const FEWEST_LETTERS: usize = 5;
    let dictionary = dictionary(fields);
    let key = key(header);
    if key.chars().count() < FEWEST_LETTERS {
        return None;
    }
    // The shortest must end alike: "Hotel" is no slip of "Họ tên".
    let is_long_enough = |spelling: &str| match spelling.chars().count() {
        FEWEST_LETTERS => spelling.chars().last() == key.chars().last(),
        letters => letters > FEWEST_LETTERS,
    };
    let known = dictionary.iter().filter_map(|(spelling, word)| match word {
        Word::Field(..) if is_long_enough(spelling) => Some(spelling.as_str()),
        _ => None,
    });
    // Of a header a slip or two is asked about: "Event name" is no slip of "Given name".
    let slips = if key.chars().count() < 8 { 1 } else { 2 };
    let mut known: Vec<&str> = known.collect();
    // The order of a map changes from run to run, and an answer must not.
    known.sort_unstable();
    let spelling = nearest_within(slips, &key, known, 1).first().copied()?;
    match dictionary.get(spelling) {
        Some(Word::Field(field, _)) => Some(fields[*field].name),
        _ => None,
    }
}

fn dictionary(fields: &'static FieldList) -> &'static Dictionary {
    static ALL: OnceLock<HashMap<&'static str, Dictionary>> = OnceLock::new();
    static NONE: OnceLock<Dictionary> = OnceLock::new();
    let all = ALL
        .get_or_init(|| FieldList::ALL.iter().map(|fields| (fields.list, read(fields))).collect());
    all.get(fields.list).unwrap_or_else(|| NONE.get_or_init(Dictionary::new))
}

/// Reads the spellings of one list; a field's own name is one of them.
fn read(fields: &FieldList) -> Dictionary {
    let mut words: Dictionary = HashMap::new();
    for (at, field) in fields.iter().enumerate() {
        words.insert(key(field.name), Word::Field(at, None));
    }
    for (list, name, spellings) in rows() {
        let Some(word) = (list == fields.list).then(|| word(fields, name)).flatten() else {
            continue;
        };
        for spelling in spellings.split(';') {
            words.entry(key(spelling)).or_insert(word);
        }
    }
    words
}

/// Returns list, field and spellings of every line of the data.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    SPELLINGS.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(4, ',');
        let (list, field, _language) = (cells.next()?, cells.next()?, cells.next()?);
        Some((list, field, cells.next()?))
    })
}

fn word(fields: &FieldList, name: &str) -> Option<Word> {
    let (name, script) = match name.split_once(':') {
        Some((name, "latin")) => (name, Some(Script::Latin)),
        _ => (name, None),
    };
    match name {
        "(none)" => Some(Word::Remark(None)),
        "(latin)" => Some(Word::Remark(Some(Script::Latin))),
        "(native)" => Some(Word::Remark(Some(Script::Own))),
        name => fields.position(name).map(|field| Word::Field(field, script)),
    }
}

/// Returns the parts of a header: what stands apart by a mark, or in another script.
fn parts(header: &str) -> Vec<String> {
    const MARKS: &[char] = &[
        '/', '／', '|', '｜', '\n', '(', ')', '（', '）', '[', ']', '【', '】', '「', '」', '*',
        '※',
    ];
    let mut parts = vec![String::new()];
    let mut before: Option<bool> = None;
    for letter in header.chars() {
        let script = letter.is_alphabetic().then(|| is_ideographic(letter));
        let other_script = script.is_some() && before.is_some() && before != script;
        if MARKS.contains(&letter) || other_script {
            parts.push(String::new());
        }
        if let (Some(part), false) = (parts.last_mut(), MARKS.contains(&letter)) {
            part.push(letter);
        }
        before = script.or(before);
    }
    parts.retain(|part| !key(part).is_empty());
    parts
}

/// Says whether a letter belongs to a script that is written without spaces between words.
fn is_ideographic(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

fn has_latin(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_alphabetic() || ('Ａ'..='ｚ').contains(&letter))
}

/// Returns the form in which headers are compared: folded, without spaces, and with letters of
/// other alphabets that look like Latin ones taken for those.
pub(super) fn key(header: &str) -> String {
    let letters: String =
        fold(header).chars().filter(|letter| *letter != ' ').map(look_alike).collect();
    // Marks that a sign or a space kept apart stand in their own order once it is gone.
    if letters.is_ascii() { letters } else { fold(&letters) }
}

/// Returns the Latin letter that a Greek or Cyrillic one looks like.
const fn look_alike(letter: char) -> char {
    match letter {
        'α' | 'а' => 'a',
        'β' | 'в' => 'b',
        'с' => 'c',
        'ε' | 'е' => 'e',
        'η' | 'н' => 'h',
        'ι' | 'і' => 'i',
        'ј' => 'j',
        'κ' | 'к' => 'k',
        'μ' | 'м' => 'm',
        'ν' => 'n',
        'ο' | 'о' => 'o',
        'ρ' | 'р' => 'p',
        'ѕ' => 's',
        'τ' | 'т' => 't',
        'υ' | 'у' => 'y',
        'χ' | 'х' => 'x',
        'ζ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{BREAKOUT_FIELDS, PARTICIPANT_FIELDS, SCAN_FIELDS, SESSION_FIELDS};
    use proptest::prelude::*;

    fn field(header: &str) -> Option<&'static str> {
        meaning(PARTICIPANT_FIELDS, header).map(|meaning| PARTICIPANT_FIELDS[meaning.field].name)
    }

    #[test]
    fn every_line_of_the_data_is_understood_and_no_spelling_means_two_things() {
        let lists = [PARTICIPANT_FIELDS, SESSION_FIELDS, SCAN_FIELDS, BREAKOUT_FIELDS];
        let mut seen: HashMap<(&str, String), (&str, &str)> = HashMap::new();
        let mut count = 0;
        for (list, name, spellings) in rows() {
            let fields = lists.iter().find(|fields| fields.list == list).unwrap();
            assert!(word(fields, name).is_some(), "{list} has no field {name}");
            for spelling in spellings.split(';') {
                count += 1;
                let key = key(spelling);
                assert!(!key.is_empty(), "{list} {name}: {spelling:?}");
                let other = seen.entry((list, key)).or_insert((name, spelling));
                assert_eq!(other.0, name, "{list}: {spelling} and {}", other.1);
            }
        }
        assert!(count > 500, "{count} spellings");
        assert_eq!(SPELLINGS.lines().skip(1).count(), rows().count());
    }

    #[test]
    fn a_field_is_called_by_its_own_name() {
        for fields in FieldList::ALL {
            for (at, spec) in fields.iter().enumerate() {
                assert_eq!(meaning(fields, spec.name).map(|m| m.field), Some(at), "{}", spec.name);
            }
        }
    }

    #[test]
    fn width_case_accents_and_signs_do_not_count() {
        for header in ["PRENOM", "prénom", "Pre\u{301}nom ", "Ｐｒéｎｏｍ", "Prénom :", "Prénom*"]
        {
            assert_eq!(field(header), Some("given_name"), "{header}");
        }
        for header in ["FirstName", "first_name", "First-Name", "firstname", "FIRST  NAME"] {
            assert_eq!(field(header), Some("given_name"), "{header}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_alike() {
        // The iota that one system exports, and a Cyrillic letter or two.
        for header in ["Affil\u{3b9}ation", "Affiliati\u{43e}n", "\u{410}ffiliation"] {
            assert_eq!(field(header), Some("organization"), "{header}");
        }
    }

    #[test]
    fn headers_in_two_languages_mean_what_both_say() {
        for (header, expected) in [
            ("氏名 / Name", Some("full_name")),
            ("Name (姓)", Some("family_name")),
            ("氏名 / Full name", Some("full_name")),
            ("国・地域 Country/Region", Some("country")),
            ("Family name (姓)", Some("family_name")),
            ("Nachname / Last name", Some("family_name")),
            ("Organization (required)", Some("organization")),
            ("Given name (as in passport)", Some("given_name")),
            ("メールアドレス【必須】", Some("email")),
            ("Title / Position", Some("position")),
            ("Title / Salutation", Some("title")),
            ("Country / Position", None),
            ("Name of your dog", None),
            ("Country of the dog", None),
            ("", None),
            ("*", None),
        ] {
            assert_eq!(field(header), expected, "{header}");
        }
    }

    #[test]
    fn what_is_within_something_means_both_together() {
        for (header, expected) in [
            ("name.family", Some("family_name")),
            ("name.first", Some("given_name")),
            ("attendee.name.last", Some("family_name")),
            ("country.code", Some("country")),
            ("contact.email", Some("email")),
            ("person.organization.name", Some("organization")),
            ("job.title", Some("position")),
            ("organization.country", None),
            ("organization.country.code", None),
            ("name.of.dog", None),
        ] {
            assert_eq!(field(header), expected, "{header}");
        }
    }

    #[test]
    fn a_header_says_its_script() {
        for (header, expected) in [
            ("氏名", Script::Own),
            ("氏名（ローマ字表記）", Script::Latin),
            ("ローマ字氏名", Script::Latin),
            ("Full name", Script::Latin),
            ("Full name (Kanji)", Script::Own),
            ("ФИО", Script::Own),
            ("ФИО (латиницей)", Script::Latin),
        ] {
            let meaning = meaning(PARTICIPANT_FIELDS, header).unwrap();
            assert_eq!(PARTICIPANT_FIELDS[meaning.field].name, "full_name", "{header}");
            assert_eq!(meaning.script, expected, "{header}");
        }
    }

    #[test]
    fn the_core_columns_are_known_in_many_languages() {
        const CORE: [&str; 5] = ["family_name", "given_name", "country", "organization", "email"];
        for row in [
            "Επώνυμο|Όνομα|Χώρα|Φορέας|Ηλεκτρονικό ταχυδρομείο",
            "שם משפחה|שם פרטי|מדינה|ארגון|דוא\"ל",
            "اسم العائلة|الاسم الأول|الدولة|جهة العمل|البريد الإلكتروني",
            "نام خانوادگی|نام|کشور|سازمان|ایمیل",
            "성|이름|국가|소속|이메일",
            "Sobrenome|Nome|País|Instituição|Correio eletrónico",
            "Cognome|Nome|Paese|Ente|Posta elettronica",
            "Achternaam|Voornaam|Land|Organisatie|E-mailadres",
            "Nazwisko|Imię|Kraj|Instytucja|Adres e-mail",
            "Họ|Tên|Quốc gia|Cơ quan|Thư điện tử",
            "นามสกุล|ชื่อ|ประเทศ|หน่วยงาน|อีเมล",
            "Nama belakang|Nama depan|Negara|Instansi|Surel",
            "Soyadı|Adı|Ülke|Kurum|E-posta",
            "Прізвище|Ім’я|Країна|Організація|Електронна пошта",
            "Příjmení|Jméno|Země|Organizace|E-mailová adresa",
            "Efternamn|Förnamn|Land|Myndighet|E-post",
            "Sukunimi|Etunimi|Maa|Organisaatio|Sähköposti",
            "Családnév|Utónév|Ország|Szervezet|E-mail cím",
            "Nume de familie|Prenume|Țara|Instituția|Adresă de e-mail",
        ] {
            for (header, core) in row.split('|').zip(CORE) {
                // What is only called "name" is the given one beside a family name.
                let found =
                    field(header).map(|found| if found == "name" { CORE[1] } else { found });
                assert_eq!(found, Some(core), "{header} of {row}");
            }
        }
    }

    #[test]
    fn near_misses_are_named_and_far_ones_are_not() {
        for (header, expected) in [
            ("Familly name", Some("family_name")),
            ("Organisatoin", Some("organization")),
            ("Emial", Some("email")),
            ("Nacionalidade do", Some("country")),
            ("Shoe size", None),
            ("Hotel", None),
            ("T-shirt", None),
            ("Event name", None),
            ("Hotel (Y/N)", None),
            ("Programme", None),
            ("x", None),
        ] {
            assert_eq!(near(PARTICIPANT_FIELDS, header), expected, "{header}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_looked_up_without_harm(header in any::<String>()) {
            let _ = meaning(PARTICIPANT_FIELDS, &header);
            let _ = near(PARTICIPANT_FIELDS, &header);
            let once = key(&header);
            prop_assert_eq!(key(&once), once);
        }
    }
}
