//! "Where is my case?": the stages of a request in the person's view, done, now and next.

use std::collections::{BTreeMap, BTreeSet};

use afaq_bpmn::{Event as Move, NodeKind, Place};
use afaq_pack::{Operation, Service, WaitFor};

use super::event::{CaseEvent, Event};
use super::state::Case;

/// What happens at a stage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageKind {
    /// The request came in.
    Submitted,
    /// The rules look at it.
    Checked,
    /// An officer looks at it.
    Review,
    /// Another body is asked.
    OtherBody(String),
    /// The appeal is heard.
    Appeal,
    /// The fee is paid.
    Payment,
    /// The document is made.
    Document,
    /// The result is known.
    Result,
}

/// Where a stage lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageState {
    /// It is behind.
    Done,
    /// The case is here.
    Now,
    /// It is still to come.
    Next,
}

/// One stage on the way of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStage {
    /// What happens.
    pub kind: StageKind,
    /// Where it lies.
    pub state: StageState,
}

/// The way of a case: what is behind in its order, where it stands, what still comes on the usual way.
/// Ways that the case did not take and exceptions that may never come are not shown.
pub fn path<'e>(
    service: &Service,
    case: &Case,
    events: impl IntoIterator<Item = &'e CaseEvent>,
) -> Vec<PathStage> {
    let entered = entered(events);
    let here = here(service, case);
    let is_closed = case.closed.is_some();
    let mut states: BTreeMap<StageKind, StageState> = BTreeMap::new();
    let mut order = vec![StageKind::Submitted];
    states.insert(StageKind::Submitted, StageState::Done);
    let process = &service.process;
    let coming: BTreeSet<&str> = {
        let places = process.nodes.iter().enumerate().filter(|(_, node)| here.contains(&*node.base.id));
        onward(service, places.map(|(at, _)| at).collect()).into_iter().collect()
    };
    for element in usual_order(service) {
        let Some(kind) = kind_of(service, case, element).filter(|kind| *kind != StageKind::Result) else {
            continue;
        };
        let is_exception = matches!(kind, StageKind::OtherBody(_) | StageKind::Appeal);
        let state = if here.contains(element) && !is_closed {
            StageState::Now
        } else if entered.contains(element) {
            StageState::Done
        } else if is_closed || is_exception || !coming.contains(element) {
            continue;
        } else {
            StageState::Next
        };
        if !order.contains(&kind) {
            order.push(kind.clone());
        }
        // Several elements are one stage: where the case stands counts first, then what was done.
        let rank = |state: StageState| match state {
            StageState::Now => 0,
            StageState::Done => 1,
            StageState::Next => 2,
        };
        let known = states.entry(kind).or_insert(state);
        if rank(state) < rank(*known) {
            *known = state;
        }
    }
    order.push(StageKind::Result);
    states.insert(StageKind::Result, if is_closed { StageState::Done } else { StageState::Next });
    let mut stages: Vec<PathStage> =
        order.into_iter().filter_map(|kind| Some(PathStage { state: *states.get(&kind)?, kind })).collect();
    // The case may have come back to a stage: what is behind stands first.
    stages.sort_by_key(|stage| stage.state);
    if !is_closed
        && stages.iter().all(|stage| stage.state != StageState::Now)
        && let Some(next) = stages.iter_mut().find(|stage| stage.state == StageState::Next)
    {
        next.state = StageState::Now;
    }
    stages
}

/// What the case has come to since it was opened the last time.
fn entered<'e>(events: impl IntoIterator<Item = &'e CaseEvent>) -> BTreeSet<&'e str> {
    let opened = |event: &CaseEvent| {
        matches!(event.what, Event::Submitted(_) | Event::Reopened { .. } | Event::DecidedBySilence { .. })
    };
    let mut entered = BTreeSet::new();
    for event in events {
        // What was before the last opening is no part of this way.
        if opened(event) {
            entered.clear();
        }
        let Event::Progressed { moves, .. } = &event.what else { continue };
        entered.extend(moves.iter().filter_map(|one| match one {
            Move::ElementEntered { element, .. } => Some(&**element),
            _ => None,
        }));
    }
    entered
}

fn here<'a>(service: &'a Service, case: &'a Case) -> BTreeSet<&'a str> {
    let process = &service.process;
    let places = case.process.tokens.values().filter_map(|token| match &token.place {
        Place::Element(id) => Some(&**id),
        Place::Flow(id) => {
            let flow = process.flows.iter().find(|flow| flow.base.id == *id)?;
            process.nodes.get(flow.target).map(|node| &*node.base.id)
        }
    });
    places.collect()
}

/// The elements in the order of the walk from the start; where ways part, the default one comes first.
fn usual_order(service: &Service) -> Vec<&str> {
    let process = &service.process;
    let mut order = onward(service, process.content.starts.iter().rev().copied().collect());
    // Borders and event sub-processes are exceptions; they are known when they happen.
    let seen: BTreeSet<&str> = order.iter().copied().collect();
    order.extend(process.nodes.iter().map(|node| &*node.base.id).filter(|id| !seen.contains(id)));
    order
}

/// What can be reached from some nodes, the last one first, along the usual way.
fn onward(service: &Service, mut open: Vec<usize>) -> Vec<&str> {
    let process = &service.process;
    let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
    while let Some(at) = open.pop() {
        let Some(node) = process.nodes.get(at).filter(|_| seen.insert(at)) else { continue };
        order.push(&*node.base.id);
        if let NodeKind::SubProcess { content, .. } = &node.kind {
            open.extend(content.starts.iter().rev());
        }
        let targets: Vec<usize> = node
            .outgoing
            .iter()
            .filter_map(|flow| process.flows.get(*flow).map(|flow| flow.target))
            .collect();
        open.extend(targets.iter().rev());
    }
    order
}

fn kind_of(service: &Service, case: &Case, element: &str) -> Option<StageKind> {
    if let Some(task) = service.tasks.get(element) {
        let is_appeal = service.appeal.as_ref().is_some_and(|appeal| appeal.to_role == task.role);
        return Some(if is_appeal {
            StageKind::Appeal
        } else if task.body.as_str() == case.body {
            StageKind::Review
        } else {
            StageKind::OtherBody(task.body.as_str().to_string())
        });
    }
    if let Some(wait) = service.message_waits.get(element) {
        // It is the applicant's turn, yet the request lies with the officer who asked.
        return Some(match wait.from {
            WaitFor::Applicant => StageKind::Review,
            WaitFor::Other => StageKind::OtherBody(String::new()),
        });
    }
    match service.operations.get(element) {
        Some(Operation::CollectFee) => Some(StageKind::Payment),
        Some(Operation::Issue { .. }) => Some(StageKind::Document),
        Some(Operation::ReadRegisters) => Some(StageKind::Checked),
        Some(Operation::Notify { .. }) => None,
        None if service.rule_tasks.contains_key(element) => Some(StageKind::Checked),
        None if service.ends.contains_key(element) => Some(StageKind::Result),
        // An event-based gateway waits for the applicant, too.
        None => {
            let process = &service.process;
            let node = process.find_node(element)?;
            let is_gateway = matches!(node.kind, NodeKind::EventBased { .. });
            let mut targets = node.outgoing.iter().filter_map(|flow| process.flows.get(*flow));
            let found = targets.find_map(|flow| {
                let target = process.nodes.get(flow.target)?;
                service.message_waits.get(&*target.base.id)
            });
            match found.filter(|_| is_gateway)?.from {
                WaitFor::Applicant => Some(StageKind::Review),
                WaitFor::Other => Some(StageKind::OtherBody(String::new())),
            }
        }
    }
}
