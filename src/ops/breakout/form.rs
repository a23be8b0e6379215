//! Makes the groups of one or several rounds, or seats who came after they were announced.

use super::super::programme::find_session;
use super::super::{OpError, find_person};
use super::draw::{Pool, Question};
use super::error::GroupError;
use super::formed::{Formed, formed, put};
use super::late::seat;
use super::request::AssignRequest;
use super::rooms::{Rooms, place_of, rooms_for};
use crate::allocation::{Answer, Problem, Refusal, allocate_rounds};
use crate::domain::{GroupName, RuleKind};
use crate::render::words::count;
use crate::store::{BreakoutGroup, Entry, Operated, Stay, Store, Writer};

/// Makes groups of all who take part, round by round; where they were announced, only seats those
/// who have no seat.
pub fn assign(
    store: &mut Store,
    entry: &Entry,
    request: &AssignRequest,
) -> Result<Operated<Vec<Formed>>, OpError> {
    store.operate(entry, |tx| {
        let there = tx.rounds()?;
        let rounds = match request.rounds.as_slice() {
            [] => (1..=there.max(1)).collect(),
            rounds => rounds.to_vec(),
        };
        if rounds.first().is_some_and(|first| *first > there + 1) {
            // A round left out could be neither announced nor judged with the others.
            return Err(GroupError::NoRound { round: there + 1 }.into());
        }
        if let Some(session) = &request.present {
            find_session(tx, session)?;
        }
        leave_out(tx, request, &rounds)?;
        let mut formed = Vec::new();
        let mut plan: Vec<Planned> = Vec::new();
        for round in rounds {
            if is_late(tx, request, round)? {
                formed.extend(form(tx, request, &plan)?);
                plan.clear();
                formed.push(seat(tx, request, &Pool::read(tx, question(request, round, None))?)?);
            } else {
                plan.push(planned(tx, request, round, &plan)?);
            }
        }
        formed.extend(form(tx, request, &plan)?);
        tx.summarize(summary(&formed, request.seed));
        Ok(formed)
    })
}

fn summary(formed: &[Formed], seed: u64) -> String {
    let rounds: Vec<String> = formed
        .iter()
        .map(|formed| {
            let Some(late) = &formed.late else {
                let parts: Vec<String> = formed
                    .tracks
                    .iter()
                    .map(|track| {
                        let groups = count(track.sizes.len(), "group", "groups");
                        format!("{} in {groups}", track.track)
                    })
                    .collect();
                return format!("round {}: {}", formed.round, parts.join(", "));
            };
            let (seated, freed) = (late.seated.len(), late.freed.len());
            format!("round {}: {seated} seated, {freed} freed", formed.round)
        })
        .collect();
    format!("{}; seed {seed}", rounds.join("; "))
}

