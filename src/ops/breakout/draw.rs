//! Decides who is in the draw of a round, who leads and who stays out.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::OpError;
use crate::domain::{GroupName, Role, RuleKind, SessionCode, Track, Trait};
use crate::store::{BreakoutRule, Reader, Seat};

/// What is asked of a round besides its rooms.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    /// The round.
    pub(super) round: u32,
    /// One track only.
    pub(super) track: Option<Track>,
    /// What is spread, the most important first; nothing for everything that is known.
    pub(super) balance: Option<Vec<Trait>>,
    /// Only who is inside this session gets a new seat.
    pub(super) present: Option<SessionCode>,
    /// Only who has a seat is looked at, and the seat decides the track of who declared none.
    pub(super) seated: bool,
    /// Whoever has a seat keeps it, present or not.
    pub(super) late: bool,
    /// The first of several rounds that are made together; those from it on are not there yet.
    pub(super) together_from: Option<u32>,
    /// What decides between equally good groups.
    pub(super) seed: u64,
}

/// Everybody of a round: who is in the draw, who leads, who stays out.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) question: Question,
    pub(super) balance: Vec<Trait>,
    pub(super) seats: Vec<Seat>,
    /// Positions in `seats` of who is in the draw, with the track where it is settled.
    pub(super) drawn: Vec<(usize, Option<Track>)>,
    /// Positions in `seats` of facilitators and rapporteurs.
    pub(super) leaders: Vec<usize>,
    /// The groups that they lead, by participant: those of this round, or else of the last before.
    pub(super) led: HashMap<i64, GroupName>,
    /// People who sit out the round.
    pub(super) left_out: usize,
    /// People who are not inside the session.
    pub(super) absent: usize,
    pub(super) rules: Vec<BreakoutRule>,
    /// Where people were put by hand, where that is not the seat at hand.
    pub(super) pins: Option<HashMap<i64, GroupName>>,
    /// The groups of the rounds before, by participant.
    pub(super) earlier: Vec<HashMap<i64, GroupName>>,
}

impl Pool {
    /// Reads who is in the draw of a round.
    pub(super) fn read(register: &Reader<'_>, question: Question) -> Result<Self, OpError> {
        let seats = register.seats(question.round)?;
        Self::of(register, question, seats)
    }

    /// The same with seats that may be other ones than those of the register.
    pub(super) fn of(
        register: &Reader<'_>,
        question: Question,
        seats: Vec<Seat>,
    ) -> Result<Self, OpError> {
        let rules = register.breakout_rules()?;
        let before = question.together_from.unwrap_or(question.round);
        let mut earlier: BTreeMap<u32, HashMap<i64, GroupName>> = BTreeMap::new();
        for seating in register.seatings()?.iter().filter(|seat| seat.round < before) {
            earlier.entry(seating.round).or_default().insert(seating.participant, seating.group);
        }
        let earlier: Vec<_> = earlier.into_values().collect();
        let returners = rules.iter().any(|rule| rule.kind == RuleKind::Returning);
        let mut balance = question.balance.clone().unwrap_or_else(|| {
            let known = |&what: &Trait| what != Trait::Experience || returners;
            Trait::ALL.iter().copied().filter(known).collect()
        });
        let mut once = HashSet::new();
        balance.retain(|what| once.insert(*what));
        let inside = match &question.present {
            None => None,
            Some(session) => Some(register.inside(session)?),
        };
        let mut pool = Self {
            question,
            balance,
            seats,
            drawn: Vec::new(),
            leaders: Vec::new(),
            led: HashMap::new(),
            left_out: 0,
            absent: 0,
            rules,
            pins: None,
            earlier,
        };
        pool.draw(inside.as_ref());
        Ok(pool)
    }

    /// Decides who is in the draw.
    fn draw(&mut self, inside: Option<&HashSet<i64>>) {
        let question = self.question.clone();
        let round = question.round.to_string();
        let of = |kind: RuleKind, rules: &[BreakoutRule]| -> HashSet<i64> {
            let meant = |rule: &&BreakoutRule| {
                rule.kind == kind && (kind != RuleKind::LeftOut || rule.name == round)
            };
            rules.iter().filter(meant).map(|rule| rule.participant).collect()
        };
        let left_out = of(RuleKind::LeftOut, &self.rules);
        let accompanied = of(RuleKind::Together, &self.rules);
        let declares = |seat: &Seat| seat.status.counts() && seat.track.is_some();
        let undivided = !self.seats.iter().any(declares);
        for (at, seat) in self.seats.iter().enumerate() {
            let held = seat.group.map(|held| held.group.track);
            if !seat.status.counts() || question.seated && held.is_none() {
                continue;
            }
            let before =
                || self.earlier.iter().rev().find_map(|round| round.get(&seat.participant));
            let pin = seat.group.filter(|held| held.is_pinned()).map(|held| held.group.track);
            let mut track = seat.track.or(pin).or_else(|| before().map(|group| group.track));
            if question.seated || question.track.is_some() || question.late {
                track = track.or(held);
            }
            if matches!(seat.role, Role::Facilitator | Role::Rapporteur) {
                self.leaders.push(at);
                let group = seat.group.map(|held| held.group).or_else(|| before().copied());
                self.led.extend(group.map(|group| (seat.participant, group)));
                continue;
            }
            let helper = matches!(seat.role, Role::Staff | Role::Interpreter);
            if undivided && !helper {
                // Where nobody declares a track, the one that is asked for is everybody's.
                track = track.or(question.track);
            }
            let other = |wanted| track.is_some_and(|track| track != wanted);
            if question.track.is_some_and(|wanted| track.is_none() || other(wanted)) {
                continue;
            }
            if track.is_none() && helper && !accompanied.contains(&seat.participant) {
                continue;
            }
            if left_out.contains(&seat.participant) {
                self.left_out += 1;
                continue;
            }
            let stays = question.late && held.is_some();
            if !stays && inside.is_some_and(|inside| !inside.contains(&seat.participant)) {
                self.absent += 1;
                continue;
            }
            self.drawn.push((at, track));
        }
    }

    /// Returns how many of the draw are settled in a track.
    pub(super) fn settled(&self, track: Track) -> usize {
        self.drawn.iter().filter(|(_, settled)| *settled == Some(track)).count()
    }

    /// Returns whether the person's own track allows a seat in a track.
    pub(super) fn may_keep(seat: &Seat, track: Track) -> bool {
        seat.track.is_none_or(|own| own == track)
    }

    /// Returns the seat of a person of the draw, by the position in the problem.
    pub(super) fn seat(&self, person: usize) -> &Seat {
        &self.seats[self.drawn[person].0]
    }
}
