//! Scenarios: every name known, every value of its kind, every reason and every path tried.

use std::collections::BTreeSet;

use afaq_base::Text;

use super::Parts;
use crate::codes;
use crate::model::{
    CaseOutcome, Concept, Outcome, RegisterField, ScenarioStatus, Silence, Step, StopFor, Trigger,
};
use crate::problem::{Severity, Spot, suggest};
use crate::read::{Cx, SURVIVORS};
use crate::yaml::{self, Node};

/// Runs the checks of scenarios.
pub(super) fn check(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let names: Vec<String> = cx
        .sources
        .keys()
        .filter(|name| name.starts_with("scenarios/") && *name != SURVIVORS)
        .cloned()
        .collect();
    for name in &names {
        let Some(source) = cx.sources.get(name).cloned() else { continue };
        // The tree was read before; its problems were reported then.
        let mut silent = crate::problem::Problems::default();
        if let Some(node) = yaml::read(&source, &source.text, 1, &mut silent) {
            Walk { cx, parts }.scenario(&node);
        }
    }
    if names.is_empty() {
        let message = Text::new("لا توجد سيناريوهات", "there are no scenarios");
        gap(cx, codes::NO_SCENARIO, &Spot::file("service.yaml"), message);
        return;
    }
    // A scenario that could not be read may well be the one that is missing.
    let is_incomplete = parts.scenarios.len() < names.len();
    if !is_incomplete && !cx.problems.has_structural_errors("scenarios/") {
        tried(cx, parts);
    }
}

/// What is missing is a warning while a pack is being written and an error when it is published.
fn gap(cx: &mut Cx<'_>, code: &'static str, spot: &Spot, message: Text) {
    let severity = if cx.options.publish { Severity::Error } else { Severity::Warning };
    let help = codes::explain(code).map(|one| one.mend.to_text()).unwrap_or_default();
    cx.problems.add_as(severity, code, spot, message, help);
}

fn tried(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let mut reasons: BTreeSet<&str> = BTreeSet::new();
    let mut done: BTreeSet<(&str, Outcome)> = BTreeSet::new();
    for scenario in parts.scenarios {
        reasons.extend(scenario.expect.reasons.iter().flatten().map(String::as_str));
        for step in &scenario.steps {
            if let Step::Officer { task, outcome, reasons: given, .. } = step {
                done.insert((task, *outcome));
                reasons.extend(given.iter().map(String::as_str));
            }
        }
    }
    for (id, spot) in &parts.reasons.spots {
        if !reasons.contains(id.as_str()) {
            let message = Text::new(
                format!("لم يُجرَّب السبب `{id}` في أي سيناريو"),
                format!("no scenario expects the reason `{id}`"),
            );
            gap(cx, codes::REASON_SCENARIO, spot, message);
        }
    }
    let Some(process) = parts.process else { return };
    for task in process.tasks.values() {
        for outcome in &task.outcomes {
            if !done.contains(&(task.element.as_str(), *outcome)) {
                let message = Text::new(
                    format!("لم تُجرَّب النتيجة `{}` للمهمة `{}` في أي سيناريو", outcome.word(), task.element),
                    format!(
                        "no scenario tries the outcome `{}` of the task `{}`",
                        outcome.word(),
                        task.element
                    ),
                );
                gap(cx, codes::PATH_SCENARIO, &task.spot, message);
            }
        }
    }
    silence_tried(cx, parts);
    let ends: BTreeSet<CaseOutcome> = process.ends.values().copied().collect();
    for outcome in ends {
        let status = match outcome {
            CaseOutcome::Approved => ScenarioStatus::Approved,
            CaseOutcome::Refused => ScenarioStatus::Refused,
            CaseOutcome::Expired => ScenarioStatus::Expired,
            CaseOutcome::Withdrawn => ScenarioStatus::Withdrawn,
        };
        if parts.scenarios.iter().all(|scenario| scenario.expect.status != Some(status)) {
            let spot = process
                .ends
                .iter()
                .find(|(_, one)| **one == outcome)
                .and_then(|(id, _)| process.compiled.find_node(id))
                .map_or_else(
                    || Spot::file("process.bpmn"),
                    |node| crate::read::process_spot(node.base.position),
                );
            let message = Text::new(
                format!("لا ينتهي أي سيناريو بالنتيجة `{}`", outcome.word()),
                format!("no scenario ends as `{}`", outcome.word()),
            );
            gap(cx, codes::PATH_SCENARIO, &spot, message);
        }
    }
}

