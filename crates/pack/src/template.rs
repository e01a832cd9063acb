//! Texts with expressions in braces: `{label(cared_for.degree)}`, `{fee}`, `{count(children)}`.

use std::collections::BTreeMap;

use afaq_base::{Lang, Money, Text, time};
use afaq_feel::{Context, Scope, Value};

use crate::model::{Concepts, Formula, Gender};
use crate::problem::Spot;
use crate::read::Cx;
use crate::read::formula;
use crate::source::Source;
use crate::yaml::Node;
use crate::{Service, codes};

/// A text in both languages whose expressions are parsed and checked.
#[derive(Clone, Debug, Default)]
pub struct Template {
    /// The text as written.
    pub source: Text,
    ar: Vec<Piece>,
    en: Vec<Piece>,
    /// The same in further languages, by their codes.
    more: BTreeMap<String, Vec<Piece>>,
}

#[derive(Clone, Debug)]
enum Piece {
    Words(String),
    /// The value of a concept as people read it.
    Label {
        path: String,
        formula: Formula,
    },
    Value(Formula),
}

impl Template {
    /// The text with the values of the facts, decisions and the case's own data.
    #[must_use]
    pub fn render(&self, values: &Context, service: &Service, lang: Lang) -> String {
        let pieces = match lang {
            Lang::Ar => &self.ar,
            Lang::En => &self.en,
        };
        filled(pieces, values, service, lang, None)
    }

    /// The same in a further language, if it was translated; what has no words there stands in English.
    #[must_use]
    pub fn render_in(&self, values: &Context, service: &Service, code: &str) -> Option<String> {
        self.more.get(code).map(|pieces| filled(pieces, values, service, Lang::En, Some(code)))
    }

    /// The text with an ellipsis for each value: for choosing among texts before their values are known to fit.
    #[must_use]
    pub fn outline(&self, lang: Lang) -> String {
        let pieces = match lang {
            Lang::Ar => &self.ar,
            Lang::En => &self.en,
        };
        let words = pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Label { .. } | Piece::Value(_) => "…",
        });
        words.collect()
    }

    /// The paths that the expressions read, in both languages.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self
            .ar
            .iter()
            .chain(&self.en)
            .chain(self.more.values().flatten())
            .flat_map(|piece| match piece {
                Piece::Words(_) => Vec::new(),
                Piece::Label { formula, .. } | Piece::Value(formula) => formula.paths(),
            })
            .collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// The expressions with their places.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.ar.iter().chain(&self.en).chain(self.more.values().flatten()).filter_map(|piece| match piece {
            Piece::Words(_) => None,
            Piece::Label { formula, .. } | Piece::Value(formula) => Some(formula),
        })
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ar.is_empty() && self.en.is_empty()
    }
}

/// A text with its values; `code` is the further language of the pieces, if they are of one.
fn filled(pieces: &[Piece], values: &Context, service: &Service, lang: Lang, code: Option<&str>) -> String {
    let env = crate::evaluation::timeless();
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Words(words) => text.push_str(words),
            Piece::Label { path, formula } => {
                let value = evaluate(formula, values, &env);
                match service.concepts.get(path) {
                    Some(concept) => {
                        let translated = code.and_then(|code| concept.choice_in(&value, code));
                        let shown = translated
                            .unwrap_or_else(|| concept.show_of(&value, lang, gender_of(concept, values)));
                        text.push_str(&shown);
                    }
                    None => text.push_str(&plain(&value, lang)),
                }
            }
            Piece::Value(formula) => {
                let value = evaluate(formula, values, &env);
                let path = formula.text.trim();
                let shown = match service.concepts.get(path) {
                    Some(concept) => concept.show(&value, lang),
                    None if is_money(path, service) => money(&value, lang),
                    None => plain(&value, lang),
                };
                text.push_str(&shown);
            }
        }
    }
    text
}

/// The gender of the person whom a concept is about, where it is known.
fn gender_of(concept: &crate::model::Concept, values: &Context) -> Gender {
    let person = values.get(concept.head()).and_then(Value::as_context);
    Gender::of(person.and_then(|person| person.get("gender")))
}

fn evaluate(formula: &Formula, values: &Context, env: &afaq_feel::Env) -> Value {
    formula.expression.evaluate(values, env).map_or(Value::Null, |evaluated| evaluated.value)
}

/// Whether a name means an amount in KWD: the fee.
fn is_money(path: &str, service: &Service) -> bool {
    path == "case.fee" || matches!(&service.cost, crate::model::Cost::Decision(decision) if decision == path)
}

fn money(value: &Value, lang: Lang) -> String {
    match value {
        Value::Number(number) => {
            Money::parse(&number.to_string()).map_or_else(|_| number.to_string(), |one| one.display(lang))
        }
        other => plain(other, lang),
    }
}

/// A value without a concept, in the words of a language.
#[must_use]
pub fn plain(value: &Value, lang: Lang) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::Boolean(one) => yes(*one, lang).to_owned(),
        Value::String(text) => text.to_string(),
        Value::Date(date) => match date.to_string().parse::<afaq_base::Date>() {
            Ok(date) => time::date_in_words(date, lang),
            Err(_) => date.to_string(),
        },
        Value::List(items) => {
            let comma = match lang {
                Lang::Ar => "، ",
                Lang::En => ", ",
            };
            items.iter().map(|item| plain(item, lang)).collect::<Vec<_>>().join(comma)
        }
        Value::Unknown(_) => match lang {
            Lang::Ar => "غير معروف".to_owned(),
            Lang::En => "not known".to_owned(),
        },
        other => other.to_string(),
    }
}

