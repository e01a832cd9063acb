//! From a model to a program: references and types resolved, every expression parsed and checked once.

mod graph;
mod imports;
mod logic;
mod names;
pub(crate) mod program;
mod table;
pub(crate) mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_feel::{Scope, Type};

use crate::limits;
use crate::model::{Expression, FunctionDefinition, Model};
use crate::problem::{Problem, ProblemKind};
use graph::{Graph, Place};
use imports::Imported;
use logic::Compiler;
use program::{Kind, Logic, Need, Node, Program, ServiceLogic};
use types::{Ty, Types};

/// A model that is ready to be evaluated, any number of times.
#[derive(Debug, Clone)]
pub struct Compiled {
    pub(crate) program: Arc<Program>,
    /// What is not wrong enough to refuse the model.
    pub warnings: Vec<Problem>,
}

impl Model {
    /// Compiles a model that imports nothing.
    ///
    /// # Errors
    /// All problems, when at least one of them is an error.
    pub fn compile(&self) -> Result<Compiled, Vec<Problem>> {
        self.compile_with(&[])
    }

    /// Compiles a model that may import the `others`.
    ///
    /// # Errors
    /// All problems, when at least one of them is an error.
    pub fn compile_with(&self, others: &[&Model]) -> Result<Compiled, Vec<Problem>> {
        let (compiled, problems) = self.compile_lenient(others);
        if problems.iter().any(Problem::is_error) {
            return Err(problems);
        }
        Ok(Compiled { warnings: problems, ..compiled })
    }

    /// Compiles whatever can be compiled; an expression that cannot gives null, as the standard has it.
    #[must_use]
    pub fn compile_lenient(&self, others: &[&Model]) -> (Compiled, Vec<Problem>) {
        let mut problems = Vec::new();
        let imported = imports::gather(self, others, &mut problems);
        problems.extend(names::look_alikes(self));
        let (program, found) = Build::new(&imported).run();
        problems.extend(found);
        problems.truncate(limits::PROBLEMS_MAX);
        (Compiled { program: Arc::new(program), warnings: Vec::new() }, problems)
    }
}

/// Work in progress.
struct Build<'m> {
    imported: &'m Imported<'m>,
    models: &'m [&'m Model],
    graph: Graph<'m>,
    types: Types<'m>,
    problems: Vec<(usize, Problem)>,
}

impl<'m> Build<'m> {
    fn new(imported: &'m Imported<'m>) -> Self {
        let models = &imported.models;
        Self {
            imported,
            models,
            graph: Graph::new(imported),
            types: Types::new(models),
            problems: Vec::new(),
        }
    }

    fn run(mut self) -> (Program, Vec<Problem>) {
        let count = self.graph.elements.len();
        let needs: Vec<Vec<Need>> = (0..count).map(|element| self.graph.needs(element)).collect();
        let services: Vec<Option<ServiceLogic>> = (0..count).map(|element| self.service(element)).collect();
        let cyclic = self.cycles(&needs);
        let edges: Vec<Vec<usize>> =
            needs.iter().map(|needs| needs.iter().map(|need| need.node).collect()).collect();
        let order = graph::requirements_first(&edges);
        let values: Vec<Arc<Ty>> = (0..count).map(|element| self.value_type(element)).collect();
        let mut seen: Vec<Type> =
            (0..count).map(|element| self.seen_type(element, &values, &services)).collect();
        let mut parts: Vec<Option<(Vec<Need>, Option<ServiceLogic>)>> =
            needs.into_iter().zip(services).map(Some).collect();
        let named: Vec<Vec<(String, Type)>> =
            (0..self.models.len()).map(|model| self.types.named_types(model)).collect();
        let mut nodes: Vec<Option<Node>> = (0..count).map(|_| None).collect();
        for element in order {
            // Each element once, after what it requires: a type that nobody wrote is known from the expression.
            let Some((needs, service)) = parts[element].take() else { continue };
            let (model, _) = self.graph.elements[element];
            let mut scope = scope_of(&needs, &seen);
            for (name, ty) in &named[model] {
                scope = scope.with_type(name, ty.clone());
            }
            let ty = Arc::clone(&values[element]);
            let (node, found) = self.node(element, needs, ty, service, &scope, cyclic[element]);
            if let (Some(found), Type::Any) = (found, &seen[element]) {
                seen[element] = found;
            }
            nodes[element] = Some(Node { seen: seen[element].clone(), ..node });
        }
        let nodes: Vec<Node> = nodes.into_iter().flatten().collect();
        let program = self.index(nodes);
        let mut problems = self.problems;
        problems.extend(self.graph.problems);
        problems.extend(self.types.problems);
        let own = |(model, problem): (usize, Problem)| {
            let problem = placed(self.models[model], problem);
            // A problem of an imported model is told with the name of that model.
            if model == 0 {
                return problem;
            }
            let import = self.models[model].name.as_str();
            let element = format!("{import}.{}", problem.element.as_deref().unwrap_or(""));
            problem.of(&element)
        };
        (program, problems.into_iter().map(own).collect())
    }

