//! Rules of data: items, inputs and outputs, their sets and associations.

use super::{Strict, child_reference, children, id, is_event_sub_process, named, tag, text};
use crate::read::{Xml, attribute, flag, local};

const ITEMS: &[&str] = &["dataInput", "dataOutput", "dataObject", "dataStore"];
const OWNERS_OF_PROPERTIES: &[&str] =
    &["process", "Event", "Task", "task", "ubProcess", "transaction", "Activity"];

fn references(node: Xml<'_>, name: &str) -> Vec<String> {
    children(node).filter(|child| tag(*child) == name).map(|child| local(&text(child))).collect()
}

impl<'d> Strict<'d> {
    pub(super) fn data(&mut self) {
        for item in self.every(ITEMS) {
            let definition = self.refers(item, "itemSubjectRef");
            let wanted = definition.map(|found| flag(found, "isCollection") == Some(true));
            let own = flag(item, "isCollection") == Some(true);
            if wanted.is_some_and(|wanted| wanted != own) {
                self.break_rule(item, "EXT020");
                if tag(item) == "dataOutput" {
                    self.break_rule(item, "EXT083");
                }
            }
        }
        for property in self.every(&["property"]) {
            let owner = property.parent();
            let fits = |owner: Xml<'d>| OWNERS_OF_PROPERTIES.iter().any(|end| tag(owner).ends_with(end));
            if !owner.is_some_and(fits) {
                self.break_rule(property, "EXT078");
            }
        }
        for found in self.every(&["dataObjectReference"]) {
            self.object_reference(found);
        }
        for found in self.every(&["ioSpecification"]) {
            self.specification(found);
        }
        for found in self.every(&["dataInputAssociation", "dataOutputAssociation"]) {
            self.association(found);
        }
        for task in self.every(&["serviceTask", "sendTask", "receiveTask"]) {
            self.message_task(task);
        }
        for marker in self.every(&["multiInstanceLoopCharacteristics"]) {
            self.multi_instance(marker);
        }
        for event in self.every(&["startEvent", "intermediateCatchEvent", "boundaryEvent"]) {
            self.event_data(event, "dataOutput");
        }
        for event in self.every(&["endEvent", "intermediateThrowEvent"]) {
            self.event_data(event, "dataInput");
        }
        for found in self.every(&["process", "globalTask", "globalUserTask", "globalScriptTask"]) {
            let has = |name: &str| children(found).any(|child| tag(child) == name);
            if has("supportedInterfaceRef") && has("ioSpecification") && !has("ioBinding") {
                self.break_rule(found, "EXT064");
            }
        }
    }

    fn object_reference(&mut self, node: Xml<'d>) {
        let state = named(node, "dataState").next().and_then(|state| attribute(state, "name"));
        let object = self.refers(node, "dataObjectRef").and_then(|object| attribute(object, "name"));
        let (Some(state), Some(object), Some(name)) = (state, object, attribute(node, "name")) else {
            return;
        };
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if squeeze(&name) != squeeze(&format!("{object} [{state}]")) {
            self.break_rule(node, "EXT076");
        }
    }

