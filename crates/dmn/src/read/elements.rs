//! Reads the elements of a model: input data, decisions, knowledge models, services and their requirements.

use roxmltree::Node;

use super::{Reader, normalized};
use crate::limits;
use crate::model::{
    BusinessKnowledgeModel, Decision, DecisionService, Import, InputData, List, Model, Part, Reference,
    Requirements,
};
use crate::problem::ProblemKind;

/// Children of elements that the model holds and writes.
const KNOWN: [&str; 19] = [
    "description",
    "question",
    "allowedAnswers",
    "variable",
    "informationRequirement",
    "knowledgeRequirement",
    "encapsulatedLogic",
    "outputDecision",
    "encapsulatedDecision",
    "inputDecision",
    "inputData",
    "typeRef",
    "typeConstraint",
    "allowedValues",
    "itemComponent",
    "functionItem",
    "expression",
    "literalExpression",
    "decisionTable",
];

impl<'a> Reader<'a> {
    pub(super) fn definitions(&mut self, root: Node<'_, 'a>) -> Model {
        let mut model = Model {
            name: normalized(root.attribute("name").unwrap_or("")),
            namespace: root.attribute("namespace").unwrap_or("").to_owned(),
            id: root.attribute("id").map(str::to_owned),
            ..Model::default()
        };
        self.foreign_language(root);
        for (count, child) in self.children(root).enumerate() {
            if count >= limits::ELEMENTS_MAX {
                self.report(child, ProblemKind::TooMuch { what: "elements", limit: limits::ELEMENTS_MAX });
                break;
            }
            self.element = child.attribute("name").or(child.attribute("id")).map(str::to_owned);
            self.part(child, &model);
            match child.tag_name().name() {
                "import" => model.imports.push(self.import(child)),
                "itemDefinition" => model.item_definitions.push(self.item_definition(child, 0)),
                "inputData" => model.input_data.push(self.input_data(child)),
                "decision" => model.decisions.push(self.decision(child)),
                "businessKnowledgeModel" => model.knowledge_models.push(self.knowledge_model(child)),
                "decisionService" => model.services.push(self.service(child)),
                _ => {}
            }
            self.element = None;
        }
        model
    }

    /// Remembers where an element stands that comes next into its list of the model.
    fn part(&mut self, child: Node<'_, 'a>, model: &Model) {
        let (list, at) = match child.tag_name().name() {
            "import" => (List::Imports, model.imports.len()),
            "itemDefinition" => (List::Items, model.item_definitions.len()),
            "inputData" => (List::Inputs, model.input_data.len()),
            "decision" => (List::Decisions, model.decisions.len()),
            "businessKnowledgeModel" => (List::Knowledge, model.knowledge_models.len()),
            "decisionService" => (List::Services, model.services.len()),
            _ => return,
        };
        let is_ours = |inner: &Node<'_, 'a>| {
            inner.tag_name().namespace() == Some(self.namespace)
                && (Self::is_expression(*inner) || KNOWN.contains(&inner.tag_name().name()))
        };
        let foreign = child.children().filter(Node::is_element).filter(|inner| !is_ours(inner));
        let foreign = foreign.map(|inner| inner.range()).collect();
        self.parts.push(Part { list, at, range: child.range(), foreign });
    }

    fn import(&mut self, node: Node<'_, 'a>) -> Import {
        Import {
            name: normalized(node.attribute("name").unwrap_or("")),
            namespace: node.attribute("namespace").unwrap_or("").to_owned(),
            import_type: node.attribute("importType").unwrap_or("").to_owned(),
            position: self.position(node),
        }
    }

    /// The name, and the identifier (or the name in its place).
    fn identity(&mut self, node: Node<'_, 'a>) -> (String, String) {
        let name = self.required(node, "name");
        let id = node.attribute("id").map_or_else(|| name.clone(), str::to_owned);
        (id, name)
    }

    fn description(&self, node: Node<'_, 'a>, name: &str) -> Option<String> {
        self.child(node, name).map(|child| self.content(child).value).filter(|text| !text.trim().is_empty())
    }

    /// Type of the variable of an element; older models write it on the element's variable as well.
    fn variable_type(&self, node: Node<'_, 'a>) -> Option<String> {
        self.child(node, "variable").and_then(|variable| self.type_ref(variable))
    }

    fn input_data(&mut self, node: Node<'_, 'a>) -> InputData {
        let (id, name) = self.identity(node);
        InputData { id, name, type_ref: self.variable_type(node), position: self.position(node) }
    }

    fn decision(&mut self, node: Node<'_, 'a>) -> Decision {
        let (id, name) = self.identity(node);
        let body: Vec<_> = self.children(node).filter(|child| Self::is_expression(*child)).collect();
        if let Some(second) = body.get(1) {
            self.report(*second, ProblemKind::Duplicate { name: second.tag_name().name().to_owned() });
        }
        Decision {
            id,
            name,
            description: self.description(node, "description"),
            question: self.description(node, "question"),
            allowed_answers: self.description(node, "allowedAnswers"),
            type_ref: self.variable_type(node),
            requirements: self.requirements(node),
            expression: body.first().map(|child| self.expression(*child, 0)),
            position: self.position(node),
        }
    }

    fn knowledge_model(&mut self, node: Node<'_, 'a>) -> BusinessKnowledgeModel {
        let (id, name) = self.identity(node);
        let function = self.child(node, "encapsulatedLogic").map(|logic| self.function(logic, 0));
        BusinessKnowledgeModel {
            id,
            name,
            description: self.description(node, "description"),
            type_ref: self.variable_type(node),
            requirements: self.requirements(node),
            function,
            position: self.position(node),
        }
    }

    fn service(&mut self, node: Node<'_, 'a>) -> DecisionService {
        let (id, name) = self.identity(node);
        DecisionService {
            id,
            name,
            description: self.description(node, "description"),
            type_ref: self.variable_type(node),
            output_decisions: self.references(node, "outputDecision"),
            encapsulated_decisions: self.references(node, "encapsulatedDecision"),
            input_decisions: self.references(node, "inputDecision"),
            input_data: self.references(node, "inputData"),
            position: self.position(node),
        }
    }

    fn requirements(&mut self, node: Node<'_, 'a>) -> Requirements {
        let mut requirements = Requirements::default();
        for child in self.children(node) {
            match child.tag_name().name() {
                "informationRequirement" => {
                    requirements.inputs.extend(self.references(child, "requiredInput"));
                    requirements.decisions.extend(self.references(child, "requiredDecision"));
                }
                "knowledgeRequirement" => {
                    requirements.knowledge.extend(self.references(child, "requiredKnowledge"));
                }
                _ => {}
            }
        }
        requirements
    }

    fn references(&mut self, node: Node<'_, 'a>, name: &str) -> Vec<Reference> {
        let links: Vec<_> = self.children(node).filter(|child| child.tag_name().name() == name).collect();
        links
            .into_iter()
            .map(|link| {
                let href = self.required(link, "href");
                let (namespace, id) = href.rsplit_once('#').unwrap_or(("", &href));
                let own = link.document().root_element().attribute("namespace").unwrap_or("");
                let namespace = Some(namespace).filter(|space| !space.is_empty() && *space != own);
                Reference {
                    namespace: namespace.map(str::to_owned),
                    id: id.to_owned(),
                    position: self.position(link),
                }
            })
            .collect()
    }
}
