//! Explanations of decisions as pages show them: to the officer all of them, to the person what concerns a refusal.

use std::collections::BTreeMap;

use afaq_app::cases::{CaseView, DecisionExplained, Entitlement, Verdict, Why};
use afaq_base::Lang;
use afaq_domain::cases::CaseOutcome;
use afaq_feel::Value as Feel;

use super::facts::Known;
use super::visit::Visit;
use crate::explained::{ExplainedView, WhyGroup};
use crate::html::Words;
use crate::texts::t;

/// One decision of a case, to its officer; nothing where it was not taken.
pub(crate) fn for_officer(all: &[DecisionExplained], id: &str, known: &Known<'_>) -> Option<ExplainedView> {
    let one = all.iter().find(|one| one.id == id)?;
    let kinds = [Why::Applied, Why::Nearly, Why::Condition, Why::Missing, Why::IfKnown, Why::Difference];
    Some(view(one, &kinds, known)).filter(|view| !view.is_empty())
}

/// Why the request ended as it did, to the person. As long as it is open nothing is told that an officer may decide
/// otherwise: only which facts are still missing.
pub(crate) fn for_person(view: &CaseView, known: &Known<'_>) -> Option<ExplainedView> {
    let kinds: &[Why] = match view.case.closed.as_ref().map(|closed| closed.outcome) {
        // The reasons stand above with their law.
        Some(CaseOutcome::Refused) => &[Why::Missing, Why::Difference],
        Some(CaseOutcome::Approved) => &[],
        None => &[Why::Missing],
        Some(CaseOutcome::Withdrawn | CaseOutcome::Expired) => return None,
    };
    // To explain is to decide again, with every fact changed that could be: not for nothing.
    if view.case.closed.is_none() && !view.is_undetermined() {
        return None;
    }
    Some(self::view(&view.explanation_for_person()?, kinds, known)).filter(|view| !view.is_empty())
}

/// Why the rules say so of somebody who asks before applying.
pub(crate) fn of_entitlement(entitlement: &Entitlement, known: &Known<'_>) -> Option<ExplainedView> {
    let kinds: &[Why] = match entitlement.verdict {
        Verdict::Entitled => &[],
        Verdict::Against(_) => &[Why::Difference],
        // What is missing is listed above.
        Verdict::Open(_) => &[Why::IfKnown],
    };
    Some(view(&entitlement.why()?, kinds, known)).filter(|view| !view.is_empty())
}

fn view(one: &DecisionExplained, kinds: &[Why], known: &Known<'_>) -> ExplainedView {
    let lang = known.visit.lang;
    let mut why = Vec::new();
    for kind in kinds {
        let of_kind = one.sentences.iter().filter(|sentence| sentence.kind == *kind);
        let sentences: Vec<Words> =
            of_kind.map(|sentence| Words::new(sentence.text.get(lang).to_string())).collect();
        if sentences.is_empty() {
            continue;
        }
        let group = WhyGroup::new(heading(*kind, known.visit), sentences);
        why.push(if *kind == Why::Difference { group.of_difference() } else { group });
    }
    let used: BTreeMap<&str, &Feel> = one.used.iter().map(|used| (used.path.as_str(), &used.value)).collect();
    ExplainedView { name: Words::new(one.label.get(lang).to_string()), why, used: known.used(&used) }
}

fn heading(kind: Why, visit: &Visit) -> &'static str {
    let lang: Lang = visit.lang;
    match kind {
        Why::Result => t(lang, "case-decision"),
        Why::Applied => t(lang, "why-applied"),
        Why::Nearly => t(lang, "why-nearly"),
        Why::Condition => t(lang, "why-conditions"),
        Why::Missing => t(lang, "why-missing"),
        Why::IfKnown => t(lang, "why-if-known"),
        Why::Difference => t(lang, "why-difference"),
    }
}
