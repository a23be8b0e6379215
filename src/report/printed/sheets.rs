//! Makes what is printed for the rooms: a sign-in sheet and a door sign for each group.

use std::collections::BTreeMap;

use super::super::ReportError;
use crate::domain::{GroupName, Role, Track};
use crate::render::{Html, words};
use crate::store::{BreakoutGroup, Reader, Seat};

/// Empty lines at the end of a sign-in sheet, for who comes unexpectedly.
const SPARE_LINES: usize = 3;

/// Which groups are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed {
    /// Of one track only.
    pub track: Option<Track>,
    /// One group only.
    pub group: Option<GroupName>,
    /// The round.
    pub round: u32,
}

/// A group with those who sit in it: members in the order of names, and who leads and reports.
struct Room {
    group: BreakoutGroup,
    members: Vec<Seat>,
    leaders: Vec<Seat>,
}

fn rooms(register: &Reader<'_>, printed: Printed) -> Result<Vec<Room>, ReportError> {
    let mut seated: BTreeMap<GroupName, Vec<Seat>> = BTreeMap::new();
    for seat in register.seats(printed.round)? {
        if let Some(held) = seat.group {
            seated.entry(held.group).or_default().push(seat);
        }
    }
    let groups = register.breakout_groups(printed.round)?;
    let rooms = groups
        .into_iter()
        .filter(|group| printed.track.is_none_or(|track| group.name.track == track))
        .filter(|group| printed.group.is_none_or(|name| group.name == name))
        .map(|group| {
            let (leaders, mut members): (Vec<Seat>, Vec<Seat>) = seated
                .remove(&group.name)
                .unwrap_or_default()
                .into_iter()
                .partition(|seat| matches!(seat.role, Role::Facilitator | Role::Rapporteur));
            members.sort_by_cached_key(|seat| crate::matching::fold(&seat.name));
            Room { group, members, leaders }
        });
    Ok(rooms.collect())
}

/// Returns `Policy, round 1, Room A`.
fn place(group: &BreakoutGroup, round: u32) -> String {
    let track = match group.name.track {
        Track::Policy => "Policy",
        Track::Licensing => "Licensing",
    };
    let round = format!("{track}, round {round}");
    if group.terms.room.is_empty() { round } else { format!("{round}, {}", group.terms.room) }
}

/// Returns `Facilitator: Sato, Yui; rapporteur: …`, or nothing.
fn leaders(room: &Room) -> String {
    let parts: Vec<String> =
        room.leaders.iter().map(|seat| format!("{}: {}", seat.role, seat.name)).collect();
    parts.join("; ")
}

/// Returns sign-in sheets, a page or more for each group.
pub fn sign_in_sheets(register: &Reader<'_>, printed: Printed) -> Result<String, ReportError> {
    let seminar = register.seminar()?;
    let mut page = Html::new(&format!("{}: sign-in sheets", seminar.name));
    for room in rooms(register, printed)? {
        page.begin_sheet("sheet");
        page.element("h1", &format!("{} — sign-in sheet", room.group.name));
        page.element("p", &seminar.name);
        page.element("p", &place(&room.group, printed.round));
        page.element("p", &leaders(&room));
        let numbers: Vec<String> =
            (1..=room.members.len() + SPARE_LINES).map(|number| number.to_string()).collect();
        let rows: Vec<Vec<&str>> = numbers
            .iter()
            .enumerate()
            .map(|(at, number)| match room.members.get(at) {
                None => vec![number.as_str()],
                Some(seat) => vec![
                    number.as_str(),
                    seat.name.as_str(),
                    seat.country_name.as_str(),
                    seat.organization.as_str(),
                    seat.code.as_str(),
                ],
            })
            .collect();
        page.table(&["No.", "Name", "Country/region", "Organization", "Code", "Signature"], &rows);
        page.end_sheet();
    }
    Ok(page.finish())
}

/// Returns door signs, one page for each group.
pub fn door_signs(register: &Reader<'_>, printed: Printed) -> Result<String, ReportError> {
    let seminar = register.seminar()?;
    let mut page = Html::new(&format!("{}: door signs", seminar.name));
    for room in rooms(register, printed)? {
        page.begin_sheet("sign");
        page.element("p", &seminar.name);
        page.element("h1", &room.group.name.to_string());
        page.element("h2", &place(&room.group, printed.round));
        page.element("p", &leaders(&room));
        let names: Vec<String> = room
            .members
            .iter()
            .map(|seat| match seat.represents() {
                "" => seat.name.clone(),
                represents => format!("{} ({represents})", seat.name),
            })
            .collect();
        page.element("p", &words::count(names.len(), "participant", "participants"));
        page.list(&names);
        page.end_sheet();
    }
    Ok(page.finish())
}
