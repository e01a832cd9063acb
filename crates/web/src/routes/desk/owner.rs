//! The owner's desk: incidents, what was given up, notices, and how a process stands and goes on.

use std::collections::BTreeMap;

use afaq_app::desk::{IncidentView, Mending};
use afaq_app::rows::BulkRun;
use afaq_app::{BulkReport, MigrationPlan};
use afaq_base::{CaseId, Lang, Text};
use afaq_bpmn::NodeKind;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::desk::owner::{
    DeadRow, IncidentRow, IncidentsPage, LoadRow, NoticeRow, NoticesPage, PlanView, ProcessPage,
    ProcessesPage, RunRow, StageRow,
};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Code, Num, Svg, Typed, Words};
use crate::parts::{Notice, Tag, Tone};
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// Characters of a reason that a list shows.
const REASON_CHARS: usize = 120;
/// Runs that a page shows.
const RUNS: usize = 10;

fn short(text: &str) -> Words {
    let mut short: String = text.chars().take(REASON_CHARS).collect();
    if text.chars().count() > REASON_CHARS {
        short.push('…');
    }
    Words::new(afaq_base::text::clean_text(&short))
}

/// GET `/desk/incidents`.
pub(crate) async fn incidents(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    Ok(respond::page(&incidents_page(&web, &visit, None).await?))
}

async fn incidents_page(web: &Web, visit: &Visit, notice: Option<Notice>) -> Result<IncidentsPage, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let incidents = web.app.incidents(officer).await?;
    let dead = web.app.dead_letters(officer).await?;
    let s = visit.titled("incidents-title").at(Place::Worklist);
    let back = visit.link("/desk", s.t("worklist-title"));
    Ok(IncidentsPage {
        s: s.back(back),
        notice,
        incidents: incidents
            .iter()
            .map(|one| IncidentRow {
                href: visit.href(&format!("/desk/incidents/{}/{}", one.row.case_id, one.row.incident)),
                key: Typed::new(format!("{}/{}", one.row.case_id, one.row.incident)),
                number: Code::new(one.number),
                service: names::words(&one.service.name, lang),
                element: Words::new(names::element(&one.service, &one.row.element, lang)),
                reason: short(&one.reason),
                since: values::moment(one.row.raised_at, lang),
            })
            .collect(),
        retry: visit.href("/desk/incidents/retry"),
        dead: dead
            .into_iter()
            .map(|one| DeadRow {
                case: visit.link(&format!("/desk/cases/{}", one.case), Words::new(one.number)),
                what: Words::from(t(lang, job_key(&one.job.kind))),
                attempts: Num::new(one.job.attempts),
                at: values::moment(one.job.ended_at, lang),
                revive: visit.href(&format!("/desk/dead/{}", one.job.job_no)),
            })
            .collect(),
    })
}

fn job_key(kind: &str) -> &'static str {
    match kind {
        "deliver" => "job-deliver",
        "fire_timer" | "end_legal_time" | "take_effect" => "job-timer",
        "remind" => "job-remind",
        "escalate" => "job-escalate",
        _ => "job-other",
    }
}

/// POST `/desk/incidents/retry`.
pub(crate) async fn retry(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let mut which = Vec::new();
    for one in posted.all("which") {
        let (case, incident) = one.split_once('/').ok_or(Fail::BadRequest)?;
        which.push((id::<CaseId>(case)?, id::<u64>(incident)?));
    }
    let (done, left) = web.app.retry_all(officer, &which, posted.one("reason")).await?;
    let words =
        t_args(visit.lang, "incidents-retried", &[("done", &Num::new(done)), ("left", &Num::new(left))]);
    let tone = if left == 0 { Tone::Good } else { Tone::Warn };
    let heading = Words::from(t(visit.lang, "incidents-retry"));
    let notice = Notice { tone, heading, words: Words::new(words), link: None };
    Ok(respond::page(&incidents_page(&web, &visit, Some(notice)).await?))
}

