//! Reads the suite's files of cases.

use afaq_feel::Value;
use roxmltree::{Document, Node};

use super::value;

/// One file of cases.
pub struct Suite {
    pub model: String,
    pub cases: Vec<Case>,
}

/// One case: inputs, what is asked, and what must come of it.
pub struct Case {
    pub id: String,
    pub target: Target,
    pub inputs: Vec<(String, Result<Value, String>)>,
    pub results: Vec<Expected>,
}

/// What is asked.
pub enum Target {
    Decision,
    Service(String),
    Function(String),
}

/// What must come of one element.
pub struct Expected {
    pub name: String,
    pub expected: Result<Value, String>,
}

pub fn read(xml: &str) -> Suite {
    let document = Document::parse(xml).unwrap();
    let root = document.root_element();
    let model = root.children().find(|node| node.has_tag_name_local("modelName")).unwrap();
    let cases = root.children().filter(|node| node.has_tag_name_local("testCase")).map(read_case).collect();
    Suite { model: model.text().unwrap().trim().to_owned(), cases }
}

fn read_case(node: Node<'_, '_>) -> Case {
    let invocable = node.attribute("invocableName").unwrap_or("").to_owned();
    let target = match node.attribute("type") {
        Some("decisionService") => Target::Service(invocable),
        Some("bkm") => Target::Function(invocable),
        _ => Target::Decision,
    };
    let inputs = node.children().filter(|child| child.has_tag_name_local("inputNode"));
    let results = node.children().filter(|child| child.has_tag_name_local("resultNode"));
    Case {
        id: node.attribute("id").unwrap_or("").to_owned(),
        target,
        inputs: inputs.map(|child| (name_of(child), value::read(child))).collect(),
        results: results
            .map(|child| {
                let expected = child.children().find(|inner| inner.has_tag_name_local("expected"));
                Expected { name: name_of(child), expected: expected.map_or(Ok(Value::Null), value::read) }
            })
            .collect(),
    }
}

pub fn name_of(node: Node<'_, '_>) -> String {
    node.attribute("name").unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names without regard to namespaces: the suite writes several.
pub trait Local {
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl Local for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