    fn specification(&mut self, node: Xml<'d>) {
        let owner = node.parent();
        if let Some(owner) = owner.filter(|owner| {
            matches!(tag(*owner), "subProcess" | "transaction" | "adHocSubProcess")
                || is_event_sub_process(*owner)
        }) {
            self.break_rule(owner, "EXT079");
            for item in named(node, "dataInput").chain(named(node, "dataOutput")).collect::<Vec<_>>() {
                self.break_rule(item, "EXT079");
            }
        }
        for (item, set, main, optional, executing, rules) in [
            (
                "dataInput",
                "inputSet",
                "dataInputRefs",
                "optionalInputRefs",
                "whileExecutingInputRefs",
                ["EXT084", "EXT085", "EXT086"],
            ),
            (
                "dataOutput",
                "outputSet",
                "dataOutputRefs",
                "optionalOutputRefs",
                "whileExecutingOutputRefs",
                ["EXT088", "EXT089", "EXT090"],
            ),
        ] {
            let sets: Vec<Xml<'d>> = children(node).filter(|child| tag(*child) == set).collect();
            let held: Vec<String> = sets.iter().flat_map(|set| references(*set, main)).collect();
            let items: Vec<Xml<'d>> = children(node).filter(|child| tag(*child) == item).collect();
            for found in items {
                if !held.contains(&id(found)) {
                    self.break_rule(found, rules[0]);
                }
            }
            for set in sets {
                let own = references(set, main);
                for (name, rule) in [(optional, rules[1]), (executing, rules[2])] {
                    for wrong in references(set, name).into_iter().filter(|one| !own.contains(one)) {
                        if let Some(found) = self.find(&wrong) {
                            self.break_rule(found, rule);
                        }
                        self.break_rule(set, rule);
                        if let Some(owner) = owner {
                            self.break_rule(owner, rule);
                        }
                    }
                }
            }
        }
        self.sets(node);
    }

    fn sets(&mut self, node: Xml<'d>) {
        for (from, to, own, back) in [
            ("inputSet", "outputSet", "outputSetRefs", "inputSetRefs"),
            ("outputSet", "inputSet", "inputSetRefs", "outputSetRefs"),
        ] {
            let sets: Vec<Xml<'d>> = children(node).filter(|child| tag(*child) == from).collect();
            for set in sets {
                for other in references(set, own) {
                    let answers = self
                        .find(&other)
                        .is_some_and(|other| tag(other) == to && references(other, back).contains(&id(set)));
                    if !answers {
                        self.break_rule(set, "EXT087");
                        if let Some(other) = self.find(&other) {
                            self.break_rule(other, "EXT087");
                        }
                    }
                }
            }
        }
    }

    /// The item definition of an element that holds data.
    fn item_of(&self, node: Xml<'d>) -> Option<Xml<'d>> {
        match tag(node) {
            "dataObjectReference" => self.item_of(self.refers(node, "dataObjectRef")?),
            "dataStoreReference" => self.item_of(self.refers(node, "dataStoreRef")?),
            "message" => self.refers(node, "itemRef"),
            "signal" | "error" | "escalation" => self.refers(node, "structureRef"),
            _ => self.refers(node, "itemSubjectRef"),
        }
    }

    /// Whether two item definitions mean the same.
    fn is_same(&self, one: Option<Xml<'d>>, other: Option<Xml<'d>>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => {
                let structure = attribute(one, "structureRef");
                one == other || (structure.is_some() && structure == attribute(other, "structureRef"))
            }
            (None, None) => true,
            _ => false,
        }
    }

