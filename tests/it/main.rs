//! Tests of the whole program through its command line and its public parts, on real files.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

mod chain;
mod faults;
mod layers;
mod mended;
mod oracle;
mod properties;
mod schema;
