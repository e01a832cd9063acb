//! References: each leads to an element of the kind that it wants.

use super::{FLOW_NODES, Strict, children, is_one_of, tag, text};
use crate::read::{Xml, attribute, local};

const DATA: &[&str] =
    &["dataInput", "dataOutput", "dataObject", "dataObjectReference", "dataStoreReference", "property"];
const CALLABLE: &[&str] = &[
    "process",
    "globalTask",
    "globalUserTask",
    "globalManualTask",
    "globalScriptTask",
    "globalBusinessRuleTask",
];
const COLLABORATIONS: &[&str] =
    &["collaboration", "choreography", "globalConversation", "globalChoreographyTask"];

/// What a reference wants: the tags, or none where anything of the file will do.
fn wanted(owner: &str, name: &str) -> Option<&'static [&'static str]> {
    Some(match (owner, name) {
        (_, "messageRef" | "inMessageRef" | "outMessageRef") => &["message"],
        (_, "errorRef") => &["error"],
        (_, "signalRef") => &["signal"],
        (_, "escalationRef") => &["escalation"],
        (_, "itemRef" | "itemSubjectRef") => &["itemDefinition"],
        ("signal" | "error" | "escalation", "structureRef") => &["itemDefinition"],
        (_, "operationRef") => &["operation"],
        (_, "interfaceRef" | "supportedInterfaceRef") => &["interface"],
        (_, "processRef") => &["process"],
        (_, "definitionalCollaborationRef" | "choreographyRef") => COLLABORATIONS,
        ("dataObjectReference", "dataObjectRef") => &["dataObject"],
        ("dataStoreReference", "dataStoreRef") => &["dataStore"],
        ("inputSet", "dataInputRefs" | "optionalInputRefs" | "whileExecutingInputRefs") => &["dataInput"],
        ("outputSet", "dataOutputRefs" | "optionalOutputRefs" | "whileExecutingOutputRefs") => {
            &["dataOutput"]
        }
        ("inputSet", "outputSetRefs") => &["outputSet"],
        ("outputSet", "inputSetRefs") => &["inputSet"],
        ("dataInputAssociation" | "dataOutputAssociation", "sourceRef" | "targetRef") => DATA,
        ("linkEventDefinition", "source" | "target") => &["linkEventDefinition"],
        ("correlationKey", "correlationPropertyRef") => &["correlationProperty"],
        ("partnerEntity" | "partnerRole", "participantRef") => &["participant"],
        ("lane", "flowNodeRef") => FLOW_NODES,
        ("sequenceFlow", "sourceRef" | "targetRef") => &[],
        ("messageFlow", "sourceRef" | "targetRef") => &[],
        ("association", "sourceRef" | "targetRef") => &[],
        ("boundaryEvent", "attachedToRef") => FLOW_NODES,
        ("callActivity", "calledElement") => CALLABLE,
        (_, "resourceRef") => &["resource"],
        (_, "categoryValueRef") => &["categoryValue"],
        _ => return None,
    })
}

impl<'d> Strict<'d> {
    pub(super) fn references(&mut self) {
        for node in self.all.clone() {
            let owner = tag(node);
            for given in node.attributes().filter(|given| given.namespace().is_none()) {
                // A prefix may lead to another file, which an import names.
                self.reference(node, wanted(owner, given.name()), given.value());
            }
            let inner: Vec<Xml<'d>> = children(node).collect();
            for child in inner {
                let value = text(child);
                let is_event = tag(child) == "eventDefinitionRef";
                let is_plain = !children(child).any(|_| true) && !value.is_empty();
                if is_plain && is_event {
                    let found = self.find(&local(&value));
                    if !found.is_some_and(|found| tag(found).ends_with("EventDefinition")) {
                        self.break_rule(node, "REF001");
                    }
                } else if is_plain {
                    self.reference(node, wanted(owner, tag(child)), &value);
                }
            }
        }
    }

    fn reference(&mut self, node: Xml<'d>, wanted: Option<&[&str]>, value: &str) {
        let Some(wanted) = wanted else { return };
        // Without interfaces in the file, operations are defined where the process is deployed.
        let is_elsewhere = *wanted == ["operation"] && !self.has_interfaces;
        if value.trim().is_empty() || is_elsewhere || self.is_of_import(node, value) {
            return;
        }
        let found = self.find(&local(value));
        let fits = found.is_some_and(|found| wanted.is_empty() || is_one_of(found, wanted));
        if !fits {
            self.break_rule(node, "REF001");
        }
    }

    /// Whether the prefix of a reference stands for a namespace that is not the file's own.
    fn is_of_import(&self, node: Xml<'d>, value: &str) -> bool {
        let Some((prefix, _)) = value.trim().split_once(':') else { return false };
        let root = node.document().root_element();
        let namespace = node.lookup_namespace_uri(Some(prefix));
        namespace.is_some_and(|found| Some(found) != attribute(root, "targetNamespace").as_deref())
    }
}
