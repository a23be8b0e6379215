//! Tests of headers: every spelling in the data, and what must not be taken for one.

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
            let found = field(header).map(|found| if found == "name" { CORE[1] } else { found });
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
