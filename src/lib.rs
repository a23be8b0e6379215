//! meibo: the register of an international seminar in one SQLite file.

pub mod allocation;
pub mod cli;
pub mod domain;
pub mod intake;
pub mod matching;
pub mod ops;
pub mod render;
pub mod report;
pub mod store;
