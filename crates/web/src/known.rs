//! What is known, close together: facts by person, and for each person by the source that told them.

use crate::html::{MomentView, Words};
use crate::parts::{FactView, Tag};

/// What is known about one person or thing.
#[derive(Clone, Debug)]
pub struct FactGroup {
    /// The person or the thing.
    pub heading: Words,
    /// What each source told, the first first.
    pub sources: Vec<FactSource>,
}

/// What one source told at one time.
#[derive(Clone, Debug)]
pub struct FactSource {
    /// Where the facts come from, in words.
    pub source: Words,
    /// When they were read or told.
    pub at: Option<MomentView>,
    /// How sure they are, where they all are equally so; else each says it of itself.
    pub standing: Option<Tag>,
    /// The facts.
    pub facts: Vec<FactView>,
}

impl FactGroup {
    /// Puts the facts of one person together by their source and time; within it they keep their order.
    pub fn new(heading: impl Into<Words>, facts: Vec<FactView>) -> Self {
        let mut sources: Vec<FactSource> = Vec::new();
        for fact in facts {
            let at = fact.at.as_ref().map(MomentView::plain);
            let same = sources
                .iter_mut()
                .find(|one| one.source == fact.source && one.at.as_ref().map(MomentView::plain) == at);
            match same {
                Some(source) => {
                    let is_equal =
                        source.standing.as_ref().is_some_and(|tag| tag.words == fact.standing.words);
                    source.standing = source.standing.take().filter(|_| is_equal);
                    source.facts.push(fact);
                }
                None => sources.push(FactSource {
                    source: fact.source.clone(),
                    at: fact.at.clone(),
                    standing: Some(fact.standing.clone()),
                    facts: vec![fact],
                }),
            }
        }
        Self { heading: heading.into(), sources }
    }
}
