//! Counts who met whom in the discussion groups.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{ReportError, counted, text};
use super::section::Section;
use crate::domain::GroupName;
use crate::render::{Cell, Column, Fit, RowWriter, words};
use crate::store::{Reader, Seat};

/// How many others each person met.
pub const MET: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("represents", "Represents", Fit::Words),
    Column::new("groups", "Groups", Fit::Words),
    Column::new("others", "Others met", Fit::Right),
    Column::new("countries", "Countries and regions", Fit::Right),
    Column::new("met_again", "Met again", Fit::Right),
];

/// Whom one person met.
pub const MET_BY: &[Column<'static>] = &[
    Column::new("code", "Code", Fit::Whole),
    Column::new("name", "Name", Fit::Whole),
    Column::new("represents", "Represents", Fit::Words),
    Column::new("rounds", "Rounds", Fit::Whole),
    Column::new("times", "Times", Fit::Right),
];

/// Who sat with whom in all rounds together.
#[derive(Debug)]
pub struct Meetings {
    /// Everybody who takes part and has a seat in some round, in the order of codes' numbers.
    people: Vec<Seat>,
    /// For each of them the groups, round by round.
    groups: Vec<BTreeMap<u32, GroupName>>,
    /// The members of each group of each round, as positions in `people`.
    members: BTreeMap<(u32, GroupName), Vec<usize>>,
}

/// The figure that can be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetFigure {
    /// People who have a seat.
    pub persons: usize,
    /// At least half of them discussed with so many others, each counted once.
    pub others: usize,
    /// At least half of them discussed with people of so many countries and regions.
    pub countries: usize,
}

impl MetFigure {
    /// Returns the figure as a sentence, about what was or what will be.
    pub fn sentence(&self, held: bool) -> String {
        let count = |number: usize, one, many| words::count(number as u64, one, many);
        format!(
            "In the discussion groups each participant {} with a median of {} from {}.",
            if held { "discussed" } else { "will discuss" },
            count(self.others, "other", "others"),
            count(self.countries, "country or region", "countries and regions"),
        )
    }
}

/// The figure as a part of the summary.
pub(super) fn section(figure: Option<MetFigure>) -> Section {
    let values = |met: MetFigure| [met.persons, met.others, met.countries].map(counted);
    let row = |met: MetFigure| ("median".to_owned(), values(met).to_vec());
    Section {
        key: "met",
        title: "Met in the breakout groups",
        counts: "persons with a group; others, each once",
        item: "Measure",
        figures: vec![
            ("persons", "Persons"),
            ("others", "Others met"),
            ("countries", "Countries and regions"),
        ],
        not_in_tables: None,
        rows: figure.map(row).into_iter().collect(),
    }
}

impl Meetings {
    /// Reads all rounds.
    pub fn read(register: &Reader<'_>) -> Result<Self, ReportError> {
        let mut groups: BTreeMap<i64, BTreeMap<u32, GroupName>> = BTreeMap::new();
        for seating in register.seatings()? {
            groups.entry(seating.participant).or_default().insert(seating.round, seating.group);
        }
        let mut people = Vec::new();
        if !groups.is_empty() {
            people = register.seats(1)?;
            people.retain(|seat| seat.status.counts() && groups.contains_key(&seat.participant));
        }
        let groups: Vec<_> =
            people.iter().filter_map(|seat| groups.remove(&seat.participant)).collect();
        let mut members: BTreeMap<(u32, GroupName), Vec<usize>> = BTreeMap::new();
        for (at, rounds) in groups.iter().enumerate() {
            for (&round, &group) in rounds {
                members.entry((round, group)).or_default().push(at);
            }
        }
        Ok(Self { people, groups, members })
    }

    /// Returns whom a person met and in which rounds.
    fn met(&self, person: usize) -> BTreeMap<usize, Vec<u32>> {
        let mut met: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (&round, &group) in &self.groups[person] {
            for &other in self.members.get(&(round, group)).into_iter().flatten() {
                if other != person {
                    met.entry(other).or_default().push(round);
                }
            }
        }
        met
    }

    fn countries<'m>(&'m self, met: impl IntoIterator<Item = &'m usize>) -> usize {
        let codes: BTreeSet<&str> =
            met.into_iter().map(|&other| self.people[other].country.as_str()).collect();
        codes.into_iter().filter(|code| !code.is_empty()).count()
    }

    /// Returns the figure; nothing where nobody has a seat.
    pub fn figure(&self) -> Option<MetFigure> {
        let (mut others, mut countries) = (Vec::new(), Vec::new());
        for person in 0..self.people.len() {
            let met = self.met(person);
            others.push(met.len());
            countries.push(self.countries(met.keys()));
        }
        others.sort_unstable_by(|a, b| b.cmp(a));
        countries.sort_unstable_by(|a, b| b.cmp(a));
        let middle = self.people.len() / 2;
        // From the greater end: at least half have this value or a greater one.
        Some(MetFigure {
            persons: self.people.len(),
            others: *others.get(middle)?,
            countries: *countries.get(middle)?,
        })
    }

    /// Writes for each person how many others were met.
    pub fn write(&self, out: &mut dyn RowWriter) -> Result<(), ReportError> {
        for (person, seat) in self.people.iter().enumerate() {
            let met = self.met(person);
            let groups: Vec<String> =
                self.groups[person].values().map(GroupName::to_string).collect();
            out.row(&[
                Cell::Text(&seat.code),
                Cell::Text(&seat.name),
                text(seat.represents()),
                Cell::Text(&groups.join(", ")),
                Cell::Count(counted(met.len())),
                Cell::Count(counted(self.countries(met.keys()))),
                Cell::Count(counted(met.values().filter(|rounds| rounds.len() > 1).count())),
            ])?;
        }
        Ok(())
    }

    /// Writes whom one person met.
    pub fn write_met_by(
        &self,
        participant: i64,
        out: &mut dyn RowWriter,
    ) -> Result<(), ReportError> {
        let found = self.people.iter().position(|seat| seat.participant == participant);
        for (other, rounds) in found.map(|person| self.met(person)).unwrap_or_default() {
            let seat = &self.people[other];
            let times = counted(rounds.len());
            let rounds: Vec<String> = rounds.iter().map(u32::to_string).collect();
            out.row(&[
                Cell::Text(&seat.code),
                Cell::Text(&seat.name),
                text(seat.represents()),
                Cell::Text(&rounds.join(", ")),
                Cell::Count(times),
            ])?;
        }
        Ok(())
    }

    /// Returns the codes of the matrix's rows and columns.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.people.iter().map(|seat| seat.code.as_str())
    }

    /// Writes the matrix: the code, then for each person in how many rounds the two met.
    pub fn write_matrix(&self, out: &mut dyn RowWriter) -> Result<(), ReportError> {
        for (person, seat) in self.people.iter().enumerate() {
            let met = self.met(person);
            let times = |other: usize| met.get(&other).map_or(0, Vec::len);
            let cells: Vec<Cell<'_>> = std::iter::once(Cell::Text(&seat.code))
                .chain((0..self.people.len()).map(|other| Cell::Count(counted(times(other)))))
                .collect();
            out.row(&cells)?;
        }
        Ok(())
    }
}
