//! Reads domain types from columns.

use std::error::Error;
use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::Type;

use crate::domain::Track;

/// Reads a column whose text is a value of a domain type.
pub(super) fn parsed<T>(row: &Row<'_>, at: usize) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: Error + Send + Sync + 'static,
{
    row.get_ref(at)?.as_str()?.parse().map_err(|error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
    })
}

/// Reads the column of a track, which is empty where there is none.
pub(super) fn track(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Track>> {
    if row.get_ref(at)?.as_str()?.is_empty() { Ok(None) } else { parsed(row, at).map(Some) }
}

/// Returns the text of a track for its column.
pub(super) fn track_text(track: Option<Track>) -> &'static str {
    track.map_or("", Track::as_str)
}
