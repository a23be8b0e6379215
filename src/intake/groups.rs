//! Knows the country or region of people who stand below its name, in a list without a column for it.

use std::cell::Cell;

use super::nobody::is_group;
use super::{RawRow, RowProblem};
use crate::matching::{Aliases, How, Recognised, WhyNot};

/// Above what the present row stands.
#[derive(Debug, Clone, Copy, Default)]
enum Below {
    /// The list has no such rows.
    #[default]
    Nothing,
    /// No row was read yet; a list that is written so begins with one.
    Header,
    /// Some row that stands alone, which may name a country or region.
    Group(Option<&'static str>),
}

/// What a row is in a list whose people may stand below their country or region.
pub(super) enum Row {
    /// A person's, or one that is wrong for another reason.
    Person,
    /// The name of a country or region.
    Country,
    /// A name of something else.
    Other(RowProblem),
}

/// The groups of a list.
#[derive(Debug, Default)]
pub(super) struct Groups {
    below: Cell<Below>,
    countries: Cell<u64>,
}

impl Groups {
    /// Looks for groups from the first row on, unless a column says where people come from.
    pub(super) fn looked_for(if_so: bool) -> Self {
        let below = if if_so { Below::Header } else { Below::Nothing };
        Self { below: Cell::new(below), countries: Cell::default() }
    }

    /// Returns the country or region of the people in the present row.
    pub(super) fn country(&self) -> Option<&'static str> {
        match self.below.get() {
            Below::Group(country) => country,
            Below::Nothing | Below::Header => None,
        }
    }

    /// Returns how many rows named the country or region of the people below them.
    pub(super) fn countries(&self) -> u64 {
        self.countries.get()
    }

    /// Looks at a row; `is_name` says whether what stands alone in it stands where names do.
    pub(super) fn see(
        &self,
        row: &RawRow<'_>,
        is_name: &dyn Fn() -> bool,
        aliases: &Aliases,
    ) -> Row {
        let is_first = match self.below.get() {
            Below::Nothing => return Row::Person,
            Below::Header => true,
            Below::Group(_) => false,
        };
        let Some(alone) = row.alone() else {
            if is_first {
                self.below.set(Below::Nothing);
            }
            return Row::Person;
        };
        let found = aliases.recognise(alone);
        match found {
            Recognised::Country { country, how } if how != How::Near => {
                self.below.set(Below::Group(Some(country.code)));
                self.countries.set(self.countries.get() + 1);
                return Row::Country;
            }
            _ if is_first => {
                self.below.set(Below::Nothing);
                return Row::Person;
            }
            Recognised::None { why: WhyNot::Unknown, .. } | Recognised::Country { .. }
                if is_name() && !is_group(alone) =>
            {
                return Row::Person;
            }
            _ => {}
        }
        self.below.set(Below::Group(None));
        let reason = "stands alone and names no country or region, and those below it are taken without one; write in a column of its own what they have in common";
        Row::Other(RowProblem::new(row.line, "row", alone, reason))
    }
}
