//! Rules of flows, gateways, activities and pools.

use super::{
    ARTIFACTS, CHOREOGRAPHY, FLOW_NODES, GATEWAYS, SUB_PROCESSES, Strict, child_reference, children, id,
    is_event_sub_process, is_formal, is_mime, is_one_of, named, reference, tag, text,
};
use crate::read::{Xml, attribute, flag};

const EXPRESSIONS: &[&str] = &[
    "completionCondition",
    "from",
    "to",
    "activationCondition",
    "loopCardinality",
    "conditionExpression",
    "loopCondition",
    "timeCycle",
    "timeDate",
    "timeDuration",
];
const METHODS: &[&str] = &["##Compensate", "##Store", "##Image", "##Unspecified"];

fn is_activity(node: Xml<'_>) -> bool {
    tag(node).ends_with("Task")
        || tag(node) == "task"
        || is_one_of(node, SUB_PROCESSES)
        || tag(node) == "callActivity"
}

/// Whether a text can be true or false: no number and no text in quotes.
fn may_be_boolean(text: &str) -> bool {
    !text.is_empty() && text.parse::<f64>().is_err() && !(text.starts_with('"') && text.ends_with('"'))
}

impl<'d> Strict<'d> {
    pub(super) fn flows(&mut self) {
        for flow in self.every(&["sequenceFlow"]) {
            self.sequence_flow(flow);
        }
        for flow in self.every(&["messageFlow"]) {
            self.message_flow(flow);
        }
        for gateway in self.every(GATEWAYS) {
            self.gateway(gateway);
        }
        for node in self.every(FLOW_NODES).into_iter().filter(|node| is_activity(*node)) {
            self.activity(node);
        }
        for scope in self.every(&["process", "subProcess", "transaction", "adHocSubProcess"]) {
            self.scope(scope);
        }
        self.expressions();
        self.others();
    }

    fn sequence_flow(&mut self, flow: Xml<'d>) {
        let (source, target) = (self.refers(flow, "sourceRef"), self.refers(flow, "targetRef"));
        for (end, artifact, sub) in [(source, "EXT007", "EXT021"), (target, "EXT006", "EXT022")] {
            let Some(end) = end else { continue };
            if is_one_of(end, ARTIFACTS) {
                self.break_rule(end, artifact);
                self.break_rule(flow, artifact);
            } else if is_event_sub_process(end) {
                self.break_rule(flow, sub);
                self.break_rule(end, sub);
                self.break_rule(end, "EXT057");
            }
            if is_one_of(end, FLOW_NODES) && end.parent() != flow.parent() {
                self.break_rule(flow, "EXT152");
            }
        }
        if flag(flow, "isImmediate") == Some(false) && self.is_executable(flow) {
            self.break_rule(flow, "EXT024");
        }
        let has_condition = children(flow).any(|child| tag(child) == "conditionExpression");
        if let Some(source) = source.filter(|source| has_condition && is_activity(*source))
            && self.outgoing_of(source).len() < 2
        {
            self.break_rule(flow, "EXT025");
            self.break_rule(source, "EXT025");
        }
    }

    /// The pool in which the end of a message flow lies.
    fn pool(&self, end: Xml<'d>) -> Option<String> {
        if tag(end) == "participant" {
            return reference(end, "processRef").or_else(|| Some(format!("participant {}", id(end))));
        }
        self.process_of(end).map(id)
    }

