//! Reads `process.bpmn`: the path of a case, and what each element means for it.

mod operations;
mod tasks;
mod waits;

use std::collections::BTreeMap;

use afaq_base::Text;
use afaq_bpmn::{BaseElement, ElementKind, Position, Process, ProcessDefinition, TaskKind};
use afaq_feel::Type;

use super::data::Data;
use super::rules::Rules;
use super::service::Head;
use super::{Cx, Formulas};
use crate::model::{CaseOutcome, Operation, Outcome, TaskSpec, Wait, WaitFor};
use crate::problem::{Severity, Spot, suggest};
use crate::{codes, limits};

/// Everything that the process says.
pub(crate) struct ProcessRead {
    pub definitions: afaq_bpmn::Definitions,
    pub compiled: ProcessDefinition,
    pub tasks: BTreeMap<String, TaskSpec>,
    pub operations: BTreeMap<String, Operation>,
    pub rule_tasks: BTreeMap<String, String>,
    pub message_waits: BTreeMap<String, Wait>,
    pub ends: BTreeMap<String, CaseOutcome>,
    /// The outcomes of every user task, of those too that could only be read in part.
    pub outcomes: BTreeMap<String, Vec<Outcome>>,
    /// Paths that conditions and scripts read, with their places.
    pub reads: Vec<(String, Spot)>,
}

impl ProcessRead {
    /// The tasks of optional actions are done as those of the process are.
    pub fn take_actions(&mut self, running: &super::Running) {
        use crate::model::CaseAction;
        let elements = running.action_ids.iter().map(|id| CaseAction::element_of(id));
        self.outcomes.extend(elements.map(|element| (element, vec![Outcome::Done])));
        for action in &running.actions {
            self.tasks.insert(action.task.element.clone(), action.task.clone());
        }
    }
}

