//! Reads `process.bpmn`: the path of a case, and what each element means for it.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::{Span, Text};
use afaq_bpmn::{BaseElement, ElementKind, EventKind, Position, Process, ProcessDefinition, TaskKind};
use afaq_feel::Type;

use super::data::Data;
use super::rules::Rules;
use super::service::Head;
use super::{Cx, Formulas, registers};
use crate::model::{CaseOutcome, Operation, Outcome, TaskForm, TaskSpec, Wait, WaitFor};
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
    pub fn take_actions(&mut self, actions: &[crate::model::CaseAction]) {
        for action in actions {
            self.outcomes.insert(action.task.element.clone(), action.task.outcomes.clone());
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

    fn user_task(&mut self, base: &BaseElement) {
        let name = self.name(base);
        let get = |key: &str| base.extensions.get(key).map(|text| text.trim().to_owned());
        let role = self.role(base, get("role"));
        let target = match get("target") {
            None => {
                self.add(codes::TASK_TARGET, base, "مهمة بلا مدة مستهدفة", "the task has no target");
                None
            }
            Some(text) => {
                let span = Span::parse(&text).ok();
                if span.is_none() {
                    self.add(
                        codes::BPMN_VALUE,
                        base,
                        &format!("«{text}» ليست مدة"),
                        &format!("`{text}` is no length of time"),
                    );
                }
                span
            }
        };
        let form = match get("form").as_deref() {
            None => {
                self.add(codes::TASK_FORM, base, "مهمة بلا نموذج", "the task has no form");
                None
            }
            Some("decide") => Some(TaskForm::Decide),
            Some("opinion") => Some(TaskForm::Opinion),
            Some("check") => Some(TaskForm::Check),
            Some(other) => {
                let help = suggest(other, ["decide", "opinion", "check"]);
                self.add_unknown(
                    codes::BPMN_VALUE,
                    base,
                    &format!("نموذج غير معروف `{other}`"),
                    &format!("the form `{other}` is not known"),
                    help,
                );
                None
            }
        };
        let outcomes = self.outcomes(base, get("outcomes"));
        self.out.outcomes.insert(base.id.to_string(), outcomes.clone());
        let body = match get("body") {
            Some(code) => match afaq_base::bodies::find(&code) {
                Some(body) => Some(body.code.clone()),
                None => {
                    registers::unknown_body(self.cx, &code, &spot(base.position));
                    None
                }
            },
            None => role.as_ref().map(|(_, body)| body.clone()),
        };
        let asks = self.asks(base, get("asks"));
        let signatures = self.signatures(base, get("signatures"), &outcomes);
        if let (Some((role, _)), Some(target), Some(form), Some(body)) = (role, target, form, body) {
            self.out.tasks.insert(
                base.id.to_string(),
                TaskSpec {
                    element: base.id.to_string(),
                    role,
                    body,
                    target,
                    outcomes,
                    form,
                    name,
                    asks,
                    signatures,
                    spot: spot(base.position),
                },
            );
        }
    }

    fn role(&mut self, base: &BaseElement, role: Option<String>) -> Option<(String, afaq_base::BodyCode)> {
        let Some(role) = role else {
            self.add(codes::TASK_ROLE, base, "مهمة بلا دور", "the task has no role");
            return None;
        };
        let roles = self.head.map(|head| head.roles.as_slice())?;
        match roles.iter().find(|one| one.id == role) {
            Some(found) => Some((role, found.body.clone())),
            None => {
                let help = suggest(&role, roles.iter().map(|one| one.id.as_str()));
                self.add_unknown(
                    codes::UNKNOWN_ROLE,
                    base,
                    &format!("الدور `{role}` غير معرّف"),
                    &format!("the role `{role}` is not defined"),
                    help,
                );
                None
            }
        }
    }

    fn outcomes(&mut self, base: &BaseElement, text: Option<String>) -> Vec<Outcome> {
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            self.add(codes::TASK_OUTCOMES, base, "مهمة بلا نتائج", "the task has no outcomes");
            return Vec::new();
        };
        let mut outcomes = Vec::new();
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            match Outcome::find(word) {
                Some(one) if outcomes.contains(&one) => {}
                Some(one) => outcomes.push(one),
                None => {
                    let help = suggest(word, Outcome::ALL.iter().map(|one| one.word()));
                    self.add_unknown(
                        codes::BPMN_VALUE,
                        base,
                        &format!("نتيجة غير معروفة `{word}`"),
                        &format!("the outcome `{word}` is not known"),
                        help,
                    );
                }
            }
        }
        outcomes
    }

    /// A second signature makes sense for a decision alone.
    fn signatures(&mut self, base: &BaseElement, text: Option<String>, outcomes: &[Outcome]) -> u8 {
        let Some(text) = text else { return 1 };
        let decides = outcomes.iter().any(|one| matches!(one, Outcome::Approve | Outcome::Refuse));
        match text.as_str() {
            "1" => 1,
            "2" if decides => 2,
            "2" => {
                self.add(
                    codes::BPMN_VALUE,
                    base,
                    "توقيعان على مهمة لا تقرر شيئاً",
                    "two signatures for a task that decides nothing",
                );
                1
            }
            other => {
                self.add(
                    codes::BPMN_VALUE,
                    base,
                    &format!("عدد التوقيعات «{other}»: المسموح 1 أو 2"),
                    &format!("`{other}` signatures: 1 or 2 are possible"),
                );
                1
            }
        }
    }

    fn asks(&mut self, base: &BaseElement, text: Option<String>) -> Vec<String> {
        let mut asks = Vec::new();
        for path in text.unwrap_or_default().split([' ', ',']).filter(|path| !path.is_empty()) {
            if self.data.concepts.get(path).is_some() {
                asks.push(path.to_owned());
            } else {
                let help = suggest(path, self.data.concepts.iter().map(|one| one.path.as_str()));
                self.add_unknown(
                    codes::UNKNOWN_CONCEPT,
                    base,
                    &format!("المعلومة `{path}` غير معرّفة"),
                    &format!("the concept `{path}` is not defined"),
                    help,
                );
            }
        }
        asks
    }

    fn rule_task(&mut self, base: &BaseElement) {
        let Some(decision) = base.extensions.get("decision") else { return };
        let decision = decision.trim();
        if self.rules.ids.iter().any(|id| id == decision) {
            self.out.rule_tasks.insert(base.id.to_string(), decision.to_owned());
        } else {
            let help = suggest(decision, self.rules.ids.iter().map(String::as_str));
            self.add_unknown(
                codes::UNKNOWN_DECISION,
                base,
                &format!("القرار `{decision}` غير معرّف"),
                &format!("the decision `{decision}` is not defined"),
                help,
            );
        }
    }

    fn service_task(&mut self, base: &BaseElement) {
        let get = |key: &str| base.extensions.get(key).map(|text| text.trim().to_owned());
        let words = ["collect_fee", "issue", "notify", "read_registers"];
        let operation = match get("operation").as_deref() {
            Some("collect_fee") => Some(Operation::CollectFee),
            Some("read_registers") => Some(Operation::ReadRegisters),
            Some("issue") => self.issue(base, get("output")),
            Some("notify") => get("message").map(|message| Operation::Notify { message }),
            Some(other) => {
                let help = suggest(other, words);
                self.add_unknown(
                    codes::OPERATION,
                    base,
                    &format!("عملية غير معروفة `{other}`"),
                    &format!("the operation `{other}` is not known"),
                    help,
                );
                return;
            }
            None => {
                self.add(codes::OPERATION, base, "مهمة خدمة بلا عملية", "the service task has no operation");
                return;
            }
        };
        match operation {
            Some(operation) => {
                self.out.operations.insert(base.id.to_string(), operation);
            }
            None if get("operation").as_deref() == Some("notify") => {
                self.add(
                    codes::OPERATION,
                    base,
                    "لا تذكر المهمة رسالة (afaq:message)",
                    "the task names no message (afaq:message)",
                );
            }
            None => {}
        }
    }

    fn issue(&mut self, base: &BaseElement, output: Option<String>) -> Option<Operation> {
        let Some(output) = output else {
            self.add(
                codes::OPERATION,
                base,
                "لا تذكر المهمة وثيقة (afaq:output)",
                "the task names no output (afaq:output)",
            );
            return None;
        };
        let outputs = self.head.map(|head| head.outputs.as_slice())?;
        if outputs.iter().any(|one| one.id == output) {
            return Some(Operation::Issue { output });
        }
        let help = suggest(&output, outputs.iter().map(|one| one.id.as_str()));
        self.add_unknown(
            codes::UNKNOWN_OUTPUT,
            base,
            &format!("الوثيقة `{output}` غير معرّفة"),
            &format!("the output `{output}` is not defined"),
            help,
        );
        None
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

    fn wait(&mut self, process: &Process, element: &afaq_bpmn::Element) {
        let Some(message) = element.events.iter().find_map(|event| match &event.kind {
            EventKind::Message(reference) => Some(reference.clone().unwrap_or_default()),
            _ => None,
        }) else {
            return;
        };
        let base = &element.base;
        self.name(base);
        let from = match base.extensions.get("from").map(|text| text.trim()) {
            Some("applicant") => WaitFor::Applicant,
            None | Some("other") => WaitFor::Other,
            Some(other) => {
                let other = other.to_owned();
                self.add_unknown(
                    codes::BPMN_VALUE,
                    base,
                    &format!("قيمة غير معروفة `{other}`"),
                    &format!("`{other}` is not known"),
                    suggest(&other, ["applicant", "other"]),
                );
                WaitFor::Other
            }
        };
        if !ends_in_time(process, element) {
            self.add(codes::WAITS_FOREVER, base, "ينتظر بلا نهاية", "it waits without an end");
        }
        self.out.message_waits.insert(
            base.id.to_string(),
            Wait { element: base.id.to_string(), message, from, spot: spot(base.position) },
        );
    }
}

