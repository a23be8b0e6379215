//! Lists discussion groups: who sits where, and how large they are.

use std::collections::{BTreeSet, HashMap};

use super::{ReportError, counted, text};
use crate::domain::{GroupName, RuleKind, Track};
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

/// How large the groups are, where they meet and for whom.
pub const GROUPS: &[Column<'static>] = &[
    Column::new("group", "Group", Fit::Whole),
    Column::new("track", "Track", Fit::Whole),
    Column::new("round", "Round", Fit::Right),
    Column::new("persons", "Persons", Fit::Right),
    Column::new("countries", "Countries and regions", Fit::Right),
    Column::new("organizations", "Organizations", Fit::Right),
    Column::new("pinned", "Pinned", Fit::Right),
    Column::new("room", "Room", Fit::Words),
    Column::new("capacity", "Capacity", Fit::Right),
    Column::new("languages", "Languages", Fit::Words),
    Column::new("announced", "Announced", Fit::Whole),
];

/// The columns of the groups that fit on a screen.
pub const GROUPS_SHORT: &[&str] =
    &["group", "round", "persons", "countries", "organizations", "pinned", "room", "announced"];

/// Where each person sits, in the order of names.
pub const BY_NAME: &[Column<'static>] = &[
    Column::new("name", "Name", Fit::Whole),
    Column::new("code", "Code", Fit::Whole),
    Column::new("represents", "Represents", Fit::Words),
    Column::new("groups", "Groups", Fit::Words),
    Column::new("rooms", "Rooms", Fit::Words),
];

/// Returns those who sit in a group, in the order of groups, then codes.
fn seated(
    seats: &[Seat],
    track: Option<Track>,
    group: Option<GroupName>,
) -> Vec<(GroupName, &Seat)> {
    let mut seated: Vec<(GroupName, &Seat)> = seats
        .iter()
        .filter_map(|seat| seat.group.map(|held| (held.group, seat)))
        .filter(|(held, _)| track.is_none_or(|track| held.track == track))
        .filter(|(held, _)| group.is_none_or(|group| *held == group))
        .collect();
    seated.sort_by_key(|(group, _)| *group);
    seated
}

/// Writes who sits in which group of a round.
pub fn breakouts(
    register: &Reader<'_>,
    track: Option<Track>,
    group: Option<GroupName>,
    round: u32,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let seats = register.seats(round)?;
    rows(&seated(&seats, track, group), round, out)
}

/// Writes who sits in which group, of seats that are at hand.
pub fn seated_rows(seats: &[Seat], round: u32, out: &mut dyn RowWriter) -> Result<(), ReportError> {
    rows(&seated(seats, None, None), round, out)
}

fn rows(
    seated: &[(GroupName, &Seat)],
    round: u32,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    for (group, seat) in seated {
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
    let seats = register.seats(round)?;
    let seated = seated(&seats, track, None);
    for group in register.breakout_groups(round)? {
        if track.is_some_and(|track| track != group.name.track) {
            continue;
        }
        let members: Vec<&Seat> =
            seated.iter().filter(|(name, _)| *name == group.name).map(|(_, seat)| *seat).collect();
        let distinct = |value: fn(&Seat) -> &str| {
            let values: BTreeSet<&str> = members.iter().map(|seat| value(seat)).collect();
            count(values.into_iter().filter(|value| !value.is_empty()).count())
        };
        let pinned = members.iter().filter(|seat| seat.group.is_some_and(|held| held.is_pinned()));
        out.row(&[
            Cell::Text(&group.name.to_string()),
            Cell::Text(group.name.track.as_str()),
            Cell::Count(i64::from(round)),
            count(members.len()),
            distinct(|seat| &seat.country),
            distinct(|seat| &seat.organization),
            count(pinned.count()),
            text(&group.terms.room),
            group.terms.capacity.map_or(Cell::Empty, |capacity| Cell::Count(i64::from(capacity))),
            text(&group.terms.languages),
            Cell::Flag(group.announced),
        ])?;
    }
    Ok(())
}

/// Writes one line a person, in the order of names, with the groups and rooms of all rounds.
pub fn by_name(
    register: &Reader<'_>,
    track: Option<Track>,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let mut rooms: HashMap<(u32, GroupName), String> = HashMap::new();
    for round in 1..=register.rounds()? {
        let groups = register.breakout_groups(round)?;
        rooms.extend(groups.into_iter().map(|group| ((round, group.name), group.terms.room)));
    }
    let mut seats: HashMap<i64, Vec<(u32, GroupName)>> = HashMap::new();
    for seating in register.seatings()? {
        if track.is_none_or(|track| seating.group.track == track) {
            seats.entry(seating.participant).or_default().push((seating.round, seating.group));
        }
    }
    let mut people = register.seats(1)?;
    people.retain(|seat| seats.contains_key(&seat.participant));
    people.sort_by_cached_key(|seat| crate::matching::fold(&seat.name));
    for seat in &people {
        let held = seats.get(&seat.participant).map(Vec::as_slice).unwrap_or_default();
        let groups: Vec<String> = held.iter().map(|(_, group)| group.to_string()).collect();
        let places: Vec<&str> =
            held.iter().filter_map(|held| rooms.get(held)).map(String::as_str).collect();
        let known = places.iter().any(|room| !room.is_empty());
        let places = places.join(", ");
        out.row(&[
            Cell::Text(&seat.name),
            Cell::Text(&seat.code),
            text(seat.represents()),
            Cell::Text(&groups.join(", ")),
            if known { Cell::Text(&places) } else { Cell::Empty },
        ])?;
    }
    Ok(())
}

/// The rules that the making of groups heeds.
pub const RULES: &[Column<'static>] = &[
    Column::new("rule", "Rule", Fit::Whole),
    Column::new("name", "Name", Fit::Words),
    Column::new("code", "Code", Fit::Whole),
    Column::new("person", "Person", Fit::Whole),
];

/// Writes who is under which rule; of one kind, or of all.
pub fn breakout_rules(
    register: &Reader<'_>,
    kind: Option<RuleKind>,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    for rule in register.breakout_rules()? {
        if kind.is_some_and(|kind| kind != rule.kind) {
            continue;
        }
        out.row(&[
            Cell::Text(rule.kind.as_str()),
            text(&rule.name),
            Cell::Text(&rule.code),
            Cell::Text(&rule.person),
        ])?;
    }
    Ok(())
}

fn count(number: usize) -> Cell<'static> {
    Cell::Count(counted(number))
}
