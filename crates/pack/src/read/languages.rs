//! Further languages as data only: `texts.ur.yaml` holds, by the place of each text, what it says in Urdu.
//!
//! A key is the file and the names on the way: `service.name`, `form.pages.who.title`,
//! `messages.received.subject`, `rules.reasons.not_resident.mend`, `process.review`. The shared library has
//! files of its own beside it (`_shared/texts.ur.yaml`), with `concepts.…` and `registers.…`.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;

use crate::problem::{Problems, Spot, suggest};
use crate::shape::{self, Ty};
use crate::source::Source;
use crate::yaml::{self, Key, Node, Value};
use crate::{codes, limits};

/// Keys that are shown of those without a translation.
const SHOWN_MAX: usize = 5;

/// All translations, and the texts that were met.
#[derive(Default)]
pub(crate) struct Languages {
    /// By language and key.
    texts: BTreeMap<String, BTreeMap<String, Node>>,
    /// The places of the keys.
    spots: BTreeMap<(String, String), Spot>,
    /// The keys of all texts that the pack and the library have.
    known: BTreeSet<String>,
}

/// The language of a file of translations.
pub(super) fn language_of(name: &str) -> Option<&str> {
    let name = name.strip_prefix("_shared/").unwrap_or(name);
    let code = name.strip_prefix("texts.")?.strip_suffix(".yaml")?;
    (shape::is_language(code) && !matches!(code, "ar" | "en")).then_some(code)
}

/// What the keys of a file's texts begin with; nothing for files without texts to translate.
fn prefix(name: &str) -> Option<&'static str> {
    match name {
        "service.yaml" => Some("service"),
        "data.yaml" => Some("data"),
        "form.yaml" => Some("form"),
        "messages.yaml" => Some("messages"),
        "_shared/concepts.yaml" => Some("concepts"),
        "_shared/registers.yaml" => Some("registers"),
        _ => None,
    }
}

fn is_shared(key: &str) -> bool {
    key.starts_with("concepts.") || key.starts_with("registers.")
}

impl Languages {
    /// Reads the files of translations.
    pub fn read(sources: &BTreeMap<String, Source>, problems: &mut Problems) -> Self {
        let mut languages = Self::default();
        for (name, source) in sources {
            let Some(code) = language_of(name) else { continue };
            let Some(root) = yaml::read(source, &source.text, 1, problems) else { continue };
            let texts = languages.texts.entry(code.to_owned()).or_default();
            if !root.is_map() {
                problems.add(
                    codes::WRONG_SHAPE,
                    &root.spot,
                    Text::new("المتوقع هنا مفاتيح ونصوصها", "expected keys with their texts here"),
                );
            }
            for (key, node) in root.entries() {
                shape::check(node, &Ty::Line, problems);
                texts.insert(key.text.clone(), node.clone());
                languages.spots.insert((code.to_owned(), key.text.clone()), key.spot.clone());
            }
        }
        if languages.texts.len() > limits::LANGUAGES_MAX {
            let message = Text::new(
                format!("أكثر من {} لغة", limits::LANGUAGES_MAX),
                format!("there are more than {} further languages", limits::LANGUAGES_MAX),
            );
            problems.add(codes::LIMIT, &Spot::file("service.yaml"), message);
        }
        languages
    }

    /// The codes of the languages.
    pub fn codes(&self) -> Vec<String> {
        self.texts.keys().cloned().collect()
    }

    /// Puts translations into the tree of a file, beside the texts that they translate.
    pub fn translate_file(&mut self, name: &str, node: &mut Node) {
        if let Some(prefix) = prefix(name) {
            self.translate(prefix, node);
        }
    }

    /// The same for a part of a file.
    pub fn translate(&mut self, key: &str, node: &mut Node) {
        let is_text = node.text_of("ar").is_some() && node.text_of("en").is_some();
        match &mut node.value {
            Value::Map(entries) => {
                for (name, inner) in entries.iter_mut() {
                    self.translate(&format!("{key}.{}", name.text), inner);
                }
                if is_text {
                    self.known.insert(key.to_owned());
                    for (code, texts) in &self.texts {
                        let is_there = entries.iter().any(|(name, _)| name.text == *code);
                        if let Some(found) = texts.get(key).filter(|_| !is_there) {
                            entries
                                .push((Key { text: code.clone(), spot: found.spot.clone() }, found.clone()));
                        }
                    }
                }
            }
            Value::List(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    let id = ["id", "ask"].iter().find_map(|name| item.text_of(name)).map(str::to_owned);
                    let id = id.unwrap_or_else(|| (at + 1).to_string());
                    self.translate(&format!("{key}.{id}"), item);
                }
            }
            Value::Scalar { .. } => {}
        }
    }

    /// Adds translations to a text that stands in no tree.
    pub fn translate_text(&mut self, key: &str, text: &mut Text) {
        self.known.insert(key.to_owned());
        for (code, texts) in &self.texts {
            if let Some(found) = texts.get(key).and_then(Node::text) {
                text.more.entry(code.clone()).or_insert_with(|| found.to_owned());
            }
        }
    }

    /// Reports translations of nothing, and what has none. To be called when everything is read.
    pub fn report(&self, problems: &mut Problems) {
        for ((code, key), spot) in &self.spots {
            if !self.known.contains(key) {
                problems.add_with_help(
                    codes::UNKNOWN_TEXT,
                    spot,
                    Text::new(
                        format!("لا يوجد نص باسم `{key}` ليُترجم ({code})"),
                        format!("there is no text `{key}` to be translated ({code})"),
                    ),
                    suggest(key, self.known.iter().map(String::as_str)),
                );
            }
        }
        for (code, texts) in &self.texts {
            let own = self.known.iter().filter(|key| !is_shared(key));
            let missing: Vec<&str> =
                own.filter(|key| !texts.contains_key(*key)).map(String::as_str).collect();
            if missing.is_empty() {
                continue;
            }
            let shown = missing.iter().take(SHOWN_MAX).map(|key| format!("`{key}`")).collect::<Vec<_>>();
            let shown = shown.join(", ");
            problems.add(
                codes::UNTRANSLATED,
                &Spot::file(&format!("texts.{code}.yaml")),
                Text::new(
                    format!("{} نصاً بلا ترجمة إلى `{code}`: {shown}", missing.len()),
                    format!("{} texts are not translated to `{code}`: {shown}", missing.len()),
                ),
            );
        }
    }
}
