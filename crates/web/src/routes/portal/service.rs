//! The page of one service: facts first.

use afaq_app::{Figures, Published};
use afaq_base::Lang;
use afaq_pack::{Channel, LegalForm, MandateKind, Service, Silence};
use axum::extract::{Path, State};
use axum::response::Response;

use super::home::fee;
use crate::html::{Typed, Words};
use crate::portal::catalogue::{LawView, Paper, ServicePage, StartState};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, kept, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// `/services/{id}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let published = web.app.service(&id)?;
    let start = start(&web, &visit, &published).await?;
    let figures = web.app.figures(&published.service.id).await?;
    let figures = figures.map(|figures| self::figures(&figures, visit.lang)).unwrap_or_default();
    let mut page = view(&published, &visit, start, figures);
    let other = published.replaced_by.as_ref().and_then(|id| web.app.service(id.as_str()).ok());
    page.related.extend(other.map(|other| {
        let path = format!("/services/{}", other.service.id.as_str());
        visit.link(&path, names::words(&other.service.name, visit.lang))
    }));
    let page = respond::page(&page);
    Ok(if matches!(visit.who, Who::Nobody) { kept::for_everybody(page) } else { page })
}

/// What one can do: start, go on with a draft, or nothing now.
async fn start(web: &Web, visit: &Visit, published: &Published) -> Result<StartState, Fail> {
    let service = &published.service;
    if let Some(words) = &published.suspended {
        return Ok(StartState::Suspended(names::words(words, visit.lang)));
    }
    let is_online = service.channels.is_empty() || service.channels.contains(&Channel::Online);
    if service.legal_form == LegalForm::PaperRequired || !is_online {
        return Ok(StartState::CounterOnly(Words::from(t(visit.lang, "service-counter-only"))));
    }
    if let Who::Person(person) = &visit.who {
        let acts_for = person.acts_for.as_ref();
        let is_allowed = acts_for
            .is_none_or(|other| service.representation.iter().any(|mandate| mandate.kind == other.kind));
        if !is_allowed {
            return Ok(StartState::NotForOthers(Words::from(t(visit.lang, "acting-not-here"))));
        }
        let drafts = web.app.drafts(person).await?;
        // At the counter every form is begun anew.
        let draft = drafts.iter().find(|draft| draft.service_id == service.id);
        if let Some(draft) = draft.filter(|_| person.helped_by.is_none()) {
            return Ok(StartState::GoOn(visit.href(&format!("/drafts/{}", draft.draft_id))));
        }
    }
    Ok(StartState::Start(visit.href(&format!("/services/{}/start", service.id.as_str()))))
}

/// The figures of the last year in words.
fn figures(figures: &Figures, lang: Lang) -> Vec<(Words, Words)> {
    let words = |key| Words::from(t(lang, key));
    let number = |number: u64| Words::new(number.to_string());
    let said = figures.satisfaction.map(|said| {
        let points = |points: f64| Typed::new(format!("{points:.1}"));
        let (mean, low, high) = (points(said.mean), points(said.interval.0), points(said.interval.1));
        let words = t_args(
            lang,
            "satisfaction-value",
            &[("mean", &mean), ("n", &said.count), ("low", &low), ("high", &high)],
        );
        (Words::from(t(lang, "figures-satisfaction")), Words::new(words))
    });
    let mut all = vec![
        (words("figures-cases"), number(figures.cases)),
        (words("figures-median"), hours(figures.median_minutes, lang)),
        (words("figures-p90"), hours(figures.p90_minutes, lang)),
        (words("figures-on-time"), Words::new(format!("{} %", figures.on_time_percent))),
    ];
    all.extend(said);
    all.push((words("figures-at"), Words::new(values::moment(figures.at, lang).plain())));
    all
}

/// Working time as people count it: minutes, or whole hours.
fn hours(minutes: i64, lang: Lang) -> Words {
    match minutes {
        ..60 => Words::new(t_args(lang, "minutes", &[("n", &minutes)])),
        _ => Words::new(t_args(lang, "working-hours", &[("n", &((minutes + 30) / 60))])),
    }
}

