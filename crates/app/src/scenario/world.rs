//! The small world of one scenario: one person, the registers' answers, one case, one virtual clock.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{CaseNumber, Fact, FileId, Lang, PartyId, Source, Text, Timestamp};
use afaq_domain::Refusal;
use afaq_domain::cases::{
    Action, Case, CaseEvent, Command, Env, Event, EvidenceFile, Facts, Job, Reading, ReadingOutcome, Submit,
    decide, intake, jobs,
};
use afaq_domain::parties::{Actor, Mandate, mandate_word};
use afaq_feel::Value;
use afaq_pack::{RawAnswer, RegisterAnswer, Scenario, Service, Step, What};
use jiff::SignedDuration;

use super::Failure;

mod steps;

/// How many pages and register readings a form may need before it is called endless.
const ROUNDS_MAX: usize = 100;
/// How many background jobs one scenario may cause.
const JOBS_MAX: usize = 2_000;

/// Everything that one scenario moves.
pub(super) struct World<'a> {
    pub service: &'a Service,
    pub scenario: &'a Scenario,
    pub calendar: &'a WorkingCalendar,
    pub now: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub case: Option<Case>,
    pub events: Vec<CaseEvent>,
    pub facts: Facts,
    pub pages: Vec<String>,
    pub asked: BTreeSet<String>,
    /// Why the draft could not be handed in.
    pub refusal: Option<Refusal>,
    evidence: BTreeMap<String, Vec<EvidenceFile>>,
    registers: BTreeMap<String, RegisterAnswer>,
    readings: Vec<Reading>,
    pending: Vec<(Timestamp, Job)>,
    counter: u128,
    actor: Actor,
    mandate: Option<Mandate>,
}

impl<'a> World<'a> {
    pub fn new(service: &'a Service, scenario: &'a Scenario, calendar: &'a WorkingCalendar) -> Self {
        let now = afaq_base::time::from_local(scenario.today.at(9, 0, 0, 0));
        Self {
            service,
            scenario,
            calendar,
            now,
            submitted_at: None,
            case: None,
            events: Vec::new(),
            facts: Facts::new(),
            pages: Vec::new(),
            asked: BTreeSet::new(),
            refusal: None,
            evidence: BTreeMap::new(),
            registers: scenario.registers.clone(),
            readings: Vec::new(),
            pending: Vec::new(),
            counter: 0,
            actor: Actor::Applicant,
            mandate: None,
        }
    }

    /// Plays the draft and then each step.
    pub fn play(&mut self) -> Result<(), Failure> {
        self.sign_in();
        self.fill_form()?;
        self.submit();
        let steps = &self.scenario.steps;
        for (index, step) in steps.iter().enumerate() {
            self.step(step).map_err(|refusal| {
                Failure::new(format!("steps[{index}]"), "a step that can be done", refusal.to_string())
            })?;
            // A prepared decision is taken when its time to undo is over, unless the next step undoes it.
            if !matches!(steps.get(index + 1), Some(Step::Undo)) {
                self.settle().map_err(|refusal| {
                    Failure::new(format!("steps[{index}]"), "a step that goes on", refusal.to_string())
                })?;
            }
        }
        Ok(())
    }

    fn sign_in(&mut self) {
        let mut person = self.scenario.signs_in;
        if let Some((represented, kind)) = self.scenario.represents {
            self.mandate = self.find_mandate(represented, mandate_word(kind));
            self.actor = Actor::Representative { party: party(person) };
            person = represented;
        }
        for concept in &self.service.concepts {
            if matches!(concept.from, afaq_pack::From::SignIn) {
                let value = Value::from(person.to_string().as_str());
                self.facts.insert(concept.path.clone(), Fact::verified(value, Source::SignIn, self.now));
            }
        }
    }

    /// A mandate counts when the pack allows its kind and the register names the one who acts.
    fn find_mandate(&self, represented: afaq_base::CivilNumber, kind: &str) -> Option<Mandate> {
        let allowed =
            self.service.representation.iter().find(|mandate| mandate_word(mandate.kind) == kind)?;
        let representative = self.scenario.signs_in;
        let query = intake::Query {
            register: allowed.register.clone(),
            keys: crate::parties::mandate_keys(self.service, &allowed.register, represented, representative),
            paths: Vec::new(),
        };
        let is_verified = match self.answer(&query) {
            intake::Answer::Record(record) => crate::parties::confirms(allowed.kind, &record, representative),
            intake::Answer::NoRecord | intake::Answer::Silent => false,
        };
        Some(Mandate {
            kind: kind.to_string(),
            representative: party(representative),
            representative_number: representative,
            is_verified,
            register: allowed.register.clone(),
        })
    }

