//! A small service, a draft for it, and commands that tests are written in.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{LazyLock, OnceLock};

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{
    CaseNumber, CivilNumber, Fact, FileId, Lang, Money, PartyId, RegisterId, Source, Text, Timestamp,
};
use afaq_feel::Value;
use afaq_pack::{PackFiles, Service};
use jiff::SignedDuration;

use crate::Refusal;
use crate::cases::*;
use crate::parties::{Actor, Mandate};

/// A Sunday at nine o'clock in Kuwait: the first hours of a working week.
pub const NOON: &str = "2026-11-22T06:00:00Z";
pub const NUMBER: &str = "288020122596";
pub const GUARDIAN: &str = "227081660516";

fn files(list: &[(&str, &str)]) -> PackFiles {
    list.iter().map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec())).collect()
}

macro_rules! pack_file {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pack/", $name))
    };
}

/// The service of the tests, with one of its files changed.
fn build(edits: &[(&str, &str, &str)]) -> Service {
    let mut pack = files(&[
        ("service.yaml", pack_file!("service.yaml")),
        ("data.yaml", pack_file!("data.yaml")),
        ("form.yaml", pack_file!("form.yaml")),
        ("rules.md", pack_file!("rules.md")),
        ("messages.yaml", pack_file!("messages.yaml")),
        ("process.bpmn", pack_file!("process.bpmn")),
        ("outputs/card.typ", pack_file!("card.typ")),
    ]);
    for (name, find, make) in edits {
        let text = String::from_utf8(pack[*name].clone()).expect("text");
        assert!(text.contains(find), "`{find}` is not in {name}");
        pack.insert((*name).to_string(), text.replacen(find, make, 1).into_bytes());
    }
    let shared = files(&[("registers.yaml", pack_file!("registers.yaml"))]);
    let read = afaq_pack::read(&pack, &shared, &afaq_pack::Options::default());
    let faults: Vec<String> = read
        .problems
        .iter()
        .filter(|problem| problem.severity == afaq_pack::Severity::Error)
        .map(|one| format!("{} {}:{}:{} {}", one.code, one.file, one.line, one.column, one.message.en))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    read.service.expect("the test service is whole")
}

static SERVICE: LazyLock<Service> = LazyLock::new(|| build(&[]));

/// What the process draws for silence, behind the gateway at its start.
const SILENT_FLOW: &str = r#"<bpmn:sequenceFlow id="to_silent" sourceRef="way" targetRef="TARGET">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">silence</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="to_check""#;
const SILENT_LETTER: &str = "silent:
  on: silence
  subject: {ar: انقضت المدة القانونية, en: The legal time is over}
  body: {ar: \"{case.law}\", en: \"{case.law}\"}
fee_due:";

fn silent(meaning: &str, target: &str) -> Service {
    build(&[
        ("service.yaml", "silence: none", meaning),
        ("process.bpmn", "<bpmn:sequenceFlow id=\"to_check\"", &SILENT_FLOW.replace("TARGET", target)),
        ("messages.yaml", "fee_due:", SILENT_LETTER),
    ])
}

static APPROVING: LazyLock<Service> =
    LazyLock::new(|| silent("silence: {approves: basis, after: 10 working days}", "issue"));
static REFUSING: LazyLock<Service> =
    LazyLock::new(|| silent("silence: {refuses: basis}", "refused_by_rules"));

static WAITING: LazyLock<Service> =
    LazyLock::new(|| build(&[("service.yaml", "appeal: {", "while_disputed: waits\nappeal: {")]));

/// The same service where nothing is decided while a fact is disputed.
pub fn waiting_for_corrections() -> &'static Service {
    &WAITING
}

static TWO_SIGNATURES: LazyLock<Service> = LazyLock::new(|| {
    build(&[(
        "process.bpmn",
        "afaq:role=\"case_officer\"",
        "afaq:role=\"case_officer\" afaq:signatures=\"2\"",
    )])
});

/// The same service where two officers sign a decision.
pub fn two_signatures() -> &'static Service {
    &TWO_SIGNATURES
}

/// The same service where silence for ten working days approves, and leads to the document.
pub fn approving() -> &'static Service {
    &APPROVING
}

/// The same service where silence for the promised five working days refuses.
pub fn refusing() -> &'static Service {
    &REFUSING
}

