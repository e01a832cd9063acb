//! A city's past, played through the real engine under virtual time: for the demonstration, for load, for tests.
//!
//! Time goes in slots of half an hour. In each, people and officers act side by side, each at a moment of their own
//! and by dice of their own; at its end background work is done and everybody sees what has changed. Nothing that
//! counts depends on who was faster, so that the same seed gives the same past.

mod answers;
mod desk;
mod dice;
mod kept;
mod limits;
mod people;
mod play;
mod ratings;
mod tally;
#[cfg(test)]
mod tests;
mod wishes;

pub use kept::Kept;
pub use play::{Stage, check_years, play};
pub use tally::Tally;
pub use wishes::{OPEN_DAYS, of_the_demonstration, of_years};
