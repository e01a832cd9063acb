//! The strict profile: every rule of the standard that a file breaks, each at the element at fault.
//!
//! Reading never refuses such files, and many of them run; this is for those who exchange models.

mod data;
mod events;
mod flows;
mod references;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, ParsingOptions};

pub(crate) use rules::{count, words};

use crate::definitions::ElementId;
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use crate::read::source::{Lines, guard};
use crate::read::{MODEL, Xml, attribute, flag, local};

const FLOW_NODES: &[&str] = &[
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "manualTask",
    "userTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "businessRuleTask",
    "scriptTask",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "eventBasedGateway",
    "complexGateway",
    "choreographyTask",
    "subChoreography",
    "callChoreography",
];
const SUB_PROCESSES: &[&str] = &["subProcess", "transaction", "adHocSubProcess"];
const GATEWAYS: &[&str] =
    &["exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"];
const CHOREOGRAPHY: &[&str] = &["choreographyTask", "subChoreography", "callChoreography"];
const ARTIFACTS: &[&str] = &["textAnnotation", "association", "group"];

/// Every rule of the standard that the file breaks, in the order of the file.
///
/// A file that cannot be read gives the one problem that says so.
pub fn check_strict(xml: &str) -> Vec<Problem> {
    let read = crate::read::read(xml);
    if read.definitions.is_none() || guard(xml).is_err() {
        return read.problems;
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: u32::try_from(limits::XML_ELEMENTS_MAX * 4).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let Ok(document) = Document::parse_with_options(xml, options) else { return read.problems };
    let mut strict = Strict::of(&document, xml);
    strict.ids();
    strict.flows();
    strict.events();
    strict.data();
    strict.references();
    let mut seen = BTreeSet::new();
    strict.found.retain(|problem| seen.insert((problem.code(), problem.element.clone(), problem.position)));
    strict.found.sort_by_key(|problem| (problem.position, problem.code()));
    strict.found.truncate(limits::PROBLEMS_MAX);
    strict.found
}

/// The file with what the rules ask of it.
pub(super) struct Strict<'d> {
    lines: Lines<'d>,
    all: Vec<Xml<'d>>,
    by_id: BTreeMap<&'d str, Xml<'d>>,
    incoming: BTreeMap<String, Vec<Xml<'d>>>,
    outgoing: BTreeMap<String, Vec<Xml<'d>>>,
    /// Boundary events by the id of their host.
    boundaries: BTreeMap<String, Vec<Xml<'d>>>,
    /// What associations connect, in both directions.
    associated: BTreeMap<String, String>,
    has_interfaces: bool,
    found: Vec<Problem>,
}

pub(super) fn tag(node: Xml<'_>) -> &str {
    node.tag_name().name()
}

pub(super) fn is_one_of(node: Xml<'_>, tags: &[&str]) -> bool {
    tags.contains(&tag(node))
}

pub(super) fn id(node: Xml<'_>) -> String {
    attribute(node, "id").unwrap_or_default()
}

pub(super) fn text(node: Xml<'_>) -> String {
    node.children().filter_map(|part| part.text()).collect::<String>().trim().to_owned()
}

/// The BPMN children of an element.
pub(super) fn children<'d>(node: Xml<'d>) -> impl Iterator<Item = Xml<'d>> {
    node.children().filter(|child| child.is_element() && child.tag_name().namespace() == Some(MODEL))
}

pub(super) fn named<'d>(node: Xml<'d>, name: &'d str) -> impl Iterator<Item = Xml<'d>> {
    children(node).filter(move |child| tag(*child) == name)
}

/// The text of a child, as a reference.
pub(super) fn child_reference(node: Xml<'_>, name: &str) -> Option<String> {
    children(node).find(|child| tag(*child) == name).map(|child| local(&text(child)))
}

pub(super) fn reference(node: Xml<'_>, name: &str) -> Option<String> {
    attribute(node, name).map(|value| local(&value)).filter(|value| !value.is_empty())
}

/// Whether a text is a MIME type.
pub(super) fn is_mime(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "!#$&^_.+-*".contains(letter))
    };
    let bare = text.split(';').next().unwrap_or_default().trim();
    bare.split_once('/').is_some_and(|(kind, part)| is_part(kind) && is_part(part))
}

/// Whether an element says that it is a formal expression.
pub(super) fn is_formal(node: Xml<'_>) -> bool {
    node.attributes().any(|given| given.name() == "type" && given.value().ends_with("tFormalExpression"))
}

pub(super) fn is_event_sub_process(node: Xml<'_>) -> bool {
    is_one_of(node, SUB_PROCESSES) && flag(node, "triggeredByEvent") == Some(true)
}

