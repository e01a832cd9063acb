//! Reads a model from XML, in the namespaces of DMN 1.1 to 1.5; whatever is wrong becomes a problem with its place.

mod boxed;
mod elements;
mod guard;
mod places;
mod types;

use std::sync::Arc;

use roxmltree::{Document, Node, ParsingOptions};

use crate::limits;
use crate::model::{Kept, Model, Original, Part, Position, Text};
use crate::problem::{Problem, ProblemKind};
use places::Places;

/// Namespaces of models, oldest first: DMN 1.1, 1.2, 1.3, 1.4 and 1.5.
pub const MODEL_NAMESPACES: [&str; 5] = [
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
];

/// Namespaces of FEEL, oldest first.
pub const FEEL_NAMESPACES: [&str; 5] = [
    "http://www.omg.org/spec/FEEL/20140401",
    "http://www.omg.org/spec/DMN/20180521/FEEL/",
    "https://www.omg.org/spec/DMN/20191111/FEEL/",
    "https://www.omg.org/spec/DMN/20211108/FEEL/",
    "https://www.omg.org/spec/DMN/20230324/FEEL/",
];

/// What came of reading: a model as far as one could be made out, and all that is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// The model; none when the text is no model at all.
    pub model: Option<Model>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Reads a model from XML.
#[must_use]
pub fn read(xml: &str) -> Read {
    match guard::check(xml).and_then(|()| parse(xml)) {
        Ok(document) => read_document(xml, &document),
        Err(problem) => Read { model: None, problems: vec![*problem] },
    }
}

fn parse(xml: &str) -> Result<Document<'_>, Box<Problem>> {
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: limits::XML_NODES_MAX, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).map_err(|error| {
        let kind = match &error {
            roxmltree::Error::DtdDetected => ProblemKind::DocumentType,
            roxmltree::Error::NodesLimitReached => {
                ProblemKind::TooMuch { what: "XML nodes", limit: limits::XML_NODES_MAX as usize }
            }
            other => ProblemKind::XmlBroken { detail: other.to_string() },
        };
        let place = match &error {
            // Half a file: what is missing is missing at its end.
            roxmltree::Error::UnclosedRootNode | roxmltree::Error::UnexpectedEndOfStream => {
                Places::new(xml).at(xml.len())
            }
            _ => Position { line: error.pos().row, column: error.pos().col },
        };
        Box::new(Problem::error(kind).at(Some(place)))
    })
}

fn read_document(xml: &str, document: &Document<'_>) -> Read {
    let root = document.root_element();
    let namespace = root.tag_name().namespace().unwrap_or("");
    let mut reader = Reader {
        places: Places::new(xml),
        xml,
        namespace,
        problems: Vec::new(),
        element: None,
        parts: Vec::new(),
    };
    if root.tag_name().name() != "definitions" || !MODEL_NAMESPACES.contains(&namespace) {
        let name = root.tag_name().name();
        let found = if namespace.is_empty() { name.to_owned() } else { format!("{{{namespace}}}{name}") };
        reader.report(root, ProblemKind::NotDmn { found });
        return Read { model: None, problems: reader.problems };
    }
    let mut model = reader.definitions(root);
    let range = root.range();
    let end = xml.get(range.clone()).filter(|text| !text.ends_with("/>")).and_then(|text| text.rfind("</"));
    let original = Original {
        xml: xml.to_owned(),
        namespace: namespace.to_owned(),
        model: model.clone(),
        parts: reader.parts,
        end: end.map(|at| range.start + at),
    };
    model.kept = Kept(Some(Arc::new(original)));
    Read { model: Some(model), problems: reader.problems }
}

/// What every part of the reading needs.
struct Reader<'a> {
    places: Places<'a>,
    xml: &'a str,
    namespace: &'a str,
    problems: Vec<Problem>,
    element: Option<String>,
    parts: Vec<Part>,
}

impl<'a> Reader<'a> {
    fn report(&mut self, node: Node<'_, '_>, kind: ProblemKind) {
        if self.problems.len() < limits::PROBLEMS_MAX {
            let mut problem = Problem::error(kind).at(self.position(node));
            problem.element.clone_from(&self.element);
            self.problems.push(problem);
        }
    }

    fn position(&self, node: Node<'_, '_>) -> Option<Position> {
        Some(self.places.at(node.range().start))
    }

    /// The children of DMN's own namespace.
    fn children<'n>(&self, node: Node<'n, 'a>) -> impl Iterator<Item = Node<'n, 'a>> + use<'n, 'a> {
        let namespace = self.namespace;
        node.children()
            .filter(move |child| child.is_element() && child.tag_name().namespace() == Some(namespace))
    }

    fn child<'n>(&self, node: Node<'n, 'a>, name: &str) -> Option<Node<'n, 'a>> {
        self.children(node).find(|child| child.tag_name().name() == name)
    }

    /// The text of a child element `text` inside `node`, with its place.
    fn text_of(&self, node: Node<'_, 'a>) -> Option<Text> {
        self.child(node, "text").map(|child| self.content(child))
    }

    /// The whole text inside an element, with its place.
    fn content(&self, node: Node<'_, 'a>) -> Text {
        let value: String =
            node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
        let Some(first) = node.children().find(Node::is_text) else {
            return Text { value, position: self.position(node), escapes: Vec::new() };
        };
        let range = first.range();
        let raw = self.xml.get(range.clone()).unwrap_or("");
        let skipped = if raw.starts_with(places::CDATA) { places::CDATA.len() } else { 0 };
        let escapes = if skipped == 0 && raw.contains('&') { places::escapes(raw) } else { Vec::new() };
        Text { value, position: Some(self.places.at(range.start + skipped)), escapes }
    }

    /// The attribute that must be there; reports when it is not.
    fn required(&mut self, node: Node<'_, '_>, what: &'static str) -> String {
        match node.attribute(what) {
            Some(value) if !value.trim().is_empty() => normalized(value),
            _ => {
                self.report(node, ProblemKind::Missing { element: node.tag_name().name().to_owned(), what });
                String::new()
            }
        }
    }
}

/// A name with runs of blanks as single spaces, as FEEL compares names.
fn normalized(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