/// POST `/desk/dead/{job}`.
pub(crate) async fn revive(
    State(web): State<Web>,
    visit: Visit,
    Path(job): Path<String>,
) -> Result<Response, Fail> {
    web.app.revive(visit.officer()?, id(&job)?).await?;
    Ok(respond::see_other(&visit.href("/desk/incidents")))
}

fn mending(about: &IncidentView, posted: &Posted, error: Option<Words>, visit: &Visit) -> FormPage {
    let lang = visit.lang;
    let row = &about.row;
    let element = names::element(&about.service, &row.element, lang);
    let reason = afaq_base::text::clean_text(&about.reason);
    let mut blocks = vec![
        Block::Words(Words::new(t_args(lang, "incident-at", &[("element", &element)]))),
        Block::Words(Words::new(t_args(lang, "incident-because", &[("reason", &reason)]))),
    ];
    for path in &about.facts {
        let label = values::label(&about.service, path, lang);
        blocks.push(Block::Words(Words::new(t_args(lang, "incident-fact", &[("fact", &label)]))));
    }
    let how = posted.one("how");
    let mut options = vec![
        Choice::new("retry", t(lang, "mend-retry"), how == "retry" || how.is_empty()),
        Choice::new("skip", t(lang, "mend-skip"), how == "skip"),
    ];
    options.extend(places(about, lang).into_iter().map(|(to, name)| {
        let value = format!("move:{to}");
        let is_chosen = how == value;
        let name = t_args(lang, "mend-move", &[("element", &name)]);
        Choice::new(value, Words::new(name), is_chosen)
    }));
    blocks.push(Block::Question(Question::new("how", t(lang, "mend-how"), Control::Radios { options })));
    let control = Control::LongText {
        value: Typed::new(posted.one("reason")),
        chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
    };
    let mut why = Question::new("reason", t(lang, "mend-why"), control).hint(t(lang, "mend-why-hint"));
    why.error = error;
    blocks.push(Block::Question(why));
    let s = visit.titled("incident-title").at(Place::Worklist);
    let back = visit.link("/desk/incidents", s.t("incidents-title"));
    let path = format!("/desk/incidents/{}/{}", row.case_id, row.incident);
    let mut form = FormPage::new(s.back(back), visit.href(&path), blocks);
    form.over = Words::new(format!("{} · {}", about.number, about.service.name.get(lang)));
    form.intro = Words::from(t(lang, "incident-help"));
    form.button = Words::from(t(lang, "mend-do"));
    form.cancel =
        Some(visit.link(&format!("/desk/cases/{}", row.case_id), Words::from(t(lang, "incident-case"))));
    form.with_errors_collected()
}

/// Where the token can go: tasks and rules of the same scope.
fn places(about: &IncidentView, lang: Lang) -> Vec<(String, String)> {
    let process = &about.service.process;
    let Some(here) = process.find_node(&about.row.element) else { return Vec::new() };
    let is_place = |kind: &NodeKind| {
        matches!(kind, NodeKind::User | NodeKind::Job(_) | NodeKind::Rule { .. } | NodeKind::Script { .. })
    };
    process
        .nodes
        .iter()
        .filter(|node| node.scope == here.scope && is_place(&node.kind) && node.base.id != here.base.id)
        .map(|node| (node.base.id.to_string(), names::element(&about.service, &node.base.id, lang)))
        .collect()
}