impl ProcessRead {
    /// The names of the messages that other systems may send.
    pub fn message_names(&self) -> Vec<String> {
        use afaq_bpmn::NodeKind;
        let of_others = |id: &str| self.message_waits.get(id).is_none_or(|wait| wait.from == WaitFor::Other);
        let mut names = Vec::new();
        for node in self.compiled.nodes.iter().filter(|node| of_others(&node.base.id)) {
            match &node.kind {
                NodeKind::Message { name, .. } => names.push(name.clone()),
                NodeKind::Catch { triggers, .. } | NodeKind::Boundary { triggers, .. } => {
                    names.extend(triggers.iter().filter_map(|trigger| match trigger {
                        afaq_bpmn::Trigger::Message { name, .. } => Some(name.clone()),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        names.sort();
        names.dedup();
        names
    }
}

/// All attributes of the namespace `urn:afaq:bpmn:1`.
const ATTRIBUTES: [&str; 19] = [
    "role",
    "target",
    "form",
    "outcomes",
    "body",
    "asks",
    "signatures",
    "decision",
    "operation",
    "output",
    "message",
    "from",
    "outcome",
    "time",
    "name_ar",
    "name_en",
    "when",
    "resultVariable",
    "correlationKey",
];

/// Reads and compiles the process; nothing if it cannot be compiled.
pub(super) fn read(
    cx: &mut Cx<'_>,
    head: Option<&Head>,
    data: &Data,
    rules: &Rules,
    formulas: &mut Formulas,
) -> Option<ProcessRead> {
    let source = cx.sources.get("process.bpmn")?;
    let read = afaq_bpmn::read(&source.text);
    let mut is_read = true;
    for problem in &read.problems {
        is_read &= problem.severity() != afaq_bpmn::Severity::Error;
        report(cx, codes::BPMN_READ, problem);
    }
    let definitions = read.definitions?;
    let scope = scope(formulas);
    let compiled = match afaq_bpmn::compile_in(&definitions, None, &scope) {
        Ok(compiled) => only_what_cases_do(cx, compiled),
        Err(found) => {
            found.iter().for_each(|one| report(cx, codes::BPMN_COMPILE, one));
            None
        }
    };
    let process = match &compiled {
        Some(compiled) => definitions.find_process(&compiled.base.id),
        None => definitions.processes.first(),
    };
    let mut meaning = Meaning { cx, head, data, rules, out: Out::default() };
    if let Some(process) = process {
        meaning.process(process);
    }
    let out = meaning.out;
    let compiled = compiled.filter(|_| is_read)?;
    compiled.warnings.iter().for_each(|one| report(cx, codes::BPMN_COMPILE, one));
    if compiled.nodes.len() + compiled.flows.len() > limits::PROCESS_ELEMENTS_MAX {
        cx.problems.add(
            codes::LIMIT,
            &spot(compiled.base.position),
            Text::new(
                format!("في الإجراء أكثر من {} عنصر", limits::PROCESS_ELEMENTS_MAX),
                format!("the process has more than {} elements", limits::PROCESS_ELEMENTS_MAX),
            ),
        );
        return None;
    }
    let reads = conditions(&compiled);
    Some(ProcessRead {
        definitions,
        compiled,
        tasks: out.tasks,
        operations: out.operations,
        rule_tasks: out.rule_tasks,
        message_waits: out.message_waits,
        ends: out.ends,
        outcomes: out.outcomes,
        reads,
    })
}

/// Refuses what the engine runs but cases do not: beginning by an event, calling other processes.
fn only_what_cases_do(cx: &mut Cx<'_>, compiled: ProcessDefinition) -> Option<ProcessDefinition> {
    use afaq_bpmn::{NodeKind, Problem, ProblemKind};
    let mut found = Vec::new();
    if compiled.content.starts.is_empty() {
        found.push(Problem::at(&compiled.base, ProblemKind::NoStart));
    }
    for node in &compiled.nodes {
        if matches!(node.kind, NodeKind::Call { .. }) {
            let what = "a call activity in a service".to_owned();
            found.push(Problem::at(&node.base, ProblemKind::NotExecuted { what }));
        }
    }
    found.iter().for_each(|one| report(cx, codes::BPMN_COMPILE, one));
    found.is_empty().then_some(compiled)
}

/// The names that conditions of flows may use.
pub(crate) fn scope(formulas: &Formulas) -> afaq_feel::Scope {
    let outcomes = Outcome::ALL.iter().map(|one| one.word().to_owned()).collect();
    formulas
        .scope
        .clone()
        .with("outcome", Type::OneOf(outcomes))
        .with("message", Type::Any)
        .with("appeal", Type::Boolean)
        .with("silence", Type::Boolean)
}

/// A place in the process.
pub(crate) fn spot(position: Position) -> Spot {
    let mut spot = Spot::file("process.bpmn");
    (spot.line, spot.column) = (position.line.max(1), position.column.max(1));
    spot
}

fn report(cx: &mut Cx<'_>, code: &'static str, problem: &afaq_bpmn::Problem) {
    let (code, severity) = match problem.kind {
        // An element that nothing leads to is as wrong as one that no case can reach.
        afaq_bpmn::ProblemKind::NotConnected => (codes::UNREACHABLE, afaq_bpmn::Severity::Error),
        _ => (code, problem.severity()),
    };
    let severity = match severity {
        afaq_bpmn::Severity::Error => Severity::Error,
        afaq_bpmn::Severity::Warning => Severity::Warning,
    };
    let message = Text::new(
        format!("{} ({})", problem.message_ar(), problem.code()),
        format!("{} ({})", problem.message_en(), problem.code()),
    );
    cx.problems.add_as(
        severity,
        code,
        &spot(problem.position),
        message,
        Text::new(problem.help_ar(), problem.help_en()),
    );
}

/// The paths that the conditions of flows read.
fn conditions(process: &ProcessDefinition) -> Vec<(String, Spot)> {
    let mut reads = Vec::new();
    for flow in &process.flows {
        let Some(condition) = &flow.condition else { continue };
        for path in condition.paths() {
            reads.push((path.join("."), spot(flow.base.position)));
        }
    }
    reads
}

#[derive(Default)]
struct Out {
    tasks: BTreeMap<String, TaskSpec>,
    operations: BTreeMap<String, Operation>,
    rule_tasks: BTreeMap<String, String>,
    message_waits: BTreeMap<String, Wait>,
    ends: BTreeMap<String, CaseOutcome>,
    outcomes: BTreeMap<String, Vec<Outcome>>,
}

struct Meaning<'m, 'c> {
    cx: &'m mut Cx<'c>,
    head: Option<&'m Head>,
    data: &'m Data,
    rules: &'m Rules,
    out: Out,
}

impl Meaning<'_, '_> {
    fn process(&mut self, process: &Process) {
        for element in &process.elements {
            self.attributes(&element.base);
            for event in &element.events {
                self.attributes(&event.base);
                self.working_time(&element.base, event);
            }
            match &element.kind {
                ElementKind::Task(TaskKind::User) => self.user_task(&element.base),
                ElementKind::Task(TaskKind::Service) => self.service_task(&element.base),
                ElementKind::Task(TaskKind::BusinessRule) => self.rule_task(&element.base),
                ElementKind::EndEvent if element.scope.is_none() => self.end(&element.base),
                ElementKind::IntermediateCatchEvent => self.wait(process, element),
                _ => {}
            }
        }
        for flow in &process.flows {
            self.attributes(&flow.base);
        }
    }

    fn attributes(&mut self, base: &BaseElement) {
        for name in base.extensions.keys() {
            if !ATTRIBUTES.contains(&name.as_str()) {
                self.cx.problems.add_with_help(
                    codes::BPMN_ATTRIBUTE,
                    &spot(base.position),
                    Text::new(
                        format!("`{}`: الخاصية afaq:{name} غير معروفة", base.id),
                        format!("`{}`: the attribute afaq:{name} is not known", base.id),
                    ),
                    suggest(name, ATTRIBUTES),
                );
            }
        }
    }

    fn add(&mut self, code: &'static str, base: &BaseElement, ar: &str, en: &str) {
        let message = Text::new(format!("`{}`: {ar}", base.id), format!("`{}`: {en}", base.id));
        self.cx.problems.add(code, &spot(base.position), message);
    }

    fn add_unknown(&mut self, code: &'static str, base: &BaseElement, ar: &str, en: &str, help: Text) {
        let message = Text::new(format!("`{}`: {ar}", base.id), format!("`{}`: {en}", base.id));
        self.cx.problems.add_with_help(code, &spot(base.position), message, help);
    }

    /// The name in both languages; a missing one is reported.
    fn name(&mut self, base: &BaseElement) -> Text {
        let value =
            |key: &str| base.extensions.get(key).map(|text| text.trim()).filter(|text| !text.is_empty());
        let plain = base.name.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let is_arabic =
            plain.is_some_and(|text| text.chars().any(|one| ('\u{600}'..='\u{6FF}').contains(&one)));
        let ar = value("name_ar").or(plain.filter(|_| is_arabic));
        let en = value("name_en").or(plain.filter(|_| !is_arabic));
        match (ar, en) {
            (Some(ar), Some(en)) => Text::new(ar, en),
            _ => {
                let (word_ar, word_en) = if ar.is_none() {
                    ("العربية", "Arabic")
                } else {
                    ("الإنجليزية", "English")
                };
                self.add(
                    codes::BPMN_LANGUAGE,
                    base,
                    &format!("لا اسم ب{word_ar}"),
                    &format!("it has no {word_en} name"),
                );
                Text::new(ar.or(en).unwrap_or_default(), en.or(ar).unwrap_or_default())
            }
        }
    }

    fn end(&mut self, base: &BaseElement) {
        match base.extensions.get("outcome").map(|text| text.trim()) {
            None => self.add(codes::END_OUTCOME, base, "نهاية بلا نتيجة", "the end event has no outcome"),
            Some(word) => match CaseOutcome::find(word) {
                Some(outcome) => {
                    self.out.ends.insert(base.id.to_string(), outcome);
                }
                None => {
                    let word = word.to_owned();
                    let help = suggest(&word, CaseOutcome::ALL.iter().map(|one| one.word()));
                    self.add_unknown(
                        codes::BPMN_VALUE,
                        base,
                        &format!("نتيجة غير معروفة `{word}`"),
                        &format!("the outcome `{word}` is not known"),
                        help,
                    );
                }
            },
        }
    }
}
