//! Lays people, countries or categories out against the sessions of the programme.

use std::collections::BTreeMap;

use super::super::tally::Programme;
use super::super::{ReportError, text};
use super::by::{By, Sessions};
use super::roll;
use crate::domain::{Category, Standing};
use crate::render::{Cell, Column, Fit, RowWriter};
use crate::store::Reader;

/// What a cell of the matrix of persons says in a table, where there is room for a letter only.
pub const LETTERS: &[(Standing, &str)] = &[
    (Standing::Present, "P"),
    (Standing::Late, "L"),
    (Standing::LeftEarly, "E"),
    (Standing::Excused, "X"),
    (Standing::Absent, "A"),
    (Standing::Unknown, "?"),
];

/// Returns key and heading of the columns that stand for sessions.
pub fn matrix_sessions(
    register: &Reader<'_>,
    sessions: &Sessions,
) -> Result<Vec<(String, String)>, ReportError> {
    let mut columns = Vec::new();
    for session in register.sessions()?.iter().filter(|session| sessions.has(session)) {
        let code = session.item.code.to_string();
        let key = code.to_lowercase().replace('-', "_");
        columns.push((key, code));
    }
    Ok(columns)
}

/// Returns the columns of a matrix: those that say what a row stands for, then one a session.
pub fn matrix_columns(by: By, sessions: &[(String, String)]) -> Vec<Column<'_>> {
    let (head, fit): (&[Column<'static>], Fit) = match by {
        By::Country => (&[Column::new("country", "Country/region", Fit::Words)], Fit::Right),
        By::Category => (&[Column::new("category", "Category", Fit::Words)], Fit::Right),
        _ => (
            &[
                Column::new("code", "Code", Fit::Whole),
                Column::new("name", "Name", Fit::Words),
                Column::new("country", "Country/region", Fit::Words),
            ],
            Fit::Words,
        ),
    };
    let sessions = sessions.iter().map(|(key, heading)| Column::new(key, heading, fit));
    head.iter().copied().chain(sessions).collect()
}

/// Writes one row a person: the standing at each session, as a letter where `brief` says so.
pub fn person_matrix(
    register: &Reader<'_>,
    sessions: &Sessions,
    brief: bool,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let programme = Programme::read(register)?;
    for person in roll::call(register, &programme)? {
        let mut cells =
            vec![Cell::Text(&person.code), Cell::Text(&person.name), text(&person.country)];
        for (at, session) in programme.sessions.iter().enumerate() {
            if !sessions.has(session) {
                continue;
            }
            let standing = programme.facts(at, person.places[at]).standing();
            cells.push(standing.map_or(Cell::Empty, |standing| {
                let letter = LETTERS.iter().find(|(of, _)| *of == standing);
                Cell::Text(match letter {
                    Some((_, letter)) if brief => letter,
                    _ => standing.as_str(),
                })
            }));
        }
        out.row(&cells)?;
    }
    Ok(())
}

/// Writes how many persons of each country and region, or category, came to each session; the last
/// row counts all of them.
pub fn count_matrix(
    register: &Reader<'_>,
    by: By,
    sessions: &Sessions,
    out: &mut dyn RowWriter,
) -> Result<(), ReportError> {
    let programme = register.sessions()?;
    let by_country = by == By::Country;
    let counts =
        if by_country { register.came_by_country()? } else { register.came_by_category()? };
    let mut names = register.country_names()?;
    let mut rows: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    if !by_country {
        rows.extend(Category::ALL.iter().map(|c| (c.to_string(), vec![0; programme.len()])));
    }
    let mut all = vec![0; programme.len()];
    for (unit, came) in counts {
        let label = match names.remove(&unit) {
            Some(name) if by_country => name,
            _ if by_country => "(no country or region)".to_owned(),
            _ => unit,
        };
        let row = rows.entry(label).or_insert_with(|| vec![0; programme.len()]);
        for (at, session) in programme.iter().enumerate() {
            let persons = came.get(&session.id).copied().unwrap_or_default();
            row[at] += persons;
            all[at] += persons;
        }
    }
    for (label, counts) in rows.into_iter().chain([("all".to_owned(), all)]) {
        let chosen = programme.iter().zip(counts).filter(|(session, _)| sessions.has(session));
        let cells: Vec<Cell<'_>> = std::iter::once(Cell::Text(&label))
            .chain(chosen.map(|(_, persons)| Cell::Count(persons)))
            .collect();
        out.row(&cells)?;
    }
    Ok(())
}
