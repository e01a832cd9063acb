//! "Am I entitled?": what the rules would say, before anybody applies and without storing anything.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_base::{Fact, Source, Timestamp};
use afaq_dmn::Evaluation;
use afaq_domain::cases::{Facts, ReasonGiven, context, feel_env};
use afaq_feel::{Context, Value};
use afaq_pack::{Concept, Decisions, From, Kind, Service};

use super::explaining::{DecisionExplained, explained};
use super::form::{FieldProblem, PageAnswers};
use super::showing::reasons_given;
use crate::parties::Person;
use crate::{App, AppError, limits};

/// The answer that a register has nothing of the kind.
pub const NOTHING: &str = "nothing";

/// What the rules say of what is known or claimed.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Nothing speaks against it.
    Entitled,
    /// These reasons speak against it, whatever else is true.
    Against(Vec<ReasonGiven>),
    /// It depends on these facts.
    Open(Vec<String>),
}

/// A look at one's right to a service.
#[derive(Debug, Clone)]
pub struct Entitlement {
    /// The service.
    pub service: Arc<Service>,
    /// What is known or was answered.
    pub facts: Facts,
    /// The paths of the facts that decide and that can be asked, in the order of the pack.
    pub asks: Vec<String>,
    /// What the rules say.
    pub verdict: Verdict,
    /// What the rules were asked with, and when.
    evaluated: Option<Evaluation>,
    now: Timestamp,
}

impl Entitlement {
    /// Why the rules say so: the facts that they used, and what would have to differ.
    #[must_use]
    pub fn why(&self) -> Option<DecisionExplained> {
        let known = context(&self.service, &self.facts, &BTreeMap::new(), self.now);
        let mut why =
            explained(&self.service, Decisions::ELIGIBLE, self.evaluated.as_ref()?, known, self.now);
        why.keep_what_people_need();
        // What nobody said is no fact that was used.
        why.used.retain(|used| !used.value.is_unknown());
        Some(why)
    }
}

impl App {
    /// What the rules say of these answers alone; what is not answered stays open.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown service, or one whose rules decide on no right.
    pub fn entitlement(
        &self,
        service: &str,
        answers: &PageAnswers,
    ) -> Result<(Entitlement, Vec<FieldProblem>), AppError> {
        self.entitlement_by(service, Facts::new(), answers)
    }

    /// The same with what registers know of this person, who asks for it; nothing of it is kept.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown service, or one whose rules decide on no right.
    pub async fn my_entitlement(
        &self,
        person: &Person,
        service: &str,
        answers: &PageAnswers,
    ) -> Result<(Entitlement, Vec<FieldProblem>), AppError> {
        let published = self.service(service)?.service;
        let mut facts = self.signed_in_facts(&published, person.number);
        self.read_registers(&published, &mut facts, &mut Vec::new()).await?;
        self.entitlement_by(service, facts, answers)
    }

    fn entitlement_by(
        &self,
        service: &str,
        mut facts: Facts,
        answers: &PageAnswers,
    ) -> Result<(Entitlement, Vec<FieldProblem>), AppError> {
        let service = self.service(service)?.service;
        if !service.decisions.has(Decisions::REASONS) || !service.decisions.has(Decisions::ELIGIBLE) {
            return Err(AppError::NotFound);
        }
        let deciding = deciding(&service);
        let is_open = |facts: &Facts, path: &str| facts.get(path).is_none_or(|fact| fact.usable().is_none());
        let asks: Vec<String> = service
            .concepts
            .iter()
            .filter(|concept| deciding.contains(&concept.path) && can_be_asked(concept))
            .filter(|concept| is_open(&facts, &concept.path))
            .map(|concept| concept.path.clone())
            .take(limits::ENTITLEMENT_QUESTIONS_MAX)
            .collect();
        let mut problems = Vec::new();
        for path in &asks {
            let Some(concept) = service.concepts.get(path) else { continue };
            let raw = answers.get(path).and_then(|values| values.first()).map_or("", |raw| raw.trim());
            let value = match raw {
                "" => continue,
                NOTHING => Ok(Value::Null),
                raw => concept.parse_answer(raw),
            };
            match value {
                Ok(value) => {
                    facts.insert(path.clone(), Fact::asserted(value, Source::Applicant, self.now()));
                }
                Err(error) => problems.push(FieldProblem { field: path.clone(), message: error.message }),
            }
        }
        // What nobody said is unknown: the rules then say whether it matters.
        for concept in service.concepts.iter().filter(|one| !matches!(one.from, From::Computed(_))) {
            facts
                .entry(concept.path.clone())
                .or_insert_with(|| Fact::unavailable(Source::Applicant, self.now()));
        }
        let now = self.now();
        let known = context(&service, &facts, &BTreeMap::new(), now);
        let evaluated = service.decisions.compiled.evaluate(Decisions::ELIGIBLE, &known, &feel_env(now)).ok();
        let verdict = match &evaluated {
            Some(evaluated) => verdict(&service, evaluated, &known),
            None => Verdict::Open(Vec::new()),
        };
        Ok((Entitlement { service, facts, asks, verdict, evaluated, now }, problems))
    }
}

/// What an evaluation of the right says.
fn verdict(service: &Service, evaluated: &Evaluation, known: &Context) -> Verdict {
    // A rule that fires does so whatever the unknown facts are.
    let mut fired: Vec<&str> = Vec::new();
    for trace in evaluated.trace.iter().filter(|trace| trace.id == Decisions::REASONS) {
        fired.extend(trace.result.as_list().unwrap_or_default().iter().filter_map(Value::as_str));
        fired.extend(trace.rules.iter().filter_map(|rule| rule.output.as_str()));
    }
    let mut seen = BTreeSet::new();
    fired.retain(|id| seen.insert(*id));
    if !fired.is_empty() {
        return Verdict::Against(reasons_given(service, fired, known));
    }
    match &evaluated.value {
        Value::Boolean(true) => Verdict::Entitled,
        value => Verdict::Open(value.unknown_names().into_iter().collect()),
    }
}

/// The facts on which the right depends, through other decisions and computed values.
fn deciding(service: &Service) -> BTreeSet<String> {
    let mut open: Vec<String> = Vec::new();
    let known = context(service, &Facts::new(), &BTreeMap::new(), afaq_base::Timestamp::UNIX_EPOCH);
    let env = feel_env(afaq_base::Timestamp::UNIX_EPOCH);
    if let Ok(evaluated) = service.decisions.compiled.evaluate(Decisions::ELIGIBLE, &known, &env) {
        open.extend(evaluated.trace.iter().flat_map(|trace| &trace.inputs).map(|input| input.path.clone()));
    }
    let mut found = BTreeSet::new();
    while let Some(path) = open.pop() {
        let Some(concept) = service.concepts.get(&path) else { continue };
        if found.insert(path)
            && let From::Computed(formula) = &concept.from
        {
            open.extend(formula.paths());
        }
    }
    found
}

/// Whether people know the answer by heart, and it names nobody.
fn can_be_asked(concept: &Concept) -> bool {
    let is_known_to_people =
        matches!(concept.from, From::Register { .. } | From::Applicant) && concept.group.is_none();
    is_known_to_people
        && match &concept.kind {
            Kind::Boolean
            | Kind::OneOf(_)
            | Kind::Country
            | Kind::Number { .. }
            | Kind::Money { .. }
            | Kind::Date => true,
            Kind::Text { .. }
            | Kind::ManyOf(_)
            | Kind::CivilNumber
            | Kind::Iban
            | Kind::Phone
            | Kind::Email => false,
        }
}