/// What the pack says of running cases, before the appeal.
const RUNNING: &str = "clock:
  stops:
    - {for: other_body, law: basis}
    - {for: court, law: basis}
  rungs:
    - {at: 50%, of: task, tell: assignee}
    - {at: 100%, of: task, tell: unit_head}
    - {at: 100%, of: service, tell: case_officer}
actions:
  - id: home_visit
    name: {ar: زيارة منزلية, en: A visit at home}
    when: request.wage < 1000
    role: case_officer
    target: 3 working days
    asks: [review.score]
  - id: interview
    name: {ar: مقابلة, en: An interview}
    repeats: true
    role: case_officer
    target: 1 working days
appeal: {";
const RUNNING_LETTERS: &str = "late_letter:
  on: late
  subject: {ar: تأخرنا, en: We are late}
  body: {ar: \"{case.promised_on}\", en: \"{case.promised_on}\"}
moved:
  on: promise_moved
  subject: {ar: تغيّر الموعد, en: The date has moved}
  body: {ar: \"{case.promised_on}\", en: \"{case.promised_on}\"}
fee_due:";

static RUNNING_SERVICE: LazyLock<Service> = LazyLock::new(|| {
    build(&[("service.yaml", "appeal: {", RUNNING), ("messages.yaml", "fee_due:", RUNNING_LETTERS)])
});

/// The same service with rights to stop the clock, rungs, and optional actions.
pub fn running() -> &'static Service {
    &RUNNING_SERVICE
}

/// Instead of the physician's task: a system of the other body sends its result, or ten days pass.
const LISTENING: [(&str, &str, &str); 4] = [
    (
        "process.bpmn",
        r#"<bpmn:userTask id="opinion" afaq:name_ar="رأي الطبيب" afaq:name_en="The physician's opinion" afaq:role="physician" afaq:body="MOH" afaq:target="5 working days" afaq:form="opinion" afaq:outcomes="favorable unfavorable" afaq:asks="review.score" />"#,
        r#"<bpmn:eventBasedGateway id="opinion" afaq:name_ar="بانتظار النتيجة" afaq:name_en="Waiting for the result" />
    <bpmn:intermediateCatchEvent id="came" afaq:name_ar="وصلت النتيجة" afaq:name_en="The result came" afaq:from="other">
      <bpmn:messageEventDefinition id="came_message" messageRef="medical_result" />
    </bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="never" afaq:name_ar="مضت عشرة أيام" afaq:name_en="Ten days have passed">
      <bpmn:timerEventDefinition id="never_timer"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:exclusiveGateway id="result" default="to_review_again" afaq:name_ar="النتيجة" afaq:name_en="The result" />"#,
    ),
    (
        "process.bpmn",
        r#"<bpmn:sequenceFlow id="from_opinion" sourceRef="opinion" targetRef="review" />"#,
        r#"<bpmn:sequenceFlow id="from_opinion" sourceRef="opinion" targetRef="came" />
    <bpmn:sequenceFlow id="to_never" sourceRef="opinion" targetRef="never" />
    <bpmn:sequenceFlow id="from_never" sourceRef="never" targetRef="review" />
    <bpmn:sequenceFlow id="from_came" sourceRef="came" targetRef="result" />
    <bpmn:sequenceFlow id="to_review_again" sourceRef="result" targetRef="review" />
    <bpmn:sequenceFlow id="to_unfit" sourceRef="result" targetRef="refused_by_officer">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">message.fit = false</bpmn:conditionExpression>
    </bpmn:sequenceFlow>"#,
    ),
    (
        "process.bpmn",
        r#"<bpmn:message id="applicant_answers" name="answer" />"#,
        r#"<bpmn:message id="applicant_answers" name="answer" /><bpmn:message id="medical_result" name="medical_result" />"#,
    ),
    ("service.yaml", "appeal: {", RUNNING),
];

static LISTENING_SERVICE: LazyLock<Service> = LazyLock::new(|| build(&LISTENING));

/// The same service where another body's system sends its result.
pub fn listening() -> &'static Service {
    &LISTENING_SERVICE
}

static WORKING_TIMER: LazyLock<Service> = LazyLock::new(|| {
    build(&[
        ("process.bpmn", "<bpmn:intermediateCatchEvent id=\"no_answer\"", WORKING_EVENT),
        ("process.bpmn", ">P30D<", ">P10D<"),
    ])
});
const WORKING_EVENT: &str = "<bpmn:intermediateCatchEvent id=\"no_answer\" afaq:time=\"working\"";

/// The same service where the applicant has ten working days for an answer.
pub fn working_timer() -> &'static Service {
    &WORKING_TIMER
}

