//! The past: generated people apply, officers decide, some wait, err, give up or appeal, all under virtual time.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_app::cases::{DecisionForm, DraftView, Next, PageAnswers};
use afaq_app::parties::Person;
use afaq_app::{App, AppError};
use afaq_base::{CaseId, CivilNumber, Lang, Timestamp};
use afaq_domain::cases::Stage;
use afaq_gateways::{DemoPayment, VirtualClock};
use afaq_pack::{MandateKind, Outcome, Service, What};
use afaq_testkit::{City, Rng};
use anyhow::Context;
use jiff::SignedDuration;

use super::answers;

/// How many steps one case may take before it is left as it stands.
const VISITS_MAX: usize = 40;
/// Pages that a form may have.
const PAGES_MAX: usize = 60;

/// What happens at a moment of the past.
enum Step {
    Begin { person: CivilNumber, service: String },
    Visit { case: CaseId, person: CivilNumber, visits: usize },
}

/// Plays so many cases, from `from` until now, and calls `tick` after each begun one.
///
/// # Errors
/// A fault of the store.
pub async fn play(
    app: &App,
    city: &Arc<City>,
    clock: &VirtualClock,
    payment: &DemoPayment,
    cases: usize,
    until: Timestamp,
    mut tick: impl FnMut(usize),
) -> anyhow::Result<usize> {
    let mut rng = Rng::new(city.seed() ^ 0x5EED);
    let from = app.now();
    let mut agenda: BTreeMap<(Timestamp, u64), Step> = BTreeMap::new();
    let mut order = 0;
    let span = until.duration_since(from).as_secs().max(1);
    let mut wanted = Wanted::new();
    for _ in 0..cases {
        let Some((service, person)) = pick(app, city, &mut wanted, &mut rng) else { continue };
        let at = from + SignedDuration::from_secs(rng.below(span.unsigned_abs()).cast_signed());
        order += 1;
        agenda.insert((at, order), Step::Begin { person, service });
    }
    let mut begun = 0;
    while let Some(((at, _), step)) = agenda.pop_first() {
        settle(app, clock, at).await?;
        let next = match step {
            Step::Begin { person, service } => {
                begun += 1;
                tick(begun);
                begin(app, city, &mut rng, person, &service)
                    .await
                    .with_context(|| format!("a request for `{service}`"))?
                    .map(|case| Step::Visit { case, person, visits: 0 })
            }
            Step::Visit { case, person, visits } => {
                let is_open = visit(app, &mut rng, payment, case, person)
                    .await
                    .with_context(|| format!("the case `{case}`"))?;
                (is_open && visits < VISITS_MAX).then_some(Step::Visit { case, person, visits: visits + 1 })
            }
        };
        if let Some(next) = next {
            // Half an hour to two days between two looks at a case.
            let later = at + SignedDuration::from_mins(30 + rng.below(48 * 60).cast_signed());
            if later < until {
                order += 1;
                agenda.insert((later, order), next);
            }
        }
    }
    settle(app, clock, until).await?;
    Ok(begun)
}

/// Does the background work that falls due until a moment, each at its time, and sets the clock to it.
async fn settle(app: &App, clock: &VirtualClock, until: Timestamp) -> anyhow::Result<()> {
    while let Some(due) = app.store().next_job_at().await? {
        if due > until {
            break;
        }
        clock.set(due);
        let done = app.run_jobs("past").await?;
        if done.done + done.failed == 0 {
            break;
        }
    }
    clock.set(until);
    Ok(())
}

/// Who could want a service, by its id.
type Wanted = BTreeMap<String, Vec<CivilNumber>>;

/// A person who could want a service.
fn pick(app: &App, city: &City, wanted: &mut Wanted, rng: &mut Rng) -> Option<(String, CivilNumber)> {
    let services = app.services();
    if services.is_empty() {
        return None;
    }
    let service = rng.pick(&services).service.id.as_str().to_string();
    let candidates = wanted.entry(service.clone()).or_insert_with(|| {
        city.people()
            .iter()
            .filter(|person| city.could_want(&service, person))
            // Mostly those whose licence ends soon; one in eight tries too early.
            .filter(|person| {
                !service.contains("driving") || city.drives_out_soon(person) || rng.below(8) == 0
            })
            .map(|person| person.civil_number)
            .collect()
    });
    if candidates.is_empty() { None } else { Some((service, *rng.pick(candidates))) }
}

