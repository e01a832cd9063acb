//! The steps of a case's process in words: those behind, the one where it stands, those that can still come.

use std::collections::{BTreeMap, BTreeSet};

use afaq_app::cases::CaseView;
use afaq_base::Lang;
use afaq_bpmn::{Element, ElementKind, Place as Position, Process, TaskKind};
use afaq_domain::cases::Event;

use crate::html::Words;
use crate::parts::{Stage, TimelineItem};

/// Steps of a process that the outline names.
const STEPS_MAX: usize = 100;

/// The outline of a case: what was done stands in the order in which it was, the rest as the process flows.
pub(super) fn outline(view: &CaseView, lang: Lang) -> Vec<TimelineItem> {
    let lang = match lang {
        Lang::Ar => afaq_bpmn::Lang::Ar,
        Lang::En => afaq_bpmn::Lang::En,
    };
    let (done, here) = (entered(view), here(view));
    let mut steps = Vec::new();
    for process in &view.service.definitions.processes {
        let graph = Graph::new(process);
        let known = |id: &&str| graph.elements.contains_key(id);
        let mut order: Vec<&str> = done.iter().copied().filter(known).collect();
        let begins: Vec<&str> = here.iter().copied().collect();
        let coming = graph.onward(&begins);
        order.retain(|id| !here.contains(id));
        order.extend(here.iter().copied().filter(known));
        for id in coming {
            if !order.contains(&id) {
                order.push(id);
            }
        }
        for element in order.into_iter().filter_map(|id| graph.elements.get(id)).filter(|one| is_step(one)) {
            let id = &*element.base.id;
            let stage = match (here.contains(id), done.contains(&id)) {
                (true, _) => Stage::Now,
                (false, true) => Stage::Done,
                (false, false) => Stage::Next,
            };
            steps.push(TimelineItem {
                stage,
                words: Words::new(element.base.label(lang).to_string()),
                more: Words::default(),
                at: None,
                who: None,
            });
        }
    }
    steps.truncate(STEPS_MAX);
    steps
}

fn is_step(element: &Element) -> bool {
    matches!(
        &element.kind,
        ElementKind::Task(
            TaskKind::User | TaskKind::Service | TaskKind::BusinessRule | TaskKind::Receive | TaskKind::Send
        ) | ElementKind::IntermediateCatchEvent
    )
}

/// What the case has come to, each once, in the order of the first time.
fn entered(view: &CaseView) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    for entry in &view.timeline {
        let Event::Progressed { moves, .. } = &entry.event.what else { continue };
        for one in moves {
            if let afaq_bpmn::Event::ElementEntered { element, .. } = one
                && !seen.contains(&&**element)
            {
                seen.push(element);
            }
        }
    }
    seen
}

fn here(view: &CaseView) -> BTreeSet<&str> {
    let tokens = view.case.process.tokens.values();
    tokens
        .map(|token| {
            let (Position::Element(at) | Position::Flow(at)) = &token.place;
            &**at
        })
        .collect()
}

/// The flows of a process, to walk along.
struct Graph<'a> {
    elements: BTreeMap<&'a str, &'a Element>,
    /// Where each element leads, its default flow first: the usual way stands before the exceptions.
    onward: BTreeMap<&'a str, Vec<&'a str>>,
    /// Where each flow leads.
    flows: BTreeMap<&'a str, &'a str>,
}

impl<'a> Graph<'a> {
    fn new(process: &'a Process) -> Self {
        let elements: BTreeMap<&str, &Element> =
            process.elements.iter().map(|element| (&*element.base.id, element)).collect();
        let mut onward: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for flow in &process.flows {
            let is_default = elements
                .get(&*flow.source)
                .is_some_and(|source| source.default.as_deref() == Some(&*flow.base.id));
            let leads = onward.entry(&flow.source).or_default();
            leads.insert(if is_default { 0 } else { leads.len() }, &flow.target);
        }
        // What happens at the border of an activity comes after what happens inside and behind it.
        for element in &process.elements {
            if let ElementKind::BoundaryEvent { attached_to, .. } = &element.kind {
                onward.entry(attached_to).or_default().push(&element.base.id);
            }
            if let Some(around) = element.scope.and_then(|at| process.elements.get(at))
                && matches!(element.kind, ElementKind::StartEvent { .. })
            {
                onward.entry(&around.base.id).or_default().insert(0, &element.base.id);
            }
        }
        let flows = process.flows.iter().map(|flow| (&*flow.base.id, &*flow.target)).collect();
        Self { elements, onward, flows }
    }

    /// All elements that can be reached from here, in the order of the walk along the usual way.
    fn onward(&self, from: &[&'a str]) -> Vec<&'a str> {
        let mut open: Vec<&str> =
            from.iter().rev().map(|at| self.flows.get(at).copied().unwrap_or(at)).collect();
        let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            order.push(at);
            open.extend(self.onward.get(at).into_iter().flatten().rev());
        }
        order
    }
}
