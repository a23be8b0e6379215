//! Tests of names that come in one piece.

use super::*;
use proptest::prelude::*;

fn apart(name: &str) -> (String, String, String, bool) {
    let Name { title, family, given, native, whole } = told_apart(name);
    assert_eq!(native, "", "{name}");
    (title, family, given, whole)
}

#[test]
fn a_name_in_two_scripts_is_one_name_and_its_native_form() {
    for (name, title, family, given, native) in [
        ("SATO Taro (佐藤 太郎)", "", "SATO", "Taro", "佐藤 太郎"),
        ("Sato Taro（佐藤太郎）", "", "Sato Taro", "", "佐藤太郎"),
        ("佐藤 太郎 (SATO Taro)", "", "SATO", "Taro", "佐藤 太郎"),
        ("Mr. SATO Taro / 佐藤 太郎", "Mr.", "SATO", "Taro", "佐藤 太郎"),
        ("佐藤 太郎 SATO Taro", "", "SATO", "Taro", "佐藤 太郎"),
        ("Park, Chan-wook (박찬욱)", "", "Park", "Chan-wook", "박찬욱"),
        ("Anna PETROVA (Анна Петрова)", "", "PETROVA", "Anna", "Анна Петрова"),
        ("佐藤太郎 (Mr. SATO Taro)", "Mr.", "SATO", "Taro", "佐藤太郎"),
    ] {
        let read = told_apart(name);
        let found = (&*read.title, &*read.family, &*read.given, &*read.native);
        assert_eq!(found, (title, family, given, native), "{name}");
    }
    for name in ["Lan Tran (Hanoi)", "佐藤 太郎（東京）", "Taro 太 Sato", "A/B", "김 Min"]
    {
        assert_eq!(told_apart(name).native, "", "{name}");
    }
}

#[test]
fn what_the_writing_says_is_believed() {
    for (name, title, family, given) in [
        ("NGUYEN Van A", "", "NGUYEN", "Van A"),
        ("Van A NGUYEN", "", "NGUYEN", "Van A"),
        ("Nguyen, Van A", "", "Nguyen", "Van A"),
        ("NGUYEN, Van A", "", "NGUYEN", "Van A"),
        ("NGUYỄN Văn Đức", "", "NGUYỄN", "Văn Đức"),
        ("Mr. NGUYEN Van A", "Mr.", "NGUYEN", "Van A"),
        ("Nguyen, Dr. Van A", "Dr.", "Nguyen", "Van A"),
        ("Prof. Dr. Anna MÜLLER", "Prof. Dr.", "MÜLLER", "Anna"),
        ("TRAN Thi Lan (Ms.)", "Ms.", "TRAN", "Thi Lan"),
        ("Juan de la CRUZ", "", "de la CRUZ", "Juan"),
        ("de la CRUZ Juan", "", "de la CRUZ", "Juan"),
        ("DE LA CRUZ Juan", "", "DE LA CRUZ", "Juan"),
        ("Ian McDONALD", "", "McDONALD", "Ian"),
        ("O'BRIEN Mary", "", "O'BRIEN", "Mary"),
        ("HE Xiang", "", "HE", "Xiang"),
        ("NG Wei Ming", "", "NG", "Wei Ming"),
        ("Jean P. DUPONT-AIGNAN", "", "DUPONT-AIGNAN", "Jean P."),
        ("山田 太郎", "", "山田", "太郎"),
        ("山田　太郎", "", "山田", "太郎"),
        ("김 민준", "", "김", "민준"),
        ("ИВАНОВ Пётр", "", "ИВАНОВ", "Пётр"),
        ("van der Berg, Jan", "", "van der Berg", "Jan"),
        ("Иванов Пётр Сергеевич", "", "Иванов", "Пётр Сергеевич"),
        ("Анна Ильинична Петрова", "", "Петрова", "Анна Ильинична"),
        ("Мицкевич Адам Бернардович", "", "Мицкевич", "Адам Бернардович"),
        ("ИВАНОВ ПЁТР СЕРГЕЕВИЧ", "", "ИВАНОВ", "ПЁТР СЕРГЕЕВИЧ"),
        ("山田、太郎", "", "山田", "太郎"),
        ("Yamada、Taro", "", "Yamada", "Taro"),
        ("山田 太郎 様", "様", "山田", "太郎"),
        ("TAN Wei Ming, Kenneth", "", "TAN", "Wei Ming, Kenneth"),
        ("Assoc. Prof. Dr. TAN Wei Ming", "Assoc. Prof. Dr.", "TAN", "Wei Ming"),
        ("H.E. Ambassador Maria GARCIA LOPEZ", "H.E. Ambassador", "GARCIA LOPEZ", "Maria"),
        ("Lt. Col. John SMITH", "Lt. Col.", "SMITH", "John"),
        ("Dr.-Ing. Karl SCHMIDT", "Dr.-Ing.", "SCHMIDT", "Karl"),
        ("Dr. rer. nat. Anna WEBER", "Dr. rer. nat.", "WEBER", "Anna"),
        ("Ms.LE Thi Hoa", "Ms.", "LE", "Thi Hoa"),
    ] {
        let expected = (title.to_owned(), family.to_owned(), given.to_owned(), false);
        assert_eq!(apart(name), expected, "{name}");
    }
}