/// Whether a wait ends by a timer: another event behind the same event-based gateway, or a boundary
/// timer on the sub-process around it.
fn ends_in_time(process: &Process, element: &afaq_bpmn::Element) -> bool {
    let is_timer = |one: &afaq_bpmn::Element| {
        one.events.iter().any(|event| matches!(event.kind, EventKind::Timer { .. }))
    };
    let id: &str = &element.base.id;
    let gateways: BTreeSet<&str> = process
        .flows
        .iter()
        .filter(|flow| flow.target == id)
        .map(|flow| flow.source.as_str())
        .filter(|source| {
            process.find_element(source).is_some_and(|one| {
                matches!(one.kind, ElementKind::Gateway(afaq_bpmn::GatewayKind::EventBased))
            })
        })
        .collect();
    let by_gateway = process.flows.iter().any(|flow| {
        gateways.contains(flow.source.as_str()) && process.find_element(&flow.target).is_some_and(is_timer)
    });
    if by_gateway {
        return true;
    }
    let mut around = element.scope;
    while let Some(at) = around {
        let Some(scope) = process.elements.get(at) else { break };
        let has_timer = process.elements.iter().any(|one| {
            matches!(&one.kind, ElementKind::BoundaryEvent { attached_to, .. } if **attached_to == *scope.base.id) && is_timer(one)
        });
        if has_timer {
            return true;
        }
        around = scope.scope;
    }
    false
}
