//! Compiles what events wait for and what they throw.

use afaq_feel::Expression;

use super::Compiler;
use super::expressions::Wanted;
use super::nodes::{name_of, name_of_event};
use crate::definitions::{BaseElement, Element, ElementKind, EventDefinition, EventKind, SubProcessKind};
use crate::problem::ProblemKind;
use crate::process::{JobKind, NodeKind, Throw, Trigger};

/// Where an event stands, which says what it may wait for or throw (BPMN 2.0, table 10.93).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Start,
    EventSubProcessStart,
    Catch,
    Boundary,
    Throw,
    End,
}

impl Position {
    pub(super) fn allows(self, kind: &EventKind) -> bool {
        use Position::{Boundary, Catch, End, EventSubProcessStart, Start, Throw};
        match kind {
            EventKind::Message(_) | EventKind::Signal(_) => true,
            EventKind::Timer { .. } | EventKind::Conditional(_) => !matches!(self, Throw | End),
            EventKind::Error(_) => matches!(self, EventSubProcessStart | Boundary | End),
            EventKind::Escalation(_) | EventKind::Compensate { .. } => !matches!(self, Start | Catch),
            EventKind::Link(_) => matches!(self, Catch | Throw),
            EventKind::Cancel => matches!(self, Boundary | End),
            EventKind::Terminate => self == End,
        }
    }
}

