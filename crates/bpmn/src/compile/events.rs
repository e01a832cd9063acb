//! Compiles what events wait for and what they throw.

use std::collections::BTreeMap;

use afaq_feel::Expression;

use super::Compiler;
use super::expressions::Wanted;
use super::nodes::{name_of, name_of_event};
use crate::definitions::{
    BaseElement, Element, ElementKind, EventDefinition, EventKind, SubProcessKind, Text,
};
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
                let key = self.message_key(base, reference.as_deref());
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

    /// The expression of the key that a message must have for this element: its own, or what the
    /// process says of the properties by which the message is told.
    pub(super) fn message_key(&mut self, base: &BaseElement, message: Option<&str>) -> Option<Expression> {
        if let Some(own) = base.extensions.get("correlationKey").cloned() {
            return self.own_expression(base, &own);
        }
        let (message, definitions) = (message?, self.definitions);
        let told_by = |property: &str| {
            let mut all = definitions.correlation_properties.iter();
            all.any(|one| *one.base.id == *property && one.paths.iter().any(|(of, _)| of == message))
        };
        let bindings: Vec<Text> = self
            .included
            .iter()
            .filter(|(process, _)| process.find_element(&base.id).is_some())
            .flat_map(|(process, _)| &process.correlations)
            .filter(|(property, _)| told_by(property))
            .map(|(_, path)| path.clone())
            .collect();
        self.key_of_parts(base, &bindings)
    }

    /// One key of several parts, in their order.
    fn key_of_parts(&mut self, base: &BaseElement, parts: &[Text]) -> Option<Expression> {
        match parts {
            [] => None,
            [one] => self.expression(base, one, Wanted::Any),
            several => {
                // A part that is not known leaves the whole key unknown.
                let absent: Vec<String> =
                    several.iter().map(|part| format!("({}) = null", part.value.trim())).collect();
                let each: Vec<String> =
                    several.iter().map(|part| format!("string({})", part.value.trim())).collect();
                let text = format!(
                    "if {} then null else string join([{}], \" \")",
                    absent.join(" or "),
                    each.join(", ")
                );
                self.own_expression(base, &text)
            }
        }
    }

    /// For each message by name, the expression that finds its key in what it carries.
    pub(super) fn message_keys(&mut self) -> BTreeMap<String, Expression> {
        let definitions = self.definitions;
        let asked: Vec<&String> = self
            .included
            .iter()
            .flat_map(|(process, _)| process.correlations.iter().map(|(property, _)| property))
            .collect();
        let mut keys = BTreeMap::new();
        for message in &definitions.messages {
            // The parts stand in the order in which the process names them.
            let parts: Vec<Text> = asked
                .iter()
                .filter_map(|property| {
                    let mut all = definitions.correlation_properties.iter();
                    let found = all.find(|one| *one.base.id == ***property)?;
                    found.paths.iter().find(|(of, _)| **of == *message.base.id).map(|(_, path)| path.clone())
                })
                .collect();
            let name = message.base.name.clone().unwrap_or_else(|| message.base.id.to_string());
            if let Some(key) = self.key_of_parts(&message.base, &parts) {
                keys.insert(name, key);
            }
        }
        keys
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
