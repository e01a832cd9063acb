//! Takes facts in: never fails and never judges, since `decide` has judged.

use std::collections::BTreeMap;

use afaq_pack::{Service, StopFor};

use super::actions::{Extra, ExtraTask};
use super::clock::{Climbed, ClockState, MovedBy, PromiseMoved, Stop};
use super::event::{CaseEvent, Choice, Event, Submitted};
use super::state::{Asked, Case, Closed, Fee, IssuedOutput, Review, SilenceTaken, Surplus, TaskDue};
use crate::parties::Actor;

impl Case {
    /// The case that a first event opens.
    fn open(event: &CaseEvent, first: &Submitted) -> Self {
        Self {
            number: first.number,
            service: first.service.clone(),
            behavior: first.behavior.clone(),
            applicant: first.applicant,
            applicant_number: first.applicant_number,
            mandate: first.mandate.clone(),
            language: first.language,
            body: first.body.clone(),
            unit: first.unit.clone(),
            facts: first.facts.clone(),
            evidence: first.evidence.clone(),
            process: afaq_bpmn::Instance::new(),
            due: BTreeMap::new(),
            transferred_to: None,
            evaluations: BTreeMap::new(),
            assignee: None,
            asked: None,
            asks: 0,
            opinion_asked: None,
            opinions: Vec::new(),
            prepared: None,
            prepared_at_version: 0,
            reasons: Vec::new(),
            note: String::new(),
            fee: None,
            past_fees: Vec::new(),
            outputs: Vec::new(),
            stopped_since: None,
            stopped_minutes: 0,
            opened_at: event.at,
            promised_on: first.promised_on,
            closed: None,
            is_appealed: false,
            surplus: Vec::new(),
            legal_until: None,
            silence: None,
            held: None,
            clock: ClockState::default(),
            extra: Extra::default(),
            deleted_at: None,
            helped: first.helped.clone(),
            notes: 0,
            signed_by: Vec::new(),
            review: None,
            version: 1,
        }
    }

    /// Makes a case from all its events; `None` where the first is missing.
    pub fn replay(service: &Service, events: &[CaseEvent]) -> Option<Self> {
        Self::replay_with(|_| Some(service), events)
    }