/// Yes or no.
#[must_use]
pub fn yes(value: bool, lang: Lang) -> &'static str {
    match (value, lang) {
        (true, Lang::Ar) => "نعم",
        (true, Lang::En) => "yes",
        (false, Lang::Ar) => "لا",
        (false, Lang::En) => "no",
    }
}

/// Reads a text in both languages, and in those that stand beside them.
pub(crate) fn read(cx: &mut Cx<'_>, node: &Node, scope: &Scope, concepts: &Concepts) -> Option<Template> {
    let codes: Vec<String> = node
        .entries()
        .iter()
        .map(|(key, _)| key.text.clone())
        .filter(|key| crate::shape::is_language(key) && !matches!(key.as_str(), "ar" | "en"))
        .collect();
    read_with(cx, node, &codes, scope, concepts)
}

/// Reads a text in both languages and in these further ones, where they are there.
pub(crate) fn read_with(
    cx: &mut Cx<'_>,
    node: &Node,
    codes: &[String],
    scope: &Scope,
    concepts: &Concepts,
) -> Option<Template> {
    let (ar, en) = (node.get("ar")?, node.get("en")?);
    let mut source = Text::new(ar.text()?, en.text()?);
    let ar = pieces(cx, ar, scope, concepts);
    let en = pieces(cx, en, scope, concepts);
    let mut more = BTreeMap::new();
    for code in codes {
        let Some(translated) = node.get(code) else { continue };
        source.more.insert(code.clone(), translated.text()?.to_owned());
        more.insert(code.clone(), pieces(cx, translated, scope, concepts)?);
    }
    Some(Template { source, ar: ar?, en: en?, more })
}

fn pieces(cx: &mut Cx<'_>, node: &Node, scope: &Scope, concepts: &Concepts) -> Option<Vec<Piece>> {
    let text = node.text()?.to_owned();
    let source: Source = cx.sources.get(&*node.spot.file).cloned()?;
    let characters: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut at = 0;
    let mut is_good = true;
    while let Some(one) = characters.get(at).copied() {
        let next = characters.get(at + 1).copied();
        match (one, next) {
            ('{', Some('{')) | ('}', Some('}')) => {
                words.push(one);
                at += 2;
            }
            ('{', _) => {
                let Some(end) = closing(&characters, at) else {
                    syntax(cx, &node.inside(&source, at), "قوس بلا إغلاق", "the brace is not closed");
                    return None;
                };
                let inner: String = characters.get(at + 1..end).unwrap_or_default().iter().collect();
                if !words.is_empty() {
                    pieces.push(Piece::Words(std::mem::take(&mut words)));
                }
                let start = at + 1;
                let place = |offset: usize| node.inside(&source, start + offset);
                match expression(cx, &inner, scope, concepts, &place) {
                    Some(piece) => pieces.push(piece),
                    None => is_good = false,
                }
                at = end + 1;
            }
            ('}', _) => {
                syntax(
                    cx,
                    &node.inside(&source, at),
                    "قوس إغلاق بلا فتح",
                    "a closing brace without an opening one",
                );
                return None;
            }
            _ => {
                words.push(one);
                at += 1;
            }
        }
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    is_good.then_some(pieces)
}

fn syntax(cx: &mut Cx<'_>, spot: &Spot, ar: &str, en: &str) {
    cx.problems.add(codes::TEMPLATE_SYNTAX, spot, Text::new(ar, en));
}

/// The brace that closes the one at `open`, texts and inner braces left out.
fn closing(characters: &[char], open: usize) -> Option<usize> {
    let (mut depth, mut in_text) = (0_usize, false);
    for (at, one) in characters.iter().enumerate().skip(open) {
        match one {
            '"' => in_text = !in_text,
            '{' if !in_text => depth += 1,
            '}' if !in_text => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn expression(
    cx: &mut Cx<'_>,
    text: &str,
    scope: &Scope,
    concepts: &Concepts,
    place: &dyn Fn(usize) -> Spot,
) -> Option<Piece> {
    let lead = text.chars().take_while(|one| one.is_whitespace()).count();
    let trimmed = text.trim();
    if let Some(path) = trimmed.strip_prefix("label(").and_then(|rest| rest.strip_suffix(')')) {
        let path = path.trim();
        let at = lead + "label(".len();
        if concepts.get(path).is_none() {
            cx.problems.add_with_help(
                codes::UNKNOWN_CONCEPT,
                &place(at),
                Text::new(
                    format!("المعلومة `{path}` غير معرّفة"),
                    format!("the concept `{path}` is not defined"),
                ),
                crate::problem::suggest(path, concepts.iter().map(|one| one.path.as_str())),
            );
            return None;
        }
        let (formula, _) = formula::parse(cx, path, scope, &|offset| place(at + offset))?;
        return Some(Piece::Label { path: path.to_owned(), formula });
    }
    if trimmed.is_empty() {
        syntax(cx, &place(0), "قوسان بلا عبارة", "the braces hold no expression");
        return None;
    }
    let (formula, _) = formula::parse(cx, trimmed, scope, &|offset| place(lead + offset))?;
    Some(Piece::Value(formula))
}