/// What the law decides without an officer must be seen to happen before it is published.
fn silence_tried(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let Some(head) = parts.head.filter(|head| head.silence().law().is_some()) else { return };
    let letters: Vec<&str> = parts
        .messages
        .list
        .iter()
        .filter(|message| message.on == Trigger::Silence)
        .map(|message| message.id.as_str())
        .collect();
    let is_tried = parts.scenarios.iter().any(|scenario| {
        scenario.expect.messages.iter().flatten().any(|sent| letters.contains(&sent.as_str()))
    });
    if !is_tried {
        let message = Text::new(
            "لم يُجرَّب أثر السكوت في أي سيناريو",
            "no scenario lets the legal time pass and expects the message of silence",
        );
        gap(cx, codes::PATH_SCENARIO, &head.promise_spot, message);
    }
}

struct Walk<'w, 'c, 'p> {
    cx: &'w mut Cx<'c>,
    parts: &'w Parts<'p>,
}

impl Walk<'_, '_, '_> {
    fn scenario(&mut self, root: &Node) {
        let expects_draft = root.get("expect").and_then(|one| one.text_of("status")) == Some("draft");
        self.registers(root.get("registers"));
        self.answers(root.get("answers"), expects_draft);
        self.evidence(root.get("evidence"));
        for step in root.get("steps").map(Node::items).unwrap_or_default() {
            self.step(step);
        }
        if let Some(expect) = root.get("expect") {
            self.expect(expect);
        }
    }

    fn unknown<'s>(
        &mut self,
        code: &'static str,
        node: &Spot,
        name: &str,
        what: (&str, &str),
        known: impl Iterator<Item = &'s str> + Clone,
    ) {
        self.cx.problems.add_with_help(
            code,
            node,
            Text::new(
                format!("{} `{name}` غير معرّف", what.0),
                format!("the {} `{name}` is not defined", what.1),
            ),
            suggest(name, known),
        );
    }

    fn registers(&mut self, node: Option<&Node>) {
        for (key, answer) in node.map(Node::entries).unwrap_or_default() {
            let Some(register) = self.parts.registers.iter().find(|one| one.id == key.text) else {
                let known: Vec<&str> = self.parts.registers.iter().map(|one| one.id.as_str()).collect();
                self.unknown(
                    codes::UNKNOWN_REGISTER,
                    &key.spot,
                    &key.text,
                    ("السجل", "register"),
                    known.into_iter(),
                );
                continue;
            };
            for (field, value) in answer.entries() {
                if field.text.bytes().all(|byte| byte.is_ascii_digit()) {
                    for (inner, value) in value.entries() {
                        self.field(register, &inner.text, &inner.spot, value);
                    }
                } else {
                    self.field(register, &field.text, &field.spot, value);
                }
            }
        }
    }

    fn field(&mut self, register: &crate::model::Register, name: &str, spot: &Spot, value: &Node) {
        match register.find_field(name) {
            None => {
                let known: Vec<&str> = register.fields.iter().map(|one| one.name.as_str()).collect();
                self.unknown(codes::UNKNOWN_FIELD, spot, name, ("الحقل", "field"), known.into_iter());
            }
            Some(field) => self.value(&as_concept(field, spot), value, true),
        }
    }

    /// Facts, and decisions by their ids.
    fn facts(&mut self, node: Option<&Node>) {
        for (key, value) in node.map(Node::entries).unwrap_or_default() {
            if !self.parts.rules.types.contains_key(&key.text) {
                self.answer(&key.text, &key.spot, value, false);
            }
        }
    }

    fn answers(&mut self, node: Option<&Node>, may_be_wrong: bool) {
        for (key, value) in node.map(Node::entries).unwrap_or_default() {
            self.answer(&key.text, &key.spot, value, may_be_wrong);
        }
    }

    fn answer(&mut self, path: &str, spot: &Spot, value: &Node, may_be_wrong: bool) {
        let concepts = &self.parts.data.concepts;
        if let Some(concept) = concepts.get(path) {
            if !may_be_wrong && !value.is_null() && !concept.is_broken {
                let concept = concept.clone();
                self.value(&concept, value, false);
            }
            return;
        }
        if concepts.find_group(path).is_some_and(|group| group.many.is_some()) {
            for row in value.items() {
                for (leaf, value) in row.entries() {
                    self.answer(&format!("{path}.{}", leaf.text), &leaf.spot, value, may_be_wrong);
                }
            }
            return;
        }
        let known: Vec<&str> = concepts.iter().map(|one| one.path.as_str()).collect();
        self.unknown(codes::UNKNOWN_CONCEPT, spot, path, ("الحقل", "concept"), known.into_iter());
    }

    /// A value that does not fit its concept.
    fn value(&mut self, concept: &Concept, node: &Node, may_be_empty: bool) {
        let raw = match node.text() {
            Some(text) => text.to_owned(),
            None if node.is_list() => crate::values::texts(node).join(","),
            None if may_be_empty || concept.optional => return,
            None => String::new(),
        };
        if let Err(error) = concept.parse_answer(&raw) {
            self.cx.problems.add_with_help(
                codes::SCENARIO_VALUE,
                &node.spot,
                Text::new(
                    format!("«{raw}» لا تصلح قيمة لـ `{}`", concept.path),
                    format!("`{raw}` is no value of `{}`", concept.path),
                ),
                error.message,
            );
        }
    }

    fn evidence(&mut self, node: Option<&Node>) {
        for item in node.map(Node::items).unwrap_or_default() {
            let Some(id) = item.text() else { continue };
            if self.parts.data.evidence.iter().all(|one| one.id != id) {
                let known: Vec<&str> = self.parts.data.evidence.iter().map(|one| one.id.as_str()).collect();
                self.unknown(
                    codes::UNKNOWN_EVIDENCE,
                    &item.spot,
                    id,
                    ("المستند", "evidence"),
                    known.into_iter(),
                );
            }
        }
    }

    fn step(&mut self, step: &Node) {
        if let Some(officer) = step.get("officer") {
            self.officer(officer);
        }
        if let Some(applicant) = step.get("applicant") {
            self.answers(applicant.get("answers"), false);
            self.evidence(applicant.get("evidence"));
        }
        self.answers(step.get("correct"), false);
        self.registers(step.get("register"));
        self.running(step);
    }

    /// What happens beside the drawn path: optional actions, messages of other systems, a stopped clock.
    fn running(&mut self, step: &Node) {
        let actions = self.parts.running.action_ids.clone();
        if let Some((node, name)) = step.get("action").and_then(|node| Some((node, node.text()?)))
            && !actions.iter().any(|one| one == name)
        {
            let known = actions.iter().map(String::as_str);
            self.unknown(codes::UNKNOWN_ELEMENT, &node.spot, name, ("الإجراء", "action"), known);
        }
        let names: Vec<String> = match self.parts.process {
            Some(process) => process.message_names(),
            None => return,
        };
        let message = step.get("message").and_then(|message| message.get("name"));
        if let Some((node, name)) = message.and_then(|node| Some((node, node.text()?)))
            && !names.iter().any(|one| one == name)
        {
            let known = names.iter().map(String::as_str);
            self.unknown(codes::UNKNOWN_MESSAGE, &node.spot, name, ("الرسالة", "message"), known);
        }
        if let Some((node, word)) = step.get("stop_clock").and_then(|node| Some((node, node.text()?)))
            && let Some(reason) = StopFor::find(word)
            && self.parts.running.clock.law_of(reason).is_none()
        {
            let known = self.parts.running.clock.stops.iter().map(|right| right.reason.word());
            self.unknown(codes::UNKNOWN_LAW, &node.spot, word, ("حق الإيقاف", "right to stop"), known);
        }
    }

    fn officer(&mut self, node: &Node) {
        self.reasons(node.get("reasons"));
        self.answers(node.get("sets"), false);
        let (Some(process), Some(task)) = (self.parts.process, node.get("task")) else { return };
        let Some(name) = task.text() else { return };
        let Some(outcomes) = process.outcomes.get(name) else {
            let known: Vec<&str> = process.outcomes.keys().map(String::as_str).collect();
            self.unknown(codes::UNKNOWN_ELEMENT, &task.spot, name, ("المهمة", "task"), known.into_iter());
            return;
        };
        let Some(word) = node.get("outcome") else { return };
        let Some(outcome) = word.text().and_then(Outcome::find) else { return };
        if !outcomes.is_empty() && !outcomes.contains(&outcome) {
            self.cx.problems.add_with_help(
                codes::SCENARIO_OUTCOME,
                &word.spot,
                Text::new(
                    format!("لا تعطي المهمة `{name}` النتيجة `{}`", outcome.word()),
                    format!("the task `{name}` does not have the outcome `{}`", outcome.word()),
                ),
                suggest(outcome.word(), outcomes.iter().map(|one| one.word())),
            );
        }
    }

    fn reasons(&mut self, node: Option<&Node>) {
        let mut known: Vec<String> = self.parts.reasons.spots.keys().cloned().collect();
        let is_refusal = |head: &&crate::read::Head| matches!(head.silence(), Silence::Refuses { .. });
        known.extend(self.parts.head.filter(is_refusal).map(|_| Silence::REASON.to_owned()));
        self.each(node, codes::UNKNOWN_REASON, ("السبب", "reason"), &known);
    }

    fn each(&mut self, node: Option<&Node>, code: &'static str, what: (&str, &str), known: &[String]) {
        for item in node.map(Node::items).unwrap_or_default() {
            let Some(name) = item.text() else { continue };
            if !known.iter().any(|one| one == name) {
                self.unknown(code, &item.spot, name, what, known.iter().map(String::as_str));
            }
        }
    }

    fn expect(&mut self, expect: &Node) {
        self.reasons(expect.get("reasons"));
        let parts = self.parts;
        let paths: Vec<String> = parts.data.concepts.iter().map(|one| one.path.clone()).collect();
        self.each(expect.get("missing"), codes::UNKNOWN_CONCEPT, ("المعلومة", "concept"), &paths);
        let mut askable = paths;
        askable.extend(parts.data.evidence.iter().map(|one| format!("evidence.{}", one.id)));
        self.each(expect.get("not_asked"), codes::UNKNOWN_CONCEPT, ("المعلومة", "concept"), &askable);
        let messages: Vec<String> = parts.messages.ids.clone();
        if parts.messages.is_read {
            self.each(expect.get("messages"), codes::UNKNOWN_MESSAGE, ("الرسالة", "message"), &messages);
        }
        let pages: Vec<String> = parts.form.pages.iter().map(|one| one.id.clone()).collect();
        if !pages.is_empty() {
            self.each(expect.get("pages"), codes::UNKNOWN_PAGE, ("الصفحة", "page"), &pages);
        }
        if let Some(head) = parts.head {
            let outputs: Vec<String> = head.outputs.iter().map(|one| one.id.clone()).collect();
            self.each(expect.get("outputs"), codes::UNKNOWN_OUTPUT, ("الوثيقة", "output"), &outputs);
        }
        self.facts(expect.get("facts"));
        let (Some(process), Some(at)) = (parts.process, expect.get("at")) else { return };
        let Some(name) = at.text() else { return };
        if process.compiled.find_node(name).is_none() {
            let known: Vec<String> =
                process.compiled.nodes.iter().map(|node| node.base.id.to_string()).collect();
            self.unknown(
                codes::UNKNOWN_ELEMENT,
                &at.spot,
                name,
                ("العنصر", "element"),
                known.iter().map(String::as_str),
            );
        }
    }
}

/// A register's field as a concept, to read its values with.
fn as_concept(field: &RegisterField, spot: &Spot) -> Concept {
    Concept {
        path: field.name.clone(),
        kind: field.kind.clone(),
        name: None,
        label: field.label.clone(),
        hint: None,
        help: None,
        error: None,
        unit: None,
        sensitivity: field.sensitivity,
        from: crate::model::From::Officer,
        about: crate::model::About::Applicant,
        after: None,
        optional: true,
        group: None,
        spot: spot.clone(),
        is_broken: false,
    }
}
