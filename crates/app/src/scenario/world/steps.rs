//! The steps of a scenario: what officers, the applicant, the gateway and the world do, one after another.

use std::collections::BTreeMap;

use afaq_base::{Text, Timestamp};
use afaq_domain::Refusal;
use afaq_domain::cases::{Action, Facts};
use afaq_domain::parties::{Actor, mandate_word};
use afaq_pack::{Outcome as Choice, Payment, RawAnswer, Step};

use super::{JOBS_MAX, World, party};

impl World<'_> {
    pub(super) fn step(&mut self, step: &Step) -> Result<(), Refusal> {
        match step {
            Step::Officer { task, outcome, reasons, question, sets } => {
                self.officer(task, *outcome, reasons, question.as_ref(), sets)
            }
            Step::Undo => {
                let officer = self.any_officer();
                self.act(officer, Action::Undo)
            }
            Step::Applicant { answers, evidence } => {
                let mut facts = Facts::new();
                for (path, raw) in answers {
                    let value =
                        self.parse(path, raw).map_err(|_| Refusal::WrongValue { path: path.clone() })?;
                    facts.insert(path.clone(), self.asserted(value));
                }
                let evidence = evidence.iter().map(|id| (id.clone(), vec![self.file(id)])).collect();
                self.act(self.actor.clone(), Action::Answer { facts, evidence, text: "تم".into() })
            }
            Step::Correct(values) => {
                for (path, raw) in values {
                    let value =
                        self.parse(path, raw).map_err(|_| Refusal::WrongValue { path: path.clone() })?;
                    let reason = String::new();
                    self.act(self.actor.clone(), Action::Correct { path: path.clone(), value, reason })?;
                }
                Ok(())
            }
            Step::Pay(how) => self.pay(*how),
            Step::Withdraw => self.act(self.actor.clone(), Action::Withdraw { reason: String::new() }),
            Step::Appeal { text } => self.act(self.actor.clone(), Action::Appeal { text: text.clone() }),
            Step::Wait(span) => {
                let until = self
                    .calendar
                    .deadline(self.now, *span)
                    .map_err(|error| Refusal::Process { reason: error.to_string() })?;
                self.wait(until)
            }
            Step::Register { register, answer } => {
                self.registers.insert(register.clone(), answer.clone());
                Ok(())
            }
            Step::Transfer => {
                let officer = self.any_officer();
                let unit = "another_unit".to_string();
                self.act(officer, Action::Transfer { unit, reason: "transfer".into() })
            }
            Step::Action { id } => {
                let officer = self.any_officer();
                self.act(officer, Action::BeginAction { action: id.clone() })
            }
            Step::Message { name, key, values } => self.message(name, key.as_deref(), values),
            Step::StopClock(reason) => {
                let officer = self.any_officer();
                self.act(officer, Action::StopClock { reason: *reason, note: "scenario".into() })
            }
            Step::StartClock => {
                let officer = self.any_officer();
                self.act(officer, Action::StartClock)
            }
            Step::Representative { civil_number, mandate } => {
                self.actor = Actor::Representative { party: party(*civil_number) };
                self.mandate = self.find_mandate(*civil_number, mandate_word(*mandate));
                Ok(())
            }
        }
    }

    /// A message with the key that the scenario names, or with the one that the case waits for.
    fn message(
        &mut self,
        name: &str,
        key: Option<&str>,
        values: &BTreeMap<String, RawAnswer>,
    ) -> Result<(), Refusal> {
        let service = self.service;
        let case = self.case.as_ref().ok_or(Refusal::WrongStage { stage: "draft" })?;
        let fits = |known: &str, awaited: &str| known == name && key.is_none_or(|key| key == awaited);
        let awaited = case.awaited(service).find(|(known, key)| fits(known, key)).map(|(_, key)| key);
        let key = awaited.ok_or(Refusal::WrongStage { stage: case.stage().code() })?;
        let mut payload = afaq_feel::Context::new();
        for (name, raw) in values {
            let text = raw.raw().unwrap_or_default();
            let value = match text.as_str() {
                "true" => afaq_feel::Value::Boolean(true),
                "false" => afaq_feel::Value::Boolean(false),
                other => match other.parse() {
                    Ok(number) => afaq_feel::Value::Number(number),
                    Err(_) => afaq_feel::Value::from(other),
                },
            };
            payload.set(name.as_str(), value);
        }
        let inbound = afaq_domain::cases::Inbound {
            name: name.to_string(),
            key,
            sender: "scenario".into(),
            id: self.events.len().to_string(),
            payload: afaq_feel::Value::context(payload),
        };
        let by = Actor::System { name: "scenario".into() };
        self.act(by, Action::TakeMessage(Box::new(inbound)))
    }

    fn wait(&mut self, until: Timestamp) -> Result<(), Refusal> {
        for _ in 0..JOBS_MAX {
            let Some(index) = self.next_job(until) else { break };
            let (due, job) = self.pending.remove(index);
            self.now = self.now.max(due);
            self.run(job)?;
        }
        self.now = self.now.max(until);
        Ok(())
    }

    fn any_officer(&self) -> Actor {
        let body = self.service.body.as_str().to_string();
        Actor::Officer { id: "officer".into(), body }
    }

    fn officer(
        &mut self,
        element: &str,
        choice: Choice,
        reasons: &[String],
        question: Option<&Text>,
        sets: &BTreeMap<String, RawAnswer>,
    ) -> Result<(), Refusal> {
        let open = self
            .case
            .as_ref()
            .and_then(|case| case.open_tasks().find(|(_, at)| *at == element).map(|(task, _)| task));
        let task = open.ok_or(Refusal::TaskNotOpen { task: 0 })?;
        let body = self
            .service
            .tasks
            .get(element)
            .map_or_else(|| self.service.body.as_str().to_string(), |task| task.body.as_str().to_string());
        let by = Actor::Officer { id: "officer".into(), body };
        let mut values = BTreeMap::new();
        for (path, raw) in sets {
            let value = self.parse(path, raw).map_err(|_| Refusal::WrongValue { path: path.clone() })?;
            values.insert(path.clone(), value);
        }
        match choice {
            Choice::Approve | Choice::Refuse => {
                // What a register did not say, the officer completes in the case; what the task asks for goes with it.
                let asks =
                    self.service.tasks.get(element).map(|spec| spec.asks.as_slice()).unwrap_or_default();
                let (sets, completed): (BTreeMap<_, _>, BTreeMap<_, _>) =
                    values.into_iter().partition(|(path, _)| asks.contains(path));
                for (path, value) in completed {
                    self.act(by.clone(), Action::Correct { path, value, reason: "check".into() })?;
                }
                let reasons = reasons.to_vec();
                self.act(by, Action::Prepare { task, choice, reasons, note: String::new(), sets })?;
                self.countersign()
            }
            Choice::Ask
            | Choice::Opinion
            | Choice::Forward
            | Choice::Return
            | Choice::Favorable
            | Choice::Unfavorable
            | Choice::Done => {
                let text = question.cloned().unwrap_or_else(|| Text::new("نرجو التوضيح", "Please explain"));
                self.act(by, Action::Finish { task, choice, text, items: Vec::new(), sets: values })
            }
        }
    }

    /// Where the pack wants a second signature, a colleague gives it.
    fn countersign(&mut self) -> Result<(), Refusal> {
        let prepared = self.case.as_ref().and_then(|case| case.prepared.as_ref());
        if !prepared.is_some_and(afaq_domain::cases::Prepared::awaits_second) {
            return Ok(());
        }
        let element = self.case.as_ref().zip(prepared).and_then(|(case, prepared)| {
            let open = case.process.tasks.get(&prepared.task)?;
            self.service.tasks.get(&*open.element)
        });
        let body = element.map_or(self.service.body.as_str(), |spec| spec.body.as_str()).to_string();
        self.act(Actor::Officer { id: "colleague".into(), body }, Action::Countersign)
    }

    fn pay(&mut self, how: Payment) -> Result<(), Refusal> {
        let Some(fee) = self.case.as_ref().and_then(|case| case.fee.clone()) else {
            return Err(Refusal::UnknownPayment);
        };
        let times = match how {
            Payment::Once | Payment::Late => 1,
            Payment::Twice => 2,
            Payment::Never => 0,
        };
        if how == Payment::Late {
            self.wait(self.now + jiff::SignedDuration::from_hours(72))?;
        }
        for _ in 0..times {
            // Each call is about one and the same payment.
            let (reference, transaction) = (fee.reference.clone(), format!("for {}", fee.reference));
            let action = Action::ConfirmPayment { reference, transaction, paid: fee.amount };
            self.act(Actor::Gateway, action)?;
        }
        Ok(())
    }
}