/// GET `/desk/incidents/{case}/{incident}`.
pub(crate) async fn incident(
    State(web): State<Web>,
    visit: Visit,
    Path((case, incident)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (_, about) = web.app.incident(visit.officer()?, id(&case)?, id(&incident)?).await?;
    Ok(respond::page(&mending(&about, &Posted::default(), None, &visit)))
}

/// POST `/desk/incidents/{case}/{incident}`.
pub(crate) async fn mend(
    State(web): State<Web>,
    visit: Visit,
    Path((case, incident)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let (view, about) = web.app.incident(officer, id(&case)?, id(&incident)?).await?;
    let how = match posted.one("how") {
        "retry" => Mending::Retry,
        "skip" => Mending::Skip,
        other => Mending::Move(other.strip_prefix("move:").ok_or(Fail::BadRequest)?.to_string()),
    };
    match web.app.mend(officer, view.id, about.row.incident, &how, posted.one("reason")).await {
        Ok(()) => Ok(respond::see_other(&visit.href(&format!("/desk/cases/{}", view.id)))),
        Err(error) => {
            let words = names::words(&refusal(error)?, visit.lang);
            let form = mending(&about, &posted, Some(words), &visit);
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form))
        }
    }
}

/// GET `/desk/notices`.
pub(crate) async fn notices(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let mut rows = Vec::new();
    for (row, number) in web.app.notices(officer).await? {
        let case = web.app.case_row(row.case_id).await?;
        let service = web.app.service(case.service_id.as_str()).ok();
        let task = row.element.as_deref().zip(service.as_ref());
        let words = match task {
            Some((element, published)) => Words::new(names::element(&published.service, element, lang)),
            None => Words::from(t(lang, "notice-promise")),
        };
        rows.push(NoticeRow {
            case: visit.link(&format!("/desk/cases/{}", row.case_id), Words::new(number)),
            words,
            at: values::moment(row.at, lang),
            seen: visit.href(&format!("/desk/notices/{}/{}", row.case_id, row.version)),
        });
    }
    let s = visit.titled("notices-title").at(Place::Worklist);
    let back = visit.link("/desk", s.t("worklist-title"));
    Ok(respond::page(&NoticesPage { s: s.back(back), notices: rows }))
}

/// POST `/desk/notices/{case}/{version}`.
pub(crate) async fn see_notice(
    State(web): State<Web>,
    visit: Visit,
    Path((case, version)): Path<(String, String)>,
) -> Result<Response, Fail> {
    web.app.see_notice(visit.officer()?, id(&case)?, id(&version)?).await?;
    Ok(respond::see_other(&visit.href("/desk/notices")))
}

/// GET `/desk/processes`.
pub(crate) async fn processes(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let services = web.app.owned_services(visit.officer()?);
    let services = services
        .iter()
        .map(|one| {
            let path = format!("/desk/processes/{}", one.service.id.as_str());
            visit.link(&path, names::words(&one.service.name, visit.lang))
        })
        .collect();
    let s = visit.titled("processes-title").at(Place::Worklist);
    let back = visit.link("/desk", s.t("worklist-title"));
    Ok(respond::page(&ProcessesPage { s: s.back(back), services }))
}

/// GET `/desk/processes/{service}`.
pub(crate) async fn process(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    Ok(respond::page(&process_page(&web, &visit, &service, None, None).await?))
}

async fn process_page(
    web: &Web,
    visit: &Visit,
    service: &str,
    notice: Option<Notice>,
    plan: Option<MigrationPlan>,
) -> Result<ProcessPage, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let view = web.app.process_view(officer, service).await?;
    let of = &view.published.service;
    let loads = view
        .loads
        .iter()
        .map(|load| LoadRow {
            name: Words::new(names::element(of, &load.element, lang)),
            open: Num::new(load.open),
            late: Tag::new(
                if load.late == 0 { Tone::Good } else { Tone::Bad },
                Words::new(load.late.to_string()),
            ),
            average: average(load.age_seconds.checked_div(load.open).unwrap_or_default(), lang),
            oldest: values::day(load.oldest_at, lang),
        })
        .collect();
    let mut runs = Vec::new();
    for run in web.app.runs_of(&of.id, RUNS).await? {
        runs.push(run_row(web, &run, lang));
    }
    let s = visit.shell(names::words(&of.name, lang)).at(Place::Worklist);
    let back = visit.link("/desk/processes", s.t("processes-title"));
    let chosen = plan.as_ref().map_or_else(|| of.label.clone(), |plan| plan.label.clone());
    Ok(ProcessPage {
        s: s.back(back),
        notice,
        picture: picture(&view, lang),
        loads,
        stages: view
            .stages
            .iter()
            .map(|(stage, version, count)| StageRow {
                stage: names::stage_on_desk(stage, lang),
                version: Typed::new(version.clone()),
                count: Num::new(count),
            })
            .collect(),
        versions: if view.versions.len() > 1 {
            view.versions.iter().rev().map(|label| Typed::new(label.clone())).collect()
        } else {
            Vec::new()
        },
        chosen: Typed::new(chosen),
        migrate: visit.href(&format!("/desk/processes/{service}/migrate")),
        plan: plan.map(|plan| plan_view(&plan, lang)),
        runs,
    })
}

