//! Takes facts in: never fails and never judges, since `decide` has judged.

use std::collections::BTreeMap;

use afaq_pack::Service;

use super::event::{CaseEvent, Choice, Event, Submitted};
use super::state::{Asked, Case, Closed, Fee, IssuedOutput, SilenceTaken, Surplus, TaskDue};

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
            deleted_at: None,
            version: 1,
        }
    }

    /// Makes a case from all its events; `None` where the first is missing.
    pub fn replay(service: &Service, events: &[CaseEvent]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let Event::Submitted(submitted) = &first.what else { return None };
        let mut case = Self::open(first, submitted);
        for event in rest {
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
                // A question to another body that ran out of time is no longer open.
                if had_opinion_task && !self.has_opinion_task(service) {
                    self.opinion_asked = None;
                }
                for (task, due_at) in due {
                    self.due.insert(*task, TaskDue { opened_at: event.at, due_at: *due_at });
                }
                let open = &self.process.tasks;
                self.due.retain(|task, _| open.contains_key(task));
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
            Event::Decided { reasons, note, .. } => {
                self.prepared = None;
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
            Event::OutputRequested { output, document, code, job } => self.outputs.push(IssuedOutput {
                output: output.clone(),
                document: *document,
                code: code.clone(),
                job: *job,
                issued: None,
                revoked: None,
            }),
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
            Event::ClockStopped { .. } => self.stopped_since = Some(event.at),
            Event::ClockStarted { promised_on, stopped_minutes } => {
                self.asked = None;
                self.stopped_since = None;
                self.stopped_minutes += stopped_minutes;
                self.promised_on = *promised_on;
            }
            Event::Reopened { promised_on } => {
                self.closed = None;
                self.asked = None;
                self.opinion_asked = None;
                self.prepared = None;
                self.reasons.clear();
                self.note.clear();
                self.stopped_since = None;
                self.stopped_minutes = 0;
                self.opened_at = event.at;
                self.promised_on = *promised_on;
                // An appeal is heard in its own time: silence decides a request only once.
                self.legal_until = None;
                self.begin_again();
            }
            Event::LegalTime { until } => self.legal_until = Some(*until),
            Event::DecidedBySilence { choice, law, reasons } => {
                self.silence = Some(SilenceTaken { choice: *choice, law: law.clone(), at: event.at });
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
                self.stopped_since = None;
                self.closed = Some(Closed { outcome: *outcome, reasons: reasons.clone(), at: event.at });
            }
            Event::MessageSent { .. } | Event::Withdrawn { .. } => {}
        }
    }

    /// The process stands before its start again.
    fn begin_again(&mut self) {
        // Numbers of tasks and timers never repeat within a case.
        let next_number = self.process.next_number;
        self.process = afaq_bpmn::Instance::new();
        self.process.next_number = next_number;
        self.due.clear();
    }

    fn has_opinion_task(&self, service: &Service) -> bool {
        self.process.tasks.values().any(|open| {
            service.tasks.get(&*open.element).is_some_and(|spec| spec.outcomes.contains(&Choice::Favorable))
        })
    }

    fn find_output_mut(&mut self, document: afaq_base::DocumentId) -> Option<&mut IssuedOutput> {
        self.outputs.iter_mut().find(|output| output.document == document)
    }
}