/// Remembers who sits rounds out, and who does so no longer.
fn leave_out(tx: &Writer<'_>, request: &AssignRequest, rounds: &[u32]) -> Result<(), OpError> {
    let prefix = tx.seminar()?.code_prefix;
    let rules = tx.breakout_rules()?;
    for (typed, out) in request
        .leave_out
        .iter()
        .map(|typed| (typed, true))
        .chain(request.take_in.iter().map(|typed| (typed, false)))
    {
        let person = find_person(tx, typed, prefix)?;
        for round in rounds {
            let name = round.to_string();
            let rule = rules.iter().find(|rule| {
                rule.kind == RuleKind::LeftOut && rule.name == name && rule.participant == person.id
            });
            match rule {
                None if out => tx.add_breakout_rule(RuleKind::LeftOut, &name, person.id)?,
                Some(rule) if !out => tx.remove_breakout_rule(rule.id)?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// Returns whether a round was announced, so that only those without a seat get one.
fn is_late(tx: &Writer<'_>, request: &AssignRequest, round: u32) -> Result<bool, OpError> {
    let meant = |track| request.track.is_none_or(|wanted| wanted == track);
    let groups = tx.breakout_groups(round)?;
    let announced = groups.iter().any(|group| group.announced && meant(group.name.track));
    let late = announced && !request.anew;
    if late && request.shapes() {
        return Err(GroupError::Announced { round }.into());
    }
    if !late && (request.moves > 0 || request.take.is_some()) {
        return Err(GroupError::NotAnnounced { round }.into());
    }
    Ok(late)
}

/// Returns what is asked of a round: of an announced one, or of one made together with others.
fn question(request: &AssignRequest, round: u32, together_from: Option<u32>) -> Question {
    Question {
        round,
        track: request.track,
        balance: request.balance.clone(),
        present: request.present.clone(),
        seated: false,
        late: together_from.is_none(),
        together_from,
        seed: request.seed,
    }
}

/// A round whose groups are to be made.
struct Planned {
    pool: Pool,
    existing: Vec<BreakoutGroup>,
    rooms: Vec<Rooms>,
}

/// Reads who is in the draw of a round that is made together with those planned before.
fn planned(
    tx: &Writer<'_>,
    request: &AssignRequest,
    round: u32,
    plan: &[Planned],
) -> Result<Planned, OpError> {
    let first = plan.first().map_or(round, |first| first.pool.question.round);
    let mut pool = Pool::read(tx, question(request, round, Some(first)))?;
    if let (true, Some(session), 1..) = (pool.drawn.is_empty(), &request.present, pool.absent) {
        return Err(OpError::NobodyThere(session.clone(), pool.absent));
    }
    if pool.drawn.is_empty() {
        return Err(GroupError::NobodyToSeat { track: request.track }.into());
    }
    let before = plan.last();
    for &at in &pool.leaders {
        let seat = &pool.seats[at];
        let led = before.and_then(|before| before.pool.led.get(&seat.participant));
        if let (None, Some(&group)) = (seat.group, led) {
            pool.led.insert(seat.participant, group);
        }
    }
    let existing = tx.breakout_groups(round)?;
    let before = before.map(|before| before.rooms.as_slice());
    let rooms = rooms_for(tx, request, &pool, &existing, before)?;
    Ok(Planned { pool, existing, rooms })
}

/// Makes the groups of some rounds.
fn form(
    tx: &Writer<'_>,
    request: &AssignRequest,
    plan: &[Planned],
) -> Result<Vec<Formed>, OpError> {
    let problems: Vec<Problem> = plan
        .iter()
        .map(|planned| planned.pool.problem(&planned.rooms))
        .collect::<Result<_, _>>()?;
    let refused = |(at, reason): (usize, Refusal)| {
        let round =
            plan.get(at).filter(|_| plan.len() > 1).map(|planned| planned.pool.question.round);
        GroupError::Groups { round, reason }
    };
    let answers = allocate_rounds(&problems).map_err(refused)?;
    let rounds = plan.iter().zip(answers);
    rounds.map(|(planned, answer)| keep(tx, request, planned, answer)).collect()
}

/// Keeps the groups made for a round.
fn keep(
    tx: &Writer<'_>,
    request: &AssignRequest,
    planned: &Planned,
    answer: Answer,
) -> Result<Formed, OpError> {
    let Planned { pool, existing, rooms } = planned;
    let mut keys = Vec::new();
    for rooms in rooms {
        keys.push(tx.form_groups(rooms.track, pool.question.round, existing, &rooms.groups)?);
    }
    seat_leaders(tx, pool, rooms, &keys)?;
    put(tx, pool, request.track, &answer.places, rooms, &keys)?;
    for group in existing {
        let meant = request.track.is_none_or(|track| track == group.name.track);
        if meant && place_of(rooms, group.name).is_none() {
            tx.remove_group(group.id)?;
        }
    }
    formed(tx, pool, rooms, answer.judgement, &answer.places)
}

/// Gives facilitators and rapporteurs the group that they had in the round before, and refuses to
/// take away a group that one of them leads.
fn seat_leaders(
    tx: &Writer<'_>,
    pool: &Pool,
    rooms: &[Rooms],
    keys: &[Vec<i64>],
) -> Result<(), OpError> {
    for &at in &pool.leaders {
        let seat = &pool.seats[at];
        let meant =
            |group: &GroupName| pool.question.track.is_none_or(|track| track == group.track);
        let held = seat.group.map(|held| held.group).filter(meant);
        if let Some(group) = held.filter(|group| place_of(rooms, *group).is_none()) {
            let group = group.to_string();
            return Err(GroupError::GroupWouldGo {
                who: format!("{} {}", seat.role, seat.described()),
                group,
            }
            .into());
        }
        let led = pool.led.get(&seat.participant).copied().filter(meant);
        let place = led.and_then(|group| place_of(rooms, group));
        if let (None, Some(place)) = (seat.group, place) {
            let key = keys[place.track][place.group];
            tx.add_seat(key, seat.participant, pool.question.round, Stay::Pinned)?;
        }
    }
    Ok(())
}
