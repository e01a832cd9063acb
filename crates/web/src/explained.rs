//! Why a decision came out as it did: what applied, what would have had to differ, and the facts it rests on.

use crate::html::Words;
use crate::known::FactGroup;

/// One decision, explained.
#[derive(Clone, Debug)]
pub struct ExplainedView {
    /// What was decided.
    pub name: Words,
    /// Sentences, by what they are about.
    pub why: Vec<WhyGroup>,
    /// The facts that were used, each with its source; by person.
    pub used: Vec<FactGroup>,
}

/// Sentences about one thing.
#[derive(Clone, Debug)]
pub struct WhyGroup {
    /// What they are about.
    pub heading: Words,
    /// Whether they say what would have had to differ.
    pub is_difference: bool,
    /// The sentences that are shown at once.
    pub shown: Vec<Words>,
    /// The others, which are folded.
    pub folded: Vec<Words>,
}

impl ExplainedView {
    /// Says whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.why.is_empty() && self.used.is_empty()
    }
}

impl WhyGroup {
    /// Sentences are shown at once; where they are too many, only the first ones.
    const SHOWN_MAX: usize = 4;

    /// Sentences under a heading; a single one more than is shown at once is not folded alone.
    pub fn new(heading: impl Into<Words>, mut sentences: Vec<Words>) -> Self {
        let shown = if sentences.len() > Self::SHOWN_MAX + 1 { Self::SHOWN_MAX } else { sentences.len() };
        let folded = sentences.split_off(shown);
        Self { heading: heading.into(), is_difference: false, shown: sentences, folded }
    }

    /// The same as what would have had to differ.
    #[must_use]
    pub fn of_difference(self) -> Self {
        Self { is_difference: true, ..self }
    }
}