#[test]
fn what_could_be_either_stays_in_one_piece() {
    for name in [
        "Lan Tran",
        "LAN TRAN",
        "lan tran",
        "Lan Tran Thi",
        "TJ Miller",
        "J.R. Smith",
        "John Smith MBA",
        "John SMITH III",
        "John Smith, Jr.",
        "Smith, John, PhD",
        "JOHN Van SMITH",
        "ジョン スミス",
        "Lan Tran (Hanoi)",
        "Адам Бернардович Мицкевич",
        "Пётр Иванов",
        "NGUYEN A",
        "A. NGUYEN B.",
    ] {
        let expected = (String::new(), name.to_owned(), String::new(), true);
        assert_eq!(apart(name), expected, "{name}");
    }
}

#[test]
fn a_single_name_is_a_name() {
    for name in ["Suharto", "SUHARTO", "山田太郎", "Dr."] {
        assert_eq!(apart(name), (String::new(), name.to_owned(), String::new(), false));
    }
    assert_eq!(apart("Mr. Suharto"), ("Mr.".into(), "Suharto".into(), String::new(), false));
    assert_eq!(apart(""), Default::default());
}

#[test]
fn cells_are_read_together() {
    let cells = |family, given, name, is_full| Cells { family, given, name, is_full };
    for (row, family, given, more) in [
        // Name with Vorname, Nombre with Apellidos.
        (cells("", "Anna", "Müller", false), "Müller", "Anna", false),
        (cells("García", "", "Ana María", false), "García", "Ana María", false),
        // The same columns with the whole name in the one called Name.
        (cells("", "Anna", "Anna Müller", false), "Müller", "Anna", false),
        (cells("Lee", "", "Lee Kuan Yew", true), "Lee", "Kuan Yew", false),
        (cells("", "Kuan Yew", "LEE, Kuan Yew", true), "LEE", "Kuan Yew", false),
        // The whole name says nothing new, or something else.
        (cells("Lee", "Ann", "Ms. Ann LEE", true), "Lee", "Ann", false),
        (cells("Lee", "Ann", "Annie Lee-Park", true), "Lee", "Ann", true),
        (cells("Lee", "", "Annie Park", true), "Lee", "", true),
        (cells("Suharto", "", "Suharto", false), "Suharto", "", false),
        (cells("", "", "LEE Ann", false), "LEE", "Ann", false),
        (cells("Sato", "Taro", "SATO Taro (佐藤 太郎)", true), "Sato", "Taro", false),
    ] {
        let (name, says_more) = together(row);
        assert_eq!((&*name.family, &*name.given, says_more), (family, given, more), "{row:?}");
    }
}

proptest! {
    #[test]
    fn no_letter_of_a_name_is_lost_or_changed(
        name in "(Mr\\. |Dr |)([A-Z]{1,6}|[A-Z][a-z]{1,6}|de|[山田김민]{1,2}|,|\\(Ms\\.\\)|III)( ([A-Z]{1,6}|[A-Z][a-z]{1,6}|de|[山田김민]{1,2}|,|\\(Ms\\.\\)|Jr\\.)){0,4}"
    ) {
        let Name { title, family, given, native, .. } = told_apart(&name);
        let letters = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
            letters.sort_unstable();
            letters
        };
        prop_assert_eq!(letters(&name), letters(&[title, family.clone(), given, native].concat()));
        prop_assert_eq!(family.is_empty(), name.trim().is_empty());
    }

    #[test]
    fn any_cells_are_read_without_harm(cells in any::<[String; 3]>(), is_full in any::<bool>()) {
        let [family, given, name] = cells.each_ref().map(|cell| cell.trim());
        let (read, _) = together(Cells { family, given, name, is_full });
        if family.is_empty() && given.is_empty() && name.is_empty() {
            prop_assert_eq!(read, Name::default());
        } else {
            prop_assert!(!(read.family.is_empty() && read.given.is_empty()));
        }
    }
}
