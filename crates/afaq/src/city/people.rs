//! What people do: fill forms, err and mend, give up, pay, answer, withdraw, appeal.

use afaq_app::cases::{DraftView, Next, PageAnswers, SentFile};
use afaq_app::parties::Person;
use afaq_app::{App, AppError};
use afaq_base::{CaseId, Lang};
use afaq_domain::cases::{Case, CaseOutcome, Stage};
use afaq_gateways::DemoPayment;
use afaq_pack::{Kind, MandateKind, Service, What};
use afaq_testkit::{City, Rng};

use super::answers;
use super::limits::PAGES_MAX;
use super::wishes::Wish;

/// People in a thousand who leave the form before the end.
const GIVES_UP_PERMILLE: u64 = 35;
/// People in a thousand who type something wrong first.
const ERRS_PERMILLE: u64 = 120;

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// A case.
    Case(CaseId),
    /// Nobody took the request: no right to act, or the rules of the form.
    Refused,
    /// The person left the form.
    GaveUp,
}

/// What begins a case.
pub struct Beginning {
    /// What became of it.
    pub begun: Begun,
    /// Whether the person typed something wrong on the way.
    pub erred: bool,
}

/// Fills the form page by page and hands it in.
pub async fn begin(app: &App, city: &City, rng: &mut Rng, wish: &Wish) -> anyhow::Result<Beginning> {
    let ended = |begun, erred| Ok(Beginning { begun, erred });
    let person = app.person(wish.person)?;
    let is_citizen = city.find(wish.person).is_some_and(afaq_testkit::Person::is_citizen);
    let language = if is_citizen || rng.below(2) == 0 { Lang::Ar } else { Lang::En };
    let represents = wish.child.map(|child| (MandateKind::Guardian, child));
    let draft = match app.start_draft(&person, &wish.service, represents, language).await {
        Ok(draft) => draft,
        Err(AppError::Refused(_)) => return ended(Begun::Refused, false),
        Err(error) => return Err(error.into()),
    };
    let mut view = app.draft(&person, draft).await?;
    let mut next = view.next(None);
    let mut errs = rng.permille(ERRS_PERMILLE);
    let mut erred = false;
    for _ in 0..PAGES_MAX {
        let Next::Page(page) = next else { break };
        view = upload(app, &person, view, &page).await?;
        let right = page_answers(city, rng, wish, &view, &page);
        if errs && let Some(wrong) = wrong(&view, &right) {
            errs = false;
            let (after, outcome) = app.answer_page(&person, draft, view.version, &page, &wrong).await?;
            view = after;
            erred = matches!(outcome, Next::Mend(_));
        }
        let (after, onward) = app.answer_page(&person, draft, view.version, &page, &right).await?;
        if matches!(onward, Next::Mend(_)) {
            // Who can't answer leaves the draft where it is.
            return ended(Begun::GaveUp, erred);
        }
        (view, next) = (after, onward);
    }
    if next != Next::Check || rng.permille(GIVES_UP_PERMILLE) {
        return ended(Begun::GaveUp, erred);
    }
    match app.submit_draft(&person, draft).await {
        Ok(case) => ended(Begun::Case(case), erred),
        Err(AppError::Refused(_)) => ended(Begun::Refused, erred),
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

fn page_answers(city: &City, rng: &mut Rng, wish: &Wish, view: &DraftView, page: &str) -> PageAnswers {
    let mut answers = PageAnswers::new();
    for shown in view.pages().iter().filter(|shown| shown.page.id == page) {
        for question in shown.sections.iter().flat_map(|(_, questions)| questions) {
            if let What::Concept(path) = &question.what
                && let Some(concept) = view.service.concepts.get(path)
            {
                answers.insert(path.clone(), vec![answers::answer(city, rng, wish.person, concept)]);
            }
        }
    }
    answers
}

/// The same answers with one that can't be right; nothing where every answer is right.
fn wrong(view: &DraftView, right: &PageAnswers) -> Option<PageAnswers> {
    let is_strict = |path: &&String| {
        let kind = view.service.concepts.get(path).map(|concept| &concept.kind);
        matches!(
            kind,
            Some(
                Kind::CivilNumber
                    | Kind::Iban
                    | Kind::Date
                    | Kind::Money { .. }
                    | Kind::Number { .. }
                    | Kind::Phone
            )
        )
    };
    let path = right.keys().find(is_strict)?.clone();
    let mut wrong = right.clone();
    wrong.insert(path, vec!["١٢؟".to_string()]);
    Some(wrong)
}

/// A file that is taken for an evidence of a service.
fn paper(service: &Service, evidence: &str) -> (&'static str, &'static [u8]) {
    let accepts = service.find_evidence(evidence).map(|kind| kind.accepts.as_slice()).unwrap_or_default();
    let types: Vec<&str> = accepts.iter().map(|media| media.media_type()).collect();
    afaq_testkit::files::fitting(&types)
}

/// What a person comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// To pay the fee.
    Pay,
    /// To answer what was asked.
    Answer,
    /// To take the request back.
    Withdraw,
    /// To ask for another look at a refusal.
    Appeal,
    /// To say how it was.
    Rate {
        /// From 1 to 5.
        points: u8,
        /// In the person's own words; most say nothing.
        words: &'static str,
    },
}

/// Does what the person came for, if it is still to be done.
pub async fn visit(
    app: &App,
    payment: &DemoPayment,
    wish: &Wish,
    id: CaseId,
    errand: Errand,
) -> anyhow::Result<()> {
    let person = app.person(wish.person)?;
    let (case, service) = app.my_case_now(&person, id).await?;
    let stage = case.stage();
    let outcome = match (errand, stage) {
        (Errand::Pay, Stage::AwaitingPayment) => {
            let Some(fee) = &case.fee else { return Ok(()) };
            let signature = payment.sign(&fee.reference, &fee.reference, fee.amount);
            app.payment_called(&fee.reference, &fee.reference, fee.amount, &signature).await.map(drop)
        }
        (Errand::Answer, Stage::WaitingForApplicant) => answer(app, &person, id, &service, &case).await,
        (Errand::Withdraw, Stage::WithOfficer | Stage::WithOtherBody) => app.withdraw(&person, id, "").await,
        (Errand::Rate { points, words }, Stage::Closed(_)) => {
            app.rate_case(&person, id, &points.to_string(), words).await
        }
        (Errand::Appeal, Stage::Closed(CaseOutcome::Refused)) => {
            app.appeal(&person, id, "أطلب إعادة النظر في القرار لتغير ظروفي.").await
        }
        _ => Ok(()),
    };
    ignore_refusal(outcome)
}

/// A refusal is part of life; a fault is not.
pub fn ignore_refusal(outcome: Result<(), AppError>) -> anyhow::Result<()> {
    match outcome {
        Ok(()) | Err(AppError::Refused(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn answer(
    app: &App,
    person: &Person,
    id: CaseId,
    service: &Service,
    case: &Case,
) -> Result<(), AppError> {
    let items = case.asked.as_ref().map(|asked| asked.items.clone()).unwrap_or_default();
    let files = items
        .iter()
        .filter_map(|item| item.strip_prefix("evidence."))
        .map(|evidence| {
            let (name, bytes) = paper(service, evidence);
            SentFile { evidence: evidence.to_string(), name: name.into(), bytes: bytes.to_vec() }
        })
        .collect();
    app.answer_request(person, id, "أرفقت المطلوب، وشكراً.", &PageAnswers::new(), files).await.map(drop)
}
