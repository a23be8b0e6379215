//! Reads what is said at a desk, one line at a time: a code, an address, a name, a word of command.
//! Who is meant by a name, and what comes of it, is not known here.

use super::{CodeError, EventKind, ParticipantCode};

/// One line of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskLine {
    /// `help` or `?`.
    Help,
    /// `undo`, with or without a reason.
    Undo {
        /// Why, or empty.
        reason: String,
    },
    /// `end` or `quit`.
    End,
    /// `!` or `anyway`: do what was refused.
    Anyway,
    /// `ok`: the note was read.
    Acknowledged,
    /// `+ Family, Given; country; organization; e-mail`.
    WalkIn {
        /// What was said of the person.
        form: WalkInForm,
        /// Whether somebody like that may be in the register.
        anyway: bool,
    },
    /// `FR all`, `FR all but 2`, `FR all but P-0142-N, tanaka`.
    Delegation {
        /// The country, region or organization as it was typed.
        whose: String,
        /// Who is left out.
        but: LeftOut,
    },
    /// A person comes in, or goes out.
    Person {
        /// How the person was named.
        who: Named,
        /// In, or out where `out` stands before.
        kind: EventKind,
        /// Whether `!` or `anyway` stands behind.
        anyway: bool,
    },
}

/// What a walk-in says; each part as given, or empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WalkInForm {
    /// What stands before the comma, or the single name.
    pub family_name: String,
    /// What stands after it.
    pub given_name: String,
    /// Country or region in any spelling.
    pub country: String,
    /// Organization.
    pub organization: String,
    /// E-mail address.
    pub email: String,
}

/// Who of a delegation is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// Nobody.
    Nobody,
    /// So many; who they are has to be asked.
    Count(usize),
    /// These: codes, e-mail addresses or names.
    These(Vec<String>),
}

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

/// Why a line says nothing that could be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// There is nothing but blanks and signs.
    #[error("the line is empty")]
    Empty,
    /// The bytes are no text.
    #[error("the line is not text (UTF-8)")]
    NotText,
    /// There are control characters, NUL among them, within the line.
    #[error("the line holds control characters")]
    Controls,
}

/// What a QR code of ours begins with.
const LABEL: &str = "MEIBO:";

impl DeskLine {
    /// Reads a line, given without its end, at a seminar whose codes begin with this letter.
    ///
    /// Scanners may put control characters around a code and the mark of its symbology (`]Q1`)
    /// before it; letters may be full-width, as an input method leaves them.
    pub fn read(line: &[u8], prefix: char) -> Result<Self, LineError> {
        let text = std::str::from_utf8(line).map_err(|_| LineError::NotText)?;
        let at_edge = |c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}';
        let text = text.trim_matches(at_edge);
        if text.chars().any(|c| c.is_control() && c != '\t') {
            return Err(LineError::Controls);
        }
        let narrow: String = text.chars().map(narrowed).collect();
        let narrow = without_symbology(&narrow);
        if let Some(form) = text.strip_prefix(['+', '＋']) {
            let said = form.trim_start();
            let plain = said.strip_prefix(['!', '！']);
            let form = WalkInForm::read(plain.unwrap_or(said));
            return Ok(Self::WalkIn { form, anyway: plain.is_some() });
        }
        match narrow.to_ascii_lowercase().as_str() {
            "help" | "?" => return Ok(Self::Help),
            "undo" => return Ok(Self::Undo { reason: String::new() }),
            "end" | "quit" => return Ok(Self::End),
            "!" | "anyway" => return Ok(Self::Anyway),
            "ok" => return Ok(Self::Acknowledged),
            _ => {}
        }
        if !narrow.chars().any(char::is_alphanumeric) {
            return Err(LineError::Empty);
        }
        if let Some(reason) = beginning(text, "undo ") {
            return Ok(Self::Undo { reason: reason.trim().to_owned() });
        }
        if let Some(delegation) = delegation(narrow) {
            return Ok(delegation);
        }
        let (kind, rest) = match beginning(narrow, "out ") {
            Some(rest) => (EventKind::Out, rest),
            None => (EventKind::In, narrow),
        };
        let (anyway, rest) = match rest.strip_suffix('!').or_else(|| ending(rest, " anyway")) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        Ok(Self::Person { who: Named::read(rest.trim(), prefix), kind, anyway })
    }
}

impl WalkInForm {
    fn read(said: &str) -> Self {
        let mut parts = said.split([';', '；']).map(|part| part.trim().to_owned());
        let mut next = || parts.next().unwrap_or_default();
        let name = next();
        let (family, given) = name.split_once([',', '，', '、']).unwrap_or((&name, ""));
        Self {
            family_name: family.trim().to_owned(),
            given_name: given.trim().to_owned(),
            country: next(),
            organization: next(),
            email: next(),
        }
    }
}

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

fn delegation(text: &str) -> Option<DeskLine> {
    if let Some(whose) = ending(text, " all") {
        return Some(DeskLine::Delegation { whose: whose.trim().to_owned(), but: LeftOut::Nobody });
    }
    let at = text.to_ascii_lowercase().find(" all but ")?;
    let (whose, but) = (&text[..at], text[at + " all but ".len()..].trim());
    let these = || but.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty());
    let but = match but.parse::<usize>() {
        Ok(count) if count < 100 => LeftOut::Count(count),
        _ => LeftOut::These(these().collect()),
    };
    Some(DeskLine::Delegation { whose: whose.trim().to_owned(), but })
}

/// Returns what follows a beginning that is written in any letter case.
fn beginning<'t>(text: &'t str, begin: &str) -> Option<&'t str> {
    let (front, rest) = text.split_at_checked(begin.len())?;
    front.eq_ignore_ascii_case(begin).then_some(rest)
}

