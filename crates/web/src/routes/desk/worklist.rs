//! The worklist: tabs, the most urgent first, deadlines in words.

use afaq_app::cases::{WorkFilter, WorkQuery, WorkTab};
use afaq_app::rows::{CaseRow, Cursor, TaskRow};
use afaq_domain::team::Action;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::desk::worklist::{Filter, Tab, WorkRow, WorklistPage};
use crate::form::Choice;
use crate::html::{Code, Foreign, Typed, Words};
use crate::parts::{Notice, Pager, Tag, Tone};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::{Asked, Posted};
use crate::routes::guard::encode;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

/// Characters of a search that are looked at.
const QUERY_CHARS_MAX: usize = 60;

/// The query of the worklist.
#[derive(Default, Deserialize)]
pub(crate) struct List {
    #[serde(default)]
    tab: String,
    after: Option<String>,
    #[serde(default)]
    q: String,
    /// Which part of the tab.
    #[serde(default)]
    show: String,
    /// Only this service.
    #[serde(default)]
    service: String,
    /// In which order.
    #[serde(default)]
    sort: String,
    /// Whether many cases were to be taken in hand and none was picked.
    #[serde(default)]
    none: String,
}

/// The word for the oldest first.
const BY_AGE: &str = "age";

/// GET `/desk`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Asked(asked): Asked<List>,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let tab = WorkTab::find(&asked.tab).unwrap_or(WorkTab::Unit);
    let after: Option<Cursor> = asked.after.as_deref().map(id).transpose()?;
    let filter = WorkFilter::find(&asked.show).unwrap_or_default();
    let service = afaq_base::ServiceId::parse(&asked.service).ok();
    let wanted = WorkQuery { filter, service, is_by_age: asked.sort == BY_AGE };
    let list = web.app.worklist_by(officer, tab, &wanted, after.as_ref()).await?;
    let team = list.team.clone();
    let q: String = afaq_base::text::clean_line(&asked.q).chars().take(QUERY_CHARS_MAX).collect();
    let (found, pager) = if q.is_empty() {
        let older = list.next.map(|next| {
            visit.href(&format!("{}&after={}", list_path(tab, &wanted), encode(&next.to_string())))
        });
        (list.rows, Pager { newer: None, older })
    } else {
        let found = web.app.desk_search(officer, &q).await?;
        (found.into_iter().map(|case| (None, case)).collect(), Pager::default())
    };
    let mut rows = Vec::with_capacity(found.len());
    for (task, case) in found {
        rows.push(row(&web, &visit, task.as_ref(), &case).await?);
    }
    let s = visit.titled("worklist-title").at(Place::Worklist);
    let tabs = WorkTab::ALL
        .into_iter()
        .zip(&list.counts)
        .map(|(one, count)| Tab {
            href: visit.href(&format!("/desk?tab={}", one.word())),
            words: Words::from(t(visit.lang, tab_key(one))),
            count: usize::try_from(*count).unwrap_or(usize::MAX),
            is_current: one == tab && q.is_empty(),
        })
        .collect();
    let filters = WorkFilter::ALL
        .into_iter()
        .map(|one| Filter {
            href: visit.href(&list_path(tab, &WorkQuery { filter: one, ..wanted.clone() })),
            words: Words::from(t(visit.lang, filter_key(one))),
            is_current: one == filter,
        })
        .collect();
    let is_takable = matches!(tab, WorkTab::Mine | WorkTab::Unit);
    let own = team.views.get(&officer.id).map(Vec::as_slice).unwrap_or_default();
    let views = own.iter().map(|view| visit.link(&format!("/desk?{}", view.query), view.name.clone()));
    let path = list_path(tab, &wanted);
    let is_plain = filter == WorkFilter::All && wanted.service.is_none() && !wanted.is_by_age;
    let keep = path
        .split_once('?')
        .map(|(_, query)| query)
        .filter(|query| q.is_empty() && !is_plain && own.iter().all(|view| view.query != *query));
    let mut notices = Vec::new();
    if !asked.none.is_empty() {
        let heading = Words::from(t(visit.lang, "bulk-none"));
        notices.push(Notice { tone: Tone::Warn, heading, words: Words::default(), link: None });
    }
    Ok(respond::page(&WorklistPage {
        s,
        notices,
        views: views.collect(),
        keep: keep.map(Typed::new),
        views_action: visit.href("/desk/views"),
        services: services(&web, &visit, &wanted)?,
        orders: [("", "sort-due", false), (BY_AGE, "sort-age", true)]
            .into_iter()
            .map(|(word, key, is_by_age)| {
                Choice::new(word, t(visit.lang, key), wanted.is_by_age == is_by_age)
            })
            .collect(),
        show: Typed::new(if filter == WorkFilter::All { "" } else { filter.word() }),
        bulk: is_takable.then(|| visit.href("/desk/bulk")),
        tabs,
        filters: if q.is_empty() && tab != WorkTab::Done { filters } else { Vec::new() },
        query: Typed::new(q),
        action: visit.href("/desk"),
        tab: Typed::new(tab.word()),
        next_case: rows.iter().any(|row| row.assignee.is_none()).then(|| visit.href("/desk/next")),
        take: is_takable.then(|| visit.href("/desk")),
        rows,
        pager,
        links: links(&web, &visit, officer).await?,
    }))
}

