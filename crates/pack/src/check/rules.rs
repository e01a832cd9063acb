//! The rules: needed decisions, reasons with words, tables without gaps and overlaps.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;
use afaq_dmn::FindingKind;
use afaq_feel::Type;

use super::Parts;
use crate::model::{Cost, Decisions};
use crate::problem::{Severity, Spot, suggest};
use crate::read::Cx;
use crate::{codes, limits};

/// Runs the checks of the rules.
pub(super) fn check(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    needed(cx, parts);
    reasons(cx, parts);
    tables(cx, parts);
}

fn needed(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let rules = parts.rules;
    if !cx.sources.contains_key(&rules.file) {
        return;
    }
    let must_be = |id: &str, fits: &dyn Fn(&Type) -> bool, ar: &str, en: &str| -> Option<(Spot, Text)> {
        let ty = rules.types.get(id)?;
        let spot = rules.spots.get(id)?;
        (!fits(ty)).then(|| {
            (
                spot.clone(),
                Text::new(
                    format!("يجب أن تكون نتيجة `{id}` {ar}"),
                    format!("the result of `{id}` must be {en}"),
                ),
            )
        })
    };
    let wrong = [
        must_be(
            Decisions::ELIGIBLE,
            &|ty| matches!(ty, Type::Boolean | Type::Any),
            "true أو false",
            "true or false",
        ),
        must_be(
            Decisions::REASONS,
            &|ty| {
                matches!(ty, Type::Any)
                    || matches!(ty, Type::List(item) if matches!(**item, Type::String | Type::OneOf(_) | Type::Any))
            },
            "قائمة أسباب",
            "a list of reasons",
        ),
    ];
    for (spot, message) in wrong.into_iter().flatten() {
        cx.problems.add(codes::DECISION_TYPE, &spot, message);
    }
    if !rules.ids.iter().any(|id| id == Decisions::ELIGIBLE) {
        cx.problems.add(
            codes::MISSING_DECISION,
            &Spot::file(&rules.file),
            Text::new("لا يوجد القرار `eligible`", "the decision `eligible` is missing"),
        );
    }
    let Some(head) = parts.head else { return };
    let Cost::Decision(cost) = &head.cost else { return };
    match rules.types.get(cost) {
        None => cx.problems.add_with_help(
            codes::UNKNOWN_DECISION,
            &head.cost_spot,
            Text::new(format!("القرار `{cost}` غير معرّف"), format!("the decision `{cost}` is not defined")),
            suggest(cost, rules.ids.iter().map(String::as_str).chain(["free"])),
        ),
        Some(Type::Number | Type::Any) => {}
        Some(_) => {
            let spot = rules.spots.get(cost).unwrap_or(&head.cost_spot);
            cx.problems.add(
                codes::DECISION_TYPE,
                spot,
                Text::new(
                    format!("يجب أن تكون نتيجة `{cost}` مبلغاً بالدينار"),
                    format!("the result of `{cost}` must be an amount in KWD"),
                ),
            );
        }
    }
}

fn reasons(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let known = &parts.reasons.spots;
    let mut reported = BTreeSet::new();
    for (id, spot) in &parts.rules.given {
        if !known.contains_key(id) && reported.insert(id.as_str()) {
            cx.problems.add_with_help(
                codes::UNKNOWN_REASON,
                spot,
                Text::new(format!("لا نص للسبب `{id}`"), format!("the reason `{id}` has no text")),
                suggest(id, known.keys().map(String::as_str)),
            );
        }
    }
    let given: BTreeSet<&str> = parts.rules.given.iter().map(|(id, _)| id.as_str()).collect();
    for (id, spot) in known {
        if !given.contains(id.as_str())
            && !parts.reasons.by_officer.contains(id)
            && parts.rules.model.is_some()
        {
            cx.problems.add(
                codes::REASON_NEVER,
                spot,
                Text::new(
                    format!("لا تعطي أي قاعدة السبب `{id}`"),
                    format!("no rule gives the reason `{id}`"),
                ),
            );
        }
    }
}

fn tables(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    if parts.rules.decisions.is_none() || cx.problems.has_structural_errors(&parts.rules.file) {
        return;
    }
    let Some(model) = &parts.rules.model else { return };
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    for (decision, finding) in model.analyze(&[]) {
        let count = shown.entry(decision.clone()).or_default();
        *count += 1;
        if *count > limits::FINDINGS_MAX {
            continue;
        }
        let code = match &finding.kind {
            FindingKind::Gap { .. } => codes::GAP,
            FindingKind::Overlap { .. } | FindingKind::Conflict { .. } => codes::OVERLAP,
            FindingKind::Unreachable => codes::RULE_NEVER,
            FindingKind::CellNever { .. } | FindingKind::CellAlways { .. } => codes::CELL_NEVER,
            FindingKind::NotDecided { .. } => codes::NOT_DECIDED,
            FindingKind::OutputNotAllowed { .. } => codes::DECISION_TYPE,
            FindingKind::Subsumed { .. }
            | FindingKind::IdleInput { .. }
            | FindingKind::ConditionAlways { .. }
            | FindingKind::ConditionNever { .. }
            | FindingKind::Unused { .. }
            | FindingKind::NoEffect { .. } => codes::DECIDES_NOTHING,
            FindingKind::Recursion { .. } | FindingKind::OpenLoop { .. } => codes::OPEN_ENDED,
            FindingKind::More => continue,
        };
        let mut spot =
            parts.rules.spots.get(&decision).cloned().unwrap_or_else(|| Spot::file(&parts.rules.file));
        if let (Some(line), Some(column)) = (finding.line, finding.column) {
            (spot.line, spot.column) = (line, column);
        }
        let severity = match &finding.kind {
            FindingKind::NotDecided { .. } | FindingKind::Recursion { .. } | FindingKind::OpenLoop { .. } => {
                Severity::Note
            }
            _ if finding.is_defect() => Severity::Error,
            _ => Severity::Warning,
        };
        let message = Text::new(
            format!("القرار `{decision}`: {}", finding.message_ar()),
            format!("decision `{decision}`: {}", finding.message_en()),
        );
        let help = codes::explain(code).map(|one| one.mend.to_text()).unwrap_or_default();
        cx.problems.add_as(severity, code, &spot, message, help);
    }
}
