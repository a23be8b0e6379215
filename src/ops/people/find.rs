//! Finds the person that somebody means by a code or an e-mail address.

use super::super::OpError;
use crate::domain::{CodeError, Participant, ParticipantCode};
use crate::matching::nearest;
use crate::store::{Reader, StoreError};

/// How many near matches an error names.
const NEAR: usize = 3;

/// Returns the participant of a code, in any of its spellings, or of an e-mail address.
pub fn find_person(
    register: &Reader<'_>,
    typed: &str,
    prefix: char,
) -> Result<Participant, OpError> {
    let typed = match typed.trim() {
        "" => "an empty text",
        typed => typed,
    };
    if typed.contains('@') {
        let found = register.participant_by_email(typed)?;
        return found.ok_or_else(|| OpError::UnknownEmail { email: typed.to_owned() });
    }
    match ParticipantCode::parse_with_prefix(typed, prefix) {
        Ok(code) => {
            if let Some(participant) = register.participant(code)? {
                return Ok(participant);
            }
            let code = code.to_string();
            Err(OpError::UnknownCode { near: near(register, &code, prefix)?, code })
        }
        Err(CodeError::NotIssued) => {
            let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
            let code = format!("{prefix}-{digits:0>4}");
            Err(OpError::UnknownCode { near: near(register, &code, prefix)?, code })
        }
        Err(reason) => {
            let near = near(register, &typed.to_uppercase(), prefix)?;
            Err(OpError::BadCode { typed: typed.to_owned(), reason, near })
        }
    }
}

/// Names the people whose codes come near to what was typed: those whose check character it has first.
fn near(register: &Reader<'_>, typed: &str, prefix: char) -> Result<Vec<String>, StoreError> {
    let codes = register.codes()?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let numbers: Vec<&str> = codes.iter().filter_map(|code| code.get(2..code.len() - 2)).collect();
    let neighbours = match digits.as_str() {
        "" => Vec::new(),
        digits => nearest(&format!("{digits:0>4}"), numbers.iter().copied(), NEAR),
    };
    let neighbours = neighbours
        .into_iter()
        .filter_map(|number| ParticipantCode::parse_with_prefix(number, prefix).ok());
    let mut found = Vec::new();
    for code in ParticipantCode::near(typed, prefix).into_iter().chain(neighbours) {
        let Some(person) = register.participant(code)? else { continue };
        let named = format!("{} {}", person.code, person.described());
        if found.len() < NEAR && !found.contains(&named) {
            found.push(named);
        }
    }
    Ok(found)
}
