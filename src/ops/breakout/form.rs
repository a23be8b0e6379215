//! Makes the groups of one or several rounds, or seats who came after they were announced.

use super::super::programme::find_session;
use super::super::{OpError, find_person};
use super::draw::{Pool, Question};
use super::late::{Late, seat};
use super::menu::MenuItem;
use super::rooms::{Rooms, group_at, place_of, rooms_for};
use crate::allocation::{Answer, Judgement, Place, Problem, Refusal, allocate_rounds};
use crate::domain::{GroupName, RuleKind, SessionCode, Track, Trait};
use crate::store::{BreakoutGroup, Entry, Operated, Seat, Store, Writer};

/// How groups are to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssignRequest {
    /// For which track; nothing means for both.
    pub track: Option<Track>,
    /// The number of groups of each track.
    pub groups: Option<usize>,
    /// The greatest number of people in a group.
    pub size: Option<u32>,
    /// The most people of each group; of one track, or of each.
    pub capacities: Vec<(Option<Track>, Vec<u32>)>,
    /// The rounds; nothing means those there are, or the first.
    pub rounds: Vec<u32>,
    /// What decides between equally good groups.
    pub seed: u64,
    /// What is spread, the most important first; nothing means everything that is known.
    pub balance: Option<Vec<Trait>>,
    /// Only who is inside this session.
    pub present: Option<SessionCode>,
    /// Who sits these rounds out, from now on.
    pub leave_out: Vec<String>,
    /// Who sits them out no longer.
    pub take_in: Vec<String>,
    /// Whether announced groups are made anew.
    pub anew: bool,
    /// The most people moved by one item of the menu; 0 for no menu.
    pub moves: usize,
    /// The item of the menu that is taken.
    pub take: Option<String>,
}

impl AssignRequest {
    /// Returns whether something is said that decides the number and size of groups.
    fn shapes(&self) -> bool {
        self.groups.is_some() || self.size.is_some() || !self.capacities.is_empty()
    }
}

/// The groups of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formed {
    /// The round.
    pub round: u32,
    /// Its tracks.
    pub tracks: Vec<FormedTrack>,
    /// Pairs, bounds and what they prove.
    pub judgement: Judgement,
    /// Who was seated after the groups had been announced; nothing where groups were made.
    pub late: Option<Late>,
    /// What moving a few people would save.
    pub menu: Vec<MenuItem>,
    /// People who sit the round out.
    pub left_out: usize,
    /// People who are not there.
    pub absent: usize,
    /// Facilitators and rapporteurs without a group.
    pub without_group: Vec<String>,
    /// Who sits where.
    pub seats: Vec<Seat>,
}

/// The groups of one track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormedTrack {
    /// The track.
    pub track: Track,
    /// People in each group, in the order of numbers; facilitators and rapporteurs not counted.
    pub sizes: Vec<usize>,
    /// People who stay where they were put by hand.
    pub pinned: usize,
    /// People who declared no track.
    pub undeclared: usize,
    /// Facilitators and rapporteurs.
    pub leaders: usize,
}

/// Makes groups of all who take part, round by round; where they were announced, only seats those
/// who have no seat.
pub fn assign(
    store: &mut Store,
    entry: &Entry,
    rehearse: bool,
    request: &AssignRequest,
) -> Result<Operated<Vec<Formed>>, OpError> {
    store.operate(entry, rehearse, |tx| {
        let there = tx.rounds()?;
        let rounds = match request.rounds.as_slice() {
            [] => (1..=there.max(1)).collect(),
            rounds => rounds.to_vec(),
        };
        if rounds.first().is_some_and(|first| *first > there + 1) {
            // A round left out could be neither announced nor judged with the others.
            return Err(OpError::NoRound { round: there + 1 });
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
                    .map(|track| format!("{} in {} groups", track.track, track.sizes.len()))
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
        return Err(OpError::Announced { round });
    }
    if !late && (request.moves > 0 || request.take.is_some()) {
        return Err(OpError::NotAnnounced { round });
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
        return Err(OpError::NobodyToSeat { track: request.track });
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
        OpError::Groups { round, reason }
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

/// Puts everybody of the draw into the group found, and takes the seats of those who are not in it.
pub(super) fn put(
    tx: &Writer<'_>,
    pool: &Pool,
    track: Option<Track>,
    places: &[Place],
    rooms: &[Rooms],
    keys: &[Vec<i64>],
) -> Result<(), OpError> {
    let mut placed = vec![None; pool.seats.len()];
    for ((at, _), place) in pool.drawn.iter().zip(places) {
        placed[*at] = Some(*place);
    }
    for (at, seat) in pool.seats.iter().enumerate() {
        let held = seat.group;
        if let Some(place) = placed[at] {
            let key = keys[place.track][place.group];
            match held {
                None => tx.add_seat(key, seat.participant, pool.question.round, false)?,
                Some(held) if held.group == group_at(rooms, place) => {}
                Some(held) => tx.move_seat(held.id, key, false)?,
            }
            continue;
        }
        let meant = |group: GroupName| track.is_none_or(|track| track == group.track);
        if let Some(held) = held.filter(|held| meant(held.group))
            && !pool.leaders.contains(&at)
        {
            tx.remove_seat(held.id)?;
        }
    }
    Ok(())
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
            return Err(OpError::GroupWouldGo {
                who: format!("{} {}", seat.role, seat.described()),
                group,
            });
        }
        let led = pool.led.get(&seat.participant).copied().filter(meant);
        let place = led.and_then(|group| place_of(rooms, group));
        if let (None, Some(place)) = (seat.group, place) {
            let key = keys[place.track][place.group];
            tx.add_seat(key, seat.participant, pool.question.round, true)?;
        }
    }
    Ok(())
}

pub(super) fn formed(
    tx: &Writer<'_>,
    pool: &Pool,
    rooms: &[Rooms],
    judgement: Judgement,
    places: &[Place],
) -> Result<Formed, OpError> {
    let seats = tx.seats(pool.question.round)?;
    let tracks = rooms.iter().enumerate().map(|(track, rooms)| {
        let here = || {
            let people = pool.drawn.iter().zip(places).filter(move |(_, at)| at.track == track);
            people.map(|((at, _), _)| &seats[*at])
        };
        let leads =
            |at: &&usize| seats[**at].group.is_some_and(|held| held.group.track == rooms.track);
        FormedTrack {
            track: rooms.track,
            sizes: judgement.sizes.get(track).cloned().unwrap_or_default(),
            pinned: here().filter(|seat| seat.group.is_some_and(|held| held.pinned)).count(),
            undeclared: here().filter(|seat| seat.track.is_none()).count(),
            leaders: pool.leaders.iter().filter(leads).count(),
        }
    });
    let leaderless = pool.leaders.iter().map(|&at| &seats[at]).filter(|seat| seat.group.is_none());
    Ok(Formed {
        round: pool.question.round,
        tracks: tracks.collect(),
        judgement,
        late: None,
        menu: Vec::new(),
        left_out: pool.left_out,
        absent: pool.absent,
        without_group: leaderless
            .map(|seat| format!("{} {}", seat.role, seat.described()))
            .collect(),
        seats,
    })
}