static NEWER: LazyLock<Service> = LazyLock::new(|| {
    build(&[
        ("service.yaml", "label: \"1\"", "label: \"2\""),
        ("process.bpmn", "<bpmn:userTask id=\"hear_appeal\"", "<bpmn:userTask id=\"hear\""),
        ("process.bpmn", "targetRef=\"hear_appeal\"", "targetRef=\"hear\""),
        ("process.bpmn", "sourceRef=\"hear_appeal\"", "sourceRef=\"hear\""),
        ("process.bpmn", "afaq:target=\"2 working days\"", "afaq:target=\"1 working days\""),
        (
            "service.yaml",
            "appeal: {",
            "transition:\n  map: {hear_appeal: hear}\n  stay: request.wage > 5000\nappeal: {",
        ),
    ])
});

/// A later version: the hearing has another id, the review less time.
pub fn newer() -> &'static Service {
    &NEWER
}

static WITHOUT_OPINION: LazyLock<Service> = LazyLock::new(|| {
    build(&[
        ("process.bpmn", "<bpmn:userTask id=\"opinion\"", "<bpmn:userTask id=\"council\""),
        ("process.bpmn", "targetRef=\"opinion\"", "targetRef=\"council\""),
        ("process.bpmn", "sourceRef=\"opinion\"", "sourceRef=\"council\""),
    ])
});

/// A later version in which the opinion is another task, and nothing says so.
pub fn without_opinion() -> &'static Service {
    &WITHOUT_OPINION
}

/// The service of the tests.
pub fn service() -> &'static Service {
    &SERVICE
}

pub fn calendar() -> &'static WorkingCalendar {
    static CALENDAR: OnceLock<WorkingCalendar> = OnceLock::new();
    CALENDAR.get_or_init(|| WorkingCalendar::kuwait().for_body(&service().body))
}

pub fn start() -> Timestamp {
    NOON.parse().expect("a timestamp")
}

pub fn number(text: &str) -> CivilNumber {
    CivilNumber::parse(text).expect("a civil number")
}

pub fn party(text: &str) -> PartyId {
    PartyId::from_u128(text.parse().expect("digits"))
}

pub fn officer() -> Actor {
    Actor::Officer { id: "noura".into(), body: "PADA".into() }
}

pub fn colleague() -> Actor {
    Actor::Officer { id: "salem".into(), body: "PADA".into() }
}

pub fn physician() -> Actor {
    Actor::Officer { id: "huda".into(), body: "MOH".into() }
}

pub fn decimal(text: &str) -> Value {
    Value::Number(text.parse().expect("a number"))
}

pub fn said(value: impl Into<Value>) -> Fact<Value> {
    Fact::asserted(value.into(), Source::Applicant, start())
}

pub fn register() -> Source {
    Source::Register(RegisterId::parse("paci.person").expect("a register"))
}

pub fn read(value: &str) -> Fact<Value> {
    Fact::verified(Value::from(value), register(), start())
}

pub fn file(media_type: &str, size_bytes: u64) -> EvidenceFile {
    EvidenceFile {
        file: FileId::from_u128(7),
        name: "صورة.jpg".into(),
        media_type: media_type.into(),
        size_bytes,
    }
}

/// A draft that is complete and has a right to what it asks for.
pub fn draft() -> Submit {
    let facts = [
        ("applicant.civil_number", Fact::verified(Value::from(NUMBER), Source::SignIn, start())),
        ("applicant.name_ar", read("نورة العوضي")),
        ("applicant.nationality", read("KW")),
        ("request.is_resident", said(true)),
        ("request.wage", said(decimal("900"))),
        ("request.has_children", said(false)),
    ];
    Submit {
        number: CaseNumber::new(1),
        applicant: party(NUMBER),
        applicant_number: number(NUMBER),
        mandate: None,
        language: Lang::Ar,
        facts: facts.into_iter().map(|(path, fact)| (path.to_string(), fact)).collect(),
        evidence: BTreeMap::from([("photo".to_string(), vec![file("image/jpeg", 10)])]),
        readings: Vec::new(),
        helped: None,
    }
}

