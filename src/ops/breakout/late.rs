//! Seats who comes when groups have been announced.

use super::super::OpError;
use super::draw::Pool;
use super::error::GroupError;
use super::formed::{Formed, Late, formed, put};
use super::menu::{offer, take};
use super::request::AssignRequest;
use super::rooms::{group_at, rooms_of};
use crate::allocation::seat_late;
use crate::store::Writer;

/// Seats who has no seat in announced groups; nobody else is moved, except by an item of the menu.
pub(super) fn seat(
    tx: &Writer<'_>,
    request: &AssignRequest,
    pool: &Pool,
) -> Result<Formed, OpError> {
    let round = pool.question.round;
    let rooms = rooms_of(tx, round, request.track)?;
    let problem = pool.problem(&rooms)?;
    let before = pool.places(&rooms);
    let refused =
        |reason| GroupError::Groups { round: Some(round).filter(|&round| round > 1), reason };
    let answer = seat_late(&problem, &before).map_err(refused)?;
    let mut places = answer.places;
    let mut judgement = answer.judgement;
    if let Some(wanted) = &request.take {
        judgement = take(pool, &problem, &rooms, &mut places, wanted)?;
    }
    let menu = offer(pool, &problem, &rooms, &places, request.moves);
    let keys = rooms.iter().map(|rooms| {
        let keys = (0..rooms.groups.len()).map(|group| tx.group(rooms.name(group), round));
        keys.map(|key| Ok(key?.unwrap_or_default())).collect::<Result<Vec<i64>, OpError>>()
    });
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    put(tx, pool, request.track, &places, &rooms, &keys)?;
    let seated = before
        .iter()
        .zip(&places)
        .enumerate()
        .filter(|(_, (before, _))| before.is_none())
        .map(|(person, (_, place))| (pool.seat(person).described(), group_at(&rooms, *place)))
        .collect();
    let mut stays = vec![false; pool.seats.len()];
    pool.drawn.iter().for_each(|(at, _)| stays[*at] = true);
    pool.leaders.iter().for_each(|at| stays[*at] = true);
    let freed = pool
        .seats
        .iter()
        .zip(stays)
        .filter(|(_, stays)| !stays)
        .filter_map(|(seat, _)| Some((seat.described(), seat.group?.group)))
        .filter(|(_, group)| request.track.is_none_or(|track| track == group.track))
        .collect();
    let mut formed = formed(tx, pool, &rooms, judgement, &places)?;
    formed.late = Some(Late { seated, freed });
    formed.menu = menu;
    Ok(formed)
}
