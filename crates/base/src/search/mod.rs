//! Search words: how a text in Arabic, English or Arabic in Latin letters becomes the tokens that are compared.
//!
//! Pure, and the same for every store: what is kept beside a text and what somebody types go through
//! [`tokens`] and [`words`], so no database needs to know a language.

mod arabic;
mod distance;
mod english;
pub mod everyday;
mod fold;
mod plurals;
mod skeleton;

#[cfg(test)]
mod tests;

use crate::limits;

pub use distance::{is_near, likeness};

/// The script in which a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Arabic letters.
    Arabic,
    /// Latin letters, with the digits that stand for Arabic ones in `ru5sa`.
    Latin,
    /// Digits alone.
    Number,
}

/// One word of a text in the forms in which it can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word with its letters made alike, before anything is taken off.
    pub folded: String,
    /// The stem: the token that is stored and compared first.
    pub stem: String,
    /// Other stems that the word may have, as `مولود` in `لمولود`.
    pub others: Vec<String>,
    /// The consonants as Latin letters, by which `ru5sa` finds `رخصة`; empty for numbers.
    pub skeleton: String,
    /// The script.
    pub script: Script,
}

/// The words of a text, in their order; at most [`limits::SEARCH_WORDS_MAX`].
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    fold::split(text).into_iter().take(limits::SEARCH_WORDS_MAX).map(word).collect()
}

/// The tokens of a text to be stored beside it: each word's stem, then its other stems, without repetition.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words(text) {
        for token in std::iter::once(word.stem).chain(word.others) {
            if !found.contains(&token) {
                found.push(token);
            }
        }
    }
    found
}

fn word((folded, script): (String, Script)) -> Word {
    match script {
        Script::Arabic => {
            let (stem, others) = arabic::stems(&folded);
            let skeleton = skeleton::of_arabic(arabic::without_article(&folded));
            Word { folded, stem, others, skeleton, script }
        }
        Script::Latin => {
            let stem = english::stem(&folded);
            let skeleton = skeleton::of_latin(&folded);
            Word { folded, stem, others: Vec::new(), skeleton, script }
        }
        Script::Number => {
            Word { stem: folded.clone(), folded, others: Vec::new(), skeleton: String::new(), script }
        }
    }
}

impl Word {
    /// Skeletons that a word may have: its own, and those without an Arabic ending (`shahadat`, `mo3aqeen`, معاقين).
    #[must_use]
    pub fn skeletons(&self) -> Vec<String> {
        let mut all = vec![self.skeleton.clone()];
        match self.script {
            Script::Latin => all.extend(skeleton::without_endings(&self.folded, &self.skeleton)),
            Script::Arabic => all.extend(
                std::iter::once(&self.stem).chain(&self.others).map(|stem| skeleton::of_arabic(stem)),
            ),
            Script::Number => {}
        }
        all.retain(|one| one.chars().count() >= 2);
        all.sort();
        all.dedup();
        all
    }

    /// Whether the word says nothing about what is looked for: `في`, `ابي`, `the`, `how`.
    #[must_use]
    pub fn is_filler(&self) -> bool {
        everyday::is_filler(&self.folded)
    }
}
