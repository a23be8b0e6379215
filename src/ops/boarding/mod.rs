//! Gets people on board of an excursion: who goes by which bus, whom the sites have cleared, and what
//! stands against letting somebody on.

mod error;

pub use error::BoardError;

use std::collections::BTreeMap;

use super::excursion::find_excursion;
use super::{OpError, find_person};
use crate::domain::{Participant, Session, SessionKind, Timestamp};
use crate::matching::fold;
use crate::render::words::count;
use crate::store::{
    Entry, ExcursionRow, MAIN_EXCURSION, Operated, PlaceRow, Reader, Store, StoreError, Writer,
};

/// A person with a seat, and how the person goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boarding {
    /// The person.
    pub person: Participant,
    /// Seat, bus and clearance.
    pub place: PlaceRow,
    /// What was done.
    pub result: String,
}

fn persons(boarding: &[Boarding]) -> String {
    count(boarding.len(), "person", "persons")
}

/// Returns the places of some people who have a seat, or of everybody who has one.
fn seated(
    tx: &Reader<'_>,
    excursion: &ExcursionRow,
    who: &[String],
) -> Result<Vec<(Participant, PlaceRow)>, OpError> {
    let places = tx.places(excursion.id)?;
    let mut found = Vec::new();
    if who.is_empty() {
        for place in places.into_iter().filter(|place| place.seat.is_some()) {
            found.extend(tx.participant_by_id(place.participant)?.map(|person| (person, place)));
        }
        return Ok(found);
    }
    let prefix = tx.seminar()?.code_prefix;
    for typed in who {
        let person = find_person(tx, typed, prefix)?;
        let place = tx.place(excursion.id, person.id)?.filter(|place| place.seat.is_some());
        let place = place.ok_or_else(|| OpError::NotOnExcursion {
            who: format!("{} {}", person.code, person.described()),
            excursion: excursion.name.clone(),
        })?;
        found.push((person, place));
    }
    Ok(found)
}

/// Puts people on a bus; an empty name takes them off theirs.
pub fn put_on_bus(
    store: &mut Store,
    entry: &Entry,
    excursion: Option<&str>,
    who: &[String],
    bus: &str,
) -> Result<Operated<Vec<Boarding>>, OpError> {
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let mut boarding = Vec::new();
        for (person, mut place) in seated(tx, &excursion, who)? {
            bus.clone_into(&mut place.bus);
            let changed = tx.set_place(&place)?;
            let result = match (changed, bus.is_empty()) {
                (true, false) => "goes by it",
                (true, true) => "goes by no bus",
                (false, _) => "was so before",
            };
            boarding.push(Boarding { person, place, result: result.to_owned() });
        }
        let to = if bus.is_empty() { "no bus".to_owned() } else { format!("bus {bus}") };
        tx.summarize(format!("{to}: {}", persons(&boarding)));
        Ok(boarding)
    })
}

/// Shares those who have a seat and no bus out among buses 1, 2, ...: delegations stay together where
/// there is room, and nobody who has a bus changes it.
pub fn fill_buses(
    store: &mut Store,
    entry: &Entry,
    excursion: Option<&str>,
    buses: usize,
    seats: Option<usize>,
) -> Result<Operated<Vec<Boarding>>, OpError> {
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let mut boarding = Vec::new();
        let mut taken = vec![0_usize; buses];
        let mut delegations: BTreeMap<String, Vec<(Participant, PlaceRow)>> = BTreeMap::new();
        for (person, place) in seated(tx, &excursion, &[])? {
            match place.bus.parse::<usize>() {
                Ok(bus) if (1..=buses).contains(&bus) => taken[bus - 1] += 1,
                _ if place.bus.is_empty() => {
                    let delegation = delegations.entry(person.represents().to_owned());
                    delegation.or_default().push((person, place));
                }
                _ => {}
            }
        }
        let people: usize = delegations.values().map(Vec::len).sum();
        let room = |taken: &[usize]| {
            seats.map(|seats| taken.iter().map(|taken| seats.saturating_sub(*taken)).sum::<usize>())
        };
        if let Some(room) = room(&taken)
            && room < people
        {
            return Err(BoardError::BusesFull { people, room }.into());
        }
        let mut delegations: Vec<_> = delegations.into_values().collect();
        delegations.sort_by_key(|members| std::cmp::Reverse(members.len()));
        for members in delegations {
            let mut rest = members.as_slice();
            while !rest.is_empty() {
                let emptiest = (0..buses).min_by_key(|&bus| taken[bus]).unwrap_or_default();
                let fits = seats.map_or(rest.len(), |seats| {
                    seats.saturating_sub(taken[emptiest]).clamp(1, rest.len())
                });
                let (together, others) = rest.split_at(fits);
                for (person, place) in together {
                    let place = PlaceRow { bus: (emptiest + 1).to_string(), ..place.clone() };
                    tx.set_place(&place)?;
                    let result = "goes by it".to_owned();
                    boarding.push(Boarding { person: person.clone(), place, result });
                }
                taken[emptiest] += fits;
                rest = others;
            }
        }
        boarding.sort_by(|one, other| {
            (&one.place.bus, one.place.seat).cmp(&(&other.place.bus, other.place.seat))
        });
        let buses = count(buses, "bus", "buses");
        tx.summarize(format!("{} among {buses}", persons(&boarding)));
        Ok(boarding)
    })
}