/// Fills the form page by page and hands it in. Some give up on the way.
async fn begin(
    app: &App,
    city: &City,
    rng: &mut Rng,
    number: CivilNumber,
    service: &str,
) -> anyhow::Result<Option<CaseId>> {
    let person = app.person(number)?;
    let language = if city.find(number).is_some_and(afaq_testkit::Person::is_citizen) || rng.below(2) == 0 {
        Lang::Ar
    } else {
        Lang::En
    };
    let wanted = city.find(number).and_then(|person| city.asks_as_guardian_of(service, person));
    let represents = wanted.map(|child| (MandateKind::Guardian, child));
    let draft = match app.start_draft(&person, service, represents, language).await {
        Ok(draft) => draft,
        Err(AppError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut view = app.draft(&person, draft).await?;
    let mut next = view.next(None);
    for _ in 0..PAGES_MAX {
        let Next::Page(page) = &next else { break };
        view = upload(app, &person, view, page).await?;
        let answers = page_answers(city, rng, number, &view, page);
        match app.answer_page(&person, draft, view.version, page, &answers).await {
            Ok((after, Next::Mend(_))) => {
                // A person who can't answer leaves the draft where it is.
                drop(after);
                return Ok(None);
            }
            Ok((after, onward)) => {
                view = after;
                next = onward;
            }
            Err(error) => return Err(error.into()),
        }
    }
    if next != Next::Check || rng.below(25) == 0 {
        return Ok(None);
    }
    match app.submit_draft(&person, draft).await {
        Ok(case) => Ok(Some(case)),
        Err(AppError::Refused(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

async fn upload(app: &App, person: &Person, view: DraftView, page: &str) -> anyhow::Result<DraftView> {
    let needed: Vec<String> = view
        .pages()
        .iter()
        .filter(|shown| shown.page.id == page)
        .flat_map(|shown| shown.sections.iter().flat_map(|(_, questions)| questions.iter()))
        .filter_map(|question| match &question.what {
            What::Evidence(id) if !view.draft.evidence.contains_key(id) => Some(id.clone()),
            What::Evidence(_) | What::Concept(_) | What::Group(_) => None,
        })
        .collect();
    let mut view = view;
    for id in needed {
        let (name, bytes) = paper(&view.service, &id);
        view = app.add_evidence(person, view.id, &id, name, bytes).await?;
    }
    Ok(view)
}

fn page_answers(
    city: &City,
    rng: &mut Rng,
    person: CivilNumber,
    view: &DraftView,
    page: &str,
) -> PageAnswers {
    let mut answers = PageAnswers::new();
    for shown in view.pages().iter().filter(|shown| shown.page.id == page) {
        for question in shown.sections.iter().flat_map(|(_, questions)| questions) {
            if let What::Concept(path) = &question.what
                && let Some(concept) = view.service.concepts.get(path)
            {
                answers.insert(path.clone(), vec![answers::answer(city, rng, person, concept)]);
            }
        }
    }
    answers
}

/// Does what a case waits for. Gives whether it is still open.
async fn visit(
    app: &App,
    rng: &mut Rng,
    payment: &DemoPayment,
    id: CaseId,
    number: CivilNumber,
) -> anyhow::Result<bool> {
    let person = app.person(number)?;
    let view = app.my_case(&person, id).await?;
    let outcome = match view.case.stage() {
        Stage::Closed(outcome) => {
            let may_appeal = outcome == afaq_pack::CaseOutcome::Refused && view.service.appeal.is_some();
            if may_appeal && !view.case.is_appealed && rng.below(5) == 0 {
                let words = "أطلب إعادة النظر في القرار لتغير ظروفي.";
                ignore_refusal(app.appeal(&person, id, words).await)?;
                return Ok(true);
            }
            return Ok(false);
        }
        Stage::AwaitingPayment => {
            let Some(fee) = &view.case.fee else { return Ok(true) };
            let signature = payment.sign(&fee.reference, &fee.reference, fee.amount);
            app.payment_called(&fee.reference, &fee.reference, fee.amount, &signature).await.map(drop)
        }
        Stage::WaitingForApplicant if rng.below(4) == 0 => Ok(()),
        Stage::WaitingForApplicant => answer(app, &person, id, &view.service, &view.case).await,
        Stage::WithOfficer | Stage::WithOtherBody if rng.below(30) == 0 => {
            app.withdraw(&person, id, "").await
        }
        Stage::WithOfficer | Stage::WithOtherBody => work(app, rng, id).await,
        Stage::DecisionPrepared | Stage::Processing | Stage::Stopped => Ok(()),
    };
    ignore_refusal(outcome)?;
    Ok(true)
}

/// A refusal is part of life; a fault is not.
fn ignore_refusal(outcome: Result<(), AppError>) -> anyhow::Result<()> {
    match outcome {
        Ok(()) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// A file that is taken for an evidence of a service.
fn paper(service: &Service, evidence: &str) -> (&'static str, &'static [u8]) {
    let accepts = service.find_evidence(evidence).map(|kind| kind.accepts.as_slice()).unwrap_or_default();
    let types: Vec<&str> = accepts.iter().map(|media| media.media_type()).collect();
    afaq_testkit::files::fitting(&types)
}

async fn answer(
    app: &App,
    person: &Person,
    id: CaseId,
    service: &Service,
    case: &afaq_domain::cases::Case,
) -> Result<(), AppError> {
    let items = case.asked.as_ref().map(|asked| asked.items.clone()).unwrap_or_default();
    let files = items
        .iter()
        .filter_map(|item| item.strip_prefix("evidence."))
        .map(|evidence| {
            let (name, bytes) = paper(service, evidence);
            afaq_app::cases::SentFile {
                evidence: evidence.to_string(),
                name: name.into(),
                bytes: bytes.to_vec(),
            }
        })
        .collect();
    app.answer_request(person, id, "أرفقت المطلوب، وشكراً.", &PageAnswers::new(), files).await.map(drop)
}

/// An officer of the right unit takes the first open task.
async fn work(app: &App, rng: &mut Rng, id: CaseId) -> Result<(), AppError> {
    let officers = app.ports().identity.officers();
    for officer in &officers {
        let Ok(view) = app.case_on_desk(officer, id).await else { continue };
        let Some(open) = view.tasks.iter().find(|task| task.is_mine) else { continue };
        if view.case.assignee.is_none()
            && view.case.body == officer.body
            && officer.units.contains(&view.case.unit)
        {
            // Two of three units' officers share the work by chance.
            let same: Vec<_> = officers
                .iter()
                .filter(|one| one.units == officer.units && one.body == officer.body)
                .collect();
            let colleague = rng.pick(&same);
            app.assign(officer, id, Some(&colleague.id)).await?;
        }
        let reasons: Vec<String> = afaq_domain::cases::reasons_of_rules(&view.service, &view.case, view.now)
            .into_iter()
            .map(|one| one.id)
            .collect();
        let offers = |outcome: Outcome| open.spec.outcomes.contains(&outcome);
        let choice = if offers(Outcome::Ask) && view.case.asks == 0 && rng.below(5) == 0 {
            Outcome::Ask
        } else if offers(Outcome::Opinion) && view.case.opinions.is_empty() && rng.below(8) == 0 {
            Outcome::Opinion
        } else if offers(Outcome::Refuse) && !reasons.is_empty() {
            Outcome::Refuse
        } else if offers(Outcome::Approve) {
            Outcome::Approve
        } else {
            open.spec.outcomes.first().copied().unwrap_or(Outcome::Forward)
        };
        let form = DecisionForm {
            choice: choice.word().to_string(),
            reasons,
            text_ar: "نرجو توضيح المستند المرفق، فهو غير مقروء.".into(),
            text_en: "Please send the paper again: it can't be read.".into(),
            ..DecisionForm::default()
        };
        let form = match choice {
            Outcome::Approve | Outcome::Refuse => {
                DecisionForm { text_ar: String::new(), text_en: String::new(), ..form }
            }
            _ => form,
        };
        return app.end_task(officer, id, open.task, &form).await.map(drop);
    }
    Ok(())
}
