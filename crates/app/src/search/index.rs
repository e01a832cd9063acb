//! The index of services: which tokens stand where, and how well a text fits each service (BM25 over fields).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_base::search::{self, Script, Word, everyday};
use afaq_pack::Service;

use super::Found;
use crate::limits;

/// Where a token stands, and how much that weighs: the name most, then keywords, the body, the description.
const WEIGHTS: [f64; 4] = [6.0, 5.0, 1.5, 1.0];
const TITLE: usize = 0;
const KEYWORDS: usize = 1;
const BODY: usize = 2;
const SUMMARY: usize = 3;

/// How soon more of the same word stops to matter (BM25's k1), on the scale of the weights.
const SATURATION: f64 = 6.0;
/// How much a long field is held against its words (BM25's b).
const LENGTH: f64 = 0.3;

/// How much a word counts that is not the token itself.
mod trust {
    /// Another stem that the word may have.
    pub const OTHER: f64 = 0.9;
    /// Arabic in Latin letters, by its consonants.
    pub const SOUND: f64 = 0.8;
    /// One slip of the finger.
    pub const NEAR: f64 = 0.7;
    /// An everyday word for the official one.
    pub const MEANING: f64 = 0.6;
    /// A word that is not finished yet.
    pub const BEGUN: f64 = 0.5;
    /// A word with most of its pairs of letters in common.
    pub const LIKE: f64 = 0.4;
    /// Consonants that are nearly those of an Arabic word.
    pub const NEAR_SOUND: f64 = 0.45;
}

/// What a whole phrase adds, for each of its words.
const PHRASE: f64 = 0.8;
/// What is left of the score of a service that fits only the smallest part of a text.
const COVERAGE_MIN: f64 = 0.35;
/// Services that fit much worse than the best are left out.
const BEST_SHARE_MIN: f64 = 0.12;
/// Pairs of letters that a misspelled word has in common with the right one, at least.
const LIKENESS_MIN: f64 = 0.55;
/// Letters that a word needs before it counts as begun.
const BEGUN_MIN: usize = 4;

/// The services, ready to be searched.
#[derive(Debug)]
pub(super) struct Index {
    services: Vec<Arc<Service>>,
    /// For each token and service, its weight over all fields.
    weights: BTreeMap<String, BTreeMap<usize, f64>>,
    /// The token of each word as it is spelled, since slips are in whole words and not in stems.
    spellings: BTreeMap<String, String>,
    /// The tokens that sound like a skeleton.
    sounds: BTreeMap<String, BTreeSet<String>>,
    /// Names and keywords as stems: a text that says all of one is likely meant.
    phrases: Vec<Vec<Vec<String>>>,
}

/// What one word of a text may stand for.
type Candidates = BTreeMap<String, f64>;

impl Index {
    pub(super) fn new(services: Vec<Arc<Service>>) -> Self {
        let mut index = Self {
            services: Vec::new(),
            weights: BTreeMap::new(),
            spellings: BTreeMap::new(),
            sounds: BTreeMap::new(),
            phrases: Vec::new(),
        };
        let fields: Vec<[Vec<Vec<Word>>; 4]> = services.iter().map(|service| fields(service)).collect();
        let mean: Vec<f64> = (0..WEIGHTS.len())
            .map(|field| {
                let words: usize = fields.iter().map(|one| length(one, field)).sum();
                (as_float(words) / as_float(fields.len().max(1))).max(1.0)
            })
            .collect();
        for (at, texts) in fields.iter().enumerate() {
            for (field, weight) in WEIGHTS.iter().enumerate() {
                let Some(mean) = mean.get(field) else { continue };
                let share = weight / (1.0 - LENGTH + LENGTH * as_float(length(texts, field)) / mean);
                for text in texts.get(field).into_iter().flatten() {
                    index.add(at, text, share, field <= KEYWORDS);
                }
            }
            let named = texts.get(TITLE).into_iter().chain(texts.get(KEYWORDS)).flatten();
            index.phrases.push(named.map(|text| stems(text)).filter(|stems| !stems.is_empty()).collect());
        }
        index.services = services;
        index
    }

