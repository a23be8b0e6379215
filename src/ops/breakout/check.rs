//! Judges an assignment: the present one, or one made elsewhere and read from a file.

use std::collections::{BTreeMap, HashMap};

use super::super::{OpError, find_person};
use super::draw::{Pool, Question};
use super::error::GroupError;
use super::rooms::rooms_of;
use super::standing::Standing;
use crate::allocation::Judgement;
use crate::domain::{GroupName, Trait};
use crate::intake::{BREAKOUT_FIELDS, Choices, Input, RowProblem, Table, read_breakout};
use crate::store::{GroupSeat, Reader, Seat, Stay};

/// What was found in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The round.
    pub round: u32,
    /// Pairs, bounds, and every rule that is broken.
    pub judgement: Judgement,
    /// Where sizes of announced groups are not even; nobody is moved for that.
    pub uneven: Vec<String>,
    /// People in the assignment.
    pub seated: usize,
    /// People who take part and are not in it.
    pub unseated: Vec<String>,
}

/// Judges the rounds of the register, or one of them.
pub fn check(
    register: &Reader<'_>,
    round: Option<u32>,
    balance: Option<&[Trait]>,
) -> Result<Vec<Checked>, OpError> {
    let rounds = match round {
        Some(round) => vec![round],
        None => (1..=register.rounds()?.max(1)).collect(),
    };
    let mut checked = Vec::new();
    for round in rounds {
        if register.breakout_groups(round)?.is_empty() {
            return Err(GroupError::NoRound { round }.into());
        }
        let seats = register.seats(round)?;
        checked.push(judged(register, round, balance, seats, None)?);
    }
    Ok(checked)
}

/// Judges an assignment from a file; rows that mean nobody or no group are returned.
pub fn check_file(
    register: &Reader<'_>,
    input: Input<'_>,
    balance: Option<&[Trait]>,
) -> Result<(Vec<Checked>, Vec<RowProblem>), OpError> {
    let prefix = register.seminar()?.code_prefix;
    let mut table = Table::open(input, BREAKOUT_FIELDS, &Choices::default())?;
    let mut rounds: BTreeMap<u32, HashMap<i64, GroupName>> = BTreeMap::new();
    let mut problems = Vec::new();
    while let Some(row) = table.next_row()? {
        let row = match read_breakout(&row) {
            Ok(row) => row,
            Err(wrong) => {
                problems.extend(wrong);
                continue;
            }
        };
        match find_person(register, &row.who, prefix) {
            Ok(person) => {
                let round = rounds.entry(row.round).or_default();
                if let Some(first) = round.insert(person.id, row.group) {
                    let reason = format!("is in {first} of round {} already", row.round);
                    problems.push(RowProblem::new(row.line, "code", row.who.as_str(), reason));
                }
            }
            Err(OpError::Store(error)) => return Err(error.into()),
            Err(_) => problems.push(RowProblem::new(
                row.line,
                "code",
                row.who.as_str(),
                "is nobody in the register",
            )),
        }
    }
    let mut checked = Vec::new();
    let mut earlier = Vec::new();
    for (round, groups) in rounds {
        let mut seats = register.seats(round)?;
        let mut pins = HashMap::new();
        for seat in &mut seats {
            if let Some(held) = seat.group.filter(|held| held.is_pinned()) {
                pins.insert(seat.participant, held.group);
            }
            let group = groups.get(&seat.participant);
            seat.group = group.map(|&group| GroupSeat { id: 0, group, stay: Stay::Free });
        }
        checked.push(judged(register, round, balance, seats, Some((earlier.clone(), pins)))?);
        earlier.push(groups);
    }
    Ok((checked, problems))
}

/// Of an assignment made elsewhere: its earlier rounds, and the pins of the register.
type Elsewhere = (Vec<HashMap<i64, GroupName>>, HashMap<i64, GroupName>);

fn judged(
    register: &Reader<'_>,
    round: u32,
    balance: Option<&[Trait]>,
    seats: Vec<Seat>,
    elsewhere: Option<Elsewhere>,
) -> Result<Checked, OpError> {
    let balance = balance.map(<[Trait]>::to_vec);
    let question =
        |seated| Question { round, balance: balance.clone(), seated, ..Question::default() };
    let all = Pool::of(register, question(false), seats.clone())?;
    let unseated = all
        .drawn
        .iter()
        .map(|(at, _)| &all.seats[*at])
        .filter(|seat| seat.group.is_none())
        .map(Seat::described)
        .collect();
    let gone = seats.iter().filter(|seat| !seat.status.counts());
    let gone = gone.filter_map(|seat| {
        Some(format!("{} is {} and sits in {}", seat.described(), seat.status, seat.group?.group))
    });
    let gone: Vec<String> = gone.collect();
    let mut pool = Pool::of(register, question(true), seats)?;
    let groups = register.breakout_groups(round)?;
    let announced = elsewhere.is_none() && groups.iter().all(|group| group.announced);
    if let Some((earlier, pins)) = elsewhere {
        pool.earlier = earlier;
        pool.pins = Some(pins);
    }
    let seated = pool.drawn.len();
    let standing = Standing::of(pool, rooms_of(register, round, None)?)?;
    let mut judgement = standing.judgement();
    let mut uneven = Vec::new();
    if announced {
        let broken = standing.broken();
        uneven = judgement.broken.extract_if(.., |rule| !broken.contains(rule)).collect();
    }
    judgement.broken.extend(gone);
    Ok(Checked { round, judgement, uneven, seated, unseated })
}
