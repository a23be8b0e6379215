//! Tests of the whole program through its command line and its public parts, on real files.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

mod breakout;
mod chain;
mod contract;
mod door;
mod errors;
mod excursion;
mod faults;
mod import;
mod layers;
mod mended;
mod oracle;
mod people;
mod properties;
mod questions;
mod readme;
mod register;
mod schema;
