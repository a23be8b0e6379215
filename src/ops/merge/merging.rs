//! Is a merge on its way: both registers, what is new in the copy, and the report so far.

use std::collections::HashSet;

use super::merged::{Merged, Stands};
use crate::store::{Changed, ForeignOperation, Reader, Writer};

/// A merge on its way.
pub(super) struct Merge<'m, 't> {
    pub(super) tx: &'m Writer<'t>,
    pub(super) theirs: &'m Reader<'m>,
    pub(super) prefer: Option<Stands>,
    /// What the copy did, and nobody else: its operations that are news here.
    pub(super) operations: &'m [ForeignOperation],
    /// What it changed by them.
    pub(super) changed: &'m [Changed],
    /// The identifiers of the operations that both had before.
    pub(super) known: &'m Known,
    pub(super) prefix: char,
    /// The places on excursions' lists that it made.
    pub(super) placed: HashSet<i64>,
    pub(super) merged: Merged,
}

/// Which operations each side has.
pub(super) struct Known {
    pub(super) here: HashSet<String>,
    pub(super) there: HashSet<String>,
}