/// The page of a version.
pub(crate) fn view(
    published: &Published,
    visit: &Visit,
    start: StartState,
    figures: Vec<(Words, Words)>,
) -> ServicePage {
    let (service, lang) = (&published.service, visit.lang);
    let mut s = visit.shell(names::words(&service.name, lang)).at(Place::Services);
    s.description = names::words(&service.summary, lang);
    let (sector, _) = names::sector(&service.sector, lang);
    let mut crumbs = vec![visit.link("/", s.t("nav-home"))];
    if !service.sector.is_empty() {
        crumbs.push(visit.link(&format!("/sectors/{}", service.sector), sector));
    }
    ServicePage {
        s: s.crumbs(crumbs),
        summary: names::words(&service.summary, lang),
        body: names::body(service.body.as_str(), lang),
        body_href: Some(visit.href(&super::bodies::path(service.body.as_str()))),
        is_illustrative: service.illustrative,
        fee: fee(service, lang),
        fee_table: Vec::new(),
        promise: Words::new(service.promise.span.in_words(lang)),
        silence: silence(service, lang),
        minutes: Some(minutes(service)),
        who: who(service, lang),
        papers_needed: papers_needed(service, lang),
        papers_fetched: papers_fetched(service, lang),
        outputs: service.outputs.iter().map(|output| names::words(&output.name, lang)).collect(),
        law: law(service, lang),
        channels: channels(service, lang),
        figures,
        version: Some((Typed::new(service.label.clone()), values::day(published.effective_from, lang))),
        start_for: (!service.representation.is_empty()
            && matches!(start, StartState::Start(_) | StartState::GoOn(_)))
        .then(|| visit.href(&format!("/services/{}/start-for", service.id.as_str()))),
        check_right: service
            .decisions
            .has(afaq_pack::Decisions::ELIGIBLE)
            .then(|| visit.href(&format!("/services/{}/entitled", service.id.as_str()))),
        start,
        entitled: None,
        related: Vec::new(),
        contact: Vec::new(),
    }
}

/// About a minute for each question, and two for each paper.
fn minutes(service: &Service) -> usize {
    let questions = service.form.questions().count();
    let papers = service.evidence.iter().filter(|kind| kind.unless.is_none()).count();
    (questions + papers + 1).clamp(2, 60)
}

fn silence(service: &Service, lang: Lang) -> Words {
    let named = |key, law: &str| match service.find_law(law) {
        Some(law) => Words::new(t_args(lang, key, &[("law", &law.name.get(lang))])),
        None => Words::default(),
    };
    match &service.promise.silence {
        Silence::None => Words::from(t(lang, "silence-none")),
        Silence::Approves { law } => named("silence-approves", law),
        Silence::Refuses { law } => named("silence-refuses", law),
    }
}

fn who(service: &Service, lang: Lang) -> Vec<Words> {
    let mut who: Vec<Words> = service
        .audience
        .iter()
        .filter_map(|word| match word.as_str() {
            "citizen" => Some("audience-citizen"),
            "resident" => Some("audience-resident"),
            "business" => Some("audience-business"),
            "visitor" => Some("audience-visitor"),
            _ => None,
        })
        .map(|key| Words::from(t(lang, key)))
        .collect();
    who.extend(service.representation.iter().map(|mandate| Words::from(t(lang, represents(mandate.kind)))));
    who
}

/// The key of the words for a kind of representative.
pub(crate) fn represents(kind: MandateKind) -> &'static str {
    match kind {
        MandateKind::Guardian => "mandate-guardian",
        MandateKind::Agent => "mandate-agent",
        MandateKind::CompanyOfficer => "mandate-company",
    }
}

fn papers_needed(service: &Service, lang: Lang) -> Vec<Paper> {
    service
        .evidence
        .iter()
        .map(|kind| {
            let key = match (&kind.when, &kind.unless, kind.optional) {
                (_, _, true) => "paper-optional",
                (Some(_), _, _) => "paper-when",
                (None, Some(_), _) => "paper-unless",
                (None, None, _) => "",
            };
            let register = kind.unless.as_ref().and_then(|id| service.find_register(id));
            let remark = match (key, register) {
                ("", _) => Words::default(),
                ("paper-unless", Some(register)) => {
                    Words::new(t_args(lang, "paper-unless", &[("name", &register.name.get(lang))]))
                }
                ("paper-optional", _) => Words::from(t(lang, "paper-optional")),
                _ => Words::from(t(lang, "paper-when")),
            };
            Paper { name: names::words(&kind.label, lang), remark }
        })
        .collect()
}

/// Each register that is read stands for the papers that nobody has to bring.
fn papers_fetched(service: &Service, lang: Lang) -> Vec<Paper> {
    service
        .registers
        .iter()
        .map(|register| Paper {
            name: names::words(&register.name, lang),
            remark: names::body(register.body.as_str(), lang),
        })
        .collect()
}

fn law(service: &Service, lang: Lang) -> Vec<LawView> {
    service
        .law
        .iter()
        .map(|law| LawView {
            name: names::words(&law.name, lang),
            article: Words::default(),
            is_unverified: law.unverified,
        })
        .collect()
}

fn channels(service: &Service, lang: Lang) -> Vec<Words> {
    service
        .channels
        .iter()
        .map(|channel| match channel {
            Channel::Online => "channel-online",
            Channel::Counter => "channel-counter",
            Channel::Phone => "channel-phone",
        })
        .map(|key| Words::from(t(lang, key)))
        .collect()
}
