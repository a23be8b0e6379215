//! Puts the people of one track into numbered breakout groups, from values alone.

mod exchange;
mod random;
mod round_robin;

pub use round_robin::{Person, Plan, Refusal, Request, assign};
