//! Lists the programme.

use super::{ReportError, text};
use crate::domain::Speaker;
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// The canonical programme; its keys are those of the CSV that is exported and imported.
pub const CANONICAL: &[Column<'static>] = &[
    Column::new("session", "Session", Fit::Whole),
    Column::new("day", "Day", Fit::Right),
    Column::new("title", "Title", Fit::Words),
    Column::new("kind", "Kind", Fit::Whole),
    Column::new("starts_at", "From", Fit::Whole),
    Column::new("ends_at", "To", Fit::Whole),
    Column::new("room", "Room", Fit::Words),
    Column::new("track", "Track", Fit::Whole),
    Column::new("speakers", "Speakers", Fit::Words),
];

/// The columns that fit on a screen.
pub const SHORT: &[&str] = &["day", "starts_at", "ends_at", "session", "title", "kind"];

/// Writes the programme in order of time; returns how many sessions it has.
pub fn sessions(register: &Reader<'_>, out: &mut dyn RowWriter) -> Result<usize, ReportError> {
    let zone = register.seminar()?.zone;
    let programme = register.sessions()?;
    for session in &programme {
        let item = &session.item;
        let (starts_at, ends_at) = (item.starts_at.to_string(), item.ends_at.to_string());
        let (from, to) = (zone.clock(item.starts_at), zone.clock(item.ends_at));
        let speakers: Vec<_> =
            item.speakers.iter().map(|Speaker { name, .. }| name.as_str()).collect();
        out.row(&[
            Cell::Text(item.code.as_str()),
            Cell::Count(i64::from(item.day)),
            Cell::Text(&item.title),
            Cell::Text(item.kind.as_str()),
            Cell::Time { utc: &starts_at, local: &from },
            Cell::Time { utc: &ends_at, local: &to },
            text(&item.room),
            text(item.track.map_or("", |track| track.as_str())),
            text(&speakers.join("; ")),
        ])?;
    }
    Ok(programme.len())
}
