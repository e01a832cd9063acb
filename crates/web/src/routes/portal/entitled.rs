//! "Am I entitled?": questions without a request; nothing that is answered here is kept.

use std::sync::Arc;

use afaq_app::cases::{Entitlement, FieldProblem, NOTHING, PageAnswers, Verdict};
use afaq_pack::{Concept, Decisions, From, Kind, Service};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::acts::raw;
use super::case_view::reason;
use super::question::{Filled, question};
use crate::form::{Block, Choice, Control, FieldError};
use crate::html::Words;
use crate::parts::{Tag, Tone};
use crate::portal::entitled::{EntitledAllPage, EntitledPage, EntitledRow, VerdictView};
use crate::respond;
use crate::routes::explained;
use crate::routes::facts::Known;
use crate::routes::fail::Fail;
use crate::routes::fields::Posted;
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

/// GET `/services/{id}/entitled`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let (entitlement, _) = web.app.entitlement(&id, &PageAnswers::new())?;
    let asked = Asked { posted: Posted::default(), problems: Vec::new(), has_asked_registers: false };
    Ok(respond::page(&page(&entitlement, &asked, None, &visit)))
}

/// What was answered.
struct Asked {
    posted: Posted,
    problems: Vec<FieldProblem>,
    has_asked_registers: bool,
}

/// POST `/services/{id}/entitled`: answers, and `known=yes` for having the registers asked.
pub(crate) async fn answer(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let service = web.app.service(&id)?.service;
    let answers: PageAnswers = service
        .concepts
        .iter()
        .map(|concept| (concept.path.clone(), vec![raw(&concept.path, &posted)]))
        .collect();
    let registers = matches!(posted.one("known"), "yes").then_some(&visit.who);
    let (entitlement, problems) = match registers {
        Some(Who::Person(person)) => web.app.my_entitlement(person, &id, &answers).await?,
        Some(Who::Nobody | Who::Officer(_)) | None => web.app.entitlement(&id, &answers)?,
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let has_asked_registers = matches!(registers, Some(Who::Person(_)));
    let verdict = problems.is_empty().then(|| {
        let known = Known {
            service: &entitlement.service,
            facts: &entitlement.facts,
            visit: &visit,
            is_officer: false,
            earlier: None,
        };
        VerdictView { why: explained::of_entitlement(&entitlement, &known), ..verdict(&entitlement, &visit) }
    });
    let asked = Asked { posted, problems, has_asked_registers };
    Ok(respond::page_with(status, &page(&entitlement, &asked, verdict, &visit)))
}

fn page(
    entitlement: &Entitlement,
    asked: &Asked,
    verdict: Option<VerdictView>,
    visit: &Visit,
) -> EntitledPage {
    let (service, lang) = (&*entitlement.service, visit.lang);
    let filled = Filled { fields: asked.posted.fields.clone(), problems: &asked.problems, visit };
    let blocks: Vec<Block> = entitlement
        .asks
        .iter()
        .filter_map(|path| service.concepts.get(path))
        .map(|concept| Block::Question(ask(concept, &filled)))
        .collect();
    let errors: Vec<FieldError> = blocks.iter().flat_map(Block::errors).collect();
    let path = format!("/services/{}", service.id.as_str());
    let mut s =
        visit.titled("entitled-title").at(Place::Services).back(visit.link(&path, t(lang, "nav-back")));
    s.has_errors = !errors.is_empty();
    let known = Known { service, facts: &entitlement.facts, visit, is_officer: false, earlier: None };
    EntitledPage {
        over: names::words(&service.name, lang),
        verdict,
        action: visit.href(&format!("{path}/entitled")),
        errors,
        blocks,
        known: if asked.has_asked_registers { known.told_by_registers() } else { Vec::new() },
        may_ask_registers: matches!(visit.who, Who::Person(_)),
        has_asked_registers: asked.has_asked_registers,
        service: visit.href(&path),
        s,
    }
}

/// A fact as a question; what a register can hold nothing of, one can say so.
fn ask(concept: &Concept, filled: &Filled<'_>) -> crate::form::Question {
    let lang = filled.visit.lang;
    let mut asked = question(concept, &concept.path, None, filled);
    asked.is_optional = false;
    if let (Control::Radios { options }, Kind::OneOf(_), From::Register { .. }) =
        (&mut asked.control, &concept.kind, &concept.from)
    {
        let is_chosen =
            filled.fields.get(&concept.path).is_some_and(|all| all.iter().any(|one| one == NOTHING));
        options.push(Choice::new(NOTHING, t(lang, "entitled-none-of-these"), is_chosen));
    }
    asked
}

fn verdict(entitlement: &Entitlement, visit: &Visit) -> VerdictView {
    let lang = visit.lang;
    let view = |tone, heading, words| VerdictView {
        tone,
        heading: Words::from(t(lang, heading)),
        words: Words::from(t(lang, words)),
        reasons: Vec::new(),
        open: Vec::new(),
        why: None,
    };
    match &entitlement.verdict {
        Verdict::Entitled => view(Tone::Good, "entitled-yes", "entitled-yes-help"),
        Verdict::Against(reasons) => VerdictView {
            reasons: reasons.iter().map(|one| reason(one, lang)).collect(),
            ..view(Tone::Bad, "entitled-no", "entitled-no-help")
        },
        Verdict::Open(paths) => VerdictView {
            open: paths.iter().map(|path| values::label(&entitlement.service, path, lang)).collect(),
            ..view(Tone::Warn, "entitled-open", "entitled-open-help")
        },
    }
}

/// The services whose rules decide on a right.
fn services(web: &Web) -> Vec<Arc<Service>> {
    let all = web.app.services();
    let decided = all.iter().filter(|one| one.suspended.is_none()).map(|one| one.service.clone());
    decided.filter(|service| service.decisions.has(Decisions::ELIGIBLE)).collect()
}

fn all_page(web: &Web, rows: Option<Vec<EntitledRow>>, visit: &Visit) -> EntitledAllPage {
    let link = |service: &Service| {
        let path = format!("/services/{}/entitled", service.id.as_str());
        visit.link(&path, names::words(&service.name, visit.lang))
    };
    EntitledAllPage {
        s: visit.titled("entitled-all-title").at(Place::Services),
        action: visit.href("/entitled"),
        rows,
        services: services(web).iter().map(|service| link(service)).collect(),
    }
}

/// GET `/entitled`.
pub(crate) async fn all(State(web): State<Web>, visit: Visit) -> Response {
    respond::page(&all_page(&web, None, &visit))
}

/// POST `/entitled`: what registers know of this person, held against the rules of every service.
pub(crate) async fn ask_all(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let person = visit.person()?;
    let mut found = Vec::new();
    for service in services(&web) {
        let (entitlement, _) =
            web.app.my_entitlement(person, service.id.as_str(), &PageAnswers::new()).await?;
        let said = verdict(&entitlement, &visit);
        let rank = match said.tone {
            Tone::Good => 0,
            Tone::Warn | Tone::Info | Tone::Quiet => 1,
            Tone::Bad => 2,
        };
        let more = said.reasons.into_iter().map(|reason| reason.words).next();
        let row = EntitledRow {
            href: visit.href(&format!("/services/{}/entitled", service.id.as_str())),
            name: names::words(&service.name, visit.lang),
            verdict: Tag::new(said.tone, said.heading),
            more: more.unwrap_or_default(),
        };
        found.push((rank, row));
    }
    found.sort_by_key(|(rank, _)| *rank);
    let rows = found.into_iter().map(|(_, row)| row).collect();
    Ok(respond::page(&all_page(&web, Some(rows), &visit)))
}