/// The picture of the process with how many open tasks stand at each element.
fn picture(view: &afaq_app::desk::ProcessView, lang: Lang) -> Option<Svg> {
    let counts: BTreeMap<String, (usize, bool)> = view
        .loads
        .iter()
        .map(|load| {
            let open = usize::try_from(load.open).unwrap_or(usize::MAX);
            (load.element.clone(), (open, load.late > 0))
        })
        .collect();
    let lang = match lang {
        Lang::Ar => afaq_bpmn::Lang::Ar,
        Lang::En => afaq_bpmn::Lang::En,
    };
    let drawn = afaq_bpmn::picture::svg_with_counts(&view.published.service.definitions, lang, &counts);
    Svg::new(drawn).ok()
}

fn average(seconds: u64, lang: Lang) -> Words {
    let hours = seconds / 3_600;
    let (key, count) = if hours >= 48 { ("average-days", hours / 24) } else { ("average-hours", hours) };
    Words::new(t_args(lang, key, &[("count", &Num::new(count))]))
}

fn plan_view(plan: &MigrationPlan, lang: Lang) -> PlanView {
    let words = |text: &Text| names::words(text, lang);
    let comma = if lang == Lang::Ar { "، " } else { ", " };
    PlanView {
        words: Words::new(t_args(
            lang,
            "migrate-would",
            &[
                ("total", &Num::new(plan.total)),
                ("moves", &Num::new(plan.moves)),
                ("stays", &Num::new(plan.stays)),
                ("conflicts", &Num::new(plan.conflicts)),
            ],
        )),
        versions: plan
            .versions
            .iter()
            .map(|(label, cases, conflicts)| {
                let name = t_args(
                    lang,
                    "migrate-from",
                    &[("version", &Code::new(label)), ("cases", &Num::new(cases))],
                );
                (Words::new(name), conflicts.iter().map(words).collect())
            })
            .collect(),
        conflicts: plan
            .report
            .conflicts
            .iter()
            .map(|one| (words(&one.words), Num::new(one.cases), Words::new(one.examples.join(comma))))
            .collect(),
        stayed: Words::new(plan.report.stayed.join(comma)),
    }
}

fn run_row(web: &Web, run: &BulkRun, lang: Lang) -> RunRow {
    let report: BulkReport = serde_json::from_value(run.report.clone()).unwrap_or_default();
    let conflicts: u64 = report.conflicts.iter().map(|one| one.cases).sum();
    let (tone, key) = match run.ended_at {
        Some(_) if run.failed == 0 => (Tone::Good, "run-ended"),
        Some(_) => (Tone::Warn, "run-ended-with"),
        None => (Tone::Info, "run-running"),
    };
    let percent = if run.ended_at.is_some() { 100 } else { run.done * 100 / run.total.max(1) };
    let what = if run.kind == "migrate" { "run-migrate" } else { "run-calendar" };
    RunRow {
        what: Words::from(t(lang, what)),
        by: Words::new(names::officer(&web.app, &run.started_by, lang).as_str().to_string()),
        at: values::moment(run.started_at, lang),
        state: Tag::new(tone, t(lang, key)),
        words: Words::new(t_args(
            lang,
            "run-counts",
            &[
                ("changed", &Num::new(run.changed)),
                ("stayed", &Num::new(run.stayed)),
                ("failed", &Num::new(run.failed.max(conflicts.min(run.failed)))),
            ],
        )),
        percent: Num::new(percent.min(100)),
    }
}

