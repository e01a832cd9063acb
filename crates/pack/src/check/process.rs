//! The process: sound, with a way for what is undetermined, and with words for everyone.

use std::collections::BTreeSet;

use afaq_base::Text;
use afaq_bpmn::{FindingKind, NodeKind, soundness};

use super::Parts;
use super::conditions::{Token, tokens};
use crate::codes;
use crate::model::{CaseOutcome, Operation, Outcome, Silence, Trigger, WaitFor};
use crate::problem::{Severity, Spot, suggest};
use crate::read::{Cx, ProcessRead, process_spot};
use crate::yaml::Node;

/// Runs the checks of the process and of the messages that it needs.
pub(super) fn check(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let Some(process) = parts.process else { return };
    sound(cx, process);
    outcomes(cx, process);
    undetermined(cx, process);
    notices(cx, parts, process);
    silence(cx, parts, process);
    messages(cx, parts, process);
    transition(cx, parts, process);
}

/// Running cases can go on only at elements that this version has.
fn transition(cx: &mut Cx<'_>, parts: &Parts<'_>, process: &ProcessRead) {
    let node = parts.head.and_then(|head| head.transition.as_ref());
    for (_, to) in node.and_then(|node| node.get("map")).map(Node::entries).unwrap_or_default() {
        let Some(id) = to.text().filter(|id| process.compiled.find_node(id).is_none()) else { continue };
        cx.problems.add_with_help(
            codes::UNKNOWN_ELEMENT,
            &to.spot,
            Text::new(
                format!("العنصر `{id}` ليس في الإجراء"),
                format!("the element `{id}` is not in the process"),
            ),
            suggest(id, process.compiled.nodes.iter().map(|node| &*node.base.id)),
        );
    }
}

fn sound(cx: &mut Cx<'_>, process: &ProcessRead) {
    for finding in soundness(&process.compiled) {
        let code = match finding.kind {
            FindingKind::Deadlock | FindingKind::DeadEnd => codes::DEADLOCK,
            FindingKind::Livelock => codes::LIVELOCK,
            FindingKind::Unreachable => codes::UNREACHABLE,
            FindingKind::LostSynchronization => codes::SYNCHRONIZATION,
            FindingKind::NotDecided => codes::NOT_EXPLORED,
        };
        let severity = match finding.kind {
            FindingKind::NotDecided => Severity::Note,
            _ => Severity::Error,
        };
        cx.problems.add_as(
            severity,
            code,
            &process_spot(finding.position),
            Text::new(finding.message_ar(), finding.message_en()),
            Text::new(finding.help_ar(), finding.help_en()),
        );
    }
}

/// Conditions may only compare with outcomes that some task has, and each outcome must matter.
fn outcomes(cx: &mut Cx<'_>, process: &ProcessRead) {
    if process.outcomes.values().any(Vec::is_empty) {
        return;
    }
    let possible: BTreeSet<Outcome> = process.outcomes.values().flatten().copied().collect();
    for flow in &process.compiled.flows {
        let Some(condition) = &flow.condition else { continue };
        if !condition.paths().iter().any(|path| path.first().is_some_and(|one| one == "outcome")) {
            continue;
        }
        for token in tokens(&condition.to_string()) {
            let Token::Text(word) = token else { continue };
            let Some(outcome) = Outcome::find(&word) else { continue };
            if !possible.contains(&outcome) {
                cx.problems.add(
                    codes::OUTCOME_FLOW,
                    &process_spot(flow.base.position),
                    Text::new(
                        format!("لا تعطي أي مهمة النتيجة `{word}`"),
                        format!("no task has the outcome `{word}`"),
                    ),
                );
            }
        }
    }
}

fn undetermined(cx: &mut Cx<'_>, process: &ProcessRead) {
    for node in &process.compiled.nodes {
        if !matches!(node.kind, NodeKind::Exclusive) || node.undetermined.is_some() {
            continue;
        }
        let reads_facts =
            node.outgoing.iter().filter_map(|flow| process.compiled.flows.get(*flow)).any(|flow| {
                flow.condition.as_ref().is_some_and(|condition| {
                    condition.paths().iter().any(|path| {
                        path.first().is_some_and(|one| {
                            !matches!(one.as_str(), "outcome" | "message" | "appeal" | "silence")
                        })
                    })
                })
            });
        if reads_facts {
            cx.problems.add(
                codes::NO_UNDETERMINED,
                &process_spot(node.base.position),
                Text::new(
                    format!("`{}`: لا مسار إذا تعذّر البتّ", node.base.id),
                    format!("`{}`: there is no way for what is undetermined", node.base.id),
                ),
            );
        }
    }
}

