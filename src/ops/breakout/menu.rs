//! Offers what moving a few people in announced groups would save, and takes an item of it.

use super::super::OpError;
use super::draw::Pool;
use super::error::GroupError;
use super::rooms::{Rooms, group_at};
use crate::allocation::{Judgement, Place, Problem, Suggestion, judge, menu};

/// The most items that are offered.
const MOST_ITEMS: usize = 10;

/// A few people who move, and what that saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// By what it is taken: who goes where.
    pub key: String,
    /// People moved.
    pub persons: usize,
    /// `Sato, Yui from P1 to P5`, each.
    pub moves: Vec<String>,
    /// What pairs share, and how many are saved; added where negative.
    pub saves: Vec<(String, i64)>,
}

impl MenuItem {
    /// Returns `moving 1 person saves 2 pairs (country or region), adds 1 pair (category)`.
    pub fn sentence(&self) -> String {
        let people = if self.persons == 1 { "person" } else { "persons" };
        let pairs = |number: i64| if number.abs() == 1 { "pair" } else { "pairs" };
        let part = |(name, saved): &(String, i64)| {
            let verb = if *saved > 0 { "saves" } else { "adds" };
            format!("{verb} {} {} ({name})", saved.abs(), pairs(*saved))
        };
        let parts: Vec<String> = self.saves.iter().map(part).collect();
        format!("moving {} {people} {}", self.persons, parts.join(", "))
    }
}

/// Returns what moving at most so many people would save, the best first.
pub(super) fn offer(
    pool: &Pool,
    problem: &Problem,
    rooms: &[Rooms],
    places: &[Place],
    moves: usize,
) -> Vec<MenuItem> {
    if moves == 0 {
        return Vec::new();
    }
    let items = menu(problem, places, moves);
    items
        .iter()
        .take(MOST_ITEMS)
        .map(|suggestion| {
            let moves = suggestion.steps.iter().map(|&(person, place)| {
                let seat = pool.seat(person);
                let from = group_at(rooms, places[person]);
                format!("{} from {from} to {}", seat.name, group_at(rooms, place))
            });
            MenuItem {
                key: key(pool, rooms, suggestion),
                persons: suggestion.steps.len(),
                moves: moves.collect(),
                saves: saves(problem, &suggestion.saves),
            }
        })
        .collect()
}

/// Names the pairs that are saved or added; where nothing changes nothing is said.
pub(super) fn saves(problem: &Problem, saves: &[i64]) -> Vec<(String, i64)> {
    let names = problem.attributes.iter().map(|attribute| attribute.name.clone());
    let names = names.chain(std::iter::once("met before".to_owned()));
    names.zip(saves.iter().copied()).filter(|(_, saved)| *saved != 0).collect()
}

fn key(pool: &Pool, rooms: &[Rooms], suggestion: &Suggestion) -> String {
    let steps = suggestion
        .steps
        .iter()
        .map(|&(person, place)| format!("{}:{}", pool.seat(person).code, group_at(rooms, place)));
    steps.collect::<Vec<_>>().join(",")
}

/// Moves people as an item of the menu says; it must still be on it.
pub(super) fn take(
    pool: &Pool,
    problem: &Problem,
    rooms: &[Rooms],
    places: &mut [Place],
    wanted: &str,
) -> Result<Judgement, OpError> {
    let wanted = wanted.trim().to_uppercase();
    let persons = wanted.split(',').count();
    let items = menu(problem, places, persons);
    let item = items
        .iter()
        .find(|item| key(pool, rooms, item) == wanted)
        .ok_or(GroupError::NotOnTheMenu { wanted })?;
    for &(person, place) in &item.steps {
        places[person] = place;
    }
    let seated: Vec<Option<Place>> = places.iter().copied().map(Some).collect();
    Ok(judge(problem, &seated))
}