/// POST `/desk/processes/{service}/migrate`.
pub(crate) async fn migrate(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    // Whose process it is, is judged before anything else.
    web.app.process_view(officer, &service).await?;
    let to = posted.one("to");
    if posted.one("do") != "start" {
        let plan = web.app.plan_migration(&service, to).await?;
        return Ok(respond::page(&process_page(&web, &visit, &service, None, Some(plan)).await?));
    }
    if posted.one("reason").trim().is_empty() {
        let notice = Notice {
            tone: Tone::Bad,
            heading: Words::from(t(visit.lang, "migrate-start")),
            words: Words::from(t(visit.lang, "migrate-reason-missing")),
            link: None,
        };
        let page = process_page(&web, &visit, &service, Some(notice), None).await?;
        return Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    web.app.start_migration(&service, to, posted.one("reason"), &officer.id).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/processes/{service}"))))
}

/// POST `/desk/cases/{id}/actions/{action}`.
pub(crate) async fn begin_action(
    State(web): State<Web>,
    visit: Visit,
    Path((case, action)): Path<(String, String)>,
) -> Result<Response, Fail> {
    web.app.begin_action(visit.officer()?, id(&case)?, &action).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}

/// GET `/desk/cases/{id}/stop/{reason}`.
pub(crate) async fn stop(
    State(web): State<Web>,
    visit: Visit,
    Path((case, reason)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let view = web.app.case_on_desk(visit.officer()?, id(&case)?).await?;
    let reason = afaq_pack::StopFor::find(&reason).ok_or(Fail::NotFound)?;
    Ok(respond::page(&stopping(&view, reason, &Posted::default(), None, &visit)))
}

fn stopping(
    view: &afaq_app::cases::CaseView,
    reason: afaq_pack::StopFor,
    posted: &Posted,
    error: Option<Words>,
    visit: &Visit,
) -> FormPage {
    let lang = visit.lang;
    let control = Control::LongText {
        value: Typed::new(posted.one("reason")),
        chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
    };
    let mut question = Question::new("reason", t(lang, "stop-note"), control);
    question.error = error;
    let path = format!("/desk/cases/{}", view.id);
    let s = visit.titled("stop-title").at(Place::Worklist).back(super::decide::back_to(view, visit));
    let action = visit.href(&format!("{path}/stop/{}", reason.word()));
    let mut form = FormPage::new(s, action, vec![Block::Question(question)]);
    form.over = names::stopped_for(reason.word(), lang);
    let law = view.service.clock.law_of(reason).and_then(|law| view.service.find_law(law));
    if let Some(law) = law {
        let name = names::words(&law.name, lang);
        form.intro = Words::new(t_args(lang, "stop-help", &[("law", &name)]));
    }
    form.button = Words::from(t(lang, "stop-do"));
    form.cancel = Some(visit.link(&path, t(lang, "cancel")));
    form.with_errors_collected()
}

/// POST `/desk/cases/{id}/stop/{reason}`.
pub(crate) async fn send_stop(
    State(web): State<Web>,
    visit: Visit,
    Path((case, reason)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    let reason = afaq_pack::StopFor::find(&reason).ok_or(Fail::NotFound)?;
    match web.app.stop_clock(officer, view.id, reason, posted.one("reason")).await {
        Ok(()) => Ok(respond::see_other(&visit.href(&format!("/desk/cases/{}", view.id)))),
        Err(error) => {
            let words = names::words(&refusal(error)?, visit.lang);
            let form = stopping(&view, reason, &posted, Some(words), &visit);
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form))
        }
    }
}

/// POST `/desk/cases/{id}/start`.
pub(crate) async fn start(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    web.app.start_clock(visit.officer()?, id(&case)?).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/cases/{case}"))))
}
