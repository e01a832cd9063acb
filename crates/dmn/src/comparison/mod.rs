//! Two versions of a decision: whether they are equal, where they differ, and what changes for a population.

mod differ;
mod population;
mod written;

use afaq_feel::Value;

pub use population::{Population, Transition};

/// What a comparison found.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Whether both give the same.
    pub verdict: Verdict,
    /// Facts for which they differ, the fewest first; facts that are not named may be anything.
    pub examples: Vec<Difference>,
    /// How many evaluations it took.
    pub steps: u64,
}

/// Whether two decisions are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// They give the same for all facts.
    Equal,
    /// They differ.
    Different,
    /// No difference was found among the values that conditions tell apart, but facts are computed with as well.
    NoneFound,
    /// The budget ended before a difference was found.
    Budget,
}

/// Facts for which two decisions differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The facts that matter, with their values.
    pub facts: Vec<(String, Value)>,
    /// What the first one gives.
    pub before: Value,
    /// What the second one gives.
    pub after: Value,
}
