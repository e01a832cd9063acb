//! Names that a reader cannot tell apart, and names with signs that nobody sees.

use std::collections::BTreeMap;

use crate::model::{ItemDefinition, Model, Position};
use crate::problem::{Problem, ProblemKind};

/// Letters that look like another one: each line begins with the letter that stands for all of them.
///
/// The letters of Latin, Greek and Cyrillic that share a shape, and the shapes of Arabic letters of several languages
/// (out of Unicode's list of confusable characters, UTS 39).
const ALIKE: [&str; 44] = [
    "aаα",
    "bЬ",
    "cсϲ",
    "dԁ",
    "eе",
    "gɡ",
    "hһ",
    "iіι",
    "jј",
    "kκ",
    "lӏ",
    "nո",
    "oоοօ",
    "pрρ",
    "qԛ",
    "sѕ",
    "uυս",
    "vνѵ",
    "wԝ",
    "xхχ",
    "yуγ",
    "AАΑ",
    "BВΒ",
    "CСϹ",
    "EЕΕ",
    "HНΗ",
    "IІΙӀ",
    "JЈ",
    "KКΚ",
    "MМΜ",
    "NΝ",
    "OОΟ",
    "PРΡ",
    "SЅ",
    "TТΤ",
    "XХΧ",
    "YУΥ",
    "ZΖ",
    "يىیې",
    "كکڪ",
    "هەہھة",
    "اٱ",
    "0٠۰",
    "1١۱",
];

/// A warning for each name that looks like an earlier one of its kind, and for each with a hidden sign.
pub(super) fn look_alikes(model: &Model) -> Vec<Problem> {
    let mut found = Vec::new();
    let elements = (model.input_data.iter().map(|each| (each.name.as_str(), each.position)))
        .chain(model.decisions.iter().map(|each| (each.name.as_str(), each.position)))
        .chain(model.knowledge_models.iter().map(|each| (each.name.as_str(), each.position)))
        .chain(model.services.iter().map(|each| (each.name.as_str(), each.position)));
    compare(elements, &mut found);
    items(&model.item_definitions, &mut found);
    found
}

/// The reader of models limits how deep components stand in components.
fn items(definitions: &[ItemDefinition], found: &mut Vec<Problem>) {
    compare(definitions.iter().map(|each| (each.name.as_str(), each.position)), found);
    definitions.iter().for_each(|each| items(&each.components, found));
}

fn compare<'n>(names: impl Iterator<Item = (&'n str, Option<Position>)>, found: &mut Vec<Problem>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (name, position) in names {
        if let Some(sign) = name.chars().find(|sign| is_hidden(*sign)) {
            let kind = ProblemKind::HiddenSign { name: name.to_owned(), sign };
            found.push(Problem::warning(kind).of(name).at(position));
        }
        match seen.get(&appearance(name)).copied() {
            Some(other) if other != name => {
                let kind = ProblemKind::LooksAlike { name: name.to_owned(), other: other.to_owned() };
                found.push(Problem::warning(kind).of(name).at(position));
            }
            Some(_) => {}
            None => {
                seen.insert(appearance(name), name);
            }
        }
    }
}

/// What a reader sees of a name.
fn appearance(name: &str) -> String {
    let stand_in = |sign: char| {
        let like = ALIKE.iter().find(|alike| alike.contains(sign)).and_then(|alike| alike.chars().next());
        // Full-width forms of ASCII.
        let narrow = || match u32::from(sign) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0),
            _ => None,
        };
        like.or_else(narrow).unwrap_or(sign)
    };
    name.chars().filter(|sign| !is_hidden(*sign) && !is_mark(*sign)).map(stand_in).collect()
}

/// Controls of direction, joiners and spaces without width.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// Vowel marks of Arabic, and the stroke that only makes a word longer.
fn is_mark(sign: char) -> bool {
    matches!(sign, '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}
