//! Orders from outside: what was ordered goes with who ordered it and why, and what may be ordered is told.

use afaq_feel::Context;
use serde::{Deserialize, Serialize};

use super::{Input, Refusal, Run};
use crate::definitions::ElementId;
use crate::event::Event;
use crate::instance::{Instance, Place, Role};
use crate::limits;
use crate::process::{Node, NodeKind, ProcessDefinition, SubKind, Trigger};

/// What can be ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Try an incident again.
    Retry,
    /// Correct variables and try an incident again.
    Correct,
    /// Leave the work of an element out.
    Skip,
    /// Go on by the way that an error is drawn to take.
    Divert,
    /// Move a token.
    MoveToken,
    /// Correct variables.
    SetVariables,
    /// Do an activity of an ad-hoc sub-process.
    Activate,
    /// Move a timer.
    MoveTimer,
    /// Go on by another version.
    Migrate,
    /// Stop everything.
    Cancel,
}

impl Order {
    /// What an input orders; none for what is no order.
    pub fn of(input: &Input) -> Option<Self> {
        Some(match input {
            Input::Retry { .. } => Self::Retry,
            Input::Correct { .. } => Self::Correct,
            Input::Skip { .. } => Self::Skip,
            Input::Divert { .. } => Self::Divert,
            Input::MoveToken { .. } => Self::MoveToken,
            Input::SetVariables { .. } => Self::SetVariables,
            Input::Activate { .. } => Self::Activate,
            Input::MoveTimer { .. } => Self::MoveTimer,
            Input::Migrate { .. } => Self::Migrate,
            Input::Cancel => Self::Cancel,
            Input::Start { .. }
            | Input::StartAt { .. }
            | Input::CompleteTask { .. }
            | Input::CompleteJob { .. }
            | Input::FailJob { .. }
            | Input::ThrowError { .. }
            | Input::FireTimer { .. }
            | Input::Deliver { .. }
            | Input::Correlate { .. }
            | Input::Message { .. }
            | Input::Signal { .. }
            | Input::Order { .. } => return None,
        })
    }
}

/// What may be ordered at one incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// The token that cannot go on.
    pub token: u64,
    /// Where the token may be moved, in the order of the file.
    pub targets: Vec<ElementId>,
    /// The error codes that something around catches, by which it may be diverted; none is an event
    /// that catches every error.
    pub errors: Vec<Option<String>>,
}

impl Instance {
    /// What may be ordered at an incident beside trying again, correcting and skipping; none if no
    /// such incident is open.
    pub fn choices(&self, process: &ProcessDefinition, incident: u64) -> Option<Choices> {
        let token = self.incidents.get(&incident)?.token;
        Some(Choices { token, targets: self.targets(process, token), errors: self.errors(process, token) })
    }

    /// The elements to which [`Input::MoveToken`] may take a token.
    pub fn targets(&self, process: &ProcessDefinition, token: u64) -> Vec<ElementId> {
        let Some(around) = self.drawn_in(process, token) else { return Vec::new() };
        let nodes = process.nodes.iter().filter(|node| node.scope == around && may_be_entered(node));
        nodes.map(|node| node.base.id.clone()).collect()
    }

    /// The node that is drawn around a token, where the token may be moved at all.
    fn drawn_in(&self, process: &ProcessDefinition, token: u64) -> Option<Option<usize>> {
        let found = self.tokens.get(&token)?;
        let is_one_time =
            matches!(self.scopes.get(&found.scope).map(|scope| &scope.role), Some(Role::Instance { .. }));
        if is_one_time {
            return None;
        }
        match &found.place {
            Place::Element(id) => process.find_node(id).map(|node| node.scope),
            Place::Flow(id) => process.find_flow(id).map(|flow| process.node(flow.source).scope),
        }
    }

    fn errors(&self, process: &ProcessDefinition, token: u64) -> Vec<Option<String>> {
        let mut found: Vec<Option<String>> = Vec::new();
        let mut at = Some(token);
        while let Some(held) = at.and_then(|token| self.tokens.get(&token)) {
            let node = match &held.place {
                Place::Element(id) => process.find_index(id),
                Place::Flow(_) => None,
            };
            let borders = node.map(|node| process.node(node).boundaries.as_slice()).unwrap_or_default();
            let scope = self.scopes.get(&held.scope);
            let host = scope.and_then(|scope| scope.token);
            let around = host.and_then(|host| match &self.tokens.get(&host)?.place {
                Place::Element(id) => process.find_index(id),
                Place::Flow(_) => None,
            });
            let subs = process.content(around).events.iter();
            let triggers = borders.iter().flat_map(|border| process.triggers_of(*border).0);
            let triggers = triggers.chain(subs.flat_map(|sub| match &process.node(*sub).kind {
                NodeKind::SubProcess { kind: SubKind::Event { triggers, .. }, .. } => triggers.as_slice(),
                _ => &[],
            }));
            for trigger in triggers {
                if let Trigger::Error(code) = trigger
                    && !found.contains(code)
                {
                    found.push(code.clone());
                }
            }
            at = host;
        }
        found
    }
}

/// Whether a token may be moved to a node.
pub(super) fn may_be_entered(node: &Node) -> bool {
    !matches!(
        node.kind,
        NodeKind::Boundary { .. }
            | NodeKind::Called(_)
            | NodeKind::SubProcess { kind: SubKind::Event { .. }, .. }
    ) && !node.for_compensation
}

impl Run<'_> {
    /// Writes down who orders what and why, then does it.
    pub(super) fn order(&mut self, order: &Input, by: &str, reason: &str) -> Result<(), Refusal> {
        let what = Order::of(order).ok_or(Refusal::NotAnOrder)?;
        if by.trim().is_empty() || reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing);
        }
        let by = by.trim().chars().take(limits::REASON_CHARACTERS_MAX).collect();
        let reason = reason.trim().chars().take(limits::REASON_CHARACTERS_MAX).collect();
        self.emit(Event::Ordered { what, by, reason });
        self.input(order)
    }

    /// Corrects variables as they are seen where an incident is, and tries again.
    pub(super) fn correct(&mut self, incident: u64, variables: &Context) -> Result<(), Refusal> {
        let found = self.work.incidents.get(&incident);
        let found = found.cloned().ok_or(Refusal::NoSuchIncident { incident })?;
        let scope = self.inner_scope(self.scope_of(found.token));
        let (element, variables) = (Some(found.element), variables.clone());
        self.emit(Event::VariablesSet { element, variables, scope });
        self.retry(incident)
    }

    /// Takes a token that cannot go on by the way that is drawn for an error.
    pub(super) fn divert(&mut self, incident: u64, code: Option<&str>) -> Result<(), Refusal> {
        let found = self.work.incidents.get(&incident).cloned();
        let found = found.ok_or(Refusal::NoSuchIncident { incident })?;
        let sought = super::errors::Sought::Error(code);
        let catcher = self.find_catcher(found.token, sought);
        let catcher =
            catcher.ok_or_else(|| Refusal::NothingCatches { code: code.unwrap_or_default().to_owned() })?;
        self.emit(Event::IncidentResolved { incident, element: found.element.clone() });
        self.tell_error(&found.element, code, Some(&catcher));
        self.caught(&catcher);
        Ok(())
    }
}
