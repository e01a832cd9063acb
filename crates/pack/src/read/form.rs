//! Reads `form.yaml`: pages, sections and questions.

use std::collections::BTreeSet;

use afaq_base::Text;

use super::data::Data;
use super::service::is_new;
use super::{Cx, Formulas};
use crate::model::{Form, Page, Question, Section, What};
use crate::problem::suggest;
use crate::values::words_of;
use crate::yaml::Node;
use crate::{codes, limits, shape};

/// Reads the file; what is unknown is reported and left out.
pub(super) fn read(cx: &mut Cx<'_>, data: &Data, formulas: &mut Formulas) -> Form {
    let Some(root) = cx.yaml("form.yaml", &shape::FORM) else { return Form::default() };
    let (mut pages, mut seen) = (Vec::new(), Vec::new());
    let mut asked = BTreeSet::new();
    for item in root.get("pages").map(Node::items).unwrap_or_default().iter().take(limits::PAGES_MAX) {
        let Some(id) = item.get("id") else { continue };
        let Some(text) = id.text() else { continue };
        if !is_new(cx, &mut seen, text, &id.spot) {
            continue;
        }
        let when = item.get("when").and_then(|node| formulas.condition(cx, node));
        let mut sections = Vec::new();
        if let Some(ask) = item.get("ask") {
            let questions = questions(cx, ask, data, formulas, &mut asked);
            sections.push(Section {
                id: String::new(),
                title: None,
                when: None,
                questions,
                spot: ask.spot.clone(),
            });
        }
        let mut section_ids = Vec::new();
        for node in item.get("sections").map(Node::items).unwrap_or_default() {
            let Some(id) = node.get("id") else { continue };
            let Some(text) = id.text() else { continue };
            if !is_new(cx, &mut section_ids, text, &id.spot) {
                continue;
            }
            let when = node.get("when").and_then(|one| formulas.condition(cx, one));
            let questions =
                node.get("ask").map(|ask| questions(cx, ask, data, formulas, &mut asked)).unwrap_or_default();
            sections.push(Section {
                id: text.to_owned(),
                title: words_of(node, "title"),
                when,
                questions,
                spot: id.spot.clone(),
            });
        }
        if sections.is_empty() {
            cx.problems.add(
                codes::MISSING_KEY,
                &item.spot,
                Text::new(
                    format!("لا تسأل الصفحة `{text}` عن شيء"),
                    format!("the page `{text}` asks for nothing"),
                ),
            );
        }
        pages.push(Page {
            id: text.to_owned(),
            title: words_of(item, "title").unwrap_or_default(),
            help: words_of(item, "help"),
            when,
            sections,
            spot: id.spot.clone(),
        });
    }
    if asked.len() > limits::QUESTIONS_MAX {
        cx.problems.add(
            codes::LIMIT,
            &root.spot,
            Text::new(
                format!("عدد الأسئلة {}، والحد {}", asked.len(), limits::QUESTIONS_MAX),
                format!("there are {} questions; the limit is {}", asked.len(), limits::QUESTIONS_MAX),
            ),
        );
    }
    Form { pages }
}

fn questions(
    cx: &mut Cx<'_>,
    ask: &Node,
    data: &Data,
    formulas: &mut Formulas,
    asked: &mut BTreeSet<What>,
) -> Vec<Question> {
    let mut questions = Vec::new();
    for item in ask.items() {
        let name = if item.is_map() { item.get("what") } else { Some(item) };
        let Some(name) = name else { continue };
        let Some(what) = what(cx, name, data) else { continue };
        if !asked.insert(what.clone()) {
            cx.problems.add(
                codes::ASKED_TWICE,
                &name.spot,
                Text::new(
                    format!("يُسأل عن `{}` مرتين", what.name()),
                    format!("`{}` is asked twice", what.name()),
                ),
            );
            continue;
        }
        questions.push(Question {
            when: item.get("when").and_then(|node| formulas.condition(cx, node)),
            label: words_of(item, "label"),
            hint: words_of(item, "hint"),
            spot: name.spot.clone(),
            what,
        });
    }
    questions
}

fn what(cx: &mut Cx<'_>, node: &Node, data: &Data) -> Option<What> {
    let name = node.text()?;
    if let Some(id) = name.strip_prefix("evidence.") {
        if data.evidence.iter().any(|one| one.id == id) {
            return Some(What::Evidence(id.to_owned()));
        }
        cx.problems.add_with_help(
            codes::UNKNOWN_EVIDENCE,
            &node.spot,
            Text::new(format!("المستند `{id}` غير معرّف"), format!("the evidence `{id}` is not defined")),
            suggest(id, data.evidence.iter().map(|one| one.id.as_str())),
        );
        return None;
    }
    if data.concepts.find_group(name).is_some_and(|group| group.many.is_some()) {
        return Some(What::Group(name.to_owned()));
    }
    if data.concepts.get(name).is_some() {
        return Some(What::Concept(name.to_owned()));
    }
    let groups =
        data.concepts.groups().iter().filter(|group| group.many.is_some()).map(|group| group.id.as_str());
    cx.problems.add_with_help(
        codes::UNKNOWN_CONCEPT,
        &node.spot,
        Text::new(
            format!("المعلومة `{name}` غير معرّفة في data.yaml"),
            format!("the concept `{name}` is not defined in data.yaml"),
        ),
        suggest(name, data.concepts.iter().map(|one| one.path.as_str()).chain(groups)),
    );
    None
}
