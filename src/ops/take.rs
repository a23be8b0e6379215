//! Makes a copy of the register for another machine: with desks and numbers of its own.

use std::path::Path;
use std::time::Duration;

use super::OpError;
use crate::store::{Access, Entry, Store};

/// What copy is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy<'c> {
    /// The new file.
    pub to: &'c Path,
    /// The name of its desk.
    pub desk: &'c str,
    /// How many participants' numbers it may give out.
    pub numbers: u32,
}

/// A copy that was made, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The name of its desk.
    pub desk: String,
    /// The first of the participants' numbers that it may give out.
    pub first: u32,
    /// The last of them.
    pub last: u32,
}

/// Sets a name and a block of participants' numbers aside and copies the register. What the copy
/// records comes home by a merge; its numbers and entries never meet those made here.
pub fn take(
    store: &mut Store,
    entry: &Entry,
    copy: &Copy<'_>,
    wait: Duration,
    new_id: &dyn Fn() -> String,
) -> Result<Taken, OpError> {
    let Copy { to, desk, numbers } = *copy;
    // A name and numbers are not set aside for a file that cannot be made.
    Store::try_to_make(to)?;
    let operated = store.operate(entry, |tx| {
        let Some((name, first, last)) = tx.hand_out(desk, &new_id(), numbers)? else {
            return Err(OpError::DeskTaken { desk: desk.to_owned() });
        };
        if last == 0 {
            return Err(OpError::NoNumberLeft);
        }
        tx.summarize(format!("desk {name}, numbers {first} to {last}"));
        Ok(Taken { desk: name, first, last })
    })?;
    let taken = operated.value;
    if !entry.rehearse {
        store.back_up(to, wait)?;
        let mut copy = Store::open(to, Access::Write, wait)?;
        copy.become_copy(&taken.desk, taken.first, taken.last)?;
    }
    Ok(taken)
}
