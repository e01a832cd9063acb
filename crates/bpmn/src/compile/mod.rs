//! Turns what was read into what can run, and names everything that cannot.

mod contents;
mod data;
mod events;
mod expressions;
mod flows;
mod nodes;
mod repeats;

use std::collections::BTreeMap;

use afaq_feel::{Scope, Type};

use crate::definitions::{
    BaseElement, Definitions, Element, ElementId, ElementKind, GatewayKind, Process, RootElement,
};
use crate::limits;
use crate::problem::{Problem, ProblemKind, Severity};
use crate::process::{Beginning, Node, ProcessDefinition};
use crate::read::source::start;

/// What expressions of repeated activities may name (BPMN 2.0, table 10.31).
const REPEAT_NAMES: [&str; 5] = [
    "loopCounter",
    "numberOfInstances",
    "numberOfActiveInstances",
    "numberOfCompletedInstances",
    "numberOfTerminatedInstances",
];

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
    /// The process with those that it calls, each with its [`NodeKind::Called`] node; the first has none.
    included: Vec<(&'a Process, Option<usize>)>,
    /// The element of each node; none for called processes.
    elements: Vec<Option<&'a Element>>,
    /// Called processes and global tasks by id.
    called: BTreeMap<&'a str, usize>,
    /// The variables, with those that the process itself makes.
    scope: Option<Scope>,
    /// Names with which expressions are parsed when no types are known.
    names: Scope,
    problems: Vec<Problem>,
    nodes: Vec<Node>,
    flows: Vec<crate::process::FlowDefinition>,
    triggers: Vec<Beginning>,
    /// What the process itself begins with.
    root_starts: Vec<usize>,
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
            included: vec![(process, None)],
            elements: Vec::new(),
            called: BTreeMap::new(),
            scope: scope.cloned(),
            names: Scope::default(),
            problems: Vec::new(),
            triggers: Vec::new(),
            root_starts: Vec::new(),
            nodes: Vec::new(),
            flows: Vec::new(),
            node_by_id: BTreeMap::new(),
            flow_by_id: BTreeMap::new(),
        };
        compiler.results(process);
        compiler.nodes();
        compiler.others();
        compiler.flows();
        compiler.boundaries();
        compiler.compensation();
        let content = compiler.contents();
        compiler.root_starts.clone_from(&content.starts);
        compiler.structure();
        let message_keys = compiler.message_keys();
        let Self { mut problems, nodes, flows, triggers, node_by_id, flow_by_id, .. } = compiler;
        problems.sort_by_key(|problem| problem.position);
        problems.truncate(limits::PROBLEMS_MAX);
        if problems.iter().any(|problem| problem.severity() == Severity::Error) {
            return Err(problems);
        }
        Ok(ProcessDefinition {
            base: process.base.clone(),
            nodes,
            flows,
            content,
            triggers,
            message_keys,
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

    /// Makes the variables known that tasks, data and markers bring.
    pub(crate) fn results(&mut self, process: &Process) {
        let mut known: Vec<String> = process.data_names.values().cloned().collect();
        for element in &process.elements {
            let extensions = &element.base.extensions;
            let named = extensions.get("resultVariable").or_else(|| extensions.get("result"));
            known.extend(named.or_else(|| extensions.get("decision")).map(|name| name.trim().to_owned()));
            known.extend(element.data.iter().map(|(_, name, _)| name.clone()));
            if let Some(marker) = &element.repeat {
                known.extend(REPEAT_NAMES.iter().map(|name| (*name).to_owned()));
                known.extend(marker.data.iter().flatten().cloned());
                known.extend(repeats::vendor_names(marker));
            }
            if matches!(element.kind, ElementKind::Gateway(GatewayKind::Complex)) {
                known.extend(["activationCount".to_owned(), "waitingForStart".to_owned()]);
            }
        }
        for name in known {
            self.know(&name, Type::Any);
            if self.names.get(&name).is_none() {
                self.names.add(&name, Type::Any);
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
            "property",
            "auditing",
            "monitoring",
            "resourceRole",
            "performer",
            "humanPerformer",
            "potentialOwner",
            "ioSpecification",
            "ioBinding",
            "supportedInterfaceRef",
            "supports",
            "artifact",
            "correlationSubscription",
        ];
        for (process, _) in self.included.clone() {
            for other in &process.others {
                if !HARMLESS.contains(&other.tag.as_str()) {
                    self.problems.push(Problem::at(
                        &other.base,
                        ProblemKind::NotExecuted { what: format!("`{}`", other.tag) },
                    ));
                }
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

    /// The name of a referenced signal: its name, else its id.
    pub(crate) fn signal_name(&mut self, base: &BaseElement, reference: Option<&str>) -> Option<String> {
        let found = self.root_element(base, "signal", reference, &self.definitions.signals)?;
        Some(found.base.name.clone().unwrap_or_else(|| found.base.id.to_string()))
    }

    pub(crate) fn escalation_code(&mut self, base: &BaseElement, reference: Option<&str>) -> Option<String> {
        reference?;
        let found = self.root_element(base, "escalation", reference, &self.definitions.escalations)?;
        Some(found.code.clone().unwrap_or_else(|| found.base.id.to_string()))
    }
}
