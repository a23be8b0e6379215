//! Defines the e-mail address: kept as typed but for its width, compared without regard to case.

use std::fmt;
use std::str::FromStr;

use super::text::narrowed;

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not an e-mail address such as name@office.example")]
pub struct EmailError;

/// An e-mail address. Whether it can be reached is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Returns the address as it was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether a text is the same address; the letters A to Z count as their small ones, as they
    /// do in the register's index.
    pub fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

impl FromStr for Email {
    type Err = EmailError;

    /// Reads an address: something before the `@`, a domain with a dot after it, no blanks. Nothing would
    /// reach one in full width.
    fn from_str(text: &str) -> Result<Self, EmailError> {
        if !text.is_ascii() && text.contains(|sign| matches!(sign, '！'..='～')) {
            return text.chars().map(narrowed).collect::<String>().parse();
        }
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailError)?;
        let labels_are_sound = domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        let local_is_sound = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && !local.chars().any(|c| {
                matches!(c, '@' | ',' | ';' | ':' | '(' | ')' | '<' | '>' | '[' | ']' | '\\' | '"')
                    || c.is_whitespace()
                    || c.is_control()
            });
        if labels_are_sound && local_is_sound && domain.contains('.') && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err(EmailError)
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_as_typed_and_compared_without_case() {
        let email: Email = " Lan.Nguyen@MOIT.example ".parse().unwrap();
        assert_eq!(email.as_str(), "Lan.Nguyen@MOIT.example");
        assert!(email.is("lan.nguyen@moit.example"));
        assert!(!email.is("lan.nguyen@moit.example.org"));
    }

    #[test]
    fn an_address_in_full_width_was_kept_so_that_nothing_reached_it() {
        let email: Email = "Ｌａｎ＠moit．example".parse().unwrap();
        assert_eq!(email.as_str(), "Lan@moit.example");
        assert!("ｌａｎ＠ｍｏｉｔ".parse::<Email>().is_err());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "lan",
            "lan@",
            "@moit.example",
            "lan@moit",
            "lan@@moit.example",
            "a b@c.example",
            "a@b..example",
            "a@-b.example",
            "a.@b.example",
            "lan@moit.example, x@y.example",
        ] {
            assert_eq!(text.parse::<Email>(), Err(EmailError), "{text}");
        }
    }
}
