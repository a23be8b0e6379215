//! Tests of the whole program through its command line and its public parts, on real files.

#![allow(
    clippy::assigning_clones,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::needless_for_each,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests are read once and run alone"
)]

mod support;

mod allocation;
mod allocation_rounds;
mod attendance;
mod boarding;
mod breakout;
mod breakout_announced;
mod breakout_assign;
mod breakout_rooms;
mod breakout_rules;
mod chain;
mod check;
mod columns;
mod completions;
mod contract;
mod country;
mod desk;
mod desk_terminal;
mod desks;
mod door;
mod duplicates;
mod errors;
mod examples;
mod excursion;
mod faults;
mod fuzzed;
mod import;
mod layers;
mod listed_again;
mod long_lists;
mod mended;
mod merge;
mod merge_home;
mod merge_order;
mod merge_settled;
mod named;
mod odd_cells;
mod odd_lists;
mod oracle;
mod paper;
mod people;
mod printed;
mod profiles;
mod properties;
mod purge;
mod questions;
mod reading;
mod readme;
mod register;
mod revisions;
mod round_trips;
mod schema;
mod senders;
mod spreadsheets;
mod standings;
mod substitute;