impl<'d> Strict<'d> {
    fn of(document: &'d Document<'d>, xml: &'d str) -> Self {
        let all: Vec<Xml<'d>> = document
            .root_element()
            .descendants()
            .filter(|node| node.is_element() && node.tag_name().namespace() == Some(MODEL))
            .collect();
        let mut by_id = BTreeMap::new();
        let mut incoming: BTreeMap<String, Vec<Xml<'d>>> = BTreeMap::new();
        let mut outgoing: BTreeMap<String, Vec<Xml<'d>>> = BTreeMap::new();
        let mut boundaries: BTreeMap<String, Vec<Xml<'d>>> = BTreeMap::new();
        let mut associated: BTreeMap<String, String> = BTreeMap::new();
        for &node in &all {
            if let Some(id) = node.attribute("id") {
                by_id.entry(id).or_insert(node);
            }
            let end = |name: &str| reference(node, name).unwrap_or_default();
            match tag(node) {
                "sequenceFlow" => {
                    outgoing.entry(end("sourceRef")).or_default().push(node);
                    incoming.entry(end("targetRef")).or_default().push(node);
                }
                "boundaryEvent" => boundaries.entry(end("attachedToRef")).or_default().push(node),
                "association" => {
                    let (source, target) = (end("sourceRef"), end("targetRef"));
                    associated.entry(source.clone()).or_insert_with(|| target.clone());
                    associated.entry(target).or_insert(source);
                }
                _ => {}
            }
        }
        let has_interfaces = all.iter().any(|node| tag(*node) == "interface");
        let lines = Lines::new(xml);
        Self {
            lines,
            all,
            by_id,
            incoming,
            outgoing,
            boundaries,
            associated,
            has_interfaces,
            found: Vec::new(),
        }
    }

    pub(super) fn break_rule(&mut self, node: Xml<'d>, code: &str) {
        if self.found.len() > limits::PROBLEMS_MAX * 2 {
            return;
        }
        // What has no id is named by the nearest element around it that has one.
        let named = node.ancestors().find(|around| around.is_element() && around.attribute("id").is_some());
        let element: ElementId = named.and_then(|around| around.attribute("id")).unwrap_or_default().into();
        self.found.push(Problem {
            kind: ProblemKind::Rule { rule: rules::find(code) },
            element,
            name: named.and_then(|around| attribute(around, "name")),
            position: self.lines.position(node.range().start),
        });
    }

    pub(super) fn find(&self, id: &str) -> Option<Xml<'d>> {
        self.by_id.get(id).copied()
    }

    pub(super) fn refers(&self, node: Xml<'d>, name: &str) -> Option<Xml<'d>> {
        self.find(&reference(node, name)?)
    }

    pub(super) fn incoming_of(&self, node: Xml<'d>) -> Vec<Xml<'d>> {
        self.incoming.get(&id(node)).cloned().unwrap_or_default()
    }

    pub(super) fn outgoing_of(&self, node: Xml<'d>) -> Vec<Xml<'d>> {
        self.outgoing.get(&id(node)).cloned().unwrap_or_default()
    }

    pub(super) fn every(&self, tags: &[&str]) -> Vec<Xml<'d>> {
        self.all.iter().copied().filter(|node| is_one_of(*node, tags)).collect()
    }

    /// The process or choreography around an element.
    pub(super) fn process_of(&self, node: Xml<'d>) -> Option<Xml<'d>> {
        node.ancestors().find(|around| tag(*around) == "process")
    }

    pub(super) fn is_executable(&self, node: Xml<'d>) -> bool {
        self.process_of(node).is_some_and(|process| flag(process, "isExecutable") == Some(true))
    }

    fn ids(&mut self) {
        let mut seen = BTreeSet::new();
        for node in self.all.clone() {
            match node.attribute("id") {
                Some(id) if !seen.insert(id) => self.break_rule(node, "EXT002"),
                None if is_one_of(node, FLOW_NODES)
                    || is_one_of(node, &["sequenceFlow", "messageFlow", "process"]) =>
                {
                    self.break_rule(node, "EXT003");
                }
                _ => {}
            }
            let has_text = |rule: &'static str| {
                attribute(node, "textFormat").filter(|format| !is_mime(format)).map(|_| rule)
            };
            let broken = match tag(node) {
                "documentation" => has_text("EXT004"),
                "textAnnotation" => has_text("EXT010"),
                _ => None,
            };
            if let Some(rule) = broken {
                self.break_rule(node, rule);
            }
        }
    }
}
