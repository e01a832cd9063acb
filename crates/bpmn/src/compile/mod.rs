//! Turns what was read into what can run, and names everything that cannot.

mod expressions;
mod flows;
mod nodes;

use std::collections::BTreeMap;

use afaq_feel::{Scope, Type};

use crate::definitions::{
    BaseElement, Definitions, ElementId, ElementKind, Process, RootElement, SubProcessKind,
};
use crate::limits;
use crate::problem::{Problem, ProblemKind, Severity};
use crate::process::{Node, NodeKind, ProcessDefinition};
use crate::read::source::start;

/// Compiles one process without knowing the types of its variables.
///
/// Without an id the file must hold just one process, or just one that is executable.
///
/// # Errors
///
/// All problems, where one of them keeps the process from running.
pub fn compile(
    definitions: &Definitions,
    process_id: Option<&str>,
) -> Result<ProcessDefinition, Vec<Problem>> {
    Compiler::compile(definitions, process_id, None)
}

/// Compiles one process and checks every expression against the variables of `scope`.
///
/// Variables that the process itself makes (results of decisions and scripts) need not stand in it.
///
/// # Errors
///
/// All problems, where one of them keeps the process from running.
pub fn compile_in(
    definitions: &Definitions,
    process_id: Option<&str>,
    scope: &Scope,
) -> Result<ProcessDefinition, Vec<Problem>> {
    Compiler::compile(definitions, process_id, Some(scope))
}

pub(crate) struct Compiler<'a> {
    definitions: &'a Definitions,
    process: &'a Process,
    /// The variables, with those that the process itself makes.
    scope: Option<Scope>,
    problems: Vec<Problem>,
    nodes: Vec<Node>,
    flows: Vec<crate::process::FlowDefinition>,
    node_by_id: BTreeMap<ElementId, usize>,
    flow_by_id: BTreeMap<ElementId, usize>,
}

fn pick<'a>(definitions: &'a Definitions, wanted: Option<&str>) -> Result<&'a Process, Box<Problem>> {
    let names = |list: &[&Process]| {
        list.iter().map(|process| format!("`{}`", process.base.id)).collect::<Vec<_>>().join(", ")
    };
    let all: Vec<&Process> = definitions.processes.iter().collect();
    let fail = |kind| Err(Box::new(Problem::in_file(start(), kind)));
    if let Some(wanted) = wanted {
        return match definitions.find_process(wanted) {
            Some(process) => Ok(process),
            None => fail(ProblemKind::NoSuchProcess { wanted: wanted.to_owned(), known: names(&all) }),
        };
    }
    let executable: Vec<&Process> =
        all.iter().copied().filter(|process| process.is_executable == Some(true)).collect();
    match (all.as_slice(), executable.as_slice()) {
        ([], _) => fail(ProblemKind::NoProcess),
        ([one], _) | (_, [one]) => Ok(one),
        _ => fail(ProblemKind::SeveralProcesses { known: names(&all) }),
    }
}

impl<'a> Compiler<'a> {
    fn compile(
        definitions: &'a Definitions,
        process_id: Option<&str>,
        scope: Option<&'a Scope>,
    ) -> Result<ProcessDefinition, Vec<Problem>> {
        let process = pick(definitions, process_id).map_err(|problem| vec![*problem])?;
        if process.elements.len() + process.flows.len() > limits::PROCESS_ELEMENTS_MAX {
            let kind = ProblemKind::TooMany { what: "flow elements", limit: limits::PROCESS_ELEMENTS_MAX };
            return Err(vec![Problem::at(&process.base, kind)]);
        }
        let mut compiler = Self {
            definitions,
            process,
            scope: scope.cloned(),
            problems: Vec::new(),
            nodes: Vec::new(),
            flows: Vec::new(),
            node_by_id: BTreeMap::new(),
            flow_by_id: BTreeMap::new(),
        };
        compiler.others();
        compiler.results();
        compiler.nodes();
        compiler.flows();
        compiler.boundaries();
        compiler.structure();
        let root_start = compiler.starts();
        let Self { mut problems, nodes, flows, node_by_id, flow_by_id, .. } = compiler;
        problems.sort_by_key(|problem| problem.position);
        problems.truncate(limits::PROBLEMS_MAX);
        if problems.iter().any(|problem| problem.severity() == Severity::Error) {
            return Err(problems);
        }
        Ok(ProcessDefinition {
            base: process.base.clone(),
            nodes,
            flows,
            start: root_start,
            warnings: problems,
            node_by_id,
            flow_by_id,
        })
    }

