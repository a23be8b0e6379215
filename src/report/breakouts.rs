//! Lists discussion groups: who sits where, and how large they are.

use super::{ReportError, counted, text};
use crate::domain::{GroupName, Track};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::{Reader, Seat};

/// Who sits in which group.
pub const CANONICAL: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("country", "Country/region", Fit::Whole),
    Column::new("organization", "Organization", Fit::Words),
    Column::new("category", "Category", Fit::Whole),
    Column::new("track", "Track", Fit::Whole),
    Column::new("round", "Round", Fit::Right),
    Column::new("group", "Group", Fit::Whole),
];

/// How large the groups are.
pub const GROUPS: &[Column<'static>] = &[
    Column::new("group", "Group", Fit::Whole),
    Column::new("track", "Track", Fit::Whole),
    Column::new("round", "Round", Fit::Right),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("countries", "Countries and regions", Fit::Right),
    Column::new("organizations", "Organizations", Fit::Right),
    Column::new("pinned", "Pinned", Fit::Right),
];

/// Returns the seats of a round in the order of groups, then codes.
fn seated(
    register: &Reader<'_>,
    track: Option<Track>,
    group: Option<GroupName>,
    round: u32,
) -> Result<Vec<(GroupName, Seat)>, ReportError> {
    let seats = register.seats(round)?;
    let mut seated: Vec<(GroupName, Seat)> = seats
        .into_iter()
        .filter_map(|seat| seat.group.map(|held| (held.group, seat)))
        .filter(|(held, _)| track.is_none_or(|track| held.track == track))
        .filter(|(held, _)| group.is_none_or(|group| *held == group))
        .collect();
    seated.sort_by_key(|(group, _)| *group);
    Ok(seated)
}

/// Writes who sits in which group of a round.
pub fn breakouts(
    register: &Reader<'_>,
    track: Option<Track>,
    group: Option<GroupName>,
    round: u32,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    for (group, seat) in seated(register, track, group, round)? {
        out.row(&[
            Cell::Text(&seat.code),
            Cell::Text(&seat.name),
            text(&seat.country),
            text(&seat.organization),
            Cell::Text(seat.category.as_str()),
            Cell::Text(group.track.as_str()),
            Cell::Count(i64::from(round)),
            Cell::Text(&group.to_string()),
        ])?;
    }
    Ok(())
}

/// Writes how large the groups of a round are and how many countries and regions meet in each.
pub fn groups(
    register: &Reader<'_>,
    track: Option<Track>,
    round: u32,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    use std::collections::BTreeSet;
    let seated = seated(register, track, None, round)?;
    for members in seated.chunk_by(|one, other| one.0 == other.0) {
        let distinct = |value: fn(&Seat) -> &str| {
            let values: BTreeSet<&str> = members.iter().map(|(_, seat)| value(seat)).collect();
            count(values.into_iter().filter(|value| !value.is_empty()).count())
        };
        let pinned = members.iter().filter(|(_, seat)| seat.group.is_some_and(|g| g.pinned));
        let group = members[0].0;
        out.row(&[
            Cell::Text(&group.to_string()),
            Cell::Text(group.track.as_str()),
            Cell::Count(i64::from(round)),
            count(members.len()),
            distinct(|seat| &seat.country),
            distinct(|seat| &seat.organization),
            count(pinned.count()),
        ])?;
    }
    Ok(())
}

fn count(number: usize) -> Cell<'static> {
    Cell::Count(counted(number))
}