    /// Reads registers and answers pages until nothing changes any more.
    fn fill_form(&mut self) -> Result<(), Failure> {
        for _ in 0..ROUNDS_MAX {
            // As on the screen: what a page's answers make readable is read before the next page is shown.
            let has_read = self.read_registers();
            if !has_read && !self.answer_pages()? {
                return Ok(());
            }
        }
        Err(Failure::new("form", "an end", format!("more than {ROUNDS_MAX} rounds")))
    }

    fn read_registers(&mut self) -> bool {
        let queries = intake::queries(self.service, &self.facts, self.now);
        for query in &queries {
            let answer = self.answer(query);
            self.readings.push(Reading {
                register: query.register.clone(),
                outcome: outcome(&answer),
                at: self.now,
            });
            intake::take(self.service, query, &answer, self.now, &mut self.facts);
        }
        !queries.is_empty()
    }

    fn answer(&self, query: &intake::Query) -> intake::Answer {
        let key = query.keys.last().map(String::as_str).unwrap_or_default();
        match self.registers.get(&query.register).and_then(|answer| answer.for_person(key)) {
            None | Some(RegisterAnswer::NoRecord | RegisterAnswer::ByPerson(_)) => intake::Answer::NoRecord,
            Some(RegisterAnswer::Silent) => intake::Answer::Silent,
            Some(RegisterAnswer::Record(fields)) => intake::Answer::Record(
                fields
                    .iter()
                    .filter_map(|(name, raw)| {
                        raw.raw().map(|text| (name.clone(), serde_json::Value::String(text)))
                    })
                    .collect(),
            ),
        }
    }