    /// The same for a case that has gone from version to version; `find` gives each by the hash of its behavior.
    pub fn replay_with<'s>(find: impl Fn(&str) -> Option<&'s Service>, events: &[CaseEvent]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let Event::Submitted(submitted) = &first.what else { return None };
        let mut service = find(&submitted.behavior)?;
        let mut case = Self::open(first, submitted);
        for event in rest {
            if let Event::Migrated { to, .. } = &event.what {
                service = find(to)?;
            }
            case.apply(service, event);
        }
        Some(case)
    }

    /// Takes one fact in.
    pub fn apply(&mut self, service: &Service, event: &CaseEvent) {
        self.version += 1;
        match &event.what {
            Event::Submitted(_) => {}
            Event::Progressed { moves, due } => {
                let had_opinion_task = self.has_opinion_task(service);
                for one in moves {
                    self.process.apply(&service.process, one);
                }
                self.clock.keep_timers(&self.process, event.at);
                // A question to another body that ran out of time is no longer open.
                if had_opinion_task && !self.has_opinion_task(service) {
                    self.opinion_asked = None;
                }
                for (task, due_at) in due {
                    self.due.insert(*task, TaskDue { opened_at: event.at, due_at: *due_at });
                }
                self.keep_open_tasks_only();
            }
            Event::Evaluated { decision, evaluation } => {
                self.evaluations.insert(decision.clone(), (**evaluation).clone());
            }
            Event::FactsRead { facts, .. } => {
                self.facts.extend(facts.iter().map(|(path, fact)| (path.clone(), fact.clone())));
            }
            Event::FactCorrected { path, fact, .. } => {
                self.facts.insert(path.clone(), fact.clone());
            }
            Event::Assigned { officer } => self.assignee.clone_from(officer),
            Event::Transferred { unit, .. } => {
                self.unit.clone_from(unit);
                self.transferred_to = Some(unit.clone());
                self.assignee = None;
            }
            Event::Asked { question, items, answer_by, .. } => {
                self.asks += 1;
                self.asked =
                    Some(Asked { question: question.clone(), items: items.clone(), answer_by: *answer_by });
            }
            Event::Answered { facts, evidence, .. } => {
                self.asked = None;
                self.facts.extend(facts.iter().map(|(path, fact)| (path.clone(), fact.clone())));
                for (id, files) in evidence {
                    self.evidence.insert(id.clone(), files.clone());
                }
            }
            Event::OpinionAsked { question } => self.opinion_asked = Some(question.clone()),
            Event::OpinionGiven { body, text } => {
                self.opinion_asked = None;
                self.opinions.push((body.clone(), text.clone()));
            }
            Event::DecisionPrepared(prepared) => {
                self.prepared = Some((**prepared).clone());
                self.prepared_at_version = self.version;
            }
            Event::DecisionUndone {} => self.prepared = None,
            Event::Countersigned { officer, takes_effect_at } => {
                if let Some(prepared) = &mut self.prepared {
                    prepared.second = Some(officer.clone());
                    prepared.takes_effect_at = *takes_effect_at;
                    self.prepared_at_version = self.version;
                }
            }
            Event::Noted { .. } => self.notes += 1,
            Event::Reviewed { finding, text } => {
                if let Actor::Officer { id, .. } = &event.by {
                    let (officer, text) = (id.clone(), text.clone());
                    self.review = Some(Review { officer, finding: *finding, text, at: event.at });
                }
            }
            Event::Decided { reasons, note, .. } => {
                if let Some(prepared) = self.prepared.take() {
                    self.signed_by = std::iter::once(prepared.officer).chain(prepared.second).collect();
                }
                self.reasons.clone_from(reasons);
                self.note.clone_from(note);
            }
            Event::FeeAsked { reference, fee, job } => {
                self.past_fees.extend(self.fee.take());
                self.fee = Some(Fee {
                    reference: reference.clone(),
                    amount: *fee,
                    job: *job,
                    asked_at: event.at,
                    paid_at: None,
                    transaction: String::new(),
                });
            }
            Event::FeePaid { transaction, .. } => {
                if let Some(fee) = &mut self.fee {
                    fee.paid_at = Some(event.at);
                    fee.transaction.clone_from(transaction);
                }
            }
            Event::PaymentSurplus { reference, transaction, paid } => self.surplus.push(Surplus {
                reference: reference.clone(),
                transaction: transaction.clone(),
                amount: *paid,
            }),
            Event::OutputRequested { output, document, code, job } => {
                self.drop_stale_outputs(service);
                self.outputs.push(IssuedOutput {
                    output: output.clone(),
                    document: *document,
                    code: code.clone(),
                    job: *job,
                    issued: None,
                    revoked: None,
                });
            }
            Event::OutputIssued { document, file } => {
                if let Some(output) = self.find_output_mut(*document) {
                    output.issued = Some((*file, event.at));
                }
            }
            Event::OutputRevoked { document, reason } => {
                if let Some(output) = self.find_output_mut(*document) {
                    output.revoked = Some((reason.clone(), event.at));
                }
            }
            Event::ClockStopped { reason, note } => {
                self.stopped_since = Some(event.at);
                self.clock.stops.push(Stop {
                    reason: StopFor::find(reason).unwrap_or(StopFor::Applicant),
                    is_by_officer: matches!(event.by, Actor::Officer { .. }),
                    note: note.clone(),
                    since: event.at,
                    until: None,
                });
            }
            Event::ClockStarted { promised_on, stopped_minutes, due } => {
                if self.waits_for_applicant() {
                    self.asked = None;
                }
                if *promised_on != self.promised_on {
                    let reason = self.running_stop().map_or(StopFor::Applicant, |stop| stop.reason);
                    self.promise_moved(event.at, *promised_on, MovedBy::Stop(reason));
                }
                self.end_stop(event.at);
                self.fall_due(due);
                self.stopped_since = None;
                self.stopped_minutes += stopped_minutes;
                self.promised_on = *promised_on;
            }
            Event::Reopened { promised_on } => {
                self.closed = None;
                self.review = None;
                self.asked = None;
                self.opinion_asked = None;
                self.prepared = None;
                self.reasons.clear();
                self.note.clear();
                self.stopped_since = None;
                self.stopped_minutes = 0;
                self.opened_at = event.at;
                self.promised_on = *promised_on;
                self.clock = ClockState::default();
                self.extra = Extra::default();
                // An appeal is heard in its own time: silence decides a request only once.
                self.legal_until = None;
                self.begin_again();
            }
            Event::LegalTime { until } => self.legal_until = Some(*until),
            Event::DecidedBySilence { choice, law, reasons } => {
                self.silence = Some(SilenceTaken { choice: *choice, law: law.clone(), at: event.at });
                self.prepared = None;
                self.signed_by.clear();
                self.reasons.clone_from(reasons);
                self.note.clear();
                self.asked = None;
                self.opinion_asked = None;
                self.legal_until = None;
                self.begin_again();
            }
            Event::Held { reason } => self.held = Some((reason.clone(), event.at)),
            Event::Released { .. } => self.held = None,
            Event::ContentDeleted { .. } => self.deleted_at = Some(event.at),
            Event::Appealed { .. } => self.is_appealed = true,
            Event::Closed { outcome, reasons } => {
                self.asked = None;
                self.prepared = None;
                self.opinion_asked = None;
                self.assignee = None;
                self.end_stop(event.at);
                self.stopped_since = None;
                self.clock.planned.clear();
                self.extra.open.clear();
                self.closed = Some(Closed { outcome: *outcome, reasons: reasons.clone(), at: event.at });
            }
            Event::RungsPlanned { rungs } => {
                for planned in rungs {
                    self.clock.planned.retain(|one| (one.rung, one.task) != (planned.rung, planned.task));
                    self.clock.planned.push(*planned);
                }
            }
            Event::Escalated { rung, task, tell, .. } => {
                self.clock.planned.retain(|one| (one.rung, one.task) != (*rung, *task));
                let climbed = Climbed { rung: *rung, task: *task, tell: tell.clone(), at: event.at };
                self.clock.climbed.push(climbed);
            }
            Event::DeadlinesMoved { why, due, promised_on, .. } => {
                self.fall_due(due);
                if let Some(promised_on) = promised_on {
                    self.promise_moved(event.at, *promised_on, MovedBy::Calendar(why.clone()));
                    self.promised_on = *promised_on;
                }
            }
            Event::Migrated { to, .. } => self.pin(service, to),
            Event::ActionBegun { action, task, due_at } => {
                let element = afaq_pack::CaseAction::element_of(action);
                self.extra.open.insert(*task, ExtraTask { action: action.clone(), element });
                *self.extra.begun.entry(action.clone()).or_default() += 1;
                self.due.insert(*task, TaskDue { opened_at: event.at, due_at: *due_at });
            }
            Event::ActionDone { task, .. } => {
                self.extra.open.remove(task);
                self.keep_open_tasks_only();
            }
            Event::MessageSent { .. }
            | Event::Intervened { .. }
            | Event::MessageCame { .. }
            | Event::Withdrawn { .. } => {}
        }
    }

    /// Deadlines and rungs belong to open tasks.
    fn keep_open_tasks_only(&mut self) {
        let (drawn, extra) = (&self.process.tasks, &self.extra.open);
        let is_open = |task: &u64| drawn.contains_key(task) || extra.contains_key(task);
        self.due.retain(|task, _| is_open(task));
        self.clock.planned.retain(|one| one.task.is_none_or(|task| is_open(&task)));
        self.clock.climbed.retain(|one| one.task.is_none_or(|task| is_open(&task)));
    }

    fn fall_due(&mut self, moved: &BTreeMap<u64, afaq_base::Timestamp>) {
        for (task, due_at) in moved {
            if let Some(due) = self.due.get_mut(task) {
                due.due_at = *due_at;
            }
        }
    }

    fn promise_moved(&mut self, at: afaq_base::Timestamp, to: afaq_base::Date, why: MovedBy) {
        self.clock.moved.push(PromiseMoved { at, from: self.promised_on, to, why });
    }

    /// The process stands before its start again.
    fn begin_again(&mut self) {
        // Numbers of tasks and timers never repeat within a case.
        let next_number = self.process.next_number;
        self.process = afaq_bpmn::Instance::new();
        self.process.next_number = next_number;
        self.due.clear();
        self.extra.open.clear();
        self.keep_open_tasks_only();
    }

    fn has_opinion_task(&self, service: &Service) -> bool {
        self.process.tasks.values().any(|open| {
            service.tasks.get(&*open.element).is_some_and(|spec| spec.outcomes.contains(&Choice::Favorable))
        }) || self.awaited(service).next().is_some()
    }

    fn find_output_mut(&mut self, document: afaq_base::DocumentId) -> Option<&mut IssuedOutput> {
        self.outputs.iter_mut().find(|output| output.document == document)
    }
}
