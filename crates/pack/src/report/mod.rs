//! Problems as people and machines read them: text with the line and a caret, JSON, SARIF.

mod human;
mod machine;

pub use human::human;
pub use machine::{json, sarif};
