//! meibo: the register of an international seminar in one SQLite file.
//!
//! The rooms of the house, and the floors they are on; a room uses only rooms of lower floors:
//!
//! ```text
//!  4   main.rs ──► cli      argv, terminal, exit codes
//!  3               ops      what changes the register   │ report   what is asked of it
//!  2               intake   files → rows  │ store   SQLite, all the SQL │ render   table · json · csv
//!  1               domain   types and rules             │ allocation, matching   pure engines
//! ```
//!
//! How a row of a list gets in: [`intake`] reads bytes into a [`intake::RawRow`], knows its columns by
//! their headers, and makes a [`domain::NewParticipant`] of it, whose fields cannot be wrong any more,
//! or every [`intake::RowProblem`] of the row. [`ops::import`] looks the person up, gives out code and
//! seat, and stores all of it in the one transaction that [`store::Store::operate`] opens; what that
//! needs from outside is in a [`store::Entry`]. The command in [`cli`] shows the outcome through
//! [`render`], and turns a failure into a message, a hint and an exit code.
//!
//! How a question is answered: a function of [`report`] reads the register at one moment and pushes rows
//! into a [`render::RowWriter`], which makes a table, CSV, JSON or a workbook of one list of columns.

pub mod allocation;
pub mod cli;
pub mod domain;
pub mod intake;
pub mod matching;
pub mod ops;
pub mod render;
pub mod report;
pub mod store;
