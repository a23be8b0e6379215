//! Defines sessions of the programme, their codes, and the names of discussion groups.

use std::fmt;
use std::str::FromStr;

use super::{SessionKind, Status, Timestamp, Track};

/// Why a text is no session's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a session code; write a short word such as D1-OPEN")]
pub struct SessionCodeError;

/// The short code of a session, such as `D1-OPEN`: capital letters, digits, hyphens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionCode(String);

impl SessionCode {
    /// Returns the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SessionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for SessionCode {
    type Err = SessionCodeError;

    /// Reads a code in any case.
    fn from_str(text: &str) -> Result<Self, SessionCodeError> {
        let code = text.trim().to_ascii_uppercase();
        let sound = (1..=16).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !code.starts_with('-')
            && !code.ends_with('-');
        if sound { Ok(Self(code)) } else { Err(SessionCodeError) }
    }
}

/// Who speaks at a session: a country, a body, a company or a person, as the programme names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The name as the programme gives it.
    pub name: String,
    /// ISO 3166 code, where the name is that of a country or region.
    pub country: Option<String>,
}

/// A session to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The short code.
    pub code: SessionCode,
    /// The seminar's day, counted from 1.
    pub day: u32,
    /// The title.
    pub title: String,
    /// What kind of item it is.
    pub kind: SessionKind,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Where, or empty.
    pub room: String,
    /// For which track; nothing means for everybody.
    pub track: Option<Track>,
    /// Who speaks, in order.
    pub speakers: Vec<Speaker>,
}

impl NewSession {
    /// Returns whether a person is expected at this session.
    ///
    /// Expected are those who registered before the doors opened: at a session of a track the
    /// people of that track, at the excursion those who hold a seat, elsewhere everybody.
    pub fn expects(&self, status: Status, track: Option<Track>, has_seat: bool) -> bool {
        status.expected()
            && match self.kind {
                SessionKind::Excursion => has_seat,
                SessionKind::Breakout => match self.track {
                    Some(_) => self.track == track,
                    None => track.is_some(),
                },
                _ => self.track.is_none() || self.track == track,
            }
    }
}

/// A stored session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Join key inside this one file; never shown.
    pub id: i64,
    /// Everything else.
    pub item: NewSession,
}

/// The name of a discussion group: the track's letter and a number, such as `P1` or `L8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupName {
    /// The track.
    pub track: Track,
    /// The number, counted from 1.
    pub number: u32,
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.track.letter(), self.number))
    }
}

impl FromStr for GroupName {
    type Err = GroupNameError;

    /// Reads a name in any case.
    fn from_str(text: &str) -> Result<Self, GroupNameError> {
        let text = text.trim().to_ascii_uppercase();
        Track::ALL
            .iter()
            .find_map(|&track| {
                let number = text.strip_prefix(track.letter())?.parse().ok()?;
                (number > 0).then_some(Self { track, number })
            })
            .ok_or(GroupNameError)
    }
}

/// Why a text is no group's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not a group; write P1 for policy or L1 for licensing")]
pub struct GroupNameError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_codes_are_short_words() {
        assert_eq!("d1-open".parse::<SessionCode>().unwrap().as_str(), "D1-OPEN");
        for text in ["", "-", "D1 OPEN", "開会", "D1-OPENING-OF-THE-SEMINAR"] {
            assert!(text.parse::<SessionCode>().is_err(), "{text}");
        }
    }

    #[test]
    fn groups_are_named_by_track_and_number() {
        let group: GroupName = "l8".parse().unwrap();
        assert_eq!((group.track, group.number), (Track::Licensing, 8));
        assert_eq!(group.to_string(), "L8");
        assert!("P0".parse::<GroupName>().is_err());
    }
}
