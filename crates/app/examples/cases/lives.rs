//! Whole lives of cases: people apply, officers decide or ask, people answer and pay, clocks and carriers work.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use afaq_app::cases::{DecisionForm, Draft, DraftView, Next, PageAnswers};
use afaq_app::parties::Person;
use afaq_app::{App, AppError};
use afaq_base::{CaseId, CivilNumber, DraftId, Lang};
use afaq_domain::cases::{Case, Stage};
use afaq_pack::{About, Concept, Kind, Outcome, Service, What};
use afaq_ports::Officer;
use afaq_store::SaveDraft;
use afaq_testkit::{City, Rng};

use crate::Failure;

/// Pages that a form may have.
const PAGES_MAX: usize = 60;

/// Cases that one client has open at once.
const OPEN_MAX: usize = 200;

/// How long a client leaves a case alone that waits for a clock or a carrier.
const PATIENCE: Duration = Duration::from_millis(100);

/// A request as somebody has filled it in, to be handed in again and again.
pub struct Template {
    /// Who asks.
    pub person: Person,
    service: Arc<Service>,
    draft: Draft,
}

/// What everybody needs who takes part.
pub struct World {
    pub app: App,
    pub officers: Vec<Officer>,
    pub templates: Vec<Template>,
}

/// What was done: how long each command took, by its kind, and how cases ended.
#[derive(Default)]
pub struct Tally {
    pub took: BTreeMap<&'static str, Vec<Duration>>,
    pub ended: BTreeMap<&'static str, usize>,
    pub refused: usize,
}

impl Tally {
    pub fn join(&mut self, other: Self) {
        for (kind, took) in other.took {
            self.took.entry(kind).or_default().extend(took);
        }
        for (how, count) in other.ended {
            *self.ended.entry(how).or_default() += count;
        }
        self.refused += other.refused;
    }

    pub fn commands(&self) -> usize {
        self.took.values().map(Vec::len).sum()
    }
}

/// Fills forms as people do, page by page, for so many people of each service.
pub async fn templates(app: &App, city: &City, each: usize) -> Result<Vec<Template>, Failure> {
    let mut rng = Rng::new(17);
    let mut found = Vec::new();
    for published in app.services() {
        let id = published.service.id.as_str().to_string();
        // Here everybody asks for themselves: guardians of others are left to the demonstration.
        let fits = |person: &&afaq_testkit::Person| {
            city.could_want(&id, person) && city.asks_as_guardian_of(&id, person).is_none()
        };
        let (mut of_service, mut refused) = (0, 0);
        for person in city.people().iter().filter(fits) {
            if of_service == each {
                break;
            }
            let Some(template) = fill(app, city, &mut rng, person.civil_number, &id).await? else { continue };
            // Most lives should be long: a quarter at most are refused by the rules at once.
            if ends_at_once(app, &template).await? {
                refused += 1;
                if refused > each / 4 {
                    continue;
                }
            }
            found.push(template);
            of_service += 1;
        }
    }
    Ok(found)
}

/// Hands a request in for a trial.
async fn ends_at_once(app: &App, template: &Template) -> Result<bool, Failure> {
    let id = save(app, template).await?;
    let case = app.submit_draft(&template.person, id).await?;
    let (case, _) = app.my_case_now(&template.person, case).await?;
    Ok(case.closed.is_some())
}