/// Returns what stands before an ending that is written in any letter case.
fn ending<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let (rest, back) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    back.eq_ignore_ascii_case(end).then_some(rest)
}

/// Returns the narrow form of a full-width sign.
fn narrowed(sign: char) -> char {
    match sign {
        '！'..='～' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{3000}' | '\t' => ' ',
        _ => sign,
    }
}

/// Takes off the mark of the symbology that a scanner may send: `]`, a letter, a digit.
fn without_symbology(text: &str) -> &str {
    match text.as_bytes() {
        [b']', letter, digit, ..]
            if letter.is_ascii_alphabetic() && digit.is_ascii_alphanumeric() =>
        {
            &text[3..]
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> DeskLine {
        DeskLine::read(text.as_bytes(), 'P').unwrap()
    }

    fn code(number: u32) -> ParticipantCode {
        ParticipantCode::issue('P', number).unwrap()
    }

    fn comes(who: Named) -> DeskLine {
        DeskLine::Person { who, kind: EventKind::In, anyway: false }
    }

    #[test]
    fn every_form_of_a_code_is_one() {
        for text in [
            "P-0142-N",
            "142",
            "p142",
            "Ｐ－０１４２－Ｎ",
            "MEIBO:P-0142-N",
            "meibo:p0142n",
            "https://seminar.example/c/P-0142-N?s=1",
            "]Q1P-0142-N",
            "\u{2}P-0142-N\u{3}",
            "\u{feff}P-0142-N",
            "P-0142-NP-0142-N",
            "P-0142-N P-0142-N",
        ] {
            assert_eq!(read(text), comes(Named::Code(code(142))), "{text}");
        }
    }

    #[test]
    fn two_codes_that_ran_together_are_two() {
        let both = Named::Codes(vec![code(1), code(142)]);
        for text in ["P-0001-CP-0142-N", "P0001CP0142N", "p-0001-c, p-0142-n"] {
            assert_eq!(read(text), comes(both.clone()), "{text}");
        }
    }

    #[test]
    fn a_misread_code_is_neither_a_code_nor_a_name() {
        let DeskLine::Person { who: Named::Misread(CodeError::WrongCheck, near), .. } =
            read("P-0142-M")
        else {
            panic!("{:?}", read("P-0142-M"))
        };
        assert_eq!(near[0], code(142));
        assert_eq!(read("MEIBO:P-0142-M"), comes(Named::NoCode));
    }

    #[test]
    fn names_of_letters_that_stand_for_digits_are_names() {
        for name in ["Li", "Polo", "Olli", "Nguyễn Thị", "王", "O'Brien"] {
            assert_eq!(read(name), comes(Named::Name(name.to_owned())), "{name}");
        }
    }

    #[test]
    fn words_of_command_are_read_in_any_case() {
        assert_eq!(read(" HELP "), DeskLine::Help);
        assert_eq!(read("？"), DeskLine::Help);
        let undo = |reason: &str| DeskLine::Undo { reason: reason.to_owned() };
        assert_eq!(read("Undo"), undo(""));
        assert_eq!(read("undo  Wrong badge "), undo("Wrong badge"));
        assert_eq!(read("!"), DeskLine::Anyway);
        let out =
            |anyway| DeskLine::Person { who: Named::Code(code(142)), kind: EventKind::Out, anyway };
        assert_eq!(read("Out 142"), out(false));
        assert_eq!(read("out p142 !"), out(true));
        assert_eq!(read("out 142 ANYWAY"), out(true));
    }

    #[test]
    fn a_walk_in_is_kept_as_given() {
        let form = WalkInForm {
            family_name: "Ｂａｔ".to_owned(),
            given_name: "Bolormaa".to_owned(),
            country: "Mongolia".to_owned(),
            organization: "Customs, Port".to_owned(),
            email: String::new(),
        };
        let wanted = DeskLine::WalkIn { form, anyway: true };
        assert_eq!(read("+! Ｂａｔ,Bolormaa; Mongolia ;Customs, Port"), wanted);
    }

    #[test]
    fn a_delegation_is_all_or_all_but_some() {
        let whole = |whose: &str, but| DeskLine::Delegation { whose: whose.to_owned(), but };
        assert_eq!(read("FR all"), whole("FR", LeftOut::Nobody));
        assert_eq!(read("viet nam ALL but 2"), whole("viet nam", LeftOut::Count(2)));
        let these = LeftOut::These(vec!["P-0142-N".to_owned(), "tanaka".to_owned()]);
        assert_eq!(read("FR all but P-0142-N, tanaka"), whole("FR", these));
    }

    #[test]
    fn what_is_no_line_is_refused() {
        let refused = |line: &[u8]| DeskLine::read(line, 'P').unwrap_err();
        assert_eq!(refused(b""), LineError::Empty);
        assert_eq!(refused(b" \t\r"), LineError::Empty);
        assert_eq!(refused(b"--- ---"), LineError::Empty);
        assert_eq!(refused(b"P-01\xff42-N"), LineError::NotText);
        assert_eq!(refused(b"P-01\x0042-N"), LineError::Controls);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(line in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = DeskLine::read(&line, 'P');
        }

        #[test]
        fn any_text_is_read_or_refused(line in "\\PC{0,40}") {
            let _ = DeskLine::read(line.as_bytes(), 'P');
        }

        #[test]
        fn codes_in_a_row_are_all_found(numbers in proptest::collection::vec(1_u32..99_999, 1..6)) {
            let codes: Vec<_> =
                numbers.iter().filter_map(|&number| ParticipantCode::issue('P', number)).collect();
            let glued: String = codes.iter().map(ToString::to_string).collect();
            prop_assert_eq!(codes_within(&glued, 'P'), codes);
        }
    }
}
