//! The desk of a body as the holder of registers: what people call wrong, and its answer.

use afaq_app::CorrectionView;
use afaq_app::cases::PageAnswers;
use afaq_base::TaskId;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::desk::corrections::{CorrectionsPage, OpenCorrection};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Foreign, Typed, Words};
use crate::parts::{FactView, Tag, Tone, Value};
use crate::respond;
use crate::routes::facts::{gender, standing};
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::{Asked, Posted};
use crate::routes::portal::acts::raw;
use crate::routes::portal::cases::{List, older};
use crate::routes::portal::question::{Filled, put, question};
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

const PATH: &str = "/desk/corrections";

/// GET `/desk/corrections`.
pub(crate) async fn list(
    State(web): State<Web>,
    visit: Visit,
    Asked(asked): Asked<List>,
) -> Result<Response, Fail> {
    let page = web.app.corrections_on_desk(visit.officer()?, asked.cursor().as_ref()).await?;
    let lang = visit.lang;
    let rows = page
        .rows
        .iter()
        .filter_map(|row| {
            let service = web.app.service(row.service_id.as_str()).ok()?.service;
            let register = service.find_register(&row.register).map(|one| names::words(&one.name, lang));
            Some(OpenCorrection {
                href: visit.href(&format!("{PATH}/{}", row.correction_id)),
                what: values::label(&service, &row.path, lang),
                register: register.unwrap_or_else(|| Words::new(row.register.clone())),
                service: names::words(&service.name, lang),
                opened: values::day(row.opened_at, lang),
                due: values::day(row.due_at, lang),
            })
        })
        .collect();
    let pager = older(&visit, PATH, page.next.as_ref());
    let s = visit.titled("corrections-title").at(Place::Corrections);
    Ok(respond::page(&CorrectionsPage { s, rows, pager }))
}

/// What was chosen and typed so far.
struct So {
    choice: String,
    fields: PageAnswers,
    reason: String,
    errors: [Option<Words>; 3],
}

fn form(view: &CorrectionView, so: So, visit: &Visit) -> Result<FormPage, Fail> {
    let lang = visit.lang;
    let asked = &view.correction.asked;
    let concept = view.concept().ok_or(Fail::NotFound)?;
    // Nothing else of the person is read here: without their gender the words stay neutral.
    let unknown = gender(&afaq_domain::cases::Facts::new(), concept);
    let shown = |value: &afaq_feel::Value| values::value(concept, value, lang, unknown);
    let register = view.service.find_register(asked.register.as_str());
    let fact = FactView {
        label: names::words(concept.called(), lang),
        value: shown(&asked.said),
        source: register.map(|register| names::words(&register.name, lang)).unwrap_or_default(),
        at: Some(values::moment(view.correction.opened_at, lang)),
        standing: standing(afaq_base::Standing::Disputed, lang),
        dispute: None,
        differs: asked.claim.as_ref().map(shown),
    };
    let keys = asked.keys.join("، ");
    let mut blocks = vec![
        Block::Words(Words::new(t_args(lang, "correction-record", &[("keys", &keys.as_str())]))),
        Block::Known(fact),
    ];
    if !asked.words.is_empty() {
        blocks.push(Block::Heading(Words::from(t(lang, "correction-words"))));
        let said = Foreign::new(&asked.words);
        blocks.push(Block::Words(Words::new(said.as_str().to_string())));
    }
    let [wrong_choice, wrong_value, wrong_reason] = so.errors;
    let options = vec![
        Choice::new("accept", t(lang, "correction-accept"), so.choice == "accept"),
        Choice::new("refuse", t(lang, "correction-refuse"), so.choice == "refuse"),
    ];
    let mut choice = Question::new("choice", t(lang, "correction-choice"), Control::Radios { options });
    choice.error = wrong_choice;
    let filled = Filled { fields: so.fields, problems: &[], visit };
    let mut right = question(concept, &asked.path, None, &filled);
    right.label = Words::from(t(lang, "correction-right-desk"));
    right.is_optional = true;
    right.error = wrong_value;
    let reason =
        Control::LongText { value: Typed::new(so.reason), chars_max: afaq_domain::limits::TEXT_CHARS_MAX };
    let mut reason =
        Question::new("reason", t(lang, "correction-reason"), reason).hint(t(lang, "correction-reason-hint"));
    reason.error = wrong_reason;
    blocks.extend([choice, right, reason].map(Block::Question));
    let s = visit.titled("correction-title-desk").at(Place::Corrections);
    let s = s.back(visit.link(PATH, t(lang, "corrections-title")));
    let mut page = FormPage::new(s, visit.href(&format!("{PATH}/{}", view.id)), blocks);
    page.over = names::body(&asked.body, lang);
    page.button = Words::from(t(lang, "correction-send-desk"));
    page.cancel = Some(visit.link(PATH, t(lang, "cancel")));
    Ok(page.with_errors_collected())
}

/// GET `/desk/corrections/{id}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(correction): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.correction_on_desk(visit.officer()?, id(&correction)?).await?;
    if view.correction.answered.is_some() {
        return Ok(respond::see_other(&visit.href(PATH)));
    }
    let mut fields = PageAnswers::new();
    if let (Some(concept), Some(claim)) = (view.concept(), &view.correction.asked.claim) {
        put(&mut fields, &view.correction.asked.path, concept, claim);
    }
    let so = So { choice: String::new(), fields, reason: String::new(), errors: [None, None, None] };
    Ok(respond::page(&form(&view, so, &visit)?))
}

/// POST `/desk/corrections/{id}`.
pub(crate) async fn answer(
    State(web): State<Web>,
    visit: Visit,
    Path(correction): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let correction: TaskId = id(&correction)?;
    let view = web.app.correction_on_desk(officer, correction).await?;
    let raw = raw(&view.correction.asked.path, &posted);
    let reason = posted.one("reason").to_string();
    let choice = posted.one("choice").to_string();
    let lang = visit.lang;
    let errors = match choice.as_str() {
        "accept" | "refuse" => {
            let is_accepted = choice == "accept";
            match web.app.answer_correction(officer, correction, is_accepted, &raw, &reason).await {
                Ok(()) => return Ok(respond::see_other(&visit.href(PATH))),
                Err(error) => {
                    let is_reason = matches!(
                        &error,
                        afaq_app::AppError::Refused(afaq_domain::Refusal::TextLength { .. })
                    );
                    let words = names::words(&refusal(error)?, lang);
                    if is_reason { [None, None, Some(words)] } else { [None, Some(words), None] }
                }
            }
        }
        _ => [Some(Words::from(t(lang, "correction-choice-missing"))), None, None],
    };
    let so = So { choice, fields: posted.fields, reason, errors };
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&view, so, &visit)?))
}

/// How far a correction is.
pub(crate) fn state(view: &CorrectionView, lang: afaq_base::Lang) -> Tag {
    let (tone, key) = match view.correction.state() {
        "accepted" => (Tone::Good, "correction-accepted"),
        "refused" => (Tone::Quiet, "correction-refused"),
        _ => (Tone::Info, "correction-open"),
    };
    Tag::new(tone, t(lang, key))
}

/// What the holder says is right, once it has spoken.
pub(crate) fn right(view: &CorrectionView, lang: afaq_base::Lang) -> Option<Value> {
    let answered = view.correction.answered.as_ref()?;
    let concept = view.concept()?;
    Some(values::value(concept, &answered.value, lang, afaq_pack::Gender::default()))
}
