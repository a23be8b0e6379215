//! Picks columns of an answer, in the order in which they are wanted.

use std::io;

use crate::render::{Cell, Column, RowWriter};

/// A column was asked for that the answer does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no column {wanted}; there are {}", .known.join(", "))]
pub struct UnknownColumn {
    /// What was asked for.
    pub wanted: String,
    /// The columns that there are.
    pub known: Vec<String>,
}

/// Passes on the chosen columns of each row.
pub struct Picked<'w> {
    inner: Box<dyn RowWriter + 'w>,
    positions: Vec<usize>,
}

impl<'w> Picked<'w> {
    /// Writes the columns at `positions` of each row to `inner`.
    pub fn new(inner: Box<dyn RowWriter + 'w>, positions: Vec<usize>) -> Self {
        Self { inner, positions }
    }
}

impl RowWriter for Picked<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let picked: Vec<Cell<'_>> = self
            .positions
            .iter()
            .map(|&at| cells.get(at).copied().unwrap_or(Cell::Empty))
            .collect();
        self.inner.row(&picked)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.inner.finish()
    }
}

/// Finds the positions of the wanted columns, in any letter case; one that is wanted twice is there once,
/// as no object of JSON has two fields of one name.
pub fn pick(columns: &[Column<'_>], wanted: &[String]) -> Result<Vec<usize>, UnknownColumn> {
    let mut positions = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        let key = wanted.trim().to_lowercase().replace([' ', '-'], "_");
        let position = columns.iter().position(|column| column.key == key).ok_or_else(|| {
            let known = columns.iter().map(|column| column.key.to_owned()).collect();
            UnknownColumn { wanted: wanted.trim().to_owned(), known }
        })?;
        if !positions.contains(&position) {
            positions.push(position);
        }
    }
    Ok(positions)
}