/// What silence means must be drawn: a way on which nobody acts any more, to the end that the law decides.
fn silence(cx: &mut Cx<'_>, parts: &Parts<'_>, process: &ProcessRead) {
    let Some(head) = parts.head else { return };
    let wanted = match head.silence() {
        Silence::None => return,
        Silence::Approves { .. } => CaseOutcome::Approved,
        Silence::Refuses { .. } => CaseOutcome::Refused,
    };
    let nodes = &process.compiled.nodes;
    let mut open: Vec<usize> = process
        .compiled
        .flows
        .iter()
        .filter(|flow| {
            flow.condition.as_ref().is_some_and(|condition| {
                condition.paths().iter().any(|path| path.first().is_some_and(|one| one == "silence"))
            })
        })
        .map(|flow| flow.target)
        .collect();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut ends = Vec::new();
    while let Some(at) = open.pop() {
        let Some(node) = nodes.get(at).filter(|node| seen.insert(at) && !matches!(node.kind, NodeKind::User))
        else {
            continue;
        };
        ends.extend(process.ends.get(&*node.base.id).copied());
        let next = node.outgoing.iter().filter_map(|flow| process.compiled.flows.get(*flow));
        open.extend(next.map(|flow| flow.target));
    }
    if !ends.contains(&wanted) {
        cx.problems.add(
            codes::SILENCE,
            &head.promise_spot,
            Text::new(
                format!("لا مسار شرطه silence يصل بلا موظف إلى النهاية `{}`", wanted.word()),
                format!(
                    "no way with the condition `silence` leads, without an officer, to the end `{}`",
                    wanted.word()
                ),
            ),
        );
    }
}

fn notices(cx: &mut Cx<'_>, parts: &Parts<'_>, process: &ProcessRead) {
    for (element, operation) in &process.operations {
        let Operation::Notify { message } = operation else { continue };
        if !parts.messages.is_read || parts.messages.ids.contains(message) {
            continue;
        }
        let position = process.compiled.find_node(element).map(|node| node.base.position).unwrap_or_default();
        cx.problems.add_with_help(
            codes::UNKNOWN_MESSAGE,
            &process_spot(position),
            Text::new(
                format!("الرسالة `{message}` غير معرّفة"),
                format!("the message `{message}` is not defined"),
            ),
            suggest(message, parts.messages.ids.iter().map(String::as_str)),
        );
    }
}

fn messages(cx: &mut Cx<'_>, parts: &Parts<'_>, process: &ProcessRead) {
    if !parts.messages.is_read {
        return;
    }
    let mut needed = vec![Trigger::Submitted];
    for (outcome, trigger) in [
        (CaseOutcome::Approved, Trigger::Approved),
        (CaseOutcome::Refused, Trigger::Refused),
        (CaseOutcome::Expired, Trigger::Expired),
    ] {
        if process.ends.values().any(|one| *one == outcome) {
            needed.push(trigger);
        }
    }
    if process.message_waits.values().any(|wait| wait.from == WaitFor::Applicant) {
        needed.push(Trigger::Asked);
    }
    if process.operations.values().any(|one| *one == Operation::CollectFee) {
        needed.push(Trigger::FeeDue);
    }
    if parts.head.is_some_and(|head| head.silence().law().is_some()) {
        needed.push(Trigger::Silence);
    }
    for trigger in needed {
        if !parts.messages.triggers.iter().any(|(on, _)| *on == trigger) {
            cx.problems.add(
                codes::MISSING_TRIGGER_MESSAGE,
                &Spot::file("messages.yaml"),
                Text::new(
                    format!("لا توجد رسالة عند الحدث `{}`", trigger.word()),
                    format!("no message is sent on `{}`", trigger.word()),
                ),
            );
        }
    }
    let mut seen: BTreeSet<Trigger> = BTreeSet::new();
    for (on, spot) in &parts.messages.triggers {
        if *on != Trigger::Process && !seen.insert(*on) {
            cx.problems.add(
                codes::DUPLICATE_TRIGGER,
                spot,
                Text::new(
                    format!("رسالتان عند الحدث `{}`", on.word()),
                    format!("two messages are sent on `{}`", on.word()),
                ),
            );
        }
    }
}