impl Compiler<'_> {
    fn misplaced(&mut self, element: &Element, event: &EventDefinition) {
        let (what, at) = (name_of_event(&event.kind).to_owned(), name_of(&element.kind).to_owned());
        self.report(&element.base, ProblemKind::EventMisplaced { what, at });
    }

    pub(super) fn triggers(&mut self, element: &Element, position: Position) -> Vec<Trigger> {
        let mut found = Vec::new();
        for event in &element.events {
            if !position.allows(&event.kind) {
                self.misplaced(element, event);
            } else if let Some(trigger) = self.trigger(element, event) {
                found.push(trigger);
            }
        }
        found
    }

    pub(super) fn start_triggers(&mut self, element: &Element) -> Vec<Trigger> {
        self.triggers(element, Position::Start)
    }

    fn trigger(&mut self, element: &Element, event: &EventDefinition) -> Option<Trigger> {
        let base = &element.base;
        Some(match &event.kind {
            EventKind::Message(reference) => {
                let name = self.message_name(base, reference.as_deref())?;
                let key = self.message_key(base);
                Trigger::Message { name, key }
            }
            EventKind::Timer { .. } => Trigger::Timer(self.timer(element, event)?),
            EventKind::Signal(reference) => Trigger::Signal(self.signal_name(base, reference.as_deref())?),
            EventKind::Conditional(text) => {
                let Some(text) = text.as_ref().filter(|text| !text.value.trim().is_empty()) else {
                    self.report(base, ProblemKind::ReferenceMissing { what: "condition" });
                    return None;
                };
                Trigger::Condition(self.expression(base, text, Wanted::Condition)?)
            }
            EventKind::Error(reference) => Trigger::Error(self.error_code(base, reference.as_deref())),
            EventKind::Escalation(reference) => {
                Trigger::Escalation(self.escalation_code(base, reference.as_deref()))
            }
            EventKind::Cancel => Trigger::Cancel,
            EventKind::Compensate { .. } => Trigger::Compensate,
            EventKind::Link(_) | EventKind::Terminate => return None,
        })
    }

    /// The expression of the key that a message must have for this element.
    pub(super) fn message_key(&mut self, base: &BaseElement) -> Option<Expression> {
        let key = base.extensions.get("correlationKey").cloned();
        key.and_then(|text| self.own_expression(base, &text))
    }

    pub(super) fn throws(&mut self, element: &Element, position: Position) -> Vec<Throw> {
        let mut found = Vec::new();
        for event in &element.events {
            if !position.allows(&event.kind) {
                self.misplaced(element, event);
            } else {
                found.extend(self.throw(element, event));
            }
        }
        found
    }

    pub(super) fn throw(&mut self, element: &Element, event: &EventDefinition) -> Option<Throw> {
        let base = &element.base;
        Some(match &event.kind {
            EventKind::Message(reference) => Throw::Message(self.message_name(base, reference.as_deref())?),
            EventKind::Signal(reference) => Throw::Signal(self.signal_name(base, reference.as_deref())?),
            EventKind::Error(reference) => Throw::Error(self.error_code(base, reference.as_deref())),
            EventKind::Escalation(reference) => {
                Throw::Escalation(self.escalation_code(base, reference.as_deref()))
            }
            EventKind::Compensate { activity, wait } => {
                let found = activity.as_ref().map(|id| self.node_by_id.get(id.as_str()).copied());
                if let (Some(reference), Some(None)) = (activity, found) {
                    let reference = reference.clone();
                    self.report(base, ProblemKind::ReferenceUnknown { what: "activity", reference });
                }
                Throw::Compensate { activity: found.flatten(), wait: *wait }
            }
            EventKind::Cancel => {
                if !self.is_in_transaction(element) {
                    self.report(base, ProblemKind::CancelOutside);
                }
                Throw::Cancel
            }
            EventKind::Terminate => Throw::Terminate,
            EventKind::Timer { .. } | EventKind::Conditional(_) | EventKind::Link(_) => return None,
        })
    }

    /// Whether a transaction is around the element.
    fn is_in_transaction(&self, element: &Element) -> bool {
        let process = self.included.iter().map(|(process, _)| *process);
        let Some(process) = process.into_iter().find(|p| p.find_element(&element.base.id).is_some()) else {
            return false;
        };
        let mut at = element.scope;
        while let Some(around) = at.and_then(|at| process.elements.get(at)) {
            if around.kind == ElementKind::SubProcess(SubProcessKind::Transaction) {
                return true;
            }
            at = around.scope;
        }
        false
    }

    pub(super) fn end(&mut self, element: &Element) -> NodeKind {
        NodeKind::End(self.throws(element, Position::End))
    }

    pub(super) fn intermediate_throw(&mut self, element: &Element) -> NodeKind {
        let is_link = element.events.iter().any(|event| matches!(event.kind, EventKind::Link(_)));
        match (element.events.as_slice(), self.throws(element, Position::Throw)) {
            ([_], throws) if is_link && throws.is_empty() => NodeKind::Pass,
            ([], _) => NodeKind::Pass,
            ([_], throws) => match throws.as_slice() {
                [Throw::Message(name)] => NodeKind::Job(JobKind::Send { message: Some(name.clone()) }),
                _ => NodeKind::Throw(throws),
            },
            (_, throws) => NodeKind::Throw(throws),
        }
    }

    pub(super) fn catch(&mut self, element: &Element) -> NodeKind {
        if element.events.is_empty() {
            return self.refuse_events(element);
        }
        let triggers = self.triggers(element, Position::Catch);
        if triggers.is_empty() { NodeKind::Pass } else { self.caught(element, triggers) }
    }

    fn caught(&self, element: &Element, triggers: Vec<Trigger>) -> NodeKind {
        NodeKind::Catch { triggers, parallel: element.parallel_multiple }
    }

    pub(super) fn boundary(&mut self, element: &Element, interrupting: bool) -> NodeKind {
        if element.events.is_empty() {
            return self.refuse_events(element);
        }
        let triggers = self.triggers(element, Position::Boundary);
        if !interrupting && triggers.iter().any(|trigger| matches!(trigger, Trigger::Error(_))) {
            self.not_executed(&element.base, "an error boundary event that does not interrupt");
        }
        self.structural_alone(element, &triggers);
        // The host is resolved when all nodes are known.
        NodeKind::Boundary { host: usize::MAX, interrupting, triggers, parallel: element.parallel_multiple }
    }

    /// What is thrown is caught at once, so that it can't wait for something else.
    pub(super) fn structural_alone(&mut self, element: &Element, triggers: &[Trigger]) {
        let is_caught = |trigger: &Trigger| {
            matches!(
                trigger,
                Trigger::Error(_) | Trigger::Escalation(_) | Trigger::Cancel | Trigger::Compensate
            )
        };
        if element.parallel_multiple && triggers.len() > 1 && triggers.iter().any(is_caught) {
            self.not_executed(
                &element.base,
                "a parallel multiple event with an error, escalation or the like",
            );
        }
    }
}
