//! Why the rules decided as they did, in sentences for officers and for the person.

use afaq_base::Text;
use afaq_dmn::{Evaluation, Sentence, SentenceKind};
use afaq_domain::cases::{context, feel_env};
use afaq_feel::Value;
use afaq_pack::{Decisions, PackWords};

use super::reading::CaseView;

/// Why one decision came out as it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionExplained {
    /// The id of the decision.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Whether it is undetermined, because a fact is not known.
    pub is_undetermined: bool,
    /// The sentences, the result first.
    pub sentences: Vec<WhySentence>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhySentence {
    /// What it is about.
    pub kind: Why,
    /// The rule that it is about, from 1.
    pub rule: Option<usize>,
    /// The sentence.
    pub text: Text,
}

/// What a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The result.
    Result,
    /// A rule that applied, with the facts because of which it did.
    Applied,
    /// A rule that nearly applied, with what it missed.
    Nearly,
    /// A fact that a condition asked for.
    Condition,
    /// A fact that is not known and decides.
    Missing,
    /// What would have had to differ.
    Difference,
}

impl CaseView {
    /// Why each decision of the case came out as it did, for an officer: out of the inputs that were stored with
    /// it. Nothing is decided again: where the same inputs no longer give the stored result, only what was stored
    /// is told.
    #[must_use]
    pub fn explanations(&self) -> Vec<DecisionExplained> {
        let ids = self.service.decisions.ids.iter();
        ids.filter_map(|id| self.explained(id, self.case.evaluations.get(id)?)).collect()
    }

    /// The same for the person: why the request is entitled or not, and what would have had to differ.
    #[must_use]
    pub fn explanations_for_person(&self) -> Vec<DecisionExplained> {
        let is_shown = |kind: Why| match kind {
            Why::Applied | Why::Missing | Why::Difference => true,
            Why::Result | Why::Nearly | Why::Condition => false,
        };
        let mut all = self.explanations();
        all.retain(|one| matches!(one.id.as_str(), Decisions::ELIGIBLE | Decisions::REASONS));
        // The right itself rests on the reasons: what is told there is not told twice.
        if all.iter().any(|one| one.id == Decisions::ELIGIBLE) {
            all.retain(|one| one.id == Decisions::ELIGIBLE);
        }
        for one in &mut all {
            one.sentences.retain(|sentence| is_shown(sentence.kind));
        }
        all.retain(|one| !one.sentences.is_empty());
        all
    }

    fn explained(&self, id: &str, evaluation: &Evaluation) -> Option<DecisionExplained> {
        let compiled = &self.service.decisions.compiled;
        let hoped = match &evaluation.value {
            Value::Boolean(_) if id == Decisions::ELIGIBLE => Value::Boolean(true),
            Value::List(_) if id == Decisions::REASONS => Value::list(Vec::new()),
            // Of other decisions nobody hopes for another result.
            other => other.clone(),
        };
        let explanation = compiled.explain_again(id, evaluation, &feel_env(self.now), Some(&hoped));
        // Texts may name facts that no rule used; those that rules used stand as they were then.
        let mut known = context(&self.service, &self.case.facts, &self.case.evidence, self.now);
        for used in evaluation.trace.iter().flat_map(|trace| &trace.inputs) {
            known.set_path(&used.path, used.value.clone());
        }
        let words = PackWords::new(&self.service, &known);
        let sentences = explanation.sentences(&words).into_iter().map(sentence).collect();
        let label = self.service.decisions.labels.get(id).cloned();
        Some(DecisionExplained {
            id: id.to_owned(),
            label: label.unwrap_or_else(|| Text::new(id, id)),
            is_undetermined: matches!(evaluation.value, Value::Unknown(_)),
            sentences,
        })
    }
}

fn sentence(one: Sentence) -> WhySentence {
    let kind = match one.kind {
        SentenceKind::Result => Why::Result,
        SentenceKind::Fired => Why::Applied,
        SentenceKind::Near => Why::Nearly,
        SentenceKind::Condition => Why::Condition,
        SentenceKind::Open => Why::Missing,
        SentenceKind::Change => Why::Difference,
    };
    WhySentence { kind, rule: one.rule, text: Text::new(one.said.ar, one.said.en) }
}