pub fn mandate(is_verified: bool) -> Mandate {
    Mandate {
        kind: "guardian".into(),
        representative: party(GUARDIAN),
        representative_number: number(GUARDIAN),
        is_verified,
        register: "paci.person".into(),
    }
}

type Ask = Rc<dyn Fn(Option<&Case>) -> Action>;

/// One command of a story.
#[derive(Clone)]
pub struct Do {
    by: Actor,
    later: SignedDuration,
    is_suspended: bool,
    ask: Ask,
}

impl Do {
    pub fn new(by: Actor, ask: impl Fn(Option<&Case>) -> Action + 'static) -> Self {
        Self { by, later: SignedDuration::ZERO, is_suspended: false, ask: Rc::new(ask) }
    }

    /// The same, by somebody else.
    pub fn by(mut self, by: Actor) -> Self {
        self.by = by;
        self
    }

    /// The same, some minutes after what was before.
    pub fn after_minutes(mut self, minutes: i64) -> Self {
        self.later = SignedDuration::from_mins(minutes);
        self
    }

    /// The same, some days after what was before.
    pub fn after_days(self, days: i64) -> Self {
        self.after_minutes(days * 24 * 60)
    }

    pub fn while_suspended(mut self) -> Self {
        self.is_suspended = true;
        self
    }
}

/// The open task on an element; 999 where there is none.
fn task(case: Option<&Case>, element: &str) -> u64 {
    let tasks = case.map(|case| &case.process.tasks);
    let open = tasks.and_then(|tasks| tasks.iter().find(|(_, task)| &*task.element == element));
    open.map_or(999, |(id, _)| *id)
}

pub fn submit() -> Do {
    submit_with(|_| {})
}

pub fn submit_with(change: impl Fn(&mut Submit) + 'static) -> Do {
    Do::new(Actor::Applicant, move |_| {
        let mut draft = draft();
        change(&mut draft);
        Action::Submit(Box::new(draft))
    })
}

pub fn decide_on(element: &'static str, choice: Choice, reasons: &[&str]) -> Do {
    let reasons: Vec<String> = reasons.iter().map(|id| (*id).to_string()).collect();
    Do::new(officer(), move |case| Action::Prepare {
        task: task(case, element),
        choice,
        reasons: reasons.clone(),
        note: String::new(),
        sets: BTreeMap::new(),
    })
}

pub fn approve() -> Do {
    decide_on("review", Choice::Approve, &[])
}

pub fn refuse() -> Do {
    decide_on("review", Choice::Refuse, &["not_convincing"])
}

pub fn undo() -> Do {
    Do::new(officer(), |_| Action::Undo)
}

pub fn take_effect() -> Do {
    let ask =
        |case: Option<&Case>| Action::TakeEffect { event: case.map_or(0, |case| case.prepared_at_version) };
    Do::new(Actor::Clock, ask).after_minutes(10)
}

pub fn finish(element: &'static str, choice: Choice) -> Do {
    finish_with(element, choice, &[], BTreeMap::new())
}

pub fn finish_with(
    element: &'static str,
    choice: Choice,
    items: &[&str],
    sets: BTreeMap<String, Value>,
) -> Do {
    let items: Vec<String> = items.iter().map(|item| (*item).to_string()).collect();
    Do::new(officer(), move |case| Action::Finish {
        task: task(case, element),
        choice,
        text: Text::new("ما راتبك؟", "What is your wage?"),
        items: items.clone(),
        sets: sets.clone(),
    })
}

pub fn ask(items: &[&str]) -> Do {
    finish_with("review", Choice::Ask, items, BTreeMap::new())
}

pub fn answer(facts: &[(&str, Fact<Value>)], text: &str) -> Do {
    let facts: Facts = facts.iter().map(|(path, fact)| ((*path).to_string(), fact.clone())).collect();
    let text = text.to_string();
    Do::new(Actor::Applicant, move |_| Action::Answer {
        facts: facts.clone(),
        evidence: BTreeMap::new(),
        text: text.clone(),
    })
}

pub fn correct(path: &'static str, value: Value) -> Do {
    Do::new(Actor::Applicant, move |_| Action::Correct {
        path: path.into(),
        value: value.clone(),
        reason: "خطأ".into(),
    })
}

pub fn pay(dinars: &'static str) -> Do {
    pay_as(dinars, "first")
}

