//! Reads what `service.yaml` says of running cases: clock, optional actions, transition.

use std::collections::BTreeMap;

use afaq_base::{Span, Text};
use afaq_feel::Type;

use super::service::{Head, is_new, law, role};
use super::{Cx, Data, Formulas};
use crate::codes;
use crate::model::{
    CaseAction, Clock, Kind, Outcome, Rung, RungAt, RungOf, StopFor, StopRight, TaskForm, TaskSpec, Tell,
    Transition,
};
use crate::problem::suggest;
use crate::values::{list_of, span_of, words_of};
use crate::yaml::Node;

/// The name of the case's own context in the condition of a transition.
const CASE: &str = "case";
/// The date of submission, as a transition names it.
const SUBMITTED_ON: &str = "case.submitted_on";

/// What is said of running cases.
#[derive(Default)]
pub(crate) struct Running {
    pub clock: Clock,
    pub actions: Vec<CaseAction>,
    /// The ids of all actions, of those too that could only be read in part.
    pub action_ids: Vec<String>,
    pub transition: Transition,
}

/// Reads the three parts; problems of shape are already reported.
pub(super) fn read(cx: &mut Cx<'_>, head: Option<&Head>, data: &Data, formulas: &mut Formulas) -> Running {
    let Some(head) = head else { return Running::default() };
    let mut running = Running::default();
    if let Some(node) = &head.clock {
        running.clock = clock(cx, head, node);
    }
    if let Some(node) = &head.actions {
        running.actions = actions(cx, head, data, formulas, node);
        running.action_ids =
            node.items().iter().filter_map(|item| item.text_of("id")).map(str::to_owned).collect();
    }
    if let Some(node) = &head.transition {
        running.transition = transition(cx, data, formulas, node);
    }
    running
}

fn clock(cx: &mut Cx<'_>, head: &Head, node: &Node) -> Clock {
    let mut clock = Clock::default();
    for item in node.get("stops").map(Node::items).unwrap_or_default() {
        let law = law(cx, item.get("law"), &head.law);
        if let (Some(reason), Some(law)) = (item.text_of("for").and_then(StopFor::find), law) {
            clock.stops.push(StopRight { reason, law });
        }
    }
    for item in node.get("rungs").map(Node::items).unwrap_or_default() {
        let of = match item.text_of("of") {
            Some("service") => RungOf::Service,
            _ => RungOf::Task,
        };
        let tell = match item.text_of("tell") {
            Some("assignee") => Some(Tell::Assignee),
            Some(Tell::UNIT_HEAD) => Some(Tell::UnitHead),
            _ => role(cx, item.get("tell"), &head.roles).map(Tell::Role),
        };
        let at = item.get("at").and_then(|node| rung_at(cx, node));
        if let (Some(at), Some(tell)) = (at, tell) {
            clock.rungs.push(Rung { at, of, tell });
        }
    }
    clock
}

/// `80%`, or a length of time.
fn rung_at(cx: &mut Cx<'_>, node: &Node) -> Option<RungAt> {
    let text = node.text()?.trim();
    let read = match text.strip_suffix(['%', '٪']) {
        Some(number) => afaq_base::digits::normalize(number.trim())
            .parse()
            .ok()
            .filter(|percent| (1..=1_000).contains(percent))
            .map(RungAt::Percent),
        None => Span::parse(text).ok().map(RungAt::After),
    };
    if read.is_none() {
        cx.problems.add(
            codes::BAD_SPAN,
            &node.spot,
            Text::new(
                format!("«{text}» ليست نسبة مثل 80% ولا مدة"),
                format!("`{text}` is neither a share such as 80% nor a length of time"),
            ),
        );
    }
    read
}

fn actions(
    cx: &mut Cx<'_>,
    head: &Head,
    data: &Data,
    formulas: &mut Formulas,
    node: &Node,
) -> Vec<CaseAction> {
    let (mut actions, mut seen) = (Vec::new(), Vec::new());
    for item in node.items() {
        let when = item.get("when").map(|node| formulas.condition(cx, node));
        let role_id = role(cx, item.get("role"), &head.roles);
        let asks = asks(cx, data, item);
        let (Some(id), Some(name), Some(role_id), Some(target)) =
            (item.get("id"), words_of(item, "name"), role_id, span_of(item, "target"))
        else {
            continue;
        };
        let Some(text) = id.text() else { continue };
        let body = head.roles.iter().find(|role| role.id == role_id).map(|role| role.body.clone());
        let (true, Some(body)) = (is_new(cx, &mut seen, text, &id.spot), body) else { continue };
        actions.push(CaseAction {
            id: text.to_owned(),
            when: when.flatten(),
            repeats: item.get("repeats").and_then(Node::boolean).unwrap_or(false),
            task: TaskSpec {
                element: CaseAction::element_of(text),
                role: role_id,
                body,
                target,
                outcomes: vec![Outcome::Done],
                form: TaskForm::Check,
                signatures: 1,
                name,
                asks,
                spot: id.spot.clone(),
            },
        });
    }
    actions
}

/// The concepts that the officer fills in.
fn asks(cx: &mut Cx<'_>, data: &Data, item: &Node) -> Vec<String> {
    for node in item.get("asks").map(Node::items).unwrap_or_default() {
        let Some(path) = node.text().filter(|path| data.concepts.get(path).is_none()) else { continue };
        cx.problems.add_with_help(
            codes::UNKNOWN_CONCEPT,
            &node.spot,
            Text::new(format!("المعلومة `{path}` غير معرّفة"), format!("the concept `{path}` is not defined")),
            suggest(path, data.concepts.iter().map(|one| one.path.as_str())),
        );
    }
    list_of(item, "asks").into_iter().filter(|path| data.concepts.get(path).is_some()).collect()
}

fn transition(cx: &mut Cx<'_>, data: &Data, formulas: &mut Formulas, node: &Node) -> Transition {
    let about = BTreeMap::from([("submitted_on".to_owned(), Type::Date)]);
    let before = formulas.scope.clone();
    formulas.scope = before.clone().with(CASE, Type::Context(about));
    let stay = node.get("stay").and_then(|node| formulas.condition(cx, node));
    formulas.scope = before;
    let mut map = BTreeMap::new();
    for (key, value) in node.get("map").map(Node::entries).unwrap_or_default() {
        if let Some(to) = value.text() {
            map.insert(key.text.clone(), to.to_owned());
        }
    }
    let law_of = node.get("law_of").and_then(|node| law_of(cx, data, node));
    Transition { stay, map, law_of }
}

/// The path of a date.
fn law_of(cx: &mut Cx<'_>, data: &Data, node: &Node) -> Option<String> {
    let path = node.text()?;
    let is_date = data.concepts.get(path).is_some_and(|concept| matches!(concept.kind, Kind::Date));
    if is_date || path == SUBMITTED_ON {
        return Some(path.to_owned());
    }
    let dates = data.concepts.iter().filter(|one| matches!(one.kind, Kind::Date));
    cx.problems.add_with_help(
        codes::UNKNOWN_CONCEPT,
        &node.spot,
        Text::new(format!("`{path}` ليست تاريخاً من الحزمة"), format!("`{path}` is no date of the pack")),
        suggest(path, dates.map(|one| one.path.as_str()).chain([SUBMITTED_ON])),
    );
    None
}
