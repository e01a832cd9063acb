//! Home, search, and what a sector or a life event holds.

use std::collections::BTreeMap;

use afaq_app::Published;
use afaq_base::{Lang, Money, bodies};
use afaq_pack::{Cost, Service};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::cases::is_waiting;
use crate::html::{MoneyView, Num, Typed, Words};
use crate::portal::catalogue::{
    FeeView, HomePage, LifeEventCard, SectorCard, ServiceCard, ServicesPage, YourThing,
};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::fields::Asked;
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, names};
use crate::shell::Place;

/// Services shown on the home page.
const POPULAR_MAX: usize = 6;
/// Things of one's own shown on the home page.
const YOURS_MAX: usize = 6;

/// The query of a search.
#[derive(Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
}

/// `/`.
pub(crate) async fn home(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let services = web.app.services();
    let lang = visit.lang;
    let mut s = visit.titled("home-title").at(Place::Services);
    s.description = Words::from(s.t("home-lead"));
    let view = HomePage {
        yours: yours(&web, &visit).await?,
        sectors: sectors(&services, &visit),
        life_events: life_events(&services, &visit),
        popular: services.iter().take(POPULAR_MAX).map(|one| card(one, &visit)).collect(),
        services: Num::grouped(i64::try_from(services.len()).unwrap_or(i64::MAX)),
        bodies: Num::grouped(i64::try_from(bodies::all().len()).unwrap_or(i64::MAX)),
        s,
    };
    debug_assert_eq!(view.s.lang, lang);
    Ok(respond::page(&view))
}

/// Drafts, and cases that wait for the person.
async fn yours(web: &Web, visit: &Visit) -> Result<Vec<YourThing>, Fail> {
    let Who::Person(person) = &visit.who else { return Ok(Vec::new()) };
    let s = visit.shell(Words::default());
    let mut yours = Vec::new();
    for case in web.app.my_cases(person).await?.iter().filter(|case| is_waiting(&case.stage)) {
        yours.push(YourThing {
            href: visit.href(&format!("/cases/{}", case.case_id)),
            name: names::of_json(&case.title, visit.lang),
            what: names::stage(&case.stage, visit.lang).words,
        });
    }
    for draft in web.app.drafts(person).await? {
        let Ok(published) = web.app.service(draft.service_id.as_str()) else { continue };
        yours.push(YourThing {
            href: visit.href(&format!("/drafts/{}", draft.draft_id)),
            name: names::words(&published.service.name, visit.lang),
            what: Words::from(s.t("service-go-on")),
        });
    }
    yours.truncate(YOURS_MAX);
    Ok(yours)
}

fn sectors(services: &[Published], visit: &Visit) -> Vec<SectorCard> {
    let mut by_sector: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for one in services {
        by_sector.entry(&one.service.sector).or_default().push(&one.service);
    }
    by_sector
        .into_iter()
        .filter(|(id, _)| !id.is_empty())
        .map(|(id, inside)| {
            let (name, icon) = names::sector(id, visit.lang);
            let comma = if visit.lang == Lang::Ar { "، " } else { ", " };
            let what: Vec<&str> = inside.iter().take(3).map(|service| service.name.get(visit.lang)).collect();
            SectorCard {
                href: visit.href(&format!("/sectors/{id}")),
                name,
                what: Words::new(what.join(comma)),
                services: inside.len(),
                icon,
            }
        })
        .collect()
}

fn life_events(services: &[Published], visit: &Visit) -> Vec<LifeEventCard> {
    let mut ids: Vec<&String> = services.iter().flat_map(|one| &one.service.life_events).collect();
    ids.sort();
    ids.dedup();
    ids.into_iter()
        .map(|id| {
            let (name, icon) = names::life_event(id, visit.lang);
            LifeEventCard { href: visit.href(&format!("/life-events/{id}")), name, icon }
        })
        .collect()
}

/// A service in a list.
pub(crate) fn card(one: &Published, visit: &Visit) -> ServiceCard {
    let service = &one.service;
    ServiceCard {
        href: visit.href(&format!("/services/{}", service.id.as_str())),
        name: names::words(&service.name, visit.lang),
        summary: names::words(&service.summary, visit.lang),
        body: names::body(service.body.as_str(), visit.lang),
        fee: fee(service, visit.lang),
        promise: Words::new(service.promise.span.in_words(visit.lang)),
        is_suspended: one.suspended.is_some(),
    }
}

/// What a service costs, before anything is known of the one who asks.
pub(crate) fn fee(service: &Service, lang: Lang) -> FeeView {
    match &service.cost {
        Cost::Free => FeeView::Exact(MoneyView::or_free(Money::ZERO, lang)),
        Cost::Decision(_) => FeeView::Depends,
    }
}

/// `/search?q=…`.
pub(crate) async fn search(
    State(web): State<Web>,
    visit: Visit,
    Asked(Search { q }): Asked<Search>,
) -> Response {
    let q: String =
        afaq_base::text::clean_line(&q).chars().take(afaq_app::limits::SEARCH_CHARS_MAX).collect();
    let services = web.app.services();
    let found = web.app.search(&q);
    let cards = found
        .iter()
        .filter_map(|found| services.iter().find(|one| one.service.id == found.service.id))
        .map(|one| card(one, &visit))
        .collect();
    let mut s = visit.titled("search-title").at(Place::Services);
    if !q.is_empty() {
        s.title = Words::new(s.t1("search-title-for", "q", q.as_str()));
    }
    let suggestions = if found.is_empty() {
        let words = services.iter().filter_map(|one| {
            let keywords = match visit.lang {
                Lang::Ar => &one.service.keywords.ar,
                Lang::En => &one.service.keywords.en,
            };
            keywords.first()
        });
        let link = |word: &String| {
            visit.link(&format!("/search?q={}", crate::routes::guard::encode(word)), word.clone())
        };
        words.take(POPULAR_MAX).map(link).collect()
    } else {
        Vec::new()
    };
    respond::page(&ServicesPage {
        s,
        query: Some(Typed::new(q)),
        intro: Words::default(),
        services: cards,
        suggestions,
    })
}

/// `/sectors/{id}`.
pub(crate) async fn sector(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let (name, _) = names::sector(&id, visit.lang);
    list(&web, &visit, name, |service| service.sector == id)
}

/// `/life-events/{id}`.
pub(crate) async fn life_event(
    State(web): State<Web>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Fail> {
    let (name, _) = names::life_event(&id, visit.lang);
    list(&web, &visit, name, |service| service.life_events.contains(&id))
}

fn list(web: &Web, visit: &Visit, name: Words, is_in: impl Fn(&Service) -> bool) -> Result<Response, Fail> {
    let services: Vec<ServiceCard> =
        web.app.services().iter().filter(|one| is_in(&one.service)).map(|one| card(one, visit)).collect();
    if services.is_empty() {
        return Err(Fail::NotFound);
    }
    let home = visit.link("/", crate::texts::t(visit.lang, "nav-home"));
    Ok(respond::page(&ServicesPage {
        s: visit.shell(name).at(Place::Services).crumbs(vec![home]),
        query: None,
        intro: Words::default(),
        services,
        suggestions: Vec::new(),
    }))
}