    fn answer_pages(&mut self) -> Result<bool, Failure> {
        let shown: Vec<(String, Vec<What>)> =
            intake::pages(self.service, &self.facts, &self.evidence, self.now)
                .iter()
                .map(|page| {
                    let questions = page.sections.iter().flat_map(|(_, questions)| questions);
                    (page.page.id.clone(), questions.map(|question| question.what.clone()).collect())
                })
                .collect();
        for (page, questions) in &shown {
            if !self.pages.contains(page) {
                self.pages.push(page.clone());
            }
            let mut has_changed = false;
            for what in questions {
                has_changed |= self.answer_question(what)?;
            }
            if has_changed {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn answer_question(&mut self, what: &What) -> Result<bool, Failure> {
        match what {
            What::Evidence(id) => {
                self.asked.insert(what.name());
                if self.scenario.evidence.contains(id) && !self.evidence.contains_key(id) {
                    let file = self.file(id);
                    self.evidence.insert(id.clone(), vec![file]);
                    return Ok(true);
                }
                Ok(false)
            }
            What::Concept(path) | What::Group(path) => {
                let is_asked = self.service.concepts.get(path).is_none_or(afaq_pack::Concept::is_asked);
                if !is_asked {
                    return Ok(false);
                }
                self.asked.insert(path.clone());
                match self.scenario.answers.get(path) {
                    Some(raw) if !self.facts.contains_key(path) => {
                        let value = self.parse(path, raw)?;
                        self.facts.insert(path.clone(), self.asserted(value));
                        Ok(true)
                    }
                    Some(_) | None => Ok(false),
                }
            }
        }
    }

    fn asserted(&self, value: Value) -> Fact<Value> {
        Fact::asserted(value, Source::Applicant, self.now)
    }

    fn parse(&self, path: &str, raw: &RawAnswer) -> Result<Value, Failure> {
        let wrong = |what: &str| Failure::new(path, "an answer that fits", what);
        match (self.service.concepts.get(path), raw) {
            (Some(concept), raw) => {
                let text = raw.raw().ok_or_else(|| wrong("rows"))?;
                concept.parse_answer(&text).map_err(|error| wrong(&error.message.en))
            }
            (None, RawAnswer::Rows(rows)) => {
                let mut entries = Vec::new();
                for row in rows {
                    let mut entry = afaq_feel::Context::new();
                    for (name, raw) in row {
                        entry.set(name.as_str(), self.parse(&format!("{path}.{name}"), raw)?);
                    }
                    entries.push(Value::context(entry));
                }
                Ok(Value::list(entries))
            }
            (None, RawAnswer::One(_) | RawAnswer::Several(_)) => Err(wrong("no such concept")),
        }
    }

    fn file(&self, id: &str) -> EvidenceFile {
        let media = self.service.find_evidence(id).and_then(|kind| kind.accepts.first().copied());
        EvidenceFile {
            file: FileId::from_u128(1),
            name: format!("{id}.pdf"),
            media_type: media.map_or("application/pdf", afaq_pack::Media::media_type).to_string(),
            size_bytes: 1_000,
        }
    }

    fn submit(&mut self) {
        let person = self.scenario.represents.map_or(self.scenario.signs_in, |(represented, _)| represented);
        let draft = Submit {
            number: CaseNumber::new(1),
            applicant: party(person),
            applicant_number: person,
            mandate: self.mandate.clone(),
            language: Lang::Ar,
            facts: self.facts.clone(),
            evidence: self.evidence.clone(),
            readings: self.readings.clone(),
            helped: None,
        };
        self.submitted_at = Some(self.now);
        let submitted =
            self.act(self.actor.clone(), Action::Submit(Box::new(draft))).and_then(|()| self.settle());
        if let Err(refusal) = submitted {
            self.refusal = Some(refusal);
        }
    }

    /// Gives the case one command and takes its events and jobs in.
    fn act(&mut self, by: Actor, action: Action) -> Result<(), Refusal> {
        let entropy = (0..8)
            .map(|_| {
                self.counter += 1;
                self.counter.to_be_bytes()
            })
            .collect();
        let command = Command { by, at: self.now, entropy, action };
        let env = Env {
            service: self.service,
            calendar: self.calendar,
            is_suspended: false,
            undo: SignedDuration::from_secs(i64::from(afaq_domain::limits::UNDO_SECONDS)),
            link: &Text::new("/ar/cases/1", "/en/cases/1"),
        };
        let (events, case) = decide(self.case.as_ref(), &command, &env)?;
        let first = case.version + 1 - events.len() as u64;
        for one in jobs(self.service, &case, &events, first) {
            self.pending.push((one.due_at, one.job));
        }
        self.events.extend(events);
        self.case = Some(case);
        Ok(())
    }

    /// Runs what happens by itself: documents, letters, decisions whose time to undo is over.
    fn settle(&mut self) -> Result<(), Refusal> {
        for _ in 0..JOBS_MAX {
            let prepared =
                self.case.as_ref().and_then(|case| case.prepared.as_ref()).map(|one| one.takes_effect_at);
            if let Some(at) = prepared {
                self.now = self.now.max(at);
            }
            let Some(index) = self.next_job(self.now) else { return Ok(()) };
            let (due, job) = self.pending.remove(index);
            self.now = self.now.max(due);
            self.run(job)?;
        }
        Err(Refusal::OverLimit { what: "background jobs", max: JOBS_MAX })
    }

    /// The first job that is due until a moment.
    fn next_job(&self, until: Timestamp) -> Option<usize> {
        let due = |index: &usize| self.pending.get(*index).map(|(due, _)| *due);
        (0..self.pending.len()).filter(|index| due(index) <= Some(until)).min_by_key(due)
    }

    fn run(&mut self, job: Job) -> Result<(), Refusal> {
        match job {
            Job::FireTimer { timer, planned_ms } => {
                self.act(Actor::Clock, Action::FireTimer { timer, planned_ms })
            }
            Job::Remind { answer_by } => self.act(Actor::Clock, Action::Remind { answer_by }),
            Job::TakeEffect { event } => self.act(Actor::Clock, Action::TakeEffect { event }),
            Job::EndLegalTime => self.act(Actor::Clock, Action::EndLegalTime),
            Job::SetDocument { document } => {
                self.act(Actor::Clock, Action::Issue { document, file: FileId::from_u128(2) })
            }
            Job::ReadRegisters { .. } => {
                // As the real job does it: what a person disputes or an officer settled is not read again.
                let is_read = |fact: &Fact<Value>| matches!(fact.source(), Source::Register(_));
                let is_open =
                    |fact: &Fact<Value>| is_read(fact) && fact.standing() != afaq_base::Standing::Disputed;
                let mut settled = self.case.as_ref().map(|case| case.facts.clone()).unwrap_or_default();
                settled.retain(|_, fact| !is_open(fact));
                let before = std::mem::replace(&mut self.facts, settled);
                self.readings.clear();
                while self.read_registers() {}
                let mut facts = std::mem::replace(&mut self.facts, before);
                facts.retain(|_, fact| is_open(fact));
                let readings = self.readings.clone();
                self.act(Actor::Clock, Action::TakeReadings { facts, readings })
            }
            Job::Escalate { rung, task } => self.act(Actor::Clock, Action::Escalate { rung, task }),
            Job::Deliver { .. } | Job::Settle { .. } => Ok(()),
        }
    }

    /// The ids of all messages sent, in order.
    pub fn messages(&self) -> Vec<String> {
        self.events
            .iter()
            .filter_map(|event| match &event.what {
                Event::MessageSent { message, .. } => Some(message.clone()),
                _ => None,
            })
            .collect()
    }
}

fn outcome(answer: &intake::Answer) -> ReadingOutcome {
    match answer {
        intake::Answer::Record(_) => ReadingOutcome::Record,
        intake::Answer::NoRecord => ReadingOutcome::NoRecord,
        intake::Answer::Silent => ReadingOutcome::Silent,
    }
}

fn party(person: afaq_base::CivilNumber) -> PartyId {
    PartyId::from_u128(person.to_string().parse().unwrap_or_default())
}
