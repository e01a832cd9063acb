//! Reads data: objects and their names, associations, and the markers that repeat activities.

use std::collections::BTreeMap;

use super::{Reader, Xml, attribute, flag, local, reference};
use crate::definitions::{CorrelationProperty, DataAssociation, EventDefinition, RepeatMarker, Text};

impl Reader<'_> {
    pub(crate) fn data_name(&self, node: Xml<'_>, names: &mut BTreeMap<String, String>) {
        let Some(id) = attribute(node, "id") else { return };
        let name = attribute(node, "name").filter(|name| !name.trim().is_empty());
        names.insert(id.clone(), name.unwrap_or(id).trim().to_owned());
    }

    /// How a part of the key is found in messages.
    pub(crate) fn correlation_property(&self, node: Xml<'_>) -> CorrelationProperty {
        let expressions = self.children(node).filter_map(|child| {
            let path = self.children(child).find(|part| part.tag_name().name() == "messagePath")?;
            Some((reference(child, "messageRef")?, self.text(path)))
        });
        CorrelationProperty { base: self.base(node), paths: expressions.collect() }
    }

    /// What an instance knows of the keys of its messages.
    pub(crate) fn correlation_subscription(&self, node: Xml<'_>, bindings: &mut Vec<(String, Text)>) {
        let own = self.children(node).filter_map(|child| {
            let path = self.children(child).find(|part| part.tag_name().name() == "dataPath")?;
            Some((reference(child, "correlationPropertyRef")?, self.text(path)))
        });
        bindings.extend(own);
    }

    pub(crate) fn data_items(&self, specification: Xml<'_>, items: &mut Vec<(String, String, bool)>) {
        for child in self.children(specification) {
            if matches!(child.tag_name().name(), "dataInput" | "dataOutput") {
                self.data_item(child, items);
            }
        }
    }

    pub(crate) fn data_item(&self, node: Xml<'_>, items: &mut Vec<(String, String, bool)>) {
        let Some(id) = attribute(node, "id") else { return };
        let name = attribute(node, "name").filter(|name| !name.trim().is_empty());
        let is_input = node.tag_name().name() == "dataInput";
        items.push((id.clone(), name.unwrap_or(id).trim().to_owned(), is_input));
    }

    pub(crate) fn data_association(&self, node: Xml<'_>) -> DataAssociation {
        let mut found = DataAssociation {
            base: self.base(node),
            is_input: node.tag_name().name() == "dataInputAssociation",
            ..DataAssociation::default()
        };
        for child in self.children(node) {
            match child.tag_name().name() {
                "sourceRef" => found.sources.push(local(child.text().unwrap_or_default())),
                "targetRef" => found.target = Some(local(child.text().unwrap_or_default())),
                "transformation" => found.transformation = Some(self.text(child)),
                "assignment" => {
                    let part = |name: &str| {
                        let found = self.children(child).find(|part| part.tag_name().name() == name);
                        found.map(|part| self.text(part))
                    };
                    if let (Some(from), Some(to)) = (part("from"), part("to")) {
                        found.assignments.push((from, to));
                    }
                }
                _ => {}
            }
        }
        found
    }

    pub(crate) fn repeat(&self, node: Xml<'_>) -> RepeatMarker {
        let is_multi = node.tag_name().name() == "multiInstanceLoopCharacteristics";
        let mut marker = RepeatMarker {
            base: self.base(node),
            is_multi,
            test_before: flag(node, "testBefore").unwrap_or(false),
            maximum: attribute(node, "loopMaximum"),
            is_sequential: flag(node, "isSequential").unwrap_or(false),
            behavior: attribute(node, "behavior"),
            ..RepeatMarker::default()
        };
        let event = match marker.behavior.as_deref().map(str::trim) {
            Some("None") => "noneBehaviorEventRef",
            _ => "oneBehaviorEventRef",
        };
        marker.event = reference(node, event);
        for child in self.children(node) {
            let text = || local(child.text().unwrap_or_default());
            let name = || {
                let name = attribute(child, "name").filter(|name| !name.trim().is_empty());
                name.or_else(|| attribute(child, "id"))
            };
            match child.tag_name().name() {
                "loopCondition" => marker.condition = Some(self.text(child)),
                "loopCardinality" => marker.cardinality = Some(self.text(child)),
                "completionCondition" => marker.completion = Some(self.text(child)),
                "loopDataInputRef" => marker.data[0] = Some(text()),
                "inputDataItem" => marker.data[1] = name(),
                "loopDataOutputRef" => marker.data[2] = Some(text()),
                "outputDataItem" => marker.data[3] = name(),
                "complexBehaviorDefinition" => marker.complex.push(self.complex_behavior(child)),
                _ => {}
            }
        }
        marker
    }

    fn complex_behavior(&self, node: Xml<'_>) -> (Option<Text>, Vec<EventDefinition>) {
        let mut found = (None, Vec::new());
        for child in self.children(node) {
            match child.tag_name().name() {
                "condition" => found.0 = Some(self.text(child)),
                "event" => {
                    found.1 = self.children(child).filter_map(|inner| self.event_definition(inner)).collect();
                }
                _ => {}
            }
        }
        found
    }
}
