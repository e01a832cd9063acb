//! Reads BPMN 2.0 XML. What is well-formed BPMN is never refused here.

mod data;
mod diagram;
mod elements;
mod events;
pub(crate) mod source;

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::{Document, Node, ParsingOptions};

use crate::definitions::{
    AFAQ_NAMESPACE, BaseElement, Definitions, Element, ElementKind, EventDefinition, Foreign, MessageFlow,
    Other, Participant, RootElement, TaskKind, Text,
};
use crate::limits;
use crate::problem::{Problem, ProblemKind};
use source::Lines;

/// The namespace of BPMN 2.0 models.
pub(crate) const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// What reading gives: a model where there is one, and every problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The model; none if the text is not BPMN at all.
    pub definitions: Option<Definitions>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Reads one BPMN file.
pub fn read(xml: &str) -> Read {
    let failed = |problem| Read { definitions: None, problems: vec![problem] };
    if let Err(problem) = source::guard(xml) {
        return failed(problem);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: u32::try_from(limits::XML_ELEMENTS_MAX * 4).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = match Document::parse_with_options(xml, options) {
        Ok(document) => document,
        Err(error) => {
            let place = error.pos();
            let position = crate::definitions::Position { line: place.row.max(1), column: place.col.max(1) };
            return failed(Problem::in_file(position, ProblemKind::NotXml { detail: error.to_string() }));
        }
    };
    let reader = Reader { lines: Lines::new(xml) };
    let root = document.root_element();
    if root.tag_name().name() != "definitions" || !reader.is_bpmn(root) {
        let kind = ProblemKind::NotBpmn { root: root.tag_name().name().to_owned() };
        return failed(Problem::in_file(reader.lines.position(root.range().start), kind));
    }
    Read { definitions: Some(reader.definitions(root, xml)), problems: Vec::new() }
}

/// Carries what all parts of reading need.
pub(crate) struct Reader<'a> {
    lines: Lines<'a>,
}

/// A node of the XML tree.
pub(crate) type Xml<'a> = Node<'a, 'a>;

/// The value of an attribute without a namespace.
pub(crate) fn attribute(node: Xml<'_>, name: &str) -> Option<String> {
    node.attributes().find(|a| a.namespace().is_none() && a.name() == name).map(|a| a.value().to_owned())
}