/// Other lists of the desk.
async fn links(
    web: &Web,
    visit: &Visit,
    officer: &afaq_ports::Officer,
) -> Result<Vec<crate::parts::Link>, Fail> {
    let lang = visit.lang;
    let counted = |key: &'static str, count: usize| {
        let words = t(lang, key);
        if count == 0 { Words::from(words) } else { Words::new(format!("{words} ({count})")) }
    };
    let notices = web.app.count_notices(officer).await?;
    let mut links = vec![visit.link("/desk/notices", counted("notices-title", notices))];
    if afaq_app::desk::is_owner(officer) {
        let incidents = web.app.incidents(officer).await?.len();
        links.push(visit.link("/desk/incidents", counted("incidents-title", incidents)));
        links.push(visit.link("/desk/processes", Words::from(t(lang, "processes-title"))));
    }
    Ok(links)
}

fn tab_key(tab: WorkTab) -> &'static str {
    match tab {
        WorkTab::Mine => "worklist-mine",
        WorkTab::Unit => "worklist-unit",
        WorkTab::Waiting => "worklist-waiting",
        WorkTab::Done => "worklist-done",
    }
}

fn list_path(tab: WorkTab, query: &WorkQuery) -> String {
    let mut path = format!("/desk?tab={}", tab.word());
    if query.filter != WorkFilter::All {
        path += &format!("&show={}", query.filter.word());
    }
    if let Some(service) = &query.service {
        path += &format!("&service={}", service.as_str());
    }
    if query.is_by_age {
        path += &format!("&sort={BY_AGE}");
    }
    path
}

/// The services on which the officer's body works.
fn services(web: &Web, visit: &Visit, query: &WorkQuery) -> Result<Vec<Choice>, Fail> {
    let officer = visit.officer()?;
    let all = web.app.services().into_iter().map(|published| published.service);
    let works_on = |service: &afaq_pack::Service| {
        service
            .roles
            .iter()
            .any(|role| role.body.as_str() == officer.body && officer.roles.contains(&role.id))
    };
    Ok(all
        .filter(|service| works_on(service))
        .map(|service| {
            let is_chosen = query.service.as_ref() == Some(&service.id);
            Choice::new(service.id.as_str(), names::words(&service.name, visit.lang), is_chosen)
        })
        .collect())
}

/// POST `/desk/views`: keeps a view under a name, or drops one.
pub(crate) async fn views(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let name = afaq_base::text::clean_line(posted.one("name"));
    // Only what the worklist itself understands comes back out of a view.
    let safe = |sign: char| sign.is_ascii_alphanumeric() || "=&._-".contains(sign);
    let query: String = posted.one("query").chars().filter(|sign| safe(*sign)).collect();
    let action = match posted.one("do") {
        "drop" => Action::DropView { name },
        _ => Action::SaveView { name, query: query.clone() },
    };
    web.app.change_team(officer, action).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk?{query}"))))
}

fn filter_key(filter: WorkFilter) -> &'static str {
    match filter {
        WorkFilter::All => "filter-all",
        WorkFilter::Late => "filter-late",
        WorkFilter::Today => "filter-today",
        WorkFilter::Week => "filter-week",
        WorkFilter::Free => "filter-free",
    }
}

async fn row(web: &Web, visit: &Visit, task: Option<&TaskRow>, case: &CaseRow) -> Result<WorkRow, Fail> {
    let lang = visit.lang;
    let name = web.app.applicant_name(case.case_id).await?;
    let service = web.app.service(case.service_id.as_str()).ok();
    let spec = task.and_then(|task| service.as_ref()?.service.tasks.get(&task.element));
    let due = task.and_then(|task| task.due_at).or(case.due_at);
    let is_done = task.is_some_and(|task| task.done_at.is_some()) || case.closed_at.is_some();
    let deadline = match due.and_then(|due| web.app.working_days_left(&case.body, due)) {
        _ if is_done => Tag::new(Tone::Quiet, t(lang, "worklist-done")),
        _ if case.waiting_since.is_some() => Tag::new(Tone::Quiet, t(lang, "clock-stopped")),
        Some(left) => Tag::deadline(lang, left),
        None => Tag::new(Tone::Quiet, t(lang, "value-none")),
    };
    Ok(WorkRow {
        href: visit.href(&format!("/desk/cases/{}", case.case_id)),
        key: Typed::new(case.case_id.to_string()),
        pick: Typed::new(format!("{}.{}", case.case_id, case.version)),
        number: Code::new(&case.number),
        applicant: Foreign::new(name.as_ref().map_or("—", |name| name.get(lang))),
        service: names::of_json(&case.title, lang),
        task: spec.map_or_else(
            || names::stage_on_desk(&case.stage, lang).words,
            |spec| names::words(&spec.name, lang),
        ),
        deadline,
        due: due.filter(|_| !is_done).map(|due| values::day(due, lang)),
        assignee: case.assignee.as_deref().map(|officer| names::officer(&web.app, officer, lang)),
    })
}

/// POST `/desk`: takes one case.
pub(crate) async fn take(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let case = id(posted.one("case"))?;
    web.app.assign(officer, case, Some(&officer.id)).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}

/// POST `/desk/next`: takes the most urgent case that nobody has.
pub(crate) async fn take_next(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let taken = web.app.take_next(visit.officer()?).await?;
    let path = taken.map_or_else(|| "/desk".to_string(), |case| format!("/desk/cases/{case}"));
    Ok(respond::see_other(&visit.href(&path)))
}
