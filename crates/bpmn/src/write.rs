//! Writes a file back: all that was read stands in it, whoever put it there, and a diagram where
//! there was none.

use std::fmt::Write as _;

use roxmltree::{Document, Node, NodeType, ParsingOptions};

use crate::definitions::Definitions;
use crate::limits;
use crate::picture;

const DI: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
const DC: &str = "http://www.omg.org/spec/DD/20100524/DC";
const DD: &str = "http://www.omg.org/spec/DD/20100524/DI";

/// The file as XML in UTF-8. Elements, attributes, texts, comments, prefixes and foreign parts are
/// those that were read; a file without a diagram gets one with places of our own.
pub fn write(definitions: &Definitions) -> String {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: u32::try_from(limits::XML_ELEMENTS_MAX * 4).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let Ok(document) = Document::parse_with_options(&definitions.source, options) else {
        return definitions.source.to_string();
    };
    let mut out = String::with_capacity(definitions.source.len() + 64);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    for node in document.root().children() {
        let diagram = if definitions.shapes.is_empty() && node.is_element() {
            picture::places(definitions).map(|places| diagram(definitions, &places))
        } else {
            None
        };
        element(node, diagram.as_deref(), &mut out);
        out.push('\n');
    }
    out
}

/// What is open: an element whose end is still to be written.
enum Step<'a> {
    Begin(Node<'a, 'a>),
    End { name: String, last: Option<String> },
}

/// Writes a node with all below it, from a list, so that depth costs no stack.
fn element(node: Node<'_, '_>, diagram: Option<&str>, out: &mut String) {
    let top = node;
    let mut pending = vec![Step::Begin(node)];
    while let Some(step) = pending.pop() {
        let node = match step {
            Step::End { name, last } => {
                out.push_str(last.as_deref().unwrap_or_default());
                let _ = write!(out, "</{name}>");
                continue;
            }
            Step::Begin(node) => node,
        };
        match node.node_type() {
            NodeType::Text => escape(node.text().unwrap_or_default(), false, out),
            NodeType::Comment => {
                let _ = write!(out, "<!--{}-->", node.text().unwrap_or_default());
            }
            NodeType::PI => {
                if let Some(instruction) = node.pi() {
                    let value = instruction.value.map(|value| format!(" {value}")).unwrap_or_default();
                    let _ = write!(out, "<?{}{value}?>", instruction.target);
                }
            }
            NodeType::Root => pending.extend(node.children().rev().map(Step::Begin)),
            NodeType::Element => {
                let name = name(node, node.tag_name().namespace(), node.tag_name().name(), true);
                let _ = write!(out, "<{name}");
                declarations(node, out);
                for given in node.attributes() {
                    let _ = write!(out, " {}=\"", self::name(node, given.namespace(), given.name(), false));
                    escape(given.value(), true, out);
                    out.push('"');
                }
                let more = if node == top { diagram } else { None };
                if node.has_children() || more.is_some() {
                    out.push('>');
                    // The diagram of our own stands last.
                    pending.push(Step::End { name, last: more.map(str::to_owned) });
                    pending.extend(node.children().rev().map(Step::Begin));
                } else {
                    out.push_str("/>");
                }
            }
        }
    }
}

/// The namespaces that an element declares beside those around it.
fn declarations(node: Node<'_, '_>, out: &mut String) {
    let around = node.parent_element();
    for declared in node.namespaces() {
        if declared.name() == Some("xml") {
            continue;
        }
        let before = around.and_then(|around| {
            around.namespaces().find(|outer| outer.name() == declared.name()).map(|outer| outer.uri())
        });
        if before == Some(declared.uri()) || (before.is_none() && declared.uri().is_empty()) {
            continue;
        }
        match declared.name() {
            Some(prefix) => {
                let _ = write!(out, " xmlns:{prefix}=\"");
            }
            None => out.push_str(" xmlns=\""),
        }
        escape(declared.uri(), true, out);
        out.push('"');
    }
}

/// The name with a prefix that stands for its namespace here.
fn name(node: Node<'_, '_>, namespace: Option<&str>, local: &str, may_be_default: bool) -> String {
    let Some(namespace) = namespace.filter(|namespace| !namespace.is_empty()) else {
        return local.to_owned();
    };
    if namespace == "http://www.w3.org/XML/1998/namespace" {
        return format!("xml:{local}");
    }
    let fits = |prefix: Option<&str>| {
        let found = node.namespaces().rfind(|declared| declared.name() == prefix);
        found.is_some_and(|declared| declared.uri() == namespace)
    };
    if may_be_default && fits(None) {
        return local.to_owned();
    }
    let prefix = node.namespaces().filter(|declared| declared.uri() == namespace).find_map(|d| d.name());
    prefix.map_or_else(|| local.to_owned(), |prefix| format!("{prefix}:{local}"))
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\n' | '\t' if in_attribute => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
}

/// A diagram of the first pool or process, with the places of our own layout.
fn diagram(definitions: &Definitions, places: &picture::Places) -> String {
    let Some(process) = definitions.processes.first() else { return String::new() };
    let mut out = String::new();
    let _ = write!(out, "<d:BPMNDiagram xmlns:d=\"{DI}\" xmlns:c=\"{DC}\" xmlns:w=\"{DD}\" id=\"diagram\">");
    let mut plane = String::new();
    escape(&process.base.id, true, &mut plane);
    let _ = write!(out, "<d:BPMNPlane id=\"plane\" bpmnElement=\"{plane}\">");
    for (element, bounds) in &places.shapes {
        let mut id = String::new();
        escape(element, true, &mut id);
        let _ = write!(
            out,
            "<d:BPMNShape id=\"{id}_shape\" bpmnElement=\"{id}\"><c:Bounds x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></d:BPMNShape>",
            bounds.x, bounds.y, bounds.width, bounds.height
        );
    }
    for (element, points) in &places.edges {
        let mut id = String::new();
        escape(element, true, &mut id);
        let _ = write!(out, "<d:BPMNEdge id=\"{id}_edge\" bpmnElement=\"{id}\">");
        for (x, y) in points {
            let _ = write!(out, "<w:waypoint x=\"{x}\" y=\"{y}\"/>");
        }
        out.push_str("</d:BPMNEdge>");
    }
    out.push_str("</d:BPMNPlane></d:BPMNDiagram>");
    out
}
