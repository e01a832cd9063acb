//! What each capability decides, as pure functions of values.
//!
//! `decide` judges and changes nothing; `apply` changes and judges nothing; neither does
//! input or output. Time and new identifiers come in with the command.

pub mod cases;
pub mod catalogue;
pub mod corrections;
pub mod letters;
pub mod limits;
pub mod parties;
pub mod ratings;
mod refusal;
pub mod team;

pub use refusal::Refusal;