/// The gateway's call about a payment with a number of its own.
pub fn pay_as(dinars: &'static str, transaction: &'static str) -> Do {
    Do::new(Actor::Gateway, move |case| Action::ConfirmPayment {
        reference: case
            .and_then(|case| case.fee.as_ref())
            .map(|fee| fee.reference.clone())
            .unwrap_or_default(),
        transaction: transaction.to_string(),
        paid: Money::parse(dinars).expect("money"),
    })
}

pub fn issue() -> Do {
    Do::new(Actor::Clock, |case| Action::Issue { document: document(case), file: FileId::from_u128(9) })
}

pub fn document(case: Option<&Case>) -> afaq_base::DocumentId {
    let output = case.and_then(|case| case.outputs.last());
    output.map_or(afaq_base::DocumentId::from_u128(1), |output| output.document)
}

pub fn withdraw() -> Do {
    Do::new(Actor::Applicant, |_| Action::Withdraw { reason: String::new() })
}

pub fn appeal() -> Do {
    Do::new(Actor::Applicant, |_| Action::Appeal { text: "لم تُقرأ أوراقي".into() })
}

pub fn fire() -> Do {
    Do::new(Actor::Clock, |case| Action::FireTimer {
        timer: case.and_then(|case| case.process.timers.keys().next().copied()).unwrap_or(999),
        planned_ms: None,
    })
}

/// A case under commands, with every event so far.
pub struct World {
    pub service: &'static Service,
    pub case: Option<Case>,
    pub events: Vec<CaseEvent>,
    pub now: Timestamp,
    counter: u128,
}

impl Default for World {
    fn default() -> Self {
        Self::of(service())
    }
}

impl World {
    pub fn of(service: &'static Service) -> Self {
        Self { service, case: None, events: Vec::new(), now: start(), counter: 0 }
    }

    /// What has happened after these commands.
    #[track_caller]
    pub fn after(given: &[Do]) -> Self {
        let mut world = Self::default();
        for one in given {
            world.play(one).expect("what is given can be done");
        }
        world
    }

    pub fn play(&mut self, one: &Do) -> Result<Vec<CaseEvent>, Refusal> {
        self.play_by(one, calendar())
    }

    /// The same by another calendar.
    pub fn play_by(&mut self, one: &Do, calendar: &WorkingCalendar) -> Result<Vec<CaseEvent>, Refusal> {
        self.now += one.later;
        let entropy = (0..8)
            .map(|_| {
                self.counter += 1;
                self.counter.to_be_bytes()
            })
            .collect();
        let action = (one.ask)(self.case.as_ref());
        let command = Command { by: one.by.clone(), at: self.now, entropy, action };
        let env = Env {
            service: self.service,
            calendar,
            is_suspended: one.is_suspended,
            undo: SignedDuration::from_secs(i64::from(crate::limits::UNDO_SECONDS)),
            link: &Text::same("/cases/1"),
        };
        let judged = decide(self.case.as_ref(), &command, &env);
        assert_eq!(judged, decide(self.case.as_ref(), &command, &env), "the same input, the same outcome");
        let (events, case) = judged?;
        self.events.extend(events.iter().cloned());
        self.case = Some(case);
        Ok(events)
    }

    pub fn case(&self) -> &Case {
        self.case.as_ref().expect("a case")
    }

    pub fn stage(&self) -> &'static str {
        self.case.as_ref().map_or("draft", |case| case.stage().code())
    }
}

/// Events in one line each, without the moves of the process.
pub fn words(events: &[CaseEvent]) -> String {
    let shown = events.iter().filter_map(|event| match &event.what {
        Event::Progressed { .. } => None,
        Event::Evaluated { decision, evaluation } => Some(format!("{decision}={}", value(&evaluation.value))),
        Event::MessageSent { message, .. } => Some(format!("told {message}")),
        Event::Closed { outcome, reasons } => {
            let ids: Vec<&str> = reasons.iter().map(|reason| reason.id.as_str()).collect();
            Some(format!("closed {}({})", outcome.word(), ids.join(" ")))
        }
        other => Some(other.kind().to_string()),
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn value(value: &Value) -> String {
    match value {
        Value::List(items) => format!("{}", items.len()),
        Value::Unknown(_) => "?".into(),
        other => other.to_string(),
    }
}
