//! Reads how one person is named at a desk: by a code in any form, an address, a part of the name.
//! Who that is, is not known here.

use super::{CodeError, ParticipantCode};

/// How a person was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By a code.
    Code(ParticipantCode),
    /// By several codes in one line: scans that ran together.
    Codes(Vec<ParticipantCode>),
    /// By a code that is misread or mistyped, with the codes that come near.
    Misread(CodeError, Vec<ParticipantCode>),
    /// By an e-mail address.
    Email(String),
    /// By a part of the name.
    Name(String),
    /// By a link or label without a code.
    NoCode,
}

/// What a QR code of ours begins with.
const LABEL: &str = "MEIBO:";

impl Named {
    /// Reads how one person is named.
    pub fn read(text: &str, prefix: char) -> Self {
        if beginning(text, LABEL).is_some() || text.contains("://") {
            return Self::one_of(codes_within(text, prefix));
        }
        // Without a digit it is a name: "Li" would be read as 11.
        let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
        match ParticipantCode::parse_with_prefix(text, prefix) {
            Ok(code) if has_digit => return Self::Code(code),
            Err(reason @ (CodeError::WrongCheck | CodeError::NotIssued)) if has_digit => {
                return Self::Misread(reason, ParticipantCode::near(text, prefix));
            }
            _ => {}
        }
        if text.contains('@') {
            return Self::Email(text.to_owned());
        }
        let codes = codes_within(text, prefix);
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
        let in_codes = |code: &ParticipantCode| code.to_string().len() - 2;
        if !codes.is_empty() && codes.iter().map(in_codes).sum::<usize>() == letters {
            return Self::one_of(codes);
        }
        Self::Name(text.to_owned())
    }

    fn one_of(mut codes: Vec<ParticipantCode>) -> Self {
        codes.dedup();
        match codes.as_slice() {
            [] => Self::NoCode,
            [code] => Self::Code(*code),
            _ => Self::Codes(codes),
        }
    }
}

/// Returns every whole code of a text in order: prefix, digits, check letter, with or without `-`.
fn codes_within(text: &str, prefix: char) -> Vec<ParticipantCode> {
    let bytes = text.as_bytes();
    let is = |at: usize, wanted: fn(&u8) -> bool| bytes.get(at).is_some_and(wanted);
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begins = char::from(bytes[at].to_ascii_uppercase()) == prefix;
        let digits = at + 1 + usize::from(is(at + 1, |byte| *byte == b'-'));
        let mut end = digits;
        while is(end, u8::is_ascii_digit) {
            end += 1;
        }
        let check = end + usize::from(is(end, |byte| *byte == b'-'));
        let code = (begins && end - digits >= 4 && is(check, u8::is_ascii_alphabetic))
            .then(|| ParticipantCode::parse_with_prefix(&text[at..=check], prefix).ok())
            .flatten();
        match code {
            Some(code) => {
                found.push(code);
                at = check + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// Returns what follows a beginning that is written in any letter case.
pub(super) fn beginning<'t>(text: &'t str, begin: &str) -> Option<&'t str> {
    let (front, rest) = text.split_at_checked(begin.len())?;
    front.eq_ignore_ascii_case(begin).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Named {
        Named::read(text, 'P')
    }

    fn code(number: u32) -> ParticipantCode {
        ParticipantCode::issue('P', number).unwrap()
    }

    #[test]
    fn two_codes_that_ran_together_are_two() {
        for text in ["P-0001-CP-0142-N", "P0001CP0142N", "p-0001-c, p-0142-n"] {
            assert_eq!(read(text), Named::Codes(vec![code(1), code(142)]), "{text}");
        }
    }

    #[test]
    fn a_misread_code_is_neither_a_code_nor_a_name() {
        let Named::Misread(CodeError::WrongCheck, near) = read("P-0142-M") else {
            panic!("{:?}", read("P-0142-M"))
        };
        assert_eq!(near[0], code(142));
        assert_eq!(read("MEIBO:P-0142-M"), Named::NoCode);
    }

    #[test]
    fn names_of_letters_that_stand_for_digits_are_names() {
        for name in ["Li", "Polo", "Olli", "Nguyễn Thị", "王", "O'Brien"] {
            assert_eq!(read(name), Named::Name(name.to_owned()), "{name}");
        }
    }

    proptest! {
        #[test]
        fn codes_in_a_row_are_all_found(numbers in proptest::collection::vec(1_u32..99_999, 1..6)) {
            let codes: Vec<_> =
                numbers.iter().filter_map(|&number| ParticipantCode::issue('P', number)).collect();
            let glued: String = codes.iter().map(ToString::to_string).collect();
            prop_assert_eq!(codes_within(&glued, 'P'), codes);
        }
    }
}