    /// Takes the words of one text of a service in; words of names and keywords also joined two by two.
    fn add(&mut self, at: usize, text: &[Word], share: f64, is_named: bool) {
        for word in text {
            for token in std::iter::once(&word.stem).chain(&word.others) {
                *self.weights.entry(token.clone()).or_default().entry(at).or_default() += share;
            }
            self.spellings.insert(word.folded.clone(), word.stem.clone());
            if word.script == Script::Arabic {
                for skeleton in word.skeletons() {
                    self.sounds.entry(skeleton).or_default().insert(word.stem.clone());
                }
            }
        }
        if is_named {
            for pair in text.windows(2) {
                if let Some(token) = joined(pair) {
                    *self.weights.entry(token).or_default().entry(at).or_default() += share;
                }
            }
        }
    }

    /// The services that fit a text, the best first.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let mut words = search::words(text);
        if words.iter().any(|word| !word.is_filler()) {
            words.retain(|word| !word.is_filler());
        }
        let (candidates, phrases) = self.candidates(&words);
        let scores: Vec<f64> =
            (0..self.services.len()).map(|at| self.score(at, &candidates, &phrases)).collect();
        let best = scores.iter().copied().fold(0.0, f64::max);
        let mut found: Vec<Found> = self
            .services
            .iter()
            .zip(&scores)
            .filter(|(_, score)| **score > 0.0 && **score >= best * BEST_SHARE_MIN)
            .map(|(service, score)| Found { service: service.clone(), score: in_thousandths(*score) })
            .collect();
        found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.service.id.cmp(&b.service.id)));
        found.truncate(limits::SEARCH_RESULTS_MAX);
        found
    }

    /// What each word may stand for, and phrases that mean the same as some of the words.
    fn candidates(&self, words: &[Word]) -> (Vec<Candidates>, Vec<(usize, Vec<String>)>) {
        let mut all: Vec<Candidates> = words.iter().map(|word| self.of_word(word)).collect();
        for (at, pair) in words.windows(2).enumerate() {
            if let Some(token) = joined(pair).filter(|token| self.weights.contains_key(token)) {
                for one in all.iter_mut().skip(at).take(2) {
                    one.insert(token.clone(), 1.0);
                }
            }
        }
        let said: Vec<String> = words.iter().zip(&all).map(|(word, one)| said(word, one)).collect();
        let said: Vec<&str> = said.iter().map(String::as_str).collect();
        let mut phrases = Vec::new();
        for meaning in everyday::meanings(&said) {
            for other in meaning.others {
                if !other.iter().all(|stem| self.weights.contains_key(stem)) {
                    continue;
                }
                match other.as_slice() {
                    [stem] => {
                        for one in all.iter_mut().skip(meaning.at).take(meaning.words) {
                            let trust = one.entry(stem.clone()).or_insert(trust::MEANING);
                            *trust = trust.max(trust::MEANING);
                        }
                    }
                    _ => phrases.push((meaning.at, other)),
                }
            }
        }
        (all, phrases)
    }

    fn of_word(&self, word: &Word) -> Candidates {
        let mut found = Candidates::new();
        let mut add = |token: &str, trust: f64| {
            if self.weights.contains_key(token) {
                let known = found.entry(token.to_string()).or_insert(trust);
                *known = known.max(trust);
            }
        };
        add(&word.stem, 1.0);
        for other in &word.others {
            add(other, trust::OTHER);
        }
        if !found.is_empty() || word.script == Script::Number || everyday::is_known(&word.stem) {
            return found;
        }
        for token in self.weights.keys() {
            if search::is_near(&word.stem, token) {
                found.insert(token.clone(), trust::NEAR);
            } else if word.stem.chars().count() >= BEGUN_MIN && token.starts_with(&word.stem) {
                found.insert(token.clone(), trust::BEGUN);
            }
        }
        for (spelling, token) in &self.spellings {
            if search::is_near(&word.folded, spelling) {
                found.insert(token.clone(), trust::NEAR);
            }
        }
        if word.script == Script::Latin {
            let sounds = word.skeletons();
            for token in sounds.iter().filter_map(|sound| self.sounds.get(sound)).flatten() {
                found.insert(token.clone(), trust::SOUND);
            }
            if found.is_empty() {
                let near =
                    |sound: &str| sounds.iter().any(|one| one.len() > 3 && search::is_near(one, sound));
                for token in
                    self.sounds.iter().filter(|(sound, _)| near(sound)).flat_map(|(_, tokens)| tokens)
                {
                    found.insert(token.clone(), trust::NEAR_SOUND);
                }
            }
        }
        if found.is_empty() {
            let alike = self
                .spellings
                .iter()
                .map(|(spelling, token)| (search::likeness(&word.folded, spelling), token));
            let best = alike.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
            if let Some((_, token)) = best.filter(|(share, _)| *share >= LIKENESS_MIN) {
                found.insert(token.clone(), trust::LIKE);
            }
        }
        found
    }

    fn score(&self, at: usize, candidates: &[Candidates], phrases: &[(usize, Vec<String>)]) -> f64 {
        let mut sum = 0.0;
        let mut fits = 0;
        for (place, word) in candidates.iter().enumerate() {
            let alone = word.iter().map(|(token, trust)| trust * self.weight(at, token));
            let by_phrase = phrases.iter().filter(|(begin, _)| *begin == place).map(|(_, stems)| {
                let weights = stems.iter().map(|stem| self.weight(at, stem));
                trust::MEANING * weights.fold(f64::INFINITY, f64::min)
            });
            let best = alone.chain(by_phrase).fold(0.0, f64::max);
            sum += best;
            fits += usize::from(best > 0.0);
        }
        let share = as_float(fits) / as_float(candidates.len().max(1));
        sum * (COVERAGE_MIN + (1.0 - COVERAGE_MIN) * share) + self.phrase(at, candidates)
    }

    /// How much a token says about a service: seldom tokens say more.
    fn weight(&self, at: usize, token: &str) -> f64 {
        let Some(places) = self.weights.get(token) else { return 0.0 };
        let Some(weight) = places.get(&at) else { return 0.0 };
        let (all, with) = (as_float(self.services.len()), as_float(places.len()));
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        rarity * weight * (SATURATION + 1.0) / (SATURATION + weight)
    }

    /// What the longest name or keyword adds of which a text says every word.
    fn phrase(&self, at: usize, candidates: &[Candidates]) -> f64 {
        let trust =
            |stem: &String| candidates.iter().filter_map(|one| one.get(stem)).copied().fold(0.0, f64::max);
        let whole = self.phrases.get(at).into_iter().flatten().map(|stems| {
            let least = stems.iter().map(trust).fold(1.0, f64::min);
            PHRASE * least * as_float(stems.len())
        });
        whole.fold(0.0, f64::max)
    }
}