    pub(crate) fn report(&mut self, base: &BaseElement, kind: ProblemKind) {
        self.problems.push(Problem::at(base, kind));
    }

    /// Makes a name known, unless the caller gave it a type.
    pub(crate) fn know(&mut self, name: &str, kind: Type) {
        if let Some(scope) = &mut self.scope
            && scope.get(name).is_none()
        {
            scope.add(name, kind);
        }
    }

    /// Makes the variables known that take the results of tasks.
    fn results(&mut self) {
        for element in &self.process.elements {
            let extensions = &element.base.extensions;
            let named = extensions.get("resultVariable").or_else(|| extensions.get("result"));
            if let Some(name) = named.or_else(|| extensions.get("decision")) {
                self.know(name.trim(), Type::Any);
            }
        }
    }

    /// Refuses what stands in the process beside its flow elements and would change how it runs.
    fn others(&mut self) {
        const HARMLESS: &[&str] = &[
            "textAnnotation",
            "association",
            "group",
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
            "auditing",
            "monitoring",
            "resourceRole",
            "performer",
            "humanPerformer",
            "potentialOwner",
            "ioSpecification",
            "supports",
            "supportedInterfaceRef",
        ];
        for other in &self.process.others {
            if !HARMLESS.contains(&other.tag.as_str()) {
                self.problems.push(Problem::at(
                    &other.base,
                    ProblemKind::NotExecuted { what: format!("`{}`", other.tag) },
                ));
            }
        }
    }

    /// The name of a referenced message: its name, else its id.
    pub(crate) fn message_name(&mut self, base: &BaseElement, reference: Option<&str>) -> Option<String> {
        if let Some(own) = base.extensions.get("message") {
            return Some(own.clone());
        }
        let found = self.root_element(base, "message", reference, &self.definitions.messages)?;
        Some(found.base.name.clone().unwrap_or_else(|| found.base.id.to_string()))
    }

    pub(crate) fn error_code(&mut self, base: &BaseElement, reference: Option<&str>) -> Option<String> {
        reference?;
        let found = self.root_element(base, "error", reference, &self.definitions.errors)?;
        Some(found.code.clone().unwrap_or_else(|| found.base.id.to_string()))
    }

    fn root_element(
        &mut self,
        base: &BaseElement,
        what: &'static str,
        reference: Option<&str>,
        among: &'a [RootElement],
    ) -> Option<&'a RootElement> {
        let Some(reference) = reference else {
            self.report(base, ProblemKind::ReferenceMissing { what });
            return None;
        };
        let found = among.iter().find(|element| &*element.base.id == reference);
        if found.is_none() {
            self.report(base, ProblemKind::ReferenceUnknown { what, reference: reference.to_owned() });
        }
        found
    }

    /// Finds the one start of the process and of each sub-process.
    fn starts(&mut self) -> usize {
        let mut found: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (index, node) in self.nodes.iter().enumerate() {
            if matches!(node.kind, NodeKind::Start) {
                found.entry(node.scope).or_default().push(index);
            }
        }
        let mut root_start = 0;
        let scopes = self.process.elements.iter().enumerate().filter_map(|(index, element)| {
            matches!(element.kind, ElementKind::SubProcess(SubProcessKind::Embedded)).then_some(Some(index))
        });
        for scope in std::iter::once(None).chain(scopes) {
            let base = scope.map_or(&self.process.base, |index| &self.process.elements[index].base);
            match found.get(&scope).map(Vec::as_slice) {
                None | Some([]) => self.problems.push(Problem::at(base, ProblemKind::NoStart)),
                Some([one]) => match scope {
                    None => root_start = *one,
                    Some(index) => self.nodes[index].kind = NodeKind::SubProcess { start: *one },
                },
                Some([_, others @ ..]) => {
                    for &other in others {
                        let base = &self.process.elements[other].base;
                        self.problems.push(Problem::at(base, ProblemKind::SeveralStarts));
                    }
                }
            }
        }
        root_start
    }
}
