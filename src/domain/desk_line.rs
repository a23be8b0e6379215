//! Reads what is said at a desk, one line at a time: a person, a walk-in, a delegation, a word of
//! command. What comes of it is not known here.

use super::EventKind;
use super::named::{Named, beginning};
use super::text::narrowed;

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
        let narrow: String =
            text.chars().map(|c| if c == '\t' { ' ' } else { narrowed(c) }).collect();
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

/// Returns what stands before an ending that is written in any letter case.
fn ending<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let (rest, back) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    back.eq_ignore_ascii_case(end).then_some(rest)
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
    use super::super::ParticipantCode;
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

    }
}
