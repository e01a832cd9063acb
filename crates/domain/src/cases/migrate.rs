//! A law changed: a case goes on by another version of its service, or stays under its own by a rule.

use std::collections::BTreeMap;

use afaq_base::time::local_date;
use afaq_base::{Date, Text, Timestamp};
use afaq_bpmn::{ElementId, Input, MigrationPlan, plan_migration};
use afaq_feel::{Context, Value};
use afaq_pack::{CaseAction, Operation, Service};

use super::event::{Event, Facts};
use super::facts::{context, feel_env};
use super::kinds;
use super::state::Case;
use super::work::Work;
use crate::Refusal;
use crate::parties::Actor;

/// The name of the case's own context in the condition of a transition.
const CASE: &str = "case";
/// The date of submission, as a transition names it.
const SUBMITTED_ON: &str = "case.submitted_on";

/// How cases of one version go on by another.
#[derive(Debug, Clone)]
pub struct Passage {
    /// From element to element.
    pub plan: MigrationPlan,
    /// The hash of the behavior from which cases come.
    pub from: String,
}

/// What becomes of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It can go on by the new version.
    Moves,
    /// It stays under its version, by the transition's rule.
    Stays,
    /// Something stands against it, each in words.
    Conflicts(Vec<Text>),
}

/// Plans the passage from one version to another.
pub fn plan_passage(old: &Service, new: &Service) -> Passage {
    let map: BTreeMap<ElementId, ElementId> = new
        .transition
        .map
        .iter()
        .filter(|(from, _)| {
            let mut flows = old.process.flows.iter();
            old.process.find_node(from).is_some() || flows.any(|flow| *flow.base.id == ***from)
        })
        .map(|(from, to)| (ElementId::from(from.as_str()), ElementId::from(to.as_str())))
        .collect();
    Passage { plan: plan_migration(&old.process, &new.process, &map), from: old.behavior_hash.clone() }
}

/// The date by which the version of a request is chosen: nothing where the newest one counts.
pub fn law_date(service: &Service, facts: &Facts, submitted: Timestamp) -> Option<Date> {
    let path = service.transition.law_of.as_deref()?;
    if path == SUBMITTED_ON {
        return Some(local_date(submitted));
    }
    match facts.get(path)?.usable()? {
        Value::Date(date) => date.to_string().parse().ok(),
        _ => None,
    }
}

/// What becomes of one case on this passage. `in_force` is the first day of the new version.
pub fn fate(passage: &Passage, new: &Service, case: &Case, in_force: Date, now: Timestamp) -> Fate {
    if stays(new, case, in_force, now) {
        return Fate::Stays;
    }
    let mut words: Vec<Text> = passage
        .plan
        .conflicts_of(&case.process)
        .into_iter()
        .map(|conflict| Text::new(conflict.message_ar(), conflict.message_en()))
        .collect();
    for flow in passage.plan.flows_gone(&case.process) {
        words.push(Text::new(
            format!("ينتظر الطلب على المسار `{flow}` وهو غير موجود في الإصدار الجديد"),
            format!("the case waits on the flow `{flow}`, which the new version does not have"),
        ));
    }
    for open in case.extra.open.values() {
        if new.find_action(&open.action).is_none() {
            words.push(Text::new(
                format!("الإجراء المفتوح `{}` غير موجود في الإصدار الجديد", open.action),
                format!("the open action `{}` is not in the new version", open.action),
            ));
        }
    }
    for output in case.outputs.iter().filter(|output| output.issued.is_none()) {
        if case.process.jobs.contains_key(&output.job) && new.find_output(&output.output).is_none() {
            words.push(Text::new(
                format!("تُصدر الآن الوثيقة `{}` وهي غير موجودة في الإصدار الجديد", output.output),
                format!("the document `{}` is being set and is not in the new version", output.output),
            ));
        }
    }
    for (path, fact) in &case.facts {
        let (Some(concept), Some(value)) = (new.concepts.get(path), fact.value()) else { continue };
        if *value != Value::Null && !kinds::fits(concept, value) {
            words.push(Text::new(
                format!("قيمة «{}» لا تصلح في الإصدار الجديد", concept.label.ar),
                format!("the value of “{}” is none in the new version", concept.label.en),
            ));
        }
    }
    if words.is_empty() { Fate::Moves } else { Fate::Conflicts(words) }
}

/// Whether the rule of the new version, or the date of the law, leaves a case where it is.
fn stays(new: &Service, case: &Case, in_force: Date, now: Timestamp) -> bool {
    if law_date(new, &case.facts, case.opened_at).is_some_and(|date| date < in_force) {
        return true;
    }
    let Some(stay) = &new.transition.stay else { return false };
    let mut about = Context::new();
    let submitted = local_date(case.opened_at).to_string();
    about.set("submitted_on", submitted.parse().map_or(Value::Null, Value::Date));
    let mut known = context(new, &case.facts, &case.evidence, now);
    for (decision, evaluation) in &case.evaluations {
        known.set(decision.as_str(), evaluation.value.clone());
    }
    known.set(CASE, Value::context(about));
    let value = stay.expression.evaluate(&known, &feel_env(now)).map(|evaluated| evaluated.value);
    matches!(value, Ok(Value::Boolean(true)))
}

/// The case goes on by the version of `work.env`, which is the new one.
pub(super) fn migrate(
    work: &mut Work<'_>,
    passage: &Passage,
    in_force: Date,
    reason: &str,
) -> Result<(), Refusal> {
    work.must_be_open()?;
    Work::check_text(reason, false)?;
    let service = work.env.service;
    if work.case.behavior != passage.from || work.case.behavior == service.behavior_hash {
        return Err(Refusal::WrongStage { stage: "another_version" });
    }
    match fate(passage, service, &work.case, in_force, work.now()) {
        Fate::Moves => {}
        Fate::Stays => return Err(Refusal::WrongStage { stage: "stays" }),
        Fate::Conflicts(words) => {
            let words: Vec<&str> = words.iter().map(|text| text.en.as_str()).collect();
            return Err(Refusal::Process { reason: words.join("; ") });
        }
    }
    let mapping = passage.plan.renamed();
    work.emit(Event::Migrated {
        from: passage.from.clone(),
        to: service.behavior_hash.clone(),
        label: service.label.clone(),
        reason: reason.to_string(),
    });
    work.drive(Input::Migrate { mapping })?;
    work.plan_rungs()
}

impl Case {
    /// The case is pinned to another version from now on.
    pub(super) fn pin(&mut self, service: &Service, behavior: &str) {
        self.behavior = behavior.to_string();
        // What the new version does not decide is not decided again.
        self.evaluations.retain(|decision, _| service.decisions.has(decision));
        self.extra.open.values_mut().for_each(|open| open.element = CaseAction::element_of(&open.action));
    }

    /// Whether a document that was asked for is no longer waited for.
    pub(super) fn drop_stale_outputs(&mut self, service: &Service) {
        let jobs = &self.process.jobs;
        let is_issuing = |job: &u64| {
            jobs.get(job).is_some_and(|open| {
                matches!(service.operations.get(&*open.element), Some(Operation::Issue { .. }))
            })
        };
        self.outputs.retain(|output| output.issued.is_some() || is_issuing(&output.job));
    }
}

/// Who moves cases in bulk.
pub(super) fn may_migrate(by: &Actor) -> bool {
    matches!(by, Actor::Officer { .. } | Actor::Clock)
}