    fn message_flow(&mut self, flow: Xml<'d>) {
        let (source, target) = (self.refers(flow, "sourceRef"), self.refers(flow, "targetRef"));
        for (end, artifact) in [(source, "EXT009"), (target, "EXT008")] {
            let Some(end) = end else { continue };
            if is_one_of(end, ARTIFACTS) {
                self.break_rule(end, artifact);
                self.break_rule(flow, artifact);
            }
            if is_one_of(end, CHOREOGRAPHY) {
                self.break_rule(flow, "EXT033");
            }
        }
        let (Some(source), Some(target)) = (source, target) else { return };
        if let (Some(one), Some(other)) = (self.pool(source), self.pool(target))
            && one == other
        {
            self.break_rule(flow, "EXT031");
        }
        let has_message = |event: Xml<'d>| {
            children(event).any(|child| matches!(tag(child), "messageEventDefinition" | "eventDefinitionRef"))
        };
        if tag(target) == "startEvent" && !has_message(target) {
            self.break_rule(target, "EXT103");
        }
        if tag(target) == "endEvent" {
            self.break_rule(target, "EXT108");
        }
        if tag(source) == "endEvent" && !has_message(source) {
            self.break_rule(source, "EXT109");
        }
        for (end, wrong) in [(source, "intermediateCatchEvent"), (target, "intermediateThrowEvent")] {
            if tag(end) == wrong {
                self.break_rule(end, "EXT119");
            }
        }
    }

    fn gateway(&mut self, gateway: Xml<'d>) {
        let (incoming, outgoing) = (self.incoming_of(gateway), self.outgoing_of(gateway));
        if incoming.len() < 2 && outgoing.len() < 2 {
            self.break_rule(gateway, "EXT135");
        }
        match attribute(gateway, "gatewayDirection").as_deref() {
            Some("Converging") if incoming.len() < 2 || outgoing.len() > 1 => {
                self.break_rule(gateway, "EXT017")
            }
            Some("Diverging") if incoming.len() > 1 || outgoing.len() < 2 => {
                self.break_rule(gateway, "EXT018")
            }
            Some("Mixed") if incoming.len() < 2 || outgoing.len() < 2 => self.break_rule(gateway, "EXT019"),
            _ => {}
        }
        self.default_flow(gateway);
        if tag(gateway) != "eventBasedGateway" {
            return;
        }
        if outgoing.len() < 2 {
            self.break_rule(gateway, "EXT136");
        }
        if flag(gateway, "instantiate") == Some(true) && !incoming.is_empty() {
            self.break_rule(gateway, "EXT142");
        }
        let (mut has_messages, mut has_receive) = (false, false);
        for flow in outgoing {
            if children(flow).any(|child| tag(child) == "conditionExpression") {
                self.break_rule(flow, "EXT137");
                self.break_rule(gateway, "EXT137");
            }
            let Some(target) = self.refers(flow, "targetRef") else { continue };
            let kinds = self.event_kinds(target);
            let waits =
                |kind: &String| matches!(kind.as_str(), "message" | "signal" | "timer" | "conditional");
            let fits = tag(target) == "receiveTask"
                || (tag(target) == "intermediateCatchEvent" && !kinds.is_empty() && kinds.iter().all(waits));
            if !fits {
                self.break_rule(target, "EXT138");
                self.break_rule(gateway, "EXT138");
            }
            has_messages |=
                kinds.iter().any(|kind| kind == "message") && tag(target) == "intermediateCatchEvent";
            has_receive |= tag(target) == "receiveTask";
            if tag(target) == "receiveTask" && self.boundaries.contains_key(&id(target)) {
                self.break_rule(target, "EXT140");
                self.break_rule(gateway, "EXT140");
            }
            if self.incoming_of(target).len() > 1 {
                self.break_rule(target, "EXT141");
                self.break_rule(gateway, "EXT141");
            }
        }
        if has_messages && has_receive {
            self.break_rule(gateway, "EXT139");
        }
    }

    fn default_flow(&mut self, node: Xml<'d>) {
        let Some(default) = reference(node, "default") else { return };
        let leaves = self.find(&default).is_some_and(|flow| reference(flow, "sourceRef") == Some(id(node)));
        if !leaves {
            self.break_rule(node, "EXT026");
        }
    }

    fn activity(&mut self, node: Xml<'d>) {
        self.default_flow(node);
        for (name, rule) in [("startQuantity", "EXT037"), ("completionQuantity", "EXT038")] {
            let is_wrong = |text: String| text.trim().parse::<u64>().map_or(true, |number| number == 0);
            if attribute(node, name).is_some_and(is_wrong) {
                self.break_rule(node, rule);
            }
        }
        let markers: Vec<&str> = children(node)
            .map(tag)
            .filter(|name| {
                matches!(*name, "standardLoopCharacteristics" | "multiInstanceLoopCharacteristics")
            })
            .collect();
        if markers.len() > 1 {
            self.break_rule(node, "EXT041");
            if is_one_of(node, SUB_PROCESSES) {
                self.break_rule(node, "EXT054");
                self.break_rule(node, "EXT055");
            }
        }
        for role in children(node).filter(|child| {
            is_one_of(*child, &["performer", "humanPerformer", "potentialOwner", "resourceRole"])
        }) {
            let has = |name: &str| children(role).any(|child| tag(child) == name);
            if has("resourceRef") && has("resourceAssignmentExpression") {
                self.break_rule(role, "EXT039");
                self.break_rule(node, "EXT039");
            }
            if has("resourceParameterBinding") && !has("resourceRef") {
                self.break_rule(role, "EXT040");
                self.break_rule(node, "EXT040");
            }
        }
        match tag(node) {
            "scriptTask" => self.script(node),
            "receiveTask"
                if flag(node, "instantiate") == Some(true) && !self.incoming_of(node).is_empty() =>
            {
                self.break_rule(node, "EXT049");
            }
            "callActivity" => self.call(node),
            _ => {}
        }
        if let Some(marker) = named(node, "multiInstanceLoopCharacteristics").next() {
            let has = |name: &str| children(marker).any(|child| tag(child) == name);
            if !has("loopCardinality") && !has("loopDataInputRef") {
                self.break_rule(node, "EXT067");
            }
            let conditions = named(marker, "completionCondition").map(|found| (found, "EXT071"));
            let complex = named(marker, "complexBehaviorDefinition");
            let complex: Vec<Xml<'d>> = complex.flat_map(|rule| named(rule, "condition")).collect();
            for condition in &complex {
                if !is_formal(*condition) || text(*condition).is_empty() {
                    self.break_rule(node, "EXT013");
                }
            }
            let all: Vec<(Xml<'d>, &str)> =
                conditions.chain(complex.iter().map(|found| (*found, "EXT072"))).collect();
            for (condition, rule) in all {
                if is_formal(condition) && !may_be_boolean(&text(condition)) {
                    self.break_rule(node, rule);
                }
            }
        }
    }

    fn script(&mut self, node: Xml<'d>) {
        let has_script = children(node).any(|child| tag(child) == "script" && !text(child).is_empty());
        match attribute(node, "scriptFormat") {
            None if has_script => self.break_rule(node, "EXT053"),
            Some(format) if !is_mime(&format) => self.break_rule(node, "EXT145"),
            _ => {}
        }
    }

    fn call(&mut self, node: Xml<'d>) {
        let Some(called) = self.refers(node, "calledElement") else { return };
        if tag(called) == "process" {
            let starts: Vec<Xml<'d>> = named(called, "startEvent").collect();
            let plain = starts.iter().any(|start| self.event_kinds(*start).is_empty());
            if !starts.is_empty() && !plain {
                self.break_rule(node, "EXT099");
                self.break_rule(called, "EXT099");
                starts.into_iter().for_each(|start| self.break_rule(start, "EXT099"));
            }
        }
        let count = |element: Xml<'d>, name: &str| {
            let items = children(element).filter(|child| tag(*child) == "ioSpecification");
            items.flat_map(children).filter(|item| tag(*item) == name).count()
        };
        if ["dataInput", "dataOutput"].iter().any(|name| count(node, name) != count(called, name)) {
            self.break_rule(node, "EXT063");
        }
    }

    fn scope(&mut self, scope: Xml<'d>) {
        let inside: Vec<Xml<'d>> = children(scope).filter(|child| is_one_of(*child, FLOW_NODES)).collect();
        let is_ad_hoc = tag(scope) == "adHocSubProcess";
        let choreography: Vec<Xml<'d>> =
            inside.iter().copied().filter(|node| is_one_of(*node, CHOREOGRAPHY)).collect();
        for node in choreography {
            let rule = match tag(scope) {
                "process" => "EXT036",
                "adHocSubProcess" => "EXT062",
                _ => "EXT056",
            };
            self.break_rule(node, rule);
            self.break_rule(scope, rule);
        }
        if is_ad_hoc {
            if !inside.iter().any(|node| is_activity(*node)) {
                self.break_rule(scope, "EXT061");
            }
            let wrong: Vec<Xml<'d>> =
                inside.iter().copied().filter(|node| is_one_of(*node, &["startEvent", "endEvent"])).collect();
            for node in wrong {
                self.break_rule(node, "EXT062");
                self.break_rule(scope, "EXT062");
            }
            return;
        }
        let starts: Vec<Xml<'d>> = inside.iter().copied().filter(|node| tag(*node) == "startEvent").collect();
        let ends: Vec<Xml<'d>> = inside.iter().copied().filter(|node| tag(*node) == "endEvent").collect();
        if is_event_sub_process(scope) && starts.len() != 1 {
            self.break_rule(scope, "EXT058");
        }
        if !ends.is_empty() && starts.is_empty() && !self.begins_by_instantiation(&inside) {
            self.break_rule(scope, "EXT097");
            ends.iter().for_each(|end| self.break_rule(*end, "EXT097"));
        }
        if !starts.is_empty() && ends.is_empty() {
            self.break_rule(scope, "EXT105");
            starts.iter().for_each(|start| self.break_rule(*start, "EXT105"));
        }
        self.connected(&inside, !starts.is_empty(), !ends.is_empty());
    }

    fn begins_by_instantiation(&self, inside: &[Xml<'d>]) -> bool {
        inside.iter().any(|node| flag(*node, "instantiate") == Some(true))
    }

    fn connected(&mut self, inside: &[Xml<'d>], has_start: bool, has_end: bool) {
        for &node in inside {
            let is_link = self.event_kinds(node).iter().any(|kind| kind == "link");
            let is_apart = is_event_sub_process(node) || flag(node, "isForCompensation") == Some(true);
            let may_begin = is_one_of(node, &["startEvent", "boundaryEvent"])
                || (is_link && tag(node) == "intermediateCatchEvent")
                || flag(node, "instantiate") == Some(true);
            let is_compensation = tag(node) == "boundaryEvent";
            let may_end = tag(node) == "endEvent"
                || (is_link && tag(node) == "intermediateThrowEvent")
                || is_compensation
                || tag(node) == "startEvent";
            if is_apart || node.attribute("id").is_none() {
                continue;
            }
            if has_start && !may_begin && tag(node) != "endEvent" && self.incoming_of(node).is_empty() {
                self.break_rule(node, "EXT150");
            }
            if has_end && !may_end && self.outgoing_of(node).is_empty() {
                self.break_rule(node, "EXT151");
            }
        }
    }

    fn expressions(&mut self) {
        for node in self.every(EXPRESSIONS) {
            if is_formal(node) || !self.is_executable(node) {
                continue;
            }
            let is_assignment = is_one_of(node, &["from", "to"]);
            if is_assignment && node.parent().is_none_or(|parent| tag(parent) != "assignment") {
                continue;
            }
            self.break_rule(node, "EXT012");
            // The element that people see is at fault as well, where the expression stands deeper.
            let flow_element = node
                .ancestors()
                .find(|around| is_one_of(*around, FLOW_NODES) || tag(*around) == "sequenceFlow");
            if let Some(around) = flow_element {
                self.break_rule(around, "EXT012");
            }
        }
    }

    fn others(&mut self) {
        for process in self.every(&["process"]) {
            let is_public = attribute(process, "processType").as_deref() == Some("Public");
            if is_public && flag(process, "isExecutable") == Some(true) {
                self.break_rule(process, "EXT035");
            }
        }
        for node in self.every(&["transaction"]) {
            let is_method = |method: &String| {
                let letter =
                    |letter: char| letter.is_ascii_alphanumeric() || "-._~:/?#[]@&'()*+,;=%".contains(letter);
                METHODS.contains(&method.as_str()) || (method.contains(':') && method.chars().all(letter))
            };
            if attribute(node, "method").is_some_and(|method| !is_method(&method)) {
                self.break_rule(node, "EXT060");
            }
        }
        for node in self.every(&["choreography", "globalConversation"]) {
            if child_reference(node, "choreographyRef").is_some() {
                self.break_rule(node, "EXT027");
            }
            let wrong = [
                "conversation",
                "subConversation",
                "callConversation",
                "conversationLink",
                "group",
                "association",
                "textAnnotation",
            ];
            let holds = children(node).any(|child| is_one_of(child, &wrong));
            if tag(node) == "globalConversation" && holds {
                self.break_rule(node, "EXT032");
            }
        }
    }
}
