//! Runs one statement for row after row: SQLite is handed only the values that differ from those of
//! the row before, since it copies each one, and most columns of a list say the same again and again.

use std::cell::RefCell;

use rusqlite::{CachedStatement, Connection};

use super::StoreError;

/// A statement that is held for the length of a transaction, from its first run on.
#[derive(Default)]
pub(super) struct Bulk<'c>(RefCell<Option<Held<'c>>>);

struct Held<'c> {
    statement: CachedStatement<'c>,
    /// What each parameter is bound to; a parameter that never was is NULL.
    bound: Vec<Bound>,
}

/// What a parameter is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Bound {
    Null,
    Number(i64),
    Text(String),
}

/// A value of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Value<'v> {
    Null,
    Number(i64),
    Text(&'v str),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text)
    }
}

impl<'v, T: Into<Value<'v>>> From<Option<T>> for Value<'v> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, T::into)
    }
}

impl<'c> Bulk<'c> {
    /// Runs the statement, which is always the same one, with the values of one row and returns how
    /// many rows it changed.
    pub(super) fn run(
        &self,
        connection: &'c Connection,
        text: &'static str,
        values: &[Value<'_>],
    ) -> Result<usize, StoreError> {
        let mut held = self.0.borrow_mut();
        let Held { statement, bound } = match &mut *held {
            Some(held) => held,
            none => none.insert(Held {
                statement: connection.prepare_cached(text)?,
                bound: vec![Bound::Null; values.len()],
            }),
        };
        for (at, (value, bound)) in values.iter().zip(bound).enumerate() {
            bind(statement, at + 1, *value, bound)?;
        }
        Ok(statement.raw_execute()?)
    }
}

/// Binds a value to a parameter that is bound to another one.
fn bind(
    statement: &mut CachedStatement<'_>,
    at: usize,
    value: Value<'_>,
    bound: &mut Bound,
) -> Result<(), StoreError> {
    match (value, &mut *bound) {
        (Value::Null, Bound::Null) => {}
        (Value::Number(number), Bound::Number(same)) if *same == number => {}
        // Most texts are empty. To compare no bytes at all, at the address that stands for none, can
        // cost as much as to bind the text.
        (Value::Text(""), Bound::Text(same)) if same.is_empty() => {}
        (Value::Text(text), Bound::Text(same)) if !text.is_empty() && same == text => {}
        (Value::Null, _) => {
            statement.raw_bind_parameter(at, rusqlite::types::Null)?;
            *bound = Bound::Null;
        }
        (Value::Number(number), _) => {
            statement.raw_bind_parameter(at, number)?;
            *bound = Bound::Number(number);
        }
        (Value::Text(text), kept) => {
            statement.raw_bind_parameter(at, text)?;
            match kept {
                Bound::Text(kept) => text.clone_into(kept),
                other => *other = Bound::Text(text.to_owned()),
            }
        }
    }
    Ok(())
}
