//! Reads event definitions.

use super::{Reader, Xml, attribute, reference};
use crate::definitions::{EventDefinition, EventKind};

impl Reader<'_> {
    /// The event definition that a node is, if it is one.
    pub(crate) fn event_definition(&self, node: Xml<'_>) -> Option<EventDefinition> {
        let part = |name: &str| {
            self.children(node).find(|child| child.tag_name().name() == name).map(|child| self.text(child))
        };
        let kind = match node.tag_name().name() {
            "messageEventDefinition" => EventKind::Message(reference(node, "messageRef")),
            "timerEventDefinition" => EventKind::Timer {
                date: part("timeDate"),
                duration: part("timeDuration"),
                cycle: part("timeCycle"),
            },
            "errorEventDefinition" => EventKind::Error(reference(node, "errorRef")),
            "signalEventDefinition" => EventKind::Signal(reference(node, "signalRef")),
            "escalationEventDefinition" => EventKind::Escalation(reference(node, "escalationRef")),
            "conditionalEventDefinition" => EventKind::Conditional(part("condition")),
            "linkEventDefinition" => EventKind::Link(attribute(node, "name")),
            "compensateEventDefinition" => EventKind::Compensate {
                activity: reference(node, "activityRef"),
                wait: super::flag(node, "waitForCompletion").unwrap_or(true),
            },
            "cancelEventDefinition" => EventKind::Cancel,
            "terminateEventDefinition" => EventKind::Terminate,
            _ => return None,
        };
        Some(EventDefinition { base: self.base(node), kind })
    }
}
