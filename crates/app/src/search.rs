//! Search: finds services by the words that people use, in both languages.

use std::sync::Arc;

use afaq_base::digits;
use afaq_pack::Service;

use crate::{App, limits};

/// A service that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The service.
    pub service: Arc<Service>,
    /// How well it fits; larger is better.
    pub score: u32,
}

impl App {
    /// Services that fit a text, the best first.
    pub fn search(&self, text: &str) -> Vec<Found> {
        let text: String = text.chars().take(limits::SEARCH_CHARS_MAX).collect();
        let words = tokens(&text);
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<Found> = self
            .services()
            .into_iter()
            .map(|published| Found { score: score(&published.service, &words), service: published.service })
            .filter(|found| found.score > 0)
            .collect();
        found.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.service.id.cmp(&b.service.id)));
        found.truncate(limits::SEARCH_RESULTS_MAX);
        found
    }
}

/// Words weigh by where they stand: the name most, then keywords, the body, the summary.
fn score(service: &Service, words: &[String]) -> u32 {
    let body = afaq_base::bodies::find(service.body.as_str());
    let fields = [
        (8, vec![service.name.ar.as_str(), service.name.en.as_str()]),
        (6, service.keywords.ar.iter().chain(&service.keywords.en).map(String::as_str).collect()),
        (3, body.map_or_else(Vec::new, |body| vec![body.name.ar.as_str(), body.name.en.as_str()])),
        (2, vec![service.summary.ar.as_str(), service.summary.en.as_str()]),
    ];
    let mut total = 0;
    for word in words {
        let best = fields
            .iter()
            .filter_map(|(weight, texts)| {
                let fits = texts.iter().flat_map(|text| tokens(text)).map(|token| fit(&token, word)).max()?;
                Some(weight * fits)
            })
            .max()
            .unwrap_or(0);
        total += best;
    }
    total
}

/// 4: the same stem; 2: one begins with the other; 1: one letter apart in a long word.
fn fit(token: &str, word: &str) -> u32 {
    if token == word {
        return 4;
    }
    let (short, long) =
        if token.chars().count() < word.chars().count() { (token, word) } else { (word, token) };
    if short.chars().count() >= 3 && long.starts_with(short) {
        return 2;
    }
    u32::from(short.chars().count() >= 5 && is_one_apart(short, long))
}

fn is_one_apart(short: &str, long: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    if b.len() - a.len() > 1 {
        return false;
    }
    let same_head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    same_head + same_tail + 1 >= b.len()
}

/// The words of a text in the form in which they are compared.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    digits::normalize(text)
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric() && !is_mark(c))
        .map(stem)
        .filter(|word| word.chars().count() > 1)
        .collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}')
}

/// An English word without the common endings of the plural.
fn singular(word: &str) -> String {
    let is_long = |stem: &&str| stem.chars().count() > 2;
    if let Some(stem) = word.strip_suffix("ies").filter(is_long) {
        return format!("{stem}y");
    }
    let hisses = ["sses", "xes", "zes", "ches", "shes"];
    if hisses.iter().any(|ending| word.ends_with(ending)) {
        return word.strip_suffix("es").unwrap_or(word).to_string();
    }
    let keeps = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    word.strip_suffix('s').filter(is_long).filter(|_| !keeps).unwrap_or(word).to_string()
}

/// A light stem: letters made alike, the article and common endings taken off.
fn stem(word: &str) -> String {
    let letters: String = word
        .chars()
        .filter(|c| !is_mark(*c))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' | 'ئ' => 'ي',
            'ؤ' => 'و',
            'ة' => 'ه',
            other => other,
        })
        .collect();
    let is_arabic = letters.chars().any(|c| ('\u{0600}'..='\u{06FF}').contains(&c));
    if !is_arabic {
        return singular(&letters);
    }
    let mut stem = letters.as_str();
    for prefix in ["وال", "بال", "كال", "فال", "لل", "ال"] {
        if let Some(rest) = stem.strip_prefix(prefix)
            && rest.chars().count() >= 3
        {
            stem = rest;
            break;
        }
    }
    for suffix in ["هما", "ات", "ون", "ين", "ان", "يه", "ه", "ي"] {
        if let Some(rest) = stem.strip_suffix(suffix)
            && rest.chars().count() >= 3
        {
            stem = rest;
            break;
        }
    }
    stem.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_across_spelling() {
        let pairs = [
            ("الإقامة", "اقامه"),
            ("رخصة", "الرخصة"),
            ("رُخصة", "رخصه"),
            ("شهادات", "شهادة"),
            ("معاق", "المعاقين"),
            ("licences", "licence"),
            ("residencies", "residency"),
            ("addresses", "address"),
            ("allowances", "allowance"),
        ];
        for (left, right) in pairs {
            assert_eq!(tokens(left), tokens(right), "{left} / {right}");
        }
    }
}