    fn service(&mut self, element: usize) -> Option<ServiceLogic> {
        let (model, Place::Service(at)) = self.graph.elements[element] else { return None };
        let models = self.models;
        let service = &models[model].services[at];
        let inputs = service.input_data.iter().chain(&service.input_decisions);
        let parameters = inputs.filter_map(|each| self.graph.find(model, each, &service.name)).collect();
        let outputs = &service.output_decisions;
        let outputs = outputs.iter().filter_map(|each| self.graph.find(model, each, &service.name)).collect();
        Some(ServiceLogic { parameters, outputs })
    }

    /// Which elements stand in a circle; their logic is left out, so that evaluation always ends.
    fn cycles(&mut self, needs: &[Vec<Need>]) -> Vec<bool> {
        let is_value = |node: usize| matches!(self.graph.elements[node].1, Place::Decision(_));
        let edges: Vec<Vec<usize>> = needs
            .iter()
            .enumerate()
            .map(|(node, needs)| match self.graph.elements[node].1 {
                Place::Decision(_) => {
                    needs.iter().map(|need| need.node).filter(|node| is_value(*node)).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        let mut cyclic = vec![false; needs.len()];
        for cycle in graph::find_cycles(&edges) {
            let first = cycle.first().copied().unwrap_or(0);
            let (model, place) = self.graph.elements[first];
            let position = match place {
                Place::Decision(at) => self.models[model].decisions[at].position,
                _ => None,
            };
            let names = cycle.iter().map(|node| self.graph.name(*node).to_owned()).collect();
            let problem =
                Problem::error(ProblemKind::Cycle { names }).of(self.graph.name(first)).at(position);
            self.problems.push((model, problem));
            cycle.iter().for_each(|node| cyclic[*node] = true);
        }
        cyclic
    }

    /// Type of the value of an element; for functions, of their result.
    fn value_type(&mut self, element: usize) -> Arc<Ty> {
        let models = self.models;
        let (model, place) = self.graph.elements[element];
        let (reference, name) = match place {
            Place::Input(at) => {
                let input = &models[model].input_data[at];
                (input.type_ref.as_deref(), &input.name)
            }
            Place::Decision(at) => {
                let decision = &models[model].decisions[at];
                (decision.type_ref.as_deref(), &decision.name)
            }
            Place::Knowledge(at) => {
                let knowledge = &models[model].knowledge_models[at];
                return self.result_type(model, knowledge.type_ref.as_deref(), &knowledge.name);
            }
            Place::Service(at) => {
                let service = &models[model].services[at];
                return self.result_type(model, service.type_ref.as_deref(), &service.name);
            }
        };
        self.types.get(model, reference, name)
    }

    /// Models in the field give a function either its own type or that of its result.
    fn result_type(&mut self, model: usize, reference: Option<&str>, owner: &str) -> Arc<Ty> {
        let ty = self.types.get(model, reference, owner);
        let item =
            self.models[model].item_definitions.iter().find(|item| Some(item.name.as_str()) == reference);
        match item.and_then(|item| item.function.as_ref()) {
            Some(function) => self.types.get(model, function.output_type_ref.as_deref(), owner),
            None => ty,
        }
    }

    /// What other expressions see: the type of the value, or of the function.
    fn seen_type(&mut self, element: usize, values: &[Arc<Ty>], services: &[Option<ServiceLogic>]) -> Type {
        let models = self.models;
        let result = Box::new(values[element].feel.clone());
        match self.graph.elements[element] {
            (_, Place::Input(_) | Place::Decision(_)) => values[element].feel.clone(),
            (model, Place::Knowledge(at)) => {
                let knowledge = &models[model].knowledge_models[at];
                let parameters = knowledge.function.as_ref().map_or(&[][..], |function| &function.parameters);
                let params = parameters
                    .iter()
                    .map(|each| self.types.get(model, each.type_ref.as_deref(), &knowledge.name).feel.clone())
                    .collect();
                Type::Function { params, result }
            }
            (_, Place::Service(_)) => {
                let parameters = services[element].as_ref().map_or(&[][..], |service| &service.parameters);
                let params = parameters.iter().map(|node| values[*node].feel.clone()).collect();
                Type::Function { params, result }
            }
        }
    }

    fn node(
        &mut self,
        element: usize,
        needs: Vec<Need>,
        ty: Arc<Ty>,
        service: Option<ServiceLogic>,
        scope: &Scope,
        is_cyclic: bool,
    ) -> (Node, Option<Type>) {
        let models = self.models;
        let (model, place) = self.graph.elements[element];
        let name = self.graph.name(element).to_owned();
        let mut found = None;
        let (id, kind) = match place {
            Place::Input(at) => (&models[model].input_data[at].id, Kind::Input),
            Place::Decision(at) => {
                let decision = &models[model].decisions[at];
                let (logic, paths) = match &decision.expression {
                    Some(expression) if !is_cyclic => {
                        let mut compiler = Compiler::new(model, &name, &mut self.types, &mut self.problems);
                        let (logic, seen) = compiler.expression(expression, scope, &ty.feel);
                        found = Some(seen);
                        (logic, compiler.paths())
                    }
                    Some(_) => (Logic::Broken, Vec::new()),
                    None => {
                        let kind = ProblemKind::Missing { element: name.clone(), what: "expression" };
                        let problem = Problem::warning(kind).of(&name).at(decision.position);
                        self.problems.push((model, problem));
                        (Logic::Broken, Vec::new())
                    }
                };
                (&decision.id, Kind::Decision { logic, paths })
            }
            Place::Knowledge(at) => {
                let knowledge = &models[model].knowledge_models[at];
                let empty = FunctionDefinition::default();
                let function = knowledge.function.as_ref().unwrap_or(&empty);
                let mut compiler = Compiler::new(model, &name, &mut self.types, &mut self.problems);
                let function = compiler.function(function, scope, Arc::clone(&ty));
                (&knowledge.id, Kind::Knowledge(Arc::new(function)))
            }
            Place::Service(at) => {
                let logic = service.unwrap_or(ServiceLogic { parameters: Vec::new(), outputs: Vec::new() });
                (&models[model].services[at].id, Kind::Service(logic))
            }
        };
        let imported = self.imported.paths[model].clone();
        (Node { id: id.clone(), name, imported, needs, ty, seen: Type::Any, kind }, found)
    }

    /// Elements of the model itself are found by identifier and name; imported ones with the import before it.
    fn index(&self, nodes: Vec<Node>) -> Program {
        let mut by_id = BTreeMap::new();
        let mut by_name = BTreeMap::new();
        for (number, node) in nodes.iter().enumerate() {
            let (model, _) = self.graph.elements[number];
            if model == 0 {
                by_id.entry(node.id.clone()).or_insert(number);
                by_name.entry(node.name.clone()).or_insert(number);
            }
        }
        for (number, node) in nodes.iter().enumerate() {
            if self.graph.elements[number].0 != 0 {
                let path = node.imported.iter().chain([&node.name]);
                let full = path.map(String::as_str).collect::<Vec<_>>().join(".");
                by_name.entry(full).or_insert(number);
            }
        }
        Program { nodes, by_id, by_name }
    }
}

/// A problem without a place stands at the element in which it was found.
fn placed(model: &Model, problem: Problem) -> Problem {
    let Some(name) = problem.element.as_deref().filter(|_| problem.line.is_none()) else { return problem };
    let elements = (model.input_data.iter().map(|each| (&each.name, each.position)))
        .chain(model.decisions.iter().map(|each| (&each.name, each.position)))
        .chain(model.knowledge_models.iter().map(|each| (&each.name, each.position)))
        .chain(model.services.iter().map(|each| (&each.name, each.position)))
        .chain(model.item_definitions.iter().map(|each| (&each.name, each.position)));
    let position = elements.into_iter().find(|(known, _)| *known == name).and_then(|(_, position)| position);
    problem.at(position)
}

/// The names that an element's expressions may use; imported ones are members of the import's name.
fn scope_of(needs: &[Need], seen: &[Type]) -> Scope {
    let mut names = BTreeMap::new();
    for need in needs {
        add_name(&mut names, &need.import, &need.name, &seen[need.node]);
    }
    names.into_iter().fold(Scope::new(), |scope, (name, ty)| scope.with(name, ty))
}

/// Paths of imports are as deep as `limits::IMPORT_DEPTH_MAX`, and so is the recursion.
fn add_name(names: &mut BTreeMap<String, Type>, path: &[String], name: &str, ty: &Type) {
    match path.split_first() {
        None => {
            names.insert(name.to_owned(), ty.clone());
        }
        Some((first, rest)) => {
            let around = names.entry(first.clone()).or_insert_with(|| Type::Context(BTreeMap::new()));
            if let Type::Context(members) = around {
                add_name(members, rest, name, ty);
            }
        }
    }
}

/// The names that an expression uses, seen in a scope where all of them are known.
pub(crate) fn names_used(model: &Model, expression: &Expression, scope: &Scope) -> BTreeSet<String> {
    let models = [model];
    let mut types = Types::new(&models);
    let mut problems = Vec::new();
    let mut compiler = Compiler::new(0, &model.name, &mut types, &mut problems);
    compiler.expression(expression, scope, &Type::Any);
    compiler.paths().into_iter().filter_map(|path| path.into_iter().next()).collect()
}

impl Compiled {
    /// The type that others see of a decision, input or function: written, or found in its expression.
    #[must_use]
    pub fn type_of(&self, name: &str) -> Option<&Type> {
        let node = self.program.by_id.get(name).or_else(|| self.program.by_name.get(name))?;
        Some(&self.program.nodes[*node].seen)
    }

    /// The names of the model's own input data, in their order.
    pub fn inputs(&self) -> impl Iterator<Item = &str> {
        let nodes = self.program.nodes.iter();
        let own = nodes.filter(|node| matches!(node.kind, Kind::Input) && node.imported.is_empty());
        own.map(|node| node.name.as_str())
    }

    /// The paths of input data that a decision depends on, directly or through what it requires.
    #[must_use]
    pub fn facts_of(&self, decision: &str) -> BTreeSet<String> {
        let program = &self.program;
        let start = program.by_id.get(decision).or_else(|| program.by_name.get(decision));
        let mut open: Vec<usize> = start.copied().into_iter().collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        let mut facts = BTreeSet::new();
        while let Some(node) = open.pop() {
            let node = &program.nodes[node];
            for need in &node.needs {
                let is_input = matches!(program.nodes[need.node].kind, Kind::Input);
                if is_input && let Kind::Decision { paths, .. } = &node.kind {
                    let own = paths.iter().filter(|path| path.first() == Some(&need.name));
                    facts.extend(own.map(|path| path.join(".")));
                } else if seen.insert(need.node) {
                    open.push(need.node);
                }
            }
        }
        facts
    }

    /// Names of all decisions of the model itself and of what it imports by name.
    pub fn decisions(&self) -> impl Iterator<Item = &str> {
        let program = &self.program;
        program
            .by_name
            .iter()
            .filter(|(_, node)| matches!(program.nodes[**node].kind, Kind::Decision { .. }))
            .map(|(name, _)| name.as_str())
    }
}