async fn fill(
    app: &App,
    city: &City,
    rng: &mut Rng,
    number: CivilNumber,
    service: &str,
) -> Result<Option<Template>, Failure> {
    let person = app.person(number)?;
    let id = match app.start_draft(&person, service, None, Lang::Ar).await {
        Ok(id) => id,
        Err(AppError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut view = app.draft(&person, id).await?;
    let mut next = view.next(None);
    for _ in 0..PAGES_MAX {
        let Next::Page(page) = next else { break };
        for kind in evidence_of(&view, &page) {
            let accepts =
                view.service.find_evidence(&kind).map(|one| one.accepts.as_slice()).unwrap_or_default();
            let types: Vec<&str> = accepts.iter().map(|media| media.media_type()).collect();
            let (name, bytes) = afaq_testkit::files::fitting(&types);
            view = app.add_evidence(&person, id, &kind, name, bytes).await?;
        }
        let answers = answers(city, rng, number, &view, &page);
        (view, next) = app.answer_page(&person, id, view.version, &page, &answers).await?;
    }
    let is_whole = next == Next::Check && view.missing().is_empty();
    Ok(is_whole.then(|| Template { person, service: view.service, draft: view.draft }))
}

fn evidence_of(view: &DraftView, page: &str) -> Vec<String> {
    view.pages()
        .iter()
        .filter(|shown| shown.page.id == page)
        .flat_map(|shown| shown.sections.iter().flat_map(|(_, questions)| questions.iter()))
        .filter_map(|question| match &question.what {
            What::Evidence(id) if !view.draft.evidence.contains_key(id) => Some(id.clone()),
            What::Evidence(_) | What::Concept(_) | What::Group(_) => None,
        })
        .collect()
}

fn answers(city: &City, rng: &mut Rng, person: CivilNumber, view: &DraftView, page: &str) -> PageAnswers {
    let mut answers = PageAnswers::new();
    for shown in view.pages().iter().filter(|shown| shown.page.id == page) {
        for question in shown.sections.iter().flat_map(|(_, questions)| questions) {
            if let What::Concept(path) = &question.what
                && let Some(concept) = view.service.concepts.get(path)
            {
                answers.insert(path.clone(), vec![answer(city, rng, person, concept)]);
            }
        }
    }
    answers
}

fn answer(city: &City, rng: &mut Rng, person: CivilNumber, concept: &Concept) -> String {
    if let Some(likely) = city.likely_answer(person, &concept.path) {
        return likely;
    }
    match &concept.kind {
        Kind::CivilNumber if concept.about == About::Applicant => person.to_string(),
        Kind::CivilNumber => {
            let relatives = city.relatives(person);
            let cared_for = relatives.iter().find(|(_, relative)| relative.disability.is_some());
            cared_for
                .or_else(|| relatives.first())
                .map_or(person, |(_, relative)| relative.civil_number)
                .to_string()
        }
        Kind::Iban => city
            .find(person)
            .and_then(|person| person.iban.as_ref())
            .map_or_else(|| "KW81CBKU0000000000001234560101".to_string(), ToString::to_string),
        Kind::Boolean => "true".to_string(),
        Kind::OneOf(choices) => rng.pick(choices).id.clone(),
        Kind::ManyOf(choices) => choices.first().map(|choice| choice.id.clone()).unwrap_or_default(),
        Kind::Date => city.today().to_string(),
        Kind::Money { .. } => "250.000".to_string(),
        Kind::Number { min, .. } => min.as_ref().map_or_else(|| "1".to_string(), ToString::to_string),
        Kind::Phone => format!("5{:07}", rng.below(10_000_000)),
        Kind::Email => "person@example.com".to_string(),
        Kind::Country => "KW".to_string(),
        Kind::Text { .. } => "كما هو موضح في المستند المرفق".to_string(),
    }
}

/// One case under way.
struct Life<'a> {
    template: &'a Template,
    case: CaseId,
}

/// What a look at a case led to.
enum Step {
    Acted,
    Waits,
    Ended(&'static str),
}

/// One client: lives many lives side by side until the time is over.
pub async fn client(world: &World, seed: u64, until: Instant) -> Result<Tally, Failure> {
    let mut rng = Rng::new(seed);
    let mut tally = Tally::default();
    let mut active: Vec<Life<'_>> = Vec::new();
    let mut waiting: VecDeque<(Instant, Life<'_>)> = VecDeque::new();
    while Instant::now() < until {
        let is_due = waiting.front().is_some_and(|(at, _)| *at <= Instant::now());
        let life = match active.pop() {
            Some(life) => life,
            None if is_due => match waiting.pop_front() {
                Some((_, life)) => life,
                None => continue,
            },
            None if waiting.len() < OPEN_MAX => begin(world, &mut rng, &mut tally).await?,
            None => {
                tokio::time::sleep(Duration::from_millis(1)).await;
                continue;
            }
        };
        match step(world, &mut rng, &life, &mut tally).await? {
            Step::Acted => active.push(life),
            Step::Waits => waiting.push_back((Instant::now() + PATIENCE, life)),
            Step::Ended(how) => *tally.ended.entry(how).or_default() += 1,
        }
    }
    Ok(tally)
}

/// One client alone: nobody else is there, and it does the background work itself between its commands.
pub async fn alone(world: &World, clock: &crate::ports::FastClock, until: Instant) -> Result<Tally, Failure> {
    let mut rng = Rng::new(4_242);
    let mut tally = Tally::default();
    while Instant::now() < until {
        let life = begin(world, &mut rng, &mut tally).await?;
        while Instant::now() < until {
            match step(world, &mut rng, &life, &mut tally).await? {
                Step::Acted => {}
                Step::Waits => {
                    clock.move_on(11);
                    if world.app.run_jobs("alone").await?.failed > 0 {
                        return Err("a job failed".into());
                    }
                }
                Step::Ended(how) => {
                    *tally.ended.entry(how).or_default() += 1;
                    break;
                }
            }
        }
        while world.app.run_jobs("alone").await?.done > 0 {}
    }
    Ok(tally)
}

async fn timed<T>(
    tally: &mut Tally,
    kind: &'static str,
    command: impl Future<Output = Result<T, AppError>>,
) -> Result<Option<T>, Failure> {
    let begin = Instant::now();
    match command.await {
        Ok(done) => {
            tally.took.entry(kind).or_default().push(begin.elapsed());
            Ok(Some(done))
        }
        Err(AppError::Refused(_)) => {
            tally.refused += 1;
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

async fn begin<'a>(world: &'a World, rng: &mut Rng, tally: &mut Tally) -> Result<Life<'a>, Failure> {
    let app = &world.app;
    loop {
        let template = rng.pick(&world.templates);
        let Some(id) = timed(tally, "save draft", save(app, template)).await? else { continue };
        if let Some(case) = timed(tally, "submit", app.submit_draft(&template.person, id)).await? {
            return Ok(Life { template, case });
        }
    }
}

/// Stores a filled form as a new draft.
pub async fn save(app: &App, template: &Template) -> Result<DraftId, AppError> {
    let (id, now) = (DraftId::from_bytes(app.fresh_in_order()), app.now());
    let draft = SaveDraft {
        draft_id: id,
        party: template.person.party,
        service_id: template.service.id.clone(),
        pack_version: template.service.behavior_hash.clone(),
        page: "check".into(),
        answers: serde_json::to_vec(&template.draft)?,
        expected_version: 0,
        now,
        expires_at: now + jiff::SignedDuration::from_hours(24),
    };
    app.store().save_draft(&draft).await?;
    Ok(id)
}

async fn step(world: &World, rng: &mut Rng, life: &Life<'_>, tally: &mut Tally) -> Result<Step, Failure> {
    let (app, person, id) = (&world.app, &life.template.person, life.case);
    let (case, service) = app.my_case_now(person, id).await?;
    match case.stage() {
        Stage::Closed(outcome) => return Ok(Step::Ended(outcome.word())),
        Stage::AwaitingPayment => {
            let Some(fee) = &case.fee else { return Ok(Step::Waits) };
            timed(tally, "pay", app.payment_called(&fee.reference, &fee.reference, fee.amount, "")).await?;
        }
        Stage::WaitingForApplicant => {
            let text = "أرفقت المطلوب، وشكراً.";
            let nothing = PageAnswers::new();
            let answer = app.answer_request(person, id, text, &nothing, Vec::new());
            timed(tally, "answer", answer).await?;
        }
        Stage::WithOfficer | Stage::WithOtherBody => {
            if !work(world, rng, &case, &service, id, tally).await? {
                return Ok(Step::Waits);
            }
        }
        Stage::DecisionPrepared | Stage::AwaitingSignature | Stage::Processing | Stage::Stopped => {
            return Ok(Step::Waits);
        }
    }
    Ok(Step::Acted)
}

/// The officer of the first open task takes the case and does the task.
async fn work(
    world: &World,
    rng: &mut Rng,
    case: &Case,
    service: &Service,
    id: CaseId,
    tally: &mut Tally,
) -> Result<bool, Failure> {
    let app = &world.app;
    let open =
        case.process.tasks.iter().find_map(|(task, open)| Some((*task, service.tasks.get(&*open.element)?)));
    let Some((task, spec)) = open else { return Ok(false) };
    let officer = world
        .officers
        .iter()
        .find(|officer| officer.body == spec.body.as_str() && officer.roles.contains(&spec.role))
        .ok_or("no officer for a task")?;
    if case.assignee.is_none() && case.body == officer.body {
        timed(tally, "assign", app.assign(officer, id, Some(&officer.id))).await?;
    }
    let reasons: Vec<String> = afaq_domain::cases::reasons_of_rules(service, case, app.now())
        .into_iter()
        .map(|reason| reason.id)
        .collect();
    let offers = |outcome: Outcome| spec.outcomes.contains(&outcome);
    let choice = if offers(Outcome::Ask) && case.asks == 0 && rng.below(5) == 0 {
        Outcome::Ask
    } else if offers(Outcome::Opinion) && case.opinions.is_empty() && rng.below(8) == 0 {
        Outcome::Opinion
    } else if offers(Outcome::Refuse) && !reasons.is_empty() {
        Outcome::Refuse
    } else if offers(Outcome::Approve) {
        Outcome::Approve
    } else {
        spec.outcomes.first().copied().unwrap_or(Outcome::Forward)
    };
    let has_text = !matches!(choice, Outcome::Approve | Outcome::Refuse);
    let form = DecisionForm {
        choice: choice.word().to_string(),
        reasons: if choice == Outcome::Refuse { reasons } else { Vec::new() },
        text_ar: if has_text {
            "نرجو توضيح المستند المرفق، فهو غير مقروء.".into()
        } else {
            String::new()
        },
        text_en: if has_text {
            "Please send the paper again: it can't be read.".into()
        } else {
            String::new()
        },
        ..DecisionForm::default()
    };
    let kind = if has_text { "ask or tell" } else { "prepare" };
    let problems = timed(tally, kind, app.end_task(officer, id, task, &form)).await?;
    if problems.is_some_and(|problems| !problems.is_empty()) {
        return Err("an officer's form was not taken".into());
    }
    Ok(true)
}
