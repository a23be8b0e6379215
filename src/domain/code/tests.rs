//! Tests of codes: the standard, every way of typing one, every slip of a finger.

use super::*;
use proptest::prelude::*;

#[test]
fn the_check_character_is_that_of_iso_7064_mod_37_36() {
    // Frozen: a change here would make printed badges unreadable.
    for (text, check) in [("P0142", b'N'), ("P0007", b'Z'), ("A12425GABC1234002", b'M')] {
        let product = text.bytes().fold(36, |product, at| step(product, value(at).unwrap()));
        assert_eq!(check_of(product), Some(check), "{text}");
    }
}

#[test]
fn every_usual_way_of_typing_a_code_is_read() {
    let code = ParticipantCode::issue('P', 142).unwrap();
    assert_eq!(code.to_string(), "P-0142-N");
    for typed in ["P-0142-N", "p142", "142", "P0142N", "p-o142-n", " PO142N ", "142n", "P‑0I42‑N"]
    {
        assert_eq!(typed.parse(), Ok(code), "{typed}");
    }
}

#[test]
fn a_blank_or_hyphen_between_two_numbers_made_one_of_them() {
    for typed in ["7 80", "142 143", "1-42", "P-01-42", "P 1 4 2", "P0142-P0142"] {
        assert_eq!(typed.parse::<ParticipantCode>(), Err(CodeError::NotACode), "{typed}");
    }
    for typed in ["7 8", "5-3", "142-7", "P142-7", "P-142-7"] {
        assert_eq!(typed.parse::<ParticipantCode>(), Err(CodeError::WrongCheck), "{typed}");
    }
    let code = ParticipantCode::issue('P', 142);
    for typed in ["P 142", "P-142 N", "142-N", "P0142 N", "-142-", "P--0142"] {
        assert_eq!(typed.parse().ok(), code, "{typed}");
    }
}

#[test]
fn a_code_in_full_width_was_no_code() {
    let code = ParticipantCode::issue('P', 142);
    for typed in
        ["１４２", "ｐ１４２", "Ｐ－０１４２－Ｎ", "Pー0142ーN", "Ｐ　０１４２　Ｎ", "PO142Ｎ"]
    {
        assert_eq!(typed.parse().ok(), code, "{typed}");
    }
    assert_eq!("Ｐ－０１４２－Ｍ".parse::<ParticipantCode>(), Err(CodeError::WrongCheck));
}

#[test]
fn a_zero_in_place_of_the_prefix_went_unnoticed() {
    for typed in ["00142N", "O0142N", "P00142N"] {
        assert_eq!(typed.parse::<ParticipantCode>(), Err(CodeError::WrongCheck), "{typed}");
        assert_eq!(ParticipantCode::near(typed, 'P')[0].to_string(), "P-0142-N");
    }
}

#[test]
fn what_is_no_code_is_refused() {
    for typed in ["", "P", "-", "Tanaka", "P-12X4-N", "123456789", "日本", "P-0142-N-N"] {
        assert!(typed.parse::<ParticipantCode>().is_err(), "{typed}");
    }
    assert_eq!("P-0142-M".parse::<ParticipantCode>(), Err(CodeError::WrongCheck));
}

#[test]
fn a_wrong_check_character_has_the_meant_code_among_the_near_ones() {
    let near = |text| {
        let near = ParticipantCode::near(text, 'P');
        near.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(near("P-0142-M")[0], "P-0142-N");
    assert!(near("P-0124-N").contains(&"P-0142-N".to_owned()), "{:?}", near("P-0124-N"));
    assert!(near("P-0742-N").contains(&"P-0142-N".to_owned()), "{:?}", near("P-0742-N"));
    for text in ["142", "Tanaka", ""] {
        assert!(near(text).is_empty(), "{text}");
    }
}

#[test]
fn every_single_wrong_character_and_every_swap_of_neighbours_is_caught() {
    for code in (1..20_000).filter_map(|number| ParticipantCode::issue('P', number)) {
        let text: Vec<u8> = code.to_string().bytes().filter(|&b| b != b'-').collect();
        let read = |bytes: &[u8]| String::from_utf8_lossy(bytes).parse::<ParticipantCode>().ok();
        let is_short = code.number() < 1_000;
        for at in 0..text.len() {
            for &other in ALPHABET {
                let mut wrong = text.clone();
                wrong[at] = other;
                // Without hyphens a digit at either end leaves a code of one digit more, which
                // only a zero before it tells from a code of that many digits.
                let at_end = at == 0 || (at == text.len() - 1 && !is_short);
                if at_end && digit(other).is_some() {
                    continue;
                }
                assert!(read(&wrong).is_none_or(|found| found == code), "{code} {wrong:?}");
            }
        }
        for at in 1..text.len() {
            let mut swapped = text.clone();
            swapped.swap(at - 1, at);
            assert!(read(&swapped).is_none_or(|found| found == code), "{code} {swapped:?}");
        }
    }
}

#[test]
fn a_digit_in_place_of_a_letter_of_a_printed_code_was_taken_for_a_further_digit() {
    for code in (1..20_000).filter_map(|number| ParticipantCode::issue('P', number)) {
        let text = code.to_string().into_bytes();
        for at in (0..text.len()).filter(|&at| text[at] != b'-') {
            for &other in ALPHABET.iter().filter(|&&other| other != text[at]) {
                let mut wrong = text.clone();
                wrong[at] = other;
                let read = String::from_utf8_lossy(&wrong).parse::<ParticipantCode>().ok();
                assert!(read.is_none_or(|found| found == code), "{code} {wrong:?}");
            }
        }
    }
    assert_eq!("P-0142-7".parse::<ParticipantCode>(), Err(CodeError::WrongCheck));
    assert_eq!("P01427".parse::<ParticipantCode>(), Err(CodeError::WrongCheck));
    assert_eq!(ParticipantCode::near("P-0142-7", 'P')[0].to_string(), "P-0142-N");
}

#[test]
fn a_long_run_of_skipped_numbers_does_not_end_the_numbering() {
    let next = ParticipantCode::issue_from('P', 56_000).unwrap();
    assert_eq!(next.number(), 57_001);
    assert!(ParticipantCode::issue_from('P', 5_600_000).is_some());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,16}") {
        let _ = text.parse::<ParticipantCode>();
    }

    #[test]
    fn a_code_is_read_back_as_itself(number in 1..ParticipantCode::MAX_NUMBER) {
        if let Some(code) = ParticipantCode::issue('P', number) {
            prop_assert_eq!(code.to_string().parse(), Ok(code));
        }
    }
}