/// Changes which sites of an excursion let in only whom they have cleared.
pub fn set_sites(
    store: &mut Store,
    entry: &Entry,
    excursion: Option<&str>,
    sites: &[String],
) -> Result<Operated<()>, OpError> {
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let sites: Vec<String> = sites
            .iter()
            .map(|site| site.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        if sites != excursion.sites {
            tx.set_sites(excursion.id, &sites)?;
        }
        tx.summarize(sites.join(", "));
        Ok(())
    })
}

/// What the sites of an excursion say about people.
#[derive(Debug, Clone, Copy)]
pub struct Clearance<'c> {
    /// The excursion's name; nothing for the main one.
    pub excursion: Option<&'c str>,
    /// A part of one site's name; nothing for all of them.
    pub site: Option<&'c str>,
    /// Whether they have cleared them, or have not after all.
    pub cleared: bool,
}

/// Enters what sites say about people; where nobody is named, about everybody who has a seat.
pub fn clear(
    store: &mut Store,
    entry: &Entry,
    who: &[String],
    clearance: Clearance<'_>,
) -> Result<Operated<Vec<Boarding>>, OpError> {
    let Clearance { excursion, site, cleared } = clearance;
    store.operate(entry, |tx| {
        let excursion = find_excursion(tx, excursion)?;
        let meant: Vec<&String> = excursion
            .sites
            .iter()
            .filter(|known| site.is_none_or(|site| fold(known).contains(&fold(site))))
            .collect();
        if meant.is_empty() || site.is_some() && meant.len() > 1 {
            let site = site.unwrap_or_default().to_owned();
            return Err(BoardError::UnknownSite { site, known: excursion.sites }.into());
        }
        let mut boarding = Vec::new();
        for (person, mut place) in seated(tx, &excursion, who)? {
            // Always in the order of the excursion's sites.
            let by = excursion.sites.iter().filter(|known| {
                if meant.contains(known) { cleared } else { place.cleared.contains(known) }
            });
            place.cleared = by.cloned().collect();
            let changed = tx.set_place(&place)?;
            let result = match (changed, missing(&excursion, &place)) {
                (false, _) => "was so before".to_owned(),
                (true, missing) if missing.is_empty() => "cleared".to_owned(),
                (true, missing) => format!("not cleared by {missing}"),
            };
            boarding.push(Boarding { person, place, result });
        }
        tx.summarize(persons(&boarding));
        Ok(boarding)
    })
}

/// Returns the sites that have not cleared a person, as they are said.
fn missing(excursion: &ExcursionRow, place: &PlaceRow) -> String {
    let missing = excursion.sites.iter().filter(|site| !place.cleared.contains(site));
    missing.map(String::as_str).collect::<Vec<_>>().join(" and ")
}

/// Returns what stands against letting somebody on board, if anything does; `bus` is the one whose
/// door this is.
pub(super) fn against_boarding(
    register: &Reader<'_>,
    session: &Session,
    person: &Participant,
    bus: Option<&str>,
) -> Result<Option<String>, StoreError> {
    if session.item.kind != SessionKind::Excursion {
        return Ok(None);
    }
    let Some(place) = register.place(MAIN_EXCURSION, person.id)? else { return Ok(None) };
    let excursion =
        register.excursions()?.into_iter().find(|excursion| excursion.id == MAIN_EXCURSION);
    let missing = excursion.map(|excursion| missing(&excursion, &place)).unwrap_or_default();
    if !missing.is_empty() {
        return Ok(Some(format!("is not cleared by {missing}")));
    }
    Ok(bus.filter(|bus| *bus != place.bus).map(|_| match place.bus.as_str() {
        "" => "goes by no bus yet".to_owned(),
        other => format!("goes by bus {other}"),
    }))
}

/// Returns the session of an excursion at which people board at an instant: the one that is on or
/// begins next, else the last one; without a session of that kind nothing.
pub fn boarding_session(
    register: &Reader<'_>,
    at: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let mut sessions = register.sessions()?;
    sessions.retain(|session| session.item.kind == SessionKind::Excursion);
    // What has begun last, unless the next one begins within the hour.
    let soon = at.plus_minutes(60);
    let begun = sessions.iter().rposition(|session| session.item.starts_at <= soon);
    Ok(if sessions.is_empty() { None } else { Some(sessions.swap_remove(begun.unwrap_or(0))) })
}

/// Refuses to let somebody on board against whom something stands.
pub(super) fn check_boarding(
    tx: &Writer<'_>,
    session: &Session,
    person: &Participant,
    bus: Option<&str>,
) -> Result<(), OpError> {
    let reason = match (session.item.kind, person.seat) {
        (SessionKind::Excursion, None) => Some("is not on the excursion".to_owned()),
        _ => against_boarding(tx, session, person, bus)?,
    };
    reason.map_or(Ok(()), |reason| {
        let who = format!("{} {}", person.code, person.described());
        Err(BoardError::NotBoarding { who, reason }.into())
    })
}
