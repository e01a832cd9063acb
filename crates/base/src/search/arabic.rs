//! Light stems of Arabic words: article, joined particles and endings are taken off; broken plurals are looked up.

use super::plurals;

/// Letters that a stem keeps at least.
const KEEP_MIN: usize = 3;

const ARTICLES: [&str; 12] =
    ["وبال", "ولل", "وال", "بال", "كال", "فال", "عال", "هال", "لل", "ال", "ولا", "فلل"];

/// Particles that are written joined: the word may begin with the letter all the same.
const PARTICLES: [&str; 4] = ["ل", "ب", "و", "ف"];

const ENDINGS: [&str; 30] = [
    "اتهم", "اتكم", "اتها", "اتنا", "اتي", "اته", "يتهم", "يتنا", "تهم", "تكم", "تها", "تنا", "هما", "كما",
    "ات", "ون", "ين", "ان", "يه", "تي", "ته", "تك", "هم", "كم", "ها", "نا", "يا", "ه", "ي", "ا",
];

/// The stem of a folded word, and others that it may have.
pub(super) fn stems(folded: &str) -> (String, Vec<String>) {
    let bare = without_article(folded);
    let first = stem(bare);
    let mut others = Vec::new();
    // In التحاق and إلغاء the first letters are no article.
    if folded.starts_with("الت") || folded.starts_with("الغ") {
        others.push(light(folded));
    }
    if bare == folded {
        for particle in PARTICLES {
            if let Some(rest) = folded.strip_prefix(particle)
                && length(rest) >= KEEP_MIN
            {
                others.push(stem(without_article(rest)));
            }
        }
    }
    others.retain(|other| *other != first);
    others.dedup();
    (first, others)
}

fn stem(bare: &str) -> String {
    if let Some(singular) = plurals::singular(bare) {
        return light(singular);
    }
    // A plural may carry an ending of its own: مدارسهم, طلابنا.
    let one = strip_ending(bare);
    if one != bare
        && let Some(singular) = plurals::singular(one)
    {
        return light(singular);
    }
    light(bare)
}

/// Up to two endings off: إقاماتي, رعايتي.
fn light(word: &str) -> String {
    strip_ending(strip_ending(word)).to_string()
}

pub(super) fn without_article(word: &str) -> &str {
    ARTICLES
        .iter()
        .filter_map(|article| word.strip_prefix(article))
        .find(|rest| length(rest) >= KEEP_MIN)
        .or_else(|| word.strip_prefix("ال").filter(|rest| length(rest) >= 2))
        .unwrap_or(word)
}

fn strip_ending(word: &str) -> &str {
    ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| length(rest) >= KEEP_MIN)
        .unwrap_or(word)
}

fn length(word: &str) -> usize {
    word.chars().count()
}
