//! Why the rules decided as they did, in sentences for officers and for the person.

use afaq_base::{Text, Timestamp};
use afaq_dmn::{Evaluation, InputUsed, Sentence, SentenceKind};
use afaq_domain::cases::{context, feel_env};
use afaq_feel::{Context, Value};
use afaq_pack::{Decisions, PackWords, Service};

use super::reading::CaseView;

/// Why one decision came out as it did.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionExplained {
    /// The id of the decision.
    pub id: String,
    /// What it is called.
    pub label: Text,
    /// Whether it is undetermined, because a fact is not known.
    pub is_undetermined: bool,
    /// The sentences, the result first.
    pub sentences: Vec<WhySentence>,
    /// The facts that it and the decisions below it used, with their values then.
    pub used: Vec<InputUsed>,
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
    /// The facts that are not known and decide.
    Missing,
    /// What would come out if such a fact were known.
    IfKnown,
    /// What would have had to differ.
    Difference,
}

impl DecisionExplained {
    /// Leaves out what only those read who apply the rules.
    pub(super) fn keep_what_people_need(&mut self) {
        self.sentences.retain(|sentence| match sentence.kind {
            Why::Applied | Why::Missing | Why::IfKnown | Why::Difference => true,
            Why::Result | Why::Nearly | Why::Condition => false,
        });
    }
}

impl CaseView {
    /// Why each decision of the case came out as it did, for an officer: out of the inputs that were stored with
    /// it. Nothing is decided again: where the same inputs no longer give the stored result, only what was stored
    /// is told.
    #[must_use]
    pub fn explanations(&self) -> Vec<DecisionExplained> {
        let ids = self.service.decisions.ids.iter();
        ids.filter_map(|id| Some(self.explained(id, self.case.evaluations.get(id)?))).collect()
    }

    /// The decision of which the person is told: whether there is a right; where the pack decides only on reasons,
    /// those. The right itself rests on the reasons: what is told there is not told twice.
    fn decision_for_person(&self) -> Option<(&str, &Evaluation)> {
        [Decisions::ELIGIBLE, Decisions::REASONS]
            .into_iter()
            .filter(|id| self.service.decisions.ids.iter().any(|known| known == id))
            .find_map(|id| Some((id, self.case.evaluations.get(id)?)))
    }

    /// Whether that decision waits for a fact that is not known.
    #[must_use]
    pub fn is_undetermined(&self) -> bool {
        self.decision_for_person().is_some_and(|(_, taken)| matches!(taken.value, Value::Unknown(_)))
    }

    /// The same for the person: why the request is entitled or not, and what would have had to differ. Nothing
    /// where there is nothing to say.
    #[must_use]
    pub fn explanation_for_person(&self) -> Option<DecisionExplained> {
        let (id, taken) = self.decision_for_person()?;
        let mut one = self.explained(id, taken);
        one.keep_what_people_need();
        Some(one).filter(|one| !one.sentences.is_empty() || !one.used.is_empty())
    }

    fn explained(&self, id: &str, evaluation: &Evaluation) -> DecisionExplained {
        let known = context(&self.service, &self.case.facts, &self.case.evidence, self.now);
        explained(&self.service, id, evaluation, known, self.now)
    }
}

/// Explains one evaluation; `known` are all facts that texts may name.
pub(super) fn explained(
    service: &Service,
    id: &str,
    evaluation: &Evaluation,
    mut known: Context,
    now: Timestamp,
) -> DecisionExplained {
    let hoped = match &evaluation.value {
        Value::Boolean(_) if id == Decisions::ELIGIBLE => Value::Boolean(true),
        Value::List(_) if id == Decisions::REASONS => Value::list(Vec::new()),
        // Of other decisions nobody hopes for another result.
        other => other.clone(),
    };
    let explanation = service.decisions.compiled.explain_again(id, evaluation, &feel_env(now), Some(&hoped));
    // Texts may name facts that no rule used; those that rules used stand as they were then.
    let mut used: Vec<InputUsed> = Vec::new();
    for input in evaluation.trace.iter().flat_map(|trace| &trace.inputs) {
        known.set_path(&input.path, input.value.clone());
        let is_decision = service.decisions.has(&input.path);
        if !is_decision && used.iter().all(|seen| seen.path != input.path) {
            used.push(input.clone());
        }
    }
    let words = PackWords::new(service, &known);
    let sentences = explanation.sentences(&words).into_iter().map(sentence).collect();
    let label = service.decisions.labels.get(id).cloned();
    DecisionExplained {
        id: id.to_owned(),
        label: label.unwrap_or_else(|| Text::new(id, id)),
        is_undetermined: matches!(evaluation.value, Value::Unknown(_)),
        sentences,
        used,
    }
}

fn sentence(one: Sentence) -> WhySentence {
    let kind = match one.kind {
        SentenceKind::Result => Why::Result,
        SentenceKind::Fired => Why::Applied,
        SentenceKind::Near => Why::Nearly,
        SentenceKind::Condition => Why::Condition,
        SentenceKind::Open => Why::Missing,
        SentenceKind::Outcome => Why::IfKnown,
        SentenceKind::Change => Why::Difference,
    };
    WhySentence { kind, rule: one.rule, text: Text::new(one.said.ar, one.said.en) }
}
