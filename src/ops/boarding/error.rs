//! Says why somebody does not get on board, or on no bus.

use super::super::sentences::no_site;
use crate::render::words::count;

/// Why somebody does not get on board, or on no bus.
#[derive(Debug, thiserror::Error)]
pub enum BoardError {
    /// More people than the buses have room for.
    #[error("{} no bus yet, and the buses have room for {room}", count(*people, "person has", "persons have"))]
    BusesFull {
        /// Persons without a bus.
        people: usize,
        /// Seats that are free.
        room: usize,
    },
    /// The excursion has no such site.
    #[error("{}", no_site(site, known))]
    UnknownSite {
        /// What was typed; empty where none was named and there is none.
        site: String,
        /// The sites that it has.
        known: Vec<String>,
    },
    /// Something stands against letting somebody on board.
    #[error("{who} {reason}")]
    NotBoarding {
        /// Whom it is about.
        who: String,
        /// What stands against it.
        reason: String,
    },
}