/// The texts of a service by field, each as its words.
fn fields(service: &Service) -> [Vec<Vec<Word>>; 4] {
    let words = |texts: Vec<&str>| -> Vec<Vec<Word>> {
        let said = |text: &&str| search::words(text).into_iter().filter(|word| !word.is_filler()).collect();
        texts.iter().map(said).collect()
    };
    let body = afaq_base::bodies::find(service.body.as_str());
    let mut fields = [const { Vec::new() }; 4];
    fields[TITLE] = words(vec![&service.name.ar, &service.name.en]);
    fields[KEYWORDS] =
        words(service.keywords.ar.iter().chain(&service.keywords.en).map(String::as_str).collect());
    fields[BODY] =
        words(body.map_or_else(Vec::new, |body| vec![&*body.name.ar, &*body.name.en, body.code.as_str()]));
    fields[SUMMARY] = words(vec![&service.summary.ar, &service.summary.en]);
    fields
}

fn length(fields: &[Vec<Vec<Word>>; 4], field: usize) -> usize {
    fields.get(field).into_iter().flatten().map(Vec::len).sum()
}

fn stems(text: &[Word]) -> Vec<String> {
    text.iter().map(|word| word.stem.clone()).collect()
}

/// Two neighbors written as one word: `new born`, `فري لانس`.
fn joined(pair: &[Word]) -> Option<String> {
    let [one, other] = pair else { return None };
    if one.script != other.script || one.script == Script::Number {
        return None;
    }
    search::words(&format!("{}{}", one.folded, other.folded)).into_iter().next().map(|word| word.stem)
}

/// The token that a word most likely is: itself, or what it was mistyped for.
fn said(word: &Word, candidates: &Candidates) -> String {
    if candidates.is_empty() || candidates.contains_key(&word.stem) {
        return word.stem.clone();
    }
    let best = candidates.iter().max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0)));
    best.map_or_else(|| word.stem.clone(), |(token, _)| token.clone())
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and services are small")]
fn as_float(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is positive and small")]
fn in_thousandths(score: f64) -> u32 {
    (score * 1000.0).round().clamp(1.0, 4_000_000_000.0) as u32
}