    fn association(&mut self, node: Xml<'d>) {
        let sources = references(node, "sourceRef");
        let has_transformation = children(node).any(|child| tag(child) == "transformation");
        let has_assignment = children(node).any(|child| tag(child) == "assignment");
        let owner = node.parent();
        if sources.len() > 1 && !has_transformation {
            self.break_rule(node, "EXT092");
        }
        let target = child_reference(node, "targetRef").and_then(|target| self.find(&target));
        let source = sources.first().and_then(|source| self.find(source));
        if let (Some(source), Some(target)) = (source, target)
            && !has_transformation
            && !has_assignment
            && let (Some(one), Some(other)) = (self.item_of(source), self.item_of(target))
            && !self.is_same(Some(one), Some(other))
        {
            self.break_rule(node, "EXT091");
        }
        let of_process = |item: Xml<'d>, name: &str| {
            let io = item.parent().filter(|io| tag(*io) == "ioSpecification");
            let holder = io.and_then(|io| io.parent());
            tag(item) == name && holder.is_some_and(|holder| tag(holder) == "process") && owner != holder
        };
        if let Some(target) = target.filter(|target| of_process(*target, "dataInput")) {
            self.break_rule(target, "EXT080");
            self.break_rule(node, "EXT080");
        }
        if let Some(source) = source.filter(|source| of_process(*source, "dataOutput")) {
            self.break_rule(source, "EXT082");
            self.break_rule(node, "EXT082");
        }
    }

    fn message_task(&mut self, task: Xml<'d>) {
        let Some(io) = named(task, "ioSpecification").next() else { return };
        let of = |name: &str| children(io).filter(|child| tag(*child) == name).collect::<Vec<Xml<'d>>>();
        let (inputs, outputs) = (of("dataInput"), of("dataOutput"));
        let (input_sets, output_sets) = (of("inputSet"), of("outputSet"));
        let message = self.refers(task, "messageRef");
        let differs = |strict: &mut Self, items: &[Xml<'d>], message: Option<Xml<'d>>, rule: &str| {
            let Some(message) = message else { return };
            for item in items {
                if !strict.is_same(strict.item_of(*item), strict.item_of(message)) {
                    strict.break_rule(task, rule);
                    strict.break_rule(*item, rule);
                }
            }
        };
        match tag(task) {
            "serviceTask" => {
                let Some(operation) = self.refers(task, "operationRef") else { return };
                if input_sets.len() != 1 || output_sets.len() > 1 {
                    self.break_rule(task, "EXT043");
                }
                let part = |strict: &Self, name: &str| {
                    child_reference(operation, name).and_then(|message| strict.find(&message))
                };
                let (given, taken) = (part(self, "inMessageRef"), part(self, "outMessageRef"));
                differs(self, &inputs, given, "EXT044");
                differs(self, &outputs, taken, "EXT045");
            }
            "sendTask" => differs(self, &inputs, message, "EXT048"),
            _ => {
                if output_sets.len() > 1 {
                    self.break_rule(task, "EXT050");
                }
                if outputs.len() > 1 {
                    self.break_rule(task, "EXT051");
                }
                differs(self, &outputs, message, "EXT052");
            }
        }
    }

    fn multi_instance(&mut self, marker: Xml<'d>) {
        for (list, item, rule) in [
            ("loopDataOutputRef", "outputDataItem", "EXT069"),
            ("loopDataInputRef", "inputDataItem", "EXT070"),
        ] {
            let list = child_reference(marker, list).and_then(|list| self.find(&list));
            let item = children(marker).find(|child| tag(*child) == item);
            let (Some(list), Some(item)) = (list, item) else { continue };
            let (Some(whole), Some(part)) = (self.item_of(list), self.item_of(item)) else { continue };
            let is_list =
                flag(part, "isCollection") == Some(true) || flag(item, "isCollection") == Some(true);
            let is_other = attribute(whole, "structureRef") != attribute(part, "structureRef");
            if is_list || is_other {
                if let Some(task) = marker.parent() {
                    self.break_rule(task, rule);
                }
                self.break_rule(item, rule);
            }
        }
    }

    fn event_data(&mut self, event: Xml<'d>, name: &str) {
        let items: Vec<Xml<'d>> = children(event).filter(|child| tag(*child) == name).collect();
        if items.is_empty() {
            return;
        }
        let carriers: Vec<(Xml<'d>, Option<Xml<'d>>)> = self
            .definitions_of(event)
            .into_iter()
            .filter_map(|definition| {
                let name = match tag(definition) {
                    "messageEventDefinition" => "messageRef",
                    "signalEventDefinition" => "signalRef",
                    "errorEventDefinition" => "errorRef",
                    "escalationEventDefinition" => "escalationRef",
                    _ => return None,
                };
                Some((definition, self.refers(definition, name)))
            })
            .collect();
        if !carriers.is_empty() && items.len() != carriers.len() {
            return self.break_rule(event, "EXT093");
        }
        for (item, (_, carried)) in items.iter().zip(carriers) {
            let Some(carried) = carried else { continue };
            if !self.is_same(self.item_of(*item), self.item_of(carried)) {
                self.break_rule(event, "EXT094");
                self.break_rule(*item, "EXT094");
            }
        }
    }
}