/// An XML boolean, where it is given.
pub(crate) fn flag(node: Xml<'_>, name: &str) -> Option<bool> {
    match attribute(node, name)?.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A reference by qualified name: the part behind the prefix is the id.
pub(crate) fn local(reference: &str) -> String {
    let trimmed = reference.trim();
    trimmed.rsplit_once(':').map_or(trimmed, |(_, local)| local).to_owned()
}

/// A reference in an attribute.
pub(crate) fn reference(node: Xml<'_>, name: &str) -> Option<String> {
    attribute(node, name).map(|value| local(&value))
}

impl<'a> Reader<'a> {
    pub(crate) fn is_bpmn(&self, node: Xml<'_>) -> bool {
        node.tag_name().namespace() == Some(MODEL)
    }

    /// The BPMN children, in order.
    pub(crate) fn children<'x>(&self, node: Xml<'x>) -> impl Iterator<Item = Xml<'x>> {
        node.children().filter(|child| child.is_element() && child.tag_name().namespace() == Some(MODEL))
    }

    /// Id, name, documentation and extensions of one element.
    pub(crate) fn base(&self, node: Xml<'_>) -> BaseElement {
        let position = self.lines.position(node.range().start);
        let own = attribute(node, "id").filter(|id| !id.trim().is_empty());
        let mut base = BaseElement {
            has_own_id: own.is_some(),
            id: own.unwrap_or_else(|| self.made_id(node)).into(),
            name: attribute(node, "name"),
            documentation: None,
            position,
            extensions: BTreeMap::new(),
            foreign: Vec::new(),
        };
        for given in node.attributes() {
            match given.namespace() {
                Some(AFAQ_NAMESPACE) => {
                    base.extensions.insert(given.name().to_owned(), given.value().to_owned());
                }
                Some(namespace) if !namespace.starts_with("http://www.w3.org/") => {
                    base.foreign.push(Foreign {
                        namespace: namespace.to_owned(),
                        name: given.name().to_owned(),
                        value: given.value().to_owned(),
                        position: self.lines.position(given.range().start),
                    });
                }
                _ => {}
            }
        }
        for child in self.children(node) {
            match child.tag_name().name() {
                "documentation" if base.documentation.is_none() => {
                    base.documentation = child.text().map(str::to_owned);
                }
                "extensionElements" => self.extension_elements(child, &mut base),
                _ => {}
            }
        }
        base
    }

    fn made_id(&self, node: Xml<'_>) -> String {
        let position = self.lines.position(node.range().start);
        format!("{}@{}:{}", node.tag_name().name(), position.line, position.column)
    }

    fn extension_elements(&self, node: Xml<'_>, base: &mut BaseElement) {
        for child in node.descendants().skip(1).filter(Node::is_element) {
            let name = child.tag_name().name().to_owned();
            let text = || child.text().unwrap_or_default().trim().to_owned();
            let namespace = child.tag_name().namespace().unwrap_or_default();
            if namespace == AFAQ_NAMESPACE {
                let key = if name == "property" { attribute(child, "name").unwrap_or(name) } else { name };
                base.extensions.insert(key, attribute(child, "value").unwrap_or_else(text));
                continue;
            }
            let position = self.lines.position(child.range().start);
            let foreign = |name, value| Foreign { namespace: namespace.to_owned(), name, value, position };
            base.foreign.push(foreign(name.clone(), text()));
            for given in child.attributes() {
                base.foreign.push(foreign(format!("{name}@{}", given.name()), given.value().to_owned()));
            }
        }
    }

    /// The text of an expression or script, with its place.
    pub(crate) fn text(&self, node: Xml<'_>) -> Text {
        let mut value = String::new();
        let mut start = None;
        for part in node.children().filter(Node::is_text) {
            start.get_or_insert(part.range().start);
            value.push_str(part.text().unwrap_or_default());
        }
        let source_byte = start.unwrap_or(node.range().start);
        Text { value, position: self.lines.position(source_byte), source_byte }
    }

    fn definitions(&self, root: Xml<'_>, xml: &str) -> Definitions {
        let mut definitions = Definitions {
            base: self.base(root),
            target_namespace: attribute(root, "targetNamespace"),
            processes: Vec::new(),
            messages: Vec::new(),
            errors: Vec::new(),
            signals: Vec::new(),
            escalations: Vec::new(),
            global_tasks: Vec::new(),
            correlation_properties: Vec::new(),
            event_definitions: Vec::new(),
            others: Vec::new(),
            participants: Vec::new(),
            message_flows: Vec::new(),
            shapes: Vec::new(),
            edges: Vec::new(),
            source: Arc::from(xml),
        };
        let shared: BTreeMap<String, EventDefinition> = self
            .children(root)
            .filter_map(|child| self.event_definition(child))
            .map(|event| (event.base.id.to_string(), event))
            .collect();
        for child in self.children(root) {
            let root_element =
                |code: &str| RootElement { base: self.base(child), code: attribute(child, code) };
            match child.tag_name().name() {
                "process" => definitions.processes.push(self.process(child, &shared)),
                "message" => definitions.messages.push(root_element("")),
                "error" => definitions.errors.push(root_element("errorCode")),
                "signal" => definitions.signals.push(root_element("")),
                "escalation" => definitions.escalations.push(root_element("escalationCode")),
                "collaboration" => self.collaboration(child, &mut definitions),
                "correlationProperty" => {
                    definitions.correlation_properties.push(self.correlation_property(child));
                }
                "globalTask"
                | "globalManualTask"
                | "globalUserTask"
                | "globalScriptTask"
                | "globalBusinessRuleTask" => {
                    if let Some(task) = self.global_task(child, &shared) {
                        definitions.global_tasks.push(task);
                    }
                }
                "import" | "extension" | "documentation" | "extensionElements" => {}
                tag => definitions.others.push(Other { base: self.base(child), tag: tag.to_owned() }),
            }
        }
        definitions.event_definitions = shared.into_values().collect();
        self.diagrams(root, &mut definitions);
        definitions
    }

    fn global_task(&self, node: Xml<'_>, shared: &BTreeMap<String, EventDefinition>) -> Option<Element> {
        let kind = match node.tag_name().name() {
            "globalTask" => TaskKind::Plain,
            "globalManualTask" => TaskKind::Manual,
            "globalUserTask" => TaskKind::User,
            "globalScriptTask" => TaskKind::Script,
            "globalBusinessRuleTask" => TaskKind::BusinessRule,
            _ => return None,
        };
        let mut task = self.element(node, ElementKind::Task(kind), None, shared);
        // A global script task names its language by another attribute.
        task.script_format = task.script_format.or_else(|| attribute(node, "scriptLanguage"));
        Some(task)
    }

    fn collaboration(&self, node: Xml<'_>, definitions: &mut Definitions) {
        for child in self.children(node) {
            match child.tag_name().name() {
                "participant" => definitions
                    .participants
                    .push(Participant { base: self.base(child), process: reference(child, "processRef") }),
                "messageFlow" => definitions.message_flows.push(MessageFlow {
                    base: self.base(child),
                    source: reference(child, "sourceRef").unwrap_or_default(),
                    target: reference(child, "targetRef").unwrap_or_default(),
                }),
                "documentation" | "extensionElements" => {}
                tag => definitions.others.push(Other { base: self.base(child), tag: tag.to_owned() }),
            }
        }
    }
}
